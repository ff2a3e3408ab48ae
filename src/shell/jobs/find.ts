/** Job names: %1 %+ %% %- %text %?text, and what is said when none or several fit. Authority: bash(1), JOB CONTROL. */
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { type Job, type JobTable, jobNumbered } from './table.ts';
import { jobCommand } from './text.ts';

type Found = Job | 'none' | 'ambiguous';

function byText(table: JobTable, text: string, anywhere: boolean): Found {
  const fitting = table.jobs.filter((job) => {
    const command = jobCommand(job);
    return !job.hidden && (anywhere ? command.includes(text) : command.startsWith(text));
  });
  if (fitting.length > 1) return 'ambiguous';
  return fitting[0] ?? 'none';
}

/** `spec` without its percent sign. */
function lookUp(table: JobTable, spec: string): Found {
  if (spec === '' || spec === '%' || spec === '+') return jobNumbered(table, table.current) ?? 'none';
  if (spec === '-') return jobNumbered(table, table.previous) ?? 'none';
  if (/^\d+$/.test(spec)) return jobNumbered(table, Number(spec)) ?? 'none';
  return spec.startsWith('?') ? byText(table, spec.slice(1), true) : byText(table, spec, false);
}

/** Undefined after a complaint. Without a spec: the current job. */
export function* findJob(sh: Shell, caller: string, spec: string | undefined): Doing<Job | undefined> {
  const { jobs } = sh.state;
  const bare = (spec ?? '').replace(/^%/, '');
  const found = lookUp(jobs, bare);
  if (found === 'ambiguous') {
    yield* complain(sh, `${caller}: ${bare.replace(/^\?/, '')}: ambiguous job spec`);
    // Those that go on with "no such job" say so as well.
    if (caller === 'jobs' || caller === 'kill' || caller === 'wait' || caller === 'disown')
      yield* none(sh, caller, spec);
    return undefined;
  }
  if (found !== 'none') return found;
  yield* none(sh, caller, spec);
  return undefined;
}

function* none(sh: Shell, caller: string, spec: string | undefined): Doing<void> {
  yield* complain(sh, `${caller}: ${spec ?? 'current'}: no such job`);
}

/** `%1` alone brings the job to the foreground; without job control `fg` says what is missing. */
export const isJobName = ({ state }: Shell, name: string): boolean =>
  name.startsWith('%') && (state.jobControl || (state.origin.interactive && state.subshellDepth === 0));
