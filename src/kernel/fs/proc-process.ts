/**
 * /proc/PID and /proc/PID/task/TID as directories: which files they have, whose they are, and who may look into them; descriptors as links.
 * Models the permissions and what is left of a zombie. Leaves out mem, ns and what else needs namespaces. Authority: proc_pid(5), proc_pid_fd(5), proc_pid_fdinfo(5), ptrace(2) on access checks.
 */
import { O_CLOEXEC } from '../abi.ts';
import { circleOf, waitsOf, wakersOf } from '../deadlock.ts';
import { type Failure, fail } from '../errno.ts';
import type { Descriptor } from '../file.ts';
import type { Kernel } from '../kernel.ts';
import { netDir } from '../net/proc-net.ts';
import { commOf, type Task, type ThreadGroup } from '../task.ts';
import { threadsOf, viewKernel } from '../view.ts';
import { mountLine } from './file-system.ts';
import type { DirInode, Inode, Jump } from './inode.ts';
import { fixedDir, type Owning, type ProcDir, procDir, procFile, procLink, ROOT } from './proc-dir.ts';
import { mapsText, smapsText, statmText } from './proc-memory.ts';
import { isGone, limitsText, statText, statusText, wchanOf } from './proc-pid.ts';

/** The task that a directory is of: of a process the leader, which another may have become since one looked. */
type Whose = () => Task | undefined;

/** The rights of ptrace(2): root, or the same user; an ended task has nothing left to look into. */
const mayInspect = ({ cred }: Task, subject: Task): boolean =>
  cred.euid === 0 || (!isGone(subject) && subject.cred.euid === cred.euid);

const demandInspection = (task: Task, subject: Task): void => {
  if (!mayInspect(task, subject)) throw fail('EACCES');
};

/** Throws ESRCH when the task is no more. */
function demandTask(whose: Whose): Task {
  const task = whose();
  if (!task) throw fail('ESRCH');
  return task;
}

/** Not a file of Linux: why it sleeps, who could wake it, and in which circle of waits it is, in JSON. */
function waitingText(kernel: Kernel, { pid, group, isLeader }: Task): string {
  const view = viewKernel(kernel);
  const thread = threadsOf(view).find(({ tid }) => tid === pid);
  if (!thread) return '{}\n';
  const { state, reason } = thread;
  const others = isLeader
    ? group.tasks.filter((task) => !isGone(task) && task.pid !== pid).map((task) => task.pid)
    : [];
  const circle = circleOf(waitsOf(view), pid);
  return `${JSON.stringify({ state, reason, wakers: wakersOf(view, thread).pids, circle, others })}\n`;
}

const withNuls = (words: readonly string[]): string => words.map((word) => `${word}\0`).join('');

/** Offsets into the code are not known here. */
const frame = (name: string): string => `[<0>] ${name}+0x0/0x0\n`;
function stackText(task: Task, subject: Task): string | Failure {
  if (task.cred.euid !== 0) return fail('EACCES');
  const wchan = wchanOf(subject);
  return wchan === '0' ? '' : [wchan, 'do_syscall_64', 'entry_SYSCALL_64_after_hwframe'].map(frame).join('');
}

/** The directory belongs to the process's user as long as there is anything of it; the files of a zombie to root. */
interface Owners {
  readonly dir: Owning;
  readonly file: Owning;
}

function ownersOf(whose: Whose): Owners {
  const dir: Owning = () => {
    const cred = whose()?.cred;
    return cred ? { uid: cred.euid, gid: cred.egid } : ROOT;
  };
  const isLeft = (task: Task | undefined): boolean => task !== undefined && !isGone(task);
  return { dir, file: () => (isLeft(whose()) ? dir() : ROOT) };
}

type Entries = Readonly<Record<string, (self: DirInode) => Inode>>;

/** /proc/PID: of a process, or of a thread, whose number is found there too. */
export function processDir(kernel: Kernel, parent: DirInode, task: Task): DirInode {
  const { group } = task;
  const whose: Whose = task.isLeader ? () => group.leader : () => (task.state === 'X' ? undefined : task);
  const owners = ownersOf(whose);
  const entries: Entries = {
    ...common(kernel, whose, owners, true),
    task: (self) => taskDir(kernel, self, group, owners),
  };
  return fixedDir(kernel, parent, entries, { owner: owners.dir, nlink: 9 });
}

/** What a process and each of its threads have. */
function common(kernel: Kernel, whose: Whose, owners: Owners, whole: boolean): Entries {
  return {
    ...texts(kernel, whose, owners, whole),
    ...links(kernel, whose, owners),
    fd: (self) => procDir(kernel, self, { owner: owners.file, mode: 0o500, ...descriptors(kernel, whose, owners) }),
    fdinfo: (self) => procDir(kernel, self, { owner: owners.dir, ...descriptorInfo(kernel, whose, owners) }),
    net: (self) => netDir(kernel, self, () => whose()?.host ?? kernel.network.local),
  };
}

function texts(kernel: Kernel, whose: Whose, { file: owner }: Owners, whole: boolean): Entries {
  type Read = (subject: Task, reader: Task) => string;
  const open = (read: Read) => () => procFile(kernel, { owner, read: (task) => read(demandTask(whose), task) });
  const guarded = (read: (subject: Task, reader: Task) => string | Failure) => () =>
    procFile(kernel, { owner, mode: 0o400, read: (task) => read(demandTask(whose), task) });
  const inspected = (read: (subject: Task) => string) =>
    open((subject, reader) => {
      demandInspection(reader, subject);
      return read(subject);
    });
  const rename = (task: Task, name: string): Failure | undefined => {
    const subject = demandTask(whose);
    if (task.group !== subject.group) return fail('EINVAL');
    subject.comm = commOf(name.replace(/\n.*$/s, ''));
    return undefined;
  };
  return {
    cmdline: open((subject) => (isGone(subject) ? '' : withNuls(subject.group.argv))),
    comm: () => procFile(kernel, { owner, mode: 0o644, read: () => `${demandTask(whose).comm}\n`, write: rename }),
    environ: guarded((subject, reader) => {
      demandInspection(reader, subject);
      return isGone(subject) ? '' : withNuls(subject.group.environ);
    }),
    limits: open(({ group }) => limitsText(group)),
    maps: inspected(mapsText),
    mounts: open(() => kernel.fileSystems.mounts.map(mountLine).join('')),
    smaps: inspected((subject) => smapsText(kernel, subject)),
    stack: guarded((subject, reader) => stackText(reader, subject)),
    stat: open((subject) => statText(subject, whole)),
    statm: open(statmText),
    status: open((subject) => statusText(kernel, subject)),
    waiting: open((subject) => waitingText(kernel, subject)),
    wchan: open((subject, reader) => (mayInspect(reader, subject) ? wchanOf(subject) : '0')),
  };
}

function links(kernel: Kernel, whose: Whose, { file: owner }: Owners): Entries {
  const to = (find: (subject: Task) => Jump) => (): Inode => {
    const jump = (task: Task): Jump => {
      const subject = demandTask(whose);
      demandInspection(task, subject);
      if (isGone(subject)) throw fail('ENOENT');
      return find(subject);
    };
    return procLink(kernel, { owner, target: (task) => jump(task).path, jump });
  };
  return {
    cwd: to(({ fs }) => ({ inode: fs.cwd, path: fs.cwdPath })),
    exe: () => procLink(kernel, { owner, target: (task) => exeFor(task, demandTask(whose)) }),
    root: to(() => ({ inode: kernel.root, path: '/' })),
  };
}

function exeFor(task: Task, subject: Task): string {
  demandInspection(task, subject);
  if (isGone(subject)) throw fail('ENOENT');
  return subject.group.exe;
}

/** /proc/PID/task: a directory for each thread. */
function taskDir(kernel: Kernel, parent: DirInode, group: ThreadGroup, owners: Owners): DirInode {
  const made = new Map<Task, DirInode>();
  const threadDir = (self: DirInode, task: Task): DirInode => {
    const whose: Whose = () => (task.state === 'X' ? undefined : task);
    const own = ownersOf(whose);
    const children = (): string => (task.isLeader ? [...group.children].map((child) => `${child.tgid} `).join('') : '');
    return fixedDir(
      kernel,
      self,
      {
        ...common(kernel, whose, own, false),
        children: () => procFile(kernel, { owner: own.file, read: children }),
      },
      { owner: own.dir, nlink: 7 },
    );
  };
  const self: DirInode = procDir(kernel, parent, {
    owner: owners.dir,
    names: () => group.tasks.map(({ pid }) => String(pid)),
    lookup(name) {
      const task = group.tasks.find(({ pid }) => String(pid) === name);
      if (!task) return undefined;
      const known = made.get(task) ?? threadDir(self, task);
      made.set(task, known);
      return known;
    },
  });
  return self;
}

const descriptorAt = (whose: Whose, name: string): Descriptor | undefined => {
  const subject = whose();
  return /^\d+$/.test(name) && subject && !isGone(subject) ? subject.files.get(Number(name)) : undefined;
};

function* numbers(subject: Task | undefined): Generator<string, void> {
  if (!subject || isGone(subject)) return;
  for (const [fd] of subject.files.entries()) yield String(fd);
}

/** Names are refused to other users when they are looked up, as the permissions of the directory say. */
function descriptors(kernel: Kernel, whose: Whose, owners: Owners): Pick<ProcDir, 'lookup' | 'names'> {
  return {
    names: () => numbers(whose()),
    lookup(name) {
      const file = descriptorAt(whose, name)?.file;
      if (!file) return undefined;
      return procLink(kernel, {
        mode: (file.readable ? 0o500 : 0) | (file.writable ? 0o300 : 0),
        owner: owners.file,
        size: 64,
        target: () => file.name(),
        jump: () => ({ inode: file.inode, path: file.name() }),
      });
    },
  };
}

/** The directory is open to all by its mode, but the names in it are told only to those who may inspect. */
function descriptorInfo(kernel: Kernel, whose: Whose, owners: Owners): Pick<ProcDir, 'lookup' | 'names'> {
  return {
    names(task) {
      const subject = demandTask(whose);
      demandInspection(task, subject);
      return numbers(subject);
    },
    lookup(name, task) {
      demandInspection(task, demandTask(whose));
      const descriptor = descriptorAt(whose, name);
      if (!descriptor) return undefined;
      const { file, cloexec } = descriptor;
      const flags = file.flags | (cloexec ? O_CLOEXEC : 0);
      const read = (): string =>
        `pos:\t${file.offset}\nflags:\t0${flags.toString(8)}\nmnt_id:\t27\nino:\t${file.inode.ino}\n`;
      return procFile(kernel, { owner: owners.file, read });
    },
  };
}
