/** File locks: every row on the simulated kernel, whatever the schedule. On the real one: test/linux/rows.test.ts. */
import { describe, expect, it } from 'vitest';
import {
  F_RDLCK,
  F_SETLK,
  F_SETLKW,
  F_UNLCK,
  F_WRLCK,
  LOCK_EX,
  LOCK_NB,
  O_CREAT,
  O_RDWR,
  SEEK_SET,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { seeded } from '../../src/kernel/random.ts';
import { callText } from '../../src/kernel/trace.ts';
import { answersOf, ok, Probe, runProgram } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { lockRows } from './lock-rows.ts';

const SEEDS = [0, 1, 2, 3, 4];

describe('flock(2), fcntl(2)', () => {
  for (const fact of lockRows) {
    row(fact.id, fact.says, () => {
      for (const seed of SEEDS) expect([seed, answersOf(fact, seed)]).toEqual([seed, fact.expect]);
    });
  }

  row('PF14', 'a line of /proc/locks: number, type, kind, mode, pid, device and inode, range', () => {
    const { value } = runProgram(function* (sys) {
      const fd = ok(yield* sys.open('/tmp/f', O_RDWR | O_CREAT, 0o600));
      yield* sys.flock(fd, LOCK_EX | LOCK_NB);
      const { ino } = ok(yield* sys.fstat(fd));
      const text = yield* new Probe(sys).contents('/proc/locks');
      return { text, ino, pid: yield* sys.getpid() };
    });
    expect(value.text).toBe(`1: FLOCK  ADVISORY  WRITE ${value.pid} 00:19:${value.ino} 0 EOF\n`);
  });

  it('is traced as strace prints it', () => {
    const lock = { type: F_WRLCK, whence: SEEK_SET, start: 0, len: 10, pid: 0 };
    expect(callText('flock', [3, LOCK_EX | LOCK_NB])).toBe('flock(3, LOCK_EX|LOCK_NB)');
    expect(callText('fcntl', [3, F_SETLK, lock])).toBe(
      'fcntl(3, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=0, l_len=10})',
    );
  });

  it('ranges of one process are those of a model with a byte each', () => {
    const random = seeded(7);
    const { value } = runProgram(function* (sys) {
      const fd = ok(yield* sys.open('/tmp/f', O_RDWR | O_CREAT, 0o600));
      const bytes = Array.from({ length: 40 }, () => F_UNLCK);
      const wrong: string[] = [];
      for (let i = 0; i < 1000; i++) {
        const type = random.below(3);
        const start = random.below(40);
        const len = 1 + random.below(40 - start);
        yield* sys.fcntl(fd, F_SETLK, { type, whence: SEEK_SET, start, len, pid: 0 });
        bytes.fill(type, start, start + len);
        const text = yield* new Probe(sys).contents('/proc/locks');
        if (linesOf(text).join() !== runsOf(bytes).join()) wrong.push(text);
      }
      return wrong;
    });
    expect(value).toEqual([]);
  });

  it('a cycle of waiting is found in each of 300 random graphs that have one, and nobody is refused without', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { waitsFor, refused } = graph(seed);
      expect([seed, refused]).toEqual([seed, hasCycle(waitsFor)]);
    }
  });
});

const linesOf = (text: string): string[] =>
  [...text.matchAll(/(READ|WRITE) \d+ \S+ (\d+) (\d+)/g)]
    .sort((a, b) => Number(a[2]) - Number(b[2]))
    .map(([, type, start, end]) => `${type} ${start} ${end}`);

/** Equal neighbours as one range. */
function runsOf(bytes: readonly number[]): string[] {
  const runs: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    let end = start;
    while (bytes[end + 1] === bytes[start]) end++;
    if (bytes[start] !== F_UNLCK) runs.push(`${bytes[start] === F_RDLCK ? 'READ' : 'WRITE'} ${start} ${end}`);
    start = end + 1;
  }
  return runs;
}

/** Processes that hold a byte each, and then wait one after the other for somebody else's; whether one was told EDEADLK. */
function graph(seed: number): { readonly waitsFor: ReadonlyMap<number, number>; readonly refused: boolean } {
  const random = seeded(seed);
  const count = 2 + random.below(5);
  const waitsFor = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const other = random.below(count);
    if (other !== i) waitsFor.set(i, other);
  }
  const { value } = runProgram(function* (sys) {
    const p = new Probe(sys);
    const fd = ok(yield* sys.open('/tmp/f', O_RDWR | O_CREAT, 0o600));
    let refused = false;
    for (let i = 0; i < count; i++) {
      yield* p.fork(function* (child) {
        const lock = (start: number) => ({ type: F_WRLCK, whence: SEEK_SET, start, len: 1, pid: 0 });
        yield* child.sys.fcntl(fd, F_SETLK, lock(i));
        yield* child.sleep(20 + i);
        const wanted = waitsFor.get(i);
        if (wanted !== undefined && isFailure(yield* child.sys.fcntl(fd, F_SETLKW, lock(wanted)))) refused = true;
        yield* child.sleep(1000);
      });
    }
    for (let i = 0; i < count; i++) yield* p.wait();
    return refused;
  }, seed);
  return { waitsFor, refused: value };
}

function hasCycle(edges: ReadonlyMap<number, number>): boolean {
  return [...edges.keys()].some((start) => {
    let at: number | undefined = edges.get(start);
    for (let i = 0; i < edges.size && at !== undefined && at !== start; i++) at = edges.get(at);
    return at === start;
  });
}
