/** A session as what a front end shows, in one language. Pure; called after each action. */

import type { Language } from '../text/index.ts';
import { en, zh } from '../text/lessons.ts';
import { canGoOn, choiceLabel, currentState, currentStep, type Session, type StepState } from './runner.ts';
import type { PredictStep, QuizStep, Step } from './schema.ts';
import type { ChoiceView, FeedbackView, LessonView } from './view.ts';

const words = { en, zh };

export function lessonView(session: Session, language: Language): LessonView {
  const { lesson, index } = session;
  const step = currentStep(session);
  const state = currentState(session);
  const choices = choicesOf(step, state, language);
  const feedback = feedbackOf(step, state, language);
  const panes = step.panes ?? lesson.panes;
  return {
    lessonId: lesson.id,
    title: lesson.title[language],
    chapter: session.chapter[language],
    stepId: step.id,
    kind: step.kind,
    stepNumber: index + 1,
    stepCount: lesson.steps.length,
    heading: step.heading[language],
    body: bodyOf(step)[language],
    ...(panes && { panes }),
    ...(choices && { choices }),
    ...(feedback && { feedback }),
    hints: step.hints.slice(0, state.hints).map((text) => text[language]),
    hintsLeft: state.solved ? 0 : step.hints.length - state.hints,
    canGoOn: canGoOn(session),
    done: session.over,
  };
}

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

function choicesOf(step: Step, state: StepState, language: Language): ChoiceView[] | undefined {
  if (step.kind !== 'predict' && step.kind !== 'quiz') return undefined;
  const choices = step.kind === 'predict' ? step.predict.choices : step.quiz.choices;
  return choices.map((choice, i) => ({
    label: choiceLabel(i),
    text: choice.say[language],
    chosen: state.chosen === i,
    ...judgement(state, i),
  }));
}

function judgement(state: StepState, index: number): { right?: boolean } {
  if (state.right !== undefined) return { right: state.right === index };
  return state.chosen === index ? { right: false } : {};
}

function feedbackOf(step: Step, state: StepState, language: Language): FeedbackView | undefined {
  switch (step.kind) {
    case 'explain':
    case 'explore':
      return undefined;
    case 'predict':
    case 'quiz':
      return answerFeedback(step, state, language);
    case 'check': {
      const { solved } = words[language];
      if (state.solved) return { tone: 'good', text: joined(solved, step.debrief?.[language]) };
      const wrong = state.recognised === undefined ? undefined : step.wrong[state.recognised];
      return wrong && { tone: 'bad', text: wrong.say[language] };
    }
    default:
      return step satisfies never;
  }
}

function answerFeedback(step: PredictStep | QuizStep, state: StepState, language: Language): FeedbackView | undefined {
  if (state.chosen === undefined) return undefined;
  const text = words[language];
  const choices = step.kind === 'predict' ? step.predict.choices : step.quiz.choices;
  const because = choices[state.chosen]?.because?.[language];
  const debrief = state.solved ? step.debrief?.[language] : undefined;
  if (state.chosen === state.right) return { tone: 'good', text: joined(text.sentences(text.right, because), debrief) };
  const opening = step.kind === 'predict' ? text.surprise : text.wrong;
  return { tone: 'bad', text: joined(text.sentences(opening, because), debrief) };
}

const joined = (...paragraphs: (string | undefined)[]): string => paragraphs.filter(Boolean).join('\n\n');
