/**
 * What a learner has done, as data, and how two records of it become one. Merging gives the same result in any order and
 * any number of times, so that two running copies can save over each other without losing anything.
 */
import { z } from 'zod';

/** The version of the saved file that this program reads and writes. */
export const progressVersion = 1;

const count = z.number().int().min(0);

const stepRecord = z.object({
  solved: z.boolean(),
  /** Hints asked for; they cost nothing. */
  hints: count,
  /** Answers and attempts that were recognised as wrong. */
  wrong: count,
});

const misconceptionRecord = z.object({ held: count, overcome: z.boolean() });

const lessonRecord = z.object({
  /** The step that the learner is in. */
  step: z.string(),
  /** Milliseconds since the epoch when `step` was written: the later one is where the learner is. */
  at: count,
  done: z.boolean(),
  steps: z.record(z.string(), stepRecord),
  misconceptions: z.record(z.string(), misconceptionRecord),
});

export const progressSchema = z.object({
  version: z.literal(progressVersion),
  /** Counts the times that everything was reset; a record from before a reset is forgotten. */
  generation: count,
  lessons: z.record(z.string(), lessonRecord),
});

export type MisconceptionRecord = z.output<typeof misconceptionRecord>;
export type LessonRecord = z.output<typeof lessonRecord>;
export type Progress = z.output<typeof progressSchema>;

export const noProgress: Progress = { version: progressVersion, generation: 0, lessons: {} };

/** Forgets everything, also what another running copy still knows. */
export const forgotten = (progress: Progress): Progress => ({ ...noProgress, generation: progress.generation + 1 });

export function mergeProgress(a: Progress, b: Progress): Progress {
  if (a.generation !== b.generation) return a.generation > b.generation ? a : b;
  return { ...a, lessons: mergeRecords(a.lessons, b.lessons, mergeLesson) };
}

/** With what one lesson's run has to say added. */
export const withLesson = (progress: Progress, id: string, record: LessonRecord): Progress =>
  mergeProgress(progress, { ...noProgress, generation: progress.generation, lessons: { [id]: record } });

function mergeLesson(a: LessonRecord, b: LessonRecord): LessonRecord {
  const later = a.at > b.at || (a.at === b.at && a.step > b.step) ? a : b;
  return {
    step: later.step,
    at: later.at,
    done: a.done || b.done,
    steps: mergeRecords(a.steps, b.steps, (x, y) => ({
      solved: x.solved || y.solved,
      hints: Math.max(x.hints, y.hints),
      wrong: Math.max(x.wrong, y.wrong),
    })),
    misconceptions: mergeRecords(a.misconceptions, b.misconceptions, (x, y) => ({
      held: Math.max(x.held, y.held),
      overcome: x.overcome || y.overcome,
    })),
  };
}

function mergeRecords<T>(a: Record<string, T>, b: Record<string, T>, merge: (x: T, y: T) => T): Record<string, T> {
  const merged = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const other = merged.get(key);
    merged.set(key, other === undefined ? value : merge(other, value));
  }
  return Object.fromEntries([...merged].sort(([x], [y]) => (x < y ? -1 : 1)));
}

export type Reading =
  | { readonly kind: 'good'; readonly progress: Progress }
  | { readonly kind: 'corrupt' }
  | { readonly kind: 'newer'; readonly version: number };

/** What a saved file says. */
export function readProgress(text: string): Reading {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { kind: 'corrupt' };
  }
  const stamped = z.object({ version: z.number() }).safeParse(data);
  if (stamped.success && stamped.data.version > progressVersion)
    return { kind: 'newer', version: stamped.data.version };
  const parsed = progressSchema.safeParse(data);
  return parsed.success ? { kind: 'good', progress: parsed.data } : { kind: 'corrupt' };
}

export const formatProgress = (progress: Progress): string => `${JSON.stringify(progress, null, 2)}\n`;
