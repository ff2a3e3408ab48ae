/** The rows of System V shared memory, each with the answers that Linux 6.18 gives (test/linux/c/shm.c prints them). */
import {
  IPC_CREAT,
  IPC_EXCL,
  IPC_INFO,
  IPC_PRIVATE,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  PAGE_SIZE,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
  SHM_EXEC,
  SHM_LOCK,
  SHM_RDONLY,
  SHM_REMAP,
  SHM_RND,
  SHM_UNLOCK,
  type ShmLimits,
} from '../../src/kernel/abi.ts';
import { SIGKILL } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { asks, type IpcProbe, KEY } from '../support/ipc.ts';
import { type Fact, ok } from '../support/process.ts';

/** Says how asking for the segment of that key ends, for each of these sizes. */
function* gets(p: IpcProbe, key: number, flags: number, ...bytes: readonly number[]): Generator<void, void> {
  for (const size of bytes) p.say(yield* p.sys.shmget(key, size, flags));
}

const ends = (p: IpcProbe, id: number) => p.sys.shmctl(id, IPC_RMID, undefined);

/** Whether the segment is there. */
const has = (p: IpcProbe, id: number) => p.sys.shmctl(id, IPC_STAT, {});

function* rss(p: IpcProbe): Generator<void, void> {
  p.say((yield* p.used()).shm_rss);
}

function* octal(p: IpcProbe, id: number): Generator<void, void> {
  p.say((yield* p.ms(id)).perm.mode.toString(8));
}

/** A bit for each page: is it in memory? */
function* resident(p: IpcProbe, address: number, pages: number): Generator<void, void> {
  const bits = new Uint8Array(pages);
  yield* p.sys.mincore(address, pages * PAGE_SIZE, bits);
  p.say(bits.join(''));
}

/** The line of maps that holds an address: its length, its rights, its inode, its name. */
function* maps(p: IpcProbe, address: number): Generator<void, void> {
  for (const line of (yield* p.contents('/proc/self/maps')).split('\n')) {
    const [, from = '', to = '', rights, ino, name] =
      /^([\da-f]+)-([\da-f]+) (\S+) \S+ \S+ (\d+) +(.*)$/.exec(line) ?? [];
    const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    if (address >= start && address < end) p.say(end - start, rights, ino, name);
  }
}

/** Where nothing is mapped, nor behind it. */
function* hole(p: IpcProbe): Generator<void, number> {
  const length = 8 * PAGE_SIZE;
  const address = ok(yield* p.sys.mmap(0, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  yield* p.sys.munmap(address, length);
  return address;
}

const programs = {
  *sleep(sys: Sys): Generator<void, number> {
    for (;;) yield* sys.pause();
  },
};

/** Ways to end an attachment: exit, shmdt (but live on), exec, kill. */
type Way = 'exit' | 'shmdt' | 'exec' | 'kill';
function* leaves(p: IpcProbe, way: Way, address: number): Generator<void, void> {
  if (way === 'shmdt') yield* p.sys.shmdt(address);
  if (way === 'exec') yield* p.sys.execve('/bin/sleep', ['sleep'], []);
  if (way !== 'exit') yield* p.sys.pause();
}

export const shmRows: readonly Fact[] = [
  {
    id: 'SM01',
    says: 'memory is whole pages of zeros, whatever the size; behind them is SIGSEGV',
    expect: '100 0 0 120 11 11',
    run: asks(function* (p) {
      const id = yield* p.segment(100);
      const a = yield* p.at(id, 0, yield* hole(p));
      p.say((yield* p.ms(id)).segsz, (yield* p.peek(a)) + (yield* p.peek(a + 4095)));
      p.say(yield* p.death((child) => child.poke(a + 4095, 'x')), yield* p.peek(a + 4095));
      p.say(yield* p.death((child) => child.poke(a + 4096, 1)), yield* p.death((child) => child.peek(a + 4096)));
    }),
  },
  {
    id: 'SM02',
    says: 'a new segment: nobody has attached it',
    expect: '0 0 0 0 1 1',
    run: asks(function* (p) {
      const { nattch, lpid, atime, dtime, cpid, ctime } = yield* p.ms(yield* p.segment(1));
      p.say(nattch, lpid, atime, dtime, yield* p.isMe(cpid));
      yield* p.late(ctime);
    }),
  },
  {
    id: 'SM03',
    says: 'the size is at least 1 and at most SHMMAX; all pages together at most SHMALL',
    expect: 'EINVAL 0 EINVAL 0 0 1 ENOSPC',
    run: asks(function* (p) {
      yield* gets(p, IPC_PRIVATE, 0o600, 0);
      yield* p.tune('shmmax', '8192\n');
      yield* gets(p, IPC_PRIVATE, 0o600, 8193, 8192);
      yield* p.tune('shmall', '4\n');
      yield* gets(p, IPC_PRIVATE, 0o600, 8192, 1);
    }),
  },
  {
    id: 'SM04',
    says: 'one that is there may be asked for with any size up to its own',
    expect: '0 EINVAL 0 0 EEXIST EINVAL',
    run: asks(function* (p) {
      yield* gets(p, KEY, IPC_CREAT | 0o600, 5000);
      yield* gets(p, KEY, 0, 5001, 4999, 0);
      yield* gets(p, KEY, IPC_CREAT | IPC_EXCL | 0o600, 9999);
      yield* gets(p, KEY, IPC_CREAT, 9999);
    }),
  },
  {
    id: 'SM05',
    says: 'shmat chooses the beginning of a page, and counts',
    expect: '0 1 1 1 0',
    run: asks(function* (p) {
      const id = yield* p.segment(5000);
      const address = yield* p.at(id);
      const { nattch, atime, lpid, dtime } = yield* p.ms(id);
      p.say(address % PAGE_SIZE, nattch);
      yield* p.late(atime);
      p.say(yield* p.isMe(lpid), dtime);
    }),
  },
  {
    id: 'SM06',
    says: 'attached twice by one process: two addresses, the same bytes',
    expect: '1 42 2',
    run: asks(function* (p) {
      const id = yield* p.segment(1);
      const [a, b] = [yield* p.at(id), yield* p.at(id)];
      yield* p.poke(a, 42);
      p.say(a !== b, yield* p.peek(b));
      yield* p.nattch(id);
    }),
  },
  {
    id: 'SM07',
    says: 'shmdt takes the address of the attachment, once',
    expect: 'EINVAL EINVAL EINVAL 0 0 1 1 EINVAL 11',
    run: asks(function* (p) {
      const id = yield* p.segment(5000);
      const a = yield* p.at(id);
      for (const address of [a + PAGE_SIZE, a + 1, 0, a]) p.say(yield* p.sys.shmdt(address));
      const { nattch, dtime, lpid } = yield* p.ms(id);
      p.say(nattch);
      yield* p.late(dtime);
      p.say(yield* p.isMe(lpid), yield* p.sys.shmdt(a), yield* p.death((child) => child.peek(a)));
    }),
  },
  {
    id: 'SM08',
    says: 'the bytes stay when nobody has it attached',
    expect: '0 7',
    run: asks(function* (p) {
      const id = yield* p.segment(1);
      const a = yield* p.at(id);
      yield* p.poke(a + 7, 7);
      yield* p.sys.shmdt(a);
      yield* p.nattch(id);
      p.say(yield* p.peek((yield* p.at(id)) + 7));
    }),
  },
  {
    id: 'SM09',
    says: 'SHM_RDONLY asks only for the right to read, and writing is SIGSEGV',
    expect: '0 11 0 EACCES',
    run: asks(function* (p) {
      const a = yield* p.at(yield* p.segment(1), SHM_RDONLY);
      p.say(yield* p.peek(a), yield* p.death((child) => child.poke(a, 1)));
      yield* p.as(1000, function* (user) {
        const own = ok(yield* user.sys.shmget(IPC_PRIVATE, 1, 0o400));
        yield* user.attached(own, SHM_RDONLY);
        yield* user.attached(own);
      });
    }),
  },
  {
    id: 'SM10',
    says: 'a read-only attachment cannot be made writable',
    expect: 'EACCES 0 11',
    run: asks(function* (p) {
      const a = yield* p.at(yield* p.segment(1), SHM_RDONLY);
      for (const prot of [PROT_READ | PROT_WRITE, PROT_NONE]) p.say(yield* p.sys.mprotect(a, PAGE_SIZE, prot));
      p.say(yield* p.death((child) => child.peek(a)));
    }),
  },
  {
    id: 'SM11',
    says: 'an address is the beginning of a page, or is rounded down with SHM_RND',
    expect: 'EINVAL 1 1',
    run: asks(function* (p) {
      const id = yield* p.segment(1);
      const a = yield* p.at(id);
      yield* p.sys.shmdt(a);
      yield* p.attached(id, 0, a + 1);
      p.say((yield* p.at(id, SHM_RND, a + 4095)) === a);
      yield* p.nattch(id);
    }),
  },
  {
    id: 'SM12',
    says: 'where something is mapped: EINVAL, or replaced with SHM_REMAP',
    expect: 'EINVAL 1 1 EINVAL 1 0 0 1',
    run: asks(function* (p) {
      const id = yield* p.segment(1);
      const a = yield* p.at(id);
      yield* p.attached(id, 0, a);
      p.say((yield* p.at(id, SHM_REMAP, a)) === a);
      yield* p.nattch(id);
      yield* p.attached(id, SHM_REMAP);
      const other = yield* p.segment(1);
      yield* p.poke(a, 5);
      p.say((yield* p.at(other, SHM_REMAP, a)) === a, yield* p.peek(a));
      yield* p.nattch(id);
      yield* p.nattch(other);
    }),
  },
  {
    id: 'SM13',
    says: 'an address outside user space: ENOMEM',
    expect: 'ENOMEM',
    run: asks(function* (p) {
      yield* p.attached(yield* p.segment(1), 0, 2 ** 64 - 2 ** 31);
    }),
  },
  {
    id: 'SM14',
    says: 'SHM_EXEC is taken',
    expect: '0',
    run: asks(function* (p) {
      yield* p.attached(yield* p.segment(1), SHM_EXEC);
    }),
  },
  {
    id: 'SM15',
    says: 'IPC_RMID destroys at once what nobody has attached',
    expect: '0 EINVAL EINVAL EINVAL',
    run: asks(function* (p) {
      const id = yield* p.segment(1);
      p.say(yield* ends(p, id), yield* has(p, id));
      yield* p.attached(id);
      p.say(yield* ends(p, id));
    }),
  },
  {
    id: 'SM16',
    says: 'what is attached is only marked (01000), has no key any more, and can be used',
    expect: '0 1600 0 3',
    run: asks(function* (p) {
      const id = ok(yield* p.sys.shmget(KEY, 1, IPC_CREAT | 0o600));
      const a = yield* p.at(id);
      p.say(yield* ends(p, id));
      yield* octal(p, id);
      yield* p.poke(a, 3);
      p.say((yield* p.ms(id)).perm.key, yield* p.peek(a));
    }),
  },
  {
    id: 'SM17',
    says: 'its key is free at once, for another segment',
    expect: 'ENOENT 1 0',
    run: asks(function* (p) {
      const id = ok(yield* p.sys.shmget(KEY, 1, IPC_CREAT | 0o600));
      const a = yield* p.at(id);
      yield* ends(p, id);
      yield* gets(p, KEY, 0, 0);
      yield* gets(p, KEY, IPC_CREAT | 0o600, 1);
      yield* p.poke(a, 3);
      p.say(yield* p.peek(yield* p.at(1)));
    }),
  },
  {
    id: 'SM18',
    says: 'by its id it can still be attached, changed and removed',
    expect: '0 2 0 1640 0 2',
    run: asks(function* (p) {
      const id = yield* p.segment(1);
      yield* p.at(id);
      yield* ends(p, id);
      yield* p.attached(id);
      yield* p.nattch(id);
      const ds = yield* p.ms(id);
      p.say(yield* p.sys.shmctl(id, IPC_SET, { ...ds, perm: { ...ds.perm, mode: 0o640 } }));
      yield* octal(p, id);
      p.say(yield* ends(p, id));
      yield* p.nattch(id);
    }),
  },
  {
    id: 'SM19',
    says: 'the last detach destroys it: by exit, shmdt, exec or kill',
    expect: '1 EINVAL 1 EINVAL EINVAL 1 EINVAL EINVAL 1 0 EINVAL',
    programs,
    run: asks(function* (p) {
      for (const way of ['exit', 'shmdt', 'exec', 'kill'] as const) {
        const id = yield* p.segment(1);
        const child = yield* p.child(function* (user) {
          const address = yield* user.at(id);
          yield* ends(user, id);
          yield* user.nattch(id);
          yield* leaves(user, way, address);
        });
        if (way !== 'exit') p.say(yield* has(p, id));
        yield* p.endOf(child, SIGKILL);
        p.say(yield* has(p, id));
      }
    }),
  },
  {
    id: 'SM20',
    says: 'a child inherits attachments: one more, by whoever forks',
    expect: '2 1 1 1 1',
    run: asks(function* (p) {
      const id = yield* p.segment(1);
      yield* p.at(id);
      const child = yield* p.child((other) => other.sys.pause());
      const { nattch, lpid } = yield* p.ms(id);
      p.say(nattch, yield* p.isMe(lpid));
      yield* p.endOf(child, SIGKILL);
      yield* p.nattch(id);
      p.say((yield* p.ms(id)).lpid === child);
      yield* p.inside(function* (parent) {
        const grandchild = yield* parent.child((other) => other.sys.pause());
        parent.say(yield* parent.isMe((yield* parent.ms(id)).lpid));
        yield* parent.endOf(grandchild, SIGKILL);
      });
    }),
  },
  {
    id: 'SM21',
    says: 'exec and exit detach all, and are told by pid and time',
    expect: '0 1 1 0 1 0 1 1 0 1 1',
    programs,
    run: asks(function* (p) {
      const id = yield* p.segment(1);
      for (const way of ['exit', 'exec', 'kill'] as const) {
        const child = yield* p.child(function* (user) {
          yield* leaves(user, way, yield* user.at(id));
        });
        if (way === 'exec') {
          const { nattch, lpid } = yield* p.ms(id);
          p.say(nattch, lpid === child);
        }
        yield* p.endOf(child, SIGKILL);
        const { nattch, lpid, dtime } = yield* p.ms(id);
        p.say(nattch, lpid === child);
        yield* p.late(dtime);
      }
    }),
  },
  {
    id: 'SM22',
    says: 'munmap of all is a detach, of a part not: the rest is for shmdt',
    expect: '0 0 EINVAL 0 1 0 0 0 2 0 0',
    run: asks(function* (p) {
      const id = yield* p.segment(3 * PAGE_SIZE);
      for (const [from, pages] of [
        [0, 3],
        [0, 1],
        [1, 1],
      ] as const) {
        const a = yield* p.at(id);
        p.say(yield* p.sys.munmap(a + from * PAGE_SIZE, pages * PAGE_SIZE));
        yield* p.nattch(id);
        p.say(yield* p.sys.shmdt(a));
        if (pages < 3) yield* p.nattch(id);
      }
    }),
  },
  {
    id: 'SM23',
    says: 'what one process stores the other sees, without a call',
    expect: '9',
    run: asks(function* (p) {
      const a = yield* p.at(yield* p.segment(1));
      yield* p.inside((child) => child.poke(a + 5, 9));
      p.say(yield* p.peek(a + 5));
    }),
  },
  {
    id: 'SM24',
    says: 'a page is there when somebody touches it first, by reading or writing: one fault',
    expect: '0 0 0 1 1 15 16 16 1',
    run: asks(function* (p) {
      yield* rss(p);
      const id = yield* p.segment(16 * PAGE_SIZE);
      yield* rss(p);
      const a = yield* p.at(id);
      yield* rss(p);
      p.say(yield* p.touch(a, 1, 'read'));
      yield* rss(p);
      p.say(yield* p.touch(a + PAGE_SIZE, 15, 'write'));
      const { shm_rss, shm_tot, used_ids } = yield* p.used();
      p.say(shm_rss, shm_tot, used_ids);
    }),
  },
  {
    id: 'SM25',
    says: 'touching it again is no fault',
    expect: '0 0',
    run: asks(function* (p) {
      const a = yield* p.at(yield* p.segment(16 * PAGE_SIZE));
      yield* p.touch(a, 16, 'write');
      p.say(yield* p.touch(a, 16, 'write'), yield* p.touch(a, 16, 'read'));
    }),
  },
  {
    id: 'SM26',
    says: 'a child and a new attachment fault once for each page that is there already',
    expect: '0 16 0 0 16 16',
    run: asks(function* (p) {
      const id = yield* p.segment(16 * PAGE_SIZE);
      const a = yield* p.at(id);
      yield* p.touch(a, 16, 'write');
      yield* p.inside(function* (child) {
        child.say(0, yield* child.touch(a, 16, 'read'), yield* child.touch(a, 16, 'write'));
      });
      p.say(0, yield* p.touch(yield* p.at(id), 16, 'read'));
      yield* rss(p);
    }),
  },
  {
    id: 'SM27',
    says: 'pages stay after the last detach, and go with the segment',
    expect: '5 0',
    run: asks(function* (p) {
      const id = yield* p.segment(16 * PAGE_SIZE);
      const a = yield* p.at(id);
      yield* p.touch(a, 5, 'write');
      yield* p.sys.shmdt(a);
      yield* rss(p);
      yield* ends(p, id);
      yield* rss(p);
    }),
  },
  {
    id: 'SM28',
    says: 'mincore tells which pages are there',
    expect: '00000000 10000000 10010000',
    run: asks(function* (p) {
      const a = yield* p.at(yield* p.segment(8 * PAGE_SIZE));
      yield* resident(p, a, 8);
      for (const [page, how] of [
        [0, 'write'],
        [3, 'read'],
      ] as const) {
        yield* p.touch(a + page * PAGE_SIZE, 1, how);
        yield* resident(p, a, 8);
      }
    }),
  },
  {
    id: 'SM29',
    says: 'in /proc/PID/maps it is /SYSV and the key, with its id for an inode',
    expect: '8192 rw-s 1 /SYSV00000000 (deleted) 4096 r--s 2 /SYSV00000abc (deleted)',
    run: asks(function* (p) {
      yield* p.segment(1);
      yield* maps(p, yield* p.at(yield* p.segment(5000)));
      yield* maps(p, yield* p.at(ok(yield* p.sys.shmget(0xabc, 1, IPC_CREAT | 0o600)), SHM_RDONLY));
    }),
  },
  {
    id: 'SM30',
    says: 'SHM_LOCK is mode bit 02000, and for the owner',
    expect: '0 2666 0 666 EPERM',
    run: asks(function* (p) {
      const id = ok(yield* p.sys.shmget(IPC_PRIVATE, 1, 0o666));
      for (const command of [SHM_LOCK, SHM_UNLOCK]) {
        p.say(yield* p.sys.shmctl(id, command, undefined));
        yield* octal(p, id);
      }
      yield* p.as(1000, function* (user) {
        user.say(yield* user.sys.shmctl(id, SHM_LOCK, undefined));
      });
    }),
  },
  {
    id: 'SM31',
    says: 'SHM_LOCK brings no page into memory',
    expect: '0',
    run: asks(function* (p) {
      const id = yield* p.segment(4 * PAGE_SIZE);
      yield* p.at(id);
      yield* p.sys.shmctl(id, SHM_LOCK, undefined);
      yield* rss(p);
    }),
  },
  {
    id: 'SM32',
    says: 'a changed mode means nothing to those who have it attached',
    expect: '0 0 1',
    run: asks(function* (p) {
      const id = yield* p.segment(1);
      const a = yield* p.at(id);
      const ds = yield* p.ms(id);
      p.say(yield* p.sys.shmctl(id, IPC_SET, { ...ds, perm: { ...ds.perm, mode: 0 } }));
      p.say(yield* p.death((child) => child.poke(a, 1)), yield* p.peek(a));
    }),
  },
  {
    id: 'SM33',
    says: 'IPC_INFO tells the limits',
    expect: '0 1 4096 4096 18446744073692774399 18446744073692774399',
    run: asks(function* (p) {
      const info = {} as ShmLimits;
      p.say(yield* p.sys.shmctl(0, IPC_INFO, info), info.shmmin, info.shmmni, info.shmseg);
      yield* p.tuned('shmmax');
      yield* p.tuned('shmall');
    }),
  },
];
