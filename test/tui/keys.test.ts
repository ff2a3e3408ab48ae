import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cursorColumn, edit, emptyField, insertText } from '../../src/tui/field.ts';
import { chordOf, type Input, type Key, KeyDecoder } from '../../src/tui/keys.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Feeds chunks, waits out the Escape guess, answers what came of it. */
function decode(...chunks: (string | Uint8Array)[]): Input[] {
  const inputs: Input[] = [];
  const decoder = new KeyDecoder((input) => inputs.push(input), 30);
  for (const chunk of chunks) decoder.push(Buffer.from(chunk));
  vi.advanceTimersByTime(31);
  return inputs;
}
const chords = (...chunks: (string | Uint8Array)[]) =>
  decode(...chunks).map((input) => (input.type === 'key' ? chordOf(input) : input.type));
const bytes = (...chunks: string[]) =>
  decode(...chunks).map((input) => (!('bytes' in input) ? '' : Buffer.from(input.bytes).toString('latin1')));

describe('keys', () => {
  test.each([
    ['letters, capitals, blanks', 'aZ é中 ', ['a', 'Z', ' ', 'é', '中', ' ']],
    ['control keys', '\x01\x03\x1a\x1c\x1d\x00\x08\x0a', ['C-a', 'C-c', 'C-z', 'C-\\', 'C-]', 'C-space', 'C-h', 'C-j']],
    ['named keys', '\r\t\x7f', ['enter', 'tab', 'backspace']],
    ['arrows', '\x1b[A\x1bOB\x1b[1;5C\x1b[1;2D', ['up', 'down', 'C-right', 'S-left']],
    ['home and end, five ways', '\x1b[H\x1bOF\x1b[1~\x1b[4~\x1b[7~', ['home', 'end', 'home', 'end', 'home']],
    ['paging', '\x1b[5~\x1b[6~\x1b[5;2~\x1b[3~', ['pageup', 'pagedown', 'S-pageup', 'delete']],
    ['F-keys of xterm', '\x1bOP\x1bOQ\x1bOR\x1bOS\x1b[15~\x1b[17~\x1b[20~', ['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f9']],
    ['F-keys of older terminals', '\x1b[11~\x1b[12~\x1b[13~\x1b[14~', ['f1', 'f2', 'f3', 'f4']],
    ['F-keys of the Linux console', '\x1b[[A\x1b[[B\x1b[[E', ['f1', 'f2', 'f5']],
    ['F-keys with modifiers', '\x1b[1;2Q\x1b[1;2R\x1b[15;5~', ['S-f2', 'S-f3', 'C-f5']],
    ['Alt', '\x1bb\x1b\x7f\x1b中', ['M-b', 'M-backspace', 'M-中']],
    ['shift-tab', '\x1b[Z', ['S-tab']],
    ['kitty', '\x1b[27u\x1b[93;5u\x1b[97;5u\x1b[98;3u\x1b[13;1u', ['escape', 'C-]', 'C-a', 'M-b', 'enter']],
  ])('%s', (_, sent, expected) => {
    expect(chords(sent)).toEqual(expected);
  });

  test('kitty keys go to programs as a legacy terminal would send them', () => {
    expect(bytes('\x1b[97;5u', '\x1b[98;3u', '\x1b[27u')).toEqual(['\x01', '\x1bb', '\x1b']);
  });

  test('legacy keys go through unchanged', () => {
    const sent = ['\x1b[1;5C', '\x03', '\x1bb', '\x1b[15~'];
    expect(bytes(...sent)).toEqual(sent);
  });

  test('ESC alone is the Escape key after a while; ESC ESC is the key and a start', () => {
    expect(chords('\x1b')).toEqual(['escape']);
    expect(chords('\x1b\x1b[A')).toEqual(['escape', 'up']);
    expect(chords('\x1b', '[A')).toEqual(['up']);
    expect(chords('\x1b[')).toEqual(['M-[']);
  });

  test('a sequence and a character may be cut anywhere', () => {
    const all = Buffer.from('\x1b[1;5C中\x1b[15~\x1b[[Ba', 'utf8');
    for (let cut = 1; cut < all.length; cut++) {
      expect(chords(all.subarray(0, cut), all.subarray(cut))).toEqual(['C-right', '中', 'f5', 'f2', 'a']);
    }
  });

  test('a burst loses nothing', () => {
    expect(chords('reset\r').join(' ')).toBe('r e s e t enter');
  });

  test('bytes that are no UTF-8 are passed on', () => {
    const inputs = decode(Uint8Array.of(0x80, 0x61));
    expect(inputs.map((input) => (input.type === 'key' ? [...input.bytes] : []))).toEqual([[0x80], [0x61]]);
  });

  test('the mouse: press, drag, release, wheel, modifiers; cells from 0', () => {
    const mouse = (text: string) => decode(text).map((input) => (input.type === 'mouse' ? input : undefined))[0];
    const plain = { type: 'mouse', button: 0, x: 2, y: 3, ctrl: false, alt: false, shift: false };
    expect(mouse('\x1b[<0;3;4M')).toEqual({ ...plain, action: 'press' });
    expect(mouse('\x1b[<0;3;4m')).toEqual({ ...plain, action: 'release' });
    expect(mouse('\x1b[<34;3;4M')).toEqual({ ...plain, action: 'drag', button: 2 });
    expect(mouse('\x1b[<64;3;4M')).toEqual({ ...plain, action: 'wheelUp' });
    expect(mouse('\x1b[<69;3;4M')).toEqual({ ...plain, action: 'wheelDown', shift: true });
    expect(mouse('\x1b[<16;3;4M')).toEqual({ ...plain, action: 'press', ctrl: true });
  });

  test('replies of the terminal are no keys', () => {
    expect(chords('\x1b[?1u\x1b[?62;22c\x1b[2;2R\x1b[I\x1b[O')).toEqual(Array(5).fill('reply'));
  });
});

describe('paste', () => {
  test('is data: nothing in it is a key', () => {
    expect(decode('\x1b[200~ls \x1d q\x1b[A\n\x1b[201~x')).toMatchObject([
      { type: 'paste', last: true, bytes: Buffer.from('ls \x1d q\x1b[A\n') },
      { type: 'key', name: 'x' },
    ]);
  });

  test('passes in pieces, and its end mark may be cut', () => {
    const text = 'x'.repeat(5000);
    const inputs = decode('\x1b[200~', text.slice(0, 3000), text.slice(3000), '\x1b[20', '1~y');
    const pasted = inputs.flatMap((input) => (input.type === 'paste' ? [Buffer.from(input.bytes).toString()] : []));
    expect(pasted.join('')).toBe(text);
    expect(inputs.at(-1)).toMatchObject({ type: 'key', name: 'y' });
    expect(inputs.filter((input) => input.type === 'paste' && input.last)).toHaveLength(1);
  });
});

describe('a text field', () => {
  const typed = (...sent: string[]) =>
    decode(...sent)
      .filter((input): input is Key => input.type === 'key')
      .reduce(edit, emptyField);

  test.each([
    ['types', 'reset', 'reset', 5],
    ['moves and inserts', 'rset\x1b[D\x1b[D\x1b[De', 'reset', 2],
    ['deletes both ways', 'abcd\x1b[D\x7f\x1b[3~', 'ab', 2],
    ['kills to the ends', 'abcd\x1b[D\x1b[D\x0b\x01\x1b[Cx', 'axb', 2],
    ['erases a word', 'one two \x17', 'one ', 4],
    ['counts wide characters as one', '中文\x1b[Dx', '中x文', 2],
    ['ignores what is no text', 'a\x1b[15~\x1bb\r\t', 'a', 1],
  ])('%s', (_, sent, text, at) => {
    expect(typed(sent)).toEqual({ text, at });
  });

  test('takes a paste on one line', () => {
    expect(insertText({ text: 'ab', at: 1 }, 'x\ny\x1b')).toEqual({ text: 'ax y b', at: 5 });
  });

  test('knows the column of its cursor', () => {
    expect(cursorColumn({ text: 'a中b', at: 2 })).toBe(3);
  });
});
