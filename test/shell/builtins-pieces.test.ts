/** Parts of the builtins and of start-up that need no machine. */
import { describe, expect, test } from 'vitest';
import { strftime } from '../../src/programs/lib/strftime.ts';
import { UTC } from '../../src/programs/lib/zone.ts';
import { normalise } from '../../src/shell/builtins/cd.ts';
import { signalOf, signalTable } from '../../src/shell/builtins/signal-names.ts';
import { splitFields } from '../../src/shell/builtins/split.ts';
import { historyEntry } from '../../src/shell/history/entry.ts';
import { defaultSetOptions, optionLetters } from '../../src/shell/options.ts';
import { regexOf } from '../../src/shell/run/regex.ts';
import { menu } from '../../src/shell/run/select.ts';
import { parseInvocation } from '../../src/shell/session/invoke.ts';
import { hashOrder } from '../../src/shell/variables/hash-order.ts';

describe('read', () => {
  const split = (text: string, ifs: string, count: number, quoted?: ReadonlySet<number>): string[] =>
    splitFields({ text, quoted }, ifs, count);

  test.each([
    [' a  b c ', ' ', 2, ['a', 'b c']],
    ['a:b::c', ':', 4, ['a', 'b', '', 'c']],
    ['a:', ':', 1, ['a']],
    ['a:b:', ':', 2, ['a', 'b']],
    ['a:b::', ':', 2, ['a', 'b::']],
    ['x , y,z', ' ,', 2, ['x', 'y,z']],
    [',x,', ',', 2, ['', 'x']],
    ['  ', ' ', 2, []],
    [' x ', '', 2, [' x ']],
  ])('fields of %j at %j', (text, ifs, count, fields) => {
    expect(split(text, ifs, count)).toEqual(fields);
  });

  test('a quoted character separates nothing', () => {
    expect(split('a ', ' ', 1, new Set([1]))).toEqual(['a ']);
  });
});

describe('cd', () => {
  test.each([
    ['/a/b', '..', '/a'],
    ['/a', '../../..', '/'],
    ['/a', './b//c/.', '/a/b/c'],
    ['/', '//tmp', '//tmp'],
    ['/', '///tmp', '/tmp'],
  ])('from %s to %s', (from, to, there) => {
    expect(normalise(from, to)).toBe(there);
  });
});

describe('times', () => {
  const BILLION = 1_000_000_000;
  test.each([
    ['%Y-%m-%d %H:%M:%S', 0, '1970-01-01 00:00:00'],
    ['%F %T %j %u %a %b', 951_782_400, '2000-02-29 00:00:00 060 2 Tue Feb'],
    ['%c|%D|%I%p|%y', BILLION, 'Sun Sep  9 01:46:40 2001|09/09/01|01AM|01'],
    ['%G-W%V %U %W', 1_104_537_600, '2004-W53 00 00'],
    ['%-d %_m %^a %% %q', 86_400, '2  1 FRI % %q'],
    ['%s', -1, '-1'],
  ])('%s of %i', (format, seconds, text) => {
    expect(strftime(format, seconds * 1e6, UTC)).toBe(text);
  });
});

describe('names and tables', () => {
  test('SG03 five signals a row', () => {
    const rows = signalTable().split('\n');
    expect(rows[0]).toBe(' 1) SIGHUP\t 2) SIGINT\t 3) SIGQUIT\t 4) SIGILL\t 5) SIGTRAP');
    expect(rows.at(-2)).toBe('63) SIGRTMAX-1\t64) SIGRTMAX\t');
  });

  test('signals by name and number', () => {
    expect(['INT', 'sigterm', '9', 'RTMIN+3', 'EXIT', '0', 'POLL', '65'].map(signalOf)).toEqual([
      2,
      15,
      9,
      37,
      0,
      0,
      undefined,
      undefined,
    ]);
  });

  test('keys of an associative array lie as in bash', () => {
    expect(hashOrder(['k', 'z'])).toEqual(['z', 'k']);
    expect(hashOrder(['#', 'a=b', '~', 'a*', 'a-b', 'a:b', 'a@b'])).toEqual([
      '#',
      'a=b',
      '~',
      'a*',
      'a-b',
      'a:b',
      'a@b',
    ]);
  });

  test('$-', () => {
    expect(optionLetters(defaultSetOptions(), { interactive: false, restricted: false })).toBe('hB');
    const typed = { ...defaultSetOptions(), monitor: true, histexpand: true };
    expect(optionLetters(typed, { interactive: true, restricted: false })).toBe('himBH');
    expect(optionLetters(typed, { interactive: true, restricted: true })).toBe('himrBH');
  });

  test('a menu in columns', () => {
    expect(menu(['a', 'bb'], 80)).toBe('1) a\n2) bb\n');
    expect(menu('one two three four five six seven eight nine ten'.split(' '), 40)).toBe(
      '1) one\t    5) five    9) nine\n2) two\t    6) six    10) ten\n3) three    7) seven\n4) four\t    8) eight\n',
    );
  });

  test('regular expressions', () => {
    const matches = (source: string, text: string): boolean => regexOf(source, false)?.test(text) ?? false;
    expect(matches('^[[:alpha:]_]+$', 'ab_é')).toBe(true);
    expect(matches('a\\.b', 'axb')).toBe(false);
    expect(matches('[]a]', ']')).toBe(true);
    expect(regexOf('(', false)).toBeUndefined();
  });
});

describe('lines of a history', () => {
  test.each([
    ['echo a\n', 'echo a'],
    ['for i in 1 2\ndo\necho $i\ndone\n', 'for i in 1 2; do echo $i; done'],
    ['if true; then\necho y\nfi\n', 'if true; then echo y; fi'],
    ['echo a |\ncat\n', 'echo a | cat'],
    ['echo "a\nb"\n', 'echo "a\nb"'],
    ['cat <<E\nx\nE\n', 'cat <<E\nx\nE\n'],
  ])('%j', (source, entry) => {
    expect(historyEntry(source)).toBe(entry);
  });
});

describe('the command line', () => {
  const run = (...args: string[]) => {
    const parsed = parseInvocation(args);
    if (parsed.kind !== 'run') throw new Error(parsed.text);
    return parsed;
  };

  test('-c takes the first operand, and the rest are $0 and so on', () => {
    expect(run('-ec', 'text', 'zero', 'one')).toMatchObject({
      command: 'text',
      operands: ['zero', 'one'],
      settings: [['errexit', true]],
    });
  });

  test('long options come first', () => {
    expect(run('--norc', '--rcfile', 'f', '-i')).toMatchObject({
      readsStartup: false,
      startupFile: 'f',
      interactive: true,
    });
  });

  test('+x, -o name, -O name', () => {
    expect(run('+x', '-o', 'pipefail', '-O', 'extglob', 'file')).toMatchObject({
      settings: [
        ['xtrace', false],
        ['pipefail', true],
      ],
      shopt: [['extglob', true]],
      operands: ['file'],
    });
  });

  test.each([[['-c']], [['-Q']], [['--nosuch']]])('refused: %j', (args) => {
    expect(parseInvocation(args)).toMatchObject({ kind: 'notice', toError: true, status: 2 });
  });
});
