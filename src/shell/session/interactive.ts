/**
 * The interactive shell: job control with the terminal, startup files, prompts, history, end of input.
 * Authority: bash(1), INVOCATION, PROMPTING, JOB CONTROL.
 */
import { F_DUPFD_CLOEXEC, O_NONBLOCK, O_RDWR } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { SIGINT, SIGTTIN } from '../../kernel/signum.ts';
import { leaveShell } from '../builtins/exit.ts';
import { setOption } from '../builtins/set.ts';
import { sourceFile } from '../builtins/source.ts';
import { createEditor, type Editor, type ReadLineAnswer, readLine } from '../edit/index.ts';
import { add } from '../history/record.ts';
import { notifyAndForget } from '../jobs/notify.ts';
import { giveTerminal, keepModes } from '../jobs/terminal.ts';
import { print, printError } from '../output.ts';
import { attend, runTrap } from '../run/trap.ts';
import type { Doing, Shell } from '../shell.ts';
import { READONLY } from '../state.ts';
import { assign, elementsOf, getValue } from '../variables/variables.ts';
import { completer } from './completion.ts';
import { hostOf } from './editing.ts';
import { readLineFrom } from './input.ts';
import { promptOrRaw } from './prompt.ts';
import { readlineOf } from './readline.ts';
import { type Input, type Line, runLines } from './session.ts';

/** Out of the way of what the user opens. */
const TERMINAL_FD = 255;
export const PROMPT = '\\s-\\v\\$ ';

/** Becomes the foreground group of the terminal, or says that it cannot. */
export function* startJobControl(sh: Shell): Doing<void> {
  const { sys, state } = sh;
  const fd = yield* someTerminal(sh);
  const high = yield* sys.fcntl(fd, F_DUPFD_CLOEXEC, TERMINAL_FD);
  if (fd !== 2) yield* sys.close(fd);
  const tty = isFailure(high) ? fd : high;
  for (;;) {
    const foreground = yield* sys.tcgetpgrp(tty);
    if (isFailure(foreground)) {
      yield* printError(sh, `bash: cannot set terminal process group (${sh.pgid}): ${strerror(foreground.errno)}\n`);
      yield* printError(sh, 'bash: no job control in this shell\n');
      if (tty !== 2) yield* sys.close(tty);
      return;
    }
    if (foreground === sh.pgid) break;
    // Started in the background: wait until somebody gives us the terminal.
    yield* sys.kill(0, SIGTTIN);
  }
  sh.tty = tty;
  state.options.monitor = true;
  yield* setOption(sh, 'monitor', true);
  if (sh.pgid !== state.pid && !isFailure(yield* sys.setpgid(0, 0))) sh.pgid = state.pid;
  yield* giveTerminal(sh, sh.pgid);
  yield* keepModes(sh);
}

/** What standard error is; where that is no terminal, the controlling one. */
function* someTerminal({ sys }: Shell): Doing<number> {
  if (!isFailure(yield* sys.tcgetattr(2))) return 2;
  const opened = yield* sys.open('/dev/tty', O_RDWR | O_NONBLOCK, 0);
  return isFailure(opened) ? 2 : opened;
}

/** On the way out: the terminal goes back to whom it was taken from. */
export function* endJobControl(sh: Shell): Doing<void> {
  if (sh.tty === undefined || sh.originalGroup === sh.pgid) return;
  yield* giveTerminal(sh, sh.originalGroup);
}

function* sourceIfThere(sh: Shell, path: string): Doing<boolean> {
  if (isFailure(yield* sh.sys.access(path, 4))) return false;
  yield* sourceFile(sh, path, [], 'source');
  return true;
}

/** Files of a login shell: /etc/profile and the first of three at home. */
export function* readProfiles(sh: Shell): Doing<void> {
  const home = getValue(sh.state, 'HOME') ?? '';
  yield* sourceIfThere(sh, '/etc/profile');
  for (const name of ['.bash_profile', '.bash_login', '.profile']) {
    if (sh.flow || (yield* sourceIfThere(sh, `${home}/${name}`))) return;
  }
}

export function* readStartupFile(sh: Shell, path: string | undefined): Doing<void> {
  const home = getValue(sh.state, 'HOME') ?? '';
  if (path === undefined) yield* sourceIfThere(sh, '/etc/bash.bashrc');
  if (!sh.flow) yield* sourceIfThere(sh, path ?? `${home}/.bashrc`);
}

// ---------------------------------------------------------------- lines

/** PROMPT_COMMAND: one text, or those of an array in their order. */
function promptCommands({ state }: Shell): readonly string[] {
  const elements = elementsOf(state, 'PROMPT_COMMAND');
  const texts = elements ? [...elements.values()] : [getValue(state, 'PROMPT_COMMAND') ?? ''];
  return texts.filter((text) => text !== '');
}

/** PS0 is shown between a command's last line and its running. */
function* announce(sh: Shell): Doing<void> {
  const text = getValue(sh.state, 'PS0');
  if (text) yield* printError(sh, (yield* promptOrRaw(sh, text)).replaceAll(/[\x01\x02]/g, ''));
}

function* promptText(sh: Shell, more: boolean): Doing<string> {
  const { state } = sh;
  const { status, pipeStatus } = state;
  if (!more) {
    for (const command of promptCommands(sh)) yield* sh.interpreter.text(sh, command, { line: 1 });
  }
  const text = getValue(state, more ? 'PS2' : 'PS1') ?? '';
  const shown = yield* promptOrRaw(sh, text);
  state.status = status;
  state.pipeStatus = pipeStatus;
  return shown;
}

/** Ctrl-C at the prompt: `$?` is 130, and a trap runs. */
function* onInterrupt(sh: Shell): Doing<void> {
  sh.noticed.interrupt = false;
  sh.noticed.traps = sh.noticed.traps.filter((signo) => signo !== SIGINT);
  sh.state.status = 128 + SIGINT;
  if (sh.state.traps.has(SIGINT)) yield* runTrap(sh, SIGINT);
}

function* onSignal(sh: Shell): Doing<void> {
  if (sh.noticed.any) yield* attend(sh);
}

const US_PER_SECOND = 1e6;

/** TMOUT: when waiting for a command ends. */
function* deadline(sh: Shell): Doing<number | undefined> {
  const seconds = Number.parseInt(getValue(sh.state, 'TMOUT') ?? '', 10);
  return seconds > 0 ? (yield* sh.sys.clock_gettime()) + seconds * US_PER_SECOND : undefined;
}

/** Nobody has typed a command for TMOUT seconds: the shell leaves. */
function* logOut(sh: Shell): Doing<Line> {
  yield* print(sh, sh.state.name0, '\x07timed out waiting for input: auto-logout\n');
  sh.flow = { kind: 'exit' };
  return { kind: 'interrupt' };
}

interface Asked {
  readonly prompt: string;
  readonly initial: string | undefined;
  readonly deadline: number | undefined;
}

/** By way of the line editor; a line that goes to a text editor is run from there, and then there is an empty one. */
function* editLine(sh: Shell, editor: Editor, { prompt, initial, deadline }: Asked): Doing<Line> {
  const readline = yield* readlineOf(sh);
  for (let first = true; ; first = false) {
    const answer: ReadLineAnswer = yield* readLine(sh.sys, {
      prompt,
      history: sh.state.history,
      editor,
      readline,
      host: hostOf(sh, readline),
      ...(first && initial !== undefined && { initial }),
      ...(deadline !== undefined && { deadline }),
      complete: completer(sh, readline),
      fd: 0,
      out: 2,
      onSignal: () => onSignal(sh),
      onInterrupt: () => onInterrupt(sh),
    });
    if (answer.kind === 'timeout') return yield* logOut(sh);
    if (answer.kind !== 'edit') return answer;
    yield* editAndRun(sh, answer);
    if (sh.flow) return { kind: 'interrupt' };
  }
}

/** Ctrl-X Ctrl-E, and v in vi mode: fc(1) with the line, or with the entry that a count named. */
function* editAndRun(sh: Shell, { text, editor, entry }: Extract<ReadLineAnswer, { kind: 'edit' }>): Doing<void> {
  if (entry === undefined && text !== '') yield* add(sh, text);
  sh.state.history.lastAdded = false;
  yield* sh.interpreter.text(sh, `fc -e "\${VISUAL:-\${EDITOR:-${editor}}}" ${entry ?? ''}`, { line: 1 });
}

/** From a terminal by way of the line editor, else bytes with the prompt on standard error. */
export function* startEditing(sh: Shell, editing: boolean): Doing<Input['next']> {
  const terminal = !isFailure(yield* sh.sys.tcgetattr(0)) && !isFailure(yield* sh.sys.tcgetattr(2));
  const editor = createEditor();
  if (terminal && editing && !sh.state.options.vi) sh.state.options.emacs = true;
  let until: number | undefined;
  /** Lines that came with the one before: a paste, or a command of the history. */
  const pending: string[] = [];
  const firstOf = (line: Line): Line => {
    if (line.kind !== 'line') return line;
    const [text = '', ...rest] = line.text.split('\n');
    pending.push(...rest);
    return { kind: 'line', text };
  };
  return function* (more: boolean, initial?: string): Doing<Line> {
    const waiting = pending.shift();
    if (waiting !== undefined) return { kind: 'line', text: waiting };
    if (!more) {
      yield* notifyAndForget(sh);
      yield* noteWindow(sh);
      if (sh.noticed.any) yield* attend(sh);
      if (sh.flow) return { kind: 'interrupt' };
    }
    const prompt = yield* promptText(sh, more);
    if (!more) until = yield* deadline(sh);
    const { options } = sh.state;
    if (terminal && editing && (options.emacs || options.vi))
      return firstOf(yield* editLine(sh, editor, { prompt, initial, deadline: until }));
    yield* printError(sh, prompt);
    const text = yield* readLineFrom(sh.sys, 0);
    return text === undefined ? { kind: 'eof' } : { kind: 'line', text };
  };
}

/** `shopt checkwinsize`: LINES and COLUMNS are the terminal's. */
function* noteWindow(sh: Shell): Doing<void> {
  if (sh.tty === undefined || !sh.state.shopt.checkwinsize) return;
  const size = yield* sh.sys.tiocgwinsz(sh.tty);
  if (isFailure(size) || size.cols === 0 || size.rows === 0) return;
  for (const [name, value] of [
    ['LINES', size.rows],
    ['COLUMNS', size.cols],
  ] as const) {
    const readonly = (sh.state.variables.get(name)?.flags ?? 0) & READONLY;
    if (!readonly) assign(sh, name, String(value));
  }
}

const LEAVE_HINT = 'Use "exit" to leave the shell.\n';

/** End of input at the prompt: as often as IGNOREEOF says it is only a hint; then as `exit`. Answers whether to stay. */
function* ended(sh: Shell, count: { left: number }): Doing<boolean> {
  const { state } = sh;
  // A terminal that is hung up gives the end of input and SIGHUP: it is the signal that the shell dies of.
  if (sh.noticed.any) yield* attend(sh);
  if (sh.flow) return false;
  const limit = getValue(state, 'IGNOREEOF');
  const ignores = limit !== undefined || state.options.ignoreeof;
  if (ignores && count.left < 0) count.left = /^\d+$/.test(limit ?? '') ? Number(limit) : 10;
  if (ignores && count.left > 0) {
    count.left--;
    yield* printError(sh, LEAVE_HINT);
    return true;
  }
  sh.previousBuiltin = sh.builtin;
  sh.builtin = 'exit';
  yield* leaveShell(sh, 'exit', []);
  return sh.flow === undefined;
}

/** Reads commands from the user until the end. */
export function* runInteractive(sh: Shell, next: Input['next']): Doing<void> {
  const { state } = sh;
  const eof = { left: -1 };
  yield* runLines(sh, {
    *next(more, initial) {
      const line = yield* next(more, initial);
      if (line.kind === 'line') eof.left = -1;
      return line;
    },
    *accepted() {
      yield* announce(sh);
      state.commandNumber++;
    },
    ended: () => ended(sh, eof),
  });
}
