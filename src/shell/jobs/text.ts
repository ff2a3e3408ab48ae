/**
 * What the shell says of jobs: the lines of `jobs`, of a prompt, and of a script whose child was killed.
 * Authority: bash(1), JOB CONTROL; the columns are those of bash's print_pipeline().
 */
import { WCOREDUMP, WEXITSTATUS, WIFSIGNALED, WIFSTOPPED, WSTOPSIG, WTERMSIG } from '../../kernel/abi.ts';
import { signalText } from '../../kernel/signum.ts';
import { type Job, type JobProcess, type JobTable, lastProcess } from './table.ts';

/** `short` is `jobs`; `long` is `jobs -l`; `script` is the report of a non-interactive shell: long, without a number. */
export type JobFormat = 'short' | 'long' | 'script';

/** A state is padded to this many columns (bash's LONGEST_SIGNAL_DESC); a longer one runs into the command. */
const STATE_COLUMNS = 24;

export interface JobPlace {
  /** The shell's directory now: a job of another one is marked with it. */
  readonly directory: string;
  /** For `~`. */
  readonly home: string | undefined;
}

export const tildePath = (path: string, home: string | undefined): string => {
  if (home === undefined || home === '' || home === '/') return path;
  if (path === home) return '~';
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
};

function stateText(job: Job, process: JobProcess, format: JobFormat): string {
  if (job.state === 'stopped' && format === 'short') return 'Stopped';
  if (job.state === 'running') return 'Running';
  const { status } = process;
  if (WIFSTOPPED(status)) return signalText(WSTOPSIG(status));
  if (WIFSIGNALED(status)) return signalText(WTERMSIG(status));
  const code = WEXITSTATUS(status);
  return code === 0 ? 'Done' : `Exit ${code}`;
}

const mark = (table: JobTable, job: Job): string =>
  job.number === table.current ? '+' : job.number === table.previous ? '-' : ' ';

const dumped = (status: number): boolean => !WIFSTOPPED(status) && WIFSIGNALED(status) && WCOREDUMP(status);

const padded = (state: string): string =>
  (state === '' ? 2 : state.length) < STATE_COLUMNS
    ? state + ' '.repeat(STATE_COLUMNS - (state === '' ? 2 : state.length))
    : state;

/** One line, or for the long formats one a process; with a newline behind each. */
export function jobText(table: JobTable, job: Job, format: JobFormat, place: JobPlace): string {
  const first = job.processes[0];
  const last = lastProcess(job);
  const long = format !== 'short';
  let text = format === 'script' ? '' : `[${job.number}]${mark(table, job)} `;
  for (const process of job.processes) {
    const isFirst = process === first;
    if (!isFirst) text += long ? '     ' : ' |';
    if (long) text += String(process.pid).padStart(5);
    text += ' ';
    const shown = long ? process : last;
    if (isFirst || long) {
      const same = !isFirst && shown.state === first?.state && shown.status === first.status;
      text += padded(same ? '' : stateText(job, shown, format));
      if (dumped(shown.status)) text += '(core dumped) ';
    }
    if (!isFirst && long) text += '| ';
    text += process.command;
    if (process === last) {
      if (job.state === 'running' && !job.foreground) text += ' &';
      if (place.directory !== job.directory) text += `  (wd: ${tildePath(job.directory, place.home)})`;
    }
    if (long || process === last) text += '\n';
  }
  return text;
}

/** The command of a whole job, as `fg` and `bg` print it. */
export const jobCommand = (job: Job): string => job.processes.map((process) => process.command).join(' | ');
