/**
 * Who is in which process group, so that whoever signals one, or looks for a number that is free, need not look at every
 * process there is. Members stand in the order in which they came. Authority: setpgid(2), credentials(7).
 */
import type { ThreadGroup } from './task.ts';

export class ProcessGroups {
  readonly #members = new Map<number, Set<ThreadGroup>>();

  /** A process enters a group, and leaves the one it was in. */
  join(process: ThreadGroup, pgid: number): void {
    this.leave(process);
    process.pgid = pgid;
    const members = this.#members.get(pgid);
    if (members) members.add(process);
    else this.#members.set(pgid, new Set([process]));
  }

  leave(process: ThreadGroup): void {
    const members = this.#members.get(process.pgid);
    if (members?.delete(process) && members.size === 0) this.#members.delete(process.pgid);
  }

  /** Zombies too, until they are reaped. */
  membersOf(pgid: number): Iterable<ThreadGroup> {
    return this.#members.get(pgid) ?? [];
  }

  /** Somebody is in a group of this number, or in a session of this number. */
  uses(number: number): boolean {
    if (this.#members.has(number)) return true;
    for (const [member] of this.#members.values()) if (member?.session.sid === number) return true;
    return false;
  }
}
