/**
 * A lesson in line mode: for screen readers, dumb terminals and pipes. Pure text, no cursor movement, no colour; tells only
 * what is new since the view shown before. Leaves out stdin and stdout, which the front end owns.
 */

import type { Language } from '../text/index.ts';
import { en, zh } from '../text/lessons.ts';
import type { ChoiceView, LessonView } from './view.ts';
import { wrap } from './wrap.ts';

const words = { en, zh };

export interface PlainOptions {
  readonly language: Language;
  readonly columns?: number;
}

/** The lines to print; empty when nothing has changed. */
export function playPlain(view: LessonView, before: LessonView | undefined, options: PlainOptions): string[] {
  const text = words[options.language];
  const sameStep = before?.lessonId === view.lessonId && before.stepId === view.stepId;
  const paragraphs = sameStep ? [] : stepParagraphs(view, options.language);
  const given = sameStep ? before.hints.length : 0;
  view.hints.forEach((hint, i) => {
    if (i >= given) paragraphs.push(text.hint(i + 1) + hint);
  });
  if (view.feedback && view.feedback.text !== (sameStep ? before.feedback?.text : undefined)) {
    // A wrong answer says so in its first words; a remark on what was done needs them.
    const lead = view.feedback.tone === 'bad' && !view.choices ? text.noted : '';
    paragraphs.push(lead + view.feedback.text);
  }
  if (view.remark && view.remark !== (sameStep ? before.remark : undefined)) paragraphs.push(text.coach + view.remark);
  if (view.story?.length && !(sameStep && before.story)) paragraphs.push([text.story, ...view.story].join('\n'));
  if (view.done && !before?.done) paragraphs.push(text.done);
  if (paragraphs.length === 0) return [];
  if (!view.done) paragraphs.push(whatNow(view, options.language));
  const columns = options.columns ?? 80;
  return paragraphs.flatMap((paragraph, i) => [...(i > 0 ? [''] : []), ...wrap(paragraph, columns)]);
}

function stepParagraphs(view: LessonView, language: Language): string[] {
  const text = words[language];
  const head = [view.title, text.step(view.stepNumber, view.stepCount), text.kind[view.kind]].join(' - ');
  return [head, view.heading, view.body, ...(view.choices ? [view.choices.map(choiceLine(language)).join('\n')] : [])];
}

const choiceLine =
  (language: Language) =>
  (choice: ChoiceView): string => {
    const { chosen, correct } = words[language];
    const marks = [...(choice.chosen ? [chosen] : []), ...(choice.right ? [correct] : [])];
    return `${choice.label}) ${choice.text}${marks.length > 0 ? ` [${marks.join(', ')}]` : ''}`;
  };

/** What may be typed here. */
function whatNow(view: LessonView, language: Language): string {
  const { ask, sentences } = words[language];
  if (view.canGoOn) return ask.next;
  const labels = view.choices?.map((choice) => `\`${choice.label}\``).join(' ');
  return sentences(labels ? ask.answer(labels) : ask.work, view.hintsLeft > 0 ? ask.hint : undefined);
}
