/** The two benches there are: a lesson that is being played, and a machine to experiment with. */
import type { LabOptions } from '../lessons/lab.ts';
import type { LessonRun } from '../lessons/play.ts';
import type { Prose } from '../lessons/prose.ts';
import { boot, type Machine } from '../machine.ts';
import type { Language } from '../text/index.ts';
import type { OpenBench } from './workbench.ts';

/** The lesson after this one. */
export interface Following {
  readonly title: Prose;
  /** Ends this one, and begins that. */
  open(): void;
}

export interface LessonBenchOptions {
  readonly language: Language;
  /** Makes the run of a lesson. */
  readonly start: (lab: LabOptions) => LessonRun;
  /** Told when there may be progress to save. */
  readonly changed?: ((run: LessonRun) => void) | undefined;
  readonly following?: Following | undefined;
  /** What there is to tell of the progress, told once. */
  readonly notice?: (() => string | undefined) | undefined;
}

export const lessonBench =
  ({ language, start, changed = () => {}, following, notice }: LessonBenchOptions): OpenBench =>
  (connection) => {
    const run = start(connection);
    /** Did it change anything? */
    const act = (action: () => void): boolean => {
      const before = run.session;
      action();
      if (run.session !== before) changed(run);
      return run.session !== before;
    };
    return {
      get machine() {
        return run.machine;
      },
      needed: run.session.lesson.setup.terminals,
      get lesson() {
        return { ...run.view(language), ...(following && { following: following.title[language] }) };
      },
      notice: () => notice?.(),
      observe: (state) => void act(() => run.observe(state)),
      next: () => {
        if (!run.session.over || !following) return act(() => run.next());
        following.open();
        return true;
      },
      previous: () => act(() => run.previous()),
      dismiss: () => act(() => run.dismiss()),
      hint: () => act(() => run.hint()),
      answer: (label) => act(() => run.answer(label)),
      undo: () => run.undo(),
      rewindTo: (seq) => run.rewindTo(seq),
      reset: () => {
        act(() => run.resetStep());
        return true;
      },
    };
  };

/** Virtual µs in which the shells have started. */
const TO_THE_PROMPT = 100_000;

export const freeBench =
  (seed: number, terminals: readonly string[]): OpenBench =>
  ({ cols, rows, onOutput }) => {
    const start = () => {
      const machine = boot({ seed, onOutput, terminals: terminals.map((name) => ({ name, cols, rows })) });
      machine.run({ until: TO_THE_PROMPT, dispatches: 1000 });
      return machine;
    };
    let machine = start();
    const replace = (other: Machine | undefined): boolean => {
      if (other) machine = other;
      return other !== undefined;
    };
    return {
      get machine() {
        return machine;
      },
      needed: [],
      lesson: undefined,
      notice: () => undefined,
      observe: () => {},
      next: () => false,
      previous: () => false,
      dismiss: () => false,
      hint: () => false,
      answer: () => false,
      undo: () => replace(machine.beforeLastCommand()),
      rewindTo: (seq) => replace(machine.at(seq)),
      reset: () => replace(start()),
    };
  };
