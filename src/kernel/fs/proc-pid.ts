/**
 * One task as the text that /proc/PID and /proc/PID/task/TID show: status, stat, limits, where it sleeps. Of a process it is
 * the leader's, with the CPU time and the faults of all threads.
 * Authority: proc_pid_status(5), proc_pid_stat(5), proc_pid_limits(5).
 */
import type { Resource } from '../abi.ts';
import type { Kernel } from '../kernel.ts';
import { PTS_MAJOR } from '../pty.ts';
import { NSIG, SIGCHLD, type SigSet, sigbit } from '../signum.ts';
import type { Pending, SigAction, Task, TaskState, ThreadGroup } from '../task.ts';
import { memoryLines, sizesOf } from './proc-memory.ts';

const STATE_WORDS = { R: 'running', S: 'sleeping', T: 'stopped', t: 'tracing stop', Z: 'zombie', X: 'dead' } as const;

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
    if (task.cred.ruid === uid) n += size(task.pending) + (task.isLeader ? size(task.group.shared) : 0);
  return n;
};

/** It has ended: memory, descriptors and the rest are gone. */
export const isGone = ({ state }: Pick<Task, 'state'>): boolean => state === 'Z' || state === 'X';

/** The state letter that ps shows of a process. */
export const stateOf = (group: ThreadGroup): TaskState => (group.zombie ? 'Z' : (group.leader?.state ?? 'X'));

const field = (name: string, value: string | number): string => `${name}:\t${value}\n`;
/** Of a zombie what has to do with memory and files is missing. */
export function statusText(kernel: Kernel, task: Task): string {
  const { group, state, pid } = task;
  const { ruid, euid, suid, rgid, egid, sgid, groups } = task.cred;
  const zombie = isGone(task);
  return [
    field('Name', task.comm),
    zombie ? '' : field('Umask', task.fs.umask.toString(8).padStart(4, '0')),
    field('State', `${state} (${STATE_WORDS[state]})`),
    field('Tgid', group.tgid),
    field('Ngid', 0),
    field('Pid', pid),
    field('PPid', group.parent?.tgid ?? 0),
    field('TracerPid', task.traced?.tracer.tgid ?? 0),
    field('Uid', [ruid, euid, suid, euid].join('\t')),
    field('Gid', [rgid, egid, sgid, egid].join('\t')),
    field('FDSize', zombie ? 0 : task.files.size),
    field('Groups', groups.length > 0 ? `${groups.join(' ')} ` : ' '),
    field('NStgid', group.tgid),
    field('NSpid', pid),
    field('NSpgid', group.pgid),
    field('NSsid', group.session.sid),
    field('Kthread', 0),
    memoryLines(task),
    field('CoreDumping', 0),
    field('THP_enabled', 1),
    field('untag_mask', '0xffffffffffffffff'),
    field('Threads', group.tasks.length),
    field('SigQ', `${queued(kernel, ruid)}/${group.limits.SIGPENDING.soft}`),
    field('SigPnd', hex(task.pending.set)),
    field('ShdPnd', hex(group.shared.set)),
    field('SigBlk', hex(task.blocked)),
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
    field('Cpus_allowed', 1),
    field('Cpus_allowed_list', 0),
    field('Mems_allowed', '00000000,00000001'),
    field('Mems_allowed_list', 0),
    field('voluntary_ctxt_switches', task.voluntarySwitches),
    field('nonvoluntary_ctxt_switches', task.involuntarySwitches),
  ].join('');
}

const ticks = (us: number): number => Math.floor(us / 10_000);
const FORKED_NOT_EXECED = 64;
const USED_ROOT = 256;
const COMMON_FLAGS = 4194304;

/** The 52 fields: of one task, or (`whole`) of the process whose leader it is. */
export function statText(task: Task, whole: boolean): string {
  const { group, state, pid, nice } = task;
  const { session } = group;
  const ttyNr = session.tty ? PTS_MAJOR * 256 + session.tty.index : 0;
  const tpgid = session.tty ? session.tty.foreground : -1;
  const flags =
    COMMON_FLAGS | (group.didExec && task.isLeader ? 0 : FORKED_NOT_EXECED) | (task.cred.euid === 0 ? USED_ROOT : 0);
  const used = whole ? group : task;
  const fields = [
    pid,
    `(${task.comm})`,
    state,
    group.parent?.tgid ?? 0,
    group.pgid,
    session.sid,
    ttyNr,
    tpgid,
    flags,
    ...[used.minorFaults, group.childrenMinorFaults, 0, 0],
    ticks(used.utime),
    ticks(used.stime),
    ticks(group.childrenUtime),
    ticks(group.childrenStime),
    20 + nice,
    nice,
    group.tasks.length,
    0,
    ticks(task.startTime),
    ...sizesOf(task),
    '18446744073709551615',
    ...[1, 1, 0, 0, 0, 0],
    Number(task.blocked & 0x7fffffffn),
    Number(ignoredSet(group) & 0x7fffffffn),
    Number(caughtSet(group) & 0x7fffffffn),
    state === 'S' ? 1 : 0,
    ...[0, 0, task.isLeader ? SIGCHLD : -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, task.exitStatus],
  ];
  return `${fields.slice(0, 52).join(' ')}\n`;
}

/** The kernel function that it sleeps in; `0` while it runs. */
export function wchanOf(task: Task): string {
  if (task.stopPlace) return task.stopPlace.queue.wchan;
  return task.state === 'S' ? (task.call?.wait?.queues[0]?.wchan ?? '0') : '0';
}

/** In the order of their numbers. */
const LIMIT_ROWS: readonly (readonly [name: string, limit: Resource, unit: string])[] = [
  ['Max cpu time', 'CPU', 'seconds'],
  ['Max file size', 'FSIZE', 'bytes'],
  ['Max data size', 'DATA', 'bytes'],
  ['Max stack size', 'STACK', 'bytes'],
  ['Max core file size', 'CORE', 'bytes'],
  ['Max resident set', 'RSS', 'bytes'],
  ['Max processes', 'NPROC', 'processes'],
  ['Max open files', 'NOFILE', 'files'],
  ['Max locked memory', 'MEMLOCK', 'bytes'],
  ['Max address space', 'AS', 'bytes'],
  ['Max file locks', 'LOCKS', 'locks'],
  ['Max pending signals', 'SIGPENDING', 'signals'],
  ['Max msgqueue size', 'MSGQUEUE', 'bytes'],
  ['Max nice priority', 'NICE', ''],
  ['Max realtime priority', 'RTPRIO', ''],
  ['Max realtime timeout', 'RTTIME', 'us'],
];

const limitText = (value: number): string => (value === Number.POSITIVE_INFINITY ? 'unlimited' : String(value));
const limitRow = (name: string, soft: string, hard: string, unit: string): string =>
  `${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit.padEnd(10)}\n`;

export function limitsText(group: ThreadGroup): string {
  const rows = LIMIT_ROWS.map(([name, what, unit]) => {
    const { soft, hard } = group.limits[what];
    return limitRow(name, limitText(soft), limitText(hard), unit);
  });
  return limitRow('Limit', 'Soft Limit', 'Hard Limit', 'Units') + rows.join('');
}
