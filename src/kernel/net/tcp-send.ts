/**
 * The sending half of a TCP connection: what is acknowledged, what is under way, what may go next, and when to send again.
 * Models the peer's window, slow start and congestion avoidance, Nagle, round-trip times and the retransmission time-out
 * with its backoff, fast retransmission. Leaves out SACK, CUBIC and pacing: after a time-out all is sent again in order, as
 * the BSDs did. Authority: RFC 9293, RFC 5681, RFC 6298.
 */
import { ByteQueue } from './byte-queue.ts';

/** µs. */
const FIRST_RTO = 1_000_000;
const LEAST_RTO = 200_000;
const GREATEST_RTO = 120_000_000;
const FIRST_WINDOW = 10;
const DUPLICATES = 3;

/** What goes into the next segment. */
export interface Piece {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly fin: boolean;
  readonly again: boolean;
}

export class Sender {
  /** The number of the SYN; the first byte has the next one. */
  readonly first: number;
  /** The oldest number that is not acknowledged; the next one to send; one more than the greatest that was ever sent. */
  una: number;
  nxt: number;
  max: number;
  readonly queue = new ByteQueue();
  /** The number of the first byte in the queue. */
  #start: number;
  /** No more bytes will come: a FIN stands behind the last. */
  closing = false;
  /** The peer's window, and what congestion allows, in bytes. */
  window = 0;
  congestion: number;
  threshold = Number.POSITIVE_INFINITY;
  mss: number;
  noDelay = false;
  rto = FIRST_RTO;
  /** How often the oldest bytes have been sent again. */
  retries = 0;
  #smoothed: number | undefined;
  #variation = 0;
  /** The number whose acknowledgement is being timed, and when it was sent. */
  #timed: { readonly seq: number; readonly at: number } | undefined;
  #duplicates = 0;

  constructor(first: number, mss: number) {
    this.first = first;
    this.una = first;
    this.nxt = first;
    this.max = first;
    this.#start = first + 1;
    this.mss = mss;
    this.congestion = FIRST_WINDOW * mss;
  }

  /** The number behind the last byte that was written; a FIN has it. */
  get end(): number {
    return this.#start + this.queue.length;
  }

  get finAcknowledged(): boolean {
    return this.closing && this.una > this.end;
  }

  get allAcknowledged(): boolean {
    return this.una === this.max;
  }

  /** Bytes (and a FIN) that were written and not acknowledged: what ss(8) shows as Send-Q. */
  get pending(): number {
    return this.queue.length + (this.closing && !this.finAcknowledged ? 1 : 0);
  }

  get underWay(): number {
    return this.nxt - this.una;
  }

  /** There is something that was never sent, or that is to be sent again. */
  get hasMore(): boolean {
    return this.nxt < this.end || (this.closing && this.nxt === this.end);
  }

  /** The SYN goes out. */
  synchronize(now: number): void {
    this.#time(this.first, now);
    this.nxt = this.first + 1;
    this.max = Math.max(this.max, this.nxt);
  }

  /** What may be sent now. */
  next(now: number): Piece | undefined {
    if (this.nxt <= this.first || !this.hasMore) return undefined;
    const left = this.end - this.nxt;
    const usable = Math.min(this.window, this.congestion) - this.underWay;
    const length = Math.min(this.mss, left, Math.max(0, usable));
    if (length === 0 && left > 0) return undefined;
    const last = length === left;
    const small = length < this.mss && !this.closing && !this.noDelay;
    if (small && this.underWay > 0 && last) return undefined; // Nagle: a small one waits for the acknowledgement
    return this.#piece(length, last && this.closing, now);
  }

  #piece(length: number, fin: boolean, now: number): Piece {
    const seq = this.nxt;
    const bytes = this.queue.slice(seq - this.#start, length);
    const again = seq < this.max;
    if (!again) this.#time(seq, now);
    this.nxt += length + (fin ? 1 : 0);
    this.max = Math.max(this.max, this.nxt);
    return { seq, bytes, fin, again };
  }

  #time(seq: number, at: number): void {
    this.#timed ??= { seq, at };
  }

  /** Takes an acknowledgement. `new`: it moved on; `again`: the oldest segment seems lost, send it now. */
  acknowledge(ack: number, now: number, empty: boolean): 'new' | 'again' | 'old' {
    if (ack > this.max || ack < this.una) return 'old';
    if (ack === this.una) return this.#duplicate(empty);
    const data = Math.max(0, Math.min(ack, this.end) - this.#start);
    this.queue.drop(data);
    this.#start += data;
    this.una = ack;
    this.nxt = Math.max(this.nxt, ack);
    this.retries = 0;
    this.#duplicates = 0;
    this.#measure(ack, now);
    this.#grow();
    return 'new';
  }

  #duplicate(empty: boolean): 'again' | 'old' {
    if (!empty || this.una === this.max || this.window === 0) return 'old';
    this.#duplicates++;
    if (this.#duplicates !== DUPLICATES) return 'old';
    this.threshold = Math.max(2 * this.mss, Math.floor(this.underWay / 2));
    this.congestion = this.threshold;
    return 'again';
  }

  /** Slow start doubles in a round trip, then a segment is added in one. */
  #grow(): void {
    const more = this.congestion < this.threshold ? this.mss : Math.ceil((this.mss * this.mss) / this.congestion);
    this.congestion += more;
  }

  /** Karn: what was sent twice tells nothing of the round trip. */
  #measure(ack: number, now: number): void {
    const timed = this.#timed;
    if (!timed || ack <= timed.seq) return;
    this.#timed = undefined;
    const took = now - timed.at;
    if (this.#smoothed === undefined) {
      this.#smoothed = took;
      this.#variation = took / 2;
    } else {
      this.#variation += (Math.abs(this.#smoothed - took) - this.#variation) / 4;
      this.#smoothed += (took - this.#smoothed) / 8;
    }
    this.rto = Math.round(Math.min(GREATEST_RTO, this.#smoothed + Math.max(LEAST_RTO, 4 * this.#variation)));
  }

  /** The smoothed round-trip time, µs; and by how much it varies. */
  get roundTrip(): number | undefined {
    return this.#smoothed;
  }

  get variation(): number {
    return this.#variation;
  }

  /** The oldest segment alone, without changing what comes next. */
  oldest(): Piece {
    const bytes = this.queue.slice(0, Math.min(this.mss, this.max - this.una));
    this.#timed = undefined;
    const fin = this.max > this.end && this.una + bytes.length === this.end;
    return { seq: this.una, bytes, fin, again: true };
  }

  /** Nothing was heard in time: all that is under way counts as lost. */
  timedOut(): void {
    this.threshold = Math.max(2 * this.mss, Math.floor(this.underWay / 2));
    this.congestion = this.mss;
    this.nxt = this.una;
    this.retries++;
    this.#duplicates = 0;
    this.#timed = undefined;
    this.rto = Math.min(GREATEST_RTO, this.rto * 2);
  }
}
