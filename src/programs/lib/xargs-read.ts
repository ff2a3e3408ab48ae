/**
 * What xargs makes of its input: words with quotes and backslashes, whole lines (-I), or what stands between delimiters.
 * Authority: xargs(1) of findutils 4.9.
 */

import type { Input } from './input.ts';

/** What the input gives; `last` means that a line, for -L, ended with it. A problem ends xargs. */
export type Item =
  | { readonly kind: 'argument'; readonly text: string; readonly last: boolean }
  | { readonly kind: 'nul' }
  | { readonly kind: 'problem'; readonly problem: string };

export interface Reading {
  /** A character; undefined: blanks and newlines, with quotes. */
  readonly delimiter: string | undefined;
  /** Only newlines separate (-I). */
  readonly wholeLines: boolean;
  /** A word that ends the input. */
  readonly end: string | undefined;
  /** An argument of more bytes is too long. */
  readonly most: number;
}

const isBlank = (char: string): boolean => char === ' ' || char === '\t';
const isSpace = (char: string): boolean => isBlank(char) || (char >= '\n' && char <= '\r');

const TOO_LONG: Item = { kind: 'problem', problem: 'argument line too long' };
const unmatched = (quote: string): Item => ({
  kind: 'problem',
  problem: `unmatched ${quote === '"' ? 'double' : 'single'} quote; by default quotes are special to xargs unless you use the -0 option`,
});

type State = 'space' | 'normal' | 'quote' | 'backslash';

/** Takes the input character by character; `feed` answers what a character has completed. */
export class Splitter {
  private readonly reading: Reading;
  private state: State = 'space';
  private quote = '';
  private previous = '';
  private text = '';
  /** There is an argument even if it is empty: ''. */
  private seen = false;
  private warned = false;
  ended = false;

  constructor(reading: Reading) {
    this.reading = reading;
  }

  feed(char: string): Item | undefined {
    const { delimiter } = this.reading;
    if (delimiter === undefined) return this.word(char);
    if (char === delimiter) return this.complete(true);
    return this.add(char);
  }

  /** The end of the input. */
  finish(): Item | undefined {
    if (this.ended) return undefined;
    this.ended = true;
    if (this.state === 'quote') return unmatched(this.quote);
    return this.seen || this.text !== '' ? this.complete(false, true) : undefined;
  }

  private word(char: string): Item | undefined {
    const { previous } = this;
    this.previous = char;
    switch (this.state) {
      case 'space':
        if (isSpace(char)) return undefined;
        this.state = 'normal';
        return this.normal(char, previous);
      case 'normal':
        return this.normal(char, previous);
      case 'quote':
        if (char === '\n') {
          this.ended = true;
          return unmatched(this.quote);
        }
        if (char !== this.quote) return this.add(char);
        this.state = 'normal';
        return undefined;
      case 'backslash':
        this.state = 'normal';
        return this.add(char);
    }
  }

  private normal(char: string, previous: string): Item | undefined {
    if (char === '\n') {
      this.state = 'space';
      return this.complete(!isBlank(previous));
    }
    if (!this.reading.wholeLines && isBlank(char)) {
      this.state = 'space';
      return this.complete(false);
    }
    this.seen = true;
    if (char === '\\') this.state = 'backslash';
    else if (char === "'" || char === '"') {
      this.state = 'quote';
      this.quote = char;
    } else return this.add(char);
    return undefined;
  }

  private add(char: string): Item | undefined {
    if (this.text.length >= this.reading.most) {
      this.ended = true;
      return TOO_LONG;
    }
    this.text += char;
    if (char !== '\0' || this.warned || this.reading.delimiter !== undefined) return undefined;
    this.warned = true;
    return { kind: 'nul' };
  }

  private complete(last: boolean, atEnd = false): Item | undefined {
    // An argument is a C string: it ends at a NUL.
    const nul = this.text.indexOf('\0');
    const text = nul < 0 ? this.text : this.text.slice(0, nul);
    this.text = '';
    this.seen = false;
    if (text !== this.reading.end) return { kind: 'argument', text, last: last && !atEnd };
    this.ended = true;
    return undefined;
  }
}

/** All items, as soon as what was read completes them. */
export function* eachItem(
  input: Input,
  reading: Reading,
  visit: (item: Item) => Generator<void, void>,
): Generator<void, void> {
  const splitter = new Splitter(reading);
  while (!splitter.ended) {
    const block = yield* input.block();
    if (block === undefined) break;
    for (const char of block) {
      const item = splitter.feed(char);
      if (item) yield* visit(item);
      if (splitter.ended) return;
    }
  }
  const item = splitter.finish();
  if (item) yield* visit(item);
}
