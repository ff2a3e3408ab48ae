/**
 * help: what builtins and words of the language are for. Layout and matching are bash's, the words are our own.
 * Authority: bash(1); builtins/help.def of bash 5.2 for the order of matches and the two columns.
 */
import { compilePattern, hasPattern } from '../expand/pattern.ts';
import { type Topic, topics } from '../help-topics.ts';
import { complain, print } from '../output.ts';
import { BASH_VERSION } from '../session/initialise.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { parseOptions } from './options.ts';

const IMPLEMENTATION = `GNU bash, version ${BASH_VERSION} (x86_64-pc-linux-gnu)`;
const INTRODUCTION = `${IMPLEMENTATION}
These commands are built into the shell, or words of its language.
\`help NAME' tells about one of them, \`help PATTERN' about all that match.
\`man bash' is about the shell, \`man -k WORD' finds commands that are programs.

A star (*) in front of a name: it has been switched off.

`;

const DEFAULT_COLUMNS = 80;
/** Of bash's buffer for a cell. */
const WIDEST_CELL = 128;

function* columnsOf(sh: Shell): Doing<number> {
  const asked = Number(getValue(sh.state, 'COLUMNS'));
  if (Number.isInteger(asked) && asked > 0) return asked;
  const size = yield* sh.sys.tiocgwinsz(0);
  return 'cols' in size && size.cols > 0 ? size.cols : DEFAULT_COLUMNS;
}

/** What fits, with a `>` where it is cut; one character less if only the last would be too much. */
function cell({ synopsis, disabled }: Topic, width: number, room: number): string {
  const cut = width - 3;
  const fits = synopsis.length < cut;
  const text = fits ? synopsis : `${synopsis.slice(0, synopsis.length === cut ? room - 1 : room)}>`;
  return (disabled ? '*' : ' ') + text;
}

function table(all: readonly Topic[], columns: number): string {
  const half = Math.min(Math.floor(columns / 2), WIDEST_CELL);
  const width = half <= 3 ? DEFAULT_COLUMNS / 2 : half;
  const height = Math.ceil(all.length / 2);
  return all
    .slice(0, height)
    .map((topic, row) => {
      const left = cell(topic, width, width - 3);
      const beside = all[row + height];
      return beside ? `${left.padEnd(width)}${cell(beside, width, width - 4)}\n` : `${left}\n`;
    })
    .join('');
}

const INDENT = '    ';
const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `${INDENT}${line}\n`)
    .join('');

const inShort = ({ text }: Topic): string => text().split('\n')[0] ?? '';

const FORMS = {
  d: (topic: Topic) => `${topic.name} - ${inShort(topic)}\n`,
  m: (topic: Topic) =>
    [
      `NAME\n${indented(`${topic.name} - ${inShort(topic)}`)}`,
      `SYNOPSIS\n${indented(topic.synopsis)}`,
      `DESCRIPTION\n${indented(topic.text())}`,
      `SEE ALSO\n${indented('bash(1)')}`,
      `IMPLEMENTATION\n${indented(IMPLEMENTATION)}\n`,
    ].join('\n'),
  s: ({ name, synopsis }: Topic) => `${name}: ${synopsis}\n`,
} as const;

const wholly = (topic: Topic): string => FORMS.s(topic) + indented(topic.text());

/** Those that are so called or match; if there are none, those that begin so. */
function matching(all: readonly Topic[], word: string): readonly Topic[] {
  const pattern = compilePattern(word, { extglob: true });
  const exact = all.filter(({ name }) => name === word || pattern.matches(name));
  return exact.length > 0 ? exact : all.filter(({ name }) => name.startsWith(word));
}

export const help: Builtin = {
  name: 'help',
  usage: 'help [-dms] [pattern ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, help, args, 'dms');
    if (!options) return 2;
    const { given, rest } = options;
    const all = topics(sh.state);
    const [first] = rest;
    if (first === undefined) return yield* print(sh, 'help', INTRODUCTION + table(all, yield* columnsOf(sh)));
    const form = given.has('d') ? FORMS.d : given.has('m') ? FORMS.m : given.has('s') ? FORMS.s : wholly;
    let text = '';
    if (hasPattern(first, true)) {
      const words = rest.length > 1 ? 'keywords' : 'keyword';
      text = `Shell commands matching ${words} \`${rest.join(', ')}'\n\n`;
    }
    const found = rest.flatMap((word) => matching(all, word));
    yield* print(sh, 'help', text + found.map(form).join(''));
    if (found.length > 0) return 0;
    const last = rest.at(-1);
    yield* complain(
      sh,
      `help: no help topics match \`${last}'.  Try \`help help' or \`man -k ${last}' or \`info ${last}'.`,
    );
    return 1;
  },
};
