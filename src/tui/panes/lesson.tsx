/**
 * The lesson: what to read, what to do, what was answered. Not in the registry of panes: it looks at a lesson, not at the
 * kernel. What is new – a hint, feedback, a remark of the coach – is put at the end, and the screen scrolls there.
 */
import type { ChoiceView, FeedbackView, LessonView, Tone } from '../../lessons/view.ts';
import type { Speech } from '../../text/index.ts';
import { PREFIX } from '../keymap.ts';
import { blank, bold, type Line, lineWidth, markup, paragraphs, plainText, type Span, span, wrap } from '../line.ts';
import { Scrolled, type Shown } from '../lines.tsx';
import type { News } from '../state.ts';

export interface LessonPaneProps {
  readonly lesson: LessonView;
  readonly speech: Speech;
  readonly focused: boolean;
  /** Where nothing is coloured, code stands between backticks. */
  readonly ticks?: boolean | undefined;
  readonly width: number;
  readonly height: number;
  readonly scroll: number;
  /** What is scrolled to, before the reader scrolls. */
  readonly news?: News | undefined;
  readonly onShown?: ((shown: Shown) => void) | undefined;
}

export function LessonPane(props: LessonPaneProps) {
  const { news, scroll, height, onShown } = props;
  const blocks = lessonBlocks(props);
  const at = news && rowOf(blocks, news);
  return <Scrolled lines={blocks.flatMap(({ lines }) => lines)} {...{ height, onShown }} scroll={at ?? scroll} />;
}

/** The same from its top, for whoever draws without Ink. */
export const lessonLines = (props: LessonPaneProps): Line[] => lessonBlocks(props).flatMap(({ lines }) => lines);

/** Below this there is no room for empty lines. */
const airyFrom = 12;

interface Block {
  readonly is: 'text' | News;
  readonly lines: readonly Line[];
}

function lessonBlocks({ lesson, speech, focused, ticks, width, height }: LessonPaneProps): Block[] {
  const { t } = speech;
  const prose = (words: string): Line => markup(words, ticks);
  const text = (lines: readonly Line[]): Block => ({ is: 'text', lines });
  const blocks: Block[] = [
    text(wrap([span(t('label', t(`lesson.kind.${lesson.kind}`)), 'accent'), bold(lesson.heading)], width)),
    ...paragraphs(lesson.body).map((paragraph) => text(wrap(prose(paragraph), width))),
    text((lesson.choices ?? []).flatMap((choice) => choiceLines(choice, prose(choice.text), speech, width))),
    ...lesson.hints.map((hint, i): Block => {
      const label = span(t('label', t('lesson.hint', i + 1)), 'accent');
      return { is: 'hint', lines: wrap([label, ...prose(hint)], width, 2) };
    }),
    { is: 'feedback', lines: lesson.feedback ? feedbackLines(lesson.feedback, prose, width) : [] },
    text((lesson.story ?? []).length === 0 ? [] : storyLines(lesson.story ?? [], speech, width)),
    { is: 'remark', lines: lesson.remark === undefined ? [] : remarkLines(lesson.remark, prose, speech, width) },
    text(whatNow(lesson, speech, focused, width).flatMap((line) => wrap(line, width))),
  ];
  return spaced(
    blocks.filter(({ lines }) => lines.some((line) => plainText(line) !== '')),
    height,
  );
}

/** An empty line before each but the first, unless it is these lines that would push the last words out of sight. */
function spaced(blocks: Block[], height: number): Block[] {
  const rows = blocks.reduce((sum, { lines }) => sum + lines.length, 0);
  const airy = height >= airyFrom && (rows > height || rows + blocks.length - 1 <= height);
  return airy ? blocks.map((block, i) => (i > 0 ? { ...block, lines: [blank, ...block.lines] } : block)) : blocks;
}

/** Where the last block of a kind begins. */
function rowOf(blocks: readonly Block[], news: News): number | undefined {
  const at = blocks.findLastIndex(({ is }) => is === news);
  return at < 0 ? undefined : blocks.slice(0, at).reduce((rows, { lines }) => rows + lines.length, 0);
}

function choiceLines({ label, chosen, right }: ChoiceView, text: Line, { t }: Speech, width: number): Line[] {
  const sign = right === true ? '✓' : chosen && right === false ? '✗' : chosen ? '>' : ' ';
  const said: Span[] = [];
  if (right === true) said.push({ ...span(t('lesson.right'), 'good'), whole: true });
  if (chosen && right !== true) said.push({ ...span(t('lesson.chosen'), 'quiet'), whole: true });
  const line = [span(`${sign} `, right ? 'good' : 'alarm'), bold(`${label}) `), ...text, ...said];
  return wrap(pressing(label, line), width, 5);
}

/** A click on it is that key. */
const pressing = (chord: string, line: Line): Line => line.map((each) => ({ ...each, chord }));

/** By a sign, because the words of the feedback say it too. */
const TONES: Readonly<Record<Tone, Span>> = {
  good: span('✓ ', 'good'),
  bad: span('✗ ', 'alarm'),
  info: span('• ', 'accent'),
};

function feedbackLines({ tone, text }: FeedbackView, prose: (words: string) => Line, width: number): Line[] {
  const [first = '', ...rest] = paragraphs(text);
  return [
    ...wrap([TONES[tone], ...prose(first)], width, 2),
    ...rest.flatMap((paragraph) => wrap(prose(paragraph), width)),
  ];
}

function storyLines(story: readonly string[], { t }: Speech, width: number): Line[] {
  return [[span(t('lesson.story'), 'accent')], ...story.flatMap((line) => wrap([span(line, 'quiet')], width, 2))];
}

function remarkLines(remark: string, prose: (words: string) => Line, { t }: Speech, width: number): Line[] {
  const label = span(t('label', t('lesson.coach')), 'waiting');
  const dismiss = pressing(`${PREFIX} m`, [span(` ${t('lesson.dismiss')}`, 'quiet')]);
  return wrap([label, ...prose(remark), ...dismiss], width, 2);
}

function whatNow(lesson: LessonView, { t }: Speech, focused: boolean, width: number): Line[] {
  const { following } = lesson;
  const quiet = (words: string): Line => [span(words, 'quiet')];
  const goesOn = (words: string): Line => pressing('f4', quiet(words));
  if (lesson.done) {
    return [quiet(t('lesson.done')), ...(following === undefined ? [] : [goesOn(t('lesson.following', following))])];
  }
  if (lesson.canGoOn) return [goesOn(t('lesson.next'))];
  const open = (lesson.choices ?? []).map(({ label }) => label);
  const parts = [
    quiet(open.length === 0 ? '' : t(focused ? 'lesson.answerHere' : 'lesson.answer', t('lesson.or', open))),
    pressing('f3', quiet(lesson.hintsLeft > 0 ? t('lesson.hintKey', t('lesson.hintsLeft', lesson.hintsLeft)) : '')),
    quiet(open.length === 0 && lesson.feedback?.tone === 'bad' ? t('lesson.again') : ''),
  ].filter((part) => plainText(part) !== '');
  const oneLine = parts.flatMap((part, i) => (i > 0 ? [span('   '), ...part] : part));
  return lineWidth(oneLine) <= width ? [oneLine] : parts;
}
