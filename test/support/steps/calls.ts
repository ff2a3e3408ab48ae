/** What the calls of a step are on the simulated kernel; test/linux/c/calls.h has the same names and words. */
import * as abi from '../../../src/kernel/abi.ts';
import { type Failure, isFailure } from '../../../src/kernel/errno.ts';
import type { Sys } from '../../../src/kernel/syscalls.ts';
import { ipcCalls } from './ipc-calls.ts';
import { type Answering, type Call, person, plain, telling } from './telling.ts';
import { about, digest, made, num, type Words, who } from './words.ts';

/** Bytes that come into a buffer, whose length stands at `at`. */
const reading = (at: number, ask: (sys: Sys, into: Uint8Array, words: Words) => Answering): Call =>
  function* ({ sys }, words) {
    const into = new Uint8Array(words.number(at));
    const answer = yield* ask(sys, into, words);
    return typeof answer === 'number' && answer > 0 ? `${answer} ${digest(into.subarray(0, answer))}` : num(answer);
  };

const stated = (ask: (sys: Sys, words: Words) => Generator<void, abi.Stat | Failure, unknown>): Call =>
  telling(ask, ({ mode, nlink, uid, gid, size, dev, ino, mtime, ctime, rdev, blocks }) =>
    [
      `${mode.toString(8)} nlink=${nlink} uid=${uid} gid=${gid} size=${size} ino=${dev.toString(16)}:${ino}`,
      `m=${mtime} c=${ctime}`,
      ...(abi.S_ISREG(mode) ? [`blocks=${blocks}`] : []),
      ...(abi.S_ISCHR(mode) ? [`rdev=${rdev.toString(16)}`] : []),
    ].join(' '),
  );

const two = (ask: (sys: Sys, words: Words) => Generator<void, readonly [number, number] | Failure, unknown>): Call =>
  telling(ask, (ends) => ends.join(' '));

const unique = (fds: readonly number[]): number[] => [...new Set(fds)].sort((a, b) => a - b);

const LETTERS: Readonly<Record<abi.FileType, string>> = {
  fifo: 'p',
  chr: 'c',
  dir: 'd',
  blk: 'b',
  reg: '-',
  lnk: 'l',
  sock: 's',
};

const files: Readonly<Record<string, Call>> = {
  open: plain((sys, w) => sys.open(w.text(0), w.number(1), w.number(2))),
  close: plain((sys, w) => sys.close(w.number(0))),
  read: reading(1, (sys, into, w) => sys.read(w.number(0), into)),
  write: plain((sys, w) => sys.write(w.number(0), made(w.number(1), w.number(2)))),
  pread: reading(1, (sys, into, w) => sys.pread(w.number(0), into, w.number(2))),
  pwrite: plain((sys, w) => sys.pwrite(w.number(0), made(w.number(1), w.number(2)), w.number(3))),
  lseek: plain((sys, w) => sys.lseek(w.number(0), w.number(1), w.number(2))),
  dup: plain((sys, w) => sys.dup(w.number(0))),
  dup2: plain((sys, w) => sys.dup2(w.number(0), w.number(1))),
  dup3: plain((sys, w) => sys.dup3(w.number(0), w.number(1), w.number(2))),
  pipe2: two((sys, w) => sys.pipe2(w.number(0))),
  fcntl: plain((sys, w) => sys.fcntl(w.number(0), w.number(1), w.number(2))),
  fionread: plain((sys, w) => sys.fionread(w.number(0))),
  ftruncate: plain((sys, w) => sys.ftruncate(w.number(0), w.number(1))),
  fsync: plain((sys, w) => sys.fsync(w.number(0))),
  fstat: stated((sys, w) => sys.fstat(w.number(0))),
  stat: stated((sys, w) => sys.stat(w.text(0))),
  lstat: stated((sys, w) => sys.lstat(w.text(0))),
  access: plain((sys, w) => sys.access(w.text(0), w.number(1))),
  readlink: telling(
    (sys, w) => sys.readlink(w.text(0)),
    (target) => `${target.length} ${target}`,
  ),
  getdents: telling(
    (sys, w) => sys.getdents(w.number(0)),
    (entries) => [entries.length, ...entries.map(({ name, type }) => name + LETTERS[type]).sort()].join(' '),
  ),
  mkdir: plain((sys, w) => sys.mkdir(w.text(0), w.number(1))),
  rmdir: plain((sys, w) => sys.rmdir(w.text(0))),
  mknod: plain((sys, w) => sys.mknod(w.text(0), w.number(1), w.number(2))),
  unlink: plain((sys, w) => sys.unlink(w.text(0))),
  link: plain((sys, w) => sys.link(w.text(0), w.text(1))),
  symlink: plain((sys, w) => sys.symlink(w.text(0), w.text(1))),
  rename: plain((sys, w) => sys.rename(w.text(0), w.text(1))),
  chmod: plain((sys, w) => sys.chmod(w.text(0), w.number(1))),
  fchmod: plain((sys, w) => sys.fchmod(w.number(0), w.number(1))),
  chown: plain((sys, w) => sys.chown(w.text(0), w.number(1), w.number(2))),
  lchown: plain((sys, w) => sys.lchown(w.text(0), w.number(1), w.number(2))),
  utimens: plain((sys, w) => sys.utimens(w.text(0), w.optional(1), w.optional(2))),
  truncate: plain((sys, w) => sys.truncate(w.text(0), w.number(1))),
  chdir: plain((sys, w) => sys.chdir(w.text(0))),
  getcwd: telling(
    (sys) => sys.getcwd(),
    (path, { base }) => (path.startsWith(base) ? `.${path.slice(base.length)}` : path),
  ),
  umask: telling(
    (sys, w) => sys.umask(w.number(0)),
    (mask) => mask.toString(8),
  ),
  poll: telling(
    (sys, w) => {
      const fds = w.from(1).map((at) => w.parts(at));
      return sys.poll(
        fds.map(([fd = 0, events = 0]) => ({ fd, events })),
        w.number(0),
      );
    },
    (revents) => revents.join(' '),
  ),
  select: telling(
    (sys, w) => sys.select(unique(w.list(0)), unique(w.list(1)), unique(w.list(2)), 0),
    ({ read, write, except }) => [read, write, except].map((fds) => `${fds.map((fd) => `${fd},`).join('')};`).join(' '),
  ),
  execve: plain((sys, w) => sys.execve(w.text(0), [], [])),
  tcgetattr: telling(
    (sys, w) => sys.tcgetattr(w.number(0)),
    () => '0',
  ),
  tcgetpgrp: plain((sys, w) => sys.tcgetpgrp(w.number(0))),
  tcsetpgrp: plain((sys, w) => sys.tcsetpgrp(w.number(0), w.number(1))),
  tiocgwinsz: telling(
    (sys, w) => sys.tiocgwinsz(w.number(0)),
    () => '0',
  ),
};

const RESOURCES: readonly abi.Resource[] = [
  ...(['CPU', 'FSIZE', 'DATA', 'STACK', 'CORE', 'RSS', 'NPROC', 'NOFILE', 'MEMLOCK', 'AS', 'LOCKS'] as const),
  ...(['SIGPENDING', 'MSGQUEUE', 'NICE', 'RTPRIO', 'RTTIME'] as const),
];
const limitOf = (value: number): number => (value < 0 ? abi.RLIM_INFINITY : value);
const shownLimit = (value: number): string => (value === abi.RLIM_INFINITY ? '-1' : String(value));

const processes: Readonly<Record<string, Call>> = {
  exit: plain((sys, w) => sys.exit(w.number(0))),
  getpid: person((sys) => sys.getpid()),
  getppid: person((sys) => sys.getppid()),
  getpgrp: person((sys) => sys.getpgrp()),
  getpgid: person((sys, w) => sys.getpgid(w.number(0))),
  setpgid: plain((sys, w) => sys.setpgid(w.number(0), w.number(1))),
  getsid: person((sys, w) => sys.getsid(w.number(0))),
  setsid: person((sys) => sys.setsid()),
  prctl: plain((sys, w) => sys.prctl(w.number(0), w.number(1))),
  prlimit: telling(
    (sys, w) => {
      const wanted = w.absent(2) ? undefined : { soft: limitOf(w.number(2)), hard: limitOf(w.number(3)) };
      return sys.prlimit(w.number(0), RESOURCES[w.number(1)] as abi.Resource, wanted);
    },
    ({ soft, hard }) => `${shownLimit(soft)} ${shownLimit(hard)}`,
  ),
  sched_yield: plain((sys) => sys.sched_yield()),
  wait4: telling(
    (sys, w) => sys.wait4(w.number(0), w.number(1)),
    ({ pid, status }, { cast }) => (pid > 0 ? `${who(cast, pid)} ${status.toString(16)}` : '0'),
  ),
  waitid: telling(
    (sys, w) => sys.waitid(w.number(0), w.number(1), w.number(2)),
    ({ pid, uid, code, status }, { cast }) => `${who(cast, pid)} ${uid} ${code} ${status}`,
  ),
  *ids({ sys }) {
    const { ruid, euid, suid } = yield* sys.getresuid();
    return `${ruid} ${euid} ${suid} ${yield* sys.getgid()} ${yield* sys.getegid()}`;
  },
  getgroups: telling(
    (sys) => sys.getgroups(),
    (groups) => [groups.length, ...groups].join(' '),
  ),
  setuid: plain((sys, w) => sys.setuid(w.number(0))),
  setgid: plain((sys, w) => sys.setgid(w.number(0))),
  setresuid: plain((sys, w) => sys.setresuid(w.number(0), w.number(1), w.number(2))),
  setresgid: plain((sys, w) => sys.setresgid(w.number(0), w.number(1), w.number(2))),
  setgroups: plain((sys, w) => sys.setgroups(w.list(0))),
  nice: plain((sys, w) => sys.nice(w.number(0))),
  getpriority: plain((sys, w) => sys.getpriority(w.number(0), w.number(1))),
  setpriority: plain((sys, w) => sys.setpriority(w.number(0), w.number(1), w.number(2))),
};

const HANDLERS = ['default', 'ignore'] as const;
const handlerNumber = (handler: unknown): number => (handler === 'default' ? 0 : handler === 'ignore' ? 1 : 2);
/** struct signalfd_siginfo. */
const SIGINFO_BYTES = 128;
const timer = ({ value, interval }: abi.Itimer): string => `${value > 0 ? 'armed' : 'off'} ${interval}`;

const signals: Readonly<Record<string, Call>> = {
  *sigaction(actor, w) {
    const handler = function* (sys: Sys, info: abi.SigInfo): Generator<void, number> {
      actor.caught(yield* sys.getpid(), info);
      return 0;
    };
    const wanted = { handler: HANDLERS[w.number(1)] ?? handler, mask: w.mask(3), flags: w.number(2) };
    const old = yield* actor.sys.sigaction(w.number(0), w.absent(1) ? undefined : wanted);
    if (isFailure(old)) return old.errno;
    return `${handlerNumber(old.handler)} ${(old.flags >>> 0).toString(16)} ${old.mask.toString(16)}`;
  },
  sigprocmask: telling(
    (sys, w) => sys.sigprocmask(w.number(0), w.absent(1) ? undefined : w.mask(1)),
    (old) => old.toString(16),
  ),
  sigpending: telling(
    (sys) => sys.sigpending(),
    (set) => set.toString(16),
  ),
  sigsuspend: plain((sys, w) => sys.sigsuspend(w.mask(0))),
  pause: plain((sys) => sys.pause()),
  kill: plain((sys, w) => sys.kill(w.number(0), w.number(1))),
  sigqueue: plain((sys, w) => sys.sigqueue(w.number(0), w.number(1), w.number(2))),
  tgkill: plain((sys, w) => sys.tgkill(w.number(0), w.number(1), w.number(2))),
  sigtimedwait: telling(
    (sys, w) => sys.sigtimedwait(w.mask(0), w.optional(1)),
    (info, { cast }) => about(cast, info),
  ),
  alarm: plain((sys, w) => sys.alarm(w.number(0))),
  setitimer: telling((sys, w) => sys.setitimer(w.number(0), { value: w.number(1), interval: w.number(2) }), timer),
  getitimer: telling((sys, w) => sys.getitimer(w.number(0)), timer),
  eventfd: plain((sys, w) => sys.eventfd(w.number(0), w.number(1))),
  timerfd_create: plain((sys, w) => sys.timerfd_create(w.number(0), w.number(1))),
  timerfd_settime: telling(
    (sys, w) => sys.timerfd_settime(w.number(0), w.number(1), { value: w.number(2), interval: w.number(3) }),
    timer,
  ),
  timerfd_gettime: telling((sys, w) => sys.timerfd_gettime(w.number(0)), timer),
  *siginfo({ sys, cast }, w) {
    const into = new Uint8Array(w.number(1));
    const answer = yield* sys.read(w.number(0), into);
    if (isFailure(answer)) return answer.errno;
    const said = [String(answer)];
    for (let at = 0; at + SIGINFO_BYTES <= answer; at += SIGINFO_BYTES) {
      const view = new DataView(into.buffer, at);
      const [signo, code] = [view.getUint32(0, true), view.getInt32(8, true)];
      said.push(`${signo} ${code} ${who(cast, view.getUint32(12, true))} ${view.getUint32(16, true)}`);
    }
    return said.join(' ');
  },
  signalfd: plain((sys, w) => sys.signalfd(w.number(0), w.mask(1), w.number(2))),
};

export const calls: Readonly<Record<string, Call>> = { ...files, ...processes, ...signals, ...ipcCalls };
