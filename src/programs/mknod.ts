/**
 * mknod: make block or character special files, and FIFOs. Only root makes devices, and block devices are not
 * simulated (EPERM). Authority: mknod(1), mknod(2).
 */

import { makedev, S_IFBLK, S_IFCHR, S_IFIFO } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quoteaf, quotef } from './lib/quote.ts';
import { contextOptions, ignoreContext } from './lib/selinux.ts';
import { modeOption, specialFileMode } from './lib/special-file.ts';

const MAX_NUMBER = 0xffffffff;

/** Hexadecimal behind 0x, octal behind 0. */
const deviceNumber = (word: string): number | undefined => {
  if (!/^\s*\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(word)) return undefined;
  const digits = word.trim().replace('+', '');
  const base = /^0x/i.test(digits) ? 16 : digits.startsWith('0') ? 8 : 10;
  const value = Number.parseInt(digits, base);
  return value <= MAX_NUMBER ? value : undefined;
};

/** NAME TYPE, and two numbers for all but a FIFO. */
function* checkCount(io: Io, operands: readonly string[]): Generator<void, void> {
  if (operands.length === 0) return yield* io.usageError(1, 'missing operand');
  const isFifo = operands[1]?.startsWith('p') ?? false;
  const expected = isFifo ? 2 : 4;
  if (operands.length === expected) return;
  if (operands.length < expected) {
    yield* io.error(`missing operand after ${quote(operands.at(-1) ?? '')}`);
    if (operands.length === 2) yield* io.complain('Special files require major and minor device numbers.\n');
  } else {
    yield* io.error(`extra operand ${quote(operands[expected] ?? '')}`);
    if (isFifo && operands.length === 4) {
      yield* io.complain('Fifos do not have major and minor device numbers.\n');
    }
  }
  return yield* io.usageError(1);
}

function* device(io: Io, [, , major = '', minor = '']: readonly string[]): Generator<void, number> {
  const [high, low] = [deviceNumber(major), deviceNumber(minor)];
  if (high === undefined) return yield* io.die(1, `invalid major device number ${quote(major)}`);
  if (low === undefined) return yield* io.die(1, `invalid minor device number ${quote(minor)}`);
  return makedev(high, low);
}

const options = { mode: modeOption, ...contextOptions } as const;

const TYPES: Readonly<Record<string, number>> = { b: S_IFBLK, c: S_IFCHR, u: S_IFCHR, p: S_IFIFO };

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const mode = yield* specialFileMode(sys, io, args.value('mode'));
  const { operands } = args;
  yield* ignoreContext(io, args.value('context'), 'SELinux/SMACK');
  yield* checkCount(io, operands);
  const [name = '', word = ''] = operands;
  const type = TYPES[word.charAt(0)];
  if (type === undefined) return yield* io.usageError(1, `invalid device type ${quote(word)}`);
  const dev = type === S_IFIFO ? 0 : yield* device(io, operands);
  const made = yield* sys.mknod(name, type | mode, dev);
  if (isFailure(made)) return yield* io.die(1, quotef(name), made);
  if (!args.has('mode')) return 0;
  const changed = yield* sys.chmod(name, mode);
  return isFailure(changed) ? yield* io.die(1, `cannot set permissions of ${quoteaf(name)}`, changed) : 0;
}

export const mknod = program(
  {
    name: 'mknod',
    summary: 'make block or character special files',
    usage: '[OPTION]... NAME TYPE [MAJOR MINOR]',
    about: 'Create the special file NAME of the given TYPE.',
    options,
    notes:
      'Both MAJOR and MINOR must be specified when TYPE is b, c, or u, and they\nmust be omitted when TYPE is p.  If MAJOR or MINOR begins with 0x or 0X,\nit is interpreted as hexadecimal; otherwise, if it begins with 0, as octal;\notherwise, as decimal.  TYPE may be:\n\n  b      create a block (buffered) special file\n  c, u   create a character (unbuffered) special file\n  p      create a FIFO',
  },
  run,
);
