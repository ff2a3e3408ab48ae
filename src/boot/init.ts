/**
 * Process 1, and how a session begins: what init, getty and login do on a real machine.
 * init adopts orphans and reaps them, for ever. Authority: init(1), getty(8), login(1).
 */
import { O_NOCTTY, O_RDONLY, O_RDWR, SIG_BLOCK, SIG_SETMASK } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { SIGCHLD, sigbit } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { LEARNER, SUDO_GROUP } from './rootfs.ts';

/** setgroups, setgid, setuid: in this order, for only root may do the first two. */
function* becomeLearner(sys: Sys): Generator<void, void> {
  yield* sys.setgroups([LEARNER.gid, SUDO_GROUP]);
  yield* sys.setgid(LEARNER.gid);
  yield* sys.setuid(LEARNER.uid);
}

/** Which login sits at which terminal, by pid: whoever ends is followed by another one. */
export type Logins = Map<number, Seat>;

/** A terminal, and the machine of the network that it belongs to, if it is another one. */
export interface Seat {
  readonly tty: string;
  readonly host: string | undefined;
}

/** Keeps a login on each terminal, and reaps whatever is left to it. */
export const init = (terminals: readonly Seat[], logins: Logins) =>
  function* (sys: Sys): Generator<void, number> {
    yield* sys.sigaction(SIGCHLD, { handler: () => [][Symbol.iterator](), mask: 0n, flags: 0 });
    yield* sys.sigprocmask(SIG_BLOCK, sigbit(SIGCHLD));
    for (const seat of terminals) yield* spawn(sys, logins, seat);
    for (;;) {
      const waited = yield* sys.wait4(-1, 0);
      if (isFailure(waited)) yield* sys.sigsuspend(0n);
      else yield* spawn(sys, logins, logins.get(waited.pid));
    }
  };

function* spawn(sys: Sys, logins: Logins, seat: Seat | undefined): Generator<void, void> {
  if (seat === undefined) return;
  const fd = yield* sys.open(seat.tty, O_RDWR | O_NOCTTY);
  if (isFailure(fd)) return; // hung up: nobody will sit at it again
  yield* sys.close(fd);
  const pid = yield* sys.fork(login(seat));
  if (typeof pid === 'number') logins.set(pid, seat);
}

const loginEnvironment = (term: string): string[] => [
  `HOME=${LEARNER.home}`,
  `LOGNAME=${LEARNER.name}`,
  `USER=${LEARNER.name}`,
  'SHELL=/bin/bash',
  'PATH=/usr/local/bin:/usr/bin:/bin',
  'LANG=C.UTF-8',
  `TERM=${term}`,
];

/** The network and the name of another machine. */
function* moveTo(sys: Sys, host: string): Generator<void, void> {
  const fd = yield* sys.open(`/run/netns/${host}`, O_RDONLY);
  if (isFailure(fd)) return;
  yield* sys.setns(fd, 0);
  yield* sys.close(fd);
}

/** A login on the terminal `/dev/pts/N`: a session of its own, three descriptors, the learner's rights, a shell. */
export const login = ({ tty, host }: Seat) =>
  function* (sys: Sys): Generator<void, number> {
    yield* sys.sigprocmask(SIG_SETMASK, 0n);
    yield* sys.setsid();
    if (isFailure(yield* sys.open(tty, O_RDWR))) return 1;
    yield* sys.dup(0);
    yield* sys.dup(0);
    if (host !== undefined) yield* moveTo(sys, host);
    yield* becomeLearner(sys);
    yield* sys.chdir(LEARNER.home);
    yield* sys.execve('/bin/bash', ['bash'], loginEnvironment('xterm-256color'));
    return 127;
  };

/** What runs a command line without a terminal: the same rights and place, descriptors as the caller made them. */
export const runAs = (argv: readonly string[], cwd: string) =>
  function* (sys: Sys): Generator<void, number> {
    yield* sys.sigprocmask(SIG_SETMASK, 0n);
    yield* sys.setsid();
    yield* becomeLearner(sys);
    yield* sys.chdir(cwd);
    yield* sys.execve('/bin/bash', argv, loginEnvironment('dumb'));
    return 127;
  };
