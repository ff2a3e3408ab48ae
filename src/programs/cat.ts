/**
 * cat: concatenate files. Without options bytes go through one buffer of 128 KiB from read(2) to write(2), so that a
 * learner sees in a pipe what the real cat puts there. Authority: cat(1).
 */

import { fromLatin1, latin1 } from '../bytes.ts';
import { S_ISREG } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { closeInput, type Io, openInput } from './lib/io.ts';
import { writeAll } from './lib/output.ts';
import { type Args, program } from './lib/program.ts';
import { quotef } from './lib/quote.ts';
import { visibleByte } from './lib/visible.ts';

const BUFFER = 131072;
const NEWLINE = 10;
const TAB = 9;
const CARRIAGE_RETURN = 13;

interface Look {
  readonly number: 'none' | 'all' | 'nonblank';
  readonly squeeze: boolean;
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly nonprinting: boolean;
}

const options = {
  showAll: { short: 'A', long: 'show-all', help: 'equivalent to -vET' },
  numberNonblank: { short: 'b', long: 'number-nonblank', help: 'number nonempty output lines, overrides -n' },
  e: { short: 'e', help: 'equivalent to -vE' },
  showEnds: { short: 'E', long: 'show-ends', help: 'display $ at end of each line' },
  number: { short: 'n', long: 'number', help: 'number all output lines' },
  squeezeBlank: { short: 's', long: 'squeeze-blank', help: 'suppress repeated empty output lines' },
  t: { short: 't', help: 'equivalent to -vT' },
  showTabs: { short: 'T', long: 'show-tabs', help: 'display TAB characters as ^I' },
  u: { short: 'u', help: '(ignored)' },
  showNonprinting: {
    short: 'v',
    long: 'show-nonprinting',
    help: 'use ^ and M- notation, except for LFD and TAB',
  },
} as const;

const lookOf = (args: Args<keyof typeof options>): Look => ({
  number: args.has('numberNonblank') ? 'nonblank' : args.has('number') ? 'all' : 'none',
  squeeze: args.has('squeezeBlank'),
  ends: args.has('showEnds') || args.has('showAll') || args.has('e'),
  tabs: args.has('showTabs') || args.has('showAll') || args.has('t'),
  nonprinting: args.has('showNonprinting') || args.has('showAll') || args.has('e') || args.has('t'),
});

const isPlain = (look: Look): boolean =>
  look.number === 'none' && !look.squeeze && !look.ends && !look.tabs && !look.nonprinting;

function* copyPlain(sys: Sys, fd: number, name: string, buffer: Uint8Array, io: Io): Generator<void, boolean> {
  for (;;) {
    const count = yield* sys.read(fd, buffer);
    if (isFailure(count)) {
      yield* io.warn(name, count);
      return false;
    }
    if (count === 0) return true;
    const failure = yield* writeAll(sys, 1, buffer.subarray(0, count));
    if (failure) yield* io.writeError(failure);
  }
}

/** Lines are numbered, and blank ones squeezed, across files. */
class Formatter {
  private readonly look: Look;
  private line = 0;
  private atStart = true;
  private blanks = 0;
  private held = false;

  constructor(look: Look) {
    this.look = look;
  }

  format(bytes: Uint8Array): string {
    const { tabs, ends, nonprinting } = this.look;
    if (!tabs && !ends && !nonprinting) return this.lines(latin1(bytes));
    let out = '';
    for (const byte of bytes) out += this.one(byte);
    return out;
  }

  /** Only whole lines matter. */
  private lines(text: string): string {
    let out = '';
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf('\n', at);
      const until = end < 0 ? text.length : end;
      if (until > at) out += this.begin() + text.slice(at, until);
      if (end >= 0) out += this.newline();
      at = until + 1;
    }
    return out;
  }

  /** A carriage return at the end of a block waits for what follows: -E shows CR LF as ^M$. */
  finish(): string {
    if (!this.held) return '';
    this.held = false;
    return '\r';
  }

  private one(byte: number): string {
    const { look } = this;
    let before = '';
    if (this.held) {
      this.held = false;
      before = byte === NEWLINE ? '^M' : '\r';
    }
    if (byte === NEWLINE) return before + this.newline();
    const prefix = before + this.begin();
    if (byte === TAB) return prefix + (look.tabs ? '^I' : '\t');
    if (look.nonprinting) return prefix + visibleByte(byte);
    if (byte === CARRIAGE_RETURN && look.ends) {
      this.held = true;
      return prefix;
    }
    return prefix + String.fromCharCode(byte);
  }

  private newline(): string {
    const { look } = this;
    const blank = this.atStart;
    this.blanks = blank ? this.blanks + 1 : 0;
    if (blank && look.squeeze && this.blanks > 1) return '';
    const number = blank && look.number === 'all' ? this.numbered() : '';
    this.atStart = true;
    return `${number}${look.ends ? '$' : ''}\n`;
  }

  private begin(): string {
    if (!this.atStart) return '';
    this.atStart = false;
    this.blanks = 0;
    return this.look.number === 'none' ? '' : this.numbered();
  }

  private numbered(): string {
    this.line += 1;
    return `${String(this.line).padStart(6)}\t`;
  }
}

function* copyFormatted(sys: Sys, fd: number, name: string, formatter: Formatter, io: Io): Generator<void, boolean> {
  const buffer = new Uint8Array(BUFFER);
  let pending = '';
  const send = function* (text: string): Generator<void, void> {
    const failure = yield* writeAll(sys, 1, fromLatin1(text));
    if (failure) yield* io.writeError(failure);
  };
  for (;;) {
    // What is ready is shown before cat may fall asleep.
    const available = yield* sys.fionread(fd);
    if (pending !== '' && (isFailure(available) || available === 0)) {
      yield* send(pending);
      pending = '';
    }
    const count = yield* sys.read(fd, buffer);
    if (isFailure(count) || count === 0) {
      pending += formatter.finish();
      if (pending !== '') yield* send(pending);
      if (!isFailure(count)) return true;
      yield* io.warn(name, count);
      return false;
    }
    pending += formatter.format(buffer.subarray(0, count));
    while (pending.length >= BUFFER) {
      yield* send(pending.slice(0, BUFFER));
      pending = pending.slice(BUFFER);
    }
  }
}

export const cat = program(
  {
    name: 'cat',
    summary: 'concatenate files to standard output',
    usage: '[OPTION]... [FILE]...',
    about: 'Concatenate FILE(s) to standard output.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
  },
  function* (sys, args, io) {
    const look = lookOf(args);
    const formatter = isPlain(look) ? undefined : new Formatter(look);
    const target = yield* sys.fstat(1);
    if (isFailure(target)) return yield* io.die(1, 'standard output', target);
    let status = 0;
    let buffer: Uint8Array | undefined;
    let usedStdin = false;
    for (const name of args.operands.length > 0 ? args.operands : ['-']) {
      usedStdin ||= name === '-';
      const fd = yield* openInput(sys, name);
      const source = isFailure(fd) ? fd : yield* sys.fstat(fd);
      if (isFailure(fd) || isFailure(source)) {
        if (isFailure(source)) yield* io.warn(name, source);
        status = 1;
        continue;
      }
      if (S_ISREG(target.mode) && source.ino === target.ino) {
        const at = yield* sys.lseek(fd, 0, 1);
        if (!isFailure(at) && at < source.size) {
          yield* io.error(`${quotef(name)}: input file is output file`);
          status = 1;
          yield* closeInput(sys, fd);
          continue;
        }
      }
      buffer ??= new Uint8Array(BUFFER);
      const done = formatter
        ? yield* copyFormatted(sys, fd, name, formatter, io)
        : yield* copyPlain(sys, fd, name, buffer, io);
      if (!done) status = 1;
      yield* closeInput(sys, fd);
    }
    if (usedStdin) {
      const closed = yield* sys.close(0);
      if (isFailure(closed)) return yield* io.die(1, 'closing standard input', closed);
    }
    return status;
  },
);
