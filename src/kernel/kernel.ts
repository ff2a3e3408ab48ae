/**
 * The kernel: its tables, its clock, and the loop that gives tasks the one CPU.
 * Pure: no I/O, no clock of the host, no chance but the seed. A driver feeds terminals and pipes, and calls `run`.
 */
import {
  type Body,
  block,
  type Call,
  type Entry,
  entryOf,
  finish,
  newCall,
  PENDING,
  renew,
  restartOf,
  stopWaiting,
} from './call.ts';
import type { CopyCount } from './copies.ts';
import { Costs } from './cost.ts';
import { type EventKinds, EventRing } from './event.ts';
import { exitGroup, exitThread } from './exit.ts';
import { isOrphaned, notifyParent, notifyTracer } from './family.ts';
import { type FileOps, OpenFile } from './file.ts';
import { bootFileSystems, type FileSystems } from './fs/file-system.ts';
import type { DirInode, Inode } from './fs/inode.ts';
import { directory } from './fs/tmpfs.ts';
import { Futexes } from './futex.ts';
import { letFilesGo } from './held-files.ts';
import { cpuLeft, expireCpu, rearmReal } from './itimer.ts';
import { LoadAverage } from './load.ts';
import { Locks } from './lock.ts';
import { Network } from './net/network.ts';
import type { Socket } from './net/socket.ts';
import { Pids } from './pids.ts';
import type { Pipe } from './pipe.ts';
import { Mqueues } from './posix/mqueue.ts';
import { ProcessGroups } from './process-groups.ts';
import { RunQueue } from './run-queue.ts';
import { deliver, leaveStop, sendFault, signalPending, sigreturn } from './signal.ts';
import { SIGALRM, SIGSEGV } from './signum.ts';
import { Face, type Sys, table } from './syscalls.ts';
import { newSysvIpc } from './sysv/namespace.ts';
import { DEFAULT_ACTION, type Session, type Task, type ThreadGroup } from './task.ts';
import { type Timer, Timers } from './timer.ts';
import { stopAtEntry, stopAtExit } from './tracing.ts';
import { Tty } from './tty.ts';
import type { WaitQueue } from './wait-queue.ts';

declare module './event.ts' {
  interface EventKinds {
    switch: { readonly from: number };
  }
}

/** What an executable file's bytes stand for: the kernel asks for it at execve(2). */
export type Image = (sys: Sys, argv: readonly string[], env: readonly string[]) => Body;

export interface KernelOptions {
  readonly seed: number;
  /** Finds the program that an executable's content names (the machine's userland); `absent` if its code has to be fetched. */
  readonly loadImage: (name: string) => Image | 'absent' | undefined;
  /** µs since 1970 at boot. */
  readonly epoch?: number;
  readonly hostname?: string;
  /** Events kept. */
  readonly history?: number;
}

export interface RunLimits {
  /** Virtual µs up to which time may go. */
  readonly until?: number;
  /** Turns of tasks on the CPU; 0 only lets time pass while nobody can run. */
  readonly dispatches?: number;
  /** System calls that may be completed: 1 is a single step. A turn that is cut by it goes on with the next run. */
  readonly calls?: number;
  /** The run ends when the event of this number has been told: with the call that told it, or before the next turn. */
  readonly event?: number;
}

/** idle: nobody can run (before `nextTimer`); busy: the limits ended the run, or the want of a program's code. */
export interface RunState {
  readonly state: 'idle' | 'busy';
  readonly nextTimer: number | undefined;
  /** Packets on their way: something changes with time, though nobody does anything. */
  readonly flights?: number;
  /** The program that the driver has to fetch before the machine can go on. */
  readonly absent?: string;
}

/** 2026-01-01 00:00:00 UTC. */
const DEFAULT_EPOCH = 1_767_225_600_000_000;
const DEFAULT_HISTORY = 1 << 14;
/** Virtual µs; what is due later never is: beyond it a µs more would change nothing. */
const END_OF_TIME = 2 ** 52;

/** Where a reader of a terminal sleeps. */
const TERMINAL_READ = 'n_tty_read';

/** What a program does when its main() returns, a thread when its function does; and what a handler's frame returns to. */
const EXIT = entryOf('exit', table.exit);
const EXIT_THREAD = entryOf('exit_thread', table.exit_thread);
const SIGRETURN = entryOf('rt_sigreturn', { args: [], restart: 'never', run: sigreturn });

/** The wait status of a main() or a thread's function that returns. */
const statusOf = (value: unknown): number => (Number(value ?? 0) & 0xff) << 8;

export class Kernel {
  /** Every process, by the number of its leader. */
  readonly groups = new Map<number, ThreadGroup>();
  readonly processGroups = new ProcessGroups();
  /** Those that a signal has stopped, or is about to. */
  readonly stopped = new Set<ThreadGroup>();
  readonly tasks = new Map<number, Task>();
  readonly sessions = new Map<number, Session>();
  readonly ttys: Tty[] = [];
  readonly timers = new Timers();
  readonly sysv = newSysvIpc();
  readonly network: Network;
  readonly futexes = new Futexes();
  readonly locks = new Locks(this);
  readonly mqueues: Mqueues;
  readonly events: EventRing;
  readonly root: DirInode;
  readonly fileSystems: FileSystems;
  readonly epoch: number;
  readonly options: KernelOptions;
  readonly pids = new Pids((pid) => this.#pidInUse(pid));
  /** Virtual µs since boot. */
  now = 0;
  readonly load = new LoadAverage();
  /** Turns given so far: with the time, a place in history that input can be tied to. */
  dispatches = 0;
  /** µs of the CPU, of whoever lives or has lived; `nice` is user time below the usual priority. */
  readonly cpuTime = { user: 0, nice: 0, system: 0 };
  forks = 0;
  /** How often a process has been given a parent. */
  adoptions = 0;
  /** System calls completed so far. */
  calls = 0;
  /** What was copied between user and kernel space, by the name of the call. */
  readonly copies = new Map<string, CopyCount>();
  /** What each object has cost through which something went. */
  readonly costs = new Costs();
  current: Task | undefined;
  #sliceEnd = 0;
  #callLimit = Number.POSITIVE_INFINITY;
  #eventLimit = Number.POSITIVE_INFINITY;
  /** The task whose turn was cut by the limit on calls, or for want of its code. */
  #suspended: Task | undefined;
  /** The program whose code the turn waits for: no time passes until it is there. */
  #absent: string | undefined;
  readonly #queue: RunQueue;
  #inos = 1;
  #frames = 0;
  #files = 0;

  constructor(options: KernelOptions) {
    this.options = options;
    this.epoch = options.epoch ?? DEFAULT_EPOCH;
    this.events = new EventRing(options.history ?? DEFAULT_HISTORY);
    this.#queue = new RunQueue(options.seed);
    this.network = new Network(this, options.seed, options.hostname ?? 'ipclab');
    this.fileSystems = bootFileSystems({ nextIno: () => this.nextIno(), now: () => this.realTime() });
    this.mqueues = new Mqueues(this.fileSystems.mqueue);
    this.root = directory(this.fileSystems.root, undefined);
  }

  /** µs since 1970. */
  realTime(): number {
    return this.epoch + this.now;
  }

  nextIno(): number {
    return this.#inos++;
  }

  /** The number of a page of memory that was free. */
  nextFrame(): number {
    return ++this.#frames;
  }

  /** The one choke point through which everything that happens is told. The payload becomes the event itself. */
  emit<K extends keyof EventKinds>(type: K, pid: number, payload: EventKinds[K]): void {
    if (this.events.nextSeq === this.#eventLimit) this.#callLimit = Math.min(this.#callLimit, this.calls + 1);
    this.events.push(type, this.now, pid, payload);
  }

  newFile(
    inode: Inode,
    ops: FileOps,
    flags: number,
    name: () => string,
    kind: { pipe?: Pipe; tty?: Tty; socket?: Socket } = {},
  ): OpenFile {
    return new OpenFile(++this.#files, inode, ops, flags, name, kind);
  }

  /**
   * The image behind an executable's name. Where its code is absent, a body stands in for it and the run ends, with nothing
   * changed, until the driver has fetched it: what is simulated cannot tell.
   */
  image(name: string): Image | undefined {
    const image = this.options.loadImage(name);
    if (image !== 'absent') return image;
    return (sys, argv, env) => {
      this.#absent = name;
      let body: Body | undefined;
      return {
        next: (result) => {
          body ??= this.#fetched(name)(sys, argv, env);
          return body.next(result);
        },
      };
    };
  }

  #fetched(name: string): Image {
    const image = this.options.loadImage(name);
    if (image === undefined || image === 'absent') throw new Error(`${name} was not fetched`);
    return image;
  }

  /** The system calls, bound to a task. */
  face(task: Task): Sys {
    return Face.of(task);
  }

  /** The lowest number that no terminal has, as devpts gives it. */
  newTty(cols: number, rows: number): Tty {
    const free = this.ttys.findIndex(({ hungUp }) => hungUp);
    const index = free < 0 ? this.ttys.length : free;
    const tty = new Tty(this, index, { cols, rows });
    this.ttys[index] = tty;
    return tty;
  }

  #pidInUse(pid: number): boolean {
    return this.tasks.has(pid) || this.groups.has(pid) || this.sessions.has(pid) || this.processGroups.uses(pid);
  }

  /** A single step ended in the middle of a turn. */
  get midTurn(): boolean {
    return this.#suspended !== undefined;
  }

  // ---- time

  charge(task: Task, us: number): void {
    this.now += us;
    this.cpuTime.system += us;
    task.stime += us;
    task.group.stime += us;
  }

  chargeUser(task: Task, us: number): void {
    this.now += us;
    if (task.nice > 0) this.cpuTime.nice += us;
    else this.cpuTime.user += us;
    task.utime += us;
    task.group.utime += us;
  }

  /** Fires at virtual µs `at`, cutting a running slice short. */
  setTimer(at: number, fire: () => void): Timer {
    if (at < this.#sliceEnd) this.#sliceEnd = at;
    return this.timers.at(at, fire);
  }

  /** The running turn ends after so many µs at the latest. */
  shortenSlice(us: number): void {
    this.#sliceEnd = Math.min(this.#sliceEnd, this.now + us);
  }

  sliceOver(): boolean {
    return this.now >= this.#sliceEnd || this.calls >= this.#callLimit;
  }

  // ---- scheduling

  enqueue(task: Task): void {
    if (task.queued) return;
    task.queued = true;
    this.#queue.add(task);
  }

  /** Makes a sleeper runnable; it tries its call again when its turn comes. */
  wake(task: Task, by: WaitQueue | 'timer' | 'signal'): void {
    if (task.state === 'T' || task.state === 't') {
      leaveStop(task);
    } else if (task.state !== 'S') return;
    task.state = 'R';
    if (task.call) stopWaiting(task.call, this);
    const on = typeof by === 'string' ? by : by.wchan;
    this.emit('wake', task.pid, { on, by: this.current?.pid ?? 0 });
    if (on === TERMINAL_READ && this.current === undefined) this.#queue.prefer(task);
    this.enqueue(task);
  }

  /** A signal came: an interruptible sleep ends, a stopped task only for SIGKILL. */
  interruptSleep(task: Task, why: 'signal' | 'kill'): void {
    task.attention = true;
    if (task.state === 'S') this.wake(task, 'signal');
    if (why !== 'kill' || (task.state !== 'T' && task.state !== 't')) return;
    if (task.call && !task.call.wait) task.call = undefined; // it stood at the entry of a call, which never begins
    this.wake(task, 'signal');
  }

  /** Runs until nobody can, or a limit is reached. Time jumps to the next timer when all sleep. */
  run(limits: RunLimits = {}): RunState {
    const {
      until = Number.POSITIVE_INFINITY,
      dispatches = Number.POSITIVE_INFINITY,
      calls = Number.POSITIVE_INFINITY,
      event = Number.POSITIVE_INFINITY,
    } = limits;
    const lastDispatch = this.dispatches + dispatches;
    this.#callLimit = this.calls + calls;
    this.#eventLimit = event;
    for (;;) {
      if (this.#absent !== undefined && !this.#arrived(this.#absent)) return this.#state('busy');
      if (this.calls >= this.#callLimit) return this.#state('busy');
      if (this.#suspended) {
        this.#continue(this.#suspended);
        continue;
      }
      if (this.now >= this.load.due) this.load.sample(this.now, this.#queue.length);
      this.timers.fireDue(this.now);
      const next = this.timers.next();
      if (this.events.nextSeq > event) return this.#state('busy');
      const spent = this.dispatches >= lastDispatch;
      if (spent && (dispatches > 0 || this.#queue.length > 0)) return this.#state('busy');
      if (this.#queue.length > 0) {
        if (this.now >= until) return this.#state('busy');
        const task = this.#queue.take();
        if (task) this.#dispatch(task, next);
      } else if (next !== undefined && next <= Math.min(until, END_OF_TIME)) {
        this.now = next;
      } else {
        if (until !== Number.POSITIVE_INFINITY) this.now = Math.max(this.now, until);
        return this.#state('idle');
      }
    }
  }

  #arrived(name: string): boolean {
    if (this.options.loadImage(name) === 'absent') return false;
    this.#absent = undefined;
    return true;
  }

  #state(state: RunState['state']): RunState {
    const nextTimer = this.timers.next();
    const flights = this.network.flights.size;
    return {
      state,
      nextTimer,
      ...(flights > 0 && { flights }),
      ...(this.#absent !== undefined && { absent: this.#absent }),
    };
  }

  #dispatch(task: Task, nextTimer: number | undefined): void {
    task.queued = false;
    if (task.state !== 'R') return;
    this.dispatches++;
    const slice = Math.min(this.#queue.slice(task), cpuLeft(task.group));
    this.#sliceEnd = Math.min(this.now + slice, nextTimer ?? Number.POSITIVE_INFINITY);
    this.#continue(task);
  }

  #continue(task: Task): void {
    this.#suspended = undefined;
    this.current = task;
    this.#turn(task);
    if (cpuLeft(task.group) <= 1) expireCpu(this, task.group);
    this.current = undefined;
  }

  /** One turn on the CPU: finish the call that it slept in, take signals, run user code; again until it sleeps or its time is up. */
  #turn(task: Task): void {
    let ran = false;
    for (;;) {
      if (task.call && !this.#resume(task, task.call)) return;
      if (task.attention && deliver(task) !== 'run') return;
      if (!this.#restart(task)) return;
      if (this.calls >= this.#callLimit) {
        this.#suspended = task;
        return;
      }
      if (ran && this.now >= this.#sliceEnd) {
        task.involuntarySwitches++;
        this.enqueue(task);
        return;
      }
      if (task.call) continue;
      if (this.#absent !== undefined) {
        this.#suspended = task;
        return;
      }
      this.#user(task);
      ran = true;
      if (task.state !== 'R') return;
    }
  }

  /** The call that the task is in goes on. False: it sleeps. */
  #resume(task: Task, call: Call): boolean {
    const outcome = block(task, call);
    if (call.held && outcome.kind !== 'asleep') letFilesGo(task, call);
    switch (outcome.kind) {
      case 'asleep':
        return false;
      case 'answer':
        task.call = undefined;
        if (outcome.value !== PENDING) finish(task, call, outcome.value);
        else if (task.frames.length > 0) stopAtExit(task, call, 0); // a new program has begun
        return task.state === 'R';
      case 'interrupted': {
        task.call = undefined;
        const frame = task.frames.at(-1);
        if (frame) frame.restart = call;
        stopAtExit(task, call, undefined, restartOf(call));
        return task.state === 'R';
      }
    }
  }

  /** An interrupted call begins anew, once its frame is on top again. False: it sleeps. */
  #restart(task: Task): boolean {
    const frame = task.frames.at(-1);
    if (!frame?.restart) return true;
    const interrupted = frame.restart;
    const call = renew(interrupted, this.now);
    frame.restart = undefined;
    this.emit('resume', task.pid, { call: call.name, how: 'restart' });
    task.call = call;
    if (!task.traced?.stopsAtCalls) return this.#resume(task, call);
    stopAtEntry(task, call, restartOf(interrupted) === 'block');
    return false;
  }

  #user(task: Task): void {
    const frame = task.frames.at(-1);
    if (!frame) return;
    const { result } = frame;
    frame.result = undefined;
    try {
      const step = frame.body.next(result);
      if (!step.done || task.frames.at(-1) !== frame) return;
      const { handling } = frame;
      if (task.traced?.stopsAtCalls && handling) this.#seenCall(task, SIGRETURN, [handling.savedMask]);
      else if (task.traced?.stopsAtCalls) this.#seenCall(task, task.isLeader ? EXIT : EXIT_THREAD, [step.value ?? 0]);
      else if (handling) sigreturn(task);
      else if (task.isLeader) exitGroup(task, statusOf(step.value));
      else exitThread(task, statusOf(step.value));
    } catch (thrown) {
      if (!(thrown instanceof RangeError) || !/call stack/.test(thrown.message)) throw thrown;
      task.frames.splice(1);
      task.group.actions[SIGSEGV] = DEFAULT_ACTION; // a handler would have no stack to run on
      sendFault(task, SIGSEGV);
    }
  }

  /** What libc does behind a program's back is a call like any other to the tracer. */
  #seenCall(task: Task, entry: Entry, args: readonly unknown[]): void {
    task.call = newCall(entry, args, this.now);
    stopAtEntry(task, task.call);
  }

  // ---- what the other files of the kernel need of each other without importing upwards

  signalPending(task: Task): boolean {
    return signalPending(task);
  }

  signalTaken(group: ThreadGroup, signo: number): void {
    if (signo === SIGALRM) rearmReal(this, group);
  }

  exitGroup(task: Task, status: number): void {
    exitGroup(task, status);
  }

  isOrphaned(pgid: number, session: Session): boolean {
    return isOrphaned(this, pgid, session);
  }

  notifyTracer(task: Task): void {
    notifyTracer(this, task);
  }

  notifyParent(group: ThreadGroup, what: 'exited' | 'stopped' | 'continued'): void {
    notifyParent(this, group, what);
  }
}
