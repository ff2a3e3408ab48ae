/** What Tab offers where `complete` has laid nothing down: commands, variables, users, and paths. Authority: bash(1), Completing. */
import { X_OK } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { candidates } from '../complete/actions.ts';
import { intoBraces } from '../complete/braces.ts';
import { programmable } from '../complete/programmable.ts';
import type { Candidate, Completer, Completion } from '../edit/index.ts';
import type { CompletionKind } from '../edit/keymap.ts';
import { createReadline, type Readline } from '../edit/readline.ts';
import { isOn } from '../edit/variables.ts';
import { expandGlob } from '../expand/glob.ts';
import { quoteWithBackslashes } from '../expand/quote.ts';
import { fileType, readDirectory } from '../files.ts';
import { entryWords } from '../history/words.ts';
import type { Doing, Shell } from '../shell.ts';
import { correctPath } from '../spelling.ts';
import { getValue } from '../variables/variables.ts';

const BREAKS = /[\s"'@><=;|&(:]/;
/** Where the word before the point begins; blanks behind a backslash belong to it. */
function wordStart(text: string, point: number): number {
  let at = point;
  while (at > 0) {
    const char = text.charAt(at - 1);
    if (BREAKS.test(char) && text.charAt(at - 2) !== '\\') break;
    at--;
  }
  return at;
}

/** Does a command name stand here? readline's bash knows separators and assignments, but no reserved words. */
const isCommandPlace = (before: string): boolean => /(^|[;&|({`])\s*(\w+=\S*\s+)*$/.test(before);

/** The quote that is open at the end of a text, and where; none where all are closed. */
function openQuoteIn(text: string): { readonly char: string; readonly at: number } | undefined {
  let open: { char: string; at: number } | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && open?.char !== "'") at++;
    else if (open) open = char === open.char ? undefined : open;
    else if (char === '"' || char === "'") open = { char, at };
  }
  return open;
}

const escaped = (text: string, quote: string): string => {
  if (quote === "'") return text;
  if (quote === '"') return text.replace(/["$`\\]/g, '\\$&');
  return text === '' ? '' : quoteWithBackslashes(text);
};

interface Path extends Candidate {
  readonly label: string;
  /** As it would be typed if nothing had to be quoted, and where it is. */
  readonly plain: string;
  readonly place: string;
}

/**
 * The directory of a path as it stands on the line: where it is, and how it is written afterwards. `direxpand` puts the
 * first in the place of the second; then `dirspell` may mend it.
 */
function* directoryOf(sh: Shell, directory: string): Doing<{ readonly real: string; readonly shown: string }> {
  const { shopt } = sh.state;
  const given = (_text: string, name: string): string => getValue(sh.state, name) ?? '';
  const real = directory
    .replace(/^~(?=\/)/, getValue(sh.state, 'HOME') ?? '~')
    .replace(/\$\{?([A-Za-z_]\w*)\}?/g, given);
  if (!shopt.direxpand) return { real, shown: directory };
  const missing = real !== '' && (yield* fileType(sh.sys, real)) !== 'directory';
  const meant = missing && shopt.dirspell ? yield* correctPath(sh.sys, real) : undefined;
  return { real: meant ?? real, shown: meant ?? real };
}

/** Paths, as they are to be written behind the quote that is open; alone, a file closes it. */
function* paths(sh: Shell, word: string, quote: string, { variables }: Readline): Doing<Path[]> {
  const plain = quote === "'" ? word : word.replace(/\\(.)/g, '$1');
  const slash = plain.lastIndexOf('/') + 1;
  const directory = plain.slice(0, slash);
  const prefix = plain.slice(slash);
  const { real, shown } = yield* directoryOf(sh, directory);
  const entries = yield* readDirectory(sh.sys, real === '' ? '.' : real);
  if (isFailure(entries)) return [];
  const written = /^[~$]/.test(shown) ? shown : escaped(shown, quote);
  const fits = prefixTest(prefix, variables);
  const hidden = isOn(variables, 'match-hidden-files') || prefix.startsWith('.');
  const slashed = isOn(variables, 'mark-directories') ? '/' : '';
  return entries
    .filter(({ name }) => fits(name) && (hidden || !name.startsWith('.')))
    .map(({ name, directory: isDirectory }) => ({
      value: written + escaped(name, quote),
      plain: directory + name,
      place: real + name,
      label: isDirectory ? `${name}/` : name,
      suffix: isDirectory ? slashed : `${quote} `,
    }));
}

/** FIGNORE takes names with such an ending away; all of them only with `force_fignore`. */
function* files(sh: Shell, word: string, quote: string, readline: Readline): Doing<Path[]> {
  const found = yield* paths(sh, word, quote, readline);
  const endings = (getValue(sh.state, 'FIGNORE') ?? '').split(':').filter((ending) => ending !== '');
  const ignored = ({ plain }: Path): boolean =>
    endings.some((ending) => plain.endsWith(ending) && plain.length > ending.length);
  const kept = found.filter((path) => !ignored(path));
  return kept.length > 0 || sh.state.shopt.force_fignore ? kept : found;
}

/** All of them as one word. */
function inBraces(found: readonly Path[]): Candidate[] {
  const [only] = found;
  if (found.length < 2) return only ? [only] : [];
  return [{ value: intoBraces(found.map(({ plain }) => plain)) }];
}

/** completion-ignore-case, and completion-map-case by which `-` and `_` are one. */
function prefixTest(prefix: string, variables: Readline['variables']): (name: string) => boolean {
  if (!isOn(variables, 'completion-ignore-case')) return (name) => name.startsWith(prefix);
  const maps = isOn(variables, 'completion-map-case');
  const folded = (text: string): string => (maps ? text.replaceAll('-', '_') : text).toLowerCase();
  return (name) => folded(name).startsWith(folded(prefix));
}

/** Words of earlier lines. */
function* pastWords({ state }: Shell, word: string): Doing<Candidate[]> {
  const words = state.history.entries.flatMap(({ text }) => entryWords(text));
  return [...new Set(words)].filter((one) => one !== word && one.startsWith(word)).map((value) => ({ value }));
}

/** What a pattern with a star behind it finds. */
function* matches(sh: Shell, word: string): Doing<Candidate[]> {
  const pattern = /[*?[]/.test(word) ? word : `${word}*`;
  const found: Candidate[] = [];
  for (const name of yield* expandGlob(pattern, sh.env)) {
    const directory = (yield* fileType(sh.sys, name)) === 'directory';
    const suffix = directory ? '/' : ' ';
    found.push({ value: quoteWithBackslashes(name), label: name + suffix.trim(), suffix });
  }
  return found;
}

function* commands(sh: Shell, word: string): Doing<Candidate[]> {
  return [...new Set(yield* candidates(sh, 'command', word))].map((value) => ({ value }));
}

function* users(sh: Shell, word: string): Doing<Candidate[]> {
  const mark = word.startsWith('~') ? '~' : '';
  const names = yield* candidates(sh, 'user', word.slice(mark.length));
  return names.map((name) => ({ value: mark + name, ...(mark !== '' && { suffix: '/' }) }));
}

function* hosts(sh: Shell, word: string): Doing<Candidate[]> {
  const mark = word.startsWith('@') ? '@' : '';
  const names = yield* candidates(sh, 'hostname', word.slice(mark.length));
  return names.map((name) => ({ value: mark + name }));
}

/** The name of a directory's variable is followed by a slash. */
function* variables(sh: Shell, word: string): Doing<Candidate[]> {
  const [mark = ''] = /^\$?\{?/.exec(word) ?? [];
  const found: Candidate[] = [];
  for (const name of yield* candidates(sh, 'variable', word.slice(mark.length))) {
    const text = getValue(sh.state, name) ?? '';
    const directory = mark !== '' && text !== '' && (yield* fileType(sh.sys, text)) === 'directory';
    const value = `${mark}${name}${mark.endsWith('{') ? '}' : ''}`;
    found.push({ value, ...(directory && { suffix: '/' }) });
  }
  return found;
}

export function completer(sh: Shell, readline: Readline = createReadline()): Completer {
  return function* (text, point, what, type): Doing<Completion> {
    const quote = openQuoteIn(text.slice(0, point));
    const start = quote ? quote.at + 1 : wordStart(text, point);
    const word = text.slice(start, point);
    const before = text.slice(0, start);
    if (what === 'any') {
      const found = yield* programmable(sh, text, point, start, type);
      if (found) return found;
    }
    const wanted: Wanted = { word, before, what, quote: quote?.char ?? '', readline };
    return { start, candidates: yield* ordinary(sh, wanted), pattern: what === 'glob' };
  };
}

interface Wanted {
  readonly word: string;
  readonly before: string;
  readonly what: CompletionKind;
  readonly quote: string;
  readonly readline: Readline;
}

function* ordinary(sh: Shell, { word, before, what, quote, readline }: Wanted): Doing<Candidate[]> {
  switch (what) {
    case 'command':
      return yield* commands(sh, word);
    case 'file':
      return yield* files(sh, word, quote, readline);
    case 'braces':
      return inBraces(yield* paths(sh, word, quote, readline));
    case 'variable':
      return yield* variables(sh, word);
    case 'user':
      return yield* users(sh, word);
    case 'host':
      return yield* hosts(sh, word);
    case 'history':
      return yield* pastWords(sh, word);
    case 'glob':
      return yield* matches(sh, word);
    case 'any':
      break;
    default:
      return what satisfies never;
  }
  if (word.startsWith('$') && !word.includes('/') && quote !== "'") return yield* variables(sh, word);
  if (/^~[^/]*$/.test(word)) return yield* users(sh, word);
  if (!isCommandPlace(before)) return yield* files(sh, word, quote, readline);
  if (!word.includes('/')) return yield* commands(sh, word);
  return yield* runnable(sh, yield* files(sh, word, quote, readline));
}

/** Directories, and files that can be run. */
function* runnable(sh: Shell, found: readonly Path[]): Doing<Candidate[]> {
  const kept: Candidate[] = [];
  for (const path of found) {
    if (path.label.endsWith('/') || !isFailure(yield* sh.sys.access(path.place, X_OK))) kept.push(path);
  }
  return kept;
}
