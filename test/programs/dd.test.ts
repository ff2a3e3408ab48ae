/** dd, compared with the host's; times and speeds differ from run to run. */
import { describe, expect, test } from 'vitest';
import { O_CREAT, O_RDWR } from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { SIGUSR1 } from '../../src/kernel/signum.ts';
import { onKernel, type Result, runProgram, runReal, words } from './harness.ts';

const files = { f: 'hello world\n', big: 'abcdefgh\n'.repeat(500), out: 'something already there\n', 'd/': '' };

const withoutTimes = (result: Result): Result => ({
  ...result,
  stderr: result.stderr.replace(/copied, .* s, .*\/s/g, 'copied, T'),
});

const lines = [
  'dd',
  'dd if=f',
  'dd if=f of=new',
  'dd if=f of=out',
  'dd if=f of=out conv=notrunc',
  'dd if=big of=new bs=1000',
  'dd if=big bs=100 count=3',
  'dd if=big bs=1K count=1',
  'dd if=big bs=1k count=1 of=new',
  'dd if=big bs=1kB count=1 of=new',
  'dd if=big bs=2x3 count=2',
  'dd if=big ibs=100 obs=30 count=2 of=new',
  'dd if=f bs=4 skip=1 count=1',
  'dd if=f bs=4 skip=1 of=new seek=2',
  'dd if=f bs=4 of=out seek=1 conv=notrunc',
  'dd if=f bs=4 of=out seek=1',
  'dd if=f count=5B',
  'dd if=f skip=6B',
  'dd if=f iflag=skip_bytes,count_bytes skip=2 count=3',
  'dd if=f conv=ucase',
  'dd if=f conv=ucase,swab',
  'dd if=f bs=5 conv=swab',
  'dd if=f bs=5 conv=sync',
  'dd if=f ibs=5 conv=sync of=new',
  'dd if=f conv=lcase status=none',
  'dd if=f status=noxfer',
  'dd bs=3',
  'dd bs=3 count=2',
  'dd bs=4 skip=1',
  'dd of=new bs=1M',
  'dd if=f of=new conv=fsync',
  'dd if=f of=out conv=excl',
  'dd if=f of=new conv=nocreat',
  'dd if=f of=out oflag=append conv=notrunc',
  'dd if=/dev/zero bs=8 count=2',
  'dd if=/dev/zero of=/dev/null bs=1M count=3',
  'dd if=/dev/zero of=/dev/null bs=100 count=10',
  'dd if=/dev/zero of=/dev/full bs=10 count=1',
  'dd if=nofile',
  'dd if=f of=nodir/x',
  'dd if=d',
  'dd if=f of=d',
  'dd if=f skip=100',
  'dd foo',
  'dd foo=1',
  'dd bs=x',
  'dd bs=0',
  'dd count=1q',
  'dd conv=foo',
  'dd iflag=foo',
  'dd oflag=foo',
  'dd oflag=fullblock',
  'dd status=foo',
  'dd -x',
  'dd --foo',
  'dd conv=lcase,ucase',
  'dd if=f count=0',
];

describe('dd', () => {
  test.each(lines)('%s', async (line) => {
    const setup = { files, stdin: 'from stdin\n' };
    const argv = words(line);
    expect(withoutTimes(runProgram(argv, setup))).toEqual(withoutTimes(await runReal(argv, setup)));
  });

  test('USR1 makes it tell how far it is', () => {
    let told = '';
    onKernel(function* (sys) {
      const ends = yield* sys.pipe2(0);
      const errors = yield* sys.open('/tmp/err', O_CREAT | O_RDWR, 0o600);
      if (isFailure(ends) || isFailure(errors)) throw new Error('no pipe');
      const [reader, writer] = ends;
      const pid = yield* sys.fork(function* (child) {
        yield* child.dup2(reader, 0);
        yield* child.dup2(errors, 2);
        yield* child.close(writer);
        yield* child.execve('/usr/bin/dd', ['dd', 'of=/dev/null'], []);
        return 127;
      });
      if (isFailure(pid)) throw new Error(pid.errno);
      yield* sys.write(writer, new Uint8Array(600));
      yield* sys.nanosleep(1_000_000);
      yield* sys.kill(pid, SIGUSR1);
      yield* sys.nanosleep(1_000_000);
      yield* sys.close(writer);
      yield* sys.wait4(pid, 0);
      const into = new Uint8Array(500);
      const count = yield* sys.pread(errors, into, 0);
      told = new TextDecoder().decode(into.subarray(0, isFailure(count) ? 0 : count));
    });
    expect(told.replace(/copied, .* s, .*\/s/g, 'copied, T')).toBe(
      '1+1 records in\n1+0 records out\n512 bytes copied, T\n1+1 records in\n1+1 records out\n600 bytes copied, T\n',
    );
  });
});
