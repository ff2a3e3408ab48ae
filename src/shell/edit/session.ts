/**
 * A line being read: the terminal, the state of the editor, what the screen shows of it.
 * Authority: what readline 8.2 writes to an xterm.
 */
import type { Completer } from './complete.ts';
import { type Console, measure, put } from './console.ts';
import { blankScreen, overwrite, type Painted, paint, repaint, type Screen, toLastRow } from './display.ts';
import { argumentPrompt, shownLine } from './editor.ts';
import type { History } from './history.ts';
import type { Key } from './keys.ts';
import { type Layout, layOut, type Prompt, promptOf } from './layout.ts';
import { createReadline, type Readline } from './readline.ts';
import { layOutWindow } from './scroll.ts';
import { searchPrompt } from './search.ts';
import { type EditState, type Expansion, emptyMemory, type Memory } from './state.ts';
import { isOn } from './variables.ts';

/** What a shell keeps between lines besides its history: the kill ring, changed entries, a macro. One for each shell. */
export interface Editor {
  readonly memory: Memory;
  /** Keys of a macro that goes on after the end of a line. */
  readonly queue: Key[];
  /** Bytes of one. */
  readonly unread: number[];
}

export const createEditor = (): Editor => ({ memory: emptyMemory(), queue: [], unread: [] });

/** A line and where the cursor is, an index into the text. */
export interface TextAndPoint {
  readonly text: string;
  readonly point: number;
}

/** What an expansion makes of the line; `problem` is printed below it; undefined where there is nothing to expand. */
export type Expanded = TextAndPoint | { readonly problem: string } | undefined;

/** What the editor asks of the shell. */
export interface Host {
  /** A command of `bind -x`: the line goes in and comes back as READLINE_LINE and READLINE_POINT. */
  readonly run: (command: string, line: TextAndPoint) => Generator<void, TextAndPoint>;
  readonly expand: (what: Expansion, line: TextAndPoint) => Generator<void, Expanded>;
  /** The init file is read again. */
  readonly reRead: () => Generator<void, void>;
  /** The editing mode was changed by a key. */
  readonly modeChanged: () => void;
  /** What `bind -p` and its kind print. */
  readonly describe: (what: 'functions' | 'macros' | 'variables' | 'version') => string;
}

export interface ReadLineOptions {
  /** PS1 already expanded; what stands between \x01 and \x02 takes no room on the screen. */
  readonly prompt: string;
  readonly history?: History;
  readonly editor?: Editor;
  readonly readline?: Readline;
  readonly host?: Host;
  readonly complete?: Completer;
  /** The terminal to read from. */
  readonly fd: number;
  /** Where to write: the standard error, as bash does. */
  readonly out?: number;
  /** What stands on the line to begin with. */
  readonly initial?: string;
  /** Virtual µs at which reading ends without a line. */
  readonly deadline?: number;
  /** A command reads the line, and not the shell: the newline behind a ^C is the shell's then. */
  readonly inCommand?: boolean;
  /** As many characters are a line. */
  readonly limit?: number;
  /** A signal came that is not the editor's own; the line goes on. */
  readonly onSignal?: () => Generator<void, void>;
  /** Ctrl-C: runs behind the `^C`, before the newline; bash runs its INT trap there. The terminal is cooked again. */
  readonly onInterrupt?: () => Generator<void, void>;
}

/** All that a line being read has: the terminal, the state, what the screen shows. */
export interface Session {
  readonly terminal: Console;
  readonly options: ReadLineOptions;
  readonly editor: Editor;
  readonly readline: Readline;
  readonly prompt: Prompt;
  readonly paste: boolean;
  state: EditState;
  screen: Screen;
  /** The prompt on the screen: the shell's, or a search's message. */
  shown: Prompt;
  /** Columns of it that stand left of the screen, with horizontal-scroll-mode. */
  margin: number;
  /** The indicator of the mode that stands in it. */
  indicator: string;
}

export const readlineFor = (options: ReadLineOptions): Readline => options.readline ?? createReadline();

function show(session: Session, { output, screen }: Painted): void {
  put(session.terminal, output);
  session.screen = screen;
}

const MODE_STRING = {
  emacs: 'emacs-mode-string',
  'vi-insert': 'vi-ins-mode-string',
  'vi-command': 'vi-cmd-mode-string',
} as const;

/** `show-mode-in-prompt`: what stands in front of the prompt's last row. */
export function indicatorOf({ keymap, variables }: EditState): string {
  if (!isOn(variables, 'show-mode-in-prompt')) return '';
  return variables.get(MODE_STRING[keymap]) ?? '';
}

const behind = (prompt: Prompt, text: string): Prompt => ({
  ...prompt,
  cells: [...prompt.cells, ...promptOf(text).cells],
});

/** The shell's prompt, with the mode where that is wanted. */
function ownPrompt({ state, prompt }: Session): Prompt {
  const indicator = indicatorOf(state);
  if (indicator === '') return prompt;
  const front = promptOf(indicator);
  return { ...prompt, cells: [...front.cells, ...prompt.cells], bare: front.bare + prompt.bare };
}

/** The prompt that goes with the state: a search or a count puts a message there. */
function promptFor(session: Session): Prompt {
  const { mode } = session.state;
  if (mode.kind === 'search') return promptOf(searchPrompt(mode));
  if (mode.kind === 'argument') return promptOf(argumentPrompt(mode));
  if (mode.kind === 'vi-motion' && mode.digits !== '') return promptOf(argumentPrompt({ ...mode, negative: false }));
  if (mode.kind === 'ask') return behind(session.prompt, mode.prompt);
  return ownPrompt(session);
}

const showsMessage = ({ state: { mode } }: Session): boolean =>
  ['search', 'argument', 'ask'].includes(mode.kind) || (mode.kind === 'vi-motion' && mode.digits !== '');

/** Where prompt and line stand; with horizontal-scroll-mode, or on a terminal of one row, only a part of them does. */
function layoutOf(session: Session, prompt: Prompt): Layout {
  const { state, terminal } = session;
  const line = shownLine(state);
  if (!isOn(state.variables, 'horizontal-scroll-mode') && terminal.rows > 1) {
    return layOut(prompt, line, terminal.columns);
  }
  const { layout, margin } = layOutWindow(prompt, line, terminal.columns, session.margin);
  session.margin = margin;
  return layout;
}

/** A prompt may have colours, which only a full write brings back; messages have none. */
export function redisplay(session: Session): void {
  const { screen, state } = session;
  const next = promptFor(session);
  const layout = layoutOf(session, next);
  const indicator = showsMessage(session) ? 'message' : indicatorOf(state);
  const isPlain = indicator === session.indicator;
  session.shown = next;
  session.indicator = indicator;
  show(session, isPlain ? repaint(screen, layout) : overwrite(screen, next, layout));
}

/** Writes prompt and line where the cursor stands, at the start of an empty row. */
export function paintAnew(session: Session, above: string): void {
  const { terminal, state } = session;
  session.shown = promptFor(session);
  session.indicator = showsMessage(session) ? 'message' : indicatorOf(state);
  put(terminal, above);
  const blank = blankScreen(terminal.columns, terminal.rows);
  session.margin = 0;
  show(session, paint(blank, session.shown, layoutOf(session, session.shown)));
}

export function clearScreen(session: Session, scrollback: boolean): void {
  put(session.terminal, `\x1b[H\x1b[2J${scrollback ? '\x1b[3J' : ''}`);
  paintAnew(session, session.prompt.above);
}

/** Takes prompt and line off the screen; the cursor is left where they began. */
export function wipe({ terminal, screen }: Session): void {
  const rows = Math.max(screen.rows.length - 1, 0);
  put(terminal, `${toLastRow(screen).output}\r\x1b[K${'\r\x1b[A\x1b[K'.repeat(rows)}\r`);
}

export function* resize(session: Session): Generator<void, void> {
  const { terminal, screen } = session;
  terminal.resized = false;
  yield* measure(terminal);
  put(terminal, `\r\x1b[K${'\r\x1b[A\x1b[K'.repeat(screen.row)}\r`);
  paintAnew(session, '');
}

export function goBelow(session: Session): void {
  const { output, onEmptyRow } = toLastRow(session.screen);
  put(session.terminal, onEmptyRow ? output : `${output}\n`);
}

/** bell-style: a sound, or nothing. */
export function bell({ terminal, state }: Session): void {
  if (state.variables.get('bell-style') !== 'none') put(terminal, '\x07');
}
