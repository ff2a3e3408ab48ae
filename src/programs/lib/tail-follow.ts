/**
 * tail -f: what is added to files, looked for once a second. The real one is told by inotify(7) where it can, which is
 * not simulated: this is what it does with ---disable-inotify, but names are looked at each time, as inotify would tell
 * at once. Authority: tail(1), tail.c of coreutils 9.1.
 */

import { O_NONBLOCK, S_ISCHR, S_ISFIFO, S_ISREG, S_ISSOCK, SEEK_SET, type Stat } from '../../kernel/abi.ts';
import { type Errno, type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { quoteaf, quotef } from './quote.ts';

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
  /** How often a file must have been the same before its name is looked at. */
  readonly maxUnchanged: number;
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
  mode: number;
  mtime: number;
  unchanged: number;
  /** Why it could not be opened the last time. */
  trouble: Errno | 'type' | undefined;
  tailable: boolean;
  /** Given up. */
  ignored: boolean;
}

/** Directories and block devices have no end to wait at. */
export const isTailable = (mode: number): boolean => S_ISREG(mode) || S_ISFIFO(mode) || S_ISCHR(mode) || S_ISSOCK(mode);

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
    this.printer.headed = files.at(-1)?.shown;
    let writersGone = false;
    for (;;) {
      let news = false;
      for (const file of files) if (!file.ignored && (yield* this.look(file, files.length))) news = true;
      if (files.every(({ fd, ignored }) => fd === undefined && ignored)) {
        yield* this.io.error('no files remaining');
        this.printer.status = 1;
        return;
      }
      yield* this.io.out.flush();
      if (news) continue;
      if (writersGone) return;
      writersGone = yield* this.watchedEnded();
      if (!writersGone) yield* this.sys.nanosleep(this.plan.interval);
    }
  }

  /** Whether there was anything new. */
  private *look(file: Followed, files: number): Generator<void, boolean> {
    const { fd } = file;
    if (fd === undefined) {
      yield* this.recheck(file);
      return false;
    }
    const stat = yield* this.sys.fstat(fd);
    if (isFailure(stat)) return false;
    const same = file.mode === stat.mode && file.mtime === stat.mtime;
    if (same && (!S_ISREG(stat.mode) || file.size === stat.size)) {
      file.unchanged += 1;
      if (this.plan.follow === 'name' && file.unchanged > this.plan.maxUnchanged) {
        yield* this.recheck(file);
        file.unchanged = 0;
      }
      if (file.fd !== fd || S_ISREG(stat.mode) || files > 1) return false;
    } else file.unchanged = 0;
    return yield* this.more(file, fd, stat);
  }

  private *watchedEnded(): Generator<void, boolean> {
    for (const pid of this.plan.pids) {
      const answer = yield* this.sys.kill(pid, 0);
      if (!isFailure(answer) || answer.errno === 'EPERM') return false;
    }
    return this.plan.pids.length > 0;
  }

  private *more(file: Followed, fd: number, stat: Stat): Generator<void, boolean> {
    file.mode = stat.mode;
    file.mtime = stat.mtime;
    if (S_ISREG(stat.mode) && stat.size < file.size) {
      yield* this.io.error(`${quotef(file.shown)}: file truncated`);
      yield* this.sys.lseek(fd, 0, SEEK_SET);
      file.size = 0;
    }
    const buffer = new Uint8Array(BUFFER);
    let news = false;
    for (;;) {
      const got = yield* this.sys.read(fd, buffer);
      if (isFailure(got) || got === 0) return news;
      news = true;
      if (this.printer.headed !== file.shown) yield* this.printer.header(file.shown);
      yield* this.printer.put(buffer.subarray(0, got));
      file.size += got;
    }
  }

  /** A name that could not be opened may be there now, and with --follow=name it may mean another file. */
  private *recheck(file: Followed): Generator<void, void> {
    if (file.name === '-') return;
    const { tailable: wasTailable, trouble: before } = file;
    const fd = yield* this.sys.open(file.name, O_NONBLOCK);
    const stat = isFailure(fd) ? fd : yield* this.sys.fstat(fd);
    file.tailable = !(this.plan.retry && isFailure(fd));
    if (isFailure(fd) || isFailure(stat)) {
      yield* this.lose(file, isFailure(stat) ? stat : undefined, wasTailable, before);
      return;
    }
    if (!isTailable(stat.mode)) {
      yield* this.sys.close(fd);
      file.tailable = false;
      file.ignored = !(this.plan.retry && this.plan.follow === 'name');
      yield* this.lose(file, undefined, wasTailable, before);
      return;
    }
    file.trouble = undefined;
    if (before !== undefined && before !== 'ENOENT') yield* this.tell(file, 'has become accessible');
    else if (file.fd === undefined) yield* this.tell(file, 'has appeared;  following new file');
    else if (file.ino === stat.ino) {
      yield* this.sys.close(fd);
      return;
    } else yield* this.tell(file, 'has been replaced;  following new file');
    if (file.fd !== undefined) yield* this.sys.close(file.fd);
    Object.assign(file, { fd, ino: stat.ino, mode: stat.mode, mtime: -1, size: 0, unchanged: 0 });
  }

  private *tell({ shown }: Followed, what: string): Generator<void, void> {
    yield* this.io.error(`${quoteaf(shown)} ${what}`);
  }

  /** The name means nothing that can be followed; no failure: it is there, but of a wrong type. */
  private *lose(
    file: Followed,
    failure: Failure | undefined,
    wasTailable: boolean,
    before: Followed['trouble'],
  ): Generator<void, void> {
    file.trouble = failure?.errno ?? 'type';
    if (file.fd !== undefined) yield* this.sys.close(file.fd);
    file.fd = undefined;
    if (!failure) {
      const end = file.ignored ? '; giving up on this name' : '';
      if (wasTailable || before !== 'type') {
        yield* this.tell(file, `has been replaced with an untailable file${end}`);
      }
    } else if (file.tailable) {
      if (before !== failure.errno) yield* this.io.warn(file.shown, failure);
    } else if (wasTailable) yield* this.io.fail(`${quoteaf(file.shown)} has become inaccessible`, failure);
  }
}
