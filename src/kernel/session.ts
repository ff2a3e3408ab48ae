/**
 * Process groups and sessions: who joins which, and what the end of a session's leader does to its terminal.
 * Authority: setpgid(2), setsid(2), credentials(7).
 */
import { type Failure, fail } from './errno.ts';
import type { Kernel } from './kernel.ts';
import { sendToGroup } from './signal.ts';
import { SIGCONT, SIGHUP } from './signum.ts';
import type { Session, Task, ThreadGroup } from './task.ts';

const groupExists = (kernel: Kernel, pgid: number, session: Session): boolean => {
  for (const member of kernel.processGroups.membersOf(pgid)) if (member.session === session) return true;
  return false;
};

/**
 * EINVAL (also for a thread), ESRCH (neither caller nor child; a zombie still is one), EACCES (child after its exec), EPERM (leader,
 * other session, no such group).
 */
export function setpgid(task: Task, pid: number, pgid: number): 0 | Failure {
  const { kernel, group: caller } = task;
  const wanted = pgid || pid || caller.tgid;
  if (wanted < 0) return fail('EINVAL');
  const target = pid === 0 ? caller : kernel.tasks.get(pid)?.group;
  if (!target) return fail('ESRCH');
  if (pid !== 0 && target.tgid !== pid) return fail('EINVAL');
  if (target !== caller && target.parent !== caller) return fail('ESRCH');
  if (target !== caller) {
    if (target.session !== caller.session) return fail('EPERM');
    if (target.didExec) return fail('EACCES');
  }
  if (target.session.sid === target.tgid) return fail('EPERM');
  if (wanted !== target.tgid && !groupExists(kernel, wanted, target.session)) return fail('EPERM');
  kernel.processGroups.join(target, wanted);
  return 0;
}

/** A new session without terminal. EPERM for the leader of a group. */
export function setsid(task: Task): number | Failure {
  const { kernel, group } = task;
  const [member] = kernel.processGroups.membersOf(group.tgid);
  if (member) return fail('EPERM');
  group.session = { sid: group.tgid, tty: undefined };
  kernel.sessions.set(group.tgid, group.session);
  kernel.processGroups.join(group, group.tgid);
  return group.tgid;
}

/** The leader of a session takes the terminal away from it. */
export function leaveSession(kernel: Kernel, group: ThreadGroup): void {
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
