/**
 * Rows of the system call table: processes, groups and sessions, limits.
 * Authority: fork(2), execve(2), setpgid(2), setsid(2), prctl(2), getrlimit(2), sched_yield(2), uname(2), sysinfo(2).
 */
import {
  PR_GET_CHILD_SUBREAPER,
  PR_SET_CHILD_SUBREAPER,
  PR_SET_NAME,
  type Resource,
  type Rlimit,
  type Sysinfo,
  type Times,
  type Utsname,
} from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { execve } from './exec.ts';
import { exitGroup } from './exit.ts';
import { cpuLeft } from './itimer.ts';
import { fork } from './process.ts';
import { call } from './row.ts';
import { setpgid, setsid } from './session.ts';
import { commOf, isRoot, type Task, type ThreadGroup } from './task.ts';

const groupOf = (task: Task, pid: number): ThreadGroup => {
  const group = pid === 0 ? task.group : task.kernel.tasks.get(pid)?.group;
  if (!group) throw fail('ESRCH');
  return group;
};

const setrlimit = (task: Task, resource: Resource, limit: Rlimit): 0 | Failure =>
  changeLimit(task, task.group, resource, limit);

function changeLimit(task: Task, group: ThreadGroup, resource: Resource, limit: Rlimit): 0 | Failure {
  const old = group.limits[resource];
  if (limit.soft > limit.hard) return fail('EINVAL');
  if (limit.hard > old.hard && task.cred.euid !== 0) return fail('EPERM');
  group.limits[resource] = { ...limit };
  if (group === task.group) task.kernel.shortenSlice(cpuLeft(group));
  return 0;
}

/** Somebody's limits, which were; and what they are to be. ESRCH, EPERM: all ids of the other must be the caller's. */
function prlimit(task: Task, pid: number, resource: Resource, limit: Rlimit | undefined): Rlimit | Failure {
  const group = groupOf(task, pid);
  const { ruid, rgid } = task.cred;
  const its = group.leader?.cred ?? task.cred;
  const same =
    [its.ruid, its.euid, its.suid].every((id) => id === ruid) &&
    [its.rgid, its.egid, its.sgid].every((id) => id === rgid);
  if (group !== task.group && !same && !isRoot(task)) return fail('EPERM');
  const old = group.limits[resource];
  const done = limit ? changeLimit(task, group, resource, limit) : 0;
  return done === 0 ? old : done;
}

/** The rest of the time slice is given to whoever can run. */
function schedYield({ kernel }: Task): 0 {
  kernel.shortenSlice(0);
  return 0;
}

function times(task: Task): Times {
  const { utime, stime, childrenUtime, childrenStime } = task.group;
  return { utime, stime, cutime: childrenUtime, cstime: childrenStime, elapsed: task.kernel.now };
}

/** ENOSYS would be a lie for the rest: they exist, but nothing here has what they set. EINVAL. */
function prctl(task: Task, option: number, arg: number | string = 0): number | Failure {
  const { group } = task;
  switch (option) {
    case PR_SET_NAME:
      if (typeof arg === 'number') return fail('EFAULT');
      task.comm = commOf(arg);
      return 0;
    case PR_SET_CHILD_SUBREAPER:
      group.subreaper = arg !== 0;
      return 0;
    case PR_GET_CHILD_SUBREAPER:
      return Number(group.subreaper);
    default:
      return fail('EINVAL');
  }
}

/** Bytes. There is no memory to count: these are the figures of /proc/meminfo. */
const MEMORY = { total: 2_030_104 * 1024, used: 310_000 * 1024, buffers: 20_480 * 1024 };

const sysinfo = ({ kernel }: Task): Sysinfo => ({
  uptime: Math.floor(kernel.now / 1e6),
  loads: kernel.load.scaled(),
  totalram: MEMORY.total,
  freeram: MEMORY.total - MEMORY.used,
  sharedram: 0,
  bufferram: MEMORY.buffers,
  totalswap: 0,
  freeswap: 0,
  procs: kernel.tasks.size,
});

const uname = (task: Task): Utsname => ({
  sysname: 'Linux',
  nodename: task.host.hostname,
  release: '6.18.0-ipclab',
  version: '#1 SMP PREEMPT_DYNAMIC',
  machine: 'x86_64',
});

const plain = { args: [], restart: 'never' } as const;

export const processCalls = {
  fork: call({ args: ['body'], restart: 'never', shown: 'clone', run: fork }),
  execve: call({ args: ['path', 'strings', 'strings'], restart: 'never', run: execve }),
  exit: call({
    args: ['int'],
    restart: 'never',
    shown: 'exit_group',
    run: (task: Task, status: number) => exitGroup(task, (status & 0xff) << 8),
  }),
  getpid: call({ ...plain, run: (task: Task) => task.group.tgid }),
  getppid: call({ ...plain, run: (task: Task) => task.group.parent?.tgid ?? 0 }),
  getpgrp: call({ ...plain, run: (task: Task) => task.group.pgid }),
  getpgid: call({ args: ['pid'], restart: 'never', run: (task: Task, pid: number = 0) => groupOf(task, pid).pgid }),
  setpgid: call({ args: ['pid', 'pid'], restart: 'never', run: setpgid }),
  getsid: call({
    args: ['pid'],
    restart: 'never',
    run: (task: Task, pid: number = 0) => groupOf(task, pid).session.sid,
  }),
  setsid: call({ ...plain, run: setsid }),
  prctl: call({ args: ['int', 'prctlarg'], restart: 'never', run: prctl }),
  getrlimit: call({
    args: ['resource'],
    restart: 'never',
    shown: 'prlimit64',
    run: (task: Task, what: Resource) => task.group.limits[what],
  }),
  setrlimit: call({ args: ['resource', 'rlimit'], restart: 'never', shown: 'prlimit64', run: setrlimit }),
  prlimit: call({ args: ['pid', 'resource', 'optrlimit'], restart: 'never', shown: 'prlimit64', run: prlimit }),
  sched_yield: call({ ...plain, run: schedYield }),
  times: call({ ...plain, run: times }),
  sysinfo: call({ ...plain, run: sysinfo }),
  uname: call({ ...plain, run: uname }),
};
