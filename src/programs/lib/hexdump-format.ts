/**
 * The format strings of hexdump: `8/2 "%04x " "\n"` is eight times two bytes, then text. Colours (`_L[…]`) are passed over.
 * Authority: hexdump(1), hexdump-parse.c of util-linux 2.38.1.
 */
import { C_ESCAPES } from './escape.ts';

export type Conversion =
  | { readonly kind: 'text' }
  /** The offset of this byte, in base 10, 8 or 16. */
  | { readonly kind: 'address' }
  | { readonly kind: 'char' | 'escaped' | 'printable' | 'named' | 'string' | 'signed' | 'unsigned' | 'float' };

/** What is printed of some bytes: text in front, and one conversion. */
export interface Piece {
  readonly kind: Conversion['kind'];
  readonly before: string;
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  /** As printf(3) has it. */
  readonly letter: string;
  /** Bytes that it takes. */
  readonly size: number;
}

export interface Unit {
  readonly pieces: readonly Piece[];
  readonly repeat: number;
  /** Bytes of one repetition. */
  readonly size: number;
  /** Ends in a blank that is not printed the last time. */
  readonly trims: boolean;
  /** `_A`: printed once, behind everything. */
  readonly atEnd: boolean;
}

export type Format = readonly Unit[];

export class FormatProblem extends Error {}

const fail = (text: string): never => {
  throw new FormatProblem(text);
};

interface RawUnit {
  readonly repeat: number | undefined;
  readonly size: number | undefined;
  readonly text: string;
}

/** This version writes an escape over its backslash and leaves what follows where it is, so that only those at the end come out well. */
const unescaped = (text: string): string => {
  const chars = [...text];
  let to = 0;
  for (let at = 0; at < text.length; at += 1, to += 1) {
    if (text.charAt(at) !== '\\') continue;
    at += 1;
    chars[to] = C_ESCAPES[text.charAt(at)] ?? text.charAt(at);
  }
  return chars.slice(0, to).join('');
};

const UNIT = /\s*(?:(\d+)(?:\s|\/)\s*)?(?:\/\s*)?(?:(\d+)\s+)?"([^"]*)"\s*/y;

const readUnits = (format: string): RawUnit[] => {
  const units: RawUnit[] = [];
  const number = (digits: string | undefined): number | undefined =>
    digits === undefined ? undefined : Number(digits);
  UNIT.lastIndex = 0;
  const start = /^\s*/.exec(format)?.[0].length ?? 0;
  for (let at = start; at < format.length; at = UNIT.lastIndex) {
    UNIT.lastIndex = at;
    const match = UNIT.exec(format);
    if (!match) return fail(`bad format {${format}}`);
    units.push({ repeat: number(match[1]), size: number(match[2]) || undefined, text: unescaped(match[3] ?? '') });
  }
  return units;
};

/** Sizes that a conversion may have; the first is meant if none is given. */
const SIZES: Readonly<Record<string, readonly [Conversion['kind'], readonly number[]]>> = {
  c: ['char', [1]],
  d: ['signed', [4, 1, 2, 8]],
  i: ['signed', [4, 1, 2, 8]],
  o: ['unsigned', [4, 1, 2, 8]],
  u: ['unsigned', [4, 1, 2, 8]],
  x: ['unsigned', [4, 1, 2, 8]],
  X: ['unsigned', [4, 1, 2, 8]],
  e: ['float', [8, 4]],
  E: ['float', [8, 4]],
  f: ['float', [8, 4]],
  g: ['float', [8, 4]],
  G: ['float', [8, 4]],
  _c: ['escaped', [1]],
  _p: ['printable', [1]],
  _u: ['named', [1]],
};
const BASES: Readonly<Record<string, string>> = { d: 'd', o: 'o', x: 'x' };
const CONVERSION = /([^%]*)%([-+ #0]*)(\d*)(?:\.(\d*))?(_?.?)/sy;

/** Bytes of a conversion whose letters are known. */
const sizeOf = (
  letters: string,
  given: number | undefined,
  precision: number | undefined,
): [Conversion['kind'], number] => {
  if (letters === 's') {
    const size = given ?? precision;
    return size === undefined ? fail('%s requires a precision or a byte count') : ['string', size];
  }
  const [kind, sizes] = SIZES[letters] ?? fail(`bad conversion character %${letters}`);
  const size = given ?? sizes[0] ?? 1;
  return sizes.includes(size) ? [kind, size] : fail(`bad byte count for conversion character ${letters}`);
};

const readPieces = ({ size: given, text }: RawUnit): { pieces: Piece[]; atEnd: boolean } => {
  const pieces: Piece[] = [];
  let atEnd = false;
  let converting = 0;
  CONVERSION.lastIndex = 0;
  let at = 0;
  for (;;) {
    CONVERSION.lastIndex = at;
    const match = CONVERSION.exec(text);
    if (!match) break;
    const [all, before = '', flags = '', width = '', precisionDigits, letters = ''] = match;
    at += all.length;
    const precision = precisionDigits === undefined ? undefined : Number(precisionDigits);
    const look = { before, flags, width: width === '' ? undefined : Number(width), precision };
    if (letters === '_a' || letters === '_A') {
      const base = BASES[text.charAt(at)] ?? fail(`bad conversion character %${letters}${text.charAt(at)}`);
      at += 1;
      if (letters === '_A') atEnd = true;
      pieces.push({ ...look, kind: 'address', letter: base, size: 0 });
    } else {
      const [kind, size] = sizeOf(letters, given, precision);
      converting += 1;
      if (given !== undefined && converting > 1) fail('byte count with multiple conversion characters');
      pieces.push({ ...look, kind, letter: letters.replace('_', ''), size });
    }
    at += /^_L\[[^\]]*\]/.exec(text.slice(at))?.[0].length ?? 0;
  }
  const rest = text.slice(at);
  if (rest !== '')
    pieces.push({ kind: 'text', before: rest, flags: '', width: undefined, precision: undefined, letter: '', size: 0 });
  return { pieces, atEnd };
};

/** Bytes that one string takes. */
export const sizeOfFormat = (format: Format): number =>
  format.reduce((sum, { repeat, size }) => sum + repeat * size, 0);

export interface Parsed {
  readonly units: Format;
  /** The last unit may be repeated to fill a block. */
  readonly stretches: boolean;
}

export const parseFormat = (text: string): Parsed => {
  const raw = readUnits(text);
  const units = raw.map((unit): Unit => {
    const { pieces, atEnd } = readPieces(unit);
    const size = unit.size ?? pieces.reduce((sum, piece) => sum + piece.size, 0);
    return { pieces, repeat: unit.repeat ?? 1, size, trims: false, atEnd };
  });
  const last = units.at(-1);
  return { units, stretches: last !== undefined && last.size > 0 && raw.at(-1)?.repeat === undefined };
};

/** Every string takes blocks of the same size: the last unit is repeated where that was left open. */
export const filledTo = ({ units, stretches }: Parsed, blockSize: number): Format => {
  const size = sizeOfFormat(units);
  return units.map((unit, index) => {
    const stretched = stretches && index === units.length - 1 && size < blockSize;
    const repeat = unit.repeat + (stretched ? Math.floor((blockSize - size) / unit.size) : 0);
    const lastPiece = unit.pieces.at(-1);
    return { ...unit, repeat, trims: repeat > 1 && lastPiece?.kind === 'text' && /\s$/.test(lastPiece.before) };
  });
};
