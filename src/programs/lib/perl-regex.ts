/**
 * Perl's regular expressions as grep -P has them, for one line at a time: translated to those of JavaScript.
 * Leaves out possessive quantifiers, atomic groups, recursion, conditions, callouts and options that change within.
 * Authority: pcre2pattern(3); the messages of PCRE2 10.42.
 */
import { CLASSES } from './posix-classes.ts';
import { RegexProblem } from './posix-regex.ts';

const fail = (text: string): never => {
  throw new RegexProblem(text);
};

const notSimulated = (what: string): never => fail(`not simulated: ${what} in a Perl pattern`);

/** Escapes that mean something else, or nothing, in JavaScript. */
const ESCAPES: Readonly<Record<string, string>> = {
  A: '^',
  Z: '$',
  z: '$',
  a: '\\x07',
  e: '\\x1b',
  h: '[ \\t]',
  H: '[^ \\t]',
  N: '.',
  R: '(?:\\r\\n|[\\n\\v\\f\\r])',
  G: '',
};
const IN_CLASS: Readonly<Record<string, string>> = { a: '\\x07', e: '\\x1b', h: ' \\t' };

/** What a pattern becomes, with the flags that its start asks for. */
export interface PerlRegex {
  readonly source: string;
  readonly flags: string;
}

class Translation {
  private readonly pattern: string;
  private at = 0;
  private out = '';
  private depth = 0;
  /** Groups opened so far, to know which may be referred to. */
  private groups = 0;
  private readonly references: number[] = [];
  /** Where the output ended behind the last quantifier. */
  private quantified = -1;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  private rest(): string {
    return this.pattern.slice(this.at);
  }

  /** Takes what fits the expression, which is anchored at the start. */
  private take(expression: RegExp): RegExpExecArray | undefined {
    const found = expression.exec(this.rest());
    if (!found) return undefined;
    this.at += found[0].length;
    return found;
  }

  whole(): string {
    while (this.at < this.pattern.length) this.piece();
    if (this.depth > 0) fail('missing closing parenthesis');
    if (this.references.some((number) => number > this.groups)) fail('reference to non-existent subpattern');
    return this.out;
  }

  private piece(): void {
    const char = this.pattern.charAt(this.at);
    switch (char) {
      case '\\':
        this.escape();
        return;
      case '[':
        this.at++;
        this.out += this.bracket();
        return;
      case '(':
        this.group();
        return;
      case ')':
        if (this.depth === 0) fail('unmatched closing parenthesis');
        this.depth--;
        break;
      case '{':
        if (!this.braces()) this.out += '\\{';
        return;
      case '*':
      case '+':
      case '?':
        this.quantifier();
        return;
      default:
    }
    this.out += char === '}' || char === ']' || char === '/' ? `\\${char}` : char;
    this.at++;
  }

  /** Something that can be repeated stands in front. */
  private repeatable(): boolean {
    return this.out !== '' && !/(^|[^\\])(\\\\)*(\(|\||\(\?[:=!]|\(\?<[=!])$/.test(this.out);
  }

  private quantifier(): void {
    if (!this.repeatable() || this.quantified === this.out.length) fail('quantifier does not follow a repeatable item');
    const [text = '', lazy = ''] = this.take(/^[*+?]([?+]?)/) ?? [];
    if (lazy === '+') notSimulated('a possessive quantifier');
    this.out += text;
    this.quantified = this.out.length;
  }

  private braces(): boolean {
    const found = this.take(/^\{(\d+)(,(\d*))?\}([?+]?)/);
    if (!found) {
      this.at++;
      return false;
    }
    const [text, low, , high, lazy] = found;
    if (high && Number(high) < Number(low)) fail('numbers out of order in {} quantifier');
    if (lazy === '+') notSimulated('a possessive quantifier');
    this.out += text;
    return true;
  }

  private escape(): void {
    if (this.at === this.pattern.length - 1) fail('\\ at end of pattern');
    const quoted = this.take(/^\\Q(.*?)(?:\\E|$)/s);
    if (quoted) {
      this.out += (quoted[1] ?? '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
      return;
    }
    if (this.take(/^\\E/)) return;
    const hex = this.take(/^\\x\{([0-9a-fA-F]+)\}/);
    if (hex) {
      this.out += `\\u{${hex[1]}}`;
      return;
    }
    const property = this.take(/^\\[pP](?:\{\^?\w+\}|[A-Z])/)?.[0];
    if (property) {
      this.out += property.length === 3 ? `\\${property[1]}{${property[2]}}` : property;
      return;
    }
    const reference = this.take(/^\\g\{?(-?\d+)\}?/) ?? this.take(/^\\([1-9]\d*)/);
    if (reference) {
      this.reference(Number(reference[1]));
      return;
    }
    const named = this.take(/^\\(?:k|g)[{<'](\w+)[}>']/);
    if (named) {
      this.out += `\\k<${named[1]}>`;
      return;
    }
    this.plainEscape();
  }

  private plainEscape(): void {
    const letter = this.pattern.charAt(this.at + 1);
    this.at += 2;
    if (letter === 'K') this.out = `(?<=${this.out})`;
    else if (ESCAPES[letter] !== undefined) this.out += ESCAPES[letter];
    else if (/[dDsSwWbBtnrfv0xcu]/.test(letter)) this.out += `\\${letter}`;
    else if (/[A-Za-z]/.test(letter)) fail('unrecognized character follows \\');
    else this.out += /[\w\s"'#%&,:;<=>@`~!-]/.test(letter) ? letter : `\\${letter}`;
  }

  private reference(number: number): void {
    const absolute = number < 0 ? this.groups + 1 + number : number;
    this.references.push(absolute);
    this.out += `(?:\\${absolute})`;
  }

  private group(): void {
    if (this.take(/^\(\?#[^)]*\)/)) return;
    this.depth++;
    const named = this.take(/^\(\?P?<(\w+)>/) ?? this.take(/^\(\?'(\w+)'/);
    if (named) {
      this.groups++;
      this.out += `(?<${named[1]}>`;
      return;
    }
    const same = this.take(/^\(\?P=(\w+)\)/);
    if (same) {
      this.depth--;
      this.out += `\\k<${same[1]}>`;
      return;
    }
    const plain = this.take(/^\((?:\?(?:[:=!]|<[=!]))?/)?.[0] ?? '(';
    if (plain === '(' && this.pattern.charAt(this.at) === '?') this.unknownGroup();
    if (plain === '(') this.groups++;
    this.out += plain;
  }

  private unknownGroup(): never {
    const next = this.pattern.charAt(this.at + 1);
    if (next === '<') return fail('syntax error in subpattern name (missing terminator?)');
    if (next === '>') return notSimulated('an atomic group');
    if (/[imsxnUJ^-]/.test(next)) return notSimulated('an option');
    if (/[R0-9&(|+C]/.test(next)) return notSimulated(`(?${next}`);
    return fail('unrecognized character after (? or (?-');
  }

  /** Behind a `[`. */
  private bracket(): string {
    let text = this.take(/^\^/) ? '[^' : '[';
    if (this.take(/^\]/)) text += '\\]';
    for (;;) {
      if (this.at >= this.pattern.length) return fail('missing terminating ] for character class');
      if (this.take(/^\]/)) return `${text}]`;
      text += this.member();
    }
  }

  private member(): string {
    const named = this.take(/^\[:(\^?)(\w+):\]/);
    if (named) {
      const set = named[2] === 'word' ? '\\w' : CLASSES[named[2] ?? ''];
      if (set === undefined) return fail('unknown POSIX class name');
      return named[1] ? notSimulated('a negated class of characters') : set;
    }
    const range = this.take(/^([^\\[\]])-([^\\[\]])/);
    if (range) {
      const [text, low = '', high = ''] = range;
      return low > high ? fail('range out of order in character class') : text.replace(/^\^/, '\\^');
    }
    const hex = this.take(/^\\x\{([0-9a-fA-F]+)\}/);
    if (hex) return `\\u{${hex[1]}}`;
    const escaped = this.take(/^\\(.)/s);
    if (escaped) {
      const letter = escaped[1] ?? '';
      const special = IN_CLASS[letter];
      if (special !== undefined) return special;
      return /[dDsSwWbtnrfv0xcupP\\\]^[-]/.test(letter) ? `\\${letter}` : letter.replace(/[|&/]/, '\\$&');
    }
    const char = this.pattern.charAt(this.at);
    this.at++;
    return /[[(){}/|^]/.test(char) ? `\\${char}` : char;
  }
}

/** Throws RegexProblem for a pattern that is none. */
export function compilePerl(pattern: string, ignoreCase: boolean): PerlRegex {
  const [options = ''] = /^\(\?[imsx]+\)/.exec(pattern) ?? [];
  if (options.includes('x')) notSimulated('the option x');
  const source = new Translation(pattern.slice(options.length)).whole();
  const flags = `s${ignoreCase || options.includes('i') ? 'i' : ''}u`;
  try {
    new RegExp(source, flags);
  } catch {
    return notSimulated('something');
  }
  return { source, flags };
}
