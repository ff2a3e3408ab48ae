/** Terminals: the rows that need no shell, and what becomes of sessions. On the real kernel: test/linux/rows.test.ts. */
import { describe, expect } from 'vitest';
import { buildRoot, nameTerminal } from '../../src/boot/rootfs.ts';
import { encode } from '../../src/bytes.ts';
import { O_RDWR } from '../../src/kernel/abi.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { createInit } from '../../src/kernel/process.ts';
import { boot, type Machine } from '../../src/machine.ts';
import { type Fact, Probe, type Said } from '../support/process.ts';
import { row } from '../support/rows.ts';
import { ttyRows } from './tty-rows.ts';

/** The answers of a row, asked by the leader of a session whose terminal is descriptor 0. */
function answersAtTerminal(fact: Fact, seed: number): string {
  const kernel = new Kernel({ seed, loadImage: () => undefined });
  const { path } = kernel.newTty(80, 24);
  let answers: readonly Said[] = ['nothing'];
  createInit(kernel, function* (sys) {
    yield* sys.fork(function* (leader) {
      yield* leader.setsid();
      yield* leader.open(path, O_RDWR);
      answers = yield* fact.run(new Probe(leader));
      return 0;
    });
    for (;;) if (typeof (yield* sys.wait4(-1, 0)) !== 'number') yield* sys.pause();
  });
  buildRoot(kernel, []);
  nameTerminal(kernel, 0);
  kernel.run();
  return answers.join(' ');
}

const SECOND = 1_000_000;

/** A machine with one terminal, after these command lines. */
function session(...lines: readonly string[]): { machine: Machine; screen: () => string } {
  let screen = '';
  const onOutput = (_: string, bytes: Uint8Array): void => {
    screen += new TextDecoder().decode(bytes);
  };
  const machine = boot({ seed: 0, terminals: [{ name: 'A', cols: 100, rows: 30 }], onOutput });
  const pass = (): unknown => machine.run({ until: machine.now + SECOND });
  pass();
  for (const line of lines) {
    machine.input('A', encode(`${line}\r`));
    pass();
  }
  return { machine, screen: () => screen };
}

const sleepers = (machine: Machine): string[] =>
  machine
    .view()
    .processes.filter(({ comm, state }) => comm === 'sleep' && state !== 'Z')
    .map(({ args }) => args[1] ?? '');

describe('terminals', () => {
  for (const fact of ttyRows) {
    row(fact.id, fact.says, () => {
      for (const seed of [0, 1, 2]) expect([seed, answersAtTerminal(fact, seed)]).toEqual([seed, fact.expect]);
    });
  }

  row('JC25', 'a line is cut to 4095 characters and its newline', () => {
    const { machine, screen } = session('head -n 1 | wc -c');
    for (let i = 0; i < 50; i++) machine.input('A', encode('a'.repeat(100)));
    machine.input('A', encode('\r'));
    machine.run({ until: machine.now + SECOND });
    expect(screen()).toMatch(/\r\n4096\r\n/);
  });

  row('JC26', 'what `stty -a` says of a new terminal', () => {
    const { screen } = session('stty sane; stty -a');
    const said = screen();
    expect(said).toContain('intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D;');
    expect(said).toMatch(/start = \^Q;\s+stop = \^S;\s+susp = \^Z;\s+rprnt = \^R;\s+werase = \^W;\s+lnext = \^V;/);
    for (const mode of 'icrnl ixon opost onlcr isig icanon iexten echo echoe echok echoctl echoke'.split(' '))
      expect(said).toMatch(new RegExp(`(?<=\\s)${mode}\\b`));
  });

  row('JC27', '^S holds output and echo until ^Q; a key that sends a signal lets them go on', () => {
    const { machine, screen } = session('cat');
    machine.input('A', encode('\x13'));
    machine.input('A', encode('held\r'));
    machine.run({ until: machine.now + SECOND });
    const times = (): number => screen().split('held').length - 1;
    expect(times()).toBe(0);
    machine.input('A', encode('\x11'));
    machine.run({ until: machine.now + SECOND });
    expect(times()).toBe(2);
    for (const keys of ['\x13', 'gone\r', '\x03']) machine.input('A', encode(keys));
    machine.run({ until: machine.now + SECOND });
    expect(screen()).not.toContain('gone');
    expect(screen()).toMatch(/\^C\r\n.*\$ $/s);
  });

  row('JC29', 'a closed terminal: HUP for its leader and the foreground group; no /dev/tty any more', () => {
    const { machine } = session(
      `bash -c 'sleep 5; { echo x > /dev/tty; } 2> why; grep -q "No such device or address" why && touch enxio' &`,
      'disown',
      'bash -c \'trap "echo hup > got; exit" HUP; sleep 20\'',
    );
    machine.hangUp('A');
    machine.run({ until: machine.now + 10 * SECOND });
    const made = ['got', 'enxio'].map((name) => machine.file(`/home/learner/${name}`)?.type);
    expect(made).toEqual(['regular', 'regular']);
    expect(sleepers(machine)).toEqual([]);
  });

  row(
    'JC30',
    'an interactive bash passes HUP on to its jobs, not to those under nohup, disowned or of another session',
    () => {
      const { machine } = session(
        'sleep 101 & nohup sleep 102 > /dev/null 2>&1 & sleep 103 & disown %3',
        'sleep 104 & disown -h %3; setsid sleep 105',
      );
      expect(sleepers(machine)).toEqual(['101', '102', '103', '104', '105']);
      machine.hangUp('A');
      machine.run({ until: machine.now + SECOND });
      expect(sleepers(machine)).toEqual(['102', '103', '104', '105']);
    },
  );

  row('JC31', 'leaving with exit sends nothing: background jobs live on', () => {
    const { machine } = session('sleep 101 &', 'exit');
    expect(sleepers(machine)).toEqual(['101']);
  });
});
