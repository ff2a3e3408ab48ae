/** Corners of System V IPC, POSIX queues and counters, with the answers of Linux (test/linux/c/corner-ipc.c prints them). */
import * as abi from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { type Fact, ok } from '../support/process.ts';
import { type Corner, corner } from './corner-probe.ts';

const { IPC_PRIVATE, IPC_CREAT, IPC_EXCL, IPC_NOWAIT, IPC_RMID, IPC_SET, IPC_STAT, MSG_COPY, MSG_EXCEPT, MSG_NOERROR } =
  abi;
const { SETVAL, GETVAL, SETALL, GETPID, SHM_REMAP, O_CREAT, O_EXCL, O_RDWR, O_RDONLY, O_WRONLY, O_NONBLOCK } = abi;
const { SIGEV_SIGNAL, SIGEV_NONE, SEEK_SET } = abi;
const CREATE = IPC_CREAT | 0o600;

const one = (answer: unknown): number => (isFailure(answer) ? 0 : 1);

/** A queue with the calls on it. */
const mailbox = (c: Corner, q: number) => {
  const buffer: abi.MsgBuf = { mtype: 0, mtext: new Uint8Array() };
  return {
    buffer,
    *sends(mtype: number, bytes: number, flags = 0, id = q) {
      c.say(yield* c.sys.msgsnd(id, { mtype, mtext: new Uint8Array(bytes) }, flags));
    },
    *receives(room: number, mtype: number, flags = 0, id = q) {
      c.say(yield* c.sys.msgrcv(id, buffer, room, mtype, flags));
    },
  };
};

const messageCorners: readonly Fact[] = [
  corner(
    'd001',
    'messages of no type, too long; receivers without room, and copies',
    'EINVAL EINVAL EINVAL EINVAL EINVAL ENOMSG EINVAL ENOMSG EINVAL EINVAL',
    function* (c) {
      const { sends, receives } = mailbox(c, ok(yield* c.sys.msgget(IPC_PRIVATE, 0o600)));
      yield* sends(0, 1);
      yield* sends(-1, 1);
      yield* sends(1, 8193);
      yield* sends(1, 1, 0, -1);
      yield* receives(-1, 0);
      yield* receives(1, 0, IPC_NOWAIT);
      yield* receives(1, 0, MSG_COPY);
      yield* receives(1, 0, MSG_COPY | IPC_NOWAIT);
      yield* receives(1, 0, MSG_COPY | MSG_EXCEPT | IPC_NOWAIT);
      yield* receives(1, 0, 0, -1);
    },
  ),
  corner(
    'd002',
    'too little room, cut texts, the lowest type, all but one',
    '0 0 E2BIG 4 ENOMSG 0 ENOMSG 0 ENOMSG ENOMSG 1 7',
    function* (c) {
      const { sends, receives, buffer } = mailbox(c, ok(yield* c.sys.msgget(IPC_PRIVATE, 0o600)));
      yield* sends(3, 5);
      yield* sends(2, 0);
      yield* receives(4, 3);
      yield* receives(4, 3, MSG_NOERROR);
      yield* receives(4, 3, IPC_NOWAIT);
      yield* receives(0, -9);
      yield* receives(4, -9, IPC_NOWAIT);
      yield* sends(7, 1);
      yield* receives(4, -6, IPC_NOWAIT);
      yield* receives(4, 7, MSG_EXCEPT | IPC_NOWAIT);
      yield* receives(4, Number.MIN_SAFE_INTEGER);
      c.say(buffer.mtype);
    },
  ),
  corner(
    'd003',
    'msgctl: commands and buffers that are none; a limit of three bytes; a queue that is gone',
    'EINVAL EFAULT EINVAL 0 0 EAGAIN 0 0 0 EAGAIN 0 EINVAL EINVAL EINVAL',
    function* (c) {
      const { sys } = c;
      const q = ok(yield* sys.msgget(IPC_PRIVATE, 0o600));
      const { sends, receives } = mailbox(c, q);
      const ds = {} as abi.MsqidDs;
      c.say(
        yield* sys.msgctl(q, 99, ds),
        yield* sys.msgctl(q, IPC_STAT, undefined),
        yield* sys.msgctl(-1, IPC_STAT, ds),
      );
      c.say(yield* sys.msgctl(q, IPC_STAT, ds), yield* sys.msgctl(q, IPC_SET, { ...ds, qbytes: 3 }));
      yield* sends(1, 4, IPC_NOWAIT);
      yield* sends(1, 3, IPC_NOWAIT);
      for (let i = 0; i < 3; i++) yield* sends(1, 0, IPC_NOWAIT);
      c.say(yield* sys.msgctl(q, IPC_RMID, undefined), yield* sys.msgctl(q, IPC_RMID, undefined));
      yield* sends(1, 1);
      yield* receives(1, 0);
    },
  ),
  corner(
    'd004',
    'msgget: a key that there is not, that there is, and that is to be new',
    'ENOENT 1 EEXIST 1 1',
    function* (c) {
      const { sys } = c;
      c.say(yield* sys.msgget(0x7e57, 0));
      const q = yield* sys.msgget(0x7e57, CREATE);
      c.say(one(q), yield* sys.msgget(0x7e57, CREATE | IPC_EXCL));
      c.say((yield* sys.msgget(0x7e57, IPC_EXCL)) === q, (yield* sys.msgget(0x7e57, 0)) === q);
    },
  ),
];

const semaphoreCorners: readonly Fact[] = [
  corner(
    'd010',
    'semget: sizes that are none, and other sizes of a set that there is',
    'EINVAL EINVAL EINVAL 1 EINVAL 1 1 EEXIST',
    function* (c) {
      const { sys } = c;
      for (const size of [0, -1, 32001]) c.say(yield* sys.semget(IPC_PRIVATE, size, 0o600));
      const s = yield* sys.semget(0x7e58, 3, CREATE);
      c.say(one(s), yield* sys.semget(0x7e58, 4, 0), (yield* sys.semget(0x7e58, 2, 0)) === s);
      c.say((yield* sys.semget(0x7e58, 0, 0)) === s, yield* sys.semget(0x7e58, 3, IPC_CREAT | IPC_EXCL));
    },
  ),
  corner(
    'd011',
    'semctl: values out of range, semaphores out of the set, commands that are none',
    'ERANGE ERANGE 0 EINVAL EINVAL EINVAL 32767 ERANGE 32767',
    function* (c) {
      const { sys } = c;
      const s = ok(yield* sys.semget(IPC_PRIVATE, 3, 0o600));
      for (const value of [32768, -1, 32767]) c.say(yield* sys.semctl(s, 0, SETVAL, value));
      c.say(
        yield* sys.semctl(s, 3, GETVAL, undefined),
        yield* sys.semctl(s, -1, GETVAL, undefined),
        yield* sys.semctl(s, 0, 99, undefined),
      );
      c.say(
        yield* sys.semctl(s, 0, GETVAL, undefined),
        yield* sys.semctl(s, 0, SETALL, [1, 32768, 0]),
        yield* sys.semctl(s, 0, GETVAL, undefined),
      );
    },
  ),
  corner(
    'd012',
    'semop: none, too many, out of range, all or nothing, time-outs that are none, a set that is gone',
    'EINVAL E2BIG EFBIG ERANGE EAGAIN EAGAIN 32767 0 EAGAIN ERANGE 0 EAGAIN EINVAL EINVAL 1 EINVAL 0 EINVAL EINVAL',
    function* (c) {
      const { sys } = c;
      const s = ok(yield* sys.semget(IPC_PRIVATE, 3, 0o600));
      yield* sys.semctl(s, 0, SETVAL, 32767);
      const does = function* (...pairs: readonly (readonly [number, number])[]) {
        c.say(
          yield* sys.semop(
            s,
            pairs.map(([num, op]) => ({ num, op, flg: IPC_NOWAIT })),
          ),
        );
      };
      yield* does();
      yield* does(...Array.from({ length: 501 }, () => [0, 0] as const));
      yield* does([3, 1]);
      yield* does([0, 1]);
      yield* does([0, 0]);
      yield* does([0, -1], [1, -1]);
      c.say(yield* sys.semctl(s, 0, GETVAL, undefined));
      yield* does([1, 1], [1, -1]);
      yield* does([1, -1], [1, 1]);
      yield* does([1, 2], [0, 1]);
      c.say(yield* sys.semctl(s, 1, GETVAL, undefined));
      const take = [{ num: 1, op: -1, flg: 0 }];
      c.say(yield* sys.semtimedop(s, take, 0), yield* sys.semtimedop(s, take, -1_000_000));
      c.say(yield* sys.semtimedop(s, [{ num: 1, op: 1, flg: 0 }], -1_000_000));
      c.say((yield* sys.semctl(s, 1, GETPID, undefined)) === (yield* sys.getpid()), yield* sys.semop(-1, take));
      c.say(
        yield* sys.semctl(s, 0, IPC_RMID, undefined),
        yield* sys.semop(s, take),
        yield* sys.semctl(s, 0, GETVAL, undefined),
      );
    },
  ),
];

const segmentCorners: readonly Fact[] = [
  corner(
    'd020',
    'segments: sizes, addresses and commands that are none; one that is gone while somebody has it',
    'EINVAL ENOENT 1 EINVAL 1 1 EEXIST EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL 0 ENOENT 1 0 EINVAL',
    function* (c) {
      const { sys } = c;
      c.say(yield* sys.shmget(IPC_PRIVATE, 0, 0o600), yield* sys.shmget(0x7e59, 100, 0));
      const id = ok(yield* sys.shmget(0x7e59, 100, CREATE));
      c.say(one(id), yield* sys.shmget(0x7e59, 101, 0), (yield* sys.shmget(0x7e59, 50, 0)) === id);
      c.say((yield* sys.shmget(0x7e59, 0, 0)) === id, yield* sys.shmget(0x7e59, 100, IPC_CREAT | IPC_EXCL));
      c.say(yield* sys.shmat(-1, 0, 0), yield* sys.shmat(id, 0x10001, 0), yield* sys.shmat(id, 0, SHM_REMAP));
      c.say(yield* sys.shmdt(0x7000), yield* sys.shmctl(id, 99, {}), yield* sys.shmctl(-1, IPC_STAT, {}));
      const at = ok(yield* sys.shmat(id, 0, 0));
      c.say(yield* sys.shmdt(at + 1), yield* sys.shmctl(id, IPC_RMID, undefined), yield* sys.shmget(0x7e59, 0, 0));
      c.say(one(yield* sys.shmat(id, 0, 0)), yield* sys.shmdt(at), yield* sys.shmdt(at));
    },
  ),
];

const attributes = (maxmsg: number, msgsize: number): abi.MqAttr => ({ flags: 0, maxmsg, msgsize, curmsgs: 0 });
const text = (what: string): Uint8Array => Uint8Array.from(what, (char) => char.charCodeAt(0));

const queueCorners: readonly Fact[] = [
  corner(
    'd030',
    'POSIX queues: names and attributes that are none',
    'ENOENT EACCES ENOENT ENAMETOOLONG EINVAL EINVAL EINVAL ENOENT',
    function* (c) {
      const opens = function* (name: string, flags: number, maxmsg: number, msgsize: number) {
        c.say(yield* c.sys.mq_open(name, flags, 0o600, attributes(maxmsg, msgsize)));
      };
      yield* opens('', O_CREAT | O_RDWR, 1, 8);
      yield* opens('a/b', O_CREAT | O_RDWR, 1, 8);
      yield* opens('none', O_RDWR, 1, 8);
      yield* opens('x'.repeat(256), O_CREAT | O_RDWR, 1, 8);
      yield* opens('q7e57', O_CREAT | O_RDWR, 0, 8);
      yield* opens('q7e57', O_CREAT | O_RDWR, 1, 0);
      yield* opens('q7e57', O_CREAT | O_RDWR, -1, 8);
      c.say(yield* c.sys.mq_unlink('none'));
    },
  ),
  corner(
    'd031',
    'lengths, priorities, rights, and who comes first',
    'EEXIST EMSGSIZE EINVAL EAGAIN EMSGSIZE EBADF EBADF 0 0 EAGAIN 8 32767 0 5 EAGAIN 0 1',
    function* (c) {
      const { sys } = c;
      const q = ok(yield* sys.mq_open('q7e57', O_CREAT | O_RDWR | O_NONBLOCK, 0o600, attributes(2, 8)));
      const [r, w] = [ok(yield* sys.mq_open('q7e57', O_RDONLY, 0)), ok(yield* sys.mq_open('q7e57', O_WRONLY, 0))];
      const into = new Uint8Array(8);
      const sends = function* (what: string, priority: number, fd = q) {
        c.say(yield* sys.mq_timedsend(fd, text(what), priority));
      };
      c.say(yield* sys.mq_open('q7e57', O_CREAT | O_EXCL | O_RDWR, 0o600, attributes(1, 8)));
      yield* sends('123456789', 0);
      yield* sends('1', 32768);
      c.say(yield* sys.mq_timedreceive(q, into), yield* sys.mq_timedreceive(q, into.subarray(1)));
      yield* sends('1', 0, r);
      c.say(yield* sys.mq_timedreceive(w, into));
      yield* sends('', 5);
      yield* sends('12345678', 32767);
      yield* sends('1', 0);
      const got = { priority: 9 };
      for (let i = 0; i < 2; i++) c.say(yield* sys.mq_timedreceive(q, into, got), got.priority);
      c.say(yield* sys.mq_timedreceive(q, into, got), yield* sys.mq_unlink('q7e57'));
      yield* sys.mq_timedsend(w, text('1'), 0);
      c.say(yield* sys.mq_timedreceive(r, into));
    },
  ),
  corner(
    'd032',
    'mq_notify: signals and ways that are none, a second one, and back',
    'EINVAL EINVAL 0 EBUSY 0 0 EBADF',
    function* (c) {
      const { sys } = c;
      const q = ok(yield* sys.mq_open('q7e57', O_CREAT | O_RDWR, 0o600, attributes(2, 8)));
      const none = { notify: SIGEV_NONE, signo: 0, value: 0 };
      c.say(yield* sys.mq_notify(q, { notify: SIGEV_SIGNAL, signo: 99, value: 0 }));
      c.say(yield* sys.mq_notify(q, { notify: 77, signo: 0, value: 0 }));
      c.say(yield* sys.mq_notify(q, none), yield* sys.mq_notify(q, none));
      c.say(
        yield* sys.mq_notify(q, undefined),
        yield* sys.mq_notify(q, undefined),
        yield* sys.mq_notify(99, undefined),
      );
    },
  ),
];

const counterCorners: readonly Fact[] = [
  corner(
    'd040',
    'eventfd: short buffers, full and empty counters, one at a time',
    'EINVAL 1 EINVAL 8 5 EAGAIN EINVAL 8 EAGAIN EINVAL 0 8 1 8 EAGAIN',
    function* (c) {
      const { sys } = c;
      const bytes = new Uint8Array(8);
      const view = new DataView(bytes.buffer);
      const writes = function* (value: bigint) {
        view.setBigUint64(0, value, true);
        c.say(yield* sys.write(e, bytes));
      };
      const value = (): number => Number(view.getBigUint64(0, true));
      c.say(yield* sys.eventfd(0, 99), one(yield* sys.eventfd(5, O_NONBLOCK)));
      const [e, s] = [ok(yield* sys.eventfd(5, O_NONBLOCK)), ok(yield* sys.eventfd(2, O_NONBLOCK | 1))];
      c.say(yield* sys.read(e, bytes.subarray(1)), yield* sys.read(e, bytes), value(), yield* sys.read(e, bytes));
      yield* writes(2n ** 64n - 1n);
      yield* writes(2n ** 64n - 2n);
      yield* writes(1n);
      c.say(yield* sys.write(e, bytes.subarray(4)), yield* sys.lseek(e, 0, SEEK_SET));
      c.say(yield* sys.read(s, bytes), value(), yield* sys.read(s, bytes), yield* sys.read(s, bytes));
    },
  ),
];

export const cornerIpcCases: readonly Fact[] = [
  ...messageCorners,
  ...semaphoreCorners,
  ...segmentCorners,
  ...queueCorners,
  ...counterCorners,
];
