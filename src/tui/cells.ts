/**
 * A grid of terminal cells and what may be done with one: put, fill, copy, heal. Everything on the screen is one of these.
 * Cells are flat arrays, because a frame touches thousands of them. Leaves out how they get to the real terminal
 * (presenter.ts) and who fills them (ansi.ts for Ink's frames, terminal-painter.ts for the learner's terminals).
 */

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Attribute bits, in the order of their SGR numbers. */
export const BOLD = 1;
export const DIM = 2;
export const ITALIC = 4;
export const UNDERLINE = 8;
export const BLINK = 16;
export const INVERSE = 32;
export const HIDDEN = 64;
export const STRIKE = 128;

/** A colour is one integer: 0 the default, `PALETTE | 0…255`, or `RGB | 0xrrggbb`. */
export const PALETTE = 1 << 24;
export const RGB = 2 << 24;

/** How the next character is drawn. */
export interface Pen {
  fg: number;
  bg: number;
  attributes: number;
}

export const plainPen: Readonly<Pen> = { fg: 0, bg: 0, attributes: 0 };

export class Grid {
  readonly cols: number;
  readonly rows: number;
  readonly text: string[];
  /** 2 is the left half of a wide character; the cell after it has width 0 and no text. */
  readonly width: Uint8Array;
  readonly fg: Uint32Array;
  readonly bg: Uint32Array;
  readonly attributes: Uint8Array;

  constructor(cols: number, rows: number) {
    const cells = cols * rows;
    this.cols = cols;
    this.rows = rows;
    this.text = new Array<string>(cells).fill(' ');
    this.width = new Uint8Array(cells).fill(1);
    this.fg = new Uint32Array(cells);
    this.bg = new Uint32Array(cells);
    this.attributes = new Uint8Array(cells);
  }

  /** One cell; outside of the grid nothing happens. The second half of a wide character is the caller's to put. */
  put(x: number, y: number, text: string, width: number, pen: Readonly<Pen>): void {
    if (x < 0 || x >= this.cols || y < 0 || y >= this.rows) return;
    const i = y * this.cols + x;
    this.text[i] = text;
    this.width[i] = width;
    this.fg[i] = pen.fg;
    this.bg[i] = pen.bg;
    this.attributes[i] = pen.attributes;
  }

  /** A combining mark joins the cell it follows. */
  append(x: number, y: number, mark: string): void {
    if (x < 0 || x >= this.cols || y < 0 || y >= this.rows) return;
    let i = y * this.cols + x;
    if (this.width[i] === 0 && x > 0) i--;
    this.text[i] += mark;
  }

  clear(): void {
    this.text.fill(' ');
    this.width.fill(1);
    this.fg.fill(0);
    this.bg.fill(0);
    this.attributes.fill(0);
  }

  /** Blanks the halves of wide characters that an overlay's edge has cut. */
  heal(): void {
    for (let i = 0; i < this.width.length; i++) {
      const first = i % this.cols === 0;
      const last = (i + 1) % this.cols === 0;
      const cutLeft = this.width[i] === 2 && (last || this.width[i + 1] !== 0);
      const cutRight = this.width[i] === 0 && (first || this.width[i - 1] !== 2);
      if (!cutLeft && !cutRight) continue;
      this.text[i] = ' ';
      this.width[i] = 1;
    }
  }

  same(i: number, other: Grid): boolean {
    return (
      this.text[i] === other.text[i] &&
      this.fg[i] === other.fg[i] &&
      this.bg[i] === other.bg[i] &&
      this.attributes[i] === other.attributes[i] &&
      this.width[i] === other.width[i]
    );
  }

  copyCell(i: number, from: Grid, j = i): void {
    this.text[i] = from.text[j] ?? ' ';
    this.width[i] = from.width[j] ?? 1;
    this.fg[i] = from.fg[j] ?? 0;
    this.bg[i] = from.bg[j] ?? 0;
    this.attributes[i] = from.attributes[j] ?? 0;
  }

  /** What one would read, row by row; for tests and pictures. */
  lines(): string[] {
    return Array.from({ length: this.rows }, (_, y) =>
      this.text
        .slice(y * this.cols, (y + 1) * this.cols)
        .join('')
        .trimEnd(),
    );
  }
}

/** Copies all of `from` to (x0, y0); what does not fit is cut. */
export function blit(to: Grid, from: Grid, x0: number, y0: number): void {
  const left = Math.max(0, -x0);
  const right = Math.min(from.cols, to.cols - x0);
  for (let y = Math.max(0, -y0); y < from.rows && y0 + y < to.rows; y++) {
    for (let x = left; x < right; x++) to.copyCell((y0 + y) * to.cols + x0 + x, from, y * from.cols + x);
  }
}

export function fill(grid: Grid, rect: Rect, text = ' ', pen: Readonly<Pen> = plainPen): void {
  for (let y = rect.y; y < rect.y + rect.h; y++) {
    for (let x = rect.x; x < rect.x + rect.w; x++) grid.put(x, y, text, 1, pen);
  }
}
