/**
 * 64-bit integers that wrap around, as the shell's arithmetic has them. Almost all are small: those are plain numbers,
 * and only what does not fit in 53 bits is a bigint, so that every value has one form.
 */

export type Integer = number | bigint;

/** An operator of two operands. */
export type Binary = (left: Integer, right: Integer) => Integer;

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

/** Wraps to 64 bits and takes the short form where it fits. */
export function wrap(value: bigint): Integer {
  const wrapped = BigInt.asIntN(64, value);
  return wrapped <= MOST && wrapped >= -MOST ? Number(wrapped) : wrapped;
}

const isSmall = (value: Integer): value is number => typeof value === 'number';
/** Both fit in the 32 bits of JavaScript's own operators. */
const are32 = (left: Integer, right: Integer): boolean =>
  isSmall(left) && isSmall(right) && (left | 0) === left && (right | 0) === right;

export function add(left: Integer, right: Integer): Integer {
  if (isSmall(left) && isSmall(right)) {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return wrap(BigInt(left) + BigInt(right));
}

export function subtract(left: Integer, right: Integer): Integer {
  if (isSmall(left) && isSmall(right)) {
    const difference = left - right;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return wrap(BigInt(left) - BigInt(right));
}

export function multiply(left: Integer, right: Integer): Integer {
  if (isSmall(left) && isSmall(right)) {
    const product = left * right;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return wrap(BigInt(left) * BigInt(right));
}

/** Towards zero; the divisor is not 0. */
export function divide(left: Integer, right: Integer): Integer {
  if (isSmall(left) && isSmall(right)) return (left - (left % right)) / right + 0;
  return wrap(BigInt(left) / BigInt(right));
}

/** With the sign of the dividend; the divisor is not 0. */
export function remainder(left: Integer, right: Integer): Integer {
  if (isSmall(left) && isSmall(right)) return (left % right) + 0;
  return wrap(BigInt(left) % BigInt(right));
}

/** The exponent is not negative. */
export function power(base: Integer, exponent: Integer): Integer {
  let result: Integer = 1;
  let factor = base;
  for (let left = BigInt(exponent); left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(result, factor);
    factor = multiply(factor, factor);
  }
  return result;
}

/** The processor looks at six bits of the count. */
export const shiftLeft = (value: Integer, count: Integer): Integer => wrap(BigInt(value) << (BigInt(count) & 63n));
export const shiftRight = (value: Integer, count: Integer): Integer => wrap(BigInt(value) >> (BigInt(count) & 63n));

export const and = (left: Integer, right: Integer): Integer =>
  are32(left, right) ? Number(left) & Number(right) : wrap(BigInt(left) & BigInt(right));
export const or = (left: Integer, right: Integer): Integer =>
  are32(left, right) ? Number(left) | Number(right) : wrap(BigInt(left) | BigInt(right));
export const xor = (left: Integer, right: Integer): Integer =>
  are32(left, right) ? Number(left) ^ Number(right) : wrap(BigInt(left) ^ BigInt(right));
export const complement = (value: Integer): Integer => subtract(-1, value);
