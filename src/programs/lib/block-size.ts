/**
 * Block sizes as ls, df and du are told them: `1K`, `MB`, `human-readable`, by option or environment.
 * Digits are not grouped: the C locale has no separator. Authority: human.c of gnulib, coreutils "Block size".
 */

import { humanSize } from './human.ts';
import type { Io } from './io.ts';
import { quote } from './quote.ts';

/** What is printed behind a number whose unit was given without digits: `12M`, `12MB`, `12MiB`. */
interface Suffix {
  readonly base: 1024 | 1000;
  readonly withB: boolean;
}

export type BlockSize =
  | { readonly kind: 'human'; readonly base: 1024 | 1000 }
  | { readonly kind: 'unit'; readonly bytes: number; readonly suffix?: Suffix };

export const HUMAN: BlockSize = { kind: 'human', base: 1024 };
export const SI: BlockSize = { kind: 'human', base: 1000 };
export const unit = (bytes: number): BlockSize => ({ kind: 'unit', bytes });

const LETTERS = 'KMGTPEZY';
const NAMED: readonly (readonly [string, BlockSize])[] = [
  ['human-readable', HUMAN],
  ['si', SI],
];
const MAX = 2n ** 64n - 1n;

type Problem = 'invalid' | 'suffix' | 'large';

/** `K`, `KB`, `KiB`, also in small letters up to t: the power and its base. */
const readSuffix = (text: string): { power: number; base: 1024 | 1000; withB: boolean } | undefined => {
  const match = /^([KMGTkmgt]|[PEZY])(B|iB|D)?$/.exec(text);
  if (!match) return undefined;
  const [, letter = '', unitWord] = match;
  const power = LETTERS.indexOf(letter.toUpperCase()) + 1;
  return { power, base: unitWord === 'B' || unitWord === 'D' ? 1000 : 1024, withB: unitWord?.endsWith('B') ?? false };
};

export const parseBlockSize = (spec: string): BlockSize | Problem => {
  const word = spec.replace(/^'/, '');
  const named = NAMED.filter(([name]) => word !== '' && name.startsWith(word));
  if (named[0]) return named[0][1];
  const [, digits, tail = ''] = /^\s*\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)?(.*)$/s.exec(word) ?? [];
  if (digits === undefined && !/^[KMGTPEZYkmgt]/.test(tail)) return 'invalid';
  const suffix = tail === '' ? { power: 0, base: 1024 as const, withB: false } : readSuffix(tail);
  if (!suffix) return 'suffix';
  const octal = digits !== undefined && /^0[0-7]/.test(digits);
  const count = digits === undefined ? 1n : BigInt(octal ? `0o${digits.slice(1)}` : digits);
  const bytes = count * BigInt(suffix.base) ** BigInt(suffix.power);
  if (bytes > MAX) return 'large';
  if (bytes === 0n) return 'invalid';
  return digits === undefined
    ? { kind: 'unit', bytes: Number(bytes), suffix: { base: suffix.base, withB: suffix.withB } }
    : unit(Number(bytes));
};

const PROBLEMS: Readonly<Record<Problem, (what: string, word: string) => string>> = {
  invalid: (what, word) => `invalid ${what} argument ${word}`,
  suffix: (what, word) => `invalid suffix in ${what} argument ${word}`,
  large: (what, word) => `${what} argument ${word} too large`,
};

export const blockSizeProblem = (problem: Problem, what: string, spec: string): string =>
  PROBLEMS[problem](what, quote(spec));

export const SIZE_NOTES = `The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.`;

/** `what` is the option as it was written. */
export function* readBlockSize(io: Io, what: string, spec: string, status = 1): Generator<void, BlockSize> {
  const size = parseBlockSize(spec);
  return typeof size === 'string' ? yield* io.die(status, blockSizeProblem(size, what, spec)) : size;
}

/** What the environment says, the tool's own variable first; undefined if it says nothing. */
export const blockSizeFromEnvironment = (io: Io, own: string): BlockSize | undefined => {
  const spec = [own, 'BLOCK_SIZE', 'BLOCKSIZE'].map((name) => io.getenv(name)).find((value) => value !== undefined);
  const size = spec === undefined ? 'invalid' : parseBlockSize(spec);
  return typeof size === 'string' ? undefined : size;
};

export const defaultBlockSize = (io: Io): BlockSize => unit(io.getenv('POSIXLY_CORRECT') === undefined ? 1024 : 512);

/** `K`, `kB`, `MiB`: the smallest power of the base that holds the unit. */
const suffixText = (bytes: number, { base, withB }: Suffix): string => {
  let power = 0;
  for (let size = 1; size < bytes; size *= base) power += 1;
  const letter = base === 1000 && power === 1 ? 'k' : (LETTERS[power - 1] ?? '');
  return letter + (withB ? (base === 1024 && power > 0 ? 'iB' : 'B') : '');
};

/** A size in bytes as it is printed; rounded up. */
export const sizeIn = (block: BlockSize, bytes: number): string => {
  if (block.kind === 'human') return humanSize(bytes, block.base);
  const count = Math.ceil(bytes / block.bytes);
  return `${count}${block.suffix === undefined ? '' : suffixText(block.bytes, block.suffix)}`;
};

/** A unit over a column: `1K`, `1MB`, `512B`, in the base that tells it without a point. */
export const unitTitle = ({ bytes, suffix }: Extract<BlockSize, { kind: 'unit' }>): string => {
  let [thousands, binaries] = [bytes, bytes];
  let [by1000, by1024] = [true, true];
  while (by1000 && by1024) {
    [by1000, by1024] = [thousands % 1000 === 0, binaries % 1024 === 0];
    [thousands, binaries] = [Math.floor(thousands / 1000), Math.floor(binaries / 1024)];
  }
  const binary = by1000 === by1024 ? suffix?.base === 1024 : by1024;
  const text = humanSize(bytes, binary ? 1024 : 1000).replace(/\.0(?=\D|$)/, '');
  const withB = suffix?.withB ?? false;
  if (!binary) return `${text}B`;
  return withB ? `${text}${/\D$/.test(text) ? 'iB' : 'B'}` : text;
};
