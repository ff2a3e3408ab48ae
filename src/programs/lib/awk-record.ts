/** The record: $0, its fields and NF, each made from the other when it is needed. Authority: POSIX awk "Record and fields". */

import { awkRegex } from './awk-regex.ts';
import { AwkFatal } from './awk-streams.ts';
import { fromInput, type Value } from './awk-value.ts';

const SPACE = 32;
const TAB = 9;
const NEWLINE = 10;

/** What parts fields: a carriage return does not. */
const isSpace = (code: number): boolean => code === SPACE || code === TAB || code === NEWLINE;

const splitAtBlanks = (text: string): string[] => {
  const pieces: string[] = [];
  const { length } = text;
  for (let at = 0; ; ) {
    while (at < length && isSpace(text.charCodeAt(at))) at += 1;
    if (at >= length) return pieces;
    const start = at;
    while (at < length && !isSpace(text.charCodeAt(at))) at += 1;
    pieces.push(text.slice(start, at));
  }
};

/** A text in pieces by FS, or split's third argument. */
export const splitText = (text: string, separator: string): string[] => {
  if (separator === ' ') return splitAtBlanks(text);
  if (text === '') return [];
  if (separator === '') return [...text];
  if (separator.length === 1 && separator !== '\\') return text.split(separator);
  return splitByRegex(text, separator);
};

export const splitByRegex = (text: string, source: string): string[] => {
  if (text === '') return [];
  const regex = awkRegex(source);
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; ) {
    const match = regex.exec(text, at);
    if (!match) break;
    if (match.end === match.start) {
      at = match.end + 1;
      continue;
    }
    pieces.push(text.slice(from, match.start));
    from = match.end;
    at = from;
  }
  pieces.push(text.slice(from));
  return pieces;
};

/** What the record needs to know of awk's variables. */
export interface Settings {
  separator(): string;
  outputSeparator(): string;
  text(value: Value): string;
}

const MAX_FIELDS = 32767;

export class AwkRecord {
  private whole = '';
  private value: Value;
  private stale = false;
  private fields: Value[] | undefined = [];
  /** FS when the record was read. */
  private separator = ' ';
  private readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  set(text: string): void {
    this.whole = text;
    this.value = undefined;
    this.stale = false;
    this.fields = undefined;
    this.separator = this.settings.separator();
  }

  get text(): string {
    if (this.stale) {
      this.whole = this.list()
        .map((field) => this.settings.text(field))
        .join(this.settings.outputSeparator());
      this.stale = false;
    }
    return this.whole;
  }

  private list(): Value[] {
    this.fields ??= splitText(this.whole, this.separator).map(fromInput);
    return this.fields;
  }

  private changed(): void {
    this.stale = true;
    this.value = undefined;
  }

  get count(): number {
    return this.list().length;
  }

  setCount(count: number): void {
    if (!(count >= 0)) throw new AwkFatal('run time error: negative value assigned to NF');
    const fields = this.list();
    this.check(count);
    while (fields.length < count) fields.push('');
    fields.length = count;
    this.changed();
  }

  private check(index: number): void {
    if (!(index >= 0))
      throw new AwkFatal(`run time error: negative field index $${Number.isNaN(index) ? '-nan' : index}`);
    if (index > MAX_FIELDS) throw new AwkFatal(`run time error: maximum number of fields ${MAX_FIELDS} exceeded`);
  }

  field(index: number): Value {
    if (index === 0) {
      this.value ??= fromInput(this.text);
      return this.value;
    }
    this.check(index);
    // A field that is not there is an empty string, not a variable that was never set.
    return this.list()[index - 1] ?? '';
  }

  setField(index: number, value: Value): void {
    if (index === 0) {
      this.set(this.settings.text(value));
      return;
    }
    this.check(index);
    const fields = this.list();
    while (fields.length < index) fields.push('');
    fields[index - 1] = value === undefined ? '' : value;
    this.changed();
  }
}
