/**
 * Rows of the system call table: who a process is, and how nice.
 * Models real, effective and saved ids and supplementary groups; root may become anybody. Leaves out capabilities and
 * file system ids. Authority: credentials(7), setuid(2), setresuid(2), setgroups(2), getpriority(2), nice(2).
 */
import { PRIO_PGRP, PRIO_PROCESS, PRIO_USER, type Resuid } from './abi.ts';
import { type Failure, fail, isFailure } from './errno.ts';
import { call } from './row.ts';
import { type Cred, isRoot, type Task, validId } from './task.ts';

const MAX_GROUPS = 65536;
const MIN_NICE = -20;
const MAX_NICE = 19;

function setuid(task: Task, uid: number): 0 | Failure {
  const { cred } = task;
  if (!validId(uid)) return fail('EINVAL');
  if (isRoot(task)) task.cred = { ...cred, ruid: uid, euid: uid, suid: uid };
  else if (uid === cred.ruid || uid === cred.suid) task.cred = { ...cred, euid: uid };
  else return fail('EPERM');
  return 0;
}

function setgid(task: Task, gid: number): 0 | Failure {
  const { cred } = task;
  if (!validId(gid)) return fail('EINVAL');
  if (isRoot(task)) task.cred = { ...cred, rgid: gid, egid: gid, sgid: gid };
  else if (gid === cred.rgid || gid === cred.sgid) task.cred = { ...cred, egid: gid };
  else return fail('EPERM');
  return 0;
}

/** Real, effective, saved. */
type Ids = readonly [number, number, number];

/** The new ids, −1 keeping the old one; without root's rights each must be one of the three there are. */
function chosen(task: Task, wanted: Ids, have: Ids): Ids | Failure {
  if (wanted.some((id) => id !== -1 && !validId(id))) return fail('EINVAL');
  if (!isRoot(task) && wanted.some((id) => id !== -1 && !have.includes(id))) return fail('EPERM');
  const pick = (at: 0 | 1 | 2): number => (wanted[at] === -1 ? have[at] : wanted[at]);
  return [pick(0), pick(1), pick(2)];
}

function setresuid(task: Task, ruid: number, euid: number, suid: number): 0 | Failure {
  const { cred } = task;
  const ids = chosen(task, [ruid, euid, suid], [cred.ruid, cred.euid, cred.suid]);
  if (isFailure(ids)) return ids;
  task.cred = { ...cred, ruid: ids[0], euid: ids[1], suid: ids[2] };
  return 0;
}

function setresgid(task: Task, rgid: number, egid: number, sgid: number): 0 | Failure {
  const { cred } = task;
  const ids = chosen(task, [rgid, egid, sgid], [cred.rgid, cred.egid, cred.sgid]);
  if (isFailure(ids)) return ids;
  task.cred = { ...cred, rgid: ids[0], egid: ids[1], sgid: ids[2] };
  return 0;
}

function setgroups(task: Task, groups: readonly number[]): 0 | Failure {
  if (!isRoot(task)) return fail('EPERM');
  if (groups.length > MAX_GROUPS || !groups.every(validId)) return fail('EINVAL');
  task.cred = { ...task.cred, groups: [...groups] };
  return 0;
}

const withinNice = (value: number): number => Math.max(MIN_NICE, Math.min(MAX_NICE, value));

function nice(task: Task, increment: number): number | Failure {
  const wanted = withinNice(task.nice + increment);
  if (wanted < task.nice && !isRoot(task)) return fail('EPERM');
  task.nice = wanted;
  return task.nice;
}

/** Whom a priority is about: threads, each has its own, of a group those who came last first; `who` 0 is the caller. EINVAL, ESRCH. */
function addressed(task: Task, which: number, who: number): Task[] | Failure {
  const { kernel, group, cred } = task;
  const finders: Readonly<Record<number, () => Task[]>> = {
    [PRIO_PROCESS]: () => [kernel.tasks.get(who || task.pid)].filter((other) => other !== undefined),
    [PRIO_PGRP]: () => [...kernel.processGroups.membersOf(who || group.pgid)].reverse().flatMap(({ tasks }) => tasks),
    [PRIO_USER]: () => [...kernel.tasks.values()].filter((other) => other.cred.ruid === (who || cred.ruid)),
  };
  const find = finders[which];
  if (!find) return fail('EINVAL');
  const found = find();
  return found.length > 0 ? found : fail('ESRCH');
}

/** The nice value that is best for them: the lowest. */
function getpriority(task: Task, which: number, who: number): number | Failure {
  const found = addressed(task, which, who);
  return Array.isArray(found) ? Math.min(...found.map(({ nice }) => nice)) : found;
}

/** EPERM for somebody else's process, EACCES for a better value than it has; both only without root's rights. */
function setpriority(task: Task, which: number, who: number, value: number): 0 | Failure {
  const found = addressed(task, which, who);
  if (!Array.isArray(found)) return found;
  const { euid } = task.cred;
  const mayTouch = ({ cred }: Task): boolean => isRoot(task) || cred.ruid === euid || cred.euid === euid;
  let answer: 0 | Failure = 0;
  for (const other of found) {
    if (!mayTouch(other)) answer = fail('EPERM');
    else if (withinNice(value) < other.nice && !isRoot(task)) answer = fail('EACCES');
    else other.nice = withinNice(value);
  }
  return answer;
}

const one = <R>(read: (cred: Cred) => R) =>
  call({ args: [], restart: 'never', run: (task: Task): R => read(task.cred) });

export const credCalls = {
  getuid: one(({ ruid }) => ruid),
  geteuid: one(({ euid }) => euid),
  getgid: one(({ rgid }) => rgid),
  getegid: one(({ egid }) => egid),
  getgroups: one(({ groups }) => groups),
  getresuid: one(({ ruid, euid, suid }): Resuid => ({ ruid, euid, suid })),
  setuid: call({ args: ['int'], restart: 'never', run: setuid }),
  setgid: call({ args: ['int'], restart: 'never', run: setgid }),
  setresuid: call({ args: ['int', 'int', 'int'], restart: 'never', run: setresuid }),
  setresgid: call({ args: ['int', 'int', 'int'], restart: 'never', run: setresgid }),
  setgroups: call({ args: ['ids'], restart: 'never', run: setgroups }),
  nice: call({ args: ['int'], restart: 'never', run: nice }),
  getpriority: call({ args: ['int', 'int'], restart: 'never', run: getpriority }),
  setpriority: call({ args: ['int', 'int', 'int'], restart: 'never', run: setpriority }),
};
