/** What diff prints of the changes: the normal, the unified and the context format. Authority: diff(1), its manual. */

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

const shownLine = (mark: string, line: string, color: string, colors: Colors): string => {
  const complete = line.endsWith('\n');
  const text = complete ? line.slice(0, -1) : line;
  const end = color === '' ? '' : colors.reset;
  return `${color}${mark}${text}${end}\n${complete ? '' : '\\ No newline at end of file\n'}`;
};

const range = (from: number, count: number): string =>
  count === 0 ? String(from) : count === 1 ? String(from + 1) : `${from + 1},${from + count}`;

export const normalFormat = ({ left, right }: Sides, changes: readonly Change[], colors: Colors): string => {
  let out = '';
  for (const change of changes) {
    const { deleted, inserted } = change;
    const letter = deleted === 0 ? 'a' : inserted === 0 ? 'd' : 'c';
    const head = range(change.left, deleted) + letter + range(change.right, inserted);
    out += colors.hunk === '' ? `${head}\n` : `${colors.hunk}${head}${colors.reset}\n`;
    for (const line of left.slice(change.left, change.left + deleted)) {
      out += shownLine('< ', line, colors.deleted, colors);
    }
    if (letter === 'c') out += '---\n';
    for (const line of right.slice(change.right, change.right + inserted)) {
      out += shownLine('> ', line, colors.inserted, colors);
    }
  }
  return out;
};

/** Changes with no more than twice the context between them stand in one hunk. */
const hunksOf = (changes: readonly Change[], context: number): Change[][] => {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const hunk = hunks.at(-1);
    const last = hunk?.at(-1);
    if (hunk && last && change.left - (last.left + last.deleted) <= 2 * context) hunk.push(change);
    else hunks.push([change]);
  }
  return hunks;
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
  colors: Colors,
): string => {
  const bold = colors.header;
  let out = `${bold}--- ${header.left}${colors.reset}\n${bold}+++ ${header.right}${colors.reset}\n`;
  for (const hunk of hunksOf(changes, context)) {
    const extent = extentOf(hunk, sides, context);
    if (!extent) continue;
    const { leftFrom, leftTo, rightFrom, rightTo } = extent;
    const head = `@@ -${unifiedRange(leftFrom, leftTo)} +${unifiedRange(rightFrom, rightTo)} @@`;
    out += `${colors.hunk}${head}${colors.reset}\n`;
    let at = leftFrom;
    for (const { left, right, deleted, inserted } of hunk) {
      for (; at < left; at += 1) out += shownLine(' ', sides.left[at] ?? '', '', colors);
      for (const line of sides.left.slice(left, left + deleted)) out += shownLine('-', line, colors.deleted, colors);
      for (const line of sides.right.slice(right, right + inserted))
        out += shownLine('+', line, colors.inserted, colors);
      at = left + deleted;
    }
    for (; at < leftTo; at += 1) out += shownLine(' ', sides.left[at] ?? '', '', colors);
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
  colors: Colors,
): string => {
  let out = `${colors.header}*** ${header.left}${colors.reset}\n${colors.header}--- ${header.right}${colors.reset}\n`;
  for (const hunk of hunksOf(changes, context)) {
    const extent = extentOf(hunk, sides, context);
    if (!extent) continue;
    const { leftFrom, leftTo, rightFrom, rightTo } = extent;
    out += `***************\n${colors.hunk}*** ${contextRange(leftFrom, leftTo)} ****${colors.reset}\n`;
    if (hunk.some(({ deleted }) => deleted > 0)) {
      let at = leftFrom;
      for (const { left, deleted, inserted } of hunk) {
        for (; at < left; at += 1) out += shownLine('  ', sides.left[at] ?? '', '', colors);
        for (; at < left + deleted; at += 1) {
          out += shownLine(inserted > 0 ? '! ' : '- ', sides.left[at] ?? '', colors.deleted, colors);
        }
      }
      for (; at < leftTo; at += 1) out += shownLine('  ', sides.left[at] ?? '', '', colors);
    }
    out += `${colors.hunk}--- ${contextRange(rightFrom, rightTo)} ----${colors.reset}\n`;
    if (!hunk.some(({ inserted }) => inserted > 0)) continue;
    let at = rightFrom;
    for (const { right, deleted, inserted } of hunk) {
      for (; at < right; at += 1) out += shownLine('  ', sides.right[at] ?? '', '', colors);
      for (; at < right + inserted; at += 1) {
        out += shownLine(deleted > 0 ? '! ' : '+ ', sides.right[at] ?? '', colors.inserted, colors);
      }
    }
    for (; at < rightTo; at += 1) out += shownLine('  ', sides.right[at] ?? '', '', colors);
  }
  return out;
};
