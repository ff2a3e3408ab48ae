/** The aliases whose text is being read: none is expanded within itself. Authority: bash(1), ALIASES. */

export const isAliasName = (name: string): boolean => !/[\s$`"'\\/<>&|;()=]/.test(name);

interface AliasInUse {
  readonly name: string;
  /** Where its text ends in the source; moves when another alias is put in before it. */
  end: number;
  readonly expandNext: boolean;
}

export class Aliases {
  private readonly used: AliasInUse[] = [];
  private readonly lookUp: ((name: string) => string | undefined) | undefined;

  constructor(lookUp: ((name: string) => string | undefined) | undefined) {
    this.lookUp = lookUp;
  }

  /** The text to be put in the place of the word from `from` to `to`. */
  expand(name: string, from: number, to: number): string | undefined {
    const value = this.lookUp?.(name);
    if (value === undefined || this.used.some((alias) => alias.name === name && from < alias.end)) return undefined;
    const grown = value.length - (to - from);
    for (const alias of this.used) if (alias.end >= to) alias.end += grown;
    this.used.push({ name, end: from + value.length, expandNext: /[ \t]$/.test(value) });
    return value;
  }

  /**
   * Reading has come to `pos`. True when an alias that ends in a blank has just been read: the next word may be one.
   */
  leave(pos: number): boolean {
    let next = false;
    for (let alias = this.used.at(-1); alias !== undefined && alias.end <= pos; alias = this.used.at(-1)) {
      this.used.pop();
      next ||= alias.expandNext;
    }
    return next;
  }
}
