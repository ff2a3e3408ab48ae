/**
 * Takes over the real terminal and always gives it back: at exit, on TERM, HUP, INT and QUIT, in a crash, around a
 * suspend. Nobody else writes to the terminal or changes its mode. SIGKILL cannot be caught: `reset` helps then.
 * Authority: termios(3), signal(7), xterm's ctlseqs, the kitty keyboard protocol.
 */
import fs from 'node:fs';

/** Alternate screen, bracketed paste, mouse with drags in SGR reports, no cursor, no autowrap. */
const ENTER = '\x1b[?1049h\x1b[?2004h\x1b[?1002h\x1b[?1006h\x1b[?25l\x1b[?7l';
/** Ends a frame that was cut in the middle, then everything of ENTER backwards. */
const LEAVE = '\x1b[?2026l\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1006l\x1b[?1002l\x1b[?2004l\x1b[?1049l';
const KITTY_PUSH = '\x1b[>1u';
const KITTY_POP = '\x1b[<u';
/**
 * A box line in row 2, "where is the cursor?": the answer tells whether the terminal reads UTF-8 and how wide it draws
 * the line. Then: kitty's keyboard? The answer to the device attributes ends the wait for the other two.
 */
const PROBE = '\x1b[2;1H│\x1b[6n\x1b[2;1H\x1b[2K\x1b[?u\x1b[c';

/** Characters of base64: xterm's and tmux's limit. */
const CLIPBOARD_MAX = 74_994;

const FATAL = { SIGTERM: 15, SIGHUP: 1, SIGINT: 2, SIGQUIT: 3 } as const;
type Fatal = keyof typeof FATAL;

export interface HostEvents {
  /** Something of ours has thrown; the terminal is given back. Tells it, and answers the exit status. */
  crashed(error: unknown): number;
  bytes(chunk: Uint8Array): void;
  /** The size may have changed, and nothing of what was on the screen can be trusted. */
  redraw(): void;
  /** The terminal has taken in what was written: the next frame may come. */
  ready(): void;
}

export class Host {
  #entered = false;
  #started = false;
  #kitty = false;
  #blocked = false;
  readonly #events: HostEvents;
  readonly #handlers: ReadonlyArray<readonly [string, (...args: never[]) => void]>;

  constructor(events: HostEvents) {
    this.#events = events;
    const fatal = (Object.keys(FATAL) as Fatal[]).map((signal) => [signal, () => this.#dieOf(signal)] as const);
    this.#handlers = [
      ...fatal,
      ['exit', () => this.#leave()],
      ['uncaughtException', (error: unknown) => this.#crash(error)],
      ['unhandledRejection', (error: unknown) => this.#crash(error)],
      ['SIGTSTP', () => this.suspend()],
      ['SIGCONT', () => this.#resume()],
      // Not 'resize': that stays silent when the size is what it was, though what was shown meanwhile is lost.
      ['SIGWINCH', () => this.#events.redraw()],
    ];
  }

  size(): { cols: number; rows: number } {
    return { cols: process.stdout.columns || 80, rows: process.stdout.rows || 24 };
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    for (const [name, handler] of this.#handlers) process.on(name, handler as () => void);
    process.stdin.on('data', this.#onData); // no setEncoding, ever: bytes only
    process.stdin.on('end', this.#onHangUp);
    process.stdin.on('error', this.#onHangUp);
    process.stdout.on('error', this.#onHangUp);
    this.#enter();
    writeNow(PROBE);
  }

  /** Gives the terminal back and takes all handlers away; the program may go on without a screen. */
  stop(): void {
    if (!this.#started) return;
    this.#started = false;
    this.#leave();
    for (const [name, handler] of this.#handlers) process.off(name, handler as () => void);
    process.stdin.off('data', this.#onData);
    process.stdin.off('end', this.#onHangUp);
    process.stdin.off('error', this.#onHangUp);
    process.stdout.off('error', this.#onHangUp);
    process.stdin.pause();
  }

  /** A frame. While the terminal does not keep up, `ready` is false and frames are better skipped. */
  readonly write = (frame: string): void => {
    if (!this.#entered || process.stdout.write(frame)) return;
    this.#blocked = true;
    process.stdout.once('drain', () => {
      this.#blocked = false;
      this.#events.ready();
    });
  };

  /** To the clipboard of the real terminal, if it lets us: OSC 52. Terminals take so much and no more. */
  copy(text: string): void {
    const data = Buffer.from(text).toString('base64');
    if (data.length <= CLIPBOARD_MAX) writeNow(`\x1b]52;c;${data}\x07`);
  }

  get ready(): boolean {
    return this.#entered && !this.#blocked;
  }

  /** The terminal speaks kitty's protocol: from now on Escape and Ctrl-[ are no guess. */
  useKitty(): void {
    if (this.#kitty) return;
    this.#kitty = true;
    writeNow(KITTY_PUSH);
  }

  /** Stops the whole process group, as Ctrl-Z does, so that npx or a script around us stops too. */
  suspend(): void {
    this.#leave();
    const handler = this.#handlers.find(([name]) => name === 'SIGTSTP')?.[1] as () => void;
    process.off('SIGTSTP', handler);
    try {
      process.kill(0, 'SIGTSTP');
    } finally {
      // Runs after `fg`; or at once where nothing can stop us (an orphaned group).
      process.on('SIGTSTP', handler);
    }
    this.#resume();
  }

  readonly #onData = (chunk: Uint8Array): void => this.#events.bytes(chunk);
  readonly #onHangUp = (): void => process.exit(128 + FATAL.SIGHUP);

  /** Whoever had the terminal meanwhile may have changed it: everything is set again. */
  #resume(): void {
    this.#entered = false;
    this.#enter();
    this.#events.redraw();
  }

  #enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    try {
      process.stdin.setRawMode(true);
    } catch {
      // The terminal is gone; the read that follows ends the program.
    }
    process.stdin.resume();
    writeNow(ENTER + (this.#kitty ? KITTY_PUSH : ''));
  }

  #leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    writeNow((this.#kitty ? KITTY_POP : '') + LEAVE);
    try {
      process.stdin.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
  }

  /** Dies of the signal itself, so that the parent sees the right status. */
  #dieOf(signal: Fatal): void {
    this.#leave();
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    setTimeout(() => process.exit(128 + FATAL[signal]), 100);
  }

  #crash(error: unknown): void {
    this.#leave();
    process.exit(this.#events.crashed(error));
  }
}

/** Synchronous: it works in `exit` handlers and while the process dies. EAGAIN is retried, a dead terminal is ignored. */
function writeNow(text: string, fd: 1 | 2 = 1): void {
  let left: Uint8Array = Buffer.from(text);
  for (let tries = 0; left.length > 0 && tries < 200; tries++) {
    try {
      left = left.subarray(fs.writeSync(fd, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
