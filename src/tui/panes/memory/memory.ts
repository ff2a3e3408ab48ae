/**
 * Virtual memory of one process: what is mapped where, how much of it is in memory, and behind each page of its own the
 * frame, with how many page tables have the same one. Linux shows less of it in pmap(1), /proc/PID/smaps and pagemap.
 */
import type { MappingView, MemoryView, PageView } from '../../../kernel/memory-view.ts';
import { bold, type Line, span, wrap } from '../../line.ts';
import { pad } from '../../width.ts';
import { fact } from '../fact.ts';
import { type Entry, entry, type Pane, type PaneContext, subjectOf } from '../pane.ts';
import { memoryStructure } from './memory-structure.ts';

export const memory: Pane = {
  id: 'memory',
  title: 'memory.title',
  shows: 'memory.shows',
  where: 'memory.where',
  weight: 4,
  anchor: 'top',
  watches: ['processes', 'subject'],
  entries: memoryEntries,
  behind: { watches: ['processes', 'subject'], entries: memoryStructure },
};

const PAGE_SIZE = 4096;

function memoryEntries(context: PaneContext): Entry[] {
  const { speech, names, width } = context;
  const process = subjectOf(context);
  if (!process) return [entry([span(speech.t('pane.nobody'), 'quiet')])];
  const { size, resident, minorFaults, mappings } = process.memory;
  const { t } = speech;
  return [
    entry(
      ...wrap(
        [bold(names.process(process.pid)), span(` ${t('memory.sizes', size / 1024, resident * 4, minorFaults)}`)],
        width,
        2,
      ),
      [span(header(width), 'quiet')],
    ),
    ...mappings.map((mapping) => mappingEntry(mapping, process.memory, context)),
    entry(...wrap([span(t('memory.legend'), 'quiet')], width)),
  ];
}

const ADDRESS = 12;
const wide = (width: number): boolean => width >= 56;

const header = (width: number): string =>
  wide(width)
    ? `${pad('ADDRESS', ADDRESS)}  ${pad('KB', 6, 'right')} PERM  PAGES`
    : `${pad('ADDRESS', ADDRESS)} PERM PAGES`;

/** Pages of a mapping that are drawn one by one. */
const CELLS = 16;

function mappingEntry(mapping: MappingView, { pages }: MemoryView, context: PaneContext): Entry {
  const { start, end, rights, name, loaded } = mapping;
  const { width } = context;
  const own = pages.filter(({ address }) => address >= start && address < end);
  const count = (end - start) / PAGE_SIZE;
  const kb = pad(String((end - start) / 1024), 6, 'right');
  const at = start.toString(16).padStart(ADDRESS);
  const head = wide(width) ? `${at}  ${kb} ${rights}  ` : `${at} ${rights} `;
  const cells = Array.from({ length: Math.min(count, CELLS) }, (_, i) => cell(i, start + i * PAGE_SIZE, loaded, own));
  const drawn = `${cells.join('')}${count > CELLS ? '…' : ''}`;
  const label = name === '' ? context.speech.t('memory.anonymous') : shortName(name, wide(width));
  return {
    id: `map:${start}`,
    lines: [
      [span(head), span(pad(drawn, Math.min(CELLS + 1, Math.max(6, count))), 'good'), span(` ${label}`, 'quiet')],
    ],
    details: () => mappingDetails(mapping, own, context),
  };
}

const shortName = (name: string, whole: boolean): string => (whole ? name : name.slice(name.lastIndexOf('/') + 1));

/** `■` a page of its own, `=` one that others have too, `0` the page of zeros, `·` not touched yet. */
function cell(index: number, address: number, loaded: number, own: readonly PageView[]): string {
  const page = own.find((each) => each.address === address);
  if (!page) return index < loaded ? '▪' : '·';
  if (page.frame.kind === 'zeros') return '0';
  return page.frame.kind === 'object' || page.frame.maps > 1 ? '=' : '■';
}

/** Details of so many pages. */
const TOLD = 12;

function mappingDetails(mapping: MappingView, own: readonly PageView[], { speech: { t }, width }: PaneContext): Line[] {
  const { start, end, name, ino, offset, loaded } = mapping;
  return [
    ...fact('range', `0x${start.toString(16)}–0x${end.toString(16)}`, width),
    ...(name === '' ? [] : fact('object', ino === undefined ? name : `${name}, inode ${ino}, page ${offset}`, width)),
    ...(loaded > 0 ? fact('loaded', t('memory.loaded', loaded), width) : []),
    ...own.slice(0, TOLD).flatMap((page) => fact(page.address.toString(16), frameText(page, t), width)),
    ...(own.length > TOLD ? fact('', t('messages.more', own.length - TOLD), width) : []),
  ];
}

function frameText({ writable, frame }: PageView, t: PaneContext['speech']['t']): string {
  switch (frame.kind) {
    case 'own':
      return t('memory.frame', frame.number, frame.maps, writable);
    case 'object':
      return t('memory.objectPage', frame.index, frame.name);
    case 'zeros':
      return t('memory.zeros');
    default:
      return frame satisfies never;
  }
}
