/** jobs. Authority: bash(1), JOB CONTROL. */
import { findJob } from '../jobs/find.ts';
import { describeJob, notifyAndForget } from '../jobs/notify.ts';
import { reap } from '../jobs/reap.ts';
import type { Job } from '../jobs/table.ts';
import { print } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { parseOptions } from './options.ts';

type Show = 'short' | 'long' | 'pids';

function* show(sh: Shell, job: Job, how: Show): Doing<void> {
  if (how === 'pids') yield* print(sh, 'jobs', `${job.processes[0]?.pid}\n`);
  else {
    yield* print(sh, 'jobs', describeJob(sh, job, how));
    job.notified = true;
  }
}

/** `jobs -x command %1`: the command with job names made into pids. */
function* substitute(sh: Shell, words: readonly string[]): Doing<number> {
  const replaced: string[] = [];
  for (const word of words) {
    const job = word.startsWith('%') ? yield* findJob(sh, 'jobs', word) : undefined;
    replaced.push(job ? String(job.pgid) : word);
  }
  return yield* sh.interpreter.words(sh, replaced, { functions: true, builtins: true, disk: true });
}

export const jobs: Builtin = {
  name: 'jobs',
  usage: 'jobs [-lnprs] [jobspec ...] or jobs -x command [args]',
  *run(sh, args) {
    if (args[0] === '-x') return yield* substitute(sh, args.slice(1));
    const options = yield* parseOptions(sh, jobs, args, 'lpnrs');
    if (!options) return 2;
    const { rest, given } = options;
    const how: Show = given.has('p') ? 'pids' : given.has('l') ? 'long' : 'short';
    if (sh.state.subshellDepth === 0) yield* reap(sh);
    if (rest.length > 0) {
      let status = 0;
      for (const spec of rest) {
        const job = yield* findJob(sh, 'jobs', spec.startsWith('%') ? spec : `%${spec}`);
        if (job) yield* show(sh, job, how);
        else status = 1;
      }
      return status;
    }
    for (const job of sh.state.jobs.jobs) {
      if (job.hidden || (job.state === 'dead' && job.notified)) continue;
      if (given.has('r') && job.state !== 'running') continue;
      if (given.has('s') && job.state !== 'stopped') continue;
      if (given.has('n') && job.notified) continue;
      yield* show(sh, job, how);
    }
    yield* notifyAndForget(sh);
    return 0;
  },
};
