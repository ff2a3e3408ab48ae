/** disown: jobs leave the table, or with -h are spared the hangup. Authority: bash(1). */
import { findJob } from '../jobs/find.ts';
import { type Job, jobOfPid, removeJob } from '../jobs/table.ts';
import { complain } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { parseOptions } from './options.ts';

function* named(sh: Shell, spec: string | undefined) {
  const { jobs } = sh.state;
  if (spec !== undefined && /^\d+$/.test(spec)) {
    const job = jobOfPid(jobs, Number(spec));
    if (!job) yield* complain(sh, `disown: ${spec}: no such job`);
    return job;
  }
  return yield* findJob(sh, 'disown', spec);
}

/** A stopped job that nobody knows of would stay so for ever. */
function* forget(sh: Shell, job: Job): Doing<void> {
  if (job.state === 'stopped' && sh.state.subshellDepth === 0)
    yield* complain(sh, `warning: deleting stopped job ${job.number} with process group ${job.pgid}`);
  removeJob(sh.state.jobs, job);
}

function* everything(sh: Shell, onlyRunning: boolean, keep: boolean): Doing<number> {
  const { jobs } = sh.state;
  for (const job of jobs.jobs.slice()) {
    if (onlyRunning && job.state !== 'running') continue;
    if (keep) job.noHangup = true;
    else yield* forget(sh, job);
  }
  return 0;
}

export const disown: Builtin = {
  name: 'disown',
  usage: 'disown [-h] [-ar] [jobspec ... | pid ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, disown, args, 'har');
    if (!options) return 2;
    const { rest, given } = options;
    const all = given.has('a') || given.has('r');
    if (rest.length === 0 && all) return yield* everything(sh, given.has('r'), given.has('h'));
    let status = 0;
    for (const spec of rest.length > 0 ? rest : [undefined]) {
      const job = yield* named(sh, spec);
      if (!job) status = 1;
      else if (given.has('h')) job.noHangup = true;
      else yield* forget(sh, job);
    }
    return status;
  },
};
