/**
 * The pages of bash's builtins, in a section of their own (1bash) as POSIX's are in 1posix. Description, options and
 * exit status are what `help NAME` says; examples, differences and references are added to it.
 */
import { shelf } from '../library.ts';
import type { Builtin } from '../shell/shell.ts';
import { type Section, sectionsOf } from './markup.ts';
import { compose, described, forms, inOrder, type Page } from './page.ts';

const HEADINGS: Readonly<Record<string, string>> = { 'Options:': 'OPTIONS', 'Exit Status:': 'EXIT STATUS' };

/** The blocks of a help text; a line `Options:` begins a section, which ends where the next paragraph does. */
function helpSections(text: string): Section[] {
  const [, ...blocks] = text.split(/\n\n/);
  const sections = new Map<string, string[]>([['', []]]);
  for (const block of blocks) {
    const end = block.indexOf('\n');
    const title = HEADINGS[end < 0 ? block : block.slice(0, end)];
    const key = title ?? '';
    const rest = title === undefined ? block : block.slice(end + 1);
    sections.set(key, [...(sections.get(key) ?? []), rest]);
  }
  return [...sections].map(([title, parts]) => ({ title, text: parts.join('\n\n') }));
}

export const builtinPage = ({ name, usage }: Pick<Builtin, 'name' | 'usage'>): Page => ({
  name,
  section: '1bash',
  source() {
    const help = shelf('help').get(name) ?? '';
    const summary = help.split('\n')[0]?.replace(/\.$/, '') ?? '';
    const [, ...added] = sectionsOf(shelf('builtins').get(name) ?? '');
    const sections = inOrder([...helpSections(help), ...added]).filter(({ text }) => text !== '');
    const synopsis = usage.slice(name.length + 1).split(` or ${name} `);
    return compose({ name, section: '1bash', summary, synopsis: forms(name, synopsis), body: sections.map(described) });
  },
});
