/**
 * What the expansion of words needs from the shell. The interpreter implements it; tests have a small one in memory.
 * Only the calls that can block (a substitution, a directory) are generators.
 */
import type { CommandPart, ProcessPart } from '../syntax/ast.ts';

export type Key = number | string;

/** Live: read at each expansion. */
export interface ExpandOptions {
  readonly noglob: boolean;
  readonly nounset: boolean;
  readonly braceexpand: boolean;
  readonly extglob: boolean;
  readonly nullglob: boolean;
  readonly dotglob: boolean;
  readonly failglob: boolean;
  /** Off: `.` and `..` are found like other names. */
  readonly globskipdots: boolean;
  readonly globstar: boolean;
  readonly nocaseglob: boolean;
  readonly nocasematch: boolean;
  /** `&` in ${x/pattern/…&…} stands for what was matched; on by default. */
  readonly patsub_replacement: boolean;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly directory: boolean;
  /** It is a link to one. */
  readonly linked?: boolean;
}

export interface ExpandEnv {
  /** A variable as a scalar: of an array, element 0. Follows namerefs; computes RANDOM, SECONDS, LINENO. */
  get(name: string): string | undefined;
  /** Assigns. Throws an ExpansionError when the variable is readonly. */
  set(name: string, value: string): void;

  /** The shape of a variable; undefined when there is none by that name (an unset but declared one has a shape). */
  shape(name: string): 'scalar' | 'indexed' | 'associative' | undefined;
  element(name: string, key: Key): string | undefined;
  setElement(name: string, key: Key, value: string): void;
  /** Subscripts in bash's order: ascending for indexed ones. */
  keys(name: string): readonly Key[];
  /** How many elements there are. */
  count(name: string): number;
  /** One past the highest subscript. */
  end(name: string): number;
  /** In the order of keys. */
  values(name: string): readonly string[];
  /** The letters of `declare -p` without the dash, as ${x@a} shows them: 'ar', 'x', ''. */
  attributes(name: string): string;
  /** What a nameref refers to (`declare -n`), undefined when the variable is none. */
  nameref(name: string): string | undefined;
  /** All variable names with a value that begin with `prefix`, sorted. */
  namesWithPrefix(prefix: string): readonly string[];

  /** $1, $2, … */
  readonly positional: readonly string[];
  /** $0. */
  readonly name0: string;
  /** $? $$ $! $-; undefined for `$!` before any background job. */
  special(name: '?' | '$' | '!' | '-'): string | undefined;

  readonly options: ExpandOptions;
  /** The home directory of a user, for `~user`; undefined when there is no such user. */
  home(user: string): string | undefined;
  /** ~+2, ~-1: an entry of the directory stack. */
  directoryStack?(index: string): string | undefined;
  /** A message that does not stop anything ("a: bad array subscript"); the prefix is added. */
  warn(message: string): void;
  /** ${x@P}: the text expanded like a prompt. */
  prompt(text: string): Generator<void, string>;

  /** Runs it in a subshell; answers all its output (NUL bytes dropped). Trailing newlines are taken off here. */
  commandSubstitution(part: CommandPart): Generator<void, string>;
  /** Starts it; answers /dev/fd/N. */
  processSubstitution(part: ProcessPart): Generator<void, string>;
  /**
   * Entries of a directory without `.` and `..`, in any order; undefined when it cannot be read. '' is the current one.
   */
  readDir(path: string): Generator<void, readonly DirectoryEntry[] | undefined>;
  /** Does it exist (lstat), and is it a directory (stat)? */
  fileType(path: string): Generator<void, 'none' | 'directory' | 'other'>;
}

/** What arithmetic alone needs. */
export type ArithmeticEnv = Pick<ExpandEnv, 'get' | 'set' | 'shape' | 'element' | 'setElement' | 'end' | 'warn'> & {
  readonly options: Pick<ExpandOptions, 'nounset'>;
};

export { ExpansionError } from './error.ts';
