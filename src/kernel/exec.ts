/**
 * execve(2): the program behind a path, and what becomes of the process that executes it.
 * Models interpreters of `#!` lines, limits, close-on-exec, dispositions that fall back; other threads end, and the one that
 * called goes on as the leader, under its pid; set-user-ID bits. Leaves out scripts without `#!` (ENOEXEC: the shell's business).
 * Authority: execve(2); fs/exec.c (de_thread, begin_new_exec).
 */
import { S_ISGID, S_ISUID, X_OK } from './abi.ts';
import { PENDING } from './call.ts';
import { type Failure, fail, isFailure } from './errno.ts';
import { endOthers, leaveMemory } from './exit.ts';
import { demand, type RegularInode } from './fs/inode.ts';
import { find } from './fs/path.ts';
import type { Image } from './kernel.ts';
import { AddressSpace } from './memory.ts';
import { FAULTS_OF_EXEC, layOutImage } from './program-layout.ts';
import { sendToSelf } from './signal.ts';
import { SIGTRAP } from './signum.ts';
import { type Cred, commOf, DEFAULT_ACTION, type Task } from './task.ts';
import { stopForExec } from './tracing.ts';

declare module './event.ts' {
  interface EventKinds {
    exec: { readonly path: string; readonly argv: readonly string[] };
    /** A thread that executes a program has become the leader; it was `tid` before. */
    'thread.lead': { readonly tid: number };
  }
}

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

/** Never answers on success: the old code is gone. */
export function execve(
  task: Task,
  path: string,
  argv: readonly string[],
  env: readonly string[],
): Failure | typeof PENDING {
  const { kernel } = task;
  if (argv.concat(env).some((text) => text.length >= MAX_STRING_BYTES)) return fail('E2BIG');
  const loaded = load(task, path, argv, 0);
  const tid = task.pid;
  beAlone(task);
  takeProgram(task, loaded, basename(path), env);
  task.frames.length = 0;
  task.frames.push({
    body: loaded.image(task.sys, loaded.argv, env),
    result: undefined,
    restart: undefined,
    handling: undefined,
  });
  kernel.charge(task, 200);
  kernel.emit('exec', task.pid, { path, argv: loaded.argv });
  if (task.traced && !stopForExec(task, tid) && !task.traced.seized) sendToSelf(task, SIGTRAP);
  return PENDING;
}

/** The other threads end, and what is shared with other processes is no longer. */
function beAlone(task: Task): void {
  endOthers(task, 0);
  if (!task.isLeader) becomeLeader(task);
  if (task.files.users > 1) {
    task.files.users--;
    task.files = task.files.copy();
  }
  task.fs = { ...task.fs };
}

/** The old leader vanishes without a word; whoever traces it knows from the exec. */
function becomeLeader(task: Task): void {
  const { kernel, group, pid: tid } = task;
  const { leader } = group;
  if (!leader) return;
  leader.traced?.tracer.tracees.delete(leader);
  leader.state = 'X';
  kernel.tasks.delete(tid);
  kernel.tasks.set(group.tgid, task);
  task.pid = group.tgid;
  group.tasks.splice(group.tasks.indexOf(task), 1);
  group.tasks[0] = task;
  kernel.emit('thread.lead', task.pid, { tid });
}

function takeProgram(task: Task, { path, inode, argv }: Loaded, name: string, env: readonly string[]): void {
  const { group } = task;
  task.files.closeOnExec(task);
  leaveMemory(task);
  task.mm = new AddressSpace();
  task.mm.begin(layOutImage(path, inode));
  group.minorFaults += FAULTS_OF_EXEC;
  group.actions = group.actions.map((action) => (typeof action.handler === 'function' ? DEFAULT_ACTION : action));
  group.useImage(inode);
  task.cred = credOfImage(task, inode);
  group.didExec = true;
  task.comm = commOf(name);
  group.exe = path;
  group.argv = argv;
  group.environ = env;
}

/** A file with the set-user-id bit runs with its owner's rights, unless somebody traces it; of a script nothing is believed. */
function credOfImage({ cred, traced }: Task, { mode, uid, gid }: RegularInode): Cred {
  const privileged = traced === undefined;
  const euid = privileged && mode & S_ISUID ? uid : cred.euid;
  const egid = privileged && mode & S_ISGID ? gid : cred.egid;
  return { ...cred, euid, suid: euid, egid, sgid: egid };
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
