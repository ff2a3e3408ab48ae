/** The rows of flock(2) and fcntl(2) locks, with the answers that Linux 6.18 gives (test/linux/c/lock.c prints them). */
import {
  F_GETLK,
  F_OFD_GETLK,
  F_OFD_SETLK,
  F_RDLCK,
  F_SETLK,
  F_SETLKW,
  F_UNLCK,
  F_WRLCK,
  type Flock,
  LOCK_EX,
  LOCK_NB,
  LOCK_SH,
  LOCK_UN,
  O_CREAT,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  SA_RESTART,
  SEEK_CUR,
  SEEK_SET,
} from '../../src/kernel/abi.ts';
import { SIGUSR1 } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { type LockfCommand, lockf } from '../../src/programs/lib/lockf.ts';
import { type Fact, ok, type Probe, type Said, said } from '../support/process.ts';

const FILE = '/tmp/L';
type Answers = Generator<void, readonly Said[]>;
type Answer = Generator<void, Said>;

/** Two open files of one new file. */
function* fresh(p: Probe): Generator<void, readonly [a: number, b: number]> {
  yield* p.sys.unlink(FILE);
  const a = ok(yield* p.sys.open(FILE, O_RDWR | O_CREAT, 0o644));
  return [a, yield* p.open(FILE, O_RDWR)];
}

function* fl(p: Probe, fd: number, operation: number): Answer {
  return said(yield* p.sys.flock(fd, operation));
}

function* lk(p: Probe, fd: number, command: number, type: number, start: number, len: number): Answer {
  return said(yield* p.sys.fcntl(fd, command, { type, whence: SEEK_SET, start, len, pid: 0 }));
}

/** What F_GETLK tells; the parent's pid is said as 1. */
function* get(p: Probe, fd: number, command: number, type: number, start: number, len: number): Answers {
  const flock: Flock = { type, whence: SEEK_SET, start, len, pid: command === F_GETLK ? 77 : 0 };
  const answer = said(yield* p.sys.fcntl(fd, command, flock));
  const parent = ok(yield* p.sys.getppid());
  return [answer, flock.type, flock.start, flock.len, flock.pid === parent ? 1 : flock.pid];
}

function* lf(p: Probe, fd: number, command: LockfCommand, len: number): Answer {
  return said(yield* lockf(p.sys, fd, command, len));
}

/** The answers of several questions, in turn. */
function* all(...questions: readonly Generator<void, Said | readonly Said[]>[]): Answers {
  const answers: Said[] = [];
  for (const question of questions) answers.push(...[yield* question].flat());
  return answers;
}

/** Lines of /proc/locks about our file, with what differs from run to run called N, PLACE, me and other. */
function* lines(p: Probe): Generator<void, string[]> {
  const { ino } = ok(yield* p.sys.stat(FILE));
  const me = ok(yield* p.sys.getpid());
  const text = yield* p.contents('/proc/locks');
  const ours = text.split('\n').filter((line) => line.includes(`:${ino} `));
  return ours.map((line) =>
    line.replace(/^\d+: (.*) (-?\d+) [\da-f]+:[\da-f]+:\d+ /, (_all, what: string, pid: string) => {
      const who = pid === '-1' ? pid : Number(pid) === me ? 'me' : 'other';
      return `N: ${what} ${who} PLACE `;
    }),
  );
}

function* table(p: Probe): Answers {
  return (yield* lines(p)).map((line) => `${line};`);
}

/** `W0 9`: the type and the bytes of each. */
function* ranges(p: Probe): Answers {
  return (yield* lines(p)).map((line) => `${line.includes('WRITE') ? 'W' : 'R'}${line.split('PLACE ')[1]}`);
}

function* wchan(p: Probe, pid: number): Answer {
  return (yield* p.contents(`/proc/${pid}/wchan`)).trim();
}

/** A child that waits in a flock and gets a signal, then the lock; where it waited and what it was answered. */
function* interrupted(p: Probe, flags: number): Answers {
  const [a] = yield* fresh(p);
  yield* fl(p, a, LOCK_EX);
  let answer: Said = 'nothing';
  const child = yield* p.fork(function* (waiter) {
    const c = yield* waiter.open(FILE, O_RDWR);
    yield* waiter.handle(SIGUSR1, flags);
    answer = yield* fl(waiter, c, LOCK_EX);
  });
  yield* p.sleep(50);
  const where = yield* wchan(p, child);
  yield* p.kill(child, SIGUSR1);
  yield* p.sleep(50);
  yield* fl(p, a, LOCK_UN);
  yield* p.wait(child);
  return [where, answer];
}

function* napping(sys: Sys): Generator<void, number> {
  yield* sys.nanosleep(300_000);
  return 0;
}

export const lockRows: readonly Fact[] = [
  {
    id: 'LK01',
    says: 'flock belongs to the open file: a second open() in the same process conflicts',
    expect: '0 EAGAIN',
    *run(p) {
      const [a, b] = yield* fresh(p);
      return yield* all(fl(p, a, LOCK_EX), fl(p, b, LOCK_EX | LOCK_NB));
    },
  },
  {
    id: 'LK02',
    says: 'shared with shared is fine, exclusive conflicts with everything; the access mode does not matter',
    expect: '0 0 EAGAIN 0 EAGAIN',
    *run(p) {
      const [a, b] = yield* fresh(p);
      const first = yield* all(fl(p, a, LOCK_SH), fl(p, b, LOCK_SH | LOCK_NB), fl(p, b, LOCK_EX | LOCK_NB));
      yield* all(fl(p, a, LOCK_UN), fl(p, b, LOCK_UN));
      const c = yield* p.open(FILE, O_RDONLY);
      return [...first, ...(yield* all(fl(p, c, LOCK_EX | LOCK_NB), fl(p, b, LOCK_SH | LOCK_NB)))];
    },
  },
  {
    id: 'LK03',
    says: 'duplicated descriptors share it: closing one of them unlocks nothing',
    expect: '0 0 EAGAIN',
    *run(p) {
      const [a, b] = yield* fresh(p);
      const first = yield* fl(p, a, LOCK_EX);
      const d = ok(yield* p.sys.dup(a));
      const second = yield* fl(p, d, LOCK_EX | LOCK_NB);
      yield* p.close(d);
      return [first, second, yield* fl(p, b, LOCK_EX | LOCK_NB)];
    },
  },
  {
    id: 'LK04',
    says: 'fork shares it: a child unlocks for both',
    expect: '0 0',
    *run(p) {
      const [a, b] = yield* fresh(p);
      yield* fl(p, a, LOCK_EX);
      const child = yield* p.inChild((c) => all(fl(c, a, LOCK_UN)));
      return [...child, yield* fl(p, b, LOCK_EX | LOCK_NB)];
    },
  },
  {
    id: 'LK05',
    says: 'closed by the parent it is held until the child ends',
    expect: 'EAGAIN 0',
    *run(p) {
      const [a, b] = yield* fresh(p);
      yield* fl(p, a, LOCK_EX);
      const child = yield* p.fork((c) => c.sleep(100));
      yield* p.close(a);
      const held = yield* fl(p, b, LOCK_EX | LOCK_NB);
      yield* p.wait(child);
      return [held, yield* fl(p, b, LOCK_EX | LOCK_NB)];
    },
  },
  {
    id: 'LK06',
    says: 'a conversion is not atomic: failing, it loses the lock that was there',
    expect: 'EAGAIN 0',
    *run(p) {
      const [a, b] = yield* fresh(p);
      yield* all(fl(p, a, LOCK_SH), fl(p, b, LOCK_SH));
      return yield* all(fl(p, a, LOCK_EX | LOCK_NB), fl(p, b, LOCK_EX | LOCK_NB));
    },
  },
  {
    id: 'LK07',
    says: 'one sleeps in locks_lock_inode_wait; a handler ends it with EINTR, SA_RESTART goes on',
    expect: 'locks_lock_inode_wait EINTR locks_lock_inode_wait 0',
    *run(p) {
      return yield* all(interrupted(p, 0), interrupted(p, SA_RESTART));
    },
  },
  {
    id: 'LK08',
    says: 'no descriptor is EBADF, no operation EINVAL; unlocking without a lock is fine',
    expect: 'EBADF 0 EINVAL EINVAL EINVAL',
    *run(p) {
      const [a] = yield* fresh(p);
      const wrong = [fl(p, a, 0), fl(p, a, LOCK_SH | LOCK_EX), fl(p, 99, 77)];
      return yield* all(fl(p, 99, LOCK_EX), fl(p, a, LOCK_UN), ...wrong);
    },
  },
  {
    id: 'LK09',
    says: 'record locks belong to the process: its other descriptors never conflict',
    expect: '0 0',
    *run(p) {
      const [a, b] = yield* fresh(p);
      return yield* all(lk(p, a, F_SETLK, F_WRLCK, 0, 0), lk(p, b, F_SETLK, F_WRLCK, 0, 0));
    },
  },
  {
    id: 'LK10',
    says: "another process gets EAGAIN; F_GETLK tells the blocker's type, range and pid, or F_UNLCK and nothing else",
    expect: 'EAGAIN 0 1 10 5 1 0 2 0 9 77 0 0 0 0 1 EINVAL',
    *run(p) {
      const [a] = yield* fresh(p);
      yield* lk(p, a, F_SETLK, F_WRLCK, 10, 5);
      const first = yield* p.inChild((c) =>
        all(lk(c, a, F_SETLK, F_WRLCK, 0, 0), get(c, a, F_GETLK, F_WRLCK, 0, 0), get(c, a, F_GETLK, F_RDLCK, 0, 9)),
      );
      yield* lk(p, a, F_SETLK, F_RDLCK, 0, 0);
      const second = yield* p.inChild((c) => get(c, a, F_GETLK, F_WRLCK, 3, 4));
      return [...first, ...second, yield* lk(p, a, F_GETLK, F_UNLCK, 0, 0)];
    },
  },
  {
    id: 'LK11',
    says: 'unlocking the middle leaves two',
    expect: '0 W0 9 W20 EOF',
    *run(p) {
      const [a] = yield* fresh(p);
      yield* lk(p, a, F_SETLK, F_WRLCK, 0, 0);
      return yield* all(lk(p, a, F_SETLK, F_UNLCK, 10, 10), ranges(p));
    },
  },
  {
    id: 'LK12',
    says: 'own locks are replaced where they overlap, equal neighbours become one, another type inside makes three',
    expect: 'W0 EOF W0 4 R5 9 W10 EOF R0 9 W10 EOF R0 EOF',
    *run(p) {
      const [a, b] = yield* fresh(p);
      const answers: Said[] = [];
      yield* all(lk(p, a, F_SETLK, F_WRLCK, 0, 5), lk(p, a, F_SETLK, F_WRLCK, 20, 5));
      for (const [fd, type, start, len] of [
        [a, F_WRLCK, 0, 0],
        [a, F_RDLCK, 5, 5],
        [b, F_RDLCK, 0, 5],
        [b, F_RDLCK, 0, 0],
      ] as const) {
        yield* lk(p, fd, F_SETLK, type, start, len);
        answers.push(...(yield* ranges(p)));
      }
      return answers;
    },
  },
  {
    id: 'LK13',
    says: 'F_WRLCK wants a descriptor for writing, F_RDLCK one for reading; a negative start and an unknown type are EINVAL',
    expect: 'EBADF EBADF EINVAL EINVAL 0 EINVAL W0 4 EFAULT',
    *run(p) {
      const [a] = yield* fresh(p);
      const r = yield* p.open(FILE, O_RDONLY);
      const w = yield* p.open(FILE, O_WRONLY);
      return yield* all(
        lk(p, r, F_SETLK, F_WRLCK, 0, 0),
        lk(p, w, F_SETLK, F_RDLCK, 0, 0),
        lk(p, a, F_SETLK, F_WRLCK, -1, 0),
        lk(p, a, F_SETLK, 7, 0, 0),
        lk(p, a, F_SETLK, F_WRLCK, 5, -5),
        lk(p, a, F_SETLK, F_WRLCK, 5, -6),
        ranges(p),
        (function* (): Answer {
          return said(yield* p.sys.fcntl(a, F_SETLK, 0));
        })(),
      );
    },
  },
  {
    id: 'LK14',
    says: "closing any descriptor of the file drops all the process's record locks on it",
    expect: 'W0 9',
    *run(p) {
      const [a, b] = yield* fresh(p);
      yield* lk(p, a, F_SETLK, F_WRLCK, 0, 10);
      const before = yield* ranges(p);
      yield* p.close(b);
      return [...before, ...(yield* ranges(p))];
    },
  },
  {
    id: 'LK15',
    says: "a child does not have them, and its close changes nothing of its parent's; exec keeps them",
    expect: 'EAGAIN W0 9 EAGAIN 0',
    programs: { napping },
    *run(p) {
      const [a] = yield* fresh(p);
      yield* lk(p, a, F_SETLK, F_WRLCK, 0, 10);
      const first = yield* p.inChild(function* (c) {
        const answer = yield* lk(c, a, F_SETLK, F_WRLCK, 0, 1);
        yield* c.close(a);
        return [answer];
      });
      const kept = yield* ranges(p);
      yield* lk(p, a, F_SETLK, F_UNLCK, 0, 0);
      const child = yield* p.fork(function* (c) {
        yield* lk(c, a, F_SETLK, F_WRLCK, 0, 10);
        yield* c.sys.execve('/bin/napping', ['napping'], []);
      });
      yield* p.sleep(150);
      const during = yield* lk(p, a, F_SETLK, F_WRLCK, 0, 1);
      yield* p.wait(child);
      return [...first, ...kept, during, yield* lk(p, a, F_SETLK, F_WRLCK, 0, 1)];
    },
  },
  {
    id: 'LK16',
    says: 'flock and record locks do not see each other',
    expect: '0 0',
    *run(p) {
      const [a] = yield* fresh(p);
      const first = yield* fl(p, a, LOCK_EX);
      return [first, ...(yield* p.inChild((c) => all(lk(c, a, F_SETLK, F_WRLCK, 0, 0))))];
    },
  },
  {
    id: 'LK17',
    says: 'who would close a cycle of waiting gets EDEADLK at once; the other gets the lock when it is free',
    expect: 'fcntl_setlk EDEADLK 0',
    *run(p) {
      const [a] = yield* fresh(p);
      yield* lk(p, a, F_SETLK, F_WRLCK, 0, 1);
      let other: Said = 'nothing';
      const child = yield* p.fork(function* (c) {
        yield* lk(c, a, F_SETLK, F_WRLCK, 1, 1);
        other = yield* lk(c, a, F_SETLKW, F_WRLCK, 0, 1);
      });
      yield* p.sleep(50);
      const first = yield* all(wchan(p, child), lk(p, a, F_SETLKW, F_WRLCK, 1, 1));
      yield* lk(p, a, F_SETLK, F_UNLCK, 0, 1);
      yield* p.wait(child);
      return [...first, other];
    },
  },
  {
    id: 'LK18',
    says: "an OFD lock belongs to the open file: it conflicts with the process's other open files and its own F_SETLK, survives a close, goes to a child",
    expect: '0 EAGAIN EAGAIN N: OFDLCK ADVISORY  WRITE -1 PLACE 0 9; 0 0 1 0 10 -1 0 1 0 10 -1',
    *run(p) {
      const [a, b] = yield* fresh(p);
      const first = yield* all(
        lk(p, a, F_OFD_SETLK, F_WRLCK, 0, 10),
        lk(p, b, F_OFD_SETLK, F_WRLCK, 0, 10),
        lk(p, b, F_SETLK, F_WRLCK, 0, 10),
      );
      yield* p.close(b);
      const shown = yield* table(p);
      const child = yield* p.inChild(function* (c) {
        const mine = yield* lk(c, a, F_OFD_SETLK, F_WRLCK, 0, 10);
        const again = yield* c.open(FILE, O_RDWR);
        return [mine, ...(yield* get(c, again, F_GETLK, F_WRLCK, 0, 0))];
      });
      return [...first, ...shown, ...child, ...(yield* get(p, a, F_OFD_GETLK, F_UNLCK, 0, 0))];
    },
  },
  {
    id: 'LK19',
    says: 'lockf is a record lock from the offset: another process has it, F_TEST says EACCES, F_TLOCK EAGAIN',
    expect: '0 0 EACCES EAGAIN 0 10 0',
    *run(p) {
      const [a] = yield* fresh(p);
      const first = yield* all(lf(p, a, 'lock', 10), lf(p, a, 'test', 10));
      const child = yield* p.inChild(function* (c) {
        const answers = yield* all(lf(c, a, 'test', 10), lf(c, a, 'try', 10));
        yield* c.sys.lseek(a, 10, SEEK_SET);
        return [...answers, yield* lf(c, a, 'try', 5)];
      });
      const offset = said(yield* p.sys.lseek(a, 0, SEEK_CUR));
      return [...first, ...child, offset, yield* lf(p, a, 'unlock', 0)];
    },
  },
  {
    id: 'LK20',
    says: '/proc/locks has a line for each lock, and behind it an indented one for each who waits, also for a waiter',
    expect: [
      'N: FLOCK  ADVISORY  READ me PLACE 0 EOF;',
      'N: -> FLOCK  ADVISORY  WRITE other PLACE 0 EOF;',
      'N:  -> FLOCK  ADVISORY  WRITE other PLACE 0 EOF;',
      'N: FLOCK  ADVISORY  WRITE other PLACE 0 EOF;',
      'N: -> FLOCK  ADVISORY  WRITE other PLACE 0 EOF;',
    ].join(' '),
    *run(p) {
      const [a] = yield* fresh(p);
      yield* fl(p, a, LOCK_SH);
      for (const operation of [LOCK_EX, LOCK_SH, LOCK_EX]) {
        const child = yield* p.fork(function* (c) {
          const d = yield* c.open(FILE, O_RDWR);
          yield* fl(c, d, operation);
          yield* c.sleep(30);
        });
        yield* p.sleep(40);
        if (operation === LOCK_SH) yield* p.wait(child);
      }
      const first = yield* table(p);
      yield* fl(p, a, LOCK_UN);
      yield* p.sleep(15);
      return [...first, ...(yield* table(p))];
    },
  },
];
