/** Job control as an interactive bash shows it, screen for screen. */
import { beforeAll, describe, expect } from 'vitest';
import { encode } from '../../src/bytes.ts';
import { boot } from '../../src/machine.ts';
import { row } from '../support/rows.ts';
import { transcripts } from './jobs-transcripts.ts';

/** Virtual µs that every step gets. */
const STEP = 400_000;
const START = 1_000_000;

function play(keys: readonly string[]): string {
  const decoder = new TextDecoder();
  let screen = '';
  const machine = boot({
    seed: 0,
    terminals: [{ name: 'A', cols: 100, rows: 40 }],
    onOutput: (_name, bytes) => {
      screen += decoder.decode(bytes, { stream: true });
    },
  });
  machine.run({ until: machine.now + START });
  screen = '';
  for (const step of keys) {
    machine.input('A', encode(step));
    machine.run({ until: machine.now + STEP });
  }
  return readable(screen);
}

/** Without bracketed paste and carriage returns; pids by the order in which they appear. */
function readable(screen: string): string {
  const pids = new Map<string, string>();
  const nameOf = (pid: string): string => {
    const known = pids.get(pid) ?? `P${pids.size + 1}`;
    pids.set(pid, known);
    return known;
  };
  return (
    screen
      .replaceAll(/\x1b\[\?2004[hl]|\r/g, '')
      .replaceAll('\x07', '<BEL>')
      .replaceAll(/(?<![\w.])\d{4,7}(?!\w)/g, nameOf)
      // A shell that was left is followed by the next login's.
      .replace(/learner@ipclab:~\$ $/, '')
  );
}

describe('an interactive shell', () => {
  for (const { title, shows, keys, screen } of transcripts) {
    describe(title, () => {
      let shown = '';
      beforeAll(() => {
        shown = play(keys);
      });
      for (const { id, says } of shows) {
        row(id, says, () => {
          expect(shown).toBe(screen);
        });
      }
    });
  }
});
