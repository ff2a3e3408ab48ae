/**
 * What md5sum and sha256sum share: printing digests of files, and checking lists of them.
 * Authority: md5sum(1), digest.c of coreutils 9.1.
 */

import { decode, fromLatin1 } from '../../bytes.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { type Digest, Hasher } from './digest.ts';
import { Input } from './input.ts';
import { closeInput, type Io, openInput } from './io.ts';
import { type Args, type Program, program } from './program.ts';
import { quotef } from './quote.ts';

const BLOCK = 32_768;

const options = {
  binary: { short: 'b', long: 'binary', help: 'read in binary mode' },
  check: { short: 'c', long: 'check', help: 'read checksums from the FILEs and check them' },
  tag: { long: 'tag', help: 'create a BSD-style checksum' },
  text: { short: 't', long: 'text', help: 'read in text mode (default)' },
  zero: {
    short: 'z',
    long: 'zero',
    help: 'end each output line with NUL, not newline,\nand disable file name escaping',
  },
  ignoreMissing: { long: 'ignore-missing', help: "don't fail or report status for missing files" },
  quiet: { long: 'quiet', help: "don't print OK for each successfully verified file" },
  status: { long: 'status', help: "don't output anything, status code shows success" },
  strict: { long: 'strict', help: 'exit non-zero for improperly formatted checksum lines' },
  warn: { short: 'w', long: 'warn', help: 'warn about improperly formatted checksum lines' },
} as const;

type Name = keyof typeof options;
/** How much is told: the last one counts. */
const TELLING = ['status', 'warn', 'quiet'] as const;

export interface Kind {
  readonly name: string;
  /** As BSD writes it: `MD5 (f) = …`. */
  readonly title: string;
  readonly digits: number;
  readonly bits: number;
  readonly authority: string;
  readonly digest: Digest;
}

function* digestOf(sys: Sys, fd: number, digest: Digest): Generator<void, string | Failure> {
  const hasher = new Hasher(digest);
  const block = new Uint8Array(BLOCK);
  for (;;) {
    const count = yield* sys.read(fd, block);
    if (isFailure(count)) return count;
    if (count === 0) return hasher.finish();
    hasher.add(block.subarray(0, count));
    yield* sys.work(count >> 5);
  }
}

function* digestOfFile(sys: Sys, name: string, { digest }: Kind): Generator<void, string | Failure> {
  const fd = yield* openInput(sys, name);
  if (isFailure(fd)) return fd;
  const sum = yield* digestOf(sys, fd, digest);
  yield* closeInput(sys, fd);
  return sum;
}

const escaped = (name: string): string =>
  name.replace(/[\\\n\r]/g, (char) => (char === '\n' ? '\\n' : char === '\r' ? '\\r' : '\\\\'));

function* printSums(sys: Sys, args: Args<Name>, io: Io, kind: Kind): Generator<void, number> {
  const zero = args.has('zero');
  let status = 0;
  for (const name of args.operands.length > 0 ? args.operands : ['-']) {
    const sum = yield* digestOfFile(sys, name, kind);
    if (isFailure(sum)) {
      yield* io.warn(name, sum);
      status = 1;
      continue;
    }
    const shown = zero ? name : escaped(name);
    const mark = shown === name ? '' : '\\';
    const mode = args.last('binary', 'text') === 'binary' ? '*' : ' ';
    const line = args.has('tag') ? `${kind.title} (${shown}) = ${sum}` : `${sum} ${mode}${shown}`;
    yield* io.print(`${mark}${line}${zero ? '\0' : '\n'}`);
  }
  return status;
}

interface Entry {
  readonly sum: string;
  readonly name: string;
}

const parseEntry = (line: string, { title, digits }: Kind): Entry | undefined => {
  const marked = line.startsWith('\\');
  const text = marked ? line.slice(1) : line.replace(/^[ \t]+/, '');
  const bsd = new RegExp(`^${title} \\((.*)\\) = ([0-9a-fA-F]{${digits}})$`, 's').exec(text);
  const plain = new RegExp(`^([0-9a-fA-F]{${digits}}) [ *]?(.+)$`, 's').exec(text);
  const [sum, name] = bsd ? [bsd[2], bsd[1]] : plain ? [plain[1], plain[2]] : [];
  if (sum === undefined || name === undefined) return undefined;
  const real = marked
    ? name.replace(/\\([nr\\])/g, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : '\\'))
    : name;
  return { sum: sum.toLowerCase(), name: real };
};

interface Tally {
  proper: boolean;
  misformatted: number;
  mismatched: number;
  unreadable: number;
  matched: boolean;
}

const plural = (count: number, one: string, many: string): string => `WARNING: ${count} ${count === 1 ? one : many}`;

function* verify(sys: Sys, entry: Entry, args: Args<Name>, io: Io, kind: Kind, tally: Tally): Generator<void, void> {
  const telling = args.last(...TELLING);
  const silent = telling === 'status';
  const sum = yield* digestOfFile(sys, entry.name, kind);
  if (isFailure(sum)) {
    if (args.has('ignoreMissing') && sum.errno === 'ENOENT') return;
    yield* io.warn(entry.name, sum);
    tally.unreadable += 1;
    if (!silent) yield* io.print(`${entry.name}: FAILED open or read\n`);
    return;
  }
  const same = sum === entry.sum;
  if (same) tally.matched = true;
  else tally.mismatched += 1;
  if (silent || (same && telling === 'quiet')) return;
  yield* io.print(`${entry.name}: ${same ? 'OK' : 'FAILED'}\n`);
}

function* checkList(sys: Sys, list: string, args: Args<Name>, io: Io, kind: Kind): Generator<void, boolean> {
  const shown = list === '-' ? "'standard input'" : quotef(list);
  const fd = yield* openInput(sys, list);
  if (isFailure(fd)) {
    yield* io.warn(list, fd);
    return false;
  }
  const tally: Tally = { proper: false, misformatted: 0, mismatched: 0, unreadable: 0, matched: false };
  const input = new Input(sys, fd);
  let number = 0;
  for (let raw = yield* input.line(); raw !== undefined; raw = yield* input.line()) {
    number += 1;
    const line = decode(fromLatin1(raw)).replace(/\r?\n$/, '');
    if (line.startsWith('#') || line === '') continue;
    const entry = parseEntry(line, kind);
    if (entry && !(list === '-' && entry.name === '-')) {
      tally.proper = true;
      yield* verify(sys, entry, args, io, kind, tally);
      continue;
    }
    tally.misformatted += 1;
    if (args.last(...TELLING) === 'warn')
      yield* io.error(`${shown}: ${number}: improperly formatted ${kind.title} checksum line`);
  }
  yield* closeInput(sys, fd);
  if (input.failure) {
    yield* io.error(`${shown}: read error`);
    return false;
  }
  return yield* summary(shown, tally, args, io);
}

function* summary(shown: string, tally: Tally, args: Args<Name>, io: Io): Generator<void, boolean> {
  if (!tally.proper) {
    yield* io.error(`${shown}: no properly formatted checksum lines found`);
    return false;
  }
  const { misformatted, unreadable, mismatched } = tally;
  const verified = !args.has('ignoreMissing') || tally.matched;
  if (args.last(...TELLING) !== 'status') {
    if (misformatted > 0) {
      yield* io.error(plural(misformatted, 'line is improperly formatted', 'lines are improperly formatted'));
    }
    if (unreadable > 0) {
      yield* io.error(plural(unreadable, 'listed file could not be read', 'listed files could not be read'));
    }
    if (mismatched > 0) {
      yield* io.error(plural(mismatched, 'computed checksum did NOT match', 'computed checksums did NOT match'));
    }
    if (!verified) yield* io.error(`${shown}: no file was verified`);
  }
  return mismatched === 0 && unreadable === 0 && verified && !(args.has('strict') && misformatted > 0);
}

function* usage(args: Args<Name>, io: Io): Generator<void, void> {
  const checking = args.has('check');
  if (args.has('tag') && args.last('binary', 'text', 'tag') === 'text') {
    yield* io.usageError(1, '--tag does not support --text mode');
  }
  if (args.has('zero') && checking)
    yield* io.usageError(1, 'the --zero option is not supported when verifying checksums');
  if (args.has('tag') && checking) {
    yield* io.usageError(1, 'the --tag option is meaningless when verifying checksums');
  }
  if (checking && args.last('binary', 'text')) {
    yield* io.usageError(1, 'the --binary and --text options are meaningless when verifying checksums');
  }
  const onlyChecking = [args.last('ignoreMissing'), args.last(...TELLING), args.last('strict')];
  const stray = checking ? undefined : onlyChecking.find((option) => option !== undefined);
  if (stray) yield* io.usageError(1, `the --${options[stray].long} option is meaningful only when verifying checksums`);
}

export const checksum = (kind: Kind): Program =>
  program(
    {
      name: kind.name,
      summary: `compute and check ${kind.title} message digest`,
      usage: '[OPTION]... [FILE]...',
      about: `Print or check ${kind.title} (${kind.bits}-bit) checksums.\n\nWith no FILE, or when FILE is -, read standard input.`,
      options,
      notes: `The sums are computed as described in ${kind.authority}.\nWhen checking, the input should be a former output of this program.`,
    },
    function* (sys, args, io) {
      yield* usage(args, io);
      if (!args.has('check')) return yield* printSums(sys, args, io, kind);
      let good = true;
      for (const list of args.operands.length > 0 ? args.operands : ['-']) {
        if (!(yield* checkList(sys, list, args, io, kind))) good = false;
      }
      return good ? 0 : 1;
    },
  );
