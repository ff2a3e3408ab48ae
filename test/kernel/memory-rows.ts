/** The rows of mapped memory, each with the answers that Linux 6.18 gives (test/linux/c/memory.c prints them). */
import {
  F_GETFD,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MAP_SHARED,
  MS_ASYNC,
  MS_SYNC,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  PAGE_SIZE,
  PROT_READ,
  PROT_WRITE,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { shmOpen, shmUnlink } from '../../src/programs/lib/shm.ts';
import { asks, bytesOf, type IpcProbe } from '../support/ipc.ts';
import { type Fact, ok } from '../support/process.ts';

const RW = PROT_READ | PROT_WRITE;

/** A file that says hello. */
function* hello(p: IpcProbe): Generator<void, number> {
  const fd = ok(yield* p.sys.open('f', O_RDWR | O_CREAT | O_TRUNC, 0o644));
  yield* p.put(fd, 'hello');
  return fd;
}

function* map(p: IpcProbe, fd: number, flags: number, pages = 1): Generator<void, number> {
  return ok(yield* p.sys.mmap(0, pages * PAGE_SIZE, RW, flags, fd, 0));
}

const anonymous = (p: IpcProbe, pages: number, flags: number) => map(p, -1, flags | MAP_ANONYMOUS, pages);

/** Says 0 for any address. */
function* mapped(
  p: IpcProbe,
  length: number,
  prot: number,
  flags: number,
  fd: number,
  offset = 0,
): Generator<void, void> {
  const answer = yield* p.sys.mmap(0, length, prot, flags, fd, offset);
  p.say(isFailure(answer) ? answer : 0);
}

/** Says the letter at that place of the file. */
function* reads(p: IpcProbe, fd: number, offset: number): Generator<void, void> {
  const into = new Uint8Array(1);
  yield* p.sys.pread(fd, into, offset);
  p.say(String.fromCharCode(...into));
}

/** How a child ends that touches these addresses. */
function* deaths(p: IpcProbe, how: 'read' | 'write', ...addresses: readonly number[]): Generator<void, void> {
  for (const address of addresses)
    p.say(yield* p.death((child) => (how === 'read' ? child.peek(address) : child.poke(address, 1))));
}

const OBJECT = '/ipclab-rows';

/** A POSIX object that is new, and nothing else. */
function* object(p: IpcProbe, bytes: number): Generator<void, number> {
  yield* shmUnlink(p.sys, OBJECT);
  const fd = ok(yield* shmOpen(p.sys, OBJECT, O_RDWR | O_CREAT, 0o600));
  yield* p.sys.ftruncate(fd, bytes);
  return fd;
}

/** Says 0 for any descriptor. */
function* opens(p: IpcProbe, name: string, flags: number): Generator<void, void> {
  const fd = yield* shmOpen(p.sys, name, flags, 0o600);
  p.say(isFailure(fd) ? fd : 0);
  if (!isFailure(fd)) yield* p.close(fd);
}

export const memoryRows: readonly Fact[] = [
  {
    id: 'MT01',
    says: 'a shared mapping of a file is the file: for read, write and every other mapping',
    expect: 'J J Y',
    run: asks(function* (p) {
      const fd = yield* hello(p);
      const [s, t] = [yield* map(p, fd, MAP_SHARED), yield* map(p, fd, MAP_SHARED)];
      yield* p.poke(s, 'J');
      yield* reads(p, fd, 0);
      yield* p.letter(t);
      yield* p.sys.pwrite(fd, bytesOf('Y'), 1);
      yield* p.letter(s + 1);
    }),
  },
  {
    id: 'MT02',
    says: 'a private page shows the file until it is written, then is a copy',
    expect: 'l Y e e Y X',
    run: asks(function* (p) {
      const fd = yield* hello(p);
      const [s, own] = [yield* map(p, fd, MAP_SHARED), yield* map(p, fd, MAP_PRIVATE)];
      yield* p.letter(own + 2);
      yield* p.poke(s + 2, 'Y');
      yield* p.letter(own + 2);
      yield* p.poke(own + 1, 'X');
      yield* p.letter(s + 1);
      yield* reads(p, fd, 1);
      yield* p.poke(s + 2, 'Z');
      yield* p.letter(own + 2);
      yield* p.letter(own + 1);
    }),
  },
  {
    id: 'MT03',
    says: 'behind the end of a file its last page is zero and writable, and never in the file',
    expect: '0 Q 5 5',
    run: asks(function* (p) {
      const fd = yield* hello(p);
      const s = yield* map(p, fd, MAP_SHARED);
      p.say(yield* p.peek(s + 10));
      yield* p.poke(s + 10, 'Q');
      yield* p.letter(s + 10);
      p.say(ok(yield* p.sys.fstat(fd)).size, yield* p.sys.pread(fd, new Uint8Array(99), 0));
    }),
  },
  {
    id: 'MT04',
    says: 'a page behind the end of the file is SIGBUS, as long as the file is so short',
    expect: '7 7 0 7 7 0',
    run: asks(function* (p) {
      const fd = yield* hello(p);
      const s = yield* map(p, fd, MAP_SHARED, 2);
      yield* deaths(p, 'read', s + PAGE_SIZE);
      yield* deaths(p, 'write', s + PAGE_SIZE);
      yield* p.sys.ftruncate(fd, PAGE_SIZE + 1);
      yield* deaths(p, 'write', s + PAGE_SIZE);
      yield* p.sys.ftruncate(fd, 0);
      yield* deaths(p, 'read', s, s + PAGE_SIZE);
      yield* p.sys.ftruncate(fd, 5);
      p.say(yield* p.peek(s));
    }),
  },
  {
    id: 'MT05',
    says: 'msync takes the beginning of a page, one of its two flags, and only what is mapped',
    expect: 'EINVAL EINVAL 0 EINVAL ENOMEM',
    run: asks(function* (p) {
      const s = yield* map(p, yield* hello(p), MAP_SHARED);
      for (const [at, flags] of [
        [s + 1, MS_SYNC],
        [s, MS_SYNC | MS_ASYNC],
        [s, MS_SYNC],
        [s, 8],
      ] as const)
        p.say(yield* p.sys.msync(at, PAGE_SIZE, flags));
      yield* p.sys.munmap(s, PAGE_SIZE);
      p.say(yield* p.sys.msync(s, PAGE_SIZE, MS_SYNC));
    }),
  },
  {
    id: 'MT06',
    says: 'mmap refuses no length, no such descriptor, a crooked offset, no kind of sharing, more than the descriptor may',
    expect: 'EINVAL EBADF EINVAL EINVAL EACCES 0 0 EACCES EACCES ENODEV EBADF EACCES',
    run: asks(function* (p) {
      const fd = yield* hello(p);
      const [r, w] = [yield* p.open('f', O_RDONLY), yield* p.open('f', O_WRONLY)];
      const [pipe] = yield* p.pipe();
      yield* mapped(p, 0, RW, MAP_SHARED, fd);
      yield* mapped(p, 1, RW, MAP_SHARED, 99);
      yield* mapped(p, 1, RW, MAP_SHARED, fd, 1);
      yield* mapped(p, 1, RW, 0, fd);
      yield* mapped(p, 1, RW, MAP_SHARED, r);
      yield* mapped(p, 1, RW, MAP_PRIVATE, r);
      yield* mapped(p, 1, PROT_READ, MAP_SHARED, r);
      yield* mapped(p, 1, PROT_READ, MAP_SHARED, w);
      yield* mapped(p, 1, PROT_READ, MAP_PRIVATE, w);
      yield* mapped(p, 1, PROT_READ, MAP_SHARED, pipe);
      yield* mapped(p, 1, RW, MAP_PRIVATE, -1);
      const s = ok(yield* p.sys.mmap(0, 1, PROT_READ, MAP_SHARED, r, 0));
      p.say(yield* p.sys.mprotect(s, PAGE_SIZE, RW));
    }),
  },
  {
    id: 'MT07',
    says: 'the mapping stays when the descriptor is closed and the name is gone',
    expect: 'o x',
    run: asks(function* (p) {
      const fd = yield* hello(p);
      const s = yield* map(p, fd, MAP_SHARED);
      yield* p.close(fd);
      yield* p.sys.unlink('f');
      yield* p.letter(s + 4);
      yield* p.poke(s + 4, 'x');
      yield* p.letter(s + 4);
    }),
  },
  {
    id: 'MT08',
    says: 'anonymous memory is shared with children, or not',
    expect: '1 0',
    run: asks(function* (p) {
      const both = [yield* anonymous(p, 1, MAP_SHARED), yield* anonymous(p, 1, MAP_PRIVATE)];
      yield* p.inside(function* (child) {
        for (const address of both) yield* child.poke(address, 1);
      });
      for (const address of both) p.say(yield* p.peek(address));
    }),
  },
  {
    id: 'MT09',
    says: 'what is unmapped is SIGSEGV; unmapping nothing is fine',
    expect: '0 11 0 0 EINVAL EINVAL',
    run: asks(function* (p) {
      const a = yield* anonymous(p, 3, MAP_PRIVATE);
      p.say(yield* p.sys.munmap(a + PAGE_SIZE, PAGE_SIZE));
      yield* deaths(p, 'read', a + PAGE_SIZE, a + 2 * PAGE_SIZE);
      for (const [at, length] of [
        [a + PAGE_SIZE, PAGE_SIZE],
        [a + 1, PAGE_SIZE],
        [a, 0],
      ] as const)
        p.say(yield* p.sys.munmap(at, length));
    }),
  },
  {
    id: 'MT10',
    says: 'writing to a page that may only be read, and anything at address 0, is SIGSEGV',
    expect: '0 11 0 0 11 0 0 EINVAL',
    run: asks(function* (p) {
      const a = yield* anonymous(p, 2, MAP_PRIVATE);
      p.say(yield* p.sys.mprotect(a, PAGE_SIZE, PROT_READ));
      yield* deaths(p, 'write', a);
      yield* deaths(p, 'read', a);
      yield* deaths(p, 'write', a + PAGE_SIZE);
      yield* deaths(p, 'read', 0);
      p.say(yield* p.sys.mprotect(a, PAGE_SIZE, RW));
      yield* deaths(p, 'write', a);
      p.say(yield* p.sys.mprotect(a + 1, PAGE_SIZE, RW));
    }),
  },
  {
    id: 'MT11',
    says: 'a fault for each page at first touch; after fork one for each that is written',
    expect: '0 64 0 0 0 64 0 0 8 8 0',
    run: asks(function* (p) {
      const a = yield* anonymous(p, 64, MAP_PRIVATE);
      p.say(0, yield* p.touch(a, 64, 'write'), yield* p.touch(a, 64, 'write'));
      yield* p.inside(function* (child) {
        child.say(0);
        for (const how of ['read', 'write', 'write'] as const) child.say(yield* child.touch(a, 64, how));
      });
      const b = yield* anonymous(p, 8, MAP_PRIVATE);
      p.say(0);
      for (const how of ['read', 'write', 'read'] as const) p.say(yield* p.touch(b, 8, how));
    }),
  },
  {
    id: 'PX30',
    says: 'shm_open makes an empty file that is closed at execve; a slash in front or none, no other; O_EXCL',
    expect: 'ENOENT EINVAL EINVAL EINVAL ENAMETOOLONG 0 0 EEXIST 0 1',
    run: asks(function* (p) {
      yield* opens(p, OBJECT, O_RDWR);
      for (const name of ['/a/b', '/', '', 'x'.repeat(256), OBJECT.slice(1)]) yield* opens(p, name, O_RDWR | O_CREAT);
      yield* opens(p, OBJECT, O_RDWR);
      yield* opens(p, OBJECT, O_RDWR | O_CREAT | O_EXCL);
      const fd = ok(yield* shmOpen(p.sys, OBJECT, O_RDWR, 0));
      p.say(ok(yield* p.sys.fstat(fd)).size, yield* p.sys.fcntl(fd, F_GETFD));
    }),
  },
  {
    id: 'PX31',
    says: 'beyond the last page of the object is SIGBUS; the rest of its last page is there, its size stays',
    expect: '7 7 x 7 100',
    run: asks(function* (p) {
      const fd = yield* object(p, 0);
      const s = yield* map(p, fd, MAP_SHARED, 2);
      yield* deaths(p, 'read', s);
      yield* deaths(p, 'write', s);
      yield* p.sys.ftruncate(fd, 100);
      yield* p.poke(s + 4000, 'x');
      yield* p.letter(s + 4000);
      yield* deaths(p, 'read', s + PAGE_SIZE);
      p.say(ok(yield* p.sys.fstat(fd)).size);
    }),
  },
  {
    id: 'PX32',
    says: 'what is stored is read; a descriptor for reading cannot be cut, and not be mapped for writing',
    expect: 'J J EINVAL EACCES 0',
    run: asks(function* (p) {
      const fd = yield* object(p, 100);
      const s = yield* map(p, fd, MAP_SHARED);
      yield* p.poke(s + 7, 'J');
      yield* reads(p, fd, 7);
      const r = ok(yield* shmOpen(p.sys, OBJECT, O_RDONLY, 0));
      yield* reads(p, r, 7);
      p.say(yield* p.sys.ftruncate(r, 5));
      yield* mapped(p, PAGE_SIZE, RW, MAP_SHARED, r);
      yield* mapped(p, PAGE_SIZE, PROT_READ, MAP_SHARED, r);
    }),
  },
  {
    id: 'PX33',
    says: 'shm_unlink takes the name away; who has it mapped goes on with it',
    expect: '0 ENOENT Z Z ENOENT',
    run: asks(function* (p) {
      const fd = yield* object(p, 100);
      const s = yield* map(p, fd, MAP_SHARED);
      p.say(yield* shmUnlink(p.sys, OBJECT), yield* shmUnlink(p.sys, OBJECT));
      yield* p.poke(s, 'Z');
      yield* p.letter(s);
      yield* reads(p, fd, 0);
      yield* opens(p, OBJECT, O_RDWR);
    }),
  },
];
