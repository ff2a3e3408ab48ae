/**
 * The x87 long double (64-bit mantissa), which bash, printf(1) and seq(1) use for %f, %e, %g and %a.
 * Models parsing, addition, scaling by a whole number and exact printing; leaves out denormals and the rest of libm.
 * Authority: strtold(3), printf(3). A finite value is sign × mantissa × 2^exponent with the mantissa's top bit at 63.
 */

export type LongDouble =
  | { readonly kind: 'finite'; readonly negative: boolean; readonly mantissa: bigint; readonly exponent: number }
  | { readonly kind: 'infinity'; readonly negative: boolean }
  | { readonly kind: 'nan'; readonly negative: boolean };

const MANTISSA_BITS = 64;
const MAX_EXPONENT = 16384;
const ZERO: LongDouble = { kind: 'finite', negative: false, mantissa: 0n, exponent: 0 };

const bitLength = (value: bigint): number => {
  if (value === 0n) return 0;
  const hex = value.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex.slice(0, 1), 16)));
};

const shift = (value: bigint, bits: number): bigint => (bits >= 0 ? value << BigInt(bits) : value >> BigInt(-bits));

/** n / d rounded to the nearest whole number, ties to even; both are ≥ 0. */
const divideToEven = (n: bigint, d: bigint): bigint => {
  const quotient = n / d;
  const twice = (n - quotient * d) * 2n;
  if (twice > d || (twice === d && (quotient & 1n) === 1n)) return quotient + 1n;
  return quotient;
};

/** The long double nearest to ±n/d × 2^power. */
const round = (negative: boolean, n: bigint, d: bigint, power = 0): LongDouble => {
  if (n === 0n) return { ...ZERO, negative };
  let scale = MANTISSA_BITS - (bitLength(n) - bitLength(d));
  let mantissa = scale >= 0 ? divideToEven(n << BigInt(scale), d) : divideToEven(n, d << BigInt(-scale));
  const extra = bitLength(mantissa) - MANTISSA_BITS;
  if (extra !== 0) {
    // The first guess was one bit off: round once more from the exact value, never from the rounded one.
    scale -= extra;
    mantissa = scale >= 0 ? divideToEven(n << BigInt(scale), d) : divideToEven(n, d << BigInt(-scale));
    if (bitLength(mantissa) > MANTISSA_BITS) {
      mantissa >>= 1n;
      scale -= 1;
    }
  }
  const exponent = power - scale;
  if (exponent + MANTISSA_BITS > MAX_EXPONENT) return { kind: 'infinity', negative };
  if (exponent + MANTISSA_BITS < -MAX_EXPONENT) return { ...ZERO, negative };
  return { kind: 'finite', negative, mantissa, exponent };
};

export const fromInteger = (value: bigint): LongDouble => round(value < 0n, value < 0n ? -value : value, 1n);

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?/;
const HEXADECIMAL = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?\d+))?/;
const WORD = /^([+-]?)(inf(?:inity)?|nan(?:\([a-z0-9_]*\))?)/i;

export interface Parsed {
  readonly value: LongDouble;
  /** Characters used; 0 when there is no number at the start. */
  readonly length: number;
  readonly outOfRange: boolean;
}

/** strtold(3): leading blanks, then the longest prefix that is a number. */
export const parseLongDouble = (text: string): Parsed => {
  const blanks = /^[ \t\n\v\f\r]*/.exec(text)?.[0].length ?? 0;
  const rest = text.slice(blanks);
  const word = WORD.exec(rest);
  if (word) {
    const kind = /inf/i.test(word[2] ?? '') ? 'infinity' : 'nan';
    return { value: { kind, negative: word[1] === '-' }, length: blanks + word[0].length, outOfRange: false };
  }
  const hex = HEXADECIMAL.exec(rest);
  if (hex && `${hex[2] ?? ''}${hex[3] ?? ''}` !== '') return finish(hex, 16n, blanks);
  const decimal = DECIMAL.exec(rest);
  if (!decimal || `${decimal[2] ?? ''}${decimal[3] ?? ''}` === '') return { value: ZERO, length: 0, outOfRange: false };
  return finish(decimal, 10n, blanks);
};

const finish = (match: RegExpExecArray, base: 10n | 16n, blanks: number): Parsed => {
  const [all, sign, whole = '', fraction = '', exponentText] = match;
  const digits = BigInt(`${base === 16n ? '0x' : ''}${whole}${fraction}`);
  const exponent = Math.max(-20000, Math.min(20000, Number(exponentText ?? '0')));
  const negative = sign === '-';
  const length = blanks + all.length;
  let value: LongDouble;
  if (base === 16n) value = round(negative, digits, 1n, exponent - 4 * fraction.length);
  else {
    const power = exponent - fraction.length;
    value =
      power >= 0 ? round(negative, digits * 10n ** BigInt(power), 1n) : round(negative, digits, 10n ** BigInt(-power));
  }
  const lost = value.kind === 'infinity' || (value.kind === 'finite' && value.mantissa === 0n && digits !== 0n);
  return { value, length, outOfRange: lost };
};

const signedUnits = (value: LongDouble & { kind: 'finite' }, exponent: number): bigint => {
  const units = shift(value.mantissa, value.exponent - exponent);
  return value.negative ? -units : units;
};

export const isFiniteValue = (value: LongDouble): value is LongDouble & { kind: 'finite' } => value.kind === 'finite';

export const isZero = (value: LongDouble): boolean => value.kind === 'finite' && value.mantissa === 0n;

export const add = (a: LongDouble, b: LongDouble): LongDouble => {
  if (a.kind === 'nan' || b.kind === 'nan') return { kind: 'nan', negative: false };
  if (a.kind === 'infinity') return a;
  if (b.kind === 'infinity') return b;
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = signedUnits(a, exponent) + signedUnits(b, exponent);
  return round(sum < 0n, sum < 0n ? -sum : sum, 1n, exponent);
};

/** value × count, as one rounded long double multiplication. */
export const scale = (value: LongDouble, count: bigint): LongDouble => {
  if (value.kind !== 'finite') return value;
  const product = signedUnits(value, value.exponent) * count;
  return round(product < 0n, product < 0n ? -product : product, 1n, value.exponent);
};

/** −1, 0 or 1; undefined where one of them is not a number. */
export const compare = (a: LongDouble, b: LongDouble): number | undefined => {
  if (a.kind === 'nan' || b.kind === 'nan') return undefined;
  const rank = (x: LongDouble): number => (x.kind === 'infinity' ? (x.negative ? -1 : 1) : 0);
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
  if (a.kind !== 'finite' || b.kind !== 'finite') return 0;
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = signedUnits(a, exponent) - signedUnits(b, exponent);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** |value| × 10^places rounded to a whole number, ties to even, as printf rounds. */
const scaled = (value: LongDouble & { kind: 'finite' }, places: number): bigint => {
  let n = value.mantissa;
  let d = 1n;
  if (places >= 0) n *= 10n ** BigInt(places);
  else d *= 10n ** BigInt(-places);
  if (value.exponent >= 0) n <<= BigInt(value.exponent);
  else d <<= BigInt(-value.exponent);
  return divideToEven(n, d);
};

/** The digits of %.{precision}f, without a sign. */
export const toFixed = (value: LongDouble & { kind: 'finite' }, precision: number, point = false): string => {
  const digits = scaled(value, precision)
    .toString()
    .padStart(precision + 1, '0');
  const whole = digits.slice(0, digits.length - precision);
  const fraction = digits.slice(digits.length - precision);
  return fraction !== '' || point ? `${whole}.${fraction}` : whole;
};

/** `digits` significant digits d.ddd × 10^exponent. */
const significant = (value: LongDouble & { kind: 'finite' }, digits: number): { text: string; exponent: number } => {
  if (value.mantissa === 0n) return { text: '0'.repeat(digits), exponent: 0 };
  let exponent = Math.floor((bitLength(value.mantissa) - 1 + value.exponent) * Math.LOG10E * Math.LN2);
  let text = scaled(value, digits - 1 - exponent).toString();
  while (text.length !== digits) {
    exponent += text.length - digits;
    text = scaled(value, digits - 1 - exponent).toString();
  }
  return { text, exponent };
};

const exponential = (text: string, exponent: number, point: boolean): string => {
  const fraction = text.slice(1);
  const dot = fraction !== '' || point ? '.' : '';
  const sign = exponent < 0 ? '-' : '+';
  return `${text.slice(0, 1)}${dot}${fraction}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
};

/** %.{precision}e without a sign. */
export const toExponential = (value: LongDouble & { kind: 'finite' }, precision: number, point = false): string => {
  const { text, exponent } = significant(value, precision + 1);
  return exponential(text, exponent, point);
};

/** %.{precision}g without a sign; `keepZeros` is the # flag. */
export const toGeneral = (value: LongDouble & { kind: 'finite' }, precision: number, keepZeros = false): string => {
  const digits = Math.max(precision, 1);
  const { text, exponent } = significant(value, digits);
  const trim = (number: string): string => (keepZeros || !number.includes('.') ? number : number.replace(/\.?0+$/, ''));
  if (exponent < -4 || exponent >= digits) {
    const trimmed = keepZeros ? text : text.slice(0, 1) + text.slice(1).replace(/0+$/, '');
    return exponential(trimmed, exponent, keepZeros);
  }
  return trim(toFixed(value, digits - 1 - exponent, keepZeros));
};

/** %a as glibc prints a long double: four bits before the point. */
export const toHexadecimal = (value: LongDouble & { kind: 'finite' }, precision: number | undefined): string => {
  if (value.mantissa === 0n) return `0x0${precision ? `.${'0'.repeat(precision)}` : ''}p+0`;
  let mantissa = value.mantissa;
  let exponent = value.exponent + 60;
  let places = 15;
  if (precision !== undefined && precision < 15) {
    mantissa = divideToEven(mantissa, 1n << BigInt(4 * (15 - precision)));
    places = precision;
    if (bitLength(mantissa) > 4 * (places + 1)) {
      mantissa >>= 1n;
      exponent += 1;
    }
  }
  const digits = mantissa.toString(16);
  let fraction = digits.slice(1).padEnd(places, '0');
  if (precision === undefined) fraction = fraction.replace(/0+$/, '');
  else fraction = fraction.padEnd(precision, '0');
  const sign = exponent < 0 ? '-' : '+';
  return `0x${digits.slice(0, 1)}${fraction === '' ? '' : `.${fraction}`}p${sign}${Math.abs(exponent)}`;
};

/** The nearest JavaScript number, for sizes and waits where 53 bits are plenty. */
export const toNumber = (value: LongDouble): number => {
  if (value.kind === 'nan') return Number.NaN;
  const sign = value.negative ? -1 : 1;
  if (value.kind === 'infinity') return sign * Number.POSITIVE_INFINITY;
  return sign * Number(value.mantissa) * 2 ** value.exponent;
};

/** A double is a long double exactly. */
export const fromDouble = (value: number): LongDouble => {
  if (Number.isNaN(value)) return { kind: 'nan', negative: false };
  const negative = value < 0 || Object.is(value, -0);
  if (!Number.isFinite(value)) return { kind: 'infinity', negative };
  if (value === 0) return { ...ZERO, negative };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const fraction = bits & ((1n << 52n) - 1n);
  const exponent = Number(bits >> 52n);
  return exponent === 0
    ? round(negative, fraction, 1n, -1074)
    : round(negative, fraction | (1n << 52n), 1n, exponent - 1075);
};
