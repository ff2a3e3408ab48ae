/** A terminal of the simulated machine with a screen on top, as the panes have it: keys go in, rows come out. */
import { encode } from '../../src/bytes.ts';
import { boot, type Machine } from '../../src/machine.ts';
import { Screen, type Shown } from '../shell/edit/screen.ts';

const NAME = 'A';

export class MachineTerminal {
  readonly machine: Machine;
  readonly screen: Screen;
  #writing: Promise<void> = Promise.resolve();

  constructor(columns: number, rows: number, seed = 0) {
    this.screen = new Screen(columns, rows);
    const onOutput = (_name: string, bytes: Uint8Array): void => {
      this.#writing = this.screen.write(bytes.slice());
    };
    this.machine = boot({ seed, terminals: [{ name: NAME, cols: columns, rows }], onOutput });
  }

  /** Lets virtual time pass. */
  wait(ms: number): void {
    this.machine.run({ until: this.machine.now + ms * 1000 });
  }

  type(keys: string): void {
    this.machine.input(NAME, encode(keys));
  }

  resize(columns: number, rows: number): void {
    this.screen.terminal.resize(columns, rows);
    this.machine.resize(NAME, columns, rows);
  }

  async shown(): Promise<Shown> {
    await this.#writing;
    return this.screen.shown();
  }
}
