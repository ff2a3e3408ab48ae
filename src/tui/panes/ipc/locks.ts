/**
 * File locks and futexes: of each file who holds which bytes, who waits behind whom, and the ranges drawn to scale; of each
 * futex who sleeps for its word, and whose lock it is. Linux shows the locks in lslocks(8) and /proc/locks, and futexes only as a wchan.
 */
import type { FutexView, LockView } from '../../../kernel/object-views.ts';
import { type ThreadView, threadsOf } from '../../../kernel/view.ts';
import { blank, bold, type Line, span, wrap } from '../../line.ts';
import type { Tint } from '../../theme.ts';
import { fact } from '../fact.ts';
import { type Entry, entry, type Pane, type PaneContext } from '../pane.ts';
import { hex } from '../structure.ts';
import { lockStructure } from './lock-structure.ts';
import { circleCalls, graphEntries } from './wait-graph.ts';

/** What the pane draws waits for. */
const KINDS = ['lock', 'futex'] as const;

export const locks: Pane = {
  id: 'locks',
  title: 'locks.title',
  shows: 'locks.shows',
  where: 'locks.where',
  weight: 4,
  anchor: 'top',
  watches: ['locks', 'futexes', 'processes', 'recent'],
  calls: (kernel) =>
    [
      ...kernel.locks.map(({ ino, pid, type, waiters }) => [ino, pid, type, waiters.length].join(':')),
      ...kernel.futexes.map(({ ino, offset, waiters }) => [ino, offset, waiters.length].join(':')),
      circleCalls(kernel, KINDS),
    ]
      .filter((part) => part !== '')
      .join() || undefined,
  entries: lockEntries,
  behind: { watches: ['locks', 'futexes', 'processes'], entries: lockStructure },
};

function lockEntries(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const died = ownerDied(context);
  if (kernel.locks.length + kernel.futexes.length === 0)
    return [entry(...wrap([span(speech.t('locks.none'), 'quiet')], width)), ...died];
  const files = new Map<number, LockView[]>();
  for (const lock of kernel.locks.toReversed()) files.set(lock.ino, [...(files.get(lock.ino) ?? []), lock]);
  const graph = graphEntries(KINDS, context);
  const circles = graph.slice(0, -1);
  const all = [
    ...[...files].map(([ino, held]) => fileEntry(ino, held, context)),
    ...kernel.futexes.map((futex) => futexEntry(futex, context)),
  ].map((each, i) => (i === 0 ? each : { ...each, lines: [blank, ...each.lines] }));
  return [...circles, ...died, ...all, ...graph.slice(circles.length)];
}

/** The last who ended with a robust lock in his hands. */
function ownerDied({ recent, speech, names, width }: PaneContext): Entry[] {
  const event = recent.findLast(({ type }) => type === 'futex.owner-died');
  const words = event && speech.describeEvent(event, names);
  if (words === undefined) return [];
  return [entry(...wrap([span(`${speech.t('locks.ownerDied')} `, 'alarm'), span(words)], width, 2))];
}

function fileEntry(ino: number, held: readonly LockView[], context: PaneContext): Entry {
  const { width } = context;
  const records = held.filter(({ kind }) => kind !== 'flock');
  return {
    id: `lock:${ino}`,
    lines: [
      ...wrap([bold(held[0]?.path ?? '')], width, 2),
      ...held.flatMap((lock) => lockLines(lock, 0, context)),
      ...(records.some(({ start, end }) => start > 0 || end < Infinity) ? rangeLines(records, context) : []),
    ],
    details: () => [
      ...fact('inode', String(ino), width),
      ...held.flatMap(({ kind }) => fact(NAMES[kind], context.speech.t(`locks.kind.${kind}`), width)).slice(0, 4),
    ],
  };
}

/** As /proc/locks names them. */
const NAMES = { flock: 'FLOCK', posix: 'POSIX', ofd: 'OFDLCK' } as const;

const bytesOf = ({ start, end }: LockView): string =>
  start === 0 && end === Infinity ? '0–EOF' : `${start}–${end === Infinity ? 'EOF' : end}`;

/** One that is held, and below it those who wait for it, and for those. */
function lockLines(lock: LockView, depth: number, context: PaneContext): Line[] {
  const { kind, type, pid, holders, waiters } = lock;
  const { speech, names, width } = context;
  const { t } = speech;
  const waits = depth > 0;
  const holding = t('pane.list', (holders.length > 0 ? holders : [pid]).map(names.process));
  const what = `${NAMES[kind]} ${type.toUpperCase()} ${bytesOf(lock)}`;
  const tint: Tint | undefined = waits ? 'waiting' : undefined;
  return [
    ...wrap(
      [
        span(`${'  '.repeat(depth + 1)}${waits ? '↳ ' : ''}`, 'quiet'),
        span(`${what} `, tint),
        span(waits ? t('locks.waits', names.process(pid)) : t('locks.holds', holding), tint),
      ],
      width,
      4 + 2 * depth,
    ),
    ...waiters.flatMap((waiter) => lockLines(waiter, depth + 1, context)),
  ];
}

const BAR = 48;

/** Every record lock and every wish of a file, to scale: capital letters hold, small ones wait. */
function rangeLines(records: readonly LockView[], { names, width }: PaneContext): Line[] {
  const all = records.flatMap((lock) => [lock, ...wishes(lock)]);
  const last = Math.max(1, ...all.flatMap(({ start, end }) => (end === Infinity ? [start] : [end])));
  const room = Math.max(8, Math.min(BAR, width - 24));
  const columnOf = (byte: number): number => Math.min(room - 1, Math.floor((byte * (room - 1)) / last));
  return all.map((lock) => {
    const letter = letterOf(lock, records.includes(lock));
    const from = columnOf(lock.start);
    const to = lock.end === Infinity ? room : columnOf(lock.end) + 1;
    const bar = `${'·'.repeat(from)}${letter.repeat(Math.max(1, to - from))}`.padEnd(room, '·');
    return [
      span('  '),
      span(bar, records.includes(lock) ? 'good' : 'waiting'),
      span(`${lock.end === Infinity ? '→' : ' '} ${names.process(lock.pid)}`, 'quiet'),
    ];
  });
}

const wishes = ({ waiters }: LockView): LockView[] => waiters.flatMap((waiter) => [waiter, ...wishes(waiter)]);
const letterOf = ({ type }: LockView, held: boolean): string =>
  type === 'write' ? (held ? 'W' : 'w') : held ? 'R' : 'r';

function futexEntry(futex: FutexView, context: PaneContext): Entry {
  const { object, ino, offset, waiters } = futex;
  const { kernel, speech, names, width } = context;
  const { t } = speech;
  const where = object === undefined ? t('locks.private', hex(offset)) : `${object} + ${offset}`;
  const threads = threadsOf(kernel);
  const sleeping = waiters.map(({ pid }) => ({ pid, reason: futexReason(threads.find(({ tid }) => tid === pid)) }));
  const { use, holder } = sleeping.find(({ reason }) => reason?.holder !== undefined)?.reason ?? {};
  return {
    id: `futex:${ino}:${offset}`,
    lines: [
      ...wrap([bold(t('locks.futex')), span(` ${where}`)], width, 2),
      ...(use && holder !== undefined ? wrap([span(`  ${t('locks.use', use, names.process(holder))}`)], width, 4) : []),
      ...sleeping.flatMap(({ pid, reason }) =>
        wrap([span(`  ${names.process(pid)} `), span(t('locks.asleep', reason?.value), 'waiting')], width, 4),
      ),
    ],
    details: () => waiters.flatMap(({ pid, address }) => fact(names.process(pid), `0x${address.toString(16)}`, width)),
  };
}

const futexReason = (thread: ThreadView | undefined) => (thread?.reason?.kind === 'futex' ? thread.reason : undefined);
