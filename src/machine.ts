/**
 * The machine: kernel, userland and shell, booted; and the log of everything that came in from outside.
 * Seed and input log are the whole history: replaying them up to a place gives that moment again, exactly.
 * A place in history is (turns on the CPU, system calls, virtual µs).
 */

import { type Attached, attach, type Streams } from './boot/attached.ts';
import { init, type Logins, login } from './boot/init.ts';
import { buildRoot, installFile, nameTerminal } from './boot/rootfs.ts';
import { startServices } from './boot/services.ts';
import { isFailure } from './kernel/errno.ts';
import { type RegularInode, statOf } from './kernel/fs/inode.ts';
import { find } from './kernel/fs/path.ts';
import { Kernel, type RunLimits, type RunState } from './kernel/kernel.ts';
import { createInit, fork } from './kernel/process.ts';
import type { Task } from './kernel/task.ts';
import type { Tty } from './kernel/tty.ts';
import { type KernelView, viewKernel } from './kernel/view.ts';
import { fetchImage, findImage, imageNames } from './userland.ts';

export interface TerminalOptions {
  /** What the learner calls it: `A`. */
  readonly name: string;
  readonly cols: number;
  readonly rows: number;
  /** The machine of the network that it belongs to; the learner's own if not said. */
  readonly host?: string | undefined;
}

export interface Place {
  readonly dispatches: number;
  readonly calls: number;
  /** Virtual µs. */
  readonly time: number;
  /** In the middle of a turn: a single step ended there. */
  readonly midTurn: boolean;
}

export type Input =
  | { readonly kind: 'keys'; readonly terminal: string; readonly bytes: Uint8Array; readonly startsCommand: boolean }
  | { readonly kind: 'resize'; readonly terminal: string; readonly cols: number; readonly rows: number }
  /** One more terminal, with a login at it; and its end. */
  | {
      readonly kind: 'open';
      readonly terminal: string;
      readonly cols: number;
      readonly rows: number;
      readonly host: string | undefined;
    }
  | { readonly kind: 'hangup'; readonly terminal: string };

export interface LogEntry {
  readonly at: Place;
  readonly input: Input;
}

export interface InputLog {
  readonly seed: number;
  readonly terminals: readonly TerminalOptions[];
  readonly entries: readonly LogEntry[];
}

export interface BootOptions {
  readonly seed: number;
  readonly terminals?: readonly TerminalOptions[];
  /** Everything that a terminal is to show, from the first byte on. */
  readonly onOutput?: (terminal: string, bytes: Uint8Array) => void;
  /** Events kept for panes and checks. */
  readonly history?: number;
  /** Files that stand there from the beginning, as the learner's. */
  readonly files?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

export type NodeType = 'regular' | 'directory' | 'fifo' | 'symlink' | 'device' | 'socket';
/** What stands at a path. */
export interface FileView {
  readonly type: NodeType;
  /** Permission bits. */
  readonly mode: number;
  readonly links: number;
  /** Bytes, as stat(2) tells. */
  readonly size: number;
  /** Of a regular file. */
  readonly content: Uint8Array | undefined;
}

const NODE_TYPES = {
  reg: 'regular',
  dir: 'directory',
  fifo: 'fifo',
  lnk: 'symlink',
  chr: 'device',
  sock: 'socket',
  anon: 'regular',
} as const;

/** Pids that a machine which has been up for a while has behind it. */
const FIRST_PID = 1000;

/** A machine that is run without waiting needs a program whose code is not there. */
export class NotFetched extends Error {
  constructor(program: string) {
    super(`${program} was not fetched`);
  }
}

export class Machine {
  readonly kernel: Kernel;
  readonly options: BootOptions;
  readonly #ttys = new Map<string, Tty>();
  readonly #logins: Logins = new Map();
  readonly #init: Task;
  readonly #entries: LogEntry[] = [];
  readonly #midCommand = new Set<string>();

  constructor(options: BootOptions) {
    this.options = options;
    const { seed, history } = options;
    this.kernel = new Kernel({ seed, loadImage: findImage, ...(history !== undefined && { history }) });
    const terminals = options.terminals ?? [];
    const seats = terminals.map((terminal) => ({ tty: this.#newTerminal(terminal).path, host: terminal.host }));
    this.#init = createInit(this.kernel, init(seats, this.#logins));
    buildRoot(this.kernel, imageNames);
    for (const [index] of terminals.entries()) nameTerminal(this.kernel, index);
    for (const { path, bytes } of options.files ?? []) this.writeFile(path, bytes);
    startServices(this.kernel, this.#init);
    this.kernel.pids.skip(FIRST_PID);
  }

  #newTerminal({ name, cols, rows }: TerminalOptions): Tty {
    const tty = this.kernel.newTty(cols, rows);
    tty.onOutput = (bytes) => this.options.onOutput?.(name, bytes);
    this.#ttys.set(name, tty);
    return tty;
  }

  // ---- running and looking

  /** For who has fetched the whole userland before. */
  run(limits?: RunLimits): RunState {
    const state = this.kernel.run(limits);
    if (state.absent !== undefined) throw new NotFetched(state.absent);
    return state;
  }

  /** Fetches programs as they are executed. */
  async runFetching(limits?: RunLimits): Promise<RunState> {
    for (;;) {
      const state = this.kernel.run(limits);
      if (state.absent === undefined) return state;
      await fetchImage(state.absent);
    }
  }

  view(): KernelView {
    return viewKernel(this.kernel);
  }

  get events(): Kernel['events'] {
    return this.kernel.events;
  }

  get now(): number {
    return this.kernel.now;
  }

  get place(): Place {
    const { dispatches, calls, now, midTurn } = this.kernel;
    return { dispatches, calls, time: now, midTurn };
  }

  /** Puts a file of the outside into the machine, as the learner's. */
  writeFile(path: string, bytes: Uint8Array): void {
    installFile(this.kernel, path, bytes);
  }

  /** Those that somebody can sit at. */
  get terminals(): string[] {
    return [...this.#ttys].flatMap(([name, { hungUp }]) => (hungUp ? [] : [name])).sort();
  }

  /** `pts/0` for the terminal `A`. */
  ttyName(terminal: string): string {
    return this.#tty(terminal).name;
  }

  /** What a name stands for, without any process looking; undefined where nothing is. */
  file(path: string): FileView | undefined {
    try {
      const { inode } = find(this.#init, path, 'unless-last');
      const { mode, nlink: links, kind } = inode;
      const { size } = statOf(inode, this.#init);
      const content = inode.kind === 'reg' ? this.#contentOf(inode) : undefined;
      return { type: NODE_TYPES[kind], mode, links, size, content };
    } catch (thrown) {
      if (isFailure(thrown)) return undefined;
      throw thrown;
    }
  }

  #contentOf(inode: RegularInode): Uint8Array | undefined {
    const content = inode.open(this.#init);
    if (isFailure(content)) return undefined;
    const bytes = new Uint8Array(content.size);
    return bytes.subarray(0, content.readAt(bytes, 0));
  }

  /** The shell of a terminal waits for a command. */
  atPrompt(terminal: string): boolean {
    const { session, foreground } = this.#tty(terminal);
    const leader = session && this.kernel.groups.get(session.sid);
    if (!leader || leader.pgid !== foreground || leader.leader?.state !== 'S') return false;
    const reason = leader.leader.call?.wait?.queues[0]?.reason();
    return reason?.kind === 'tty-input' && !reason.canonical;
  }

  #tty(terminal: string): Tty {
    const tty = this.#ttys.get(terminal);
    if (!tty) throw new Error(`no terminal ${terminal}`);
    return tty;
  }

  // ---- input

  /** The same input again. */
  repeat(input: Input): void {
    if (input.kind === 'keys') this.input(input.terminal, input.bytes);
    else if (input.kind === 'resize') this.resize(input.terminal, input.cols, input.rows);
    else this.#apply(input);
  }

  /** Keys for a terminal. */
  input(terminal: string, bytes: Uint8Array): void {
    const startsCommand = this.atPrompt(terminal) && !this.#midCommand.has(terminal);
    if (this.atPrompt(terminal)) this.#midCommand.add(terminal);
    if (bytes.some((byte) => byte === 13 || byte === 10 || byte === 3)) this.#midCommand.delete(terminal);
    this.#apply({ kind: 'keys', terminal, bytes, startsCommand });
  }

  resize(terminal: string, cols: number, rows: number): void {
    const { size } = this.#tty(terminal);
    if (size.cols !== cols || size.rows !== rows) this.#apply({ kind: 'resize', terminal, cols, rows });
  }

  /** One more terminal, with a shell. */
  openTerminal({ name: terminal, cols, rows, host }: TerminalOptions): void {
    this.#apply({ kind: 'open', terminal, cols, rows, host });
  }

  hangUp(terminal: string): void {
    this.#apply({ kind: 'hangup', terminal });
  }

  #apply(input: Input): void {
    this.#entries.push({ at: this.place, input });
    if (input.kind === 'open') {
      const tty = this.#newTerminal({ ...input, name: input.terminal });
      nameTerminal(this.kernel, tty.index);
      const seat = { tty: tty.path, host: input.host };
      const pid = fork(this.#init, login(seat));
      if (typeof pid === 'number') this.#logins.set(pid, seat);
      return;
    }
    const tty = this.#tty(input.terminal);
    switch (input.kind) {
      case 'keys':
        tty.type(input.bytes);
        return;
      case 'resize':
        tty.resize({ cols: input.cols, rows: input.rows });
        return;
      case 'hangup':
        tty.hangUp();
        for (const [pid, seat] of this.#logins) if (seat.tty === tty.path) this.#logins.delete(pid);
        return;
    }
  }

  // ---- history

  get log(): InputLog {
    const { seed, terminals = [] } = this.options;
    return { seed, terminals, entries: [...this.#entries] };
  }

  /** The same machine before the last command (of one terminal) was typed; undefined if there was none. */
  beforeLastCommand(terminal?: string): Machine | undefined {
    const { log } = this;
    const isStart = ({ input }: LogEntry): boolean =>
      input.kind === 'keys' && input.startsCommand && (terminal === undefined || input.terminal === terminal);
    const last = log.entries.findLastIndex(isStart);
    const at = log.entries[last]?.at;
    if (!at) return undefined;
    return replay({ ...log, entries: log.entries.slice(0, last) }, { ...this.options, upTo: at });
  }

  /** The same machine when the event of this number had just happened. */
  at(event: number): Machine {
    return replay(this.log, { ...this.options, upTo: this.place, upToEvent: event });
  }

  // ---- without a terminal

  /** Runs a shell with pipes to the outside as descriptors 0–2, or what `streams` says. */
  attach(argv: readonly string[], cwd: string, streams: Streams = {}): Attached {
    return attach(this.#init, argv, cwd, streams);
  }
}

export const boot = (options: BootOptions): Machine => new Machine(options);

export interface ReplayOptions extends Partial<BootOptions> {
  /** Where to stop; without it behind the last input. */
  readonly upTo?: Place;
  /** Stops when this event has happened, if that is earlier; inputs that came later are not repeated. */
  readonly upToEvent?: number;
}

/**
 * Boots again and repeats the inputs, each at its place. Under another `seed` places mean nothing but their time: it is
 * another history with the same keys.
 */
export function replay(log: InputLog, options: ReplayOptions = {}): Machine {
  const { upTo, upToEvent = Number.POSITIVE_INFINITY, ...rest } = options;
  const seed = options.seed ?? log.seed;
  const travel = seed === log.seed ? travelTo : passTime;
  const machine = boot({ terminals: log.terminals, ...rest, seed });
  const arrived = () => machine.events.nextSeq > upToEvent;
  for (const { at, input } of log.entries) {
    travel(machine, at, upToEvent);
    if (arrived()) return machine;
    machine.repeat(input);
  }
  if (upTo && !arrived()) travel(machine, upTo, upToEvent);
  return machine;
}

/** Lets a machine run to a place that lies ahead, and not a step further. */
function travelTo(machine: Machine, to: Place, event: number): void {
  const { dispatches, calls } = machine.place;
  if (to.midTurn) machine.run({ calls: to.calls - calls, event });
  else if (to.dispatches > dispatches || machine.place.midTurn) {
    machine.run({ dispatches: to.dispatches - dispatches, event });
  }
  if (machine.events.nextSeq > event) return;
  if (to.time > machine.place.time) machine.run({ dispatches: 0, until: to.time, event });
}

const passTime = (machine: Machine, to: Place, event: number): void => {
  machine.run({ until: to.time, event });
};
