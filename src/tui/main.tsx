/** The entry of the full-screen front end: a lesson, or a machine to experiment with. */
import type { LabOptions } from '../lessons/lab.ts';
import type { LessonRun } from '../lessons/play.ts';
import type { Language } from '../text/index.ts';
import { type Following, freeBench, lessonBench } from './benches.ts';
import { runBench } from './run.ts';

export interface ScreenOptions {
  readonly lang: Language;
  /** Makes the run of a lesson on terminals of this size; without it there is a machine to experiment with. */
  readonly lesson?: ((lab: LabOptions) => LessonRun) | undefined;
  /** There may be progress to save. */
  readonly changed?: ((run: LessonRun) => void) | undefined;
  /** What there is to tell of the progress, told once. */
  readonly notice?: (() => string | undefined) | undefined;
  /** Opened by the learner at the end of this lesson. */
  readonly following?: Following | undefined;
  /** Ends it from outside. */
  readonly until?: AbortSignal | undefined;
  /** Of a machine without a lesson. */
  readonly seed?: number;
}

/** Answers the exit status, when the learner leaves. */
export function runScreen({ lang, lesson, until, seed = 1, ...options }: ScreenOptions): Promise<number> {
  if (lesson) return runBench(lang, lessonBench({ ...options, language: lang, start: lesson }), true, until);
  return runBench(lang, freeBench(seed, ['A', 'B']), false);
}
