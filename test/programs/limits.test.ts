/** Limits and priorities of processes: prlimit and renice beside the host's util-linux. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { sameAsLinux } from '../linux/same.ts';
import { sameAsTool } from './harness.ts';

describe('prlimit', () => {
  sameAsTool([
    ...['prlimit --help', 'prlimit --foo', 'prlimit -p', 'prlimit -p x', 'prlimit -p -5', 'prlimit -o FOO'],
    ...[
      'prlimit -p 1 true',
      'prlimit -p 9999999',
      'prlimit -n=9 nosuchprogram',
      'prlimit --nofile=20',
      'prlimit -n=5x',
    ],
    ...['prlimit --nofile=abc true', 'prlimit --nofile=30:20 true', 'prlimit -n= true', 'prlimit -n=: true'],
    ...['prlimit --nofile=20 sh -c "ulimit -n"', 'prlimit -n=20:30 --core=0 sh -c "ulimit -n; ulimit -Hn; ulimit -c"'],
    ...['prlimit -n20: sh -c "ulimit -Sn"', 'prlimit --stack=:1000 true', 'prlimit -t -o units,resource,soft'],
    ...[
      'prlimit -c -d --raw',
      'prlimit --noheadings -s -o SOFT',
      'prlimit -s -t -o +UNITS',
      'prlimit -e -r -x -y -l -m',
    ],
  ]);
});

describe('renice', () => {
  sameAsTool([
    ...['renice --help', 'renice', 'renice x', 'renice 5', 'renice 5 x', 'renice 5 9999999', 'renice 3 -u nosuch'],
    ...['renice x 1', 'renice -n', 'renice -n 3', 'renice --relative 2 1', 'renice 5 -- 9999999', 'renice -p 1 -n 3'],
  ]);
});

sameAsLinux(
  'prlimit and renice of others',
  {
    'new limits of a process': `
      sleep 1 & prlimit -p $! --nofile=100:200; prlimit -p $! -n; prlimit -p $! -n=50:; prlimit -p $! -n --raw
      prlimit -p $! --verbose -n=40:60 | sed 's/pid [0-9]*/pid N/'; prlimit -p $! -n -o SOFT,HARD --noheadings`,
    'a nice value that grows': `
      sleep 1 & { renice 5 $!; renice -n 7 -p $!; renice 100 $!; renice +19 -g $! $!; } 2>&1 | sed "s/$!/N/"`,
  },
  { stderr: true },
);

describe('without rights', () => {
  it('a better nice value and the limits of others are refused', async () => {
    const script = 'exec 2>&1; sleep 1 & renice 5 $!; renice 2 $!; echo $?; prlimit -p 1; prlimit -p 388 -n=5; echo $?';
    const { stdout } = await runScript({ script });
    expect(stdout.replaceAll(/\b1\d{3}\b/g, 'N')).toBe(
      [
        'N (process ID) old priority 0, new priority 5',
        'renice: failed to set priority for N (process ID): Permission denied',
        '1',
        'prlimit: failed to get the AS resource limit: Operation not permitted',
        'prlimit: failed to get the NOFILE resource limit: Operation not permitted',
        '1\n',
      ].join('\n'),
    );
  });
});
