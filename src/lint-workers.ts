/**
 * Lint on all cores: the jobs of lessons/lint.ts are given to worker threads, each of which loads the pack by itself. Once a
 * job of a lesson has failed, what is left of that lesson is dropped.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread, type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { useLibraryOf } from './host-library.ts';
import { isHopeless, type Job, type JobResult, type LintReport, lintStatic, reportOf, runJob } from './lessons/lint.ts';
import { loadPack } from './lessons/load.ts';
import { fetchUserland } from './userland.ts';

const readText = (path: string): string => readFileSync(path, 'utf8');
/** Small enough that no core is left alone with a long last one. */
const SEEDS_A_JOB = 20;
/** Thousands of machines come and go: they die young where there is room for that. */
const ROOM = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 1024 };

/** `workerFile` is this module, bundled by itself. */
export async function lintOnAllCores(path: string, seeds: number, workerFile: string): Promise<LintReport> {
  const { pack, findings } = lintStatic(path, readText);
  const ids = pack.lessons.map(({ lesson }) => lesson.id);
  const jobs: Job[] = [...ids.map((lesson) => ({ lesson })), ...ids.flatMap((lesson) => rangesOf(lesson, seeds))];
  const results = new Map<Job, JobResult>();
  const failed = new Set<string>();
  const waiting = [...jobs];
  const next = (): Job | undefined => {
    let job = waiting.shift();
    while (job?.seeds && failed.has(job.lesson)) job = waiting.shift();
    return job;
  };
  const done = (job: Job, result: JobResult): void => {
    results.set(job, result);
    if (isHopeless(result)) failed.add(job.lesson);
  };
  const count = Math.min(availableParallelism(), jobs.length);
  await Promise.all(
    Array.from({ length: count }, () =>
      serve(new Worker(workerFile, { workerData: path, resourceLimits: ROOM }), next, done),
    ),
  );
  const told = ids.flatMap((id) =>
    toldOf(jobs.filter(({ lesson }) => lesson === id).flatMap((job) => results.get(job) ?? [])),
  );
  return reportOf(findings, told, ids.length, seeds);
}

/** The run under the lesson's own seed; when that was sound, the first range that was not. */
function toldOf([own, ...ranges]: readonly JobResult[]): JobResult[] {
  if (!own || isHopeless(own)) return own ? [own] : [];
  return [own, ...ranges.filter(isHopeless).slice(0, 1)];
}

function rangesOf(lesson: string, seeds: number): Job[] {
  const count = Math.ceil(seeds / SEEDS_A_JOB);
  return Array.from({ length: count }, (_, i) => ({
    lesson,
    seeds: [i * SEEDS_A_JOB, Math.min(seeds, (i + 1) * SEEDS_A_JOB)],
  }));
}

/** Gives a worker one job after another, until there is none. One that is gone before that is an error. */
function serve(
  worker: Worker,
  next: () => Job | undefined,
  done: (job: Job, result: JobResult) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = (code: number): void => reject(new Error(`a worker has ended, with status ${code}`));
    const give = (): void => {
      const job = next();
      if (!job) {
        worker.off('exit', gone);
        void worker.terminate().then(() => resolve());
        return;
      }
      worker.once('message', (result: JobResult) => {
        done(job, result);
        give();
      });
      worker.postMessage(job);
    };
    worker.once('error', reject);
    worker.once('exit', gone);
    give();
  });
}

/** What a worker does until it is ended. */
async function work(port: MessagePort): Promise<void> {
  const { lessons } = loadPack(workerData as string, readText);
  useLibraryOf(join(import.meta.dirname, '../..'));
  await fetchUserland();
  port.on('message', (job: Job) => {
    const loaded = lessons.find(({ lesson }) => lesson.id === job.lesson);
    port.postMessage(loaded ? runJob(loaded, job) : { findings: [], scores: [] });
  });
}

if (!isMainThread && parentPort) void work(parentPort);
