/** A session with System V objects in it, from the keyboard: the same over every seed, and rewound to any of its moments. */
import { describe, expect, test } from 'vitest';
import { encode } from '../src/bytes.ts';
import type { KernelEvent } from '../src/kernel/event.ts';
import { seeded } from '../src/kernel/random.ts';
import { boot, type Machine, type Place, replay } from '../src/machine.ts';

const TERMINALS = [
  { name: 'A', cols: 80, rows: 24 },
  { name: 'B', cols: 80, rows: 24 },
];
const SECOND = 1_000_000;

/** A receiver and a sender that wait, a semaphore that is given back by a kill, a segment that dies with its last user. */
const SESSION: readonly (readonly [terminal: string, keys: string])[] = [
  ['A', 'ipcmk -Q; ipcmk -S 1; ipcmk -M 100\r'],
  ['A', 'msgrcv 0 2\r'],
  ['B', 'msgsnd 0 1 one; msgsnd 0 2 two; ipcs -q\r'],
  ['A', 'semctl 0 setval 0 1; semop -h 0 0:-1u\r'],
  ['B', 'semop 0 0:-1u && echo got it\r'],
  ['A', '\x03'],
  ['A', 'shmat -s hello 0\r'],
  ['B', 'shmread 0; ipcrm -m 0; ipcs -m\r'],
  ['A', '\x03'],
  ['B', 'semctl 0 getval 0; ipcrm -a; ipcs\r'],
];

const told = (event: KernelEvent): string =>
  JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'function' ? 'code' : typeof value === 'bigint' ? `${value}n` : value,
  );
const history = (machine: Machine): string[] => [...machine.events.since(0)].map(told);

/** What the objects are like: that does not depend on who ran when. */
function objects(machine: Machine): unknown {
  const { msgQueues, semaphores, shmSegments } = machine.view();
  return [
    msgQueues.map(({ messages, receivers, senders }) => [messages.length, receivers.length, senders.length]),
    semaphores.map(({ semaphores: each, waiters }) => [each.map(({ value }) => value), waiters.length]),
    shmSegments.map(({ nattch, dest, preview }) => [nattch, dest, String.fromCharCode(...preview.slice(0, 5))]),
  ];
}

function fresh(seed: number): Machine {
  const machine = boot({ seed, terminals: TERMINALS, history: 1 << 16 });
  machine.run({ until: SECOND / 10 });
  return machine;
}

/** Types one line after the other, each when the machine has come to rest. */
function* playing(machine: Machine): Generator<void, void> {
  for (const [terminal, keys] of SESSION) {
    machine.input(terminal, encode(keys));
    machine.run({ until: machine.now + SECOND });
    yield;
  }
}

describe('a session with System V objects', () => {
  test('comes to the same objects after every line, over 200 seeds', { timeout: 240_000 }, () => {
    const states = (seed: number): unknown[] => {
      const machine = fresh(seed);
      const seen: unknown[] = [];
      for (const _ of playing(machine)) seen.push(objects(machine));
      return seen;
    };
    const first = states(0);
    for (let seed = 1; seed < 200; seed++) expect([seed, states(seed)]).toEqual([seed, first]);
  });

  test('rewound to any of 30 moments, the same has happened', { timeout: 120_000 }, () => {
    const random = seeded(7);
    const machine = fresh(3);
    const moments: { readonly place: Place; readonly entries: number; readonly objects: unknown }[] = [];
    for (const [terminal, keys] of SESSION) {
      machine.input(terminal, encode(keys));
      for (let n = 0; n < 3; n++) {
        machine.run({ calls: 1 + random.below(60), until: machine.now + SECOND });
        moments.push({ place: machine.place, entries: machine.log.entries.length, objects: objects(machine) });
      }
      machine.run({ until: machine.now + SECOND });
    }
    const whole = history(machine);
    const { log } = machine;
    for (const { place, entries, objects: then } of moments) {
      const back = replay({ ...log, entries: log.entries.slice(0, entries) }, { upTo: place, history: 1 << 16 });
      expect(back.place).toEqual(place);
      expect(objects(back)).toEqual(then);
      expect(history(back)).toEqual(whole.slice(0, back.events.nextSeq));
    }
  });
});
