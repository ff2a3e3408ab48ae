/** POSIX message queues: every row on the simulated kernel, whatever the schedule. On the real one: test/linux/rows.test.ts. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { SIGEV_SIGNAL } from '../../src/kernel/abi.ts';
import { SIGUSR1 } from '../../src/kernel/signum.ts';
import { callText } from '../../src/kernel/trace.ts';
import { answersOf, ok, Probe, runProgram } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { mqueueRows } from './mqueue-rows.ts';

const SEEDS = [0, 1, 2, 3, 4];

describe('mq_overview(7)', () => {
  for (const fact of mqueueRows) {
    row(fact.id, fact.says, () => {
      for (const seed of SEEDS) expect([seed, answersOf(fact, seed)]).toEqual([seed, fact.expect]);
    });
  }

  row('PX03', 'the limits in /proc/sys/fs/mqueue and of a user', async () => {
    const script = 'cd /proc/sys/fs/mqueue; for f in *; do echo $f $(< $f); done; ulimit -q';
    const stdout = 'msg_default 10\nmsg_max 10\nmsgsize_default 8192\nmsgsize_max 8192\nqueues_max 256\n819200\n';
    expect(await runScript({ script })).toEqual({ stdout, stderr: '', status: 0 });
  });

  row('PX14', 'a queue is a file of 80 bytes that tells bytes and who is to be told', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const q = ok(yield* sys.mq_open('demo', 0o102, 0o644, { flags: 0, maxmsg: 4, msgsize: 64, curmsgs: 0 }));
      yield* sys.mq_timedsend(q, new Uint8Array(5), 1);
      yield* sys.mq_timedsend(q, new Uint8Array(2), 3);
      const first = yield* p.contents('/dev/mqueue/demo');
      yield* sys.mq_notify(q, { notify: SIGEV_SIGNAL, signo: SIGUSR1, value: 0 });
      return { first, asked: yield* p.text(q, 200) };
    });
    expect(value.first).toBe('QSIZE:7          NOTIFY:0     SIGNO:0     NOTIFY_PID:0     \n');
    expect(value.asked).toMatch(/^QSIZE:7 {10}NOTIFY:0 {5}SIGNO:10 {4}NOTIFY_PID:\d+ *\n$/);
  });

  row('PX15', 'in /dev/mqueue rm unlinks, touch makes, chmod works; nothing else does', async () => {
    const script = [
      'cd /dev/mqueue; touch new; cat new; echo x > new; mkdir d; mv new new2; ln new new3; chmod 600 new',
      'stat -c "%a %s %F" new; rm new; ls -A; stat -c "%A %F" .',
    ].join('\n');
    const stdout = [
      'QSIZE:0          NOTIFY:0     SIGNO:0     NOTIFY_PID:0     ',
      '600 80 regular file',
      'drwxrwxrwt directory\n',
    ].join('\n');
    const { stdout: printed, stderr } = await runScript({ script });
    expect(printed).toBe(stdout);
    expect(stderr.split('\n').map((line) => line.replace(/^.*line \d+: /, ''))).toEqual([
      'echo: write error: Invalid argument',
      "mkdir: cannot create directory 'd': Operation not permitted",
      "mv: cannot move 'new' to 'new2': Operation not permitted",
      "ln: failed to create hard link 'new3' => 'new': Operation not permitted",
      '',
    ]);
  });

  it('is traced as strace prints it', () => {
    const attr = { flags: 0, maxmsg: 4, msgsize: 64, curmsgs: 0 };
    expect(callText('mq_open', ['demo', 0o102, 0o644, attr])).toBe(
      'mq_open("demo", O_RDWR|O_CREAT, 0644, {mq_flags=0, mq_maxmsg=4, mq_msgsize=64, mq_curmsgs=0})',
    );
    expect(callText('mq_timedsend', [3, Uint8Array.of(104, 105), 5])).toBe('mq_timedsend(3, "hi", 2, 5, NULL)');
  });
});
