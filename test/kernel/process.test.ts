import { describe, expect, test } from 'vitest';
import { WNOHANG } from '../../src/kernel/abi.ts';
import { SIGCHLD, SIGKILL, SIGTSTP } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { errnoOf, ok, simulate } from './simulate.ts';

const exits = (status: number) =>
  function* (): Generator<void, number> {
    yield* [];
    return status;
  };
function* sleeps(sys: Sys): Generator<void, number> {
  for (;;) yield* sys.pause();
}

describe('fork(2), wait(2), exit(2)', () => {
  test('PR01 pids go upwards', () => {
    const { value } = simulate(function* (sys) {
      const first = ok(yield* sys.fork(exits(0)));
      return [ok(yield* sys.fork(exits(0))) - first, ok(yield* sys.fork(exits(0))) - first];
    });
    expect(value).toEqual([1, 2]);
  });

  test('PR15 among several zombies wait takes the one that was forked first', () => {
    const { value } = simulate(function* (sys) {
      const first = ok(
        yield* sys.fork(function* (child) {
          yield* child.nanosleep(2000);
          return 1;
        }),
      );
      const second = ok(yield* sys.fork(exits(2)));
      yield* sys.nanosleep(10_000);
      const order = [ok(yield* sys.wait4(-1, 0)).pid, ok(yield* sys.wait4(-1, 0)).pid];
      return [order, [first, second]];
    });
    expect(value[0]).toEqual(value[1]);
  });

  test('WNOHANG answers pid 0, no child ECHILD', () => {
    const { value } = simulate(function* (sys) {
      const none = errnoOf(yield* sys.wait4(-1, 0));
      yield* sys.fork(sleeps);
      return [none, ok(yield* sys.wait4(-1, WNOHANG)).pid];
    });
    expect(value).toEqual(['ECHILD', 0]);
  });

  test('PR17 kill on a zombie succeeds and changes nothing', () => {
    const { value } = simulate(function* (sys) {
      const pid = ok(yield* sys.fork(exits(3)));
      yield* sys.nanosleep(100);
      const killed = yield* sys.kill(pid, SIGKILL);
      const { status } = ok(yield* sys.wait4(pid, 0));
      return [killed, status, errnoOf(yield* sys.kill(pid, 0))];
    });
    expect(value).toEqual([0, 3 << 8, 'ESRCH']);
  });

  test('PR18 orphans go to pid 1, or to a subreaper', () => {
    const newParent = (subreaper: boolean) =>
      simulate(function* (sys) {
        yield* sys.setSubreaper(subreaper);
        const pipe = ok(yield* sys.pipe2(0));
        const middle = ok(
          yield* sys.fork(function* (child) {
            yield* child.fork(function* (grandchild) {
              yield* grandchild.nanosleep(1000);
              yield* grandchild.write(pipe[1], Uint8Array.of(ok(yield* grandchild.getppid())));
              return 0;
            });
            return 0;
          }),
        );
        yield* sys.wait4(middle, 0);
        const into = new Uint8Array(1);
        yield* sys.read(pipe[0], into);
        return into[0] === ok(yield* sys.getpid()) ? 'me' : into[0];
      }).value;
    expect(newParent(false)).toBe(1);
    expect(newParent(true)).toBe('me');
  });

  test('PR19 with SIGCHLD ignored there are no zombies, and wait ends with ECHILD', () => {
    const { value } = simulate(function* (sys) {
      yield* sys.sigaction(SIGCHLD, { handler: 'ignore', mask: 0n, flags: 0 });
      yield* sys.fork(function* (child) {
        yield* child.nanosleep(1000);
        return 0;
      });
      return errnoOf(yield* sys.wait4(-1, 0));
    });
    expect(value).toBe('ECHILD');
  });

  test('PR20 PR21 setpgid and setsid refuse what they must', () => {
    const { value } = simulate(function* (sys) {
      const pid = ok(yield* sys.getpid());
      return [
        errnoOf(yield* sys.setpgid(99999, 0)),
        errnoOf(yield* sys.setpgid(0, -1)),
        errnoOf(yield* sys.setpgid(0, 4321)),
        ok(yield* sys.setpgid(0, 0)),
        errnoOf(yield* sys.setsid()),
        ok(yield* sys.getpgid(0)) === pid,
      ];
    });
    expect(value).toEqual(['ESRCH', 'EINVAL', 'EPERM', 0, 'EPERM', true]);
  });

  test('PR23 in an orphaned group SIGTSTP does nothing', () => {
    const { value } = simulate(function* (sys) {
      const pid = ok(
        yield* sys.fork(function* (child) {
          yield* child.setsid();
          yield* child.kill(ok(yield* child.getpid()), SIGTSTP);
          return 7;
        }),
      );
      return ok(yield* sys.wait4(pid, 0)).status;
    });
    expect(value).toBe(7 << 8);
  });

  test('PR24 RLIMIT_NPROC: EAGAIN, but not for root', () => {
    const forks = (uid: number) =>
      simulate(function* (sys) {
        yield* sys.setrlimit('NPROC', { soft: 3, hard: 3 });
        yield* sys.setuid(uid);
        const answers: unknown[] = [];
        for (let i = 0; i < 3; i++) answers.push(errnoOf(yield* sys.fork(sleeps)));
        return answers.map((answer) => (typeof answer === 'number' ? 'pid' : answer));
      }).value;
    expect(forks(1000)).toEqual(['pid', 'pid', 'EAGAIN']);
    expect(forks(0)).toEqual(['pid', 'pid', 'pid']);
  });
});
