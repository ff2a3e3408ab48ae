/**
 * An interactive shell: the same keys for the host's `bash -i` on a pseudo-terminal and for a terminal of the machine; after
 * each step both screens show the same. Only the numbers of processes may differ.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { BashTerminal } from '../shell/edit/bash-terminal.ts';
import type { Shown } from '../shell/edit/screen.ts';
import { hostBash } from '../support/host.ts';
import { MachineTerminal } from '../support/machine-terminal.ts';

const COLUMNS = 60;
const ROWS = 24;
/** Time that a program gets to start before the next keys, in ms. */
const START = 150;

const masked = ({ rows, cursor }: Shown): unknown => [
  rows.map((row) => row.replace(/^(\[\d+\][ +-]?) *\d{3,}/, '$1 PID').replace(/\(\d{3,}\)/, '(PID)')),
  cursor,
];

const open: BashTerminal[] = [];
afterAll(() => {
  for (const bash of open) bash.end();
});

async function sameSession(steps: readonly string[]): Promise<void> {
  const ours = new MachineTerminal(COLUMNS, ROWS);
  const bash = new BashTerminal({ columns: COLUMNS, rows: ROWS });
  open.push(bash);
  const both = async (keys: string): Promise<void> => {
    ours.type(keys);
    bash.type(keys);
    ours.wait(START);
    await new Promise((resolve) => setTimeout(resolve, START));
  };
  ours.wait(START);
  await bash.shows(() => bash.screen.shown().cursor[0] > 0);
  await both("PS1='$ '\r");
  await both('\x0c');
  const typed: string[] = [];
  for (const keys of steps) {
    typed.push(keys);
    await both(keys);
    const wanted = masked(await ours.shown());
    const agree = (): boolean => JSON.stringify(wanted) === JSON.stringify(masked(bash.screen.shown()));
    if (!(await bash.shows(agree))) expect([typed, wanted]).toEqual([typed, masked(bash.screen.shown())]);
  }
  bash.end();
}

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const CTRL_Z = '\x1a';
const QUIT = '\x1c';

const sessions: Readonly<Record<string, readonly string[]>> = {
  'commands and their output': ['echo hi\r', 'seq 3 | wc -l\r', 'nosuchcommand\r', 'echo $?\r', 'echo > a; ls\r'],
  'Ctrl-C in a program': ['sleep 100\r', CTRL_C, 'echo $?\r', 'sleep 100; echo not this\r', CTRL_C, 'echo $?\r'],
  'Ctrl-C in a loop': [
    'while :; do sleep 1; done\r',
    CTRL_C,
    'echo $?\r',
    'for i in 1 2; do sleep 100; echo $i; done\r',
    CTRL_C,
  ],
  'Ctrl-C at the prompt': [CTRL_C, 'echo $?\r', 'half a line', CTRL_C, 'echo $?\r', CTRL_Z, QUIT],
  'Ctrl-C and a trap of the shell': [
    "trap 'echo INT' INT\r",
    CTRL_C,
    'sleep 100\r',
    CTRL_C,
    'echo $?\r',
    'trap - INT\r',
    CTRL_C,
  ],
  'Ctrl-C in the open of a FIFO': [
    'mkfifo ff\r',
    'echo hi > ff\r',
    CTRL_C,
    'echo $?\r',
    'cat < ff\r',
    CTRL_C,
    'read x < ff\r',
    CTRL_C,
  ],
  'Ctrl-\\ in a program': ['sleep 100\r', QUIT, 'echo $?\r'],
  'stopping, fg and bg': [
    'sleep 100\r',
    CTRL_Z,
    'echo $?\r',
    'jobs\r',
    'fg\r',
    CTRL_Z,
    'bg\r',
    'jobs\r',
    'fg\r',
    CTRL_C,
    'jobs\r',
    'fg\r',
  ],
  'a stopped pipeline': ['sleep 100 | cat\r', CTRL_Z, 'jobs\r', 'bg\r', 'jobs\r', 'fg %1\r', CTRL_C],
  'the rest of the line after Ctrl-Z': ['sleep 100; echo after $?\r', CTRL_Z, 'echo $?\r'],
  'several jobs and their marks': [
    'sleep 100 &\r',
    'sleep 200 &\r',
    'sleep 300 &\r',
    'jobs\r',
    'fg %2\r',
    CTRL_Z,
    'jobs\r',
    'fg %-\r',
    CTRL_Z,
    'jobs\r',
  ],
  'jobs that end': ['sleep 0.05 &\r', '\r', '(sleep 0.05; exit 3) &\r', '\r', 'jobs\r'],
  'no such job': ['fg\r', 'bg\r', 'fg %9\r', 'kill %x\r', 'wait %9; echo $?\r', 'jobs\r'],
  'a program reads the terminal': [
    'cat\r',
    'one line\r',
    'erased\x7f\x7f\x7f\r',
    'words kept\x17\r',
    'gone\x15new\r',
    CTRL_D,
    'echo $?\r',
  ],
  'end of file in the middle of a line': ['cat\r', 'part', CTRL_D, CTRL_D, 'echo $?\r'],
  'read from the terminal': [
    'read x\r',
    'some words\r',
    'echo $x\r',
    'read x y; echo $y-$x\r',
    'a b c\r',
    'read x; echo $?\r',
    CTRL_D,
  ],
  'a background job that reads is stopped': ['cat &\r', '\r', 'jobs -l\r', 'fg\r', 'hello\r', CTRL_D],
  'typed ahead': ['sleep 0.1\recho ahead\r', 'cat\rline\r', CTRL_D],
  'commands over several lines': [
    'for i in 1 2\r',
    'do echo $i\r',
    'done\r',
    '\x10',
    '\r',
    'echo "a\r',
    'b"\r',
    'cat << EOF\r',
    'x\r',
    'EOF\r',
    'echo \\\r',
    'c\r',
  ],
  'an unfinished command dropped': ['for i in 1 2\r', CTRL_C, 'echo "x\r', CTRL_C, 'echo $?\r'],
  history: ['echo one\r', 'echo two\r', '\x10\x10', '\r', '\x12ne', '\r', '\x10', CTRL_C],
  'Ctrl-D at the prompt': ['IGNOREEOF=1\r', CTRL_D, 'echo still\r', CTRL_D],
  'exit with stopped jobs': ['sleep 100\r', CTRL_Z, 'exit\r', 'jobs\r', 'echo in between\r', 'exit\r'],
  'a syntax error': ['if then\r', 'echo )\r', 'echo $?\r', 'echo "${x^-}"\r', 'echo $?\r'],
};

describe.skipIf(!hostBash('the interactive shell'))('a terminal of the machine and bash -i show the same', () => {
  for (const [title, steps] of Object.entries(sessions)) {
    // How long the host's programs take to start is not in our hands.
    it.concurrent(title, { timeout: 60_000, retry: 2 }, () => sameSession(steps));
  }
});
