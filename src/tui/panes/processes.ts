/**
 * The processes as a tree, each with what `ps` shows of it and, in words, what it waits for.
 * Stopped ones, zombies and orphans are told by letters and words; `*` marks the foreground of a terminal.
 */
import type { ProcessView } from '../../kernel/view.ts';
import type { Names, Speech } from '../../text/index.ts';
import { bold, type Line, lineWidth, type Span, span, wrap } from '../line.ts';
import type { Tint } from '../theme.ts';
import { pad } from '../width.ts';
import { type Entry, entry, type Pane, type PaneContext, rowsOf } from './pane.ts';
import { processDetails } from './process-details.ts';
import { taskStructure } from './task-structure.ts';
import { threadEntries } from './thread-rows.ts';

export const processes: Pane = {
  id: 'processes',
  title: 'processes.title',
  shows: 'processes.shows',
  where: 'processes.where',
  weight: 5,
  anchor: 'top',
  watches: ['processes'],
  entries: processEntries,
  behind: { watches: ['processes', 'copies', 'subject'], entries: taskStructure },
};

/** How much is told: every reason, only what is not expected, or none. */
type Told = 'all' | 'surprising' | 'none';

interface Detail {
  readonly told: Told;
  /** Process 1 is shown, though it does nothing but wait. */
  readonly init: boolean;
  /** The daemons of the system are shown, though nobody has asked for them. */
  readonly system: boolean;
  /** Rows that a reason may take. */
  readonly rows: number;
}

const EVERYTHING: Detail = { told: 'all', init: true, system: true, rows: 9 };
/**
 * With little room the system's daemons go first, then the waiting that everybody expects (a prompt, a shell for its
 * child), then words.
 */
const DETAILS: readonly Detail[] = [
  EVERYTHING,
  { told: 'all', init: true, system: false, rows: 9 },
  { told: 'surprising', init: true, system: false, rows: 9 },
  { told: 'surprising', init: false, system: false, rows: 9 },
  { told: 'surprising', init: false, system: false, rows: 2 },
  { told: 'surprising', init: false, system: false, rows: 1 },
];
/** In fewer rows than this the words alone are told, not the wait channel before them. */
const ROWS_FOR_WCHAN = 2;
const LEAST: Detail = { told: 'none', init: true, system: false, rows: 1 };

function processEntries(context: PaneContext): Entry[] {
  const { kernel, speech, height, scroll, cursor } = context;
  if (kernel.processes.length === 0) return [entry([span(speech.t('processes.none'), 'quiet')])];
  if (scroll > 0 || cursor.row !== undefined) return entriesTelling(EVERYTHING, context);
  for (const detail of DETAILS) {
    const entries = entriesTelling(detail, context);
    if (rowsOf(entries) <= height) return entries;
  }
  return entriesTelling(LEAST, context);
}

function entriesTelling({ told, init, system, rows }: Detail, context: PaneContext): Entry[] {
  const { kernel, speech, names, width } = context;
  const narrow = width < wchanFrom && told !== 'none';
  const columns = columnsFor(width, kernel.processes, !narrow);
  const daemons = system ? [] : daemonsOf(kernel.processes);
  const shown = kernel.processes.filter(({ pid }) => (init || pid !== 1) && !daemons.includes(pid));
  const folded =
    init && daemons.length > 0 ? [entry([span(`  ${speech.t('processes.system', daemons.length)}`, 'quiet')])] : [];
  const linesOf = (branch: Branch): Line[] => {
    const row = columns.flatMap((column) => column.cell(branch));
    const words = reasonOf(branch.process, told, speech, names);
    if (words === undefined) return [row];
    const tint = tintOf(branch.process) ?? 'quiet';
    const beside: Line = [...row, span('  '), span(words, tint)];
    if (width >= besideFrom && lineWidth(beside) <= width) return [beside];
    const { wchan } = branch.process;
    const why =
      narrow && wchan !== '0' && rows >= ROWS_FOR_WCHAN ? speech.t('processes.sleepsIn', wchan, words) : words;
    return [row, ...below(why, tint, width, rows)];
  };
  const chosen = tree(shown).flatMap((branch): Entry[] => {
    const { process } = branch;
    const details = () => processDetails(process, context);
    const own = { id: `process:${process.pid}`, pid: process.pid, lines: linesOf(branch), details };
    return [own, ...threadEntries(process, told !== 'none', context)];
  });
  return [entry(header(columns, width, speech)), ...chosen, ...folded];
}

/** Below this are the accounts of the system, as Debian has it. */
const UID_MIN = 1000;

/** Processes of the system's accounts, without a terminal; not init. */
const daemonsOf = (all: readonly ProcessView[]): number[] =>
  all.filter(({ pid, uid, tty }) => pid !== 1 && uid < UID_MIN && tty === undefined).map(({ pid }) => pid);

function below(words: string, tint: Tint, width: number, rows: number): Line[] {
  const mark = span('    ↳ ', 'quiet');
  const all = wrap([mark, span(words, tint)], width, 6);
  if (all.length <= rows) return all;
  // The last row is longer than there is room: it is cut where it is drawn, with an ellipsis.
  const rest = all.slice(rows - 1).map((line, i) => (i === 0 ? line : [span(' '), ...line.slice(1)]));
  return [...all.slice(0, rows - 1), rest.flat()];
}

function reasonOf(process: ProcessView, told: Told, { t, ...speech }: Speech, names: Names): string | undefined {
  if (told === 'none') return undefined;
  if (process.state === 'Z') return t('processes.zombie', deathOf(process.exitStatus ?? 0, names));
  const orphan = isOrphan(process) ? t('processes.orphan') : undefined;
  const { reason } = process;
  if (!reason || (told === 'surprising' && (reason.kind === 'tty-input' || reason.kind === 'child'))) return orphan;
  const why = speech.explainReason(reason, names);
  return orphan === undefined ? why : t('processes.and', orphan, why);
}

const deathOf = (status: number, names: Names) =>
  status & 0x7f ? names.signal(status & 0x7f) : `exit ${(status >> 8) & 0xff}`;

/** Init took it over: its own parent, which was not init, is gone. Init's true children lead a session. */
const isOrphan = ({ pid, ppid, sid }: ProcessView) => ppid === 1 && pid !== sid;

function tintOf({ state, reason }: ProcessView): Tint | undefined {
  if (state === 'Z' || state === 'T') return 'alarm';
  if (state === 'R') return 'good';
  return reason && reason.kind !== 'tty-input' && reason.kind !== 'child' ? 'waiting' : undefined;
}

interface Branch {
  readonly process: ProcessView;
  readonly depth: number;
}

/** Parents before children, brothers by pid. Who has no parent in the list is a root. */
function tree(all: readonly ProcessView[]): Branch[] {
  const known = new Set(all.map(({ pid }) => pid));
  const sorted = [...all].sort((a, b) => a.pid - b.pid);
  const below = (ppid: number, depth: number): Branch[] =>
    sorted
      .filter((process) => process.ppid === ppid && process.pid !== ppid)
      .flatMap((process) => [{ process, depth }, ...below(process.pid, depth + 1)]);
  const roots = sorted.filter(({ pid, ppid }) => !known.has(ppid) || pid === ppid);
  return roots.flatMap((process) => [{ process, depth: 0 }, ...below(process.pid, 1)]);
}

interface Column {
  readonly name: string;
  readonly width: number;
  readonly side: 'left' | 'right';
  cell(branch: Branch): Span[];
}

/** From this width on the reason stands beside the command. */
const besideFrom = 112;
/** Below this the wait channel stands before the words, on the second line. */
const wchanFrom = 50;
const wchanWidth = 17;
const commandWidth = 20;

function columnsFor(width: number, all: readonly ProcessView[], withWchan: boolean): Column[] {
  const digits = Math.max(3, ...all.map(({ pid }) => String(pid).length));
  const number = (name: string, pick: (process: ProcessView) => number): Column => ({
    name,
    width: Math.max(name.length, digits),
    side: 'right',
    cell: ({ process }) => [span(`${pad(String(pick(process)), Math.max(name.length, digits), 'right')} `)],
  });
  const pid = number('PID', (process) => process.pid);
  const ppid = number('PPID', (process) => process.ppid);
  const pgid = number('PGID', (process) => process.pgid);
  const fixed = [
    foregroundMark,
    pid,
    ...(width >= 58 ? [ppid] : []),
    ...(width >= (withWchan ? 46 : 36) ? [pgid] : []),
    stat,
  ];
  if (withWchan) fixed.push(wchan);
  const used = fixed.reduce((sum, column) => sum + column.width + (column.width > 1 ? 1 : 0), 0);
  const rest = width >= besideFrom ? commandWidth : Math.max(4, width - used);
  return [...fixed, command(rest)];
}

const foregroundMark: Column = {
  name: '',
  width: 1,
  side: 'left',
  cell: ({ process }) => [process.foreground ? span('*', 'accent') : span(' ')],
};

const stat: Column = {
  name: 'STAT',
  width: 4,
  side: 'left',
  cell: ({ process }) => [{ ...span(pad(process.stat, 4), tintOf(process)), bold: process.state !== 'S' }, span(' ')],
};

const wchan: Column = {
  name: 'WCHAN',
  width: wchanWidth,
  side: 'left',
  cell: ({ process }) => [
    span(`${pad(process.wchan === '0' ? '-' : process.wchan, wchanWidth)} `, tintOf(process) ?? 'quiet'),
  ],
};

const command = (width: number): Column => ({
  name: 'COMMAND',
  width,
  side: 'left',
  cell: ({ process, depth }) => {
    const branch = depth === 0 ? '' : `${' '.repeat(depth - 1)}└ `;
    const args = process.state === 'Z' ? `[${process.comm}] <defunct>` : process.args.join(' ') || process.comm;
    return [
      span(branch, 'quiet'),
      process.foreground ? bold(pad(args, width - branch.length)) : span(pad(args, width - branch.length)),
    ];
  },
});

function header(columns: readonly Column[], width: number, { t }: Speech): Line {
  const names = columns.map((column) =>
    column.name === '' ? ' ' : `${pad(column.name, column.width, column.side)}${column.name === 'COMMAND' ? '' : ' '}`,
  );
  const row = span(names.join(''), 'quiet');
  return width >= besideFrom ? [row, span(`  ${t('processes.waits')}`, 'quiet')] : [row];
}
