/**
 * What the screen works on: a machine, and perhaps a lesson around it. Undo and reset put another machine in its place,
 * which repeats its output from boot on; so nobody may keep a machine.
 */
import type { KernelEvent } from '../kernel/event.ts';
import type { LabOptions } from '../lessons/lab.ts';
import type { LessonView } from '../lessons/view.ts';
import type { Machine } from '../machine.ts';

/** What is given time. */
export type Paced = Pick<Machine, 'run' | 'now'> & {
  readonly events: { readonly nextSeq: number; since(seq: number): Iterable<KernelEvent> };
};
/** What the screen needs of a machine. */
export type Running = Paced &
  Pick<Machine, 'input' | 'resize' | 'openTerminal' | 'hangUp' | 'terminals' | 'view' | 'log'>;
export type RunState = ReturnType<Machine['run']>;

export interface Workbench {
  readonly machine: Running;
  /** Terminals that the lesson cannot do without. */
  readonly needed: readonly string[];
  /** Undefined: free experiment. */
  readonly lesson: LessonView | undefined;
  /** Something to tell that is no part of the lesson, told once. */
  notice(): string | undefined;
  /** The machine has run: perhaps the step is solved now. */
  observe(state: RunState['state']): void;
  /** False: the step is not done. */
  next(): boolean;
  previous(): boolean;
  /** Sends away what the coach said. */
  dismiss(): boolean;
  /** False: there is no hint left. */
  hint(): boolean;
  answer(label: string): boolean;
  /** Takes back the last command; false when there is none. */
  undo(): boolean;
  /** Back to when this event had just happened; false when that is before the learner's own history. */
  rewindTo(seq: number): boolean;
  /** The step (or the free experiment) from its beginning. */
  reset(): boolean;
}

/** The size of the terminals, and where their output goes. */
export type Connection = Required<Pick<LabOptions, 'cols' | 'rows' | 'onOutput'>>;
export type OpenBench = (connection: Connection) => Workbench;
