/** killall and pstree: their words, and their work in a small world whose picture was taken from Linux. */
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../src/bytes.ts';
import { O_CREAT, O_RDWR, SEEK_SET } from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { onKernel, type Result, runProgram, sameAsTool, words } from './harness.ts';

const USAGE = `Usage: killall [OPTION]... [--] NAME...
       killall -l, --list
       killall -V, --version

  -e,--exact          require exact match for very long names
  -I,--ignore-case    case insensitive process name match
  -g,--process-group  kill process group instead of process
  -y,--younger-than   kill processes younger than TIME
  -o,--older-than     kill processes older than TIME
  -i,--interactive    ask for confirmation before killing
  -l,--list           list all known signal names
  -q,--quiet          don't print complaints
  -r,--regexp         interpret NAME as an extended regular expression
  -s,--signal SIGNAL  send this signal instead of SIGTERM
  -u,--user USER      kill only process(es) running as USER
  -v,--verbose        report if the signal was successfully sent
  -V,--version        display version information
  -w,--wait           wait for processes to die
  -n,--ns PID         match processes that belong to the same namespaces
                      as PID
  -Z,--context REGEXP kill only process(es) having context
                      (must precede other arguments)

`;

const SIGNALS = `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT
CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS
`;

describe('killall', () => {
  // Recorded in a pid namespace of its own: a test must not run the real one, which could meet somebody's processes.
  const RECORDED: readonly (readonly [Pick<Result, 'stdout' | 'stderr' | 'status'>, readonly string[]])[] = [
    [
      { stdout: '', stderr: USAGE, status: 1 },
      [
        'killall',
        'killall -s',
        'killall -term nosuch',
        'killall --foo nosuch',
        'killall -z nosuch',
        'killall --',
        'killall -e',
        'killall --i nosuch',
        'killall --ver',
      ],
    ],
    [
      { stdout: '', stderr: 'nosuch: no process found\n', status: 1 },
      [
        'killall nosuch',
        'killall -TERM nosuch',
        'killall -INT nosuch',
        'killall -SIGINT nosuch',
        'killall -VTALRM nosuch',
        'killall -9 nosuch',
        'killall -99 nosuch',
        'killall -s SIGTERM nosuch',
        'killall -s 0 nosuch',
        'killall -sTERM nosuch',
        'killall --signal TERM nosuch',
        'killall --sig=TERM nosuch',
        'killall -signal TERM nosuch',
        'killall nosuch -INT',
        'killall -u daemon nosuch',
        'killall -y 5M nosuch',
        'killall -w -v nosuch',
        'killall -e nosuch',
        'killall -n 5 nosuch',
        'killall -Z x nosuch',
        'killall -i nosuch',
        'killall -g nosuch',
      ],
    ],
    [
      { stdout: '', stderr: '', status: 1 },
      ['killall -q nosuch', 'killall -quiet nosuch', 'killall -vq nosuch', 'killall nosuch -q', 'killall -v -u daemon'],
    ],
    [{ stdout: '', stderr: 'IO: unknown signal; killall -l lists signals.\n', status: 1 }, ['killall -IO nosuch']],
    [
      { stdout: '', stderr: 'FOO: unknown signal; killall -l lists signals.\n', status: 1 },
      ['killall -FOO nosuch', 'killall -SIGFOO nosuch', 'killall -s FOO nosuch'],
    ],
    [
      { stdout: '', stderr: 'term: unknown signal; killall -l lists signals.\n', status: 1 },
      ['killall -s term nosuch'],
    ],
    [{ stdout: '', stderr: 'nosuch: unknown signal; killall -l lists signals.\n', status: 1 }, ['killall -s nosuch']],
    [{ stdout: '', stderr: ': unknown signal; killall -l lists signals.\n', status: 1 }, ["killall -s ''"]],
    [
      { stdout: '', stderr: 'igterm: unknown signal; killall -l lists signals.\n', status: 1 },
      ['killall -sigterm nosuch'],
    ],
    [{ stdout: '', stderr: 'I: unknown signal; killall -l lists signals.\n', status: 1 }, ['killall -I -INT nosuch']],
    [{ stdout: '', stderr: 'Cannot find user nosuch\n', status: 1 }, ['killall -u nosuch']],
    [
      { stdout: '', stderr: `Invalid time format\n${USAGE}`, status: 1 },
      ['killall -y x nosuch', 'killall -y 5 nosuch', 'killall -o 1.5m nosuch', 'killall -y 0s nosuch'],
    ],
    [{ stdout: '', stderr: 'killall: Bad regular expression: [\n', status: 1 }, ["killall -r '['"]],
    [
      { stdout: '', stderr: '/usr/bin/nosuch: No such file or directory\n', status: 1 },
      ['killall /usr/bin/nosuch', 'killall /usr/bin/nosuch nosuch'],
    ],
    [
      { stdout: '', stderr: 'nosuchverylongnamethatis: no process found\nnosuch: no process found\n', status: 1 },
      ['killall nosuchverylongnamethatis nosuch'],
    ],
    [{ stdout: '', stderr: `Invalid namespace PID\n${USAGE}`, status: 1 }, ['killall -n x nosuch']],
    [{ stdout: '', stderr: '-x: no process found\n', status: 1 }, ['killall -- -x']],
    [{ stdout: '', stderr: '-: no process found\n', status: 1 }, ['killall -']],
    [{ stdout: SIGNALS, stderr: '', status: 0 }, ['killall -l x', 'killall --list', 'killall --list-signals']],
    [{ stdout: '', stderr: ': no process found\n', status: 1 }, ["killall ''"]],
  ];
  describe.each(RECORDED)('%j', (expected, lines) => {
    test.each(lines)('%s', (line) => {
      const { stdout, stderr, status } = runProgram(words(line));
      expect({ stdout, stderr, status }).toEqual(expected);
    });
  });
});

describe('pstree', () => {
  sameAsTool([
    'pstree 4000000',
    'pstree -s 4000000',
    'pstree 1x',
    'pstree nosuch',
    'pstree daemon',
    'pstree a b',
    'pstree -Q',
    'pstree -H',
    'pstree -H 1',
    'pstree -N',
    'pstree -N foo',
    'pstree -C foo',
    'pstree --foo',
    'pstree --sh',
    'pstree --help',
  ]);
  sameAsTool(['pstree -H x', 'pstree -hh'], { env: ['TERM=xterm'] });
  sameAsTool(['pstree -H 1'], { env: ['TERM=nosuch'] });
});

type World = (sys: Sys) => Generator<void, void>;

function* spawn(sys: Sys, argv: readonly string[], before?: World): Generator<void, number> {
  const pid = yield* sys.fork(function* (child) {
    if (before) yield* before(child);
    yield* child.execve(`/usr/bin/${argv[0]}`, argv, ['PATH=/usr/bin']);
    return 127;
  });
  if (isFailure(pid)) throw new Error(pid.errno);
  yield* sys.nanosleep(100_000);
  return pid;
}

/** Ids that are not used, so that those that are shall be the recorded ones. */
function* skip(sys: Sys, count: number): Generator<void, void> {
  for (let i = 0; i < count; i += 1) {
    const pid = yield* sys.fork(function* () {
      return 0;
    });
    if (!isFailure(pid)) yield* sys.wait4(pid, 0);
  }
}

/** What a command line says, on both streams, and its status. */
function* capture(sys: Sys, line: string, env: readonly string[], stdin: string): Generator<void, string> {
  // The first to be opened is descriptor 0.
  const input = yield* sys.open('/tmp/in', O_CREAT | O_RDWR, 0o600);
  const out = yield* sys.open('/tmp/out', O_CREAT | O_RDWR, 0o600);
  if (isFailure(out) || isFailure(input)) throw new Error('no files');
  yield* sys.write(input, encode(stdin));
  yield* sys.lseek(input, 0, SEEK_SET);
  const argv = words(line);
  const pid = yield* sys.fork(function* (child) {
    yield* child.dup2(input, 0);
    yield* child.dup2(out, 1);
    yield* child.dup2(out, 2);
    yield* child.execve(`/usr/bin/${argv[0]}`, argv, ['PATH=/usr/bin', ...env]);
    return 127;
  });
  if (isFailure(pid)) throw new Error(pid.errno);
  const waited = yield* sys.wait4(pid, 0);
  const bytes = new Uint8Array(20000);
  const count = yield* sys.pread(out, bytes, 0);
  const text = decode(bytes.subarray(0, isFailure(count) ? 0 : count));
  return `${text}rc ${isFailure(waited) ? waited.errno : waited.status >> 8}\n`;
}

interface Setup {
  readonly env?: readonly string[];
  readonly stdin?: string;
}

const inWorld = (world: World, line: string, { env = [], stdin = '' }: Setup = {}): string => {
  let answer = '';
  onKernel(function* (sys) {
    yield* world(sys);
    answer = yield* capture(sys, line, env, stdin);
  });
  return answer;
};

function* family(sys: Sys): Generator<void, void> {
  yield* spawn(sys, ['sleep', '1000']);
  yield* skip(sys, 1);
  for (let i = 0; i < 2; i += 1) {
    yield* spawn(sys, ['timeout', '100', 'sleep', '500'], (child) => skip(child, 1));
  }
  yield* skip(sys, 3);
  yield* spawn(sys, ['sleep', '700'], function* (child) {
    yield* child.setuid(33);
  });
  yield* skip(sys, 1);
  yield* spawn(sys, ['sleep', '600'], function* (child) {
    yield* skip(child, 1);
    const pid = yield* spawn(child, ['sleep', '5']);
    yield* child.kill(pid, 9);
  });
  yield* sys.nanosleep(1_000_000);
}

describe('pstree among others', () => {
  const TREE = `init-+-pstree
     |-2*[sleep]
     |-sleep---sleep
     \`-2*[timeout---sleep]
rc 0
`;
  test.each<[line: string, expected: string, ...env: string[]]>([
    ['pstree', TREE],
    ['pstree root', TREE],
    ['pstree', TREE, 'COLUMNS=x'],
    [
      'pstree -p',
      `init(1)-+-pstree(18)
        |-sleep(2)
        |-sleep(15)---sleep(17)
        |-sleep(13)
        |-timeout(4)---sleep(6)
        \`-timeout(7)---sleep(9)
rc 0
`,
    ],
    [
      'pstree -a',
      `init
  |-pstree -a
  |-sleep 1000
  |-sleep 600
  |   \`-(sleep)
  |-sleep 700
  |-timeout 100 sleep 500
  |   \`-sleep 500
  \`-timeout 100 sleep 500
      \`-sleep 500
rc 0
`,
    ],
    [
      'pstree -ap',
      `init,1
  |-pstree,18 -ap
  |-sleep,2 1000
  |-sleep,15 600
  |   \`-(sleep,17)
  |-sleep,13 700
  |-timeout,4 100 sleep 500
  |   \`-sleep,6 500
  \`-timeout,7 100 sleep 500
      \`-sleep,9 500
rc 0
`,
    ],
    [
      'pstree -g',
      `init()-+-pstree()
       |-2*[sleep()]
       |-sleep()---sleep()
       \`-2*[timeout(4)---sleep(4)]
rc 0
`,
    ],
    ['pstree -n', 'init-+-2*[sleep]\n     |-2*[timeout---sleep]\n     |-sleep---sleep\n     `-pstree\nrc 0\n'],
    [
      'pstree -c',
      `init-+-pstree
     |-sleep
     |-sleep---sleep
     |-sleep
     |-timeout---sleep
     \`-timeout---sleep
rc 0
`,
    ],
    [
      'pstree -u',
      `init-+-pstree
     |-sleep
     |-sleep---sleep
     |-sleep(www-data)
     \`-2*[timeout---sleep]
rc 0
`,
    ],
    ['pstree -U', 'init─┬─pstree\n     ├─2*[sleep]\n     ├─sleep───sleep\n     └─2*[timeout───sleep]\nrc 0\n'],
    [
      'pstree -G',
      'init\x1b(0\x0fqwq\x1b(Bpstree\n     \x1b(0\x0ftq\x1b(B2*[sleep]\n     \x1b(0\x0ftq\x1b(Bsleep\x1b(0\x0fqqq\x1b(Bsleep\n     \x1b(0\x0fmq\x1b(B2*[timeout\x1b(0\x0fqqq\x1b(Bsleep]\nrc 0\n',
    ],
    ['pstree 3', 'rc 0\n'],
    ['pstree -s 4', 'init---timeout---sleep\nrc 0\n'],
    ['pstree -sp 4', 'init(1)---timeout(4)---sleep(6)\nrc 0\n'],
    ['pstree www-data', 'sleep\nrc 0\n'],
    ['pstree -u www-data', 'sleep\nrc 0\n'],
    [
      'pstree -H 4',
      '\x1b[1minit\x1b[0m-+-pstree\n     |-2*[sleep]\n     |-sleep---sleep\n     `-2*[\x1b[1mtimeout\x1b[0m---sleep]\nrc 0\n',
      'TERM=xterm',
    ],
    ['pstree -C age 4', '\x1b[32mtimeout\x1b[0m---\x1b[32msleep\x1b[0m\nrc 0\n'],
    [
      'pstree -aZ',
      `init,\`'
  |-pstree,\`' -aZ
  |-sleep,\`' 1000
  |-sleep,\`' 600
  |   \`-(sleep,\`')
  |-sleep,\`' 700
  |-timeout,\`' 100 sleep 500
  |   \`-sleep,\`' 500
  \`-timeout,\`' 100 sleep 500
      \`-sleep,\`' 500
rc 0
`,
    ],
    [
      'pstree -upg',
      `init(1,)-+-pstree(18,)
         |-sleep(2,)
         |-sleep(15,)---sleep(17,)
         |-sleep(13,,www-data)
         |-timeout(4,4)---sleep(6,4)
         \`-timeout(7,7)---sleep(9,7)
rc 0
`,
    ],
    ['pstree', 'init-+-pstree\n     |-2*[sleep]\n     |-sleep---slee+\n     `-2*[timeout--+\nrc 0\n', 'COLUMNS=20'],
    [
      'pstree -p',
      `init(1)-+-pstree(18+
        |-sleep(2)
        |-sleep(15)+
        |-sleep(13)
        |-timeout(4+
        \`-timeout(7+
rc 0
`,
      'COLUMNS=20',
    ],
    [
      'pstree -a',
      `init
  |-pstree -a
  |-sleep 1000
  |-sleep 600
  |   \`-(sleep)
  |-sleep 700
  |-timeout 100 ...
  |   \`-sleep ...
  \`-timeout 100 ...
      \`-sleep ...
rc 0
`,
      'COLUMNS=20',
    ],
    ['pstree', 'init-+-pstree\n     |-2*[sleep+\n     |-sleep---+\n     `-2*[timeo+\nrc 0\n', 'COLUMNS=0x10'],
  ])('%s', (line, expected, ...env) => {
    expect(inWorld(family, line, { env })).toBe(expected);
  });
});

function* sleepers(sys: Sys): Generator<void, void> {
  yield* spawn(sys, ['sleep', '1000'], function* (child) {
    yield* child.setpgid(0, 0);
  });
  yield* spawn(sys, ['sleep', '1001'], function* (child) {
    yield* child.setpgid(0, 0);
  });
  yield* spawn(sys, ['timeout', '100', 'tail', '-f', '/dev/null'], function* (child) {
    yield* child.setpgid(0, 0);
  });
}

describe('killall among others', () => {
  const BOTH = 'Killed sleep(2) with signal 0\nKilled sleep(3) with signal 0\n';
  test.each<[line: string, expected: string, stdin?: string]>([
    ['killall -0 sleep', 'rc 0\n'],
    ['killall -0 -v sleep', `${BOTH}rc 0\n`],
    ['killall -ver -0 sleep', `${BOTH}rc 0\n`],
    ['killall -0x -v sleep', `${BOTH}rc 0\n`],
    ['killall -v -0 /usr/bin/sleep', `${BOTH}rc 0\n`],
    ['killall -v -0 -I SLEEP', `${BOTH}rc 0\n`],
    ['killall -v -0 -r sle*', `${BOTH}rc 0\n`],
    ['killall -v -0 -y 100s sleep', `${BOTH}rc 0\n`],
    ['killall -v -0 -o 100s sleep', 'sleep: no process found\nrc 1\n'],
    ['killall -v -0 -u root sleep', `${BOTH}rc 0\n`],
    ['killall -v -0 -u daemon sleep', 'sleep: no process found\nrc 1\n'],
    ['killall -v -0 sleep nosuch', `${BOTH}nosuch: no process found\nrc 1\n`],
    ['killall -v sleep', 'Killed sleep(2) with signal 15\nKilled sleep(3) with signal 15\nrc 0\n'],
    ['killall -99 sleep', 'sleep(2): Invalid argument\nsleep(3): Invalid argument\nsleep: no process found\nrc 1\n'],
    ['killall -v -0 -g sleep', 'Killed sleep(pgid 2) with signal 0\nKilled sleep(pgid 3) with signal 0\nrc 0\n'],
    ['killall -v -0 -g timeout tail', 'Killed timeout(pgid 4) with signal 0\ntail: no process found\nrc 1\n'],
    [
      'killall -v -i -0 sleep',
      'Signal sleep(2) ? (y/N) Signal sleep(2) ? (y/N) Signal sleep(3) ? (y/N) sleep: no process found\nrc 1\n',
      'x\n\n',
    ],
    [
      'killall -v -i sleep',
      'Kill sleep(2) ? (y/N) Kill sleep(2) ? (y/N) Killed sleep(2) with signal 15\nKill sleep(3) ? (y/N) rc 0\n',
      'x\ny\n',
    ],
  ])('%s', (line, expected, stdin = '') => {
    expect(inWorld(sleepers, line, { stdin })).toBe(expected);
  });
});
