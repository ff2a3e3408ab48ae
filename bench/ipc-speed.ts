/**
 * What mechanisms of IPC cost, in this process: messages, semaphores, TCP, page faults; and whether a queue with many who wait
 * costs each of them the same. Medians of some runs.
 */
import {
  AF_INET,
  IPC_PRIVATE,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  type MsgBuf,
  PAGE_SIZE,
  PROT_READ,
  PROT_WRITE,
  SETALL,
  SOCK_STREAM,
} from '../src/kernel/abi.ts';
import { isFailure } from '../src/kernel/errno.ts';
import { Kernel } from '../src/kernel/kernel.ts';
import { createInit } from '../src/kernel/process.ts';
import type { Sys } from '../src/kernel/syscalls.ts';

type Body = Generator<void, number>;

const RUNS = 5;
const MESSAGES = 100_000;
const OPERATIONS = 300_000;
const TCP_BYTES = 64 << 20;
const CHUNK = 65_536;
const FAULTS = 50_000;
const PORT = 5000;
const MEGA = 1e6;

/** Runs a body as the only process; seconds. */
function seconds(body: (sys: Sys) => Body): number {
  const kernel = new Kernel({ seed: 0, history: 1024, loadImage: () => undefined });
  createInit(kernel, body);
  const start = performance.now();
  kernel.run();
  return (performance.now() - start) / 1000;
}

function median(measure: () => number): number {
  const times = Array.from({ length: RUNS }, measure).sort((a, b) => a - b);
  return times[Math.floor(RUNS / 2)] ?? Number.NaN;
}

/** The number of what must have worked. */
function sure(answer: unknown): number {
  if (typeof answer !== 'number') throw new Error(isFailure(answer) ? answer.errno : 'no number');
  return answer;
}

/** From one process to another, of 100 bytes. */
function* messages(sys: Sys): Body {
  const queue = sure(yield* sys.msgget(IPC_PRIVATE, 0o600));
  yield* sys.fork(function* (child): Body {
    const buffer: MsgBuf = { mtype: 0, mtext: new Uint8Array() };
    for (let i = 0; i < MESSAGES; i++) yield* child.msgrcv(queue, buffer, 8192, 0, 0);
    return 0;
  });
  const message = { mtype: 1, mtext: new Uint8Array(100) };
  for (let i = 0; i < MESSAGES; i++) yield* sys.msgsnd(queue, message, 0);
  yield* sys.wait4(-1, 0);
  return 0;
}

function* operations(sys: Sys): Body {
  const set = sure(yield* sys.semget(IPC_PRIVATE, 1, 0o600));
  yield* sys.semctl(set, 0, SETALL, [1]);
  for (let i = 0; i < OPERATIONS; i++) yield* sys.semop(set, [{ num: 0, op: i % 2 === 0 ? -1 : 1, flg: 0 }]);
  return 0;
}

/** Through loopback, from one process to another. */
function* tcp(sys: Sys): Body {
  const address = { family: AF_INET, address: '127.0.0.1', port: PORT } as const;
  const listener = sure(yield* sys.socket(AF_INET, SOCK_STREAM));
  yield* sys.bind(listener, address);
  yield* sys.listen(listener, 1);
  yield* sys.fork(function* (child): Body {
    const client = sure(yield* child.socket(AF_INET, SOCK_STREAM));
    yield* child.connect(client, address);
    const bytes = new Uint8Array(CHUNK);
    for (let sent = 0; sent < TCP_BYTES; ) sent += sure(yield* child.write(client, bytes));
    return 0;
  });
  const connection = sure(yield* sys.accept4(listener, undefined));
  const into = new Uint8Array(CHUNK);
  while (sure(yield* sys.read(connection, into)) > 0);
  yield* sys.wait4(-1, 0);
  return 0;
}

function* faults(sys: Sys): Body {
  const size = FAULTS * PAGE_SIZE;
  const address = sure(yield* sys.mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  const byte = Uint8Array.of(1);
  for (let page = 0; page < FAULTS; page++) yield* sys.store(address + page * PAGE_SIZE, byte);
  return 0;
}

const ROUNDS = 100;

/** So many processes sleep at one queue, each for its own type, and each is woken so often. */
const crowd = (processes: number) =>
  function* (sys: Sys): Body {
    const queue = sure(yield* sys.msgget(IPC_PRIVATE, 0o600));
    for (let n = 1; n <= processes; n++)
      yield* sys.fork(function* (child): Body {
        const buffer: MsgBuf = { mtype: 0, mtext: new Uint8Array() };
        for (let i = 0; i < ROUNDS; i++) yield* child.msgrcv(queue, buffer, 8192, n, 0);
        return 0;
      });
    for (let i = 0; i < ROUNDS; i++)
      for (let n = 1; n <= processes; n++) yield* sys.msgsnd(queue, { mtype: n, mtext: new Uint8Array(8) }, 0);
    for (let n = 0; n < processes; n++) yield* sys.wait4(-1, 0);
    return 0;
  };

const CROWDS = [10, 100, 1000];

/** Lines of the bench. */
export function ipcSpeed(): string[] {
  const line = (what: string, value: string): string => `${what.padEnd(33)}${value}`;
  seconds(crowd(100)); // so that the smallest crowd does not pay for what is compiled first
  const each = CROWDS.map((processes) => (1e6 * median(() => seconds(crowd(processes)))) / (ROUNDS * processes));
  const [least = 0] = each;
  const most = each.at(-1) ?? 0;
  const costs = CROWDS.map((processes, i) => `${processes}: ${(each[i] ?? 0).toFixed(1)} µs`).join('   ');
  return [
    line('messages of 100 bytes', `${(MESSAGES / median(() => seconds(messages)) / MEGA).toFixed(2)} M/s`),
    line('semop', `${(OPERATIONS / median(() => seconds(operations)) / MEGA).toFixed(2)} M/s`),
    line('TCP through loopback', `${(TCP_BYTES / median(() => seconds(tcp)) / MEGA).toFixed(0)} MB/s`),
    line('page faults', `${(FAULTS / median(() => seconds(faults)) / MEGA).toFixed(2)} M/s`),
    line('a message among n receivers', `${costs}   (1000 beside 10: ${(most / least).toFixed(2)} ×)`),
  ];
}
