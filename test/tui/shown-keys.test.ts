/**
 * Each key that the screen shows – in its bar, in its help – as the terminals send it: the byte sequences of terminfo(5) for
 * xterm, screen and tmux, the Linux console and rxvt, those of PuTTY, and of Windows' console host (ENABLE_VIRTUAL_TERMINAL_INPUT).
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { commandFor, keymap } from '../../src/tui/keymap.ts';
import { chordOf, KeyDecoder } from '../../src/tui/keys.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const tilde = (...numbers: number[]) => numbers.map((number) => `\x1b[${number}~`);
const ss3 = [...'PQRS'].map((letter) => `\x1bO${letter}`);
const f5toF9 = tilde(15, 17, 18, 19, 20);
const arrows = { up: '\x1b[A', down: '\x1b[B', right: '\x1b[C', left: '\x1b[D' };
const applicationArrows = { up: '\x1bOA', down: '\x1bOB', right: '\x1bOC', left: '\x1bOD' };
const paging = { pageup: '\x1b[5~', pagedown: '\x1b[6~' };

const functionKeys = (sequences: readonly string[]): Record<string, string> =>
  Object.fromEntries(sequences.map((sequence, i) => [`f${i + 1}`, sequence]));

/** kf1…kf9, kcuu1 and kin as infocmp(1) prints them. */
const TERMINALS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'xterm-256color': {
    ...functionKeys([...ss3, ...f5toF9]),
    ...applicationArrows,
    ...paging,
    home: '\x1bOH',
    end: '\x1bOF',
    'S-f2': '\x1b[1;2Q',
    'S-pageup': '\x1b[5;2~',
    'S-pagedown': '\x1b[6;2~',
  },
  screen: { ...functionKeys([...ss3, ...f5toF9]), ...applicationArrows, ...paging, home: '\x1b[1~', end: '\x1b[4~' },
  'tmux-256color': { ...functionKeys([...ss3, ...f5toF9]), ...arrows, ...paging, home: '\x1b[1~', end: '\x1b[4~' },
  linux: {
    ...functionKeys(['\x1b[[A', '\x1b[[B', '\x1b[[C', '\x1b[[D', '\x1b[[E', ...tilde(17, 18, 19, 20)]),
    ...arrows,
    ...paging,
    home: '\x1b[1~',
    end: '\x1b[4~',
  },
  rxvt: {
    ...functionKeys(tilde(11, 12, 13, 14, 15, 17, 18, 19, 20)),
    ...arrows,
    ...paging,
    home: '\x1b[7~',
    end: '\x1b[8~',
  },
  putty: {
    ...functionKeys(tilde(11, 12, 13, 14, 15, 17, 18, 19, 20)),
    ...arrows,
    ...paging,
    home: '\x1b[1~',
    end: '\x1b[4~',
  },
  'Windows console': {
    ...functionKeys([...ss3, ...f5toF9]),
    ...arrows,
    ...paging,
    home: '\x1b[H',
    end: '\x1b[F',
    'S-f2': '\x1b[1;2Q',
    'S-pageup': '\x1b[5;2~',
    'S-pagedown': '\x1b[6;2~',
  },
};

/** What every keyboard sends in the same way. */
const EVERYWHERE: Readonly<Record<string, string>> = { enter: '\r', escape: '\x1b', ' ': ' ' };

/** The bytes of a chord; undefined: this terminal has no such key. */
function bytesOf(chord: string, terminal: Readonly<Record<string, string>>): string | undefined {
  const known = terminal[chord] ?? EVERYWHERE[chord];
  if (known !== undefined) return known;
  const control = /^C-(.)$/.exec(chord)?.[1];
  if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 31);
  return chord.length === 1 ? chord : undefined;
}

/** Byte by byte too, as a slow line brings them. */
function decoded(bytes: string, pieces: 'whole' | 'bytewise'): string[] {
  const chords: string[] = [];
  const decoder = new KeyDecoder((input) => input.type === 'key' && chords.push(chordOf(input)), 80);
  for (const chunk of pieces === 'whole' ? [bytes] : bytes) decoder.push(Buffer.from(chunk, 'latin1'));
  vi.advanceTimersByTime(100);
  return chords;
}

describe.each(Object.keys(TERMINALS))('the keys of %s', (name) => {
  const terminal = TERMINALS[name] ?? {};

  test.each(['whole', 'bytewise'] as const)('%s: each reaches its command', (pieces) => {
    const missing: string[] = [];
    for (const { chord, context, command } of keymap) {
      const keys = chord.split(/ (?=.)/);
      const sent = keys.map((key) => bytesOf(key, terminal));
      if (sent.includes(undefined)) {
        missing.push(chord);
        continue;
      }
      const chords = sent.flatMap((bytes) => decoded(bytes ?? '', pieces));
      expect(chords.join(' ')).toBe(chord);
      expect(commandFor(chords.join(' '), context)).toEqual(command);
    }
    // Where a terminal lacks a key, the same command has another one that every terminal has.
    for (const chord of missing) {
      const command = keymap.find((binding) => binding.chord === chord)?.command;
      const others = keymap.filter((binding) => JSON.stringify(binding.command) === JSON.stringify(command));
      expect(others.some((other) => other.chord.startsWith('C-] '))).toBe(true);
    }
    expect(missing.every((chord) => chord.startsWith('S-'))).toBe(true);
  });
});
