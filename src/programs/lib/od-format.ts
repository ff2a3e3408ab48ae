/** The formats of od: TYPE strings, and how each prints a block. Leaves out long double. Authority: od(1), od.c of coreutils. */

export interface Spec {
  readonly kind: 'a' | 'c' | 'd' | 'f' | 'o' | 'u' | 'x';
  /** Bytes a field. */
  readonly size: number;
  readonly fieldWidth: number;
  readonly trailer: boolean;
}

const WIDTHS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  d: { 1: 4, 2: 6, 4: 11, 8: 20 },
  u: { 1: 3, 2: 5, 4: 10, 8: 20 },
  o: { 1: 3, 2: 6, 4: 11, 8: 22 },
  x: { 1: 2, 2: 4, 4: 8, 8: 16 },
  f: { 4: 15, 8: 24 },
};
const INTEGER_LETTERS: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8 };
const FLOAT_LETTERS: Readonly<Record<string, number>> = { F: 4, D: 8 };

export interface TypeProblem {
  readonly problem: string;
}

const sizeOf = (kind: string, text: string, whole: string): { size: number; used: number } | TypeProblem => {
  const float = kind === 'f';
  const named = (float ? FLOAT_LETTERS : INTEGER_LETTERS)[text.charAt(0)];
  if (named !== undefined) return { size: named, used: 1 };
  const digits = /^\d+/.exec(text)?.[0];
  if (digits === undefined) return { size: float ? 8 : 4, used: 0 };
  const size = Number(digits);
  if (WIDTHS[kind]?.[size] !== undefined) return { size, used: digits.length };
  const what = float ? 'floating point' : 'integral';
  return { problem: `invalid type string '${whole}';\nthis system doesn't provide a ${size}-byte ${what} type` };
};

/** `x1z`, `cx2`: one or more specifications. */
export const parseTypes = (text: string): Spec[] | TypeProblem => {
  const specs: Spec[] = [];
  let at = 0;
  while (at < text.length) {
    const kind = text.charAt(at);
    at += 1;
    let size = 1;
    let fieldWidth = 3;
    if (kind in WIDTHS) {
      const found = sizeOf(kind, text.slice(at), text);
      if ('problem' in found) return found;
      size = found.size;
      at += found.used;
      fieldWidth = WIDTHS[kind]?.[size] ?? 0;
    } else if (kind !== 'a' && kind !== 'c') {
      return { problem: `invalid character '${kind}' in type string '${text}'` };
    }
    const trailer = text.charAt(at) === 'z';
    if (trailer) at += 1;
    specs.push({ kind: kind as Spec['kind'], size, fieldWidth, trailer });
  }
  return specs;
};

const NAMES =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  );
const ESCAPES: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

const named = (byte: number): string => {
  const low = byte & 0x7f;
  return low === 0x7f ? 'del' : (NAMES[low] ?? String.fromCharCode(low));
};

/** As -c shows it: itself, an escape of C, or three octal digits. */
export const character = (byte: number): string =>
  ESCAPES[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'));

/** printf's %.*g. */
const general = (value: number, precision: number): string => {
  const [mantissa = '', exponent = '0'] = value.toExponential(precision - 1).split('e');
  const power = Number(exponent);
  const strip = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (power >= -4 && power < precision) return strip(value.toFixed(Math.max(0, precision - 1 - power)));
  return `${strip(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
};

/** The fewest digits that give the same number back. */
const shortest = (value: number, size: number): string => {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [least, most, smallest] = size === 4 ? [6, 9, 2 ** -126] : [15, 17, 2 ** -1022];
  for (let precision = Math.abs(value) < smallest ? 1 : least; precision < most; precision += 1) {
    const text = general(value, precision);
    if ((size === 4 ? Math.fround(Number(text)) : Number(text)) === value) return text;
  }
  return general(value, most);
};

const integer = (view: DataView, at: number, size: number, signed: boolean, little: boolean): bigint => {
  switch (size) {
    case 1:
      return BigInt(signed ? view.getInt8(at) : view.getUint8(at));
    case 2:
      return BigInt(signed ? view.getInt16(at, little) : view.getUint16(at, little));
    case 4:
      return BigInt(signed ? view.getInt32(at, little) : view.getUint32(at, little));
    default:
      return signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little);
  }
};

const fieldText = ({ kind, size, fieldWidth }: Spec, view: DataView, at: number, little: boolean): string => {
  if (kind === 'a') return named(view.getUint8(at));
  if (kind === 'c') return character(view.getUint8(at));
  if (kind === 'f') return shortest(size === 4 ? view.getFloat32(at, little) : view.getFloat64(at, little), size);
  const value = integer(view, at, size, kind === 'd', little);
  if (kind === 'd' || kind === 'u') return String(value);
  return value.toString(kind === 'o' ? 8 : 16).padStart(fieldWidth, '0');
};

/** What specs that are shown under each other have in common. */
export interface Layout {
  readonly specs: readonly Spec[];
  /** A multiple of every size. */
  readonly bytesPerBlock: number;
  readonly littleEndian: boolean;
}

const trailerOf = (bytes: Uint8Array): string =>
  `  >${[...bytes].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')}<`;

/** The lines of a block, a spec each, without their addresses. Fields of one block stand under each other. */
export const blockLines = (bytes: Uint8Array, { specs, bytesPerBlock, littleEndian }: Layout): string[] => {
  const padded = new Uint8Array(bytesPerBlock);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const widest = Math.max(...specs.map(({ size, fieldWidth }) => (bytesPerBlock / size) * (fieldWidth + 1)));
  return specs.map((spec) => {
    const fields = bytesPerBlock / spec.size;
    const blank = Math.floor((bytesPerBlock - bytes.length) / spec.size);
    const pad = widest - spec.fieldWidth * fields;
    let left = pad;
    let line = '';
    for (let field = 0; field < fields - blank; field += 1) {
      const next = Math.floor((pad * (fields - field - 1)) / fields);
      line += fieldText(spec, view, field * spec.size, littleEndian).padStart(left - next + spec.fieldWidth);
      left = next;
    }
    if (!spec.trailer) return line;
    const rest = blank * spec.fieldWidth + Math.floor((pad * blank) / fields);
    return line + ' '.repeat(rest) + trailerOf(bytes);
  });
};
