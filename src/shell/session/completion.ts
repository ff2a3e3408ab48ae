/** What Tab offers: commands, variables, users, jobs, and paths. Leaves out `complete`. Authority: bash(1), Completing. */
import { isFailure } from '../../kernel/errno.ts';
import { builtinNames } from '../builtins/index.ts';
import type { Candidate, Completer, Completion } from '../edit/index.ts';
import { quoteWithBackslashes } from '../expand/quote.ts';
import { readDirectory } from '../files.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';

const BREAKS = /[\s"'@><=;|&(:]/;
const KEYWORDS =
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(' ');

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

/** Does a command name stand here? */
const isCommandPlace = (before: string): boolean =>
  /(^|[;&|(`!{]|\b(then|do|else|elif|if|while|until|time|sudo|exec|command))\s*$/.test(before);

function* paths(sh: Shell, word: string, onlyDirectories: boolean): Doing<Candidate[]> {
  const plain = word.replace(/\\(.)/g, '$1');
  const slash = plain.lastIndexOf('/') + 1;
  const directory = plain.slice(0, slash);
  const prefix = plain.slice(slash);
  const home = getValue(sh.state, 'HOME') ?? '';
  const real = directory.replace(/^~(?=\/)/, home);
  const entries = yield* readDirectory(sh.sys, real === '' ? '.' : real);
  if (isFailure(entries)) return [];
  return entries
    .filter(({ name, directory: isDirectory }) => {
      const hidden = name.startsWith('.') && !prefix.startsWith('.');
      return name.startsWith(prefix) && !hidden && (!onlyDirectories || isDirectory);
    })
    .map(({ name, directory: isDirectory }) => {
      const value = `${directory.startsWith('~') ? directory : quoteWithBackslashes(directory).replace(/^''$/, '')}${quoteWithBackslashes(name)}`;
      return { value, label: isDirectory ? `${name}/` : name, ...(isDirectory && { suffix: '/' }) };
    });
}

function* commands(sh: Shell, word: string): Doing<Candidate[]> {
  const { state, sys } = sh;
  const names = new Set([...KEYWORDS, ...builtinNames(), ...state.functions.keys(), ...state.aliases.keys()]);
  for (const directory of (getValue(state, 'PATH') ?? '').split(':')) {
    const entries = yield* readDirectory(sys, directory);
    if (!isFailure(entries)) for (const { name } of entries) names.add(name);
  }
  return [...names].filter((name) => name.startsWith(word)).map((value) => ({ value }));
}

function variables(sh: Shell, word: string): Candidate[] {
  const brace = word.startsWith('${');
  const prefix = word.slice(brace ? 2 : 1);
  return [...sh.state.variables.keys()]
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ value: brace ? `\${${name}}` : `$${name}`, label: name }));
}

const jobs = (sh: Shell, word: string): Candidate[] =>
  sh.state.jobs.jobs
    .map((job) => `%${job.processes[0]?.command.split(' ')[0] ?? ''}`)
    .filter((name) => name.startsWith(word))
    .map((value) => ({ value }));

export function completer(sh: Shell): Completer {
  return function* (text, point): Doing<Completion> {
    const start = wordStart(text, point);
    const word = text.slice(start, point);
    const before = text.slice(0, start);
    if (word.startsWith('$')) return { start, candidates: variables(sh, word) };
    if (word.startsWith('%')) return { start, candidates: jobs(sh, word) };
    if (isCommandPlace(before) && !word.includes('/')) return { start, candidates: yield* commands(sh, word) };
    const onlyDirectories = /(^|[;&|]\s*)(cd|pushd|rmdir)\s+$/.test(before);
    return { start, candidates: yield* paths(sh, word, onlyDirectories) };
  };
}
