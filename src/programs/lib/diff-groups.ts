/**
 * diff -D and its line and group formats: both files in one text, in which the user says how lines and runs of lines look.
 * Authority: ifdef.c of GNU diffutils 3.8.
 */

import type { Change } from './diff-lines.ts';
import { lineText, type Sides, type Style } from './diff-print.ts';

export type LineKind = 'old' | 'new' | 'unchanged';
export type GroupKind = LineKind | 'changed';

export interface GroupFormats {
  readonly line: Readonly<Record<LineKind, string>>;
  readonly group: Readonly<Record<GroupKind, string>>;
}

/** What is not said follows from what is. */
export const completeFormats = (
  line: Partial<Record<LineKind, string>>,
  group: Partial<Record<GroupKind, string>>,
): GroupFormats => {
  const whole = '%l\n';
  const [old, fresh] = [group.old ?? group.changed ?? '%<', group.new ?? group.changed ?? '%>'];
  return {
    line: { old: line.old ?? whole, new: line.new ?? whole, unchanged: line.unchanged ?? whole },
    group: { old, new: fresh, unchanged: group.unchanged ?? '%=', changed: group.changed ?? old + fresh },
  };
};

/** -D NAME. */
export const ifdefGroups = (name: string): Record<GroupKind, string> => ({
  unchanged: '%=',
  old: `#ifndef ${name}\n%<#endif /* ! ${name} */\n`,
  new: `#ifdef ${name}\n%>#endif /* ${name} */\n`,
  changed: `#ifndef ${name}\n%<#else /* ${name} */\n%>#endif /* ${name} */\n`,
});

/** Identical files need not be looked at: nothing would be printed. */
export const isSilentWhenSame = ({ line, group }: GroupFormats): boolean =>
  group.unchanged === '' || (group.unchanged === '%=' && line.unchanged === '');

/** Lines `from` to before `to` of a file. */
interface Group {
  readonly lines: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** `%5d`, `%-3x`: the number behind them as printf(3) prints it. */
const SPEC = /^%([-'0]*)(\d*)(?:\.(\d*))?([doxX])/;
const CHARACTER = /^%[-'0]*\d*(?:\.\d*)?c'(?:\\([0-7]{1,3})|([^\\']))'/;

const printed = (value: number, [, flags = '', width = '', precision, letter]: RegExpExecArray): string => {
  const digits = value.toString(letter === 'o' ? 8 : letter === 'd' ? 10 : 16);
  const number = (letter === 'X' ? digits.toUpperCase() : digits).padStart(Number(precision ?? 0), '0');
  if (flags.includes('-')) return number.padEnd(Number(width));
  return number.padStart(Number(width), flags.includes('0') && precision === undefined ? '0' : ' ');
};

/** What a specification at the start of `text` prints, and its length; `numberOf` knows the letter behind it. */
const specification = (
  text: string,
  numberOf: (letter: string) => number | undefined,
): { out: string; length: number } | undefined => {
  const character = CHARACTER.exec(text);
  if (character) {
    const [all, octal, plain = ''] = character;
    return { out: octal === undefined ? plain : String.fromCharCode(Number.parseInt(octal, 8)), length: all.length };
  }
  const spec = SPEC.exec(text);
  const value = spec ? numberOf(text.charAt(spec[0].length)) : undefined;
  if (!spec || value === undefined) return undefined;
  return { out: printed(value, spec), length: spec[0].length + 1 };
};

const formattedLine = (format: string, line: string, number: number, style: Style): string => {
  let out = '';
  for (let at = 0; at < format.length; ) {
    const [char, next] = [format.charAt(at), format.charAt(at + 1)];
    if (char !== '%') {
      out += char;
      at += 1;
    } else if (next === '%' || next === 'l' || next === 'L') {
      const text = lineText(line, style);
      out += next === '%' ? '%' : next === 'l' ? text.replace(/\n$/, '') : text;
      at += 2;
    } else {
      const spec = specification(format.slice(at), (letter) => (letter === 'n' ? number : undefined));
      out += spec?.out ?? '%';
      at += spec?.length ?? 1;
    }
  }
  return out;
};

const formattedLines = (format: string, { lines, from, to }: Group, style: Style): string =>
  lines
    .slice(from, to)
    .map((line, index) => formattedLine(format, line, from + index + 1, style))
    .join('');

/** First, last and number of lines, and the lines around; capitals ask for the new file. */
const letterValue = (letter: string, old: Group, fresh: Group): number | undefined => {
  const { from, to } = letter === letter.toLowerCase() ? old : fresh;
  const values: Readonly<Record<string, number>> = { e: from, f: from + 1, l: to, m: to + 1, n: to - from };
  return values[letter.toLowerCase()];
};

class GroupPrinter {
  private readonly formats: GroupFormats;
  private readonly style: Style;
  private old: Group = { lines: [], from: 0, to: 0 };
  private fresh: Group = { lines: [], from: 0, to: 0 };
  private format = '';
  private at = 0;

  constructor(formats: GroupFormats, style: Style) {
    this.formats = formats;
    this.style = style;
  }

  group(kind: GroupKind, old: Group, fresh: Group): string {
    [this.old, this.fresh, this.format, this.at] = [old, fresh, this.formats.group[kind], 0];
    return this.upTo('');
  }

  /** The text as far as `end`; the place stays before it. */
  private upTo(end: string): string {
    let out = '';
    while (this.at < this.format.length && this.format.charAt(this.at) !== end) out += this.next();
    return out;
  }

  private next(): string {
    const { format, at } = this;
    const [char, letter] = [format.charAt(at), format.charAt(at + 1)];
    this.at += char === '%' && '%<>='.includes(letter) && letter !== '' ? 2 : 1;
    if (char !== '%') return char;
    if (letter === '%') return '%';
    if (letter === '<') return formattedLines(this.formats.line.old, this.old, this.style);
    if (letter === '=') return formattedLines(this.formats.line.unchanged, this.old, this.style);
    if (letter === '>') return formattedLines(this.formats.line.new, this.fresh, this.style);
    if (letter === '(') return this.choice() ?? '%';
    const spec = specification(format.slice(at), (name) => letterValue(name, this.old, this.fresh));
    if (!spec) return '%';
    this.at = at + spec.length;
    return spec.out;
  }

  /** `%(A=B?T:E)`. */
  private choice(): string | undefined {
    const head = /^\((\d+|[eflmn])=(\d+|[eflmn])\?/i.exec(this.format.slice(this.at));
    if (!head) return undefined;
    const [a, b] = [head[1] ?? '', head[2] ?? ''].map((word) =>
      /^\d/.test(word) ? Number(word) : letterValue(word, this.old, this.fresh),
    );
    this.at += head[0].length;
    const yes = this.upTo(':');
    if (this.at < this.format.length) this.at += 1;
    const no = this.upTo(')');
    if (this.at < this.format.length) this.at += 1;
    return a === b ? yes : no;
  }
}

export const mergedFormat = (
  { left, right }: Sides,
  changes: readonly Change[],
  style: Style,
  formats: GroupFormats,
): string => {
  const printer = new GroupPrinter(formats, style);
  let [out, i, j] = ['', 0, 0];
  const groups = (toLeft: number, toRight: number): [Group, Group] => {
    const both: [Group, Group] = [
      { lines: left, from: i, to: toLeft },
      { lines: right, from: j, to: toRight },
    ];
    [i, j] = [toLeft, toRight];
    return both;
  };
  const unchanged = (toLeft: number, toRight: number): void => {
    if (i < toLeft || j < toRight) out += printer.group('unchanged', ...groups(toLeft, toRight));
  };
  for (const change of changes) {
    if (change.ignorable) continue;
    unchanged(change.left, change.right);
    const kind = change.deleted === 0 ? 'new' : change.inserted === 0 ? 'old' : 'changed';
    out += printer.group(kind, ...groups(i + change.deleted, j + change.inserted));
  }
  unchanged(left.length, right.length);
  return out;
};
