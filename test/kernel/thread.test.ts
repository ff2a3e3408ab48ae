/** Threads on the kernel alone: what they share and what each has, who takes a signal, how they end. */
import { describe, expect, it } from 'vitest';
import {
  CLONE_CHILD_CLEARTID,
  CLONE_FILES,
  CLONE_FS,
  CLONE_PARENT_SETTID,
  CLONE_SIGHAND,
  CLONE_SYSVSEM,
  CLONE_THREAD,
  CLONE_VM,
} from '../../src/kernel/abi.ts';
import { SIGCONT, SIGPIPE, SIGSTOP, SIGTERM, SIGUSR1 } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { viewKernel } from '../../src/kernel/view.ts';
import { once } from '../../src/programs/lib/pthread-barrier.ts';
import { mutexInit, mutexLock, mutexUnlock } from '../../src/programs/lib/pthread-mutex.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { answersOf, errnoOf, type Fact, ok, Probe, runProgram } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { type ThreadProbe, threads } from '../support/threads.ts';
import { threadRows } from './thread-rows.ts';

const THREAD = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
const SEEDS = [0, 1, 2, 3, 4];

type Body = (sys: Sys) => Generator<void, number>;
const thread = (sys: Sys, body: Body) => sys.clone3({ flags: THREAD }, body);
const asleep: Body = function* (sys) {
  for (;;) yield* sys.pause();
};

const always = (run: (p: Probe) => Generator<void, unknown>, expected: unknown): void => {
  for (const seed of SEEDS) {
    const { value, kernel } = runProgram((sys) => run(new Probe(sys)), seed, {
      other: function* (sys) {
        yield* sys.nanosleep(1000);
        return 7;
      },
    });
    expect([seed, value]).toEqual([seed, expected]);
    expect(brokenInvariants(kernel)).toEqual([]);
  }
};

describe('clone(2) with CLONE_THREAD', () => {
  it('refuses flags that do not belong together', () => {
    always(
      function* ({ sys }) {
        const answers: unknown[] = [];
        for (const flags of [
          CLONE_THREAD,
          CLONE_THREAD | CLONE_SIGHAND,
          CLONE_SIGHAND,
          CLONE_THREAD | CLONE_VM,
          0x4000,
        ])
          answers.push(errnoOf(yield* sys.clone3({ flags }, asleep)));
        answers.push(errnoOf(yield* sys.clone3({ flags: THREAD, exitSignal: 17 }, asleep)));
        return answers;
      },
      Array.from({ length: 6 }, () => 'EINVAL'),
    );
  });

  it('an id of its own, the process of all; its end clears the word that was named', () => {
    always(
      function* (p) {
        const { sys } = p;
        const word = ok(yield* sys.mmap(0, 4096, 3, 0x22, -1, 0));
        let ids: unknown;
        const flags = THREAD | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
        const pid = ok(yield* sys.getpid());
        const tid = ok(
          yield* sys.clone3({ flags, childTid: word, parentTid: word }, function* (own) {
            ids = [ok(yield* own.getpid()) - pid, ok(yield* own.gettid()) > pid];
            return 0;
          }),
        );
        const written = yield* sys.atomic(word, (old) => old);
        yield* sys.futex(word, 0, tid);
        return [written === tid, ids, yield* sys.atomic(word, (old) => old), yield* p.status('self', 'Threads')];
      },
      [true, [0, true], 0, '1'],
    );
  });

  it('a leader that ends is a zombie until the last thread has ended; its status is the process’s', () => {
    const { kernel, value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const child = yield* p.fork(function* ({ sys: own }) {
        yield* thread(own, function* (other) {
          yield* other.nanosleep(50_000);
          return 9;
        });
        yield* own.exit_thread(3);
      });
      yield* p.sleep(20);
      const stat = yield* p.contents(`/proc/${child}/status`);
      const early = yield* sys.wait4(child, 1);
      const late = yield* sys.wait4(child, 0);
      return [/State:.*/.exec(stat)?.[0], ok(early).pid, ok(late).status];
    });
    expect(value).toEqual(['State:\tZ (zombie)', 0, 3 << 8]);
    expect(brokenInvariants(kernel)).toEqual([]);
    expect(viewKernel(kernel).processes.every(({ threads }) => threads.length === 1)).toBe(true);
  });

  it('exec by a thread: the others end, and it has the number of the process', () => {
    always(
      function* (p) {
        const child = yield* p.fork(function* ({ sys }) {
          yield* thread(sys, asleep);
          yield* thread(sys, function* (other) {
            yield* other.execve('/bin/other', ['other'], []);
            return 1;
          });
          yield* sys.pause();
        });
        yield* p.sleep(0.5);
        const threads = yield* p.status(child, 'Threads');
        const waited = ok(yield* p.sys.wait4(-1, 0));
        return [threads, waited.pid === child, waited.status];
      },
      ['1', true, 7 << 8],
    );
  });

  it('stops and goes on as a whole; SIGTERM to a thread ends all', () => {
    always(
      function* (p) {
        let tid = 0;
        const child = yield* p.fork(function* ({ sys }) {
          tid = ok(yield* thread(sys, asleep));
          yield* sys.pause();
        });
        yield* p.sleep(10);
        yield* p.kill(child, SIGSTOP);
        const stopped = ok(yield* p.sys.wait4(child, 2)).status;
        const states = [yield* p.status(child, 'State'), yield* p.contents(`/proc/${child}/task/${tid}/wchan`)];
        yield* p.kill(child, SIGCONT);
        yield* p.sleep(10);
        const again = yield* p.contents(`/proc/${child}/task/${tid}/wchan`);
        yield* p.sys.tgkill(child, tid, SIGTERM);
        return [stopped, ...states, again, yield* p.wait(child)];
      },
      [(19 << 8) | 0x7f, 'T (stopped)', 'do_signal_stop', '__do_sys_pause', 15],
    );
  });

  it('a read that sleeps keeps its pipe, though another thread closes the descriptor and gives the number away', () => {
    always(
      function* (p) {
        const { sys } = p;
        yield* p.ignore(SIGPIPE);
        const [readEnd, writeEnd] = yield* p.pipe();
        let got: unknown;
        yield* thread(sys, function* (other) {
          got = yield* other.read(readEnd, new Uint8Array(9));
          return 0;
        });
        yield* p.sleep(10);
        yield* p.close(readEnd);
        const again = yield* p.open('/dev/null', 0);
        const written = [again === readEnd, yield* p.put(writeEnd, 'abc')];
        yield* p.sleep(10);
        return [...written, got, yield* p.put(writeEnd, 'x')];
      },
      [true, 3, 3, 'EPIPE'],
    );
  });

  it('a signal to the process is taken by a thread that does not block it', () => {
    always(
      function* (p) {
        const { sys } = p;
        const takers: string[] = [];
        yield* sys.sigaction(SIGUSR1, {
          *handler(own) {
            takers.push((yield* own.gettid()) === (yield* own.getpid()) ? 'leader' : 'thread');
            return 0;
          },
          mask: 0n,
          flags: 0,
        });
        yield* thread(sys, asleep);
        yield* p.raise(SIGUSR1);
        yield* p.block(SIGUSR1);
        yield* p.raise(SIGUSR1);
        yield* p.sleep(10);
        return takers;
      },
      ['leader', 'thread'],
    );
  });
});

describe('pthreads(7)', () => {
  for (const fact of threadRows) {
    row(fact.id, fact.says, () => {
      for (const seed of SEEDS) expect([seed, answersOf(fact, seed)]).toEqual([seed, fact.expect]);
    });
  }
});

describe('what is over the calls', () => {
  it('pthread_once: the first does it, the others wait until it is done', () => {
    const fact = threads(function* (p) {
      const control = yield* p.page();
      let done = 0;
      const body = (q: ThreadProbe) =>
        once(q.sys, control, function* () {
          yield* q.sleep(20);
          done++;
        });
      const all = [yield* p.start(body), yield* p.start(body)];
      yield* body(p);
      p.say(done);
      for (const thread of all) yield* p.self.join(thread);
      p.say(done);
    });
    for (const seed of SEEDS) expect(answersOf({ id: '', says: '', expect: '', run: fact }, seed)).toBe('1 1');
  });

  it('a lock that many want is had by one at a time, whatever its kind', () => {
    for (const type of ['normal', 'recursive', 'errorcheck'] as const)
      for (const robust of [false, true])
        for (const seed of SEEDS) {
          const run = threads(function* (p) {
            const m = yield* p.page();
            yield* mutexInit(p.sys, m, { type, robust });
            let cell = 0;
            const all = [];
            for (let i = 0; i < 4; i++)
              all.push(
                yield* p.start(function* ({ self, sys }) {
                  for (let turn = 0; turn < 20; turn++) {
                    yield* mutexLock(self, m);
                    const before = cell;
                    yield* sys.work(200);
                    cell = before + 1;
                    yield* mutexUnlock(self, m);
                  }
                }),
              );
            for (const thread of all) yield* p.self.join(thread);
            p.say(cell);
          });
          expect([type, robust, answersOf({ id: '', says: '', expect: '', run }, seed)]).toEqual([type, robust, '80']);
        }
  });
});

describe('the same seed', () => {
  it('the same events', () => {
    const run = (seed: number): string => {
      const { kernel } = runProgram((sys) => contention.run(new Probe(sys)), seed);
      return JSON.stringify([...kernel.events.since(0)], (_key, value) =>
        typeof value === 'bigint' ? `${value}` : value,
      );
    };
    const twice = [SEEDS.map(run), SEEDS.map(run)];
    expect(twice[0]?.every((events, at) => events === twice[1]?.[at])).toBe(true);
    expect(new Set(twice[0]).size).toBe(SEEDS.length);
  });
});

const contention: Fact = {
  id: '',
  says: '',
  expect: '60',
  run: threads(function* (p) {
    const m = yield* p.page();
    yield* mutexInit(p.sys, m);
    let cell = 0;
    const all = [];
    for (let i = 0; i < 3; i++)
      all.push(
        yield* p.start(function* ({ self, sys }) {
          for (let turn = 0; turn < 20; turn++) {
            yield* mutexLock(self, m);
            const before = cell;
            yield* sys.work(300);
            cell = before + 1;
            yield* mutexUnlock(self, m);
          }
        }),
      );
    for (const one of all) yield* p.self.join(one);
    p.say(cell);
  }),
};
