/**
 * Changing an option of less while a text is shown: `-` and `_` with a letter, or twice with a name; `-+` for the
 * default, `-!` for the contrary. Authority: less(1), OPTIONS; less 590.
 */

import {
  flipped,
  fullName,
  initialOptions,
  letterOf,
  SWITCHES,
  type Switch,
  type SwitchName,
  switchOf,
  VALUED,
  type Valued,
} from './less-options.ts';
import { CLEAR_LINE, type LessScreen } from './less-screen.ts';
import type { Keyboard } from './pager.ts';

/** What is done to the option: told, put back, turned over, or what its letter says. */
type Deed = '_' | '+' | '!' | '-';

/** Switches that change what the text looks like. */
const RELAID: readonly SwitchName[] = ['numbers', 'chop', 'squeeze', 'controls', 'tildes', 'ignoreCase', 'highlight'];

export class LessToggle {
  private readonly keys: Keyboard;
  private readonly screen: LessScreen;
  private readonly caseChanged: () => void;

  constructor(keys: Keyboard, screen: LessScreen, caseChanged: () => void) {
    this.keys = keys;
    this.screen = screen;
    this.caseChanged = caseChanged;
  }

  /** After `-` or `_`. */
  *run(first: '-' | '_'): Generator<void, void> {
    let deed: Deed = first;
    yield* this.screen.write(`${CLEAR_LINE}${first}`);
    for (;;) {
      const key = yield* this.keys.key();
      if (first === '-' && (key === '+' || key === '!')) {
        deed = key;
        yield* this.screen.write(`${CLEAR_LINE}-${key}`);
      } else if (key === first) return yield* this.byName(deed, `${first}${deed === first ? '' : deed}${first}`);
      else if (key === undefined || key === '\x1b' || key === '\x7f') return yield* this.giveUp();
      else return yield* this.change(key, deed);
    }
  }

  private *giveUp(): Generator<void, void> {
    yield* this.screen.write(`${CLEAR_LINE}${this.screen.prompt()}`);
  }

  private *byName(deed: Deed, prompt: string): Generator<void, void> {
    const name = yield* this.screen.ask(prompt);
    if (!name) return yield* this.giveUp();
    const letter = letterOf(name);
    if (letter === 'ambiguous') return yield* this.screen.say(`${name} is an ambiguous abbreviation`);
    if (letter === undefined) return yield* this.screen.say(`There is no --${name} option`);
    yield* this.change(letter, deed);
  }

  private *change(letter: string, deed: Deed): Generator<void, void> {
    if (letter === '?') return yield* this.screen.say('Use "h" for help');
    if (letter === 'V') return yield* this.screen.say('less 590');
    const asked = switchOf(letter);
    if (asked) return yield* this.turn(letter, asked, deed);
    const valued = VALUED.find((one) => one.letter === letter);
    if (valued) return yield* this.enter(valued, deed);
    yield* this.screen.say(`There is no -${letter} option`);
  }

  private *turn(letter: string, asked: { name: SwitchName; capital: boolean }, deed: Deed): Generator<void, void> {
    const { at } = this.screen.options;
    const { initial, says, names }: Switch = SWITCHES[asked.name];
    if (!says) {
      const verb = deed === '_' ? 'query' : 'change';
      return yield* this.screen.say(`Cannot ${verb} the ${fullName(letter, Object.keys(names)[0] ?? '')} option`);
    }
    if (deed === '+') at[asked.name] = initial;
    else if (deed !== '_') at[asked.name] = flipped(asked, deed === '!' ? initial : at[asked.name]);
    if (asked.name === 'ignoreCase') this.caseChanged();
    if (deed !== '_' && RELAID.includes(asked.name)) yield* this.drawAgain();
    yield* this.screen.say(says[at[asked.name]] ?? '');
  }

  private *enter(valued: Valued, deed: Deed): Generator<void, void> {
    const { options } = this.screen;
    const { asks, tells, takes } = valued;
    if (!asks || !tells) {
      const verb = deed === '_' ? 'query' : 'change';
      return yield* this.screen.say(`Cannot ${verb} the ${fullName(valued.letter, valued.name)} option`);
    }
    if (deed === '_') return yield* this.screen.say(tells(options));
    if (deed !== '-') return yield* this.putBack(valued);
    const typed = yield* this.screen.ask(asks);
    if (typed === undefined) return yield* this.giveUp();
    if (typed === '') return yield* this.screen.say(tells(options));
    const problem = valued.set(options, takes.exec(typed)?.[0] ?? '', `-${valued.letter}`);
    if (problem !== undefined) return yield* this.screen.say(problem);
    if (valued.letter === 'z') yield* this.screen.say(tells(options));
    if (valued.letter === 'x') yield* this.drawAgain();
    else yield* this.giveUp();
  }

  /** Only a number has a default to go back to. */
  private *putBack({ letter, tells }: Valued): Generator<void, void> {
    const { options } = this.screen;
    if (letter !== 'z') return yield* this.screen.say('Cannot use "-+" or "--" for a string option');
    options.window = initialOptions().window;
    yield* this.screen.say(tells?.(options) ?? '');
  }

  private *drawAgain(): Generator<void, void> {
    this.screen.relayOut();
    yield* this.screen.redraw();
  }
}
