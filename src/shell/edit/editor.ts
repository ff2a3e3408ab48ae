/**
 * The editor proper: a state and a key give the next state. No terminal here; index.ts has that.
 * Authority: readline(3), bash(1) READLINE.
 */
import { changeCommands, paste, selfInsert } from './commands/change.ts';
import { completeCommands } from './commands/complete.ts';
import { answerAsked, historyCommands, unasked } from './commands/history.ts';
import { killCommands } from './commands/kill.ts';
import { findChar, moveCommands } from './commands/move.ts';
import { requestCommands } from './commands/request.ts';
import type { Command, Commands } from './commands/types.ts';
import { motionKey, onCharacter, targetKey, viCommands } from './commands/vi.ts';
import type { Key } from './keys.ts';
import { lineOf } from './line.ts';
import { endSearch, searchKey } from './search.ts';
import { EDIT, type EditState, type Mode, OTHER, ring, type SearchMode, withLine } from './state.ts';

const macroCommands = {
  'start-kbd-macro': (state) => ({ ...state, recording: [] }),
  'end-kbd-macro': (state) => ({ ...state, macro: state.recording ?? state.macro, recording: undefined }),
  'call-last-kbd-macro': (state, { count }) => {
    const keys = new Array<readonly Key[]>(Math.max(count, 1)).fill(state.macro).flat();
    return keys.length === 0 ? ring(state) : { ...state, request: { kind: 'replay', keys } };
  },
} satisfies Commands;

const commands: Commands = {
  ...moveCommands,
  ...changeCommands,
  ...killCommands,
  ...historyCommands,
  ...completeCommands,
  ...macroCommands,
  ...requestCommands,
  ...viCommands,
};

type ArgumentMode = Extract<Mode, { kind: 'argument' }>;
type AskMode = Extract<Mode, { kind: 'ask' }>;

/** Whether the next character is wanted as it is. */
export const wantsLiteral = ({ mode }: EditState): boolean =>
  mode.kind === 'char' || mode.kind === 'vi-target' || mode.kind === 'ask';

const record = (state: EditState, key: Key): EditState => {
  const ends = key.kind === 'command' && key.name === 'end-kbd-macro';
  return state.recording === undefined || ends ? state : { ...state, recording: [...state.recording, key] };
};

/** One key. */
export function step(state: EditState, key: Key): EditState {
  const ready = { ...record(state, key), bell: false, request: undefined };
  const { mode } = ready;
  switch (mode.kind) {
    case 'edit':
      return onCharacter(obey(ready, key, 1, false));
    case 'argument':
      return onCharacter(argumentKey(ready, mode, key));
    case 'char':
      return charKey(ready, mode, key);
    case 'search':
      return onCharacter(keyInSearch(ready, mode, key));
    case 'ask':
      return onCharacter(askedKey(ready, mode, key));
    case 'vi-motion':
      return motionKey(ready, typedChar(key));
    case 'vi-target':
      return key.kind === 'literal' || key.kind === 'text'
        ? targetKey(ready, key.text)
        : ring({ ...ready, mode: EDIT });
    default:
      return mode satisfies never;
  }
}

const KEEP_REGION: readonly string[] = [
  'clear-screen',
  'clear-display',
  'reverse-search-history',
  'forward-search-history',
];
const keepsRegion = (key: Key): boolean => key.kind === 'command' && KEEP_REGION.includes(key.name);

/** Carries a key out as a command. What was shown in reverse video is no longer, unless the line stays as it is. */
function obey(state: EditState, key: Key, count: number, explicit: boolean): EditState {
  if (key.kind === 'command' && (key.name === 'digit-argument' || key.name === 'vi-arg-digit'))
    return { ...state, mode: countFrom(key.char) };
  const region = state.line.region && keepsRegion(key);
  const calm = withLine({ ...state, last: state.deed, deed: OTHER }, { ...state.line, region });
  switch (key.kind) {
    case 'text':
    case 'literal':
      return selfInsert(calm, key.text, count);
    case 'paste':
      return paste(calm, key.text);
    case 'macro':
      return { ...calm, request: { kind: 'macro', text: key.text } };
    case 'shell':
      return { ...calm, request: { kind: 'shell', command: key.command } };
    case 'escape':
    case 'unbound':
      return ring(calm);
    case 'command': {
      const command: Command | undefined = commands[key.name];
      return command ? command(calm, { count, explicit, char: key.char }) : ring(calm);
    }
    default:
      return key satisfies never;
  }
}

/** The character that was typed, whatever it is bound to. */
function typedChar(key: Key): string | undefined {
  if (key.kind === 'text' || key.kind === 'literal') return key.text;
  return key.kind === 'command' && key.alone ? key.char : undefined;
}

// ---------------------------------------------------------------- counts

const countFrom = (char: string): ArgumentMode =>
  char === '-' ? { kind: 'argument', negative: true, digits: '' } : { kind: 'argument', negative: false, digits: char };

/** A count beyond this only wears the keyboard out. */
const MAX_COUNT = 1_000_000;

function countOf({ negative, digits }: ArgumentMode): number {
  const count = digits === '' ? 1 : Math.min(Number(digits), MAX_COUNT);
  return negative ? -count : count;
}

export const argumentPrompt = ({ negative, digits }: Pick<ArgumentMode, 'negative' | 'digits'>): string =>
  `(arg: ${negative ? '-' : ''}${digits || '1'}) `;

function argumentKey(state: EditState, mode: ArgumentMode, key: Key): EditState {
  const typed = typedChar(key);
  if (typed !== undefined && /^[0-9]$/.test(typed)) return { ...state, mode: { ...mode, digits: mode.digits + typed } };
  if (key.kind === 'command' && key.name === 'digit-argument') {
    if (key.char === '-') return { ...state, mode: { ...mode, negative: !mode.negative } };
    // After Alt-- the count is -1 already, and Alt-3 goes on with it.
    const digits = mode.negative && mode.digits === '' ? '1' : mode.digits;
    return { ...state, mode: { ...mode, digits: digits + key.char } };
  }
  const back = { ...state, mode: EDIT };
  if (key.kind === 'command' && key.name === 'abort') return ring(back);
  return obey(back, key, countOf(mode), true);
}

// ---------------------------------------------------------------- the other modes

function charKey(state: EditState, mode: Extract<Mode, { kind: 'char' }>, key: Key): EditState {
  const back = { ...state, mode: EDIT };
  if (key.kind !== 'literal' && key.kind !== 'text') return step(back, key);
  return mode.use === 'find' ? findChar(back, key.text, mode.count) : selfInsert(back, key.text, mode.count);
}

function keyInSearch(state: EditState, mode: SearchMode, key: Key): EditState {
  return searchKey(state, mode, key) ?? obey(endSearch(state, mode), key, 1, false);
}

/** Keys that mean something while a text is asked for; all others are part of it. */
function askedKey(state: EditState, mode: AskMode, key: Key): EditState {
  const typed = (text: readonly string[], pasted = 0): EditState => ({ ...state, mode: { ...mode, text, pasted } });
  if (key.kind === 'paste') {
    const text = Array.from(key.text);
    return typed([...mode.text, ...text], text.length);
  }
  if (key.kind !== 'literal') return ring(state);
  switch (key.text) {
    case '\r':
    case '\n':
      return answerAsked(state, mode.text, mode);
    case '\x15':
      return rubbed(state, mode, 'unix-line-discard');
    case '\x17':
      return rubbed(state, mode, 'unix-word-rubout');
    case '\b':
    case '\x7f':
      return mode.text.length > 0 ? typed(mode.text.slice(0, -1)) : unasked(state);
    case '\x07':
      return ring(unasked(state));
    case '\0':
      return typed(mode.text);
    default:
      return typed([...mode.text, key.text]);
  }
}

/** What a command makes of the text asked for; what it cuts goes where all cuts go. */
function rubbed(state: EditState, mode: AskMode, name: 'unix-line-discard' | 'unix-word-rubout'): EditState {
  const line = lineOf(mode.text.join(''));
  const after = killCommands[name]({ ...state, line }, { count: 1, explicit: false, char: '' });
  return { ...after, line: state.line, mode: { ...mode, text: after.line.chars, pasted: 0 } };
}

/** The line to show: while Alt-P asks, what is typed there. */
export function shownLine({ mode, line }: EditState): EditState['line'] {
  if (mode.kind !== 'ask') return line;
  const asked = lineOf(mode.text.join(''));
  return { ...asked, mark: asked.point - mode.pasted, region: mode.pasted > 0 };
}
