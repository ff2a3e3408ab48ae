/** proc(5): the rows, on the simulated machine. On the real one: test/linux/rows.test.ts. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { O_RDWR } from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { Probe, runProgram } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { procScripts, procScriptsOfOurs, procScriptsOfUsers } from './procfs-scripts.ts';

describe('proc(5)', () => {
  for (const { id, says, script, stdout, stderr = '' } of [
    ...procScripts,
    ...procScriptsOfUsers,
    ...procScriptsOfOurs,
  ]) {
    row(id, says, async () => {
      expect(await runScript({ script })).toEqual({ stdout, stderr, status: 0 });
    });
  }

  it('FDSize grows in powers of two and is what a child needs', async () => {
    const size = "sed -n 's/FDSize:.//p' /proc/self/status";
    const script = `${size}; exec 100<&0; ${size}; exec 300<&0; ${size}; exec 300<&-; ${size}; :`;
    expect((await runScript({ script })).stdout).toBe('64\n128\n512\n128\n');
  });

  row('PF09', 'wchan of pause, poll and a write to a full pipe', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const [, w] = yield* p.pipe();
      const sleepers = [
        yield* p.fork((child) => child.sys.pause()),
        yield* p.fork((child) => child.sys.poll([], -1)),
        yield* p.fork((child) => child.put(w, 100_000)),
      ];
      yield* p.sleep(10);
      const names: string[] = [];
      for (const pid of sleepers) names.push(yield* p.contents(`/proc/${pid}/wchan`));
      return names;
    });
    expect(value).toEqual(['__do_sys_pause', 'poll_schedule_timeout.constprop.0', 'anon_pipe_write']);
  });

  row('PF10', 'root sees the stack of a sleeper, a line a frame', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const pid = yield* p.fork((child) => child.sys.pause());
      yield* p.sleep(10);
      return yield* p.contents(`/proc/${pid}/stack`);
    });
    expect(value).toMatch(/^\[<0>\] __do_sys_pause\+0x\w+\/0x\w+\n(\[<0>\] \w+\+0x\w+\/0x\w+\n)+$/);
  });

  row('PF22', 'root may tune, within the limits', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const fd = yield* p.open('/proc/sys/kernel/pid_max', O_RDWR);
      const small = yield* p.put(fd, '5\n');
      const put = yield* p.put(fd, '4000\n');
      return [small, put, yield* p.contents('/proc/sys/kernel/pid_max')];
    });
    expect(value).toEqual(['EINVAL', 5, '4000\n']);
  });

  row('PF16', 'descriptors of a process that became another user belong to that user', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const pid = yield* p.fork(function* (child) {
        yield* child.sys.setuid(1000);
        yield* child.sys.pause();
      });
      const owner = function* (): Generator<void, number> {
        const stat = yield* sys.stat(`/proc/${pid}/fd`);
        return isFailure(stat) ? -1 : stat.uid;
      };
      const before = yield* owner();
      yield* p.sleep(10);
      return [before, yield* owner()];
    });
    expect(value).toEqual([0, 1000]);
  });
});
