/**
 * why: in one paragraph, why a process does not run, whom it waits for, and what would wake it.
 * A program of ipclab's own: what it tells stands in /proc/PID/waiting, which Linux has not.
 */

import { isFailure } from '../kernel/errno.ts';
import { signalName } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { explainReason, en as words } from '../text/reasons.ts';
import type { Io } from './lib/io.ts';
import { demand } from './lib/ipc-name.ts';
import { program } from './lib/program.ts';
import { readText } from './lib/read-file.ts';

interface Waiting {
  readonly state: string;
  readonly reason?: { readonly kind: string };
  readonly wakers: readonly number[];
  readonly circle?: readonly number[];
}

/** What ends a sleep of each kind. A signal that is not ignored always does. */
const ENDS: Readonly<Record<string, string>> = {
  'fifo-open': 'An open of the other end',
  'pipe-empty': 'Bytes, or the close of the last writing end,',
  'pipe-full': 'A read that empties a page, or the close of the last reading end,',
  'tty-input': 'A key',
  'tty-output': 'Control-Q',
  child: 'The end of a child',
  sleep: 'Time',
  poll: 'Whatever makes a descriptor ready',
  'msg-receive': 'Such a message, or the removal of the queue,',
  'msg-send': 'A msgrcv that makes room, or the removal of the queue,',
  sem: 'A semop or semctl that makes it possible, or the removal of the set,',
  lock: 'An unlock, or the end of whoever holds it,',
};
/** No signal but SIGCONT or SIGKILL ends these. */
const STANDING = ['stopped', 'traced'];

const signalText = (signo: number): string => signalName(signo) ?? `signal ${signo}`;

type Naming = (pid: number) => string;

/** `12 (cat)`; a process that has gone is its number. */
function* namesOf(sys: Sys, pids: readonly number[]): Generator<void, Naming> {
  const names = new Map<number, string>();
  for (const pid of pids) {
    const comm = yield* readText(sys, `/proc/${pid}/comm`);
    if (!isFailure(comm)) names.set(pid, `${pid} (${comm.trim()})`);
  }
  return (pid) => names.get(pid) ?? String(pid);
}

/** Everybody that may be named. */
const mentioned = (pid: number, { reason, wakers, circle }: Waiting): number[] => {
  const children = reason && 'children' in reason && Array.isArray(reason.children) ? reason.children : [];
  const tracer = reason && 'tracer' in reason ? [Number(reason.tracer)] : [];
  const holder = reason && 'holder' in reason ? [Number(reason.holder)] : [];
  return [pid, ...wakers, ...(circle ?? []), ...children, ...tracer, ...holder];
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

function* ofZombie(sys: Sys, pid: number): Generator<void, string> {
  const status = yield* readText(sys, `/proc/${pid}/status`);
  const parent = Number(/^PPid:\t(\d+)/m.exec(isFailure(status) ? '' : status)?.[1] ?? 0);
  const name = yield* namesOf(sys, [pid, parent]);
  return `${name(pid)} has ended: nothing of it is left but its status, until ${name(parent)} waits for it.`;
}

/** `A waits for B, B for C, C for A`. */
const round = (circle: readonly number[], name: Naming): string =>
  circle
    .map((pid, at) => `${name(pid)} ${at === 0 ? 'waits for' : 'for'} ${name(circle[at + 1] ?? circle[0] ?? pid)}`)
    .join(', ');

function paragraph(pid: number, { reason, wakers, circle }: Waiting, name: Naming): string {
  if (!reason) return `${name(pid)} runs, or waits for nothing but the CPU.`;
  const time = (us: number): string => `${(us / 1e6).toFixed(3)} s after boot`;
  const why = explainReason(words, reason, { signal: signalText, process: name, time });
  const sentences = [`${name(pid)} ${why}.`];
  const others = wakers.filter((one) => one !== pid);
  if (others.length > 0 && reason.kind !== 'child' && reason.kind !== 'traced')
    sentences.push(`It waits for ${listed(others.map(name))}.`);
  const ends = ENDS[reason.kind];
  if (ends !== undefined) sentences.push(`${ends} would wake it, or a signal.`);
  else if (!STANDING.includes(reason.kind)) sentences.push('A signal would wake it.');
  if (circle?.includes(pid)) {
    const at = circle.indexOf(pid);
    sentences.push(`This is a deadlock: ${round([...circle.slice(at), ...circle.slice(0, at)], name)}.`);
  } else if (circle) sentences.push(`Behind it is a deadlock: ${round(circle, name)}.`);
  return sentences.join(' ');
}

function* explain(sys: Sys, io: Io, pid: number): Generator<void, string> {
  const text = yield* demand(io, `/proc/${pid}/waiting`, yield* readText(sys, `/proc/${pid}/waiting`));
  const waiting = JSON.parse(text) as Waiting;
  if (waiting.state === 'Z') return yield* ofZombie(sys, pid);
  return paragraph(pid, waiting, yield* namesOf(sys, mentioned(pid, waiting)));
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

export const why = program(
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
