/**
 * Searching in less: where a search begins (-a), which line of the screen it brings its line to (-j), and case (-i).
 * Leaves out patterns that begin with `!` or `*`, and searching on in other files. Authority: less(1), SEARCHING; less 590.
 */

import type { Sys } from '../../kernel/syscalls.ts';
import { CLEAR_LINE, type LessScreen } from './less-screen.ts';
import { searchPattern, withoutOverstrikes } from './pager.ts';

export class LessSearch {
  private readonly sys: Sys;
  private readonly screen: LessScreen;
  private typed: string | undefined;
  private backwards = false;

  constructor(sys: Sys, screen: LessScreen) {
    this.sys = sys;
    this.screen = screen;
  }

  /** Takes a pattern; false if it is none. */
  private take(typed: string): boolean {
    const { ignoreCase } = this.screen.options.at;
    const pattern = searchPattern(typed, ignoreCase === 2 || (ignoreCase === 1 && typed === typed.toLowerCase()));
    if (!pattern) return false;
    this.typed = typed;
    this.screen.pattern = pattern;
    return true;
  }

  /** Case has come to count, or not to. */
  caseChanged(): void {
    if (this.typed !== undefined) this.take(this.typed);
  }

  /** Asks for a pattern; nothing typed is the one before. */
  *ask(backwards: boolean, count: number): Generator<void, void> {
    const typed = yield* this.screen.ask(backwards ? '?' : '/');
    if (typed === undefined) return yield* this.screen.write(`${CLEAR_LINE}${this.screen.prompt()}`);
    if (typed !== '' && !this.take(typed)) return yield* this.screen.say('Invalid pattern');
    this.backwards = backwards;
    yield* this.search(count, backwards, typed === '');
  }

  /** `n`, and `N` the other way. */
  *repeat(count: number, reversed: boolean): Generator<void, void> {
    yield* this.search(count, reversed !== this.backwards, true);
  }

  /** The line that is looked at first. */
  private begin(backwards: boolean, again: boolean): number {
    const { top, height, target, options } = this.screen;
    const skips = options.at.search;
    const whole = skips === 2 && !again;
    if (skips !== 1 && !whole) return this.screen.lineAt(top + target) + (backwards ? -1 : 1);
    const below = backwards === whole;
    return this.screen.lineAt(below ? top + height : top) - (backwards ? 1 : 0);
  }

  /** The line of the `count`th match from a line on; undefined if there are not so many. */
  private *match(from: number, step: number, count: number): Generator<void, number | undefined> {
    const { pattern, text } = this.screen;
    let left = count;
    for (let line = from; line >= 0 && (yield* text.need(line + 1)); line += step) {
      if (pattern?.test(withoutOverstrikes(text.lines[line] ?? ''))) left -= 1;
      if (left <= 0) return line;
      yield* this.sys.work(1);
    }
    return undefined;
  }

  private *search(count: number, backwards: boolean, again: boolean): Generator<void, void> {
    if (!this.screen.pattern) return yield* this.screen.say('No previous regular expression');
    const line = yield* this.match(this.begin(backwards, again), backwards ? -1 : 1, count);
    if (line === undefined) return yield* this.screen.say('Pattern not found');
    this.screen.found = line;
    yield* this.screen.toLine(line + 1, this.screen.target);
  }

  /** Before anything is shown (-p, +/): answers what went wrong. */
  *first(typed: string): Generator<void, string | undefined> {
    if (!this.take(typed)) return 'Invalid pattern';
    const line = yield* this.match(0, 1, 1);
    if (line === undefined) return 'Pattern not found';
    this.screen.found = line;
    yield* this.screen.goToLine(line + 1, this.screen.target);
    return undefined;
  }
}
