import { describe, expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import { viewKernel } from '../../src/kernel/view.ts';
import { paneIds } from '../../src/lessons/pane-ids.ts';
import { speak } from '../../src/text/index.ts';
import { matchingChoices } from '../../src/tui/choices.ts';
import { barBindings, helpLines, keyBarLine } from '../../src/tui/chrome.tsx';
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
    const state = initialState(['A', 'B'], undefined);
    const found = (text: string) => matchingChoices('commands', text, state, speech.t);
    expect(found('zoom').map(({ command }) => command.id)).toEqual(['zoom']);
    expect(found('').map(({ command }) => command.id)).not.toContain('hint');
  });

  test('the list of places has all panes by number and name, terminals, and the lesson', () => {
    const open = [...paneIds];
    const state = { ...initialState(['A', 'B'], lesson({})), open };
    const titles = (text: string) =>
      matchingChoices('places', text, state, speech.t).map(({ command }) => ('title' in command ? command.title : ''));
    expect(titles('')).toHaveLength(paneIds.length + 3);
    expect(titles('11')).toEqual([expect.stringMatching(/^11 /)]);
    const closed = { ...state, open: open.slice(0, 1) };
    const [, second] = matchingChoices('places', '', closed, speech.t);
    expect(second).toMatchObject({ chord: '', command: { title: expect.stringMatching(/closed|已关闭/) } });
  });

  test('the list of machines', () => {
    const kernel = viewKernel(new Kernel({ seed: 0, loadImage: () => undefined }));
    const all = matchingChoices('machines', '', { ...initialState(['A'], undefined), kernel }, speech.t);
    expect(all.map(({ command }) => command.id === 'openTerminalOn' && command.host)).toEqual([
      undefined,
      'beta',
      'gamma',
    ]);
  });
});
