/**
 * The terminal under the editor: raw mode and back, keys in, bytes out, the two signals that matter while a line is edited.
 * Bytes are read one at a time, so that what is typed ahead stays in the terminal for whoever reads next.
 * Authority: termios(3); what readline 8.2 sets (`stty -a` of its terminal).
 */
import { encode } from '../../bytes.ts';
import { ECHO, ECHOCTL, ICANON, ICRNL, INLCR, POLLIN, type Termios, VLNEXT } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { SIGINT, SIGWINCH } from '../../kernel/signum.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { SigAction } from '../../kernel/task.ts';
import type { Keymap } from './keymap.ts';
import { beginPaste, decoderOf, ESCAPE, feed, isAmbiguous, isEscape, type Key, settle } from './keys.ts';

/** What a wait for input ends with. */
export type Input = Key | 'interrupt' | 'resize' | 'eof' | 'timeout';

export interface Console {
  readonly sys: Sys;
  readonly fd: number;
  readonly out: number;
  /** The settings to go back to; undefined if it is no terminal. */
  readonly cooked: Termios | undefined;
  readonly handlers: readonly (readonly [number, SigAction])[];
  columns: number;
  rows: number;
  /** Bytes not yet written. */
  pending: string;
  /** Bytes to be read before those of the terminal: of a macro, and what was read too early. */
  readonly unread: number[];
  /** How long a sequence that could be finished waits for more, in ms: readline's keyseq-timeout. */
  keyTimeout: number;
  /** Virtual µs at which waiting for a byte ends. */
  deadline: number | undefined;
  interrupted: boolean;
  resized: boolean;
  readonly onSignal: (() => Generator<void, void>) | undefined;
}

interface Options {
  readonly fd: number;
  readonly out: number;
  readonly onSignal: (() => Generator<void, void>) | undefined;
}

const DISABLED = 0;
const PASTE_MARK = encode('[200~');

/** Not canonical, no echo, CR and NL apart; signals stay. */
function rawOf(cooked: Termios): Termios {
  return {
    ...cooked,
    lflag: cooked.lflag & ~(ICANON | ECHO),
    iflag: cooked.iflag & ~(ICRNL | INLCR),
    cc: cooked.cc.with(VLNEXT, DISABLED),
  };
}

/** Takes the terminal over: raw mode, and handlers that only set a flag, so that a read ends with EINTR. */
export function* openConsole(sys: Sys, { fd, out, onSignal }: Options): Generator<void, Console> {
  const cooked = yield* sys.tcgetattr(fd);
  const handlers: (readonly [number, SigAction])[] = [];
  const terminal: Console = {
    sys,
    fd,
    out,
    cooked: isFailure(cooked) ? undefined : cooked,
    handlers,
    columns: 80,
    rows: 24,
    pending: '',
    unread: [],
    keyTimeout: 500,
    deadline: undefined,
    interrupted: false,
    resized: false,
    onSignal,
  };
  yield* measure(terminal);
  const flags: [number, () => void][] = [
    [SIGINT, () => (terminal.interrupted = true)],
    [SIGWINCH, () => (terminal.resized = true)],
  ];
  for (const [signo, raise] of flags) {
    const old = yield* sys.sigaction(signo);
    if (isFailure(old) || old.handler === 'ignore') continue;
    handlers.push([signo, old]);
    const handler = function* (): Generator<void, number> {
      raise();
      return 0;
    };
    yield* sys.sigaction(signo, { handler, mask: 0n, flags: 0 });
  }
  if (terminal.cooked) yield* sys.tcsetattr(fd, rawOf(terminal.cooked));
  return terminal;
}

/** Gives the terminal back as it was. */
export function* closeConsole(terminal: Console): Generator<void, void> {
  yield* flush(terminal);
  const { sys, fd, cooked, handlers } = terminal;
  if (cooked) yield* sys.tcsetattr(fd, cooked);
  for (const [signo, old] of handlers) yield* sys.sigaction(signo, old);
}

/** Whether the terminal's own driver would have shown a control character as ^X. */
export const echoesControl = ({ cooked }: Console): boolean =>
  cooked !== undefined && (cooked.lflag & ECHO) !== 0 && (cooked.lflag & ECHOCTL) !== 0;

export function* measure(terminal: Console): Generator<void, void> {
  const size = yield* terminal.sys.tiocgwinsz(terminal.fd);
  if (isFailure(size) || size.cols <= 0 || size.rows <= 0) return;
  terminal.columns = size.cols;
  terminal.rows = size.rows;
}

// ---------------------------------------------------------------- writing

export function put(terminal: Console, text: string): void {
  terminal.pending += text;
}

export function* flush(terminal: Console): Generator<void, void> {
  let bytes = encode(terminal.pending);
  terminal.pending = '';
  while (bytes.length > 0) {
    const count = yield* terminal.sys.write(terminal.out, bytes);
    if (!isFailure(count)) bytes = bytes.subarray(count);
    else if (count.errno !== 'EINTR') return;
  }
}

// ---------------------------------------------------------------- reading

/** Until there is something to read, or the time is over. */
function* waits({ sys, fd, deadline }: Console): Generator<void, 'ready' | 'timeout'> {
  if (deadline === undefined) return 'ready';
  const left = Math.ceil((deadline - (yield* sys.clock_gettime())) / 1000);
  const events = yield* sys.poll([{ fd, events: POLLIN }], Math.max(0, left));
  return !isFailure(events) && events[0] === 0 ? 'timeout' : 'ready';
}

export function* readByte(terminal: Console): Generator<void, number | 'interrupt' | 'resize' | 'eof' | 'timeout'> {
  yield* flush(terminal);
  const { sys, fd, unread } = terminal;
  const one = new Uint8Array(1);
  for (;;) {
    if (terminal.interrupted) return 'interrupt';
    if (terminal.resized) return 'resize';
    const early = unread.shift();
    if (early !== undefined) return early;
    if ((yield* waits(terminal)) === 'timeout') return 'timeout';
    const count = yield* sys.read(fd, one);
    if (count === 1) return one[0] ?? 0;
    if (!isFailure(count)) return 'eof';
    if (count.errno === 'EAGAIN') yield* sys.poll([{ fd, events: POLLIN }], -1);
    else if (count.errno !== 'EINTR') return 'eof';
    if (!terminal.interrupted && !terminal.resized && terminal.onSignal) yield* terminal.onSignal();
  }
}

function* hasInput(terminal: Console, timeout: number): Generator<void, boolean> {
  const { sys, fd, unread } = terminal;
  if (unread.length > 0) return true;
  const ready = yield* sys.poll([{ fd, events: POLLIN }], timeout);
  return isFailure(ready) || ready[0] !== 0;
}

/** Takes away what stands behind the Escape of a paste's mark, if all of that is there. */
function* pasteBegins(terminal: Console): Generator<void, boolean> {
  const read: number[] = [];
  for (const wanted of PASTE_MARK) {
    const byte = (yield* hasInput(terminal, 0)) ? yield* readByte(terminal) : undefined;
    if (typeof byte === 'number') read.push(byte);
    if (byte === wanted) continue;
    terminal.unread.unshift(...read);
    return false;
  }
  return true;
}

interface Wish {
  readonly keymap: Keymap;
  /** The next character is wanted as it is. */
  readonly literal: boolean;
  /** But a paste is one. */
  readonly pastes?: boolean;
  /** A lone Escape is a key of its own. */
  readonly escape: boolean;
}

/** Waits for a key. Keys decoded at once but not yet wanted go to `queue`. */
export function* readKey(terminal: Console, queue: Key[], wish: Wish): Generator<void, Input> {
  let decoder = decoderOf(wish.keymap);
  for (;;) {
    const key = queue.shift();
    if (key) return key;
    if (wish.escape && isEscape(decoder) && !(yield* hasInput(terminal, 0))) return { kind: 'escape' };
    if (isAmbiguous(decoder) && !(yield* hasInput(terminal, terminal.keyTimeout))) {
      queue.push(...settle(decoder).keys);
      continue;
    }
    const byte = yield* readByte(terminal);
    if (typeof byte !== 'number') return byte;
    if (wish.pastes && byte === ESCAPE && (yield* pasteBegins(terminal))) {
      decoder = beginPaste(decoder);
      continue;
    }
    const fed = feed(decoder, byte, wish.literal);
    decoder = fed.decoder;
    queue.push(...fed.keys);
    terminal.unread.unshift(...fed.again);
  }
}
