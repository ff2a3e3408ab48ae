/**
 * What a front end shows of a lesson: plain read-only data in one language, made anew by `lessonView()` after each action.
 * Prose is paragraphs separated by a blank line; the only mark-up is `code` between backticks. Nothing here is wrapped,
 * coloured or cut to a width: that is the front end's work.
 */

import type { PaneId } from './pane-ids.ts';

/** What a step asks of the learner. */
export type StepKind = 'explain' | 'predict' | 'quiz' | 'check' | 'explore';

/** How feedback is meant; a front end must show it by a word or a sign, never by colour alone. */
export type Tone = 'good' | 'bad' | 'info';

export interface ChoiceView {
  /** What `answer(label)` takes: `a`, `b`, `c` … */
  readonly label: string;
  readonly text: string;
  /** The learner chose this one last. */
  readonly chosen: boolean;
  /** Known only after an answer was given and judged. */
  readonly right?: boolean;
}

export interface FeedbackView {
  readonly tone: Tone;
  readonly text: string;
}

export interface LessonView {
  readonly lessonId: string;
  readonly title: string;
  /** Title of the chapter in the curriculum. */
  readonly chapter: string;
  readonly stepId: string;
  readonly kind: StepKind;
  /** From 1. */
  readonly stepNumber: number;
  readonly stepCount: number;
  readonly heading: string;
  /** What to read, and for a check or an explore step what to do. */
  readonly body: string;
  /** What to open beside the terminals; without it whatever is open stays. */
  readonly panes?: readonly PaneId[];
  /** Only of predict and quiz steps. */
  readonly choices?: readonly ChoiceView[];
  readonly feedback?: FeedbackView;
  /** What the coach has noticed. */
  readonly remark?: string;
  /** How the step was solved: what happened, a line each. */
  readonly story?: readonly string[];
  /** The hints given so far, first one first. */
  readonly hints: readonly string[];
  readonly hintsLeft: number;
  /** The step is solved (or has nothing to solve): `next` goes on. */
  readonly canGoOn: boolean;
  /** The last step is behind the learner. */
  readonly done: boolean;
  /** The title of the lesson after this one, where it can be opened from here. */
  readonly following?: string;
}
