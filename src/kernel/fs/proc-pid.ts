/**
 * /proc/PID: one process as text, and its descriptors as links.
 * Memory figures are those of a small C program: there are no address spaces behind them. Leaves out maps and smaps.
 * Authority: proc_pid_status(5), proc_pid_stat(5), proc_pid_fd(5).
 */

import { O_CLOEXEC } from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { OpenFile } from '../file.ts';
import type { Kernel } from '../kernel.ts';
import { NSIG, type SigSet, sigbit } from '../signum.ts';
import type { Pending, SigAction, Task, ThreadGroup } from '../task.ts';
import { PTS_MAJOR } from './devices.ts';
import type { DirInode, Inode } from './inode.ts';
import { fixedDir, type ProcDir, type ProcFile, procDir, procFile, procLink } from './proc-dir.ts';

const STATE_WORDS = { R: 'running', S: 'sleeping', T: 'stopped', Z: 'zombie', X: 'dead' } as const;
const VM_KB = 2500;
const RSS_KB = 1520;
/** Bash is bigger than the rest; nothing here depends on it. */
const SHELL_VM_KB = 4188;
const SHELL_RSS_KB = 3440;
const isShell = (group: ThreadGroup): boolean => /\/(ba)?sh$/.test(group.exe);
const vmKb = (group: ThreadGroup): number => (isShell(group) ? SHELL_VM_KB : VM_KB);
const rssKb = (group: ThreadGroup): number => (isShell(group) ? SHELL_RSS_KB : RSS_KB);

const hex = (set: SigSet): string => set.toString(16).padStart(16, '0');

function setOf(actions: readonly SigAction[], test: (action: SigAction) => boolean): SigSet {
  let set = 0n;
  for (let n = 1; n < NSIG; n++) {
    const action = actions[n];
    if (action && test(action)) set |= sigbit(n);
  }
  return set;
}
export const ignoredSet = (group: ThreadGroup): SigSet => setOf(group.actions, ({ handler }) => handler === 'ignore');
export const caughtSet = (group: ThreadGroup): SigSet =>
  setOf(group.actions, ({ handler }) => typeof handler === 'function');

const queued = (kernel: Kernel, uid: number): number => {
  const size = ({ queue }: Pending): number => queue.length;
  let n = 0;
  for (const task of kernel.tasks.values())
    if (task.cred.ruid === uid) n += size(task.pending) + size(task.group.shared);
  return n;
};

/** The state letter that ps shows of a process. */
export const stateOf = (group: ThreadGroup): 'R' | 'S' | 'T' | 'Z' | 'X' =>
  group.zombie ? 'Z' : (group.leader?.state ?? 'X');

const field = (name: string, value: string | number): string => `${name}:\t${value}\n`;
const kb = (name: string, value: number): string => field(name, `${String(value).padStart(8)} kB`);

function memoryLines(group: ThreadGroup): string {
  const vm = vmKb(group);
  const rss = rssKb(group);
  return [
    kb('VmPeak', vm),
    kb('VmSize', vm),
    kb('VmLck', 0),
    kb('VmPin', 0),
    kb('VmHWM', rss),
    kb('VmRSS', rss),
    kb('RssAnon', 96),
    kb('RssFile', rss - 96),
    kb('RssShmem', 0),
    kb('VmData', 224),
    kb('VmStk', 132),
    kb('VmExe', 20),
    kb('VmLib', 1528),
    kb('VmPTE', 44),
    kb('VmSwap', 0),
    kb('HugetlbPages', 0),
  ].join('');
}

function status(kernel: Kernel, group: ThreadGroup): string {
  const leader = group.leader;
  if (!leader) return '';
  const { ruid, euid, suid, rgid, egid, sgid, groups } = leader.cred;
  const state = stateOf(group);
  const { zombie } = group;
  return [
    field('Name', group.comm),
    zombie ? '' : field('Umask', leader.fs.umask.toString(8).padStart(4, '0')),
    field('State', `${state} (${STATE_WORDS[state]})`),
    field('Tgid', group.tgid),
    field('Ngid', 0),
    field('Pid', group.tgid),
    field('PPid', group.parent?.tgid ?? 0),
    field('TracerPid', 0),
    field('Uid', [ruid, euid, suid, euid].join('\t')),
    field('Gid', [rgid, egid, sgid, egid].join('\t')),
    field('FDSize', zombie ? 0 : 256),
    field('Groups', groups.length > 0 ? `${groups.join(' ')} ` : ' '),
    field('NStgid', group.tgid),
    field('NSpid', group.tgid),
    field('NSpgid', group.pgid),
    field('NSsid', group.session.sid),
    field('Kthread', 0),
    zombie ? '' : memoryLines(group),
    field('CoreDumping', 0),
    field('THP_enabled', 1),
    field('untag_mask', '0xffffffffffffffff'),
    field('Threads', group.tasks.length),
    field('SigQ', `${queued(kernel, ruid)}/${group.limits.SIGPENDING.soft}`),
    field('SigPnd', hex(leader.pending.set)),
    field('ShdPnd', hex(group.shared.set)),
    field('SigBlk', hex(leader.blocked)),
    field('SigIgn', hex(ignoredSet(group))),
    field('SigCgt', hex(caughtSet(group))),
    ...['CapInh', 'CapPrm', 'CapEff'].map((name) =>
      field(name, hex(name === 'CapInh' || euid !== 0 ? 0n : 0x1fffeffffffn)),
    ),
    field('CapBnd', hex(0x1fffeffffffn)),
    field('CapAmb', hex(0n)),
    field('NoNewPrivs', 0),
    field('Seccomp', 0),
    field('Seccomp_filters', 0),
    field('voluntary_ctxt_switches', leader.voluntarySwitches),
    field('nonvoluntary_ctxt_switches', leader.involuntarySwitches),
  ].join('');
}

const ticks = (us: number): number => Math.floor(us / 10_000);
const FORKED_NOT_EXECED = 64;
const USED_ROOT = 256;
const COMMON_FLAGS = 4194304;

/** The 52 fields. */
function stat(group: ThreadGroup): string {
  const { session, leader } = group;
  const ttyNr = session.tty ? PTS_MAJOR * 256 + session.tty.index : 0;
  const tpgid = session.tty ? session.tty.foreground : -1;
  const flags = COMMON_FLAGS | (group.didExec ? 0 : FORKED_NOT_EXECED) | (leader?.cred.euid === 0 ? USED_ROOT : 0);
  const memory = group.zombie ? [0, 0] : [vmKb(group) * 1024, Math.floor(rssKb(group) / 4)];
  const fields = [
    group.tgid,
    `(${group.comm})`,
    stateOf(group),
    group.parent?.tgid ?? 0,
    group.pgid,
    session.sid,
    ttyNr,
    tpgid,
    flags,
    ...[107, 0, 0, 0],
    ticks(group.utime),
    ticks(group.stime),
    ticks(group.childrenUtime),
    ticks(group.childrenStime),
    20 + group.nice,
    group.nice,
    group.tasks.length,
    0,
    ticks(group.startTime),
    ...memory,
    '18446744073709551615',
    ...[1, 1, 0, 0, 0, 0],
    Number((leader?.blocked ?? 0n) & 0x7fffffffn),
    Number(ignoredSet(group) & 0x7fffffffn),
    Number(caughtSet(group) & 0x7fffffffn),
    stateOf(group) === 'S' ? 1 : 0,
    ...[0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, group.exitStatus ?? 0],
  ];
  return `${fields.slice(0, 52).join(' ')}\n`;
}

/** The kernel function that it sleeps in; `0` while it runs. */
export function wchanOf(group: ThreadGroup): string {
  const task = group.leader;
  if (!task || group.zombie) return '0';
  if (task.state === 'T') return group.stopped.wchan;
  return task.state === 'S' ? (task.call?.wait?.queues[0]?.wchan ?? '0') : '0';
}

const mayInspect = (task: Task, group: ThreadGroup): boolean => {
  const { euid } = task.cred;
  return euid === 0 || (!group.zombie && group.leader?.cred.euid === euid);
};

const withNuls = (words: readonly string[]): string => words.map((word) => `${word}\0`).join('');

export function processDir(kernel: Kernel, parent: DirInode, group: ThreadGroup): DirInode {
  const cred = group.leader?.cred;
  const owner = { uid: cred?.euid ?? 0, gid: cred?.egid ?? 0 };
  const make = (read: () => string) => () => procFile(kernel, { owner, read });
  const guarded = (read: () => string): (() => Inode) => {
    const file: ProcFile = { owner, mode: 0o400, read: (task) => (mayInspect(task, group) ? read() : fail('EACCES')) };
    return () => procFile(kernel, file);
  };
  const wchan = (task: Task): string => (mayInspect(task, group) ? wchanOf(group) : '0');
  const stack = (task: Task): string | Failure =>
    task.cred.euid !== 0 ? fail('EACCES') : wchanOf(group) === '0' ? '' : `[<0>] ${wchanOf(group)}+0x0/0x0\n`;
  const dirs = { owner };
  const here = (what: 'cwd' | 'root') => (): Inode =>
    procLink(
      kernel,
      () => (what === 'cwd' ? (group.leader?.fs.cwdPath ?? '/') : '/'),
      () => {
        const inode = what === 'cwd' ? group.leader?.fs.cwd : kernel.root;
        return inode && { inode, path: what === 'cwd' ? (group.leader?.fs.cwdPath ?? '/') : '/' };
      },
      0o777,
      owner,
    );
  return fixedDir(
    kernel,
    parent,
    {
      cmdline: make(() => (group.zombie ? '' : withNuls(group.argv))),
      comm: make(() => `${group.comm}\n`),
      cwd: here('cwd'),
      environ: guarded(() => (group.zombie ? '' : withNuls(group.environ))),
      exe: () => procLink(kernel, () => group.exe, undefined, 0o777, owner),
      fd: (self) => procDir(kernel, self, { ...dirs, mode: 0o500, ...descriptors(kernel, group, owner) }),
      fdinfo: (self) => procDir(kernel, self, { ...dirs, mode: 0o500, ...descriptorInfo(kernel, group) }),
      root: here('root'),
      stack: () => procFile(kernel, { owner, mode: 0o400, read: stack }),
      stat: make(() => stat(group)),
      statm: make(() => `${vmKb(group) / 4} ${rssKb(group) / 4} 356 5 0 89 0\n`),
      status: make(() => status(kernel, group)),
      task: (self) => taskDir(kernel, self, group, owner),
      wchan: () => procFile(kernel, { owner, read: wchan }),
    },
    { owner, nlink: 9 },
  );
}

function taskDir(kernel: Kernel, parent: DirInode, group: ThreadGroup, owner: { uid: number; gid: number }): DirInode {
  const children = (): string => [...group.children].map((child) => `${child.tgid} `).join('');
  const thread = (self: DirInode): DirInode =>
    fixedDir(kernel, self, { children: () => procFile(kernel, { owner, read: children }) }, { owner });
  return fixedDir(kernel, parent, { [String(group.tgid)]: thread }, { owner });
}

const fileAt = (group: ThreadGroup, name: string): OpenFile | undefined =>
  /^\d+$/.test(name) && !group.zombie ? group.leader?.files.get(Number(name))?.file : undefined;

function* numbers(group: ThreadGroup): Generator<string, void> {
  if (group.zombie || !group.leader) return;
  for (const [fd] of group.leader.files.entries()) yield String(fd);
}

/** Names are refused to other users when they are looked up, as the permissions of the directory say. */
function descriptors(
  kernel: Kernel,
  group: ThreadGroup,
  owner: { uid: number; gid: number },
): Pick<ProcDir, 'lookup' | 'names'> {
  return {
    names: () => numbers(group),
    lookup(name) {
      const file = fileAt(group, name);
      if (!file) return undefined;
      const mode = (file.readable ? 0o500 : 0) | (file.writable ? 0o300 : 0);
      return procLink(
        kernel,
        () => file.name(),
        () => ({ inode: file.inode, path: file.name() }),
        mode,
        owner,
      );
    },
  };
}

function descriptorInfo(kernel: Kernel, group: ThreadGroup): Pick<ProcDir, 'lookup' | 'names'> {
  return {
    names: () => numbers(group),
    lookup(name) {
      const file = fileAt(group, name);
      const descriptor = group.leader?.files.get(Number(name));
      if (!file) return undefined;
      const flags = file.flags | 0o100000 | (descriptor?.cloexec ? O_CLOEXEC : 0);
      const read = (): string =>
        `pos:\t${file.offset}\nflags:\t0${flags.toString(8)}\nmnt_id:\t27\nino:\t${file.inode.ino}\n`;
      return procFile(kernel, { mode: 0o400, read });
    },
  };
}
