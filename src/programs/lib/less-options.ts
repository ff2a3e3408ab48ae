/**
 * The options of less: what each is called, how it stands, and what less says of it when it is changed while a text
 * is shown. Options that are not in these tables do not exist here and are refused. Authority: less(1), less 590.
 */

import { PROMPTS, type PromptStyle } from './less-prompt.ts';
import { EVERY_EIGHT, type TabStops } from './pager.ts';

/** How a switch stands: off, as its small letter puts it, as its capital does. */
export type Position = 0 | 1 | 2;

export interface Switch {
  /** The small letter and the capital; a switch without small letter knows only one position. */
  readonly letters: readonly [string, string?];
  readonly names: Readonly<Record<string, Position>>;
  readonly initial: Position;
  /** What less says when it comes to stand so; a switch without words cannot be changed at run time. */
  readonly says?: readonly string[];
}

const BELL_AT_END = 'Ring the bell for errors but not at eof/bof';
const FROM_THE_TOP = 'Repaint by painting from top of screen';

export const SWITCHES = {
  search: {
    letters: ['a', 'A'],
    names: { 'search-skip-screen': 1, 'SEARCH-SKIP-SCREEN': 2 },
    initial: 2,
    says: [
      'Search includes displayed screen',
      'Search skips displayed screen',
      'Search includes all of displayed screen',
    ],
  },
  clear: {
    letters: ['c', 'C'],
    names: { 'clear-screen': 1, 'CLEAR-SCREEN': 2 },
    initial: 0,
    says: ['Repaint by scrolling from bottom of screen', FROM_THE_TOP, FROM_THE_TOP],
  },
  quitAtEnd: {
    letters: ['e', 'E'],
    names: { 'quit-at-eof': 1, 'QUIT-AT-EOF': 2 },
    initial: 0,
    says: ["Don't quit at end-of-file", 'Quit at end-of-file', 'Quit immediately at end-of-file'],
  },
  force: {
    letters: ['f'],
    names: { force: 1 },
    initial: 0,
    says: ['Open only regular files', 'Open even non-regular files'],
  },
  quitIfOneScreen: {
    letters: ['F'],
    names: { 'quit-if-one-screen': 1 },
    initial: 0,
    says: ["Don't quit if end-of-file on first screen", 'Quit if end-of-file on first screen'],
  },
  highlight: {
    letters: ['g', 'G'],
    names: { 'hilite-search': 1, 'HILITE-SEARCH': 2 },
    initial: 2,
    says: [
      "Don't highlight search matches",
      'Highlight matches for previous search only',
      'Highlight all matches for previous search pattern',
    ],
  },
  ignoreCase: {
    letters: ['i', 'I'],
    names: { 'ignore-case': 1, 'IGNORE-CASE': 2 },
    initial: 0,
    says: ['Case is significant in searches', 'Ignore case in searches', 'Ignore case in searches and in patterns'],
  },
  quitOnInterrupt: {
    letters: ['K'],
    names: { 'quit-on-intr': 1 },
    initial: 0,
    says: ['Interrupt (ctrl-C) returns to prompt', 'Interrupt (ctrl-C) exits less'],
  },
  prompt: {
    letters: ['m', 'M'],
    names: { 'long-prompt': 1, 'LONG-PROMPT': 2 },
    initial: 0,
    says: ['Short prompt', 'Medium prompt', 'Long prompt'],
  },
  numbers: {
    letters: ['n', 'N'],
    names: { 'line-numbers': 1, 'LINE-NUMBERS': 2 },
    initial: 1,
    says: ["Don't use line numbers", 'Use line numbers', 'Constantly display line numbers'],
  },
  quiet: {
    letters: ['q', 'Q'],
    names: { quiet: 1, silent: 1, QUIET: 2, SILENT: 2 },
    initial: 0,
    says: ['Ring the bell for errors AND at eof/bof', BELL_AT_END, 'Never ring the bell'],
  },
  controls: {
    letters: ['r', 'R'],
    names: { 'raw-control-chars': 1, 'RAW-CONTROL-CHARS': 2 },
    initial: 0,
    says: [
      'Display control characters as ^X',
      'Display control characters directly (not recommended)',
      'Display ANSI sequences directly, other control characters as ^X',
    ],
  },
  squeeze: {
    letters: ['s'],
    names: { 'squeeze-blank-lines': 1 },
    initial: 0,
    says: ['Display all blank lines', 'Squeeze multiple blank lines'],
  },
  chop: {
    letters: ['S'],
    names: { 'chop-long-lines': 1 },
    initial: 0,
    says: ['Fold long lines', 'Chop long lines'],
  },
  keepScreen: { letters: ['X'], names: { 'no-init': 1 }, initial: 0 },
  tildes: {
    letters: ['~'],
    names: { tilde: 1 },
    initial: 1,
    says: ["Don't show tildes after end of file", 'Show tildes after end of file'],
  },
} as const satisfies Readonly<Record<string, Switch>>;

export type SwitchName = keyof typeof SWITCHES;

/** Lines or columns, or a share of the screen: the digits behind the point. */
export type Distance = { readonly count: number } | { readonly share: string };

export interface LessOptions {
  readonly at: Record<SwitchName, Position>;
  tabs: TabStops;
  /** Lines of a screenful; counted from the whole screen if below 0. */
  window: number;
  /** The line of the screen that a search or a jump brings its line to, from 1; from the bottom if below 0. */
  target: Distance;
  shift: Distance;
  readonly prompts: Record<PromptStyle, string>;
  /** What to do first: `G`, `12g`, `/pattern`. */
  readonly commands: string[];
}

export const initialOptions = (): LessOptions => ({
  at: Object.fromEntries(Object.entries(SWITCHES).map(([name, { initial }]) => [name, initial])) as Record<
    SwitchName,
    Position
  >,
  tabs: EVERY_EIGHT,
  window: -1,
  target: { count: 0 },
  shift: { count: 0 },
  prompts: { ...PROMPTS },
  commands: [],
});

/** The switch a letter or a name belongs to, and where it puts that from its default. */
export interface Asked {
  readonly name: SwitchName;
  readonly capital: boolean;
}

const switchEntries = Object.entries(SWITCHES) as [SwitchName, Switch][];

export function switchOf(letter: string): Asked | undefined {
  const found = switchEntries.find(([, { letters }]) => letters.some((own) => own === letter));
  return found && { name: found[0], capital: found[1].letters[1] === letter };
}

/** A switch that stands where its letter would put it goes off, and on from anywhere else. */
export function flipped({ name, capital }: Asked, from: Position): Position {
  const { letters }: Switch = SWITCHES[name];
  if (letters[1] === undefined) return from === 0 ? 1 : 0;
  const to = capital ? 2 : 1;
  return from === to ? 0 : to;
}

/** An option with a value. */
export interface Valued {
  readonly letter: string;
  readonly name: string;
  /** What of a word is the value: the rest are options again. */
  readonly takes: RegExp;
  /** What less asks for it at run time; it cannot be changed then if there is nothing here. */
  readonly asks?: string;
  /** Answers what is wrong with the value; `called` is the option as it was given. */
  readonly set: (options: LessOptions, text: string, called: string) => string | undefined;
  readonly tells?: (options: LessOptions) => string;
}

/** Each stop has to lie behind the one before it; the last two say how it goes on. */
function readTabs(text: string): TabStops | undefined {
  const stops = [0];
  for (const number of text.split(',').map(Number)) if (number > (stops.at(-1) ?? 0)) stops.push(number);
  return stops.length < 2 ? undefined : { stops, every: (stops.at(-1) ?? 0) - (stops.at(-2) ?? 0) };
}

const tellTabs = ({ stops, every }: TabStops): string =>
  `Tab stops ${stops.length > 2 ? `${stops.slice(1).join(',')} and then ` : ''}every ${every} spaces`;

const SHARE = /^\.(\d+)/;
const COUNT = /^-?\d+/;

const readDistance = (text: string): Distance | undefined => {
  const share = SHARE.exec(text)?.[1];
  if (share !== undefined) return { share };
  const count = COUNT.exec(text)?.[0];
  return count === undefined ? undefined : { count: Number(count) };
};

const wrongDistance = (text: string, share: string, count: string): string =>
  `Invalid ${text.startsWith('.') ? share : count}`;

const STYLES: Readonly<Record<string, PromptStyle>> = { s: 'short', m: 'medium', M: 'long', '=': 'place' };
const TO_THE_DOLLAR = /^[^$]*/;

export const VALUED: readonly Valued[] = [
  {
    letter: 'j',
    name: 'jump-target',
    takes: /^[-.\d]*/,
    asks: 'Target line: ',
    set: (options, text) => {
      const target = readDistance(text);
      if (!target) return wrongDistance(text, 'line fraction', 'line number');
      options.target = target;
      return undefined;
    },
    tells: ({ target }) =>
      `Position target at screen ${'share' in target ? `position .${target.share}` : `line ${target.count}`}`,
  },
  {
    letter: 'p',
    name: 'pattern',
    takes: TO_THE_DOLLAR,
    set: ({ commands }, text) => {
      commands.push(`/${text}`);
      return undefined;
    },
  },
  {
    letter: 'P',
    name: 'prompt',
    takes: TO_THE_DOLLAR,
    asks: 'prompt: ',
    set: ({ prompts }, text) => {
      const style = STYLES[text.charAt(0)];
      prompts[style ?? 'short'] = style === undefined ? text : text.slice(1);
      return undefined;
    },
    tells: ({ prompts, at }) => prompts[styleOf(at.prompt)],
  },
  {
    letter: 'x',
    name: 'tabs',
    takes: /^[\d,]*/,
    asks: 'Tab stops: ',
    set: (options, text) => {
      options.tabs = readTabs(text) ?? options.tabs;
      return undefined;
    },
    tells: ({ tabs }) => tellTabs(tabs),
  },
  {
    letter: 'z',
    name: 'window',
    takes: /^-?\d*/,
    asks: 'Scroll window size: ',
    set: (options, text, called) => {
      const number = COUNT.exec(text)?.[0];
      if (number === undefined) return `Number is required after ${called}`;
      options.window = Number(number);
      return undefined;
    },
    tells: ({ window }) => `Scroll window size is ${window} lines`,
  },
  {
    letter: '#',
    name: 'shift',
    takes: /^[.\d]*/,
    asks: 'Horizontal shift: ',
    set: (options, text) => {
      const shift = readDistance(text);
      if (!shift) return wrongDistance(text, 'column fraction', 'column number');
      options.shift = shift;
      return undefined;
    },
    tells: ({ shift }) =>
      `Horizontal shift ${'share' in shift ? `.${shift.share} of screen width` : `${shift.count} columns`}`,
  },
];

export const styleOf = (position: Position): PromptStyle => (['short', 'medium', 'long'] as const)[position];

/** `-x (--tabs)`, as messages name an option. */
export const fullName = (letter: string, name: string): string => `-${letter} (--${name})`;

/** The letters of `--help` and `--version`. */
const STANDARD: Readonly<Record<string, string>> = { help: '?', version: 'V' };

const letterAt = ({ letters }: Switch, position: Position): string =>
  (position === 2 ? letters[1] : letters[0]) ?? letters[0];

/** Every long name, with the letter that does the same. */
const LONG: ReadonlyMap<string, string> = new Map([
  ...switchEntries.flatMap(([, own]) =>
    Object.entries(own.names).map(([name, position]): [string, string] => [name, letterAt(own, position)]),
  ),
  ...VALUED.map(({ name, letter }): [string, string] => [name, letter]),
  ...Object.entries(STANDARD),
]);

/** The letter of a name that may be shortened as far as it is clear. */
export function letterOf(name: string): string | 'ambiguous' | undefined {
  const exact = LONG.get(name);
  if (exact !== undefined || name === '') return exact;
  const found = [...LONG].filter(([long]) => long.startsWith(name));
  return found.length > 1 ? 'ambiguous' : found[0]?.[1];
}
