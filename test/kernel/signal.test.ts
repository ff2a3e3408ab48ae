/** signal(7): every row that needs no shell, whatever the schedule. On the real kernel: test/linux/rows.test.ts. */
import { describe, expect, test } from 'vitest';
import { SIG_BLOCK, SIG_UNBLOCK } from '../../src/kernel/abi.ts';
import type { Body } from '../../src/kernel/call.ts';
import { SIGKILL, SIGTERM, SIGUSR1, SIGUSR2 } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { answersOf, ok, runProgram, said } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { signalRows } from './signal-rows.ts';

const SEEDS = [0, 1, 2];

describe('signal(7)', () => {
  for (const fact of signalRows) {
    row(fact.id, fact.says, () => {
      for (const seed of SEEDS) expect([seed, answersOf(fact, seed)]).toEqual([seed, fact.expect]);
    });
  }

  row('SG12', 'pid 1 gets from inside only signals that it has a handler for', () => {
    const { value, kernel } = runProgram(function* (sys) {
      const root = [yield* sys.kill(1, SIGTERM), yield* sys.kill(1, SIGKILL)];
      yield* sys.setuid(1000);
      return [...root, yield* sys.kill(1, SIGTERM)].map(said);
    });
    expect(value).toEqual([0, 0, 'EPERM']);
    expect(kernel.groups.get(1)?.zombie).toBe(false);
  });

  test('frames of several handlers stack: the last one set up runs first', () => {
    const { value } = runProgram(function* (sys) {
      const got: number[] = [];
      const handler = (_sys: Sys, { signo }: { signo: number }): Body => {
        got.push(signo);
        return [][Symbol.iterator]();
      };
      for (const n of [SIGUSR1, SIGUSR2, 34, 36]) yield* sys.sigaction(n, { handler, mask: 0n, flags: 0 });
      yield* sys.sigprocmask(SIG_BLOCK, ~0n);
      for (const n of [36, 34, SIGUSR2, SIGUSR1, 34]) yield* sys.kill(ok(yield* sys.getpid()), n);
      yield* sys.sigprocmask(SIG_UNBLOCK, ~0n);
      return got;
    });
    expect(value).toEqual([36, 34, 34, 12, 10]);
  });
});
