/**
 * Making processes: a fork with a clone of the shell's record, put into a job, with the terminal where it belongs.
 * Every pipeline stage, `&`, `( )`, `$( )` and external command comes through here.
 * Authority: bash(1), COMMAND EXECUTION ENVIRONMENT; bash's make_child().
 */
import { SIG_SETMASK } from '../../kernel/abi.ts';
import type { Body } from '../../kernel/call.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { ExpansionError } from '../expand/env.ts';
import { addJob, exitStatus, type Job, type JobProcess, noJobs, removeJob } from '../jobs/table.ts';
import { giveTerminal } from '../jobs/terminal.ts';
import { waitForeground } from '../jobs/wait.ts';
import { printError, speaker } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { cloneState, lendState } from '../state.ts';
import { giveUp } from './give-up.ts';
import { Stack } from './nested.ts';
import { type ChildKind, childSignals, holdSignals, ignoredBy } from './signals.ts';
import { endInterrupted, runExitTrap } from './trap.ts';

/** A job while its processes are being made. */
export interface Launch {
  readonly processes: JobProcess[];
  /** 0 until the first process is there. */
  pgid: number;
  readonly async: boolean;
  readonly controlled: boolean;
}

export const launch = (sh: Shell, async: boolean, controlled = sh.state.jobControl): Launch => ({
  processes: [],
  pgid: 0,
  async,
  controlled,
});

/** BASH_COMPAT up to this: `break` in a subshell ends it, as if the loop around it were its own. */
const KEEPS_LOOPS = 44;

export type ChildBody = (child: Shell) => Doing<number>;

const RETRY_SECONDS = [1, 2, 4, 8];
const FORK_FAILED = 254;

/** Adds a process to the job. Undefined where the kernel has no process left: that has been said, and is being unwound. */
export function* spawn(
  sh: Shell,
  job: Launch,
  command: string,
  kind: ChildKind,
  body: ChildBody,
): Doing<number | undefined> {
  const { sys } = sh;
  const mask = yield* holdSignals(sh);
  const state = kind.purpose === 'program' ? lendState(sh.state) : cloneState(sh.state);
  const child = (childSys: Sys): Body => {
    const shell = sh.interpreter.newShell(childSys, state);
    shell.tty = sh.tty;
    shell.pgid = sh.pgid;
    shell.inSubstitution = sh.inSubstitution || kind.substitution !== undefined;
    return new Stack(childMain(shell, job, kind, mask, body));
  };
  let pid = yield* sys.fork(child);
  for (let retry = 0; isFailure(pid) && retry < RETRY_SECONDS.length; retry++) {
    yield* sys.sigprocmask(SIG_SETMASK, mask);
    yield* printError(sh, `${speaker(sh)}: fork: retry: Resource temporarily unavailable\n`);
    yield* sys.nanosleep((RETRY_SECONDS[retry] ?? 1) * 1e6);
    yield* holdSignals(sh);
    pid = yield* sys.fork(child);
  }
  if (isFailure(pid)) {
    yield* sys.sigprocmask(SIG_SETMASK, mask);
    yield* printError(sh, `${speaker(sh)}: fork: Resource temporarily unavailable\n`);
    sh.state.status = FORK_FAILED;
    sh.flow = { kind: sh.state.origin.interactive ? 'discard' : 'exit' };
    return undefined;
  }
  if (job.controlled && !kind.substitution) {
    if (job.pgid === 0) job.pgid = pid;
    yield* sys.setpgid(pid, job.pgid);
  } else if (job.pgid === 0) job.pgid = sh.pgid;
  job.processes.push({ pid, command, state: 'running', status: 0 });
  yield* sys.sigprocmask(SIG_SETMASK, mask);
  return pid;
}

/** The child's side of `spawn`. Signals are held until it has its own dispositions. */
function* childMain(
  child: Shell,
  job: Launch,
  kind: ChildKind,
  mask: bigint,
  body: ChildBody,
): Generator<void, number, unknown> {
  const { sys, state } = child;
  state.pid = yield* sys.getpid();
  const own = job.controlled && !kind.substitution;
  if (own) {
    const pgid = job.pgid === 0 ? state.pid : job.pgid;
    yield* sys.setpgid(0, pgid);
    if (!job.async && state.subshellDepth === 0) yield* giveTerminal(child, pgid);
    child.pgid = pgid;
  }
  const ignored = ignoredBy(kind, job.async && !job.controlled, state.jobControl);
  enterSubshell(child, kind);
  if (kind.purpose === 'command') child.undecided = { inherited: ignored.inherited, async: job.async };
  yield* childSignals(child, kind.purpose, ignored, mask);
  let status = yield* started(child, body);
  if (child.flow) status = state.status;
  yield* endInterrupted(child);
  return (yield* runExitTrap(child, status)) & 0xff;
}

/** Redirections may fail to expand before anything runs that would notice. */
function* started(child: Shell, body: ChildBody): Doing<number> {
  try {
    return yield* body(child);
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError)) throw thrown;
    return yield* giveUp(child, thrown, true);
  }
}

function enterSubshell(child: Shell, kind: ChildKind): void {
  const { state } = child;
  state.subshellDepth++;
  if (kind.subshell) state.shownSubshells++;
  state.jobControl = false;
  // A simple command or a substitution inside of a loop leaves it without a word.
  if (state.compat > KEEPS_LOOPS && kind.purpose === 'shell' && !kind.substitution) state.loops = 0;
  if (kind.purpose === 'shell' && !kind.substitution) state.jobs = noJobs();
}

/** All processes are there: the job gets its number. */
export function* enlist(sh: Shell, made: Launch, hidden = false): Doing<Job> {
  const { state } = sh;
  const job = addJob(
    state.jobs,
    {
      pgid: made.pgid,
      processes: made.processes,
      foreground: !made.async,
      async: made.async,
      controlled: made.controlled,
      pipefail: state.options.pipefail,
      directory: state.directory,
      hidden,
    },
    state.origin.interactive,
  );
  if (!made.async && made.controlled && state.subshellDepth === 0) yield* giveTerminal(sh, job.pgid);
  return job;
}

/** The job in the foreground: waits for it, and notes the statuses of its processes. */
export function* runForeground(sh: Shell, made: Launch): Doing<number> {
  const job = yield* enlist(sh, made);
  const status = yield* waitForeground(sh, job);
  sh.state.pipeStatus = job.processes.map((process) => exitStatus(process.status));
  if (job.state === 'dead') {
    job.notified = true;
    removeJob(sh.state.jobs, job);
  }
  return status;
}

/** The job in the background: `[1] 1235` in an interactive shell, and `$!`. */
export function* runBackground(sh: Shell, made: Launch): Doing<void> {
  const { state } = sh;
  const job = yield* enlist(sh, made);
  const pid = job.processes.at(-1)?.pid;
  state.lastBackground = pid;
  if (state.origin.interactive && state.subshellDepth === 0) yield* printError(sh, `[${job.number}] ${pid}\n`);
}
