/**
 * A learner's run of one lesson, as data and pure functions: session in, session out. The machine stands outside; a
 * function that needs to look at it is handed a `World` or the simulation's answer.
 * Undo and "reset this step" are a replay of the machine's input log to an earlier position; `start` says which.
 */
import type { Place } from '../machine.ts';
import { choiceLabel } from './choices.ts';
import { keyOf, type Remark, remarkOn, type Scene } from './coach.ts';
import { evaluate, holds, isTrue } from './conditions.ts';
import type { LessonRecord, MisconceptionRecord } from './progress.ts';
import type { Prose } from './prose.ts';
import type { Lesson, Step } from './schema.ts';
import type { Value } from './state-objects.ts';
import { type Story, storyOf } from './story.ts';
import type { World } from './world.ts';

/** A moment of the machine: where a step began. */
export interface Mark {
  /** The next event's number. */
  readonly seq: number;
  /** Length of the input log. */
  readonly position: number;
  readonly place: Place;
}

/** What has happened in one step. */
export interface StepState {
  readonly solved: boolean;
  /** The choice taken last. */
  readonly chosen?: number;
  /** The right choice, once an answer was judged. */
  readonly right?: number;
  /** Hints given so far. */
  readonly hints: number;
  /** Wrong answers and recognised wrong attempts. */
  readonly wrong: number;
  /** The wrong attempt that the learner was told about last. */
  readonly recognised?: number;
  readonly misconceptions: readonly string[];
  /** What happened on the way to the solution. */
  readonly story?: Story;
}

export interface Session {
  readonly lesson: Lesson;
  /** The chapter's title. */
  readonly chapter: Prose;
  readonly index: number;
  readonly start: Mark;
  /** By step, from 0; steps not yet reached are untouched. */
  readonly states: readonly StepState[];
  /** The last step is behind the learner. */
  readonly over: boolean;
  /** What the coach has to say now, and what he has said in this lesson. */
  readonly remark?: Remark | undefined;
  readonly told: readonly string[];
}

const untouched: StepState = { solved: false, hints: 0, wrong: 0, misconceptions: [] };

/** Explaining and exploring have nothing to solve. */
const needsSolving = (step: Step) => step.kind === 'predict' || step.kind === 'quiz' || step.kind === 'check';

export function begin(lesson: Lesson, chapter: Prose, start: Mark, index = 0): Session {
  const at = Math.min(Math.max(index, 0), lesson.steps.length - 1);
  const states = lesson.steps.map((_, i) => (i < at ? { ...untouched, solved: true } : untouched));
  return { lesson, chapter, index: at, start, states, over: false, told: [] };
}

/** The step a saved record stands at; the first one when the lesson has changed since or was finished. */
export function resumeIndex(lesson: Lesson, record: LessonRecord | undefined): number {
  if (!record || record.done) return 0;
  return Math.max(
    0,
    lesson.steps.findIndex((step) => step.id === record.step),
  );
}

export function currentStep(session: Session): Step {
  const step = session.lesson.steps[session.index];
  if (!step) throw new Error(`lesson ${session.lesson.id} has no step ${session.index}`);
  return step;
}

export const currentState = (session: Session): StepState => session.states[session.index] ?? untouched;

export const canGoOn = (session: Session): boolean =>
  !session.over && (!needsSolving(currentStep(session)) || currentState(session).solved);

/** On to the next step, which begins at `now`; nothing while the step is unsolved. */
export function next(session: Session, now: Mark): Session {
  if (!canGoOn(session)) return session;
  const left = { ...withState(session, { ...currentState(session), solved: true }), remark: undefined };
  if (session.index === session.lesson.steps.length - 1) return { ...left, over: true };
  return { ...left, index: session.index + 1, start: now };
}

/** Back to read the step before again. What was solved stays solved. */
export function previous(session: Session, now: Mark): Session {
  if (session.over) return { ...session, over: false };
  return session.index === 0 ? session : { ...session, remark: undefined, index: session.index - 1, start: now };
}

/**
 * Answers a predict or quiz step. A prediction is made once, and `simulated` – the machine run on a branch – says what is
 * right; a quiz may be tried again.
 */
export function answer(session: Session, label: string, simulated: () => Value): Session {
  const step = currentStep(session);
  const state = currentState(session);
  if (state.solved || (step.kind !== 'predict' && step.kind !== 'quiz')) return session;
  const choices = step.kind === 'predict' ? step.predict.choices : step.quiz.choices;
  const chosen = choices.findIndex((_, i) => choiceLabel(i) === label.toLowerCase());
  const choice = choices[chosen];
  if (!choice) return session;
  const right =
    step.kind === 'predict' ? rightChoice(step, simulated()) : step.quiz.choices.findIndex((each) => each.right);
  const correct = chosen === right;
  return withState(session, {
    ...state,
    chosen,
    // A quiz that may be tried again does not give the answer away.
    ...((step.kind === 'predict' || correct) && right >= 0 && { right }),
    solved: step.kind === 'predict' || correct,
    wrong: state.wrong + (correct ? 0 : 1),
    misconceptions: correct ? state.misconceptions : added(state.misconceptions, choice.misconception),
  });
}

/** Which choice the simulation makes the right one; -1 when none, which lint forbids. */
export const rightChoice = (step: Extract<Step, { kind: 'predict' }>, simulated: Value): number =>
  step.predict.choices.findIndex((choice) => choice.value === simulated);

export function hint(session: Session): Session {
  const state = currentState(session);
  if (state.solved || state.hints >= currentStep(session).hints.length) return session;
  return withState(session, { ...state, hints: state.hints + 1 });
}

/** Looks at the machine, which is at rest: is the step solved, or is this a mistake that the author foresaw? */
export function observe(session: Session, world: World): Session {
  const step = currentStep(session);
  const state = currentState(session);
  if (step.kind !== 'check' || state.solved || session.over) return session;
  if (holds(step.check, world)) {
    const { recognised: _, ...rest } = state;
    const story = storyOf(world, session.lesson.setup.terminals, step.check);
    return withState({ ...session, remark: undefined }, { ...rest, solved: true, story });
  }
  const recognised = step.wrong.findIndex((wrong) => isTrue(evaluate(wrong.when, world)));
  if (recognised < 0 || recognised === state.recognised) return session;
  return withState(session, {
    ...state,
    recognised,
    wrong: state.wrong + 1,
    misconceptions: added(state.misconceptions, step.wrong[recognised]?.misconception),
  });
}

/** Lets the coach look at the machine, which is at rest. */
export function coached(session: Session, scene: Omit<Scene, 'step' | 'terminals'>): Session {
  if (session.over || (needsSolving(currentStep(session)) && currentState(session).solved)) return session;
  const { lesson, told } = session;
  const whole = { ...scene, step: currentStep(session), terminals: lesson.setup.terminals };
  const remark = remarkOn(whole, session.remark, told, lesson.quiet);
  if (remark === undefined) return session.remark === undefined ? session : { ...session, remark };
  const key = keyOf(remark);
  if (session.remark !== undefined && keyOf(session.remark) === key) return session;
  return { ...session, remark, told: told.includes(key) ? told : [...told, key] };
}

/** The learner has read what the coach said. */
export const dismissed = (session: Session): Session =>
  session.remark === undefined ? session : { ...session, remark: undefined };

/** The step as it was when it began; hints and mistakes stay counted. The caller replays the machine to `start`. */
export function resetStep(session: Session): Session {
  const { hints, wrong, misconceptions } = currentState(session);
  return { ...withState(session, { solved: false, hints, wrong, misconceptions }), over: false, remark: undefined };
}

/**
 * After the machine went back by undo to `now`. Behind the step's start the step begins anew from there. What was undone
 * may have been the solution, or the mistake that was spoken of.
 */
export function rewound(session: Session, now: Mark, world: World): Session {
  const start = now.position < session.start.position ? now : session.start;
  const moved = { ...session, start, over: false, remark: undefined };
  const step = currentStep(session);
  if (step.kind !== 'check') return moved;
  const { recognised, ...state } = currentState(session);
  const mistake = recognised === undefined ? undefined : step.wrong[recognised];
  const stands = mistake !== undefined && isTrue(evaluate(mistake.when, world));
  const solved = state.solved && holds(step.check, world);
  return withState(moved, { ...state, solved, ...(stands && recognised !== undefined && { recognised }) });
}

const added = (names: readonly string[], name: string | undefined): readonly string[] =>
  name === undefined || names.includes(name) ? names : [...names, name];

function withState(session: Session, state: StepState): Session {
  return { ...session, states: session.states.map((old, i) => (i === session.index ? state : old)) };
}

/** What to save of a run. `at` is the wall clock's milliseconds. */
export function recordOf(session: Session, at: number): LessonRecord {
  const { lesson, states } = session;
  const reached = lesson.steps.flatMap((step, i) => {
    const state = states[i];
    return state && state !== untouched
      ? [[step.id, { solved: state.solved, hints: state.hints, wrong: state.wrong }] as const]
      : [];
  });
  return {
    step: currentStep(session).id,
    at,
    done: session.over,
    steps: Object.fromEntries(reached),
    misconceptions: Object.fromEntries(heldMisconceptions(session)),
  };
}

/**
 * A misconception is overcome when the learner has corrected himself – solved the question or the task that showed it –,
 * has not shown it again where he could have, or is through the lesson. A prediction that failed corrects nothing yet.
 */
function heldMisconceptions(session: Session): Map<string, MisconceptionRecord> {
  const { lesson, states, over } = session;
  const names = new Set(states.flatMap(({ misconceptions }) => misconceptions));
  const shows = (index: number, name: string): boolean => states[index]?.misconceptions.includes(name) ?? false;
  const record = (name: string): MisconceptionRecord => {
    const last = states.findLastIndex((_, index) => shows(index, name));
    const corrected = lesson.steps.some((step, index) => {
      if (!states[index]?.solved) return false;
      return index === last ? step.kind !== 'predict' : index > last && misconceptionsOf(step).includes(name);
    });
    return { held: states.filter((_, index) => shows(index, name)).length, overcome: over || corrected };
  };
  return new Map([...names].map((name) => [name, record(name)]));
}

/** Those that a step can show. */
function misconceptionsOf(step: Step): readonly (string | undefined)[] {
  switch (step.kind) {
    case 'predict':
      return step.predict.choices.map(({ misconception }) => misconception);
    case 'quiz':
      return step.quiz.choices.map(({ misconception }) => misconception);
    case 'check':
      return step.wrong.map(({ misconception }) => misconception);
    default:
      return [];
  }
}
