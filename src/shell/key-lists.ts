/**
 * Keys and what they do as lines: what `bind -p`, `-P`, `-s` and `-S` print, and the editor's own dumps.
 * Authority: rl_function_dumper() and rl_macro_dumper() of readline 8.2.
 */
import { type CommandName, commandNames, SAME } from './edit/functions.ts';
import type { Keymap } from './edit/keymap.ts';
import { macroNotation, notationOf } from './edit/keyseq.ts';

const byBytes = (a: string, b: string): number => (a < b ? -1 : 1);

/** Behind all bytes: where readline keeps what a sequence means that others begin with. */
const ANY_OTHER = '\u0100';

/** The keys of a command, in the order of the keymap; one that longer ones begin with is shown with a null. */
export function keysOf(keymap: Keymap, name: CommandName): string[] {
  const wanted = SAME.get(name) ?? name;
  const all = [...keymap.keys()];
  return [...keymap]
    .filter(([, binding]) => binding.kind === 'function' && binding.name === wanted && !binding.unlisted)
    .map(([keys]) => ({ keys, leads: all.some((other) => other.length > keys.length && other.startsWith(keys)) }))
    .map(
      ({ keys, leads }) => [leads ? keys + ANY_OTHER : keys, `"${notationOf(keys)}${leads ? '\\000' : ''}"`] as const,
    )
    .sort(([a], [b]) => byBytes(a, b))
    .map(([, shown]) => shown);
}

const SHOWN = 5;
export const inShort = (keys: readonly string[]): string =>
  keys.length > SHOWN ? `${keys.slice(0, SHOWN).join(', ')}, ...` : `${keys.join(', ')}.`;

export const functionLines = (keymap: Keymap): string[] =>
  commandNames.map((name) => {
    const keys = keysOf(keymap, name);
    return keys.length === 0 ? `${name} is not bound to any keys` : `${name} can be found on ${inShort(keys)}`;
  });

export const functionBindings = (keymap: Keymap): string[] =>
  commandNames.flatMap((name) => {
    const keys = keysOf(keymap, name);
    return keys.length === 0 ? [`# ${name} (not bound)`] : keys.map((key) => `${key}: ${name}`);
  });

export function boundTexts(keymap: Keymap, kind: 'macro' | 'shell'): (readonly [keys: string, text: string])[] {
  return [...keymap]
    .sort(([a], [b]) => byBytes(a, b))
    .flatMap(([keys, binding]) => {
      if (binding.kind === 'function' || binding.kind !== kind) return [];
      return [[notationOf(keys), binding.kind === 'macro' ? macroNotation(binding.text) : binding.command] as const];
    });
}

export const macroBindings = (keymap: Keymap): string[] =>
  boundTexts(keymap, 'macro').map(([keys, text]) => `"${keys}": "${text}"`);

export const macroLines = (keymap: Keymap): string[] =>
  boundTexts(keymap, 'macro').map(([keys, text]) => `${keys} outputs ${text}`);
