/**
 * What bash's `help` can tell about: builtins, and words of the language that have a text as if they were.
 * The texts are in the library (`manual/help.txt`). Authority: bash(1), help.
 */
import { shelf } from '../library.ts';
import { builtinTable } from './builtins/table.ts';
import type { ShellState } from './state.ts';

export interface Topic {
  readonly name: string;
  readonly synopsis: string;
  /** The first line says it in short. */
  readonly text: () => string;
  /** It has been switched off by `enable -n`. */
  readonly disabled: boolean;
}

/** Name, heading of its text, and how it is written. */
const LANGUAGE: readonly (readonly [name: string, entry: string, synopsis: string])[] = [
  ['%', '%', 'job_spec [&]'],
  ['(( ... ))', '((', '(( expression ))'],
  ['[[ ... ]]', '[[', '[[ expression ]]'],
  ['case', 'case', 'case WORD in [PATTERN [| PATTERN]...) COMMANDS ;;]... esac'],
  ['coproc', 'coproc', 'coproc [NAME] command [redirections]'],
  ['for', 'for', 'for NAME [in WORDS ... ] ; do COMMANDS; done'],
  ['for ((', 'for((', 'for (( exp1; exp2; exp3 )); do COMMANDS; done'],
  ['function', 'function', 'function name { COMMANDS ; } or name () { COMMANDS ; }'],
  ['if', 'if', 'if COMMANDS; then COMMANDS; [ elif COMMANDS; then COMMANDS; ]... [ else COMMANDS; ] fi'],
  ['select', 'select', 'select NAME [in WORDS ... ;] do COMMANDS; done'],
  ['time', 'time', 'time [-p] pipeline'],
  ['until', 'until', 'until COMMANDS; do COMMANDS-2; done'],
  ['variables', 'variables', 'variables - Names and meanings of some shell variables'],
  ['while', 'while', 'while COMMANDS; do COMMANDS-2; done'],
  ['{ ... }', '{', '{ COMMANDS ; }'],
];

const textOf = (entry: string) => (): string => shelf('help').get(entry) ?? '';

export function topics({ disabledBuiltins }: Pick<ShellState, 'disabledBuiltins'>): Topic[] {
  const builtins = [...builtinTable.values()].map(({ name, usage }) => ({
    name,
    synopsis: usage,
    text: textOf(name),
    disabled: disabledBuiltins.has(name),
  }));
  const words = LANGUAGE.map(([name, entry, synopsis]) => ({ name, synopsis, text: textOf(entry), disabled: false }));
  return [...builtins, ...words].sort((a, b) => (a.name < b.name ? -1 : 1));
}
