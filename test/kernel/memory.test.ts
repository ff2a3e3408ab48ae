/** Mapped memory and shared segments, on the kernel alone. */
import { describe, expect, it } from 'vitest';
import {
  IPC_PRIVATE,
  IPC_RMID,
  IPC_STAT,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MAP_SHARED,
  O_CREAT,
  O_RDWR,
  PAGE_SIZE,
  PROT_READ,
  PROT_WRITE,
  type ShmidDs,
  WTERMSIG,
} from '../../src/kernel/abi.ts';
import { SIGBUS, SIGSEGV } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { errnoOf, ok, runProgram } from '../support/process.ts';

const RW = PROT_READ | PROT_WRITE;
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

function* peek(sys: Sys, address: number): Generator<void, number> {
  const into = new Uint8Array(1);
  yield* sys.load(address, into);
  return into[0] ?? -1;
}

/** How a child ends that runs this. */
function* deathOf(sys: Sys, body: (child: Sys) => Generator<void, unknown>): Generator<void, number> {
  const pid = ok(
    yield* sys.fork(function* (child) {
      yield* body(child);
      return 0;
    }),
  );
  const { status } = ok(yield* sys.wait4(pid, 0));
  return WTERMSIG(status);
}

describe('mmap(2)', () => {
  it('anonymous memory: shared with children or not, as it was asked for', () => {
    const { value } = runProgram(function* (sys) {
      const map = (flags: number) => sys.mmap(0, PAGE_SIZE, RW, flags | MAP_ANONYMOUS, -1, 0);
      const shared = ok(yield* map(MAP_SHARED));
      const own = ok(yield* map(MAP_PRIVATE));
      yield* deathOf(sys, function* (child) {
        yield* child.store(shared, bytes('a'));
        yield* child.store(own, bytes('b'));
      });
      return [yield* peek(sys, shared), yield* peek(sys, own)];
    });
    expect(value).toEqual([97, 0]);
  });

  it('a file: stores are seen by read, bytes behind its end are not, a page beyond is SIGBUS', () => {
    const { value } = runProgram(function* (sys) {
      const fd = ok(yield* sys.open('/tmp/f', O_RDWR | O_CREAT, 0o644));
      yield* sys.write(fd, bytes('hello'));
      const at = ok(yield* sys.mmap(0, 2 * PAGE_SIZE, RW, MAP_SHARED, fd, 0));
      yield* sys.store(at, bytes('J'));
      yield* sys.store(at + 10, bytes('Q'));
      const into = new Uint8Array(20);
      const read = yield* sys.pread(fd, into, 0);
      const beyond = yield* deathOf(sys, (child) => peek(child, at + PAGE_SIZE));
      return [read, into[0], yield* peek(sys, at + 10), beyond];
    });
    expect(value).toEqual([5, 74, 81, SIGBUS]);
  });

  it('no mapping, or not to be written: SIGSEGV', () => {
    const { value } = runProgram(function* (sys) {
      const at = ok(yield* sys.mmap(0, PAGE_SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
      return [
        yield* deathOf(sys, (child) => peek(child, 0)),
        yield* deathOf(sys, (child) => child.store(at, bytes('x'))),
        yield* deathOf(sys, (child) => peek(child, at)),
      ];
    });
    expect(value).toEqual([SIGSEGV, SIGSEGV, 0]);
  });

  it('one fault a page at first touch; after fork a copy for each page that is written', () => {
    const { kernel } = runProgram(function* (sys) {
      const at = ok(yield* sys.mmap(0, 4 * PAGE_SIZE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
      for (let page = 0; page < 4; page++) yield* sys.store(at + page * PAGE_SIZE, bytes('x'));
      yield* deathOf(sys, function* (child) {
        for (let page = 0; page < 4; page++) yield* peek(child, at + page * PAGE_SIZE);
        yield* child.store(at, bytes('y'));
      });
    });
    const faults = [...kernel.events.since(0)].flatMap((event) => (event.type === 'fault' ? [event.how] : []));
    expect(faults).toEqual(['zero', 'zero', 'zero', 'zero', 'copy']);
  });
});

describe('shmat(2)', () => {
  it('a segment marked for removal lives to its last detach', () => {
    const { value } = runProgram(function* (sys) {
      const id = ok(yield* sys.shmget(IPC_PRIVATE, 100, 0o600));
      const at = ok(yield* sys.shmat(id, 0, 0));
      const twice = ok(yield* sys.shmat(id, 0, 0));
      yield* sys.store(at + 99, bytes('z'));
      yield* sys.shmctl(id, IPC_RMID, undefined);
      const ds = {} as ShmidDs;
      yield* sys.shmctl(id, IPC_STAT, ds);
      const seen = yield* peek(sys, twice + 99);
      yield* sys.shmdt(at);
      yield* sys.shmdt(twice);
      return [ds.nattch, ds.perm.mode, ds.perm.key, seen, errnoOf(yield* sys.shmctl(id, IPC_STAT, ds))];
    });
    expect(value).toEqual([2, 0o1600, 0, 122, 'EINVAL']);
  });
});
