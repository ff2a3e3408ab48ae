/**
 * Redirections: opens and dup2s, left to right, in the process they are for. Each may block (a FIFO), and each may fail.
 * A descriptor that must come back is kept at 10 or above with close-on-exec. Authority: bash(1), REDIRECTION.
 */
import { encode } from '../../bytes.ts';
import {
  F_DUPFD,
  F_GETFD,
  F_GETPIPE_SZ,
  F_SETFD,
  FD_CLOEXEC,
  O_APPEND,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  S_ISREG,
} from '../../kernel/abi.ts';
import { type Failure, isFailure, strerror } from '../../kernel/errno.ts';
import { ExpansionError } from '../expand/env.ts';
import { expandAssignment, expandHereDoc, expandOne } from '../expand/expand.ts';
import { complain, printError, speaker, tellWarnings, writeAll } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import type { FileOperator, Redirect, Word } from '../syntax/ast.ts';
import { assignTo, readonlyAt, valueAt } from '../variables/place.ts';
import { connectTo, netFile } from './net-file.ts';

/** Where saved descriptors and those of `{name}` begin. */
const HIGH = 10;

/** How to put a descriptor back: a copy of it, or the knowledge that it was closed. */
interface Saved {
  readonly fd: number;
  readonly copy: number | undefined;
}

/** `undo` when descriptors shall come back: builtins, functions, compound commands. */
export interface Redirected {
  readonly saved: Saved[];
  readonly undo: boolean;
}

const OPEN_FLAGS: Readonly<Record<FileOperator, number>> = {
  '<': O_RDONLY,
  '>': O_WRONLY | O_CREAT | O_TRUNC,
  '>|': O_WRONLY | O_CREAT | O_TRUNC,
  '>>': O_WRONLY | O_CREAT | O_APPEND,
  '<>': O_RDWR | O_CREAT,
  '&>': O_WRONLY | O_CREAT | O_TRUNC,
  '&>>': O_WRONLY | O_CREAT | O_APPEND,
};

/** Why a redirection cannot be made, in the words behind the prefix; '' where nothing is to be said. */
class Refused extends Error {}

/**
 * Makes all of them. Undefined (after a message) when one fails: what was made before it has been undone, where that
 * was asked for.
 */
export function* redirect(sh: Shell, list: readonly Redirect[], undo: boolean): Doing<Redirected | undefined> {
  const done: Redirected = { saved: [], undo };
  try {
    for (const one of list) yield* make(sh, one, done);
    if (sh.state.warnings.length > 0) yield* tellWarnings(sh);
    return done;
  } catch (thrown) {
    if (thrown instanceof Refused && thrown.message !== '') yield* complain(sh, thrown.message);
    yield* restore(sh, done);
    if (!(thrown instanceof Refused)) throw thrown;
    return undefined;
  }
}

/** Puts the saved descriptors back, the last one first. */
export function* restore(sh: Shell, { saved }: Redirected): Doing<void> {
  const { sys } = sh;
  for (let one = saved.pop(); one; one = saved.pop()) {
    if (one.copy === undefined) {
      yield* sys.close(one.fd);
      continue;
    }
    yield* sys.dup2(one.copy, one.fd);
    yield* sys.fcntl(one.copy, F_GETFD);
    yield* sys.close(one.copy);
  }
}

/** `exec` made them for good: only the copies go. */
export function* keep(sh: Shell, { saved }: Redirected): Doing<void> {
  for (const { copy } of saved.splice(0)) if (copy !== undefined) yield* sh.sys.close(copy);
}

const failed = (name: string, failure: Failure): Refused => new Refused(`${name}: ${strerror(failure.errno)}`);

/** What `sh` says, which is dash on a Debian. */
function failedInDash(name: string, op: FileOperator, { errno }: Failure): Refused {
  const reads = op === '<' || op === '<>';
  const missing = reads ? 'No such file' : 'Directory nonexistent';
  return new Refused(`cannot ${reads ? 'open' : 'create'} ${name}: ${errno === 'ENOENT' ? missing : strerror(errno)}`);
}

/** Remembers what `fd` is now. */
function* save(sh: Shell, fd: number, done: Redirected): Doing<void> {
  const { sys } = sh;
  if (!done.undo) return;
  if (isFailure(yield* sys.fcntl(fd, F_GETFD))) {
    done.saved.push({ fd, copy: undefined });
    return;
  }
  const copy = yield* sys.fcntl(fd, F_DUPFD, HIGH);
  if (isFailure(copy)) throw failed(String(fd), copy);
  yield* sys.fcntl(fd, F_GETFD);
  yield* sys.fcntl(copy, F_SETFD, FD_CLOEXEC);
  done.saved.push({ fd, copy });
}

/** `from` becomes `to`; what `to` was is remembered. */
function* move(sh: Shell, from: number, to: number, done: Redirected): Doing<void> {
  if (from === to) {
    // The number was free, so the open itself gave it.
    if (done.undo) done.saved.push({ fd: to, copy: undefined });
    return;
  }
  yield* save(sh, to, done);
  const moved = yield* sh.sys.dup2(from, to);
  yield* sh.sys.close(from);
  if (isFailure(moved)) throw failed(String(to), moved);
}

/** Where `from` goes: a number, or for `{name}` the next free one from 10 up, which stays open. */
function* place(sh: Shell, one: Redirect, from: number, standard: number, done: Redirected): Doing<void> {
  if (one.variable === undefined) {
    yield* move(sh, from, one.fd ?? standard, done);
    return;
  }
  const high = yield* sh.sys.fcntl(from, F_DUPFD, HIGH);
  yield* sh.sys.close(from);
  if (isFailure(high)) throw failed(one.variable, high);
  yield* nameDescriptor(sh, one.variable, high, done);
}

/** `{name}` or `{name[key]}` becomes the descriptor's number. */
function* nameDescriptor(sh: Shell, target: string, fd: number, done: Redirected): Doing<void> {
  const fixed = readonlyAt(sh, target);
  if (fixed !== undefined) {
    yield* sh.sys.close(fd);
    yield* complain(sh, `${fixed}: readonly variable`);
    throw new Refused(`${target}: cannot assign fd to variable`);
  }
  assignTo(sh, target, String(fd));
  if (sh.state.shopt.varredir_close && done.undo) done.saved.push({ fd, copy: undefined });
}

function* make(sh: Shell, one: Redirect, done: Redirected): Doing<void> {
  switch (one.kind) {
    case 'file':
      yield* openFile(sh, one, done);
      return;
    case 'dup':
      yield* duplicate(sh, one, done);
      return;
    case 'here-string': {
      const text = `${yield* expandAssignment(one.target, sh.env)}\n`;
      yield* place(sh, one, yield* hereText(sh, text), 0, done);
      return;
    }
    case 'here-document':
      yield* place(sh, one, yield* hereText(sh, yield* expandHereDoc(one.body, sh.env)), 0, done);
      return;
    default:
      one satisfies never;
  }
}

/** The target as one word; anything else is ambiguous. */
function* oneWord(sh: Shell, { target, variable }: Extract<Redirect, { readonly target: Word }>): Doing<string> {
  const words = yield* expandOne(target, sh.env);
  const word = words[0];
  if (words.length !== 1 || word === undefined) throw new Refused(`${variable ?? target.text}: ambiguous redirect`);
  return word;
}

function* openFile(sh: Shell, one: Redirect & { kind: 'file' }, done: Redirected): Doing<void> {
  const name = yield* oneWord(sh, one);
  const both = one.op === '&>' || one.op === '&>>';
  const fd = yield* open(sh, name, one.op, one.variable);
  yield* place(sh, one, fd, one.op === '<' || one.op === '<>' ? 0 : 1, done);
  if (both) yield* copyTo(sh, 1, 2, done);
}

/** `shown`: what complaints call it that are none of the kernel's. */
function* open(sh: Shell, name: string, op: FileOperator, shown = name): Doing<number> {
  const { sys, state } = sh;
  let flags = OPEN_FLAGS[op];
  if (state.restricted && flags !== O_RDONLY) throw new Refused(`${shown}: restricted: cannot redirect output`);
  if (state.options.noclobber && (op === '>' || op === '&>')) {
    const stat = yield* sys.stat(name);
    if (isFailure(stat)) flags |= O_EXCL;
    else if (S_ISREG(stat.mode)) throw new Refused(`${shown}: cannot overwrite existing file`);
  }
  const net = state.origin.posix ? undefined : netFile(name);
  const opening = (): Doing<number | Failure> => (net ? connectTo(sh, net) : sys.open(name, flags, 0o666));
  let fd = yield* opening();
  // A FIFO may keep us here: signals with a trap have to wait, Ctrl-C gives the command up.
  while (isFailure(fd) && fd.errno === 'EINTR') {
    if (sh.noticed.interrupt || sh.noticed.subshellInterrupt || sh.noticed.terminating !== 0) throw new Refused('');
    fd = yield* opening();
  }
  if (!isFailure(fd)) return fd;
  if (fd.errno === 'EEXIST') throw new Refused(`${shown}: cannot overwrite existing file`);
  throw state.origin.posix ? failedInDash(name, op, fd) : failed(name, fd);
}

function* copyTo(sh: Shell, from: number, to: number, done: Redirected): Doing<void> {
  if (from === to) return;
  yield* save(sh, to, done);
  const copied = yield* sh.sys.dup2(from, to);
  if (isFailure(copied)) throw failed(String(from), copied);
  yield* sh.sys.fcntl(from, F_GETFD);
}

/** What is said when a descriptor cannot be kept for later, before the complaint of the redirection. */
function* cannotDuplicate(sh: Shell, { errno }: Failure): Doing<void> {
  yield* printError(sh, `${speaker(sh)}: redirection error: cannot duplicate fd: ${strerror(errno)}\n`);
}

function* duplicate(sh: Shell, one: Redirect & { kind: 'dup' }, done: Redirected): Doing<void> {
  const standard = one.op === '<&' ? 0 : 1;
  const word = yield* oneWord(sh, one);
  if (word === '-') {
    yield* closeOne(sh, one, standard, done);
    return;
  }
  if (word === '' && one.variable === undefined) {
    throw new Refused(`${wrongDescriptor(one, standard)}: ${strerror('EBADF')}`);
  }
  const digits = /^([0-9]+)(-?)$/.exec(word);
  if (!digits) {
    yield* toBoth(sh, one, word, done);
    return;
  }
  const from = Number(digits[1]);
  const to = one.fd ?? standard;
  if (one.variable === undefined && from === to) return;
  if (one.variable !== undefined) {
    const high = yield* sh.sys.fcntl(from, F_DUPFD, HIGH);
    if (isFailure(high)) {
      yield* cannotDuplicate(sh, high);
      throw failed(digits[1] ?? '', high);
    }
    yield* nameDescriptor(sh, one.variable, high, done);
  } else {
    const present = yield* sh.sys.fcntl(from, F_GETFD);
    if (isFailure(present) && digits[2] === '-' && done.undo) yield* cannotDuplicate(sh, present);
    if (isFailure(present)) throw failed(wrongDescriptor(one, standard), present);
    yield* copyTo(sh, from, to, done);
  }
  if (digits[2] === '-') {
    yield* save(sh, from, done);
    yield* sh.sys.close(from);
  }
}

/** Which of two descriptors a complaint names: a number that was written, else what a standard one was to become. */
function wrongDescriptor({ target, fd = -1 }: Redirect & { kind: 'dup' }, standard: number): string {
  return /^\d+-?$/.test(target.text) || fd < 0 || fd === standard ? target.text.replace(/-$/, '') : String(fd);
}

/** `>&word` is `&>word`, unless a number stands before it. */
function* toBoth(sh: Shell, one: Redirect & { kind: 'dup' }, word: string, done: Redirected): Doing<void> {
  const plain = one.op === '>&' && (one.fd === undefined || one.fd === 1) && one.variable === undefined;
  if (!plain) throw new Refused(`${one.variable ?? word}: ambiguous redirect`);
  yield* move(sh, yield* open(sh, word, '&>'), 1, done);
  yield* copyTo(sh, 1, 2, done);
}

function* closeOne(sh: Shell, one: Redirect, standard: number, done: Redirected): Doing<void> {
  if (one.variable !== undefined) {
    const value = valueAt(sh, one.variable) ?? '';
    if (value === '') throw new Refused(`${one.variable}: ambiguous redirect`);
    // Whatever is no number counts as 0.
    yield* sh.sys.close(/^\s*\d+\s*$/.test(value) ? Number(value) : 0);
    return;
  }
  const fd = one.fd ?? standard;
  if (done.undo && isFailure(yield* sh.sys.fcntl(fd, F_GETFD))) return;
  yield* save(sh, fd, done);
  yield* sh.sys.close(fd);
}

/** A descriptor from which the text can be read: a pipe if it fits into one, else a file without a name. */
function* hereText(sh: Shell, text: string): Doing<number> {
  const { sys } = sh;
  const bytes = encode(text);
  const pipe = yield* sys.pipe2(0);
  if (isFailure(pipe)) throw new ExpansionError(`cannot create temp file for here-document: ${strerror(pipe.errno)}`);
  const [readEnd, writeEnd] = pipe;
  const capacity = yield* sys.fcntl(writeEnd, F_GETPIPE_SZ);
  if (!isFailure(capacity) && bytes.length <= capacity) {
    yield* writeAll(sys, writeEnd, bytes);
    yield* sys.close(writeEnd);
    return readEnd;
  }
  yield* sys.close(readEnd);
  yield* sys.close(writeEnd);
  return yield* hereFile(sh, bytes);
}

function* hereFile(sh: Shell, bytes: Uint8Array): Doing<number> {
  const { sys, state } = sh;
  const name = `/tmp/sh-thd.${state.pid}${state.line}`;
  const out = yield* sys.open(name, O_RDWR | O_CREAT | O_EXCL, 0o600);
  if (isFailure(out)) throw new Refused(`cannot create temp file for here-document: ${strerror(out.errno)}`);
  yield* writeAll(sys, out, bytes);
  const fd = yield* sys.open(name, O_RDONLY, 0);
  yield* sys.close(out);
  yield* sys.unlink(name);
  if (isFailure(fd)) throw new Refused(`cannot create temp file for here-document: ${strerror(fd.errno)}`);
  return fd;
}
