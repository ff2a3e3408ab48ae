/**
 * The keys, as a table: chord → command, in a context. Dispatch, key bar, help and the collision test read it.
 * Ctrl-] is the prefix (telnet's escape; twice sends it): it is guaranteed. F-keys are shortcuts that some terminals take.
 * No Alt and no other Ctrl: those are words of the shell's line editor and of the line discipline.
 */
import { choiceLabel, MOST_CHOICES } from '../lessons/choices.ts';
import type { PaneId } from '../lessons/pane-ids.ts';
import type { Translate, Words } from '../text/index.ts';
import type { CopyMove } from './copy-mode.ts';
import type { Place } from './layout.ts';

/** Where a chord means something; a narrower context wins over `any`. */
export type Context = 'any' | 'terminal' | 'lesson' | 'pane' | 'copy';

/** Commands without an argument: each has its words `key.…` (short) and `what.…` (a sentence). */
export const commandIds = [
  'focus',
  'focusBack',
  'focusLesson',
  'pane',
  'paneBack',
  'hint',
  'dismiss',
  'next',
  'previous',
  'pause',
  'step',
  'stepEvent',
  'stepBack',
  'slower',
  'faster',
  'undo',
  'reset',
  'zoom',
  'palette',
  'help',
  'redraw',
  'suspend',
  'quit',
  'literal',
  'scrollUp',
  'scrollDown',
  'pageUp',
  'pageDown',
  'rowUp',
  'rowDown',
  'details',
  'behind',
  'pin',
  'why',
  'processBefore',
  'processAfter',
  'rewindHere',
  'openTerminal',
  'choosePlace',
  'chooseMachine',
  'closeTerminal',
  'copyMode',
  'copyMark',
  'copyTake',
  'copyLeave',
  'paste',
] as const;
type SimpleId = (typeof commandIds)[number];

export type Command =
  | { readonly id: SimpleId }
  | { readonly id: 'answer'; readonly label: string }
  | { readonly id: 'copyMove'; readonly move: CopyMove }
  | { readonly id: 'goToTerminal'; readonly name: string }
  /** Counted from 1, as their titles say. */
  | { readonly id: 'goToPane'; readonly number: number }
  /** Opens or closes a pane; it has no key, only a line among the commands. */
  | { readonly id: 'togglePane'; readonly pane: PaneId; readonly title: string }
  /** Chosen from a list. */
  | { readonly id: 'goTo'; readonly place: Place; readonly title: string }
  | { readonly id: 'openTerminalOn'; readonly host: string | undefined; readonly title: string };

export interface Binding {
  readonly chord: string;
  readonly context: Context;
  readonly command: Command;
  /** Shown in the key bar, the smallest first; without it only in the help. */
  readonly bar?: number;
  /** Of no use without a lesson. */
  readonly needsLesson?: boolean;
}

export const PREFIX = 'C-]';
const prefixed = (key: string) => `${PREFIX} ${key}`;

const bind = (chord: string, id: SimpleId, rest: Partial<Binding> = {}): Binding => ({
  chord,
  context: 'any',
  command: { id },
  ...rest,
});

const answers = Array.from({ length: MOST_CHOICES }, (_, i) => choiceLabel(i)).flatMap((label): Binding[] => {
  const command = { id: 'answer', label } as const;
  return [
    { chord: prefixed(label), context: 'any', command, needsLesson: true },
    { chord: label, context: 'lesson', command, needsLesson: true },
  ];
});

/** So many panes have a number of their own: the rest is reached one after the other, or from the list of places. */
export const NUMBERED_PANES = 9;

/** By their names; the small letters are answers. */
const terminalNames = ['A', 'B', 'C', 'D'].map(
  (name): Binding => ({ chord: prefixed(name), context: 'any', command: { id: 'goToTerminal', name } }),
);

const paneNumbers = Array.from({ length: NUMBERED_PANES }, (_, i) => i + 1).flatMap((number): Binding[] => {
  const command = { id: 'goToPane', number } as const;
  return [
    { chord: prefixed(String(number)), context: 'any', command },
    { chord: String(number), context: 'lesson', command },
    { chord: String(number), context: 'pane', command },
  ];
});

const scrolling = (context: Context): Binding[] => [
  bind('pageup', 'pageUp', { context, bar: 11 }),
  bind('pagedown', 'pageDown', { context, bar: 12 }),
];

/** Keys of a pane in focus; with the prefix they reach the pane that was looked at last, from everywhere. */
const paneKeys = (key: string, withPrefix: string, id: SimpleId, bar?: number): Binding[] => [
  bind(key, id, { context: 'pane', ...(bar !== undefined && { bar }) }),
  bind(prefixed(withPrefix), id),
];

/** Arrows, and the letters of vi. */
const copyMoveKeys: readonly (readonly [CopyMove, ...string[]])[] = [
  ['left', 'left', 'h'],
  ['right', 'right', 'l'],
  ['up', 'up', 'k'],
  ['down', 'down', 'j'],
  ['pageUp', 'pageup', 'C-b'],
  ['pageDown', 'pagedown', 'C-f'],
  ['lineStart', 'home', '0'],
  ['lineEnd', 'end', '$'],
  ['wordBack', 'b'],
  ['wordForward', 'w'],
  ['top', 'g'],
  ['bottom', 'G'],
];

const copyKeys: readonly Binding[] = [
  bind(' ', 'copyMark', { context: 'copy', bar: 0.1 }),
  bind('v', 'copyMark', { context: 'copy' }),
  bind('enter', 'copyTake', { context: 'copy', bar: 0.2 }),
  bind('y', 'copyTake', { context: 'copy' }),
  bind('q', 'copyLeave', { context: 'copy', bar: 0.3 }),
  bind('escape', 'copyLeave', { context: 'copy' }),
  ...copyMoveKeys.flatMap(([move, ...chords]) =>
    chords.map((chord): Binding => ({ chord, context: 'copy', command: { id: 'copyMove', move } })),
  ),
];

export const keymap: readonly Binding[] = [
  bind('f2', 'focus', { bar: 1 }),
  bind(prefixed('w'), 'focus'),
  bind('S-f2', 'focusBack'),
  bind(prefixed('W'), 'focusBack'),
  bind(prefixed('0'), 'focusLesson', { needsLesson: true }),
  bind('0', 'focusLesson', { context: 'pane', needsLesson: true }),
  bind(prefixed('i'), 'pane'),
  bind(prefixed('I'), 'paneBack'),
  ...terminalNames,
  ...paneNumbers,
  bind('f3', 'hint', { bar: 3, needsLesson: true }),
  bind(prefixed('h'), 'hint', { needsLesson: true }),
  bind(prefixed('m'), 'dismiss', { needsLesson: true }),
  bind('x', 'dismiss', { context: 'lesson' }),
  bind('escape', 'dismiss', { context: 'lesson' }),
  bind('f4', 'next', { bar: 2, needsLesson: true }),
  bind(prefixed('n'), 'next', { needsLesson: true }),
  bind(prefixed('N'), 'previous', { needsLesson: true }),
  bind('f5', 'pause', { bar: 7 }),
  bind(prefixed(' '), 'pause'),
  bind('f6', 'step', { bar: 8 }),
  bind(prefixed('s'), 'step'),
  bind(prefixed('.'), 'stepEvent'),
  bind(prefixed(','), 'stepBack'),
  bind(prefixed('-'), 'slower'),
  bind(prefixed('+'), 'faster'),
  bind(prefixed('='), 'faster'),
  bind('f7', 'undo', { bar: 6 }),
  bind(prefixed('r'), 'undo'),
  bind(prefixed('R'), 'reset'),
  bind('f8', 'zoom', { bar: 9 }),
  bind(prefixed('z'), 'zoom'),
  bind('f9', 'palette', { bar: 10 }),
  bind(prefixed('p'), 'palette'),
  bind(prefixed('?'), 'help', { bar: 4 }),
  bind(prefixed('l'), 'redraw'),
  bind(prefixed('C-z'), 'suspend'),
  bind(prefixed('q'), 'quit', { bar: 5 }),
  bind(prefixed(PREFIX), 'literal'),
  bind(prefixed('t'), 'openTerminal'),
  bind(prefixed('T'), 'chooseMachine'),
  bind(prefixed('X'), 'closeTerminal'),
  bind(prefixed("'"), 'choosePlace'),
  bind(prefixed('['), 'copyMode'),
  bind(prefixed(']'), 'paste'),
  ...copyKeys,
  bind(prefixed('pageup'), 'pageUp'),
  bind(prefixed('pagedown'), 'pageDown'),
  bind('S-pageup', 'pageUp', { context: 'terminal' }),
  bind('S-pagedown', 'pageDown', { context: 'terminal' }),
  ...answers,
  bind('enter', 'next', { context: 'lesson' }),
  bind('n', 'next', { context: 'lesson' }),
  bind('h', 'hint', { context: 'lesson' }),
  bind('?', 'help', { context: 'lesson' }),
  bind('?', 'help', { context: 'pane' }),
  bind('up', 'scrollUp', { context: 'lesson' }),
  bind('down', 'scrollDown', { context: 'lesson' }),
  ...paneKeys('up', 'k', 'rowUp'),
  ...paneKeys('down', 'j', 'rowDown', 1.2),
  ...paneKeys('enter', 'o', 'details', 1.4),
  ...paneKeys('s', 'v', 'behind', 1.6),
  ...paneKeys('p', 'P', 'pin', 1.8),
  ...paneKeys('y', 'y', 'why', 1.9),
  ...paneKeys('g', 'g', 'rewindHere'),
  ...paneKeys('left', '<', 'processBefore'),
  ...paneKeys('right', '>', 'processAfter', 10.5),
  ...scrolling('lesson'),
  ...scrolling('pane'),
];

/** Copy mode goes before what has the focus. */
export const contextOf = ({ focus, copy }: { readonly focus: Place; readonly copy?: unknown }): Context =>
  copy ? 'copy' : focus.kind;

const tables = new Map<string, Command>(keymap.map(({ context, chord, command }) => [`${context} ${chord}`, command]));

export const commandFor = (chord: string, context: Context): Command | undefined =>
  tables.get(`${context} ${chord}`) ?? tables.get(`any ${chord}`);

/** Two bindings of one chord where both would be meant. Empty, or the table is wrong. */
export function collisions(bindings: readonly Binding[] = keymap): string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const { chord, context } of bindings) {
    const name = `${context} ${chord}`;
    if (seen.has(name)) twice.push(name);
    seen.add(name);
  }
  return twice;
}

/** `^] q`, `F2`, `PgUp`: as it stands on a keyboard. */
export function showChord(chord: string): string {
  return chord
    .split(/ (?=.)/)
    .map(showKey)
    .join(' ')
    .replace(/\^\] $/, '^] Space');
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  pageup: 'PgUp',
  pagedown: 'PgDn',
  up: '↑',
  down: '↓',
  ' ': 'Space',
  left: '←',
  right: '→',
  enter: 'Enter',
  escape: 'Esc',
  home: 'Home',
  end: 'End',
};

function showKey(key: string): string {
  if (key.startsWith('C-')) return `^${key.slice(2).toUpperCase()}`;
  if (key.startsWith('S-')) return `Shift-${showKey(key.slice(2))}`;
  return KEY_NAMES[key] ?? (/^f\d+$/.test(key) ? key.toUpperCase() : key);
}

/** The first chord of a command in a context. */
export const chordFor = (id: SimpleId, context: Context): string =>
  showChord(keymap.find((binding) => binding.command.id === id && binding.context === context)?.chord ?? '');

/** The short word for the key bar. */
export function shortName(command: Command, t: Translate): string {
  if (command.id === 'answer') return t('key.answer', command.label);
  if ('title' in command) return command.title;
  if (command.id === 'goToPane') return t('key.goToPane', command.number);
  if (command.id === 'goToTerminal') return t('key.goToTerminal', command.name);
  return command.id === 'copyMove' ? t(`copy.${command.move}`) : t(`key.${command.id}`);
}

/** The sentence for the help and the palette. */
export function sentence(command: Command, t: Translate): string {
  if (command.id === 'answer') return t('what.answer', command.label);
  if (command.id === 'togglePane') return t('what.togglePane', command.title);
  if (command.id === 'goTo') return command.title;
  if (command.id === 'openTerminalOn') return t('what.openTerminalOn', command.title);
  if (command.id === 'goToPane') return t('what.goToPane');
  if (command.id === 'goToTerminal') return t('what.goToTerminal');
  return command.id === 'copyMove' ? t(`copy.${command.move}`) : t(`what.${command.id}`);
}

/** Every simple command has both of its words; the compiler reads this. */
type Missing = Exclude<`key.${SimpleId}` | `what.${SimpleId}`, keyof Words>;
const complete: [Missing] extends [never] ? true : Missing = true;
void complete;
