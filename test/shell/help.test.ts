/** help: which topics match, how they are listed and what it answers, as bash does; the words are our own. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { shelf } from '../../src/library.ts';
import { builtinNames } from '../../src/shell/builtins/index.ts';
import { sameAsLinux } from '../linux/same.ts';

const LANGUAGE = ['%', '((', '[[', '{', 'case', 'coproc', 'for', 'for ((', 'function', 'if', 'select', 'time', 'until'];
const MORE = ['variables', 'while'];

sameAsLinux('help', {
  synopses: [...builtinNames(), ...LANGUAGE, ...MORE].map((name) => `help -s '${name}'`).join('\n'),
  'a prefix is enough, where nothing is so called': 'help -s jo unt; help -s for',
  'a pattern finds all that match': "help -s 'e*'; help -s '[gl]*' 'no*'",
  'nothing found': "help nosuch; echo $?; help -d nosuch 'zz*'; echo $?; help -d cd nosuch > /dev/null; echo $?",
  'wrong options': 'help -x; echo $?; help -s -- cd; help -sd cd > /dev/null; echo $?',
});

sameAsLinux(
  'help, complaints',
  { 'nothing found': "help nosuch 'x*'", 'a wrong option': 'help -q cd' },
  { stderr: true },
);

/** The rows, without the words above them. */
const rows = "| sed -n '/^ job_spec/,$p'";
const half = 'for c in 36 38 40 42 60 80 100 131 300; do COLUMNS=$c; help';
sameAsLinux('help, what bash lists in two columns', {
  'at many widths': `LC_ALL=C.UTF-8; ${half} ${rows}; done`,
  disabled: `enable -n test; help ${rows}`,
});

describe('help', () => {
  const help = async (script: string): Promise<string> => (await runScript({ script })).stdout;

  it('tells everything, in short, or as a page', async () => {
    const [first = ''] = (shelf('help').get('cd') ?? '').split('\n');
    expect(await help('help cd')).toMatch(/^cd: cd \[-L\|\[-P \[-e\]\] \[-@\]\] \[dir\]\n {4}\S.*\n {4}\n/);
    expect(await help('help -d cd')).toBe(`cd - ${first}\n`);
    const page = await help('help -m cd');
    expect(page).toContain(`NAME\n    cd - ${first}\n\nSYNOPSIS\n    cd [-L|[-P [-e]] [-@]] [dir]\n\nDESCRIPTION\n`);
    expect(page).toContain('\nSEE ALSO\n    bash(1)\n\nIMPLEMENTATION\n');
  });

  it('has a text of whole sentences for every topic', async () => {
    const list = (await help("help -d '*'")).split('\n').slice(2, -1);
    expect(list.length).toBeGreaterThan(60);
    expect(list.filter((line) => !/^.+ - [A-Z].*\.$/.test(line))).toEqual([]);
  });
});
