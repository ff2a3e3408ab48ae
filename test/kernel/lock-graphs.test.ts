/**
 * Deadlocks of real processes: random graphs of who has which lock and who wants which, made by processes that take semaphores,
 * file locks and mutexes. The view must name those in a circle, all of them and nobody else; record locks refuse the last step.
 */
import { describe, expect, it } from 'vitest';
import {
  F_OFD_SETLKW,
  F_SETLKW,
  F_WRLCK,
  IPC_PRIVATE,
  LOCK_EX,
  MAP_ANONYMOUS,
  MAP_SHARED,
  O_CREAT,
  O_RDWR,
  PAGE_SIZE,
  PROT_READ,
  PROT_WRITE,
  SEEK_SET,
  SEM_UNDO,
  SETALL,
} from '../../src/kernel/abi.ts';
import { circlesOf, waitsOf } from '../../src/kernel/deadlock.ts';
import { type Failure, isFailure } from '../../src/kernel/errno.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { createInit } from '../../src/kernel/process.ts';
import { type Random, seeded } from '../../src/kernel/random.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { viewKernel } from '../../src/kernel/view.ts';
import { mainThread } from '../../src/programs/lib/pthread.ts';
import { MUTEX_BYTES, type MutexAttributes, mutexInit, mutexLock } from '../../src/programs/lib/pthread-mutex.ts';
import { ok } from '../support/process.ts';

const SIZE = 6;
const GRAPHS = 1000;
const KINDS = ['semaphore', 'flock', 'ofd', 'mutex'] as const;
type Kind = (typeof KINDS)[number] | 'record';

/** Of the kinds of mutexes, one after the other. */
const MUTEXES: readonly MutexAttributes[] = [{ robust: true }, { type: 'normal' }];

interface Graph {
  readonly kinds: readonly Kind[];
  /** Who has each lock. */
  readonly holders: readonly (number | undefined)[];
  /** Which lock each process then wants. */
  readonly wants: readonly (number | undefined)[];
}

function graphOf(seed: number, kinds: readonly Kind[]): Graph {
  const random: Random = seeded(seed);
  const chance = (): number => random.below(100);
  const eagerness = chance();
  const pick = (percent: number): number | undefined => (chance() < percent ? random.below(SIZE) : undefined);
  return {
    kinds: Array.from({ length: SIZE }, () => kinds[random.below(kinds.length)] ?? 'flock'),
    holders: Array.from({ length: SIZE }, () => pick(80)),
    wants: Array.from({ length: SIZE }, () => pick(eagerness)),
  };
}

/** What the processes have before they begin: a set of semaphores, and a page of mutexes. */
interface Common {
  readonly semid: number;
  readonly mutexes: number;
}

function* prepare(sys: Sys): Generator<void, Common> {
  const semid = ok(yield* sys.semget(IPC_PRIVATE, SIZE, 0o600));
  ok(
    yield* sys.semctl(
      semid,
      0,
      SETALL,
      Array.from({ length: SIZE }, () => 1),
    ),
  );
  const mutexes = ok(yield* sys.mmap(0, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  for (let i = 0; i < SIZE; i++)
    yield* mutexInit(sys, mutexes + i * MUTEX_BYTES, { ...MUTEXES[i % MUTEXES.length], shared: true });
  return { semid, mutexes };
}

/** Takes a lock, however long that takes. */
function* take(sys: Sys, kind: Kind, lock: number, { semid, mutexes }: Common): Generator<void, unknown> {
  if (kind === 'semaphore') return yield* sys.semop(semid, [{ num: lock, op: -1, flg: SEM_UNDO }]);
  if (kind === 'mutex') return yield* mutexLock(yield* mainThread(sys), mutexes + lock * MUTEX_BYTES);
  const fd = ok(yield* sys.open(`lock${lock}`, O_RDWR | O_CREAT, 0o600));
  if (kind === 'flock') return yield* sys.flock(fd, LOCK_EX);
  const range = { type: F_WRLCK, whence: SEEK_SET, start: 0, len: 1, pid: 0 };
  return yield* sys.fcntl(fd, kind === 'ofd' ? F_OFD_SETLKW : F_SETLKW, range);
}

interface Ran {
  readonly kernel: Kernel;
  /** By process of the graph. */
  readonly pids: readonly number[];
  /** What came of taking the wanted lock, of those who came so far. */
  readonly answers: ReadonlyMap<number, unknown>;
}

/** Every process takes what it has; when all have, each goes for what it wants, and ends when it has got it. */
function run({ kinds, holders, wants }: Graph, seed: number): Ran {
  const kernel = new Kernel({ seed, loadImage: () => undefined });
  const pids: number[] = [];
  const answers = new Map<number, unknown>();
  createInit(kernel, function* (sys) {
    const common = yield* prepare(sys);
    for (const [process, wanted] of wants.entries()) {
      const pid = yield* sys.fork(function* (me) {
        for (const [lock, holder] of holders.entries())
          if (holder === process) ok((yield* take(me, kinds[lock] ?? 'flock', lock, common)) as number | Failure);
        yield* me.nanosleep(10_000);
        if (wanted !== undefined) answers.set(process, yield* take(me, kinds[wanted] ?? 'flock', wanted, common));
        return 0;
      });
      pids.push(ok(pid));
    }
    for (;;) if (isFailure(yield* sys.wait4(-1, 0))) yield* sys.pause();
  });
  kernel.run();
  return { kernel, pids, answers };
}

/** Walks from process to lock to holder until it ends, or comes back. */
function comesBack({ holders, wants }: Graph, start: number): boolean {
  let at: number | undefined = start;
  for (let steps = 0; steps < SIZE && at !== undefined; steps++) {
    const lock: number | undefined = wants[at];
    at = lock === undefined ? undefined : holders[lock];
    if (at === start) return true;
  }
  return false;
}

const inCircle = (graph: Graph): number[] => graph.wants.flatMap((_, at) => (comesBack(graph, at) ? [at] : []));

describe('processes that take locks', () => {
  it(`a deadlock is found in each of ${GRAPHS} graphs that have a circle, and in none that has not`, {
    timeout: 120_000,
  }, () => {
    let circles = 0;
    for (let seed = 1; seed <= GRAPHS; seed++) {
      const graph = graphOf(seed, KINDS);
      const { kernel, pids } = run(graph, seed);
      const found = circlesOf(waitsOf(viewKernel(kernel))).flat();
      const expected = inCircle(graph).map((process) => pids[process]);
      expect([...found].sort(), `graph ${seed}`).toEqual(expected.sort());
      if (expected.length > 0) circles++;
    }
    expect(circles).toBeGreaterThan(GRAPHS / 5);
    expect(circles).toBeLessThan((GRAPHS * 4) / 5);
  });

  it('record locks never come to one: of each circle somebody gets EDEADLK, and everybody ends', () => {
    let refused = 0;
    for (let seed = 1; seed <= GRAPHS; seed++) {
      const graph = graphOf(seed, ['record']);
      const { kernel, pids, answers } = run(graph, seed);
      const errors = [...answers].flatMap(([process, answer]) => (isFailure(answer) ? [[process, answer.errno]] : []));
      // What a process has itself does not stand in its way.
      const stuck = inCircle(graph).filter((at) => graph.holders[graph.wants[at] ?? -1] !== at);
      expect(errors.every(([process, errno]) => errno === 'EDEADLK' && stuck.includes(Number(process)))).toBe(true);
      expect(errors.length > 0, `graph ${seed}`).toBe(stuck.length > 0);
      expect(pids.some((pid) => kernel.groups.has(pid))).toBe(false);
      refused += errors.length;
    }
    expect(refused).toBeGreaterThan(GRAPHS / 20);
  });
});
