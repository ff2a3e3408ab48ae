/** Reading command by command, with aliases, continuation and options that change on the way. */
import { describe, expect, it } from 'vitest';
import {
  type CompleteCommand,
  parseScript,
  type SyntaxError as Refusal,
  readScript,
} from '../../src/shell/syntax/parse.ts';
import { printList } from '../../src/shell/syntax/print.ts';

type Item = CompleteCommand | Refusal | undefined;

const shown = (item: Item): string =>
  item === undefined ? 'end' : item.kind === 'error' ? (item.reports[0]?.text ?? 'silence') : printList(item.list);

const commands = (script: string): string[] => parseScript(script).commands.map((command) => shown(command));

describe('command by command', () => {
  it('gives what stands on a line, with the line it starts on', () => {
    const { commands: found } = parseScript('a; b\n\n# c\nif x\nthen y; fi\nz', { line: 10 });
    expect(found.map(({ line, source }) => [line, source])).toEqual([
      [10, 'a; b'],
      [13, 'if x\nthen y; fi'],
      [15, 'z'],
    ]);
  });

  it('does not look behind the current command', () => {
    const reader = readScript('a\nb )\nc');
    expect(shown(reader.next())).toBe('a');
    const error = reader.next();
    expect(error).toMatchObject({ kind: 'error', line: 2, status: 2, incomplete: false });
    expect(reader.next()).toBeUndefined();
  });

  it('keeps the commands before an error', () => {
    const { commands: found, error } = parseScript('a\nb\nif');
    expect(found.map(({ source }) => source)).toEqual(['a', 'b']);
    expect(error).toMatchObject({ line: 4, incomplete: true });
  });

  it('reads on after a bad array literal', () => {
    const reader = readScript('x=(a;b); c\nd');
    expect(reader.next()).toMatchObject({ kind: 'error', resumes: true, status: 1 });
    expect(shown(reader.next())).toBe('d');
  });

  it('knows an error inside $( )', () => {
    expect(parseScript('a $(if)').error).toMatchObject({ inSubstitution: true, status: 2 });
  });

  it('tells how far it has read', () => {
    const reader = readScript('a\nb\n');
    reader.next();
    expect(reader.offset).toBe(2);
    reader.next();
    expect(reader.offset).toBe(4);
  });

  it('leaves $? alone after most errors of [[ ]]', () => {
    expect(parseScript('[[ a b ]]\nc').error).toMatchObject({ reports: [{ line: 1 }] });
    expect(parseScript('[[ a b ]]\nc').error).not.toHaveProperty('status');
  });
});

describe('what more input could complete', () => {
  const incomplete = ['if', '(', 'a &&', 'a |', 'echo "a', "echo 'a", 'echo `a', 'a $(b', '${a', 'f()', 'case x in'];
  it.each(incomplete)('%j', (script) => {
    expect(parseScript(`${script}\n`).error).toMatchObject({ incomplete: true });
  });

  it.each(['a )', 'fi', 'a ;; b', 'for ;', '[[ a\n'])('not %j', (script) => {
    expect(parseScript(`${script}\n`).error).toMatchObject({ incomplete: false });
  });

  it('an open here-document', () => {
    const [command] = parseScript('cat <<E\na\n').commands;
    expect(command).toMatchObject({ incomplete: true, openHereDocuments: [{ line: 1, endLine: 2, delimiter: 'E' }] });
    expect(parseScript('cat <<E\na\nE\n').commands[0]).toMatchObject({ incomplete: false, openHereDocuments: [] });
  });

  it('a backslash at the very end', () => {
    expect(parseScript('echo a\\\n').commands[0]).toMatchObject({ incomplete: true });
    expect(parseScript('echo a\\\\\n').commands[0]).toMatchObject({ incomplete: false });
    expect(commands('echo a\\')).toEqual(['echo a\\\\']);
  });
});

describe('aliases', () => {
  const aliases: Readonly<Record<string, string>> = {
    ll: 'ls -l',
    ls: 'ls --color',
    sudo: 'sudo ',
    begin: 'while true; do',
    both: 'a; b',
    one: 'two',
    two: 'one',
    open: '(',
    set1: 'x=1',
  };
  const expand = (script: string): string =>
    shown(readScript(script, { alias: (name) => (Object.hasOwn(aliases, name) ? aliases[name] : undefined) }).next());

  it.each([
    ['ll a', 'ls --color -l a'],
    ['echo ll', 'echo ll'],
    ['sudo ll', 'sudo ls --color -l'],
    ['sudo x ll', 'sudo x ll'],
    ['\\ll', '\\ll'],
    ['"ll"', '"ll"'],
    ['begin ll; done', 'while true; do\n    ls --color -l;\ndone'],
    ['both c', 'a; b c'],
    ['one', 'one'],
    ['open a )', '( a )'],
    ['set1 ll', 'x=1 ls --color -l'],
    ['x=1 ll', 'x=1 ls --color -l'],
    ['> f ll', 'ls --color -l > f'],
    ['a | ll && ll', 'a | ls --color -l && ls --color -l'],
    ['case ll in ll) ll;; esac', 'case ll in \n    ll)\n        ls --color -l\n    ;;\nesac'],
    ['for ll in ll; do ll; done', 'for ll in ll;\ndo\n    ls --color -l;\ndone'],
    ['echo $(ll)', 'echo $(ll)'],
  ])('%j', (script, expected) => {
    expect(expand(script)).toBe(expected);
  });

  it('count from the next line on', () => {
    const known = new Map<string, string>();
    const reader = readScript('a\na', { alias: (name) => known.get(name) });
    expect(shown(reader.next())).toBe('a');
    known.set('a', 'b c');
    expect(shown(reader.next())).toBe('b c');
    expect(reader.offset).toBe(4);
  });
});

describe('extglob', () => {
  it('is asked for at each command', () => {
    let on = false;
    const reader = readScript('a\necho @(a|b)\n', { extglob: () => on });
    reader.next();
    on = true;
    expect(shown(reader.next())).toBe('echo @(a|b)');
    expect(parseScript('echo @(a|b)').error).toBeDefined();
    expect(parseScript('[[ a == @(a|b) ]]').error).toBeUndefined();
  });
});

describe('where unbash reads otherwise than bash', () => {
  it('a process substitution inside a word does not end it', () => {
    expect(commands('echo /<(a)/b')).toEqual(['echo /<(a)/b']);
  });
  it('`>&-` closes, whatever follows', () => {
    expect(commands('a <&-b')).toEqual(['a b 0>&-']);
  });
  it('an array literal with text behind it is a text', () => {
    const [command] = parseScript('a=(1 2)b').commands;
    expect(command?.list.items[0]?.chain.first.stages[0]).toMatchObject({
      assignments: [{ name: 'a', value: { parts: [{ value: '(1 2)b' }] } }],
    });
  });
});
