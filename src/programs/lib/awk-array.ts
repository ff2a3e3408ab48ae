/**
 * awk's arrays, with the order in which mawk 1.3.4 goes through them: by hash buckets, last made first; whole-number
 * subscripts get their places when the array is first gone through.
 * Leaves out that looking an element up moves it to the front of its bucket. Authority: array.w of mawk.
 */

import { numberText, type Value } from './awk-value.ts';

const STARTING_SIZE = 64;
const AVERAGE_LENGTH = 12;
const WHOLE = /^(?:0|-?[1-9]\d{0,9})$/;

/** FNV-1a. */
const hash = (text: string): number => {
  let h = 2166136261;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
};

export class AwkArray {
  readonly elements = new Map<string, Value>();

  get size(): number {
    return this.elements.size;
  }

  /** Made by being looked at. */
  get(key: string): Value {
    const value = this.elements.get(key);
    if (value === undefined && !this.elements.has(key)) this.elements.set(key, undefined);
    return value;
  }

  set(key: string, value: Value): void {
    this.elements.set(key, value);
  }

  clear(): void {
    this.elements.clear();
  }

  /** 1 … n, as split makes it. */
  fill(values: readonly Value[]): void {
    this.clear();
    for (const [i, value] of values.entries()) this.elements.set(String(i + 1), value);
  }

  keys(): string[] {
    let size = STARTING_SIZE;
    while (this.elements.size > size * AVERAGE_LENGTH) size *= 2;
    const words: string[] = [];
    const wholes: string[][] = [];
    for (const key of this.elements.keys()) {
      if (!WHOLE.test(key)) {
        words.push(key);
        continue;
      }
      const bucket = (Number(key) & (size - 1)) >>> 0;
      const list = wholes[bucket] ?? [];
      list.unshift(key);
      wholes[bucket] = list;
    }
    const buckets: string[][] = [];
    for (const key of [...words, ...wholes.flat()]) {
      const bucket = hash(key) & (size - 1);
      const list = buckets[bucket] ?? [];
      list.unshift(key);
      buckets[bucket] = list;
    }
    return buckets.flat();
  }
}

/** A subscript of one expression: a number's text does not depend on OFMT, and is shortest for whole ones. */
export const subscript = (value: Value, format: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value, format);
  return value === undefined ? '' : value.text;
};
