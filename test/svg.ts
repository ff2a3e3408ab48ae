/** A screen as an SVG picture: what the README shows is what the program drew. */
import type xterm from '@xterm/headless';
import { BOLD, DIM, Grid, INVERSE, ITALIC, UNDERLINE } from '../src/tui/cells.ts';
import { paletteRgb } from '../src/tui/colour.ts';
import { paintTerminal } from '../src/tui/terminal-screen.ts';

const CELL = { w: 8.4, h: 17 };
const INK = 0xd8dee9;
const PAPER = 0x16181d;
/** The 16 colours of a terminal are its own; these are readable on our paper. */
const SIXTEEN = [
  0x3b4252, 0xd08770, 0x8fbcbb, 0xebcb8b, 0x81a1c1, 0xb48ead, 0x88c0d0, 0xe5e9f0, 0x616e88, 0xe09a7f, 0x9fd0cf,
  0xf2d8a0, 0x9dbce0, 0xc6a3c0, 0x8fdcf0, 0xffffff,
];

/** `title` is what a screen reader says of it. */
export function svgOf(term: xterm.Terminal, title?: string): string {
  const grid = new Grid(term.cols, term.rows);
  paintTerminal(grid, term, { x: 0, y: 0, w: term.cols, h: term.rows });
  const width = Math.ceil(term.cols * CELL.w) + 16;
  const height = term.rows * CELL.h + 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    ...(title === undefined ? [] : [`<title>${escapeXml(title)}</title>`]),
    `<rect width="100%" height="100%" rx="6" fill="${hex(PAPER)}"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace" font-size="14" xml:space="preserve">`,
    ...Array.from({ length: term.rows }, (_, y) => rowOf(grid, y)).flat(),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

interface Run {
  readonly x: number;
  readonly columns: number;
  readonly text: string;
  readonly cell: number;
}

/** Cells that look alike are one text, stretched to its columns, so that no font can shift the next one. */
function rowOf(grid: Grid, y: number): string[] {
  const runs: Run[] = [];
  for (let x = 0; x < grid.cols; x++) {
    const cell = y * grid.cols + x;
    const width = grid.width[cell] ?? 1;
    if (width === 0) continue;
    const last = runs.at(-1);
    const text = grid.text[cell] ?? ' ';
    if (
      last &&
      width === 1 &&
      lookOf(grid, last.cell) === lookOf(grid, cell) &&
      last.columns === [...last.text].length
    ) {
      runs[runs.length - 1] = { ...last, columns: last.columns + 1, text: last.text + text };
    } else runs.push({ x, columns: width, text, cell });
  }
  return runs.flatMap((run) => drawRun(grid, run, y));
}

const lookOf = (grid: Grid, i: number) => `${grid.fg[i]} ${grid.bg[i]} ${grid.attributes[i]}`;

function drawRun(grid: Grid, { x, columns, text, cell }: Run, y: number): string[] {
  const attributes = grid.attributes[cell] ?? 0;
  const colours = [rgbOf(grid.fg[cell] ?? 0, INK), rgbOf(grid.bg[cell] ?? 0, PAPER)] as const;
  const [ink, paper] = attributes & INVERSE ? [colours[1], colours[0]] : colours;
  const [left, top] = [8 + x * CELL.w, 8 + y * CELL.h];
  const drawn: string[] = [];
  if (paper !== PAPER) {
    drawn.push(
      `<rect x="${fixed(left)}" y="${top}" width="${fixed(columns * CELL.w)}" height="${CELL.h}" fill="${hex(paper)}"/>`,
    );
  }
  if (text.trim() === '') return drawn;
  const styles = [
    `fill="${hex(ink)}"`,
    ...(attributes & BOLD ? ['font-weight="bold"'] : []),
    ...(attributes & DIM ? ['opacity="0.65"'] : []),
    ...(attributes & ITALIC ? ['font-style="italic"'] : []),
    ...(attributes & UNDERLINE ? ['text-decoration="underline"'] : []),
  ];
  const place = `x="${fixed(left)}" y="${top + 13}" textLength="${fixed(columns * CELL.w)}" lengthAdjust="spacingAndGlyphs"`;
  drawn.push(`<text ${place} ${styles.join(' ')}>${escapeXml(text)}</text>`);
  return drawn;
}

function rgbOf(colour: number, otherwise: number): number {
  if (colour === 0) return otherwise;
  const value = colour & 0xffffff;
  if (colour >>> 24 === 2) return value;
  return SIXTEEN[value] ?? paletteRgb(value);
}

const hex = (rgb: number) => `#${rgb.toString(16).padStart(6, '0')}`;
const fixed = (n: number) => Number(n.toFixed(2));
const escapeXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
