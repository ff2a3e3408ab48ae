/**
 * sigtrap: tells of each signal that is delivered to it, and holds some back while it is asked to. No tool of every day
 * does that: a shell cannot block signals, and what env(1) blocks stays so. Its manual page shows the same calls in C.
 * Authority: sigaction(2), sigprocmask(2); test/linux/c/sigtrap.c is its twin on a real kernel.
 */

import { encode } from '../bytes.ts';
import { SA_RESTART, SA_SIGINFO, SIG_BLOCK, SIG_UNBLOCK, type SigInfo, type SigSet } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { signalName, signalNumber, sigset, UNBLOCKABLE } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { writeAll } from './lib/output.ts';
import { program } from './lib/program.ts';

const EVERYTHING: SigSet = (1n << 64n) - 1n;
const NEWLINE = 10;

/** A handler may call write(2), not stdio. */
function* say(sys: Sys, text: string): Generator<void, void> {
  yield* writeAll(sys, 1, encode(`${text}\n`));
}

function* show(sys: Sys, { signo, code, pid, value }: SigInfo): Generator<void, void> {
  const sender = code === 'SI_KERNEL' ? 'the kernel' : `PID ${pid}`;
  const sent = code === 'SI_QUEUE' ? `, value ${value}` : '';
  yield* say(sys, `caught ${signalName(signo)} from ${sender}${sent}`);
}

function* chosen(io: Io, words: readonly string[]): Generator<void, readonly number[]> {
  const signals: number[] = [];
  for (const word of words) {
    const signal = /^\d+$/.test(word) ? Number(word) : signalNumber(word);
    if (signal === undefined || signalName(signal) === undefined) return yield* io.die(1, `${word}: invalid signal`);
    signals.push(signal);
  }
  return signals;
}

/** Each line that is read turns the mask round, until there are no more. */
function* obey(sys: Sys, io: Io, signals: SigSet, blockedFirst: boolean): Generator<void, number> {
  const line = new Uint8Array(4096);
  let blocked = blockedFirst;
  for (;;) {
    const count = yield* sys.read(0, line);
    if (isFailure(count)) return yield* io.die(1, 'read error', count);
    if (count === 0) return 0;
    for (const byte of line.subarray(0, count)) {
      if (byte !== NEWLINE) continue;
      blocked = !blocked;
      yield* say(sys, blocked ? 'blocking' : 'unblocking');
      yield* sys.sigprocmask(blocked ? SIG_BLOCK : SIG_UNBLOCK, signals);
    }
  }
}

export const sigtrap = program(
  {
    name: 'sigtrap',
    summary: 'tell of each signal that is delivered',
    usage: '[OPTION]... SIGNAL...',
    about: 'Catch each SIGNAL and print a line whenever one is delivered.',
    family: 'ipclab',
    options: {
      block: { short: 'b', long: 'block', help: 'begin with the signals blocked' },
      nest: { short: 'n', long: 'nest', help: 'let a handler be interrupted by other signals' },
    },
    notes:
      'Each line on standard input (Enter) blocks the signals, or unblocks them again.\nThe end of the input (Ctrl-D) ends sigtrap.',
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    const signals = yield* chosen(io, args.operands);
    const set = sigset(...signals);
    const block = args.has('block');
    // Before the handlers, so that nothing slips in between.
    if (block) yield* sys.sigprocmask(SIG_BLOCK, set);
    const mask = args.has('nest') ? 0n : EVERYTHING & ~UNBLOCKABLE;
    for (const signal of signals) {
      const action = { handler: show, mask, flags: SA_SIGINFO | SA_RESTART };
      const failed = yield* sys.sigaction(signal, action);
      if (isFailure(failed)) return yield* io.die(1, `cannot catch ${signalName(signal)}`, failed);
    }
    const names = signals.map((signal) => signalName(signal)).join(' ');
    yield* say(sys, `PID ${yield* sys.getpid()} ${block ? 'blocks' : 'catches'} ${names}`);
    return yield* obey(sys, io, set, block);
  },
);
