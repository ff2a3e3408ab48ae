/**
 * The inside of `${…}`: which parameter, which operation, with which operands.
 * Authority: bash(1), Parameter Expansion.
 */
import type { Arithmetic, ParameterOperation, ParameterPart, Part, Word } from './ast.ts';
import type { Context, Surroundings } from './context.ts';
import { constructEnd } from './recognizer.ts';
import { withTildes } from './tilde.ts';

const specialParameters = '@*#?-$!';
const isNameStart = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const isNumeral = (code: number): boolean => code >= 48 && code <= 57;

/** The end of the name after `$`: a variable, one digit, or a special parameter. */
export function parameterEnd(text: string, from: number, to: number): number {
  if (from >= to) return from;
  const code = text.charCodeAt(from);
  if (isNumeral(code) || specialParameters.includes(text.charAt(from))) return from + 1;
  return nameEnd(text, from, to);
}

function nameEnd(text: string, from: number, to: number): number {
  if (!isNameStart(text.charCodeAt(from))) return from;
  let at = from + 1;
  while (at < to && (isNameStart(text.charCodeAt(at)) || isNumeral(text.charCodeAt(at)))) at++;
  return at;
}

/** Inside braces a number may have several digits. */
function bracedNameEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isNumeral(text.charCodeAt(at))) at++;
  return at > from ? at : parameterEnd(text, from, to);
}

/** How the words inside are read. */
export interface PartReader {
  parts(text: string, context: Context, around: Surroundings): Part[];
  arithmetic(text: string, around: Surroundings): Arithmetic;
  subscript(text: string, around: Surroundings): Word;
}

/** `text` is the whole of `${…}`. */
export function parseParameter(
  text: string,
  context: Context,
  around: Surroundings,
  reader: PartReader,
): ParameterPart {
  const cursor = new Cursor(text.replaceAll('\\\n', ''), context, around, reader);
  return cursor.parse();
}

/** The operand context: quotes in ${x:-…} keep what the surroundings say, patterns are always read plainly. */
function operandContext(context: Context): Context {
  switch (context) {
    case 'plain':
      return 'plain';
    case 'here':
    case 'here-brace':
      return 'here-brace';
    default:
      return 'brace';
  }
}

class Cursor {
  private readonly text: string;
  private readonly to: number;
  private readonly context: Context;
  private readonly around: Surroundings;
  private readonly reader: PartReader;
  private at = 2;

  constructor(text: string, context: Context, around: Surroundings, reader: PartReader) {
    this.text = text;
    this.to = text.length - 1;
    this.context = context;
    this.around = around;
    this.reader = reader;
  }

  parse(): ParameterPart {
    return this.length() ?? this.ordinary();
  }

  /** `${#name}`, where nothing follows the name. */
  private length(): ParameterPart | undefined {
    if (this.peek() !== '#' || this.to === 3) return undefined;
    const name = bracedNameEnd(this.text, 3, this.to);
    if (name === 3) return undefined;
    const index = this.subscript(name);
    if (index.end !== this.to) return undefined;
    return this.part(this.text.slice(3, name), false, index.word, { kind: 'length' });
  }

  private ordinary(): ParameterPart {
    const indirect = this.isIndirect();
    if (indirect) this.at++;
    const end = bracedNameEnd(this.text, this.at, this.to);
    const name = this.text.slice(this.at, end);
    if (name === '') return this.part('', false, undefined, { kind: 'bad' });
    const index = this.subscript(end);
    this.at = index.end;
    if (this.at === this.to) return this.part(name, indirect, index.word, undefined);
    const rest = this.text.slice(this.at, this.to);
    if (indirect && index.word === undefined && (rest === '@' || rest === '*')) {
      return this.part(name, false, undefined, { kind: 'names', separate: rest === '@' });
    }
    const operation = this.operation();
    if (name === '#' && /^[%:=+/]$/.test(rest)) return this.part('', false, undefined, { kind: 'bad' });
    // `$?` and `$#` have no case to change.
    const isBad = operation.kind === 'case' && '?#$-'.includes(name);
    return this.part(name, indirect, index.word, isBad ? { kind: 'bad' } : operation);
  }

  /** `!` is indirection when a parameter follows; else it is `$!`. */
  private isIndirect(): boolean {
    if (this.peek() !== '!') return false;
    const code = this.text.charCodeAt(3);
    return isNameStart(code) || isNumeral(code) || (this.to > 3 && '@*#?'.includes(this.text.charAt(3)));
  }

  private subscript(from: number): { word: Word | undefined; end: number } {
    const name = this.text.charCodeAt(from - 1);
    if (this.text.charAt(from) !== '[' || from >= this.to || !(isNameStart(name) || isNumeral(name))) {
      return { word: undefined, end: from };
    }
    const end = this.bracketEnd(from);
    // Without a closing bracket, or empty: a bad substitution, which the caller finds because nothing was taken.
    if (end === undefined || end === from + 2) return { word: undefined, end: from };
    return { word: this.reader.subscript(this.text.slice(from + 1, end - 1), this.around), end };
  }

  private bracketEnd(from: number): number | undefined {
    try {
      const end = constructEnd(this.text, from);
      return end <= this.to ? end : undefined;
    } catch {
      return undefined;
    }
  }

  private peek(): string {
    return this.text.charAt(this.at);
  }

  private part(
    name: string,
    indirect: boolean,
    index: Word | undefined,
    operation: ParameterOperation | undefined,
  ): ParameterPart {
    return {
      kind: 'parameter',
      name,
      indirect,
      ...(index === undefined ? {} : { index }),
      ...(operation === undefined ? {} : { operation }),
      text: this.text,
    };
  }

  private operation(): ParameterOperation {
    const char = this.peek();
    const next = this.text.charAt(this.at + 1);
    switch (char) {
      case ':':
        return '-=?+'.includes(next) && this.at + 1 < this.to ? this.alternative(next, true, 2) : this.slice();
      case '-':
      case '=':
      case '?':
      case '+':
        return this.alternative(char, false, 1);
      case '#':
      case '%': {
        const longest = next === char && this.at + 1 < this.to;
        const side = char === '#' ? 'prefix' : 'suffix';
        return { kind: 'remove', side, longest, pattern: this.patternFrom(this.at + (longest ? 2 : 1), this.to) };
      }
      case '/':
        return this.replace();
      case '^':
      case ',':
      case '~':
        return this.changeCase(char, next === char && this.at + 1 < this.to);
      case '@':
        return { kind: 'transform', operator: this.text.slice(this.at + 1, this.to) };
      default:
        return { kind: 'bad' };
    }
  }

  private alternative(char: string, colon: boolean, length: number): ParameterOperation {
    // A message is expanded as if there were no quotes around it.
    const context = char === '?' ? 'plain' : operandContext(this.context);
    const text = this.text.slice(this.at + length, this.to);
    const parts = this.reader.parts(text, context, this.around);
    const word: Word = { parts: context === 'plain' ? withTildes(parts, 'operand') : parts, text };
    switch (char) {
      case '-':
        return { kind: 'default', colon, word };
      case '=':
        return { kind: 'assign', colon, word };
      case '+':
        return { kind: 'alternative', colon, word };
      default:
        return { kind: 'error', colon, word };
    }
  }

  /** Patterns, and what replaces them, have their own quotes even inside double quotes. */
  private patternFrom(from: number, to: number): Word {
    const text = this.text.slice(from, to);
    const parts = this.reader.parts(text, 'plain', this.around);
    return { parts: this.context === 'plain' ? withTildes(parts, 'operand') : parts, text };
  }

  private changeCase(char: string, all: boolean): ParameterOperation {
    const from = this.at + (all ? 2 : 1);
    const change = char === '^' ? 'upper' : char === ',' ? 'lower' : 'toggle';
    if (from === this.to) return { kind: 'case', change, all };
    return { kind: 'case', change, all, pattern: this.patternFrom(from, this.to) };
  }

  /** The pattern keeps a leading `/`, `#` or `%`, which says what is replaced. */
  private replace(): ParameterOperation {
    const from = this.at + 1;
    const first = this.text.charAt(from) === '/' && from < this.to ? from + 1 : from;
    const end = this.skipTo('/', first);
    const pattern = this.patternFrom(from, end);
    if (end === this.to) return { kind: 'replace', pattern, replacement: { parts: [], text: '' } };
    return { kind: 'replace', pattern, replacement: this.patternFrom(end + 1, this.to) };
  }

  private slice(): ParameterOperation {
    const from = this.at + 1;
    if (from === this.to) return { kind: 'bad' };
    const end = this.skipExpression(from);
    const offset = this.arithmetic(from, end);
    if (end === this.to) return { kind: 'slice', offset };
    return { kind: 'slice', offset, length: this.arithmetic(end + 1, this.to) };
  }

  private arithmetic(from: number, to: number): Arithmetic {
    return this.reader.arithmetic(this.text.slice(from, to), this.around);
  }

  /** The first unquoted `char`, or the end. */
  private skipTo(char: string, from: number): number {
    let at = from;
    while (at < this.to && this.text.charAt(at) !== char) at = this.skipOne(at);
    return Math.min(at, this.to);
  }

  /** The colon that ends the offset; those of `?:` and inside parentheses belong to it. */
  private skipExpression(from: number): number {
    let questions = 0;
    let depth = 0;
    let at = from;
    while (at < this.to) {
      const char = this.text.charAt(at);
      if (char === ':' && depth === 0 && questions-- === 0) return at;
      if (char === '?') questions++;
      else if (char === '(') depth++;
      else if (char === ')') depth--;
      at = this.skipOne(at);
    }
    return this.to;
  }

  private skipOne(at: number): number {
    const char = this.text.charAt(at);
    if (char === '\\') return at + 2;
    if (char === "'" || char === '"' || char === '`') return constructEnd(this.text, at);
    if (char === '$' && '({[\'"'.includes(this.text.charAt(at + 1)) && at + 1 < this.to) {
      return constructEnd(this.text, at);
    }
    if ((char === '<' || char === '>') && this.text.charAt(at + 1) === '(') return constructEnd(this.text, at);
    return at + 1;
  }
}
