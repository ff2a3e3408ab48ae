/**
 * State paths: `proc(A).wchan`, `fifo(/tmp/ff).used`, the left side of a state condition and the answer of a prediction.
 * What can be asked stands in state-objects.ts.
 */
import { z } from 'zod';
import { nearest } from './nearest.ts';
import { rows, terminalIn, type Value } from './state-objects.ts';
import type { World } from './world.ts';

export interface StatePath {
  readonly source: string;
  readonly object: string;
  readonly argument: string;
  readonly property: string;
}

const form = /^(\w+)\(([^()\s]+)\)\.(\w+)$/;

/** The path, or what is wrong with it and how to say it right. */
export function parseStatePath(source: string): StatePath | string {
  const match = form.exec(source);
  if (!match) return `\`${source}\` is no state path; write \`proc(A).wchan\` or \`fifo(/tmp/ff).used\``;
  const [, object = '', argument = '', property = ''] = match;
  const row = Object.hasOwn(rows, object) ? rows[object] : undefined;
  if (!row) return `there is no state \`${object}(…)\`${nearest(object, Object.keys(rows))}`;
  if (!row.argument.form.test(argument)) return `\`${object}(…)\` takes a ${row.argument.what}, not \`${argument}\``;
  if (!row.properties.includes(property)) {
    return `\`${object}(…)\` has no \`${property}\`${nearest(property, row.properties)}`;
  }
  return { source, object, argument, property };
}

/** What the world answers; undefined when the thing asked about does not exist. */
export function readState(world: World, path: StatePath): Value {
  return rows[path.object]?.read(world, path.argument, path.property);
}

/** The terminal that a path is about, for the check that the lesson has it. */
export function terminalOf(path: StatePath): string | undefined {
  return terminalIn(path.argument);
}

export const statePathSchema = z.string('a state path is text').transform((source, ctx): StatePath => {
  const path = parseStatePath(source);
  if (typeof path !== 'string') return path;
  ctx.addIssue(path);
  return z.NEVER;
});
