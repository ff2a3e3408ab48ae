/**
 * A lesson being played: the learner's machine and the session over it, for a front end. The front end runs `machine` and
 * feeds it keys; after `undo` and `resetStep` the machine is another one, which repeats its output from boot on through the
 * `onOutput` it was given.
 */
import type { RunState } from '../kernel/kernel.ts';
import type { Machine } from '../machine.ts';
import type { Language } from '../text/index.ts';
import { typedLines } from './coach.ts';
import { goBack, type LabOptions, markOf, simulate, stage, worldOf } from './lab.ts';
import { lessonView } from './lesson-view.ts';
import type { LessonRecord } from './progress.ts';
import type { Prose, ReadBy } from './prose.ts';
import {
  answer,
  begin,
  coached,
  currentState,
  currentStep,
  dismissed,
  hint,
  type Mark,
  next,
  observe,
  previous,
  recordOf,
  resetStep,
  rewound,
  type Session,
} from './runner.ts';
import type { Lesson } from './schema.ts';
import type { LessonView } from './view.ts';

/** A machine that does not rest is looked at after this many events. */
const eventsBetweenChecks = 512;

export interface PlayOptions extends LabOptions {
  /** The step to begin with: those before it are played as their author would. */
  readonly index?: number;
}

/** Feedback for a recognised mistake has come. */
const wasTold = (before: Session, now: Session): boolean =>
  currentState(now).recognised !== undefined && currentState(now).recognised !== currentState(before).recognised;

export class LessonRun {
  machine: Machine;
  session: Session;
  /** The learner's own history begins here; undo does not go behind it. */
  readonly #origin: Mark;
  readonly #lab: LabOptions;
  #checkedAt = 0;

  constructor(lesson: Lesson, chapter: Prose, { index = 0, ...lab }: PlayOptions = {}) {
    const { onOutput: _, ...silent } = lab;
    this.#lab = silent;
    this.machine = stage(lesson, index, lab);
    this.#origin = markOf(this.machine);
    this.session = begin(lesson, chapter, this.#origin, index);
  }

  view(language: Language, readBy?: ReadBy): LessonView {
    return lessonView(this.session, language, readBy);
  }

  /** What to save; `at` is the wall clock's milliseconds. */
  record(at: number): LessonRecord {
    return recordOf(this.session, at);
  }

  next(): void {
    this.session = next(this.session, markOf(this.machine));
  }

  previous(): void {
    this.session = previous(this.session, markOf(this.machine));
  }

  /** Sends away what the coach said. */
  dismiss(): void {
    this.session = dismissed(this.session);
  }

  hint(): void {
    this.session = hint(this.session);
  }

  answer(label: string): void {
    const { lesson, index } = this.session;
    const step = currentStep(this.session);
    this.session = answer(this.session, label, () =>
      step.kind === 'predict' ? simulate(lesson, index, step, this.#lab) : undefined,
    );
  }

  /** To be called after each `machine.run`. True when the view has changed. */
  observe(state: RunState['state']): boolean {
    const { nextSeq } = this.machine.events;
    const due = state === 'idle' ? nextSeq > this.#checkedAt : nextSeq >= this.#checkedAt + eventsBetweenChecks;
    if (!due) return false;
    this.#checkedAt = nextSeq;
    const before = this.session;
    const world = worldOf(this.machine, before.start);
    const { entries } = this.machine.log;
    const seen = observe(before, world);
    this.session =
      state === 'idle' ? coached(seen, { world, typed: typedLines(entries.slice(before.start.position)) }) : seen;
    // The author has just spoken of it, and knows better than the coach.
    if (wasTold(before, seen)) this.session = dismissed(this.session);
    return this.session !== before;
  }

  /** The machine and the step as they were when the step began. */
  resetStep(): void {
    this.machine = goBack(this.machine, this.session.start);
    this.session = resetStep(this.session);
    this.#checkedAt = 0;
  }

  /** Takes back the last command (of one terminal). False when the learner has typed none. */
  undo(terminal?: string): boolean {
    const machine = this.machine.beforeLastCommand(terminal);
    if (!machine || machine.log.entries.length < this.#origin.position) return false;
    this.#goOnWith(machine);
    return true;
  }

  /** Back to when this event had just happened. False when that is before the learner's own history. */
  rewindTo(seq: number): boolean {
    if (seq < this.#origin.seq) return false;
    this.#goOnWith(this.machine.at(seq));
    return true;
  }

  #goOnWith(machine: Machine): void {
    this.machine = machine;
    this.session = rewound(this.session, markOf(machine), worldOf(machine, this.session.start));
    this.#checkedAt = 0;
  }
}
