/** What diff prints of the changes: the normal, the unified and the context format, and how a line is shown. Authority: diff(1), its manual. */

import type { Change } from './diff-lines.ts';

export interface Colors {
  readonly header: string;
  readonly hunk: string;
  readonly deleted: string;
  readonly inserted: string;
  readonly reset: string;
}

export const PLAIN: Colors = { header: '', hunk: '', deleted: '', inserted: '', reset: '' };
export const COLORED: Colors = {
  header: '\x1b[1m',
  hunk: '\x1b[36m',
  deleted: '\x1b[31m',
  inserted: '\x1b[32m',
  reset: '\x1b[0m',
};

export interface Sides {
  /** Lines with their newlines. */
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** How lines are shown in every format. */
export interface Style {
  readonly colors: Colors;
  /** -t: tabs become spaces. */
  readonly expandTabs: boolean;
  /** -T: a tab behind the mark, so that those of the line stay where they were. */
  readonly initialTab: boolean;
  readonly tabSize: number;
  /** No blank in front of an empty line. */
  readonly suppressBlankEmpty: boolean;
  /** -p and -F: the last line before a hunk that matches is named with it. */
  readonly functionLine: RegExp | undefined;
}

/** A line as it is printed, -t considered; its newline is kept. */
export const lineText = (line: string, { expandTabs, tabSize }: Style): string => {
  if (!expandTabs || !/[\t\r\b]/.test(line)) return line;
  let [out, column] = ['', 0];
  for (const char of line) {
    if (char === '\t') {
      const spaces = tabSize - (column % tabSize);
      out += ' '.repeat(spaces);
      column += spaces;
      continue;
    }
    out += char;
    if (char === '\r') column = 0;
    else if (char === '\b') column = Math.max(0, column - 1);
    else column += 1;
  }
  return out;
};

/** `mark` is the letter in front, `gap` what usually stands between it and the text. */
const shownLine = (mark: string, gap: '' | ' ', line: string, color: string, style: Style): string => {
  const complete = line.endsWith('\n');
  const text = lineText(complete ? line.slice(0, -1) : line, style);
  const end = color === '' ? '' : style.colors.reset;
  return `${color}${margin(mark, gap, line, style)}${text}${end}\n${complete ? '' : '\\ No newline at end of file\n'}`;
};

/** The space of a unified hunk is a mark and a gap in one. */
const margin = (mark: string, gap: '' | ' ', line: string, { initialTab, suppressBlankEmpty }: Style): string => {
  const bare = suppressBlankEmpty && line === '\n';
  if (gap === '' && mark === ' ') return bare ? '' : initialTab ? '\t' : ' ';
  if (bare) return mark === ' ' ? '' : mark;
  return mark + (initialTab ? '\t' : gap);
};

/** The line that a hunk belongs to, as -p shows it: 40 characters without the blanks around. */
const functionText = (lines: readonly string[], before: number, { functionLine }: Style): string => {
  if (!functionLine) return '';
  for (let at = before - 1; at >= 0; at -= 1) {
    const line = (lines[at] ?? '').replace(/\n$/, '');
    if (functionLine.test(line)) return ` ${line.replace(/^\s+/, '').slice(0, 40).replace(/\s+$/, '')}`;
  }
  return '';
};

export const range = (from: number, count: number): string =>
  count === 0 ? String(from) : count === 1 ? String(from + 1) : `${from + 1},${from + count}`;

export const normalFormat = ({ left, right }: Sides, changes: readonly Change[], style: Style): string => {
  const { colors } = style;
  let out = '';
  for (const change of changes) {
    if (change.ignorable) continue;
    const { deleted, inserted } = change;
    const letter = deleted === 0 ? 'a' : inserted === 0 ? 'd' : 'c';
    const head = range(change.left, deleted) + letter + range(change.right, inserted);
    out += colors.hunk === '' ? `${head}\n` : `${colors.hunk}${head}${colors.reset}\n`;
    for (const line of left.slice(change.left, change.left + deleted)) {
      out += shownLine('<', ' ', line, colors.deleted, style);
    }
    if (letter === 'c') out += '---\n';
    for (const line of right.slice(change.right, change.right + inserted)) {
      out += shownLine('>', ' ', line, colors.inserted, style);
    }
  }
  return out;
};

/**
 * Changes with no more than twice the context between them stand in one hunk; one that may be ignored only joins what is
 * nearer. A hunk of nothing else is not shown.
 */
const hunksOf = (changes: readonly Change[], context: number): Change[][] => {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const hunk = hunks.at(-1);
    const last = hunk?.at(-1);
    const near = change.ignorable ? context : 2 * context + 1;
    if (hunk && last && change.left - (last.left + last.deleted) < near) hunk.push(change);
    else hunks.push([change]);
  }
  return hunks.filter((hunk) => hunk.some(({ ignorable }) => !ignorable));
};

interface Extent {
  readonly leftFrom: number;
  readonly leftTo: number;
  readonly rightFrom: number;
  readonly rightTo: number;
}

const extentOf = (hunk: readonly Change[], { left, right }: Sides, context: number): Extent | undefined => {
  const first = hunk[0];
  const last = hunk.at(-1);
  if (!first || !last) return undefined;
  return {
    leftFrom: Math.max(0, first.left - context),
    leftTo: Math.min(left.length, last.left + last.deleted + context),
    rightFrom: Math.max(0, first.right - context),
    rightTo: Math.min(right.length, last.right + last.inserted + context),
  };
};

const unifiedRange = (from: number, to: number): string => {
  const count = to - from;
  if (count === 1) return String(from + 1);
  return count === 0 ? `${from},0` : `${from + 1},${count}`;
};

export interface Header {
  readonly left: string;
  readonly right: string;
}

export const unifiedFormat = (
  sides: Sides,
  changes: readonly Change[],
  context: number,
  header: Header,
  style: Style,
): string => {
  const { colors } = style;
  const bold = colors.header;
  let out = `${bold}--- ${header.left}${colors.reset}\n${bold}+++ ${header.right}${colors.reset}\n`;
  for (const hunk of hunksOf(changes, context)) {
    const extent = extentOf(hunk, sides, context);
    if (!extent) continue;
    const { leftFrom, leftTo, rightFrom, rightTo } = extent;
    const head = `@@ -${unifiedRange(leftFrom, leftTo)} +${unifiedRange(rightFrom, rightTo)} @@`;
    out += `${colors.hunk}${head}${colors.reset}${functionText(sides.left, leftFrom, style)}\n`;
    let at = leftFrom;
    for (const { left, right, deleted, inserted } of hunk) {
      for (; at < left; at += 1) out += shownLine(' ', '', sides.left[at] ?? '', '', style);
      for (const line of sides.left.slice(left, left + deleted)) out += shownLine('-', '', line, colors.deleted, style);
      for (const line of sides.right.slice(right, right + inserted))
        out += shownLine('+', '', line, colors.inserted, style);
      at = left + deleted;
    }
    for (; at < leftTo; at += 1) out += shownLine(' ', '', sides.left[at] ?? '', '', style);
  }
  return out;
};

const contextRange = (from: number, to: number): string => {
  if (to - from <= 1) return String(to);
  return `${from + 1},${to}`;
};

export const contextFormat = (
  sides: Sides,
  changes: readonly Change[],
  context: number,
  header: Header,
  style: Style,
): string => {
  const { colors } = style;
  let out = `${colors.header}*** ${header.left}${colors.reset}\n${colors.header}--- ${header.right}${colors.reset}\n`;
  for (const hunk of hunksOf(changes, context)) {
    const extent = extentOf(hunk, sides, context);
    if (!extent) continue;
    const { leftFrom, leftTo, rightFrom, rightTo } = extent;
    out += `***************${functionText(sides.left, leftFrom, style)}\n${colors.hunk}*** ${contextRange(leftFrom, leftTo)} ****${colors.reset}\n`;
    if (hunk.some(({ deleted }) => deleted > 0)) {
      let at = leftFrom;
      for (const { left, deleted, inserted } of hunk) {
        for (; at < left; at += 1) out += shownLine(' ', ' ', sides.left[at] ?? '', '', style);
        for (; at < left + deleted; at += 1) {
          out += shownLine(inserted > 0 ? '!' : '-', ' ', sides.left[at] ?? '', colors.deleted, style);
        }
      }
      for (; at < leftTo; at += 1) out += shownLine(' ', ' ', sides.left[at] ?? '', '', style);
    }
    out += `${colors.hunk}--- ${contextRange(rightFrom, rightTo)} ----${colors.reset}\n`;
    if (!hunk.some(({ inserted }) => inserted > 0)) continue;
    let at = rightFrom;
    for (const { right, deleted, inserted } of hunk) {
      for (; at < right; at += 1) out += shownLine(' ', ' ', sides.right[at] ?? '', '', style);
      for (; at < right + inserted; at += 1) {
        out += shownLine(deleted > 0 ? '!' : '+', ' ', sides.right[at] ?? '', colors.inserted, style);
      }
    }
    for (; at < rightTo; at += 1) out += shownLine(' ', ' ', sides.right[at] ?? '', '', style);
  }
  return out;
};
