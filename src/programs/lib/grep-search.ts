/**
 * Finding lines that match: patterns become one search that runs over a block of many lines, so that a line that does
 * not match costs next to nothing. Authority: grep(1).
 */

import { compilePerl } from './perl-regex.ts';
import { compilePosix, longestEnd, quoteRegex } from './posix-regex.ts';

export interface Patterns {
  readonly patterns: readonly string[];
  readonly syntax: 'basic' | 'extended' | 'fixed' | 'perl';
  readonly ignoreCase: boolean;
  readonly whole: 'line' | 'word' | undefined;
  readonly delimiter: string;
  /** The C locale: no character is beyond ASCII. */
  readonly bytes: boolean;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Engine {
  /** With the g flag: over blocks. */
  readonly search: RegExp;
  /** With the y flag and `$`: for the longest match. */
  readonly whole: RegExp | undefined;
  /** It knows nothing of lines: each is looked at by itself. */
  readonly byLines: boolean;
}

const ASCII = /^[\0-\x7f]*$/;

const sourceOf = (pattern: string, { syntax, ignoreCase, delimiter }: Patterns, unicode: boolean) => {
  if (syntax === 'fixed') return { source: quoteRegex(pattern), alternatives: false, warnings: [] };
  return compilePosix(pattern, { extended: syntax === 'extended', ignoreCase, unicode, delimiter });
};

const buildPerl = ({ patterns, ignoreCase, whole }: Patterns): Engine & { warnings: readonly string[] } => {
  const { source, flags } = compilePerl(patterns.join('|'), ignoreCase);
  const wrapped = whole === 'line' ? `^(?:${source})$` : whole === 'word' ? `(?<!\\w)(?:${source})(?!\\w)` : source;
  return { search: new RegExp(wrapped, `g${flags}`), whole: undefined, byLines: true, warnings: [] };
};

const build = (wanted: Patterns, unicode: boolean): Engine & { warnings: readonly string[] } => {
  if (wanted.syntax === 'perl') return buildPerl(wanted);
  const parts = wanted.patterns.map((pattern) => sourceOf(pattern, wanted, unicode));
  const joined = parts.length === 1 ? (parts[0]?.source ?? '') : parts.map(({ source }) => `(?:${source})`).join('|');
  const edge = wanted.delimiter === '\n' ? '\\n' : '\\0';
  const word = unicode ? '[A-Za-z0-9_\\p{L}\\p{N}]' : '[A-Za-z0-9_]';
  let source = joined;
  if (wanted.whole === 'line') source = `(?<![^${edge}])(?:${joined})(?![^${edge}])`;
  if (wanted.whole === 'word') source = `(?<!${word})(?:${joined})(?!${word})`;
  const flags = `${wanted.ignoreCase ? 'i' : ''}${unicode ? 'u' : ''}`;
  const alternatives = parts.length > 1 || parts.some((part) => part.alternatives);
  return {
    search: new RegExp(source, `g${flags}`),
    whole: alternatives ? new RegExp(`(?:${source})$`, `y${flags}`) : undefined,
    byLines: false,
    warnings: parts.flatMap((part) => part.warnings),
  };
};

/** Throws RegexProblem for a pattern that is none. */
export class Searcher {
  readonly warnings: readonly string[];
  private readonly wanted: Patterns;
  private readonly ascii: Engine;
  private unicode: Engine | undefined;
  /** A single text without special characters is looked for directly. */
  private readonly plain: string | undefined;
  private readonly everything: boolean;
  private readonly nothing: boolean;

  constructor(wanted: Patterns) {
    this.wanted = wanted;
    const built = build(wanted, false);
    this.ascii = built;
    this.warnings = built.warnings;
    const [only] = wanted.patterns;
    const single =
      wanted.patterns.length === 1 && only !== undefined && !wanted.ignoreCase && wanted.whole === undefined;
    const literal = single && (wanted.syntax === 'fixed' || !/[\\^$.*+?()[\]{}|]/.test(only));
    this.plain = literal && only !== '' ? only : undefined;
    this.everything = wanted.whole === undefined && wanted.patterns.includes('');
    this.nothing = wanted.patterns.length === 0;
  }

  private engine(text: string): Engine {
    if (this.wanted.bytes || ASCII.test(text)) return this.ascii;
    this.unicode ??= build(this.wanted, true);
    return this.unicode;
  }

  /** Searches one block of whole lines, each with its delimiter. */
  block(text: string): BlockSearch {
    return new BlockSearch(text, this.engine(text), this.wanted.delimiter, this.plain, this.everything, this.nothing);
  }

  /** All matches in one line, from left to right, each the longest at its place; empty ones are left out. */
  spans(line: string): Span[] {
    if (this.nothing) return [];
    const { search, whole } = this.engine(line);
    const spans: Span[] = [];
    search.lastIndex = 0;
    for (let match = search.exec(line); match; match = search.exec(line)) {
      const start = match.index;
      let end = start + match[0].length;
      if (whole) end = longestEnd(whole, line, start, end);
      if (end > start) spans.push({ start, end });
      search.lastIndex = Math.max(end, start + 1);
      if (search.lastIndex > line.length) break;
    }
    return spans;
  }
}

export class BlockSearch {
  private readonly text: string;
  private readonly engine: Engine;
  private readonly delimiter: string;
  private readonly plain: string | undefined;
  private readonly everything: boolean;
  private readonly nothing: boolean;

  constructor(
    text: string,
    engine: Engine,
    delimiter: string,
    plain: string | undefined,
    everything: boolean,
    nothing: boolean,
  ) {
    this.text = text;
    this.engine = engine;
    this.delimiter = delimiter;
    this.plain = plain;
    this.everything = everything;
    this.nothing = nothing;
  }

  /** The first matching line that begins at or behind `from`, which is the start of a line; −1 if there is none. */
  next(from: number): number {
    if (this.nothing || from >= this.text.length) return -1;
    if (this.everything) return from;
    const found = this.find(from);
    // A match of nothing behind the last delimiter is in no line.
    if (found < 0 || found >= this.text.length) return -1;
    return found === from ? from : this.text.lastIndexOf(this.delimiter, found - 1) + 1;
  }

  private find(from: number): number {
    if (this.plain !== undefined) return this.text.indexOf(this.plain, from);
    const { search, byLines } = this.engine;
    if (byLines) return this.findByLines(from);
    search.lastIndex = from;
    return search.exec(this.text)?.index ?? -1;
  }

  private findByLines(from: number): number {
    const { search } = this.engine;
    for (let start = from; start < this.text.length; start = this.lineEnd(start)) {
      search.lastIndex = 0;
      const end = this.lineEnd(start);
      const line = this.text.slice(start, this.text.endsWith(this.delimiter, end) ? end - 1 : end);
      if (search.test(line)) return start;
    }
    return -1;
  }

  /** The end of the line at `start`, its delimiter included. */
  lineEnd(start: number): number {
    const end = this.text.indexOf(this.delimiter, start);
    return end < 0 ? this.text.length : end + 1;
  }
}
