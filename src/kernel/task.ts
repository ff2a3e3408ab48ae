/**
 * The task (struct task_struct) and what its process shares (signal_struct, sighand_struct, fs_struct, cred).
 * Models the fields; what changes them is in process.ts, signal.ts, call.ts. A process is a ThreadGroup of tasks.
 * Leaves out namespaces and capabilities. Authority: sched.h; credentials(7), pthreads(7) for what is shared.
 */
import type { Resource, Rlimit, SigInfo } from './abi.ts';
import type { Body, Call } from './call.ts';
import { noCopies } from './copies.ts';
import type { FileTable } from './file.ts';
import type { DirInode, RegularInode } from './fs/inode.ts';
import type { Kernel } from './kernel.ts';
import type { AddressSpace } from './memory.ts';
import type { Host } from './net/network.ts';
import type { SigSet } from './signum.ts';
import type { Sys } from './syscalls.ts';
import type { Timer } from './timer.ts';
import type { Traced } from './tracing.ts';
import type { Tty } from './tty.ts';
import { type Place, type Sleeper, WaitQueue } from './wait-queue.ts';

/** R runnable, S asleep, T stopped, t stopped for its tracer, Z zombie, X gone: the letters of ps(1). */
export type TaskState = 'R' | 'S' | 'T' | 't' | 'Z' | 'X';

/** A signal's disposition (struct sigaction). The handler is a body that runs on the task, above what it interrupts. */
export interface SigAction {
  readonly handler: 'default' | 'ignore' | Handler;
  readonly mask: SigSet;
  readonly flags: number;
}
export type Handler = (sys: Sys, info: SigInfo) => Body;
export const DEFAULT_ACTION: SigAction = { handler: 'default', mask: 0n, flags: 0 };

/** Signals that were sent and not yet taken. Standard ones are held once, real-time ones each. */
export interface Pending {
  set: SigSet;
  readonly queue: SigInfo[];
}
export const noPending = (): Pending => ({ set: 0n, queue: [] });

/** One activation on the task's user stack: the program itself, or a handler above it. */
export interface Frame {
  readonly body: Body;
  /** What the call that is being answered gave; handed to the body when it runs next. */
  result: unknown;
  /** A call to begin anew when this frame is on top again. */
  restart: Call | undefined;
  /** For a handler: its signal, and the mask to go back to at sigreturn. */
  readonly handling: { readonly signo: number; readonly savedMask: SigSet } | undefined;
}

export interface Cred {
  readonly ruid: number;
  readonly euid: number;
  readonly suid: number;
  readonly rgid: number;
  readonly egid: number;
  readonly sgid: number;
  readonly groups: readonly number[];
}

/** fs_struct: shared by threads, copied by fork. */
export interface FsContext {
  cwd: DirInode;
  cwdPath: string;
  umask: number;
}

/** ITIMER_REAL: armed while its timer lives; the interval (µs) counts from one expiration to the next. */
export interface RealTimer {
  timer: Timer | undefined;
  interval: number;
}

/** ITIMER_VIRTUAL, ITIMER_PROF: µs of CPU time. */
export interface CpuTimer {
  readonly at: number;
  readonly interval: number;
}

/** A session and its controlling terminal. */
export interface Session {
  readonly sid: number;
  tty: Tty | undefined;
}

/** What wait() can report of a child once. */
export type ChildReport = { kind: 'stopped'; signal: number } | { kind: 'continued' };

/** A process: what all its threads have in common. */
export class ThreadGroup {
  readonly tgid: number;
  /** The leader first. It stays as a zombie until the others have ended; they leave the list as they end. */
  readonly tasks: Task[] = [];
  parent: ThreadGroup | undefined;
  /** In the order of their fork, which is the order in which wait(-1) looks. */
  readonly children = new Set<ThreadGroup>();
  /** Children that wait(2) may have something to tell of. */
  readonly news = new Set<ThreadGroup>();
  /** Grows from one child to the next of the same parent. */
  rank = 0;
  /** Whom it traces. */
  readonly tracees = new Set<Task>();
  /** A dead tracee is the tracer's to wait for first; its parent hears of it after that. */
  heldFor: ThreadGroup | undefined;
  /** The thread that took a signal last: the search for somebody who takes the next one begins there. */
  lastTarget: Task | undefined;
  pgid: number;
  session: Session;
  actions: SigAction[];
  readonly shared: Pending = noPending();
  readonly childExit: WaitQueue;
  limits: Record<Resource, Rlimit>;
  /** Wait status, once all tasks have ended. */
  exitStatus: number | undefined;
  /** All of it ends: by exit_group(2), by a signal, or because its last task has ended. */
  exiting = false;
  /** The signal that stopped it, while it is stopped. */
  stopSignal = 0;
  /** All its tasks stand still, and its parent has been told. */
  stopTold = false;
  readonly stopped: WaitQueue;
  report: ChildReport | undefined;
  subreaper = false;
  didExec = false;
  exe: string;
  image: RegularInode | undefined;
  argv: readonly string[];
  environ: readonly string[];
  readonly realTimer: RealTimer = { timer: undefined, interval: 0 };
  virtualTimer: CpuTimer | undefined;
  profTimer: CpuTimer | undefined;
  /** Where a read of a signalfd waits. */
  readonly signalArrived = new WaitQueue('signalfd_read_iter', () => ({ kind: 'signal' }));
  readonly copied = noCopies();
  /** Virtual µs. */
  readonly startTime: number;
  /** Of all its tasks, the ended ones too. */
  utime = 0;
  stime = 0;
  childrenUtime = 0;
  childrenStime = 0;
  minorFaults = 0;
  childrenMinorFaults = 0;

  constructor(
    tgid: number,
    from: Pick<ThreadGroup, 'pgid' | 'session' | 'actions' | 'limits' | 'exe' | 'argv' | 'environ'>,
    startTime: number,
  ) {
    this.tgid = tgid;
    this.pgid = from.pgid;
    this.session = from.session;
    this.actions = [...from.actions];
    this.limits = { ...from.limits };
    this.exe = from.exe;
    this.argv = from.argv;
    this.environ = from.environ;
    this.startTime = startTime;
    this.childExit = new WaitQueue('do_wait', () => ({
      kind: 'child',
      children: [...this.children].map((c) => c.tgid),
    }));
    this.stopped = new WaitQueue('do_signal_stop', () => ({ kind: 'stopped', signal: this.stopSignal }));
  }

  get leader(): Task | undefined {
    return this.tasks[0];
  }

  /** Somebody who has its memory and descriptors still: the leader, as long as it lives. */
  get member(): Task | undefined {
    return this.tasks.find(({ state }) => state !== 'Z');
  }

  /** The leader's name is the process's. */
  get comm(): string {
    return this.leader?.comm ?? '';
  }

  get zombie(): boolean {
    return this.exitStatus !== undefined;
  }

  /** The file of the program that it runs: nobody may write to it meanwhile. */
  useImage(inode: RegularInode | undefined): void {
    if (this.image) this.image.executors--;
    if (inode) inode.executors++;
    this.image = inode;
  }
}

/** What a new task has of its own from the first, and what it shares with others. */
type Beginnings = Pick<Task, 'files' | 'fs' | 'cred' | 'mm' | 'comm' | 'nice' | 'host' | 'blocked'>;

export class Task implements Sleeper {
  readonly kernel: Kernel;
  /** gettid(2). It changes when a thread executes a program: the process goes on under the leader's. */
  pid: number;
  readonly group: ThreadGroup;
  state: TaskState = 'R';
  files: FileTable;
  fs: FsContext;
  cred: Cred;
  mm: AddressSpace;
  blocked: SigSet;
  /** The thread's name, 15 bytes. */
  comm: string;
  nice: number;
  /** The mask that sigsuspend(2) replaced, until a handler has been set up. */
  maskBeforeSuspend: SigSet | undefined = undefined;
  /** Blocked signals that sigtimedwait(2) sleeps for. */
  waitedSignals: SigSet | undefined = undefined;
  readonly pending: Pending = noPending();
  /** The system calls as this task's programs see them. */
  readonly sys: Sys;
  readonly frames: Frame[] = [];
  /** The call that the task is in: sleeping in it, or about to try again. */
  call: Call | undefined = undefined;
  /** The next return to user mode has something to do: a signal, a stop, a request to give up the CPU. */
  attention = false;
  /** The machine of the network that it runs on (its net and uts namespaces); a child inherits it. */
  host: Host;
  /** In the run queue. */
  queued = false;
  /** Somebody traces it. */
  traced: Traced | undefined = undefined;
  /** Where it stands while it is stopped. */
  stopPlace: Place | undefined = undefined;
  voluntarySwitches = 0;
  involuntarySwitches = 0;
  /** Virtual µs. */
  readonly startTime: number;
  utime = 0;
  stime = 0;
  minorFaults = 0;
  /** Wait status of its own, once it has ended. */
  exitStatus = 0;
  /** Address of the word that its end sets to 0 and wakes sleepers on; 0 for none. */
  clearTid = 0;
  /** Address of the head of its list of robust locks; 0 for none. */
  robustList = 0;

  constructor(kernel: Kernel, pid: number, group: ThreadGroup, from: Beginnings) {
    this.kernel = kernel;
    this.pid = pid;
    this.group = group;
    this.files = from.files;
    this.fs = from.fs;
    this.cred = from.cred;
    this.mm = from.mm;
    this.comm = from.comm;
    this.nice = from.nice;
    this.host = from.host;
    this.blocked = from.blocked;
    this.startTime = kernel.now;
    this.sys = kernel.face(this);
    group.tasks.push(this);
  }

  get isLeader(): boolean {
    return this.group.leader === this;
  }

  /** A queue that the task sleeps on says: try again. */
  wake(by: WaitQueue): void {
    this.kernel.wake(this, by);
  }
}

declare module './wait-queue.ts' {
  interface WaitReasons {
    child: { readonly children: readonly number[] };
    stopped: { readonly signal: number };
    /** A signal of some set, whatever its disposition: sigtimedwait(2), signalfd(2). */
    signal: object;
  }
}

const COMM_BYTES = 15;
/** As much of a text as fits into a task's name. */
export const commOf = (name: string): string => name.slice(0, COMM_BYTES);

const MAX_ID = 2 ** 32 - 2;
/** Whether somebody, or a group, can have that number. */
export const validId = (id: number): boolean => id >= 0 && id <= MAX_ID;

export const isRoot = (task: Task): boolean => task.cred.euid === 0;
