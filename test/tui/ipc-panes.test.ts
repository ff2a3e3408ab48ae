/** What the panes say of a real machine, after command lines that a learner would type. */
import { describe, expect, test } from 'vitest';
import { encode } from '../../src/bytes.ts';
import type { PaneId } from '../../src/lessons/pane-ids.ts';
import { boot, type Machine } from '../../src/machine.ts';
import { speak } from '../../src/text/index.ts';
import { plainText, type Span } from '../../src/tui/line.ts';
import { paneById } from '../../src/tui/panes/index.ts';
import { restingCursor } from '../../src/tui/panes/pane.ts';
import { addRecent, nothingRecent } from '../../src/tui/recent.ts';
import { keepParts } from '../../src/tui/store.ts';
import { names } from './fixtures.ts';

const SECOND = 1_000_000;
const speech = speak('en');

/** Each line is a terminal's letter and what is typed there. */
function after(...lines: readonly string[]): Machine {
  const terminals = ['A', 'B', 'C'].map((name) => ({ name, cols: 80, rows: 24 }));
  const machine = boot({ seed: 1, terminals, history: 1 << 16 });
  machine.run({ until: SECOND / 10 });
  for (const line of lines) {
    machine.input(line.slice(0, 1), encode(`${line.slice(1)}\r`));
    machine.run({ until: machine.now + SECOND });
  }
  return machine;
}

function spansOf(id: PaneId, machine: Machine): readonly Span[][] {
  const kernel = machine.view();
  const isTold = (event: { readonly type: string }) => speech.describeEvent(event, names) !== undefined;
  const recent = addRecent(nothingRecent, machine.events.since(0), isTold).events;
  const subject = { pid: kernel.processes.at(-1)?.pid, tty: 'pts/0', pinned: false };
  const room = { width: 200, height: 60, scroll: 0 };
  const context = { kernel, recent, speech, names, subject, cursor: restingCursor, ...room };
  const entries = paneById(id)?.entries(context) ?? [];
  return entries.flatMap(({ lines }) => lines.map((line) => [...line]));
}

const said = (id: PaneId, machine: Machine): string => spansOf(id, machine).map(plainText).join('\n');

describe('a table of two philosophers', () => {
  const stuck = after(
    'Aipcmk -S 2; semctl 0 setall 1 1; philosopher -d 0.3 0 0',
    'Bphilosopher -d 0.9 0 1',
    'Csleep 9',
  );
  const free = after('Aipcmk -S 2; semctl 0 setall 1 1; philosopher -b -d 0.3 0 0', 'Bphilosopher -b -d 0.9 0 1');

  test('that wait for each other: named, and in red', () => {
    const circle = spansOf('semaphores', stuck)
      .flat()
      .filter(({ tint }) => tint === 'danger');
    expect(circle[0]?.text).toMatch(/^DEADLOCK: (\d+) waits for (\d+), \2 waits for \1\.$/);
    expect(said('semaphores', stuck)).toMatch(/(\d+) ⇢ \[sem 1 of 0\] → (\d+) ⇢ \[sem 0 of 0\] → \1/);
    expect(said('semaphores', stuck)).toMatch(/\d+ \[0\] \+1/);
  });

  test('that take both forks at once: no circle', () => {
    expect(said('semaphores', free)).not.toContain('DEADLOCK');
    expect(
      spansOf('semaphores', free)
        .flat()
        .some(({ tint }) => tint === 'danger'),
    ).toBe(false);
  });
});

test('two records of a file that are locked across each other, and who waits behind whom', () => {
  const machine = after('Alock f 0 10', 'Block -r f 5 50');
  expect(said('locks', machine)).toMatch(/POSIX WRITE 0–9 held by \d+\n {4}↳ POSIX READ 5–54 \d+ waits/);
  expect(said('locks', machine)).toContain('WWWWWWWW·');
});

test('a lost update, and whose bytes stand in a segment', () => {
  const machine = after('Aipcmk -M 100; counter -p 2 -d 0.1 0', 'Bshmat -s hello 0', 'Cshmwrite 0 2 XY');
  const text = said('shm', machine);
  expect(text).toContain('LOST UPDATES: 1');
  expect(text).toMatch(/heXY\.[\s\S]*AABBB/);
  expect(text).toMatch(/rw-s +0x7[0-9a-f]+ {2}■/);
});

test('messages with their types, and who waits for another one', () => {
  const machine = after('Aipcmk -Q; msgsnd 0 1 hello; msgsnd 0 3 you', 'Amsgrcv 0 7', 'Bmqsend -c /jobs now');
  expect(said('messages', machine)).toMatch(
    /\[1:5\] \[3:3\][\s\S]*waits for a message of type 7[\s\S]*POSIX queue \/jobs/,
  );
});

test('a connection with both its ends', () => {
  const machine = after('Anc -l 9000', 'Bnc localhost 9000', 'Bhello');
  expect(said('sockets', machine)).toMatch(/tcp {2}127\.0\.0\.1:\d+ ⇄ 127\.0\.0\.1:9000\n {2}\d+ ESTABLISHED/);
});

test('what one exchange costs through each of the four', () => {
  const text = said('cost', after('Aexchange -n 10 -s 100'));
  expect(text).toMatch(/calls +20 +20 +41 +20\ncopied +2000 +2000 +0 +2000/);
});

test('panes are drawn again only for what has changed', () => {
  const machine = after('Aipcmk -Q; ipcmk -S 1; ipcmk -M 9; shmat -s hi 0');
  const before = machine.view();
  machine.input('B', encode('msgsnd 0 1 x\r'));
  machine.run({ until: machine.now + SECOND });
  const now = keepParts(before, machine.view());
  expect(now.msgQueues).not.toBe(before.msgQueues);
  for (const part of [
    'semaphores',
    'shmSegments',
    'locks',
    'futexes',
    'mqueues',
    'shmFiles',
    'network',
    'pipes',
  ] as const)
    expect(now[part], part).toBe(before[part]);
});
