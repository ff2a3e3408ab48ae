/**
 * Pipes and FIFOs: a ring of page slots between writers and readers.
 * Models capacity in slots, merging, PIPE_BUF atomicity, packets (O_DIRECT), end of file, EPIPE, resizing, and the
 * rendezvous in open() of a FIFO. Leaves out splice and notification pipes.
 * Authority: pipe(7), fifo(7), and fs/pipe.c of Linux 6.18 for what slots do.
 */
import { PAGE_SIZE, POLLERR, POLLHUP, POLLIN, POLLOUT } from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { type Wait, WaitQueue, wait } from './wait-queue.ts';

declare module './wait-queue.ts' {
  interface WaitReasons {
    'fifo-open': { readonly path: string; readonly missing: 'reader' | 'writer' };
    'pipe-empty': { readonly ino: number; readonly path: string | undefined; readonly writers: number };
    'pipe-full': {
      readonly ino: number;
      readonly path: string | undefined;
      readonly used: number;
      readonly capacity: number;
      readonly readers: number;
    };
  }
}

/** One page: `length` unread bytes from `offset` on. Space before `offset` is never used again. */
export interface Slot {
  readonly page: Uint8Array;
  offset: number;
  length: number;
  readonly packet: boolean;
}

const FEW_BYTES = 32;
/** Few bytes one by one: a view to copy from costs more than they do. */
function copyBytes(to: Uint8Array, at: number, from: Uint8Array, start: number, count: number): void {
  if (count > FEW_BYTES) to.set(from.subarray(start, start + count), at);
  else for (let i = 0; i < count; i++) to[at + i] = from[start + i] ?? 0;
}

export const DEFAULT_SLOTS = 16;
const SPARE_PAGES = 2;
/** `/proc/sys/fs/pipe-max-size`, bytes. */
export const PIPE_MAX_SIZE = 1048576;

/** How one write is meant, and whom to tell of it. */
export interface PipeWriter {
  readonly nonblock: boolean;
  /** O_DIRECT: each page is a packet of its own. */
  readonly packets: boolean;
  moved(bytes: number): void;
  broken(): void;
}

export type End = 'read' | 'write' | 'both';
const reads = (end: End): boolean => end !== 'write';
const writes = (end: End): boolean => end !== 'read';

export class Pipe {
  readonly ino: number;
  /** The name by which a FIFO was opened last; a pipe has none. */
  path: string | undefined;
  readonly slots: Slot[] = [];
  slotCount = DEFAULT_SLOTS;
  readers = 0;
  writers = 0;
  /** Counts openings, so that a sleeping opener sees a partner that came and went. */
  readerOpenings = 0;
  writerOpenings = 0;
  /** Slots that were filled and emptied so far; their difference is in use. */
  head = 0;
  tail = 0;
  /** Bytes that went in and out so far. */
  written = 0;
  taken = 0;

  readonly readable = new WaitQueue('anon_pipe_read', () => ({
    kind: 'pipe-empty',
    ino: this.ino,
    path: this.path,
    writers: this.writers,
  }));
  readonly writable = new WaitQueue('anon_pipe_write', () => ({
    kind: 'pipe-full',
    ino: this.ino,
    path: this.path,
    used: this.used,
    capacity: this.capacity,
    readers: this.readers,
  }));
  readonly #forBytes = wait(this.readable, { exclusive: true });
  /** Openers of a FIFO that wait for the other end. */
  readonly wantWriter = this.#partnerQueue('writer');
  readonly wantReader = this.#partnerQueue('reader');
  /** Pages of slots that were emptied, for the next ones (as `tmp_page` in the kernel). */
  readonly #spare: Uint8Array[] = [];

  constructor(ino: number, path?: string) {
    this.ino = ino;
    this.path = path;
  }

  #partnerQueue(missing: 'reader' | 'writer'): WaitQueue {
    return new WaitQueue('wait_for_partner', () => ({ kind: 'fifo-open', path: this.path ?? '', missing }), this);
  }

  /** Unread bytes (FIONREAD). */
  get used(): number {
    return this.slots.reduce((sum, slot) => sum + slot.length, 0);
  }

  /** Bytes, if every slot were filled (F_GETPIPE_SZ). */
  get capacity(): number {
    return this.slotCount * PAGE_SIZE;
  }

  get full(): boolean {
    return this.slots.length >= this.slotCount;
  }

  /** Moves up to `into.length` bytes. 0 is end of file; EAGAIN when nonblocking and empty. */
  read(into: Uint8Array, nonblock: boolean): number | Failure | Wait {
    if (into.length === 0) return 0;
    if (this.slots.length > 0) return this.#take(into);
    if (this.writers === 0) return 0;
    return nonblock ? fail('EAGAIN') : this.#forBytes;
  }

  #take(into: Uint8Array): number {
    const wasFull = this.full;
    let moved = 0;
    for (let slot = this.slots[0]; slot && moved < into.length; slot = this.slots[0]) {
      const n = Math.min(slot.length, into.length - moved);
      copyBytes(into, moved, slot.page, slot.offset, n);
      moved += n;
      slot.offset += n;
      slot.length -= n;
      if (slot.packet) slot.length = 0; // the rest of a packet is lost
      if (slot.length === 0) this.#free(slot);
      if (slot.packet) break;
    }
    this.taken += moved;
    if (wasFull && !this.full) this.writable.wake();
    if (this.slots.length > 0) this.readable.wake(); // the next reader may have what is left
    return moved;
  }

  /** The first slot is empty; its page is kept for the next one. */
  #free(slot: Slot): void {
    this.slots.shift();
    this.tail++;
    if (this.#spare.length < SPARE_PAGES) this.#spare.push(slot.page);
  }

  /**
   * Moves all of `from`, or waits with what has been moved as progress. Up to PIPE_BUF (a page) goes whole or not at all.
   * EPIPE without readers; EAGAIN when nonblocking and nothing fits.
   */
  write(from: Uint8Array, writer: PipeWriter): number | Failure | Wait {
    if (from.length === 0) return 0;
    if (this.readers === 0) return this.#broken(0, writer);
    return this.#append(from, this.#merge(from), 0, writer);
  }

  /** The head of a write (its length modulo the page) goes behind the last slot's data, if all of it fits there and is no packet. */
  #merge(from: Uint8Array): number {
    const last = this.slots.at(-1);
    const head = from.length % PAGE_SIZE;
    if (!last || last.packet || head === 0) return 0;
    const end = last.offset + last.length;
    if (end + head > PAGE_SIZE) return 0;
    last.page.set(from.subarray(0, head), end);
    last.length += head;
    this.written += head;
    this.readable.wake();
    return head;
  }

  /** Goes on behind the first `start` bytes, of which `told` have been reported to the writer. */
  #append(from: Uint8Array, start: number, told: number, writer: PipeWriter): number | Failure | Wait {
    let at = start;
    while (at < from.length && this.readers > 0 && !this.full) {
      const length = Math.min(PAGE_SIZE, from.length - at);
      const page = this.#spare.pop() ?? new Uint8Array(PAGE_SIZE);
      copyBytes(page, 0, from, at, length);
      this.slots.push({ page, offset: 0, length, packet: writer.packets });
      at += length;
      this.head++;
      this.written += length;
      this.readable.wake();
    }
    if (at > told) writer.moved(at - told);
    if (at === from.length) {
      if (!this.full) this.writable.wake(); // the next writer may have the room that is left
      return at;
    }
    if (this.readers === 0) return this.#broken(at, writer);
    if (writer.nonblock) return at > 0 ? at : fail('EAGAIN');
    return wait(this.writable, { exclusive: true, progress: at, retry: () => this.#append(from, at, at, writer) });
  }

  /** SIGPIPE is sent even when a part was written and its count is the answer. */
  #broken(written: number, writer: PipeWriter): number | Failure {
    writer.broken();
    return written > 0 ? written : fail('EPIPE');
  }

  /** Bits for poll(2); `suppressHup` for a reader that has not seen a writer yet. */
  poll(end: End, suppressHup: boolean): number {
    let bits = 0;
    if (reads(end)) {
      if (this.slots.length > 0) bits |= POLLIN;
      if (this.writers === 0 && !suppressHup) bits |= POLLHUP;
    }
    if (writes(end)) {
      if (!this.full) bits |= POLLOUT;
      if (this.readers === 0) bits |= POLLERR;
    }
    return bits;
  }

  /** F_SETPIPE_SZ: rounds up to a power of two pages. EBUSY below what is in use; the caller checks the limit. */
  resize(bytes: number): number | Failure {
    const pages = Pipe.pagesFor(bytes);
    if (pages < this.slots.length) return fail('EBUSY');
    const wasFull = this.full;
    this.slotCount = pages;
    if (wasFull && !this.full) this.writable.wakeAll();
    return this.capacity;
  }

  static pagesFor(bytes: number): number {
    const pages = Math.max(1, Math.ceil(bytes / PAGE_SIZE));
    return 2 ** Math.ceil(Math.log2(pages));
  }

  /** One more open end; the partners that sleep in open() see it. */
  attach(end: End): void {
    if (reads(end)) {
      this.readers++;
      this.readerOpenings++;
      this.wantReader.wakeAll();
      if (this.readers === 1) this.writable.wakeAll();
    }
    if (writes(end)) {
      this.writers++;
      this.writerOpenings++;
      this.wantWriter.wakeAll();
    }
  }

  /** An end is closed. The last writer makes end of file, the last reader EPIPE. */
  detach(end: End): void {
    if (reads(end)) this.readers--;
    if (writes(end)) this.writers--;
    if (this.readers < 0 || this.writers < 0) throw new Error('pipe: more ends closed than opened');
    if (this.readers === 0) this.writable.wakeAll();
    if (this.writers === 0) this.readable.wakeAll();
  }

  /** FIFO open for one end: its number of openings by the other side decides, not whether one is there now. */
  rendezvous(end: End): Wait | undefined {
    if (end === 'both') return undefined;
    const [partners, queue] = end === 'read' ? [this.writers, this.wantWriter] : [this.readers, this.wantReader];
    if (partners > 0) return undefined;
    const count = (): number => (end === 'read' ? this.writerOpenings : this.readerOpenings);
    const before = count();
    const cancel = (): void => this.detach(end);
    const retry = (): unknown => (count() === before ? wait(queue, { retry, cancel }) : undefined);
    return wait(queue, { retry, cancel });
  }

  /** The first bytes that would be read next. */
  preview(bytes: number): Uint8Array {
    const into = new Uint8Array(Math.min(bytes, this.used));
    let at = 0;
    for (const slot of this.slots) {
      if (at >= into.length) break;
      const n = Math.min(slot.length, into.length - at);
      into.set(slot.page.subarray(slot.offset, slot.offset + n), at);
      at += n;
    }
    return into;
  }
}
