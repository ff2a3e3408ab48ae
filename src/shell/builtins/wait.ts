/** wait: for processes, jobs, all, or with -n for the next that ends. Authority: bash(1). */
import { findJob } from '../jobs/find.ts';
import { notifyAndForget } from '../jobs/notify.ts';
import { reap } from '../jobs/reap.ts';
import { exitStatus, isDead, type Job, jobOfPid, jobWaitStatus, removeJob } from '../jobs/table.ts';
import { waitUntil } from '../jobs/wait.ts';
import { complain } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { assignTo, isPlace, readonlyAt } from '../variables/place.ts';
import { unsetVariable } from '../variables/variables.ts';
import { parseOptions } from './options.ts';

const UNKNOWN = 127;
const SIGNALLED = 128;

/** What was waited for, and how it ended. */
interface Ended {
  readonly pid: number | undefined;
  readonly status: number;
}

const unknown: Ended = { pid: undefined, status: UNKNOWN };

/** A signal came in between; one that ends the shell leaves `$?` as it is, for its EXIT trap. */
const interrupted = ({ noticed, state }: Shell, signo: number): Ended => ({
  pid: undefined,
  status: noticed.terminating === signo ? state.status : SIGNALLED + signo,
});

function* waitForPid(sh: Shell, pid: number): Doing<Ended> {
  const { jobs } = sh.state;
  const job = jobOfPid(jobs, pid);
  const process = job?.processes.find((one) => one.pid === pid);
  if (!job || !process) {
    if (pid === sh.state.lastSubstitution) return yield* waitForSubstitution(sh, pid);
    const status = jobs.ended.get(pid);
    if (status !== undefined) return { pid, status };
    yield* complain(sh, `wait: pid ${pid} is not a child of this shell`);
    return unknown;
  }
  const signo = yield* waitUntil(
    sh,
    () => process.state === 'done' || (job.state === 'stopped' && sh.state.jobControl),
  );
  if (signo !== 0) return interrupted(sh, signo);
  const status = exitStatus(process.status);
  if (isDead(job) && !sh.state.origin.interactive) forget(sh, job);
  return { pid, status };
}

function* waitForSubstitution(sh: Shell, pid: number): Doing<Ended> {
  const { early } = sh.state.jobs;
  const signo = yield* waitUntil(sh, () => early.has(pid));
  if (signo !== 0) return interrupted(sh, signo);
  const status = early.get(pid);
  return status === undefined ? unknown : { pid, status: exitStatus(status) };
}

/** Nothing more need be said of it. */
function forget(sh: Shell, job: Job): void {
  job.notified = true;
  removeJob(sh.state.jobs, job);
}

function* waitForJob(sh: Shell, spec: string): Doing<Ended> {
  const job = yield* findJob(sh, 'wait', spec);
  if (!job) return unknown;
  const pid = job.processes.at(-1)?.pid;
  const signo = yield* waitUntil(sh, () => job.state !== 'running');
  if (signo !== 0) return interrupted(sh, signo);
  return { pid, status: exitStatus(jobWaitStatus(job)) };
}

function* waitForOne(sh: Shell, id: string): Doing<Ended> {
  if (/^\d+$/.test(id)) return yield* waitForPid(sh, Number(id));
  if (id.startsWith('%')) return yield* waitForJob(sh, id);
  yield* complain(sh, `wait: \`${id}': not a pid or valid job spec`);
  return { pid: undefined, status: 1 };
}

/** Of those that come before the one that is waited for next. */
function* warnOfStopped(sh: Shell, next: Job | undefined): Doing<void> {
  for (const job of sh.state.jobs.jobs) {
    if (job === next) return;
    if (job.state !== 'stopped') continue;
    yield* complain(sh, `wait: warning: job ${job.number}[${job.processes.at(-1)?.pid}] stopped`);
  }
}

/** All that run; a stopped one is not waited for. Of what has ended before nothing is said any more. */
function* waitForAll(sh: Shell): Doing<Ended> {
  const { jobs } = sh.state;
  for (;;) {
    const running = jobs.jobs.find((job) => job.state === 'running');
    yield* warnOfStopped(sh, running);
    if (!running) break;
    const signo = yield* waitUntil(sh, () => running.state !== 'running');
    if (signo !== 0) return interrupted(sh, signo);
  }
  jobs.ended.clear();
  for (const job of jobs.jobs.slice()) if (isDead(job)) forget(sh, job);
  return { pid: undefined, status: 0 };
}

function* jobWith(sh: Shell, pid: string): Doing<Job | undefined> {
  const job = jobOfPid(sh.state.jobs, Number(pid));
  if (!job) yield* complain(sh, `wait: ${pid}: no such job`);
  return job;
}

/** `wait -n`: the next of them that ends, or one that has ended and has not been waited for. */
function* waitForNext(sh: Shell, ids: readonly string[]): Doing<Ended> {
  const { jobs } = sh.state;
  let candidates: Job[] = jobs.jobs.filter((job) => !job.foreground);
  if (ids.length > 0) {
    candidates = [];
    for (const id of ids) {
      const job = yield* /^\d+$/.test(id) ? jobWith(sh, id) : findJob(sh, 'wait', id);
      if (job) candidates.push(job);
    }
  }
  if (candidates.length === 0) return unknown;
  const ended = (): Job | undefined => candidates.find(isDead);
  const signo = ended() ? 0 : yield* waitUntil(sh, () => ended() !== undefined);
  if (signo !== 0) return interrupted(sh, signo);
  const job = ended();
  if (!job) return unknown;
  if (sh.state.origin.interactive) yield* notifyAndForget(sh);
  else forget(sh, job);
  return { pid: job.processes.at(-1)?.pid, status: exitStatus(jobWaitStatus(job)) };
}

/** Why the variable of -p cannot be one. */
function placeProblem(sh: Shell, name: string): string | undefined {
  if (!isPlace(name)) return `\`${name}': not a valid identifier`;
  return readonlyAt(sh, name) === undefined ? undefined : `${name}: cannot unset: readonly variable`;
}

export const wait: Builtin = {
  name: 'wait',
  usage: 'wait [-fn] [-p var] [id ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, wait, args, 'fnp:');
    if (!options) return 2;
    const { rest, given } = options;
    const name = given.get('p');
    const wrong = name === undefined ? undefined : placeProblem(sh, name);
    if (wrong !== undefined) {
      yield* complain(sh, `wait: ${wrong}`);
      return 1;
    }
    if (name !== undefined) unsetVariable(sh.state, name);
    yield* reap(sh);
    let ended: Ended = { pid: undefined, status: 0 };
    if (given.has('n')) ended = yield* waitForNext(sh, rest);
    else if (rest.length === 0) ended = yield* waitForAll(sh);
    else for (const id of rest) ended = yield* waitForOne(sh, id);
    if (name !== undefined && ended.pid !== undefined) assignTo(sh, name, String(ended.pid));
    return ended.status;
  },
};
