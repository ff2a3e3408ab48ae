/**
 * Processes: fork, exec, exit, and what happens to those who are left behind.
 * Models pids, zombies, orphans and subreapers, SIGCHLD rules, orphaned process groups, limits on numbers. Leaves out
 * vfork's shared memory, namespaces, and scripts without `#!` (ENOEXEC: the shell's business).
 * Authority: fork(2), execve(2), exit_group(2), credentials(7); kernel/exit.c for orphaned groups.
 */
import { PTRACE_O_EXITKILL, type Resource, type Rlimit, SA_NOCLDSTOP, SA_NOCLDWAIT, X_OK } from './abi.ts';
import { type Body, PENDING, stopWaiting } from './call.ts';
import { type Failure, fail, isFailure } from './errno.ts';
import { FileTable } from './file.ts';
import { demand, type RegularInode } from './fs/inode.ts';
import { find } from './fs/path.ts';
import { disarm } from './itimer.ts';
import type { Image, Kernel } from './kernel.ts';
import { AddressSpace } from './memory.ts';
import { FAULTS_OF_EXEC, layOut } from './program-layout.ts';
import { actionOf, flush, isIgnored, kernelInfo, leaveStop, send, sendToGroup, sendToSelf } from './signal.ts';
import { SIGCHLD, SIGCONT, SIGHUP, SIGKILL, SIGSTOP, SIGTRAP } from './signum.ts';
import type { Sys } from './syscalls.ts';
import { undoSemaphores } from './sysv/sem.ts';
import { leaveSegments } from './sysv/shm.ts';
import { type Cred, DEFAULT_ACTION, type Session, Task, ThreadGroup } from './task.ts';
import { followsForks, stopForExec, stopForExit, stopForFork, Traced } from './tracing.ts';

declare module './event.ts' {
  interface EventKinds {
    fork: { readonly child: number };
    exec: { readonly path: string; readonly argv: readonly string[] };
    exit: { readonly status: number };
    reap: { readonly child: number; readonly status: number };
    orphan: { readonly parent: number };
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

const processesOf = (kernel: Kernel, uid: number): number => {
  let n = 0;
  for (const task of kernel.tasks.values()) if (task.cred.ruid === uid) n++;
  return n;
};

/** The child is a copy in everything but its code, which the caller gives. EAGAIN at RLIMIT_NPROC or without a pid. */
export function fork(parent: Task, code: (sys: Sys) => Body): number | Failure {
  const { kernel, group } = parent;
  const { soft } = group.limits.NPROC;
  if (kernel.tasks.size >= MAX_TASKS) return fail('EAGAIN');
  if (parent.cred.ruid !== 0 && soft !== Number.POSITIVE_INFINITY && processesOf(kernel, parent.cred.ruid) >= soft)
    return fail('EAGAIN');
  const pid = kernel.nextPid();
  if (pid === undefined) return fail('EAGAIN');
  const childGroup = new ThreadGroup(pid, group, kernel.now);
  childGroup.parent = group;
  useImage(childGroup, group.image);
  group.children.add(childGroup);
  const child = adopt(kernel, new Task(kernel, pid, childGroup, parent.files.copy(), { ...parent.fs }, parent.cred));
  child.mm = parent.mm.fork(parent);
  child.blocked = parent.blocked;
  child.host = parent.host;
  child.frames.push({ body: code(child.sys), result: undefined, restart: undefined, handling: undefined });
  kernel.charge(parent, 50);
  kernel.forks++;
  kernel.emit('fork', parent.pid, { child: pid });
  kernel.enqueue(child);
  if (followsForks(parent)) traceChild(parent, child);
  return pid;
}

/** The child of a traced task has the same tracer, and stops before it does anything. */
function traceChild(parent: Task, child: Task): void {
  const { traced } = parent;
  if (!traced) return;
  const { tracer, options, seized } = traced;
  trace(child, new Traced(tracer, options, seized));
  if (child.traced && seized) child.traced.trapDue = true;
  else send(child.kernel, child.group, kernelInfo(SIGSTOP), child);
  child.attention = true;
  stopForFork(parent, child.pid);
}

/** Somebody begins to trace a task. */
export function trace(task: Task, traced: Traced): void {
  task.traced = traced;
  traced.tracer.tracees.add(task);
  task.kernel.emit('ptrace.attach', task.pid, { tracer: traced.tracer.tgid });
}

/** Nobody traces it any more; it goes on from wherever it stands. */
export function untrace(task: Task): void {
  const { traced, group } = task;
  if (!traced) return;
  const { injected } = traced;
  if (task.state === 't') task.kernel.wake(task, traced.queue);
  task.traced = undefined;
  traced.tracer.tracees.delete(task);
  task.kernel.emit('ptrace.detach', task.pid, { tracer: traced.tracer.tgid });
  task.attention = true;
  if (injected) send(task.kernel, group, injected, task);
}

function adopt(kernel: Kernel, task: Task): Task {
  kernel.tasks.set(task.pid, task);
  kernel.groups.set(task.pid, task.group);
  return task;
}

/** The first process, which has no parent. */
export function createInit(kernel: Kernel, code: (sys: Sys) => Body): Task {
  const pid = kernel.nextPid() ?? 1;
  const session: Session = { sid: 0, tty: undefined };
  const actions = Array.from({ length: 65 }, () => DEFAULT_ACTION);
  const names = { comm: 'init', exe: '/sbin/init', argv: ['/sbin/init'], environ: [] };
  const group = new ThreadGroup(
    pid,
    { pgid: 0, session, actions, limits: DEFAULT_LIMITS, nice: 0, ...names },
    kernel.now,
  );
  const fs = { cwd: kernel.root, cwdPath: '/', umask: 0o022 };
  const root: Cred = { ruid: 0, euid: 0, suid: 0, rgid: 0, egid: 0, sgid: 0, groups: [0] };
  const task = adopt(kernel, new Task(kernel, pid, group, new FileTable(), fs, root));
  task.mm.begin(layOut({ path: names.exe, ino: 0, dev: 0 }));
  task.frames.push({ body: code(task.sys), result: undefined, restart: undefined, handling: undefined });
  kernel.enqueue(task);
  return task;
}

// ---- exec

const MAX_INTERPRETERS = 5;
const MAX_STRING_BYTES = 131072;
const HEADER_BYTES = 256;
/** What a program's file begins with, so that `file` and `head -c4` see an ELF; the program's name stands behind it. */
export const ELF_MAGIC = '\x7fELF\x02\x01\x01';

interface Loaded {
  readonly image: Image;
  readonly argv: readonly string[];
  readonly path: string;
  readonly inode: RegularInode;
}

/** The file of the program that a process runs: nobody may write to it meanwhile. */
function useImage(group: ThreadGroup, inode: RegularInode | undefined): void {
  if (group.image) group.image.executors--;
  if (inode) inode.executors++;
  group.image = inode;
}

/** Never answers on success: the old code is gone. */
export function execve(
  task: Task,
  path: string,
  argv: readonly string[],
  env: readonly string[],
): Failure | typeof PENDING {
  const { kernel, group } = task;
  if (argv.concat(env).some((text) => text.length >= MAX_STRING_BYTES)) return fail('E2BIG');
  const loaded = load(task, path, argv, 0);
  task.files.closeOnExec(task);
  leaveMemory(task);
  task.mm = new AddressSpace();
  task.mm.begin(layOut({ path: loaded.path, ino: loaded.inode.ino, dev: loaded.inode.fs.dev }));
  group.minorFaults += FAULTS_OF_EXEC;
  for (let n = 1; n < group.actions.length; n++) {
    if (typeof actionOf(group, n).handler === 'function') group.actions[n] = DEFAULT_ACTION;
  }
  useImage(group, loaded.inode);
  group.didExec = true;
  group.comm = basename(path).slice(0, 15);
  group.exe = loaded.path;
  group.argv = loaded.argv;
  group.environ = env;
  task.frames.length = 0;
  task.frames.push({
    body: loaded.image(task.sys, loaded.argv, env),
    result: undefined,
    restart: undefined,
    handling: undefined,
  });
  kernel.charge(task, 200);
  kernel.emit('exec', task.pid, { path, argv: loaded.argv });
  if (task.traced && !stopForExec(task) && !task.traced.seized) sendToSelf(task, SIGTRAP);
  return PENDING;
}

const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Finds the program behind a path: an image of the userland, or the interpreter that a `#!` line names. */
function load(task: Task, path: string, argv: readonly string[], depth: number): Loaded {
  if (depth > MAX_INTERPRETERS) throw fail('ELOOP');
  const { inode, path: found } = find(task, path);
  if (inode.kind !== 'reg') throw fail('EACCES');
  demand(inode, X_OK, task);
  if (inode.writers > 0) throw fail('ETXTBSY');
  const header = headerOf(inode, task);
  if (header.startsWith(ELF_MAGIC)) {
    const image = task.kernel.image(header.slice(ELF_MAGIC.length).split('\n')[0] ?? '');
    if (!image) throw fail('ENOEXEC');
    return { image, argv, path: found, inode };
  }
  const script = /^#![ \t]*([^ \t\n]+)(?:[ \t]+([^\n]*?))?[ \t]*\n/.exec(`${header}\n`);
  if (!script) throw fail('ENOEXEC');
  const [, interpreter = '', option] = script;
  const args = [interpreter, ...(option ? [option] : []), path, ...argv.slice(1)];
  return load(task, interpreter, args, depth + 1);
}

function headerOf(inode: RegularInode, task: Task): string {
  const content = inode.open(task);
  if (isFailure(content)) throw content;
  const bytes = new Uint8Array(Math.min(HEADER_BYTES, content.size));
  content.readAt(bytes, 0);
  return String.fromCharCode(...bytes);
}

// ---- exit

/** The end of a whole process, by exit_group(2) (`code << 8`) or a signal (its number, 0x80 with core). */
export function exitGroup(task: Task, status: number): typeof PENDING {
  const { kernel, group } = task;
  if (group.exiting || stopForExit(task, status, () => exitGroup(task, status))) return PENDING;
  group.exiting = true;
  undoSemaphores(kernel, group);
  for (const dying of [...group.tasks]) endTask(dying);
  leaveSegments(task);
  disarm(kernel, group);
  useImage(group, undefined);
  leaveSession(kernel, group);
  reparentChildren(kernel, group);
  group.exitStatus = status;
  kernel.emit('exit', group.tgid, { status });
  releaseTracees(kernel, group);
  const tracer = task.traced?.tracer;
  if (tracer && tracer !== group.parent) {
    group.heldFor = tracer;
    kernel.notifyTracer(task);
  } else announceExit(kernel, group);
  return PENDING;
}

/** The parent's turn to hear of the end: at once, or when the tracer has waited for it. */
export function announceExit(kernel: Kernel, group: ThreadGroup): void {
  for (const task of group.tasks) task.traced?.tracer.tracees.delete(task);
  group.heldFor = undefined;
  const leavesNoZombie = reapsItself(group);
  notifyParent(kernel, group, 'exited');
  if (leavesNoZombie) bury(kernel, group);
}

/** The end of a tracer: its tracees go on without it, or die with it (PTRACE_O_EXITKILL). */
function releaseTracees(kernel: Kernel, group: ThreadGroup): void {
  for (const tracee of [...group.tracees]) {
    const dies = ((tracee.traced?.options ?? 0) & PTRACE_O_EXITKILL) !== 0;
    if (tracee.group.heldFor) announceExit(kernel, tracee.group);
    else untrace(tracee);
    if (dies) send(kernel, tracee.group, kernelInfo(SIGKILL));
  }
}

function leaveMemory(task: Task): void {
  task.mm.users--;
  if (task.mm.users === 0) task.mm.clear(task);
}

/** What a task holds is given back. */
function endTask(task: Task): void {
  const { call } = task;
  call?.wait?.options.cancel?.();
  if (call) stopWaiting(call, task.kernel);
  leaveStop(task);
  task.call = undefined;
  task.frames.length = 0;
  task.state = 'Z';
  task.attention = false;
  leaveMemory(task);
  task.files.users--;
  if (task.files.users === 0) task.files.closeAll(task);
}

/** The leader of a session takes the terminal away from it; a group may be left without anyone to continue it. */
function leaveSession(kernel: Kernel, group: ThreadGroup): void {
  const { session } = group;
  if (session.sid !== group.tgid) return;
  const { tty } = session;
  if (!tty) return;
  if (tty.foreground > 0) {
    sendToGroup(kernel, tty.foreground, SIGHUP);
    sendToGroup(kernel, tty.foreground, SIGCONT);
  }
  tty.session = undefined;
  tty.foreground = 0;
  session.tty = undefined;
}

function reparentChildren(kernel: Kernel, group: ThreadGroup): void {
  const before = new Set<number>();
  for (const child of group.children) if (!isOrphaned(kernel, child.pgid, child.session)) before.add(child.pgid);
  if (!isOrphaned(kernel, group.pgid, group.session)) before.add(group.pgid);
  const heir = heirOf(kernel, group);
  const zombies = [...group.children].filter((child) => child.zombie);
  for (const child of group.children) {
    child.parent = heir;
    heir?.children.add(child);
    kernel.emit('orphan', child.tgid, { parent: heir?.tgid ?? 0 });
  }
  const sessions = new Map([...group.children, group].map((g) => [g.pgid, g.session]));
  group.children.clear();
  for (const pgid of before) {
    const session = sessions.get(pgid);
    if (session) hangUpIfOrphaned(kernel, pgid, session, group);
  }
  if (heir) for (const zombie of zombies) if (zombie.zombie && !zombie.heldFor) notifyParent(kernel, zombie, 'exited');
}

function heirOf(kernel: Kernel, group: ThreadGroup): ThreadGroup | undefined {
  for (let up = group.parent; up; up = up.parent) if (up.subreaper && !up.exiting) return up;
  const init = kernel.groups.get(1);
  return init === group ? undefined : init;
}

/** A newly orphaned group with a stopped member gets SIGHUP and SIGCONT: nobody is left who could continue it. */
function hangUpIfOrphaned(kernel: Kernel, pgid: number, session: Session, leaving: ThreadGroup): void {
  if (!isOrphaned(kernel, pgid, session, leaving)) return;
  const stopped = [...kernel.groups.values()].some((g) => g.pgid === pgid && g !== leaving && g.stopSignal !== 0);
  if (!stopped) return;
  sendToGroup(kernel, pgid, SIGHUP);
  sendToGroup(kernel, pgid, SIGCONT);
}

/** Orphaned: no member has a parent in another group of the same session. */
export function isOrphaned(kernel: Kernel, pgid: number, session: Session, leaving?: ThreadGroup): boolean {
  for (const member of kernel.groups.values()) {
    const { parent } = member;
    if (member.pgid !== pgid || member === leaving || member.exiting || !parent || parent.tgid === 1) continue;
    if (parent.pgid !== pgid && parent.session === session) return false;
  }
  return true;
}

const reapsItself = (group: ThreadGroup): boolean => {
  if (!group.parent) return true;
  const { handler, flags } = actionOf(group.parent, SIGCHLD);
  return handler === 'ignore' || (flags & SA_NOCLDWAIT) !== 0;
};

/** A child has something to report: SIGCHLD, and whoever waits looks again. */
export function notifyParent(kernel: Kernel, group: ThreadGroup, what: 'exited' | 'stopped' | 'continued'): void {
  const { parent } = group;
  if (!parent) return;
  tellOf(
    kernel,
    parent,
    group,
    what === 'continued' ? CONTINUED : (group.exitStatus ?? (group.stopSignal << 8) | 0x7f),
  );
}

/** A tracee stands still, or has died before its parent may know. */
export function notifyTracer(kernel: Kernel, { group, traced }: Task): void {
  if (!traced) return;
  const { tracer } = traced;
  // A tracer that does not listen is told thousands of times: of that, nothing is told to anybody else.
  if (isIgnored(tracer, SIGCHLD) && !tracer.leader?.traced) tracer.childExit.wakeAll();
  else tellOf(kernel, tracer, group, group.exitStatus ?? (SIGTRAP << 8) | 0x7f);
}

/** The wait status of a child that goes on. */
const CONTINUED = 0xffff;

function tellOf(kernel: Kernel, whom: ThreadGroup, child: ThreadGroup, status: number): void {
  const quiet = child.exitStatus === undefined && (actionOf(whom, SIGCHLD).flags & SA_NOCLDSTOP) !== 0;
  const { tgid: pid, utime, stime } = child;
  const uid = child.leader?.cred.ruid ?? 0;
  if (!quiet) send(kernel, whom, { signo: SIGCHLD, code: 'CLD', pid, uid, value: status, utime, stime });
  whom.childExit.wakeAll();
}

/** The last trace of a process goes. */
export function bury(kernel: Kernel, group: ThreadGroup): void {
  group.parent?.children.delete(group);
  kernel.groups.delete(group.tgid);
  for (const task of group.tasks) {
    task.state = 'X';
    kernel.tasks.delete(task.pid);
  }
  if (group.session.sid === group.tgid) kernel.sessions.delete(group.session.sid);
  if (group.parent) {
    group.parent.childrenUtime += group.utime + group.childrenUtime;
    group.parent.childrenStime += group.stime + group.childrenStime;
    group.parent.childrenMinorFaults += group.minorFaults + group.childrenMinorFaults;
  }
  flush(group, ~0n);
}

// ---- groups and sessions

const groupExists = (kernel: Kernel, pgid: number, session: Session): boolean => {
  for (const group of kernel.groups.values()) if (group.pgid === pgid && group.session === session) return true;
  return false;
};

/** EINVAL, ESRCH (neither caller nor child), EACCES (child after its exec), EPERM (leader, other session, no such group). */
export function setpgid(task: Task, pid: number, pgid: number): 0 | Failure {
  const { kernel, group: caller } = task;
  if (pgid < 0) return fail('EINVAL');
  const target = pid === 0 ? caller : kernel.groups.get(pid);
  if (!target || target.zombie || (target !== caller && target.parent !== caller)) return fail('ESRCH');
  const wanted = pgid === 0 ? target.tgid : pgid;
  if (target !== caller) {
    if (target.session !== caller.session) return fail('EPERM');
    if (target.didExec) return fail('EACCES');
  }
  if (target.session.sid === target.tgid) return fail('EPERM');
  if (wanted !== target.tgid && !groupExists(kernel, wanted, target.session)) return fail('EPERM');
  target.pgid = wanted;
  return 0;
}

/** A new session without terminal. EPERM for the leader of a group. */
export function setsid(task: Task): number | Failure {
  const { kernel, group } = task;
  for (const other of kernel.groups.values()) if (other.pgid === group.tgid) return fail('EPERM');
  group.session = { sid: group.tgid, tty: undefined };
  kernel.sessions.set(group.tgid, group.session);
  group.pgid = group.tgid;
  return group.tgid;
}
