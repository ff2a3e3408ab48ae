/**
 * Rows of the system call table: processes, identities, limits, time.
 * Authority: fork(2), execve(2), wait(2), setpgid(2), setsid(2), credentials(7), getrlimit(2), nanosleep(2), uname(2).
 */
import type { Resource, Rlimit, Times, Utsname } from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { execve, exitGroup, fork, setpgid, setsid, wait4 } from './process.ts';
import { call } from './row.ts';
import type { Task, ThreadGroup } from './task.ts';
import { Wait, WaitQueue } from './wait-queue.ts';

const groupOf = (task: Task, pid: number): ThreadGroup => {
  const group = pid === 0 ? task.group : task.kernel.groups.get(pid);
  if (!group) throw fail('ESRCH');
  return group;
};

/** Sleeps for `us` virtual µs. A restart goes on to the same moment. */
function nanosleep(task: Task, us: number): 0 | Failure | Wait {
  if (us < 0) return fail('EINVAL');
  const until = (task.call?.startedAt ?? task.kernel.now) + us;
  const queue = new WaitQueue('hrtimer_nanosleep', () => ({ kind: 'sleep', until }));
  return new Wait([queue], { deadline: until, onTimeout: 0 });
}

function setrlimit(task: Task, resource: Resource, limit: Rlimit): 0 | Failure {
  const old = task.group.limits[resource];
  if (limit.soft > limit.hard) return fail('EINVAL');
  if (limit.hard > old.hard && task.cred.euid !== 0) return fail('EPERM');
  task.group.limits[resource] = limit;
  return 0;
}

function times(task: Task): Times {
  const { utime, stime, childrenUtime, childrenStime } = task.group;
  return { utime, stime, cutime: childrenUtime, cstime: childrenStime, elapsed: task.kernel.now };
}

function setuid(task: Task, uid: number): 0 | Failure {
  const { cred } = task;
  if (cred.euid === 0) task.cred = { ...cred, ruid: uid, euid: uid, suid: uid };
  else if (uid === cred.ruid || uid === cred.suid) task.cred = { ...cred, euid: uid };
  else return fail('EPERM');
  return 0;
}

function setgid(task: Task, gid: number): 0 | Failure {
  const { cred } = task;
  if (cred.euid === 0) task.cred = { ...cred, rgid: gid, egid: gid, sgid: gid };
  else if (gid === cred.rgid || gid === cred.sgid) task.cred = { ...cred, egid: gid };
  else return fail('EPERM');
  return 0;
}

const MIN_NICE = -20;
const MAX_NICE = 19;
function nice(task: Task, increment: number): number | Failure {
  if (increment < 0 && task.cred.euid !== 0) return fail('EPERM');
  task.group.nice = Math.max(MIN_NICE, Math.min(MAX_NICE, task.group.nice + increment));
  return task.group.nice;
}

const uname = (task: Task): Utsname => ({
  sysname: 'Linux',
  nodename: task.kernel.hostname,
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
  wait4: call({ args: ['pid', 'waitflags'], restart: 'sys', run: wait4 }),
  getpid: call({ ...plain, run: (task: Task) => task.group.tgid }),
  gettid: call({ ...plain, run: (task: Task) => task.pid }),
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
  getuid: call({ ...plain, run: (task: Task) => task.cred.ruid }),
  geteuid: call({ ...plain, run: (task: Task) => task.cred.euid }),
  getgid: call({ ...plain, run: (task: Task) => task.cred.rgid }),
  getegid: call({ ...plain, run: (task: Task) => task.cred.egid }),
  getgroups: call({ ...plain, run: (task: Task) => task.cred.groups }),
  setuid: call({ args: ['int'], restart: 'never', run: setuid }),
  setgid: call({ args: ['int'], restart: 'never', run: setgid }),
  nice: call({ args: ['int'], restart: 'never', run: nice }),
  setSubreaper: call({
    args: ['int'],
    restart: 'never',
    shown: 'prctl',
    run: (task: Task, on: boolean): 0 => {
      task.group.subreaper = on;
      return 0;
    },
  }),
  getrlimit: call({
    args: ['int'],
    restart: 'never',
    shown: 'prlimit64',
    run: (task: Task, what: Resource) => task.group.limits[what],
  }),
  setrlimit: call({ args: ['int', 'struct'], restart: 'never', shown: 'prlimit64', run: setrlimit }),
  nanosleep: call({ args: ['struct'], restart: 'block', shown: 'clock_nanosleep', run: nanosleep }),
  clock_gettime: call({ ...plain, run: (task: Task) => task.kernel.realTime() }),
  times: call({ ...plain, run: times }),
  uname: call({ ...plain, run: uname }),
};
