/**
 * Waiting: for a foreground job, and in the `wait` builtin.
 * SIGINT while a script waits: if the child dies of it the script does too, if the child goes on so does the script.
 * Authority: bash(1), SIGNALS and `wait`; bash's wait_for().
 */
import { SIG_BLOCK, SIG_SETMASK, WIFSIGNALED, WIFSTOPPED, WTERMSIG } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { SIGCHLD, SIGINT, type SigSet, sigbit } from '../../kernel/signum.ts';
import { printError } from '../output.ts';
import { dispose, usual } from '../run/signals.ts';
import type { Doing, Shell } from '../shell.ts';
import { notifyAndForget } from './notify.ts';
import { record, waitFlags } from './reap.ts';
import { exitStatus, type Job, jobWaitStatus } from './table.ts';
import { giveTerminal, keepModes, restoreModes } from './terminal.ts';

/** SIGCHLD waits meanwhile, so that no handler takes away what is waited for. */
function* holdChildren(sh: Shell): Doing<SigSet> {
  const old = yield* sh.sys.sigprocmask(SIG_BLOCK, sigbit(SIGCHLD));
  return isFailure(old) ? 0n : old;
}

/** As `work` does, and SIGCHLD waits meanwhile. */
export function* withoutReports<T>(sh: Shell, work: () => Doing<T>): Doing<T> {
  const mask = yield* holdChildren(sh);
  const result = yield* work();
  yield* sh.sys.sigprocmask(SIG_SETMASK, mask);
  return result;
}

/** One child reports, or a signal comes in between. `nobody`: there is none left. */
type Step = 'reported' | 'interrupted' | 'nobody';

function* waitOnce(sh: Shell): Doing<Step> {
  const waited = yield* sh.sys.wait4(-1, waitFlags(sh));
  if (!isFailure(waited)) {
    record(sh, waited);
    return 'reported';
  }
  return waited.errno === 'EINTR' ? 'interrupted' : 'nobody';
}

/** The kernel knows of no child any more: what is still called running has gone unseen. */
function abandon(job: Job): void {
  for (const process of job.processes) if (process.state === 'running') process.state = 'done';
  job.state = 'dead';
}

/** Waits for a foreground job to end or stop; its status is `$?`, which stays as it is when a signal ends the shell. */
export function* waitForeground(sh: Shell, job: Job): Doing<number> {
  const { noticed } = sh;
  const mask = yield* holdChildren(sh);
  const shared = !job.controlled && !sh.state.traps.has(SIGINT) && usual(sh, SIGINT) === 'default';
  const caught = shared && (yield* catchInterrupts(sh));
  noticed.waitInterrupt = false;
  noticed.waiting = true;
  while (job.state === 'running') {
    const step = yield* waitOnce(sh);
    if (step === 'nobody') abandon(job);
    if (noticed.terminating !== 0) break;
  }
  noticed.waiting = false;
  if (caught) yield* dispose(sh, SIGINT, 'default');
  yield* finishForeground(sh, job);
  yield* sh.sys.sigprocmask(SIG_SETMASK, mask);
  return noticed.terminating === 0 ? exitStatus(jobWaitStatus(job)) : sh.state.status;
}

/** Answers whether SIGINT is caught now; where it is ignored it stays so. */
function* catchInterrupts(sh: Shell): Doing<boolean> {
  const old = yield* sh.sys.sigaction(SIGINT);
  if (isFailure(old) || old.handler === 'ignore') return false;
  yield* dispose(sh, SIGINT, 'catch');
  return true;
}

function* finishForeground(sh: Shell, job: Job): Doing<void> {
  const { state, noticed } = sh;
  const status = stopOrEnd(job);
  const interactive = state.origin.interactive && state.subshellDepth === 0;
  if (job.controlled && state.jobControl) yield* giveTerminal(sh, sh.pgid);
  if (interactive) {
    if (WIFSIGNALED(status) || WIFSTOPPED(status)) yield* restoreModes(sh);
    else yield* keepModes(sh);
  }
  const interrupted = diedOf(job, SIGINT);
  if (interrupted && interactive && job.controlled) yield* interruptedJob(sh);
  if (job.state === 'stopped' && state.loops > 0) sh.flow ??= { kind: 'break', levels: state.loops };
  yield* notifyAndForget(sh);
  if (!noticed.waitInterrupt || job.controlled) return;
  noticed.waitInterrupt = false;
  if (interrupted) yield* interruptSelf(sh);
}

export function diedOf(job: Job, signo: number): boolean {
  const status = jobWaitStatus(job);
  return job.state === 'dead' && WIFSIGNALED(status) && WTERMSIG(status) === signo;
}

const stopOrEnd = (job: Job): number => {
  const stopped = job.processes.find((process) => process.state === 'stopped');
  return stopped ? stopped.status : jobWaitStatus(job);
};

/** The user pressed Ctrl-C in a foreground job: loops and lists around it end as if the shell had got it as well. */
function* interruptedJob(sh: Shell): Doing<void> {
  const { state } = sh;
  const trapped = state.traps.has(SIGINT);
  if (state.loops > 0 || (!trapped && sh.lists > 0)) {
    sh.flow ??= { kind: 'interrupt' };
    state.status = 128 + SIGINT;
  } else yield* printError(sh, '\n');
}

/** The child died of a SIGINT that came to the shell as well. */
function* interruptSelf(sh: Shell): Doing<void> {
  const { state } = sh;
  if (state.traps.has(SIGINT)) return;
  if (state.origin.interactive && state.subshellDepth === 0) {
    sh.noticed.interrupt = true;
    sh.noticed.any = true;
    return;
  }
  if (state.subshellDepth > 0) sh.noticed.subshellInterrupt = true;
  else sh.noticed.terminating = SIGINT;
  sh.noticed.any = true;
}

/** For the `wait` builtin: until `done()`, or a signal with a trap (answers its number) or Ctrl-C (SIGINT). */
export function* waitUntil(sh: Shell, done: () => boolean): Doing<number> {
  const mask = yield* holdChildren(sh);
  let interrupted = 0;
  for (;;) {
    // A signal counts even if what was waited for has ended at the same time.
    interrupted = pendingSignal(sh);
    if (interrupted !== 0 || done()) break;
    const step = yield* waitOnce(sh);
    if (step === 'nobody') break;
  }
  yield* notifyAndForget(sh);
  yield* sh.sys.sigprocmask(SIG_SETMASK, mask);
  return interrupted;
}

function pendingSignal(sh: Shell): number {
  const { noticed } = sh;
  if (noticed.interrupt || noticed.subshellInterrupt) return SIGINT;
  return noticed.terminating !== 0 ? noticed.terminating : (noticed.traps[0] ?? 0);
}
