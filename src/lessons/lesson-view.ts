/** A session as what a front end shows, in one language. Pure; called after each action. */

import { signalName } from '../kernel/signum.ts';
import { en as coachEn, zh as coachZh } from '../text/coach.ts';
import { type Language, type Names, speak } from '../text/index.ts';
import { en, zh } from '../text/lessons.ts';
import { choiceLabel } from './choices.ts';
import type { Remark } from './coach.ts';
import { type Prose, type ReadBy, saidTo } from './prose.ts';
import { canGoOn, currentState, currentStep, type Session, type StepState } from './runner.ts';
import type { PredictStep, QuizStep, Step } from './schema.ts';
import { storyLines } from './story.ts';
import type { ChoiceView, FeedbackView, LessonView } from './view.ts';

/** A text in the language, and for the front end, of the view. */
type Say = (prose: Prose) => string;

const words = { en, zh };
const coachWords = { en: coachEn, zh: coachZh };

/** `readBy`: the front end, whose keys the texts may name. */
export function lessonView(session: Session, language: Language, readBy: ReadBy = 'screen'): LessonView {
  const say = (prose: Prose): string => saidTo(readBy, prose[language]);
  const { lesson, index } = session;
  const step = currentStep(session);
  const state = currentState(session);
  const choices = choicesOf(step, state, say);
  const feedback = feedbackOf(step, state, language, say);
  const panes = step.panes ?? lesson.panes;
  return {
    lessonId: lesson.id,
    title: say(lesson.title),
    chapter: say(session.chapter),
    stepId: step.id,
    kind: step.kind,
    stepNumber: index + 1,
    stepCount: lesson.steps.length,
    heading: say(step.heading),
    body: say(bodyOf(step)),
    ...(panes && { panes }),
    ...(choices && { choices }),
    ...(feedback && { feedback }),
    ...(session.remark && { remark: remarkText(session.remark, language) }),
    ...(state.story && { story: storyLines(state.story, speak(language)) }),
    hints: step.hints.slice(0, state.hints).map(say),
    hintsLeft: state.solved ? 0 : step.hints.length - state.hints,
    canGoOn: canGoOn(session),
    done: session.over,
  };
}

function remarkText(remark: Remark, language: Language): string {
  const say = coachWords[language];
  switch (remark.kind) {
    case 'hang': {
      const why = speak(language).explainReason(remark.reason, plainNames);
      return say.hang(remark.terminal, remark.who, why);
    }
    case 'stopped':
    case 'background-read':
      return say[remark.kind](remark.terminal, remark.who);
    case 'unknown-command':
      return say['unknown-command'](remark.command, remark.near);
    case 'wrong-terminal':
      return say['wrong-terminal'](remark.command, remark.terminal, remark.wanted);
    default:
      return remark satisfies never;
  }
}

/** Reasons that the coach tells of name no other process. */
const plainNames: Names = {
  signal: (signo) => signalName(signo) ?? String(signo),
  process: String,
  time: (µs) => `${(µs / 1e6).toFixed(3)} s`,
};

function bodyOf(step: Step) {
  switch (step.kind) {
    case 'explain':
    case 'explore':
      return step.text;
    case 'predict':
      return step.predict.ask;
    case 'quiz':
      return step.quiz.ask;
    case 'check':
      return step.goal;
    default:
      return step satisfies never;
  }
}

function choicesOf(step: Step, state: StepState, say: Say): ChoiceView[] | undefined {
  if (step.kind !== 'predict' && step.kind !== 'quiz') return undefined;
  const choices = step.kind === 'predict' ? step.predict.choices : step.quiz.choices;
  return choices.map((choice, i) => ({
    label: choiceLabel(i),
    text: say(choice.say),
    chosen: state.chosen === i,
    ...judgement(state, i),
  }));
}

function judgement(state: StepState, index: number): { right?: boolean } {
  if (state.right !== undefined) return { right: state.right === index };
  return state.chosen === index ? { right: false } : {};
}

function feedbackOf(step: Step, state: StepState, language: Language, say: Say): FeedbackView | undefined {
  switch (step.kind) {
    case 'explain':
    case 'explore':
      return undefined;
    case 'predict':
    case 'quiz':
      return answerFeedback(step, state, language, say);
    case 'check': {
      const { solved } = words[language];
      if (state.solved) return { tone: 'good', text: joined(solved, step.debrief && say(step.debrief)) };
      const wrong = state.recognised === undefined ? undefined : step.wrong[state.recognised];
      return wrong && { tone: 'bad', text: say(wrong.say) };
    }
    default:
      return step satisfies never;
  }
}

function answerFeedback(
  step: PredictStep | QuizStep,
  state: StepState,
  language: Language,
  say: Say,
): FeedbackView | undefined {
  if (state.chosen === undefined) return undefined;
  const text = words[language];
  const choices = step.kind === 'predict' ? step.predict.choices : step.quiz.choices;
  const chosen = choices[state.chosen]?.because;
  const because = chosen && say(chosen);
  const debrief = state.solved && step.debrief ? say(step.debrief) : undefined;
  if (state.chosen === state.right) return { tone: 'good', text: joined(text.sentences(text.right, because), debrief) };
  const opening = step.kind === 'predict' ? text.surprise : text.wrong;
  return { tone: 'bad', text: joined(text.sentences(opening, because), debrief) };
}

const joined = (...paragraphs: (string | undefined)[]): string => paragraphs.filter(Boolean).join('\n\n');
