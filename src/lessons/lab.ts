/**
 * Machines for lessons: set up, typed into and looked at. What a learner does by hand, lint and predictions do here by
 * script lines: the same keys into the same terminals.
 */
import { decode, encode } from '../bytes.ts';
import type { KernelEvent } from '../kernel/event.ts';
import type { KernelView } from '../kernel/view.ts';
import { type BootOptions, boot, type InputLog, type Machine, replay } from '../machine.ts';
import { withoutSequences } from './control-sequences.ts';
import { readState } from './paths.ts';
import type { Mark } from './runner.ts';
import type { Lesson, PredictStep } from './schema.ts';
import { keysOf, type ScriptLine } from './script.ts';
import type { Value } from './state-objects.ts';
import { namesOf, type World } from './world.ts';

/** idle: nobody can go on by himself; busy: the patience below was not enough. */
export type Settled = 'idle' | 'busy';

/** Virtual µs and turns on the CPU that a line of a script gets to come to rest. */
const patience = { time: 2_000_000, dispatches: 20_000 };

export function settle(machine: Machine): Settled {
  return machine.run({ until: machine.now + patience.time, dispatches: patience.dispatches }).state;
}

/** Types the lines, each when the one before has come to rest. */
export function playScript(machine: Machine, script: readonly ScriptLine[]): Settled {
  let settled: Settled = 'idle';
  for (const line of script) {
    machine.input(line.terminal, keysOf(line));
    settled = settle(machine);
  }
  return settled;
}

export type LabOptions = Partial<Omit<BootOptions, 'terminals'>> & { readonly cols?: number; readonly rows?: number };

/** A machine with the lesson's terminals, behind its setup. */
export function setUp(lesson: Lesson, options: LabOptions = {}): Machine {
  const { cols = 80, rows = 24, ...rest } = options;
  const terminals = lesson.setup.terminals.map((name) => ({ name, cols, rows, host: lesson.setup.hosts[name] }));
  const files = Object.entries(lesson.setup.files).map(([path, text]) => ({ path, bytes: encode(text) }));
  const machine = boot({ seed: lesson.setup.seed, ...rest, terminals, files });
  settle(machine);
  playScript(machine, lesson.setup.run);
  return machine;
}

/** A machine as a step presumes it: the setup, and every step before it solved as its author would. */
export function stage(lesson: Lesson, index: number, options?: LabOptions): Machine {
  const machine = setUp(lesson, options);
  for (const step of lesson.steps.slice(0, index)) if (step.kind === 'check') playScript(machine, step.solution);
  return machine;
}

/**
 * What the simulation answers to a prediction. It runs on a machine as the step presumes it and not on the learner's own:
 * the question describes that one, and what else the learner has started must not make its answer wrong.
 */
export function simulate(lesson: Lesson, index: number, step: PredictStep, options?: LabOptions): Value {
  const machine = stage(lesson, index, options);
  const mark = markOf(machine);
  if (playScript(machine, step.predict.run) === 'busy') throw new Error('the prediction does not come to rest');
  return readState(worldOf(machine, mark), step.predict.answer_from);
}

export function markOf(machine: Machine): Mark {
  return { seq: machine.events.nextSeq, position: machine.log.entries.length, place: machine.place };
}

/** The machine as it was at a mark. */
export function goBack(machine: Machine, mark: Mark): Machine {
  const { log, options } = machine;
  return replay({ ...log, entries: log.entries.slice(0, mark.position) }, { ...options, upTo: mark.place });
}

/** The machine as conditions see it now, with what has happened since a step began. */
export function worldOf(machine: Machine, start: Mark): World {
  const events = [...machine.events.since(start.seq)];
  const view = machine.view();
  let sessions: ReadonlyMap<number, number> | undefined;
  let names: ReturnType<typeof namesOf> | undefined;
  return {
    view: () => view,
    events: () => events,
    forgetful: machine.events.oldest > start.seq,
    outputOf: (terminal) => {
      const name = machine.ttyName(terminal);
      return outputOf(events, name, view.ttys.find((tty) => tty.name === name)?.sid);
    },
    file: (path) => machine.file(path),
    sessionOf: (pid) => {
      sessions ??= sessionsOf(machine, view);
      return sessions.get(pid);
    },
    nameAt: (event) => {
      names ??= namesOf(machine.events.since(0), view.processes);
      return names.get(event);
    },
    ttyOf: (terminal) => machine.ttyName(terminal),
    atPrompt: (terminal) => machine.atPrompt(terminal),
    *schedules(count) {
      for (let seed = 1; seed <= count; seed++) yield reschedule(machine, start, seed);
    },
  };
}

/** pid → session of all that live or lived: a child has the session of its parent. */
function sessionsOf(machine: Machine, view: KernelView): ReadonlyMap<number, number> {
  const sessions = new Map(view.processes.map(({ pid, sid }) => [pid, sid]));
  for (const event of machine.events.since(0)) {
    const sid = sessions.get(event.pid);
    if (event.type === 'fork' && sid !== undefined && !sessions.has(event.child)) sessions.set(event.child, sid);
  }
  return sessions;
}

/** Programs' output only, as text: no echo (pid 0), and nothing of the line that the shell is editing. */
function outputOf(events: readonly KernelEvent[], tty: string, shell: number | undefined): string {
  const pieces: Uint8Array[] = [];
  for (const event of events) {
    if (event.type !== 'tty.output' || event.tty !== tty || event.pid === 0) continue;
    if (!event.raw || event.pid !== shell) pieces.push(event.bytes);
  }
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return withoutSequences(decode(all)).replaceAll('\r\n', '\n');
}

/** The same keys in another interleaving: each arrives when everything before it has come to rest. */
function reschedule(machine: Machine, start: Mark, seed: number): World {
  const { log, options } = machine;
  const other = boot({ ...options, onOutput: () => {}, seed });
  const typeIn = (entries: InputLog['entries']) => {
    for (const { input } of entries) {
      if (settle(other) === 'busy') throw new Error(`with seed ${seed} it does not come to rest`);
      other.repeat(input);
    }
    if (settle(other) === 'busy') throw new Error(`with seed ${seed} it does not come to rest`);
  };
  typeIn(log.entries.slice(0, start.position));
  const mark = markOf(other);
  typeIn(log.entries.slice(start.position));
  return worldOf(other, mark);
}
