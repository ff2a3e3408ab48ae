/**
 * What a state path can ask about: one row for each kind of object, with its properties and how each is read. A new kind
 * of kernel object is a new row here, and docs/lessons.md lists them all (a test compares).
 * Values are numbers, booleans and words; `none` says that there is nothing, undefined that the question has no answer.
 */
import { decode } from '../bytes.ts';
import { O_ACCMODE, O_APPEND, O_NONBLOCK, O_RDONLY, O_WRONLY } from '../kernel/abi.ts';
import type { KernelEvent } from '../kernel/event.ts';
import { type SigSet, signalName, signalNumber, signalsIn } from '../kernel/signum.ts';
import type { FdView, PipeView, ProcessView, TtyView } from '../kernel/view.ts';
import type { FileView } from '../machine.ts';
import { foregroundOf, lastExit, shellOf, ttyView, type World } from './world.ts';

export type Value = string | number | boolean | undefined;
type Properties<T> = Readonly<Record<string, (of: T, world: World) => Value>>;

/** What stands between the parentheses. */
export interface Argument {
  readonly form: RegExp;
  /** For messages: `takes a path, not …`. */
  readonly what: string;
}

export interface Row {
  readonly argument: Argument;
  readonly properties: readonly string[];
  read(world: World, argument: string, property: string): Value;
}

/** A row whose properties are functions of something that the argument finds, or `missing` where there is none. */
function row<T>(
  argument: Argument,
  properties: Properties<T>,
  find: (world: World, argument: string) => T | undefined,
  missing: (property: string, world: World, argument: string) => Value = () => undefined,
): Row {
  return {
    argument,
    properties: Object.keys(properties),
    read: (world, name, property) => {
      const found = find(world, name);
      return found === undefined ? missing(property, world, name) : properties[property]?.(found, world);
    },
  };
}

// ---- who

const terminal: Argument = { form: /^[A-D]$/, what: 'terminal' };
const path: Argument = { form: /^\/\S*$/, what: 'path' };
const command: Argument = { form: /^[\w.[-]+$/, what: 'command' };
/** `A`: what runs in terminal A; `A$`: the shell of terminal A; `cat`: the youngest process of that name. */
const who: Argument = { form: /^(?:[A-D]\$?|[\w.[-]+)$/, what: 'terminal, shell (`A$`) or command' };
const whoseDescriptor: Argument = { form: /^(?:[A-D]\$?|[\w.[-]+):\d+$/, what: 'descriptor such as `cat:0` or `A$:3`' };
const whosePipe: Argument = {
  form: /^(?:[A-D]\$?|[\w.[-]+)(?::\d+)?$/,
  what: 'process, or descriptor such as `cat:0`',
};
const signal: Argument = { form: /^SIG[A-Z0-9+-]+$/, what: 'signal such as `SIGINT`' };

function findProcess(world: World, name: string): ProcessView | undefined {
  if (/^[A-D]$/.test(name)) return world.atPrompt(name) ? undefined : foregroundOf(world, name);
  if (/^[A-D]\$$/.test(name)) return shellOf(world, name.slice(0, 1));
  return world.view().processes.findLast(({ comm }) => comm === name);
}

/** The terminal in an argument of that form: `A` of `A`, `A$` and `A$:3`. */
export const terminalIn = (argument: string): string | undefined => /^([A-D])(?:\$?(?::\d+)?)$/.exec(argument)?.[1];

// ---- processes

/** `SIGINT SIGTERM`, by number; `none`. */
function signalWords(set: SigSet): string {
  const names = signalsIn(set).map((signo) => signalName(signo) ?? String(signo));
  return names.join(' ') || 'none';
}

const isOrphan = ({ ppid }: ProcessView): boolean => ppid === 1;

const ofProcess: Properties<ProcessView> = {
  wchan: (process) => (process.wchan === '0' ? 'none' : process.wchan),
  reason: (process) => process.reason?.kind ?? 'none',
  state: (process) => process.state,
  comm: (process) => process.comm,
  call: (process) => process.call ?? 'none',
  ppid: (process) => process.ppid,
  parent: (process, world) => world.view().processes.find(({ pid }) => pid === process.ppid)?.comm ?? 'none',
  children: (process, world) => world.view().processes.filter(({ ppid }) => ppid === process.pid).length,
  foreground: (process) => process.foreground,
  group_leader: (process) => process.pid === process.pgid,
  session_leader: (process) => process.pid === process.sid,
  tty: (process) => process.tty ?? 'none',
  fds: (process) => process.fds.length,
  pending: ({ signals }) => signalWords(signals.pending | signals.shared),
  blocked: ({ signals }) => signalWords(signals.blocked),
  ignored: ({ signals }) => signalWords(signals.ignored),
  caught: ({ signals }) => signalWords(signals.caught),
};

/** Processes of one name, dead ones among them where they are asked for. */
const ofProcesses: Properties<readonly ProcessView[]> = {
  count: (all) => all.filter(({ state }) => state !== 'Z').length,
  asleep: (all) => all.filter(({ state }) => state === 'S').length,
  stopped: (all) => all.filter(({ state }) => state === 'T').length,
  zombies: (all) => all.filter(({ state }) => state === 'Z').length,
  orphans: (all) => all.filter((process) => process.state !== 'Z' && isOrphan(process)).length,
};

// ---- descriptors

const ACCESS: Readonly<Record<number, string>> = { [O_RDONLY]: 'read', [O_WRONLY]: 'write' };

function kindOf({ name, pipe }: FdView, world: World): string {
  if (pipe !== undefined) return world.view().pipes.find(({ ino }) => ino === pipe)?.kind ?? 'pipe';
  if (world.view().ttys.some((tty) => name === `/dev/${tty.name}`)) return 'tty';
  return world.file(name)?.type ?? 'none';
}

const ofDescriptor: Properties<FdView> = {
  kind: kindOf,
  name: ({ name }) => name,
  mode: ({ flags }) => ACCESS[flags & O_ACCMODE] ?? 'both',
  offset: ({ offset }) => offset,
  append: ({ flags }) => (flags & O_APPEND) !== 0,
  nonblock: ({ flags }) => (flags & O_NONBLOCK) !== 0,
  cloexec: ({ cloexec }) => cloexec,
  shared: ({ file }, world) =>
    world.view().processes.reduce((sum, { fds }) => sum + fds.filter((fd) => fd.file === file).length, 0),
};

function findDescriptor(world: World, argument: string): FdView | undefined {
  const [name = '', number] = argument.split(':');
  return findProcess(world, name)?.fds.find(({ fd }) => fd === Number(number));
}

// ---- pipes

const ofPipe: Properties<PipeView> = {
  used: (pipe) => pipe.used,
  capacity: (pipe) => pipe.capacity,
  slots: (pipe) => pipe.slots.length,
  slot_count: (pipe) => pipe.slotCount,
  readers: (pipe) => pipe.readers,
  writers: (pipe) => pipe.writers,
  sleeping_readers: (pipe) => pipe.sleepingReaders.length,
  sleeping_writers: (pipe) => pipe.sleepingWriters.length,
  opening_readers: (pipe) => pipe.openers.filter((opener) => opener.wants === 'read').length,
  opening_writers: (pipe) => pipe.openers.filter((opener) => opener.wants === 'write').length,
};

/** The pipe at a descriptor, or the one that a process has at its lowest. */
function findPipe(world: World, argument: string): PipeView | undefined {
  const fds = argument.includes(':')
    ? [findDescriptor(world, argument)]
    : (findProcess(world, argument)?.fds ?? []).toSorted((a, b) => a.fd - b.fd);
  const ino = fds.find((fd) => fd?.pipe !== undefined)?.pipe;
  return ino === undefined ? undefined : world.view().pipes.find((pipe) => pipe.ino === ino);
}

const isFifo = (world: World, name: string): boolean => world.file(name)?.type === 'fifo';

const findFifo = (world: World, name: string): PipeView | undefined =>
  isFifo(world, name) ? world.view().pipes.find((pipe) => pipe.kind === 'fifo' && pipe.path === name) : undefined;

// ---- files

const ofFile: Properties<FileView> = {
  type: ({ type }) => type,
  size: ({ size }) => size,
  mode: ({ mode }) => (mode & 0o7777).toString(8).padStart(4, '0'),
  links: ({ links }) => links,
  content: ({ content }) => content && decode(content),
};

// ---- terminals and jobs

interface Terminal {
  readonly name: string;
  readonly tty: TtyView | undefined;
}

const ofTerminal: Properties<Terminal> = {
  output: ({ name }, world) => world.outputOf(name),
  prompt: ({ name }, world) => world.atPrompt(name),
  foreground: ({ name }, world) => foregroundOf(world, name)?.comm ?? 'none',
  echo: ({ tty }) => tty?.echo,
  canonical: ({ tty }) => tty?.canonical,
  queued: ({ tty }) => tty?.queued,
  held: ({ tty }) => tty?.held,
};

/** The living processes of each job: a process group of the terminal's session that is not its shell's. */
function jobsOf(world: World, name: string): ProcessView[][] {
  const sid = ttyView(world, name)?.sid;
  const groups = new Map<number, ProcessView[]>();
  for (const process of world.view().processes) {
    if (process.sid !== sid || process.pgid === sid || process.state === 'Z') continue;
    groups.set(process.pgid, [...(groups.get(process.pgid) ?? []), process]);
  }
  return [...groups.values()];
}

const stopped = (job: readonly ProcessView[]): boolean => job.some(({ state }) => state === 'T');

const ofJobs: Properties<readonly ProcessView[][]> = {
  count: (jobs) => jobs.length,
  stopped: (jobs) => jobs.filter(stopped).length,
  running: (jobs) => jobs.filter((job) => !stopped(job)).length,
  background: (jobs) => jobs.filter((job) => !job.some(({ foreground }) => foreground)).length,
};

// ---- how a command ended since the step began

const ofExit: Properties<number> = { status: (status) => status };

// ---- signals since the step began

type SignalEvent = Extract<KernelEvent, { type: `signal.${string}` }>;

const tally =
  (test: (event: SignalEvent) => boolean) =>
  (signo: number, world: World): number => {
    let count = 0;
    for (const event of world.events()) {
      if (event.type === 'signal.send' || event.type === 'signal.deliver' || event.type === 'signal.return') {
        if (event.signo === signo && test(event)) count++;
      }
    }
    return count;
  };
const delivered = (...actions: readonly string[]) =>
  tally((event) => event.type === 'signal.deliver' && actions.includes(event.action));

const ofSignal: Properties<number> = {
  sent: tally((event) => event.type === 'signal.send'),
  /** Nothing came of it: one of the same was pending already. */
  merged: tally((event) => event.type === 'signal.send' && event.fate === 'already pending'),
  handled: delivered('handler'),
  ignored: tally((event) =>
    event.type === 'signal.send'
      ? event.fate === 'ignored'
      : event.type === 'signal.deliver' && event.action === 'ignore',
  ),
  killed: delivered('terminate', 'core'),
  stopped: delivered('stop'),
};

const none = (): Value => 'none';

export const rows: Readonly<Record<string, Row>> = {
  proc: row(who, ofProcess, findProcess, none),
  procs: row(command, ofProcesses, (world, name) => world.view().processes.filter(({ comm }) => comm === name)),
  fd: row(whoseDescriptor, ofDescriptor, findDescriptor, none),
  pipe: row(whosePipe, ofPipe, findPipe),
  // A FIFO that nobody has open has no pipe behind it: nothing is stored and nobody is there.
  fifo: row(path, ofPipe, findFifo, (_property, world, name) => (isFifo(world, name) ? 0 : undefined)),
  file: row(
    path,
    ofFile,
    (world, name) => world.file(name),
    (property) => (property === 'type' ? 'none' : undefined),
  ),
  tty: row(terminal, ofTerminal, (world, name) => ({ name, tty: ttyView(world, name) })),
  jobs: row(terminal, ofJobs, jobsOf),
  exit: row(command, ofExit, lastExit, none),
  signal: row(signal, ofSignal, (_world, name) => signalNumber(name)),
};
