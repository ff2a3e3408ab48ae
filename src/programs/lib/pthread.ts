/**
 * Threads of a program, as glibc makes them of clone(2): a stack of 8 MiB each, with the thread's descriptor at its end, where
 * its number and the list of its robust locks stand; whoever joins sleeps on the number until the kernel clears it.
 * Models create, join, detach, exit, names, signals to one thread, and deferred cancellation with cleanup handlers. What a thread
 * computes with are JavaScript variables; memory that locks are in is the simulated one. Leaves out attributes, asynchronous
 * cancellation, stacks that are used again, thread-specific data (a variable of the thread's function is that).
 * Authority: pthreads(7), pthread_create(3); glibc's nptl/pthread_create.c, pthread_join_common.c, descr.h.
 */
import {
  CLONE_CHILD_CLEARTID,
  CLONE_FILES,
  CLONE_FS,
  CLONE_PARENT_SETTID,
  CLONE_SIGHAND,
  CLONE_SYSVSEM,
  CLONE_THREAD,
  CLONE_VM,
  FUTEX_BITSET_MATCH_ANY,
  FUTEX_CLOCK_REALTIME,
  FUTEX_WAIT_BITSET,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MAP_STACK,
  PAGE_SIZE,
  PR_SET_NAME,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
  SA_RESTART,
  SA_RESTORER,
  SIG_BLOCK,
  SIG_SETMASK,
} from '../../kernel/abi.ts';
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import { SIGCANCEL, type SigSet } from '../../kernel/signum.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { initRobustList, ROBUST_LIST, ROBUST_LIST_BYTES } from './pthread-robust.ts';
import { loadWord, storeWord } from './user-memory.ts';

const STACK_BYTES = 8 << 20;
const GUARD_BYTES = PAGE_SIZE;
/** Of the descriptor (struct pthread), and where in it the number stands. */
const DESCRIPTOR_BYTES = 0x940;
const TID = 0x2d0;
const FLAGS =
  CLONE_VM |
  CLONE_FS |
  CLONE_FILES |
  CLONE_SIGHAND |
  CLONE_THREAD |
  CLONE_SYSVSEM |
  CLONE_PARENT_SETTID |
  CLONE_CHILD_CLEARTID;
const JOIN = FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME;
const RW = PROT_READ | PROT_WRITE;
const ALL_SIGNALS: SigSet = (1n << 64n) - 1n;

/** What a thread runs; what it returns is for whoever joins it. */
export type ThreadBody<T = unknown> = (self: Thread) => Generator<void, T>;

/** A thread as others see it (pthread_t). */
export interface Pthread {
  readonly tid: number;
  /** Address of its descriptor. */
  readonly descriptor: number;
}

interface Record extends Pthread {
  /** The thread itself, once it has begun. */
  self: Thread | undefined;
  detached: boolean;
  joined: boolean;
  value: unknown;
}

/** What joining a cancelled thread gives: PTHREAD_CANCELED. */
export const CANCELED = Symbol('PTHREAD_CANCELED');

/** What the threads of one process have in common. */
class Process {
  readonly threads = new Map<number, Record>();
  /** Of those that have not ended. */
  count = 1;
}

/** One thread, as it sees itself. */
export class Thread implements Pthread {
  readonly sys: Sys;
  readonly descriptor: number;
  readonly tid: number;
  readonly #process: Process;
  #cancelled = false;
  /** In a call that is a cancellation point. */
  #atPoint = false;
  readonly #cleanups: (() => Generator<void, unknown>)[] = [];

  constructor(sys: Sys, tid: number, descriptor: number, process: Process) {
    this.sys = sys;
    this.tid = tid;
    this.descriptor = descriptor;
    this.#process = process;
  }

  /** Address of the head of its list of robust locks. */
  get robustList(): number {
    return this.descriptor + ROBUST_LIST;
  }

  /** EAGAIN: no memory for a stack, or as many threads as may be. */
  *create(body: ThreadBody, detached = false): Generator<void, Pthread | Failure> {
    const { sys } = this;
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK;
    const stack = yield* sys.mmap(0, STACK_BYTES + GUARD_BYTES, PROT_NONE, flags, -1, 0);
    if (isFailure(stack)) return fail('EAGAIN');
    yield* sys.mprotect(stack + GUARD_BYTES, STACK_BYTES, RW);
    const descriptor = stack + GUARD_BYTES + STACK_BYTES - DESCRIPTOR_BYTES;
    const mask = yield* sys.sigprocmask(SIG_BLOCK, ALL_SIGNALS);
    const restored = isFailure(mask) ? 0n : mask;
    const tid = yield* sys.clone3(
      {
        flags: FLAGS,
        childTid: descriptor + TID,
        parentTid: descriptor + TID,
        stack,
        stackSize: STACK_BYTES + GUARD_BYTES - DESCRIPTOR_BYTES,
      },
      this.#entry(descriptor, body, restored),
    );
    if (!isFailure(tid)) {
      this.#process.count++;
      this.#process.threads.set(descriptor, {
        tid,
        descriptor,
        self: undefined,
        detached,
        joined: false,
        value: undefined,
      });
    }
    yield* sys.sigprocmask(SIG_SETMASK, restored);
    if (!isFailure(tid)) return { tid, descriptor };
    yield* sys.munmap(stack, STACK_BYTES + GUARD_BYTES);
    return tid;
  }

  /** start_thread(): signals are let in when all stands. */
  #entry(descriptor: number, body: ThreadBody, mask: SigSet) {
    const process = this.#process;
    return function* (sys: Sys): Generator<void, number> {
      const tid = yield* loadWord(sys, descriptor + TID);
      const self = new Thread(sys, tid, descriptor, process);
      const record = process.threads.get(descriptor);
      if (record) record.self = self;
      yield* initRobustList(sys, self.robustList);
      yield* sys.set_robust_list(self.robustList, ROBUST_LIST_BYTES);
      yield* sys.sigprocmask(SIG_SETMASK, mask);
      return yield* self.exit(yield* body(self));
    };
  }

  /** Waits for its end; answers what it returned. EDEADLK for oneself, EINVAL for a detached one, ESRCH for one that is gone. */
  *join(thread: Pthread): Generator<void, unknown> {
    const record = this.#process.threads.get(thread.descriptor);
    if (thread.descriptor === this.descriptor) return fail('EDEADLK');
    if (!record) return fail('ESRCH');
    if (record.detached || record.joined) return fail('EINVAL');
    record.joined = true;
    for (let tid = yield* this.#tidOf(record); tid !== 0; tid = yield* this.#tidOf(record))
      yield* this.sys.futex(record.descriptor + TID, JOIN, tid, undefined, 0, FUTEX_BITSET_MATCH_ANY);
    return yield* this.#free(record);
  }

  /** EBUSY as long as it runs. */
  *tryJoin(thread: Pthread): Generator<void, unknown> {
    const record = this.#process.threads.get(thread.descriptor);
    if (!record) return fail('ESRCH');
    if (record.detached || record.joined) return fail('EINVAL');
    if ((yield* this.#tidOf(record)) !== 0) return fail('EBUSY');
    return yield* this.#free(record);
  }

  #tidOf({ descriptor }: Pthread): Generator<void, number> {
    return loadWord(this.sys, descriptor + TID);
  }

  *#free(record: Record): Generator<void, unknown> {
    const { descriptor, value } = record;
    this.#process.threads.delete(descriptor);
    yield* this.sys.munmap(descriptor + DESCRIPTOR_BYTES - STACK_BYTES - GUARD_BYTES, STACK_BYTES + GUARD_BYTES);
    return value;
  }

  /** Nobody will join it. EINVAL the second time. */
  detach(thread: Pthread): 0 | Failure {
    const record = this.#process.threads.get(thread.descriptor);
    if (!record) return fail('ESRCH');
    if (record.detached) return fail('EINVAL');
    record.detached = true;
    return 0;
  }

  /** pthread_exit(3): of this thread; with the last one the process exits with 0. */
  *exit(value: unknown): Generator<void, never> {
    const record = this.#process.threads.get(this.descriptor);
    if (record) record.value = value;
    if (record?.detached) this.#process.threads.delete(this.descriptor);
    this.#process.count--;
    if (this.#process.count === 0) yield* this.sys.exit(0);
    yield* this.sys.sigprocmask(SIG_BLOCK, ALL_SIGNALS);
    yield* this.sys.exit_thread(0);
    throw new Error('a thread that has ended goes on');
  }

  // ---- cancellation

  /** It ends at its next cancellation point, at once if it is in one. */
  *cancel(thread: Pthread): Generator<void, 0 | Failure> {
    const record = this.#process.threads.get(thread.descriptor);
    if (!record?.self) return fail('ESRCH');
    record.self.#cancelled = true;
    const process = this.#process;
    const handler = function* (sys: Sys): Generator<void, number> {
      const tid = yield* sys.gettid();
      const self = [...process.threads.values()].find((one) => one.tid === tid)?.self;
      if (self) yield* self.#interrupted();
      return 0;
    };
    yield* this.sys.sigaction(SIGCANCEL, { handler, mask: 0n, flags: SA_RESTART | SA_RESTORER });
    return yield* this.kill(thread, SIGCANCEL);
  }

  /** A call at which a cancelled thread ends: pause(2), read(2), pthread_cond_wait(3) and most that may sleep. */
  *at<T>(call: Generator<void, T>): Generator<void, T> {
    this.#atPoint = true;
    yield* this.testCancel();
    const answer = yield* call;
    this.#atPoint = false;
    return answer;
  }

  /** The signal came: in a call that is a cancellation point it ends here. */
  *#interrupted(): Generator<void, void> {
    if (this.#atPoint) yield* this.testCancel();
  }

  *testCancel(): Generator<void, void> {
    if (!this.#cancelled) return;
    for (let cleanup = this.#cleanups.pop(); cleanup; cleanup = this.#cleanups.pop()) yield* cleanup();
    yield* this.exit(CANCELED);
  }

  pushCleanup(cleanup: () => Generator<void, unknown>): void {
    this.#cleanups.push(cleanup);
  }

  popCleanup(): void {
    this.#cleanups.pop();
  }

  /** pthread_kill(3). */
  *kill(thread: Pthread, signo: number): Generator<void, 0 | Failure> {
    return yield* this.sys.tgkill(yield* this.sys.getpid(), thread.tid, signo);
  }

  /** pthread_setname_np(3), of itself. ERANGE for more than 15 bytes. */
  *setName(name: string): Generator<void, number | Failure> {
    return name.length > 15 ? fail('ERANGE') : yield* this.sys.prctl(PR_SET_NAME, name);
  }
}

/** What libc does before main(): the first thread has a descriptor too. In a child of fork(2) again. */
export function* mainThread(sys: Sys): Generator<void, Thread> {
  const page = yield* sys.mmap(0, PAGE_SIZE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (isFailure(page)) throw page;
  const descriptor = page;
  const tid = yield* sys.set_tid_address(descriptor + TID);
  yield* storeWord(sys, descriptor + TID, tid);
  const self = new Thread(sys, tid, descriptor, new Process());
  yield* initRobustList(sys, self.robustList);
  yield* sys.set_robust_list(self.robustList, ROBUST_LIST_BYTES);
  return self;
}
