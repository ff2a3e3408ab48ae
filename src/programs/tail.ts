/**
 * tail: the last part of files, and what is added to them. A file is looked at from its end in blocks of 8192 bytes.
 * Leaves out inotify: -f looks again every second, as the real one does where there is no inotify. Authority: tail(1).
 */

import { S_ISFIFO, S_ISREG, SEEK_CUR, SEEK_SET, type Stat } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { concatBytes } from './lib/concat-bytes.ts';
import { countByte } from './lib/count-byte.ts';
import { readDecimal } from './lib/decimal.ts';
import { parseDuration } from './lib/duration.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quoteaf, quotef } from './lib/quote.ts';
import { BUFFER, type Followed, Follower, isTailable, type Plan, Printer } from './lib/tail-follow.ts';
import { type Choices, chooseWord } from './lib/xargmatch.ts';

const options = {
  bytes: {
    short: 'c',
    long: 'bytes',
    value: '[+]NUM',
    help: 'output the last NUM bytes; or use -c +NUM to\noutput starting with byte NUM of each file',
  },
  follow: {
    long: 'follow',
    value: 'HOW',
    optional: true,
    help: 'output appended data as the file grows;\nHOW is name or descriptor (default)',
  },
  f: { short: 'f', help: 'the same as --follow' },
  F: { short: 'F', help: 'same as --follow=name --retry' },
  lines: {
    short: 'n',
    long: 'lines',
    value: '[+]NUM',
    help: 'output the last NUM lines, instead of the last 10;\nor use -n +NUM to output starting with line NUM',
  },
  maxUnchanged: {
    long: 'max-unchanged-stats',
    value: 'N',
    help: 'with --follow=name, reopen a FILE which has not\nchanged size after N iterations',
  },
  pid: { long: 'pid', value: 'PID', help: 'with -f, terminate after process ID, PID dies' },
  quiet: { short: 'q', long: 'quiet', help: 'never output headers giving file names' },
  silent: { long: 'silent', help: 'the same as --quiet' },
  retry: { long: 'retry', help: 'keep trying to open a file if it is inaccessible' },
  sleep: {
    short: 's',
    long: 'sleep-interval',
    value: 'N',
    help: 'with -f, sleep for approximately N seconds\n(default 1.0) between iterations',
  },
  verbose: { short: 'v', long: 'verbose', help: 'always output headers giving file names' },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
} as const;

type Name = keyof typeof options;

/** `tail -5`, `tail +5`, `tail -5f`: one word, and at most one file behind it. */
const rewrite = (args: readonly string[]): readonly string[] => {
  const [first = '', ...rest] = args;
  const alone =
    rest[0] === '--' ? rest.length < 3 : rest.length === 0 || (rest.length === 1 && !/^-./.test(rest[0] ?? ''));
  const match = alone ? /^([-+])(\d*)([bcl]?)(f?)$/.exec(first) : null;
  if (!match || first === '-' || first === '-c') return args;
  const [, sign = '', digits = '', unit = '', follow = ''] = match;
  const count = `${sign === '+' ? '+' : ''}${digits === '' ? '10' : digits}${unit === 'b' ? 'b' : ''}`;
  return [unit === 'c' || unit === 'b' ? '-c' : '-n', count, ...(follow ? ['-f'] : []), ...rest];
};

const INT_MAX = 2 ** 31 - 1;
const FOLLOW: Choices = [['descriptor'], ['name']];

const readCount = (io: Io, unit: Plan['unit'], word: string): Generator<void, number> =>
  readDecimal(io, word.replace(/^-/, ''), { problem: `invalid number of ${unit}`, suffixes: 'bkKmMGTPEZY0' });

function* readInterval(io: Io, word: string): Generator<void, number> {
  return parseDuration(word) ?? (yield* io.die(1, `invalid number of seconds: ${quote(word)}`));
}

const readPid = (io: Io, word: string): Generator<void, number> =>
  readDecimal(io, word, { problem: 'invalid PID', most: INT_MAX });

const readUnchanged = (io: Io, word: string): Generator<void, number> =>
  readDecimal(io, word, { problem: 'invalid maximum number of unchanged stats between opens' });

const readFollow = (io: Io, word: string): Generator<void, string> => chooseWord(io, 'follow', word, FOLLOW);

function* planOf(args: Args<Name>, io: Io): Generator<void, Plan> {
  const unit = args.last('lines', 'bytes') ?? 'lines';
  const word = args.value(unit) ?? '10';
  const following = args.last('follow', 'f', 'F');
  const how = following === 'follow' ? args.value('follow') : undefined;
  const follow = following === 'F' ? 'name' : how === undefined ? 'descriptor' : yield* readFollow(io, how);
  const interval = yield* readInterval(io, args.value('sleep') ?? '1');
  const pids: number[] = [];
  for (const pid of args.values('pid')) pids.push(yield* readPid(io, pid));
  const header = args.last('quiet', 'silent', 'verbose');
  return {
    unit,
    count: yield* readCount(io, unit, word),
    fromStart: word.startsWith('+'),
    delimiter: args.has('zero') ? 0 : 10,
    follow: following === undefined ? 'no' : (follow as Plan['follow']),
    retry: following === 'F' || args.has('retry'),
    pids,
    maxUnchanged: yield* readUnchanged(io, args.value('maxUnchanged') ?? '0'),
    interval: interval * 1e6,
    headers: header === 'verbose' || (header === undefined && args.operands.length > 1),
  };
}

const UNOPENED = {
  fd: undefined,
  ino: 0,
  size: 0,
  mode: 0,
  mtime: 0,
  unchanged: 0,
  trouble: undefined,
  tailable: false,
} as const;

class Tail extends Printer {
  *trouble(what: string, failure: Failure): Generator<void, void> {
    yield* this.io.fail(what, failure);
    this.status = 1;
  }

  *file(name: string): Generator<void, Followed> {
    const shown = name === '-' ? 'standard input' : name;
    const followed: Followed = { ...UNOPENED, name, shown, ignored: !this.plan.retry };
    const fd = name === '-' ? 0 : yield* this.sys.open(name, 0);
    if (isFailure(fd)) {
      yield* this.trouble(`cannot open ${quoteaf(shown)} for reading`, fd);
      return { ...followed, trouble: fd.errno };
    }
    yield* this.header(shown);
    const stat = yield* this.sys.fstat(fd);
    const failure = isFailure(stat) ? undefined : yield* this.part(fd, stat);
    if (isFailure(stat)) yield* this.trouble(`cannot fstat ${quoteaf(shown)}`, stat);
    else if (failure) yield* this.trouble(`error reading ${quoteaf(shown)}`, failure);
    if (this.plan.follow === 'no' || isFailure(stat) || failure || !isTailable(stat.mode)) {
      if (fd !== 0) yield* this.sys.close(fd);
      if (this.plan.follow === 'no' || isFailure(stat)) return followed;
      if (isTailable(stat.mode)) return { ...followed, trouble: failure?.errno };
      const end = followed.ignored ? '; giving up on this name' : '';
      yield* this.io.error(`${quotef(shown)}: cannot follow end of this type of file${end}`);
      return { ...followed, trouble: 'type' };
    }
    const at = yield* this.sys.lseek(fd, 0, SEEK_CUR);
    const { ino, mode, mtime } = stat;
    return { ...followed, fd, ino, mode, mtime, size: isFailure(at) ? 0 : at, tailable: true, ignored: false };
  }

  *part(fd: number, stat: Stat): Generator<void, Failure | undefined> {
    const { unit, count, fromStart } = this.plan;
    if (fromStart) {
      const skip = Math.max(0, count - 1);
      return unit === 'bytes' ? yield* this.afterBytes(fd, skip, stat) : yield* this.afterLines(fd, skip);
    }
    // A small file may be one of /proc, whose size says nothing: it is read through, like a pipe.
    const seeks = S_ISREG(stat.mode) && stat.size > stat.blksize;
    const start = seeks ? yield* this.sys.lseek(fd, 0, SEEK_CUR) : undefined;
    if (typeof start === 'number') {
      const found =
        unit === 'bytes' ? Math.max(start, stat.size - count) : yield* this.startOfLines(fd, start, stat.size);
      if (typeof found !== 'number') return found;
      yield* this.sys.lseek(fd, found, SEEK_SET);
      return yield* this.copy(fd);
    }
    return yield* this.lastOfStream(fd);
  }

  /** Everything from the current offset on. */
  *copy(fd: number): Generator<void, Failure | undefined> {
    const buffer = new Uint8Array(BUFFER);
    for (;;) {
      const got = yield* this.sys.read(fd, buffer);
      if (isFailure(got)) return got;
      if (got === 0) return undefined;
      yield* this.put(buffer.subarray(0, got));
    }
  }

  *afterBytes(fd: number, skip: number, stat: Stat): Generator<void, Failure | undefined> {
    if (S_ISREG(stat.mode)) {
      yield* this.sys.lseek(fd, skip, SEEK_CUR);
      return yield* this.copy(fd);
    }
    const buffer = new Uint8Array(BUFFER);
    for (let left = skip; left > 0; ) {
      const got = yield* this.sys.read(fd, buffer);
      if (isFailure(got)) return got;
      if (got === 0) return undefined;
      if (got > left) yield* this.put(buffer.subarray(left, got));
      left -= Math.min(left, got);
    }
    return yield* this.copy(fd);
  }

  *afterLines(fd: number, skip: number): Generator<void, Failure | undefined> {
    const buffer = new Uint8Array(BUFFER);
    let left = skip;
    while (left > 0) {
      const got = yield* this.sys.read(fd, buffer);
      if (isFailure(got)) return got;
      if (got === 0) return undefined;
      const bytes = buffer.subarray(0, got);
      let at = 0;
      while (left > 0) {
        const end = bytes.indexOf(this.plan.delimiter, at);
        if (end < 0) break;
        at = end + 1;
        left -= 1;
      }
      if (left === 0 && at < got) yield* this.put(bytes.subarray(at));
    }
    return yield* this.copy(fd);
  }

  /** Where the last lines of a regular file begin. */
  *startOfLines(fd: number, from: number, size: number): Generator<void, number | Failure> {
    let left = this.plan.count;
    if (left === 0) return size;
    const buffer = new Uint8Array(BUFFER);
    let end = size;
    while (end > from) {
      const start = Math.max(from, end - (end % BUFFER || BUFFER));
      yield* this.sys.lseek(fd, start, SEEK_SET);
      const got = yield* this.sys.read(fd, buffer.subarray(0, end - start));
      if (isFailure(got)) return got;
      for (let i = got - 1; i >= 0; i -= 1) {
        if (buffer[i] !== this.plan.delimiter || start + i === size - 1) continue;
        left -= 1;
        if (left === 0) return start + i + 1;
      }
      end = start;
    }
    return from;
  }

  /** The end of a pipe: blocks are kept until it is known that they are not the last. */
  *lastOfStream(fd: number): Generator<void, Failure | undefined> {
    const { unit, count, delimiter } = this.plan;
    const held: { readonly block: Uint8Array; readonly units: number }[] = [];
    let units = 0;
    const buffer = new Uint8Array(BUFFER);
    for (;;) {
      const got = yield* this.sys.read(fd, buffer);
      if (isFailure(got)) return got;
      if (got === 0) break;
      const block = buffer.slice(0, got);
      const more = unit === 'bytes' ? got : countByte(block, delimiter);
      held.push({ block, units: more });
      units += more;
      for (let [first] = held; first && held.length > 1 && units - first.units > count; [first] = held) {
        units -= first.units;
        held.shift();
      }
    }
    const all = concatBytes(...held.map(({ block }) => block));
    yield* this.put(unit === 'bytes' ? all.subarray(Math.max(0, all.length - count)) : this.lastLines(all));
    return undefined;
  }

  private lastLines(bytes: Uint8Array): Uint8Array {
    const { count, delimiter } = this.plan;
    if (count === 0) return bytes.subarray(bytes.length);
    let at = bytes.at(-1) === delimiter ? bytes.length - 1 : bytes.length;
    for (let left = count; left > 0; left -= 1) {
      at = at > 0 ? bytes.lastIndexOf(delimiter, at - 1) : -1;
      if (at < 0) return bytes;
    }
    return bytes.subarray(at + 1);
  }
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const plan = yield* planOf(args, io);
  if (plan.retry && plan.follow === 'no')
    yield* io.error('warning: --retry ignored; --retry is useful only when following');
  if (plan.retry && plan.follow === 'descriptor') {
    yield* io.error('warning: --retry only effective for the initial open');
  }
  if (plan.pids.length > 0 && plan.follow === 'no') {
    yield* io.error('warning: PID ignored; --pid=PID is useful only when following');
  }
  const names = args.operands.length > 0 ? args.operands : ['-'];
  // Nothing wanted, nothing followed: no file is looked at.
  if (plan.follow === 'no' && plan.count === 0 && !plan.fromStart) return 0;
  if (plan.follow === 'name' && names.includes('-')) {
    return yield* io.die(1, `cannot follow ${quoteaf('-')} by name`);
  }
  const tail = new Tail(sys, io, plan);
  const files: Followed[] = [];
  for (const name of names) files.push(yield* tail.file(name));
  if (plan.follow === 'no') {
    if (names.includes('-')) yield* io.closeStdin();
    return tail.status;
  }
  // POSIX: a pipe on standard input is not followed.
  const stdin = yield* sys.fstat(0);
  const pipe = !isFailure(stdin) && S_ISFIFO(stdin.mode);
  const followed = files.filter(({ name }) => !(name === '-' && pipe));
  if (followed.length > 0) yield* new Follower(tail).follow(followed);
  if (names.includes('-')) yield* io.closeStdin();
  return tail.status;
}

export const tail = program(
  {
    name: 'tail',
    summary: 'output the last part of files',
    usage: '[OPTION]... [FILE]...',
    about:
      'Print the last 10 lines of each FILE to standard output.\nWith more than one FILE, precede each with a header giving the file name.\n\nWith no FILE, or when FILE is -, read standard input.',
    options,
    notes: 'NUM may have a multiplier suffix: b 512, kB 1000, K 1024, MB 1000*1000, M 1024*1024, and so on.',
    rewrite,
    wrongLetter: (letter) =>
      /\d/.test(letter) ? { problem: `option used in invalid context -- ${letter}`, bare: true } : undefined,
    checks: {
      lines: (io, word) => readCount(io, 'lines', word),
      bytes: (io, word) => readCount(io, 'bytes', word),
      sleep: readInterval,
      pid: readPid,
      maxUnchanged: readUnchanged,
      follow: readFollow,
    },
  },
  run,
);
