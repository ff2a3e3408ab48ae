/**
 * struct mm_struct and vm_area_struct (include/linux/mm_types.h of Linux 6.18). In Linux 2.6.11 (ULK) areas stood in a list
 * and a tree of mm_struct's own; in xv6 an address space is a size and a page table.
 */
import type { MappingView, MemoryView } from '../../../kernel/memory-view.ts';
import { span } from '../../line.ts';
import { type Entry, entry, type PaneContext, subjectOf } from '../pane.ts';
import { type Field, field, legend, structure } from '../structure.ts';

const PAGE_SIZE = 4096;
/** Areas that are printed. */
const SHOWN = 24;

export function memoryStructure(context: PaneContext): Entry[] {
  const process = subjectOf(context);
  if (!process) return [entry([span(context.speech.t('pane.nobody'), 'quiet')])];
  const { memory } = process;
  return [
    structure('mm_struct', context.names.process(process.pid), spaceFields(memory, process.threads.length), context),
    ...memory.mappings
      .slice(0, SHOWN)
      .map((mapping) => structure('vm_area_struct', mapping.name, areaFields(mapping), context)),
    legend(context),
  ];
}

const spaceFields = ({ size, resident, mappings, pages }: MemoryView, threads: number): readonly Field[] => [
  field('mm_users', threads),
  field('map_count', mappings.length),
  field('total_vm', size / PAGE_SIZE, 'xv6 sz'),
  field('rss_stat', resident, 'ULK _rss, _anon_rss'),
  field('mm_mt', `{ ${mappings.length} vm_area_struct }`, 'ULK mmap, mm_rb'),
  field('pgd', `{ ${pages.length} entries }`, 'xv6 pagetable'),
];

const FLAGS = [
  ['r', 'VM_READ'],
  ['w', 'VM_WRITE'],
  ['x', 'VM_EXEC'],
  ['s', 'VM_SHARED'],
] as const;

export const areaFields = ({ start, end, rights, name, offset }: MappingView): readonly Field[] => [
  field('vm_start', `0x${start.toString(16)}`),
  field('vm_end', `0x${end.toString(16)}`),
  field('vm_flags', FLAGS.flatMap(([letter, flag]) => (rights.includes(letter) ? [flag] : [])).join('|') || '0'),
  field('vm_pgoff', offset),
  field('vm_file', name === '' || name.startsWith('[') ? 'NULL' : name),
];
