/**
 * mawk's regular expressions: extended ones without intervals, backslash escapes everywhere, on text as one buffer.
 * Authority: mawk(1) "Regular expressions", rexp of mawk 1.3.4 for the complaints.
 */

import { AwkProblem } from './awk-lex.ts';
import { BufferRegex } from './buffer-regex.ts';
import { CLASSES } from './posix-classes.ts';

const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

const literal = (char: string): string => (/[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char);
const inClass = (char: string): string => (/[\\\]^-]/.test(char) ? `\\${char}` : char);

class Translator {
  private at = 0;
  private depth = 0;
  alternatives = false;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  private fail(why: string): never {
    throw new AwkProblem(`regular expression compile failed (${why})\n${this.source}`);
  }

  private peek(): string {
    return this.source.charAt(this.at);
  }

  all(): string {
    return this.source === '' ? '' : this.alternation();
  }

  private alternation(): string {
    const branches = [this.branch()];
    while (this.peek() === '|') {
      this.at += 1;
      branches.push(this.branch());
    }
    if (branches.length > 1) this.alternatives = true;
    return branches.join('|');
  }

  private branch(): string {
    let out = '';
    const start = this.at;
    while (this.at < this.source.length && this.peek() !== '|' && !(this.peek() === ')' && this.depth > 0)) {
      const from = this.at;
      const piece = this.piece();
      let quantifiers = 0;
      while (/^[*+?]/.test(this.peek())) {
        if (this.source.charAt(from) === '^' && this.peek() !== '?') this.fail('syntax error ^* or ^+');
        quantifiers += 1;
        this.at += 1;
      }
      const marks = this.source.slice(this.at - quantifiers, this.at);
      const quantifier = marks.length > 1 ? (/^\++$/.test(marks) ? '+' : /^\?+$/.test(marks) ? '?' : '*') : marks;
      out += quantifier === '' ? piece : `(?:${piece})${quantifier}`;
    }
    if (this.at === start)
      this.fail(this.at >= this.source.length && this.depth > 0 ? "missing ')'" : 'missing operand');
    return out;
  }

  private piece(): string {
    const char = this.peek();
    this.at += 1;
    switch (char) {
      case '\\':
        return literal(this.escape());
      case '[':
        return this.bracket();
      case '.':
        return '[^]';
      case '^':
        return '(?<![^])';
      case '$':
        return '(?![^])';
      case '(':
        return this.group();
      case '*':
      case '+':
      case '?':
        return this.fail('missing operand');
      default:
        return literal(char);
    }
  }

  private group(): string {
    this.depth += 1;
    const inner = this.alternation();
    if (this.peek() !== ')') this.fail("missing ')'");
    this.at += 1;
    this.depth -= 1;
    return `(?:${inner})`;
  }

  private escape(): string {
    const octal = /^[0-7]{1,3}/.exec(this.source.slice(this.at))?.[0];
    if (octal !== undefined) {
      this.at += octal.length;
      return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    }
    const char = this.peek();
    this.at += 1;
    return char === '' ? '\\' : (LETTERS[char] ?? char);
  }

  private bracket(): string {
    const negated = this.peek() === '^';
    if (negated) this.at += 1;
    let set = '';
    for (let first = true; ; first = false) {
      const char = this.peek();
      if (char === '') this.fail("missing ']'");
      if (char === ']' && !first) break;
      const named = /^\[:([a-z]+):\]/.exec(this.source.slice(this.at));
      const known = named ? CLASSES[named[1] ?? ''] : undefined;
      if (named && known === undefined) this.fail('bad class -- [], [^] or [');
      if (named && known !== undefined) {
        set += known;
        this.at += named[0].length;
        continue;
      }
      const from = this.member();
      if (this.peek() !== '-' || this.source.charAt(this.at + 1) === ']') {
        set += inClass(from);
        continue;
      }
      this.at += 1;
      const to = this.member();
      if (from <= to) set += `${inClass(from)}-${inClass(to)}`;
    }
    this.at += 1;
    return set === '' ? (negated ? '[^]' : '(?!)') : `[${negated ? '^' : ''}${set}]`;
  }

  private member(): string {
    const char = this.peek();
    this.at += 1;
    return char === '\\' ? this.escape() : char;
  }
}

const compiled = new Map<string, BufferRegex>();
const MAX_KEPT = 500;

/** Throws AwkProblem. Compiled ones are kept: they have no state. */
export const awkRegex = (source: string): BufferRegex => {
  const known = compiled.get(source);
  if (known) return known;
  const translator = new Translator(source);
  const made = new BufferRegex(translator.all(), '', 0, translator.alternatives);
  if (compiled.size >= MAX_KEPT) compiled.clear();
  compiled.set(source, made);
  return made;
};
