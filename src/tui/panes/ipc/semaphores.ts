/**
 * Semaphore sets: values, operations that wait in their order, who waits for a rise and who for zero, what SEM_UNDO would give
 * back; named POSIX semaphores; and the graph of who waits for whom. Linux shows less of it in `ipcs -s -i ID`.
 */
import type { ShmFileView } from '../../../kernel/posix/shm-view.ts';
import type { SemSetView } from '../../../kernel/sysv/sem-view.ts';
import { blank, bold, type Line, type Span, span, wrap } from '../../line.ts';
import { fact } from '../fact.ts';
import { type Entry, entry, type Pane, type PaneContext } from '../pane.ts';
import { octal } from '../structure.ts';
import { clockTime, keyText } from './perm.ts';
import { namedSemaphores, operation, sleepersOf } from './semaphore-parts.ts';
import { semaphoreStructure } from './semaphore-structure.ts';
import { circleCalls, graphEntries } from './wait-graph.ts';

export const semaphores: Pane = {
  id: 'semaphores',
  title: 'semaphores.title',
  shows: 'semaphores.shows',
  where: 'semaphores.where',
  weight: 4,
  anchor: 'top',
  watches: ['semaphores', 'shmFiles', 'futexes', 'processes'],
  calls: (kernel) =>
    [
      ...kernel.semaphores.map(({ semid, semaphores, waiters }) =>
        [semid, semaphores.map(({ value }) => value), waiters.length].join(':'),
      ),
      ...namedSemaphores(kernel).map(({ name, semaphore }) => `${name}:${semaphore?.value}:${semaphore?.waiters}`),
      circleCalls(kernel, ['sem']),
    ]
      .filter((part) => part !== '')
      .join() || undefined,
  entries: setEntries,
  behind: { watches: ['semaphores', 'shmFiles', 'futexes'], entries: semaphoreStructure },
};

function setEntries(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const named = namedSemaphores(kernel);
  if (kernel.semaphores.length + named.length === 0)
    return [entry(...wrap([span(speech.t('semaphores.none'), 'quiet')], width))];
  const graph = graphEntries(['sem'], context);
  const sets = [...kernel.semaphores].sort((a, b) => b.waiters.length - a.waiters.length);
  const all = [
    ...sets.map((set) => setEntry(set, context)),
    ...named.map((semaphore) => namedEntry(semaphore, context)),
  ].map((each, i) => (i === 0 ? each : { ...each, lines: [blank, ...each.lines] }));
  // A circle is what one must see first; a graph without one is read after the values.
  const circles = graph.slice(0, -1);
  return [...circles, ...all, ...graph.slice(circles.length)];
}

/** As many as a learner looks at; the rest is a number. */
const SHOWN = 24;

function setEntry(set: SemSetView, context: PaneContext): Entry {
  const { semid, perm, semaphores, waiters, undo } = set;
  const { speech, names, width } = context;
  const { t } = speech;
  const key = perm.key === 0 ? 'IPC_PRIVATE' : keyText(perm.key);
  const more = semaphores.length - SHOWN;
  return {
    id: `sem:${semid}`,
    lines: [
      ...wrap([bold(t('semaphores.set', semid)), span(`  ${key}`, 'quiet')], width, 2),
      ...semaphores.slice(0, SHOWN).flatMap((semaphore, num) => semaphoreLines(semaphore, num, context)),
      ...(more > 0 ? [[span(`  ${t('messages.more', more)}`, 'quiet')]] : []),
      ...(waiters.length > 0 ? [[span(t('semaphores.pending'), 'accent')]] : []),
      ...waiters.flatMap((waiter, i) => waiterLines(waiter, i, context)),
      ...(undo.length > 0 ? wrap([span(t('semaphores.undo'), 'accent')], width, 2) : []),
      ...undo.flatMap(({ pid, semadj }) =>
        wrap([span(`  ${names.process(pid)} `), span(adjustments(semadj), 'code')], width, 4),
      ),
    ],
    details: () => [
      ...fact('perm', `${octal(perm.mode)} uid ${perm.uid} gid ${perm.gid}`, width),
      ...fact('otime', clockTime(set.otime), width),
      ...fact('ctime', clockTime(set.ctime), width),
      ...semaphores
        .slice(0, SHOWN)
        .flatMap(({ forRise, forZero, sempid }, num) => [
          ...fact(`[${num}]`, t('semaphores.counts', forRise.length, forZero.length, sempid), width),
        ]),
    ],
  };
}

/** `[0] 0  ↑ P, Q wait for it to rise`. */
function semaphoreLines(
  { value, forRise, forZero, sempid }: SemSetView['semaphores'][number],
  num: number,
  { speech: { t }, names, width }: PaneContext,
): Line[] {
  const list = (pids: readonly number[]): string => t('pane.list', pids.map(names.process));
  const spans: Span[] = [
    span(`  [${num}] `, 'quiet'),
    { ...span(String(value), value === 0 ? 'waiting' : 'good'), bold: true },
    ...(sempid === 0 ? [] : [span(`  ${t('semaphores.last', names.process(sempid))}`, 'quiet')]),
  ];
  return [
    ...wrap(spans, width, 6),
    ...(forRise.length > 0
      ? wrap([span(`      ↑ ${t('semaphores.rise', list(forRise), forRise.length)}`, 'waiting')], width, 8)
      : []),
    ...(forZero.length > 0
      ? wrap([span(`      0 ${t('semaphores.zero', list(forZero), forZero.length)}`, 'waiting')], width, 8)
      : []),
  ];
}

/** All its operations, done at once or not at all: the one that cannot be done is marked. */
function waiterLines(
  { pid, ops, blocking }: SemSetView['waiters'][number],
  at: number,
  { names, width }: PaneContext,
): Line[] {
  const spans = ops.map((op, i) =>
    span(i === blocking ? `«${operation(op)}» ` : `${operation(op)} `, i === blocking ? 'waiting' : undefined),
  );
  return wrap([span(`  ${at + 1}. ${names.process(pid)} `), ...spans], width, 5);
}

const adjustments = (semadj: readonly number[]): string =>
  semadj.flatMap((by, num) => (by === 0 ? [] : [`[${num}] ${by > 0 ? '+' : ''}${by}`])).join('  ') || '0';

function namedEntry(file: ShmFileView, { kernel, speech: { t }, names, width }: PaneContext): Entry {
  const { name, semaphore, attachments, mode, uid } = file;
  const value = semaphore?.value ?? 0;
  const asleep = sleepersOf(file, kernel);
  const having = attachments.map(({ pid }) => names.process(pid));
  return {
    id: `posix-sem:${name}`,
    lines: [
      ...wrap(
        [
          bold(t('semaphores.posix', `/${name.slice('/sem.'.length)}`)),
          span('  '),
          { ...span(String(value), value === 0 ? 'waiting' : 'good'), bold: true },
        ],
        width,
        2,
      ),
      ...(asleep.length > 0
        ? wrap(
            [
              span(
                `      ↑ ${t('semaphores.rise', t('pane.list', asleep.map(names.process)), asleep.length)}`,
                'waiting',
              ),
            ],
            width,
            8,
          )
        : []),
    ],
    details: () => [
      ...fact('file', `/dev/shm${name} ${octal(mode)} uid ${uid}`, width),
      ...fact('open', having.length > 0 ? t('pane.list', having) : t('pipes.nobody'), width),
    ],
  };
}
