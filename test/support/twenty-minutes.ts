/** A session of twenty minutes in two terminals, as fast as it can be typed: for tests and benchmarks of going back over it. */
import { encode } from '../../src/bytes.ts';
import { boot, type Machine } from '../../src/machine.ts';

/** What a learner types in twenty minutes, a command every ten seconds, a key every 120 ms. */
const COMMANDS = [
  'ls -l',
  'mkfifo ff; echo hi > ff &',
  'cat ff; rm ff',
  'ps -ef',
  'sleep 3 | cat',
  'seq 1000 | sort -r | head',
  'for i in 1 2 3; do echo $i; sleep 1; done',
  'kill -l',
  'yes | head -n 2000 | wc -l',
  'trap "echo got" INT; kill -INT $$',
];
const MINUTES = 20;
const PER_COMMAND_US = 10_000_000;
const PER_KEY_US = 120_000;

export function session(onOutput: (name: string, bytes: Uint8Array) => void): Machine {
  const terminals = ['A', 'B'].map((name) => ({ name, cols: 70, rows: 11 }));
  const machine = boot({ seed: 1, terminals, onOutput });
  machine.run({ until: 1_000_000 });
  for (let i = 0; machine.now < MINUTES * 60_000_000; i++) {
    const end = machine.now + PER_COMMAND_US;
    for (const key of `${COMMANDS[i % COMMANDS.length]}\r`) {
      machine.input(i % 3 === 2 ? 'B' : 'A', encode(key));
      machine.run({ until: machine.now + PER_KEY_US });
    }
    machine.run({ until: end });
  }
  return machine;
}
