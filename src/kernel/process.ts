/**
 * Processes and threads begin: fork(2), clone(2), and the first process of all.
 * Models pids, what a child shares with its maker or gets a copy of, limits on numbers. A thread is a task of its maker's
 * group. Leaves out vfork's wait for the child, namespaces, thread-local storage (a program's own variables are its own), and
 * exit signals other than SIGCHLD. Authority: fork(2), clone(2), credentials(7); kernel/fork.c (copy_process).
 */
import {
  CLONE_CHILD_CLEARTID,
  CLONE_CHILD_SETTID,
  CLONE_FILES,
  CLONE_FS,
  CLONE_PARENT,
  CLONE_PARENT_SETTID,
  CLONE_SIGHAND,
  CLONE_SYSVSEM,
  CLONE_THREAD,
  CLONE_VM,
  type CloneArgs,
  PTRACE_EVENT_CLONE,
  PTRACE_EVENT_FORK,
  type Resource,
  type Rlimit,
} from './abi.ts';
import type { Body } from './call.ts';
import { type Failure, fail } from './errno.ts';
import { takeIn, trace } from './family.ts';
import { FileTable } from './file.ts';
import type { Kernel } from './kernel.ts';
import { AddressSpace } from './memory.ts';
import { layOut } from './program-layout.ts';
import { kernelInfo, send } from './signal.ts';
import { SIGCHLD, SIGSTOP } from './signum.ts';
import type { Sys } from './syscalls.ts';
import { type Cred, DEFAULT_ACTION, type Session, Task, ThreadGroup } from './task.ts';
import { followsClones, followsForks, stopForChild, Traced } from './tracing.ts';

declare module './event.ts' {
  interface EventKinds {
    fork: { readonly child: number };
    /** A thread of the same process. */
    'thread.start': { readonly tid: number };
  }
}

const infinite: Rlimit = { soft: Number.POSITIVE_INFINITY, hard: Number.POSITIVE_INFINITY };
const none: Rlimit = { soft: 0, hard: 0 };
/** Of memory that is locked, of real time and of locks nothing is kept here: those limits only stand there. */
export const DEFAULT_LIMITS: Record<Resource, Rlimit> = {
  CPU: infinite,
  FSIZE: infinite,
  DATA: infinite,
  STACK: { soft: 8 << 20, hard: Number.POSITIVE_INFINITY },
  CORE: { soft: 0, hard: Number.POSITIVE_INFINITY },
  NPROC: { soft: 4096, hard: 4096 },
  NOFILE: { soft: 1024, hard: 1048576 },
  AS: infinite,
  SIGPENDING: { soft: 31703, hard: 31703 },
  MSGQUEUE: { soft: 819200, hard: 819200 },
  LOCKS: infinite,
  MEMLOCK: { soft: 8 << 20, hard: 8 << 20 },
  NICE: none,
  RSS: infinite,
  RTPRIO: none,
  RTTIME: infinite,
};
/** Tasks the machine has room for, whoever asks: memory is not endless, and neither is the learner's laptop. */
const MAX_TASKS = 4096;

const tasksOf = (kernel: Kernel, uid: number): number => {
  let n = 0;
  for (const task of kernel.tasks.values()) if (task.cred.ruid === uid) n++;
  return n;
};

type Code = (sys: Sys) => Body;

const FORK: CloneArgs = { flags: 0, exitSignal: SIGCHLD };

/** The child is a copy in everything but its code, which the caller gives. EAGAIN at RLIMIT_NPROC or without a pid. */
export const fork = (parent: Task, code: Code): number | Failure => copyTask(parent, FORK, code);

/** What can be asked for; all else is not simulated, and refused as a kernel without it would. */
const KNOWN =
  CLONE_VM |
  CLONE_FS |
  CLONE_FILES |
  CLONE_SIGHAND |
  CLONE_PARENT |
  CLONE_THREAD |
  CLONE_SYSVSEM |
  CLONE_PARENT_SETTID |
  CLONE_CHILD_CLEARTID |
  CLONE_CHILD_SETTID;

/** EINVAL: threads share dispositions, and who shares those shares memory; a thread's end is told to nobody. EAGAIN as fork. */
export function clone(parent: Task, args: CloneArgs, code: Code): number | Failure {
  const { flags, exitSignal = 0 } = args;
  const has = (flag: number): boolean => (flags & flag) !== 0;
  if (flags & ~KNOWN || (exitSignal !== 0 && exitSignal !== SIGCHLD)) return fail('EINVAL');
  if (has(CLONE_THREAD) && (!has(CLONE_SIGHAND) || exitSignal !== 0)) return fail('EINVAL');
  if (has(CLONE_SIGHAND) && !has(CLONE_VM)) return fail('EINVAL');
  if (has(CLONE_PARENT) && (exitSignal !== 0 || parent.group.tgid === 1)) return fail('EINVAL');
  return copyTask(parent, args, code);
}

function copyTask(parent: Task, args: CloneArgs, code: Code): number | Failure {
  const { kernel, group } = parent;
  const { flags } = args;
  const { soft } = group.limits.NPROC;
  if (kernel.tasks.size >= MAX_TASKS) return fail('EAGAIN');
  const { ruid } = parent.cred;
  if (ruid !== 0 && kernel.tasks.size >= soft && tasksOf(kernel, ruid) >= soft) return fail('EAGAIN');
  const pid = kernel.pids.next();
  if (pid === undefined) return fail('EAGAIN');
  const isThread = (flags & CLONE_THREAD) !== 0;
  const childGroup = isThread ? group : childProcess(parent, pid, flags);
  const { cred, comm, nice, host, blocked } = parent;
  const own = { cred, comm, nice, host, blocked, ...sharedOrCopied(parent, flags) };
  const child = newTask(new Task(kernel, pid, childGroup, own));
  child.frames.push({ body: code(child.sys), result: undefined, restart: undefined, handling: undefined });
  tellTid(parent, child, args);
  kernel.charge(parent, 50);
  kernel.forks++;
  if (isThread) kernel.emit('thread.start', parent.pid, { tid: pid });
  else kernel.emit('fork', parent.pid, { child: pid });
  if (group.stopSignal !== 0 && isThread) child.attention = true;
  kernel.enqueue(child);
  const exitSignal = args.exitSignal ?? 0;
  if (exitSignal === SIGCHLD ? followsForks(parent) : followsClones(parent))
    traceChild(parent, child, exitSignal === SIGCHLD ? PTRACE_EVENT_FORK : PTRACE_EVENT_CLONE);
  return pid;
}

/** What the flags say is shared is the same object; of all else the child has its own. */
function sharedOrCopied(parent: Task, flags: number): Pick<Task, 'files' | 'fs' | 'mm'> {
  const { files, fs, mm } = parent;
  if (flags & CLONE_FILES) files.users++;
  if (flags & CLONE_VM) mm.users++;
  return {
    files: flags & CLONE_FILES ? files : files.copy(),
    fs: flags & CLONE_FS ? fs : { ...fs },
    mm: flags & CLONE_VM ? mm : mm.fork(parent),
  };
}

function childProcess({ kernel, group }: Task, pid: number, flags: number): ThreadGroup {
  const child = newProcess(kernel, new ThreadGroup(pid, group, kernel.now));
  if (flags & CLONE_SIGHAND) child.actions = group.actions;
  takeIn(kernel, flags & CLONE_PARENT ? group.parent : group, child);
  child.useImage(group.image);
  return child;
}

/** The new number is written where the flags say, and forgotten where its end is to be seen. */
function tellTid(parent: Task, child: Task, { flags, parentTid = 0, childTid = 0 }: CloneArgs): void {
  if (!(flags & (CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID))) return;
  const { kernel, pid } = child;
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, pid, true);
  if (flags & CLONE_PARENT_SETTID) parent.mm.store(kernel, parent, parentTid, bytes);
  if (flags & CLONE_CHILD_SETTID) child.mm.store(kernel, child, childTid, bytes);
  if (flags & CLONE_CHILD_CLEARTID) child.clearTid = childTid;
}

/** The child of a traced task has the same tracer, and stops before it does anything. */
function traceChild(parent: Task, child: Task, event: number): void {
  const { traced } = parent;
  if (!traced) return;
  const { tracer, options, seized } = traced;
  trace(child, new Traced(tracer, options, seized));
  if (child.traced && seized) child.traced.trapDue = true;
  else send(child.kernel, child.group, kernelInfo(SIGSTOP), child);
  child.attention = true;
  stopForChild(parent, event, child.pid);
}

function newProcess(kernel: Kernel, process: ThreadGroup): ThreadGroup {
  kernel.groups.set(process.tgid, process);
  kernel.processGroups.join(process, process.pgid);
  return process;
}

function newTask(task: Task): Task {
  task.kernel.tasks.set(task.pid, task);
  return task;
}

/** The first process, which has no parent. */
export function createInit(kernel: Kernel, code: Code): Task {
  const pid = kernel.pids.next() ?? 1;
  const session: Session = { sid: 0, tty: undefined };
  const actions = Array.from({ length: 65 }, () => DEFAULT_ACTION);
  const names = { exe: '/sbin/init', argv: ['/sbin/init'], environ: [] };
  const from = { pgid: 0, session, actions, limits: DEFAULT_LIMITS, ...names };
  const group = newProcess(kernel, new ThreadGroup(pid, from, kernel.now));
  const cred: Cred = { ruid: 0, euid: 0, suid: 0, rgid: 0, egid: 0, sgid: 0, groups: [0] };
  const fs = { cwd: kernel.root, cwdPath: '/', umask: 0o022 };
  const own = { files: new FileTable(), fs, cred, mm: new AddressSpace(), host: kernel.network.local };
  const task = newTask(new Task(kernel, pid, group, { ...own, comm: 'init', nice: 0, blocked: 0n }));
  task.mm.begin(layOut({ path: names.exe, ino: 0, dev: 0 }));
  task.frames.push({ body: code(task.sys), result: undefined, restart: undefined, handling: undefined });
  kernel.enqueue(task);
  return task;
}
