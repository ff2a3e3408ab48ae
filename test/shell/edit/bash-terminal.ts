/** The real thing: `bash -i` with readline on a pseudo-terminal, its bytes parsed by the same terminal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { activity, RUNNING } from '../../support/activity.ts';
import { Screen } from './screen.ts';

export interface BashSetup {
  readonly columns?: number;
  readonly rows?: number;
  /** The history it starts with. */
  readonly lines?: readonly string[];
  readonly prompt?: string;
  /** Files in its directory. */
  readonly files?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Run before the first prompt. */
  readonly commands?: readonly string[];
}

/** A prompt as readLine takes it, in PS1's notation. */
const asPS1 = (prompt: string): string =>
  prompt.replaceAll('\x01', '\\[').replaceAll('\x02', '\\]').replaceAll('\n', '\\n').replaceAll('\x1b', '\\e');

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export class BashTerminal {
  readonly screen: Screen;
  readonly #pty: pty.IPty;
  readonly #directory: string;
  #bytes = '';
  #writing: Promise<void> = Promise.resolve();

  constructor(setup: BashSetup = {}) {
    const { columns = 80, rows = 24, lines = [], prompt = '$ ', files = [], env = {}, commands = [] } = setup;
    this.#directory = mkdtempSync(join(tmpdir(), 'ipclab-bash-'));
    for (const file of files) writeFileSync(join(this.#directory, file), '');
    const rc = join(this.#directory, '.rc');
    writeFileSync(
      rc,
      [
        'stty -ixon',
        `PS1=${quote(asPS1(prompt))}`,
        ...commands,
        ...lines.map((line) => `history -s ${quote(line)}`),
      ].join('\n'),
    );
    this.screen = new Screen(columns, rows);
    this.#pty = pty.spawn('bash', ['--noprofile', '--rcfile', rc, '-i'], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd: this.#directory,
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: this.#directory,
        TERM: 'xterm-256color',
        LC_ALL: 'C.UTF-8',
        HISTFILE: '/dev/null',
        ...env,
      },
    });
    this.#pty.onData((data) => {
      this.#bytes += data;
      this.#writing = this.screen.write(data);
    });
  }

  type(keys: string | Uint8Array): void {
    this.#pty.write(typeof keys === 'string' ? keys : Buffer.from(keys).toString('latin1'));
  }

  resize(columns: number, rows: number): void {
    this.screen.terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Waits until nothing that bash has started has run for `quiet` ms: all that the keys were to do is done. */
  async settles(quiet: number, patience = 10_000): Promise<void> {
    const end = Date.now() + patience;
    let seen = activity(this.#pty.pid);
    for (let since = Date.now(); Date.now() - since < quiet && Date.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, quiet / 5));
      const now = activity(this.#pty.pid);
      if (now === seen && !now.includes(RUNNING)) continue;
      seen = now;
      since = Date.now();
    }
    await this.#writing;
  }

  /** Waits until the screen is as `wanted` says, or the patience is at an end; answers whether it is. */
  async shows(wanted: () => boolean, patience = 10_000): Promise<boolean> {
    const end = Date.now() + patience;
    for (;;) {
      await this.#writing;
      if (wanted()) return true;
      if (Date.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  }

  /** What was written since the last call. */
  written(): string {
    const bytes = this.#bytes;
    this.#bytes = '';
    return bytes;
  }

  end(): void {
    this.#pty.kill('SIGKILL');
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
