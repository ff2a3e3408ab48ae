/** Address spaces as panes and checks see them: what is mapped where, and which frame is behind each page. */
import { PAGE_SIZE, PROT_EXEC, PROT_READ, PROT_WRITE } from './abi.ts';
import type { AddressSpace, Mapping } from './memory.ts';
import type { ThreadGroup } from './task.ts';

export interface MappingView {
  readonly start: number;
  readonly end: number;
  /** As in /proc/PID/maps: `rw-p`. */
  readonly rights: string;
  /** A path, `[heap]`, `/SYSV00000000 (deleted)`; empty for memory without a name. */
  readonly name: string;
  /** Inode number of the file; the id of a segment. */
  readonly ino: number | undefined;
  /** The page of the object at `start`. */
  readonly offset: number;
  /** Pages that loading the program has touched; they have no entries in `pages`. */
  readonly loaded: number;
}

/** What a page table entry shows: a frame that this and perhaps other processes have, a page of an object, or the page of zeros. */
export type FrameView =
  | { readonly kind: 'own'; readonly number: number; readonly maps: number }
  | { readonly kind: 'object'; readonly name: string; readonly ino: number; readonly index: number }
  | { readonly kind: 'zeros' };

export interface PageView {
  readonly address: number;
  readonly writable: boolean;
  readonly frame: FrameView;
}

export interface MemoryView {
  /** Bytes mapped; pages in memory; minor faults so far. */
  readonly size: number;
  readonly resident: number;
  readonly minorFaults: number;
  /** In the order of their addresses. */
  readonly mappings: readonly MappingView[];
  readonly pages: readonly PageView[];
}

export const rightsOf = ({ prot, shared }: Pick<Mapping, 'prot' | 'shared'>): string =>
  [prot & PROT_READ ? 'r' : '-', prot & PROT_WRITE ? 'w' : '-', prot & PROT_EXEC ? 'x' : '-', shared ? 's' : 'p'].join(
    '',
  );

const viewMapping = (mapping: Mapping): MappingView => ({
  start: mapping.start,
  end: mapping.end,
  rights: rightsOf(mapping),
  name: mapping.object?.name ?? mapping.label ?? '',
  ino: mapping.object?.ino,
  offset: mapping.offset,
  loaded: mapping.loaded?.pages ?? 0,
});

/** Mappings do not change, lists of them are made anew: each list is looked at once. */
const known = new WeakMap<readonly Mapping[], readonly MappingView[]>();

function viewMappings({ mappings }: AddressSpace): readonly MappingView[] {
  let views = known.get(mappings);
  if (!views) known.set(mappings, (views = mappings.map(viewMapping)));
  return views;
}

function viewPages(mm: AddressSpace): PageView[] {
  const pages = [...mm.pages()].map(({ page, writable, frame }): PageView => {
    const address = page * PAGE_SIZE;
    if (frame) return { address, writable, frame: { kind: 'own', ...frame } };
    const mapping = mm.find(address);
    if (!mapping?.object) return { address, writable, frame: { kind: 'zeros' } };
    const { object, offset, start } = mapping;
    const index = offset + (address - start) / PAGE_SIZE;
    return { address, writable, frame: { kind: 'object', name: object.name, ino: object.ino, index } };
  });
  return pages.sort((a, b) => a.address - b.address);
}

/** A zombie has no memory any more. */
export function viewMemory(group: ThreadGroup): MemoryView {
  const { minorFaults, member } = group;
  const mm = member?.mm;
  if (!mm) return { size: 0, resident: 0, minorFaults, mappings: [], pages: [] };
  return {
    size: mm.size,
    resident: mm.resident,
    minorFaults,
    mappings: viewMappings(mm),
    pages: viewPages(mm),
  };
}
