/** Deadlocks among processes that hold semaphores and wait for others: found where there is one, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { circleOf, deadlocked, type Waits, waitsOf } from '../../src/kernel/deadlock.ts';
import type { SemSetView } from '../../src/kernel/sysv/sem-view.ts';
import type { KernelView, ProcessView } from '../../src/kernel/view.ts';
import { view } from '../tui/fixtures.ts';

/** Numbers that look random and are always the same. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed * 2654435761 + 1; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

interface Graph {
  readonly holders: readonly (number | undefined)[];
  /** The lock that each process waits for. */
  readonly wants: readonly (number | undefined)[];
}

const SIZE = 12;

/** Each lock has one holder or none, each process waits for one lock or none. */
function graphOf(seed: number): Graph {
  const random = numbers(seed);
  const below = (n: number): number => Math.floor(random.next().value * n);
  const pick = (chance: number): number | undefined => (random.next().value < chance ? below(SIZE) : undefined);
  const eagerness = random.next().value;
  return {
    holders: Array.from({ length: SIZE }, () => pick(0.8)),
    wants: Array.from({ length: SIZE }, () => pick(eagerness)),
  };
}

const pidOf = (process: number): number => 100 + process;

/** The graph as the kernel would show it: one set, a lock a semaphore, taken with SEM_UNDO. */
function viewOf({ holders, wants }: Graph): KernelView {
  const processes = wants.map((sem, at) => {
    const reason = sem === undefined ? undefined : { kind: 'sem', semid: 0, sem, op: -1, value: 0 };
    const threads = [{ tid: pidOf(at), state: 'S', reason }];
    return { pid: pidOf(at), reason, threads } as unknown as ProcessView;
  });
  const undo = processes.map(({ pid }) => ({
    pid,
    semadj: holders.map((holder) => (holder !== undefined && pidOf(holder) === pid ? 1 : 0)),
  }));
  const set = {
    semid: 0,
    semaphores: holders.map((holder) => ({ value: holder === undefined ? 1 : 0 })),
    undo,
  } as unknown as SemSetView;
  return view({ processes, semaphores: [set] });
}

/** Walks from process to lock to holder until it ends, or comes back. */
function comesBack({ holders, wants }: Graph, start: number): boolean {
  let at: number | undefined = start;
  for (let steps = 0; steps < SIZE && at !== undefined; steps += 1) {
    const lock: number | undefined = wants[at];
    at = lock === undefined ? undefined : holders[lock];
    if (at === start) return true;
  }
  return false;
}

describe('deadlock', () => {
  it('is found in every one of 1,000 random lock graphs that have a circle, and in none that has not', () => {
    let circles = 0;
    for (let seed = 1; seed <= 1000; seed += 1) {
      const graph = graphOf(seed);
      const waits = waitsOf(viewOf(graph));
      const inCircle = graph.wants.flatMap((_, at) => (comesBack(graph, at) ? [pidOf(at)] : []));
      const named = new Set([...deadlocked(waits)].flatMap((pid) => circleOf(waits, pid) ?? []));
      expect([...named].sort(), `seed ${seed}`).toEqual(inCircle);
      if (inCircle.length > 0) circles += 1;
    }
    expect(circles).toBeGreaterThan(200);
    expect(circles).toBeLessThan(800);
  });

  it('needs all who could wake somebody: one that can go on is enough', () => {
    const waits: Waits = new Map([
      [1, [2, 3]],
      [2, [1]],
    ]);
    expect(deadlocked(waits)).toEqual(new Set());
    expect(deadlocked(new Map([...waits, [3, [2]]]))).toEqual(new Set([1, 2, 3]));
  });

  it('names the circle in its order, also behind somebody who is not in it', () => {
    const waits: Waits = new Map([
      [1, [2]],
      [2, [3]],
      [3, [4]],
      [4, [2]],
    ]);
    expect(circleOf(waits, 1)).toEqual([2, 3, 4]);
    expect(circleOf(waits, 3)).toEqual([3, 4, 2]);
    expect(circleOf(new Map([[7, [7]]]), 7)).toEqual([7]);
  });
});

describe('why', () => {
  const said = async (script: string): Promise<string> => {
    const { stdout } = await runScript({ script: `exec 2>&1\n${script}` });
    return stdout
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/\d{4} \(/g, 'N (')
      .trim();
  };

  it('names the circle of two that take two semaphores in different orders', async () => {
    const take = (first: number, second: number): string =>
      `semop -x 'sleep 0.1; exec semop 0 ${second}:-1u' 0 ${first}:-1u &`;
    const out = await said(
      `ipcmk -S 2 >/dev/null; semctl 0 setall 1 1; ${take(0, 1)} ${take(1, 0)} sleep 0.5; why $!; ipcrm -s 0; wait`,
    );
    expect(out).toContain(
      'N (semop) waits for its child N (semop) to end. The end of a child would wake it, or a signal. This is a deadlock: ' +
        'N (semop) waits for N (semop), N (semop) for N (semop), N (semop) for N (semop), N (semop) for N (semop).',
    );
  });

  it('says what a process waits for, and who could end it', async () => {
    expect(await said('sleep 1 | cat & sleep 0.1; why $!; wait')).toMatch(
      /^N \(cat\) waits for bytes: pipe:\[\d+\] is empty, but 1 writer has it open\. It waits for N \(sleep\)\. Bytes, or the close of the last writing end, would wake it, or a signal\.$/,
    );
    expect(await said('mkfifo f; cat f & sleep 0.1; why $!; kill $!')).toMatch(
      /nobody has \S+\/f open for writing yet/,
    );
    expect(await said('ipcmk -Q >/dev/null; msgrcv 0 3 & sleep 0.1; why $!; kill $!')).toContain('queue 0 has none');
    expect(await said('sleep 9 & sleep 0.1; kill -STOP $!; sleep 0.1; why $!; kill -KILL $!')).toBe(
      'N (sleep) was stopped by SIGSTOP; SIGCONT lets it go on.',
    );
    expect(await said('{ sleep 0.1 & echo $! > pid; exec sleep 1; } & sleep 0.5; why $(cat pid)')).toMatch(/has ended/);
    expect(await said('why; why x; why 99999')).toBe(
      "why: missing operand Try 'why --help' for more information. why: not a process id: 'x' Try 'why --help' for more information. why: no process 99999",
    );
  });
});
