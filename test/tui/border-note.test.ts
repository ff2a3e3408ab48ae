import { expect, test } from 'vitest';
import { speak } from '../../src/text/index.ts';
import { borderNote, type NoteRequest } from '../../src/tui/border-note.ts';

const { t } = speak('en');
const note = (rest: Partial<NoteRequest>) =>
  borderNote(
    {
      place: { kind: 'lesson' },
      focused: true,
      shown: { rows: 20, moved: 0 },
      height: 12,
      room: 40,
      ...rest,
    },
    t,
  );
const pane = (id: string) => ({ kind: 'pane', id }) as const;

test('what was not read yet, and the key that shows it', () => {
  expect(note({})).toBe('PgDn: 8 more rows');
  expect(note({ shown: { rows: 20, moved: 7 } })).toBe('PgDn: 1 more row');
  expect(note({ shown: { rows: 20, moved: 8 } })).toBe('PgUp: 8 rows above');
  expect(note({ shown: { rows: 12, moved: 0 } })).toBe('');
});

test('what one can do now, where its words are out of sight', () => {
  const now = 'F4 goes on';
  expect(note({ focused: false, now })).toBe('^] 0: 8 more rows · F4 goes on');
  expect(note({ focused: false, now, room: 20 })).toBe('^] 0 · F4 goes on');
  expect(note({ now, room: 20 })).toBe('PgDn · F4 goes on');
  expect(note({ focused: false, now, room: 16 })).toBe('^] 0');
  expect(note({ focused: false, now, room: 3 })).toBe('');
  expect(note({ now, shown: { rows: 20, moved: 8 } })).toBe('PgUp: 8 rows above');
  expect(note({ now, shown: { rows: 12, moved: 0 } })).toBe('');
});

test('without the focus: the way to the lesson', () => {
  expect(note({ focused: false })).toBe('^] 0: 8 more rows');
  expect(note({ focused: false, place: pane('processes') })).toBe('8 more rows');
});

test('a pane that stands at its last row has the rest above', () => {
  expect(note({ place: pane('events') })).toBe('PgUp: 8 rows above');
});

test('the pane that waits behind this one, as far as there is room', () => {
  const place = pane('processes');
  const next = { id: 'pipes', seen: false };
  expect(note({ place, focused: false, next })).toBe('8 more rows · ^] i: Pipes and FIFOs');
  expect(note({ place, focused: false, next, room: 30 })).toBe('8 more rows · ^] i');
  expect(note({ place, focused: false, next, shown: undefined })).toBe('^] i: Pipes and FIFOs');
  expect(note({ place, focused: false, next: { ...next, missed: true } })).toBe('^] i: new in Pipes and FIFOs');
});

test('nothing hidden, and looked at: where Linux shows the same', () => {
  expect(note({ place: pane('events'), shown: undefined })).toBe('strace -f');
});
