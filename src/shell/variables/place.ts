/** Where a builtin or a redirection puts a value: `name` or `name[key]`, as one text. Authority: bash(1), Arrays. */
import type { Shell } from '../shell.ts';
import { READONLY } from '../state.ts';
import { assign, assignElement, find, isName, keyFor } from './variables.ts';

interface Place {
  readonly name: string;
  readonly key: string | undefined;
}

function placeOf(target: string): Place | undefined {
  if (isName(target)) return { name: target, key: undefined };
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(target);
  return element ? { name: element[1] ?? '', key: element[2] } : undefined;
}

export const isPlace = (target: string): boolean => placeOf(target) !== undefined;

/** False when it is neither of the two. */
export function assignTo(sh: Shell, target: string, value: string): boolean {
  const place = placeOf(target);
  if (!place) return false;
  const { name, key } = place;
  if (key === undefined) assign(sh, name, value);
  else assignElement(sh, name, keyFor(sh, name, key), value);
  return true;
}

export function valueAt(sh: Shell, target: string): string | undefined {
  const { name, key } = placeOf(target) ?? { name: target, key: undefined };
  return key === undefined ? sh.env.get(name) : sh.env.element(name, keyFor(sh, name, key));
}

/** The readonly variable that the target belongs to. */
export function readonlyAt({ state }: Shell, target: string): string | undefined {
  const { name = target } = placeOf(target) ?? {};
  const v = find(state, name);
  return v && v.flags & READONLY ? name : undefined;
}
