/**
 * Every open pipe and FIFO: writers → page slots with the bytes in each → readers, and who sleeps at which end.
 * Linux shows the same in pieces: /proc/PID/fd for the ends, FIONREAD for the bytes, wchan for the sleepers.
 */
import type { KernelEvent } from '../../kernel/event.ts';
import type { PipeView } from '../../kernel/view.ts';
import type { Speech } from '../../text/index.ts';
import { blank, bold, type Line, lineWidth, type Span, span, wrap } from '../line.ts';
import { type Entry, entry, type Pane, type PaneContext } from './pane.ts';
import { pipeDetails } from './pipe-details.ts';
import { pipeStructure } from './pipe-structure.ts';
import { quoted } from './quoted.ts';

export const pipes: Pane = {
  id: 'pipes',
  title: 'pipes.title',
  shows: 'pipes.shows',
  where: 'pipes.where',
  weight: 4,
  anchor: 'top',
  watches: ['pipes', 'recent'],
  calls: ({ pipes }) =>
    pipes
      .filter(sleepersOf)
      .map(({ ino }) => ino)
      .join() || undefined,
  entries: pipeEntries,
  behind: { watches: ['pipes', 'processes', 'copies'], entries: pipeStructure },
};

type Context = Pick<PaneContext, 'recent' | 'speech' | 'names' | 'width'>;

function pipeEntries(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  if (kernel.pipes.length === 0)
    return [entry(...wrap([span(speech.t('pipes.none'), 'quiet')], width), ...lastHappenings(context))];
  return [...kernel.pipes].sort(busiestFirst).map((pipe, i): Entry => {
    const lines = pipeLines(pipe, context);
    const details = () => pipeDetails(pipe, context);
    return { id: `pipe:${pipe.ino}`, lines: i === 0 ? lines : [blank, ...lines], details };
  });
}

/** FIFOs and pipes at which somebody sleeps are what one looks for. */
const busiestFirst = (a: PipeView, b: PipeView) => Number(sleepersOf(b)) - Number(sleepersOf(a)) || a.ino - b.ino;
const sleepersOf = (pipe: PipeView) =>
  pipe.openers.length + pipe.sleepingReaders.length + pipe.sleepingWriters.length > 0;

function pipeLines(pipe: PipeView, context: Context): Line[] {
  const { speech, width } = context;
  return [
    ...headLines(pipe, speech, width),
    slotLine(pipe, width),
    ...contentLines(pipe, speech, width),
    ...endLines(pipe, context),
    ...happenings(pipe, context),
    ...movedLines(pipe, speech, width),
  ];
}

function headLines(pipe: PipeView, { t }: Speech, width: number): Line[] {
  const name = pipe.kind === 'fifo' ? t('pipes.fifo', pipe.path ?? '?') : t('pipes.pipe', pipe.ino);
  const state = stateSpans(pipe, t('pipes.sleeping'));
  const fill = t('pipes.fill', pipe.used, pipe.capacity, pipe.slots.length, pipe.slotCount);
  const oneLine: Line = [bold(name), span('  '), ...state, span(`  ${fill}`, 'quiet')];
  if (lineWidth(oneLine) <= width) return [oneLine];
  const firstTwo: Line = [bold(name), span('  '), ...state];
  const last = wrap([span(fill, 'quiet')], width, 2);
  return lineWidth(firstTwo) <= width ? [firstTwo, ...last] : [[bold(name)], [...state], ...last];
}

/** `W=1 sleeping R=0`: who has which end open, and whether somebody sleeps there. */
function stateSpans({ readers, writers, openers, ...pipe }: PipeView, sleeping: string): Span[] {
  const writersSleep = pipe.sleepingWriters.length > 0 || openers.some(({ wants }) => wants === 'write');
  const readersSleep = pipe.sleepingReaders.length > 0 || openers.some(({ wants }) => wants === 'read');
  return [
    span(`W=${writers}`, writers === 0 ? 'alarm' : undefined),
    ...(writersSleep ? [span(` ${sleeping}`, 'waiting')] : []),
    span(' '),
    span(`R=${readers}`, readers === 0 ? 'alarm' : undefined),
    ...(readersSleep ? [span(` ${sleeping}`, 'waiting')] : []),
  ];
}

/** As many columns for each slot as there is room for: its bytes, a box with its level, or its level alone. */
function slotLine(pipe: PipeView, width: number): Line {
  const slots = Array.from({ length: Math.min(pipe.slotCount, 64) }, (_, i) => pipe.slots[i]?.bytes ?? 0);
  const each = Math.floor((width - 4) / slots.length);
  const cells = each >= 6 ? slots.map(numberCell) : each >= 3 ? slots.map(boxCell) : slots.map(level);
  const row = cells.join('').slice(0, Math.max(1, width - 4));
  return [
    span('→ ', pipe.writers > 0 ? 'accent' : 'quiet'),
    span(row, 'good'),
    span(' →', pipe.readers > 0 ? 'accent' : 'quiet'),
  ];
}

const LEVELS = '▁▂▃▄▅▆▇█';
const level = (bytes: number) =>
  bytes === 0 ? '·' : (LEVELS[Math.min(LEVELS.length, Math.ceil((bytes / 4096) * LEVELS.length)) - 1] ?? '█');
const boxCell = (bytes: number) => `[${bytes === 0 ? ' ' : level(bytes)}]`;
const numberCell = (bytes: number) => `[${bytes === 0 ? '    ' : String(bytes).padStart(4)}]`;

/** Columns of the content that are worth showing. */
const PREVIEW_LEAST = 10;
const preview = (pipe: PipeView, room: number): Span => span(quoted(pipe.preview, room), 'code');

/** The bytes in each used slot, equal neighbours together, and the first of them. */
function contentLines(pipe: PipeView, { t }: Speech, width: number): Line[] {
  if (pipe.used === 0) return [];
  const runs: { bytes: number; times: number }[] = [];
  for (const { bytes } of pipe.slots) {
    const last = runs.at(-1);
    if (last?.bytes === bytes) last.times++;
    else runs.push({ bytes, times: 1 });
  }
  const text = runs.map(({ bytes, times }) => (times === 1 ? `${bytes}` : `${times}×${bytes}`)).join(' ');
  const slots = span(`  ${text}  `, 'quiet');
  const label = span(`${t('pipes.holds')} `, 'quiet');
  const beside = width - lineWidth([slots, label]);
  if (beside >= PREVIEW_LEAST) return [[slots, label, preview(pipe, beside)]];
  return [...wrap([slots], width, 2), [span('  '), label, preview(pipe, width - 2 - lineWidth([label]))]];
}

/** What has gone through so far. */
const movedLines = ({ written, taken }: PipeView, { t }: Speech, width: number): Line[] =>
  written === 0 ? [] : wrap([span(`  ${t('pipes.moved', written, taken)}`, 'quiet')], width, 4);

/** One line for each process at an end: the writers first, as the bytes go. */
function endLines(pipe: PipeView, { speech: { t }, names, width }: Context): Line[] {
  const opening = (wants: 'read' | 'write') =>
    pipe.openers.filter((opener) => opener.wants === wants).map(({ pid }) => pid);
  const toWrite = opening('write');
  const toRead = opening('read');
  const line = (pid: number, words: Span): Line[] => wrap([span(`  ${names.process(pid)} `), words], width, 4);
  const awake = (pid: number, does: string) => line(pid, span(does));
  const asleep = (pid: number, why: string) => line(pid, span(why, 'waiting'));
  const writers = without(pipe.writerPids, toWrite).flatMap((pid) =>
    pipe.sleepingWriters.includes(pid) ? asleep(pid, t('pipes.full')) : awake(pid, t('pipes.writer')),
  );
  const readers = without(pipe.readerPids, toRead).flatMap((pid) =>
    pipe.sleepingReaders.includes(pid) ? asleep(pid, t('pipes.empty')) : awake(pid, t('pipes.reader')),
  );
  const nobody = (words: string): Line[] => [[span(`  ${words}`, 'alarm')]];
  return [
    ...writers,
    ...toWrite.flatMap((pid) => asleep(pid, t('pipes.opensToWrite'))),
    ...(pipe.writers === 0 && toWrite.length === 0 ? nobody(t('pipes.nobodyWrites')) : []),
    ...readers,
    ...toRead.flatMap((pid) => asleep(pid, t('pipes.opensToRead'))),
    ...(pipe.readers === 0 && toRead.length === 0 ? nobody(t('pipes.nobodyReads')) : []),
  ];
}

const without = (pids: readonly number[], others: readonly number[]) => pids.filter((pid) => !others.includes(pid));

/** The last end of file and the last SIGPIPE of this pipe. */
function happenings(pipe: PipeView, context: Context): Line[] {
  return ENDS.flatMap((type) => {
    const event = context.recent.findLast((each) => each.type === type && inodeOf(each) === pipe.ino);
    return event ? happening(event, context) : [];
  });
}

const ENDS: readonly KernelEvent['type'][] = ['pipe.eof', 'pipe.epipe'];

/** When all pipes are gone: what their end was. */
function lastHappenings(context: Context): Line[] {
  const ends = context.recent.filter(({ type }) => ENDS.includes(type)).slice(-2);
  return ends.flatMap((event) => happening(event, context));
}

function happening(event: KernelEvent, { speech: { t }, names, width }: Context): Line[] {
  const who = names.process(event.pid);
  const eof = event.type === 'pipe.eof';
  const words = eof ? t('pipes.eof', who) : t('pipes.sigpipe', who);
  return wrap([span(`  ${names.time(event.time)} ${words}`, eof ? 'good' : 'alarm')], width, 4);
}

const inodeOf = (event: KernelEvent) => ('ino' in event ? event.ino : undefined);
