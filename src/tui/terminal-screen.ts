/**
 * The screen of one of the learner's terminals: @xterm/headless parses what programs write, its buffer is painted into
 * the grid cell by cell. No strings are built and React is not involved.
 * Leaves out the mouse (mouse.ts) and what is done in copy mode (copy-mode.ts); the selection is painted here.
 */
import { Unicode11Addon } from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import {
  BLINK,
  BOLD,
  DIM,
  type Grid,
  HIDDEN,
  INVERSE,
  ITALIC,
  PALETTE,
  type Pen,
  type Rect,
  RGB,
  STRIKE,
  UNDERLINE,
} from './cells.ts';
import { type CopyState, type Lines, type Selection, selectedIn, selectionOf } from './copy-mode.ts';

type Terminal = xterm.Terminal;
type Cell = ReturnType<Terminal['buffer']['active']['getNullCell']>;

export interface TerminalScreen {
  readonly term: Terminal;
  /** Bytes written but not yet parsed: the driver holds the machine back when this grows. */
  pending: number;
  /** What xterm.js has not been given yet. */
  waiting: Uint8Array[];
  feeding: boolean;
  /** Above 0 what is written is old: its queries were answered long ago. */
  mute: number;
}

export interface ScreenEvents {
  /** The picture has changed. */
  painted(): void;
  /** The terminal answers a query of a program (cursor position, device attributes), as bytes typed. */
  answer(text: string): void;
}

export function openScreen(cols: number, rows: number, events: ScreenEvents): TerminalScreen {
  const term = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
  term.loadAddon(new Unicode11Addon()); // the built-in tables say that emoji are one cell wide
  term.unicode.activeVersion = '11';
  term.onWriteParsed(() => events.painted());
  term.onData((text) => text !== '' && events.answer(text));
  return { term, pending: 0, waiting: [], feeding: false, mute: 0 };
}

/** xterm.js works on what it has for up to 12 ms: pieces of this size let a key come in between. */
const PIECE = 4096;

export function writeScreen(screen: TerminalScreen, bytes: Uint8Array): void {
  screen.pending += bytes.length;
  for (let at = 0; at < bytes.length; at += PIECE) screen.waiting.push(bytes.subarray(at, at + PIECE));
  if (!screen.feeding) feed(screen);
}

function feed(screen: TerminalScreen): void {
  let bytes = 0;
  let pieces = 0;
  while (pieces < screen.waiting.length && bytes < PIECE) bytes += screen.waiting[pieces++]?.length ?? 0;
  screen.feeding = pieces > 0;
  if (!screen.feeding) return;
  for (const piece of screen.waiting.splice(0, pieces - 1)) screen.term.write(piece);
  screen.term.write(screen.waiting.shift() ?? '', () => {
    screen.pending -= bytes;
    setImmediate(feed, screen);
  });
}

/** Somebody has typed: xterm.js parses what is written next at once, and not a millisecond later. */
export const hurryScreen = ({ term }: TerminalScreen): void => term.input('');

/** All at once, in place of whatever was still to come: the past of another machine. */
export function rewriteScreen(screen: TerminalScreen, pieces: readonly Uint8Array[], done: () => void): void {
  screen.pending -= screen.waiting.reduce((sum, { length }) => sum + length, 0);
  screen.waiting = [];
  screen.term.reset();
  for (const bytes of pieces) screen.term.write(bytes);
  screen.term.write('', done);
}

/** Calls back when all that was written is in the picture. */
export function whenParsed(screen: TerminalScreen, done: () => void): void {
  if (screen.feeding) setImmediate(whenParsed, screen, done);
  else screen.term.write('', done);
}

/** Which part of a terminal was shown where. */
export interface Painted {
  /** First row shown, counted from the top of the terminal's view. */
  readonly top: number;
  /** Where the cursor is on the grid; none while it is scrolled out of sight or hidden by the program. */
  readonly cursor?: { readonly x: number; readonly y: number };
}

/**
 * The first row of the view that a pane shows: one lower than its terminal shows the rows that end at the cursor. A program
 * that has the screen to itself leaves the cursor anywhere: there they end where something stands.
 */
export function topRow(term: Terminal, height: number, copy?: CopyState): number {
  const buffer = term.buffer.active;
  if (term.rows <= height) return 0;
  if (!copy && buffer.viewportY < buffer.baseY) return 0;
  const row = copy ? copy.at.y - buffer.viewportY : buffer.type === 'alternate' ? lastWritten(buffer) : buffer.cursorY;
  return Math.max(0, Math.min(row - height + 1, term.rows - height));
}

/** The last row with something in it, down to the cursor. */
function lastWritten(buffer: Terminal['buffer']['active']): number {
  let row = buffer.cursorY;
  while (
    row > 0 &&
    buffer
      .getLine(buffer.viewportY + row)
      ?.translateToString(true)
      .trim() === ''
  )
    row--;
  return row;
}

export function paintTerminal(grid: Grid, term: Terminal, rect: Rect, copy?: CopyState): Painted {
  const buffer = term.buffer.active;
  const cell = buffer.getNullCell();
  const scrolledBack = buffer.viewportY < buffer.baseY;
  const top = topRow(term, rect.h, copy);
  const selection = copy && selectionOf(copy);
  for (let y = 0; y < Math.min(rect.h, term.rows); y++) {
    const line = buffer.getLine(buffer.viewportY + top + y);
    for (let x = 0; x < Math.min(rect.w, term.cols); x++) {
      if (line?.getCell(x, cell)) putCell(grid, rect.x + x, rect.y + y, cell);
    }
    if (selection) invert(grid, rect, y, selectedIn(selection, buffer.viewportY + top + y, rect.w));
  }
  if (copy) return { top, cursor: { x: rect.x + copy.at.x, y: rect.y + copy.at.y - buffer.viewportY - top } };
  const x = rect.x + Math.min(buffer.cursorX, rect.w - 1);
  const y = rect.y + buffer.cursorY - top;
  const shown = !scrolledBack && y < rect.y + rect.h && cursorVisible(term);
  return shown ? { top, cursor: { x, y } } : { top };
}

function invert(grid: Grid, rect: Rect, y: number, columns: readonly [number, number] | undefined): void {
  if (!columns) return;
  for (let x = columns[0]; x < Math.min(columns[1], rect.w); x++) {
    const i = (rect.y + y) * grid.cols + rect.x + x;
    grid.attributes[i] = (grid.attributes[i] ?? 0) ^ INVERSE;
  }
}

/** What is shown and what has scrolled away, for copy mode. */
export function linesOf(term: Terminal): Lines {
  const buffer = term.buffer.active;
  return {
    count: buffer.length,
    cols: term.cols,
    page: Math.max(1, term.rows - 1),
    line: (y) => {
      const line = buffer.getLine(y);
      let text = '';
      for (let x = 0; x < (line?.length ?? 0); x++) text += (line?.getCell(x)?.getChars() || ' ').slice(0, 1);
      return text.trimEnd();
    },
  };
}

/** As one would type it: rows that only the width has broken are one line. */
export function selectedText(term: Terminal, selection: Selection): string {
  const buffer = term.buffer.active;
  let text = '';
  for (let y = selection.from.y; y <= selection.to.y; y++) {
    const [from, to] = selectedIn(selection, y, term.cols) ?? [0, 0];
    const goesOn = buffer.getLine(y + 1)?.isWrapped === true;
    text += buffer.getLine(y)?.translateToString(!goesOn, from, to) ?? '';
    if (y < selection.to.y && !goesOn) text += '\n';
  }
  return text;
}

const pen: Pen = { fg: 0, bg: 0, attributes: 0 };

function putCell(grid: Grid, x: number, y: number, cell: Cell): void {
  pen.fg = cell.isFgDefault() ? 0 : (cell.isFgRGB() ? RGB : PALETTE) | cell.getFgColor();
  pen.bg = cell.isBgDefault() ? 0 : (cell.isBgRGB() ? RGB : PALETTE) | cell.getBgColor();
  pen.attributes = cell.isAttributeDefault() ? 0 : attributesOf(cell);
  const width = cell.getWidth();
  grid.put(x, y, width === 0 ? '' : cell.getChars() || ' ', width, pen);
}

const attributesOf = (cell: Cell): number =>
  (cell.isBold() && BOLD) |
  (cell.isDim() && DIM) |
  (cell.isItalic() && ITALIC) |
  (cell.isUnderline() && UNDERLINE) |
  (cell.isBlink() && BLINK) |
  (cell.isInverse() && INVERSE) |
  (cell.isInvisible() && HIDDEN) |
  (cell.isStrikethrough() && STRIKE);

/** The public API does not say (DECTCEM); older versions of the private field are taken as "visible". */
function cursorVisible(term: Terminal): boolean {
  const core = (term as unknown as { _core?: { coreService?: { isCursorHidden?: boolean } } })._core;
  return core?.coreService?.isCursorHidden !== true;
}

/** Cells count from 0. The numbers are xterm's own: buttons 0 1 2, 3 none, 4 the wheel; up 0, down 1, move 32. */
export interface MouseReport {
  readonly col: number;
  readonly row: number;
  readonly button: 0 | 1 | 2 | 3 | 4;
  readonly action: 0 | 1 | 32;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** In the protocol and encoding that the program has chosen. Without a DOM the public API has no mouse. */
export function reportMouse(term: Terminal, event: MouseReport): void {
  const core = (term as unknown as { _core?: { coreMouseService?: { triggerMouseEvent?(event: object): boolean } } })
    ._core;
  core?.coreMouseService?.triggerMouseEvent?.({ ...event, x: 0, y: 0 });
}
