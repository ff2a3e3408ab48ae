/** The manual: every page there is. Their texts are made when they are read. */
import { table } from '../kernel/syscalls.ts';
import { shelf } from '../library.ts';
import { programs } from '../programs/index.ts';
import { builtinTable } from '../shell/builtins/table.ts';
import { builtinPage } from './builtin-page.ts';
import { callPage } from './call-page.ts';
import { sectionsOf } from './markup.ts';
import { compose, described, forms, type Page } from './page.ts';

export { fileOf, type Page } from './page.ts';

/** Pages that no table knows: overviews, terminals, the shell. The first line is the summary, `SYNOPSIS` is one of a command. */
const OVERVIEWS: readonly (readonly [section: string, name: string])[] = [
  ['1', 'intro'],
  ['1', 'bash'],
  ['1', 'sh'],
  ['2', 'intro'],
  ['4', 'tty'],
  ['4', 'null'],
  ['4', 'zero'],
  ['7', 'intro'],
  ['7', 'pipe'],
  ['7', 'fifo'],
  ['7', 'signal'],
  ['7', 'termios'],
  ['7', 'job-control'],
  ['7', 'pthreads'],
  ['7', 'bash-builtins'],
];

const programPage = (name: string): Page => ({
  name,
  section: '1',
  source: () => `${shelf('commands').get(name)}\n`,
});

const overview = (section: string, name: string): Page => ({
  name,
  section,
  source() {
    const text = shelf('overviews').get(`${name}.${section}`) ?? '';
    const [first, ...rest] = sectionsOf(text);
    const [summary = '', ...description] = (first?.text ?? '').split('\n');
    const usage = rest.find(({ title }) => title === 'SYNOPSIS')?.text;
    const sections = rest.filter(({ title }) => title !== 'SYNOPSIS');
    const synopsis = usage === undefined ? [] : forms(name, usage.split('\n'));
    const body = [{ title: '', text: description.join('\n').trim() }, ...sections].map(described);
    return compose({ name, section, summary, synopsis, body });
  },
});

/** What the C library calls something that the table has under another name. */
const LIBRARY_NAMES = { pipe: 'pipe2', signal: 'sigaction', wait: 'wait4', waitpid: 'wait4', _exit: 'exit' } as const;

export const pages = (): Page[] => [
  ...Object.keys(programs).map(programPage),
  ...[...builtinTable.values()].map(builtinPage),
  ...Object.entries(table).map(([name, row]) => callPage(name, row)),
  ...Object.entries(LIBRARY_NAMES).map(([name, call]) => callPage(name, table[call])),
  ...OVERVIEWS.map(([section, name]) => overview(section, name)),
];
