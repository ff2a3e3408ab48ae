/**
 * The three tables: descriptor → open file → object, for every process of the group that is looked at, and for whoever
 * else has one of their pipes open – which is why a reader does not see the end of file. Linux shows the same in pieces:
 * /proc/PID/fd, /proc/PID/fdinfo; that two descriptors are one open file it tells only to kcmp(2).
 */
import type { FdView, PipeView, ProcessView } from '../../kernel/view.ts';
import { blank, bold, type Line, lineWidth, type Span, span, wrap } from '../line.ts';
import { pad } from '../width.ts';
import { descriptorDetails, ends } from './descriptor-details.ts';
import { fileStructure } from './file-structure.ts';
import { type Entry, entry, type Pane, type PaneContext, subjectOf } from './pane.ts';

export const descriptors: Pane = {
  id: 'descriptors',
  title: 'descriptors.title',
  shows: 'descriptors.shows',
  where: 'descriptors.where',
  weight: 4,
  anchor: 'top',
  watches: ['processes', 'pipes', 'subject'],
  entries: descriptorEntries,
  behind: { watches: ['processes', 'subject', 'copies'], entries: fileStructure },
};

function descriptorEntries(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const subject = subjectOf(context);
  if (!subject) return [entry([span(speech.t('pane.nobody'), 'quiet')])];
  const group = kernel.processes.filter(({ pgid }) => pgid === subject.pgid);
  const own = group.flatMap((process) => tableOf(process, process.fds, context));
  const pipes = new Set(group.flatMap(({ fds }) => fds.flatMap(({ pipe }) => pipe ?? [])));
  const others = kernel.processes
    .filter((process) => !group.includes(process))
    .flatMap((process) => {
      const shared = process.fds.filter(({ pipe }) => pipe !== undefined && pipes.has(pipe));
      return shared.length === 0 ? [] : tableOf(process, shared, context);
    });
  const elsewhere = entry(blank, ...wrap([span(speech.t('descriptors.elsewhere'), 'waiting')], width));
  return [entry(header(context)), ...own, ...(others.length > 0 ? [elsewhere, ...others] : []), marks(context)];
}

/** Descriptor, open file: as wide as what stands in them. */
const FD = 4;
const FILE = 5;
const MODE = 2;
const POS = 7;
const REFS = 3;
/** From this width on the offset has a column of its own; below it stands behind the name of a regular file. */
const posFrom = 44;
const hasOffset = ({ kind }: FdView): boolean => kind === 'reg';

function header({ speech: { t }, width }: PaneContext): Line {
  const pos = width >= posFrom ? `${pad(t('descriptors.pos'), POS, 'right')} ` : '';
  const file = `${pad(t('descriptors.file'), FILE + MODE + 1)} ${pos}${pad('×', REFS)}`;
  return [span(`${pad(' FD', FD)} → ${file} → ${t('descriptors.object')}`, 'quiet')];
}

function marks({ speech: { t }, width }: PaneContext): Entry {
  const at = width >= posFrom ? [] : [t('descriptors.at')];
  return entry(blank, ...wrap([span(t('pane.sentences', [t('descriptors.marks'), ...at]), 'quiet')], width));
}

const tableOf = (process: ProcessView, fds: readonly FdView[], context: PaneContext): Entry[] => [
  entry(processLine(process, context)),
  ...fds.map((fd): Entry => {
    const details = () => descriptorDetails(fd, process, context);
    return { id: `fd:${process.pid}:${fd.fd}`, pid: process.pid, lines: descriptorLines(fd, context), details };
  }),
];

const processLine = ({ pid, args }: ProcessView, { names, width }: PaneContext): Line => {
  const name = names.process(pid);
  return [bold(name), span(pad(`  ${args.join(' ')}`, Math.max(0, width - name.length)).trimEnd(), 'quiet')];
};

function descriptorLines(fd: FdView, { kernel, width }: PaneContext): Line[] {
  const { read, write } = ends(fd);
  const pos = width >= posFrom ? `${pad(hasOffset(fd) ? String(fd.offset) : '-', POS, 'right')} ` : '';
  const left: Line = [
    span(pad(String(fd.fd), FD - 1, 'right')),
    fd.cloexec ? span('c', 'accent') : span(' '),
    span(' → ', 'quiet'),
    span(`${pad(`#${fd.file}`, FILE)} ${read ? 'r' : '-'}${write ? 'w' : '-'} ${pos}`),
    span(pad(fd.refs > 1 ? `×${fd.refs}` : '', REFS), 'accent'),
    span(' → ', 'quiet'),
  ];
  const indent = lineWidth(left);
  const pipe = kernel.pipes.find(({ ino }) => ino === fd.pipe);
  const at = width < posFrom && hasOffset(fd) ? [span(` @${fd.offset}`, 'accent')] : [];
  return wrap([...left, span(fd.name), ...at, ...(pipe ? countSpans(pipe) : [])], width, Math.min(indent, width - 12));
}

/** How many open ends the pipe has: none at one side is what matters. */
const countSpans = ({ writers, readers }: PipeView): Span[] => [
  span(' '),
  span(`W=${writers}`, writers === 0 ? 'alarm' : 'quiet'),
  span(' '),
  span(`R=${readers}`, readers === 0 ? 'alarm' : 'quiet'),
];
