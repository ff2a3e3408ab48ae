/**
 * /proc/PID as a directory: which files it has, whose they are, and who may look into them; descriptors as links.
 * Models the permissions and what is left of a zombie. Leaves out mem, ns and what else needs namespaces. Authority: proc_pid(5), proc_pid_fd(5), proc_pid_fdinfo(5), ptrace(2) on access checks.
 */
import { O_CLOEXEC } from '../abi.ts';
import { circleOf, waitsOf, wakersOf } from '../deadlock.ts';
import { type Failure, fail } from '../errno.ts';
import type { Descriptor } from '../file.ts';
import type { Kernel } from '../kernel.ts';
import { netDir } from '../net/proc-net.ts';
import type { Task, ThreadGroup } from '../task.ts';
import { viewKernel } from '../view.ts';
import { mountLine } from './file-system.ts';
import type { DirInode, Inode, Jump } from './inode.ts';
import { fixedDir, type Owning, type ProcDir, procDir, procFile, procLink, ROOT } from './proc-dir.ts';
import { mapsText, smapsText, statmText } from './proc-memory.ts';
import { limitsText, statText, statusText, wchanOf } from './proc-pid.ts';

/** The rights of ptrace(2): root, or the same user; a zombie has nothing left to look into. */
const mayInspect = (task: Task, group: ThreadGroup): boolean => {
  const { euid } = task.cred;
  return euid === 0 || (!group.zombie && group.leader?.cred.euid === euid);
};

const demandInspection = (task: Task, group: ThreadGroup): void => {
  if (!mayInspect(task, group)) throw fail('EACCES');
};

/** Not a file of Linux: why it sleeps, who could wake it, and in which circle of waits it is, in JSON. */
function waitingText(kernel: Kernel, { tgid }: ThreadGroup): string {
  const view = viewKernel(kernel);
  const process = view.processes.find(({ pid }) => pid === tgid);
  if (!process) return '{}\n';
  const { state, reason } = process;
  return `${JSON.stringify({ state, reason, wakers: wakersOf(view, process).pids, circle: circleOf(waitsOf(view), tgid) })}\n`;
}

const withNuls = (words: readonly string[]): string => words.map((word) => `${word}\0`).join('');

/** Offsets into the code are not known here. */
const frame = (name: string): string => `[<0>] ${name}+0x0/0x0\n`;
function stackText(task: Task, group: ThreadGroup): string | Failure {
  if (task.cred.euid !== 0) return fail('EACCES');
  const wchan = wchanOf(group);
  return wchan === '0' ? '' : [wchan, 'do_syscall_64', 'entry_SYSCALL_64_after_hwframe'].map(frame).join('');
}

/** The directory belongs to the process's user as long as there is anything of it; the files of a zombie to root. */
interface Owners {
  readonly dir: Owning;
  readonly file: Owning;
}

function ownersOf(group: ThreadGroup): Owners {
  const dir: Owning = () => {
    const cred = group.leader?.cred;
    return cred ? { uid: cred.euid, gid: cred.egid } : ROOT;
  };
  return { dir, file: () => (group.zombie ? ROOT : dir()) };
}

type Entries = Readonly<Record<string, (self: DirInode) => Inode>>;

export function processDir(kernel: Kernel, parent: DirInode, group: ThreadGroup): DirInode {
  const owners = ownersOf(group);
  const entries: Entries = {
    ...texts(kernel, group, owners),
    ...links(kernel, group, owners),
    fd: (self) => procDir(kernel, self, { owner: owners.file, mode: 0o500, ...descriptors(kernel, group, owners) }),
    fdinfo: (self) => procDir(kernel, self, { owner: owners.dir, ...descriptorInfo(kernel, group, owners) }),
    net: (self) => netDir(kernel, self, () => group.leader?.host ?? kernel.network.local),
    task: (self) => taskDir(kernel, self, group, owners),
  };
  return fixedDir(kernel, parent, entries, { owner: owners.dir, nlink: 9 });
}

/** Files that a thread has under task/TID too. */
function texts(kernel: Kernel, group: ThreadGroup, { file: owner }: Owners): Entries {
  const open = (read: (task: Task) => string) => () => procFile(kernel, { owner, read });
  const guarded = (read: (task: Task) => string | Failure) => () => procFile(kernel, { owner, mode: 0o400, read });
  const inspected = (read: () => string) =>
    open((task) => {
      demandInspection(task, group);
      return read();
    });
  const rename = (task: Task, name: string): Failure | undefined => {
    if (task.group !== group) return fail('EINVAL');
    group.comm = name.replace(/\n.*$/s, '').slice(0, 15);
    return undefined;
  };
  return {
    cmdline: open(() => (group.zombie ? '' : withNuls(group.argv))),
    comm: () => procFile(kernel, { owner, mode: 0o644, read: () => `${group.comm}\n`, write: rename }),
    environ: guarded((task) => {
      demandInspection(task, group);
      return group.zombie ? '' : withNuls(group.environ);
    }),
    limits: open(() => limitsText(group)),
    maps: inspected(() => mapsText(group)),
    mounts: open(() => kernel.fileSystems.mounts.map(mountLine).join('')),
    smaps: inspected(() => smapsText(kernel, group)),
    stack: guarded((task) => stackText(task, group)),
    stat: open(() => statText(group)),
    statm: open(() => statmText(group)),
    status: open(() => statusText(kernel, group)),
    waiting: open(() => waitingText(kernel, group)),
    wchan: open((task) => (mayInspect(task, group) ? wchanOf(group) : '0')),
  };
}

function links(kernel: Kernel, group: ThreadGroup, { file: owner }: Owners): Entries {
  const to = (find: () => Jump | undefined) => (): Inode => {
    const jump = (task: Task): Jump => {
      demandInspection(task, group);
      const found = group.zombie ? undefined : find();
      if (!found) throw fail('ENOENT');
      return found;
    };
    return procLink(kernel, { owner, target: (task) => jump(task).path, jump });
  };
  const fs = () => group.leader?.fs;
  return {
    cwd: to(() => {
      const here = fs();
      return here && { inode: here.cwd, path: here.cwdPath };
    }),
    exe: () => procLink(kernel, { owner, target: (task) => exeFor(task, group) }),
    root: to(() => ({ inode: kernel.root, path: '/' })),
  };
}

function exeFor(task: Task, group: ThreadGroup): string {
  demandInspection(task, group);
  if (group.zombie) throw fail('ENOENT');
  return group.exe;
}

function taskDir(kernel: Kernel, parent: DirInode, group: ThreadGroup, owners: Owners): DirInode {
  const children = (): string => [...group.children].map((child) => `${child.tgid} `).join('');
  const thread = (self: DirInode): DirInode =>
    fixedDir(
      kernel,
      self,
      {
        ...texts(kernel, group, owners),
        children: () => procFile(kernel, { owner: owners.file, read: children }),
      },
      { owner: owners.dir },
    );
  return fixedDir(kernel, parent, { [String(group.tgid)]: thread }, { owner: owners.dir });
}

const descriptorAt = (group: ThreadGroup, name: string): Descriptor | undefined =>
  /^\d+$/.test(name) && !group.zombie ? group.leader?.files.get(Number(name)) : undefined;

function* numbers(group: ThreadGroup): Generator<string, void> {
  if (group.zombie || !group.leader) return;
  for (const [fd] of group.leader.files.entries()) yield String(fd);
}

/** Names are refused to other users when they are looked up, as the permissions of the directory say. */
function descriptors(kernel: Kernel, group: ThreadGroup, owners: Owners): Pick<ProcDir, 'lookup' | 'names'> {
  return {
    names: () => numbers(group),
    lookup(name) {
      const file = descriptorAt(group, name)?.file;
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

const LARGEFILE = 0o100000;

/** The directory is open to all by its mode, but the names in it are told only to those who may inspect. */
function descriptorInfo(kernel: Kernel, group: ThreadGroup, owners: Owners): Pick<ProcDir, 'lookup' | 'names'> {
  return {
    names(task) {
      demandInspection(task, group);
      return numbers(group);
    },
    lookup(name, task) {
      demandInspection(task, group);
      const descriptor = descriptorAt(group, name);
      if (!descriptor) return undefined;
      const { file, cloexec } = descriptor;
      const flags = file.flags | LARGEFILE | (cloexec ? O_CLOEXEC : 0);
      const read = (): string =>
        `pos:\t${file.offset}\nflags:\t0${flags.toString(8)}\nmnt_id:\t27\nino:\t${file.inode.ino}\n`;
      return procFile(kernel, { owner: owners.file, read });
    },
  };
}
