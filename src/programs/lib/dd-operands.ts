/** The operands of dd, `name=value` each. Authority: dd(1), dd.c of coreutils. */

import type { Io } from './io.ts';
import { quote } from './quote.ts';

export interface Job {
  input: string | undefined;
  output: string | undefined;
  ibs: number;
  obs: number;
  /** Bytes of a record; 0 where none was given. */
  cbs: number;
  /** bs= was given: what one read brings is written as it came. */
  oneBuffer: boolean;
  /** Blocks, or bytes where the number ended in B. */
  count: Amount | undefined;
  skip: Amount;
  seek: Amount;
  readonly conv: Set<string>;
  readonly iflag: Set<string>;
  readonly oflag: Set<string>;
  status: 'default' | 'none' | 'noxfer' | 'progress';
}

export interface Amount {
  readonly value: number;
  readonly inBytes: boolean;
}

const CONVERSIONS = [
  'ascii',
  'block',
  'ebcdic',
  'excl',
  'fdatasync',
  'fsync',
  'ibm',
  'lcase',
  'nocreat',
  'noerror',
  'notrunc',
  'sparse',
  'swab',
  'sync',
  'ucase',
  'unblock',
];
const FLAGS = [
  'append',
  'binary',
  'cio',
  'count_bytes',
  'direct',
  'directory',
  'dsync',
  'fullblock',
  'noatime',
  'nocache',
  'noctty',
  'nofollow',
  'nolinks',
  'nonblock',
  'seek_bytes',
  'skip_bytes',
  'sync',
  'text',
];

const FACTORS: Readonly<Record<string, number>> = { '': 1, c: 1, w: 2, b: 512 };
const POWERS = 'KMGTPEZY';

const factorOf = (suffix: string): number | undefined => {
  const plain = FACTORS[suffix];
  if (plain !== undefined) return plain;
  const power = POWERS.indexOf(suffix.charAt(0).replace('k', 'K')) + 1;
  if (power === 0) return undefined;
  const unit = suffix.slice(1);
  if (unit === '' || unit === 'iB') return 1024 ** power;
  return unit === 'B' ? 1000 ** power : undefined;
};

/** `2K`, `3x512`, `10B`; undefined if it is no number. */
const parseNumber = (word: string): Amount | undefined => {
  let value = 1;
  let inBytes = false;
  for (const part of word.split('x')) {
    const [, digits, suffix = ''] = /^(\d+)([A-Za-z]*)$/.exec(part) ?? [];
    if (digits === undefined) return undefined;
    inBytes = suffix.endsWith('B') && !/^[a-zA-Z]i?B$/.test(suffix);
    const factor = factorOf(inBytes ? suffix.slice(0, -1) : suffix);
    if (factor === undefined) return undefined;
    value *= Number(digits) * factor;
  }
  return { value, inBytes };
};

/** Adds symbols to those that were given before. */
function* symbols(
  io: Io,
  word: string,
  known: readonly string[],
  what: string,
  into: Set<string>,
): Generator<void, void> {
  for (const symbol of word.split(',')) {
    if (!known.includes(symbol)) yield* io.usageError(1, `invalid ${what}: ${quote(symbol)}`);
    into.add(symbol);
  }
}

function* numberOf(io: Io, word: string, least: number): Generator<void, Amount> {
  const amount = parseNumber(word);
  if (!amount || amount.value < least) return yield* io.die(1, `invalid number: ${quote(word)}`);
  return amount;
}

const NUMBERS = new Set(['bs', 'cbs', 'count', 'ibs', 'iseek', 'obs', 'oseek', 'seek', 'skip']);

export function* readOperands(words: readonly string[], io: Io): Generator<void, Job> {
  const job: Job = {
    input: undefined,
    output: undefined,
    ibs: 512,
    obs: 512,
    cbs: 0,
    oneBuffer: false,
    count: undefined,
    skip: { value: 0, inBytes: false },
    seek: { value: 0, inBytes: false },
    conv: new Set(),
    iflag: new Set(),
    oflag: new Set(),
    status: 'default',
  };
  let both: number | undefined;
  for (const word of words) {
    const equals = word.indexOf('=');
    const name = word.slice(0, Math.max(0, equals));
    const value = word.slice(equals + 1);
    if (NUMBERS.has(name)) {
      const amount = yield* numberOf(io, value, name.endsWith('bs') ? 1 : 0);
      if (name === 'bs') both = amount.value;
      else if (name === 'ibs') job.ibs = amount.value;
      else if (name === 'obs') job.obs = amount.value;
      else if (name === 'cbs') job.cbs = amount.value;
      else if (name === 'count') job.count = amount;
      else if (name === 'skip' || name === 'iseek') job.skip = amount;
      else if (name === 'seek' || name === 'oseek') job.seek = amount;
    } else if (name === 'if') job.input = value;
    else if (name === 'of') job.output = value;
    else if (name === 'conv') yield* symbols(io, value, CONVERSIONS, 'conversion', job.conv);
    else if (name === 'iflag') yield* symbols(io, value, FLAGS, 'input flag', job.iflag);
    else if (name === 'oflag') yield* symbols(io, value, FLAGS, 'output flag', job.oflag);
    else if (name === 'status') {
      if (value !== 'none' && value !== 'noxfer' && value !== 'progress') {
        return yield* io.usageError(1, `invalid status level: ${quote(value)}`);
      }
      job.status = value;
    } else return yield* io.usageError(1, `unrecognized operand ${quote(word)}`);
  }
  yield* checkConversions(job, io);
  if (both !== undefined) {
    job.ibs = both;
    job.obs = both;
    job.oneBuffer = true;
  }
  if (job.iflag.has('count_bytes') && job.count) job.count = { ...job.count, inBytes: true };
  if (job.iflag.has('skip_bytes')) job.skip = { ...job.skip, inBytes: true };
  if (job.oflag.has('seek_bytes')) job.seek = { ...job.seek, inBytes: true };
  return job;
}

function* checkConversions({ conv, oflag, cbs }: Job, io: Io): Generator<void, void> {
  const sets = ['ascii', 'ebcdic', 'ibm'].filter((name) => conv.has(name));
  if (sets.length > 1) yield* io.die(1, 'cannot combine any two of {ascii,ebcdic,ibm}');
  // Without cbs= there are no records to make.
  const blocks = cbs > 0 && (conv.has('block') || conv.has('ebcdic') || conv.has('ibm'));
  if (blocks && (conv.has('unblock') || conv.has('ascii'))) yield* io.die(1, 'cannot combine block and unblock');
  if (conv.has('lcase') && conv.has('ucase')) yield* io.die(1, 'cannot combine lcase and ucase');
  if (conv.has('excl') && conv.has('nocreat')) yield* io.die(1, 'cannot combine excl and nocreat');
  if (oflag.has('fullblock')) yield* io.usageError(1, `invalid output flag: ${quote('fullblock')}`);
}
