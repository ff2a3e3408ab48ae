/**
 * What a lesson's parts say about each other: names that must exist, answers that must be told apart, terminals that
 * must be there. Needs no machine; the shape of each part was checked before.
 */
import { type Condition, visitConditions } from './condition-schema.ts';
import { nearest } from './nearest.ts';
import { terminalOf } from './paths.ts';
import type { Lesson, Step } from './schema.ts';
import type { ScriptLine } from './script.ts';
import type { KeyPath } from './source.ts';

export interface Complaint {
  readonly path: KeyPath;
  readonly message: string;
}

/** A name of some kind that the lesson uses, and where. */
interface Use {
  readonly path: KeyPath;
  readonly name: string;
}

export function complaintsAbout(lesson: Lesson): Complaint[] {
  const terminals = lesson.setup.terminals;
  const declared = Object.keys(lesson.misconceptions);
  const usedMisconceptions = lesson.steps.flatMap(misconceptionsOf);
  const used = new Set(usedMisconceptions.map((use) => use.name));
  const terminalUses = [...scriptTerminals(lesson.setup.run, ['setup', 'run']), ...lesson.steps.flatMap(terminalsOf)];
  return [
    ...repeated(
      terminals.map((name, i) => ({ name, path: ['setup', 'terminals', i] })),
      'terminal',
    ),
    ...repeated(
      lesson.steps.map((step, i) => ({ name: step.id, path: ['steps', i, 'id'] })),
      'step',
    ),
    ...unknown(terminalUses, terminals, 'terminal'),
    ...unknown(
      Object.keys(lesson.setup.hosts).map((name) => ({ name, path: ['setup', 'hosts', name] })),
      terminals,
      'terminal',
    ),
    ...unknown(usedMisconceptions, declared, 'misconception'),
    ...declared
      .filter((name) => !used.has(name))
      .map((name) => ({
        path: ['misconceptions', name],
        message: `nothing uses the misconception \`${name}\`; take it out`,
      })),
    ...lesson.steps.flatMap(choiceComplaints),
  ];
}

function repeated(uses: readonly Use[], what: string): Complaint[] {
  return uses
    .filter((use, i) => uses.findIndex((other) => other.name === use.name) < i)
    .map(({ path, name }) => ({ path, message: `a second ${what} \`${name}\`; give it another name` }));
}

function unknown(uses: readonly Use[], known: readonly string[], what: string): Complaint[] {
  return uses
    .filter((use) => !known.includes(use.name))
    .map(({ path, name }) => ({ path, message: `there is no ${what} \`${name}\`${nearest(name, known)}` }));
}

function misconceptionsOf(step: Step, index: number): Use[] {
  const at = (path: KeyPath, name: string | undefined): Use[] =>
    name === undefined ? [] : [{ path: ['steps', index, ...path, 'misconception'], name }];
  if (step.kind === 'predict')
    return step.predict.choices.flatMap((c, i) => at(['predict', 'choices', i], c.misconception));
  if (step.kind === 'quiz') return step.quiz.choices.flatMap((c, i) => at(['quiz', 'choices', i], c.misconception));
  return step.kind === 'check' ? step.wrong.flatMap((wrong, i) => at(['wrong', i], wrong.misconception)) : [];
}

const scriptTerminals = (script: readonly ScriptLine[], path: KeyPath): Use[] =>
  script.map((line, i) => ({ path: [...path, i], name: line.terminal }));

function terminalsOf(step: Step, index: number): Use[] {
  const at = (...path: KeyPath): KeyPath => ['steps', index, ...path];
  if (step.kind === 'predict') {
    const asked = terminalOf(step.predict.answer_from);
    const uses = scriptTerminals(step.predict.run, at('predict', 'run'));
    return asked === undefined ? uses : [...uses, { path: at('predict', 'answer_from'), name: asked }];
  }
  if (step.kind !== 'check') return [];
  return [
    ...conditionTerminals(step.check, at('check')),
    ...scriptTerminals(step.solution, at('solution')),
    ...step.alsoAccept.flatMap((script, i) => scriptTerminals(script, at('also_accept', i))),
    ...step.wrong.flatMap((wrong, i) => [
      ...scriptTerminals(wrong.try, at('wrong', i, 'try')),
      ...conditionTerminals(wrong.when, at('wrong', i, 'when')),
    ]),
  ];
}

function conditionTerminals(condition: Condition, path: KeyPath): Use[] {
  const uses: Use[] = [];
  const use = (name: string | undefined, at: KeyPath) => {
    if (name !== undefined) uses.push({ path: at, name });
  };
  visitConditions(condition, path, (part, at) => {
    if (part.kind === 'state') use(terminalOf(part.path), [...at, 'state']);
    if (part.kind === 'never' || part.kind === 'count') use(part.event.in, [...at, part.kind, 'in']);
    if (part.kind === 'exit') use(part.in, [...at, 'in']);
    if (part.kind === 'trace') for (const [i, event] of part.events.entries()) use(event.in, [...at, 'trace', i, 'in']);
  });
  return uses;
}

function choiceComplaints(step: Step, index: number): Complaint[] {
  if (step.kind === 'quiz') {
    const path = ['steps', index, 'quiz', 'choices'];
    const { choices } = step.quiz;
    const right = choices.filter((choice) => choice.right).length;
    const one =
      right === 1 ? [] : [{ path, message: `${right} choices are right; mark exactly one with \`right: true\`` }];
    const silent = choices.flatMap((choice, i) =>
      choice.right || choice.because
        ? []
        : [{ path: [...path, i], message: 'a wrong choice needs `because`; say why it is wrong' }],
    );
    return [...one, ...silent];
  }
  if (step.kind !== 'predict') return [];
  const path = ['steps', index, 'predict', 'choices'];
  const { choices } = step.predict;
  const silent = choices.flatMap((choice, i) => (choice.because ? [] : [i]));
  return [
    ...repeated(
      choices.map((choice, i) => ({ name: String(choice.value), path: [...path, i, 'value'] })),
      'choice with the value',
    ),
    ...(silent.length > 1
      ? [
          {
            path: [...path, silent[1] ?? 0],
            message: 'all choices but the right one need `because`; say why it is wrong',
          },
        ]
      : []),
  ];
}
