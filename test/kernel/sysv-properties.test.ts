/** What holds of semaphores, queues and memory in whatever happens: histories drawn at random, kills at every moment, 200 schedules. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  GETALL,
  IPC_NOWAIT,
  IPC_PRIVATE,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  type MsgBuf,
  PAGE_SIZE,
  PROT_READ,
  PROT_WRITE,
  SEM_UNDO,
  SETALL,
  type Sembuf,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import type { KernelEvent } from '../../src/kernel/event.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { createInit } from '../../src/kernel/process.ts';
import { type Random, seeded } from '../../src/kernel/random.ts';
import { kernelInfo, send } from '../../src/kernel/signal.ts';
import { SIGKILL } from '../../src/kernel/signum.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { errnoOf, ok, runProgram } from '../support/process.ts';

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

// ---- semop against a model

type Answer = 0 | 'EAGAIN' | 'ERANGE' | 'asleep' | 'dead';

const SEMVMX = 32767;

/** semop(2) in a few lines: who sleeps is tried again after every change, those who change nothing first, then by age. */
class Model {
  values: number[];
  readonly undo = new Map<number, number[]>();
  readonly answers = new Map<number, Answer>();
  sleepers: { readonly who: number; readonly ops: readonly Sembuf[] }[] = [];

  constructor(values: readonly number[]) {
    this.values = [...values];
  }

  /** Does all operations or none. */
  #try(who: number, ops: readonly Sembuf[]): Answer {
    const values = [...this.values];
    const undo = [...(this.undo.get(who) ?? values.map(() => 0))];
    for (const { num, op, flg } of ops) {
      const value = (values[num] ?? 0) + op;
      if (value < 0 || (op === 0 && value !== 0)) return flg & IPC_NOWAIT ? 'EAGAIN' : 'asleep';
      if (value > SEMVMX) return 'ERANGE';
      values[num] = value;
      if ((flg & SEM_UNDO) === 0) continue;
      undo[num] = (undo[num] ?? 0) - op;
      if (undo[num] > SEMVMX || undo[num] < -SEMVMX - 1) return 'ERANGE';
    }
    this.values = values;
    this.undo.set(who, undo);
    return 0;
  }

  semop(who: number, ops: readonly Sembuf[]): void {
    const answer = this.#try(who, ops);
    this.answers.set(who, answer);
    if (answer === 'asleep') this.sleepers.push({ who, ops });
    if (answer === 0) this.settle();
  }

  settle(): void {
    const changes = ({ ops }: { readonly ops: readonly Sembuf[] }): boolean => ops.some(({ op }) => op !== 0);
    const order = [...this.sleepers.filter((one) => !changes(one)), ...this.sleepers.filter(changes)];
    for (const one of order) {
      const answer = this.#try(one.who, one.ops);
      if (answer === 'asleep') continue;
      this.answers.set(one.who, answer);
      this.sleepers = this.sleepers.filter((other) => other !== one);
      this.settle();
      return;
    }
  }

  setall(values: readonly number[]): void {
    this.values = [...values];
    this.undo.clear();
    this.settle();
  }

  kill(who: number): void {
    this.sleepers = this.sleepers.filter((one) => one.who !== who);
    const undo = this.undo.get(who) ?? [];
    this.values = this.values.map((value, num) => Math.max(0, Math.min(SEMVMX, value + (undo[num] ?? 0))));
    this.undo.delete(who);
    this.answers.set(who, 'dead');
    this.settle();
  }
}

const SEMAPHORES = 3;
const WORKERS = 4;
/** Long enough for all who can run to have run. */
const SETTLE = 50_000;

/** One of the workers calls semop or is killed; or somebody sets all values. */
type Step =
  | { readonly what: 'semop'; readonly who: number; readonly ops: readonly Sembuf[] }
  | { readonly what: 'kill'; readonly who: number }
  | { readonly what: 'setall'; readonly values: readonly number[] };

const whoever = fc.nat({ max: WORKERS - 1 });
const values = fc.array(fc.constantFrom(0, 0, 1, 2, 5, SEMVMX), { minLength: SEMAPHORES, maxLength: SEMAPHORES });
const operation = fc.record({
  num: fc.nat({ max: SEMAPHORES - 1 }),
  op: fc.constantFrom(-2, -1, -1, 0, 0, 1, 1, 2, 3, SEMVMX - 1),
  flg: fc.constantFrom(0, 0, 0, IPC_NOWAIT, SEM_UNDO, SEM_UNDO, SEM_UNDO | IPC_NOWAIT),
});
const semops = fc.record({
  what: fc.constant('semop' as const),
  who: whoever,
  ops: fc.array(operation, { minLength: 1, maxLength: 3 }),
});
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: semops },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('kill' as const), who: whoever }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('setall' as const), values }) },
  ),
  { maxLength: 12 },
);

interface Seen {
  readonly values: readonly number[];
  readonly answers: readonly (readonly [who: number, answer: Answer])[];
}

/** The workers do as they are told, one semop at a time; what is seen when all have come to rest, after each step. */
function* history(sys: Sys, begin: readonly number[], script: readonly Step[]): Generator<void, Seen[]> {
  const set = ok(yield* sys.semget(IPC_PRIVATE, SEMAPHORES, 0o600));
  yield* sys.semctl(set, 0, SETALL, begin);
  const answers = new Map<number, Answer>();
  const orders = new Map<number, readonly Sembuf[]>();
  const pids: number[] = [];
  for (let who = 0; who < WORKERS; who++)
    pids[who] = ok(
      yield* sys.fork(function* (worker): Generator<void, number> {
        for (;;) {
          yield* worker.nanosleep(SETTLE / 100);
          const ops = orders.get(who);
          if (!ops) continue;
          orders.delete(who);
          answers.set(who, 'asleep');
          answers.set(who, errnoOf(yield* worker.semop(set, ops)) as Answer);
        }
      }),
    );
  const seen: Seen[] = [];
  for (const step of script) {
    if (step.what === 'setall') yield* sys.semctl(set, 0, SETALL, step.values);
    else if (answers.get(step.who) === 'dead') continue;
    else if (step.what === 'kill') {
      yield* sys.kill(pids[step.who] ?? 0, SIGKILL);
      answers.set(step.who, 'dead');
    } else if (answers.get(step.who) !== 'asleep') orders.set(step.who, step.ops);
    yield* sys.nanosleep(SETTLE);
    const now: number[] = [];
    ok(yield* sys.semctl(set, 0, GETALL, now));
    seen.push({ values: now, answers: [...answers].sort() });
  }
  return seen;
}

function expected(begin: readonly number[], script: readonly Step[]): Seen[] {
  const model = new Model(begin);
  return script.flatMap((step): Seen[] => {
    if (step.what === 'setall') model.setall(step.values);
    else if (model.answers.get(step.who) === 'dead') return [];
    else if (step.what === 'kill') model.kill(step.who);
    else if (model.answers.get(step.who) !== 'asleep') model.semop(step.who, step.ops);
    return [{ values: model.values, answers: [...model.answers].sort() }];
  });
}

/** A kernel with nothing on it but this. */
function bare<T>(seed: number, body: (sys: Sys) => Generator<void, T>): T | undefined {
  const kernel = new Kernel({ seed, loadImage: () => undefined, history: 16 });
  let result: T | undefined;
  createInit(kernel, function* (sys) {
    result = yield* body(sys);
    return 0;
  });
  while (result === undefined) kernel.run({ dispatches: 1000 });
  return result;
}

describe('semop', () => {
  test('does what the model does, in 10000 histories', { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(fc.nat(1000), values, steps, (seed, begin, script) => {
        expect(bare(seed, (sys) => history(sys, begin, script))).toEqual(expected(begin, script));
      }),
      { numRuns: 10_000 },
    );
  });
});

// ---- SEM_UNDO

/** A kernel on which a process takes and gives back a semaphore of 1 again and again, alone or with another that wants it. */
function contended(
  seed: number,
  others: number,
): { readonly kernel: Kernel; readonly victim: () => number | undefined } {
  const kernel = new Kernel({ seed, loadImage: () => undefined });
  let victim: number | undefined;
  const loops = function* (sys: Sys): Generator<void, number> {
    for (let n = 0; n < 4; n++) {
      yield* sys.semop(0, [{ num: 0, op: -1, flg: SEM_UNDO }]);
      yield* sys.work(20);
      yield* sys.semop(0, [{ num: 0, op: 1, flg: SEM_UNDO }]);
    }
    return 0;
  };
  createInit(kernel, function* (sys) {
    yield* sys.semget(IPC_PRIVATE, 1, 0o600);
    yield* sys.semctl(0, 0, SETALL, [1]);
    victim = ok(yield* sys.fork(loops));
    for (let n = 0; n < others; n++) yield* sys.fork(loops);
    for (;;) if (isFailure(yield* sys.wait4(-1, 0))) yield* sys.pause();
  });
  return { kernel, victim: () => victim };
}

describe('SEM_UNDO', () => {
  for (const others of [0, 1, 3]) {
    test(`killed at whatever call, a process gives back what it took (${others} others)`, () => {
      for (const seed of [0, 1, 2])
        for (let calls = 1; calls < 60; calls++) {
          const { kernel, victim } = contended(seed, others);
          kernel.run({ calls });
          const group = kernel.groups.get(victim() ?? 0);
          if (group) send(kernel, group, kernelInfo(SIGKILL));
          kernel.run();
          const [set] = kernel.sysv.sem.all();
          expect([seed, calls, set?.value(0), set?.waiters.length, set?.semadj.size]).toEqual([seed, calls, 1, 0, 0]);
        }
    });
  }
});

// ---- messages

const TYPES = [1, 2, 3];
const EACH = 30;

/** Senders number what they send, a receiver for each type writes down what it gets: [sender, number]. */
function* exchange(sys: Sys): Generator<void, ReadonlyMap<number, (readonly [number, number])[]>> {
  const queue = ok(yield* sys.msgget(IPC_PRIVATE, 0o600));
  const got = new Map(TYPES.map((mtype): [number, [number, number][]] => [mtype, []]));
  for (const mtype of TYPES)
    yield* sys.fork(function* (receiver) {
      const buffer: MsgBuf = { mtype: 0, mtext: new Uint8Array() };
      for (let n = 0; n < 3 * EACH; n++) {
        ok(yield* receiver.msgrcv(queue, buffer, 8192, mtype, 0));
        got.get(buffer.mtype)?.push([buffer.mtext[0] ?? -1, buffer.mtext[1] ?? -1]);
      }
      return 0;
    });
  for (let sender = 0; sender < 3; sender++)
    yield* sys.fork(function* (me) {
      for (let n = 0; n < EACH; n++)
        for (const mtype of TYPES) {
          const mtext = new Uint8Array(1000 * mtype);
          mtext.set([sender, n]);
          ok(yield* me.msgsnd(queue, { mtype, mtext }, 0));
        }
      return 0;
    });
  while (!isFailure(yield* sys.wait4(-1, 0)));
  return got;
}

describe('messages', () => {
  test('of each type arrive once and in the order in which their sender sent them, over 200 schedules', () => {
    const inOrder = Array.from({ length: EACH }, (_, n) => n);
    for (const seed of SEEDS) {
      const { value } = runProgram(exchange, seed);
      for (const arrived of value.values())
        for (const sender of [0, 1, 2])
          expect(arrived.flatMap(([from, n]) => (from === sender ? [n] : []))).toEqual(inOrder);
    }
  });
});

// ---- memory

const PAGES = 8;

/** A family of processes writes to the memory that all began with; each must find what itself wrote, or what it was born with. */
function* family(
  sys: Sys,
  random: Random,
  address: number,
  born: readonly number[],
  depth: number,
): Generator<void, string[]> {
  const mine = [...born];
  const wrong: string[] = [];
  for (let step = 0; step < 6; step++) {
    const page = random.below(PAGES);
    const value = 1 + random.below(255);
    const now = [...mine];
    if (depth > 0 && random.below(3) === 0)
      yield* sys.fork(function* (child) {
        wrong.push(...(yield* family(child, random, address, now, depth - 1)));
        return 0;
      });
    yield* sys.store(address + page * PAGE_SIZE, Uint8Array.of(value));
    mine[page] = value;
    yield* sys.work(200);
    for (let at = 0; at < PAGES; at++) {
      const into = new Uint8Array(1);
      yield* sys.load(address + at * PAGE_SIZE, into);
      if (into[0] !== mine[at]) wrong.push(`page ${at}: ${into[0]} instead of ${mine[at]}`);
    }
  }
  while (!isFailure(yield* sys.wait4(-1, 0)));
  return wrong;
}

describe('copy on write', () => {
  test('nobody sees what another wrote after the fork, over 200 schedules', () => {
    for (const seed of SEEDS) {
      const { value } = runProgram(function* (sys) {
        const flags = MAP_PRIVATE | MAP_ANONYMOUS;
        const address = ok(yield* sys.mmap(0, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, flags, -1, 0));
        const zeros = Array.from({ length: PAGES }, () => 0);
        return yield* family(sys, seeded(seed), address, zeros, 2);
      }, seed);
      expect([seed, ...value]).toEqual([seed]);
    }
  });
});

// ---- history

const told = (event: KernelEvent): string =>
  JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'function' ? 'code' : typeof value === 'bigint' ? `${value}n` : value,
  );

test('the same seed is the same history, event by event', () => {
  for (const seed of SEEDS.slice(0, 10)) {
    const [first, second] = [0, 1].map(() => [...runProgram(exchange, seed).kernel.events.since(0)].map(told));
    expect(second).toEqual(first);
  }
});
