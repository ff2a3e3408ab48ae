/** Clocks, sleeping by them, waitid's kinds, limits of files: answers as Linux 6.18 gives them. */
import { describe, expect, test } from 'vitest';
import {
  CLOCK_BOOTTIME,
  CLOCK_MONOTONIC,
  CLOCK_MONOTONIC_RAW,
  CLOCK_PROCESS_CPUTIME_ID,
  CLOCK_REALTIME,
  CLOCK_THREAD_CPUTIME_ID,
  O_CREAT,
  O_RDONLY,
  O_RDWR,
  P_ALL,
  P_PGID,
  P_PID,
  P_PIDFD,
  TIMER_ABSTIME,
  WALL,
  WCLONE,
  WEXITED,
  WNOHANG,
  WNOTHREAD,
  WNOWAIT,
} from '../../src/kernel/abi.ts';
import { SIGUSR1, SIGXFSZ } from '../../src/kernel/signum.ts';
import { errnoOf, ok, Probe, runProgram } from '../support/process.ts';

/** What a program returns. */
const asked = <T>(body: (p: Probe) => Generator<void, T>): T => runProgram((sys) => body(new Probe(sys))).value;

describe('clocks', () => {
  test('the time of the epoch, of the boot and of the CPU', () => {
    const [real, boot, spent] = asked(function* ({ sys }) {
      const first = { boot: yield* sys.clock_gettime(CLOCK_MONOTONIC), cpu: yield* sys.clock_gettime(2) };
      yield* sys.work(5000);
      yield* sys.nanosleep(20_000);
      return [
        yield* sys.clock_gettime(CLOCK_REALTIME),
        (yield* sys.clock_gettime(CLOCK_BOOTTIME)) - first.boot,
        (yield* sys.clock_gettime(CLOCK_PROCESS_CPUTIME_ID)) - first.cpu,
      ];
    });
    expect(real).toBeGreaterThan(1.7e15);
    expect(boot).toBeGreaterThanOrEqual(25_000);
    expect(spent).toBeLessThan(6000);
    expect(
      asked(function* ({ sys }) {
        return errnoOf(yield* sys.clock_gettime(99));
      }),
    ).toBe('EINVAL');
  });

  test('sleeping for a while and until a moment, by the clocks that allow it', () => {
    const answers = asked(function* ({ sys }) {
      const start = yield* sys.clock_gettime(CLOCK_MONOTONIC);
      const until = yield* sys.clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, start + 50_000);
      const slept = (yield* sys.clock_gettime(CLOCK_MONOTONIC)) - start;
      const past = yield* sys.clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, 1_000_000);
      const kinds: unknown[] = [];
      for (const clock of [CLOCK_MONOTONIC_RAW, CLOCK_THREAD_CPUTIME_ID, 99])
        kinds.push(errnoOf(yield* sys.clock_nanosleep(clock, 0, 1000)));
      kinds.push(errnoOf(yield* sys.clock_nanosleep(CLOCK_MONOTONIC, 0, -1)));
      return [until, Math.floor(slept / 10_000), past, ...kinds];
    });
    expect(answers).toEqual([0, 5, 0, 'EOPNOTSUPP', 'EOPNOTSUPP', 'EINVAL', 'EINVAL']);
  });

  test('a handler ends a sleep; what is left is told, but not of a moment', () => {
    const left = asked(function* (p) {
      yield* p.handle(SIGUSR1);
      const found: unknown[] = [];
      for (const flags of [0, TIMER_ABSTIME]) {
        const parent = yield* p.sys.getpid();
        yield* p.fork(function* (child) {
          yield* child.sleep(100);
          yield* child.kill(parent, SIGUSR1);
        });
        const remaining = { us: -1 };
        const now = flags === 0 ? 0 : yield* p.sys.clock_gettime(CLOCK_MONOTONIC);
        found.push(errnoOf(yield* p.sys.clock_nanosleep(CLOCK_MONOTONIC, flags, now + 300_000, remaining)));
        found.push(remaining.us < 0 ? 'untold' : Math.round(remaining.us / 100_000));
      }
      return found;
    });
    expect(left).toEqual(['EINTR', 2, 'EINTR', 'untold']);
  });

  test('sched_yield lets the others run first', () => {
    const order = asked(function* (p) {
      const seen: string[] = [];
      yield* p.fork(function* () {
        seen.push('child');
      });
      yield* p.sys.sched_yield();
      seen.push('parent');
      return seen;
    });
    expect(order).toEqual(['child', 'parent']);
  });
});

test('waitid takes every kind of id, and flags of clones', () => {
  const answers = asked(function* (p) {
    const { sys } = p;
    const pid = yield* p.fork(function* () {});
    yield* p.sleep(10);
    const first = [
      errnoOf(yield* sys.waitid(P_ALL, 0, WEXITED | WNOHANG | WCLONE)),
      errnoOf(yield* sys.waitid(P_PIDFD, 5, WEXITED)),
      errnoOf(yield* sys.waitid(P_PIDFD, -1, WEXITED)),
      errnoOf(yield* sys.waitid(P_PID, 0, WEXITED)),
      ok(yield* sys.waitid(P_PGID, 0, WEXITED | WNOWAIT | WALL | WNOTHREAD)).pid === pid,
      errnoOf(yield* sys.waitid(9, 0, WEXITED)),
      errnoOf(yield* sys.wait4(-1, WCLONE)),
      ok(yield* sys.wait4(-1, WALL)).pid === pid,
    ];
    return first;
  });
  expect(answers).toEqual(['ECHILD', 'EBADF', 'EINVAL', 'EINVAL', true, 'EINVAL', 'ECHILD', true]);
});

test('RLIMIT_FSIZE holds for pwrite and for growing by truncate', () => {
  const answers = asked(function* (p) {
    const { sys } = p;
    yield* p.ignore(SIGXFSZ);
    yield* sys.setrlimit('FSIZE', { soft: 100, hard: 1000 });
    const fd = ok(yield* sys.open('limited', O_RDWR | O_CREAT, 0o600));
    const said: unknown[] = [yield* sys.ftruncate(fd, 101), yield* sys.ftruncate(fd, 100)];
    for (const at of [90, 100]) said.push(yield* sys.pwrite(fd, new Uint8Array(64), at));
    for (const size of [200, 10]) said.push(yield* sys.truncate('limited', size));
    return said.map(errnoOf);
  });
  expect(answers).toEqual(['EFBIG', 0, 10, 'EFBIG', 'EFBIG', 0]);
});

test('what has no name cannot be opened anew through /proc/self/fd: ENXIO', () => {
  const answers = asked(function* ({ sys }) {
    const said: unknown[] = [];
    for (const fd of [ok(yield* sys.eventfd(0, 0)), ok(yield* sys.timerfd_create(CLOCK_MONOTONIC, 0))])
      said.push(errnoOf(yield* sys.open(`/proc/self/fd/${fd}`, O_RDONLY)));
    return said;
  });
  expect(answers).toEqual(['ENXIO', 'ENXIO']);
});
