/** The rows of mq_overview(7), with the answers that Linux 6.18 gives (test/linux/c/mqueue.c prints them). */
import {
  F_GETFD,
  type MqAttr,
  O_APPEND,
  O_CREAT,
  O_EXCL,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  POLLIN,
  POLLOUT,
  SA_RESTART,
  SIGEV_SIGNAL,
  type SigInfo,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { SIGUSR1 } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { mqNotifyThread } from '../../src/programs/lib/mq-notify.ts';
import { mainThread } from '../../src/programs/lib/pthread.ts';
import { type Fact, ok, type Probe, type Said, said } from '../support/process.ts';

const NAME = 'q';
const FOUR: MqAttr = { flags: 0, maxmsg: 4, msgsize: 64, curmsgs: 0 };
const RW = O_RDWR | O_CREAT;
const PAST = 1;

type Answers = Generator<void, readonly Said[]>;
type Answer = Generator<void, Said>;

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** A queue of four messages that is open for both. */
function* make(p: Probe, flags = 0): Generator<void, number> {
  yield* p.sys.mq_unlink(NAME);
  return ok(yield* p.sys.mq_open(NAME, RW | flags, 0o600, FOUR));
}

/** Whether a queue can be opened; it is closed again. */
function* opens(p: Probe, name: string, flags: number, maxmsg?: number, msgsize = 0): Answer {
  const attr = maxmsg === undefined ? undefined : { flags: 0, maxmsg, msgsize, curmsgs: 0 };
  const fd = yield* p.sys.mq_open(name, flags, 0o600, attr);
  if (isFailure(fd)) return fd.errno;
  yield* p.close(fd);
  return 0;
}

function* put(p: Probe, q: number, text: string | number, priority = 0, until?: number): Answer {
  const message = typeof text === 'number' ? new Uint8Array(text) : bytes(text);
  return said(yield* p.sys.mq_timedsend(q, message, priority, until));
}

function* take(p: Probe, q: number, room = 64, until?: number): Answer {
  return said(yield* p.sys.mq_timedreceive(q, new Uint8Array(room), undefined, until));
}

/** The text and the priority of a message. */
function* got(p: Probe, q: number): Answers {
  const into = new Uint8Array(64);
  const priority = { priority: 0 };
  const length = yield* p.sys.mq_timedreceive(q, into, priority);
  if (isFailure(length)) return [length.errno];
  return [String.fromCharCode(...into.subarray(0, length)), priority.priority];
}

function* unlink(p: Probe, name = NAME): Answer {
  return said(yield* p.sys.mq_unlink(name));
}

function* all(...questions: readonly Generator<void, Said | readonly Said[]>[]): Answers {
  const answers: Said[] = [];
  for (const question of questions) answers.push(...[yield* question].flat());
  return answers;
}

function* attributes(p: Probe, q: number): Generator<void, MqAttr> {
  const attr: MqAttr = { flags: -1, maxmsg: -1, msgsize: -1, curmsgs: -1 };
  ok(yield* p.sys.mq_getsetattr(q, undefined, attr));
  return attr;
}

/** A child that waits for a message and gets a signal, then a message; where it waited, what it got, what is left. */
function* interrupted(p: Probe, q: number, flags: number): Answers {
  let answer: Said = 'nothing';
  const child = yield* p.fork(function* (waiter) {
    yield* waiter.handle(SIGUSR1, flags);
    answer = yield* take(waiter, q);
  });
  yield* p.sleep(50);
  const where = (yield* p.contents(`/proc/${child}/wchan`)).trim();
  yield* p.kill(child, SIGUSR1);
  yield* p.sleep(50);
  yield* put(p, q, 'abc');
  yield* p.wait(child);
  const left = yield* take(p, q, 64, PAST);
  return left === 'ETIMEDOUT' ? [where, answer] : [where, answer, 'left'];
}

const NOTICE = { notify: SIGEV_SIGNAL, signo: SIGUSR1, value: 7 };

function* ask(p: Probe, q: number, event: typeof NOTICE | undefined = NOTICE): Answer {
  return said(yield* p.sys.mq_notify(q, event));
}

/** Keeps what the signals told. */
function* noting(p: Probe): Generator<void, SigInfo[]> {
  const seen: SigInfo[] = [];
  const handler = function* (_sys: Sys, info: SigInfo): Generator<void, number> {
    seen.push(info);
    return 0;
  };
  yield* p.sys.sigaction(SIGUSR1, { handler, mask: 0n, flags: 0 });
  return seen;
}

export const mqueueRows: readonly Fact[] = [
  {
    id: 'PX01',
    says: 'names: another slash is EACCES, none ENOENT, 256 bytes ENAMETOOLONG, O_EXCL on one that is there EEXIST',
    expect: 'EACCES ENOENT ENAMETOOLONG ENOENT EEXIST 0 ENOENT',
    *run(p) {
      const wrong = ['a/b', '', 'x'.repeat(256)].map((name) => opens(p, name, RW));
      const first = yield* all(...wrong, opens(p, NAME, O_RDWR));
      yield* make(p);
      return [...first, ...(yield* all(opens(p, NAME, RW | O_EXCL), unlink(p), unlink(p)))];
    },
  },
  {
    id: 'PX02',
    says: 'without attributes 10 messages of 8192 bytes; the descriptor closes on exec',
    expect: '0 10 8192 0 1',
    *run(p) {
      const q = ok(yield* p.sys.mq_open(NAME, RW, 0o600));
      const { flags, maxmsg, msgsize, curmsgs } = yield* attributes(p, q);
      return [flags, maxmsg, msgsize, curmsgs, said(yield* p.sys.fcntl(q, F_GETFD))];
    },
  },
  {
    id: 'PX04',
    says: 'more than the limits is EINVAL for an ordinary user, nothing for everybody',
    expect: 'EINVAL EINVAL EINVAL EINVAL',
    *run(p) {
      const first = yield* all(opens(p, NAME, RW, -1, 8), opens(p, NAME, RW, 1, 0));
      const second = yield* p.inChild(function* (c) {
        yield* c.sys.setuid(65534);
        return yield* all(opens(c, NAME, RW, 11, 8), opens(c, NAME, RW, 1, 8193));
      });
      return [...first, ...second];
    },
  },
  {
    id: 'PX05',
    says: 'nine queues of the usual size fit into RLIMIT_MSGQUEUE, the tenth is EMFILE; one without a name counts while it is open',
    expect: '9 EMFILE 0 EMFILE',
    *run(p) {
      return yield* p.inChild(function* (c) {
        yield* c.sys.setuid(61234);
        for (let i = 0; ; i++) {
          const q = yield* c.sys.mq_open(`${NAME}.${i}`, RW, 0o600);
          if (isFailure(q)) return [i, q.errno, yield* unlink(c, `${NAME}.0`), yield* opens(c, 'again', RW)];
        }
      });
    },
  },
  {
    id: 'PX06',
    says: 'the highest priority comes first, the oldest among equals',
    expect: 'high 9 mid 5 low 1 low2 1 EAGAIN',
    *run(p) {
      const q = yield* make(p, O_NONBLOCK);
      yield* all(put(p, q, 'low', 1), put(p, q, 'high', 9), put(p, q, 'low2', 1), put(p, q, 'mid', 5));
      return yield* all(got(p, q), got(p, q), got(p, q), got(p, q), got(p, q));
    },
  },
  {
    id: 'PX07',
    says: 'priorities go up to 32767; a message may be empty',
    expect: '0 EINVAL 0',
    *run(p) {
      const q = yield* make(p);
      return yield* all(put(p, q, '', 32767), put(p, q, '', 32768), take(p, q));
    },
  },
  {
    id: 'PX08',
    says: 'a longer message is EMSGSIZE, and so is room for less than the longest',
    expect: 'EMSGSIZE 0 EMSGSIZE 64',
    *run(p) {
      const q = yield* make(p);
      return yield* all(put(p, q, 65), put(p, q, 64), take(p, q, 63), take(p, q));
    },
  },
  {
    id: 'PX09',
    says: 'full or empty is EAGAIN with O_NONBLOCK',
    expect: '0 0 0 0 EAGAIN 1 1 1 1 EAGAIN',
    *run(p) {
      const q = yield* make(p, O_NONBLOCK);
      const five = [1, 2, 3, 4, 5];
      return yield* all(...five.map(() => put(p, q, 'x')), ...five.map(() => take(p, q)));
    },
  },
  {
    id: 'PX10',
    says: 'only O_NONBLOCK of the attributes can be changed; the old ones are told',
    expect: '0 2048 0 4 EINVAL',
    *run(p) {
      const q = yield* make(p, O_NONBLOCK);
      const old = { flags: -1 };
      const set = (flags: number) => ({ flags, maxmsg: 9, msgsize: 0, curmsgs: 0 });
      const answer = said(yield* p.sys.mq_getsetattr(q, set(0), old));
      const { flags, maxmsg } = yield* attributes(p, q);
      return [answer, old.flags, flags, maxmsg, said(yield* p.sys.mq_getsetattr(q, set(O_APPEND)))];
    },
  },
  {
    id: 'PX11',
    says: 'past the time it is ETIMEDOUT; what is no time is EINVAL, even if there is room',
    expect: 'ETIMEDOUT EINVAL 0 0 0 0 ETIMEDOUT',
    *run(p) {
      const q = yield* make(p);
      const five = [1, 2, 3, 4, 5].map(() => put(p, q, 'x', 0, PAST));
      return yield* all(take(p, q, 64, PAST), put(p, q, 'x', 0, -1), ...five);
    },
  },
  {
    id: 'PX12',
    says: 'the wrong mode and no queue are EBADF; others may neither open it nor take its name away',
    expect: 'EBADF EBADF EBADF EBADF EACCES EPERM',
    *run(p) {
      yield* make(p);
      const r = ok(yield* p.sys.mq_open(NAME, O_RDONLY));
      const w = ok(yield* p.sys.mq_open(NAME, O_WRONLY));
      const file = yield* p.open('/dev/null', O_RDWR);
      const first = yield* all(put(p, r, 'x'), take(p, w), put(p, file, 'x'), put(p, 99, 'x'));
      const second = yield* p.inChild(function* (c) {
        yield* c.sys.setuid(65534);
        return yield* all(opens(c, NAME, O_RDONLY), unlink(c));
      });
      return [...first, ...second];
    },
  },
  {
    id: 'PX13',
    says: 'the umask applies',
    expect: '384 80',
    *run(p) {
      yield* p.sys.umask(0o077);
      const q = ok(yield* p.sys.mq_open(NAME, RW, 0o666, FOUR));
      const { mode, size } = ok(yield* p.sys.fstat(q));
      return [mode & 0o777, size];
    },
  },
  {
    id: 'PX16',
    says: 'receivers that wait are served in the order of their arrival',
    expect: '0 0 1 1 2 2',
    *run(p) {
      const q = yield* make(p);
      const answers: Said[] = [];
      for (let i = 0; i < 3; i++) {
        yield* p.fork(function* (c) {
          yield* c.sleep(i * 40);
          answers.push(...(yield* got(c, q)));
        });
      }
      yield* p.sleep(160);
      for (let i = 0; i < 3; i++) {
        yield* put(p, q, String(i), i);
        yield* p.sleep(20);
      }
      return answers;
    },
  },
  {
    id: 'PX17',
    says: 'a message that comes to an empty queue sends the signal that was asked for, with its value, once',
    expect: '0 1 1 7 a 0 1',
    *run(p) {
      const q = yield* make(p, O_NONBLOCK);
      const seen = yield* noting(p);
      const asked = yield* ask(p, q);
      yield* put(p, q, 'a');
      const first = [asked, seen.length, Number(seen[0]?.code === 'SI_MESGQ'), seen[0]?.value ?? 0];
      const message = yield* got(p, q);
      yield* put(p, q, 'b');
      return [...first, ...message, seen.length];
    },
  },
  {
    id: 'PX18',
    says: 'one may ask at a time: EBUSY; closing any descriptor of the queue takes it back',
    expect: '0 EBUSY 0 0 0',
    *run(p) {
      const q = yield* make(p);
      const first = yield* all(
        ask(p, q),
        ask(p, q),
        (function* (): Answer {
          return said(yield* p.sys.mq_notify(q, undefined));
        })(),
        ask(p, q),
      );
      yield* p.close(ok(yield* p.sys.mq_open(NAME, O_RDONLY)));
      return [...first, yield* ask(p, q)];
    },
  },
  {
    id: 'PX19',
    says: 'nobody is told if the queue was not empty, nor if a receiver waited: that gets the message',
    expect: '0 0 a 0 b 0 c 0 0 1',
    *run(p) {
      const q = yield* make(p);
      const seen = yield* noting(p);
      yield* put(p, q, 'a');
      const asked = yield* ask(p, q);
      yield* put(p, q, 'b');
      const first = [asked, seen.length, ...(yield* got(p, q)), ...(yield* got(p, q))];
      let theirs: readonly Said[] = [];
      const child = yield* p.fork(function* (c) {
        theirs = yield* got(c, q);
      });
      yield* p.sleep(50);
      yield* put(p, q, 'c');
      yield* p.wait(child);
      const second = [...theirs, seen.length];
      yield* put(p, q, 'd');
      return [...first, ...second, seen.length];
    },
  },
  {
    id: 'PX20',
    says: 'SIGEV_THREAD runs a function in a new thread with the value, once',
    expect: '0 42 1 0',
    *run(p) {
      const q = yield* make(p);
      const self = yield* mainThread(p.sys);
      let seen = 0;
      let apart = false;
      const asked = yield* mqNotifyThread(self, q, 42, function* (thread, value) {
        seen = value;
        apart = thread.tid !== self.tid;
        yield* thread.sys.work(1);
      });
      yield* put(p, q, 'x');
      yield* p.sleep(100);
      const first = seen;
      seen = 0;
      yield* put(p, q, 'y');
      yield* p.sleep(100);
      return [said(asked), first, said(apart), seen];
    },
  },
  {
    id: 'PX21',
    says: 'without a name it works on for those who have it open',
    expect: '0 0 x 3 ENOENT',
    *run(p) {
      const q = yield* make(p);
      return yield* all(unlink(p), put(p, q, 'x', 3), got(p, q), opens(p, NAME, O_RDWR));
    },
  },
  {
    id: 'PX22',
    says: 'a queue can be polled: POLLIN when not empty, POLLOUT when not full',
    expect: '4 5 1',
    *run(p) {
      const q = yield* make(p);
      const answers = [yield* p.ready(q, POLLIN | POLLOUT)];
      yield* put(p, q, 'x');
      answers.push(yield* p.ready(q, POLLIN | POLLOUT));
      for (let i = 0; i < 3; i++) yield* put(p, q, 'x');
      return [...answers, yield* p.ready(q, POLLIN | POLLOUT)];
    },
  },
  {
    id: 'PX23',
    says: 'a handler ends the wait with EINTR, SA_RESTART goes on',
    expect: 'wq_sleep EINTR left wq_sleep 3',
    *run(p) {
      const q = yield* make(p);
      return yield* all(interrupted(p, q, 0), interrupted(p, q, SA_RESTART));
    },
  },
];
