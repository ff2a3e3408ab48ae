/** lsof and fuser: layouts as the host's print them, processes as this kernel has them. */
import { describe, expect, test } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { O_CREAT, O_RDWR } from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { onKernel } from './harness.ts';

interface Seen {
  out: string;
  err: string;
  status: number;
  /** Of the process that has the FIFO open. */
  holder: number;
  /** Wait status of the holder, if it has ended. */
  ended: number | undefined;
}

function* textOf(sys: Sys, fd: number): Generator<void, string> {
  const into = new Uint8Array(8192);
  const count = yield* sys.pread(fd, into, 0);
  return new TextDecoder().decode(into.subarray(0, isFailure(count) ? 0 : count));
}

/** Runs a tool while `sleep 1000` holds the FIFO /tmp/p open for both, and sits in /home. */
const among = (argv: readonly string[]): Seen => {
  const seen: Seen = { out: '', err: '', status: -1, holder: 0, ended: undefined };
  onKernel(function* (sys) {
    yield* sys.chdir('/tmp');
    yield* sys.mknod('p', 0o010644);
    const empty = yield* sys.open('unused', O_CREAT | O_RDWR, 0o644);
    const out = yield* sys.open('out', O_CREAT | O_RDWR, 0o600);
    const err = yield* sys.open('err', O_CREAT | O_RDWR, 0o600);
    if (isFailure(out) || isFailure(err) || isFailure(empty)) throw new Error('no files');
    yield* sys.close(empty);
    const holder = yield* sys.fork(function* (child) {
      yield* child.close(out);
      yield* child.close(err);
      yield* child.open('p', O_RDWR);
      yield* child.chdir('/home');
      yield* child.execve('/usr/bin/sleep', ['sleep', '1000'], []);
      return 127;
    });
    if (isFailure(holder)) throw new Error(holder.errno);
    yield* sys.nanosleep(100_000);
    const pid = yield* sys.fork(function* (child) {
      yield* child.dup2(out, 1);
      yield* child.dup2(err, 2);
      const name = argv.map((word) => word.replace('HOLDER', String(holder)));
      yield* child.execve(`/usr/bin/${name[0]}`, name, []);
      return 127;
    });
    if (isFailure(pid)) throw new Error(pid.errno);
    const waited = yield* sys.wait4(pid, 0);
    yield* sys.nanosleep(100_000);
    const end = yield* sys.wait4(holder, 1);
    seen.out = (yield* textOf(sys, out)).replaceAll(String(holder).padStart(5), ' HOLD');
    seen.err = yield* textOf(sys, err);
    seen.status = isFailure(waited) ? -1 : waited.status >> 8;
    seen.holder = holder;
    if (!isFailure(end) && end.pid === holder) seen.ended = end.status;
    yield* sys.kill(holder, 9);
  });
  return seen;
};

describe('lsof', () => {
  test('names a FIFO as it was given', () => {
    const { out, status } = among(['lsof', 'p']);
    expect(out.replace(/\d+ p$/m, 'INO p')).toMatch(
      /^COMMAND {3}PID USER {3}FD {3}TYPE DEVICE SIZE\/OFF +NODE NAME\nsleep {3} HOLD root {4}0u {2}FIFO {3}0,25 {6}0t0 +INO p\n$/,
    );
    expect(status).toBe(0);
  });

  test('-p lists directories, program and descriptors', () => {
    const { out } = among(['lsof', '-p', 'HOLDER']);
    const columns = out.split('\n').map((line) => line.trim().split(/\s+/));
    expect(columns.slice(1, -1).map((row) => [row[3], row[4], row.at(-1)])).toEqual([
      ['cwd', 'DIR', '/home'],
      ['rtd', 'DIR', '/'],
      ['txt', 'REG', '/usr/bin/sleep'],
      ['0u', 'FIFO', '/tmp/p'],
    ]);
  });

  test.each([
    [['lsof', '-t', 'p'], ' HOLD', '', 0],
    [['lsof', '-a', '-t', '-c', 'sle', '-d', '0'], ' HOLD', '', 0],
    [['lsof', 'unused'], '', '', 1],
    [['lsof', 'nofile'], '', 'lsof: status error on nofile: No such file or directory\n', 1],
    [['lsof', '-p', '99999'], '', '', 1],
  ] as const)('%j', (argv, out, err, status) => {
    const seen = among(argv);
    expect([seen.out.trim().replace(/^\d+$/, ' HOLD'), seen.err, seen.status]).toEqual([out, err, status]);
  });

  test('an option that is not there', () => {
    expect(among(['lsof', '-Y']).err).toMatch(/^lsof: illegal option character: Y\nlsof 4\.95\.0\n/);
  });
});

describe('fuser', () => {
  test.each([
    [['fuser', 'p'], '  HOLD', '/tmp/p:             \n', 0],
    [['fuser', 'p', 'unused'], '  HOLD', '/tmp/p:             \n', 0],
    [['fuser', '/home'], '  HOLD', '/home:              c\n', 0],
    [['fuser', '-u', 'p'], '  HOLD', '/tmp/p:             (root)\n', 0],
    [['fuser', 'unused'], '', '', 1],
    [['fuser', '-a', 'unused'], '', '/tmp/unused:\n', 1],
    [['fuser', '-s', 'p'], '', '', 0],
    [['fuser', 'nofile'], '', 'Specified filename nofile does not exist.\n', 1],
    [['fuser', '-FOO', 'p'], '', 'FOO: unknown signal; fuser -l lists signals.\n', 1],
    [
      ['fuser', '-v', 'p'],
      '  HOLD',
      '                     USER        PID ACCESS COMMAND\n/tmp/p:              root      F.... sleep\n',
      0,
    ],
  ] as const)('%j', (argv, out, err, status) => {
    const seen = among(argv);
    expect([seen.out, seen.err, seen.status]).toEqual([out, err, status]);
  });

  test('-k kills, -TERM says with what', () => {
    expect(among(['fuser', '-k', 'p']).ended).toBe(9);
    expect(among(['fuser', '-k', '-TERM', 'p']).ended).toBe(15);
    expect(among(['fuser', 'p']).ended).toBeUndefined();
  });

  test('-l', () => {
    expect(among(['fuser', '-l']).out).toBe(
      'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT\nCHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS\n',
    );
  });
});

/** A server, and a client that is connected to it; processes and ports by names, as they come. */
const withServer = async (script: string): Promise<string> => {
  const whole = `nc -l 34571 > /dev/null & sleep 0.2; sleep 1 | nc 127.0.0.1 34571 & sleep 0.2
f() { fuser "$@" 2>&1; }; ${script}; kill %1 %2 2> /dev/null`;
  const { stdout } = await runScript({ script: whole });
  return stdout
    .replace(/\b(?!34571)[34]\d{4}\b/g, 'PORT')
    .replace(/(?<![0-9])10\d\d\b/g, 'PID')
    .replace(/\b1\d{4}\b/g, 'INODE');
};

describe('ports', () => {
  test('lsof -i', async () => {
    expect(await withServer('lsof -i; lsof -nP -a -c nc -i tcp -sTCP:LISTEN')).toBe(
      `COMMAND   PID    USER   FD   TYPE DEVICE SIZE/OFF NODE NAME
nc       PID learner    3u  IPv4  INODE      0t0  TCP *:34571 (LISTEN)
nc       PID learner    4u  IPv4  INODE      0t0  TCP localhost:34571->localhost:PORT (ESTABLISHED)
nc       PID learner    3u  IPv4  INODE      0t0  TCP localhost:PORT->localhost:34571 (ESTABLISHED)
COMMAND   PID    USER   FD   TYPE DEVICE SIZE/OFF NODE NAME
nc       PID learner    3u  IPv4  INODE      0t0  TCP *:34571 (LISTEN)
`,
    );
  });

  test('addresses, queues, fields for programs, what is not located', async () => {
    const text = await withServer(
      'lsof -t -i @127.0.0.1:34571; lsof -Tqs -i :34571 -sTCP:^ESTABLISHED | tail -1; lsof -F pcfnPT -a -i -sTCP:LISTEN; lsof -V -i :1 -c zzz; lsof -i 6; lsof -i udp; echo $?',
    );
    expect(text).toBe(
      `PID
PID
nc       PID learner    3u  IPv4  INODE      0t0  TCP *:34571 (LISTEN QR=0 QS=0)
pPID
cnc
f3
PTCP
n*:34571
TST=LISTEN
TQR=0
TQS=0
lsof: command not located: zzz
lsof: Internet address not located: :1
1
`,
    );
  });

  test.each([
    ['-i foo', 'unknown protocol name (foo) in: -i foo'],
    ['-i :http-foo', 'unknown service http-foo in: -i :http-foo'],
    ['-i :5-3', 'unacceptable port specification in: -i :5-3'],
    ['-i TCP@', 'unacceptable Internet address in: -i TCP@'],
    ['-i @nosuch.host', 'unknown host name (nosuch.host) in: -i @nosuch.host'],
    ['-i tcp -s TCP:foo', 'unknown TCP state name: foo'],
    ['-s UDP:Idle', 'no UDP state names available: UDP:Idle'],
    ['-s foo', 'unknown -s protocol: "foo"'],
    ['-T x', 'unsupported TCP/TPI info selection: x'],
    ['-u nosuch', "can't get UID for nosuch"],
    ['-p x', 'illegal process ID: x'],
    ['+d /nope', "WARNING: can't stat(/nope): No such file or directory"],
    ['-c', 'missing -c option value'],
  ])('lsof %s', async (words, complaint) => {
    const { stderr, status } = await runScript({ script: `lsof ${words}` });
    expect([stderr.split('\n')[0], status]).toEqual([`lsof: ${complaint}`, 1]);
  });

  test('fuser PORT/tcp', async () => {
    const script =
      'f 34571/tcp; f -n tcp 34571; f -v 34571/tcp; f -u ,127.0.0.1,34571/tcp; f 1/tcp; echo $?; f -a 1/tcp; f -6 34571/tcp; f foo/tcp; f 34571/foo; f -M /tmp; f -mv /dev/shm; f -n foo x | head -1; f -4 -6 1/tcp | head -1; f -z | head -1';
    expect(await withServer(script)).toBe(
      `34571/tcp:            PID
34571/tcp:            PID
                     USER        PID ACCESS COMMAND
34571/tcp:           learner    PID F.... nc
,127.0.0.1,34571/tcp:  PID(learner)
1
1/tcp:
Specified filename 34571/foo does not exist.
Specified filename /tmp is not a mountpoint.
                     USER        PID ACCESS COMMAND
/dev/shm:            root     kernel mount /dev/shm
Invalid namespace name
You cannot search for only IPv4 and only IPv6 sockets at the same time
fuser: Invalid option z
`,
    );
  });
});
