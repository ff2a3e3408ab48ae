/** The line of each command, as `$LINENO` and messages have it: bash is asked through a function that tells its caller's. */
import { expect, it } from 'vitest';
import type { List } from '../../src/shell/syntax/ast.ts';
import { readScript } from '../../src/shell/syntax/parse.ts';
import { bash, describeWithBash } from './syntax-bash.ts';

const scripts: Readonly<Record<string, string>> = {
  'one after another': 'l a\n\n\nl b; l c\nl d',
  'a joined line': 'l a \\\n  x\nl b',
  'a string over two lines': 'l "a\nb" e\nl "b" c "d\ne" f',
  'inside compound commands': '{ l a; l b\nl c; }\nif l d\nthen l e; fi\nfor x in a \\\n b; do\nl f\ndone\n(\nl g\n)',
  'inside a function': 'f() {\n l a\n}\nf',
  'inside case': 'case x in\nx) l a;;\nesac',
  'pipelines and lists': 'l a | l b |\nl c\nl d &&\nl e; l f',
  'command substitution': 'x=$(l a\nl b\n)\n: $(l c\nl d)\n: "\n$(l e)\n"',
  backquotes: ': `l a\nl b`\n: x \\\n`l c`',
  'assignments and redirections first': 'y=1 \\\nl a\n> /dev/null l b\ny=1 l c \\\n d',
  'here-documents': 'cat <<E > /dev/null\nx\n$(l a)\nE\nl b <<E\nx\nE\nl c',
  arrays: 'x=(\n$(l a)\n$(l b)\n)\nl c',
  'a comment between': 'l a # c\n# d\nl b',
  redirections: 'l a \\\n > /dev/null\nl b > \\\n /dev/null\nl c x > /dev/null \\\n y',
  'and arithmetic': ': $((\n$(l a; echo 1)\n))\nl b',
};

/** The commands `l NAME …`, with their lines. */
function linesOf(list: List): Map<string, number> {
  const found = new Map<string, number>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { kind, line, words, body } = node as Record<string, unknown>;
    const [first, second] = (words ?? []) as { text: string }[];
    if (kind === 'simple' && first?.text === 'l' && second) {
      found.set(second.text.replace(/^"|"$/g, '').split('\n')[0] ?? '', Number(line));
    }
    if (kind === 'command' && typeof body === 'object' && body !== null && 'source' in body) {
      visit(commandsOf(String(body.source), Number(line)));
    }
    Object.values(node).forEach(visit);
  };
  visit(list);
  return found;
}

function commandsOf(script: string, line: number): List {
  const reader = readScript(script, { line });
  const items: List['items'][number][] = [];
  for (let item = reader.next(); item !== undefined; item = reader.next()) {
    if (item.kind === 'command') items.push(...item.list.items);
  }
  return { items };
}

describeWithBash('line numbers', () => {
  it.each(Object.entries(scripts))('%s', (_name, script) => {
    const { err } = bash(['-c', `l() { printf '%s %s\\n' "\${1%%$'\\n'*}" \${BASH_LINENO[0]} >&2; }\n${script}`]);
    const expected = new Map(
      err
        .trim()
        .split('\n')
        .map((line) => line.split(' '))
        .map(([name = '', line]) => [name, Number(line) - 1] as const),
    );
    expect(linesOf(commandsOf(script, 1))).toEqual(expected);
  });
});
