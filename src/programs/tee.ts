/** tee: read from standard input, write to standard output and files, block by block. Authority: tee(1). */

import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { SIGINT, SIGPIPE } from '../kernel/signum.ts';
import type { Io } from './lib/io.ts';
import { writeAll } from './lib/output.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const BUFFER = 8192;
const IGNORE = { handler: 'ignore', mask: 0n, flags: 0 } as const;
const MODES = ['warn', 'warn-nopipe', 'exit', 'exit-nopipe'] as const;
type Mode = (typeof MODES)[number];

const options = {
  append: { short: 'a', long: 'append', help: 'append to the given FILEs, do not overwrite' },
  ignoreInterrupts: { short: 'i', long: 'ignore-interrupts', help: 'ignore interrupt signals' },
  p: { short: 'p', help: 'diagnose errors writing to non pipes' },
  outputError: {
    long: 'output-error',
    value: 'MODE',
    optional: true,
    help: 'set behavior on write error: warn, warn-nopipe, exit, exit-nopipe',
  },
} as const;

function* readMode(io: Io, word: string): Generator<void, Mode> {
  const mode = MODES.find((one) => one === word) ?? MODES.filter((one) => one.startsWith(word));
  if (typeof mode === 'string') return mode;
  if (mode.length === 1 && mode[0]) return mode[0];
  const why = mode.length > 1 ? 'ambiguous' : 'invalid';
  const list = MODES.map((one) => `  - ${quote(one)}\n`).join('');
  yield* io.complain(`${io.name}: ${why} argument ${quote(word)} for '--output-error'\nValid arguments are:\n${list}`);
  return yield* io.usageError(1);
}

interface Target {
  readonly name: string;
  readonly fd: number;
}

export const tee = program(
  {
    name: 'tee',
    summary: 'read from standard input and write to standard output and files',
    usage: '[OPTION]... [FILE]...',
    about: 'Copy standard input to each FILE, and also to standard output.',
    options,
    checks: { outputError: readMode },
  },
  function* (sys, args, io) {
    const chosen = args.last('p', 'outputError');
    const word = chosen === 'outputError' ? args.value('outputError') : undefined;
    const mode = word !== undefined ? yield* readMode(io, word) : chosen ? 'warn-nopipe' : undefined;
    if (args.has('ignoreInterrupts')) yield* sys.sigaction(SIGINT, IGNORE);
    if (mode !== undefined) yield* sys.sigaction(SIGPIPE, IGNORE);
    let status = 0;
    let targets: Target[] = [{ name: 'standard output', fd: 1 }];
    const flags = O_WRONLY | O_CREAT | (args.has('append') ? O_APPEND : O_TRUNC);
    for (const name of args.operands) {
      const fd = yield* sys.open(name, flags, 0o666);
      if (isFailure(fd)) {
        yield* io.warn(name, fd);
        status = 1;
        if (mode === 'exit' || mode === 'exit-nopipe') return 1;
      } else targets.push({ name, fd });
    }
    const buffer = new Uint8Array(BUFFER);
    while (targets.length > 0) {
      const count = yield* sys.read(0, buffer);
      if (isFailure(count)) {
        yield* io.fail('read error', count);
        status = 1;
        break;
      }
      if (count === 0) break;
      const left: Target[] = [];
      for (const target of targets) {
        const failure = yield* writeAll(sys, target.fd, buffer.subarray(0, count));
        if (!failure) {
          left.push(target);
          continue;
        }
        const quiet = failure.errno === 'EPIPE' && (mode === 'warn-nopipe' || mode === 'exit-nopipe');
        if (quiet) continue;
        yield* io.warn(target.name, failure);
        status = 1;
        if (mode === 'exit' || mode === 'exit-nopipe') return 1;
      }
      targets = left;
    }
    const closed = yield* sys.close(0);
    if (isFailure(closed)) return yield* io.die(1, 'standard input', closed);
    return status;
  },
);
