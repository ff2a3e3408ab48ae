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
/** Time that the machine gets before the next keys, in ms. */
const START = 500;
/** Nothing of bash's may have run for so long before the next keys, in ms. */
const QUIET = 150;
/** Time in which a `sleep 0.3` in the background ends, while the shell sits at its prompt. */
const LATER = { wait: 600 };

/** Keys, or ms in which nothing is typed. */
type Step = string | { readonly wait: number };

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

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const CTRL_Z = '\x1a';
const QUIT = '\x1c';

const sessions: Readonly<Record<string, readonly Step[]>> = {
  'commands and their output': ['echo hi\r', 'seq 3 | wc -l\r', 'nosuchcommand\r', 'echo $?\r', 'echo > a; ls\r'],
  'JC13 Ctrl-C in a program ends the whole line, status 130': [
    'sleep 100\r',
    CTRL_C,
    'echo $?\r',
    'sleep 100; echo not this\r',
    CTRL_C,
    'echo $?\r',
  ],
  'JC16 Ctrl-C in a loop ends it all': [
    'while :; do sleep 1; done\r',
    CTRL_C,
    'echo $?\r',
    'for i in 1 2; do sleep 100; echo $i; done\r',
    CTRL_C,
  ],
  'JC18 Ctrl-C at the prompt drops the line, Ctrl-Z and Ctrl-\\ do nothing': [
    CTRL_C,
    'echo $?\r',
    'half a line',
    CTRL_C,
    'echo $?\r',
    CTRL_Z,
    QUIT,
  ],
  'JC17 Ctrl-C in a program does not reach the shell': [
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
  'JC15 Ctrl-\\ in a program': ['sleep 100\r', QUIT, 'echo $?\r'],
  'JC12, JC14 stopping, fg and bg': [
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
  'JC14 a stopped pipeline': ['sleep 100 | cat\r', CTRL_Z, 'jobs\r', 'bg\r', 'jobs\r', 'fg %1\r', CTRL_C],
  'JC16 the rest of the line runs after Ctrl-Z': ['sleep 100; echo after $?\r', CTRL_Z, 'echo $?\r'],
  'JC01, JC02, JC07 several jobs and their marks': [
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
  'JC03, JC09 jobs that end': ['sleep 0.3 &\r', LATER, '\r', '(sleep 0.3; exit 3) &\r', LATER, '\r', 'jobs\r'],
  'JC11 no such job': ['fg\r', 'bg\r', 'fg %9\r', 'kill %x\r', 'wait %9; echo $?\r', 'jobs\r'],
  'JC25 a program reads the terminal: erase, word erase, kill': [
    'cat\r',
    'one line\r',
    'erased\x7f\x7f\x7f\r',
    'words kept\x17\r',
    'gone\x15new\r',
    CTRL_D,
    'echo $?\r',
  ],
  'JC19 end of file in the middle of a line gives what was typed': ['cat\r', 'part', CTRL_D, CTRL_D, 'echo $?\r'],
  'read from the terminal': [
    'read x\r',
    'some words\r',
    'echo $x\r',
    'read x y; echo $y-$x\r',
    'a b c\r',
    'read x; echo $?\r',
    CTRL_D,
  ],
  'JC05, JC20 a background job that reads is stopped': [
    '(sleep 0.3; exec cat) &\r',
    LATER,
    '\r',
    'jobs -l\r',
    'fg\r',
    'hello\r',
    CTRL_D,
  ],
  'end of file typed ahead of the prompt': ['sleep 2\r', CTRL_D, { wait: 2500 }, 'echo alive\r'],
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
  'JC19 Ctrl-D at the prompt, with IGNOREEOF': ['IGNOREEOF=1\r', CTRL_D, 'echo still\r', CTRL_D],
  'JC28 exit with stopped jobs warns first': ['sleep 100\r', CTRL_Z, 'exit\r', 'jobs\r', 'echo in between\r', 'exit\r'],
  'JC04, JC08 the long form of pipelines and compound commands': [
    'sleep 100 | cat | cat &\r',
    '(sleep   100; exit 3) &\r',
    '{ sleep 100; } > /dev/null &\r',
    'for i in 1; do sleep 100; done &\r',
    'jobs\r',
    'jobs -l | sed "s/ *[0-9][0-9][0-9][0-9]* / PID /"\r',
    'kill %1 %2 %3 %4; sleep 0.3\r',
    '\r',
  ],
  'JC06 jobs -p, -r, -s and -x': [
    'sleep 100 &\r',
    'sleep 200\r',
    CTRL_Z,
    '[[ $(jobs -p | head -1) == $! ]]; echo $?\r',
    'jobs -r; jobs -s; jobs %1\r',
    '[[ $(jobs -x echo %1) == $! ]]; echo $?\r',
  ],
  'JC03 a signal that ends a job, and its text': [
    'sleep 100 & sleep 100 & sleep 100 &\r',
    'kill -FPE %1; kill -KILL %2; kill -USR1 %3; sleep 0.3\r',
    '\r',
    'sh -c "kill -SEGV \\$\\$"\r',
    '\r',
  ],
  'JC10 a job of another directory': [
    'mkdir d; sleep 100 &\r',
    'cd d\r',
    'jobs\r',
    'cd ..; jobs\r',
    'kill %1; sleep 0.3\r',
  ],
  'JC11 names of jobs, and ambiguous ones': [
    'mkfifo ff; sleep 100 & sleep 200 & cat ff &\r',
    'jobs %sl\r',
    'jobs %cat; jobs %?200; jobs %-; jobs %+; jobs %%; jobs %1\r',
    'fg %sleep\r',
    'kill %cat %1 %2; sleep 0.3\r',
    '\r',
  ],
  'JC12 bg of a running job, and a job name as a command': [
    'sleep 100 &\r',
    'bg\r',
    '%1\r',
    CTRL_Z,
    '%1 &\r',
    'jobs\r',
  ],
  'JC21 background output stops only with tostop': [
    '(sleep 0.3; echo free) &\r',
    LATER,
    '\r',
    'stty tostop\r',
    '(sleep 0.3; echo held) &\r',
    LATER,
    '\r',
    'jobs -l | sed "s/ *[0-9][0-9][0-9][0-9]* / PID /"\r',
    'stty -tostop\r',
    'fg\r',
  ],
  'JC22 a background job that sets the terminal is stopped': [
    "sh -c 'sleep 0.3; stty tostop' &\r",
    LATER,
    '\r',
    'jobs -l | sed "s/ *[0-9][0-9][0-9][0-9]* / PID /"\r',
    'kill -9 %1; sleep 0.3\r',
    '\r',
    'stty -a | grep -o .tostop\r',
  ],
  'JC24 a job is a group of its own and has the terminal; without monitor fg is no job control': [
    'sleep 100 | cat &\r',
    'ps -o pgid=,tpgid=,stat=,comm= > f\r',
    "awk '{ print ($1 == $2), $3, $4 }' f\r",
    'set +m\r',
    'fg; echo $?\r',
    'bg; echo $?\r',
    'set -m; kill %1; sleep 0.3\r',
  ],
  'JC25 the next key as it is, and control characters': ['cat\r', 'a\x16\x03b\x01\r', CTRL_D],
  'JC27 isig, echo and echoctl': [
    'stty -isig; head -c 3 | od -c; stty isig\r',
    '\x03\x1a\r',
    'stty -echo; read x; stty echo; echo got $x\r',
    'unseen\r',
    'stty -echoctl\r',
    'sleep 100\r',
    CTRL_C,
    'stty echoctl\r',
  ],
  'JC27 without icanon bytes come at once': ['stty -icanon min 1; head -c 2; stty icanon; echo " end"\r', 'a', 'b'],
  'JC28 checkjobs lists running jobs too': [
    'shopt -s checkjobs\r',
    'sleep 100 &\r',
    'exit\r',
    'jobs; kill %1; sleep 0.3\r',
  ],
  'JC32 nohup says what it does': [
    'nohup echo hi; cat nohup.out\r',
    'nohup echo hi > out; cat out\r',
    'nohup echo hi 2>&1 | cat\r',
  ],
  'JC33 setsid takes the terminal away': [
    'setsid sh -c "sleep 0.3; echo x > /dev/tty; cut -d\\  -f7,8 /proc/\\$\\$/stat"\r',
    LATER,
    '\r',
  ],
  'JC34 wait -n, wait -p, and Ctrl-C in wait': [
    'wait -n; echo $?\r',
    'sleep 100 & sleep 0.3 &\r',
    LATER,
    'wait -p v -n; [[ $v == $! ]]; echo $?\r',
    'wait %9; echo $?\r',
    'wait\r',
    CTRL_C,
    'echo $?; jobs\r',
  ],
  'JC35 kill of a stopped job by name continues it': [
    'sleep 100\r',
    CTRL_Z,
    'kill -TERM $(jobs -p); sleep 0.3\r',
    'jobs\r',
    'fg\r',
  ],
  'JC36 a stopped job that is killed by name': ['sleep 100\r', CTRL_Z, 'kill -9 %%; sleep 0.3\r', '\r', 'jobs\r'],
  'JC37 suspend': ['PS1="in$ " bash --norc\r', 'suspend\r', 'jobs\r', 'fg\r', 'exit\r'],
  'JC38 disown': ['disown\r', 'sleep 100 &\r', 'disown -h %1; jobs\r', 'disown %1; jobs\r', 'disown %1\r', 'kill $!\r'],
  'a syntax error': ['if then\r', 'echo )\r', 'echo $?\r', 'echo "${x^-}"\r', 'echo $?\r'],
};

describe.skipIf(!hostBash('the interactive shell'))('a terminal of the machine and bash -i show the same', () => {
  for (const [title, steps] of Object.entries(sessions)) {
    // How long the host's programs take to start is not in our hands.
    it.concurrent(title, { timeout: 120_000, retry: 1 }, () => sameSession(steps));
  }
});
