/** The same seed gives the same history, event by event; another seed another one. */
import { describe, expect, it } from 'vitest';
import { boot } from '../../src/machine.ts';

const SEEDS = 200;
/** Something with many choices: processes at the same time, a rendezvous, a signal, a full pipe. */
const SCRIPT = [
  'mkfifo f; exec 3<> f; (echo a > f) & (sleep 0.01; echo b > f) & echo c >&3; wait; read x y <&3; echo $x $y',
  'for i in 1 2 3; do (seq 30 | cat | wc -l) & done; wait',
  'yes | head -1; sleep 5 & kill $!; wait; cat < f & sleep 0.1; kill $!',
].join('\n');

/** All events of a run, as text. */
function historyOf(seed: number): string {
  const machine = boot({ seed, history: 1 << 18 });
  const attached = machine.attach(['bash', '-c', SCRIPT], '/home/learner');
  machine.run();
  expect(attached.status).toBe(0);
  const text = (_key: string, value: unknown): unknown => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
    return typeof value === 'bigint' ? `${value}n` : value;
  };
  return JSON.stringify([...machine.events.since(0)], text);
}

describe('determinism', () => {
  it(`the same seed gives the same events, for ${SEEDS} seeds`, { timeout: 120_000 }, () => {
    const histories = new Set<string>();
    for (let seed = 0; seed < SEEDS; seed++) {
      const history = historyOf(seed);
      expect(historyOf(seed)).toBe(history);
      histories.add(history);
    }
    expect(histories.size).toBeGreaterThan(SEEDS / 2);
  });
});
