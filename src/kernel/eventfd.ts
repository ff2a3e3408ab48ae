/**
 * eventfd: a counter that processes add to and take from through a descriptor.
 * Models blocking at zero and at the maximum, EFD_SEMAPHORE, poll bits. Leaves out the kernel's own uses (AIO, KVM).
 * Authority: eventfd(2); fs/eventfd.c.
 */
import { EFD_CLOEXEC, EFD_NONBLOCK, EFD_SEMAPHORE, POLLERR, POLLIN, POLLOUT } from './abi.ts';
import { holdsWord, installAnonymous, putWord, takeWord, WORD } from './anon.ts';
import { type Failure, fail } from './errno.ts';
import type { FileOps } from './file.ts';
import { call } from './row.ts';
import type { Task } from './task.ts';
import { type Wait, WaitQueue, wait } from './wait-queue.ts';

declare module './wait-queue.ts' {
  interface WaitReasons {
    /** Somebody must add to the counter, or take from it. */
    eventfd: { readonly wants: 'read' | 'write' };
  }
}

/** No count may be the greatest number: a write of that is EINVAL. */
const ULLONG_MAX = 2n ** 64n - 1n;

class Eventfd {
  count: bigint;
  readonly semaphore: boolean;
  readonly readable = new WaitQueue('do_wait_intr_irq', () => ({ kind: 'eventfd', wants: 'read' }));
  readonly writable = new WaitQueue('do_wait_intr_irq', () => ({ kind: 'eventfd', wants: 'write' }));

  constructor(count: bigint, semaphore: boolean) {
    this.count = count;
    this.semaphore = semaphore;
  }

  /** All of the count, or one of it. EINVAL for a buffer that is too small. */
  read(into: Uint8Array, nonblock: boolean): number | Failure | Wait {
    if (!holdsWord(into)) return fail('EINVAL');
    if (this.count === 0n) return nonblock ? fail('EAGAIN') : wait(this.readable, { exclusive: true });
    const taken = this.semaphore ? 1n : this.count;
    this.count -= taken;
    this.writable.wake();
    if (this.count > 0n) this.readable.wake();
    return putWord(into, taken);
  }

  /** EINVAL for anything but one number: since Linux 6.10 what is longer is refused too. */
  write(from: Uint8Array, nonblock: boolean): number | Failure | Wait {
    if (from.length !== WORD) return fail('EINVAL');
    const added = takeWord(from);
    if (added === ULLONG_MAX) return fail('EINVAL');
    if (this.count + added >= ULLONG_MAX) return nonblock ? fail('EAGAIN') : wait(this.writable, { exclusive: true });
    this.count += added;
    if (this.count > 0n) this.readable.wake();
    return WORD;
  }

  poll(): number {
    const in_ = this.count > 0n ? POLLIN : 0;
    const error = this.count === ULLONG_MAX ? POLLERR : 0;
    return in_ | error | (this.count < ULLONG_MAX - 1n ? POLLOUT : 0);
  }
}

const opsOf = (event: Eventfd): FileOps => ({
  read: (file, into) => event.read(into, file.nonblock),
  write: (file, from) => event.write(from, file.nonblock),
  poll: () => event.poll(),
  queues: () => [event.readable, event.writable],
});

function eventfd(task: Task, count: number, flags: number): number | Failure {
  if (flags & ~(EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE)) return fail('EINVAL');
  const event = new Eventfd(BigInt.asUintN(32, BigInt(count)), (flags & EFD_SEMAPHORE) !== 0);
  return installAnonymous(task, 'eventfd', opsOf(event), flags);
}

export const eventfdCalls = {
  eventfd: call({ args: ['int', 'openflags'], restart: 'never', shown: 'eventfd2', run: eventfd }),
};
