/** ptrace(2) from both sides. What Linux answers to the same is in ptrace(2) and was seen with strace(1). */
import { describe, expect, test } from 'vitest';
import {
  PTRACE_CONT,
  PTRACE_DETACH,
  PTRACE_EVENT_EXEC,
  PTRACE_EVENT_EXIT,
  PTRACE_EVENT_FORK,
  PTRACE_EVENT_STOP,
  PTRACE_GET_SYSCALL_INFO,
  PTRACE_GETEVENTMSG,
  PTRACE_GETSIGINFO,
  PTRACE_INTERRUPT,
  PTRACE_LISTEN,
  PTRACE_O_EXITKILL,
  PTRACE_O_TRACEEXEC,
  PTRACE_O_TRACEEXIT,
  PTRACE_O_TRACEFORK,
  PTRACE_O_TRACESYSGOOD,
  PTRACE_SEIZE,
  PTRACE_SYSCALL,
  PTRACE_TRACEME,
  type SyscallInfo,
  WIFSTOPPED,
  WNOHANG,
  WPTEVENT,
  WSTOPSIG,
  WUNTRACED,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { SIGCONT, SIGKILL, SIGSTOP, SIGTERM, SIGTRAP, SIGUSR1 } from '../../src/kernel/signum.ts';
import { ok, Probe, type Programs, runProgram, type Said, said } from '../support/process.ts';

/** The next thing that wait4 tells of the tracee, in a word: `exit 0`, `killed 9`, `stop 19`, `call`, `event 128 (19)`. */
function* next(p: Probe, pid: number, options = 0): Generator<void, string> {
  const waited = yield* p.sys.wait4(pid, options);
  if (isFailure(waited)) return waited.errno;
  const { status } = waited;
  if (waited.pid === 0) return 'nothing';
  if (!WIFSTOPPED(status)) return (status & 0x7f) === 0 ? `exit ${status >> 8}` : `killed ${status & 0x7f}`;
  if (WPTEVENT(status) !== 0) return `event ${WPTEVENT(status)} (${WSTOPSIG(status) & 0xff})`;
  return (WSTOPSIG(status) & 0xff) === (SIGTRAP | 0x80) ? yield* callOf(p, pid) : `stop ${WSTOPSIG(status) & 0xff}`;
}

function* callOf(p: Probe, pid: number): Generator<void, string> {
  const info = ok(yield* p.sys.ptrace(PTRACE_GET_SYSCALL_INFO, pid)) as SyscallInfo;
  const result = info.restart ?? (isFailure(info.result) ? info.result.errno : String(info.result));
  return info.op === 'entry' ? `${info.again ? 'again ' : ''}${info.name}` : `${info.name} = ${result}`;
}

/** Lets it go on with `request` after each stop, until it ends; what wait4 told. */
function* follow(p: Probe, pid: number, request: number): Generator<void, string[]> {
  const told: string[] = [];
  for (;;) {
    const what = yield* next(p, pid);
    told.push(what);
    if (!/^(stop|event|\w+$|\w+ =|again)/.test(what) || what.startsWith('E')) return told;
    yield* p.sys.ptrace(request, pid, 0);
  }
}

/** A child that is seized while it sleeps 20 ms, and then does what `body` says. */
function* seized(p: Probe, options: number, body: (child: Probe) => Generator<void, unknown>): Generator<void, number> {
  const pid = yield* p.fork(function* (child) {
    yield* child.sleep(20);
    yield* body(child);
  });
  yield* p.sleep(1);
  ok(yield* p.sys.ptrace(PTRACE_SEIZE, pid, options));
  return pid;
}

const nothing: Programs = {
  *nothing() {
    return 3;
  },
};

describe('ptrace(2)', () => {
  test('a seized task stops at the entry and exit of each call, once it has been interrupted', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const pid = yield* seized(p, PTRACE_O_TRACESYSGOOD, function* (child) {
        yield* child.sys.umask(0o22);
        yield* child.sys.close(99);
      });
      yield* sys.ptrace(PTRACE_INTERRUPT, pid);
      return yield* follow(p, pid, PTRACE_SYSCALL);
    });
    const sleep = ['again nanosleep', 'nanosleep = 0'];
    const calls = ['umask', 'umask = 18', 'close', 'close = EBADF', 'exit'];
    expect(value).toEqual([`event ${PTRACE_EVENT_STOP} (${SIGTRAP})`, ...sleep, ...calls, 'exit 0']);
  });

  test('a signal stops it before it is taken; the tracer drops it, or lets it through', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const pid = yield* seized(p, 0, function* (child) {
        for (;;) yield* child.sys.pause();
      });
      yield* sys.kill(pid, SIGTERM);
      const first = yield* next(p, pid);
      const info = ok(yield* sys.ptrace(PTRACE_GETSIGINFO, pid)) as { signo: number; pid: number };
      const me = ok(yield* sys.getpid());
      yield* sys.ptrace(PTRACE_CONT, pid, 0);
      yield* p.sleep(1);
      const state = yield* p.status(pid, 'State');
      yield* sys.kill(pid, SIGUSR1);
      const second = yield* next(p, pid);
      yield* sys.ptrace(PTRACE_CONT, pid, SIGTERM);
      return [first, info.signo, info.pid === me, state, second, yield* next(p, pid)];
    });
    expect(value).toEqual([`stop ${SIGTERM}`, SIGTERM, true, 'S (sleeping)', `stop ${SIGUSR1}`, `killed ${SIGTERM}`]);
  });

  test('an ignored signal is shown as well, and interrupts a call, which begins anew', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const [r] = yield* p.pipe();
      const pid = yield* seized(p, PTRACE_O_TRACESYSGOOD, function* (child) {
        yield* child.ignore(SIGUSR1);
        yield* child.take(r, 1);
      });
      yield* sys.ptrace(PTRACE_INTERRUPT, pid);
      const told: string[] = [];
      for (let i = 0; i < 6; i++) {
        told.push(yield* next(p, pid));
        yield* sys.ptrace(PTRACE_SYSCALL, pid, 0);
      }
      yield* p.sleep(1);
      yield* sys.kill(pid, SIGUSR1);
      for (let i = 0; i < 3; i++) {
        told.push(yield* next(p, pid));
        yield* sys.ptrace(PTRACE_SYSCALL, pid, 0);
      }
      yield* sys.kill(pid, SIGKILL);
      return [...told.slice(5), yield* next(p, pid)];
    });
    expect(value).toEqual(['read', 'read = sys', `stop ${SIGUSR1}`, 'read', `killed ${SIGKILL}`]);
  });

  test('fork, exec and exit tell of themselves when asked; the child is traced from its first moment', () => {
    const { value } = runProgram(
      function* (sys) {
        const p = new Probe(sys);
        const pid = yield* seized(p, PTRACE_O_TRACEFORK | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT, function* (child) {
          yield* child.fork(function* () {});
          yield* child.sys.execve('/bin/nothing', ['nothing'], []);
        });
        const forked = yield* next(p, pid);
        const grandchild = ok(yield* sys.ptrace(PTRACE_GETEVENTMSG, pid)) as number;
        const begins = yield* next(p, grandchild);
        const tracer = yield* p.status(grandchild, 'TracerPid');
        yield* sys.ptrace(PTRACE_CONT, grandchild);
        const leaves = [yield* next(p, grandchild), (yield* sys.ptrace(PTRACE_CONT, grandchild)) as number];
        const ended = yield* next(p, grandchild);
        yield* sys.ptrace(PTRACE_CONT, pid);
        const rest = yield* follow(p, pid, PTRACE_CONT);
        return [forked, begins, Number(tracer) > 0, ...leaves, ended, ...rest];
      },
      0,
      nothing,
    );
    const event = (n: number): string => `event ${n} (${SIGTRAP})`;
    expect(value).toEqual([
      ...[event(PTRACE_EVENT_FORK), event(PTRACE_EVENT_STOP), true, event(PTRACE_EVENT_EXIT), 0, 'exit 0'],
      ...['stop 17', event(PTRACE_EVENT_EXEC), event(PTRACE_EVENT_EXIT), 'exit 3'],
    ]);
  });

  test('TRACEME: the parent traces; exec without an event is a SIGTRAP', () => {
    const { value } = runProgram(
      function* (sys) {
        const p = new Probe(sys);
        const pid = yield* p.fork(function* (child) {
          const answers = [yield* child.sys.ptrace(PTRACE_TRACEME), said(yield* child.sys.ptrace(PTRACE_TRACEME))];
          if (answers.join() === '0,EPERM') yield* child.sys.execve('/bin/nothing', ['nothing'], []);
        });
        const trap = yield* next(p, pid);
        const traced = [yield* p.status(pid, 'State'), yield* p.contents(`/proc/${pid}/wchan`)];
        yield* sys.ptrace(PTRACE_CONT, pid, 0);
        return [trap, ...traced, yield* next(p, pid)];
      },
      0,
      nothing,
    );
    expect(value).toEqual([`stop ${SIGTRAP}`, 't (tracing stop)', 'ptrace_stop', 'exit 3']);
  });

  test('a group-stop is told to the tracer, lasts while it listens, and ends with SIGCONT', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const pid = yield* seized(p, 0, function* (child) {
        yield* child.sleep(100);
      });
      yield* sys.kill(pid, SIGSTOP);
      const told: Said[] = [yield* next(p, pid)];
      yield* sys.ptrace(PTRACE_CONT, pid, SIGSTOP);
      told.push(yield* next(p, pid), said(yield* sys.ptrace(PTRACE_LISTEN, pid)));
      told.push(said(yield* sys.ptrace(PTRACE_CONT, pid)), yield* next(p, pid, WNOHANG | WUNTRACED));
      yield* sys.kill(pid, SIGCONT);
      told.push(yield* next(p, pid));
      yield* sys.ptrace(PTRACE_CONT, pid);
      told.push(yield* next(p, pid));
      yield* sys.ptrace(PTRACE_CONT, pid, SIGCONT);
      return [...told, yield* next(p, pid)];
    });
    const stop = (signo: number): string => `event ${PTRACE_EVENT_STOP} (${signo})`;
    const listening = [stop(SIGSTOP), 0, 'ESRCH', 'nothing'];
    expect(value).toEqual([`stop ${SIGSTOP}`, ...listening, stop(SIGTRAP), `stop ${SIGCONT}`, 'exit 0']);
  });

  test('who may trace whom: one tracer, not oneself, not root by an ordinary user', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const victim = yield* p.sleeper();
      const me = ok(yield* sys.getpid());
      const answers = [
        said(yield* sys.ptrace(PTRACE_SEIZE, 9999)),
        said(yield* sys.ptrace(PTRACE_SEIZE, me)),
        said(yield* sys.ptrace(PTRACE_CONT, victim)),
        said(yield* sys.ptrace(PTRACE_SEIZE, victim, 1 << 30)),
      ];
      const learner = yield* p.inChild(function* (child) {
        yield* child.sys.setuid(1000);
        return [said(yield* child.sys.ptrace(PTRACE_SEIZE, victim)), said(yield* child.sys.ptrace(PTRACE_SEIZE, 1))];
      });
      const first = said(yield* sys.ptrace(PTRACE_SEIZE, victim));
      const second = yield* p.inChild(function* (child) {
        return [said(yield* child.sys.ptrace(PTRACE_SEIZE, victim))];
      });
      return [...answers, ...learner, first, ...second, said(yield* sys.ptrace(PTRACE_CONT, victim))];
    });
    expect(value).toEqual(['ESRCH', 'EPERM', 'ESRCH', 'EIO', 'EPERM', 'EPERM', 0, 'EPERM', 'ESRCH']);
  });

  test('the end of a tracer lets its tracees go on, or kills them; detaching leaves them as they were', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const [free, doomed, stopped] = [yield* p.sleeper(), yield* p.sleeper(), yield* p.sleeper()];
      yield* p.inChild(function* (tracer) {
        yield* tracer.sys.ptrace(PTRACE_SEIZE, free);
        yield* tracer.sys.ptrace(PTRACE_INTERRUPT, free);
        yield* tracer.sys.wait4(free, 0);
        yield* tracer.sys.ptrace(PTRACE_SEIZE, doomed, PTRACE_O_EXITKILL);
        return [];
      });
      const after = [yield* p.status(free, 'State'), yield* p.status(free, 'TracerPid'), yield* next(p, doomed)];
      yield* sys.kill(stopped, SIGSTOP);
      yield* p.sleep(1);
      const before = yield* next(p, stopped, WUNTRACED);
      yield* sys.ptrace(PTRACE_SEIZE, stopped);
      const traced = [yield* next(p, stopped), yield* p.status(stopped, 'State')];
      yield* sys.ptrace(PTRACE_DETACH, stopped);
      yield* p.sleep(1);
      return [...after, before, ...traced, yield* p.status(stopped, 'State')];
    });
    expect(value).toEqual([
      ...['S (sleeping)', '0', `killed ${SIGKILL}`, `stop ${SIGSTOP}`],
      ...[`event ${PTRACE_EVENT_STOP} (${SIGSTOP})`, 't (tracing stop)', 'T (stopped)'],
    ]);
  });

  test('a dead tracee is told to its tracer first, and only then to its parent', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const pid = yield* p.sleeper();
      const [r, w] = yield* p.pipe();
      const tracer = yield* p.fork(function* (child) {
        yield* child.sys.ptrace(PTRACE_SEIZE, pid);
        yield* child.put(w, 'x');
        yield* child.sleep(20);
        yield* child.put(w, yield* next(child, pid));
      });
      yield* p.take(r, 1);
      yield* sys.kill(pid, SIGKILL);
      yield* p.sleep(5);
      const early = yield* next(p, pid, WNOHANG);
      const state = yield* p.status(pid, 'State');
      const late = yield* next(p, pid);
      const toTracer = yield* p.text(r, 50);
      yield* p.wait(tracer);
      return [early, state, toTracer, late];
    });
    expect(value).toEqual(['nothing', 'Z (zombie)', `killed ${SIGKILL}`, `killed ${SIGKILL}`]);
  });
});
