/** tail -f: what is added to files, looked for once a second. Authority: tail(1). */

import { O_NONBLOCK, S_ISREG, SEEK_SET } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { quoteaf } from './quote.ts';

export const BUFFER = 8192;

export interface Plan {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** +NUM: from there to the end. */
  readonly fromStart: boolean;
  readonly delimiter: number;
  readonly follow: 'no' | 'descriptor' | 'name';
  readonly retry: boolean;
  readonly pids: readonly number[];
  /** µs */
  readonly interval: number;
  readonly headers: boolean;
}

export interface Followed {
  readonly name: string;
  readonly shown: string;
  fd: number | undefined;
  ino: number;
  size: number;
  regular: boolean;
}

/** Printing, which the first part of tail and the following share: headers belong to both. */
export class Printer {
  readonly sys: Sys;
  readonly io: Io;
  readonly plan: Plan;
  status = 0;
  /** The file whose header was printed last. */
  headed: string | undefined;

  constructor(sys: Sys, io: Io, plan: Plan) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
  }

  *put(bytes: Uint8Array): Generator<void, void> {
    if (this.io.out.putBytes(bytes)) yield* this.io.out.drain();
    const { failure } = this.io.out;
    if (!failure) return;
    this.io.out.discard();
    yield* this.io.die(1, `error writing ${quoteaf('standard output')}`, failure);
  }

  *header(shown: string): Generator<void, void> {
    if (!this.plan.headers) return;
    yield* this.io.print(`${this.headed === undefined ? '' : '\n'}==> ${shown} <==\n`);
    this.headed = shown;
  }
}

export class Follower {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly plan: Plan;
  private readonly printer: Printer;

  constructor(printer: Printer) {
    this.sys = printer.sys;
    this.io = printer.io;
    this.plan = printer.plan;
    this.printer = printer;
  }

  *follow(files: readonly Followed[]): Generator<void, void> {
    for (;;) {
      yield* this.io.out.flush();
      const ended = yield* this.watchedEnded();
      let alive = false;
      for (const file of files) {
        if (this.plan.follow === 'name') yield* this.recheck(file);
        if (file.fd === undefined) {
          alive ||= this.plan.retry && this.plan.follow === 'name';
          continue;
        }
        alive = true;
        yield* this.more(file, file.fd);
      }
      if (!alive) {
        yield* this.io.error('no files remaining');
        this.printer.status = 1;
        return;
      }
      yield* this.io.out.flush();
      if (ended) return;
      yield* this.sys.nanosleep(this.plan.interval);
    }
  }

  private *watchedEnded(): Generator<void, boolean> {
    for (const pid of this.plan.pids) {
      const answer = yield* this.sys.kill(pid, 0);
      if (!isFailure(answer) || answer.errno === 'EPERM') return false;
    }
    return this.plan.pids.length > 0;
  }

  private *more(file: Followed, fd: number): Generator<void, void> {
    if (file.regular) {
      const stat = yield* this.sys.fstat(fd);
      if (isFailure(stat)) return;
      if (stat.size < file.size) {
        yield* this.io.error(`${file.shown}: file truncated`);
        yield* this.sys.lseek(fd, 0, SEEK_SET);
        file.size = 0;
      }
      if (stat.size === file.size) return;
    }
    const buffer = new Uint8Array(BUFFER);
    for (;;) {
      const got = yield* this.sys.read(fd, buffer);
      if (isFailure(got) || got === 0) return;
      if (this.plan.headers && this.printer.headed !== file.shown) yield* this.printer.header(file.shown);
      yield* this.printer.put(buffer.subarray(0, got));
      file.size += got;
    }
  }

  /** With --follow=name the name may come to mean another file. */
  private *recheck(file: Followed): Generator<void, void> {
    if (file.name === '-') return;
    const stat = yield* this.sys.stat(file.name);
    if (isFailure(stat)) {
      if (file.fd === undefined) return;
      yield* this.io.fail(`${quoteaf(file.shown)} has become inaccessible`, stat);
      yield* this.sys.close(file.fd);
      file.fd = undefined;
      return;
    }
    if (file.fd !== undefined && stat.ino === file.ino) return;
    const fd = yield* this.sys.open(file.name, O_NONBLOCK);
    if (isFailure(fd)) return;
    const replaced = file.fd !== undefined;
    if (file.fd !== undefined) yield* this.sys.close(file.fd);
    const what = replaced ? 'has been replaced;  following new file' : 'has appeared;  following new file';
    yield* this.io.error(`${quoteaf(file.shown)} ${what}`);
    file.fd = fd;
    file.ino = stat.ino;
    file.size = 0;
    file.regular = S_ISREG(stat.mode);
  }
}
