/**
 * The receiving half of a TCP connection: bytes in order for the reader, pieces that came too early, and the window.
 * Half of the buffer is for data, the rest for the kernel's structures. Leaves out delayed acknowledgements, SACK blocks
 * and the growth of the buffer. Authority: RFC 9293; net/ipv4/tcp_input.c, tcp_output.c (__tcp_select_window).
 */
import { ByteQueue } from './byte-queue.ts';

interface Early {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

export class Receiver {
  /** The number of the first byte. */
  readonly first: number;
  /** The number that is expected next. */
  next: number;
  readonly queue = new ByteQueue();
  /** Behind a gap, in the order of their numbers. */
  early: Early[] = [];
  /** The number of the FIN, once it is known. */
  #finAt: number | undefined;
  /** The end of the window that was told: it never moves back. */
  #edge: number;
  readonly #capacity: () => number;
  readonly #mss: number;

  constructor(first: number, rcvbuf: () => number, mss: number) {
    this.first = first;
    this.next = first;
    this.#edge = first;
    this.#capacity = () => rcvbuf() >> 1;
    this.#mss = mss;
  }

  /** Bytes that the sender may still send; a window that is too small to be worth a segment is told as closed. */
  window(): number {
    const open = this.#edge - this.next;
    const free = this.#room;
    const worth = Math.min(this.#capacity() >> 1, this.#mss);
    const window = Math.max(open, free >= worth ? free : 0);
    this.#edge = this.next + window;
    return window;
  }

  get #room(): number {
    const kept = this.early.reduce((sum, { bytes }) => sum + bytes.length, this.queue.length);
    return Math.max(0, this.#capacity() - kept);
  }

  /** A read has made so much room that the sender should hear of it. */
  get worthTelling(): boolean {
    const open = this.#edge - this.next;
    if (open * 2 > this.#capacity()) return false;
    const free = this.#room;
    return free >= Math.min(this.#capacity() >> 1, this.#mss) && free >= 2 * open;
  }

  /** The FIN has been received, with everything before it. */
  get ended(): boolean {
    return this.#finAt !== undefined && this.next > this.#finAt;
  }

  fits(seq: number, length: number): boolean {
    const edge = Math.max(this.#edge, this.next + 1);
    return seq < edge && seq + Math.max(1, length) > this.next;
  }

  /** Takes what is new of a segment, and joins what came early. True: something moved on. */
  accept(seq: number, bytes: Uint8Array, fin: boolean): boolean {
    const before = this.next;
    if (fin) this.#finAt = seq + bytes.length;
    const room = Math.max(0, this.#edge - seq);
    this.#insert({ seq, bytes: bytes.subarray(0, room) });
    this.#join();
    if (this.#finAt === this.next) this.next++;
    return this.next > before;
  }

  #insert(piece: Early): void {
    const end = piece.seq + piece.bytes.length;
    if (piece.bytes.length === 0 || end <= this.next) return;
    if (this.early.some(({ seq, bytes }) => seq <= piece.seq && seq + bytes.length >= end)) return;
    const at = this.early.findIndex(({ seq }) => seq > piece.seq);
    this.early.splice(at < 0 ? this.early.length : at, 0, piece);
  }

  #join(): void {
    for (let first = this.early[0]; first && first.seq <= this.next; first = this.early[0]) {
      this.early.shift();
      const fresh = first.bytes.subarray(this.next - first.seq);
      this.queue.push(fresh);
      this.next += fresh.length;
    }
  }
}
