/**
 * What can be proved of a lesson's words without running it: the languages say the same (8), a hint is no solution (7),
 * all of it can be seen at 80×24, without colour and in line mode (12).
 */
import { type Language, languages } from '../../text/index.ts';
import { textWidth } from '../../width.ts';
import { lessonView } from '../lesson-view.ts';
import type { LoadedLesson } from '../load.ts';
import { playPlain } from '../plain.ts';
import { codeSpans, type Prose, type ReadBy, saidTo } from '../prose.ts';
import { begin } from '../runner.ts';
import type { Lesson, Step } from '../schema.ts';
import type { Finding, KeyPath } from '../source.ts';
import { wrap } from '../wrap.ts';

interface Place {
  readonly path: KeyPath;
  readonly prose: Prose;
}

export function proveTexts({ lesson, source }: LoadedLesson): Finding[] {
  const complaints = [
    ...endComplaints(lesson),
    ...proseOf(lesson).flatMap((place) => [...comparing(place), ...characters(place)]),
    ...lesson.steps.flatMap(hintComplaints),
    ...lesson.steps.flatMap((_, i) => pageComplaints(lesson, i)),
  ];
  return complaints.map(({ path, message }) => source.at(path, message));
}

interface Complaint {
  readonly path: KeyPath;
  readonly message: string;
}

/** Every text of a lesson with its place in the file. */
export function proseOf(lesson: Lesson): Place[] {
  return [
    { path: ['title'], prose: lesson.title },
    ...Object.entries(lesson.misconceptions).map(([name, prose]) => ({ path: ['misconceptions', name], prose })),
    ...lesson.steps.flatMap((step, i) =>
      proseOfStep(step).map(({ path, prose }) => ({ path: ['steps', i, ...path], prose })),
    ),
  ];
}

function proseOfStep(step: Step): Place[] {
  const common = [
    { path: ['heading'], prose: step.heading },
    ...step.hints.map((prose, i) => ({ path: ['hints', i], prose })),
    ...(step.debrief ? [{ path: ['debrief'], prose: step.debrief }] : []),
  ];
  switch (step.kind) {
    case 'explain':
    case 'explore':
      return [...common, { path: [step.kind], prose: step.text }];
    case 'predict':
      return [
        ...common,
        { path: ['predict', 'ask'], prose: step.predict.ask },
        ...proseOfChoices('predict', step.predict.choices),
      ];
    case 'quiz':
      return [...common, { path: ['quiz', 'ask'], prose: step.quiz.ask }, ...proseOfChoices('quiz', step.quiz.choices)];
    case 'check':
      return [
        ...common,
        { path: ['goal'], prose: step.goal },
        ...step.wrong.map((wrong, i) => ({ path: ['wrong', i, 'say'], prose: wrong.say })),
      ];
    default:
      return step satisfies never;
  }
}

function proseOfChoices(kind: string, choices: readonly { say: Prose; because?: Prose | undefined }[]): Place[] {
  return choices.flatMap((choice, i) => {
    const path = [kind, 'choices', i];
    const because = choice.because ? [{ path: [...path, 'because'], prose: choice.because }] : [];
    return [{ path: [...path, 'say'], prose: choice.say }, ...because];
  });
}

/** A lesson ends with a free experiment and a question, in either order. */
function endComplaints({ steps }: Lesson): Complaint[] {
  const end = steps.slice(-2).map(({ kind }) => kind);
  if (end.includes('explore') && end.includes('quiz')) return [];
  return [
    { path: ['steps', steps.length - 1], message: 'a lesson ends with an `explore` and a `quiz` step; add them' },
  ];
}

// ---- 8: the languages

const han = /\p{Script=Han}/u;

function comparing({ path, prose }: Place): Complaint[] {
  const found: Complaint[] = [];
  const complain = (language: Language, message: string) => found.push({ path: [...path, language], message });
  if (prose.en === prose.zh) complain('zh', 'zh is a copy of en; translate it');
  else if (!han.test(prose.zh)) complain('zh', 'there is no Chinese in this text; translate it');
  if (han.test(prose.en)) complain('en', 'there is Chinese in the English text; translate it');
  for (const language of languages) {
    if ((prose[language].split('`').length - 1) % 2 === 1)
      complain(language, 'a code span is not closed; add the other backtick');
  }
  const [en, zh] = [codeSpans(prose.en).sort(), codeSpans(prose.zh).sort()];
  if (en.join('\n') === zh.join('\n')) return found;
  const missing = [
    ...lacking(en, zh).map((span) => `zh lacks \`${span}\``),
    ...lacking(zh, en).map((span) => `en lacks \`${span}\``),
  ];
  complain('zh', `the languages differ in their code: ${missing.join(', ')}; write the same code in both`);
  return found;
}

/** What of `all` is not in `other`, each as often as it occurs. */
function lacking(all: readonly string[], other: readonly string[]): string[] {
  const rest = [...other];
  return all.filter((span) => {
    const at = rest.indexOf(span);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

// ---- 7: hints

const plain = (text: string) => text.replaceAll('`', '').replace(/\s+/g, ' ').trim();

function hintComplaints(step: Step, index: number): Complaint[] {
  if (step.kind !== 'check') return [];
  const typed = step.solution.filter(({ kind }) => kind !== 'key').map(({ text }) => plain(text));
  // Enter alone is in every text.
  const lines = typed.filter((text) => text !== '');
  return step.hints.flatMap((hint, i) =>
    languages.flatMap((language) => {
      const given = lines.find((line) => plain(hint[language]).includes(line));
      const message = `this hint contains the solution's \`${given}\`; say less`;
      return given === undefined ? [] : [{ path: ['steps', index, 'hints', i, language], message }];
    }),
  );
}

// ---- 12: what can be seen

/** Width of the lesson pane's text at 80×24, and of the whole screen when the pane is zoomed or lines are printed. */
const paneColumns = 43;
const screen = { columns: 76, rows: 20 };

/** Terminals disagree about how wide these are, or cannot show them without colour or a font. */
const disputed =
  /[\u2018-\u201d\u2014\u2015\u2026\u00b7\u00d7\u00b5\u2190-\u21ff\u2460-\u24ff\u2500-\u259f\u25a0-\u25ff\u2605\u2606]/u;
const pictures = /\p{Emoji_Presentation}|\ufe0f|\u200d|\u20e3/u;
const controls = /(?!\n)\p{Cc}/u;

const READERS: readonly ReadBy[] = ['screen', 'line'];
/** Keys that the screen has and line mode has not. */
const screenKeys = /\bF\d{1,2}\b|\bCtrl-\]|\^\]|\bPg(?:Up|Dn)\b/;

function characters({ path, prose }: Place): Complaint[] {
  return languages.flatMap((language) => {
    const text = prose[language];
    const at = [...path, language];
    const bad = controls.exec(text) ?? pictures.exec(text) ?? disputed.exec(text);
    const key = screenKeys.exec(saidTo('line', text))?.[0];
    const wide = codeSpans(text).find((span) => textWidth(span) > paneColumns);
    return [
      ...(bad
        ? [
            {
              path: at,
              message: `not every terminal can show ${nameOf(bad[0])}; write it in plain signs, quotes as 「」`,
            },
          ]
        : []),
      ...(key === undefined
        ? []
        : [{ path: at, message: `line mode has no ${key}; write {{with ${key}|the same in line mode}}` }]),
      ...(/\{\{|\}\}/.test(saidTo('line', text))
        ? [{ path: at, message: 'words for the screen and for line mode are written {{screen|line}}' }]
        : []),
      ...(wide === undefined
        ? []
        : [{ path: at, message: `\`${wide}\` is wider than ${paneColumns} columns; make it shorter` }]),
    ];
  });
}

const nameOf = (character: string) => {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return controls.test(character) ? `U+${code}` : `U+${code} ${character}`;
};

/** A step, and each thing that may be said in it, fits on one page; and no printed line is wider than the screen. */
function pageComplaints(lesson: Lesson, index: number): Complaint[] {
  const step = lesson.steps[index];
  if (!step) return [];
  const session = begin(
    lesson,
    lesson.title,
    { seq: 0, position: 0, place: { dispatches: 0, calls: 0, time: 0, midTurn: false } },
    index,
  );
  return languages.flatMap((language) => {
    const page = playPlain(lessonView(session, language, 'line'), undefined, { language, columns: screen.columns });
    const widest = Math.max(...page.map((line) => textWidth(line)));
    const isLong = (text: string) => wrap(text, screen.columns).length > screen.rows;
    const sayings = proseOfStep(step).filter(({ prose }) =>
      READERS.some((readBy) => isLong(saidTo(readBy, prose[language]))),
    );
    return [
      ...(page.length > screen.rows
        ? [
            {
              path: ['steps', index],
              message: `this step takes ${page.length} lines of ${screen.columns} columns in ${language}; ${screen.rows} fit on a screen, so split it`,
            },
          ]
        : []),
      ...(widest > screen.columns
        ? [
            {
              path: ['steps', index],
              message: `a line is ${widest} columns wide in ${language}; ${screen.columns} can be seen`,
            },
          ]
        : []),
      ...sayings.map(({ path }) => ({
        path: ['steps', index, ...path],
        message: `more than ${screen.rows} lines in ${language}; say less`,
      })),
    ];
  });
}
