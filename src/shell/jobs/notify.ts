/**
 * Telling the user what became of jobs: before a prompt, after a foreground command, at once with `set -b`.
 * Each change is told once. Authority: bash's notify_of_job_status(), whose cases these are.
 */
import { WCOREDUMP, WIFSIGNALED, WTERMSIG } from '../../kernel/abi.ts';
import { SIGINT, SIGPIPE, SIGTERM, signalText } from '../../kernel/signum.ts';
import { printError, speaker } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { forgetTold, isDead, type Job, jobWaitStatus, lastProcess } from './table.ts';
import { type JobFormat, type JobPlace, jobText, tildePath } from './text.ts';

export const jobPlace = (sh: Shell): JobPlace => ({
  directory: sh.state.directory,
  home: getValue(sh.state, 'HOME'),
});

export const describeJob = (sh: Shell, job: Job, format: JobFormat): string =>
  jobText(sh.state.jobs, job, format, jobPlace(sh));

/** `(wd now: ~)` behind a job that was started elsewhere. */
function moved(sh: Shell, job: Job): string {
  const { directory, home } = jobPlace(sh);
  return job.directory === directory ? '' : `(wd now: ${tildePath(directory, home)})\n`;
}

/** Signals of which a script's user need not hear. */
const isUsual = (signo: number): boolean => signo === SIGINT || signo === SIGTERM || signo === SIGPIPE;

function deathNotice(sh: Shell, job: Job): string {
  const { state } = sh;
  const status = jobWaitStatus(job);
  const signo = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  const scripted = !state.origin.interactive && signo !== 0 && !isUsual(signo) && !state.traps.has(signo);
  if (scripted) return `${speaker(sh)}: line ${Math.max(1, state.line)}: ${describeJob(sh, job, 'script')}`;
  if (job.foreground) {
    if (signo === 0 || signo === SIGINT || signo === SIGPIPE) return '';
    return `${signalText(signo)}${WCOREDUMP(status) ? ' (core dumped)' : ''}\n`;
  }
  return state.jobControl ? describeJob(sh, job, 'short') + moved(sh, job) : '';
}

/** Does a subshell or a shell without job control keep quiet about this job? */
function isSilent(sh: Shell, job: Job): boolean {
  if (job.hidden) return true;
  const { state } = sh;
  const substituted = sh.inSubstitution && state.origin.kind === 'string';
  if (!((!state.jobControl && state.origin.interactive) || substituted)) return false;
  if (isDead(job) && (state.origin.interactive || lastProcess(job).pid !== state.lastBackground)) job.notified = true;
  return true;
}

export function* notify(sh: Shell): Doing<void> {
  for (const job of sh.state.jobs.jobs) {
    if (job.notified || job.state === 'running' || isSilent(sh, job)) continue;
    if (job.state === 'dead') {
      const text = deathNotice(sh, job);
      job.notified = true;
      if (text !== '') yield* printError(sh, text);
    } else {
      job.notified = true;
      yield* printError(sh, `\n${describeJob(sh, job, 'short')}${moved(sh, job)}`);
    }
  }
}

export function* notifyAndForget(sh: Shell): Doing<void> {
  if (sh.state.jobs.jobs.length === 0) return;
  yield* notify(sh);
  forgetTold(sh.state.jobs);
}
