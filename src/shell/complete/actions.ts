/** The words that `compgen -A …` knows. Those of a name table are sorted as bash keeps them. */
import { decode } from '../../bytes.ts';
import { isFailure } from '../../kernel/errno.ts';
import { NSIG, signalName } from '../../kernel/signum.ts';
import { builtinTable } from '../builtins/table.ts';
import { commandNames } from '../edit/functions.ts';
import { readDirectory, readFile } from '../files.ts';
import { topics } from '../help-topics.ts';
import type { Job } from '../jobs/table.ts';
import { SET_OPTIONS, SHOPT_OPTIONS } from '../options.ts';
import type { Doing, Shell } from '../shell.ts';
import { EXPORT, type Variable } from '../state.ts';
import { getValue, isSet } from '../variables/variables.ts';
import type { Action } from './spec.ts';

export const KEYWORDS =
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(' ');

const builtins = (): string[] => [...builtinTable.keys()].sort();

const variables = (sh: Shell, fits: (v: Variable) => boolean): string[] =>
  [...sh.state.variables]
    .filter(([, v]) => fits(v))
    .map(([name]) => name)
    .sort();

const jobs = (sh: Shell, fits: (job: Job) => boolean): string[] =>
  sh.state.jobs.jobs.filter(fits).map((job) => job.processes[0]?.command.split(' ')[0] ?? '');

const signals = (): string[] => {
  const names = Array.from({ length: NSIG - 1 }, (_, index) => signalName(index + 1) ?? '');
  return ['EXIT', ...names.filter((name) => name !== ''), 'DEBUG', 'ERR', 'RETURN'];
};

/** The first field of each line of a table like /etc/passwd. */
function* tableNames(sh: Shell, path: string, fields: (line: string) => readonly string[]): Doing<string[]> {
  const bytes = yield* readFile(sh.sys, path);
  if (isFailure(bytes)) return [];
  const lines = decode(bytes).split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#')).flatMap(fields);
}

const firstField = (line: string): string[] => [line.split(/[:\s]/)[0] ?? ''];

/** Paths that begin with the word, as they are typed. */
export function* paths(sh: Shell, word: string, onlyDirectories: boolean): Doing<string[]> {
  const slash = word.lastIndexOf('/') + 1;
  const directory = word.slice(0, slash);
  const prefix = word.slice(slash);
  const home = getValue(sh.state, 'HOME') ?? '';
  const real = directory.replace(/^~(?=\/)/, home);
  const entries = yield* readDirectory(sh.sys, real === '' ? '.' : real);
  if (isFailure(entries)) return [];
  return entries
    .filter(({ name, directory: isDirectory }) => name.startsWith(prefix) && (!onlyDirectories || isDirectory))
    .map(({ name }) => `${directory}${name}`);
}

function* commands(sh: Shell): Doing<string[]> {
  const { state, sys } = sh;
  const names = new Set([...state.aliases.keys(), ...KEYWORDS, ...state.functions.keys(), ...builtins()]);
  for (const directory of (getValue(state, 'PATH') ?? '').split(':')) {
    const entries = yield* readDirectory(sys, directory);
    if (!isFailure(entries)) for (const { name } of entries) names.add(name);
  }
  return [...names];
}

function* candidatesOf(sh: Shell, action: Action, word: string): Doing<readonly string[]> {
  const { state } = sh;
  switch (action) {
    case 'alias':
      return [...state.aliases.keys()].sort();
    case 'arrayvar':
      return variables(sh, (v) => v.shape !== 'scalar');
    case 'binding':
      return commandNames;
    case 'builtin':
      return builtins();
    case 'helptopic':
      return topics(state).map(({ name }) => name);
    case 'disabled':
      return builtins().filter((name) => state.disabledBuiltins.has(name));
    case 'enabled':
      return builtins().filter((name) => !state.disabledBuiltins.has(name));
    case 'export':
      return variables(sh, (v) => (v.flags & EXPORT) !== 0 && isSet(v));
    case 'function':
      return [...state.functions.keys()].sort();
    case 'hostname':
      return yield* tableNames(sh, '/etc/hosts', (line) => line.split(/\s+/).slice(1));
    case 'job':
      return jobs(sh, () => true);
    case 'running':
      return jobs(sh, (job) => job.state === 'running');
    case 'stopped':
      return jobs(sh, (job) => job.state === 'stopped');
    case 'keyword':
      return KEYWORDS;
    case 'setopt':
      return SET_OPTIONS;
    case 'shopt':
      return SHOPT_OPTIONS;
    case 'signal':
      return signals();
    case 'variable':
      return variables(sh, () => true);
    case 'command':
      return yield* commands(sh);
    case 'file':
      return yield* paths(sh, word, false);
    case 'directory':
      return yield* paths(sh, word, true);
    case 'user':
      return yield* tableNames(sh, '/etc/passwd', firstField);
    case 'group':
      return yield* tableNames(sh, '/etc/group', firstField);
    case 'service':
      return yield* tableNames(sh, '/etc/services', firstField);
    default:
      return action satisfies never;
  }
}

export function* candidates(sh: Shell, action: Action, word: string): Doing<string[]> {
  return (yield* candidatesOf(sh, action, word)).filter((name) => name.startsWith(word));
}
