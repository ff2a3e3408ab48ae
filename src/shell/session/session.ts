/**
 * Where commands come from: a file, standard input, a terminal; and how a shell ends.
 * Standard input is read byte by byte, so that the commands it feeds can read the rest. Authority: bash(1), INVOCATION.
 */
import { decode } from '../../bytes.ts';
import { F_DUPFD_CLOEXEC, O_RDONLY, S_ISDIR } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { readToEnd } from '../files.ts';
import { openQuote } from '../history/entry.ts';
import { saveHistory } from '../history/file.ts';
import { enter } from '../history/read.ts';
import { newRecorder, type Recorder } from '../history/record.ts';
import { printError } from '../output.ts';
import { isBinary, NOT_EXECUTABLE, NOT_FOUND } from '../run/exec.ts';
import { startSignals } from '../run/signals.ts';
import { runExitTrap } from '../run/trap.ts';
import type { Doing, Shell } from '../shell.ts';
import { newState } from '../state.ts';
import { initialise } from './initialise.ts';
import { readLineFrom } from './input.ts';
import { prepare, reportSyntaxError, runComplete, runSource, scriptReader, warnOpenDocuments } from './reader.ts';

/** Out of the way of what scripts use. */
const SCRIPT_FD = 255;

/** The status a shell leaves with, after its EXIT trap. */
export function* finish(sh: Shell): Doing<number> {
  const status = (yield* runExitTrap(sh, sh.state.status)) & 0xff;
  yield* saveHistory(sh);
  return status;
}

/** A script that this process is to run as a new shell would, because execve(2) could not. */
export function* runScriptHere(
  sh: Shell,
  path: string,
  args: readonly string[],
  env: readonly string[],
): Doing<number> {
  const shell = sh.interpreter.newShell(sh.sys, newState(path));
  shell.state.origin = { kind: 'file', interactive: false, login: false, posix: false };
  shell.state.positional = [...args];
  yield* initialise(shell, env);
  shell.state.ignoredOnEntry = sh.state.ignoredOnEntry;
  yield* startSignals(shell);
  yield* runFile(shell, path);
  return yield* finish(shell);
}

/** A script file. Its descriptor stays open at 255, as bash keeps it. */
export function* runFile(sh: Shell, path: string): Doing<void> {
  const { sys, state } = sh;
  const fd = yield* sys.open(path, O_RDONLY, 0);
  if (isFailure(fd)) {
    yield* printError(sh, `bash: ${path}: ${strerror(fd.errno)}\n`);
    state.status = fd.errno === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE;
    return;
  }
  const stat = yield* sys.fstat(fd);
  if (!isFailure(stat) && S_ISDIR(stat.mode)) {
    yield* printError(sh, `${path}: ${path}: Is a directory\n`);
    state.status = NOT_EXECUTABLE;
    return;
  }
  const high = yield* sys.fcntl(fd, F_DUPFD_CLOEXEC, SCRIPT_FD);
  const kept = isFailure(high) ? fd : high;
  if (kept !== fd) yield* sys.close(fd);
  const bytes = yield* readToEnd(sys, kept);
  if (isFailure(bytes)) {
    yield* printError(sh, `bash: ${path}: ${strerror(bytes.errno)}\n`);
    state.status = NOT_EXECUTABLE;
    return;
  }
  if (isBinary(bytes)) {
    yield* printError(sh, `${path}: ${path}: cannot execute binary file\n`);
    state.status = NOT_EXECUTABLE;
    return;
  }
  const status = yield* runSource(sh, decode(bytes), { line: 1, label: '', remembering: runRemembering });
  if (!sh.flow) state.status = status;
}

export function plainLines(sh: Shell): (more: boolean) => Doing<Line> {
  return function* () {
    const text = yield* readLineFrom(sh.sys, 0);
    return text === undefined ? { kind: 'eof' } : { kind: 'line', text };
  };
}

/** Lines of a text that is there already. */
function linesOf(text: string): () => Doing<Line> {
  let rest = text;
  return function* () {
    if (rest === '') return { kind: 'eof' };
    const newline = rest.indexOf('\n');
    const line = newline < 0 ? rest : rest.slice(0, newline);
    rest = newline < 0 ? '' : rest.slice(newline + 1);
    return { kind: 'line', text: line };
  };
}

/** The rest of a script in which `set -o history` was met: its lines are remembered, and `!` is expanded in them. */
export function* runRemembering(sh: Shell, rest: string, line: number): Doing<number> {
  yield* runLines(sh, { next: linesOf(rest), line });
  return sh.state.status;
}

export type Line = { kind: 'line'; text: string } | { kind: 'eof' } | { kind: 'interrupt' };

export interface Input {
  /** `initial` stands on the line already. */
  readonly next: (more: boolean, initial?: string) => Doing<Line>;
  /** The number of the first one. */
  readonly line?: number;
  /** A command is about to run. */
  readonly accepted?: () => Doing<void>;
  /** End of input at the prompt: does the shell stay? */
  readonly ended?: () => Doing<boolean>;
}

/** Reads a command line by line and runs it, until the end of the input or of the shell. */
export function* runLines(sh: Shell, input: Input): Doing<void> {
  const recorder = newRecorder();
  let line = input.line ?? 1;
  for (;;) {
    const read = yield* readCommand(sh, input, recorder, line);
    line = read.line;
    if (read.kind === 'end') return;
    if (sh.flow && !(yield* recover(sh))) return;
  }
}

/** Back to the prompt, or out. */
function* recover(sh: Shell): Doing<boolean> {
  const { flow, state } = sh;
  const stays = flow?.kind === 'discard' || (flow?.kind === 'interrupt' && state.origin.interactive);
  if (!stays) return false;
  sh.flow = undefined;
  sh.lists = 0;
  state.loops = 0;
  state.conditions = 0;
  state.negations = 0;
  if (flow.kind === 'interrupt') yield* printError(sh, '\n');
  return true;
}

interface Read {
  readonly kind: 'done' | 'end';
  readonly line: number;
}

/** One complete command: as many lines as it takes. */
function* readCommand(sh: Shell, input: Input, recorder: Recorder, first: number): Doing<Read> {
  let text = '';
  let line = first;
  let initial: string | undefined;
  for (;;) {
    const next = yield* input.next(text !== '', initial);
    if (next.kind === 'interrupt') return { kind: 'done', line: first };
    const ended = next.kind === 'eof';
    if (next.kind === 'line') {
      if (sh.state.options.verbose) yield* printError(sh, `${next.text}\n`);
      sh.state.line = line;
      const entered = yield* enter(sh, recorder, next.text, text);
      initial = entered.again;
      if (entered.text === undefined) continue;
      text += `${entered.text}\n`;
      line++;
    }
    if (ended && text === '') {
      if (input.ended && (yield* input.ended())) return { kind: 'done', line };
      return { kind: 'end', line };
    }
    const wanted = yield* runText(sh, input, text, first, ended);
    if (wanted === 'more') continue;
    if (wanted === 'swallow')
      return yield* dropLine(sh, input, recorder, { text, line, more: ended || line - first > 1 });
    if (wanted === 'hint') return { kind: input.ended && (yield* input.ended()) ? 'done' : 'end', line };
    return { kind: ended && !input.ended ? 'end' : wanted, line };
  }
}

/** What bash throws away after such an error: all up to a newline that is in no quotes. The prompt is as it was. */
function* dropLine(sh: Shell, input: Input, recorder: Recorder, { text, line, more }: Dropped): Doing<Read> {
  let before = text;
  let dropped = '';
  for (let at = line; ; at++) {
    const next = yield* input.next(more || dropped !== '');
    if (next.kind === 'interrupt') return { kind: 'done', line };
    if (next.kind === 'eof') return { kind: input.ended && (yield* input.ended()) ? 'done' : 'end', line: at };
    yield* enter(sh, recorder, next.text, before);
    before += `${next.text}\n`;
    dropped += `${next.text}\n`;
    if (openQuote(dropped) === '') return { kind: 'done', line: at + 1 };
  }
}

interface Dropped {
  readonly text: string;
  readonly line: number;
  /** The prompt was PS2. */
  readonly more: boolean;
}

/**
 * What comes next: more lines of what has only begun, the next command, nothing at all; after an error a hint that this
 * was the end of the input, or a line that is thrown away.
 */
type Next = 'more' | 'done' | 'end' | 'hint' | 'swallow';

/** Runs the commands of the text. */
function* runText(sh: Shell, input: Input, text: string, line: number, ended: boolean): Doing<Next> {
  const { state } = sh;
  const reader = scriptReader(sh, text, line);
  for (;;) {
    const item = reader.next();
    if (item === undefined) return 'done';
    if (item.incomplete && !ended) return 'more';
    if (input.accepted) yield* input.accepted();
    if (item.kind === 'error') {
      const { status } = state;
      yield* reportSyntaxError(sh, item, '');
      if (!state.origin.interactive) return item.resumes && !sh.flow ? 'done' : 'end';
      if (item.swallowsLine && !ended) state.status = status;
      if (item.swallowsLine) return 'swallow';
      return ended && !item.resumes ? 'hint' : 'done';
    }
    yield* prepare(sh, item.source);
    yield* warnOpenDocuments(sh, item);
    yield* runComplete(sh, item.list, false);
    if (sh.flow) return sh.flow.kind === 'exit' || sh.flow.kind === 'return' ? 'end' : 'done';
    if (state.options.onecmd) return 'end';
  }
}
