/** The rows of processes that need no shell, each with the answers that Linux 6.18 gives (test/linux/c/process.c prints them). */
import {
  F_GETFD,
  F_SETFD,
  FD_CLOEXEC,
  O_CREAT,
  O_RDWR,
  O_WRONLY,
  P_ALL,
  P_PID,
  PR_GET_CHILD_SUBREAPER,
  PR_SET_CHILD_SUBREAPER,
  PRIO_PROCESS,
  SEEK_SET,
  SIG_BLOCK,
  type WaitInfo,
  WCONTINUED,
  WEXITED,
  WNOHANG,
  WNOWAIT,
  WUNTRACED,
} from '../../src/kernel/abi.ts';
import { type Failure, isFailure } from '../../src/kernel/errno.ts';
import {
  hasSignal,
  SIGCHLD,
  SIGCONT,
  SIGHUP,
  SIGKILL,
  SIGSEGV,
  SIGSTOP,
  SIGTERM,
  SIGTSTP,
  SIGUSR1,
  SIGUSR2,
} from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { type Fact, ok, Probe, type Programs, type Said, said } from '../support/process.ts';

type Answers = Generator<void, Said[]>;

const INFINITE = Number.POSITIVE_INFINITY;
const NOBODY_PID = 99999999;

/** A child that has ended. */
function* exits(p: Probe, code: number): Generator<void, number> {
  const child = ok(
    yield* p.sys.fork(function* () {
      return code;
    }),
  );
  yield* p.sleep(20);
  return child;
}

function* killed(p: Probe, child: number): Generator<void, void> {
  yield* p.kill(child, SIGKILL);
  yield* p.wait(child);
}

/** The letter that /proc shows. */
function* state(p: Probe, pid: number): Generator<void, string> {
  const text = yield* p.contents(`/proc/${pid}/stat`);
  return text.charAt(text.lastIndexOf(')') + 2);
}

/** What wait4 said: an error, 0 for nothing, or 1 and the status. */
function* looked(p: Probe, pid: number, options: number): Answers {
  const waited = yield* p.sys.wait4(pid, options);
  if (isFailure(waited)) return [waited.errno];
  return waited.pid === 0 ? [0] : [1, waited.status];
}

const told = (info: WaitInfo | Failure): Said[] => (isFailure(info) ? [info.errno] : [info.code, info.status]);

function* file(p: Probe, path: string, text: string, mode: number): Generator<void, void> {
  const fd = ok(yield* p.sys.open(path, O_WRONLY | O_CREAT, mode));
  yield* p.put(fd, text);
  yield* p.close(fd);
}

function* blocks(p: Probe, signo: number): Generator<void, number> {
  return Number(hasSignal(ok(yield* p.sys.sigprocmask(SIG_BLOCK)), signo));
}

/** What a program that was executed finds of the process it is. */
function* executed(sys: Sys): Generator<void, number> {
  const p = new Probe(sys);
  const pid = ok(yield* sys.getpid());
  const answers: Said[] = [Number((yield* p.text(9, 20)) === String(pid)), Number(ok(yield* sys.getpgid(0)) === pid)];
  answers.push(ok(yield* sys.umask(0)), said(yield* sys.getpriority(PRIO_PROCESS, 0)), ok(yield* sys.alarm(0)));
  answers.push(yield* blocks(p, SIGHUP), yield* p.pending(SIGHUP));
  answers.push(Number(ok(yield* sys.sigaction(SIGUSR1)).handler === 'ignore'));
  answers.push(Number(ok(yield* sys.sigaction(SIGUSR2)).handler === 'default'));
  answers.push(said(yield* sys.prctl(PR_GET_CHILD_SUBREAPER)));
  answers.push(said(yield* sys.fcntl(9, F_GETFD)), said(yield* sys.fcntl(8, F_GETFD)));
  yield* p.put(1, answers.join(' '));
  return 0;
}

const sleeps: Programs = {
  *sleep(sys) {
    for (;;) yield* sys.pause();
  },
};

export const processRows: readonly Fact[] = [
  {
    id: 'PR02',
    says: 'open files are shared over fork, with their offset',
    expect: 'abc def',
    *run(p) {
      const fd = ok(yield* p.sys.open('/tmp/shared', O_RDWR | O_CREAT, 0o600));
      yield* p.put(fd, 'abcdef');
      yield* p.sys.lseek(fd, 0, SEEK_SET);
      const first = yield* p.inChild(function* (child) {
        return [yield* child.text(fd, 3)];
      });
      return [...first, yield* p.text(fd, 3)];
    },
  },
  {
    id: 'PR04',
    says: 'a child inherits mask, dispositions, umask, limits, nice, group and session, but no pending signal and no alarm',
    expect: '1 0 1 23 0 77 5 1 1',
    *run(p) {
      yield* p.block(SIGHUP);
      yield* p.raise(SIGHUP);
      yield* p.ignore(SIGUSR2);
      yield* p.sys.umask(0o027);
      yield* p.sys.alarm(50);
      yield* p.sys.setrlimit('NOFILE', { soft: 77, hard: 99 });
      yield* p.sys.setpriority(PRIO_PROCESS, 0, 5);
      const [pgid, sid] = [yield* p.sys.getpgid(0), yield* p.sys.getsid(0)];
      return [
        ...(yield* p.inChild(function* (child) {
          const answers: Said[] = [yield* blocks(child, SIGHUP), yield* child.pending(SIGHUP)];
          answers.push(Number(ok(yield* child.sys.sigaction(SIGUSR2)).handler === 'ignore'));
          answers.push(ok(yield* child.sys.umask(0)), ok(yield* child.sys.alarm(0)));
          answers.push(ok(yield* child.sys.getrlimit('NOFILE')).soft);
          answers.push(said(yield* child.sys.getpriority(PRIO_PROCESS, 0)));
          answers.push(Number((yield* child.sys.getpgid(0)) === pgid), Number((yield* child.sys.getsid(0)) === sid));
          return answers;
        })),
      ];
    },
  },
  {
    id: 'PR05',
    says: 'exec keeps what a process is: pid, group, umask, nice, alarm, mask, pending and ignored signals, subreaper, descriptors',
    expect: '1 1 23 7 40 1 1 1 1 1 0 EBADF',
    programs: { after: executed },
    *run(p) {
      const [r, w] = yield* p.pipe();
      const [pidIn, pidOut] = yield* p.pipe();
      const child = yield* p.fork(function* (own) {
        const { sys } = own;
        yield* sys.setpgid(0, 0);
        yield* sys.umask(0o027);
        yield* sys.setpriority(PRIO_PROCESS, 0, 7);
        yield* sys.alarm(40);
        yield* own.ignore(SIGUSR1);
        yield* own.handle(SIGUSR2);
        yield* own.block(SIGHUP);
        yield* own.raise(SIGHUP);
        yield* sys.prctl(PR_SET_CHILD_SUBREAPER, 1);
        for (const [from, to] of [
          [w, 1],
          [pidIn, 9],
          [w, 8],
        ] as const)
          yield* sys.dup2(from, to);
        yield* sys.fcntl(8, F_SETFD, FD_CLOEXEC);
        yield* own.put(pidOut, String(ok(yield* sys.getpid())));
        yield* sys.execve('/bin/after', ['after'], []);
      });
      yield* p.wait(child);
      return [yield* p.text(r, 100)];
    },
  },
  {
    id: 'PR06',
    says: 'exec errors; a program that runs cannot be written to',
    expect: 'ENOENT EACCES EACCES ENOTDIR ENOEXEC E2BIG ETXTBSY ETXTBSY',
    programs: {
      *running(sys) {
        yield* new Probe(sys).put(1, String(said(yield* sys.open('/proc/self/exe', O_WRONLY))));
        return 0;
      },
    },
    *run(p) {
      yield* file(p, '/tmp/notext', 'echo hi\n', 0o755);
      yield* file(p, '/tmp/nox', '#!/bin/sh\n', 0o644);
      const answers: Said[] = [];
      for (const path of ['/nowhere', '/tmp', '/tmp/nox', '/tmp/nox/y', '/tmp/notext'])
        answers.push(said(yield* p.sys.execve(path, ['x'], [])));
      answers.push(said(yield* p.sys.execve('/tmp/notext', ['x', 'x'.repeat(200_000)], [])));
      yield* p.open('/tmp/notext', O_WRONLY);
      answers.push(said(yield* p.sys.execve('/tmp/notext', ['x'], [])));
      const [r, w] = yield* p.pipe();
      const child = yield* p.fork(function* (own) {
        yield* own.sys.dup2(w, 1);
        yield* own.sys.execve('/bin/running', ['running'], []);
      });
      yield* p.wait(child);
      return [...answers, yield* p.text(r, 20)];
    },
  },
  {
    id: 'PR09',
    says: 'only the low eight bits of an exit status reach the parent',
    expect: '0 256 65280',
    *run(p) {
      const answers: Said[] = [];
      for (const code of [256, 257, -1]) answers.push(yield* p.wait(yield* exits(p, code)));
      return answers;
    },
  },
  {
    id: 'PR10',
    says: 'the status word: exited, killed, killed with core, stopped, continued',
    expect: '1792 15 139 4991 65535',
    *run(p) {
      const answers: Said[] = [yield* p.wait(yield* exits(p, 7))];
      const first = yield* p.sleeper();
      yield* p.kill(first, SIGTERM);
      answers.push(yield* p.wait(first));
      yield* p.sys.setrlimit('CORE', { soft: INFINITE, hard: INFINITE });
      const second = yield* p.sleeper();
      yield* p.kill(second, SIGSEGV);
      answers.push(yield* p.wait(second));
      const third = yield* p.sleeper();
      yield* p.kill(third, SIGSTOP);
      answers.push(ok(yield* p.sys.wait4(third, WUNTRACED)).status);
      yield* p.kill(third, SIGCONT);
      answers.push(ok(yield* p.sys.wait4(third, WCONTINUED)).status);
      yield* killed(p, third);
      return answers;
    },
  },
  {
    id: 'PR12',
    says: 'ECHILD without such a child, EINVAL for unknown options or kinds of id',
    expect: 'ECHILD ECHILD ECHILD EINVAL EINVAL ESRCH EINVAL EINVAL EINVAL EINVAL ECHILD',
    *run(p) {
      const answers: Said[] = [yield* p.wait(), yield* p.wait(1)];
      const gone = yield* exits(p, 0);
      yield* p.wait(gone);
      answers.push(yield* p.wait(gone));
      const child = yield* p.sleeper();
      const { sys } = p;
      for (const options of [0x100, WEXITED]) answers.push(said(yield* sys.wait4(child, options)));
      answers.push(said(yield* sys.wait4(-(2 ** 31), 0)));
      const asked = [
        [P_ALL, 0, 0],
        [P_ALL, 0, WEXITED | 0x800],
        [P_PID, 0, WEXITED],
        [9, 0, WEXITED],
      ] as const;
      for (const [kind, id, options] of asked) answers.push(said(yield* sys.waitid(kind, id, options)));
      yield* killed(p, child);
      const zombie = yield* exits(p, 0);
      return [...answers, said(yield* sys.waitid(P_PID, zombie, WUNTRACED))];
    },
  },
  {
    id: 'PR13',
    says: 'WNOHANG answers 0 when there is nothing to report',
    expect: '0 0 0',
    *run(p) {
      const child = yield* p.sleeper();
      const waited = ok(yield* p.sys.wait4(child, WNOHANG));
      const info = ok(yield* p.sys.waitid(P_PID, child, WEXITED | WNOHANG));
      return [waited.pid, info.status, info.pid];
    },
  },
  {
    id: 'PR14',
    says: 'a stop and a continue are reported once each, to those who ask; a stop that was continued only as continued',
    expect: '0 1 4991 0 0 1 65535 0 1 65535',
    *run(p) {
      const child = yield* p.sleeper();
      const answers: Said[] = [];
      const steps = [
        [SIGSTOP, WUNTRACED],
        [SIGCONT, WCONTINUED],
      ] as const;
      for (const [signo, option] of steps) {
        yield* p.kill(child, signo);
        yield* p.sleep(20);
        for (const asked of [0, option, option]) answers.push(...(yield* looked(p, child, WNOHANG | asked)));
      }
      for (const signo of [SIGSTOP, SIGCONT]) {
        yield* p.kill(child, signo);
        yield* p.sleep(20);
      }
      return [...answers, ...(yield* looked(p, child, WNOHANG | WUNTRACED | WCONTINUED))];
    },
  },
  {
    id: 'PR15',
    says: 'among several zombies wait takes the one that was forked first',
    expect: '1 1',
    *run(p) {
      const first = yield* p.fork((child) => child.sleep(40));
      const second = yield* exits(p, 0);
      yield* p.sleep(60);
      const order = [ok(yield* p.sys.wait4(-1, 0)).pid, ok(yield* p.sys.wait4(-1, 0)).pid];
      return [Number(order[0] === first), Number(order[1] === second)];
    },
  },
  {
    id: 'PR16',
    says: 'waitid tells how, and with WNOWAIT leaves the child to be waited for',
    expect: '1 9 1 9 2304 5 19 5 0 0 6 18 2 9',
    *run(p) {
      const { sys } = p;
      const zombie = yield* exits(p, 9);
      const answers: Said[] = [];
      for (let i = 0; i < 2; i++) answers.push(...told(yield* sys.waitid(P_PID, zombie, WEXITED | WNOWAIT)));
      answers.push(yield* p.wait(zombie));
      const child = yield* p.sleeper();
      yield* p.kill(child, SIGSTOP);
      answers.push(...told(yield* sys.waitid(P_PID, child, WUNTRACED | WNOWAIT)));
      answers.push(ok(yield* sys.waitid(P_PID, child, WUNTRACED)).code);
      const nothing = ok(yield* sys.waitid(P_PID, child, WUNTRACED | WNOHANG));
      answers.push(nothing.code, nothing.pid);
      yield* p.kill(child, SIGCONT);
      answers.push(...told(yield* sys.waitid(P_PID, child, WCONTINUED)));
      yield* p.kill(child, SIGKILL);
      return [...answers, ...told(yield* sys.waitid(P_ALL, 0, WEXITED))];
    },
  },
  {
    id: 'PR17',
    says: 'a zombie has state Z and an empty cmdline; signals succeed and change nothing; ESRCH when it is waited for',
    expect: 'Z 0 0 0 Z ESRCH',
    *run(p) {
      const zombie = yield* exits(p, 0);
      const before = yield* state(p, zombie);
      const fd = yield* p.open(`/proc/${zombie}/cmdline`, 0);
      const bytes = yield* p.take(fd, 9);
      const sent = [said(yield* p.sys.kill(zombie, 0)), said(yield* p.sys.kill(zombie, SIGKILL))];
      const after = yield* state(p, zombie);
      yield* p.wait(zombie);
      return [before, bytes, ...sent, after, said(yield* p.sys.kill(zombie, 0))];
    },
  },
  {
    id: 'PR18',
    says: 'an orphan gets the nearest subreaper as its parent; being one is not inherited',
    expect: '1 0 1 ECHILD',
    *run(p) {
      const me = ok(yield* p.sys.getpid());
      yield* p.sys.prctl(PR_SET_CHILD_SUBREAPER, 1);
      const answers: Said[] = [said(yield* p.sys.prctl(PR_GET_CHILD_SUBREAPER))];
      yield* p.fork(function* (child) {
        yield* child.fork(function* (grandchild) {
          yield* grandchild.sleep(50);
          answers.push(Number(ok(yield* grandchild.sys.getppid()) === me));
        });
        answers.push(said(yield* child.sys.prctl(PR_GET_CHILD_SUBREAPER)));
      });
      yield* p.wait();
      yield* p.wait();
      return [...answers, yield* p.wait()];
    },
  },
  {
    id: 'PR19',
    says: 'with SIGCHLD ignored children leave no zombie, and wait ends with ECHILD; an old zombie is still there',
    expect: '768 ECHILD',
    *run(p) {
      const zombie = yield* exits(p, 3);
      yield* p.ignore(SIGCHLD);
      yield* exits(p, 0);
      const status = yield* p.wait(zombie);
      yield* p.fork((child) => child.sleep(50));
      return [status, yield* p.wait()];
    },
  },
  {
    id: 'PR20',
    says: 'setpgid: own or a child before its exec, of the same session, no session leader, into a group that exists',
    expect: 'ESRCH EINVAL EPERM ESRCH 0 1 EACCES EPERM EPERM',
    programs: sleeps,
    *run(p) {
      const { sys } = p;
      const child = yield* p.sleeper();
      const answers: Said[] = [];
      const asked = [
        [NOBODY_PID, 0],
        [0, -1],
        [0, 4321987],
        [1, 0],
        [child, child],
      ] as const;
      for (const [pid, pgid] of asked) answers.push(said(yield* sys.setpgid(pid, pgid)));
      answers.push(Number((yield* sys.getpgid(child)) === child));
      yield* killed(p, child);
      const other = yield* p.fork((own) => own.sys.execve('/bin/sleep', ['sleep', '5'], []));
      yield* p.sleep(40);
      answers.push(said(yield* sys.setpgid(other, other)));
      yield* killed(p, other);
      const leader = yield* p.fork(function* (own) {
        yield* own.sys.setsid();
        answers.push(said(yield* own.sys.setpgid(0, 0)));
        yield* own.sleep(100);
      });
      yield* p.sleep(40);
      return [...answers, said(yield* sys.setpgid(leader, leader))];
    },
  },
  {
    id: 'PR21',
    says: 'setsid: a new session and group without a terminal, but not for the leader of a group',
    expect: 'EPERM 1 1 EPERM ENXIO ESRCH ESRCH',
    *run(p) {
      const leader = yield* p.inChild(function* ({ sys }) {
        yield* sys.setpgid(0, 0);
        return [said(yield* sys.setsid())];
      });
      const member = yield* p.inChild(function* ({ sys }) {
        const pid = ok(yield* sys.getpid());
        const answers: Said[] = [Number((yield* sys.setsid()) === pid), Number((yield* sys.getpgid(0)) === pid)];
        return [...answers, said(yield* sys.setsid()), said(yield* sys.open('/dev/tty', O_RDWR))];
      });
      const unknown = [yield* p.sys.getpgid(NOBODY_PID), yield* p.sys.getsid(NOBODY_PID)];
      return [...leader, ...member, ...unknown.map(said)];
    },
  },
  {
    id: 'PR22',
    says: 'a stopped group that is orphaned by an exit gets SIGHUP and SIGCONT',
    expect: '1',
    *run(p) {
      yield* p.sys.prctl(PR_SET_CHILD_SUBREAPER, 1);
      let grandchild = 0;
      const middle = yield* p.fork(function* (child) {
        yield* child.sys.setsid();
        grandchild = yield* child.fork(function* (own) {
          yield* own.sys.setpgid(0, 0);
          for (;;) yield* own.sys.pause();
        });
        yield* child.sleep(80);
      });
      yield* p.sleep(20);
      yield* p.kill(grandchild, SIGSTOP);
      yield* p.wait(middle);
      return [yield* p.wait(grandchild)];
    },
  },
  {
    id: 'PR23',
    says: 'in an orphaned group TSTP does nothing, STOP stops',
    expect: '1 4991 1792',
    *run(p) {
      const answers: Said[] = [];
      const child = ok(
        yield* p.sys.fork(function* (sys) {
          const own = new Probe(sys);
          yield* sys.setsid();
          yield* own.raise(SIGTSTP);
          answers.push(1);
          yield* own.raise(SIGSTOP);
          return 7;
        }),
      );
      answers.push(ok(yield* p.sys.wait4(child, WUNTRACED)).status);
      yield* p.kill(child, SIGCONT);
      return [...answers, yield* p.wait(child)];
    },
  },
  {
    id: 'PR24',
    says: 'fork at RLIMIT_NPROC: EAGAIN',
    expect: '0 0 EAGAIN',
    *run(p) {
      return [
        ...(yield* p.inChild(function* ({ sys }) {
          yield* sys.setrlimit('NPROC', { soft: 3, hard: 3 });
          yield* sys.setuid(54322);
          const answers: Said[] = [];
          for (let i = 0; i < 3; i++) {
            const pid = yield* sys.fork(function* (child) {
              for (;;) yield* child.pause();
            });
            answers.push(isFailure(pid) ? pid.errno : 0);
          }
          return answers;
        })),
      ];
    },
  },
  {
    id: 'PR27',
    says: 'the state letters R, S, T and Z',
    expect: 'R S T Z',
    *run(p) {
      const busy = yield* p.fork(function* (child) {
        for (;;) yield* child.sys.work(1000);
      });
      yield* p.sleep(20);
      const answers: Said[] = [yield* state(p, busy)];
      yield* killed(p, busy);
      const child = yield* p.sleeper();
      answers.push(yield* state(p, child));
      yield* p.kill(child, SIGSTOP);
      yield* p.sys.wait4(child, WUNTRACED);
      answers.push(yield* state(p, child));
      yield* p.kill(child, SIGKILL);
      yield* p.sleep(20);
      return [...answers, yield* state(p, child)];
    },
  },
];
