/** diff -y: both files side by side, with a mark between lines that differ. Authority: side.c of GNU diffutils 3.8. */

import { decode, encode, fromLatin1, latin1 } from '../../bytes.ts';
import type { Change } from './diff-lines.ts';
import type { Sides, Style } from './diff-print.ts';
import { cellWidth } from './width.ts';

const LEAST_GUTTER = 3;

export interface ColumnRules {
  /** Of the whole line. */
  readonly width: number;
  /** Of lines in both files only the left one is shown, or none. */
  readonly common: 'both' | 'left' | 'none';
}

class Columns {
  private readonly style: Style;
  /** Columns of a half, and where the second begins. */
  private readonly half: number;
  private readonly second: number;

  constructor(width: number, style: Style) {
    this.style = style;
    const tab = style.expandTabs ? 1 : style.tabSize;
    const offset = Math.floor(width / 2) + Math.floor((tab + LEAST_GUTTER) / 2) + (width & (tab + LEAST_GUTTER) & 1);
    const aligned = offset - (offset % tab);
    this.half = Math.max(0, Math.min(aligned - LEAST_GUTTER, width - aligned));
    this.second = this.half > 0 ? aligned : width;
  }

  private blanks(from: number, to: number): string {
    const { expandTabs, tabSize } = this.style;
    let [out, at] = ['', from];
    if (!expandTabs) {
      for (let stop = at + tabSize - (at % tabSize); stop <= to; stop += tabSize) {
        out += '\t';
        at = stop;
      }
    }
    return out + ' '.repeat(Math.max(0, to - at));
  }

  /** As much of a line as half the width holds, and the column where that ends. `column` is where it begins. */
  private halfLine(line: string, column: number): { text: string; end: number } {
    const { expandTabs, tabSize } = this.style;
    let [text, at, end] = ['', 0, 0];
    for (const char of decode(fromLatin1(line.replace(/\n$/, '')))) {
      if (char === '\t') {
        const stop = at + tabSize - (at % tabSize);
        const fits = at === end && (expandTabs || stop < this.half);
        if (fits) {
          const to = Math.min(stop, this.half);
          text += expandTabs ? ' '.repeat(Math.max(0, to - end)) : '\t';
          end = expandTabs ? Math.max(end, to) : stop;
        }
        at = stop;
      } else if (char === '\r') {
        text += `\r${this.blanks(0, column)}`;
        [at, end] = [0, 0];
      } else if (char === '\b') {
        if (at === 0 || at - 1 >= this.half) {
          at = Math.max(0, at - 1);
          continue;
        }
        at -= 1;
        text += end <= at ? ' '.repeat(at - end) : '\b';
        end = at;
      } else if (char < ' ') {
        if (at < this.half) text += char;
      } else {
        at += cellWidth(char);
        if (at > this.half) continue;
        text += char;
        end = at;
      }
    }
    return { text: latin1(encode(text)), end };
  }

  line(left: string | undefined, mark: string, right: string | undefined): string {
    const { colors } = this.style;
    const color = mark === '<' ? colors.deleted : mark === '>' ? colors.inserted : '';
    const [leftEnds, rightEnds] = [left?.endsWith('\n') ?? false, right?.endsWith('\n') ?? false];
    const first = this.halfLine(left ?? '', 0);
    let out = color + first.text;
    let column = first.end;
    if (mark !== ' ') {
      const middle = Math.floor((this.half + this.second - 1) / 2);
      const shown = mark === '|' && leftEnds !== rightEnds ? (leftEnds ? '/' : '\\') : mark;
      out += this.blanks(column, middle) + shown;
      column = middle + 1;
    }
    if (right !== undefined && right !== '\n') {
      out += this.blanks(column, this.second) + this.halfLine(right, this.second).text;
    }
    return `${out}${leftEnds || rightEnds ? '\n' : ''}${color === '' ? '' : colors.reset}`;
  }
}

export const sideBySide = (
  { left, right }: Sides,
  changes: readonly Change[],
  style: Style,
  { width, common }: ColumnRules,
): string => {
  const columns = new Columns(width, style);
  let [out, i, j] = ['', 0, 0];
  /** Lines in both; where a change is ignored one side may have more. */
  const upTo = (endLeft: number, endRight: number): void => {
    if (common === 'none') [i, j] = [endLeft, endRight];
    if (common === 'both') {
      for (; i < endLeft && j < endRight; i += 1, j += 1) out += columns.line(left[i], ' ', right[j]);
      for (; j < endRight; j += 1) out += columns.line(undefined, ')', right[j]);
    }
    for (; i < endLeft; i += 1) out += columns.line(left[i], '(', undefined);
    j = endRight;
  };
  for (const change of changes) {
    if (change.ignorable) continue;
    upTo(change.left, change.right);
    const [endLeft, endRight] = [i + change.deleted, j + change.inserted];
    for (; i < endLeft && j < endRight; i += 1, j += 1) out += columns.line(left[i], '|', right[j]);
    for (; j < endRight; j += 1) out += columns.line(undefined, '>', right[j]);
    for (; i < endLeft; i += 1) out += columns.line(left[i], '<', undefined);
  }
  upTo(left.length, right.length);
  return out;
};
