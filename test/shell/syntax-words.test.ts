/** What a word is made of. */
import { describe, expect, it } from 'vitest';
import type { Part, Word } from '../../src/shell/syntax/ast.ts';
import { parseScript } from '../../src/shell/syntax/parse.ts';

/** A short notation: 'text', 'text'\ for escaped, "…" for double-quoted, $name, ~user. */
function show(part: Part): string {
  switch (part.kind) {
    case 'literal':
      return part.escaped ? `\\${part.value}` : part.value;
    case 'single-quoted':
    case 'ansi-c':
      return `'${part.value}'`;
    case 'double-quoted':
      return `"${part.parts.map(show).join('|')}"`;
    case 'parameter': {
      const index = part.index === undefined ? '' : `[${part.index.text}]`;
      return `$${part.indirect ? '!' : ''}${part.name}${index}${part.operation ? `:${part.operation.kind}` : ''}`;
    }
    case 'command':
      return 'source' in part.body ? '`…`' : '$(…)';
    case 'arithmetic':
      return `((${part.expression.text}))`;
    case 'process':
      return `${part.op}(…)`;
    case 'tilde':
      return `~<${part.user}>`;
  }
}

const showWord = (word: Word): string => word.parts.map(show).join('|');

function wordsOf(text: string): readonly Word[] {
  const command = parseScript(`: ${text}`).commands[0]?.list.items[0]?.chain.first.stages[0];
  return command?.kind === 'simple' ? command.words.slice(1) : [];
}

describe('parts', () => {
  it.each([
    ['abc', 'abc'],
    ["a'b'c", "a|'b'|c"],
    ['a"b"c', 'a|"b"|c'],
    ['a\\b', 'a|\\b'],
    ['\\\\', '\\\\'],
    ["$'a\\tb'", "'a\tb'"],
    ['$x', '$x'],
    ['$xy.z', '$xy|.z'],
    ['$1x', '$1|x'],
    ['$10', '$1|0'],
    ['${10}', '$10'],
    ['$$', '$$'],
    ['$', '$'],
    ['a$', 'a$'],
    ['$.', '$.'],
    ['"$"', '"$"'],
    ['"a $x b"', '"a |$x| b"'],
    ['"\\$x \\a \\" \\\\"', '"$x \\a " \\"'],
    ['${x}', '$x'],
    ['${x:-a}', '$x:default'],
    ['${x:=a}', '$x:assign'],
    ['${x:?a}', '$x:error'],
    ['${x:+a}', '$x:alternative'],
    ['${x#a}', '$x:remove'],
    ['${x%%a}', '$x:remove'],
    ['${x/a/b}', '$x:replace'],
    ['${x:1:2}', '$x:slice'],
    ['${x^^}', '$x:case'],
    ['${x@Q}', '$x:transform'],
    ['${#x}', '$x:length'],
    ['${#}', '$#'],
    ['${##}', '$#:length'],
    ['${#-a}', '$#:default'],
    ['${!x}', '$!x'],
    ['${!x@}', '$x:names'],
    ['${!x[@]}', '$!x[@]'],
    ['${!}', '$!'],
    ['${a[1]}', '$a[1]'],
    ['${a[$i]:-b}', '$a[$i]:default'],
    ['${#a[@]}', '$a[@]:length'],
    ['${@:1}', '$@:slice'],
    ['${a b}', '$a:bad'],
    ['${}', '$:bad'],
    ['$(a)', '$(…)'],
    ['`a`', '`…`'],
    ['$((1+2))', '((1+2))'],
    ['$[1+2]', '((1+2))'],
    ['$(((a) + (b)))', '(((a) + (b)))'],
    ['$((a); (b))', '`…`'],
    ['$( (a) )', '$(…)'],
    ['<(a)', '<(…)'],
    ['a>(b)c', 'a|>(…)|c'],
    ['~', '~<>'],
    ['~/a', '~<>|/a'],
    ['~root/a', '~<root>|/a'],
    ['~+', '~<+>'],
    ['a~', 'a~'],
    ['"~"', '"~"'],
    ['~"a"', '~|"a"'],
    ['x=~:~/a', 'x=|~<>|:|~<>|/a'],
    ['a:~', 'a:~'],
  ])('%s', (text, expected) => {
    expect(wordsOf(text).map(showWord)).toEqual([expected]);
  });
});

describe('braces', () => {
  it.each([
    ['{a,b}', 'a b'],
    ['x{a,b}y', 'xay xby'],
    ['{1..3}', '1 2 3'],
    ['{3..1}', '3 2 1'],
    ['{01..3}', '01 02 03'],
    ['{-1..1}', '-1 0 1'],
    ['{1..9..4}', '1 5 9'],
    ['{a..e..2}', 'a c e'],
    ['{a,b}{1,2}', 'a1 a2 b1 b2'],
    ['{a,{b,c}}', 'a b c'],
    ['{a,b', undefined],
    ['{a}', undefined],
    ['{}', undefined],
    ['{a..b..c}', undefined],
    ['"{a,b}"', undefined],
    ['\\{a,b}', undefined],
    ['{a,b\\}', undefined],
    ['{$x,b}', '$x b'],
    ['{"a b",c}', '"a b" c'],
    ['$x{1,2}', '$x1 $x2'],
    ['${x}{1,2}', '$x|1 $x|2'],
    ['{~,~root}/a', '~<>|/a ~<root>|/a'],
    ['{1..1000000000}', undefined],
  ])('%s', (text, expected) => {
    expect(wordsOf(text)[0]?.braces?.map(showWord).join(' ')).toBe(expected);
  });
});

describe('assignments', () => {
  const assignmentOf = (text: string) => {
    const command = parseScript(text).commands[0]?.list.items[0]?.chain.first.stages[0];
    return command?.kind === 'simple' ? command.assignments[0] : undefined;
  };

  it('have a name, a subscript, a value', () => {
    expect(assignmentOf('x=1')).toMatchObject({ name: 'x', append: false, value: { text: '1' } });
    expect(assignmentOf('x+=1')).toMatchObject({ name: 'x', append: true });
    expect(assignmentOf('x[i+1]=a')).toMatchObject({ name: 'x', index: { text: 'i+1' }, value: { text: 'a' } });
    expect(assignmentOf('x["a b"]=c')).toMatchObject({ index: { text: '"a b"' } });
    expect(assignmentOf('x=')).toMatchObject({ value: { parts: [] } });
    expect(assignmentOf('1x=2')).toBeUndefined();
  });

  it('take arrays', () => {
    expect(assignmentOf('x=(a [2]=b "c d" [k]+=e)')).toMatchObject({
      value: {
        kind: 'array',
        elements: [
          { kind: 'value', value: { text: 'a' } },
          { kind: 'entry', index: { text: '2' }, append: false, value: { text: 'b' } },
          { kind: 'value', value: { text: '"c d"' } },
          { kind: 'entry', index: { text: 'k' }, append: true, value: { text: 'e' } },
        ],
      },
    });
  });

  it('may be arguments', () => {
    const command = parseScript('declare -a x=(1 2) y=$z w').commands[0]?.list.items[0]?.chain.first.stages[0];
    const words = command?.kind === 'simple' ? command.words : [];
    expect(words.map((word) => word.assignment?.name)).toEqual([undefined, undefined, 'x', 'y', undefined]);
  });
});

describe('here-documents', () => {
  const bodyOf = (script: string) => {
    const command = parseScript(script).commands[0]?.list.items[0]?.chain.first.stages[0];
    const redirect = command?.redirects[0];
    return redirect?.kind === 'here-document' ? showWord(redirect.body) : undefined;
  };

  it.each([
    ['cat <<E\na $x "b" \\$y\nE', 'a |$x| "b" $y\n'],
    ["cat <<'E'\na $x\nE", "'a $x\n'"],
    ['cat <<-E\n\t\ta\n\tE', 'a\n'],
    ['cat <<E\na\\\nb\nE', 'ab\n'],
    ['cat <<E\nE', ''],
    ['cat <<E\n${x:-"a b"}\nE', '$x:default|\n'],
    ['cat <<E\n$(\nE', '$:bad'],
  ])('%j', (script, expected) => {
    expect(bodyOf(script)).toBe(expected);
  });
});
