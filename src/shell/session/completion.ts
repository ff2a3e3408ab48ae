/** What Tab offers where `complete` has laid nothing down: commands, variables, users, and paths. Authority: bash(1), Completing. */
import { X_OK } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { candidates } from '../complete/actions.ts';
import { intoBraces } from '../complete/braces.ts';
import { programmable } from '../complete/programmable.ts';
import type { Candidate, Completer, Completion, CompletionType } from '../edit/index.ts';
import type { CompletionKind } from '../edit/keymap.ts';
import { createReadline, type Readline } from '../edit/readline.ts';
import { isOn } from '../edit/variables.ts';
import { expandGlob } from '../expand/glob.ts';
import { fileType, readDirectory } from '../files.ts';
import { entryWords } from '../history/words.ts';
import type { Doing, Shell } from '../shell.ts';
import { correctPath } from '../spelling.ts';
import { getValue } from '../variables/variables.ts';

const BREAKS = /[\s"'@><=;|&(:]/;
/** What breaks words where names of files are asked for. */
const FILE_BREAKS = /[ \t\n"']/;

/** Where the word before the point begins; blanks behind a backslash belong to it. */
function wordStart(text: string, point: number, breaks: RegExp): number {
  let at = point;
  while (at > 0) {
    const char = text.charAt(at - 1);
    if (breaks.test(char) && text.charAt(at - 2) !== '\\') break;
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

/** Only a name with one of these is quoted; then others are as well, and so is what breaks words. */
const QUOTABLE = /[ \t\n\\"'@<>=;|&()#$`?*[!:{~]/;
const QUOTED = /[\t\n !"$&'()*,;<>?[\\\]^`{|}@=:]|^#/g;

const quotedName = (name: string): string => (QUOTABLE.test(name) ? name.replace(QUOTED, '\\$&') : name);

/** A path as it is to be written behind an open quote, or behind none; what expands in its directory is left alone. */
function written(directory: string, name: string, quote: string): string {
  if (quote === "'") return directory + name;
  if (quote === '"') return (directory + name).replace(/["$`\\]/g, '\\$&');
  return directory.includes('$') ? directory + quotedName(name) : quotedName(directory + name);
}

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
  const fits = prefixTest(prefix, variables);
  const hidden = isOn(variables, 'match-hidden-files') || prefix.startsWith('.');
  const slashed = isOn(variables, 'mark-directories') ? '/' : '';
  const themselves = ['.', '..'].map((name) => ({ name, directory: true, linked: false }));
  return [...(prefix === '' ? [] : themselves), ...entries]
    .filter(({ name }) => fits(name) && (hidden || !name.startsWith('.')))
    .map(({ name, directory: isDirectory, linked = false }) => {
      const closing = QUOTABLE.test(shown + name) ? quote : '';
      return {
        value: written(shown, name, quote),
        closing,
        linked,
        plain: directory + name,
        place: real + name,
        label: name,
        mark: isDirectory ? slashed : '',
        suffix: isDirectory ? slashed : closing === '' ? `${quote} ` : ' ',
      };
    });
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
  return [...new Set(words)].filter((one) => word !== '' && one.startsWith(word)).map((value) => ({ value }));
}

const hasPattern = (word: string): boolean => /[*?[]/.test(word);

/** What a pattern finds; a word that is none is completed by a star, or must be there as it is. */
function* matches(sh: Shell, word: string, star: boolean): Doing<Candidate[]> {
  if (word === '' && !star) return [{ value: '', suffix: '' }];
  const pattern = star ? `${word}*` : word;
  const found: Candidate[] = [];
  for (const name of yield* expandGlob(pattern, sh.env)) {
    if (!hasPattern(pattern) && (yield* fileType(sh.sys, name)) === 'none') continue;
    const directory = (yield* fileType(sh.sys, name)) === 'directory';
    const suffix = directory ? '/' : ' ';
    found.push({ value: quotedName(name), label: name, mark: suffix.trim(), suffix });
  }
  return found;
}

/** A name that a directory has as well looks like one; where no command has the name, a directory may. */
function* commands(sh: Shell, word: string, readline: Readline): Doing<Candidate[]> {
  const names = [...new Set(yield* candidates(sh, 'command', word))];
  const found: Candidate[] = [];
  const slashed = isOn(readline.variables, 'mark-directories') ? '/' : '';
  for (const name of names) {
    const directory = (yield* fileType(sh.sys, name)) === 'directory';
    found.push({ value: quotedName(name), label: name, ...(directory && { mark: slashed, suffix: slashed }) });
  }
  return found;
}

function* users(sh: Shell, word: string): Doing<Candidate[]> {
  const mark = word.startsWith('~') ? '~' : '';
  const names = yield* candidates(sh, 'user', word.slice(mark.length));
  return names.map((name) => ({ value: mark + name, ...(mark !== '' && { mark: '/', suffix: '/' }) }));
}

function* hosts(sh: Shell, word: string): Doing<Candidate[]> {
  const mark = word.startsWith('@') ? '@' : '';
  const names = yield* candidates(sh, 'hostname', word.slice(mark.length));
  return names.map((name) => ({ value: mark + name }));
}

/** The name of a directory's variable is followed by a slash. */
function* variables(sh: Shell, word: string, quote: string): Doing<Candidate[]> {
  const [mark = ''] = /^\$?\{?/.exec(word) ?? [];
  const found: Candidate[] = [];
  for (const name of yield* candidates(sh, 'variable', word.slice(mark.length))) {
    const text = getValue(sh.state, name) ?? '';
    const directory = mark !== '' && text !== '' && (yield* fileType(sh.sys, text)) === 'directory';
    const value = `${mark}${name}${mark.endsWith('{') ? '}' : ''}`;
    found.push({ value, suffix: directory ? '/' : `${quote} ` });
  }
  return found;
}

export function completer(sh: Shell, readline: Readline = createReadline()): Completer {
  return function* (text, point, what, type): Doing<Completion> {
    const quote = openQuoteIn(text.slice(0, point));
    const begin = quote ? quote.at + 1 : wordStart(text, point, what === 'file' ? FILE_BREAKS : BREAKS);
    // An @ breaks words, and belongs to the name of a host behind it.
    const isHost = what === 'any' && text.charAt(begin - 1) === '@';
    const start = isHost ? begin - 1 : begin;
    const word = text.slice(start, point);
    const before = text.slice(0, start);
    if (what === 'any') {
      const found = yield* programmable(sh, text, point, start, type);
      if (found) return found;
    }
    const wanted: Wanted = { word, before, what, type, quote: quote?.char ?? '', readline };
    return { start, candidates: yield* ordinary(sh, wanted), pattern: what === 'glob' };
  };
}

interface Wanted {
  readonly word: string;
  readonly before: string;
  readonly what: CompletionKind;
  readonly type: CompletionType;
  readonly quote: string;
  readonly readline: Readline;
}

function* ordinary(sh: Shell, { word, before, what, type, quote, readline }: Wanted): Doing<Candidate[]> {
  switch (what) {
    case 'command':
      return yield* commandsOrPaths(sh, word, quote, readline);
    case 'file':
      return yield* files(sh, word, quote, readline);
    case 'braces':
      return inBraces(yield* paths(sh, word, quote, readline));
    case 'variable':
      return yield* variables(sh, word, quote);
    case 'user':
      return yield* users(sh, word);
    case 'host':
      return yield* hosts(sh, word);
    case 'history':
      return yield* pastWords(sh, word);
    case 'glob':
      return yield* matches(sh, word, !hasPattern(word));
    case 'exact-glob':
      return yield* matches(sh, word, false);
    case 'any':
      break;
    default:
      return what satisfies never;
  }
  const substitution = quote === "'" ? undefined : /^(`|\$\()(?!.*[\s/])/.exec(word)?.[1];
  if (substitution) return yield* inSubstitution(sh, word, substitution, readline);
  if (word.startsWith('@') && sh.state.shopt.hostcomplete) {
    const found = yield* hosts(sh, word);
    if (found.length > 0) return found;
  }
  if (word.startsWith('$') && !word.includes('/') && quote !== "'") return yield* variables(sh, word, quote);
  if (/^~[^/]*$/.test(word)) return yield* users(sh, word);
  if (isCommandPlace(before)) return yield* commandsOrPaths(sh, word, quote, readline);
  const found = yield* files(sh, word, quote, readline);
  if (found.length > 0 || !hasPattern(word)) return found;
  const globbed = yield* matches(sh, word, false);
  return globbed.length > 1 && type === '\t' ? [] : globbed;
}

/** The command of a substitution that the word begins with. */
function* inSubstitution(sh: Shell, word: string, opening: string, readline: Readline): Doing<Candidate[]> {
  const found = yield* commands(sh, word.slice(opening.length), readline);
  return found.map(({ value }) => ({ value: opening + value, suffix: '' }));
}

/** What a command can be called by: a name, or a path with a slash in it. */
function* commandsOrPaths(sh: Shell, word: string, quote: string, readline: Readline): Doing<Candidate[]> {
  if (!word.includes('/')) return yield* commands(sh, word, readline);
  return yield* runnable(sh, yield* files(sh, word, quote, readline));
}

/** Directories, and files that can be run. */
function* runnable(sh: Shell, found: readonly Path[]): Doing<Candidate[]> {
  const kept: Candidate[] = [];
  for (const path of found) {
    if (
      path.mark !== '' ||
      (yield* fileType(sh.sys, path.place)) === 'directory' ||
      !isFailure(yield* sh.sys.access(path.place, X_OK))
    )
      kept.push(path);
  }
  return kept;
}
