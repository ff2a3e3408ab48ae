/**
 * awk's values as text and in comparisons.
 * Authority: POSIX awk "Expressions in awk"; whole numbers print as such up to 2³¹ − 1, as mawk 1.3.4 does.
 */

import { awkFormat } from './awk-format.ts';
import { toNumber, type Value } from './awk-number.ts';
import { fromDouble, toGeneral } from './long-double.ts';

const MAX_INT = 2147483647;

const isWhole = (value: number): boolean => Math.abs(value) <= MAX_INT && Math.trunc(value) === value;

/** A number as text, by CONVFMT or OFMT. */
export const numberText = (value: number, format: string): string => {
  if (isWhole(value)) return String(value === 0 ? 0 : value);
  if (Number.isNaN(value)) return '-nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (format !== '%.6g') return awkFormat(format, [value], String).text;
  const exact = fromDouble(value);
  if (exact.kind !== 'finite') return '0';
  return (value < 0 ? '-' : '') + toGeneral(exact, 6);
};

export const toText = (value: Value, format: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value, format);
  return value === undefined ? '' : value.text;
};

export const isTrue = (value: Value): boolean => {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  return value !== undefined && value.number !== 0;
};

/** Less than 0, 0, or more: as numbers where both are, or may be. */
export const compareValues = (a: Value, b: Value, format: string): number => {
  if (typeof a !== 'string' && typeof b !== 'string') {
    const left = toNumber(a);
    const right = toNumber(b);
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const left = toText(a, format);
  const right = toText(b, format);
  return left < right ? -1 : left > right ? 1 : 0;
};

export { fromInput, toNumber, type Value } from './awk-number.ts';
