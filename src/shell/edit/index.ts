/**
 * The line editor: reads one line from a terminal with readline's keys, history, search and completion.
 * Models what `bash -i` shows on an xterm, in emacs mode and in vi mode.
 * Authority: readline(3), bash(1) READLINE; readline 8.2 on a pseudo-terminal.
 */
import type { Sys } from '../../kernel/syscalls.ts';
import { closeConsole, echoesControl, flush, openConsole, put, readKey } from './console.ts';
import { blankScreen, toLastRow } from './display.ts';
import { step, wantsLiteral } from './editor.ts';
import { fulfil } from './fulfil.ts';
import { createHistory } from './history.ts';
import { promptOf } from './layout.ts';
import { textOf } from './line.ts';
import {
  bell,
  createEditor,
  goBelow,
  indicatorOf,
  paintAnew,
  type ReadLineOptions,
  readlineFor,
  redisplay,
  resize,
  type Session,
} from './session.ts';
import { begin, type EditState, forgetEdit, type Memory, stash } from './state.ts';
import { isOn, numberIn } from './variables.ts';

export type { Candidate, Completer, Completion, CompletionType } from './complete.ts';
export {
  addToHistory,
  append,
  clearHistory,
  createHistory,
  type Entry,
  removeEntries,
  removeLastAdded,
  replaceLast,
  stifle,
} from './history.ts';
export {
  createEditor,
  type Editor,
  type Expanded,
  type Host,
  type ReadLineOptions,
  type TextAndPoint,
} from './session.ts';

export type ReadLineAnswer =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'eof' }
  /** The time was over: what had been typed. */
  | { readonly kind: 'timeout'; readonly text: string }
  /** The line is to be changed in an editor and then run; or the entry of the history that has this number. */
  | { readonly kind: 'edit'; readonly text: string; readonly editor: string; readonly entry: number | undefined }
  /** SIGINT: the line was dropped, the cursor is at the start of a new row. */
  | { readonly kind: 'interrupt' };

const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l\r';

/** Reads a line. The terminal is raw only in here. */
export function* readLine(sys: Sys, options: ReadLineOptions): Generator<void, ReadLineAnswer> {
  const editor = options.editor ?? createEditor();
  const { fd, out = 2, onSignal } = options;
  const terminal = yield* openConsole(sys, { fd, out, onSignal });
  const readline = readlineFor(options);
  const { variables } = readline;
  const prompt = promptOf(options.prompt);
  const history = options.history ?? createHistory();
  const state = begin(history.entries, editor.memory, { initial: options.initial, variables });
  terminal.unread.push(...editor.unread.splice(0));
  terminal.keyTimeout = numberIn(variables, 'keyseq-timeout');
  terminal.deadline = options.deadline;
  const session: Session = {
    terminal,
    options,
    editor,
    readline,
    prompt,
    paste: isOn(variables, 'enable-bracketed-paste'),
    state,
    screen: blankScreen(terminal.columns, terminal.rows),
    shown: prompt,
    margin: 0,
    indicator: indicatorOf(state),
  };
  if (session.paste) put(terminal, PASTE_ON);
  paintAnew(session, prompt.above);
  const answer = yield* edit(session);
  editor.unread.push(...terminal.unread);
  yield* closeConsole(terminal);
  if (answer.kind === 'interrupt') {
    if (options.onInterrupt) yield* options.onInterrupt();
    if (!options.inCommand) put(terminal, '\n');
    yield* flush(terminal);
  }
  return answer;
}

function* edit(session: Session): Generator<void, ReadLineAnswer> {
  for (;;) {
    const { terminal, editor, state, readline } = session;
    const keymap = readline.keymaps[keymapFor(state)];
    const { kind } = state.mode;
    const wish = { keymap, literal: wantsLiteral(state), pastes: kind === 'ask', escape: kind === 'search' };
    const key = yield* readKey(terminal, editor.queue, wish);
    if (key === 'interrupt') return interrupt(session);
    if (key === 'eof') return endOfFile(session);
    if (key === 'timeout') return timeout(session);
    if (key === 'resize') {
      yield* resize(session);
      continue;
    }
    session.state = step(state, key);
    if (session.state.bell) bell(session);
    const answer = yield* answerTo(session);
    if (answer) return answer;
    redisplay(session);
    if (isFull(session)) return accept(session, undefined);
  }
}

/** What is searched for is typed, in whatever mode that was asked for. */
const keymapFor = ({ mode, keymap }: EditState): EditState['keymap'] =>
  keymap === 'vi-command' && mode.kind === 'search' ? 'vi-insert' : keymap;

/** `read -n 3` has enough. */
const isFull = ({ options, state }: Session): boolean =>
  options.limit !== undefined && state.line.chars.length >= options.limit;

/** What a command asked for; an answer where that ends the line. */
function* answerTo(session: Session): Generator<void, ReadLineAnswer | undefined> {
  const { request } = session.state;
  if (request === undefined) return undefined;
  switch (request.kind) {
    case 'accept':
      return accept(session, request.next);
    case 'eof':
      return endOfFile(session);
    case 'edit': {
      const { text } = accept(session, undefined);
      return { kind: 'edit', text, editor: request.editor, entry: request.entry };
    }
    default:
      return (yield* fulfil(session, request)) === 'interrupt' ? interrupt(session) : undefined;
  }
}

// ---------------------------------------------------------------- how a line ends

function remember(session: Session, state: EditState, next: number | undefined): void {
  const { edits, ring, lastSearch, lastAsked, foundNothing, macro, recording, vi } = state;
  const memory: Memory = { edits, ring, lastSearch, lastAsked, foundNothing, macro, recording, vi, next };
  Object.assign(session.editor.memory, memory);
}

function accept(session: Session, next: number | undefined): { kind: 'line'; text: string } {
  const { state } = session;
  session.state = { ...state, line: { ...state.line, region: false } };
  redisplay(session);
  goBelow(session);
  if (session.paste) put(session.terminal, PASTE_OFF);
  remember(session, forgetEdit(state), next);
  return { kind: 'line', text: textOf(state.line) };
}

function timeout(session: Session): ReadLineAnswer {
  if (session.paste) put(session.terminal, PASTE_OFF);
  remember(session, forgetEdit(session.state), undefined);
  return { kind: 'timeout', text: textOf(session.state.line) };
}

function endOfFile(session: Session): ReadLineAnswer {
  if (session.paste) put(session.terminal, `${PASTE_OFF}\n`);
  remember(session, stash(session.state), undefined);
  return { kind: 'eof' };
}

/** readline shows the ^C itself, since echo is off, and switches the paste mode once more on and off on its way out. */
function interrupt(session: Session): ReadLineAnswer {
  const { terminal, state, editor } = session;
  if (echoesControl(terminal) && isOn(state.variables, 'echo-control-characters')) put(terminal, '^C');
  put(terminal, toLastRow(session.screen).output);
  if (session.paste) put(terminal, PASTE_OFF + PASTE_ON + PASTE_OFF);
  editor.queue.length = 0;
  terminal.unread.length = 0;
  remember(session, forgetEdit({ ...state, recording: undefined }), undefined);
  return { kind: 'interrupt' };
}
