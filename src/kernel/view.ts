/**
 * Read-only pictures of the kernel for panes, lesson checks and recordings: plain data, made when asked, never kept up
 * to date. Nothing here can change anything. Each mechanism's picture stands in one function.
 */
import { ECHO, ICANON, ISIG, type Termios } from './abi.ts';
import type { Copies, CopyCount } from './copies.ts';
import { type CostView, viewCosts } from './cost.ts';
import type { Inode } from './fs/inode.ts';
import { caughtSet, ignoredSet, stateOf, wchanOf } from './fs/proc-pid.ts';
import type { Kernel } from './kernel.ts';
import { type MemoryView, viewMemory } from './memory-view.ts';
import { type NetworkView, viewNetwork } from './net/view.ts';
import { type FutexView, type LockView, type MqueueView, viewFutexes, viewLocks, viewMqueues } from './object-views.ts';
import { Pipe } from './pipe.ts';
import { type ShmFileView, viewShmFiles } from './posix/shm-view.ts';
import type { SigSet } from './signum.ts';
import { type MsgQueueView, viewMsgQueues } from './sysv/msg-view.ts';
import { type SemSetView, viewSemSets } from './sysv/sem-view.ts';
import { type ShmSegmentView, viewShmSegments } from './sysv/shm-view.ts';
import { Task, type TaskState, type ThreadGroup } from './task.ts';
import { callText } from './trace.ts';
import type { Tty } from './tty.ts';
import type { WaitQueue, WaitReason } from './wait-queue.ts';

export interface FdView {
  readonly fd: number;
  readonly cloexec: boolean;
  /** Number of the open file: descriptors that share one share its offset. */
  readonly file: number;
  readonly flags: number;
  readonly offset: number;
  /** A path, `pipe:[INO]`, `/dev/pts/0`. */
  readonly name: string;
  /** Inode number of the pipe or FIFO behind it. */
  readonly pipe: number | undefined;
  /** Descriptors of all processes that refer to this open file. */
  readonly refs: number;
  readonly ino: number;
  readonly kind: Inode['kind'];
}

/** A disposition that is not the default one. */
export interface ActionView {
  readonly signo: number;
  readonly handler: 'ignore' | 'handler';
  readonly mask: SigSet;
  readonly flags: number;
}

export interface SignalsView {
  /** Of the leader, and of the whole process. */
  readonly pending: SigSet;
  readonly shared: SigSet;
  readonly blocked: SigSet;
  readonly ignored: SigSet;
  readonly caught: SigSet;
  readonly actions: readonly ActionView[];
  /** How often each pending one is queued, by number: of a standard signal once at most. */
  readonly queued: Readonly<Record<number, number>>;
  /** Signals whose handlers run now, the innermost last. */
  readonly handling: readonly number[];
}

/** A task: what each thread of a process has of its own. */
export interface ThreadView {
  readonly tid: number;
  readonly comm: string;
  readonly state: TaskState;
  /** `0` when it does not sleep. */
  readonly wchan: string;
  readonly reason: WaitReason | undefined;
  /** The call it sleeps in, as strace would print it. */
  readonly call: string | undefined;
  readonly pending: SigSet;
  readonly blocked: SigSet;
  /** Signals whose handlers run now, the innermost last. */
  readonly handling: readonly number[];
  readonly nice: number;
  /** µs of the CPU. */
  readonly cpuTime: number;
}

/** What it has of a thread is the leader's. */
export interface ProcessView {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  readonly uid: number;
  readonly comm: string;
  readonly args: readonly string[];
  readonly state: TaskState;
  /** As ps shows it: `Ss+`. */
  readonly stat: string;
  /** `0` when it does not sleep. */
  readonly wchan: string;
  readonly reason: WaitReason | undefined;
  /** The call it sleeps in, as strace would print it. */
  readonly call: string | undefined;
  readonly tty: string | undefined;
  readonly foreground: boolean;
  readonly exitStatus: number | undefined;
  readonly cwd: string;
  readonly umask: number;
  readonly gid: number;
  /** The leader first; one that has ended while others go on is a zombie. */
  readonly threads: readonly ThreadView[];
  readonly nice: number;
  readonly fds: readonly FdView[];
  readonly signals: SignalsView;
  readonly memory: MemoryView;
}

export interface PipeView {
  readonly ino: number;
  readonly kind: 'pipe' | 'fifo';
  readonly path: string | undefined;
  readonly slots: readonly { readonly offset: number; readonly bytes: number }[];
  readonly slotCount: number;
  /** Bytes. */
  readonly used: number;
  readonly capacity: number;
  /** Bytes, since it was made. */
  readonly written: number;
  readonly taken: number;
  /** Slots, since it was made. */
  readonly head: number;
  readonly tail: number;
  /** Open ends; for a FIFO also those that sleep in open(). */
  readonly readers: number;
  readonly writers: number;
  readonly readerPids: readonly number[];
  readonly writerPids: readonly number[];
  readonly sleepingReaders: readonly number[];
  readonly sleepingWriters: readonly number[];
  /** Asleep in open(): there is no descriptor yet. */
  readonly openers: readonly { readonly pid: number; readonly wants: 'read' | 'write' }[];
  /** The bytes that would be read next. */
  readonly preview: Uint8Array;
}

export interface TtyView {
  readonly name: string;
  readonly sid: number | undefined;
  readonly foreground: number;
  readonly cols: number;
  readonly rows: number;
  readonly canonical: boolean;
  readonly echo: boolean;
  readonly isig: boolean;
  /** Bytes that can be read, and bytes of the line that is being typed. */
  readonly queued: number;
  readonly typing: number;
  /** Held by ^S. */
  readonly held: boolean;
  readonly termios: Termios;
  /** The beginnings of both. */
  readonly preview: { readonly queued: Uint8Array; readonly typing: Uint8Array };
}

/** Bytes copied between user and kernel space since boot. */
export interface CopiesView {
  readonly calls: readonly ({ readonly name: string } & Readonly<CopyCount>)[];
  readonly processes: readonly ({ readonly pid: number } & Readonly<Copies>)[];
}

export interface KernelView {
  /** Virtual µs since boot. */
  readonly time: number;
  /** Number of the next event. */
  readonly seq: number;
  readonly processes: readonly ProcessView[];
  readonly pipes: readonly PipeView[];
  readonly ttys: readonly TtyView[];
  readonly semaphores: readonly SemSetView[];
  readonly msgQueues: readonly MsgQueueView[];
  readonly shmSegments: readonly ShmSegmentView[];
  readonly locks: readonly LockView[];
  readonly futexes: readonly FutexView[];
  readonly mqueues: readonly MqueueView[];
  /** What stands in /dev/shm. */
  readonly shmFiles: readonly ShmFileView[];
  readonly copies: CopiesView;
  readonly costs: readonly CostView[];
  readonly network: NetworkView;
}

export function viewKernel(kernel: Kernel): KernelView {
  const groups = [...kernel.groups.values()].sort((a, b) => a.tgid - b.tgid);
  return {
    time: kernel.now,
    seq: kernel.events.nextSeq,
    processes: groups.map(viewProcess),
    pipes: viewPipes(kernel),
    ttys: kernel.ttys.map(viewTty),
    semaphores: viewSemSets(kernel),
    msgQueues: viewMsgQueues(kernel),
    shmSegments: viewShmSegments(kernel),
    locks: viewLocks(kernel),
    futexes: viewFutexes(kernel),
    mqueues: viewMqueues(kernel),
    shmFiles: viewShmFiles(kernel),
    copies: viewCopies(kernel, groups),
    costs: viewCosts(kernel),
    network: viewNetwork(kernel),
  };
}

/** Of all processes. */
export const threadsOf = ({ processes }: Pick<KernelView, 'processes'>): ThreadView[] =>
  processes.flatMap(({ threads }) => threads);

export function statOf(group: ThreadGroup): string {
  const { session, leader } = group;
  const nice = leader?.nice ?? 0;
  const priority = nice < 0 ? '<' : nice > 0 ? 'N' : '';
  const sessionLeader = session.sid === group.tgid ? 's' : '';
  const threads = group.tasks.length > 1 ? 'l' : '';
  return `${stateOf(group)}${priority}${sessionLeader}${threads}${isForeground(group) ? '+' : ''}`;
}

const isForeground = ({ session, pgid }: ThreadGroup): boolean =>
  session.tty !== undefined && session.tty.foreground === pgid;

function viewThread(task: Task): ThreadView {
  const asleep = task.state === 'S' ? task.call : undefined;
  return {
    tid: task.pid,
    comm: task.comm,
    state: task.state,
    wchan: wchanOf(task),
    reason: task.stopPlace ? task.stopPlace.queue.reason() : asleep?.wait?.queues[0]?.reason(),
    call: asleep && callText(asleep.name, asleep.args),
    pending: task.pending.set,
    blocked: task.blocked,
    handling: task.frames.flatMap(({ handling }) => (handling ? [handling.signo] : [])),
    nice: task.nice,
    cpuTime: task.utime + task.stime,
  };
}

function viewProcess(group: ThreadGroup): ProcessView {
  const threads = group.tasks.map(viewThread);
  const [leader] = threads;
  const { member } = group;
  const owner = member ?? group.leader;
  return {
    pid: group.tgid,
    ppid: group.parent?.tgid ?? 0,
    pgid: group.pgid,
    sid: group.session.sid,
    uid: owner?.cred.euid ?? 0,
    comm: group.comm,
    args: group.argv,
    state: stateOf(group),
    stat: statOf(group),
    wchan: leader?.wchan ?? '0',
    reason: leader?.reason,
    call: leader?.call,
    tty: group.session.tty?.name,
    foreground: isForeground(group),
    exitStatus: group.exitStatus,
    cwd: owner?.fs.cwdPath ?? '/',
    umask: owner?.fs.umask ?? 0,
    gid: owner?.cred.egid ?? 0,
    threads,
    nice: leader?.nice ?? 0,
    fds: member ? viewDescriptors(member) : [],
    signals: viewSignals(group, leader),
    memory: viewMemory(group),
  };
}

function viewSignals(group: ThreadGroup, leader: ThreadView | undefined): SignalsView {
  const queued: Record<number, number> = {};
  for (const { signo } of [...(group.leader?.pending.queue ?? []), ...group.shared.queue])
    queued[signo] = (queued[signo] ?? 0) + 1;
  return {
    pending: leader?.pending ?? 0n,
    shared: group.shared.set,
    blocked: leader?.blocked ?? 0n,
    ignored: ignoredSet(group),
    caught: caughtSet(group),
    actions: group.actions.flatMap(({ handler, mask, flags }, signo): ActionView[] =>
      handler === 'default' ? [] : [{ signo, handler: handler === 'ignore' ? 'ignore' : 'handler', mask, flags }],
    ),
    queued,
    handling: leader?.handling ?? [],
  };
}

const viewCopies = (kernel: Kernel, groups: readonly ThreadGroup[]): CopiesView => ({
  calls: [...kernel.copies].map(([name, count]) => ({ name, ...count })),
  processes: groups.map(({ tgid, copied }) => ({ pid: tgid, in: { ...copied.in }, out: { ...copied.out } })),
});

const viewDescriptors = (task: Task): FdView[] =>
  task.files.entries().map(([fd, { file, cloexec }]) => ({
    fd,
    cloexec,
    file: file.id,
    flags: file.flags,
    offset: file.offset,
    name: file.name(),
    pipe: file.pipe?.ino,
    refs: file.refs,
    ino: file.inode.ino,
    kind: file.inode.kind,
  }));

const pidsOn = (queue: WaitQueue): number[] => {
  const pids: number[] = [];
  for (const sleeper of queue.sleepers()) if (sleeper instanceof Task) pids.push(sleeper.pid);
  return pids;
};

/** Every pipe that somebody has open, or sleeps to open, in the order of their inode numbers. */
function viewPipes(kernel: Kernel): PipeView[] {
  const pipes = new Map<Pipe, { readers: Set<number>; writers: Set<number> }>();
  const ends = (pipe: Pipe): { readers: Set<number>; writers: Set<number> } => {
    const known = pipes.get(pipe) ?? { readers: new Set<number>(), writers: new Set<number>() };
    pipes.set(pipe, known);
    return known;
  };
  for (const task of kernel.tasks.values()) {
    for (const [, { file }] of task.files.entries()) {
      if (!file.pipe) continue;
      const { readers, writers } = ends(file.pipe);
      if (file.readable) readers.add(task.group.tgid);
      if (file.writable) writers.add(task.group.tgid);
    }
    const owner = task.call?.wait?.queues[0]?.owner;
    if (owner instanceof Pipe) ends(owner);
  }
  return [...pipes]
    .sort(([a], [b]) => a.ino - b.ino)
    .map(([pipe, { readers, writers }]) => viewPipe(pipe, [...readers], [...writers]));
}

const PREVIEW_BYTES = 256;

const viewPipe = (pipe: Pipe, readerPids: readonly number[], writerPids: readonly number[]): PipeView => ({
  ino: pipe.ino,
  kind: pipe.path === undefined ? 'pipe' : 'fifo',
  path: pipe.path,
  slots: pipe.slots.map(({ offset, length }) => ({ offset, bytes: length })),
  slotCount: pipe.slotCount,
  used: pipe.used,
  capacity: pipe.capacity,
  written: pipe.written,
  taken: pipe.taken,
  head: pipe.head,
  tail: pipe.tail,
  readers: pipe.readers,
  writers: pipe.writers,
  readerPids,
  writerPids,
  sleepingReaders: pidsOn(pipe.readable),
  sleepingWriters: pidsOn(pipe.writable),
  openers: [
    ...pidsOn(pipe.wantWriter).map((pid) => ({ pid, wants: 'read' as const })),
    ...pidsOn(pipe.wantReader).map((pid) => ({ pid, wants: 'write' as const })),
  ],
  preview: pipe.preview(PREVIEW_BYTES),
});

const viewTty = (tty: Tty): TtyView => {
  const { lflag } = tty.line.termios;
  return {
    name: tty.name,
    sid: tty.session?.sid,
    foreground: tty.foreground,
    cols: tty.size.cols,
    rows: tty.size.rows,
    canonical: (lflag & ICANON) !== 0,
    echo: (lflag & ECHO) !== 0,
    isig: (lflag & ISIG) !== 0,
    queued: tty.line.queued,
    typing: tty.line.typing,
    held: tty.line.stopped,
    termios: tty.line.termios,
    preview: tty.line.preview(PREVIEW_BYTES),
  };
};
