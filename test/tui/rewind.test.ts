import { describe, expect, test } from 'vitest';
import { Terminals } from '../../src/tui/terminals.ts';
import { session } from '../support/twenty-minutes.ts';

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
    await terminals.parsed();
    const end = picture(terminals);
    const last = machine.events.nextSeq - 1;
    for (let i = 0; i < 3; i++) {
      terminals.collect();
      machine = machine.at(last);
      terminals.replay(true);
      await terminals.parsed();
    }
    expect(picture(terminals)).toEqual(end);
  });
});
