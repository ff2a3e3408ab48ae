/**
 * State paths: `proc(A).wchan`, `fifo(/tmp/ff).used`, the left side of a state condition and the answer of a prediction.
 * The table says everything that can be asked; a new kind of kernel object is a new row.
 */
import { z } from 'zod';
import type { PipeView, ProcessView } from '../kernel/view.ts';
import { nearest } from './nearest.ts';
import { foregroundOf, ttyView, type World } from './world.ts';

export type Value = string | number | boolean | undefined;
type Properties<T> = Readonly<Record<string, (of: T) => Value>>;

/** What a terminal's command is doing; `none` while the terminal is at its prompt and is doing nothing for anybody. */
const ofProcess: Properties<ProcessView> = {
  wchan: (process) => (process.wchan === '0' ? 'none' : process.wchan),
  reason: (process) => process.reason?.kind ?? 'none',
  state: (process) => process.state,
  comm: (process) => process.comm,
  call: (process) => process.call ?? 'none',
};

const ofFifo: Properties<PipeView> = {
  used: (pipe) => pipe.used,
  readers: (pipe) => pipe.readers,
  writers: (pipe) => pipe.writers,
  sleeping_readers: (pipe) => pipe.sleepingReaders.length,
  sleeping_writers: (pipe) => pipe.sleepingWriters.length,
  opening_readers: (pipe) => pipe.openers.filter((opener) => opener.wants === 'read').length,
  opening_writers: (pipe) => pipe.openers.filter((opener) => opener.wants === 'write').length,
};

interface Row {
  /** What stands between the parentheses. */
  readonly argument: 'terminal' | 'path' | 'command';
  readonly properties: readonly string[];
  readonly read: (world: World, argument: string, property: string) => Value;
}

const rows: Readonly<Record<string, Row>> = {
  proc: {
    argument: 'terminal',
    properties: Object.keys(ofProcess),
    read: (world, terminal, property) => {
      const process = world.atPrompt(terminal) ? undefined : foregroundOf(world, terminal);
      return process ? ofProcess[property]?.(process) : 'none';
    },
  },
  tty: {
    argument: 'terminal',
    properties: ['output', 'prompt', 'echo', 'canonical'],
    read: (world, terminal, property) => {
      if (property === 'output') return world.outputOf(terminal);
      if (property === 'prompt') return world.atPrompt(terminal);
      const tty = ttyView(world, terminal);
      return property === 'echo' ? tty?.echo : tty?.canonical;
    },
  },
  fifo: {
    argument: 'path',
    properties: Object.keys(ofFifo),
    read: (world, path, property) => {
      if (world.fileType(path) !== 'fifo') return undefined;
      const pipe = world.view().pipes.find((candidate) => candidate.kind === 'fifo' && candidate.path === path);
      // A FIFO that nobody has open has no pipe behind it: nothing is stored and nobody is there.
      return pipe ? ofFifo[property]?.(pipe) : 0;
    },
  },
  file: {
    argument: 'path',
    properties: ['type'],
    read: (world, path) => world.fileType(path) ?? 'none',
  },
  procs: {
    argument: 'command',
    properties: ['count', 'asleep'],
    read: (world, comm, property) => {
      const alive = world.view().processes.filter((process) => process.comm === comm && process.state !== 'Z');
      return property === 'count' ? alive.length : alive.filter((process) => process.state === 'S').length;
    },
  },
};

export interface StatePath {
  readonly source: string;
  readonly object: string;
  readonly argument: string;
  readonly property: string;
}

const form = /^(\w+)\(([^()\s]+)\)\.(\w+)$/;
const argumentForms = { terminal: /^[A-D]$/, path: /^\/[^\s]*$/, command: /^[\w.[-]+$/ };

/** The path, or what is wrong with it and how to say it right. */
export function parseStatePath(source: string): StatePath | string {
  const match = form.exec(source);
  if (!match) return `\`${source}\` is no state path; write \`proc(A).wchan\` or \`fifo(/tmp/ff).used\``;
  const [, object = '', argument = '', property = ''] = match;
  const row = Object.hasOwn(rows, object) ? rows[object] : undefined;
  if (!row) return `there is no state \`${object}(…)\`${nearest(object, Object.keys(rows))}`;
  if (!argumentForms[row.argument].test(argument))
    return `\`${object}(…)\` takes a ${row.argument}, not \`${argument}\``;
  if (!row.properties.includes(property)) {
    return `\`${object}(…)\` has no \`${property}\`${nearest(property, row.properties)}`;
  }
  return { source, object, argument, property };
}

/** What the world answers; undefined when the thing asked about does not exist. */
export function readState(world: World, path: StatePath): Value {
  return rows[path.object]?.read(world, path.argument, path.property);
}

/** The terminal that a path is about, for the check that the lesson has it. */
export function terminalOf(path: StatePath): string | undefined {
  return rows[path.object]?.argument === 'terminal' ? path.argument : undefined;
}

export const statePathSchema = z.string('a state path is text').transform((source, ctx): StatePath => {
  const path = parseStatePath(source);
  if (typeof path !== 'string') return path;
  ctx.addIssue(path);
  return z.NEVER;
});
