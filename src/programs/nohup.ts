/** nohup: run a command immune to hangups, with output to a non-tty. Authority: nohup(1). */

import { O_APPEND, O_CREAT, O_WRONLY } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { SIGHUP } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { become, execStatus } from './lib/exec.ts';
import type { Io } from './lib/io.ts';
import { program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';

const FAILED = 125;

function* isTerminal(sys: Sys, fd: number): Generator<void, boolean> {
  return !isFailure(yield* sys.tcgetattr(fd));
}

/** ./nohup.out, or the one at home. Answers the name that is told. */
function* openOutput(sys: Sys, io: Io): Generator<void, { fd: number; name: string }> {
  const flags = O_CREAT | O_WRONLY | O_APPEND;
  const here = yield* sys.open('nohup.out', flags, 0o600);
  if (!isFailure(here)) return { fd: here, name: 'nohup.out' };
  const home = io.getenv('HOME');
  const there = home === undefined ? here : yield* sys.open(`${home}/nohup.out`, flags, 0o600);
  if (!isFailure(there)) return { fd: there, name: `${home}/nohup.out` };
  yield* io.fail(`failed to open ${quoteaf('nohup.out')}`, here);
  if (home !== undefined) yield* io.fail(`failed to open ${quoteaf(`${home}/nohup.out`)}`, there);
  return io.exit(FAILED);
}

export const nohup = program(
  {
    name: 'nohup',
    summary: 'run a command immune to hangups, with output to a non-tty',
    usage: ['COMMAND [ARG]...', 'OPTION'],
    about: 'Run COMMAND, ignoring hangup signals.',
    notes:
      "If standard input is a terminal, redirect it from an unreadable file.\nIf standard output is a terminal, append output to 'nohup.out' if possible,\n'$HOME/nohup.out' otherwise.\nIf standard error is a terminal, redirect it to standard output.\nTo save output to FILE, use 'nohup COMMAND > FILE'.",
    stopAtOperand: true,
    usageStatus: FAILED,
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(FAILED, 'missing operand');
    const [input, output, errors] = [yield* isTerminal(sys, 0), yield* isTerminal(sys, 1), yield* isTerminal(sys, 2)];
    if (input) {
      // Reading fails, rather than stealing from the terminal.
      yield* sys.close(0);
      yield* sys.open('/dev/null', O_WRONLY);
      if (!output && !errors) yield* io.error('ignoring input');
    }
    if (output) {
      const { fd, name } = yield* openOutput(sys, io);
      yield* sys.dup2(fd, 1);
      yield* sys.close(fd);
      const appending = `appending output to ${quoteaf(name)}`;
      yield* io.error(input ? `ignoring input and ${appending}` : appending);
    }
    if (errors) {
      if (!output) {
        yield* io.error(input ? 'ignoring input and redirecting stderr to stdout' : 'redirecting stderr to stdout');
      }
      yield* sys.dup2(1, 2);
    }
    yield* sys.sigaction(SIGHUP, { handler: 'ignore', mask: 0n, flags: 0 });
    const failure = yield* become(io, args.operands, io.environment);
    yield* io.fail(`failed to run command ${quoteaf(args.operands[0] ?? '')}`, failure);
    return execStatus(failure);
  },
);
