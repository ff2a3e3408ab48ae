/**
 * POSIX regular expressions, basic and extended with GNU's additions, as JavaScript ones.
 * Models what regcomp(3) accepts and how it complains. Leaves out collating elements of several characters; where
 * alternatives differ in length JavaScript takes the first, not the longest (`longestEnd` puts that right).
 * A match never crosses the delimiter of lines, so that one search can run over many lines at once.
 * Authority: regex(7), grep(1), regcomp.c and dfa.c of GNU for the errors.
 */

import { CLASSES, WIDER } from './posix-classes.ts';

export interface Syntax {
  readonly extended: boolean;
  readonly ignoreCase?: boolean;
  /** Characters beyond ASCII: letters are Unicode's, and the `u` flag is set. */
  readonly unicode?: boolean;
  /** What ends a line; newline if not said. Empty: the text is one buffer, in which a newline is like any character. */
  readonly delimiter?: string;
  /** What \` and \' mean: the text's edges, or (if not said) a line's. */
  readonly edges?: 'buffer';
  /** As regcomp(3) compiles it, which refuses repetitions of nothing; grep only warns, and lets places be repeated. */
  readonly strict?: true;
  /** With `strict`: a repetition may be repeated in a basic expression too (expr). */
  readonly doubles?: true;
  /** Groups capture, for sed, expr and [[ =~ ]]; otherwise only when the pattern refers back. */
  readonly captures?: boolean;
}

export interface Compiled {
  readonly source: string;
  readonly flags: string;
  /** Has alternatives, so that the first match at a place need not be the longest. */
  readonly alternatives: boolean;
  readonly groups: number;
  readonly warnings: readonly string[];
}

export class RegexProblem extends Error {}

const fail = (text: string): never => {
  throw new RegexProblem(text);
};

const NOTHING_TO_REPEAT = 'Invalid preceding regular expression';
const BAD_INTERVAL = 'Invalid content of \\{\\}';
const MAX_REPEAT = 32767;
const SYNTAX_CHARACTERS = new Set('\\^$.*+?()[]{}|/');
const literal = (char: string): string => {
  if (SYNTAX_CHARACTERS.has(char)) return `\\${char}`;
  return char === '\n' ? '\\n' : char;
};
const inClass = (char: string): string => {
  if ('\\]^-['.includes(char)) return `\\${char}`;
  return char === '\n' ? '\\n' : char;
};

interface Piece {
  readonly source: string;
  /** A quantifier would bind to more or less than the piece. */
  readonly needsGroup: boolean;
  /** A place, not a character: it cannot be repeated. */
  readonly isPlace?: boolean;
}

class Translator {
  private at = 0;
  private depth = 0;
  /** Nothing that can be repeated stands in front. */
  private behindPlace = true;
  private opened = 0;
  private readonly closed = new Set<number>();
  alternatives = false;
  readonly warnings: string[] = [];
  private readonly chars: readonly string[];
  private readonly syntax: Syntax;
  private readonly delimiter: string;
  private readonly word: string;
  private readonly capturing: boolean;

  constructor(pattern: string, syntax: Syntax, capturing: boolean) {
    this.chars = [...pattern];
    this.syntax = syntax;
    this.capturing = capturing;
    this.delimiter = syntax.delimiter === '' ? '' : inClass(syntax.delimiter ?? '\n');
    this.word = `A-Za-z0-9_${syntax.unicode ? '\\p{L}\\p{N}' : ''}`;
  }

  get groups(): number {
    return this.opened;
  }

  private peek(offset = 0): string {
    return this.chars[this.at + offset] ?? '';
  }

  private rest(): string {
    return this.chars.slice(this.at, this.at + 24).join('');
  }

  all(): string {
    const source = this.alternation();
    if (this.at < this.chars.length) fail('Unmatched ) or \\)');
    return source;
  }

  private atAlternative(): boolean {
    return this.syntax.extended ? this.peek() === '|' : this.peek() === '\\' && this.peek(1) === '|';
  }

  private atClose(): boolean {
    if (this.syntax.extended) return this.depth > 0 && this.peek() === ')';
    return this.peek() === '\\' && this.peek(1) === ')';
  }

  private alternation(): string {
    const branches = [this.branch()];
    while (this.atAlternative()) {
      this.at += this.syntax.extended ? 1 : 2;
      branches.push(this.branch());
    }
    if (branches.length > 1) this.alternatives = true;
    return branches.join('|');
  }

  private branch(): string {
    let out = '';
    let start = true;
    this.behindPlace = true;
    while (this.at < this.chars.length && !this.atAlternative() && !this.atClose()) {
      if (this.syntax.strict) this.refuseRepetition();
      else if (this.dropsLeadingRepeat(start)) continue;
      const anchor = this.anchor(start);
      if (anchor !== undefined) {
        out += anchor;
        this.behindPlace = true;
        continue;
      }
      const atStart = start;
      const piece = this.piece(start || (this.syntax.strict === true && this.behindPlace));
      // For grep a place leaves the start where it was.
      start &&= piece.isPlace === true && !this.syntax.strict;
      this.behindPlace = piece.isPlace === true;
      out += this.repeated(piece, atStart);
    }
    return out;
  }

  /** Behind a place, or at the start, there is nothing to repeat. */
  private refuseRepetition(): void {
    if (!this.behindPlace || this.syntax.doubles) return;
    const repeats = this.syntax.extended ? /^[*+?{]/.test(this.peek()) : this.peek() === '\\' && this.peek(1) === '{';
    if (repeats) fail(NOTHING_TO_REPEAT);
  }

  /** At the start of an extended expression a repetition repeats nothing, and is dropped with a warning. */
  private dropsLeadingRepeat(start: boolean): boolean {
    if (!this.syntax.extended || !start) return false;
    const char = this.peek();
    const interval = char === '{' ? this.interval(true) : undefined;
    if (!interval && !(char !== '' && '*+?'.includes(char))) return false;
    this.warnings.push(`${interval ? '{...}' : char} at start of expression`);
    this.at += interval ? interval.length : 1;
    return true;
  }

  private anchor(start: boolean): string | undefined {
    const char = this.peek();
    const { extended } = this.syntax;
    if (char === '^' && (extended || start)) {
      this.at += 1;
      // grep takes `^*` for an anchor that may be absent.
      if (extended && !this.syntax.strict && (this.peek() === '*' || this.peek() === '?')) {
        this.warnings.push(`${this.peek()} at start of expression`);
        this.at += 1;
        return '';
      }
      return `(?<![^${this.delimiter}])`;
    }
    if (char !== '$') return undefined;
    const next = this.peek(1);
    const atEnd = next === '' || (next === '\\' && (this.peek(2) === ')' || this.peek(2) === '|'));
    if (!extended && !atEnd) return undefined;
    this.at += 1;
    // What grep finds behind it to repeat it is passed over.
    while (extended && !this.syntax.strict && this.quantifier() !== undefined);
    return `(?![^${this.delimiter}])`;
  }

  private piece(start: boolean): Piece {
    const char = this.peek();
    this.at += 1;
    if (char === '\\') return this.escape();
    if (char === '[') return { source: this.bracket(), needsGroup: false };
    if (char === '.') return { source: `[^${this.delimiter}]`, needsGroup: false };
    if (char === '(' && this.syntax.extended) return this.group();
    if (char === '*' && start) return { source: '\\*', needsGroup: false };
    return { source: literal(char), needsGroup: false };
  }

  private group(): Piece {
    this.depth += 1;
    this.opened += 1;
    const number = this.opened;
    const inner = this.alternation();
    if (!this.atClose()) fail('Unmatched ( or \\(');
    this.at += this.syntax.extended ? 1 : 2;
    this.depth -= 1;
    this.closed.add(number);
    return { source: `(${this.capturing ? '' : '?:'}${inner})`, needsGroup: false };
  }

  private escape(): Piece {
    const char = this.peek();
    if (char === '') fail('Trailing backslash');
    this.at += 1;
    const plain = (source: string): Piece => ({ source, needsGroup: false });
    const place = (source: string): Piece => ({ source, needsGroup: false, isPlace: true });
    const { word } = this;
    switch (char) {
      case 'w':
        return plain(`[${word}]`);
      case 'W':
        return plain(`[^${word}${this.delimiter}]`);
      case 's':
        return plain(this.delimiter === '' ? '[ \\t\\n\\v\\f\\r]' : '[ \\t\\v\\f\\r]');
      case 'S':
        return plain(`[^ \\t\\v\\f\\r\\n${this.delimiter}]`);
      case '<':
        return place(`(?<![${word}])(?=[${word}])`);
      case '>':
        return place(`(?<=[${word}])(?![${word}])`);
      case 'b':
        return place(`(?:(?<![${word}])(?=[${word}])|(?<=[${word}])(?![${word}]))`);
      case 'B':
        return place(`(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`);
      case '`':
        return place(this.syntax.edges === 'buffer' ? '(?<![^])' : `(?<![^${this.delimiter}])`);
      case "'":
        return place(this.syntax.edges === 'buffer' ? '(?![^])' : `(?![^${this.delimiter}])`);
      default:
        break;
    }
    if (!this.syntax.extended && char === '(') return this.group();
    if (/[1-9]/.test(char)) {
      if (!this.closed.has(Number(char))) fail('Invalid back reference');
      return plain(`(?:\\${char})`);
    }
    return plain(literal(char));
  }

  /** The quantifiers behind a piece, all of them: `a**` is allowed. */
  private repeated(piece: Piece, start = false): string {
    let { source } = piece;
    const { strict, extended, doubles } = this.syntax;
    if (piece.isPlace && (strict || start)) return source;
    let quantified = piece.needsGroup || piece.isPlace === true;
    for (let count = 0; ; count += 1) {
      const again = this.peek() === '*' || (this.peek() === '\\' && this.peek(1) === '{');
      if (strict && !extended && !doubles && count > 0 && again) fail(NOTHING_TO_REPEAT);
      const quantifier = this.quantifier();
      if (quantifier === undefined) return source;
      source = `${quantified ? `(?:${source})` : source}${quantifier}`;
      quantified = true;
    }
  }

  private quantifier(): string | undefined {
    const char = this.peek();
    if (char === '*') {
      this.at += 1;
      return '*';
    }
    const { extended } = this.syntax;
    const operator = extended ? char : char === '\\' ? this.peek(1) : '';
    const skip = extended ? 1 : 2;
    if (operator === '+' || operator === '?') {
      this.at += skip;
      return operator;
    }
    if (operator !== '{') return undefined;
    const interval = this.interval(extended);
    if (interval) {
      this.at += interval.length;
      return interval.quantifier;
    }
    if (extended && !this.syntax.strict && this.peek(1) !== '}') return undefined;
    return this.badInterval(skip);
  }

  /** The numbers end at the brace or at a comma, wherever that is. */
  private badInterval(skip: number): never {
    const text = this.chars.slice(this.at + skip).join('');
    const brace = this.syntax.extended ? '\\}' : '\\\\\\}';
    const [head = '', ends] = new RegExp(`^[^]*?(${brace}|,)`).exec(text) ?? [text];
    const ended = ends === ',' && /^\d*,$/.test(head) ? new RegExp(`${brace}|,`).test(text.slice(head.length)) : ends;
    return fail(ended ? BAD_INTERVAL : 'Unmatched \\{');
  }

  /** `{2,5}` here; undefined if the brace is no interval. */
  private interval(extended: boolean): { length: number; quantifier: string } | undefined {
    const match = (extended ? /^\{(\d*)(,?)(\d*)\}/ : /^\\\{(\d*)(,?)(\d*)\\\}/).exec(this.rest());
    if (!match) return undefined;
    const [whole, low = '', comma = '', high = ''] = match;
    if (low === '' && comma === '') return undefined;
    const from = low === '' ? 0 : Number(low);
    const to = comma === '' ? from : high === '' ? undefined : Number(high);
    if (from > MAX_REPEAT || (to ?? 0) > MAX_REPEAT) fail('Regular expression too big');
    if (to !== undefined && from > to) fail(BAD_INTERVAL);
    return { length: whole.length, quantifier: `{${from}${comma === '' ? '' : `,${to ?? ''}`}}` };
  }

  private bracket(): string {
    const unmatched = 'Unmatched [, [^, [:, [., or [=';
    if (this.peek() === '') fail('Invalid regular expression');
    this.namedWithoutBrackets();
    const negated = this.peek() === '^';
    if (negated) this.at += 1;
    let source = '';
    for (let first = true; ; first = false) {
      const char = this.peek();
      if (char === '') fail(unmatched);
      if (char === ']' && !first) {
        this.at += 1;
        break;
      }
      const named = char === '[' ? this.named() : undefined;
      if (named?.set !== undefined) {
        source += named.set;
        continue;
      }
      const from = named?.char ?? char;
      if (!named) this.at += 1;
      source += this.range(from, unmatched);
    }
    if (negated) return `[^${source}${this.delimiter}]`;
    return source === '' ? '(?!)' : `[${source}]`;
  }

  /** One character, or a range that begins with it. */
  private range(from: string, unmatched: string): string {
    if (this.peek() !== '-' || this.peek(1) === ']') return inClass(from);
    this.at += 1;
    if (this.peek() === '') fail(unmatched);
    const named = this.peek() === '[' ? this.named() : undefined;
    if (named?.set !== undefined) fail('Invalid range end');
    const to = named?.char ?? this.peek();
    if (!named) this.at += 1;
    if ((from.codePointAt(0) ?? 0) > (to.codePointAt(0) ?? 0)) fail('Invalid range end');
    if (this.peek() === '-' && this.peek(1) !== ']' && this.peek(1) !== '') fail('Invalid range end');
    return `${inClass(from)}-${inClass(to)}`;
  }

  /** [:alpha:], [.a.] or [=a=] inside of a bracket. */
  private named(): { set?: string; char?: string } | undefined {
    const kind = this.peek(1);
    if (kind !== ':' && kind !== '.' && kind !== '=') return undefined;
    const text = this.chars.slice(this.at + 2).join('');
    const end = text.indexOf(`${kind}]`);
    if (end < 0) {
      if (kind === ':') return undefined;
      return fail('Unmatched [, [^, [:, [., or [=');
    }
    const name = text.slice(0, end);
    this.at += 2 + [...name].length + 2;
    if (kind !== ':') return { char: name };
    const wanted = this.syntax.ignoreCase && (name === 'upper' || name === 'lower') ? 'alpha' : name;
    const set = CLASSES[wanted] ?? fail('Invalid character class name');
    return { set: set + (this.syntax.unicode ? (WIDER[wanted] ?? '') : '') };
  }

  /** `[:space:]` is nearly always a mistake. */
  private namedWithoutBrackets(): void {
    const match = /^:([a-z]+):\]/.exec(this.rest());
    if (match) fail('character class syntax is [[:space:]], not [:space:]');
  }
}

const refersBack = (pattern: string): boolean => /\\[1-9]/.test(pattern);

/** Throws RegexProblem. */
export const compilePosix = (pattern: string, syntax: Syntax): Compiled => {
  const translator = new Translator(pattern, syntax, syntax.captures === true || refersBack(pattern));
  const source = translator.all();
  return {
    source,
    flags: `${syntax.ignoreCase ? 'i' : ''}${syntax.unicode ? 'u' : ''}`,
    alternatives: translator.alternatives,
    groups: translator.groups,
    warnings: translator.warnings,
  };
};

/** A text that matches itself. */
export const quoteRegex = (text: string): string => [...text].map(literal).join('');

/**
 * The end of the longest match that begins at `start`, where `end` is the first that was found: alternatives are tried
 * against every longer piece of the line. `whole` is the expression with `$` behind it, sticky.
 */
export const longestEnd = (whole: RegExp, line: string, start: number, end: number): number => {
  for (let to = line.length; to > end; to -= 1) {
    whole.lastIndex = start;
    if (whole.test(line.slice(0, to))) return to;
  }
  return end;
};
