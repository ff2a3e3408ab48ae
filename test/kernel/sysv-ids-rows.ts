/** The rows of sysvipc(7): ids, keys, permissions, each with the answers that Linux 6.18 gives (test/linux/c/sysv-ids.c prints them). */
import {
  IPC_CREAT,
  IPC_EXCL,
  IPC_NOWAIT,
  IPC_PRIVATE,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  MSG_STAT,
  MSG_STAT_ANY,
  O_CREAT,
  O_WRONLY,
  SETALL,
  SHM_RDONLY,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { asks, type IpcProbe, KEY } from '../support/ipc.ts';
import { type Fact, ok } from '../support/process.ts';

/** ftok(3), over stat(2). */
function* ftok(p: IpcProbe, path: string, id: number): Generator<void, unknown> {
  const stat = yield* p.sys.stat(path);
  return isFailure(stat) ? stat : ((id & 0xff) << 24) | ((stat.dev & 0xff) << 16) | (stat.ino & 0xffff);
}

/** The id of a queue that is gone at once, the last of so many. */
function* cycled(p: IpcProbe, times: number): Generator<void, number> {
  let queue = -1;
  for (let n = 0; n < times; n++) {
    queue = yield* p.queue();
    yield* p.sys.msgctl(queue, IPC_RMID, undefined);
  }
  return queue;
}

function* octal(p: IpcProbe, queue: number): Generator<void, void> {
  p.say((yield* p.qs(queue)).perm.mode.toString(8));
}

/** Asks for a queue with each of these flags. */
function* gets(p: IpcProbe, key: number, ...flags: readonly number[]): Generator<void, void> {
  for (const flag of flags) p.say(yield* p.sys.msgget(key, flag));
}

export const sysvIdsRows: readonly Fact[] = [
  {
    id: 'IP01',
    says: 'ftok(path, id) is made of the low bits of id, device and inode',
    expect: '1 1 0',
    run: asks(function* (p) {
      yield* p.sys.open('a', O_CREAT | O_WRONLY, 0o644);
      const { dev, ino } = ok(yield* p.sys.stat('a'));
      const key = yield* ftok(p, 'a', 65);
      p.say(key === ((65 << 24) | ((dev & 0xff) << 16) | (ino & 0xffff)), key === (yield* ftok(p, 'a', 321)));
      p.say(key === (yield* ftok(p, 'a', 66)));
    }),
  },
  {
    id: 'IP02',
    says: 'the key belongs to the inode: a link and a new name have the same; a missing file has none',
    expect: '1 1 ENOENT',
    run: asks(function* (p) {
      yield* p.sys.open('a', O_CREAT | O_WRONLY, 0o644);
      const key = yield* ftok(p, 'a', 65);
      yield* p.sys.link('a', 'b');
      p.say((yield* ftok(p, 'b', 65)) === key);
      yield* p.sys.rename('a', 'c');
      p.say((yield* ftok(p, 'c', 65)) === key, yield* ftok(p, 'a', 65));
    }),
  },
  {
    id: 'IP03',
    says: 'ids of each kind begin at 0, and each kind has its own keys',
    expect: '0 1 2 ENOENT ENOENT 0 0',
    run: asks(function* (p) {
      yield* gets(p, KEY, IPC_CREAT | 0o600);
      p.say(yield* p.queue(), yield* p.queue());
      p.say(yield* p.sys.semget(KEY, 1, 0), yield* p.sys.shmget(KEY, 1, 0));
      p.say(yield* p.sys.semget(KEY, 1, IPC_CREAT | 0o600), yield* p.sys.shmget(KEY, 1, IPC_CREAT | 0o600));
    }),
  },
  {
    id: 'IP04',
    says: 'an index is used again only when the indexes have gone round',
    expect: '5 6 7 8 9 63 32768 89 60',
    run: asks(function* (p) {
      for (let n = 0; n < 5; n++) yield* p.queue();
      for (let n = 0; n < 5; n++) p.say(yield* cycled(p, 1));
      for (let n = 0; n < 5; n++) yield* p.sys.msgctl(n, IPC_RMID, undefined);
      p.say(yield* cycled(p, 54), yield* cycled(p, 1));
      const sets = [];
      for (let n = 0; n < 60; n++) sets.push(yield* p.set(0));
      for (let n = 0; n < 30; n++) {
        sets.push(yield* p.set(0));
        yield* p.sys.semctl(sets.at(-1) ?? 0, 0, IPC_RMID, undefined);
      }
      p.say(sets.at(-1), (yield* p.set(0)) % 32768);
    }),
  },
  {
    id: 'IP05',
    says: 'an id is seq·32768 + index; seq rises when the index goes round',
    expect: '63 32768 65536 98304',
    run: asks(function* (p) {
      for (const times of [64, 1, 64, 64]) p.say(yield* cycled(p, times));
    }),
  },
  {
    id: 'IP06',
    says: 'an index that is in use is passed over',
    expect: '5 32772 32774',
    run: asks(function* (p) {
      yield* cycled(p, 5);
      p.say(yield* p.queue());
      yield* cycled(p, 58);
      p.say(yield* cycled(p, 5), yield* cycled(p, 1));
    }),
  },
  {
    id: 'IP07',
    says: 'the id of an object that is gone is EINVAL for every call',
    expect: 'EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL 32768 EINVAL',
    run: asks(function* (p) {
      const [queue, set, segment] = [yield* p.queue(), yield* p.set(0), yield* p.segment(1)];
      yield* p.sys.msgctl(queue, IPC_RMID, undefined);
      yield* p.sys.semctl(set, 0, IPC_RMID, undefined);
      yield* p.sys.shmctl(segment, IPC_RMID, undefined);
      yield* p.snd(queue, 1, 'x');
      yield* p.got(queue, 0);
      p.say(yield* p.sys.msgctl(queue, IPC_STAT, {}), yield* p.op(set, 1), yield* p.val(set, 0));
      yield* p.attached(segment);
      p.say(yield* p.sys.shmctl(segment, IPC_RMID, undefined));
      yield* cycled(p, 63);
      p.say(yield* p.queue());
      yield* p.snd(queue, 1, 'x');
    }),
  },
  {
    id: 'IP08',
    says: 'so are negative ids and those that never were',
    expect: 'EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL',
    run: asks(function* (p) {
      for (const id of [-1, 12345]) p.say(yield* p.sys.msgctl(id, IPC_STAT, {}));
      for (const id of [-1, 77]) p.say(yield* p.val(id, 0));
      for (const id of [-1, 77]) yield* p.attached(id);
    }),
  },
  {
    id: 'IP09',
    says: 'IPC_PRIVATE is a new object each time, and no key',
    expect: '0 1 2 0',
    run: asks(function* (p) {
      yield* gets(p, IPC_PRIVATE, 0, IPC_CREAT | IPC_EXCL, 0);
      p.say((yield* p.qs(yield* p.queue())).perm.key);
    }),
  },
  {
    id: 'IP10',
    says: 'IPC_CREAT makes what is not there, IPC_EXCL refuses what is; alone it means nothing',
    expect: 'ENOENT 0 0 EEXIST 0 0',
    run: asks(function* (p) {
      const make = IPC_CREAT | 0o600;
      yield* gets(p, KEY, 0, make, make, make | IPC_EXCL, IPC_EXCL, 0);
    }),
  },
  {
    id: 'IP11',
    says: 'nine bits of the flags are the mode, whatever the umask',
    expect: '666 777',
    run: asks(function* (p) {
      yield* p.sys.umask(0o777);
      for (const mode of [0o666, 0o1777]) yield* octal(p, yield* p.queue(mode));
    }),
  },
  {
    id: 'IP12',
    says: 'get asks for the rights that its flags name, in whichever group they stand',
    expect: '0 EACCES EACCES 0 0 0 EACCES EACCES',
    run: asks(function* (p) {
      const queue = ok(yield* p.sys.msgget(KEY, IPC_CREAT | 0o640));
      yield* p.as(1000, (user) => gets(user, KEY, 0, 0o400, 0o4));
      yield* p.mode(queue, 0o644);
      yield* p.as(1000, (user) => gets(user, KEY, 0o4, 0o400, 0o440, 0o600, 0o2));
    }),
  },
  {
    id: 'IP13',
    says: 'one class of rights counts: owner or creator, else group, else others',
    expect: 'EACCES 0 EACCES EACCES EACCES 2',
    run: asks(function* (p) {
      yield* p.as(1000, (user) => user.sys.msgget(KEY, IPC_CREAT));
      yield* p.as(1000, (user) => gets(user, KEY, 0o600, 0));
      yield* p.as(1000, (user) => user.sys.msgget(KEY + 1, IPC_CREAT | 0o66));
      yield* p.as(1000, (user) => gets(user, KEY + 1, 0o600, 0o6));
      const queue = ok(yield* p.sys.msgget(KEY + 2, IPC_CREAT | 0o606));
      const ds = yield* p.qs(queue);
      yield* p.sys.msgctl(queue, IPC_SET, { ...ds, perm: { ...ds.perm, gid: 1000 } });
      for (const user of [1000, 1001]) yield* p.as(user, (other) => gets(other, KEY + 2, 0o4));
    }),
  },
  {
    id: 'IP14',
    says: 'looking needs read, changing needs write, a read-write attachment both',
    expect: '0 0 ENOMSG 0 EACCES EACCES EACCES EACCES 0 EACCES EACCES EACCES EACCES EACCES EACCES 0 0 0 EACCES 0',
    run: asks(function* (p) {
      for (const mode of [0o604, 0o602]) {
        const queue = yield* p.queue(mode);
        const set = ok(yield* p.sys.semget(IPC_PRIVATE, 1, mode));
        const segment = ok(yield* p.sys.shmget(IPC_PRIVATE, 1, mode));
        yield* p.as(1000, function* (user) {
          user.say(yield* user.sys.msgctl(queue, IPC_STAT, {}), yield* user.val(set, 0));
          yield* user.got(queue, 0, 9, IPC_NOWAIT);
          yield* user.attached(segment, SHM_RDONLY);
          yield* user.attached(segment);
          yield* user.snd(queue, 1, 'x');
          user.say(yield* user.setval(set, 0, 0), yield* user.sys.semctl(set, 0, SETALL, [0]));
          user.say(yield* user.op(set, 0), yield* user.op(set, 1));
        });
      }
    }),
  },
  {
    id: 'IP15',
    says: "IPC_SET and IPC_RMID are the owner's, whatever the mode",
    expect: 'EPERM EPERM EACCES 0 0',
    run: asks(function* (p) {
      const queue = yield* p.queue(0o666);
      const ds = yield* p.qs(queue);
      yield* p.as(1000, function* (user) {
        user.say(yield* user.sys.msgctl(queue, IPC_SET, ds), yield* user.sys.msgctl(queue, IPC_RMID, undefined));
        const own = yield* user.queue(0);
        user.say(yield* user.sys.msgctl(own, IPC_STAT, {}));
        user.say(yield* user.sys.msgctl(own, IPC_SET, { ...ds, perm: { ...ds.perm, uid: 1000, mode: 0 } }));
        user.say(yield* user.sys.msgctl(own, IPC_RMID, undefined));
      });
    }),
  },
  {
    id: 'IP16',
    says: 'root may do what the mode forbids',
    expect: '0 0 1 1',
    run: asks(function* (p) {
      yield* p.as(1000, (user) => user.sys.msgget(KEY, IPC_CREAT));
      const queue = ok(yield* p.sys.msgget(KEY, 0o600));
      p.say(queue);
      yield* p.snd(queue, 1, 'x');
      yield* p.holds(queue);
    }),
  },
  {
    id: 'IP17',
    says: 'IPC_SET changes owner, group, nine mode bits and the capacity; never creator or key',
    expect: '0 1000 1001 0 777 0 100 1',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      const { perm, ...ds } = yield* p.qs(queue);
      const wanted = { ...perm, uid: 1000, gid: 1001, mode: 0o177777, cuid: 7, key: 7 };
      p.say(yield* p.sys.msgctl(queue, IPC_SET, { ...ds, qbytes: 100, perm: wanted }));
      const now = yield* p.qs(queue);
      p.say(now.perm.uid, now.perm.gid, now.perm.cuid, now.perm.mode.toString(8), now.perm.key, now.qbytes);
      yield* p.late(now.ctime);
    }),
  },
  {
    id: 'IP18',
    says: 'MSG_STAT takes an index and gives the id; MSG_STAT_ANY asks for no right',
    expect: '32768 EACCES 32768 EINVAL',
    run: asks(function* (p) {
      yield* cycled(p, 64);
      p.say(yield* p.queue());
      yield* p.as(1000, function* (user) {
        user.say(yield* user.sys.msgctl(0, MSG_STAT, {}), yield* user.sys.msgctl(0, MSG_STAT_ANY, {}));
        user.say(yield* user.sys.msgctl(1, MSG_STAT_ANY, {}));
      });
    }),
  },
  {
    id: 'IP19',
    says: 'an unknown command is EINVAL, a bad pointer EFAULT',
    expect: 'EINVAL EFAULT EFAULT EINVAL EINVAL',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      for (const command of [99, IPC_STAT, IPC_SET]) p.say(yield* p.sys.msgctl(queue, command, undefined));
      p.say(yield* p.sys.semctl(yield* p.set(0), 0, 99, 0));
      p.say(yield* p.sys.shmctl(yield* p.segment(1), 99, undefined));
    }),
  },
  {
    id: 'IP20',
    says: 'no more objects than the limit: ENOSPC; those that are there stay and can be found',
    expect: '0 0 1 2 ENOSPC 0 ENOENT ENOSPC 0 0 0 0 ENOSPC 4096 ENOSPC',
    run: asks(function* (p) {
      const make = IPC_CREAT | 0o600;
      yield* p.tune('msgmni', '3\n');
      yield* gets(p, KEY, make);
      yield* gets(p, IPC_PRIVATE, 0o600, 0o600, 0o600);
      yield* gets(p, KEY, make);
      yield* gets(p, KEY + 1, 0, make);
      yield* p.tune('msgmni', '1\n');
      yield* gets(p, KEY, 0);
      yield* p.holds(1);
      yield* p.sys.msgctl(1, IPC_RMID, undefined);
      yield* gets(p, IPC_PRIVATE, 0o600);
      let last = 0;
      while (!isFailure(yield* p.sys.shmget(IPC_PRIVATE, 1, 0o600))) last++;
      p.say(last, yield* p.sys.shmget(IPC_PRIVATE, 1, 0o600));
    }),
  },
  {
    id: 'IP21',
    says: 'semaphores are counted in each set (SEMMSL: EINVAL) and in all (SEMMNS: ENOSPC)',
    expect: '0 EINVAL 0 1 2 ENOSPC',
    run: asks(function* (p) {
      yield* p.tune('sem', '250 300 32 200\n');
      for (const n of [251, 250, 49, 1, 1]) p.say(yield* p.sys.semget(IPC_PRIVATE, n, 0o600));
    }),
  },
  {
    id: 'IP22',
    says: 'the limits are written in /proc/sys/kernel, within their ranges',
    expect:
      'EINVAL 0 EINVAL EINVAL 32768 32000,1024000000,500,32000 0 250,32000,32,128 0 300,32000,32,128 ERANGE 1,2,3,128 EINVAL 1,2,3,128 0 EINVAL 0 9000 EINVAL 0 0 8192 0 4 EINVAL 0 1',
    run: asks(function* (p) {
      for (const value of ['40000\n', '32768\n', 'x\n', '-1\n']) yield* p.tune('msgmni', value);
      yield* p.tuned('msgmni');
      yield* p.tuned('sem');
      for (const value of ['250 32000 32 128\n', '300\n', '1 2 3 40000\n', '1 2 x\n']) {
        yield* p.tune('sem', value);
        yield* p.tuned('sem');
      }
      for (const value of ['0\n', '-1\n', '9000 1\n']) yield* p.tune('msgmax', value);
      yield* p.tuned('msgmax');
      for (const value of ['40000\n', '100\n']) yield* p.tune('shmmni', value);
      yield* p.tune('shmmax', '8192\n');
      yield* p.tuned('shmmax');
      yield* p.tune('shmall', '4\n');
      yield* p.tuned('shmall');
      for (const value of ['2\n', '1\n']) yield* p.tune('shm_rmid_forced', value);
      yield* p.tuned('shm_rmid_forced');
    }),
  },
  {
    id: 'IP23',
    says: 'next_id is the id of the next object that is made, once; a busy index is passed over',
    expect: '-1 0 777 777 -1 0 777 98404 98404 0 778 0 0 5 EINVAL EACCES',
    run: asks(function* (p) {
      yield* p.tuned('msg_next_id');
      yield* p.tune('msg_next_id', '777\n');
      yield* p.tuned('msg_next_id');
      yield* gets(p, KEY, IPC_CREAT | 0o600);
      yield* p.tuned('msg_next_id');
      yield* p.tune('msg_next_id', '98404\n');
      yield* gets(p, KEY, 0);
      yield* p.tuned('msg_next_id');
      p.say(yield* p.queue());
      yield* p.tune('msg_next_id', '777\n');
      p.say(yield* p.queue(), yield* p.queue());
      yield* p.tune('sem_next_id', '5\n');
      p.say(yield* p.set(0));
      yield* p.tune('shm_next_id', '-2\n');
      yield* p.as(1000, (user) => user.tune('msg_next_id', '9\n'));
    }),
  },
  {
    id: 'IP24',
    says: 'objects belong to nobody who runs: they outlive who made them',
    expect: '0 left',
    run: asks(function* (p) {
      yield* p.inside(function* (child) {
        yield* child.put1(ok(yield* child.sys.msgget(KEY, IPC_CREAT | 0o600)), 1, 'left');
      });
      yield* gets(p, KEY, 0);
      yield* p.rcv(0, 0);
    }),
  },
];
