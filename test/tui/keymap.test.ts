import { describe, expect, test } from 'vitest';
import { speak } from '../../src/text/index.ts';
import { barBindings, helpLines, keyBarLine, paletteMatches } from '../../src/tui/chrome.tsx';
import {
  type Binding,
  collisions,
  commandFor,
  commandIds,
  keymap,
  NUMBERED_PANES,
  PREFIX,
  showChord,
} from '../../src/tui/keymap.ts';
import { lineWidth, plainText } from '../../src/tui/line.ts';
import { initialState } from '../../src/tui/state.ts';
import { lesson } from './fixtures.ts';

/** What the line discipline and the shell's line editor live on. */
const SHELLS = new Set([...'abcdefghijklmnopqrstuvwxyz\\_^'].map((letter) => `C-${letter}`));

describe('the key map', () => {
  test('has no chord twice in one context', () => {
    expect(collisions()).toEqual([]);
    const [first] = keymap;
    expect(first && collisions([first, first])).toEqual(['any f2']);
  });

  test('takes nothing from the shell while a terminal has the focus', () => {
    const taken = keymap
      .filter(({ context, chord }) => (context === 'any' || context === 'terminal') && !chord.startsWith(`${PREFIX} `))
      .map(({ chord }) => chord);
    expect(taken.filter((chord) => SHELLS.has(chord) || chord.includes('M-') || chord.length === 1)).toEqual([]);
    expect(taken).not.toContain('f1');
    expect(taken).not.toContain('f10');
    expect(taken).not.toContain('f11');
  });

  test('reaches every command with the prefix or an F-key, and each F-key command also with the prefix', () => {
    const reachable = (start: string) =>
      new Set(
        keymap
          .filter(({ chord, context }) => context === 'any' && chord.startsWith(start))
          .map(({ command }) => command.id),
      );
    const prefix = reachable(`${PREFIX} `);
    for (const id of reachable('f')) expect(prefix).toContain(id);
    const inCopyMode = ['copyMark', 'copyTake', 'copyLeave'];
    for (const id of commandIds) {
      if (!['scrollUp', 'scrollDown', ...inCopyMode].includes(id)) expect(prefix).toContain(id);
    }
  });

  test('a narrower context wins', () => {
    expect(commandFor('pageup', 'lesson')).toEqual({ id: 'pageUp' });
    expect(commandFor('pageup', 'terminal')).toBeUndefined();
    expect(commandFor('f2', 'terminal')).toEqual({ id: 'focus' });
    expect(commandFor('C-] a', 'terminal')).toEqual({ id: 'answer', label: 'a' });
  });

  test('chords are shown as they stand on a keyboard', () => {
    expect(['C-] q', 'f2', 'C-]  ', 'C-] C-]', 'S-pageup', 'C-] pageup'].map(showChord)).toEqual([
      '^] q',
      'F2',
      '^] Space',
      '^] ^]',
      'Shift-PgUp',
      '^] PgUp',
    ]);
  });
});

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  const speech = speak(language);

  test('the key bar names the keys of the context and fits', () => {
    const state = { ...initialState(['A', 'B'], lesson()), size: { cols: 80, rows: 24 } };
    const line = keyBarLine(state, speech);
    expect(lineWidth(line)).toBeLessThanOrEqual(80);
    expect(plainText(line)).toContain('F2');
    expect(plainText(line)).toContain('^] ?');
    expect(barBindings('lesson', true, false).map(({ command }) => command.id)).toContain('pageDown');
    expect(
      barBindings('terminal', false, true)
        .map(({ command }) => command.id)
        .slice(0, 2),
    ).toEqual(['pause', 'step']);
    expect(barBindings('terminal', false, false).map(({ command }) => command.id)).not.toContain('hint');
  });

  test('the help shows every binding; of the numbers of panes and the names of terminals the first and the last', () => {
    const text = helpLines(speech, 76, true).map(plainText).join('\n');
    const between = ({ command }: Binding) =>
      (command.id === 'goToPane' && command.number > 1 && command.number < NUMBERED_PANES) ||
      (command.id === 'goToTerminal' && /[BC]/.test(command.name)) ||
      (command.id === 'answer' && /[bcde]/.test(command.label));
    for (const { chord } of keymap.filter((each) => !between(each))) expect(text).toContain(showChord(chord));
    expect(text).toContain('^] 1 … ^] 9');
    expect(text).toContain('^] A … ^] D');
  });

  test('without a lesson the help names no key of lessons', () => {
    const text = helpLines(speech, 76, false).map(plainText).join('\n');
    for (const id of ['hint', 'next', 'previous', 'focusLesson'] as const)
      expect(text).not.toContain(speech.t(`what.${id}`));
    expect(text).not.toContain(speech.t('help.context.lesson'));
  });

  test('the palette finds commands by word and by name', () => {
    expect(paletteMatches('zoom', speech.t, true).map(({ command }) => command.id)).toEqual(['zoom']);
    expect(paletteMatches('', speech.t, false).map(({ command }) => command.id)).not.toContain('hint');
  });
});
