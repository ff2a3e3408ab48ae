import { describe, expect, test } from 'vitest';
import { encode } from '../../src/bytes.ts';
import { boot, type Machine } from '../../src/machine.ts';
import { Terminals } from '../../src/tui/terminals.ts';

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

function session(onOutput: (name: string, bytes: Uint8Array) => void): Machine {
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

const parsed = async (terminals: Terminals): Promise<void> => {
  await Promise.all(
    ['A', 'B'].map((name) => new Promise<void>((done) => terminals.get(name)?.term.write('', () => done()))),
  );
};

const picture = (terminals: Terminals): string[] =>
  ['A', 'B'].map((name) => {
    const buffer = terminals.get(name)?.term.buffer.active;
    const lines = Array.from({ length: buffer?.length ?? 0 }, (_, y) => buffer?.getLine(y)?.translateToString(true));
    return lines.join('\n');
  });

describe('twenty minutes', () => {
  test('are gone back over, again and again, with the terminals as they were', async () => {
    const terminals = new Terminals({ painted: () => {}, answer: () => {} });
    let machine = session((name, bytes) => terminals.write(name, bytes));
    await parsed(terminals);
    const end = picture(terminals);
    const last = machine.events.nextSeq - 1;
    for (let i = 0; i < 3; i++) {
      terminals.collect();
      machine = machine.at(last);
      terminals.replay(true);
      await parsed(terminals);
    }
    expect(picture(terminals)).toEqual(end);
  });
});
