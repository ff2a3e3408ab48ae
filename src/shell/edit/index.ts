/**
 * The line editor: reads one line from a terminal with readline's emacs keys, history, search and completion.
 * Models what `bash -i` shows on an xterm. Leaves out vi mode, the init file, horizontal scrolling, `!` expansion.
 * Authority: readline(3), bash(1) READLINE; readline 8.2 on a pseudo-terminal.
 */
import type { Sys } from '../../kernel/syscalls.ts';
import { type Completer, type CompletionType, complete, inColumns, pointInText } from './complete.ts';
import {
  type Console,
  closeConsole,
  echoesControl,
  flush,
  measure,
  openConsole,
  put,
  readByte,
  readKey,
} from './console.ts';
import { blankScreen, overwrite, type Painted, paint, repaint, type Screen, toLastRow } from './display.ts';
import { argumentPrompt, shownLine, step, wantsLiteral } from './editor.ts';
import { createHistory, type History } from './history.ts';
import type { Key } from './keys.ts';
import { layOut, type Prompt, promptOf } from './layout.ts';
import { textOf } from './line.ts';
import { searchPrompt } from './search.ts';
import { begin, type EditState, emptyMemory, forgetEdit, type Memory, type Request, stash } from './state.ts';

export type { Candidate, Completer, Completion, CompletionType } from './complete.ts';
export {
  addToHistory,
  append,
  clearHistory,
  createHistory,
  type Entry,
  type History,
  removeEntries,
  removeLastAdded,
  replaceLast,
  stifle,
} from './history.ts';

/** What a shell keeps between lines besides its history: the kill ring, changed entries, a macro. One for each shell. */
export interface Editor {
  readonly memory: Memory;
  /** Keys of a macro that goes on after the end of a line. */
  readonly queue: Key[];
}

export const createEditor = (): Editor => ({ memory: emptyMemory(), queue: [] });

export interface ReadLineOptions {
  /** PS1 already expanded; what stands between \x01 and \x02 takes no room on the screen. */
  readonly prompt: string;
  readonly history?: History;
  readonly editor?: Editor;
  readonly complete?: Completer;
  /** The terminal to read from. */
  readonly fd: number;
  /** Where to write: the standard error, as bash does. */
  readonly out?: number;
  /** What stands on the line to begin with. */
  readonly initial?: string;
  /** On unless said otherwise. */
  readonly bracketedPaste?: boolean;
  /** A signal came that is not the editor's own; the line goes on. */
  readonly onSignal?: () => Generator<void, void>;
  /** Ctrl-C: runs behind the `^C`, before the newline; bash runs its INT trap there. The terminal is cooked again. */
  readonly onInterrupt?: () => Generator<void, void>;
}

export type ReadLineAnswer =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'eof' }
  /** SIGINT: the line was dropped, the cursor is at the start of a new row. */
  | { readonly kind: 'interrupt' };

/** All that a line being read has: the terminal, the state, what the screen shows. */
interface Session {
  readonly terminal: Console;
  readonly options: ReadLineOptions;
  readonly editor: Editor;
  readonly prompt: Prompt;
  readonly paste: boolean;
  state: EditState;
  screen: Screen;
  /** The prompt on the screen: the shell's, or a search's message. */
  shown: Prompt;
}

const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l\r';

/** Reads a line. The terminal is raw only in here. */
export function* readLine(sys: Sys, options: ReadLineOptions): Generator<void, ReadLineAnswer> {
  const editor = options.editor ?? createEditor();
  const { fd, out = 2, onSignal } = options;
  const terminal = yield* openConsole(sys, { fd, out, onSignal });
  const prompt = promptOf(options.prompt);
  const history = options.history ?? createHistory();
  const session: Session = {
    terminal,
    options,
    editor,
    prompt,
    paste: options.bracketedPaste ?? true,
    state: begin(history.entries, editor.memory, options.initial),
    screen: blankScreen(terminal.columns, terminal.rows),
    shown: prompt,
  };
  if (session.paste) put(terminal, PASTE_ON);
  paintAnew(session, prompt.above);
  const answer = yield* edit(session);
  yield* closeConsole(terminal);
  if (answer.kind === 'interrupt') {
    if (options.onInterrupt) yield* options.onInterrupt();
    put(terminal, '\n');
    yield* flush(terminal);
  }
  return answer;
}

function* edit(session: Session): Generator<void, ReadLineAnswer> {
  for (;;) {
    const { terminal, editor, state } = session;
    const wish = { literal: wantsLiteral(state), escape: state.mode.kind === 'search' };
    const key = yield* readKey(terminal, editor.queue, wish);
    if (key === 'interrupt') return interrupt(session);
    if (key === 'eof') return endOfFile(session);
    if (key === 'resize') {
      yield* resize(session);
      continue;
    }
    session.state = step(state, key);
    if (session.state.bell) put(terminal, '\x07');
    const { request } = session.state;
    const answer = request && (yield* fulfil(session, request));
    if (answer) return answer;
    redisplay(session);
  }
}

// ---------------------------------------------------------------- the screen

function show(session: Session, { output, screen }: Painted): void {
  put(session.terminal, output);
  session.screen = screen;
}

/** The prompt that goes with the state: a search or a count puts a message there. */
function promptFor({ state, prompt }: Session): Prompt {
  const { mode } = state;
  if (mode.kind === 'search') return promptOf(searchPrompt(mode));
  if (mode.kind === 'argument') return promptOf(argumentPrompt(mode));
  if (mode.kind === 'ask') return { ...prompt, cells: [...prompt.cells, ...promptOf(':').cells] };
  return prompt;
}

/** A prompt may have colours, which only a full write brings back; messages have none. */
function redisplay(session: Session): void {
  const { screen, prompt, state, terminal } = session;
  const next = promptFor(session);
  const layout = layOut(next, shownLine(state), terminal.columns);
  const isPlain = (next === prompt) === (session.shown === prompt);
  session.shown = next;
  show(session, isPlain ? repaint(screen, layout) : overwrite(screen, next, layout));
}

/** Writes prompt and line where the cursor stands, at the start of an empty row. */
function paintAnew(session: Session, above: string): void {
  const { terminal, state } = session;
  session.shown = promptFor(session);
  put(terminal, above);
  const blank = blankScreen(terminal.columns, terminal.rows);
  show(session, paint(blank, session.shown, layOut(session.shown, shownLine(state), terminal.columns)));
}

function clearScreen(session: Session, scrollback: boolean): void {
  put(session.terminal, `\x1b[H\x1b[2J${scrollback ? '\x1b[3J' : ''}`);
  paintAnew(session, session.prompt.above);
}

function* resize(session: Session): Generator<void, void> {
  const { terminal, screen } = session;
  terminal.resized = false;
  yield* measure(terminal);
  put(terminal, `\r\x1b[K${'\r\x1b[A\x1b[K'.repeat(screen.row)}\r`);
  paintAnew(session, '');
}

function goBelow(session: Session): void {
  const { output, onEmptyRow } = toLastRow(session.screen);
  put(session.terminal, onEmptyRow ? output : `${output}\n`);
}

// ---------------------------------------------------------------- what commands ask for

function* fulfil(session: Session, request: Request): Generator<void, ReadLineAnswer | undefined> {
  switch (request.kind) {
    case 'accept':
      return accept(session, request.next);
    case 'eof':
      return endOfFile(session);
    case 'clear':
      clearScreen(session, request.scrollback);
      return undefined;
    case 'complete':
      return yield* completeWord(session, request);
    case 'replay':
      session.editor.queue.unshift(...request.keys);
      return undefined;
    default:
      return request satisfies never;
  }
}

function remember(session: Session, state: EditState, next: number | undefined): void {
  const { edits, ring, lastSearch, macro, recording } = state;
  Object.assign(session.editor.memory, { edits, ring, lastSearch, macro, recording, next } satisfies Memory);
}

function accept(session: Session, next: number | undefined): ReadLineAnswer {
  const { state } = session;
  session.state = { ...state, line: { ...state.line, region: false } };
  redisplay(session);
  goBelow(session);
  if (session.paste) put(session.terminal, PASTE_OFF);
  remember(session, forgetEdit(state), next);
  return { kind: 'line', text: textOf(state.line) };
}

function endOfFile(session: Session): ReadLineAnswer {
  if (session.paste) put(session.terminal, `${PASTE_OFF}\n`);
  remember(session, stash(session.state), undefined);
  return { kind: 'eof' };
}

/** readline shows the ^C itself, since echo is off, and switches the paste mode once more on and off on its way out. */
function interrupt(session: Session): ReadLineAnswer {
  const { terminal, state, editor } = session;
  if (echoesControl(terminal)) put(terminal, '^C');
  put(terminal, toLastRow(session.screen).output);
  if (session.paste) put(terminal, PASTE_OFF + PASTE_ON + PASTE_OFF);
  editor.queue.length = 0;
  remember(session, forgetEdit({ ...state, recording: undefined }), undefined);
  return { kind: 'interrupt' };
}

// ---------------------------------------------------------------- completion

type CompleteRequest = Extract<Request, { kind: 'complete' }>;

const typeOf = ({ last }: EditState, how: CompleteRequest['how']): CompletionType =>
  how === 'insert-all' ? '*' : how === 'list' || last.kind === 'complete' ? '?' : '\t';

function* completeWord(session: Session, request: CompleteRequest): Generator<void, ReadLineAnswer | undefined> {
  const { state, options } = session;
  const found = options.complete
    ? yield* options.complete(textOf(state.line), pointInText(state), request.what, typeOf(state, request.how))
    : { start: 0, candidates: [] };
  const completed = complete(state, found, request.how);
  session.state = completed.state;
  if (session.state.bell) put(session.terminal, '\x07');
  return completed.labels.length > 0 ? yield* list(session, completed.labels) : undefined;
}

/** More candidates than this are listed only after a question. */
const QUERY_ITEMS = 100;

function* list(session: Session, labels: readonly string[]): Generator<void, ReadLineAnswer | undefined> {
  const { terminal, screen } = session;
  put(terminal, `${toLastRow(screen).output}\n`);
  const asks = labels.length >= QUERY_ITEMS;
  if (asks) put(terminal, `Display all ${labels.length} possibilities? (y or n)`);
  const agreed = asks ? yield* agrees(terminal) : 'yes';
  if (agreed === 'interrupt') return interrupt(session);
  if (asks) put(terminal, '\n');
  if (agreed === 'yes') {
    const shown = yield* page(terminal, inColumns(labels, terminal.columns));
    if (shown === 'interrupt') return interrupt(session);
  }
  paintAnew(session, session.prompt.above);
  return undefined;
}

type Verdict = 'yes' | 'no' | 'interrupt';

function* agrees(terminal: Console): Generator<void, Verdict> {
  for (;;) {
    const byte = yield* readByte(terminal);
    if (byte === 'interrupt') return 'interrupt';
    if (byte === 'resize') terminal.resized = false;
    if (byte === 'eof') return 'no';
    const char = typeof byte === 'number' ? String.fromCharCode(byte) : '';
    if (char !== '' && 'yY '.includes(char)) return 'yes';
    if (char !== '' && 'nN\x7f\x07'.includes(char)) return 'no';
    if (char !== '') put(terminal, '\x07');
  }
}

/** Prints the list a screenful at a time. */
function* page(terminal: Console, lines: readonly string[]): Generator<void, Verdict> {
  let room = terminal.rows - 1;
  for (const [at, line] of lines.entries()) {
    put(terminal, `${line}\n`);
    room--;
    if (room > 0 || at === lines.length - 1) continue;
    const more = yield* askMore(terminal);
    if (more === 'interrupt' || more === 0) return more === 0 ? 'no' : more;
    room = more;
  }
  return 'yes';
}

/** How many more lines are wanted: a screenful (space), one (Enter), none (q). */
function* askMore(terminal: Console): Generator<void, number | 'interrupt'> {
  put(terminal, '--More--');
  for (;;) {
    const byte = yield* readByte(terminal);
    if (byte === 'interrupt') return 'interrupt';
    if (byte === 'resize') terminal.resized = false;
    const char = typeof byte === 'number' ? String.fromCharCode(byte) : '';
    const wanted = 'yY '.includes(char)
      ? terminal.rows - 1
      : '\r\n'.includes(char)
        ? 1
        : 'nNqQ\x7f'.includes(char)
          ? 0
          : -1;
    if (byte === 'eof' || (char !== '' && wanted >= 0)) {
      put(terminal, '\r\x1b[K\r');
      return byte === 'eof' ? 0 : wanted;
    }
  }
}
