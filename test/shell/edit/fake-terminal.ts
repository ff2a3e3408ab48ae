/**
 * The line editor on a terminal made of two arrays: keys go in, bytes come out. No kernel, so a test of the editor fails
 * only for the editor.
 */
import { encode } from '../../../src/bytes.ts';
import { ECHO, ECHOCTL, ICANON, ICRNL, ISIG, type Termios } from '../../../src/kernel/abi.ts';
import { fail } from '../../../src/kernel/errno.ts';
import { SIGINT, SIGWINCH } from '../../../src/kernel/signum.ts';
import type { Sys } from '../../../src/kernel/syscalls.ts';
import type { SigAction } from '../../../src/kernel/task.ts';
import type { ReadLineOptions } from '../../../src/shell/edit/index.ts';
import {
  addToHistory,
  createEditor,
  createHistory,
  type ReadLineAnswer,
  readLine,
} from '../../../src/shell/edit/index.ts';

const COOKED: Termios = {
  iflag: ICRNL,
  oflag: 5,
  cflag: 0o277,
  lflag: ICANON | ECHO | ECHOCTL | ISIG,
  cc: new Array<number>(32).fill(1),
};
const CTRL_C = 3;

type Setup = Partial<ReadLineOptions> & {
  readonly columns?: number;
  readonly rows?: number;
  readonly lines?: readonly string[];
};

export class FakeTerminal {
  readonly answers: ReadLineAnswer[] = [];
  bytesRead = 0;
  termios = COOKED;
  size: { cols: number; rows: number };
  #input: number[] = [];
  #output: number[] = [];
  #signal: number | undefined;
  readonly #actions = new Map<number, SigAction>();
  readonly #body: Generator<void, void>;

  constructor(setup: Setup = {}) {
    const { columns = 80, rows = 24, lines = [], ...options } = setup;
    this.size = { cols: columns, rows };
    const history = options.history ?? createHistory();
    for (const line of lines) addToHistory(history, line);
    this.#body = this.#shell({ prompt: '$ ', fd: 0, ...options, history, editor: createEditor() });
    this.#body.next();
  }

  /** Reads lines for ever, as a shell does. */
  *#shell(options: ReadLineOptions): Generator<void, void> {
    for (;;) {
      const answer = yield* readLine(this.#sys(), options);
      this.answers.push(answer);
      if (answer.kind === 'line' && options.history) addToHistory(options.history, answer.text);
      if (answer.kind === 'eof') return;
    }
  }

  /** Types keys; answers what was written for them. */
  type(keys: string | Uint8Array): string {
    for (const byte of typeof keys === 'string' ? encode(keys) : keys) {
      if (byte !== CTRL_C) this.#input.push(byte);
      else {
        this.#body.next();
        this.raise(SIGINT);
        this.#body.next();
      }
    }
    this.#body.next();
    return this.written();
  }

  resize(cols: number, rows: number): string {
    this.size = { cols, rows };
    this.raise(SIGWINCH);
    this.#body.next();
    return this.written();
  }

  raise(signo: number): void {
    this.#signal = signo;
  }

  /** What was written since the last call, with the terminal driver's CR before each NL. */
  written(): string {
    const text = new TextDecoder().decode(Uint8Array.from(this.#output));
    this.#output = [];
    return text.replaceAll('\n', '\r\n');
  }

  *#deliver(sys: Sys): Generator<void, boolean> {
    const signo = this.#signal;
    if (signo === undefined) return false;
    this.#signal = undefined;
    const handler = this.#actions.get(signo)?.handler;
    if (typeof handler === 'function')
      yield* handler(sys, { signo, code: 'SI_KERNEL', pid: 0, uid: 0, value: 0 }) as Generator<void, number>;
    return true;
  }

  #sys(): Sys {
    const terminal = this;
    const sys = {
      *tcgetattr() {
        return terminal.termios;
      },
      *tcsetattr(_fd: number, termios: Termios) {
        terminal.termios = termios;
        return 0 as const;
      },
      *tiocgwinsz() {
        return terminal.size;
      },
      *sigaction(signo: number, action?: SigAction) {
        const old = terminal.#actions.get(signo) ?? ({ handler: 'default', mask: 0n, flags: 0 } as const);
        if (action) terminal.#actions.set(signo, action);
        return old;
      },
      *poll(_fds: unknown, timeout: number) {
        while (timeout < 0 && terminal.#input.length === 0) yield;
        return [terminal.#input.length > 0 ? 1 : 0];
      },
      *read(_fd: number, into: Uint8Array): Generator<void, unknown> {
        for (;;) {
          if (yield* terminal.#deliver(sys as unknown as Sys)) return fail('EINTR');
          const byte = terminal.#input.shift();
          if (byte !== undefined) {
            into[0] = byte;
            terminal.bytesRead++;
            return 1;
          }
          yield;
        }
      },
      *write(_fd: number, bytes: Uint8Array) {
        terminal.#output.push(...bytes);
        return bytes.length;
      },
    };
    return sys as unknown as Sys;
  }
}
