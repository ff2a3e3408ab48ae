/**
 * why: in one paragraph, why a process does not run, whom it waits for, and what would wake it.
 * A program of ipclab's own: what it tells stands in /proc/PID/waiting, which Linux has not.
 */

import { isFailure } from '../kernel/errno.ts';
import { signalName } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Names } from '../text/reasons.ts';
import { type Waiting, why } from '../text/why.ts';
import type { Io } from './lib/io.ts';
import { demand } from './lib/ipc-name.ts';
import { program } from './lib/program.ts';
import { readText } from './lib/read-file.ts';

const signalText = (signo: number): string => signalName(signo) ?? `signal ${signo}`;

/** `12 (cat)`; a process that has gone is its number. */
function* namesOf(sys: Sys, pids: readonly number[]): Generator<void, Names['process']> {
  const names = new Map<number, string>();
  for (const pid of pids) {
    const comm = yield* readText(sys, `/proc/${pid}/comm`);
    if (!isFailure(comm)) names.set(pid, `${pid} (${comm.trim()})`);
  }
  return (pid) => names.get(pid) ?? String(pid);
}

/** Everybody that may be named. */
const mentioned = (pid: number, { reason, wakers, circle, others = [] }: Waiting): number[] => {
  const children = reason && 'children' in reason && Array.isArray(reason.children) ? reason.children : [];
  const tracer = reason && 'tracer' in reason ? [Number(reason.tracer)] : [];
  const holder = reason && 'holder' in reason ? [Number(reason.holder)] : [];
  return [pid, ...others, ...wakers, ...(circle ?? []), ...children, ...tracer, ...holder];
};

function* parentOf(sys: Sys, pid: number): Generator<void, number> {
  const status = yield* readText(sys, `/proc/${pid}/status`);
  return Number(/^PPid:\t(\d+)/m.exec(isFailure(status) ? '' : status)?.[1] ?? 0);
}

const time = (us: number): string => `${(us / 1e6).toFixed(3)} s after boot`;

function* explain(sys: Sys, io: Io, pid: number): Generator<void, string> {
  const text = yield* demand(io, `/proc/${pid}/waiting`, yield* readText(sys, `/proc/${pid}/waiting`));
  const waiting = JSON.parse(text) as Waiting;
  const parent = waiting.state === 'Z' ? yield* parentOf(sys, pid) : 0;
  const process = yield* namesOf(sys, [...mentioned(pid, waiting), parent]);
  return why.en(pid, { ...waiting, parent }, { signal: signalText, process, time });
}

const COLUMNS = 79;

/** Filled as fmt(1) would. */
function filled(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${one}\n`).join('');
}

export const whyProgram = program(
  {
    name: 'why',
    summary: 'why a process does not run',
    usage: 'PID...',
    about: 'Say why each process sleeps, whom it waits for, and what would wake it.',
    usageStatus: 2,
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(2, 'missing operand');
    const wrong = args.operands.find((word) => !/^\d+$/.test(word));
    if (wrong !== undefined) return yield* io.usageError(2, `not a process id: '${wrong}'`);
    for (const word of args.operands) {
      const pid = Number(word);
      const known = yield* sys.stat(`/proc/${pid}`);
      if (isFailure(known)) return yield* io.die(1, `no process ${pid}`);
      yield* io.print(filled(yield* explain(sys, io, pid)));
    }
    return 0;
  },
);
