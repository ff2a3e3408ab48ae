/** The job table and its lines, without a kernel. */
import { describe, expect, test } from 'vitest';
import { addJob, type Job, type JobTable, noJobs, recordStatus, removeJob } from '../../src/shell/jobs/table.ts';
import { jobText, tildePath } from '../../src/shell/jobs/text.ts';

const HOME = '/home/learner';
const here = { directory: HOME, home: HOME };

function start(table: JobTable, ...commands: string[]): Job {
  const first = 1000 + 10 * table.jobs.length;
  return addJob(
    table,
    {
      pgid: first,
      processes: commands.map((command, index) => ({ pid: first + index, command, state: 'running', status: 0 })),
      foreground: false,
      async: true,
      controlled: true,
      pipefail: false,
      directory: HOME,
      hidden: false,
    },
    true,
  );
}

const exited = (code: number): number => code << 8;
const killed = (signo: number): number => signo;
const stopped = (signo: number): number => (signo << 8) | 0x7f;
const lines = (table: JobTable, format: 'short' | 'long' | 'script' = 'short'): string =>
  table.jobs.map((job) => jobText(table, job, format, here)).join('');

describe('the line of a job', () => {
  test('JC02 running, with mark and ampersand', () => {
    const table = noJobs();
    start(table, 'sleep 100');
    expect(lines(table)).toBe('[1]+  Running                 sleep 100 &\n');
  });

  test.each([
    [exited(0), 'Done                    sleep'],
    [exited(3), 'Exit 3                  sleep'],
    [killed(15), 'Terminated              sleep'],
    [killed(11) | 0x80, 'Segmentation fault      (core dumped) sleep'],
    [killed(8), 'Floating point exceptionsleep'],
    [stopped(20), 'Stopped                 sleep'],
    [stopped(21), 'Stopped                 sleep'],
  ])('JC03 wait status %i', (status, text) => {
    const table = noJobs();
    start(table, 'sleep');
    recordStatus(table, 1000, status);
    expect(lines(table)).toBe(`[1]+  ${text}\n`);
  });

  test('JC04, JC05 the long form: pids, a line a process, the reason of a stop', () => {
    const table = noJobs();
    start(table, 'cat', 'wc');
    recordStatus(table, 1000, stopped(21));
    recordStatus(table, 1001, stopped(21));
    expect(lines(table, 'long')).toBe(
      '[1]+  1000 Stopped (tty input)     cat\n      1001                       | wc\n',
    );
  });

  test('SG45 a script sees no number', () => {
    const table = noJobs();
    start(table, 'sh -c x');
    recordStatus(table, 1000, killed(9));
    expect(lines(table, 'script')).toBe(' 1000 Killed                  sh -c x\n');
  });

  test('JC10 a job of another directory', () => {
    const table = noJobs();
    const job = start(table, 'sleep 9');
    expect(jobText(table, job, 'short', { directory: '/', home: HOME })).toContain('sleep 9 &  (wd: ~)');
    expect([tildePath('/home/learner/x', HOME), tildePath('/home/learners', HOME), tildePath('/', '/')]).toEqual([
      '~/x',
      '/home/learners',
      '/',
    ]);
  });
});

describe('the marks', () => {
  const marks = (table: JobTable): string => `${table.current ?? ''}${table.previous ?? ''}`;

  test('JC07 the last started is current, a stopped one goes before', () => {
    const table = noJobs();
    start(table, 'a');
    start(table, 'b');
    start(table, 'c');
    expect(marks(table)).toBe('32');
    recordStatus(table, 1000, stopped(19));
    expect(marks(table)).toBe('13');
    recordStatus(table, 1010, stopped(19));
    expect(marks(table)).toBe('21');
  });

  test('JC07 when the current goes the previous takes its place', () => {
    const table = noJobs();
    start(table, 'a');
    start(table, 'b');
    const last = start(table, 'c');
    recordStatus(table, 1020, exited(0));
    removeJob(table, last);
    expect(marks(table)).toBe('21');
  });

  test('JC01 numbers: one more than the highest in use', () => {
    const table = noJobs();
    const first = start(table, 'a');
    start(table, 'b');
    removeJob(table, first);
    expect(start(table, 'c').number).toBe(3);
  });

  test('a process that ended before its job was there', () => {
    const table = noJobs();
    recordStatus(table, 1000, exited(4));
    const job = start(table, 'quick');
    expect([job.state, job.processes[0]?.status]).toEqual(['dead', exited(4)]);
  });
});
