/** Programs about processes: kill's words against the host's, ps against its recorded layouts. */
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../src/bytes.ts';
import { O_CREAT, O_RDWR, PRIO_PROCESS } from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { onKernel, runProgram, runReal, sameAsTool, words } from './harness.ts';
import { onTerminal } from './terminal.ts';

describe('kill', () => {
  // The shell's PATH finds util-linux or procps; these are procps's words.
  sameAsTool([
    'kill -l',
    'kill -L',
    'kill -l 9 15',
    'kill -l SIGTERM',
    'kill -l term',
    'kill -l 0',
    'kill -l 64',
    'kill -l RTMIN',
    'kill --list',
    'kill --list=9',
    'kill -l9',
    'kill --list 9',
    'kill --table',
    'kill -s',
    'kill -9',
    'kill',
    'kill -FOO 4000000',
    'kill -n 0 1',
    'kill --foo',
    'kill 4000000 4000001',
    'kill abc',
    'kill 1x',
    "kill ''",
    'kill -q x 4000000',
    'kill -- -4000000',
    'kill -s 0 -- 4000000',
    'kill --signal=0 4000000',
    'kill --signal 0 4000000',
    'kill -SIGCONT 4000000',
    'kill -l HUP INT',
    'kill --',
    'kill -',
    'kill 0x10',
    'kill -RTMIN 4000000',
    'kill -HUPX 4000000',
    'kill -65 4000000',
    'kill 99999999999999999999',
    'kill -l IO',
    'kill -l POLL',
    'kill -l CLD',
    'kill -l 137',
    'kill -h',
    'kill --help',
    'kill 4000000 -0',
  ]);
});

/** Runs a program among others that sleep, stop or have ended; answers its standard output. */
const among = (argv: readonly string[]): { stdout: string; status: number } => {
  let result = { stdout: '', status: -1 };
  onKernel(function* (sys) {
    const start = function* (args: readonly string[], path = '/usr/bin/sleep'): Generator<void, number> {
      const pid = yield* sys.fork(function* (child) {
        yield* child.setpgid(0, 0);
        yield* child.execve(path, args, []);
        return 127;
      });
      return isFailure(pid) ? -1 : pid;
    };
    yield* start(['worker', '1000']);
    const stopped = yield* start(['sleep', '2000']);
    const dead = yield* start(['sleep', '3000']);
    yield* sys.nanosleep(1000);
    yield* sys.kill(stopped, 19);
    yield* sys.kill(dead, 9);
    yield* sys.nanosleep(2_000_000);
    result = yield* capture(sys, argv);
  });
  return result;
};

function* capture(sys: Sys, argv: readonly string[]): Generator<void, { stdout: string; status: number }> {
  const out = yield* sys.open('/tmp/out', O_CREAT | O_RDWR, 0o600);
  if (isFailure(out)) throw new Error(out.errno);
  const pid = yield* sys.fork(function* (child) {
    yield* child.dup2(out, 1);
    yield* child.dup2(out, 2);
    yield* child.execve(`/usr/bin/${argv[0]}`, argv, ['PATH=/usr/bin']);
    return 127;
  });
  if (isFailure(pid)) throw new Error(pid.errno);
  const waited = yield* sys.wait4(pid, 0);
  const bytes = new Uint8Array(20000);
  const count = yield* sys.pread(out, bytes, 0);
  return {
    stdout: decode(bytes.subarray(0, isFailure(count) ? 0 : count)),
    status: isFailure(waited) ? -1 : waited.status >> 8,
  };
}

describe('ps', () => {
  test.each([
    [
      'ps -e -o pid,ppid,pgid,sid,stat,wchan,tty,comm,args',
      `    PID    PPID    PGID     SID STAT WCHAN  TT       COMMAND         COMMAND
      1       0       0       0 S    do_wai ?        init            /sbin/init
      2       1       2       0 S    hrtime ?        sleep           worker 1000
      3       1       3       0 T    do_sig ?        sleep           sleep 2000
      4       1       4       0 Z    -      ?        sleep           [sleep] <defunct>
      5       1       0       0 R    -      ?        ps              ps -e -o pid,ppid,pgid,sid,stat,wchan,tty,comm,args
`,
    ],
    [
      'ps -e',
      `    PID TTY          TIME CMD
      1 ?        00:00:00 init
      2 ?        00:00:00 sleep
      3 ?        00:00:00 sleep
      4 ?        00:00:00 sleep
      5 ?        00:00:00 ps
`,
    ],
    [
      'ps -ef',
      `UID          PID    PPID  C STIME TTY          TIME CMD
root           1       0  0 00:00 ?        00:00:00 /sbin/init
root           2       1  0 00:00 ?        00:00:00 worker 1000
root           3       1  0 00:00 ?        00:00:00 sleep 2000
root           4       1  0 00:00 ?        00:00:00 [sleep] <defunct>
root           5       1  0 00:00 ?        00:00:00 ps -ef
`,
    ],
    [
      'ps aux',
      `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
root           1  0.0  0.0   2500  1520 ?        S    00:00   0:00 /sbin/init
root           2  0.0  0.0   2500  1520 ?        S    00:00   0:00 worker 1000
root           3  0.0  0.0   2500  1520 ?        T    00:00   0:00 sleep 2000
root           4  0.0  0.0      0     0 ?        Z    00:00   0:00 [sleep] <defunct>
root           5  0.0  0.0   2500  1520 ?        R    00:00   0:00 ps aux
`,
    ],
    [
      'ps -el',
      `F S   UID     PID    PPID  C PRI  NI ADDR SZ WCHAN  TTY          TIME CMD
5 S     0       1       0  0  80   0 -   625 do_wai ?        00:00:00 init
4 S     0       2       1  0  80   0 -   625 hrtime ?        00:00:00 sleep
4 T     0       3       1  0  80   0 -   625 do_sig ?        00:00:00 sleep
4 Z     0       4       1  0  80   0 -     0 -      ?        00:00:00 sleep
4 R     0       5       1  0  80   0 -   625 -      ?        00:00:00 ps
`,
    ],
    [
      'ps axj',
      `   PPID     PID    PGID     SID TTY        TPGID STAT   UID   TIME COMMAND
      0       1       0       0 ?             -1 S        0   0:00 /sbin/init
      1       2       2       0 ?             -1 S        0   0:00 worker 1000
      1       3       3       0 ?             -1 T        0   0:00 sleep 2000
      1       4       4       0 ?             -1 Z        0   0:00 [sleep] <defunct>
      1       5       0       0 ?             -1 R        0   0:00 ps axj
`,
    ],
    [
      'ps -e -o pid,wchan:20,comm',
      `    PID WCHAN                COMMAND
      1 do_wait              init
      2 hrtimer_nanosleep    sleep
      3 do_signal_stop       sleep
      4 -                    sleep
      5 -                    ps
`,
    ],
    ['ps -p 2,3', '    PID TTY          TIME CMD\n      2 ?        00:00:00 sleep\n      3 ?        00:00:00 sleep\n'],
    ['ps -C sleep -o pid=,stat= --sort=-pid', '      4 Z\n      3 T\n      2 S\n'],
    ['ps 2', '    PID TTY      STAT   TIME COMMAND\n      2 ?        S      0:00 worker 1000\n'],
    [
      'ps -ej',
      `    PID    PGID     SID TTY          TIME CMD
      1       0       0 ?        00:00:00 init
      2       2       0 ?        00:00:00 sleep
      3       3       0 ?        00:00:00 sleep
      4       4       0 ?        00:00:00 sleep
      5       0       0 ?        00:00:00 ps
`,
    ],
  ])('%s', (line, expected) => {
    expect(among(words(line)).stdout).toBe(expected);
  });

  /** What a process that this one has started looks like. */
  const statOf = (become: (sys: Sys) => Generator<void, unknown>): string => {
    let shown = '';
    onKernel(function* (sys) {
      const pid = yield* sys.fork(function* (child) {
        yield* become(child);
        yield* child.pause();
        return 0;
      });
      yield* sys.nanosleep(1000);
      shown = (yield* capture(sys, ['ps', '-o', 'stat=', '-p', String(pid)])).stdout;
    });
    return shown.trim();
  };

  test('PR28 STAT: the letter, < or N for niceness, s for a session leader, + in the foreground, in this order', () => {
    expect(statOf((sys) => sys.setpriority(PRIO_PROCESS, 0, 5))).toBe('SN');
    expect(statOf((sys) => sys.setpriority(PRIO_PROCESS, 0, -5))).toBe('S<');
    expect(statOf((sys) => sys.setsid())).toBe('Ss');
    const leader = function* (sys: Sys): Generator<void, void> {
      yield* sys.setsid();
      yield* sys.setpriority(PRIO_PROCESS, 0, 5);
    };
    expect(statOf(leader)).toBe('SNs');
    expect(onTerminal([['ps', '-o', 'stat=']])).toContain('R+');
  });

  test('PR29 alone it lists those of the same user on the same terminal, by their comm', () => {
    expect(onTerminal([['ps']])).toBe(
      '    PID TTY          TIME CMD\n      1 pts/0    00:00:00 init\n      2 pts/0    00:00:00 ps\n',
    );
    expect(among(['ps']).stdout).not.toContain('worker');
  });

  const header = (options: string): string => among(['ps', ...words(options)]).stdout.split('\n')[0] ?? '';

  test('PR30, PR34 the headers of -ef, aux, -l, -j and axj; F, a terminal and a time of nobody', () => {
    expect(header('-ef')).toBe('UID          PID    PPID  C STIME TTY          TIME CMD');
    expect(header('aux')).toBe('USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND');
    expect(header('-el')).toBe('F S   UID     PID    PPID  C PRI  NI ADDR SZ WCHAN  TTY          TIME CMD');
    expect(header('-ej')).toBe('    PID    PGID     SID TTY          TIME CMD');
    expect(header('axj')).toBe('   PPID     PID    PGID     SID TTY        TPGID STAT   UID   TIME COMMAND');
    expect(among(words('ps -p 2 -o f=,tty=,time=,bsdtime=')).stdout).toBe('4 ?        00:00:00   0:00\n');
  });

  test('PR31 columns of pids are as wide as pid_max, the rest has widths of its own', () => {
    expect(header('-o pid,ppid,pgid,sid,stat,wchan,tty,comm,args')).toBe(
      '    PID    PPID    PGID     SID STAT WCHAN  TT       COMMAND         COMMAND',
    );
    let [small, wide, own] = ['', '', ''];
    onKernel(function* (sys) {
      const limit = yield* sys.open('/proc/sys/kernel/pid_max', O_RDWR);
      if (isFailure(limit)) throw new Error(limit.errno);
      yield* sys.write(limit, encode('32768\n'));
      small = (yield* capture(sys, words('ps -p 1 -o pid,ppid,comm'))).stdout;
      own = (yield* capture(sys, words('ps -p 1 -o pid:9,ppid:3,comm'))).stdout;
      yield* sys.write(limit, encode('4194304\n'));
      wide = (yield* capture(sys, words('ps -p 1 -o pid,ppid,comm'))).stdout;
    });
    expect(small).toBe('  PID  PPID COMMAND\n    1     0 init\n');
    expect(own).toBe('      PID PPID COMMAND\n        1   0 init\n');
    expect(wide).toBe('    PID    PPID COMMAND\n      1       0 init\n');
  });

  test('PR32 -o tty is headed TT, args and comm COMMAND, cmd CMD, s S; = drops a header, all of them the line', () => {
    expect(header('-o tty,args,comm,cmd,s').split(/ +/)).toEqual(['TT', 'COMMAND', 'COMMAND', 'CMD', 'S']);
    expect(among(words('ps -p 2 -o pid=,comm')).stdout).toBe('        COMMAND\n      2 sleep\n');
    expect(among(words('ps -p 2 -o pid=,comm=')).stdout).toBe('      2 sleep\n');
  });

  test('PR33 WCHAN is cut to 6 unless a width is given or nothing comes behind it; - for who does not sleep', () => {
    expect(among(words('ps -e -o wchan= -o s=')).stdout).toBe('do_wai S\nhrtime S\ndo_sig T\n-      Z\n-      R\n');
    expect(among(words('ps -p 2 -o pid=,wchan=')).stdout).toBe('      2 hrtimer_nanosleep\n');
    expect(among(words('ps -p 2,3 -o wchan:20=')).stdout).toBe('hrtimer_nanosleep\ndo_signal_stop\n');
  });

  test('-p of nobody prints only the header, status 1', () => {
    expect(among(['ps', '-p', '999'])).toEqual({ stdout: '    PID TTY          TIME CMD\n', status: 1 });
  });

  const PROBLEMS = [
    '-Q',
    'Q',
    '--foo',
    '-p',
    '-p x',
    '-p ,',
    '-p 1,x',
    '-p -1',
    'p x',
    '-u nosuch',
    '-U nosuch',
    'U nosuch',
    '-t nosuch',
    '-C',
    '-o',
    '-o pid,foo',
    '-f u',
    'u j',
    '-o pid u',
    '--sort',
    '--sort foo',
    'k',
    'k foo',
    '-g x',
    '-s x',
    '--ppid x',
    '--ppid',
    '-l l',
    '-O',
    '-O foo',
    '--pid',
    '-y',
    '-',
    '--',
    '1x',
    '0',
    '-p 0',
    '--cols',
    '--cols x',
    '--lines x',
    "-o 'pid=a b,comm'",
    '-o pid:0',
  ];
  test.each(PROBLEMS)('ps %s is refused in the same words', async (line) => {
    const argv = ['ps', ...words(line)];
    const [real, ours] = [await runReal(argv), runProgram(argv)];
    expect({ stderr: ours.stderr, status: ours.status }).toEqual({ stderr: real.stderr, status: real.status });
  });
});

describe('pgrep and pkill', () => {
  const PROBLEMS = [
    'pgrep',
    'pgrep -Q',
    "pgrep '['",
    'pgrep a b',
    'pgrep -d',
    'pgrep --foo',
    'pgrep -n -o x',
    'pgrep -nv x',
    'pgrep -u nosuch x',
    'pgrep -P x',
    'pgrep -g x',
    'pgrep -F /nofile',
    'pgrep -L x',
    'pgrep abcdefghijklmnopqrst',
    'pgrep -c nosuchproc',
    'pkill',
    'pkill -Q',
    'pgrep --help',
    'pidof',
    'pidof nosuchproc',
    'pidof -Q x',
    'pidof -h',
    'pgrep -t nosuch x',
  ];
  sameAsTool(PROBLEMS);

  // Recorded from the real one in a pid namespace of its own: a test must not signal by pattern on somebody's machine.
  test.each([
    ['pkill nosuchproc', ''],
    ['pkill -c nosuchproc', '0\n'],
    ['pkill -KILL nosuchproc', ''],
  ])('%s', (line, stdout) => {
    expect(runProgram(words(line))).toMatchObject({ stdout, stderr: '', status: 1 });
  });
  test.each([
    ['pgrep sleep', '2\n3\n4\n', 0],
    ['pgrep -l sl', '2 sleep\n3 sleep\n4 sleep\n', 0],
    ['pgrep -a sl', '2 worker 1000\n3 sleep 2000\n4 [sleep] <defunct>\n', 0],
    ['pgrep -f worker', '2\n', 0],
    ['pgrep -x slee', '', 1],
    ['pgrep -c sleep', '3\n', 0],
    ['pgrep -d, sleep', '2,3,4\n', 0],
    ['pgrep -n sleep', '4\n', 0],
    ['pgrep -o sleep', '2\n', 0],
    ['pgrep -r T .', '3\n', 0],
    ['pgrep -P 1', '2\n3\n4\n', 0],
    ['pgrep -g 3', '3\n', 0],
    ['pgrep -u root ini', '1\n', 0],
    ['pgrep -v sleep', '1\n', 0],
    ['pgrep -i SLEEP', '2\n3\n4\n', 0],
    ['pidof sleep', '3\n', 0],
    ['pidof worker', '2\n', 0],
    ['pidof -s sleep worker', '3\n', 0],
    ['pidof -o 3 sleep', '', 1],
    ['pidof /usr/bin/sleep', '3 2\n', 0],
    ['pkill -e -0 -f worker', 'sleep killed (pid 2)\n', 0],
    ['pkill -ce -CONT sleep', 'sleep killed (pid 2)\nsleep killed (pid 3)\nsleep killed (pid 4)\n3\n', 0],
  ] as const)('%s', (line, stdout, status) => {
    expect(among(words(line))).toEqual({ stdout, status });
  });
});
