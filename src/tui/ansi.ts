/**
 * Paints a text with SGR sequences – a frame as Ink makes it – into a grid. Understands colours, attributes, newlines;
 * other sequences are skipped, for Ink writes none inside a frame. Authority: ECMA-48 (SGR), console_codes(4).
 */
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
  RGB,
  STRIKE,
  UNDERLINE,
} from './cells.ts';
import { graphemes, widthOf } from './width.ts';

/** SGR | other CSI | OSC | newline | plain ASCII | anything else with the ASCII character it may combine with */
const TOKEN =
  /\x1b\[([\d;:]*)m|\x1b\[[ -?]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\n|[ -~]+(?![^\x00-\x7f])|[ -~]?[^\x00-\x7f]+/g;

export function paintAnsi(grid: Grid, frame: string): void {
  grid.clear();
  const pen: Pen = { fg: 0, bg: 0, attributes: 0 };
  let x = 0;
  let y = 0;
  for (const match of frame.matchAll(TOKEN)) {
    const [token, params] = match;
    if (token === '\n') {
      x = 0;
      y++;
    } else if (token.startsWith('\x1b')) {
      if (params !== undefined) applySgr(pen, params);
    } else {
      x = paintText(grid, x, y, token, pen);
    }
  }
}

/** Returns the column behind the text. */
export function paintText(grid: Grid, x: number, y: number, text: string, pen: Readonly<Pen>): number {
  for (const grapheme of graphemes(text)) {
    const width = widthOf(grapheme);
    if (width === 0) {
      grid.append(x - 1, y, grapheme);
      continue;
    }
    grid.put(x, y, grapheme, width, pen);
    for (let k = 1; k < width; k++) grid.put(x + k, y, '', 0, pen);
    x += width;
  }
  return x;
}

const ON = [0, BOLD, DIM, ITALIC, UNDERLINE, BLINK, 0, INVERSE, HIDDEN, STRIKE];
const OFF: Readonly<Record<number, number>> = {
  22: BOLD | DIM,
  23: ITALIC,
  24: UNDERLINE,
  25: BLINK,
  27: INVERSE,
  28: HIDDEN,
  29: STRIKE,
};

function applySgr(pen: Pen, params: string): void {
  const numbers = params.split(/[;:]/).map(Number);
  for (let i = 0; i < numbers.length; i++) {
    const n = numbers[i] ?? 0;
    if (n === 38 || n === 48) {
      const [colour, used] = extendedColour(numbers, i + 1);
      if (n === 38) pen.fg = colour;
      else pen.bg = colour;
      i += used;
    } else {
      applyOne(pen, n);
    }
  }
}

function applyOne(pen: Pen, n: number): void {
  if (n === 0) Object.assign(pen, { fg: 0, bg: 0, attributes: 0 });
  else if (n < 10) pen.attributes |= ON[n] ?? 0;
  else if (n === 39) pen.fg = 0;
  else if (n === 49) pen.bg = 0;
  else if (n >= 30 && n < 38) pen.fg = PALETTE | (n - 30);
  else if (n >= 40 && n < 48) pen.bg = PALETTE | (n - 40);
  else if (n >= 90 && n < 98) pen.fg = PALETTE | (n - 82);
  else if (n >= 100 && n < 108) pen.bg = PALETTE | (n - 92);
  else pen.attributes &= ~(OFF[n] ?? 0);
}

/** What follows 38 or 48: `5;n` or `2;r;g;b`. Answers the colour and how many numbers it took. */
function extendedColour(numbers: readonly number[], at: number): [colour: number, used: number] {
  const part = (k: number) => (numbers[at + k] ?? 0) & 255;
  if (numbers[at] === 5) return [PALETTE | part(1), 2];
  return [RGB | (part(1) << 16) | (part(2) << 8) | part(3), 4];
}
