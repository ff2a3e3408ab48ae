/** touch: change file times, and make files that do not exist. Authority: touch(1). */

import { AT_SYMLINK_NOFOLLOW, O_CREAT, O_NOCTTY, O_NONBLOCK, O_WRONLY } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseDate, parsePosixTime } from './lib/date-text.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';
import { type Choices, chooseWord } from './lib/xargmatch.ts';

const options = {
  a: { short: 'a', help: 'change only the access time' },
  noCreate: { short: 'c', long: 'no-create', help: 'do not create any files' },
  date: { short: 'd', long: 'date', value: 'STRING', help: 'parse STRING and use it instead of current time' },
  f: { short: 'f', help: '(ignored)' },
  noDereference: {
    short: 'h',
    long: 'no-dereference',
    help: 'affect each symbolic link instead of any referenced\nfile',
  },
  m: { short: 'm', help: 'change only the modification time' },
  reference: { short: 'r', long: 'reference', value: 'FILE', help: "use this file's times instead of current time" },
  stamp: { short: 't', value: 'STAMP', help: 'use [[CC]YY]MMDDhhmm[.ss] instead of current time' },
  time: { long: 'time', value: 'WORD', help: 'change the specified time: access, atime, use,\nmodify or mtime' },
} as const;

const TIMES: Choices = [
  ['atime', 'access', 'use'],
  ['mtime', 'modify'],
];

interface Times {
  /** µs since 1970; undefined is now. */
  readonly atime: number | undefined;
  readonly mtime: number | undefined;
}

function* timesOf(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, Times> {
  const now = yield* sys.clock_gettime();
  const reference = args.value('reference');
  const date = args.value('date');
  const stamp = args.value('stamp');
  if (stamp !== undefined) {
    if (reference !== undefined || date !== undefined)
      return yield* io.usageError(1, 'cannot specify times from more than one source');
    const time = parsePosixTime(stamp, now, io.zone);
    if (time === undefined) return yield* io.die(1, `invalid date format ${quote(stamp)}`);
    return { atime: time, mtime: time };
  }
  let base: Times = { atime: undefined, mtime: undefined };
  if (reference !== undefined) {
    const stat = args.has('noDereference') ? yield* sys.lstat(reference) : yield* sys.stat(reference);
    if (isFailure(stat)) return yield* io.die(1, `failed to get attributes of ${quoteaf(reference)}`, stat);
    base = { atime: stat.atime, mtime: stat.mtime };
  }
  if (date === undefined) return base;
  const [atime, mtime] = [parseDate(date, base.atime ?? now, io.zone), parseDate(date, base.mtime ?? now, io.zone)];
  if (atime === undefined || mtime === undefined) return yield* io.die(1, `invalid date format ${quote(date)}`);
  return { atime, mtime };
}

/** What to do about links, and about files that are not there. */
interface How {
  readonly create: boolean;
  readonly follow: boolean;
  readonly quiet: boolean;
}

function* touchOne(
  sys: Sys,
  io: Io,
  path: string,
  times: Times,
  only: 'atime' | 'mtime' | undefined,
  { create, follow, quiet }: How,
): Generator<void, boolean> {
  const before = follow ? yield* sys.stat(path) : yield* sys.lstat(path);
  if (isFailure(before)) {
    if (!create) {
      if (quiet && before.errno === 'ENOENT') return true;
      yield* io.fail(`setting times of ${quoteaf(path)}`, before);
      return false;
    }
    const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOCTTY, 0o666);
    if (isFailure(fd)) {
      // What cannot be opened because of its kind may still have its times set; it is that which fails then.
      const kind = ['EISDIR', 'EINVAL', 'EPERM'].includes(fd.errno);
      yield* io.fail(`${kind ? 'setting times of' : 'cannot touch'} ${quoteaf(path)}`, kind ? before : fd);
      return false;
    }
    yield* sys.close(fd);
  }
  const stat = isFailure(before) ? yield* sys.stat(path) : before;
  if (isFailure(stat)) return true;
  const failure = yield* sys.utimens(
    path,
    only === 'mtime' ? stat.atime : times.atime,
    only === 'atime' ? stat.mtime : times.mtime,
    follow ? 0 : AT_SYMLINK_NOFOLLOW,
  );
  if (!isFailure(failure)) return true;
  yield* io.fail(`${create ? 'cannot touch' : 'setting times of'} ${quoteaf(path)}`, failure);
  return false;
}

export const touch = program(
  {
    name: 'touch',
    summary: 'change file timestamps',
    usage: '[OPTION]... FILE...',
    about:
      'Update the access and modification times of each FILE to the current time.\n\nA FILE argument that does not exist is created empty, unless -c or -h\nis supplied.',
    options,
  },
  function* (sys, args, io) {
    const words = args.values('time');
    const chosen = new Set<string>();
    for (const word of words) chosen.add(yield* chooseWord(io, 'time', word, TIMES));
    if (args.has('a')) chosen.add('atime');
    if (args.has('m')) chosen.add('mtime');
    const only = chosen.size === 1 ? ([...chosen][0] as 'atime' | 'mtime') : undefined;
    const times = yield* timesOf(sys, args, io);
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing file operand');
    const follow = !args.has('noDereference');
    const quiet = args.has('noCreate');
    const how = { create: follow && !quiet, follow, quiet };
    let status = 0;
    for (const path of args.operands) {
      if (path === '-') continue;
      if (!(yield* touchOne(sys, io, path, times, only, how))) status = 1;
    }
    return status;
  },
);
