/**
 * A hundred thousand calls with wild arguments, made from the kinds in the one table by processes that fork, kill and stop
 * each other: the kernel answers each with a value or an errno, never with an exception, and stays consistent.
 */
import { describe, expect, it } from 'vitest';
import { buildRoot, nameTerminal } from '../../src/boot/rootfs.ts';
import type { ArgKind } from '../../src/kernel/args.ts';
import type { Body, Row } from '../../src/kernel/call.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { createInit } from '../../src/kernel/process.ts';
import { type Random, seeded } from '../../src/kernel/random.ts';
import { kernelInfo, send } from '../../src/kernel/signal.ts';
import { SIGKILL } from '../../src/kernel/signum.ts';
import { type Sys, table } from '../../src/kernel/syscalls.ts';
import { callText } from '../../src/kernel/trace.ts';
import { viewKernel } from '../../src/kernel/view.ts';
import { brokenInvariants } from '../support/invariants.ts';

const CALLS = 100_000;
const SEEDS = [1, 2, 3, 4];
const PROCESSES = 6;
const MAX_TASKS = 24;
const BATCH = 50;
/** All that threads share; where their numbers are to be written is nowhere. */
const THREAD = 0x350f00;

const rows: Readonly<Record<string, Row>> = table;
const names = Object.keys(rows);

type Program = (sys: Sys) => Body;
type Make = (random: Random, program: Program) => unknown;

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;
const oneOf =
  (...from: readonly unknown[]): Make =>
  (random) =>
    pick(random, from);
const list =
  (make: Make, most: number): Make =>
  (random, program) =>
    Array.from({ length: random.below(most) }, () => make(random, program));

const small = oneOf(-2, -1, 0, 1, 2, 3, 4, 5, 7, 9, 16);
const numbers: Make = (random) =>
  random.below(3) > 0
    ? pick(random, [-1, 0, 1, 2, 3, 36, 37, 1000, 4096])
    : pick(random, [-(2 ** 31), 2 ** 31, 2 ** 40, 2 ** 53 - 1]);
const bits: Make = (random) => random.below(2 ** 26) & random.below(2 ** 26) & random.below(2 ** 26);
const sigset: Make = (random) =>
  random.below(8) === 0
    ? pick(random, [~0n, 2n ** 70n, -1n])
    : BigInt(random.below(2 ** 31)) << BigInt(random.below(34));
const time = oneOf(-1, 0, 1, 50, 1000, 20_000, 1_000_000, 1.5, 2 ** 53);

const buffer: Make = (random) =>
  new Uint8Array(pick(random, [0, 1, 7, 8, 100, 128, 4096, 70_000])).fill(random.below(256));

const PATHS = [
  ...[
    '',
    '/',
    '.',
    '..',
    '/tmp',
    '/tmp/a',
    '/tmp/a/',
    '/tmp/b',
    '/tmp/dir',
    '/tmp/dir/c',
    'a',
    'nowhere/x',
    '/tmp/ff',
    '/tmp/ff',
  ],
  ...[
    '/dev/pts/0',
    '/dev/pts/1',
    '/dev/tty',
    '/dev/null',
    '/dev/full',
    '/dev/zero',
    '/dev/fd/3',
    '/bin/true',
    '/etc/passwd',
  ],
  ...[
    '/proc/self/fd/0',
    '/proc/self/fd/4',
    '/proc/self/status',
    '/proc/1/fd/0',
    '/proc/self/stat',
    '/proc/stat',
    '\0',
    'ü\ud800',
  ],
  'x'.repeat(300),
  '/'.repeat(5000),
];

const sockaddr: Make = oneOf(
  ...['', '/tmp/s', '/tmp/s', '\0a', '\0a', '/tmp/none/s', '/etc/passwd', 'x'.repeat(200)].map((path) => ({
    family: 1,
    path,
  })),
  ...['0.0.0.0', '127.0.0.1', '127.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.9', '8.8.8.8', 'nowhere'].flatMap(
    (address) => [0, 80, 5000, 5001, 70_000].map((port) => ({ family: 2, address, port })),
  ),
);

const GARBAGE: readonly unknown[] = [
  ...[undefined, null, Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 2 ** 31, 2 ** 60, true, '', 'x', 3n],
  ...[{}, [], [null], [{}], { us: 1 }],
];

/** An argument that is of its kind, if a strange one. */
const make: Readonly<Record<ArgKind, Make>> = {
  fd: small,
  path: (random) => pick(random, PATHS),
  buf: buffer,
  into: buffer,
  int: numbers,
  openflags: (random, program) =>
    random.below(2) === 0 ? Number(bits(random, program)) : pick(random, [0, 1, 2, 0o102, 0o4000, 0o4001]),
  mode: oneOf(0, 0o644, 0o777, 0o10644, 0o20644, 0o170000, -1, 2 ** 32),
  signal: (random) => random.below(70) - 2,
  pid: (random) => (random.below(3) === 0 ? pick(random, [-(2 ** 31), -1, 0, 1, -1000, 99999]) : random.below(60) - 20),
  ptrace: oneOf(0, 7, 16, 17, 24, 0x4200, 0x4201, 0x4202, 0x4206, 0x4207, 0x4208, 0x420e, 8, -1),
  whence: oneOf(-1, 0, 1, 2, 3, 4, 5),
  fcntl: oneOf(5, 6, 7, 36, 37, 38, 0, 1, 2, 3, 4, 5, 1030, 1031, 1032, -1),
  waitflags: oneOf(0, 1, 2, 3, 8, 9, 4, 5, 15, 0x1000005, 0x100, -1),
  accmode: oneOf(0, 1, 2, 4, 7, 8, -1),
  sigset,
  strings: list((random) => pick(random, ['a', '', 'x'.repeat(200_000), 'K=V']), 4),
  ids: list(numbers, 5),
  body: (_random, program) => program,
  time,
  timeout: time,
  resource: oneOf('CPU', 'FSIZE', 'CORE', 'NPROC', 'NOFILE', 'SIGPENDING', 'nothing'),
  optrlimit: () => undefined,
  rlimit: (random) => ({
    soft: pick(random, [0, 1, 20, 100, 4096, Number.POSITIVE_INFINITY, -1]),
    hard: pick(random, [100, 4096, Number.POSITIVE_INFINITY]),
  }),
  sigaction: (random, program) => ({
    handler: pick(random, ['default', 'ignore', program, (sys: Sys) => sys.getpid()]),
    mask: sigset(random, program),
    flags: bits(random, program),
  }),
  itimer: (random, program) => ({ value: time(random, program), interval: time(random, program) }),
  pollfds: list((random) => ({ fd: random.below(12) - 1, events: random.below(64) }), 6),
  fdset: list(small, 5),
  termios: (random) => ({
    iflag: random.below(2 ** 16),
    oflag: random.below(8),
    cflag: 0,
    lflag: random.below(2 ** 16),
    cc: Array.from({ length: random.below(20) }, () => random.below(256)),
  }),
  out: oneOf(undefined, { us: 0 }),
  prctlarg: oneOf(0, 1, 'name', 'a name that is too long', undefined),
  cloneargs: (random, program) => ({
    flags: pick(random, [
      0,
      0x100,
      THREAD,
      THREAD,
      THREAD,
      0x10000,
      0x800,
      0x900,
      0x8700,
      0x1000000,
      bits(random, program),
    ]),
    exitSignal: pick(random, [0, 0, 17, 9]),
    childTid: pick(random, [0, 0x7ffff7ff0000, 2 ** 50]),
    parentTid: 4096,
  }),
  key: oneOf(0, 1, 0x1234, -1),
  ipcflags: oneOf(0, 0o1666, 0o3600, 0o4000, 0o5666, 0o14000, 0o24000, 0o44000, 0o64000),
  msgctl: oneOf(0, 1, 2, 3, 11, 12, 13, 99),
  semctl: oneOf(0, 1, 2, 3, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 99),
  shmctl: oneOf(0, 1, 2, 3, 11, 12, 13, 14, 15, 99),
  shmflags: oneOf(0, 0o10000, 0o20000, 0o40000, 0o70000),
  address: oneOf(0, 4096, 0x7ffff7ff0000, 0x7ffff7ffe000, 1, -4096, 2 ** 50),
  prot: oneOf(0, 1, 2, 3, 7, 8, -1),
  mapflags: oneOf(0, 1, 2, 3, 0x21, 0x22, 0x32, 0x31, 0x100022),
  mqattr: (random) => ({
    flags: pick(random, [0, 0o4000, 1]),
    maxmsg: random.below(6),
    msgsize: random.below(200),
    curmsgs: 0,
  }),
  sigevent: (random) => ({ notify: random.below(4), signo: random.below(70), value: random.below(100) }),
  flockop: oneOf(0, 1, 2, 4, 5, 6, 8, 9, 32, -1),
  fcntlarg: (random, program) =>
    random.below(2) === 0
      ? numbers(random, program)
      : {
          type: random.below(4),
          whence: random.below(4),
          start: random.below(40) - 5,
          len: random.below(40) - 10,
          pid: random.below(8) === 0 ? 1 : 0,
        },
  futexop: oneOf(0, 1, 3, 4, 9, 10, 128, 129, 137, 256, 265, 99, -1),
  long: oneOf(0, 1, 2, -2, 2 ** 40, -(2 ** 63)),
  msgbuf: (random, program) => ({ mtype: random.below(5) - 1, mtext: buffer(random, program) }),
  sembufs: list(
    (random) => ({ num: random.below(3), op: random.below(7) - 3, flg: pick(random, [0, 0o4000, 0x1000]) }),
    4,
  ),
  semun: oneOf(undefined, 1, 5, 40000, [1, 2, 3], {}),
  family: oneOf(0, 1, 1, 2, 2, 10, -1),
  socktype: oneOf(1, 2, 5, 3, 4, 11, 0o4001, 0o4002, 0o2000005, -1),
  sockaddr,
  optsockaddr: (random, program) => (random.below(2) === 0 ? undefined : sockaddr(random, program)),
  msgflags: oneOf(0, 0x40, 0x40, 0x42, 2, 0x20, 0x4000, 0x4040, -1),
  msghdr: (random, program) => ({
    buffer: buffer(random, program),
    name: pick(random, [undefined, sockaddr(random, program)]),
    rights: pick(random, [undefined, [small(random, program)], [3, 4, 5]]),
  }),
  sockopt: oneOf(0, 1, 5, 100_000, -1, { onoff: 1, linger: 0 }, {}, 2 ** 40),
  linkchange: oneOf({}, { up: true }, { up: false, mtu: 1400 }, { mtu: 1 }),
  netem: (random) => ({
    delay: random.below(2000) - 5,
    jitter: random.below(100) - 5,
    loss: random.below(110) - 5,
    duplicate: random.below(20),
    limit: random.below(1000),
  }),
  winsize: (random) => ({ cols: random.below(300), rows: random.below(100) }),
  filetime: oneOf(undefined, 0, -1, 1e15),
};

const argument: (kind: ArgKind, random: Random, program: Program) => unknown = (kind, random, program) =>
  random.below(16) === 0 ? pick(random, GARBAGE) : make[kind](random, program);

interface Tally {
  calls: number;
  failed: number;
  /** Of the batches, those after which some process had several threads. */
  threaded: number;
  readonly seen: Set<string>;
}

/** A process that calls whatever it comes upon, some times; its children and its handlers do the same, less often. */
function wild(kernel: Kernel, random: Random, tally: Tally, times: number): Program {
  return function* (sys): Generator<void, number> {
    for (let i = 0; i < times && tally.calls < CALLS; i++) {
      const name = pick(random, names);
      if (name === 'fork' && kernel.tasks.size > MAX_TASKS) continue;
      if (name === 'exit' && random.below(10) > 0) continue;
      const kinds = rows[name]?.args ?? [];
      const given = random.below(20) === 0 ? random.below(kinds.length + 1) : kinds.length;
      const program = wild(kernel, random, tally, Math.floor(times / 4));
      const args = kinds.slice(0, given).map((kind) => argument(kind, random, program));
      tally.calls++;
      tally.seen.add(name);
      const call = (sys as unknown as Record<string, (...args: unknown[]) => Generator<void, unknown>>)[name];
      const answer = call ? yield* call.apply(sys, args) : undefined;
      if (isFailure(answer)) tally.failed++;
      callText(name, args);
    }
    return random.below(256);
  };
}

/** Root forks the wild ones, some with several threads, half of them ordinary users, each in a session of its own with a terminal. */
function parent(kernel: Kernel, random: Random, tally: Tally): Program {
  const child: Program = function* (sys): Generator<void, number> {
    yield* sys.setsid();
    yield* sys.open(`/dev/pts/${random.below(2)}`, 2);
    yield* sys.chdir('/tmp');
    yield* sys.pipe2(random.below(2) * 0o4000);
    if (random.below(2) === 0) yield* sys.setuid(1000);
    const code = wild(kernel, random, tally, 200);
    for (let threads = random.below(3); threads > 0; threads--) yield* sys.clone3({ flags: THREAD }, code);
    return yield* code(sys) as Generator<void, number>;
  };
  return function* (sys): Generator<void, number> {
    yield* sys.mknod('/tmp/ff', 0o10666);
    while (tally.calls < CALLS) {
      while (kernel.tasks.size <= PROCESSES) yield* sys.fork(child);
      yield* sys.wait4(-1, 0);
    }
    for (;;) yield* sys.pause();
  };
}

/** When all sleep, somebody from outside has to move: a key, or the end of one of them. */
function disturb(kernel: Kernel, random: Random): void {
  const tty = kernel.ttys[random.below(kernel.ttys.length)];
  tty?.type(Uint8Array.of(pick(random, [3, 4, 10, 17, 26, 28, 97])));
  const victims = [...kernel.groups.values()].filter(({ tgid, zombie }) => tgid > 1 && !zombie);
  if (victims.length > 0) send(kernel, pick(random, victims), kernelInfo(SIGKILL));
}

function fuzz(seed: number): Tally {
  const random = seeded(seed);
  const tally: Tally = { calls: 0, failed: 0, threaded: 0, seen: new Set() };
  const kernel = new Kernel({ seed, loadImage: () => undefined, history: 256 });
  const paths = [0, 1].map(() => kernel.newTty(80, 24).path);
  createInit(kernel, parent(kernel, random, tally));
  buildRoot(kernel, ['true']);
  for (const [index] of paths.entries()) nameTerminal(kernel, index);
  for (;;) {
    const { state } = kernel.run({ dispatches: BATCH });
    expect(brokenInvariants(kernel)).toEqual([]);
    if ([...kernel.groups.values()].some(({ tasks }) => tasks.length > 1)) tally.threaded++;
    if (tally.calls >= CALLS) break;
    if (state === 'idle') disturb(kernel, random);
  }
  viewKernel(kernel);
  return tally;
}

describe('wild arguments', () => {
  for (const seed of SEEDS) {
    it(`never throw out of the kernel, nor break it (seed ${seed})`, { timeout: 120_000 }, () => {
      const { calls, failed, threaded, seen } = fuzz(seed);
      expect(calls).toBeGreaterThanOrEqual(CALLS);
      expect(failed).toBeGreaterThan(CALLS / 10);
      expect(threaded).toBeGreaterThan(100);
      expect(names.filter((name) => !seen.has(name))).toEqual([]);
    });
  }
});
