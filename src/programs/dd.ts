/**
 * dd: copies in blocks of a chosen size, one read(2) and write(2) each, which is why people like it for looking at pipes.
 * SIGUSR1 makes it tell how far it is; SIGINT does so too, and ends it.
 * What conv= does is in lib/dd-convert.ts. Authority: dd(1).
 */

import {
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  S_ISREG,
  SEEK_CUR,
} from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import { SIGINT, SIGUSR1 } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Converter, needsTwoBuffers } from './lib/dd-convert.ts';
import { type Amount, type Job, readOperands } from './lib/dd-operands.ts';
import { humanSize, speed } from './lib/dd-units.ts';
import type { Io } from './lib/io.ts';
import { writeAll } from './lib/output.ts';
import { rawProgram } from './lib/program.ts';
import { quoteaf, quotef } from './lib/quote.ts';
import { standardAnswer } from './lib/standard.ts';

const openFlags = (flags: ReadonlySet<string>): number =>
  (flags.has('append') ? O_APPEND : 0) |
  (flags.has('nonblock') ? O_NONBLOCK : 0) |
  (flags.has('directory') ? O_DIRECTORY : 0) |
  (flags.has('nofollow') ? O_NOFOLLOW : 0);

class Copier {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly job: Job;
  private readonly inName: string;
  private readonly outName: string;
  private readonly read = { full: 0, partial: 0 };
  private readonly wrote = { full: 0, partial: 0, bytes: 0 };
  private started = 0;
  private wantsReport = 0;
  private interrupted = false;
  /** Output that does not fill a block yet. */
  private held = new Uint8Array(0);
  private readonly converter: Converter;

  constructor(sys: Sys, io: Io, job: Job) {
    this.sys = sys;
    this.io = io;
    this.job = job;
    this.converter = new Converter(job);
    this.inName = job.input ?? 'standard input';
    this.outName = job.output ?? 'standard output';
  }

  *run(): Generator<void, number> {
    yield* this.open();
    this.started = yield* this.sys.clock_gettime();
    yield* this.listen();
    if (!(yield* this.position())) return yield* this.quit(1);
    const status = yield* this.copy();
    return yield* this.quit(status);
  }

  private *listen(): Generator<void, void> {
    const { sys } = this;
    const copier = this;
    const report = function* () {
      copier.wantsReport += 1;
      return 0;
    };
    const interrupt = function* () {
      copier.interrupted = true;
      return 0;
    };
    yield* sys.sigaction(SIGUSR1, { handler: report, mask: 0n, flags: 0 });
    const old = yield* sys.sigaction(SIGINT, undefined);
    if (!isFailure(old) && old.handler === 'ignore') return;
    yield* sys.sigaction(SIGINT, { handler: interrupt, mask: 0n, flags: 0 });
  }

  /** What signals have asked for since. */
  private *attend(): Generator<void, void> {
    if (this.interrupted) {
      yield* this.report();
      yield* this.sys.sigaction(SIGINT, { handler: 'default', mask: 0n, flags: 0 });
      yield* this.sys.kill(yield* this.sys.getpid(), SIGINT);
    }
    while (this.wantsReport > 0) {
      this.wantsReport -= 1;
      yield* this.report();
    }
  }

  // ---- files

  private *adopt(fd: number, as: number): Generator<void, void> {
    if (fd === as) return;
    yield* this.sys.dup2(fd, as);
    yield* this.sys.close(fd);
  }

  private *open(): Generator<void, void> {
    const { job, sys, io } = this;
    if (job.input !== undefined) {
      const fd = yield* sys.open(job.input, openFlags(job.iflag));
      if (isFailure(fd)) return yield* io.die(1, `failed to open ${quoteaf(job.input)}`, fd);
      yield* this.adopt(fd, 0);
    }
    if (job.output === undefined) return;
    const seeks = job.seek.value > 0;
    const flags =
      openFlags(job.oflag) |
      (job.conv.has('nocreat') ? 0 : O_CREAT) |
      (job.conv.has('excl') ? O_EXCL : 0) |
      (seeks || job.conv.has('notrunc') ? 0 : O_TRUNC);
    const both = seeks ? yield* sys.open(job.output, O_RDWR | flags, 0o666) : undefined;
    const fd = both === undefined || isFailure(both) ? yield* sys.open(job.output, O_WRONLY | flags, 0o666) : both;
    if (isFailure(fd)) return yield* io.die(1, `failed to open ${quoteaf(job.output)}`, fd);
    yield* this.adopt(fd, 1);
    if (!seeks || job.conv.has('notrunc')) return;
    const size = this.bytesOf(job.seek, job.obs);
    const failure = yield* sys.ftruncate(1, size);
    const stat = isFailure(failure) ? yield* sys.fstat(1) : undefined;
    if (isFailure(failure) && stat && !isFailure(stat) && S_ISREG(stat.mode)) {
      yield* io.die(1, `failed to truncate to ${size} bytes in output file ${quoteaf(job.output)}`, failure);
    }
  }

  private bytesOf({ value, inBytes }: Amount, block: number): number {
    return inBytes ? value : value * block;
  }

  /** skip= and seek=: by lseek(2), or by reading where that is not possible. */
  private *position(): Generator<void, boolean> {
    const { job, io } = this;
    const skip = this.bytesOf(job.skip, job.ibs);
    const short = skip > 0 && (yield* this.advance(0, skip)) < skip;
    if (short && job.count?.value !== 0 && job.status !== 'none') {
      yield* io.error(`${quotef(this.inName)}: cannot skip to specified offset`);
    }
    const seek = this.bytesOf(job.seek, job.obs);
    if (seek === 0) return true;
    const moved = yield* this.sys.lseek(1, seek, SEEK_CUR);
    if (!isFailure(moved)) return true;
    yield* io.fail(`${quoteaf(this.outName)}: cannot seek`, moved);
    return false;
  }

  /** Bytes that were there to be skipped. */
  private *advance(fd: number, bytes: number): Generator<void, number> {
    const { sys } = this;
    const stat = yield* sys.fstat(fd);
    const moved = yield* sys.lseek(fd, bytes, SEEK_CUR);
    if (!isFailure(moved)) {
      if (!isFailure(stat) && S_ISREG(stat.mode)) return Math.min(bytes, bytes - Math.max(0, moved - stat.size));
      return bytes;
    }
    const scratch = new Uint8Array(this.job.ibs);
    for (let left = bytes; left > 0; ) {
      const count = yield* sys.read(fd, scratch.subarray(0, Math.min(left, scratch.length)));
      if (isFailure(count) || count === 0) return bytes - left;
      left -= count;
    }
    return bytes;
  }

  // ---- copying

  /** One read(2), or with fullblock as many as fill the block. */
  private *readBlock(into: Uint8Array): Generator<void, number | Failure> {
    let got = 0;
    for (;;) {
      const count = yield* this.sys.read(0, into.subarray(got));
      yield* this.attend();
      if (isFailure(count)) {
        if (count.errno === 'EINTR') continue;
        return count;
      }
      got += count;
      if (count === 0 || got === into.length || !this.job.iflag.has('fullblock')) return got;
    }
  }

  private *copy(): Generator<void, number> {
    const { job, io } = this;
    const block = new Uint8Array(job.ibs);
    let status = 0;
    let bytes = 0;
    for (;;) {
      yield* this.attend();
      const limit = job.count;
      const blocks = this.read.full + this.read.partial;
      if (limit && (limit.inBytes ? bytes : blocks) >= limit.value) break;
      const most = limit?.inBytes ? Math.min(job.ibs, limit.value - bytes) : job.ibs;
      if (job.conv.has('sync')) block.fill(this.converter.filler);
      const count = yield* this.readBlock(block.subarray(0, most));
      if (isFailure(count)) {
        yield* io.fail(`error reading ${quoteaf(this.inName)}`, count);
        status = 1;
        if (!job.conv.has('noerror') || count.errno === 'EISDIR') break;
        this.read.partial += 1;
        continue;
      }
      if (count === 0) break;
      bytes += count;
      if (count < job.ibs) this.read.partial += 1;
      else this.read.full += 1;
      const full = job.conv.has('sync') ? job.ibs : count;
      if (!(yield* this.send(this.converter.block(block.subarray(0, full))))) return 1;
      if (job.status === 'progress') yield* this.progress();
    }
    if (needsTwoBuffers(job) && !(yield* this.gather(this.converter.end()))) return 1;
    if (this.held.length > 0 && !(yield* this.write(this.held))) return 1;
    return status;
  }

  private *send(bytes: Uint8Array): Generator<void, boolean> {
    return this.job.oneBuffer && !needsTwoBuffers(this.job) ? yield* this.write(bytes) : yield* this.gather(bytes);
  }

  /** Writes whole blocks of obs bytes, and keeps the rest. */
  private *gather(bytes: Uint8Array): Generator<void, boolean> {
    const all = new Uint8Array(this.held.length + bytes.length);
    all.set(this.held);
    all.set(bytes, this.held.length);
    let at = 0;
    for (; at + this.job.obs <= all.length; at += this.job.obs) {
      if (!(yield* this.write(all.subarray(at, at + this.job.obs)))) return false;
    }
    this.held = all.slice(at);
    return true;
  }

  private *write(bytes: Uint8Array): Generator<void, boolean> {
    let done = 0;
    while (done < bytes.length) {
      const count = yield* this.sys.write(1, bytes.subarray(done));
      yield* this.attend();
      if (isFailure(count) && count.errno === 'EINTR') continue;
      if (isFailure(count)) {
        this.wrote.bytes += done;
        if (done > 0) this.wrote.partial += 1;
        yield* this.io.fail(`error writing ${quoteaf(this.outName)}`, count);
        return false;
      }
      done += count;
    }
    this.wrote.bytes += done;
    if (done === this.job.obs) this.wrote.full += 1;
    else this.wrote.partial += 1;
    return true;
  }

  // ---- statistics

  private *summary(): Generator<void, string> {
    const { bytes } = this.wrote;
    const elapsed = ((yield* this.sys.clock_gettime()) - this.started) / 1e6;
    const [si, iec] = [humanSize(bytes, 1000), humanSize(bytes, 1024)];
    const size = bytes < 1000 ? '' : bytes < 1024 ? ` (${si})` : ` (${si}, ${iec})`;
    return `${bytes} byte${bytes === 1 ? '' : 's'}${size} copied, ${Number(elapsed.toPrecision(6))} s, ${speed(bytes, elapsed)}`;
  }

  private *progress(): Generator<void, void> {
    // The real one says so once a second.
    const elapsed = (yield* this.sys.clock_gettime()) - this.started;
    if (elapsed < (this.lines + 1) * 1e6) return;
    this.lines = Math.floor(elapsed / 1e6);
    yield* this.io.complain(`\r${yield* this.summary()}`);
  }
  private lines = 0;

  private *report(): Generator<void, void> {
    const { status } = this.job;
    if (status === 'none') return;
    const { read, wrote, io } = this;
    const newline = this.lines > 0 ? '\n' : '';
    yield* io.complain(
      `${newline}${read.full}+${read.partial} records in\n${wrote.full}+${wrote.partial} records out\n`,
    );
    const { truncated } = this.converter;
    if (truncated > 0) yield* io.complain(`${truncated} truncated record${truncated === 1 ? '' : 's'}\n`);
    if (status !== 'noxfer') yield* io.complain(`${yield* this.summary()}\n`);
  }

  private *quit(status: number): Generator<void, number> {
    yield* this.report();
    return status;
  }
}

export const dd = rawProgram(
  {
    name: 'dd',
    summary: 'convert and copy a file',
    usage: ['[OPERAND]...', 'OPTION'],
    about:
      "Copy a file, converting and formatting according to the operands.\n\n  bs=BYTES        read and write up to BYTES bytes at a time (default: 512);\n                  overrides ibs and obs\n  cbs=BYTES       convert BYTES bytes at a time\n  conv=CONVS      convert the file as per the comma separated symbol list:\n                  ascii ebcdic ibm block unblock lcase ucase sparse swab sync\n                  excl nocreat notrunc noerror fdatasync fsync\n  count=N         copy only N input blocks\n  ibs=BYTES       read up to BYTES bytes at a time (default: 512)\n  if=FILE         read from FILE instead of stdin\n  iflag=FLAGS     read as per the comma separated symbol list: fullblock nonblock ...\n  obs=BYTES       write BYTES bytes at a time (default: 512)\n  of=FILE         write to FILE instead of stdout\n  oflag=FLAGS     write as per the comma separated symbol list: append nonblock ...\n  seek=N          skip N obs-sized output blocks\n  skip=N          skip N ibs-sized input blocks\n  status=LEVEL    'none', 'noxfer' or 'progress'\n\nN and BYTES may be followed by c=1, w=2, b=512, kB=1000, K=1024, xM=M and so on.\nIf N ends in 'B', it counts bytes not blocks.\n\nSending a USR1 signal to a running 'dd' process makes it\nprint I/O statistics to standard error and then resume copying.",
  },
  function* (sys, args, io) {
    const answer = standardAnswer(args, io);
    if (answer !== undefined) {
      yield* writeAll(sys, 1, new TextEncoder().encode(answer));
      return 0;
    }
    const option = args.find((word) => word.startsWith('-') && word !== '--');
    if (option !== undefined) {
      const problem = option.startsWith('--')
        ? `unrecognized option ${quotefPlain(option)}`
        : `invalid option -- '${option.charAt(1)}'`;
      return yield* io.usageError(1, problem);
    }
    const job = yield* readOperands(
      args.filter((word) => word !== '--'),
      io,
    );
    return yield* new Copier(sys, io, job).run();
  },
);

const quotefPlain = (word: string): string => `'${word}'`;
