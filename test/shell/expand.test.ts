/** Expansion, driven by a shell that can do nothing else, against the bash of this machine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { expansions } from './expand-cases.ts';
import { ExpandShell, P, type Tree } from './expand-shell.ts';
import { bashEach, describeWithBash, lazily } from './syntax-bash.ts';

/** The files that patterns find. */
const tree: Tree = {
  '.': names('d/', 'd2/', 'a', 'ab', 'b', '.hid', 'C', 'z[q', 'a*s'),
  d: names('x', 'y'),
  d2: names('x'),
  'd/..': names('d/', 'd2/', 'a', 'ab', 'b', '.hid', 'C', 'z[q', 'a*s'),
  'd/.': names('x', 'y'),
};

function names(...all: string[]) {
  return all.map((name) => ({ name: name.replace('/', ''), directory: name.endsWith('/') }));
}

const directory = mkdtempSync(join(tmpdir(), 'ipclab-expand-'));
afterAll(() => rmSync(directory, { recursive: true }));
for (const place of ['.', 'd', 'd2']) {
  for (const { name, directory: isDirectory } of tree[place] ?? []) {
    if (isDirectory) mkdirSync(join(directory, place, name));
    else writeFileSync(join(directory, place, name), '');
  }
}

const withoutPrefix = (text: string): string => text.replace(/^bash: (-c: )?line \d+: /gm, '');

describeWithBash('expansion', () => {
  const results = lazily(() =>
    bashEach(
      expansions.map((script) => `${P}\n${script}`),
      { cwd: directory },
    ),
  );
  it.each(expansions)('%s', (script) => {
    const expected = results().get(`${P}\n${script}`);
    const { out, errors } = new ExpandShell(tree).run(script);
    expect({ out, errors: errors.map((text) => `${text}\n`).join('') }).toEqual({
      out: expected?.out,
      errors: withoutPrefix(expected?.err ?? ''),
    });
  });
});
