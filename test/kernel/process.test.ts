/** Processes: every row that needs no shell, whatever the schedule. On the real kernel: test/linux/rows.test.ts. */
import { describe, expect, test } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { O_WRONLY, PRIO_PROCESS } from '../../src/kernel/abi.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { answersOf, errnoOf, ok, Probe, runProgram } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { processRows } from './process-rows.ts';
import { processScripts, processScriptsOfOurs } from './process-scripts.ts';

const SEEDS = [0, 1, 2];

function* exits(): Generator<void, number> {
  yield* [];
  return 0;
}
function* sleeps(sys: Sys): Generator<void, number> {
  for (;;) yield* sys.pause();
}

describe('processes', () => {
  for (const fact of processRows) {
    row(fact.id, fact.says, () => {
      for (const seed of SEEDS) expect([seed, answersOf(fact, seed)]).toEqual([seed, fact.expect]);
    });
  }
  for (const { id, says, script, stdout, stderr = '' } of [...processScripts, ...processScriptsOfOurs]) {
    row(id, says, async () => {
      expect(await runScript({ script })).toEqual({ stdout, stderr, status: 0 });
    });
  }

  row('PR01', 'the child gets the next free pid upwards', () => {
    const { value } = runProgram(function* (sys) {
      const first = ok(yield* sys.fork(exits));
      return [ok(yield* sys.fork(exits)) - first, ok(yield* sys.fork(exits)) - first];
    });
    expect(value).toEqual([1, 2]);
  });

  row('PR24', 'RLIMIT_NPROC does not hold for root', () => {
    const { value } = runProgram(function* (sys) {
      yield* sys.setrlimit('NPROC', { soft: 3, hard: 3 });
      for (let i = 0; i < 5; i++) ok(yield* sys.fork(sleeps));
      return 'all';
    });
    expect(value).toBe('all');
  });

  row('PR26', 'pids go up to pid_max - 1 and start again at 300, skipping used ones', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const fd = yield* p.open('/proc/sys/kernel/pid_max', O_WRONLY);
      yield* p.put(fd, '400\n');
      const pids: number[] = [];
      for (let i = 0; i < 500; i++) {
        const pid = ok(yield* sys.fork(exits));
        pids.push(pid);
        if (pid !== 301) yield* sys.wait4(pid, 0); // this one stays
      }
      const wrapped = pids.indexOf(399);
      return pids.slice(wrapped - 1, wrapped + 4);
    });
    expect(value).toEqual([398, 399, 300, 302, 303]);
  });

  test('ids and priorities: what others may set', () => {
    const { value } = runProgram(function* (sys) {
      const answers: unknown[] = [yield* sys.setgroups([5, 6]), yield* sys.getgroups()];
      answers.push(yield* sys.setresuid(1000, 1000, 1000), yield* sys.getresuid());
      answers.push(errnoOf(yield* sys.setgroups([])), errnoOf(yield* sys.setresuid(-1, 7, -1)));
      answers.push(errnoOf(yield* sys.setpriority(PRIO_PROCESS, 1, 5)), errnoOf(yield* sys.setpriority(9, 0, 0)));
      answers.push(yield* sys.setpriority(PRIO_PROCESS, 0, 30), yield* sys.getpriority(PRIO_PROCESS, 0));
      answers.push(errnoOf(yield* sys.setresuid(0, 0, 0)), ok(yield* sys.sysinfo()).procs);
      return answers;
    });
    const ids = { ruid: 1000, euid: 1000, suid: 1000 };
    expect(value).toEqual([0, [5, 6], 0, ids, 'EPERM', 'EPERM', 'EPERM', 'EINVAL', 0, 19, 'EPERM', 2]);
  });
});
