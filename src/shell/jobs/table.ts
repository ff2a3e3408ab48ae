/**
 * The job table: which processes the shell has started, in which jobs, and what is known of them. Pure bookkeeping.
 * Models numbers, the marks + and -, states, and the remembered statuses of ended background processes.
 * Authority: bash(1), JOB CONTROL; the order of choices for + and - is that of bash's jobs.c.
 */
import { WEXITSTATUS, WIFCONTINUED, WIFSIGNALED, WIFSTOPPED, WSTOPSIG, WTERMSIG } from '../../kernel/abi.ts';

export interface JobProcess {
  readonly pid: number;
  readonly command: string;
  state: 'running' | 'stopped' | 'done';
  /** The wait status that was last reported. */
  status: number;
}

export interface Job {
  readonly number: number;
  /** Of its own with job control, else the shell's. */
  pgid: number;
  readonly processes: readonly JobProcess[];
  state: 'running' | 'stopped' | 'dead';
  foreground: boolean;
  /** Started with `&`. */
  readonly async: boolean;
  /** Started with job control on. */
  readonly controlled: boolean;
  readonly pipefail: boolean;
  /** Its state has been told. */
  notified: boolean;
  /** A command substitution: waited for like a job, shown to nobody. */
  readonly hidden: boolean;
  /** `disown -h`. */
  noHangup: boolean;
  /** The directory it was started in. */
  readonly directory: string;
}

export interface JobTable {
  /** In the order of their numbers. */
  jobs: Job[];
  current: number | undefined;
  previous: number | undefined;
  /** Where a non-interactive shell looks for the next free number. */
  lastMade: number;
  /** Statuses of background processes that have ended, for `wait PID`; oldest first. */
  readonly ended: Map<number, number>;
  /** Children that ended before they were in a job: wait statuses by pid. */
  readonly early: Map<number, number>;
}

const REMEMBERED = 4096;

export const noJobs = (): JobTable => ({
  jobs: [],
  current: undefined,
  previous: undefined,
  lastMade: 0,
  ended: new Map(),
  early: new Map(),
});

const cloneJob = (job: Job): Job => ({ ...job, processes: job.processes.map((process) => ({ ...process })) });

export const cloneJobs = (table: JobTable): JobTable => ({
  ...table,
  jobs: table.jobs.map(cloneJob),
  ended: new Map(table.ended),
  early: new Map(),
});

export const jobNumbered = (table: JobTable, number: number | undefined): Job | undefined =>
  number === undefined ? undefined : table.jobs.find((job) => job.number === number);

export const jobOfPid = (table: JobTable, pid: number): Job | undefined =>
  table.jobs.find((job) => job.processes.some((process) => process.pid === pid));

export const isDead = (job: Job): boolean => job.state === 'dead';
export const lastProcess = (job: Job): JobProcess => {
  const last = job.processes.at(-1);
  if (!last) throw new Error('a job without processes');
  return last;
};

/** $? of a process that was stopped or has ended. */
export function exitStatus(status: number): number {
  if (WIFSTOPPED(status)) return 128 + WSTOPSIG(status);
  if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
  return WEXITSTATUS(status);
}

/** The wait status that counts for the job: its last process's, or with pipefail the last that is not 0. */
export function jobWaitStatus(job: Job): number {
  if (!job.pipefail) return lastProcess(job).status;
  return job.processes.findLast((process) => process.status !== 0)?.status ?? 0;
}

export type NewJob = Pick<
  Job,
  'pgid' | 'processes' | 'foreground' | 'async' | 'controlled' | 'pipefail' | 'directory' | 'hidden'
>;

/** Interactive shells take the number after the highest; others the next free one after the last they gave. */
function nextNumber(table: JobTable, interactive: boolean): number {
  const highest = table.jobs.at(-1)?.number ?? 0;
  if (interactive || highest === 0) return highest + 1;
  const used = new Set(table.jobs.map((job) => job.number));
  let number = table.lastMade + 1;
  while (used.has(number)) number++;
  return number;
}

export function addJob(table: JobTable, parts: NewJob, interactive: boolean): Job {
  forgetTold(table);
  const number = nextNumber(table, interactive);
  const job: Job = { number, state: 'running', notified: false, noHangup: false, ...parts };
  const behind = table.jobs.findIndex((other) => other.number > number);
  table.jobs.splice(behind < 0 ? table.jobs.length : behind, 0, job);
  table.lastMade = number;
  for (const process of job.processes) claimEarly(table, process);
  settle(job);
  if (job.async) resetCurrent(table);
  return job;
}

/** A process may end before its job is there. */
function claimEarly(table: JobTable, process: JobProcess): void {
  const status = table.early.get(process.pid);
  if (status === undefined) return;
  table.early.delete(process.pid);
  process.status = status;
  process.state = 'done';
}

export function removeJob(table: JobTable, job: Job): void {
  table.jobs = table.jobs.filter((other) => other !== job);
  if (table.jobs.length === 0) table.lastMade = 0;
  else if (table.lastMade === job.number) table.lastMade = table.jobs.at(-1)?.number ?? 0;
  if (table.current === job.number || table.previous === job.number) resetCurrent(table);
}

/** Removes ended jobs of which the user knows. */
export function forgetTold(table: JobTable): void {
  for (const job of table.jobs.slice()) if (isDead(job) && job.notified) removeJob(table, job);
}

export function rememberEnd(table: JobTable, pid: number, status: number): void {
  remember(table.ended, pid, status);
}

function remember(statuses: Map<number, number>, pid: number, status: number): void {
  statuses.delete(pid);
  statuses.set(pid, status);
  if (statuses.size <= REMEMBERED) return;
  for (const oldest of statuses.keys()) {
    statuses.delete(oldest);
    return;
  }
}

const newest = (table: JobTable, state: Job['state'], below: number): number | undefined =>
  table.jobs.findLast((job) => job.number < below && job.state === state)?.number;

export function setCurrent(table: JobTable, number: number): void {
  if (table.current !== number) {
    table.previous = table.current;
    table.current = number;
  }
  const previous = jobNumbered(table, table.previous);
  if (previous && previous.number !== number && previous.state === 'stopped') return;
  const current = jobNumbered(table, number);
  const stopped = current?.state === 'stopped' ? newest(table, 'stopped', number) : undefined;
  if (stopped !== undefined) {
    table.previous = stopped;
    return;
  }
  const below = current?.state === 'running' ? number : Number.POSITIVE_INFINITY;
  table.previous = newest(table, 'running', below) ?? number;
}

export function resetCurrent(table: JobTable): void {
  const all = Number.POSITIVE_INFINITY;
  const stopped = (number: number | undefined): number | undefined =>
    jobNumbered(table, number)?.state === 'stopped' ? number : undefined;
  const candidate =
    stopped(table.current) ?? stopped(table.previous) ?? newest(table, 'stopped', all) ?? newest(table, 'running', all);
  if (candidate !== undefined) setCurrent(table, candidate);
  else table.current = table.previous = undefined;
}

/** The state of a job from those of its processes. */
function settle(job: Job): void {
  const running = job.processes.some((process) => process.state === 'running');
  if (running) {
    job.state = 'running';
    return;
  }
  job.state = job.processes.some((process) => process.state === 'stopped') ? 'stopped' : 'dead';
}

/** What wait4 said of a process; answers its job if it is known. */
export function recordStatus(table: JobTable, pid: number, status: number): Job | undefined {
  const job = table.jobs.find((one) => one.processes.some((p) => p.pid === pid && p.state !== 'done'));
  const process = job?.processes.find((p) => p.pid === pid && p.state !== 'done');
  if (!job || !process) {
    if (!WIFSTOPPED(status) && !WIFCONTINUED(status)) remember(table.early, pid, status);
    return undefined;
  }
  process.status = status;
  process.state = WIFCONTINUED(status) ? 'running' : WIFSTOPPED(status) ? 'stopped' : 'done';
  if (process.state === 'running') process.status = 0;
  const before = job.state;
  settle(job);
  if (job.state !== 'running' || before === 'stopped') job.notified = false;
  if (job.state === 'stopped') {
    job.foreground = false;
    if (before !== 'stopped') setCurrent(table, job.number);
  } else if (before === 'stopped' && job.state === 'running') {
    resetCurrent(table);
  }
  if (process.state === 'done' && job.async) rememberEnd(table, pid, exitStatus(status));
  return job;
}

/** `fg`, `bg`: all its processes run again. */
export function markRunning(table: JobTable, job: Job): void {
  for (const process of job.processes) if (process.state === 'stopped') process.state = 'running';
  settle(job);
  job.notified = false;
  resetCurrent(table);
}
