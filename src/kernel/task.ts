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
import { AddressSpace } from './memory.ts';
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
  readonly tasks: Task[] = [];
  parent: ThreadGroup | undefined;
  /** In the order of their fork, which is the order in which wait(-1) looks. */
  readonly children = new Set<ThreadGroup>();
  /** Whom it traces. */
  readonly tracees = new Set<Task>();
  /** A dead tracee is the tracer's to wait for first; its parent hears of it after that. */
  heldFor: ThreadGroup | undefined;
  pgid: number;
  session: Session;
  actions: SigAction[];
  readonly shared: Pending = noPending();
  readonly childExit: WaitQueue;
  limits: Record<Resource, Rlimit>;
  /** Wait status, once all tasks are gone. */
  exitStatus: number | undefined;
  exiting = false;
  /** The signal that stopped it, while it is stopped. */
  stopSignal = 0;
  readonly stopped: WaitQueue;
  report: ChildReport | undefined;
  subreaper = false;
  didExec = false;
  comm: string;
  exe: string;
  image: RegularInode | undefined;
  argv: readonly string[];
  environ: readonly string[];
  readonly realTimer: RealTimer = { timer: undefined, interval: 0 };
  virtualTimer: CpuTimer | undefined;
  profTimer: CpuTimer | undefined;
  /** Where a read of a signalfd waits. */
  readonly signalArrived = new WaitQueue('signalfd_read_iter', () => ({ kind: 'signal' }));
  nice = 0;
  readonly copied = noCopies();
  /** Virtual µs. */
  readonly startTime: number;
  utime = 0;
  stime = 0;
  childrenUtime = 0;
  childrenStime = 0;
  minorFaults = 0;
  childrenMinorFaults = 0;

  constructor(
    tgid: number,
    from: Pick<ThreadGroup, 'pgid' | 'session' | 'actions' | 'limits' | 'comm' | 'exe' | 'argv' | 'environ' | 'nice'>,
    startTime: number,
  ) {
    this.tgid = tgid;
    this.pgid = from.pgid;
    this.session = from.session;
    this.actions = [...from.actions];
    this.limits = { ...from.limits };
    this.comm = from.comm;
    this.exe = from.exe;
    this.argv = from.argv;
    this.environ = from.environ;
    this.nice = from.nice;
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

  get zombie(): boolean {
    return this.exitStatus !== undefined;
  }
}

export class Task implements Sleeper {
  readonly kernel: Kernel;
  readonly pid: number;
  readonly group: ThreadGroup;
  state: TaskState = 'R';
  files: FileTable;
  fs: FsContext;
  cred: Cred;
  mm = new AddressSpace();
  blocked: SigSet = 0n;
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

  constructor(kernel: Kernel, pid: number, group: ThreadGroup, files: FileTable, fs: FsContext, cred: Cred) {
    this.kernel = kernel;
    this.pid = pid;
    this.group = group;
    this.files = files;
    this.fs = fs;
    this.cred = cred;
    this.host = kernel.network.local;
    this.sys = kernel.face(this);
    group.tasks.push(this);
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

export const isRoot = (task: Task): boolean => task.cred.euid === 0;
