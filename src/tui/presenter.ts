/**
 * Compares the wanted grid with what the screen shows and writes the difference: one write a frame, or none.
 * The write stands in synchronized-update marks (DEC mode 2026), so that a terminal that knows them never shows half a
 * frame. Colours and characters are lowered here and nowhere else. Authority: ECMA-48, xterm's ctlseqs.
 */
import { Grid } from './cells.ts';
import { type Charset, type ColourLevel, colourCode, lowerText } from './colour.ts';

export interface Cursor {
  readonly x: number;
  readonly y: number;
}

export interface Looks {
  readonly level: ColourLevel;
  readonly charset: Charset;
}

/** SGR numbers of the attribute bits, lowest bit first. */
const ATTRIBUTE_CODES = [1, 2, 3, 4, 5, 7, 8, 9];

export class Presenter {
  /** Frames and bytes so far: for the bench and the tests. */
  frames = 0;
  bytes = 0;
  #looks: Looks;
  #front: Grid | undefined;
  #pen = '';
  #cursor = '';
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void, looks: Looks) {
    this.#write = write;
    this.#looks = looks;
  }

  get looks(): Looks {
    return this.#looks;
  }

  /** The terminal turned out to be able to show less (or more) than its environment said. */
  setLooks(looks: Looks): void {
    this.#looks = looks;
    this.invalidate();
  }

  /** Forgets what is on the screen: after a resize, after a suspend, on the redraw key. */
  invalidate(): void {
    this.#front = undefined;
  }

  /** Writes what has changed; returns the number of characters written, 0 when nothing had to be. */
  present(back: Grid, cursor: Cursor | undefined): number {
    let out = '';
    if (!this.#front || this.#front.cols !== back.cols || this.#front.rows !== back.rows) {
      this.#front = new Grid(back.cols, back.rows);
      this.#pen = '';
      this.#cursor = '';
      out = '\x1b[0m\x1b[2J';
    }
    out += this.#difference(back, this.#front);
    const wanted = cursor ? `\x1b[${cursor.y + 1};${cursor.x + 1}H\x1b[?25h` : '\x1b[?25l';
    if (out === '' && wanted === this.#cursor) return 0;
    const hide = out !== '' && this.#cursor !== '\x1b[?25l' ? '\x1b[?25l' : '';
    this.#cursor = wanted;
    const frame = `\x1b[?2026h${hide}${out}${wanted}\x1b[?2026l`;
    this.frames++;
    this.bytes += Buffer.byteLength(frame);
    this.#write(frame);
    return frame.length;
  }

  #difference(back: Grid, front: Grid): string {
    let out = '';
    let cursorAt = -1;
    for (let i = 0; i < back.width.length; i++) {
      if (back.same(i, front)) continue;
      front.copyCell(i, back);
      const width = back.width[i] ?? 1;
      if (width === 0) continue; // written with its left half
      if (i !== cursorAt) out += move(cursorAt, i, back.cols);
      const pen = this.#sgr(back, i);
      if (pen !== this.#pen) {
        out += pen;
        this.#pen = pen;
      }
      const text = lowerText(back.text[i] ?? ' ', width, this.#looks.charset);
      out += text;
      // At the right edge terminals differ in where the cursor stays, and about odd characters in how far it goes.
      cursorAt = sureWidth(text) && (i + width) % back.cols !== 0 ? i + width : -1;
    }
    return out;
  }

  #sgr(grid: Grid, i: number): string {
    const attributes = grid.attributes[i] ?? 0;
    let codes = '';
    for (let bit = 0; bit < 8; bit++) if (attributes & (1 << bit)) codes += `;${ATTRIBUTE_CODES[bit]}`;
    codes += colourCode(grid.fg[i] ?? 0, 30, this.#looks.level) + colourCode(grid.bg[i] ?? 0, 40, this.#looks.level);
    return `\x1b[0${codes}m`;
  }
}

/** The cheapest way to cell `to`: forward on the same row, else absolutely. */
function move(from: number, to: number, cols: number): string {
  const row = Math.floor(to / cols);
  const sameRow = from >= 0 && Math.floor(from / cols) === row;
  if (sameRow && to > from) return to - from === 1 ? '\x1b[C' : `\x1b[${to - from}C`;
  return `\x1b[${row + 1};${(to % cols) + 1}H`;
}

/** Is every terminal of one opinion how wide this is? Not about emoji and combining marks. */
function sureWidth(text: string): boolean {
  if (text.length !== 1) return text.length > 0 && text <= '~';
  return text < '\u0300' || (text >= '\u2500' && text <= '\u259f') || (text >= '\u2e80' && text <= '\uffef');
}
