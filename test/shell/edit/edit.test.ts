/** The line editor against what readline 8.2 wrote for the same keys: the bytes, measured with `bash -i` on an xterm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../../../src/bytes.ts';
import { ECHO, ICANON } from '../../../src/kernel/abi.ts';
import type { Completer } from '../../../src/shell/edit/index.ts';
import { defaultKeymaps } from '../../../src/shell/edit/keymap.ts';
import { decoderOf, feed, type Key } from '../../../src/shell/edit/keys.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { Screen } from './screen.ts';

type Exchange = readonly [keys: string, written: string];

/** Each pair: keys typed, and what the terminal got for them. */
function exchanges(setup: ConstructorParameters<typeof FakeTerminal>[0], pairs: readonly Exchange[]): void {
  const terminal = new FakeTerminal(setup);
  terminal.written();
  for (const [keys, written] of pairs) expect([keys, terminal.type(keys)]).toEqual([keys, written]);
}

const BACK = '\b';
const FORTH = '\x1b[C';
const NEXT_PROMPT = '\x1b[?2004h$ ';
const ACCEPTED = `\r\n\x1b[?2004l\r${NEXT_PROMPT}`;
const DROPPED = `^C\x1b[?2004l\r\x1b[?2004h\x1b[?2004l\r\r\n${NEXT_PROMPT}`;

const lines = ['echo one', 'echo two', 'ls -d alpha.txt'];

describe('the line editor writes what readline writes', () => {
  it('opens with bracketed paste and the prompt', () => {
    expect(new FakeTerminal().written()).toBe(NEXT_PROMPT);
  });

  it('for text and small moves', () => {
    exchanges({}, [
      ['a', 'a'],
      ['b', 'b'],
      ['c d', 'c d'],
      ['\x02', BACK],
      ['\x02', BACK],
      ['X', 'X d\b\b'],
      ['\x06', FORTH],
      ['\x01', `\r${FORTH.repeat(2)}`],
      ['\x05', FORTH.repeat(6)],
      ['\x7f', '\b\x1b[K'],
      ['\x02\x02\x02\x7f', '\b\b\b\b\x1b[1P'],
      ['\x0b', '\x1b[K'],
      ['\x19', 'cX '],
      ['\r', ACCEPTED],
    ]);
  });

  it('for lines that wrap', () => {
    exchanges({ columns: 10 }, [
      ['abcdefg', 'abcdefg'],
      ['h', 'h \r'],
      ['i', 'i'],
      ['j\x02\x02', 'j\b\r'],
      ['\x02', `\x1b[A${FORTH.repeat(9)}`],
      ['\x02X', `\bXghij\x1b[A${FORTH.repeat(6)}`],
      ['\x01', `\r${FORTH.repeat(2)}`],
      ['\x05', `\r\n\r${FORTH.repeat(3)}`],
      ['\x15', `\x1b[A\b\x1b[K\r\n\r\x1b[K\x1b[A${FORTH.repeat(2)}`],
    ]);
  });

  it('for CJK and combining characters', () => {
    exchanges({ columns: 40 }, [
      ['你好', '你好'],
      ['\x02', '\b\b'],
      ['\x7f', '\b\b好\x1b[K\b\b'],
      ['\x05', FORTH.repeat(2)],
      ['e', 'e'],
      ['\u0301', '\be\u0301'],
      ['\x7f', '\b\x1b[K'],
    ]);
  });

  it('for the history', () => {
    exchanges({ lines, columns: 60 }, [
      ['half', 'half'],
      ['\x10', `\r${FORTH.repeat(2)}ls -d alpha.txt`],
      ['\x1b[B', `\r${FORTH.repeat(2)}half\x1b[K`],
      ['\x0e', '\x07'],
      ['\x1b<', `\r${FORTH.repeat(2)}echo one`],
      ['\x10', '\x07'],
    ]);
  });

  it('for an incremental search', () => {
    exchanges({ lines, columns: 60 }, [
      ['half', 'half'],
      ['\x12', "\r(reverse-i-search)`': half"],
      ['e', `${BACK.repeat(7)}e': \x1b[7me\x1b[27mcho two${BACK.repeat(8)}`],
      ['\x07', '\r$ half\x1b[K'],
      ['\x12', "\r(reverse-i-search)`': half"],
      ['t', `${BACK.repeat(7)}t': ls -d alpha.tx\x1b[7mt\x1b[27m\b`],
      ['w', `${BACK.repeat(17)}w': echo \x1b[7mtw\x1b[27mo\x1b[K\b\b\b`],
      ['o', `${BACK.repeat(8)}o': echo \x1b[7mtwo\x1b[27m\b\b\b`],
      ['\x12', "\x07\r\x1b[Cfailed reverse-i-search)`two': echo two\b\b\b"],
      ['\x01', `\r$ echo two\x1b[K\r${FORTH.repeat(2)}`],
      ['\r', ACCEPTED],
    ]);
  });

  it('for a paste, in reverse video until the next key', () => {
    exchanges({}, [
      ['ab', 'ab'],
      ['\x1b[200~echo hi\x1b[201~', '\x1b[7mecho hi\x1b[27m'],
      ['x', `\r${FORTH.repeat(4)}echo hix`],
    ]);
  });

  it('for Ctrl-C: ^C, no newline before the cursor is on the last row', () => {
    exchanges({ columns: 10 }, [
      ['abcdef', 'abcdef'],
      ['\x02\x02', '\b\b'],
      ['\x03', DROPPED],
    ]);
  });

  it('for Ctrl-D: a bell at the end of a line, the end of file on an empty one', () => {
    const terminal = new FakeTerminal();
    terminal.written();
    expect(terminal.type('ab\x04')).toBe('ab\x07');
    expect(terminal.type('\x15')).toBe('\b\b\x1b[K');
    expect(terminal.type('\x04')).toBe('\x1b[?2004l\r\r\n');
    expect(terminal.answers).toEqual([{ kind: 'eof' }]);
  });

  it('for the clear key, with all rows of the prompt', () => {
    exchanges({ prompt: '\x01\x1b[32m\x02top\x01\x1b[0m\x02\nx> ' }, [
      ['ab', 'ab'],
      ['\x0c', '\x1b[H\x1b[2J\x1b[32mtop\x1b[0m\r\nx> ab'],
    ]);
  });

  it('for a new window size', () => {
    const terminal = new FakeTerminal({ columns: 20 });
    terminal.type('abcdefghijklmnop');
    expect(terminal.resize(12, 24)).toBe('\r\x1b[K\r$ abcdefghijklmnop');
    expect(terminal.type('X')).toBe('X');
    expect(terminal.resize(30, 24)).toBe('\r\x1b[K\r\x1b[A\x1b[K\r$ abcdefghijklmnopX');
  });
});

describe('the line editor answers', () => {
  const answersTo = (keys: string | Uint8Array): unknown[] => {
    const terminal = new FakeTerminal({ lines });
    terminal.type(keys);
    return terminal.answers.map((answer) => (answer.kind === 'line' ? answer.text : answer.kind));
  };

  it('with the lines typed, each its own', () => {
    expect(answersTo('echo 1\recho 2\rrest')).toEqual(['echo 1', 'echo 2']);
  });

  it('with what was pasted, newlines and all', () => {
    expect(answersTo('\x1b[200~a\rb\n\x1b[201~c\r')).toEqual(['a\nb\nc']);
  });

  it('with bytes that are no UTF-8 as they are', () => {
    const [line] = answersTo(Uint8Array.of(0x61, 0xff, 0xc3, 0x62, 13));
    expect([...encode(String(line))]).toEqual([0x61, 0xff, 0xc3, 0x62]);
  });

  it('to Ctrl-C with interrupt, and goes on', () => {
    expect(answersTo('half\x03whole\r')).toEqual(['interrupt', 'whole']);
  });

  it('to Ctrl-O with the line, and begins with the one after it', () => {
    expect(answersTo('\x10\x10\x10\x0f\r')).toEqual(['echo one', 'echo two']);
  });

  it('to a keyboard macro as often as it is called', () => {
    expect(answersTo('\x18(ab\x18)\x18e\x1b2\x18e\r')).toEqual(['abababab']);
  });

  it('nothing for keys that are bound to nothing, but for their last byte', () => {
    expect(answersTo('a\x1b[15~b\r')).toEqual(['a~b']);
  });
});

describe('the terminal', () => {
  it('is raw while a line is edited, and cooked in between', () => {
    const seen: boolean[] = [];
    const terminal = new FakeTerminal({
      *onInterrupt() {
        seen.push((terminal.termios.lflag & (ICANON | ECHO)) !== 0);
      },
    });
    expect(terminal.termios.lflag & (ICANON | ECHO)).toBe(0);
    terminal.type('x\x03');
    expect(seen).toEqual([true]);
  });

  it('keeps what is typed ahead for the next reader', () => {
    const terminal = new FakeTerminal();
    terminal.type('one\r');
    expect(terminal.bytesRead).toBe(4);
  });
});

describe('completion', () => {
  const files: Completer = function* (text, point) {
    const start = text.lastIndexOf(' ', point - 1) + 1;
    const word = text.slice(start, point);
    const names = ['alpha.txt', 'alpine.md', 'sub', 'with\\ blank'].filter((name) => name.startsWith(word));
    return {
      start,
      candidates: names.map((value) => (value === 'sub' ? { value, label: 'sub/', suffix: '/' } : { value })),
    };
  };

  it('goes as far as is certain, then lists at the second Tab that adds nothing', () => {
    exchanges({ complete: files, columns: 40 }, [
      ['ls al', 'ls al'],
      ['\t', '\x07p'],
      ['\t', '\x07'],
      ['\t', '\r\nalpha.txt  alpine.md  \r\n$ ls alp'],
      ['h\t', 'hha.txt '.slice(1)],
      ['s\t', 'sub/'],
      ['\x15w\t', `\r${FORTH.repeat(2)}\x1b[Kwith\\ blank `],
      ['zz\t', 'zz\x07'],
    ]);
  });

  it('inserts all of them for Alt-*, lists them for Alt-?', () => {
    exchanges({ complete: files, columns: 40 }, [
      ['ls a\x1b*', 'ls alpha.txt alpine.md '],
      ['\x15al\x1b?', `\r${FORTH.repeat(2)}\x1b[Kal\r\nalpha.txt  alpine.md  \r\n$ al`],
    ]);
  });

  const many: Completer = function* () {
    return {
      start: 0,
      candidates: Array.from({ length: 150 }, (_, at) => ({ value: `f${String(at).padStart(3, '0')}` })),
    };
  };

  it('asks before it lists a hundred, and pages', () => {
    const terminal = new FakeTerminal({ complete: many, columns: 60, rows: 10 });
    terminal.type('f\t');
    terminal.written();
    expect(terminal.type('\t')).toBe('\r\nDisplay all 150 possibilities? (y or n)');
    const page = terminal.type('y').split('\r\n');
    expect(page.length).toBe(11);
    expect(page[1]).toBe('f000  f017  f034  f051  f068  f085  f102  f119  f136');
    expect(page.at(-1)).toBe('--More--');
    const rest = terminal.type(' ');
    expect(rest.startsWith('\r\x1b[K\rf009  ')).toBe(true);
    expect(rest.endsWith('\r\n$ f')).toBe(true);
    terminal.type('\t\t');
    expect(terminal.type('n')).toBe('\r\n$ f');
  });
});

describe('redisplay', () => {
  const texts = ['a', 'hello ', '你好', '世', 'e\u0301', '\u0301', '👍', '\x16\t', '\x16\x01', '\x16\n', '漢 字'];
  const moves = [
    '\x01',
    '\x05',
    '\x02',
    '\x06',
    '\x1bb',
    '\x1bf',
    '\x7f',
    '\x04',
    '\x0b',
    '\x15',
    '\x17',
    '\x19',
    '\x14',
    '\x1f',
  ];
  const others = ['\x10', '\x0e', '\x1bt', '\x1bu', '\x1b3x', '\x1b[200~p\nq\x1b[201~'];
  const keys = fc.array(fc.constantFrom(...texts, ...moves, ...others), { maxLength: 60 });

  it('shows after any keys what a fresh screen would show', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 6, max: 40 }), keys, async (columns, typed) => {
        const rows = 120;
        const terminal = new FakeTerminal({ columns, rows, lines: [...lines, '世界你好世界你好'] });
        const screen = new Screen(columns, rows);
        await screen.write(terminal.written());
        // An empty line to begin with: Ctrl-D would end the session.
        for (const key of typed) await screen.write(terminal.type(key === '\x04' ? 'x\x02\x04' : key));
        const before = screen.shown();
        await screen.write(terminal.type('\x0c'));
        expect(screen.shown()).toEqual(before);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the keys of the line editor', () => {
  it('are read as quickly in a long paste as in a short one', () => {
    const paste = encode(`\x1b[200~${'x'.repeat(1_000_000)}\x1b[201~`);
    let decoder = decoderOf(defaultKeymaps().emacs);
    const keys: Key[] = [];
    for (const byte of paste) {
      const fed = feed(decoder, byte);
      decoder = fed.decoder;
      keys.push(...fed.keys);
    }
    expect(keys).toEqual([{ kind: 'paste', text: 'x'.repeat(1_000_000) }]);
  });
});
