/** The rows of signal(7) that need no shell, each with the answers that Linux 6.18 gives (test/linux/c/signal.c prints them). */
import {
  ITIMER_PROF,
  ITIMER_REAL,
  ITIMER_VIRTUAL,
  O_CREAT,
  O_NONBLOCK,
  O_RDONLY,
  O_WRONLY,
  P_ALL,
  POLLIN,
  SA_NOCLDSTOP,
  SA_NOCLDWAIT,
  SA_NODEFER,
  SA_RESETHAND,
  SA_RESTART,
  SFD_NONBLOCK,
  SIG_BLOCK,
  WCOREDUMP,
  WEXITED,
  WIFSTOPPED,
  WNOHANG,
  WUNTRACED,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import * as signals from '../../src/kernel/signum.ts';
import { hasSignal, NSIG, signalNumber, signalText, sigset } from '../../src/kernel/signum.ts';
import { type Fact, ok, Probe, type Said, said } from '../support/process.ts';

const { SIGABRT, SIGALRM, SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGKILL, SIGQUIT, SIGRTMIN, SIGSEGV, SIGSTOP, SIGTERM } =
  signals;
const { SIGTSTP, SIGTTIN, SIGUSR1, SIGUSR2, SIGWINCH } = signals;

const NOBODY = 65534;
const NAMES =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS RTMIN RTMAX';
const ALL = Array.from({ length: NSIG - 1 }, (_, at) => at + 1);
const LIBCS = [32, 33];

type Answers = Generator<void, Said[]>;

/** What becomes of 64 processes, each of which gets one signal: its wait status, if any. */
function* fates(p: Probe): Generator<void, (number | undefined)[]> {
  const pids: number[] = [];
  for (const _ of ALL) {
    pids.push(
      yield* p.fork(function* (child) {
        yield* child.sys.setpgid(0, 0); // not orphaned, or TSTP, TTIN and TTOU would do nothing
        yield* child.sys.setrlimit('CORE', { soft: Number.POSITIVE_INFINITY, hard: Number.POSITIVE_INFINITY });
        for (;;) yield* child.sys.pause();
      }),
    );
  }
  yield* p.sleep(100);
  for (const [at, pid] of pids.entries()) yield* p.kill(pid, at + 1);
  yield* p.sleep(100);
  const statuses: (number | undefined)[] = [];
  for (const pid of pids) {
    const { pid: got, status } = ok(yield* p.sys.wait4(pid, WNOHANG | WUNTRACED));
    statuses.push(got === 0 ? undefined : status);
  }
  return statuses;
}

const fateOf = (status: number | undefined): string => (status === undefined ? 'i' : WIFSTOPPED(status) ? 's' : 't');
const isCore = (status: number | undefined): boolean =>
  status !== undefined && !WIFSTOPPED(status) && WCOREDUMP(status);

/** Takes a pending signal: its number, how it was sent, and its value. */
function* takeOne(p: Probe, ...wanted: number[]): Answers {
  const info = yield* p.sys.sigtimedwait(sigset(...wanted), 0);
  if (isFailure(info)) return [info.errno];
  return info.code === 'SI_QUEUE' ? [info.signo, 'queue', info.value] : [info.signo, 'user'];
}

/** What abort(3) of the C library does: once with the program's own handler, then with the default action. */
function* abort(p: Probe): Generator<void, void> {
  yield* p.unblock(SIGABRT);
  yield* p.raise(SIGABRT);
  yield* p.byDefault(SIGABRT);
  yield* p.raise(SIGABRT);
}

/** How deep a handler nests that sends its own signal. */
function* nest(p: Probe, flags: number): Generator<void, number> {
  const seen = { now: 0, deepest: 0, runs: 0 };
  yield* p.handle(SIGUSR1, flags, function* (handler) {
    seen.deepest = Math.max(seen.deepest, ++seen.now);
    if (++seen.runs < 3) yield* handler.raise(SIGUSR1);
    seen.now--;
  });
  yield* p.raise(SIGUSR1);
  return seen.deepest;
}

/** SIGCHLDs of a child that is stopped, continued and killed, and what wait answers then. */
function* chld(p: Probe, flags: number): Answers {
  p.caught = 0;
  yield* p.handle(SIGCHLD, flags);
  const child = yield* p.fork(function* (sleeper) {
    for (;;) yield* sleeper.sys.pause();
  });
  const answers: Said[] = [];
  yield* p.sleep(20);
  for (const signo of [SIGSTOP, SIGCONT, SIGKILL]) {
    yield* p.kill(child, signo);
    yield* p.sleep(50);
    answers.push(p.caught);
  }
  const waited = yield* p.sys.wait4(-1, 0);
  yield* p.byDefault(SIGCHLD);
  return [...answers, isFailure(waited) ? waited.errno : 0];
}

type Blocking = (p: Probe, pipe: number) => Generator<void, unknown>;

const waits: Readonly<Record<string, Blocking>> = {
  read: (p, pipe) => p.take(pipe, 9),
  *eventfd(p) {
    return yield* p.take(ok(yield* p.sys.eventfd(0, 0)), 8);
  },
  *wait(p) {
    const waited = yield* p.wait();
    return waited;
  },
  *waitid(p) {
    const info = yield* p.sys.waitid(P_ALL, 0, WEXITED);
    return isFailure(info) ? info : 0;
  },
  *open(p) {
    const fd = yield* p.sys.open('/tmp/sgfifo', O_RDONLY);
    return isFailure(fd) ? fd : 0;
  },
  pause: (p) => p.sys.pause(),
  sigsuspend: (p) => p.sys.sigsuspend(0n),
  *sigtimedwait(p) {
    yield* p.block(SIGUSR2);
    return yield* p.take1([SIGUSR2], 300);
  },
  nanosleep: (p) => p.sys.nanosleep(300_000),
  *poll(p, pipe) {
    const ready = yield* p.sys.poll([{ fd: pipe, events: POLLIN }], 300);
    return isFailure(ready) ? ready : ready[0];
  },
  *ppoll(p, pipe) {
    const ready = yield* p.sys.ppoll([{ fd: pipe, events: POLLIN }], 300_000);
    return isFailure(ready) ? ready : ready[0];
  },
  *select(p) {
    const ready = yield* p.sys.select([], [], [], 300_000);
    return isFailure(ready) ? ready : ready.read.length;
  },
};
const ENDLESS = ['eventfd', 'pause', 'sigsuspend'];

/** What a call answers when something happens to the process that sleeps in it; nothing if it sleeps for ever. */
function* disturbed(p: Probe, which: string, flags: number, sent: readonly number[]): Answers {
  const answers: Said[] = [];
  const [r, w] = yield* p.pipe();
  const child = yield* p.fork(function* (sleeper) {
    if (which.startsWith('wait')) yield* sleeper.fork((grandchild) => grandchild.sleep(200));
    yield* sleeper.handle(SIGUSR1, flags);
    const blocking = waits[which];
    if (blocking) answers.push(said(yield* blocking(sleeper, r)));
  });
  yield* p.sleep(60);
  for (const signo of sent) {
    yield* p.kill(child, signo);
    yield* p.sleep(40);
  }
  if (which === 'read') yield* p.put(w, 'ab');
  const out = which === 'open' ? yield* p.sys.open('/tmp/sgfifo', O_WRONLY | O_NONBLOCK) : -1;
  if (ENDLESS.includes(which)) yield* p.kill(child, SIGKILL);
  yield* p.wait(child);
  yield* p.close(r, w, ...(isFailure(out) ? [] : [out]));
  return answers;
}

/** An answer written down by a child when it gets there. */
function* dies(p: Probe, body: (child: Probe) => Generator<void, unknown>): Generator<void, Said> {
  return yield* p.wait(yield* p.fork(body));
}

function* endless(p: Probe): Generator<void, never> {
  for (;;) yield* p.sys.work(1000);
}

/** As sleep(1) of the C library does sigwait: not ended by handlers. */
function* sigwait(p: Probe, signo: number): Generator<void, Said> {
  for (;;) {
    const taken = yield* p.take1([signo]);
    if (taken !== 'EINTR') return taken;
  }
}

const words = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer).getInt32(at, true);

export const signalRows: readonly Fact[] = [
  {
    id: 'SG01',
    says: 'the numbers of the signals',
    expect: `${ALL.slice(0, 31).join(' ')} 34 64`,
    *run() {
      return NAMES.split(' ').map((name) => signalNumber(name) ?? 'none');
    },
  },
  {
    id: 'SG02',
    says: 'the C library keeps 32 and 33 for itself, though kill() sends them',
    expect: 'EINVAL EINVAL 0 32',
    *run(p) {
      const answers: Said[] = [];
      for (const signo of LIBCS)
        answers.push(said(yield* p.sys.sigaction(signo, { handler: 'ignore', mask: 0n, flags: 0 })));
      const child = yield* p.sleeper();
      return [...answers, said(yield* p.sys.kill(child, 32)), yield* p.wait(child)];
    },
  },
  {
    id: 'SG06',
    says: 'by default CHLD, CONT, URG and WINCH do nothing, STOP, TSTP, TTIN and TTOU stop, all others end the process',
    expect: 'ttttttttttttttttiissssittttitttttttttttttttttttttttttttttttttttt',
    *run(p) {
      return [(yield* fates(p)).map(fateOf).join('')];
    },
  },
  {
    id: 'SG07',
    says: 'ten signals leave the core flag, where RLIMIT_CORE allows',
    expect: ALL.map((n) => ([3, 4, 5, 6, 7, 8, 11, 24, 25, 31].includes(n) ? 'c' : '-')).join(''),
    *run(p) {
      return [(yield* fates(p)).map((status) => (isCore(status) ? 'c' : '-')).join('')];
    },
  },
  {
    id: 'SG08',
    says: 'KILL and STOP cannot be caught, ignored or blocked',
    expect: 'EINVAL EINVAL EINVAL EINVAL 0 0 1',
    *run(p) {
      const answers: Said[] = [];
      for (const signo of [SIGKILL, SIGSTOP, 0, NSIG])
        answers.push(said(yield* p.sys.sigaction(signo, { handler: 'ignore', mask: 0n, flags: 0 })));
      yield* p.block(SIGKILL, SIGSTOP, SIGUSR1);
      const mask = ok(yield* p.sys.sigprocmask(SIG_BLOCK));
      return [...answers, ...[SIGKILL, SIGSTOP, SIGUSR1].map((signo) => Number(hasSignal(mask, signo)))];
    },
  },
  {
    id: 'SG09',
    says: 'kill asks with 0, knows its numbers, finds nobody or a zombie',
    expect: '0 EINVAL EINVAL ESRCH ESRCH 0 0 768 ESRCH',
    *run(p) {
      const me = ok(yield* p.sys.getpid());
      const answers: Said[] = [];
      const asked = [
        [me, 0],
        [me, -1],
        [me, 65],
        [99999999, 0],
        [-99999999, 0],
      ] as const;
      for (const [pid, signo] of asked) answers.push(said(yield* p.sys.kill(pid, signo)));
      const zombie = ok(
        yield* p.sys.fork(function* () {
          return 3;
        }),
      );
      yield* p.sleep(20);
      for (const signo of [0, SIGKILL]) answers.push(said(yield* p.sys.kill(zombie, signo)));
      return [...answers, yield* p.wait(zombie), said(yield* p.sys.kill(zombie, 0))];
    },
  },
  {
    id: 'SG10',
    says: 'kill of a group reaches all, and succeeds if one of them may be signalled',
    expect: '0 10 10 EPERM 0',
    *run(p) {
      const [first, second] = [yield* p.sleeper(), yield* p.sleeper()];
      for (const pid of [first, second]) yield* p.sys.setpgid(pid, first);
      const sent = said(yield* p.sys.kill(-first, SIGUSR1));
      const deaths = [yield* p.wait(first), yield* p.wait(second)];
      const root = yield* p.sleeper();
      yield* p.sys.setpgid(root, root);
      const answers = yield* p.inChild(function* (child) {
        yield* child.sys.setpgid(0, root);
        yield* child.sys.setuid(NOBODY);
        return [said(yield* child.sys.kill(root, 0)), said(yield* child.sys.kill(0, 0))];
      });
      yield* p.kill(root, SIGKILL);
      yield* p.wait(root);
      return [sent, ...deaths, ...answers];
    },
  },
  {
    id: 'SG11',
    says: "only one's own processes may be signalled, but SIGCONT passes within a session",
    expect: 'EPERM 0 0 EPERM',
    *run(p) {
      const me = ok(yield* p.sys.getpid());
      return yield* p.inChild(function* (child) {
        yield* child.sys.setuid(NOBODY);
        const own = ok(yield* child.sys.getpid());
        const before = [
          yield* child.sys.kill(me, 0),
          yield* child.sys.kill(me, SIGCONT),
          yield* child.sys.kill(own, 0),
        ];
        yield* child.sys.setsid();
        return [...before, yield* child.sys.kill(me, SIGCONT)].map(said);
      });
    },
  },
  {
    id: 'SG13',
    says: 'an ignored signal is thrown away when sent, unless it is blocked',
    expect: '0 1 0 1',
    *run(p) {
      const answers: Said[] = [];
      yield* p.ignore(SIGUSR1);
      yield* p.raise(SIGUSR1);
      answers.push(yield* p.pending(SIGUSR1));
      yield* p.block(SIGUSR1);
      yield* p.raise(SIGUSR1);
      answers.push(yield* p.pending(SIGUSR1));
      yield* p.unblock(SIGUSR1);
      answers.push(yield* p.pending(SIGUSR1));
      yield* p.block(SIGWINCH);
      yield* p.raise(SIGWINCH);
      return [...answers, yield* p.pending(SIGWINCH)];
    },
  },
  {
    id: 'SG14',
    says: 'a pending signal that comes to be ignored is discarded',
    expect: '1 0 1 0',
    *run(p) {
      yield* p.block(SIGUSR1, SIGCHLD);
      yield* p.raise(SIGUSR1);
      const first = yield* p.pending(SIGUSR1);
      yield* p.ignore(SIGUSR1);
      const second = yield* p.pending(SIGUSR1);
      yield* p.handle(SIGCHLD);
      yield* p.raise(SIGCHLD);
      const third = yield* p.pending(SIGCHLD);
      yield* p.byDefault(SIGCHLD);
      return [first, second, third, yield* p.pending(SIGCHLD)];
    },
  },
  {
    id: 'SG15',
    says: 'a standard signal is pending at most once, and the first value is kept',
    expect: '1 0 0 0 10 queue 1 EAGAIN',
    *run(p) {
      const me = ok(yield* p.sys.getpid());
      yield* p.handle(SIGUSR1);
      yield* p.block(SIGUSR1);
      for (let i = 0; i < 5; i++) yield* p.raise(SIGUSR1);
      yield* p.unblock(SIGUSR1);
      const answers: Said[] = [p.caught];
      yield* p.block(SIGUSR1);
      for (let i = 1; i < 4; i++) answers.push(said(yield* p.sys.sigqueue(me, SIGUSR1, i)));
      return [...answers, ...(yield* takeOne(p, SIGUSR1)), ...(yield* takeOne(p, SIGUSR1))];
    },
  },
  {
    id: 'SG16',
    says: 'real-time signals queue one by one with their values, lower numbers first',
    expect: '34 queue 1 34 queue 2 34 user 35 queue 5 EAGAIN',
    *run(p) {
      const me = ok(yield* p.sys.getpid());
      yield* p.block(34, 35);
      yield* p.sys.sigqueue(me, 35, 5);
      yield* p.sys.sigqueue(me, 34, 1);
      yield* p.sys.sigqueue(me, 34, 2);
      yield* p.raise(34);
      const answers: Said[] = [];
      for (let i = 0; i < 5; i++) answers.push(...(yield* takeOne(p, 34, 35)));
      return answers;
    },
  },
  {
    id: 'SG17',
    says: 'pending signals are taken lowest number first, but a SEGV before all others',
    expect: '11 1 10 15 34 EAGAIN',
    *run(p) {
      const wanted = [SIGHUP, SIGUSR1, SIGSEGV, SIGTERM, SIGRTMIN];
      yield* p.block(...wanted);
      for (const signo of wanted.toReversed()) yield* p.raise(signo);
      const answers: Said[] = [];
      for (let i = 0; i < 6; i++) answers.push(yield* p.take1(wanted, 0));
      return answers;
    },
  },
  {
    id: 'SG18',
    says: 'of TERM and USR1 pending at a stopped process, CONT makes it die of USR1',
    expect: '10',
    *run(p) {
      const child = yield* p.sleeper();
      yield* p.kill(child, SIGSTOP);
      yield* p.sys.wait4(child, WUNTRACED);
      for (const signo of [SIGTERM, SIGUSR1, SIGCONT]) yield* p.kill(child, signo);
      return [yield* p.wait(child)];
    },
  },
  {
    id: 'SG19',
    says: 'at RLIMIT_SIGPENDING sigqueue of a real-time signal gives EAGAIN, kill and standard signals succeed',
    expect: '0 0 EAGAIN 0 0 2/2',
    *run(p) {
      return yield* p.inChild(function* (child) {
        yield* child.sys.setrlimit('SIGPENDING', { soft: 2, hard: 2 });
        yield* child.sys.setuid(54321);
        yield* child.block(34, SIGUSR1);
        const me = ok(yield* child.sys.getpid());
        const answers: Said[] = [];
        for (let i = 0; i < 3; i++) answers.push(said(yield* child.sys.sigqueue(me, 34, 0)));
        answers.push(yield* child.raise(34), said(yield* child.sys.sigqueue(me, SIGUSR1, 0)));
        return [...answers, yield* child.status('self', 'SigQ')];
      });
    },
  },
  {
    id: 'SG20',
    says: 'a handler runs with its own signal blocked; SA_NODEFER lets it nest',
    expect: '1 3',
    *run(p) {
      return [yield* nest(p, 0), yield* nest(p, SA_NODEFER)];
    },
  },
  {
    id: 'SG21',
    says: 'SA_RESETHAND: the second signal kills',
    expect: '0 10',
    *run(p) {
      const child = yield* p.fork(function* (sleeper) {
        yield* sleeper.handle(SIGUSR1, SA_RESETHAND);
        for (;;) yield* sleeper.sys.pause();
      });
      yield* p.sleep(30);
      yield* p.kill(child, SIGUSR1);
      yield* p.sleep(30);
      const alive = said(yield* p.sys.kill(child, 0));
      yield* p.kill(child, SIGUSR1);
      return [alive, yield* p.wait(child)];
    },
  },
  {
    id: 'SG22',
    says: 'SA_NOCLDSTOP: no SIGCHLD for stop and continue; SA_NOCLDWAIT: no zombie, but SIGCHLD',
    expect: '0 0 1 0 1 2 3 0 0 0 1 ECHILD',
    *run(p) {
      return [
        ...(yield* chld(p, SA_NOCLDSTOP)),
        ...(yield* chld(p, 0)),
        ...(yield* chld(p, SA_NOCLDWAIT | SA_NOCLDSTOP)),
      ];
    },
  },
  {
    id: 'SG23',
    says: 'fork empties the pending set; exec keeps it, and the mask, and what is ignored, and forgets handlers',
    expect: '0 0000000000000001 0000000000000200 1 0000000000000001 0000000000000000 1',
    programs: {
      *after(sys) {
        const p = new Probe(sys);
        const ignored = ok(yield* sys.sigaction(SIGUSR2)).handler === 'ignore';
        const answers = [
          yield* p.pending(SIGHUP),
          yield* p.status('self', 'SigBlk'),
          yield* p.status('self', 'SigCgt'),
          Number(ignored),
        ];
        yield* p.put(1, answers.join(' '));
        return 0;
      },
    },
    *run(p) {
      yield* p.handle(SIGUSR1);
      yield* p.ignore(SIGUSR2);
      yield* p.block(SIGHUP);
      yield* p.raise(SIGHUP);
      const [r, w] = yield* p.pipe();
      const before = yield* p.inChild(function* (child) {
        const first = yield* child.pending(SIGHUP);
        return [first, yield* child.status('self', 'SigBlk'), yield* child.status('self', 'SigCgt')];
      });
      const child = yield* p.fork(function* (executing) {
        yield* executing.raise(SIGHUP);
        yield* executing.sys.dup2(w, 1);
        yield* executing.sys.execve('/bin/after', ['after'], []);
      });
      yield* p.wait(child);
      return [...before, yield* p.text(r, 200)];
    },
  },
  {
    id: 'SG24',
    says: 'begun anew with SA_RESTART, EINTR without: read, wait, waitid, open of a FIFO, read of an eventfd',
    expect: 'EINTR 2 EINTR 0 EINTR 0 EINTR 0 EINTR',
    *run(p) {
      yield* p.sys.mknod('/tmp/sgfifo', 0o10600);
      const answers: Said[] = [];
      for (const which of ['read', 'wait', 'waitid', 'open', 'eventfd'])
        for (const flags of [0, SA_RESTART]) answers.push(...(yield* disturbed(p, which, flags, [SIGUSR1])));
      return answers;
    },
  },
  {
    id: 'SG25',
    says: 'EINTR even with SA_RESTART: pause, sigsuspend, sigtimedwait, nanosleep, poll, ppoll, select',
    expect: 'EINTR EINTR EINTR EINTR EINTR EINTR EINTR',
    *run(p) {
      const answers: Said[] = [];
      for (const which of ['pause', 'sigsuspend', 'sigtimedwait', 'nanosleep', 'poll', 'ppoll', 'select'])
        answers.push(...(yield* disturbed(p, which, SA_RESTART, [SIGUSR1])));
      return answers;
    },
  },
  {
    id: 'SG26',
    says: 'an interrupted nanosleep says what is left',
    expect: 'EINTR 8',
    *run(p) {
      yield* p.handle(SIGALRM);
      yield* p.sys.setitimer(ITIMER_REAL, { value: 150_000, interval: 0 });
      const remaining = { us: 0 };
      return [said(yield* p.sys.nanosleep(1_000_000, remaining)), Math.floor(remaining.us / 100_000)];
    },
  },
  {
    id: 'SG27',
    says: 'sigwait goes on after handlers of other signals',
    expect: '12 1',
    *run(p) {
      yield* p.block(SIGUSR2);
      yield* p.handle(SIGUSR1);
      const me = ok(yield* p.sys.getpid());
      yield* p.fork(function* (child) {
        for (const signo of [SIGUSR1, SIGUSR2]) {
          yield* child.sleep(50);
          yield* child.kill(me, signo);
        }
      });
      return [yield* sigwait(p, SIGUSR2), p.caught];
    },
  },
  {
    id: 'SG28',
    says: 'STOP and CONT without a handler end sigtimedwait with EINTR; all others go on',
    expect: '2 0 0 EINTR 0 0 0 0',
    *run(p) {
      const answers: Said[] = [];
      for (const which of ['read', 'wait', 'waitid', 'sigtimedwait', 'nanosleep', 'poll', 'ppoll', 'select'])
        answers.push(...(yield* disturbed(p, which, 0, [SIGSTOP, SIGCONT])));
      return answers;
    },
  },
  {
    id: 'SG29',
    says: 'what was transferred before the handler is the answer, not EINTR',
    expect: '65536',
    *run(p) {
      const [, w] = yield* p.pipe();
      let answer: Said = 'nothing';
      const child = yield* p.fork(function* (writer) {
        yield* writer.handle(SIGUSR1);
        answer = yield* writer.put(w, 100_000);
      });
      yield* p.sleep(50);
      yield* p.kill(child, SIGUSR1);
      yield* p.wait(child);
      return [answer];
    },
  },
  {
    id: 'SG30',
    says: 'a stopped process keeps all but KILL and CONT pending; KILL ends it at once',
    expect: 'T 0000000000004200 9',
    *run(p) {
      const child = yield* p.sleeper();
      yield* p.kill(child, SIGSTOP);
      yield* p.sys.wait4(child, WUNTRACED);
      for (const signo of [SIGTERM, SIGUSR1]) yield* p.kill(child, signo);
      const state = (yield* p.status(child, 'State')).slice(0, 1);
      const pending = yield* p.status(child, 'ShdPnd');
      yield* p.kill(child, SIGKILL);
      return [state, pending, yield* p.wait(child)];
    },
  },
  {
    id: 'SG31',
    says: 'CONT resumes even if it is ignored or blocked; if caught the handler runs after resuming',
    expect: '0 0 0 256 1 512',
    *run(p) {
      const prepare: ((child: Probe) => Generator<void, void>)[] = [
        (child) => child.ignore(SIGCONT),
        (child) => child.block(SIGCONT),
        (child) => child.handle(SIGCONT),
      ];
      const answers: Said[] = [];
      for (const [how, prepared] of prepare.entries()) {
        const child = ok(
          yield* p.sys.fork(function* (sys) {
            const own = new Probe(sys);
            yield* prepared(own);
            yield* own.raise(SIGSTOP);
            answers.push(own.caught);
            return how;
          }),
        );
        yield* p.sys.wait4(child, WUNTRACED);
        yield* p.kill(child, SIGCONT);
        answers.push(yield* p.wait(child));
      }
      return answers;
    },
  },
  {
    id: 'SG32',
    says: 'CONT throws pending stop signals away, and a stop signal a pending CONT',
    expect: '0000000000180200 0000000000020200 0000000000080200',
    *run(p) {
      yield* p.block(SIGTSTP, SIGTTIN, SIGCONT, SIGUSR1);
      const answers: Said[] = [];
      for (const sent of [[SIGTSTP, SIGTTIN, SIGUSR1], [SIGCONT], [SIGTSTP]]) {
        for (const signo of sent) yield* p.raise(signo);
        answers.push(yield* p.status('self', 'ShdPnd'));
      }
      return answers;
    },
  },
  {
    id: 'SG33',
    says: 'CONT to a process that is not stopped: nothing by default, but a handler runs',
    expect: '0 1',
    *run(p) {
      yield* p.raise(SIGCONT);
      const before = p.caught;
      yield* p.handle(SIGCONT);
      yield* p.raise(SIGCONT);
      return [before, p.caught];
    },
  },
  {
    id: 'SG34',
    says: 'abort kills with ABRT even if it is ignored, blocked, or its handler returns',
    expect: '6 6 6',
    *run(p) {
      const before: ((child: Probe) => Generator<void, void>)[] = [
        (child) => child.ignore(SIGABRT),
        (child) => child.block(SIGABRT),
        (child) => child.handle(SIGABRT),
      ];
      const answers: Said[] = [];
      for (const prepared of before) {
        answers.push(
          yield* dies(p, function* (child) {
            yield* prepared(child);
            yield* abort(child);
          }),
        );
      }
      return answers;
    },
  },
  {
    id: 'SG35',
    says: 'a fault kills even if SEGV is ignored or blocked; a SEGV that was sent can be ignored',
    expect: '11 11 0',
    *run(p) {
      const overflow = (n: number): number => 1 + overflow(n + 1);
      const ignoring = yield* dies(p, function* (child) {
        yield* child.ignore(SIGSEGV);
        overflow(0);
      });
      const blocking = yield* dies(p, function* (child) {
        yield* child.block(SIGSEGV);
        overflow(0);
      });
      yield* p.ignore(SIGSEGV);
      return [ignoring, blocking, yield* p.raise(SIGSEGV)];
    },
  },
  {
    id: 'SG36',
    says: 'a write across RLIMIT_FSIZE is cut short, the next one is XFSZ; RLIMIT_CPU is XCPU',
    expect: '100 25 24',
    *run(p) {
      let written: Said = 'nothing';
      const size = yield* dies(p, function* (child) {
        yield* child.sys.setrlimit('FSIZE', { soft: 100, hard: Number.POSITIVE_INFINITY });
        const fd = ok(yield* child.sys.open('/tmp/limited', O_WRONLY | O_CREAT, 0o600));
        written = yield* child.put(fd, 200);
        yield* child.put(fd, 1);
      });
      const cpu = yield* dies(p, function* (child) {
        yield* child.sys.setrlimit('CPU', { soft: 1, hard: Number.POSITIVE_INFINITY });
        yield* endless(child);
      });
      return [written, size, cpu];
    },
  },
  {
    id: 'SG37',
    says: 'alarm tells the seconds left, shares ITIMER_REAL, is not inherited by fork and kept by exec',
    expect: '0 5 3 0 0 9 2 0 7',
    programs: {
      *after(sys) {
        yield* new Probe(sys).put(1, String(yield* sys.alarm(0)));
        return 0;
      },
    },
    *run(p) {
      const answers: Said[] = [];
      for (const seconds of [5, 3, 0, 0]) answers.push(said(yield* p.sys.alarm(seconds)));
      yield* p.sys.alarm(9);
      answers.push(
        ...(yield* p.inChild(function* (child) {
          return [said(yield* child.sys.alarm(0))];
        })),
      );
      const old = ok(yield* p.sys.setitimer(ITIMER_REAL, { value: 2_400_000, interval: 0 }));
      answers.push(Math.round(old.value / 1e6), said(yield* p.sys.alarm(0)));
      answers.push(ok(yield* p.sys.getitimer(ITIMER_REAL)).value);
      const [r, w] = yield* p.pipe();
      const child = yield* p.fork(function* (executing) {
        yield* executing.sys.alarm(7);
        yield* executing.sys.dup2(w, 1);
        yield* executing.sys.execve('/bin/after', ['after'], []);
      });
      yield* p.wait(child);
      return [...answers, yield* p.text(r, 9)];
    },
  },
  {
    id: 'SG38',
    says: 'interval timers: REAL repeats as ALRM, VIRTUAL is VTALRM, PROF is PROF',
    expect: '3 20000 EINVAL EINVAL EINVAL 26 27',
    *run(p) {
      yield* p.handle(SIGALRM);
      yield* p.sys.setitimer(ITIMER_REAL, { value: 20_000, interval: 20_000 });
      for (let i = 0; i < 3; i++) yield* p.sys.pause();
      const { interval } = ok(yield* p.sys.getitimer(ITIMER_REAL));
      const answers: Said[] = [
        p.caught,
        interval,
        said(yield* p.sys.setitimer(3, { value: 1, interval: 1 })),
        said(yield* p.sys.setitimer(ITIMER_REAL, { value: -1, interval: 0 })),
        said(yield* p.sys.getitimer(-1)),
      ];
      yield* p.sys.setitimer(ITIMER_REAL, { value: 0, interval: 0 });
      for (const which of [ITIMER_VIRTUAL, ITIMER_PROF]) {
        const status = yield* dies(p, function* (child) {
          yield* child.sys.setitimer(which, { value: 50_000, interval: 0 });
          yield* endless(child);
        });
        answers.push(status);
      }
      return answers;
    },
  },
  {
    id: 'SG39',
    says: 'sigsuspend swaps the mask, waits and restores: no signal is lost between',
    expect: '0 EINTR 1 1',
    *run(p) {
      yield* p.handle(SIGUSR1);
      yield* p.block(SIGUSR1);
      yield* p.raise(SIGUSR1);
      const before = p.caught;
      const answer = said(yield* p.sys.sigsuspend(0n));
      const mask = ok(yield* p.sys.sigprocmask(SIG_BLOCK));
      return [before, answer, p.caught, Number(hasSignal(mask, SIGUSR1))];
    },
  },
  {
    id: 'SG40',
    says: 'signalfd gives blocked pending signals as records of 128 bytes; sigtimedwait ends with EAGAIN',
    expect: 'EAGAIN 0 1 EINVAL 256 10 34 7 1 EAGAIN EINVAL EINVAL EAGAIN 128 10',
    *run(p) {
      const both = sigset(SIGUSR1, 34);
      const me = ok(yield* p.sys.getpid());
      const [pipe] = yield* p.pipe();
      yield* p.block(SIGUSR1, 34);
      const fd = ok(yield* p.sys.signalfd(-1, both, SFD_NONBLOCK));
      const answers = [yield* p.take(fd, 384), yield* p.ready(fd, POLLIN)];
      yield* p.raise(SIGUSR1);
      yield* p.sys.sigqueue(me, 34, 7);
      const records = new Uint8Array(384);
      answers.push(yield* p.ready(fd, POLLIN), yield* p.take(fd, 100), said(yield* p.sys.read(fd, records)));
      answers.push(words(records, 0), words(records, 128), words(records, 172), Number(words(records, 12) === me));
      answers.push(yield* p.take(fd, 128));
      answers.push(said(yield* p.sys.signalfd(pipe, both, 0)), said(yield* p.sys.signalfd(-1, both, 1)));
      answers.push(yield* p.take1([SIGUSR1, 34], 20));
      const child = yield* p.fork(function* (reader) {
        const own = ok(yield* reader.sys.signalfd(-1, both, 0));
        answers.push(said(yield* reader.sys.read(own, records)), words(records, 0));
      });
      yield* p.sleep(40);
      yield* p.kill(child, SIGUSR1);
      yield* p.wait(child);
      return answers;
    },
  },
  {
    id: 'SG41',
    says: '/proc/PID/status has the sets as 16 hexadecimal digits: of the thread, of the process, blocked, ignored, caught',
    expect: '0000000000000200 0000000000000200 0000000000000200 0000000000000006 0000000000004000',
    *run(p) {
      const me = ok(yield* p.sys.getpid());
      for (const signo of [SIGINT, SIGQUIT]) yield* p.ignore(signo);
      yield* p.handle(SIGTERM);
      yield* p.block(SIGUSR1);
      yield* p.raise(SIGUSR1);
      yield* p.sys.tgkill(me, me, SIGUSR1);
      const answers: Said[] = [];
      for (const field of ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'])
        answers.push(yield* p.status('self', field));
      return answers;
    },
  },
  {
    id: 'SG42',
    says: 'what strsignal says of each',
    expect:
      'Hangup Interrupt Quit Illegal instruction Trace/breakpoint trap Aborted Bus error Floating point exception Killed User defined signal 1 Segmentation fault User defined signal 2 Broken pipe Alarm clock Terminated Stack fault Child exited Continued Stopped (signal) Stopped Stopped (tty input) Stopped (tty output) Urgent I/O condition CPU time limit exceeded File size limit exceeded Virtual timer expired Profiling timer expired Window changed I/O possible Power failure Bad system call ' +
      Array.from({ length: 31 }, (_, n) => `Real-time signal ${n}`).join(' '),
    *run() {
      return ALL.filter((n) => !LIBCS.includes(n)).map(signalText);
    },
  },
];
