/**
 * The string of `env -S` as words: blanks part them, quotes keep them together, backslashes and ${VAR} stand for others,
 * and # begins a comment. Authority: env(1), splitting of coreutils 9.1.
 */

import type { UsageProblem } from './getopt.ts';

const LETTERS: Readonly<Record<string, string>> = { f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

class Splitter {
  readonly words: string[] = [];
  private word: string | undefined;
  private quote = '';
  private at = 0;
  private readonly text: string;
  private readonly variable: (name: string) => string | undefined;

  constructor(text: string, variable: (name: string) => string | undefined) {
    this.text = text;
    this.variable = variable;
  }

  private end(): void {
    if (this.word !== undefined) this.words.push(this.word);
    this.word = undefined;
  }

  private add(text: string): void {
    this.word = (this.word ?? '') + text;
  }

  /** The problem, if there is one. */
  all(): string | undefined {
    for (; this.at < this.text.length; this.at += 1) {
      const char = this.text.charAt(this.at);
      if (char === this.quote) this.quote = '';
      else if (this.quote === '' && /[ \t\n\v\f\r]/.test(char)) this.end();
      else if (this.quote === '' && (char === "'" || char === '"')) {
        this.quote = char;
        this.add('');
      } else if (this.quote === '' && char === '#' && this.word === undefined) break;
      else if (char === '\\') {
        const problem = this.escape();
        if (problem === 'stop') break;
        if (problem !== undefined) return problem;
      } else if (char === '$' && this.quote !== "'") {
        const [whole, name = ''] = /^\$\{([A-Za-z_]\w*)\}/.exec(this.text.slice(this.at)) ?? [];
        if (whole === undefined)
          return `only $\{VARNAME} expansion is supported, error at: ${this.text.slice(this.at)}`;
        const value = this.variable(name);
        if (value !== undefined) this.add(value);
        this.at += whole.length - 1;
      } else this.add(char);
    }
    if (this.quote !== '') return 'no terminating quote in -S string';
    this.end();
    return undefined;
  }

  private escape(): string | undefined {
    this.at += 1;
    const char = this.text.charAt(this.at);
    if (this.quote === "'" && char !== '\\' && char !== "'") {
      this.add(`\\${char}`);
      return undefined;
    }
    if (char === '') return 'invalid backslash at end of string in -S';
    if (char === 'c') return this.quote === '"' ? "'\\c' must not appear in double-quoted -S string" : 'stop';
    if (char === '_') {
      if (this.quote === '"') this.add(' ');
      else this.end();
      return undefined;
    }
    const value = LETTERS[char] ?? (/["#$'\\]/.test(char) ? char : undefined);
    if (value === undefined) return `invalid sequence '\\${char}' in -S`;
    this.add(value);
    return undefined;
  }
}

/** Puts the words of each -S in its place, as far as options go: what they bring may be options again. */
export const splitStrings = (
  args: readonly string[],
  variable: (name: string) => string | undefined,
): readonly string[] | UsageProblem => {
  let words = [...args];
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    const long = /^--s[a-z-]*(?:=(.*))?$/s.exec(word);
    const short = /^-([iv0]*)S(.*)$/s.exec(word);
    if (!word.startsWith('-') || word === '--' || (word === '-' && at > 0)) break;
    if (long ? !'split-string'.startsWith(word.slice(2).split('=')[0] ?? '') : !short) {
      at += /^(?:-[iv0]*[uC]|--(?:unset|chdir))$/.test(word) ? 2 : 1;
      continue;
    }
    const attached = long ? long[1] : short?.[2] || undefined;
    const text = attached ?? words[at + 1];
    if (text === undefined) break;
    const splitter = new Splitter(text, variable);
    const problem = splitter.all();
    if (problem !== undefined) return { problem, bare: true };
    const letters = short?.[1] ? [`-${short[1]}`] : [];
    words = [
      ...words.slice(0, at),
      ...letters,
      ...splitter.words,
      ...words.slice(at + (attached === undefined ? 2 : 1)),
    ];
    at += letters.length;
  }
  return words;
};
