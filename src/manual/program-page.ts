/**
 * The pages of programs: NAME, SYNOPSIS and OPTIONS are the program's own description, the rest is written by hand.
 * They are put together before anything runs (commands.ts), for a program's code is fetched only when it is executed.
 */
import { shelf } from '../library.ts';
import type { OptionSpec } from '../programs/lib/getopt.ts';
import type { Program } from '../programs/lib/program.ts';
import { bold, heading, inline, italic, type Section, sectionsOf } from './markup.ts';
import { alias, compose, described, forms, inOrder } from './page.ts';

/** The texts of the manual that hold programs. */
const SHELVES = ['files', 'text', 'processes', 'system', 'ipc'] as const;

export const programText = (name: string): string | undefined => {
  for (const file of SHELVES) {
    const text = shelf(file).get(name);
    if (text !== undefined) return text;
  }
  return undefined;
};

/** `-n, --lines=NUM` with what is typed in bold and what is put in its place in italics. */
function optionTag({ short, long, value, optional }: OptionSpec): string {
  const names: string[] = [];
  if (short !== undefined) {
    const behind =
      value === undefined || long !== undefined ? '' : optional ? `[${italic(value)}]` : ` ${italic(value)}`;
    names.push(bold(`-${short}`) + behind);
  }
  if (long !== undefined) {
    const behind = value === undefined ? '' : optional ? `[=${italic(value)}]` : `=${italic(value)}`;
    names.push(bold(`--${long}`) + behind);
  }
  return names.join(', ');
}

/** What --help says with line breaks of its own is one text here. */
const flowing = (help: string): string => help.replace(/\s+/g, ' ');

const optionItems = (options: readonly OptionSpec[]): string[] =>
  options.flatMap((option) => ['.TP', optionTag(option), inline(flowing(option.help)) || '\\&']);

/** Said where a text says nothing else. */
const DEFAULTS: readonly Section[] = [
  { title: 'EXIT STATUS', text: '0 when everything went well, 1 when something did not.' },
  { title: 'DIFFERENCES', text: 'None that are known.' },
];

const withDefaults = (sections: readonly Section[]): Section[] => [
  ...sections,
  ...DEFAULTS.filter(({ title }) => !sections.some((section) => section.title === title)),
];

function body(program: Program, sections: readonly Section[]): string[][] {
  const options = [heading('OPTIONS'), ...optionItems(program.options)];
  const written = inOrder(withDefaults(sections));
  const before = written.filter(({ title }) => title === '');
  const after = written.filter(({ title }) => title !== '');
  return [...before.map(described), options, ...after.map(described)];
}

/** A text that is only `-> name` sends the reader to that page. */
const ELSEWHERE = /^-> (\S+)$/;

/** As man(7) requests. */
export function programSource(program: Program): string {
  const { name, summary, usage } = program;
  const text = programText(name) ?? '';
  const other = ELSEWHERE.exec(text)?.[1];
  if (other !== undefined) return alias('1', `${other}.1`);
  return compose({ name, section: '1', summary, synopsis: forms(name, usage), body: body(program, sectionsOf(text)) });
}
