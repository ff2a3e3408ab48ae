/**
 * Job control of the terminal without a shell, each row with the answers that Linux 6.18 gives (test/linux/c/tty.c prints
 * them). The program is the leader of a session and has its terminal as descriptor 0; wait statuses are decimal:
 * 5503 is stopped by TTIN, 5759 by TTOU.
 */
import { SIG_BLOCK, TOSTOP, WUNTRACED } from '../../src/kernel/abi.ts';
import { SIGKILL, SIGTTIN, SIGTTOU, sigbit } from '../../src/kernel/signum.ts';
import { type Fact, ok, type Probe, type Said, said } from '../support/process.ts';

const TTY = 0;
type Action = (p: Probe) => Generator<void, Said>;

/** What becomes of a child in a group of its own that tries something: its wait status, then it is killed. */
function* fateOf(p: Probe, action: Action): Generator<void, Said> {
  const pid = yield* p.fork(function* (child) {
    yield* child.sys.setpgid(0, 0);
    yield* action(child);
  });
  const { status } = ok(yield* p.sys.wait4(pid, WUNTRACED));
  yield* p.kill(pid, SIGKILL);
  yield* p.wait(pid);
  return status;
}

/** What a child in a group of its own is answered, once `prepare` has been done. */
function* answerOf(p: Probe, prepare: (p: Probe) => Generator<void, unknown>, action: Action): Generator<void, Said> {
  let answer: Said = 'nothing';
  const pid = yield* p.fork(function* (child) {
    yield* child.sys.setpgid(0, 0);
    yield* prepare(child);
    answer = yield* action(child);
  });
  yield* p.wait(pid);
  return answer;
}

const ignoring = (signo: number) => (p: Probe) => p.ignore(signo);
const blocking = (signo: number) => (p: Probe) => p.sys.sigprocmask(SIG_BLOCK, sigbit(signo));
const reads: Action = (p) => p.take(TTY, 1);
const writes: Action = (p) => p.put(TTY, 'x');
const setsModes: Action = function* (p) {
  return said(yield* p.sys.tcsetattr(TTY, ok(yield* p.sys.tcgetattr(TTY))));
};
const takesTerminal: Action = function* (p) {
  return said(yield* p.sys.tcsetpgrp(TTY, ok(yield* p.sys.getpgrp())));
};

function* stopsOutput(p: Probe, on: boolean): Generator<void, void> {
  const termios = ok(yield* p.sys.tcgetattr(TTY));
  yield* p.sys.tcsetattr(TTY, { ...termios, lflag: on ? termios.lflag | TOSTOP : termios.lflag & ~TOSTOP });
}

export const ttyRows: readonly Fact[] = [
  {
    id: 'JC20',
    says: 'a background read stops with TTIN; ignored, blocked or in an orphaned group: EIO',
    expect: '5503 EIO EIO EIO',
    *run(p) {
      const stopped = yield* fateOf(p, reads);
      const refused = [yield* answerOf(p, ignoring(SIGTTIN), reads), yield* answerOf(p, blocking(SIGTTIN), reads)];
      let orphaned: Said = 'nothing';
      const middle = yield* p.fork((parent) =>
        parent.fork(function* (child) {
          yield* child.sys.setpgid(0, 0);
          yield* child.sleep(50);
          orphaned = yield* reads(child);
        }),
      );
      yield* p.wait(middle);
      yield* p.sleep(150);
      return [stopped, ...refused, orphaned];
    },
  },
  {
    id: 'JC21',
    says: 'background output is free without tostop; with it TTOU stops, and ignored or blocked it goes through',
    expect: '1 5759 1 1',
    *run(p) {
      const free = yield* answerOf(p, ignoring(SIGTTIN), writes);
      yield* stopsOutput(p, true);
      const held = [
        yield* fateOf(p, writes),
        yield* answerOf(p, ignoring(SIGTTOU), writes),
        yield* answerOf(p, blocking(SIGTTOU), writes),
      ];
      yield* stopsOutput(p, false);
      return [free, ...held];
    },
  },
  {
    id: 'JC22',
    says: 'setting the terminal from the background stops with TTOU whatever tostop is; with TTOU ignored it works',
    expect: '5759 5759 0 0',
    *run(p) {
      const stopped = [yield* fateOf(p, setsModes), yield* fateOf(p, takesTerminal)];
      return [
        ...stopped,
        yield* answerOf(p, ignoring(SIGTTOU), setsModes),
        yield* answerOf(p, ignoring(SIGTTOU), takesTerminal),
      ];
    },
  },
  {
    id: 'JC23',
    says: 'tcsetpgrp: a group of another session EPERM, no such group ESRCH, a negative one EINVAL',
    expect: 'EPERM ESRCH EINVAL',
    *run(p) {
      const stranger = yield* p.fork(function* (child) {
        yield* child.sys.setsid();
        yield* child.sys.pause();
      });
      yield* p.sleep(50);
      const answers = [stranger, 4_000_000, -1].map((pgid) => p.sys.tcsetpgrp(TTY, pgid));
      const told: Said[] = [];
      for (const answer of answers) told.push(said(yield* answer));
      yield* p.kill(stranger, SIGKILL);
      yield* p.wait(stranger);
      return told;
    },
  },
];
