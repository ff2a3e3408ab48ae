/** The sets of tr: ranges, classes, repeats and escapes, over bytes. Authority: tr(1). */

export interface ByteSet {
  /** In order; −1 stands for a [c*] that is as long as needed. */
  readonly bytes: readonly number[];
  /** Where [c*] stands, and what it repeats. */
  readonly filler: { readonly at: number; readonly byte: number } | undefined;
  /** Only classes and plain bytes, of which a class may translate to a class. */
  readonly classes: readonly string[];
  readonly hasEquivalence: boolean;
  /** How many [c*] there are. */
  readonly fillers: number;
  /** It ends with a backslash that escapes nothing. */
  readonly endsOpen: boolean;
}

export class SetProblem extends Error {}

const isIn = (from: string, to: string) => (byte: number) => byte >= from.charCodeAt(0) && byte <= to.charCodeAt(0);
const [digit, lower, upper] = [isIn('0', '9'), isIn('a', 'z'), isIn('A', 'Z')];

const CLASSES: Readonly<Record<string, (byte: number) => boolean>> = {
  alnum: (b) => digit(b) || lower(b) || upper(b),
  alpha: (b) => lower(b) || upper(b),
  blank: (b) => b === 32 || b === 9,
  cntrl: (b) => b < 32 || b === 127,
  digit,
  graph: (b) => b > 32 && b < 127,
  lower,
  print: (b) => b >= 32 && b < 127,
  punct: (b) => b > 32 && b < 127 && !digit(b) && !lower(b) && !upper(b),
  space: (b) => b === 32 || (b >= 9 && b <= 13),
  upper,
  xdigit: (b) => digit(b) || isIn('a', 'f')(b) || isIn('A', 'F')(b),
};

const ESCAPES: Readonly<Record<string, number>> = { '\\': 92, a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

interface Unit {
  readonly byte: number;
  readonly escaped: boolean;
}

/** Backslashes first: an escaped bracket or dash is an ordinary byte. */
const unescaped = (text: string): Unit[] => {
  const units: Unit[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char !== '\\' || at + 1 >= text.length) {
      units.push({ byte: text.charCodeAt(at), escaped: false });
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1))?.[0];
    if (octal !== undefined) {
      // \400 does not fit a byte: \40 and a zero.
      const digits = Number.parseInt(octal, 8) > 0xff ? octal.slice(0, 2) : octal;
      units.push({ byte: Number.parseInt(digits, 8), escaped: true });
      at += digits.length;
      continue;
    }
    const next = text.charAt(at + 1);
    units.push({ byte: ESCAPES[next] ?? next.charCodeAt(0), escaped: true });
    at += 1;
  }
  return units;
};

const shown = (byte: number): string =>
  byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);

export const parseSet = (text: string): ByteSet => {
  const units = unescaped(text);
  const bytes: number[] = [];
  const classes: string[] = [];
  let filler: ByteSet['filler'];
  let hasEquivalence = false;
  let fillers = 0;
  const plain = (index: number, char: string): boolean => {
    const unit = units[index];
    return unit !== undefined && !unit.escaped && unit.byte === char.charCodeAt(0);
  };
  const textOf = (from: number, to: number): string =>
    units
      .slice(from, to)
      .map(({ byte }) => String.fromCharCode(byte))
      .join('');
  const closing = (from: number, kind: string): number => {
    for (let i = from; i < units.length - 1; i += 1) if (plain(i, kind) && plain(i + 1, ']')) return i;
    return -1;
  };
  /** `[:alpha:]`, `[=a=]`, `[a*5]` at `at`: the index behind it. */
  const bracket = (at: number): number | undefined => {
    if (!plain(at, '[')) return undefined;
    for (const kind of [':', '=']) {
      if (!plain(at + 1, kind)) continue;
      const end = closing(at + 2, kind);
      if (end < 0) continue;
      const name = textOf(at + 2, end);
      if (kind === '=') {
        if (name.length !== 1) {
          if (name === '') throw new SetProblem("missing equivalence class character '[==]'");
          throw new SetProblem(`${name}: equivalence class operand must be a single character`);
        }
        bytes.push(name.charCodeAt(0));
        hasEquivalence = true;
      } else {
        const test = CLASSES[name];
        if (!test) {
          if (name === '') throw new SetProblem("missing character class name '[::]'");
          throw new SetProblem(`invalid character class '${name}'`);
        }
        classes.push(name);
        for (let byte = 0; byte < 256; byte += 1) if (test(byte)) bytes.push(byte);
      }
      return end + 2;
    }
    return repeat(at);
  };
  const repeat = (at: number): number | undefined => {
    const unit = units[at + 1];
    if (!unit || !plain(at + 2, '*')) return undefined;
    let end = at + 3;
    while (end < units.length && !plain(end, ']')) end += 1;
    if (end >= units.length) return undefined;
    const digits = textOf(at + 3, end);
    if (!/^\d*$/.test(digits)) {
      throw new SetProblem(`invalid repeat count '${digits}' in [c*n] construct`);
    }
    const count = digits === '' ? 0 : digits.startsWith('0') ? Number.parseInt(digits, 8) : Number(digits);
    if (count === 0) {
      fillers += 1;
      filler = { at: bytes.length, byte: unit.byte };
    } else for (let i = 0; i < count; i += 1) bytes.push(unit.byte);
    return end + 1;
  };
  for (let at = 0; at < units.length; ) {
    const behind = bracket(at);
    if (behind !== undefined) {
      at = behind;
      continue;
    }
    const unit = units[at];
    const last = units[at + 2];
    if (unit && last && plain(at + 1, '-')) {
      if (last.byte < unit.byte) {
        throw new SetProblem(
          `range-endpoints of '${shown(unit.byte)}-${shown(last.byte)}' are in reverse collating sequence order`,
        );
      }
      for (let byte = unit.byte; byte <= last.byte; byte += 1) bytes.push(byte);
      at += 3;
      continue;
    }
    if (unit) bytes.push(unit.byte);
    at += 1;
  }
  const endsOpen = /^(?:[^\\]|\\.)*\\$/s.test(text);
  return { bytes, filler, classes, hasEquivalence, fillers, endsOpen };
};

/** The set with its [c*] stretched so that it is `length` long. */
export const stretched = ({ bytes, filler }: ByteSet, length: number): number[] => {
  if (!filler) return [...bytes];
  const missing = Math.max(0, length - bytes.length);
  return [...bytes.slice(0, filler.at), ...new Array<number>(missing).fill(filler.byte), ...bytes.slice(filler.at)];
};
