/** Several file systems: device numbers, what does not cross them, the room that they have. */
import { describe, expect, test } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { O_CREAT, O_RDWR, SEEK_DATA, SEEK_HOLE } from '../../src/kernel/abi.ts';
import { runProgram } from '../support/process.ts';

const SCRIPTS: Readonly<Record<string, readonly [script: string, stdout: string, stderr?: string]>> = {
  'each has a device number, which stat, find and df go by': [
    'stat -c "%d %Hd,%Ld %m" / /proc /dev/null /dev/pts /dev/shm; find /dev/shm -printf "%D %F\\n"; df /dev/shm/.. | tail -1 | tr -s " " | cut -d" " -f6',
    '25 0,25 /\n22 0,22 /proc\n6 0,6 /dev\n24 0,24 /dev/pts\n27 0,27 /dev/shm\n27 tmpfs\n/dev\n',
  ],
  'pipes and anonymous files have one of their own': [
    'sleep 0 | stat -L -c %d /dev/stdin; stat -f -c "%T %t" / /proc; sleep 0 | stat -f -c %T -',
    '15\ntmpfs 1021994\nproc 9fa0\npipefs\n',
  ],
  'names do not cross: EXDEV for link, mv copies and removes': [
    'echo hi > a; ln a /dev/shm/b; mv a /dev/shm/a && cat /dev/shm/a; ls; mkdir -p d/e; echo x > d/e/f; ln -s q d/l; mv d /dev/shm; ls; find /dev/shm | sort',
    'hi\n/dev/shm\n/dev/shm/a\n/dev/shm/d\n/dev/shm/d/e\n/dev/shm/d/e/f\n/dev/shm/d/l\n',
    "ln: failed to create hard link '/dev/shm/b' => 'a': Invalid cross-device link\n",
  ],
  'find -xdev, du -x and cp -x stay on one': [
    'mkdir /tmp/t; find / -xdev -path "/dev/*" 2> /dev/null; find / -maxdepth 2 -mount -name "[sm]eminfo" 2> /dev/null; cp -rx /dev /tmp/t 2> /dev/null; ls /tmp/t/dev/shm /tmp/t/dev/pts',
    '/tmp/t/dev/pts:\n\n/tmp/t/dev/shm:\n',
  ],
  'where one begins is busy': [
    'rmdir /proc; sudo rmdir /proc; sudo mv /dev/shm /tmp/x',
    '',
    [
      "rmdir: failed to remove '/proc': Permission denied",
      "rmdir: failed to remove '/proc': Device or resource busy",
      "mv: cannot remove '/dev/shm': Device or resource busy\n",
    ].join('\n'),
  ],
  'a full one takes what fits, then ENOSPC; room comes back when the last name and descriptor are gone': [
    [
      'room() { stat -f -c %f .; }; before=$(room)',
      'head -c 70000000 /dev/zero > big; echo $?; [ $(stat -c %s big) = $((before * 4096)) ] && echo full; echo more >> big; rm big; [ $(room) = $before ] && echo back',
      'exec 3> held; head -c 8192 /dev/zero >&3; rm held; echo $((before - $(room))); exec 3>&-; echo $((before - $(room)))',
    ].join('\n'),
    '1\nfull\nback\n2\n0\n',
    "head: error writing 'standard output': No space left on device\nbash: line 2: echo: write error: No space left on device\n",
  ],
};

describe('file systems', () => {
  for (const [title, [script, stdout, stderr = '']] of Object.entries(SCRIPTS)) {
    test(title, async () => {
      const ran = await runScript({ script });
      expect({ stdout: ran.stdout, stderr: ran.stderr }).toEqual({ stdout, stderr });
    });
  }
});

test('what lies in a file of holes is found, however large it is', () => {
  const TERABYTE = 2 ** 40;
  const { value } = runProgram(function* (sys) {
    const fd = yield* sys.open('/tmp/holes', O_CREAT | O_RDWR, 0o644);
    if (typeof fd !== 'number') return fd;
    yield* sys.ftruncate(fd, TERABYTE);
    const empty = [yield* sys.lseek(fd, 0, SEEK_DATA), yield* sys.lseek(fd, 5, SEEK_HOLE)];
    yield* sys.pwrite(fd, new Uint8Array(1), 5000);
    yield* sys.pwrite(fd, new Uint8Array(1), 9000);
    const places = [0, 4096, 8000, 20_000] as const;
    const found: unknown[] = [];
    for (const at of places) found.push(yield* sys.lseek(fd, at, SEEK_DATA), yield* sys.lseek(fd, at, SEEK_HOLE));
    return [empty, found];
  });
  const none = { errno: 'ENXIO' };
  expect(value).toEqual([
    [none, 5],
    [4096, 0, 4096, 12288, 8000, 12288, none, 20_000],
  ]);
});
