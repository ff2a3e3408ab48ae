/** Scripts of steps on the simulated kernel: what test/linux/c/steps.c is on the real one, and the same lines. */
import { buildRoot } from '../../../src/boot/rootfs.ts';
import { PR_SET_CHILD_SUBREAPER, RLIM_INFINITY, type SigInfo } from '../../../src/kernel/abi.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import type { Pipe } from '../../../src/kernel/pipe.ts';
import { createInit } from '../../../src/kernel/process.ts';
import type { Sys } from '../../../src/kernel/syscalls.ts';
import { ok } from '../process.ts';
import { calls } from './calls.ts';
import type { Actor } from './telling.ts';
import { about, CONTROL, WORKERS, Words } from './words.ts';

const BASE = '/tmp/steps';
/** Virtual µs: as much as everybody may take to come to rest. */
const A_WHILE = 2000;

/** A worker as the supervisor sees him. */
interface Worker {
  /** What he was told to do and has not done. */
  waiting: boolean;
  answer: string | undefined;
  caught: string;
  seen: string;
}

class Stage {
  readonly cast: { pids: number[]; supervisor: number } = { pids: new Array(WORKERS).fill(0), supervisor: 0 };
  readonly workers: Worker[] = Array.from({ length: WORKERS }, () => ({
    waiting: false,
    answer: undefined,
    caught: '',
    seen: 'idle',
  }));
  readonly kernel = new Kernel({ seed: 0, loadImage: () => undefined, history: 64 });
  readonly #controls: Pipe[] = [];
  readonly lines: string[] = [];
  #step = '';
  #going = true;

  constructor() {
    const stage = this;
    createInit(this.kernel, function* (sys) {
      stage.cast.supervisor = ok(yield* sys.fork((child) => stage.#supervise(child)));
      for (;;) yield* sys.pause();
    });
    buildRoot(this.kernel, []);
    this.#settle();
  }

  *#supervise(sys: Sys): Generator<void, number> {
    yield* sys.setsid();
    yield* sys.umask(0);
    yield* sys.mkdir(BASE, 0o1777);
    yield* sys.chdir(BASE);
    yield* sys.umask(0o022);
    yield* sys.setgroups([]);
    yield* sys.prctl(PR_SET_CHILD_SUBREAPER, 1);
    yield* sys.setrlimit('NOFILE', { soft: 1024, hard: 4096 });
    yield* sys.setrlimit('CORE', { soft: 0, hard: RLIM_INFINITY });
    yield* sys.setrlimit('SIGPENDING', { soft: 1000, hard: 1000 });
    for (let fd = 0; fd < CONTROL; fd++) yield* sys.close(fd);
    for (let i = 1; i < WORKERS; i++) {
      const [reader, writer] = ok(yield* sys.pipe2(0));
      yield* sys.dup2(reader, CONTROL + i);
      yield* sys.dup2(writer, CONTROL + WORKERS + i);
      yield* sys.close(reader);
      yield* sys.close(writer);
    }
    const own = this.kernel.current?.files;
    for (let i = 1; i < WORKERS; i++) this.#controls[i] = own?.get(CONTROL + i)?.file.pipe as Pipe;
    this.cast.pids[1] = ok(
      yield* sys.fork(
        function* (this: Stage, child: Sys): Generator<void, number> {
          yield* child.setsid();
          return yield* this.#work(child, 1, []);
        }.bind(this),
      ),
    );
    for (;;) yield* sys.pause();
  }

  *#work(sys: Sys, number: number, slots: number[]): Generator<void, number> {
    const worker = this.workers[number] as Worker;
    const caught = (pid: number, info: SigInfo): void => {
      const by = this.workers[this.cast.pids.indexOf(pid)];
      if (by) by.caught += ` ${about(this.cast, info)}`;
    };
    const actor: Actor = { sys, cast: this.cast, slots, base: BASE, caught };
    const turn = new Uint8Array(1);
    for (;;) {
      if ((yield* sys.read(CONTROL + number, turn)) !== 1) continue;
      worker.answer = yield* this.#take(actor);
    }
  }

  *#take(actor: Actor): Generator<void, string> {
    const [, name = '', ...rest] = this.#step.split(' ');
    const words = new Words(rest, this.cast, actor.slots);
    if (name === 'fork') return yield* this.#fork(actor, words.number(0));
    const call = calls[name];
    return call ? yield* call(actor, words) : 'unknown';
  }

  *#fork({ sys, slots }: Actor, number: number): Generator<void, string> {
    if (!(number > 0 && number < WORKERS) || this.cast.pids[number]) return 'none';
    const answer = yield* sys.fork((child) => this.#work(child, number, [...slots]));
    if (typeof answer !== 'number') return answer.errno;
    this.cast.pids[number] = answer;
    return `w${number}`;
  }

  /** Until nobody can run. */
  #settle(): boolean {
    const until = this.kernel.now + A_WHILE;
    return this.kernel.run({ until, dispatches: 10_000 }).state === 'idle';
  }

  #state(number: number): string {
    const task = this.kernel.tasks.get(this.cast.pids[number] ?? 0);
    if (!task || task.state === 'Z' || task.state === 'X') return 'dies';
    return task.state === 'T' ? 'stopped' : 'sleeps';
  }

  take(line: string): void {
    if (!this.#going) return;
    this.lines.push(line);
    const actor = Number(line[0]);
    const worker = this.workers[actor];
    if (!worker || !this.cast.pids[actor] || worker.seen === 'dies') this.#say('nobody');
    else if (worker.waiting) this.#say('busy');
    else this.#give(worker, actor, line);
  }

  /** A worker's turn, and what everybody does then. */
  #give(worker: Worker, actor: number, line: string): void {
    this.#step = line;
    worker.answer = undefined;
    worker.waiting = true;
    this.#controls[actor]?.write(Uint8Array.of(1), { nonblock: true, packets: false, moved() {}, broken() {} });
    this.#going = this.#settle();
    if (!this.#going) this.#say('no rest');
    for (let i = 1; this.#going && i < WORKERS; i++) if (this.cast.pids[i]) this.#tell(i, actor);
  }

  #tell(number: number, actor: number): void {
    const worker = this.workers[number] as Worker;
    const now = this.#state(number);
    if (worker.caught) this.#say(`w${number} caught${worker.caught}`);
    worker.caught = '';
    if (worker.waiting && worker.answer !== undefined) {
      this.#say(`w${number} -> ${worker.answer}`);
      worker.waiting = false;
    } else if (number === actor || (now !== worker.seen && now !== 'sleeps')) this.#say(`w${number} ${now}`);
    if (now === 'dies') worker.waiting = false;
    worker.seen = now;
  }

  #say(what: string): void {
    this.lines.push(`  ${what}`);
  }
}

/** The lines of a script's steps and their answers. */
export function simulate(steps: readonly string[]): string[] {
  const stage = new Stage();
  for (const step of steps) stage.take(step);
  return stage.lines;
}
