/**
 * The machine without a screen: a script's standard input, output and error are pipes to the outside, virtual time runs
 * as fast as it can. Ends with the shell – or, as a reader of the real pipe would see it, when nobody who holds standard
 * output can ever run again.
 */

import type { Attached, Streams } from './boot/attached.ts';
import { WEXITSTATUS, WIFEXITED, WTERMSIG } from './kernel/abi.ts';
import type { KernelView } from './kernel/view.ts';
import { boot, type Machine } from './machine.ts';

/** Where bytes go and come from; a promise is back-pressure. */
export interface Outside extends Streams {
  /** The next bytes, or undefined at the end. */
  input(): Promise<Uint8Array | undefined>;
  /** False: nobody reads any more. */
  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): boolean | Promise<boolean>;
  /** Standard input was a file, of which the bytes up to there have been read: nobody else shall get them. */
  inputRead?(offset: number): void;
  /** Standard output has a reader who waits for its end, so that background jobs are waited for. */
  readonly waitsForOutput: boolean;
}

export interface Invocation {
  /** What bash is called with: `['bash', '-c', 'echo hi']`. */
  readonly argv: readonly string[];
  readonly seed?: number;
  readonly cwd?: string;
  /** Files of the outside that the command line names. */
  readonly files?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

/** Nothing can ever run again, and the shell has not ended: on a real system it would sleep for ever. */
export class Stuck extends Error {
  constructor(view: KernelView) {
    const asleep = view.processes.filter(({ pid, call }) => pid !== 1 && call !== undefined);
    const who = asleep.map(({ comm, pid, call }) => `${comm} (${pid}) in ${call}`).join(', ');
    super(`every process sleeps, and nothing can wake one: ${who}`);
  }
}

const HOME = '/home/learner';
/** Turns between two looks at the outside. */
const TURNS = 2000;

/** The status that a shell sees of a process: its own, or 128 + the signal that ended it. */
export const shellStatus = (status: number): number =>
  WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);

/** Runs to the end; the exit status. */
export async function runHeadless(invocation: Invocation, outside: Outside): Promise<number> {
  const machine = boot({ seed: invocation.seed ?? 0, history: 1 << 10 });
  for (const { path, bytes } of invocation.files ?? []) machine.writeFile(path, bytes);
  const attached = machine.attach(invocation.argv, invocation.cwd ?? HOME, outside);
  const pump = new Pump(machine, attached, outside);
  const status = await pump.run();
  outside.inputRead?.(attached.inputOffset);
  return status;
}

type Pending = { bytes: Uint8Array; at: number };

class Pump {
  readonly #machine: Machine;
  readonly #attached: Attached;
  readonly #outside: Outside;
  /** A read of the outside's input that is under way. */
  #reading: Promise<void> | undefined;
  #input: Pending | undefined;
  #ended = false;
  /** Input, or its end, came after the machine had run last. */
  #news = false;
  readonly #closed = new Set<'stdout' | 'stderr'>();

  constructor(machine: Machine, attached: Attached, outside: Outside) {
    this.#machine = machine;
    this.#attached = attached;
    this.#outside = outside;
  }

  async run(): Promise<number> {
    for (;;) {
      this.#news = false;
      const { state } = await this.#machine.runFetching({ dispatches: TURNS });
      const drained = await this.#drain();
      const moved = this.#fill() || drained;
      const { status } = this.#attached;
      if (status !== undefined && !this.#goesOn(state, moved)) return shellStatus(status);
      if (state === 'busy' || moved || this.#news) continue;
      if (!this.#reading) throw new Stuck(this.#machine.view());
      await this.#reading;
    }
  }

  /** After the shell has ended: whoever still holds standard output and can run is waited for. */
  #goesOn(state: 'idle' | 'busy', moved: boolean): boolean {
    return moved || (state === 'busy' && this.#outside.waitsForOutput && this.#attached.isOpen('stdout'));
  }

  async #drain(): Promise<boolean> {
    let moved = false;
    for (const stream of ['stdout', 'stderr'] as const) {
      for (let bytes = this.#attached.read(stream); bytes.length > 0; bytes = this.#attached.read(stream)) {
        moved = true;
        if (this.#closed.has(stream)) continue;
        const answer = this.#outside.output(stream, bytes);
        const open = typeof answer === 'boolean' ? answer : await answer;
        if (open) continue;
        this.#closed.add(stream);
        this.#attached.closeOutput(stream);
        break;
      }
    }
    return moved;
  }

  /** Hands input over as far as there is room; true if some was taken. */
  #fill(): boolean {
    const input = this.#input;
    if (!input) {
      if (this.#wantsInput()) this.#readMore();
      return false;
    }
    const taken = this.#attached.write(input.bytes.subarray(input.at));
    if (taken === undefined) {
      this.#input = undefined;
      this.#ended = true;
      return false;
    }
    input.at += taken;
    if (input.at === input.bytes.length) this.#input = undefined;
    return taken > 0;
  }

  #wantsInput(): boolean {
    return !this.#ended && !this.#reading && this.#attached.inputWanted;
  }

  #readMore(): void {
    this.#reading = this.#outside.input().then((bytes) => {
      this.#reading = undefined;
      this.#news = true;
      if (bytes === undefined) {
        this.#ended = true;
        this.#attached.endInput();
      } else this.#input = { bytes, at: 0 };
    });
  }
}

export interface ScriptRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** A script with given input, its output collected: for tests and benchmarks. */
export async function runScript(options: {
  readonly script: string;
  readonly args?: readonly string[];
  readonly stdin?: string;
  readonly seed?: number;
}): Promise<ScriptRun> {
  const collected = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  let input: Uint8Array | undefined = new TextEncoder().encode(options.stdin ?? '');
  const outside: Outside = {
    waitsForOutput: true,
    async input() {
      const bytes = input;
      input = undefined;
      return bytes && bytes.length > 0 ? bytes : undefined;
    },
    output(stream, bytes) {
      collected[stream].push(bytes.slice());
      return true;
    },
  };
  const argv = ['bash', '-c', options.script, ...(options.args ?? [])];
  const status = await runHeadless({ argv, ...(options.seed !== undefined && { seed: options.seed }) }, outside);
  const text = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString('utf8');
  return { stdout: text(collected.stdout), stderr: text(collected.stderr), status };
}
