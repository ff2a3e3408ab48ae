/**
 * The same keys for the host's `bash -i` on a pseudo-terminal and for a terminal of the machine; after each step both
 * screens show the same. Only the numbers of processes may differ.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { BashTerminal } from '../shell/edit/bash-terminal.ts';
import type { Shown } from '../shell/edit/screen.ts';
import { hostBash } from './host.ts';
import { MachineTerminal } from './machine-terminal.ts';

const COLUMNS = 60;
const ROWS = 24;
/** Time that the machine gets before the next keys, in ms. */
const START = 500;
/** Nothing of bash's may have run for so long before the next keys, in ms. */
const QUIET = 150;
/** Time in which a `sleep 0.3` in the background ends, while the shell sits at its prompt. */
export const LATER = { wait: 600 };

/** Keys, or ms in which nothing is typed. */
export type Step = string | { readonly wait: number };

const masked = ({ rows, cursor }: Shown): unknown => [
  rows.map((row) => row.replace(/^(\[\d+\][ +-]?) *\d{3,}/, '$1 PID').replace(/\(\d{3,}\)/, '(PID)')),
  cursor,
];

const open: BashTerminal[] = [];
afterAll(() => {
  for (const bash of open) bash.end();
});

async function sameSession(steps: readonly Step[]): Promise<void> {
  const ours = new MachineTerminal(COLUMNS, ROWS);
  const bash = new BashTerminal({ columns: COLUMNS, rows: ROWS });
  open.push(bash);
  const both = async (keys: string): Promise<void> => {
    ours.type(keys);
    bash.type(keys);
    ours.wait(START);
    await bash.settles(QUIET);
  };
  const rest = async (ms: number): Promise<void> => {
    ours.wait(ms);
    await new Promise((resolve) => setTimeout(resolve, ms));
    await bash.settles(QUIET);
  };
  ours.wait(START);
  await bash.shows(() => bash.screen.shown().cursor[0] > 0);
  await both("PS1='$ '\r");
  await both('\x0c');
  const typed: Step[] = [];
  for (const step of steps) {
    typed.push(step);
    if (typeof step === 'string') await both(step);
    else await rest(step.wait);
    const wanted = masked(await ours.shown());
    const agree = (): boolean => JSON.stringify(wanted) === JSON.stringify(masked(bash.screen.shown()));
    if (!(await bash.shows(agree))) expect([typed, wanted]).toEqual([typed, masked(bash.screen.shown())]);
  }
  bash.end();
}

export type Sessions = Readonly<Record<string, readonly Step[]>>;

export function sameSessions(group: string, sessions: Sessions): void {
  describe.skipIf(!hostBash(group))(`${group}: a terminal of the machine and bash -i show the same`, () => {
    for (const [title, steps] of Object.entries(sessions)) {
      // How long the host's programs take to start is not in our hands.
      it.concurrent(title, { timeout: 120_000, retry: 1 }, () => sameSession(steps));
    }
  });
}
