/**
 * The screen with a machine that is none, for tests of the screen itself: a terminal echoes what is typed, `flood` writes
 * without end until Ctrl-C, `crash` throws. Bundled and run by screen.test.ts.
 */

import { chooseLanguage } from '../../src/text/index.ts';
import { runBench } from '../../src/tui/run.ts';
import type { Connection, Running, RunState, Workbench } from '../../src/tui/workbench.ts';
import { hanging, lesson } from './fixtures.ts';

class Echo implements Running {
  readonly log = { seed: 0, terminals: [], entries: [] };
  now = 0;
  readonly events = { nextSeq: 1, since: () => [] };
  readonly #lines = new Map<string, string>();
  readonly #flooding = new Set<string>();
  readonly #out: Connection['onOutput'];

  constructor(out: Connection['onOutput']) {
    this.#out = out;
    for (const name of ['A', 'B']) this.#say(name, `${name.toLowerCase()}$ `);
  }

  input(name: string, bytes: Uint8Array): void {
    for (const character of Buffer.from(bytes).toString('utf8')) this.#type(name, character);
  }

  resize(name: string, cols: number, rows: number): void {
    this.#say(name, `[${cols}x${rows}]`);
  }

  run({ until = this.now }: { until?: number } = {}): RunState {
    this.now = Math.max(this.now, until);
    for (const name of this.#flooding) this.#say(name, 'y\r\n'.repeat(1000));
    return { state: this.#flooding.size > 0 ? 'busy' : 'idle', nextTimer: undefined };
  }

  view() {
    return { ...hanging, time: this.now };
  }

  #type(name: string, character: string): void {
    if (character === '\x03') {
      this.#flooding.delete(name);
      this.#say(name, '^C\r\n');
    } else if (character === '\r') {
      this.#say(name, '\r\n');
      this.#command(name, this.#lines.get(name) ?? '');
      this.#lines.set(name, '');
    } else {
      this.#lines.set(name, (this.#lines.get(name) ?? '') + character);
      this.#say(name, character < ' ' ? `<${character.charCodeAt(0)}>` : character);
    }
  }

  #command(name: string, line: string): void {
    if (line === 'flood') this.#flooding.add(name);
    if (line === 'crash') throw new Error('as asked for');
    this.#say(name, `ran ${line}\r\n${name.toLowerCase()}$ `);
  }

  openTerminal(): void {}
  hangUp(): void {}
  readonly terminals = ['A', 'B'];

  #say(name: string, text: string): void {
    this.#out(name, Buffer.from(text));
  }
}

const bench =
  (withLesson: boolean) =>
  ({ onOutput }: Connection): Workbench => {
    let machine = new Echo(onOutput);
    let hints = 0;
    const renew = () => {
      machine = new Echo(onOutput);
      return true;
    };
    return {
      get machine() {
        return machine;
      },
      needed: ['A', 'B'],
      get lesson() {
        return withLesson
          ? lesson({ hints: ['Look.', 'Look again.'].slice(0, hints), hintsLeft: 2 - hints })
          : undefined;
      },
      notice: () => undefined,
      observe: () => {},
      next: () => false,
      previous: () => false,
      dismiss: () => false,
      hint: () => hints < 2 && ++hints > 0,
      answer: () => false,
      undo: renew,
      rewindTo: () => false,
      reset: renew,
    };
  };

const withLesson = process.argv[3] !== 'free';
const status = await runBench(chooseLanguage(process.argv[2], {}), bench(withLesson), withLesson);
process.stdout.write('goodbye\n');
process.exitCode = status;
