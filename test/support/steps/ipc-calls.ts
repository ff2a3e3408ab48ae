/** Locks, System V IPC, POSIX queues, memory and sockets as calls of a step. */
import * as abi from '../../../src/kernel/abi.ts';
import { type Failure, isFailure } from '../../../src/kernel/errno.ts';
import { type Actor, type Call, plain, telling } from './telling.ts';
import { digest, made, num, told, who } from './words.ts';

/** As many as the C program hands over, whatever the set needs. */
const MOST_VALUES = 64;

const truth = (...times: readonly number[]): string => times.map((time) => (time === 0 ? 0 : 1)).join('');
const perm = ({ key, uid, gid, cuid, cgid, mode }: abi.IpcPermDs): string =>
  `key=${key} uid=${uid} gid=${gid} cuid=${cuid} cgid=${cgid} mode=${mode.toString(8)}`;

/** System V: what is asked of an object is told with the answer. */
const isStat = (command: number, ...others: readonly number[]): boolean =>
  command === abi.IPC_STAT || others.includes(command);

const systemV: Readonly<Record<string, Call>> = {
  msgget: plain((sys, w) => sys.msgget(w.number(0), w.number(1))),
  msgsnd: plain((sys, w) =>
    sys.msgsnd(w.number(0), { mtype: w.number(1), mtext: made(w.number(2), w.number(3)) }, w.number(4)),
  ),
  *msgrcv({ sys }, w) {
    const buffer = { mtype: 0, mtext: new Uint8Array() };
    const answer = yield* sys.msgrcv(w.number(0), buffer, w.number(1), w.number(2), w.number(3));
    if (isFailure(answer)) return answer.errno;
    return `${answer} ${buffer.mtype}${answer > 0 ? ` ${digest(buffer.mtext.subarray(0, answer))}` : ''}`;
  },
  *msgctl({ sys, cast }, w) {
    const command = w.number(1);
    const ds = {} as abi.MsqidDs;
    let wanted: abi.MsqidDs = ds;
    if (command === abi.IPC_SET) {
      const none = { perm: { mode: 0, uid: 0, gid: 0 } } as abi.MsqidDs;
      const before = isFailure(yield* sys.msgctl(w.number(0), abi.IPC_STAT, ds)) ? none : ds;
      wanted = { ...before, perm: { ...before.perm, mode: w.number(2), uid: w.number(3) }, qbytes: w.number(4) };
    }
    const answer = yield* sys.msgctl(w.number(0), command, wanted);
    if (isFailure(answer) || !isStat(command, abi.MSG_STAT, abi.MSG_STAT_ANY)) return num(answer);
    const state = `n=${ds.qnum} bytes=${ds.cbytes} max=${ds.qbytes} ${who(cast, ds.lspid)} ${who(cast, ds.lrpid)}`;
    return `${answer} ${perm(ds.perm)} ${state} ${truth(ds.stime, ds.rtime)}`;
  },
  semget: plain((sys, w) => sys.semget(w.number(0), w.number(1), w.number(2))),
  semop: plain((sys, w) => {
    const operations = w.from(2).map((at) => w.parts(at));
    const sembufs = operations.map(([number = 0, op = 0, flg = 0]) => ({ num: number, op, flg }));
    return sys.semtimedop(w.number(0), sembufs, w.optional(1));
  }),
  *semctl({ sys, cast }, w) {
    const command = w.number(2);
    const ds = {} as abi.SemidDs;
    const stat = (): Generator<void, number | Failure> => sys.semctl(w.number(0), 0, abi.IPC_STAT, ds);
    let argument: Parameters<typeof sys.semctl>[3];
    const values: number[] = [];
    if (command === abi.SETVAL) argument = w.number(3);
    if (command === abi.SETALL) argument = [...w.list(3), ...new Array(MOST_VALUES).fill(0)];
    if (command === abi.GETALL) argument = values;
    if (isStat(command, abi.SEM_STAT, abi.SEM_STAT_ANY)) argument = ds;
    if (command === abi.IPC_SET) {
      const none = { perm: { mode: 0, uid: 0, gid: 0 } } as abi.SemidDs;
      const before = isFailure(yield* stat()) ? none : ds;
      argument = { ...before, perm: { ...before.perm, mode: w.number(3), uid: w.number(4) } };
    }
    const answer = yield* sys.semctl(w.number(0), w.number(1), command, argument);
    if (isFailure(answer)) return answer.errno;
    if (command === abi.GETPID) return who(cast, answer);
    if (command === abi.GETALL) return [answer, ...values].join(' ');
    if (!isStat(command, abi.SEM_STAT, abi.SEM_STAT_ANY)) return num(answer);
    return `${answer} ${perm(ds.perm)} n=${ds.nsems} ${truth(ds.otime)}`;
  },
  shmget: plain((sys, w) => sys.shmget(w.number(0), w.number(1), w.number(2))),
  *shmat(actor, w) {
    const address = yield* actor.sys.shmat(w.number(1), w.number(2), w.number(3));
    return yield* kept(actor, w.number(0), w.number(2), address, 0);
  },
  shmdt: plain((sys, w) => sys.shmdt(w.number(0))),
  *shmctl({ sys, cast }, w) {
    const command = w.number(1);
    const ds = {} as abi.ShmidDs;
    let wanted: abi.ShmidDs = ds;
    if (command === abi.IPC_SET) {
      const none = { perm: { mode: 0, uid: 0, gid: 0 } } as abi.ShmidDs;
      const before = isFailure(yield* sys.shmctl(w.number(0), abi.IPC_STAT, ds)) ? none : ds;
      wanted = { ...before, perm: { ...before.perm, mode: w.number(2), uid: w.number(3) } };
    }
    const answer = yield* sys.shmctl(w.number(0), command, wanted);
    if (isFailure(answer) || !isStat(command, abi.SHM_STAT, abi.SHM_STAT_ANY)) return num(answer);
    const state = `size=${ds.segsz} n=${ds.nattch} ${who(cast, ds.cpid)} ${who(cast, ds.lpid)}`;
    return `${answer} ${perm(ds.perm)} ${state} ${truth(ds.atime, ds.dtime)}`;
  },
};

/** What is mapped where it was wanted is kept in a slot: what lies around another place is not the same on both kernels. */
function* kept(
  { sys, slots }: Actor,
  slot: number,
  wanted: number,
  address: number | Failure,
  length: number,
): Generator<void, string> {
  if (isFailure(address)) return address.errno;
  if (address !== wanted - (wanted % abi.PAGE_SIZE)) {
    if (length > 0) yield* sys.munmap(address, length);
    else yield* sys.shmdt(address);
    return 'elsewhere';
  }
  slots[slot] = address;
  return 'mapped';
}

const memory: Readonly<Record<string, Call>> = {
  *mmap(actor, w) {
    const [hint, length, prot, flags, fd, offset] = [1, 2, 3, 4, 5, 6].map((at) => w.number(at)) as [
      ...[number, number, number, number, number, number],
    ];
    const address = yield* actor.sys.mmap(hint, length, prot, flags, fd, offset);
    return yield* kept(actor, w.number(0), hint, address, length);
  },
  munmap: plain((sys, w) => sys.munmap(w.number(0), w.number(1))),
  mprotect: plain((sys, w) => sys.mprotect(w.number(0), w.number(1), w.number(2))),
  msync: plain((sys, w) => sys.msync(w.number(0), w.number(1), w.number(2))),
  mincore: plain((sys, w) => sys.mincore(w.number(0), w.number(1), new Uint8Array(64))),
  *load({ sys }, w) {
    const into = new Uint8Array(w.number(1));
    yield* sys.load(w.number(0), into);
    return digest(into);
  },
  *store({ sys }, w) {
    yield* sys.store(w.number(0), made(w.number(1), w.number(2)));
    return 'stored';
  },
  futex: plain((sys, w) => sys.futex(w.number(0), w.number(1), w.number(2), w.optional(3), w.number(4), w.number(5))),
};

const queues: Readonly<Record<string, Call>> = {
  mq_open: plain((sys, w) => {
    const attributes = { flags: 0, maxmsg: w.number(3), msgsize: w.number(4), curmsgs: 0 };
    return sys.mq_open(w.text(0), w.number(1), w.number(2), w.absent(3) ? undefined : attributes);
  }),
  mq_unlink: plain((sys, w) => sys.mq_unlink(w.text(0))),
  mq_timedsend: plain((sys, w) =>
    sys.mq_timedsend(w.number(0), made(w.number(1), w.number(2)), w.number(3), w.absent(4) ? undefined : 0),
  ),
  *mq_timedreceive({ sys }, w) {
    const into = new Uint8Array(w.number(1));
    const got = { priority: 77 };
    const answer = yield* sys.mq_timedreceive(w.number(0), into, got, w.absent(2) ? undefined : 0);
    if (isFailure(answer)) return answer.errno;
    return `${answer}${answer > 0 ? ` ${digest(into.subarray(0, answer))}` : ''} ${got.priority}`;
  },
  mq_notify: plain((sys, w) => {
    const event = { notify: w.number(1), signo: w.number(2), value: 7 };
    return sys.mq_notify(w.number(0), w.absent(1) ? undefined : event);
  }),
  *mq_getsetattr({ sys }, w) {
    const old = {} as abi.MqAttr;
    const wanted = { flags: w.number(1), maxmsg: 0, msgsize: 0, curmsgs: 0 };
    const answer = yield* sys.mq_getsetattr(w.number(0), w.absent(1) ? undefined : wanted, old);
    if (isFailure(answer)) return answer.errno;
    return `${old.flags.toString(8)} ${old.maxmsg} ${old.msgsize} ${old.curmsgs}`;
  },
};

const locks: Readonly<Record<string, Call>> = {
  flock: plain((sys, w) => sys.flock(w.number(0), w.number(1))),
  *lock({ sys, cast }, w) {
    const [command, type, whence, start, len] = [1, 2, 3, 4, 5].map((at) => w.number(at)) as [
      ...[number, number, number, number, number],
    ];
    const record = { type, whence, start, len, pid: 0 };
    const answer = yield* sys.fcntl(w.number(0), command, record);
    if (answer !== 0 || (command !== abi.F_GETLK && command !== abi.F_OFD_GETLK)) return num(answer);
    if (record.type === abi.F_UNLCK) return `0 ${record.type}`;
    return `0 ${record.type} ${record.whence} ${record.start} ${record.len} ${who(cast, record.pid)}`;
  },
};

const sockets: Readonly<Record<string, Call>> = {
  socket: plain((sys, w) => sys.socket(w.number(0), w.number(1), w.number(2))),
  socketpair: telling(
    (sys, w) => sys.socketpair(w.number(0), w.number(1), w.number(2)),
    (ends) => ends.join(' '),
  ),
  bind: plain((sys, w) => sys.bind(w.number(0), w.address(1))),
  listen: plain((sys, w) => sys.listen(w.number(0), w.number(1))),
  *accept4({ sys }, w) {
    const from: { address?: abi.SocketAddress | undefined } = {};
    const answer = yield* sys.accept4(w.number(0), from, w.number(1));
    return isFailure(answer) ? answer.errno : `${answer} ${told(from.address)}`;
  },
  connect: plain((sys, w) => sys.connect(w.number(0), w.address(1))),
  sendto: plain((sys, w) => {
    const to = w.absent(4) ? undefined : w.address(4);
    return sys.sendto(w.number(0), made(w.number(1), w.number(2)), w.number(3), to);
  }),
  *recvfrom({ sys }, w) {
    const into = new Uint8Array(w.number(1));
    const from: { address?: abi.SocketAddress | undefined } = {};
    const answer = yield* sys.recvfrom(w.number(0), into, w.number(2), from);
    if (isFailure(answer)) return answer.errno;
    return `${answer} ${digest(into.subarray(0, answer))} ${told(from.address)}`;
  },
  sendmsg: plain((sys, w) =>
    sys.sendmsg(w.number(0), { buffer: made(w.number(1), w.number(2)), rights: w.list(4) }, w.number(3)),
  ),
  *recvmsg({ sys }, w) {
    const message: abi.MsgHdr = { buffer: new Uint8Array(w.number(1)) };
    const answer = yield* sys.recvmsg(w.number(0), message, w.number(2));
    if (isFailure(answer)) return answer.errno;
    const flags = `flags=${(message.flags ?? 0).toString(16)}`;
    return [answer, digest(message.buffer.subarray(0, answer)), flags, ...(message.rights ?? [])].join(' ');
  },
  shutdown: plain((sys, w) => sys.shutdown(w.number(0), w.number(1))),
  getsockname: telling((sys, w) => sys.getsockname(w.number(0)), told),
  getpeername: telling((sys, w) => sys.getpeername(w.number(0)), told),
  setsockopt: plain((sys, w) => sys.setsockopt(w.number(0), w.number(1), w.number(2), w.number(3))),
  getsockopt: telling(
    (sys, w) => sys.getsockopt(w.number(0), w.number(1), w.number(2)),
    (value) => String(value),
  ),
};

export const ipcCalls: Readonly<Record<string, Call>> = { ...systemV, ...memory, ...queues, ...locks, ...sockets };
