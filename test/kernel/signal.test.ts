import { describe, expect, test } from 'vitest';
import {
  SA_NODEFER,
  SA_RESETHAND,
  SA_RESTART,
  SIG_BLOCK,
  SIG_UNBLOCK,
  WCONTINUED,
  WUNTRACED,
} from '../../src/kernel/abi.ts';
import type { Body } from '../../src/kernel/call.ts';
import {
  SIGCHLD,
  SIGCONT,
  SIGKILL,
  SIGRTMIN,
  SIGSTOP,
  SIGTERM,
  SIGTSTP,
  SIGUSR1,
  SIGUSR2,
  sigset,
} from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { errnoOf, ok, simulate } from './simulate.ts';

const noting = (into: number[]) => ({
  handler: (_sys: Sys, { signo }: { signo: number }): Body => {
    into.push(signo);
    return [][Symbol.iterator]();
  },
  mask: 0n,
  flags: 0,
});

/** Forks a child that runs `body`, lets it come to rest, then does something to it and waits. */
function* withChild(
  sys: Sys,
  body: (sys: Sys) => Generator<void, number>,
  act: (pid: number) => Generator<void, void>,
): Generator<void, number> {
  const pid = ok(yield* sys.fork(body));
  yield* sys.nanosleep(1000);
  yield* act(pid);
  return ok(yield* sys.wait4(pid, 0)).status;
}

describe('signal(7)', () => {
  test('SG08 KILL and STOP cannot be caught or ignored', () => {
    const { value } = simulate(function* (sys) {
      const refused = [SIGKILL, SIGSTOP, 0, 65, 32];
      const answers: unknown[] = [];
      for (const n of refused)
        answers.push(errnoOf(yield* sys.sigaction(n, { handler: 'ignore', mask: 0n, flags: 0 })));
      return answers;
    });
    expect(value).toEqual(['EINVAL', 'EINVAL', 'EINVAL', 'EINVAL', 'EINVAL']);
  });

  test('SG15 SG16 standard signals are pending once, real-time ones each', () => {
    const { value } = simulate(function* (sys) {
      const got: number[] = [];
      yield* sys.sigaction(SIGUSR1, noting(got));
      yield* sys.sigaction(SIGRTMIN, { ...noting(got), mask: ~0n });
      const both = sigset(SIGUSR1, SIGRTMIN);
      yield* sys.sigprocmask(SIG_BLOCK, both);
      const pid = ok(yield* sys.getpid());
      for (let i = 0; i < 5; i++) {
        yield* sys.kill(pid, SIGUSR1);
        yield* sys.kill(pid, SIGRTMIN);
      }
      yield* sys.sigprocmask(SIG_UNBLOCK, both);
      return got.sort();
    });
    expect(value).toEqual([10, 34, 34, 34, 34, 34]);
  });

  test('frames of several handlers stack: the last one set up runs first', () => {
    const { value } = simulate(function* (sys) {
      const got: number[] = [];
      for (const n of [SIGUSR1, SIGUSR2, 34, 36]) yield* sys.sigaction(n, noting(got));
      yield* sys.sigprocmask(SIG_BLOCK, ~0n);
      for (const n of [36, 34, SIGUSR2, SIGUSR1, 34]) yield* sys.kill(ok(yield* sys.getpid()), n);
      yield* sys.sigprocmask(SIG_UNBLOCK, ~0n);
      return got;
    });
    expect(value).toEqual([36, 34, 34, 12, 10]);
  });

  test('SG20 SG21 a handler blocks its own signal, unless SA_NODEFER; SA_RESETHAND is for once', () => {
    const depth = (flags: number) =>
      simulate(function* (sys) {
        const seen = { now: 0, deepest: 0, runs: 0 };
        const handler = function* (inner: Sys): Generator<void, number> {
          seen.deepest = Math.max(seen.deepest, ++seen.now);
          if (++seen.runs < 3) yield* inner.kill(ok(yield* inner.getpid()), SIGUSR1);
          seen.now--;
          return 0;
        };
        yield* sys.sigaction(SIGUSR1, { handler, mask: 0n, flags });
        yield* sys.kill(ok(yield* sys.getpid()), SIGUSR1);
        return seen.deepest;
      }).value;
    expect(depth(0)).toBe(1);
    expect(depth(SA_NODEFER)).toBe(3);
    const { value } = simulate((sys) =>
      withChild(
        sys,
        function* (child) {
          yield* child.sigaction(SIGUSR1, { ...noting([]), flags: SA_RESETHAND });
          for (;;) yield* child.pause();
        },
        function* (pid) {
          yield* sys.kill(pid, SIGUSR1);
          yield* sys.nanosleep(1000);
          yield* sys.kill(pid, SIGUSR1);
        },
      ),
    );
    expect(value).toBe(SIGUSR1);
  });

  test('SG24 SG25 read is restarted with SA_RESTART only, pause and nanosleep never', () => {
    const interrupted = (flags: number, blocking: (sys: Sys) => Generator<void, unknown>) =>
      simulate(function* (sys) {
        const pipe = ok(yield* sys.pipe2(0));
        const parent = ok(yield* sys.getpid());
        yield* sys.sigaction(SIGUSR1, { ...noting([]), flags });
        yield* sys.fork(function* (child) {
          yield* child.nanosleep(1000);
          yield* child.kill(parent, SIGUSR1);
          yield* child.nanosleep(1000);
          yield* child.write(pipe[1], new Uint8Array(3));
          return 0;
        });
        return errnoOf(yield* blocking(sys));
      }).value;
    const reading = (sys: Sys) => sys.read(0, new Uint8Array(10));
    expect(interrupted(SA_RESTART, reading)).toBe(3);
    expect(interrupted(0, reading)).toBe('EINTR');
    expect(interrupted(SA_RESTART, (sys) => sys.pause())).toBe('EINTR');
    expect(interrupted(SA_RESTART, (sys) => sys.nanosleep(9_000_000))).toBe('EINTR');
    expect(interrupted(SA_RESTART, (sys) => sys.wait4(-1, 0))).toMatchObject({ status: 0 });
  });

  test('SG18 SG30 a stopped process keeps signals pending; CONT lets it die of the lowest', () => {
    const { value } = simulate((sys) =>
      withChild(
        sys,
        function* (child) {
          for (;;) yield* child.pause();
        },
        function* (pid) {
          yield* sys.kill(pid, SIGSTOP);
          expect(ok(yield* sys.wait4(pid, WUNTRACED)).status).toBe((SIGSTOP << 8) | 0x7f);
          yield* sys.kill(pid, SIGTERM);
          yield* sys.kill(pid, SIGUSR1);
          yield* sys.kill(pid, SIGCONT);
        },
      ),
    );
    expect(value).toBe(SIGUSR1);
  });

  test('SG30 KILL ends a stopped process at once', () => {
    const { value } = simulate((sys) =>
      withChild(
        sys,
        function* (child) {
          for (;;) yield* child.pause();
        },
        function* (pid) {
          yield* sys.kill(pid, SIGSTOP);
          yield* sys.nanosleep(10);
          yield* sys.kill(pid, SIGKILL);
        },
      ),
    );
    expect(value).toBe(SIGKILL);
  });

  test('SG32 CONT throws pending stops away, and a stop a pending CONT', () => {
    const { value } = simulate(function* (sys) {
      const pid = ok(yield* sys.getpid());
      yield* sys.sigprocmask(SIG_BLOCK, ~0n);
      const seen: unknown[] = [];
      for (const n of [SIGTSTP, SIGCONT, SIGTSTP]) {
        yield* sys.kill(pid, n);
        seen.push(yield* sys.sigpending());
      }
      return seen;
    });
    expect(value).toEqual([sigset(SIGTSTP), sigset(SIGCONT), sigset(SIGTSTP)]);
  });

  test('SG39 sigsuspend loses no signal and restores the mask', () => {
    const { value } = simulate(function* (sys) {
      const got: number[] = [];
      yield* sys.sigaction(SIGUSR1, noting(got));
      yield* sys.sigprocmask(SIG_BLOCK, sigset(SIGUSR1));
      yield* sys.kill(ok(yield* sys.getpid()), SIGUSR1);
      const answer = errnoOf(yield* sys.sigsuspend(0n));
      return [answer, got, yield* sys.sigprocmask(SIG_BLOCK)];
    });
    expect(value).toEqual(['EINTR', [SIGUSR1], sigset(SIGUSR1)]);
  });

  test('SG37 alarm answers what was left, and SIGALRM comes', () => {
    const { value } = simulate(function* (sys) {
      const got: number[] = [];
      yield* sys.sigaction(14, noting(got));
      const first = yield* sys.alarm(5);
      const left = yield* sys.alarm(1);
      yield* sys.pause();
      return [first, left, got, yield* sys.alarm(0)];
    });
    expect(value).toEqual([0, 5, [14], 0]);
  });

  test('SG22 SIGCHLD for stop, continue and exit', () => {
    const { value } = simulate(function* (sys) {
      const got: number[] = [];
      yield* sys.sigaction(SIGCHLD, { ...noting(got), flags: SA_RESTART });
      yield* withChild(
        sys,
        function* (child) {
          for (;;) yield* child.pause();
        },
        function* (pid) {
          yield* sys.kill(pid, SIGSTOP);
          ok(yield* sys.wait4(pid, WUNTRACED));
          yield* sys.kill(pid, SIGCONT);
          expect(ok(yield* sys.wait4(pid, WCONTINUED)).status).toBe(0xffff);
          yield* sys.kill(pid, SIGTERM);
        },
      );
      return got.length;
    });
    expect(value).toBe(3);
  });
});
