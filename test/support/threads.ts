/** The shorthand of test/linux/c/thread.c on the simulated kernel, over the pthread functions of our programs. */
import { MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, PAGE_SIZE } from '../../src/kernel/abi.ts';
import { type Failure, isFailure } from '../../src/kernel/errno.ts';
import { mainThread, type Pthread, type Thread, type ThreadBody } from '../../src/programs/lib/pthread.ts';
import { asks, IpcProbe } from './ipc.ts';
import { ok, type Said } from './process.ts';

type Steps = Generator<void, void>;
type Answer = Generator<void, 0 | Failure>;

/** A probe in each thread; all say into one log. */
export class ThreadProbe extends IpcProbe {
  readonly self: Thread;

  constructor(self: Thread, log: Said[]) {
    super(self.sys, log);
    this.self = self;
  }

  /** A page for locks. */
  *page(flags = MAP_PRIVATE): Generator<void, number> {
    return ok(yield* this.sys.mmap(0, PAGE_SIZE, 3, flags | MAP_ANONYMOUS, -1, 0));
  }

  *sharedPage(): Generator<void, number> {
    return yield* this.page(MAP_SHARED);
  }

  *start(body: (p: ThreadProbe) => Generator<void, unknown>): Generator<void, Pthread> {
    const { log } = this;
    const threadBody: ThreadBody = (self) => body(new ThreadProbe(self, log));
    return ok(yield* this.self.create(threadBody)) as Pthread;
  }

  /** To its end; answers what it returned. */
  *within(body: (p: ThreadProbe) => Generator<void, unknown>): Generator<void, unknown> {
    return yield* this.self.join(yield* this.start(body));
  }

  *err(answer: Answer): Steps {
    this.say(yield* answer);
  }

  /** µs of the real-time clock. */
  *in(ms: number): Generator<void, number> {
    return ok(yield* this.sys.clock_gettime()) + ms * 1000;
  }

  /** A child that has a thread of its own for main(). */
  *process(body: (p: ThreadProbe) => Generator<void, unknown>): Generator<void, number> {
    const { log } = this;
    return yield* this.fork(function* ({ sys }) {
      yield* body(new ThreadProbe(yield* mainThread(sys), log));
    });
  }

  /** First word of a field of /proc/PID/status. */
  *field(pid: number | 'self', name: string): Generator<void, string> {
    return (yield* this.status(pid, name)).split(' ')[0] ?? '';
  }

  *statusOf(pid: number): Generator<void, number> {
    const waited = yield* this.sys.wait4(pid, 0);
    return isFailure(waited) ? -1 : waited.status;
  }
}

/** The body of a row whose main thread says its answers one by one. */
export const threads = (body: (p: ThreadProbe) => Generator<void, unknown>) =>
  asks(function* (p) {
    yield* body(new ThreadProbe(yield* mainThread(p.sys), p.log));
  });
