/** fg and bg: a job goes on, with or without the terminal. Authority: bash(1), JOB CONTROL. */
import { SIGCONT } from '../../kernel/signum.ts';
import { findJob } from '../jobs/find.ts';
import { jobPlace } from '../jobs/notify.ts';
import { reap } from '../jobs/reap.ts';
import { isDead, type Job, lastProcess, markRunning, removeJob, setCurrent } from '../jobs/table.ts';
import { giveTerminal, keepModes, restoreModes } from '../jobs/terminal.ts';
import { jobCommand, tildePath } from '../jobs/text.ts';
import { waitForeground } from '../jobs/wait.ts';
import { complain, print } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { noOptions } from './options.ts';

/** ` (wd: ~)` behind the command of a job that was started elsewhere. */
function place(sh: Shell, job: Job): string {
  const { directory, home } = jobPlace(sh);
  return job.directory === directory ? '' : `\t(wd: ${tildePath(job.directory, home)})`;
}

/** The job that is meant, if it can go on. */
function* chosen(sh: Shell, caller: string, spec: string | undefined): Doing<Job | undefined> {
  yield* reap(sh);
  const job = yield* findJob(sh, caller, spec);
  if (!job) return undefined;
  if (isDead(job)) {
    yield* complain(sh, `${caller}: job has terminated`);
    return undefined;
  }
  if (!job.controlled) {
    yield* complain(sh, `${caller}: job ${job.number} started without job control`);
    return undefined;
  }
  return job;
}

function* resume(sh: Shell, job: Job): Doing<void> {
  if (job.state !== 'stopped') return;
  markRunning(sh.state.jobs, job);
  yield* sh.sys.kill(-job.pgid, SIGCONT);
}

function* toForeground(sh: Shell, job: Job): Doing<number> {
  const { state } = sh;
  setCurrent(state.jobs, job.number);
  yield* print(sh, 'fg', `${jobCommand(job)}${place(sh, job)}\n`);
  job.foreground = true;
  yield* keepModes(sh);
  const modes = sh.termios;
  yield* giveTerminal(sh, job.pgid);
  yield* resume(sh, job);
  const status = yield* waitForeground(sh, job);
  sh.termios = modes;
  yield* restoreModes(sh);
  if (isDead(job)) removeJob(state.jobs, job);
  return status;
}

function* toBackground(sh: Shell, job: Job): Doing<number> {
  const { jobs } = sh.state;
  if (job.state === 'running') {
    yield* complain(sh, `bg: job ${job.number} already in background`);
    return 0;
  }
  const mark = job.number === jobs.current ? '+' : job.number === jobs.previous ? '-' : ' ';
  yield* print(sh, 'bg', `[${job.number}]${mark} ${jobCommand(job)} &${place(sh, job)}\n`);
  job.foreground = false;
  sh.state.lastBackground = lastProcess(job).pid;
  yield* resume(sh, job);
  return 0;
}

function* noControl(sh: Shell, name: string): Doing<number> {
  yield* complain(sh, `${name}: no job control`);
  return 1;
}

export const fg: Builtin = {
  name: 'fg',
  usage: 'fg [job_spec]',
  *run(sh, args) {
    if (!sh.state.jobControl) return yield* noControl(sh, 'fg');
    const rest = yield* noOptions(sh, fg, args);
    if (!rest) return 2;
    const job = yield* chosen(sh, 'fg', rest[0]);
    // `%1 &` runs in a subshell, and is bg.
    return job ? yield* toForeground(sh, job) : 1;
  },
};

export const bg: Builtin = {
  name: 'bg',
  usage: 'bg [job_spec ...]',
  *run(sh, args) {
    if (!sh.state.jobControl) return yield* noControl(sh, 'bg');
    const rest = yield* noOptions(sh, bg, args);
    if (!rest) return 2;
    let status = 0;
    for (const spec of rest.length > 0 ? rest : [undefined]) {
      const job = yield* chosen(sh, 'bg', spec);
      status = job ? Math.max(status, yield* toBackground(sh, job)) : 1;
    }
    return status;
  },
};
