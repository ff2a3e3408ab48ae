/**
 * What is proved of a lesson by running it: each step on a machine as the step presumes it, its lines typed into the
 * terminals, its conditions evaluated when all is at rest. Proofs 1–7, 9 and 11.
 */
import type { Machine } from '../../machine.ts';
import { languages } from '../../text/index.ts';
import { type Condition, visitConditions } from '../condition-schema.ts';
import { evaluate, isFalse, isTrue, type Verdict } from '../conditions.ts';
import { goBack, markOf, playScript, type Settled, settle, setUp, stage, worldOf } from '../lab.ts';
import type { LoadedLesson } from '../load.ts';
import { nearest } from '../nearest.ts';
import { readState } from '../paths.ts';
import { codeSpans } from '../prose.ts';
import type { Mark } from '../runner.ts';
import type { CheckStep, Lesson, PredictStep, WrongAttempt } from '../schema.ts';
import { formatScriptLine, type ScriptLine } from '../script.ts';
import type { Finding, KeyPath } from '../source.ts';
import type { Value } from '../state-objects.ts';
import { mutantsOf, scriptKey } from './mutants.ts';

/** How many of a step's mutants the check tells from the solution, or the author has declared to be as good. */
export interface Score {
  readonly lesson: string;
  readonly step: string;
  readonly rejected: number;
  readonly declared: number;
  readonly total: number;
}

export interface Proof {
  readonly findings: readonly Finding[];
  readonly scores: readonly Score[];
}

type Complain = (path: KeyPath, message: string) => void;

/** What fails under one seed mostly fails under all: it is told once. */
function teller({ source }: LoadedLesson, findings: Finding[]): (seed?: number) => Complain {
  const told = new Set<string>();
  return (seed) => (path, message) => {
    const key = JSON.stringify([path, message]);
    if (!told.has(key)) findings.push(source.at(path, seed === undefined ? message : `with seed ${seed}: ${message}`));
    told.add(key);
  };
}

/** Everything, under the lesson's own seed. */
export function proveRuns(loaded: LoadedLesson): Proof {
  const { lesson } = loaded;
  const findings: Finding[] = [];
  const scores: Score[] = [];
  const complain = teller(loaded, findings)();
  guarded(complain, () => {
    lesson.steps.forEach((step, index) => {
      const bench = new Bench(lesson, index, lesson.setup.seed, complain);
      if (step.kind === 'check') scores.push(proveCheck(bench, step));
      if (step.kind === 'predict') provePrediction(bench, step);
    });
  });
  return { findings, scores };
}

/** What must be the same under other seeds, up to the first that makes a difference. `to` is not among them. */
export function proveSeeds(loaded: LoadedLesson, from: number, to: number): readonly Finding[] {
  const findings: Finding[] = [];
  const complain = teller(loaded, findings);
  for (let seed = from; seed < to && findings.length === 0; seed++) {
    guarded(complain(seed), () => proveSeed(loaded.lesson, seed, complain(seed)));
  }
  return findings;
}

/** An internal error is a finding, never a pass (11). */
function guarded(complain: Complain, work: () => void): void {
  try {
    work();
  } catch (error) {
    complain(
      ['steps'],
      `it could not be run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}

/** What one attempt came to. */
interface Outcome {
  readonly settled: Settled;
  readonly verdict: Verdict;
  /** The wrong attempts that were recognised at some point, by number. */
  readonly recognised: ReadonlySet<number>;
}

/** A machine at the start of a step. */
interface Started {
  readonly machine: Machine;
  readonly mark: Mark;
}

/** Where one step is tried out, each attempt on a fresh machine. */
class Bench {
  readonly lesson: Lesson;
  readonly index: number;
  readonly seed: number;
  /** Kinds of events that attempts gave. */
  readonly seen = new Set<string>();
  readonly #complain: Complain;

  constructor(lesson: Lesson, index: number, seed: number, complain: Complain) {
    this.lesson = lesson;
    this.index = index;
    this.seed = seed;
    this.#complain = complain;
  }

  complain(path: KeyPath, message: string): void {
    this.#complain(['steps', this.index, ...path], message);
  }

  open(): Started {
    const machine = stage(this.lesson, this.index, { seed: this.seed });
    return { machine, mark: markOf(machine) };
  }

  /** Types the lines and looks at the check, and at the wrong attempts after each line as a learner's machine would. */
  attempt(step: CheckStep, script: readonly ScriptLine[], { machine, mark }: Started = this.open()): Outcome {
    const recognised = new Set<number>();
    let settled: Settled = 'idle';
    for (const line of script) {
      settled = playScript(machine, [line]);
      const world = worldOf(machine, mark);
      step.wrong.forEach((wrong, i) => {
        if (isTrue(evaluate(wrong.when, world))) recognised.add(i);
      });
    }
    const world = worldOf(machine, mark);
    for (const event of world.events()) this.seen.add(event.type);
    return { settled, verdict: evaluate(step.check, world), recognised };
  }
}

const passed = ({ settled, verdict }: Outcome) => settled === 'idle' && isTrue(verdict);
const why = ({ settled, verdict }: Outcome) =>
  settled === 'busy'
    ? 'the machine does not come to rest'
    : 'problem' in verdict
      ? verdict.problem
      : 'the check is false';

function proveCheck(bench: Bench, step: CheckStep): Score {
  proveStart(bench, step, bench.open());
  proveAlsoAccepted(bench, step, always);
  const solvable = proveAccepted(bench, step, step.solution, ['solution'], bench.open());
  proveWrong(bench, step, always);
  if (!solvable) return { lesson: bench.lesson.id, step: step.id, rejected: 0, declared: 0, total: 0 };
  proveUndo(bench, step);
  proveEachLineNeeded(bench, step, always);
  proveHints(bench, step);
  const score = proveMutants(bench, step);
  proveNever(bench, step);
  return score;
}

/** 1 and 5: nothing is true at the start, nor after idling. */
function proveStart(bench: Bench, step: CheckStep, { machine, mark }: Started): void {
  for (const when of ['at the start of the step', 'when nobody does anything']) {
    const world = worldOf(machine, mark);
    const expectFalse = (condition: Condition, path: KeyPath, name: string) => {
      const verdict = evaluate(condition, world);
      if ('problem' in verdict) bench.complain(path, `${name} cannot be evaluated ${when}: ${verdict.problem}`);
      else if (!isFalse(verdict))
        bench.complain(path, `${name} is already true ${when}; ask for something that only the learner's work does`);
    };
    expectFalse(step.check, ['check'], 'the check');
    step.wrong.forEach((wrong, i) => {
      expectFalse(wrong.when, ['wrong', i, 'when'], 'this `when`');
    });
    if (settle(machine) === 'busy') bench.complain(['check'], 'the machine does not come to rest before the step');
  }
}

/** 2 and 5: these lines pass, and nobody is told off for them. Says whether they pass. */
function proveAccepted(
  bench: Bench,
  step: CheckStep,
  script: readonly ScriptLine[],
  path: KeyPath,
  started: Started,
): boolean {
  const outcome = bench.attempt(step, script, started);
  const solved = passed(outcome);
  if (!solved) bench.complain(path, `this does not solve the step: ${why(outcome)}; mend the lines or the check`);
  for (const i of outcome.recognised) {
    bench.complain(
      ['wrong', i, 'when'],
      `this fires on \`${scriptKey(script).replaceAll('\n', '`, `')}\`, which is right; ask for more`,
    );
  }
  return solved;
}

function proveAlsoAccepted(bench: Bench, step: CheckStep, due: Due): void {
  step.alsoAccept.forEach((script, i) => {
    if (!due(i)) return;
    proveAccepted(bench, step, script, ['also_accept', i], bench.open());
  });
}

/** 3: without any one line the check fails. */
function proveEachLineNeeded(bench: Bench, step: CheckStep, due: Due): void {
  step.solution.forEach((line, i) => {
    if (line.optional || !due(i)) return;
    const outcome = bench.attempt(step, step.solution.toSpliced(i, 1));
    if (passed(outcome))
      bench.complain(['solution', i], 'the step is solved without this line; take it out or mark it `optional: true`');
  });
}

/** 5: each wrong attempt is rejected, recognised, and taken for nothing else. */
function proveWrong(bench: Bench, step: CheckStep, due: Due): void {
  step.wrong.forEach((wrong: WrongAttempt, i) => {
    if (!due(i)) return;
    const outcome = bench.attempt(step, wrong.try);
    const path = ['wrong', i, 'try'];
    if (outcome.settled === 'busy')
      bench.complain(path, 'after these lines the machine does not come to rest; mend them');
    if (!isFalse(outcome.verdict))
      bench.complain(path, 'these lines are not rejected by the check; make the check stricter');
    if (!outcome.recognised.has(i))
      bench.complain(['wrong', i, 'when'], 'this is not true after its own `try`; mend the condition');
    for (const other of outcome.recognised) {
      if (other !== i)
        bench.complain(
          ['wrong', other, 'when'],
          `this fires on the \`try\` of wrong attempt ${i + 1}, too; ask for more`,
        );
    }
  });
}

/** 7: typing the code of one hint, in any terminal, does not finish the step. */
function proveHints(bench: Bench, step: CheckStep): void {
  step.hints.forEach((hint, i) => {
    const spans = [...new Set(languages.flatMap((language) => codeSpans(hint[language])))];
    if (spans.length === 0) return;
    for (const terminal of bench.lesson.setup.terminals) {
      const script = spans.map((text): ScriptLine => ({ terminal, kind: 'command', text, optional: false }));
      if (passed(bench.attempt(step, script)))
        bench.complain(['hints', i], 'typing the code of this hint finishes the step; say less');
    }
  });
}

/** 4: mutants fail, or the author says that they are as good. */
function proveMutants(bench: Bench, step: CheckStep): Score {
  const accepted = new Set(step.alsoAccept.map(scriptKey));
  const tally = { rejected: 0, declared: 0 };
  const mutants = mutantsOf(step.solution, bench.lesson.setup.terminals);
  for (const { script, line, what } of mutants) {
    if (accepted.has(scriptKey(script))) tally.declared++;
    else if (passed(bench.attempt(step, script))) {
      const lines = script.map((each) => JSON.stringify(formatScriptLine(each))).join(', ');
      bench.complain(
        ['solution', line],
        `the check passes a mutant (${what}): [${lines}]; make it stricter or add this to \`also_accept\``,
      );
    } else tally.rejected++;
  }
  return { lesson: bench.lesson.id, step: step.id, ...tally, total: mutants.length };
}

/** 6: exactly one choice is what the simulation does. */
function provePrediction(bench: Bench, step: PredictStep): void {
  const { value, settled } = predicted(bench, step);
  const { choices } = step.predict;
  if (settled === 'busy')
    bench.complain(['predict', 'run'], 'after these lines the machine does not come to rest; mend them');
  const right = choices.findIndex((choice) => choice.value === value);
  if (right < 0) {
    bench.complain(
      ['predict', 'choices'],
      `the simulation answers \`${String(value)}\`, which is none of the choices; add it`,
    );
    return;
  }
  choices.forEach((choice, i) => {
    if (i !== right && !choice.because)
      bench.complain(['predict', 'choices', i], 'this choice is wrong and needs `because`; say why');
  });
}

function predicted(bench: Bench, step: PredictStep): { value: Value; settled: Settled } {
  const { machine, mark } = bench.open();
  const settled = playScript(machine, step.predict.run);
  return { value: readState(worldOf(machine, mark), step.predict.answer_from), settled };
}

/** Which of several attempts a seed tries. */
type Due = (attempt: number) => boolean;
const always: Due = () => true;
const ATTEMPTS_TAKE_TURNS = 5;

/**
 * 9: what was proved holds under another seed, too. One machine goes through the whole lesson as its author would, under every
 * seed. What leads away from that needs machines of its own, which costs most: the attempts take turns, and so do the steps
 * that are gone back to, so that each is tried under many seeds, but not each under all.
 */
function proveSeed(lesson: Lesson, seed: number, complain: Complain): void {
  const machine = setUp(lesson, { seed });
  const checks = lesson.steps.filter(({ kind }) => kind === 'check');
  const goesBackAt = checks[seed % Math.max(1, checks.length)];
  const due: Due = (attempt) => (attempt + seed) % ATTEMPTS_TAKE_TURNS === 0;
  lesson.steps.forEach((step, index) => {
    const bench = new Bench(lesson, index, seed, complain);
    if (step.kind === 'predict') provePrediction(bench, step);
    if (step.kind !== 'check') return;
    if (step === goesBackAt) proveUndo(bench, step);
    const started = { machine, mark: markOf(machine) };
    proveStart(bench, step, started);
    proveAccepted(bench, step, step.solution, ['solution'], started);
    proveAlsoAccepted(bench, step, due);
    proveEachLineNeeded(bench, step, due);
    proveWrong(bench, step, due);
  });
}

/** 9: going back to the start of a step gives the machine of the start, and the same run again the same state. */
function proveUndo(bench: Bench, step: CheckStep): void {
  const { machine, mark } = bench.open();
  const start = picture(machine);
  playScript(machine, step.solution);
  const end = picture(machine);
  const back = goBack(machine, mark);
  if (picture(back) !== start) bench.complain(['solution'], 'going back to the start does not give the starting state');
  playScript(back, step.solution);
  if (picture(back) !== end) {
    bench.complain(['solution'], 'the same lines after going back do not give the same state');
  }
}

/** An event that is forbidden but never seen, whatever was tried, may be misspelt: `never` would hold for nothing. */
function proveNever(bench: Bench, step: CheckStep): void {
  const prove = (condition: Condition, path: KeyPath) =>
    visitConditions(condition, path, (part, at) => {
      if ((part.kind !== 'never' && part.kind !== 'count') || bench.seen.has(part.event.event)) return;
      const { event } = part.event;
      bench.complain(
        [...at, part.kind, 'event'],
        `no attempt ever gave the event \`${event}\`${nearest(event, [...bench.seen])}`,
      );
    });
  prove(step.check, ['check']);
  step.wrong.forEach((wrong, i) => {
    prove(wrong.when, ['wrong', i, 'when']);
  });
}

const picture = (machine: Machine): string =>
  JSON.stringify(machine.view(), (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
