/**
 * Plays any lesson through the keyboard of a pseudo-terminal, as its own file tells: predictions, hints, a wrong attempt
 * that is recognised, undo, the solution, the debriefs read to their end. It knows the screen by our own words only.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { decode } from '../../src/bytes.ts';
import { choiceLabel } from '../../src/lessons/choices.ts';
import { simulate } from '../../src/lessons/lab.ts';
import { type Prose, saidTo } from '../../src/lessons/prose.ts';
import { rightChoice } from '../../src/lessons/runner.ts';
import type { CheckStep, Lesson, PredictStep, QuizStep, Step } from '../../src/lessons/schema.ts';
import { keysOf, type ScriptLine } from '../../src/lessons/script.ts';
import { type Language, speak } from '../../src/text/index.ts';
import { en, zh } from '../../src/text/lessons.ts';
import type { Screen } from '../screen.ts';

const WORDS = { en, zh };
const PREFIX = '\x1d';
export const KEYS = { focus: '\x1bOQ', hint: '\x1bOR', next: '\x1bOS', undo: '\x1b[18~', pageDown: '\x1b[6~' } as const;
export const LEAVE = `${PREFIX}q`;
const RESET = `${PREFIX}Ry`;
const TO_LESSON = `${PREFIX}0`;

export interface Player {
  readonly screen: Screen;
  readonly lesson: Lesson;
  readonly language: Language;
}

/** A step from its beginning to the next one's, or to the end of the lesson. */
export async function playStep(player: Player, index: number): Promise<void> {
  const step = player.lesson.steps[index];
  if (!step) throw new Error(`no step ${index}`);
  await atStep(player, index);
  await shows(player, step.heading);
  switch (step.kind) {
    case 'explain':
    case 'explore':
      await readTo(player, step.text);
      break;
    case 'predict':
      await predict(player, index, step);
      break;
    case 'quiz':
      await quiz(player, step);
      break;
    case 'check':
      await check(player, step, isFirstCheck(player.lesson, step));
      break;
    default:
      step satisfies never;
  }
  player.screen.key(KEYS.next);
}

export const atStep = ({ screen, lesson, language }: Player, index: number): Promise<void> =>
  screen.has(`${speak(language).t('place.lesson')} ${index + 1}/${lesson.steps.length}`);

export const isOver = ({ screen, language }: Player): Promise<void> => screen.has(speak(language).t('lesson.done'));

const isFirstCheck = ({ steps }: Lesson, step: Step): boolean => steps.find(({ kind }) => kind === 'check') === step;

async function predict(player: Player, index: number, step: PredictStep): Promise<void> {
  const right = rightChoice(step, simulate(player.lesson, index, step));
  // Now and then a prediction does not come true.
  const chosen = index % 2 === 1 ? right : (right + 1) % step.predict.choices.length;
  await answer(player, chosen);
  const { right: yes, surprise } = WORDS[player.language];
  await says(player, chosen === right ? yes : surprise);
  await readTo(player, step.debrief);
}

async function quiz(player: Player, step: QuizStep): Promise<void> {
  const { choices } = step.quiz;
  const right = choices.findIndex((choice) => choice.right === true);
  const wrong = (right + 1) % choices.length;
  await answer(player, wrong);
  await says(player, WORDS[player.language].wrong);
  await answer(player, right);
  await says(player, WORDS[player.language].right);
  await readTo(player, step.debrief);
}

/** By the letter alone where the lesson has the focus, else behind the prefix. */
async function answer({ screen }: Player, choice: number): Promise<void> {
  const label = choiceLabel(choice);
  await press(screen, focusedPlace(screen).startsWith('terminal') ? `${PREFIX}${label}` : label);
}

async function check(player: Player, step: CheckStep, first: boolean): Promise<void> {
  const { screen, language } = player;
  if (first) {
    screen.key(KEYS.hint);
    await shows(player, step.hints[0]);
  }
  const [wrong] = step.wrong;
  if (wrong) {
    await typeScript(player, wrong.try);
    await shows(player, wrong.say);
    if (first) await undoAll(player, wrong.try);
    else await reset(player, wrong.say);
  }
  await typeScript(player, step.solution);
  await says(player, WORDS[language].solved);
  await readTo(player, step.debrief);
}

/** From the last command to the first: none of them stands behind a prompt any more. */
async function undoAll({ screen, language }: Player, script: readonly ScriptLine[]): Promise<void> {
  for (const { kind, text } of [...script].reverse()) {
    if (kind !== 'command') continue;
    await press(screen, KEYS.undo);
    await screen.has(speak(language).t('note.undone'));
    await screen.hasNot(`$ ${text}`);
  }
}

async function reset(player: Player, said: Prose): Promise<void> {
  await press(player.screen, RESET);
  await notShown(player, said);
}

/** Nothing has moved on the screen for so long: whatever was typed is done, or sleeps. */
const SETTLED_MS = 120;
/** A key that changes nothing at all is believed after this. */
const SILENT_MS = 1500;
/** On a busy host a command needs a while until it runs. */
const BEFORE_A_KEY_MS = 400;

/** Types, waits for what comes of it, and until it is over. */
async function press(screen: Screen, keys: string): Promise<void> {
  const before = screen.length;
  screen.key(keys);
  await screen.until(() => screen.length > before, 'an answer', SILENT_MS).catch(() => {});
  await screen.quiet(SETTLED_MS);
}

async function typeScript({ screen }: Player, script: readonly ScriptLine[]): Promise<void> {
  for (const line of script) {
    await focusOn(screen, line.terminal);
    // A key that signals throws away what the terminal has not handed out yet: the line before must have been read.
    if (line.kind === 'key') await delay(BEFORE_A_KEY_MS);
    await press(screen, decode(keysOf(line)));
  }
}

async function focusOn(screen: Screen, terminal: string): Promise<void> {
  for (let tries = 0; tries < 10 && focusedPlace(screen) !== `terminal ${terminal}`; tries++) {
    const before = focusedPlace(screen);
    screen.key(KEYS.focus);
    await screen.until(() => !['', before].includes(focusedPlace(screen)), 'another place has the focus');
  }
  if (focusedPlace(screen) !== `terminal ${terminal}`) throw new Error(`no focus on ${terminal}\n${screen.text()}`);
}

/** `terminal A` or what else stands in the heavy border. */
function focusedPlace(screen: Screen): string {
  const title = /━ ([^━]*) ◂/.exec(screen.text())?.[1] ?? '';
  const terminal = /^([A-D])(?:[:：]|$)/.exec(title)?.[1];
  return terminal === undefined ? title : `terminal ${terminal}`;
}

// ---- what the lesson says

/** Letters alone: where lines end, and which words are code, is the pane's own business. */
const essence = (prose: string): string => prose.replace(/[\s`*]/g, '');

/** Enough of a text to know it by. */
const beginning = (prose: Prose | undefined, language: Language): string =>
  essence(saidTo('screen', prose?.[language] ?? '')).slice(0, 24);

async function shows({ screen, language }: Player, prose: Prose | undefined): Promise<void> {
  const wanted = beginning(prose, language);
  await screen.until(() => lessonPane(screen).includes(wanted), `the lesson says: ${prose?.[language]}`);
}

async function notShown({ screen, language }: Player, prose: Prose): Promise<void> {
  const unwanted = beginning(prose, language);
  await screen.until(() => !lessonPane(screen).includes(unwanted), `no longer said: ${prose[language]}`);
}

const says = ({ screen }: Player, words: string): Promise<void> =>
  screen.until(() => lessonPane(screen).includes(essence(words)), `the lesson says: ${words}`);

/** Goes through a text to its last words, by the page. */
async function readTo({ screen, language }: Player, prose: Prose | undefined): Promise<void> {
  const end = essence(saidTo('screen', prose?.[language] ?? '')).slice(-12);
  for (let page = 0; page < 10 && !lessonPane(screen).includes(end); page++) {
    await press(screen, page === 0 ? TO_LESSON : KEYS.pageDown);
  }
  await screen.until(() => lessonPane(screen).includes(end), `the end of: ${prose?.[language]}`);
}

/** The text of the box at the left edge that the lesson stands in. */
function lessonPane({ term }: Screen): string {
  const { active } = term.buffer;
  const cell = (x: number, y: number) =>
    active
      .getLine(active.viewportY + y)
      ?.getCell(x)
      ?.getChars() ?? '';
  const columns = Array.from({ length: term.cols }, (_, x) => x);
  const right = columns.find((x) => /[┐┓]/.test(cell(x, 1))) ?? 0;
  let text = '';
  for (let y = 2; y < term.rows && !/[└┗]/.test(cell(0, y)); y++) {
    for (let x = 1; x < right; x++) text += cell(x, y);
  }
  return essence(text);
}
