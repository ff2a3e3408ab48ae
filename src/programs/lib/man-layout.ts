/**
 * A manual page laid out for a width, as groff does for terminals: filled at the left, not stretched, not hyphenated.
 * Letters are printed twice or underlined for a pager to see, plainly for everybody else. Authority: grotty(1), groff_man(7).
 */
import type { Block, Glyph, Line, ManPage } from './man-roff.ts';
import { textWidth } from './width.ts';

const MARGIN = 7;
const SUBSECTION = 3;
const STYLED = {
  bold: (char: string) => `${char}\b${char}`,
  italic: (char: string) => `_\b${char}`,
  roman: (char: string) => char,
};

export interface Look {
  readonly columns: number;
  /** With overstrikes, for a pager. */
  readonly styled: boolean;
}

const plain = (line: Line): string => line.map(({ char }) => char).join('');
const widthOf = (line: Line): number => textWidth(plain(line));

const print = (line: Line, styled: boolean): string =>
  styled ? line.map(({ char, font }) => (char === ' ' ? char : STYLED[font](char))).join('') : plain(line);

/** A word, the blanks before it, and whether it goes on where the last one ended (behind a dash). */
interface Word {
  readonly glyphs: Glyph[];
  readonly blanks: number;
}

const isBlank = ({ char, kind }: Glyph): boolean => char === ' ' && kind !== 'fixed';
const isLetter = (glyph: Glyph | undefined): boolean => glyph !== undefined && /[A-Za-z]/.test(glyph.char);
const ENDS_SENTENCE = /[.?!]["')\]*]*$/;

/** Where a line may end inside a word: behind a dash between letters. */
function pieces(word: Word): Word[] {
  const out: Word[] = [];
  let from = 0;
  for (const [at, glyph] of word.glyphs.entries()) {
    const breaks = glyph.kind === 'soft' && isLetter(word.glyphs[at - 1]) && isLetter(word.glyphs[at + 1]);
    if (!breaks) continue;
    out.push({ glyphs: word.glyphs.slice(from, at + 1), blanks: from === 0 ? word.blanks : 0 });
    from = at + 1;
  }
  out.push({ glyphs: word.glyphs.slice(from), blanks: from === 0 ? word.blanks : 0 });
  return out;
}

function wordsOf(lines: readonly Line[]): Word[] {
  const words: Word[] = [];
  let blanks = 0;
  for (const line of lines) {
    let word: Glyph[] = [];
    const end = (): void => {
      if (word.length === 0) return;
      words.push({ glyphs: word, blanks });
      word = [];
      blanks = 0;
    };
    for (const glyph of line) {
      if (isBlank(glyph)) {
        end();
        blanks++;
      } else word.push(glyph);
    }
    end();
    blanks = ENDS_SENTENCE.test(plain(line)) ? 2 : 1;
  }
  return words.flatMap(pieces);
}

const BLANK: Glyph = { char: ' ', font: 'roman', kind: 'plain' };
const blanksOf = (count: number): Glyph[] => new Array<Glyph>(Math.max(0, count)).fill(BLANK);

function fill(lines: readonly Line[], width: number): Line[] {
  const rows: Glyph[][] = [];
  let row: Glyph[] = [];
  let used = 0;
  for (const { glyphs, blanks } of wordsOf(lines)) {
    const room = widthOf(glyphs);
    const gap = row.length === 0 ? 0 : blanks;
    if (row.length > 0 && used + gap + room > width) {
      rows.push(row);
      row = [...glyphs];
      used = room;
      continue;
    }
    row.push(...blanksOf(gap), ...glyphs);
    used += gap + room;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

const indented = (rows: readonly Line[], indent: number): Line[] =>
  rows.map((row) => (row.length === 0 ? row : [...blanksOf(indent), ...row]));

function filled({ lines, indent, hang }: Extract<Block, { kind: 'fill' }>, columns: number): Line[] {
  const at = MARGIN + indent;
  const rows = indented(fill(lines, columns - at), at);
  if (!hang) return rows;
  const start = at - hang.width;
  const [first, ...rest] = rows;
  const room = at - start - widthOf(hang.text);
  // A tag that leaves no blank in front of the text has lines of its own.
  if (room < 1 || !first) return [...indented(fill([hang.text], columns - start), start), ...rows];
  return [[...blanksOf(start), ...hang.text, ...blanksOf(room), ...first.slice(at)], ...rest];
}

function rowsOf(block: Block, columns: number): Line[] {
  switch (block.kind) {
    case 'section':
      return [block.text];
    case 'subsection':
      return indented([block.text], SUBSECTION);
    case 'gap':
      return [[]];
    case 'verbatim':
      return indented(block.lines, MARGIN + block.indent);
    case 'fill':
      return filled(block, columns);
  }
}

/** No two empty lines, and none behind a heading. */
function body(page: ManPage, columns: number): Line[] {
  const rows: Line[] = [];
  let heading = true;
  for (const block of page.blocks) {
    if (block.kind === 'gap' && (heading || rows.at(-1)?.length === 0)) continue;
    rows.push(...rowsOf(block, columns));
    heading = block.kind === 'section' || block.kind === 'subsection';
  }
  return rows;
}

const over = (line: string, text: string, at: number): string =>
  line.slice(0, Math.max(0, at)) + text + line.slice(at + text.length);

/** Three texts: at the left, in the middle, at the right. Where there is no room for them the later covers the earlier. */
function across(left: string, middle: string, right: string, columns: number): string {
  const begun = left.padEnd(columns).slice(0, columns);
  const centred = middle === '' ? begun : over(begun, middle, Math.ceil((columns - middle.length) / 2));
  return over(centred, right, columns - right.length);
}

/** groff is given a fortieth less than there is. */
const lineLength = (columns: number): number => Math.floor((columns * 39) / 40);

export function layOut(page: ManPage, { columns, styled }: Look): string {
  const length = lineLength(columns);
  const name = `${page.title}(${page.section})`;
  const rows = body(page, length).map((row) => print(row, styled));
  const head = across(name, page.volume, name, length);
  const foot = across(page.origin, page.date, name, length);
  return `${[head, '', ...rows, '', foot].join('\n')}\n`;
}
