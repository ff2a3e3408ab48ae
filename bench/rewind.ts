/** Going back over a session of twenty minutes to its last event, with the terminals as they were; milliseconds. */

import { Terminals } from '../src/tui/terminals.ts';
import { fetchUserland } from '../src/userland.ts';
import { session } from '../test/support/twenty-minutes.ts';

const TIMES = 5;

export async function rewinds(): Promise<readonly number[]> {
  await fetchUserland();
  const terminals = new Terminals({ painted: () => {}, answer: () => {} });
  let machine = session((name, bytes) => terminals.write(name, bytes));
  await terminals.parsed();
  const last = machine.events.nextSeq - 1;
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const start = performance.now();
    terminals.collect();
    machine = machine.at(last);
    terminals.replay(true);
    await terminals.parsed();
    times.push(performance.now() - start);
  }
  return times;
}
