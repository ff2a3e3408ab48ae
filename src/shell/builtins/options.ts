/** Options of builtins: `-ab -c value -- rest`, with bash's complaints. */
import { usageError } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';

export interface Options {
  /** Letters that were given, with their value where they take one. */
  readonly given: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/** `letters` as in getopts: a colon behind those that take a value. Undefined after a complaint (status 2). */
export function* parseOptions(
  sh: Shell,
  { name, usage }: Pick<Builtin, 'name' | 'usage'>,
  args: readonly string[],
  letters: string,
): Doing<Options | undefined> {
  const given = new Map<string, string>();
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at++;
      break;
    }
    if (!arg.startsWith('-') || arg === '-') break;
    for (let i = 1; i < arg.length; i++) {
      const letter = arg.charAt(i);
      const place = letter === ':' ? -1 : letters.indexOf(letter);
      if (place < 0) {
        yield* usageError(sh, name, `-${letter}: invalid option`, usage);
        return undefined;
      }
      if (letters[place + 1] !== ':') {
        given.set(letter, '');
        continue;
      }
      const value = i + 1 < arg.length ? arg.slice(i + 1) : args[++at];
      if (value === undefined) {
        yield* usageError(sh, name, `-${letter}: option requires an argument`, usage);
        return undefined;
      }
      given.set(letter, value);
      break;
    }
  }
  return { given, rest: args.slice(at) };
}

/** For builtins without options: only `--` is skipped; anything else with a dash is refused. Undefined after that. */
export function* noOptions(
  sh: Shell,
  builtin: Pick<Builtin, 'name' | 'usage'>,
  args: readonly string[],
): Doing<readonly string[] | undefined> {
  return (yield* parseOptions(sh, builtin, args, ''))?.rest;
}

const INTEGER = /^\s*[+-]?\d+\s*$/;

/** A whole number as bash's legal_number() takes it. */
export const integerOf = (text: string): number | undefined => (INTEGER.test(text) ? Number(text) : undefined);
