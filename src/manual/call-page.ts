/**
 * The pages of system calls: prototype, description and errors are written by hand, for a table cannot know C's types;
 * what happens when a signal comes, and what a trace calls it, stands in the table.
 */
import type { Row } from '../kernel/call.ts';
import type { RestartClass } from '../kernel/wait-queue.ts';
import { shelf } from '../library.ts';
import { heading, inline, italic, literal, type Section, sectionsOf } from './markup.ts';
import { compose, described, inOrder, type Page } from './page.ts';

const RESTART: Readonly<Record<RestartClass, string>> = {
  sys: 'A handler that interrupts the call while it sleeps ends it with `EINTR`, unless the handler was installed with `SA_RESTART`: then it begins again. See signal(7).',
  nohand:
    'A handler always ends the call with `EINTR`, whatever its flags; being stopped and continued does not. See signal(7).',
  block:
    'A handler always ends the call with `EINTR`; after being stopped and continued it goes on until the time that was asked for. See signal(7).',
  never: '',
};

const NEVER_RESTARTED =
  'A handler always ends the call with `EINTR`, whatever its flags, and so does being stopped and continued. See signal(7).';

const restartSection = (row: Row): string[] => {
  const words = row.sleeps ? NEVER_RESTARTED : RESTART[row.restart];
  return words === '' ? [] : [heading('INTERRUPTION'), '.PP', inline(words)];
};

const tracedAs = (name: string, { shown }: Row): string[] =>
  shown === undefined || shown === name
    ? []
    : [heading('TRACING'), '.PP', `A trace shows the call under the name that the kernel knows: ${italic(shown)}.`];

const prototype = (text: string): string[] => [
  '.nf',
  ...text.split('\n').map((line) => `\\fB${literal(line)}\\fR`),
  '.fi',
];

/** First line: the summary. A section SYNOPSIS has the prototype. */
function written(text: string): { summary: string; synopsis: string; sections: Section[] } {
  const [first, ...rest] = sectionsOf(text);
  const [summary = '', ...description] = (first?.text ?? '').split('\n');
  const synopsis = rest.find(({ title }) => title === 'SYNOPSIS')?.text ?? '';
  const others = rest.filter(({ title }) => title !== 'SYNOPSIS');
  return { summary, synopsis, sections: [{ title: '', text: description.join('\n').trim() }, ...others] };
}

/** All calls that one text is about, the asked for first. */
const family = (name: string, text: string): string[] => {
  const names = [...shelf('calls')].filter(([, other]) => other === text).map(([other]) => other);
  return [name, ...names.filter((other) => other !== name)];
};

export const callPage = (name: string, row: Row): Page => ({
  name,
  section: '2',
  source() {
    const text = shelf('calls').get(name) ?? '';
    const { summary, synopsis, sections } = written(text);
    const ordered = inOrder(sections);
    const late = ordered.filter(({ title }) => title === 'DIFFERENCES' || title === 'SEE ALSO');
    const early = ordered.filter((section) => !late.includes(section));
    const body = [...early.map(described), restartSection(row), tracedAs(name, row), ...late.map(described)];
    return compose({ name, section: '2', names: family(name, text), summary, synopsis: prototype(synopsis), body });
  },
});
