import { describe, expect, test } from 'vitest';
import { encode } from '../src/bytes.ts';
import type { KernelEvent } from '../src/kernel/event.ts';
import { seeded } from '../src/kernel/random.ts';
import { boot, type Machine, type Place, replay } from '../src/machine.ts';
import { brokenInvariants } from './support/invariants.ts';

const TERMINALS = [
  { name: 'A', cols: 80, rows: 24 },
  { name: 'B', cols: 80, rows: 24 },
];
const SECOND = 1_000_000;

/** A session with everything in it: two terminals, a FIFO, jobs, keys that are signals, a resize, a flood. */
const SESSION: readonly (readonly [terminal: string, keys: string])[] = [
  ['A', 'mkfifo ff; echo hi > ff\r'],
  ['B', 'cat < ff\r'],
  ['B', 'sleep 100\r'],
  ['B', '\x1a'],
  ['B', 'bg; seq 3 | while read n; do echo $n; done\r'],
  ['A', 'yes | head -1000 | wc -l; echo ${PIPESTATUS[@]}\r'],
  ['A', 'trap "echo got" INT; cat\r'],
  ['A', '\x03'],
  ['B', 'kill %1; wait; jobs; echo 你好\r'],
];

const output = (): { onOutput: (name: string, bytes: Uint8Array) => void; of: (name: string) => string } => {
  const texts = new Map<string, string>();
  const decoders = new Map<string, InstanceType<typeof TextDecoder>>();
  return {
    onOutput(name, bytes) {
      const decoder = decoders.get(name) ?? new TextDecoder();
      decoders.set(name, decoder);
      texts.set(name, (texts.get(name) ?? '') + decoder.decode(bytes, { stream: true }));
    },
    of: (name) => texts.get(name) ?? '',
  };
};

function play(machine: Machine, from = 0, until = SESSION.length): Place[] {
  const places: Place[] = [];
  for (const [terminal, keys] of SESSION.slice(from, until)) {
    places.push(machine.place);
    machine.input(terminal, encode(keys));
    machine.run({ until: machine.now + SECOND / 4, dispatches: 3000 });
  }
  return places;
}

const fresh = (seed: number, onOutput?: (name: string, bytes: Uint8Array) => void): Machine => {
  const machine = boot({ seed, terminals: TERMINALS, history: 1 << 16, ...(onOutput && { onOutput }) });
  machine.run({ until: SECOND / 10 });
  return machine;
};

/** Every event as text: code among the arguments (a child's body, a handler) has no value to compare. */
const said = (event: KernelEvent): string =>
  JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'function' ? 'code' : typeof value === 'bigint' ? `${value}n` : value,
  );
const history = (machine: Machine): string[] => [...machine.events.since(0)].map(said);

describe('the kernel of a whole machine', () => {
  test('keeps its invariants when it has booted, and after each command of a session', () => {
    const machine = fresh(7);
    expect(brokenInvariants(machine.kernel)).toEqual([]);
    for (let i = 0; i < SESSION.length; i++) {
      play(machine, i, i + 1);
      expect(brokenInvariants(machine.kernel)).toEqual([]);
    }
  });
});

describe('history is the input log', () => {
  test('replayed, the same events happen and the same bytes are shown', () => {
    const first = output();
    const machine = fresh(5, first.onOutput);
    play(machine);
    const second = output();
    const again = replay(machine.log, { onOutput: second.onOutput, upTo: machine.place, history: 1 << 16 });
    expect(again.place).toEqual(machine.place);
    expect(history(again)).toEqual(history(machine));
    for (const { name } of TERMINALS) expect(second.of(name)).toBe(first.of(name));
  });

  test('rewound to any of 50 moments, single steps among them, and gone on from there, the end is the same', () => {
    const random = seeded(1);
    const machine = fresh(3);
    const moments: { place: Place; entries: number }[] = [];
    for (const [terminal, keys] of SESSION) {
      machine.input(terminal, encode(keys));
      for (let i = 0; i < 6; i++) {
        const calls = 1 + random.below(40);
        machine.run(
          i % 2 === 0
            ? { calls, until: machine.now + SECOND }
            : { until: machine.now + random.below(2000), dispatches: 20 },
        );
        moments.push({ place: machine.place, entries: machine.log.entries.length });
      }
      machine.run({ until: machine.now + SECOND / 4, dispatches: 3000 });
    }
    const whole = history(machine);
    const { log } = machine;
    for (const { place, entries } of moments.slice(0, 50)) {
      const back = replay({ ...log, entries: log.entries.slice(0, entries) }, { upTo: place, history: 1 << 16 });
      expect(back.place).toEqual(place);
      expect(history(back)).toEqual(whole.slice(0, back.events.nextSeq));
    }
  });

  test('undo goes back to before the last command, of one terminal or of any', () => {
    const machine = fresh(0);
    const places = play(machine, 0, 2);
    const undone = machine.beforeLastCommand();
    expect(undone?.place).toEqual(places[1]);
    expect(undone?.atPrompt('B')).toBe(true);
    expect(undone?.view().processes.some(({ wchan }) => wchan === 'wait_for_partner')).toBe(true);
    const before = machine.beforeLastCommand('A');
    expect(before?.place).toEqual(places[0]);
    expect(fresh(0).beforeLastCommand()).toBeUndefined();
  });

  test('another seed is another history with the same keys', () => {
    const machine = fresh(0);
    play(machine, 0, 2);
    const shown = output();
    const other = replay(machine.log, { seed: 9, onOutput: shown.onOutput });
    other.run({ until: other.now + SECOND });
    expect(shown.of('B')).toContain('hi\r\n');
  });
});

describe('a shell that leaves is followed by another, as getty does it', () => {
  test('exit in a terminal', () => {
    const machine = fresh(0);
    machine.input('A', encode('exit\r'));
    machine.run({ until: machine.now + SECOND });
    expect(machine.atPrompt('A')).toBe(true);
  });
});

describe('back to an event', () => {
  test('everything up to it has happened, next to nothing more, and that moment can be gone to again', () => {
    const random = seeded(4);
    const machine = fresh(3);
    play(machine);
    const all = history(machine);
    for (let i = 0; i < 60; i++) {
      const seq = random.below(all.length);
      const then = machine.at(seq);
      const happened = history(then);
      expect(happened).toEqual(all.slice(0, happened.length));
      expect(happened.length).toBeGreaterThan(seq);
      expect(happened.length - seq).toBeLessThan(40);
      const again = replay(then.log, { upTo: then.place, history: 1 << 16 });
      expect(again.place).toEqual(then.place);
      expect(history(again)).toEqual(happened);
    }
  });

  test('from there it goes on differently', () => {
    const shown = output();
    const machine = fresh(3);
    play(machine);
    const second = [...machine.events.since(0)].filter(({ type }) => type === 'fifo.meet')[0]?.seq ?? 0;
    const then = replay(machine.log, { onOutput: shown.onOutput, upTo: machine.place, upToEvent: second });
    then.run({ until: then.now + SECOND });
    then.input('A', encode('echo another way\r'));
    then.run({ until: then.now + SECOND });
    expect(shown.of('A').split('another way')).toHaveLength(3);
    expect(shown.of('B')).not.toContain('sleep 100');
  });
});

describe('terminals come and go', () => {
  test('one more, with a shell; closed, its shell gets SIGHUP; opened again, it has the same number', () => {
    const shown = output();
    const machine = fresh(3, shown.onOutput);
    const size = { cols: 60, rows: 10 };
    machine.openTerminal({ name: 'C', ...size });
    machine.run({ until: machine.now + SECOND });
    machine.input('C', encode('tty; stty size\r'));
    machine.run({ until: machine.now + SECOND });
    expect(shown.of('C')).toContain('/dev/pts/2\r\n10 60\r\n');
    expect(machine.terminals).toEqual(['A', 'B', 'C']);
    const shells = () => machine.view().processes.filter(({ tty, comm }) => tty === 'pts/2' && comm === 'bash').length;
    expect(shells()).toBe(1);
    machine.hangUp('C');
    machine.openTerminal({ name: 'C', ...size });
    machine.run({ until: machine.now + SECOND });
    expect(shells()).toBe(1);
    machine.hangUp('C');
    machine.run({ until: machine.now + SECOND });
    expect(shells()).toBe(0);
    expect(machine.terminals).toEqual(['A', 'B']);
    const again = replay(machine.log, { upTo: machine.place, history: 1 << 16 });
    expect(history(again)).toEqual(history(machine));
  });
});
