/** The rows of threads, each with the answers that Linux 6.18 and glibc 2.36 give (test/linux/c/thread.c prints them). */
import { SIG_BLOCK, SIG_SETMASK, WEXITSTATUS, WNOHANG, WTERMSIG } from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { hasSignal, SIGKILL, SIGTERM, SIGUSR1, SIGUSR2, sigset } from '../../src/kernel/signum.ts';
import { CANCELED } from '../../src/programs/lib/pthread.ts';
import {
  BARRIER_SERIAL_THREAD,
  barrierInit,
  barrierWait,
  spinLock,
  spinTryLock,
  spinUnlock,
} from '../../src/programs/lib/pthread-barrier.ts';
import { condBroadcast, condInit, condSignal, condWait } from '../../src/programs/lib/pthread-cond.ts';
import {
  type MutexAttributes,
  mutexConsistent,
  mutexDestroy,
  mutexInit,
  mutexLock,
  mutexTryLock,
  mutexUnlock,
} from '../../src/programs/lib/pthread-mutex.ts';
import { rwlockInit, rwlockLock, rwlockTryLock, rwlockUnlock } from '../../src/programs/lib/pthread-rwlock.ts';
import { type Fact, ok, Probe } from '../support/process.ts';
import { type ThreadProbe, threads } from '../support/threads.ts';

function* mutexOf(p: ThreadProbe, attributes: MutexAttributes = {}): Generator<void, number> {
  const address = attributes.shared ? yield* p.sharedPage() : yield* p.page();
  yield* mutexInit(p.sys, address, attributes);
  return address;
}

const locks = (m: number) => (p: ThreadProbe) => mutexLock(p.self, m);
const trylocks = (m: number) => (p: ThreadProbe) => p.err(mutexTryLock(p.self, m));
const unlocks = (m: number) => (p: ThreadProbe) => p.err(mutexUnlock(p.self, m));

function* forever(p: ThreadProbe): Generator<void, never> {
  for (;;) yield* p.sys.pause();
}
const sleeps = (ms: number) => (p: ThreadProbe) => p.sleep(ms);

interface Meeting {
  readonly lock: number;
  readonly cond: number;
  readonly woken: number[];
}

function* meeting(p: ThreadProbe): Generator<void, Meeting> {
  const lock = yield* mutexOf(p);
  const cond = lock + 64;
  yield* condInit(p.sys, cond);
  return { lock, cond, woken: [] };
}

/** Three threads that wait for the condition, one after the other. */
function* three(p: ThreadProbe, { lock, cond, woken }: Meeting) {
  const waiters = [];
  for (const i of [0, 1, 2]) {
    waiters.push(
      yield* p.start(function* ({ self }) {
        yield* mutexLock(self, lock);
        yield* condWait(self, cond, lock);
        woken.push(i);
        yield* mutexUnlock(self, lock);
      }),
    );
    yield* p.sleep(20);
  }
  return waiters;
}

export const threadRows: readonly Fact[] = [
  {
    id: 'MT12',
    says: 'a normal mutex: relocking sleeps for ever, trylock is EBUSY, any thread may unlock it',
    expect: '0 EBUSY 0 futex_do_wait',
    run: threads(function* (p) {
      const m = yield* mutexOf(p);
      yield* p.err(mutexLock(p.self, m));
      yield* trylocks(m)(p);
      yield* p.within(unlocks(m));
      const { tid } = yield* p.start(function* ({ self }) {
        yield* mutexLock(self, m);
        yield* mutexLock(self, m);
      });
      yield* p.sleep(60);
      p.say(yield* p.contents(`/proc/self/task/${tid}/wchan`));
    }),
  },
  {
    id: 'MT13',
    says: 'an error-checking mutex: EDEADLK for its owner, EPERM for who has it not',
    expect: '0 EDEADLK EBUSY EPERM 0 EPERM',
    run: threads(function* (p) {
      const m = yield* mutexOf(p, { type: 'errorcheck' });
      for (const _ of [1, 2]) yield* p.err(mutexLock(p.self, m));
      yield* trylocks(m)(p);
      yield* p.within(unlocks(m));
      for (const _ of [1, 2]) yield* unlocks(m)(p);
    }),
  },
  {
    id: 'MT14',
    says: 'a recursive mutex counts how often its owner locked it',
    expect: '0 0 0 EBUSY EPERM 0 0 EBUSY 0 EPERM',
    run: threads(function* (p) {
      const m = yield* mutexOf(p, { type: 'recursive' });
      for (const _ of [1, 2]) yield* p.err(mutexLock(p.self, m));
      yield* trylocks(m)(p);
      yield* p.within(trylocks(m));
      yield* p.within(unlocks(m));
      for (const _ of [1, 2]) yield* unlocks(m)(p);
      yield* p.within(trylocks(m));
      for (const _ of [1, 2]) yield* unlocks(m)(p);
    }),
  },
  {
    id: 'MT15',
    says: 'a locked mutex is not destroyed; timedlock ends with ETIMEDOUT',
    expect: 'EBUSY ETIMEDOUT 0 0 EINVAL',
    run: threads(function* (p) {
      const m = yield* mutexOf(p);
      yield* mutexLock(p.self, m);
      yield* p.err(mutexDestroy(p.sys, m));
      yield* p.within(function* (q) {
        yield* q.err(mutexLock(q.self, m, yield* q.in(30)));
      });
      yield* unlocks(m)(p);
      yield* p.err(mutexDestroy(p.sys, m));
      yield* p.err(mutexLock(p.self, m));
    }),
  },
  {
    id: 'MT16',
    says: 'a robust mutex whose owner ended, thread or killed process: EOWNERDEAD and held; consistent repairs it',
    expect: 'EOWNERDEAD EBUSY 0 0 0 EINVAL 0 EBUSY EOWNERDEAD 0 0',
    run: threads(function* (p) {
      const m = yield* mutexOf(p, { robust: true });
      yield* p.within(locks(m));
      yield* p.err(mutexLock(p.self, m));
      yield* p.within(trylocks(m));
      yield* p.err(mutexConsistent(p.self, m));
      yield* unlocks(m)(p);
      yield* p.err(mutexLock(p.self, m));
      yield* p.err(mutexConsistent(p.self, m));
      yield* unlocks(m)(p);
      const s = yield* mutexOf(p, { robust: true, shared: true });
      const child = yield* p.process(function* (q) {
        yield* mutexLock(q.self, s);
        yield* q.sys.pause();
      });
      yield* p.sleep(40);
      yield* trylocks(s)(p);
      yield* p.endOf(child, SIGKILL);
      yield* trylocks(s)(p);
      yield* p.err(mutexConsistent(p.self, s));
      yield* unlocks(s)(p);
    }),
  },
  {
    id: 'MT17',
    says: 'unlocked without being made consistent it is lost for ever: ENOTRECOVERABLE',
    expect: 'EOWNERDEAD 0 ENOTRECOVERABLE ENOTRECOVERABLE',
    run: threads(function* (p) {
      const m = yield* mutexOf(p, { robust: true });
      yield* p.within(locks(m));
      yield* p.err(mutexLock(p.self, m));
      yield* unlocks(m)(p);
      yield* p.err(mutexLock(p.self, m));
      p.say(yield* p.within(locks(m)));
    }),
  },
  {
    id: 'MT18',
    says: 'in shared memory, with PTHREAD_PROCESS_SHARED, it is a lock between processes',
    expect: 'EBUSY 0 0 0',
    run: threads(function* (p) {
      const m = yield* mutexOf(p, { shared: true });
      const child = yield* p.process(function* (q) {
        yield* mutexLock(q.self, m);
        yield* q.sleep(60);
        yield* mutexUnlock(q.self, m);
      });
      yield* p.sleep(30);
      yield* trylocks(m)(p);
      yield* p.err(mutexLock(p.self, m));
      p.say(yield* p.statusOf(child));
      yield* unlocks(m)(p);
    }),
  },
  {
    id: 'MT19',
    says: 'signal wakes one waiter, broadcast all',
    expect: '0 1 3',
    run: threads(function* (p) {
      const all = yield* meeting(p);
      const waiters = yield* three(p, all);
      p.say(all.woken.length);
      yield* condSignal(p.sys, all.cond);
      yield* p.sleep(40);
      p.say(all.woken.length);
      yield* condBroadcast(p.sys, all.cond);
      for (const waiter of waiters) yield* p.self.join(waiter);
      p.say(all.woken.length);
    }),
  },
  {
    id: 'MT20',
    says: 'a signal that nobody waits for is lost',
    expect: 'ETIMEDOUT',
    run: threads(function* (p) {
      const { lock, cond } = yield* meeting(p);
      yield* condSignal(p.sys, cond);
      yield* mutexLock(p.self, lock);
      yield* p.err(condWait(p.self, cond, lock, yield* p.in(30)));
    }),
  },
  {
    id: 'MT21',
    says: 'a wait that timed out holds the mutex again',
    expect: 'EBUSY 0',
    run: threads(function* (p) {
      const { lock, cond } = yield* meeting(p);
      yield* mutexLock(p.self, lock);
      yield* condWait(p.self, cond, lock, yield* p.in(30));
      yield* p.within(trylocks(lock));
      yield* mutexUnlock(p.self, lock);
      yield* p.within(trylocks(lock));
    }),
  },
  {
    id: 'MT22',
    says: 'signalled apart, waiters wake oldest first',
    expect: '0 1 2',
    run: threads(function* (p) {
      const all = yield* meeting(p);
      const waiters = yield* three(p, all);
      for (const _ of waiters) {
        yield* condSignal(p.sys, all.cond);
        yield* p.sleep(20);
      }
      for (const waiter of waiters) yield* p.self.join(waiter);
      p.say(...all.woken);
    }),
  },
  {
    id: 'MT23',
    says: 'readers share a lock, a writer has it alone; asking again, he gets EDEADLK',
    expect: '0 0 EBUSY EBUSY 0 EBUSY EBUSY EDEADLK EDEADLK 0',
    run: threads(function* (p) {
      const rw = yield* p.page();
      yield* rwlockInit(p.sys, rw);
      const tries = (how: 'read' | 'write') => (q: ThreadProbe) => q.err(rwlockTryLock(q.self, rw, how));
      yield* p.err(rwlockLock(p.self, rw, 'read'));
      yield* p.within(tries('read'));
      yield* tries('write')(p);
      yield* p.within(tries('write'));
      for (const _ of [1, 2]) yield* rwlockUnlock(p.self, rw);
      yield* p.err(rwlockLock(p.self, rw, 'write'));
      yield* p.within(tries('read'));
      yield* p.within(tries('write'));
      yield* p.err(rwlockLock(p.self, rw, 'write'));
      yield* p.err(rwlockLock(p.self, rw, 'read'));
      yield* p.err(rwlockUnlock(p.self, rw));
    }),
  },
  {
    id: 'MT24',
    says: 'readers are preferred: a new one gets in while a writer waits',
    expect: '0 1 0',
    run: threads(function* (p) {
      const rw = yield* p.page();
      yield* rwlockInit(p.sys, rw);
      yield* rwlockLock(p.self, rw, 'read');
      const writer = yield* p.start(function* ({ self }) {
        yield* rwlockLock(self, rw, 'write');
        yield* rwlockUnlock(self, rw);
      });
      yield* p.sleep(30);
      yield* p.within((q) => q.err(rwlockTryLock(q.self, rw, 'read')));
      yield* rwlockUnlock(p.self, rw);
      const running = yield* p.self.tryJoin(writer);
      p.say(isFailure(running) && running.errno === 'EBUSY');
      yield* rwlockUnlock(p.self, rw);
      yield* p.self.join(writer);
      yield* p.err(rwlockTryLock(p.self, rw, 'write'));
    }),
  },
  {
    id: 'MT25',
    says: 'of three that meet at a barrier one is PTHREAD_BARRIER_SERIAL_THREAD',
    expect: 'EINVAL 2 1',
    run: threads(function* (p) {
      const barrier = yield* p.page();
      yield* p.err(barrierInit(p.sys, barrier, 0));
      yield* barrierInit(p.sys, barrier, 3);
      const all = [];
      for (const _ of [1, 2, 3]) all.push(yield* p.start(({ sys }) => barrierWait(sys, barrier)));
      const got: unknown[] = [];
      for (const thread of all) got.push(yield* p.self.join(thread));
      p.say(got.filter((one) => one === 0).length, got.filter((one) => one === BARRIER_SERIAL_THREAD).length);
    }),
  },
  {
    id: 'MT26',
    says: 'whoever waits for a spin lock runs',
    expect: '0 EBUSY R',
    run: threads(function* (p) {
      const spin = yield* p.page();
      yield* p.err(spinLock(p.sys, spin));
      yield* p.err(spinTryLock(p.sys, spin));
      const waiter = yield* p.start(({ sys }) => spinLock(sys, spin));
      yield* p.sleep(30);
      p.say(yield* p.field(waiter.tid, 'State'));
      yield* spinUnlock(p.sys, spin);
      yield* p.self.join(waiter);
    }),
  },
  {
    id: 'MT27',
    says: 'join gives what the thread returned; EDEADLK for oneself, EINVAL for a detached one; tryjoin EBUSY while it runs',
    expect: '42 EDEADLK EBUSY 0 EINVAL',
    run: threads(function* (p) {
      p.say(
        yield* p.within(function* () {
          return 42;
        }),
      );
      p.say(yield* p.self.join(p.self));
      const slow = yield* p.start(sleeps(40));
      p.say(yield* p.self.tryJoin(slow));
      yield* p.self.join(slow);
      const alone = yield* p.start(forever);
      p.say(p.self.detach(alone));
      p.say(yield* p.self.join(alone));
    }),
  },
  {
    id: 'MT28',
    says: 'threads share descriptors, directory, umask and dispositions; ids, masks and variables are their own',
    expect: '1 EBADF 1 / 63 1 0',
    run: threads(function* (p) {
      const pair = yield* p.pipe();
      const mine = 1;
      yield* p.within(function* (q) {
        const mine = 2;
        yield* q.close(pair[0]);
        yield* q.sys.chdir('/');
        yield* q.sys.umask(0o077);
        yield* q.handle(SIGUSR1);
        yield* q.block(SIGUSR2);
        q.say((yield* q.sys.gettid()) !== (yield* q.sys.getpid()));
        return mine;
      });
      p.say(yield* p.sys.write(pair[0], new Uint8Array(1)), mine, yield* p.sys.getcwd(), yield* p.sys.umask(0o022));
      p.say(typeof ok(yield* p.sys.sigaction(SIGUSR1)).handler === 'function');
      p.say(hasSignal(ok(yield* p.sys.sigprocmask(SIG_BLOCK, sigset())), SIGUSR2));
    }),
  },
  {
    id: 'MT29',
    says: 'a cancelled thread runs its cleanup handlers, and joining it gives PTHREAD_CANCELED',
    expect: '0 1 7',
    run: threads(function* (p) {
      let cleaned = 0;
      const thread = yield* p.start(function* ({ self, sys }) {
        self.pushCleanup(function* () {
          yield* sys.work(1);
          cleaned = 7;
        });
        for (;;) yield* self.at(sys.pause());
      });
      yield* p.sleep(20);
      yield* p.err(p.self.cancel(thread));
      p.say((yield* p.self.join(thread)) === CANCELED, cleaned);
    }),
  },
  {
    id: 'MT30',
    says: 'a fatal signal ends all threads, whichever it was for or came of',
    expect: '15 11',
    run: threads(function* (p) {
      const killed = yield* p.process(function* (q) {
        const thread = yield* q.start(forever);
        yield* q.sleep(20);
        yield* q.self.kill(thread, SIGTERM);
        yield* q.sys.pause();
      });
      p.say(WTERMSIG(yield* p.statusOf(killed)));
      const faulting = yield* p.process(function* (q) {
        yield* q.start((r) => r.poke(0, 1));
        yield* q.sys.pause();
      });
      p.say(WTERMSIG(yield* p.statusOf(faulting)));
    }),
  },
  {
    id: 'MT31',
    says: 'exit ends all threads; when main leaves by pthread_exit the process goes on with a zombie for a leader',
    expect: '3 Z 2 0 0',
    run: threads(function* (p) {
      const ended = yield* p.process(function* (q) {
        yield* q.start(forever);
        yield* q.sys.exit(3);
      });
      p.say(WEXITSTATUS(yield* p.statusOf(ended)));
      const goesOn = yield* p.process(function* (q) {
        yield* q.start(sleeps(80));
        yield* q.self.exit(0);
      });
      yield* p.sleep(40);
      p.say(yield* p.field(goesOn, 'State'), yield* p.field(goesOn, 'Threads'));
      p.say(ok(yield* p.sys.wait4(goesOn, WNOHANG)).pid, yield* p.statusOf(goesOn));
    }),
  },
  {
    id: 'MT32',
    says: 'exec ends all other threads; fork copies only the one that calls it',
    expect: '1 sleep 0 2 1',
    programs: {
      *sleep(sys) {
        yield* sys.sigprocmask(SIG_SETMASK, 0n);
        yield* sys.nanosleep(100_000);
        return 0;
      },
    },
    run: threads(function* (p) {
      const child = yield* p.process(function* (q) {
        yield* q.start(forever);
        yield* q.start((r) => r.sys.execve('/bin/sleep', ['sleep', '0.1'], []));
        yield* q.sys.pause();
      });
      yield* p.sleep(50);
      p.say(yield* p.field(child, 'Threads'), yield* p.field(child, 'Name'), yield* p.statusOf(child));
      const forking = yield* p.process(function* (q) {
        yield* q.start(forever);
        q.say(yield* q.field('self', 'Threads'));
        const grandchild = yield* q.fork(function* ({ sys }) {
          q.say(yield* new Probe(sys).status('self', 'Threads'));
        });
        yield* q.statusOf(grandchild);
        yield* q.sys.exit(0);
      });
      yield* p.statusOf(forking);
    }),
  },
];
