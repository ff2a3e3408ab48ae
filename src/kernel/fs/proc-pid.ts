/**
 * One process as the text that /proc/PID shows: status, stat, limits, where it sleeps.
 * Authority: proc_pid_status(5), proc_pid_stat(5), proc_pid_limits(5).
 */
import type { Resource } from '../abi.ts';
import type { Kernel } from '../kernel.ts';
import { NSIG, type SigSet, sigbit } from '../signum.ts';
import type { Pending, SigAction, TaskState, ThreadGroup } from '../task.ts';
import { PTS_MAJOR } from './devices.ts';
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
    if (task.cred.ruid === uid) n += size(task.pending) + size(task.group.shared);
  return n;
};

/** The state letter that ps shows of a process. */
export const stateOf = (group: ThreadGroup): TaskState => (group.zombie ? 'Z' : (group.leader?.state ?? 'X'));

const field = (name: string, value: string | number): string => `${name}:\t${value}\n`;
/** Of a zombie what has to do with memory and files is missing. */
export function statusText(kernel: Kernel, group: ThreadGroup): string {
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
    field('TracerPid', leader.traced?.tracer.tgid ?? 0),
    field('Uid', [ruid, euid, suid, euid].join('\t')),
    field('Gid', [rgid, egid, sgid, egid].join('\t')),
    field('FDSize', zombie ? 0 : 256),
    field('Groups', groups.length > 0 ? `${groups.join(' ')} ` : ' '),
    field('NStgid', group.tgid),
    field('NSpid', group.tgid),
    field('NSpgid', group.pgid),
    field('NSsid', group.session.sid),
    field('Kthread', 0),
    memoryLines(group),
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
    field('Cpus_allowed', 1),
    field('Cpus_allowed_list', 0),
    field('Mems_allowed', '00000000,00000001'),
    field('Mems_allowed_list', 0),
    field('voluntary_ctxt_switches', leader.voluntarySwitches),
    field('nonvoluntary_ctxt_switches', leader.involuntarySwitches),
  ].join('');
}

const ticks = (us: number): number => Math.floor(us / 10_000);
const FORKED_NOT_EXECED = 64;
const USED_ROOT = 256;
const COMMON_FLAGS = 4194304;

/** The 52 fields. */
export function statText(group: ThreadGroup): string {
  const { session, leader } = group;
  const ttyNr = session.tty ? PTS_MAJOR * 256 + session.tty.index : 0;
  const tpgid = session.tty ? session.tty.foreground : -1;
  const flags = COMMON_FLAGS | (group.didExec ? 0 : FORKED_NOT_EXECED) | (leader?.cred.euid === 0 ? USED_ROOT : 0);
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
    ...[group.minorFaults, group.childrenMinorFaults, 0, 0],
    ticks(group.utime),
    ticks(group.stime),
    ticks(group.childrenUtime),
    ticks(group.childrenStime),
    20 + group.nice,
    group.nice,
    group.tasks.length,
    0,
    ticks(group.startTime),
    ...sizesOf(group),
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
