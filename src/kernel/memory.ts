/**
 * Address spaces (mm_struct): mappings, page tables, frames shared and counted, and what happens at first touch.
 * Models demand paging, copy on write after fork and for private files, protection, SIGSEGV and SIGBUS, minor faults. What a
 * program keeps in its own variables is not in here: it is there for what processes share, and for those who want to look.
 * Leaves out swapping (no major faults), huge pages, mlock, and protection keys. Authority: mmap(2), mprotect(2), fork(2).
 */
import { PAGE_SIZE, PROT_EXEC, PROT_READ, PROT_WRITE } from './abi.ts';
import { countFault } from './cost.ts';
import type { Kernel } from './kernel.ts';
import { SIGBUS, SIGSEGV } from './signum.ts';
import { storesOf } from './stores.ts';
import type { Task } from './task.ts';

declare module './event.ts' {
  interface EventKinds {
    /** `zero`: a fresh page; `map`: a page that is there already; `copy`: a private copy of a shared one; `own`: the last user may write it. */
    fault: { readonly address: number; readonly how: FaultKind };
    /** A store into memory that others see too: `object` names it, `offset` is where in it. */
    'mem.store': { readonly object: string; readonly offset: number; readonly bytes: Uint8Array };
    /** A word was stored by somebody who had loaded it before `over` stored into it: that update is gone. */
    'mem.lost': { readonly object: string; readonly offset: number; readonly over: number };
  }
}

export type FaultKind = 'zero' | 'map' | 'copy' | 'own';

/** A page of physical memory, and how many page tables map it. */
interface Frame {
  /** For those who look: frames are numbered as they are taken. */
  readonly number: number;
  readonly bytes: Uint8Array;
  maps: number;
}

/** What mappings can show: a file, a shared segment. Its pages are the same for all who map it. */
export interface MemoryObject {
  /** `/SYSV00000000`, a path: what /proc/PID/maps and panes call it. */
  readonly name: string;
  readonly ino: number;
  /** st_dev of a file; absent for what is memory and nothing else. */
  readonly dev?: number;
  /** The same for every object that shows the same memory. */
  readonly identity: object;
  /** Pages; touching what lies beyond is SIGBUS. */
  pages(): number;
  /** The bytes of a page, to be looked at and changed at once: not to be kept. */
  page(index: number): Uint8Array;
  /** Somebody has touched it. */
  isResident(index: number): boolean;
  /** A mapping of it begins, by mmap, shmat or fork; and ends. */
  mapped?(task: Task): void;
  unmapped?(task: Task): void;
}

/** Memory without a file behind it: a page comes into being, full of zeros, when somebody touches it first. */
export class PagedMemory {
  readonly identity: object = this;
  readonly #pages = new Map<number, Uint8Array>();
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  /** Pages that have been touched. */
  get resident(): number {
    return this.#pages.size;
  }

  pages(): number {
    return this.#count;
  }

  page(index: number): Uint8Array {
    let page = this.#pages.get(index);
    if (!page) this.#pages.set(index, (page = new Uint8Array(PAGE_SIZE)));
    return page;
  }

  isResident(index: number): boolean {
    return this.#pages.has(index);
  }

  /** The pages that are there, in their order. */
  touched(): number[] {
    return [...this.#pages.keys()].sort((a, b) => a - b);
  }
}

/** vm_area_struct: addresses from `start` to before `end`. */
export interface Mapping {
  readonly start: number;
  readonly end: number;
  readonly prot: number;
  /** Protection that mprotect(2) may give it. */
  readonly mayProt: number;
  readonly shared: boolean;
  /** Undefined: anonymous and private. */
  readonly object: MemoryObject | undefined;
  /** The page of the object at `start`. */
  readonly offset: number;
  /** For what has no object: `[heap]`, `[stack]`. */
  readonly label: string | undefined;
  /** Pages from `start` on that loading the program has touched, and whether they are the process's own copies. */
  readonly loaded?: { readonly pages: number; readonly own: boolean };
}

/** Pages of a mapping that are in the page table: frames of the process's own, those shared with others, and objects'. */
export interface Usage {
  anon: number;
  shared: number;
  file: number;
  shmem: number;
}

const unused = (): Usage => ({ anon: 0, shared: 0, file: 0, shmem: 0 });

export function usageSum(usages: Iterable<Usage>): Usage {
  const total = unused();
  for (const { anon, shared, file, shmem } of usages) {
    total.anon += anon;
    total.shared += shared;
    total.file += file;
    total.shmem += shmem;
  }
  return total;
}

/** Whose page a mapping shows where the process has no copy: a page of zeros belongs to nobody. */
const backing = ({ object }: Mapping): 'file' | 'shmem' | undefined =>
  object && (object instanceof PagedMemory ? 'shmem' : 'file');

export interface PageEntry {
  /** Its address in pages. */
  readonly page: number;
  readonly writable: boolean;
  readonly frame: Pick<Frame, 'number' | 'maps'> | undefined;
}

/** Page table entry. Without a frame of its own it shows the object's page, or the page of zeros. */
interface Entry {
  readonly frame: Frame | undefined;
  readonly writable: boolean;
}

const ZEROS = new Uint8Array(PAGE_SIZE);
/** Where mmap begins to look, downwards; the end of user space. */
const TOP = 0x7ffff7fff000;
export const USER_END = 0x7ffffffff000;

const pageOf = (address: number): number => Math.floor(address / PAGE_SIZE);
export const roundUp = (bytes: number): number => Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
export const isAligned = (address: number): boolean => address % PAGE_SIZE === 0;

/** The signal that an access ends in. */
export interface Fault {
  readonly signo: number;
  /** Nothing is mapped there, it may not be touched so, or there is no such page of the file. */
  readonly code: 'SEGV_MAPERR' | 'SEGV_ACCERR' | 'BUS_ADRERR';
  readonly address: number;
}

const forbidden = (mapping: Mapping | undefined, address: number): Fault => ({
  signo: SIGSEGV,
  code: mapping ? 'SEGV_ACCERR' : 'SEGV_MAPERR',
  address,
});
const beyond = (address: number): Fault => ({ signo: SIGBUS, code: 'BUS_ADRERR', address });

export class AddressSpace {
  #mappings: readonly Mapping[] = [];
  readonly #table = new Map<number, Entry>();
  #peakSize = 0;
  #peakResident = 0;
  /** Tasks that run in it. */
  users = 1;

  /** In the order of their addresses. */
  get mappings(): readonly Mapping[] {
    return this.#mappings;
  }

  /** What is mapped when a program begins, in the order of the addresses. */
  begin(mappings: readonly Mapping[]): void {
    this.#mappings = mappings;
    this.#peakSize = this.size;
  }

  /** Pages that the process has in memory: the same as all of `usage`. */
  get resident(): number {
    let pages = 0;
    for (const { loaded } of this.#mappings) pages += loaded?.pages ?? 0;
    for (const [page, { frame }] of this.#table) if (frame || this.find(page * PAGE_SIZE)?.object) pages++;
    return pages;
  }

  /** The most that `size` and `resident` have been. */
  get peakSize(): number {
    return Math.max(this.#peakSize, this.size);
  }

  get peakResident(): number {
    return Math.max(this.#peakResident, this.resident);
  }

  /** By mapping. */
  usage(): ReadonlyMap<Mapping, Usage> {
    const usages = new Map<Mapping, Usage>();
    for (const mapping of this.#mappings) {
      const { pages = 0, own = false } = mapping.loaded ?? {};
      usages.set(mapping, { ...unused(), [own ? 'anon' : 'file']: pages });
    }
    for (const [page, { frame }] of this.#table) {
      const mapping = this.find(page * PAGE_SIZE);
      const usage = mapping && usages.get(mapping);
      if (!usage) continue;
      const what = frame ? 'anon' : backing(mapping);
      if (what) usage[what]++;
      if (frame && frame.maps > 1) usage.shared++;
    }
    return usages;
  }

  /** Every page in the page table, and the frame that it has if it shows none of an object's. */
  *pages(): Iterable<PageEntry> {
    for (const [page, { frame, writable }] of this.#table)
      yield { page, writable, frame: frame && { number: frame.number, maps: frame.maps } };
  }

  /** Bytes mapped. */
  get size(): number {
    return this.#mappings.reduce((total, { start, end }) => total + end - start, 0);
  }

  find(address: number): Mapping | undefined {
    return this.#mappings.find(({ start, end }) => address >= start && address < end);
  }

  overlaps(start: number, end: number): boolean {
    return this.#mappings.some((mapping) => mapping.start < end && mapping.end > start);
  }

  /** The highest free place of that size; undefined if there is none. */
  place(bytes: number): number | undefined {
    let end = TOP;
    for (const mapping of [...this.#mappings].reverse()) {
      if (mapping.start >= end) continue;
      if (end - mapping.end >= bytes) break;
      end = mapping.start;
    }
    return end - bytes >= PAGE_SIZE * 16 ? end - bytes : undefined;
  }

  /** Adds a mapping; whatever lay there is unmapped first. */
  map(task: Task, mapping: Mapping): void {
    this.unmap(task, mapping.start, mapping.end);
    mapping.object?.mapped?.(task);
    this.#put(mapping);
  }

  #put(...added: readonly Mapping[]): void {
    this.#mappings = [...this.#mappings, ...added].sort((a, b) => a.start - b.start);
    this.#peakSize = Math.max(this.#peakSize, this.size);
  }

  /** Takes away what lies between; a mapping of which only a part goes is cut, and what remains still counts as one. */
  unmap(task: Task, start: number, end: number): void {
    this.#peakResident = this.peakResident;
    for (const mapping of this.#mappings) {
      if (mapping.end <= start || mapping.start >= end) continue;
      this.#replace(task, mapping, [...cut(mapping, mapping.start, start), ...cut(mapping, end, mapping.end)]);
    }
    this.#drop(start, end);
  }

  /** Puts pieces where a mapping was: each of them counts as a mapping of the object. */
  #replace(task: Task, mapping: Mapping, pieces: readonly Mapping[]): void {
    this.#mappings = this.#mappings.filter((other) => other !== mapping);
    this.#put(...pieces);
    for (const _ of pieces.slice(1)) mapping.object?.mapped?.(task);
    if (pieces.length === 0) mapping.object?.unmapped?.(task);
  }

  /** Page table entries go; a frame nobody maps any more is free. */
  #drop(start: number, end: number): void {
    const [first, last] = [pageOf(start), pageOf(end)];
    if (last - first > this.#table.size) {
      for (const page of this.#table.keys()) if (page >= first && page < last) this.#forget(page);
    } else for (let page = first; page < last; page++) this.#forget(page);
  }

  #forget(page: number): void {
    const frame = this.#table.get(page)?.frame;
    if (frame) frame.maps--;
    this.#table.delete(page);
  }

  /** ENOMEM for addresses that are not mapped, EACCES for more than a mapping may have. */
  protect(task: Task, start: number, end: number, prot: number): 'ENOMEM' | 'EACCES' | undefined {
    for (let at = start; at < end; ) {
      const mapping = this.find(at);
      if (!mapping) return 'ENOMEM';
      if (prot & ~mapping.mayProt) return 'EACCES';
      const [from, to] = [Math.max(start, mapping.start), Math.min(end, mapping.end)];
      const changed = cut(mapping, from, to).map((piece) => ({ ...piece, prot }));
      this.#replace(task, mapping, [
        ...cut(mapping, mapping.start, from),
        ...changed,
        ...cut(mapping, to, mapping.end),
      ]);
      at = mapping.end;
    }
    return undefined;
  }

  /** What a child gets of `task`: the same mappings; private pages are shared until one of the two writes. */
  fork(task: Task): AddressSpace {
    const child = new AddressSpace();
    child.#mappings = this.#mappings;
    for (const mapping of this.#mappings) mapping.object?.mapped?.(task);
    for (const [page, { frame }] of this.#table) {
      if (!frame) continue;
      frame.maps++;
      const entry = { frame, writable: false };
      this.#table.set(page, entry);
      child.#table.set(page, entry);
    }
    return child;
  }

  /** The process ends, or becomes another program. */
  clear(task: Task): void {
    for (const { object } of this.#mappings) object?.unmapped?.(task);
    this.#mappings = [];
    for (const { frame } of this.#table.values()) if (frame) frame.maps--;
    this.#table.clear();
  }

  /** By page, whether what lies there is in memory; undefined where nothing is mapped. */
  isResident(address: number): boolean | undefined {
    const mapping = this.find(address);
    if (!mapping) return undefined;
    const { object, loaded, start } = mapping;
    if (loaded && pageOf(address - start) < loaded.pages) return true;
    return object?.isResident(indexIn(mapping, address)) ?? this.#table.has(pageOf(address));
  }

  // ---- what a program does with its memory

  /** Reads bytes, page by page. */
  load(kernel: Kernel, task: Task, address: number, into: Uint8Array): Fault | undefined {
    return this.#each(address, into.length, (at, from, length) => {
      const page = this.#readable(kernel, task, at);
      if (!(page instanceof Uint8Array)) return page;
      into.set(page.subarray(at % PAGE_SIZE, (at % PAGE_SIZE) + length), from);
      const mapping = this.find(at);
      if (mapping?.shared && mapping.object)
        storesOf(mapping.object.identity).loaded(task.pid, offsetIn(mapping, at), length);
      return undefined;
    });
  }

  /** Writes bytes. What lies before a page that cannot be written has been written. */
  store(kernel: Kernel, task: Task, address: number, bytes: Uint8Array): Fault | undefined {
    return this.#each(address, bytes.length, (at, from, length) => {
      const page = this.#writable(kernel, task, at);
      if (!(page instanceof Uint8Array)) return page;
      const part = bytes.subarray(from, from + length);
      page.set(part, at % PAGE_SIZE);
      this.#tell(kernel, task, at, part);
      return undefined;
    });
  }

  /** What is in memory, as somebody sees it from outside: nothing is touched, and nothing told. */
  peek(address: number, length: number): Uint8Array | undefined {
    const bytes = new Uint8Array(length);
    const fault = this.#each(address, length, (at, from, here) => {
      const mapping = this.find(at);
      const entry = this.#table.get(pageOf(at));
      if (!mapping || !entry || isBeyond(mapping, at)) return beyond(at);
      bytes.set(bytesOf(entry, mapping, at).subarray(at % PAGE_SIZE, (at % PAGE_SIZE) + here), from);
      return undefined;
    });
    return fault ? undefined : bytes;
  }

  #tell(kernel: Kernel, task: Task, address: number, part: Uint8Array): void {
    const mapping = this.find(address);
    if (!mapping?.shared || !mapping.object) return;
    const offset = offsetIn(mapping, address);
    const { name, identity } = mapping.object;
    const undone = storesOf(identity).stored(task.pid, offset, part.length);
    kernel.emit('mem.store', task.pid, { object: name, offset, bytes: part.slice(0, 64) });
    for (const { offset: at, over } of undone) kernel.emit('mem.lost', task.pid, { object: name, offset: at, over });
  }

  #each(
    address: number,
    length: number,
    part: (at: number, from: number, length: number) => Fault | undefined,
  ): Fault | undefined {
    for (let done = 0; done < length; ) {
      const at = address + done;
      const here = Math.min(length - done, PAGE_SIZE - (at % PAGE_SIZE));
      const fault = part(at, done, here);
      if (fault) return fault;
      done += here;
    }
    return undefined;
  }

  #readable(kernel: Kernel, task: Task, address: number): Uint8Array | Fault {
    const mapping = this.find(address);
    if (!mapping || (mapping.prot & (PROT_READ | PROT_WRITE | PROT_EXEC)) === 0) return forbidden(mapping, address);
    if (isBeyond(mapping, address)) return beyond(address);
    const entry = this.#table.get(pageOf(address)) ?? this.#touch(kernel, task, mapping, address);
    return bytesOf(entry, mapping, address);
  }

  #writable(kernel: Kernel, task: Task, address: number): Uint8Array | Fault {
    const mapping = this.find(address);
    if (!mapping || (mapping.prot & PROT_WRITE) === 0) return forbidden(mapping, address);
    if (isBeyond(mapping, address)) return beyond(address);
    if (mapping.shared) return this.#readable(kernel, task, address);
    const entry = this.#table.get(pageOf(address));
    if (entry?.frame && entry.writable) return entry.frame.bytes;
    return this.#own(kernel, task, mapping, address, entry);
  }

  /** The first touch of a page: the object's own, or zeros until somebody writes. */
  #touch(kernel: Kernel, task: Task, mapping: Mapping, address: number): Entry {
    const there = mapping.object?.isResident(indexIn(mapping, address)) ?? false;
    mapping.object?.page(indexIn(mapping, address));
    if (mapping.shared && mapping.object) countFault(task, mapping.object.identity, mapping.object.name);
    return this.#enter(kernel, task, address, { frame: undefined, writable: mapping.shared }, there ? 'map' : 'zero');
  }

  /** A private page is written: the process gets a frame of its own, unless it is the last who maps this one. */
  #own(kernel: Kernel, task: Task, mapping: Mapping, address: number, entry: Entry | undefined): Uint8Array {
    const { frame } = entry ?? {};
    if (frame?.maps === 1) {
      this.#enter(kernel, task, address, { frame, writable: true }, 'own');
      return frame.bytes;
    }
    const shown = entry || mapping.object ? bytesOf(entry, mapping, address) : ZEROS;
    const copy: Frame = { number: kernel.nextFrame(), bytes: shown.slice(0, PAGE_SIZE), maps: 1 };
    if (frame) frame.maps--;
    this.#enter(kernel, task, address, { frame: copy, writable: true }, shown === ZEROS ? 'zero' : 'copy');
    return copy.bytes;
  }

  #enter(kernel: Kernel, task: Task, address: number, entry: Entry, how: FaultKind): Entry {
    task.minorFaults++;
    task.group.minorFaults++;
    kernel.charge(task, 1);
    this.#table.set(pageOf(address), entry);
    kernel.emit('fault', task.pid, { address, how });
    return entry;
  }
}

/** The byte of a mapping's object that lies at an address. */
export const offsetIn = (mapping: Mapping, address: number): number =>
  indexIn(mapping, address) * PAGE_SIZE + (address % PAGE_SIZE);

const indexIn = ({ start, offset }: Mapping, address: number): number => offset + pageOf(address - start);

const isBeyond = (mapping: Mapping, address: number): boolean =>
  mapping.object !== undefined && indexIn(mapping, address) >= mapping.object.pages();

const bytesOf = (entry: Entry | undefined, mapping: Mapping, address: number): Uint8Array =>
  entry?.frame?.bytes ?? mapping.object?.page(indexIn(mapping, address)) ?? ZEROS;

/** The part of a mapping between two addresses; none if it is empty. */
function cut(mapping: Mapping, start: number, end: number): Mapping[] {
  if (end <= start) return [];
  const before = pageOf(start - mapping.start);
  const piece = { ...mapping, start, end, offset: mapping.offset + before };
  if (!mapping.loaded) return [piece];
  const pages = Math.max(0, Math.min(mapping.loaded.pages - before, pageOf(end - start)));
  return [{ ...piece, loaded: { ...mapping.loaded, pages } }];
}
