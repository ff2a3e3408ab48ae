/**
 * Matching in a text of several lines, as sed, expr and awk do it: one match at a time, from a place on, with its groups,
 * and the longest of the leftmost where alternatives differ in length.
 * Leaves out POSIX's rules for the groups of a match (they are JavaScript's). Authority: regex(7), regexec(3).
 */

import { compilePosix, RegexProblem, type Syntax } from './posix-regex.ts';

export interface Match {
  readonly start: number;
  readonly end: number;
  /** Group 0 is the whole; undefined where a group took no part. */
  readonly groups: readonly (string | undefined)[];
}

const MAX_KEPT = 200;

/** Made from the source of a JavaScript expression. */
export class BufferRegex {
  readonly groups: number;
  private readonly source: string;
  private readonly flags: string;
  private readonly search: RegExp;
  private readonly alternatives: boolean;
  /** By the place behind which a match must end. */
  private readonly longer = new Map<number, RegExp>();

  constructor(source: string, flags: string, groups: number, alternatives: boolean) {
    this.source = source;
    this.flags = flags;
    this.groups = groups;
    this.alternatives = alternatives;
    this.search = new RegExp(source, `g${flags}`);
  }

  test(text: string): boolean {
    this.search.lastIndex = 0;
    return this.search.test(text);
  }

  exec(text: string, from = 0): Match | undefined {
    this.search.lastIndex = from;
    let match = this.search.exec(text);
    if (!match) return undefined;
    const start = match.index;
    if (this.alternatives) {
      for (;;) {
        const end: number = start + match[0].length;
        if (end >= text.length) break;
        // With the u flag a repetition counts characters, not units.
        const better = this.endingBehind(this.flags.includes('u') ? [...text.slice(0, end)].length : end);
        better.lastIndex = start;
        const next = better.exec(text);
        if (!next) break;
        match = next;
      }
    }
    return { start, end: start + match[0].length, groups: match };
  }

  private endingBehind(end: number): RegExp {
    const known = this.longer.get(end);
    if (known) return known;
    if (this.longer.size >= MAX_KEPT) this.longer.clear();
    const made = new RegExp(`(?:${this.source})(?<=^[^]{${end + 1},})`, `y${this.flags}`);
    this.longer.set(end, made);
    return made;
  }
}

export interface BufferSyntax {
  readonly extended: boolean;
  readonly ignoreCase?: boolean;
  /** `^` and `$` match at every line, and `.` no newline. */
  readonly lines?: boolean;
  /** Characters beyond ASCII are letters, and one each. */
  readonly unicode?: boolean;
  /** A repetition may be repeated in a basic expression too. */
  readonly doubles?: true;
}

/** What regcomp(3) refuses, and grep takes for ordinary characters. */
const checkExtended = (pattern: string): void => {
  const bare = pattern.replace(/\\(?:.|\n)|\[\^?\]?(?:\[[:.=][^\]]*\]|[^\]])*\]/g, 'x');
  let depth = 0;
  for (const char of bare) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth < 0) throw new RegexProblem('Unmatched ) or \\)');
  }
};

/** A POSIX expression. Throws RegexProblem. */
export const bufferRegex = (
  pattern: string,
  { extended, ignoreCase = false, lines = false, unicode = false, doubles }: BufferSyntax,
): BufferRegex => {
  if (extended) checkExtended(pattern);
  const delimiter = lines ? '\n' : '';
  const syntax: Syntax = {
    extended,
    ignoreCase,
    unicode,
    captures: true,
    delimiter,
    edges: 'buffer',
    strict: true,
    ...(doubles && { doubles }),
  };
  const { source, flags, groups, alternatives } = compilePosix(pattern, syntax);
  return new BufferRegex(source, flags, groups, alternatives);
};
