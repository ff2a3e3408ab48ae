/**
 * What processes were called, and since when, so that a sentence about the past says the name of then: a child is called
 * like its parent until it executes a program. Put together from events, and from views for those that were there before.
 * Authority: proc(5), /proc/PID/comm.
 */
import type { KernelEvent } from './event.ts';

interface Naming {
  /** The event from which on it was called so. */
  readonly seq: number;
  readonly name: string;
}

/** Of so many processes the names are kept; who lives and was forgotten is met again. */
const KEPT = 4096;

export class Called {
  readonly #namings = new Map<number, Naming[]>();

  /** It has been there before anybody looked. */
  meet(pid: number, name: string): void {
    if (!this.#namings.has(pid)) this.call(pid, name, 0);
  }

  call(pid: number, name: string, seq: number): void {
    const namings = this.#namings.get(pid);
    if (namings?.at(-1)?.name === name) return;
    if (namings) namings.push({ seq, name });
    else this.#namings.set(pid, [{ seq, name }]);
    if (this.#namings.size > KEPT) this.#forgetOldest();
  }

  /** Takes events in their order. */
  follow(event: KernelEvent): void {
    const { pid, seq } = event;
    if (event.type === 'exec') this.call(pid, event.path.slice(event.path.lastIndexOf('/') + 1), seq);
    const child = event.type === 'fork' ? event.child : event.type === 'thread.start' ? event.tid : undefined;
    const name = child === undefined ? undefined : this.at(pid);
    if (child !== undefined && name !== undefined) this.call(child, name, seq);
  }

  /** The name at an event, or the last one. */
  at(pid: number, seq = Number.POSITIVE_INFINITY): string | undefined {
    const namings = this.#namings.get(pid);
    return (namings?.findLast((naming) => naming.seq <= seq) ?? namings?.[0])?.name;
  }

  #forgetOldest(): void {
    const [oldest] = this.#namings.keys();
    if (oldest !== undefined) this.#namings.delete(oldest);
  }
}
