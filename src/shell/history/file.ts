/**
 * The history file: HISTFILE, with `#seconds` before each entry where HISTTIMEFORMAT is set, and no longer than HISTFILESIZE.
 * Authority: bash(1), HISTORY.
 */
import { decode, encode } from '../../bytes.ts';
import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import { append, type Entry } from '../edit/index.ts';
import { readFile } from '../files.ts';
import { writeAll } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { variable } from '../state.ts';
import { getValue } from '../variables/variables.ts';
import { limitOf, readRules } from './record.ts';

const STAMP = /^#\d/;
const PRIVATE = 0o600;

/** Entries of a file's text. With time stamps, lines up to the next stamp are one entry. */
function parse(text: string): Entry[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const stamped = STAMP.test(lines[0] ?? '');
  const entries: Entry[] = [];
  let time: number | undefined;
  let opens = true;
  for (const line of lines) {
    const last = entries.at(-1);
    if (STAMP.test(line)) {
      time = Number.parseInt(line.slice(1), 10);
      opens = true;
    } else if (stamped && !opens && last) {
      entries[entries.length - 1] = { ...last, text: `${last.text}\n${line}` };
    } else if (line !== '') {
      entries.push({ text: line, ...(time !== undefined && { time }) });
      opens = false;
    }
  }
  return entries;
}

export const fileOf = (sh: Shell): string => getValue(sh.state, 'HISTFILE') ?? '';

const stampsOf = (sh: Shell): boolean => getValue(sh.state, 'HISTTIMEFORMAT') !== undefined;

const textOf = (entries: readonly Entry[], stamps: boolean): string =>
  entries.map(({ text, time }) => `${stamps && time !== undefined ? `#${time}\n` : ''}${text}\n`).join('');

function* write(sh: Shell, path: string, text: string, flags: number): Doing<Failure | undefined> {
  const fd = yield* sh.sys.open(path, O_WRONLY | O_CREAT | flags, PRIVATE);
  if (isFailure(fd)) return fd;
  const failure = yield* writeAll(sh.sys, fd, encode(text));
  yield* sh.sys.close(fd);
  return failure;
}

/** Appends the entries of a file to the list, from the given one on; answers how many the file has. */
export function* readInto(sh: Shell, path: string, from = 0): Doing<number | Failure> {
  const bytes = yield* readFile(sh.sys, path);
  if (isFailure(bytes)) return bytes;
  const entries = parse(decode(bytes));
  readRules(sh);
  const { history } = sh.state;
  const { unsaved } = history;
  for (const entry of entries.slice(from)) append(history, entry);
  history.unsaved = unsaved;
  history.inFile = entries.length;
  return entries.length;
}

export function* writeAllTo(sh: Shell, path: string): Doing<Failure | undefined> {
  const { history } = sh.state;
  const failure = yield* write(sh, path, textOf(history.entries, stampsOf(sh)), O_TRUNC);
  if (!failure) history.unsaved = 0;
  return failure;
}

/** Only what the file does not have yet. */
export function* appendTo(sh: Shell, path: string): Doing<Failure | undefined> {
  const { history } = sh.state;
  if (history.unsaved === 0) return undefined;
  const entries = history.entries.slice(-history.unsaved);
  const failure = yield* write(sh, path, textOf(entries, stampsOf(sh)), O_APPEND);
  if (failure) return failure;
  history.inFile += entries.length;
  history.unsaved = 0;
  return undefined;
}

/** The oldest entries of the file go. */
export function* truncate(sh: Shell, path: string): Doing<void> {
  const limit = limitOf(sh, 'HISTFILESIZE');
  const bytes = limit === undefined ? undefined : yield* readFile(sh.sys, path);
  if (limit === undefined || bytes === undefined || isFailure(bytes)) return;
  const text = decode(bytes);
  const entries = parse(text);
  if (entries.length <= limit) return;
  yield* write(sh, path, textOf(entries.slice(entries.length - limit), STAMP.test(text)), O_TRUNC);
}

function preset(sh: Shell, name: string, value: string): void {
  if (getValue(sh.state, name) === undefined) sh.state.variables.set(name, variable(value));
}

/** The first thing after the startup files, or after `set -o history`. */
export function* loadHistory(sh: Shell): Doing<void> {
  preset(sh, 'HISTSIZE', '500');
  preset(sh, 'HISTFILESIZE', getValue(sh.state, 'HISTSIZE') ?? '');
  readRules(sh);
  const path = fileOf(sh);
  if (path === '') return;
  yield* truncate(sh, path);
  yield* readInto(sh, path);
}

/** On the way out: new lines go behind those of the file, unless the list has lost some of them. */
export function* saveHistory(sh: Shell): Doing<void> {
  const { history, options, shopt } = sh.state;
  const path = fileOf(sh);
  if (!options.history || path === '' || history.unsaved === 0) return;
  const appends = history.unsaved <= history.entries.length || shopt.histappend;
  yield* appends ? appendTo(sh, path) : writeAllTo(sh, path);
  yield* truncate(sh, path);
}
