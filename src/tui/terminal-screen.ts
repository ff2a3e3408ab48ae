/**
 * The screen of one of the learner's terminals: @xterm/headless parses what programs write, its buffer is painted into
 * the grid cell by cell. No strings are built and React is not involved.
 * Leaves out selection and the mouse.
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

type Terminal = xterm.Terminal;
type Cell = ReturnType<Terminal['buffer']['active']['getNullCell']>;

export interface TerminalScreen {
  readonly term: Terminal;
  /** Bytes written but not yet parsed: the driver holds the machine back when this grows. */
  pending: number;
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
  term.onData((text) => events.answer(text));
  return { term, pending: 0, mute: 0 };
}

export function writeScreen(screen: TerminalScreen, bytes: Uint8Array): void {
  screen.pending += bytes.length;
  screen.term.write(bytes, () => {
    screen.pending -= bytes.length;
  });
}

/** Which part of a terminal was shown where. */
export interface Painted {
  /** First row shown, counted from the top of the terminal's view. */
  readonly top: number;
  /** Where the cursor is on the grid; none while it is scrolled out of sight or hidden by the program. */
  readonly cursor?: { readonly x: number; readonly y: number };
}

/** A pane lower than its terminal shows the rows that end at the cursor. */
export function paintTerminal(grid: Grid, term: Terminal, rect: Rect): Painted {
  const buffer = term.buffer.active;
  const cell = buffer.getNullCell();
  const scrolledBack = buffer.viewportY < buffer.baseY;
  const top = scrolledBack ? 0 : Math.max(0, Math.min(buffer.cursorY - rect.h + 1, term.rows - rect.h));
  for (let y = 0; y < Math.min(rect.h, term.rows); y++) {
    const line = buffer.getLine(buffer.viewportY + top + y);
    for (let x = 0; x < Math.min(rect.w, term.cols); x++) {
      if (line?.getCell(x, cell)) putCell(grid, rect.x + x, rect.y + y, cell);
    }
  }
  const x = rect.x + Math.min(buffer.cursorX, rect.w - 1);
  const y = rect.y + buffer.cursorY - top;
  const shown = !scrolledBack && y < rect.y + rect.h && cursorVisible(term);
  return shown ? { top, cursor: { x, y } } : { top };
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
