/**
 * Where the pieces of a word go while it is expanded. A piece is quoted, or literal (unquoted text of the word itself),
 * or the result of an unquoted expansion, which is split.
 */
import { hasPattern, quotePattern } from './pattern.ts';

export interface Sink {
  /** Quoted text. An empty one leaves no trace by itself; `touch` does. */
  quoted(text: string): void;
  /** Unquoted text of the word. */
  literal(text: string): void;
  /** The result of an unquoted expansion. */
  split(text: string): void;
  /** There were quotes here: the field exists, even if it stays empty. */
  touch(): void;
}

/** One text, without splitting: assignments, here-documents, arithmetic. */
export class TextSink implements Sink {
  text = '';
  quoted(text: string): void {
    this.text += text;
  }
  literal(text: string): void {
    this.text += text;
  }
  split(text: string): void {
    this.text += text;
  }
  touch(): void {}
}

/** A pattern or regular expression, in which quoted text is to be taken literally. */
export class PatternSink implements Sink {
  text = '';
  private readonly quote: (text: string) => string;
  constructor(quote: (text: string) => string = quotePattern) {
    this.quote = quote;
  }
  quoted(text: string): void {
    this.text += this.quote(text);
  }
  literal(text: string): void {
    this.text += text;
  }
  split(text: string): void {
    this.text += text;
  }
  touch(): void {}
}

export interface Field {
  readonly text: string;
  /** The field as a pattern (quoted characters backslashed), when it may be one. */
  readonly pattern: string | undefined;
}

const ORDINARY = 0;
const SPACE = 1;
const DELIMITER = 2;
const SPECIAL = 4;

/** What each character means: `*`, `?`, `[`, `(` may make a pattern, those of IFS split. */
interface Characters {
  readonly ifs: string;
  readonly ascii: Uint8Array;
  /** Separators beyond ASCII. */
  readonly others: string;
}

function characters(ifs: string): Characters {
  const ascii = new Uint8Array(128);
  for (const char of '*?[(') ascii[char.charCodeAt(0)] = SPECIAL;
  let others = '';
  for (const char of ifs) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 128) others += char;
    else ascii[code] = (ascii[code] ?? 0) | (char === ' ' || char === '\t' || char === '\n' ? SPACE : DELIMITER);
  }
  return { ifs, ascii, others };
}

let lastCharacters = characters(' \t\n');
const charactersOf = (ifs: string): Characters =>
  lastCharacters.ifs === ifs ? lastCharacters : (lastCharacters = characters(ifs));

/** Fields, as word splitting makes them. */
export class FieldSink implements Sink {
  readonly fields: Field[] = [];
  /** How many empty "$@" there were: such a pair of quotes makes no field. */
  emptyLists = 0;
  private text = '';
  /** From the first unquoted character on that may make a pattern. */
  private pattern: string | undefined;
  private open = false;
  /** A blank ended the last field: a delimiter that follows belongs to it. */
  private afterSpace = false;
  private readonly characters: Characters;
  private readonly extglob: boolean;

  constructor(ifs: string, extglob: boolean) {
    this.characters = charactersOf(ifs);
    this.extglob = extglob;
  }

  quoted(text: string): void {
    if (text === '') return;
    this.touch();
    this.text += text;
    if (this.pattern !== undefined) this.pattern += quotePattern(text);
  }

  literal(text: string): void {
    if (text === '') return;
    this.touch();
    this.append(text, this.mayBePattern(text));
  }

  touch(): void {
    this.open = true;
    this.afterSpace = false;
  }

  /** `special`: it has characters that may make a pattern. */
  private append(text: string, special: boolean): void {
    if (special && this.pattern === undefined) this.pattern = quotePattern(this.text);
    this.text += text;
    if (this.pattern !== undefined) this.pattern += text;
  }

  private mayBePattern(text: string): boolean {
    const { ascii } = this.characters;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 128 && ((ascii[code] ?? 0) & SPECIAL) !== 0) return true;
    }
    return false;
  }

  split(text: string): void {
    const { ascii, others } = this.characters;
    let from = 0;
    let special = false;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const kind = code < 128 ? (ascii[code] ?? ORDINARY) : others.includes(text.charAt(i)) ? DELIMITER : ORDINARY;
      if (kind === ORDINARY) continue;
      if (kind === SPECIAL) {
        special = true;
        continue;
      }
      this.piece(text, from, i, special);
      special = false;
      from = i + 1;
      this.delimit((kind & SPACE) !== 0);
    }
    this.piece(text, from, text.length, special);
  }

  private piece(text: string, from: number, to: number, special: boolean): void {
    if (from === to) return;
    this.touch();
    this.append(from === 0 && to === text.length ? text : text.slice(from, to), special);
  }

  private delimit(isSpace: boolean): void {
    if (this.open) {
      this.close();
      this.afterSpace = isSpace;
    } else if (!isSpace) {
      if (!this.afterSpace) this.fields.push({ text: '', pattern: undefined });
      this.afterSpace = false;
    }
  }

  private close(): void {
    const { pattern } = this;
    const isPattern = pattern !== undefined && hasPattern(pattern, this.extglob);
    this.fields.push({ text: this.text, pattern: isPattern ? pattern : undefined });
    this.text = '';
    this.pattern = undefined;
    this.open = false;
  }

  /** The end of the field: between two elements of "$@", and at the end of the word. */
  separate(): void {
    if (this.open) this.close();
    this.afterSpace = false;
  }
}
