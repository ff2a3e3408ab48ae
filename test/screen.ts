/**
 * Runs a command on a real pseudo-terminal and shows what a terminal would show. For tests of whole screens: `has()` waits
 * for a text, `rows()` is the picture, `raw()` the bytes.
 */

import * as pty from '@lydell/node-pty';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';

export interface ScreenSize {
  readonly cols?: number;
  readonly rows?: number;
}

export interface ScreenOptions extends ScreenSize {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Answers to the program's queries, as a real terminal gives them; false: a terminal that is mute. */
  readonly answers?: boolean;
}

export interface Ended {
  readonly exitCode: number;
  readonly signal?: number | undefined;
}

/** What a test runner wishes for itself is not the program's. */
const NOT_OURS = ['CI', 'CONTINUOUS_INTEGRATION', 'NO_COLOR', 'FORCE_COLOR', 'COLORTERM', 'LC_ALL', 'SSH_CONNECTION'];

function environment(env: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name, value]) => value !== undefined && !NOT_OURS.includes(name));
  return { ...(Object.fromEntries(kept) as Record<string, string>), TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env };
}

export class Screen {
  readonly term: xterm.Terminal;
  readonly pty: pty.IPty;
  ended: Ended | undefined;
  #raw: Buffer[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(argv: readonly string[], { cols = 80, rows = 24, env = {}, cwd, answers = true }: ScreenOptions = {}) {
    const [file = '', ...args] = argv;
    const options = { cols, rows, encoding: null, env: environment(env), ...(cwd !== undefined && { cwd }) };
    this.pty = pty.spawn(file, args, options);
    this.term = new xterm.Terminal({ cols, rows, allowProposedApi: true });
    this.term.loadAddon(new Unicode11Addon());
    this.term.unicode.activeVersion = '11';
    this.pty.onData((data: string | Buffer) => {
      const bytes = Buffer.from(data);
      this.#raw.push(bytes);
      this.term.write(bytes, () => this.#wake());
    });
    this.term.onData((answer) => {
      if (answers && !this.ended) this.pty.write(answer);
    });
    this.pty.onExit(({ exitCode, signal }) => {
      // Not before what was written last is on the screen.
      this.term.write('', () => {
        this.ended = { exitCode, signal };
        this.#wake();
      });
    });
  }

  /** Types it: bytes, as a keyboard sends them. */
  key(keys: string): void {
    this.pty.write(keys);
  }

  rows(): string[] {
    const { buffer, rows } = this.term;
    const line = (y: number) => buffer.active.getLine(buffer.active.viewportY + y)?.translateToString(true) ?? '';
    return Array.from({ length: rows }, (_, y) => line(y));
  }

  text(): string {
    return this.rows().join('\n');
  }

  raw(): string {
    return Buffer.concat(this.#raw).toString('utf8');
  }

  /** Bytes so far: for measuring what one key costs. */
  get length(): number {
    return this.#raw.reduce((sum, { length }) => sum + length, 0);
  }

  get inAlternateScreen(): boolean {
    return this.term.buffer.active.type === 'alternate';
  }

  has(wanted: string | RegExp, ms?: number): Promise<void> {
    const found = () => (typeof wanted === 'string' ? this.text().includes(wanted) : wanted.test(this.text()));
    return this.until(found, `shown: ${wanted}`, ms);
  }

  hasNot(unwanted: string, ms?: number): Promise<void> {
    return this.until(() => !this.text().includes(unwanted), `not shown: ${unwanted}`, ms);
  }

  /** Nothing was written for a while: the picture is complete. */
  async quiet(ms = 200): Promise<void> {
    for (let before = -1; before !== this.length; ) {
      before = this.length;
      await new Promise((done) => setTimeout(done, ms));
    }
  }

  exited(ms?: number): Promise<void> {
    return this.until(() => this.ended !== undefined, 'the program ends', ms);
  }

  until(good: () => boolean, what: string, ms = 20_000): Promise<void> {
    return new Promise((done, fail) => {
      const stop = () => {
        clearTimeout(timer);
        clearInterval(poll);
        this.#waiting.delete(check);
      };
      const check = () => {
        if (!good()) return;
        stop();
        done();
      };
      const timer = setTimeout(() => {
        stop();
        fail(new Error(`not within ${ms} ms: ${what}\n${this.text()}`));
      }, ms);
      const poll = setInterval(check, 50);
      this.#waiting.add(check);
      check();
    });
  }

  resize(cols: number, rows: number): void {
    this.term.resize(cols, rows);
    this.pty.resize(cols, rows);
  }

  signal(name: string): void {
    this.pty.kill(name);
  }

  close(): void {
    if (!this.ended) this.pty.kill('SIGKILL');
    this.term.dispose();
  }

  #wake(): void {
    for (const check of [...this.#waiting]) check();
  }
}
