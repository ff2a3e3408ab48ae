/**
 * The numbers of processes and threads: the next free one upwards; after pid_max it starts again above the reserved ones.
 * Authority: proc_sys_kernel(5), pid_max; kernel/pid.c.
 */

/** As systemd sets it on 64-bit machines, and as a new pid namespace has it. */
const PID_MAX = 4194304;
const RESERVED = 300;

export class Pids {
  max = PID_MAX;
  /** The one that was given last. */
  last = 0;
  #highest = 0;
  readonly #inUse: (pid: number) => boolean;

  /** `inUse`: a task, a process, a group or a session has it. */
  constructor(inUse: (pid: number) => boolean) {
    this.#inUse = inUse;
  }

  /** Undefined: there is none left. */
  next(): number | undefined {
    const next = this.last + 1;
    if (next <= this.#highest || next >= this.max) return this.#nextFree();
    this.#highest = next; // nobody has ever had it
    this.last = next;
    return next;
  }

  #nextFree(): number | undefined {
    for (let tries = 0; tries < this.max; tries++) {
      const next = this.last + 1;
      this.last = next >= this.max ? RESERVED : next;
      if (!this.#inUse(this.last)) return this.last;
    }
    return undefined;
  }

  /** A believable machine has started some things before. */
  skip(upTo: number): void {
    this.last = Math.max(this.last, upTo);
  }
}
