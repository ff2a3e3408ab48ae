/**
 * pmap: the memory map of a process, as /proc/PID/maps and smaps tell it.
 * Leaves out -XX, -c, -C, -n, -N. Authority: pmap(1) of procps-ng 4.0.2.
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { commandLine, type Proc, readProc } from './lib/proc.ts';
import { type Args, program } from './lib/program.ts';
import { readText } from './lib/read-file.ts';

const options = {
  extended: { short: 'x', long: 'extended', help: 'show details' },
  more: { short: 'X', help: 'show even more details\nWARNING: format changes according to /proc/PID/smaps' },
  device: { short: 'd', long: 'device', help: 'show the device format' },
  quiet: { short: 'q', long: 'quiet', help: 'do not display header and footer' },
  path: { short: 'p', long: 'show-path', help: 'show path in the mapping' },
  range: { short: 'A', long: 'range', value: '<low>[,<high>]', help: 'limit results to the given range' },
} as const;

type Name = keyof typeof options;

/** Found fewer processes than asked for. */
const SOME_MISSING = 42;

interface Mapping {
  /** Hexadecimal, as they stand there: the last ones are beyond what a number holds. */
  readonly start: string;
  readonly from: bigint;
  readonly to: bigint;
  readonly kb: number;
  readonly perms: string;
  readonly offset: string;
  readonly device: string;
  readonly inode: string;
  readonly name: string;
  /** kB by the names of smaps; empty when read from maps. */
  readonly details: ReadonlyMap<string, number>;
}

const HEAD = /^([\da-f]+)-([\da-f]+) (\S+) ([\da-f]+) (\S+) (\d+) *(.*)$/;

function parse(text: string): Mapping[] {
  const mappings: (Mapping & { readonly details: Map<string, number> })[] = [];
  for (const line of text.split('\n')) {
    const [, start = '', end = '', perms = '', offset = '', device = '', inode = '', name = ''] = HEAD.exec(line) ?? [];
    if (start === '') {
      const [, field = '', value = ''] = /^(\w+): *(\d+)/.exec(line) ?? [];
      if (field !== '') mappings.at(-1)?.details.set(field, Number(value));
      continue;
    }
    const [from, to] = [BigInt(`0x${start}`), BigInt(`0x${end}`)];
    const kb = Number((to - from) / 1024n);
    mappings.push({ start, from, to, kb, perms, offset, device, inode, name, details: new Map() });
  }
  return mappings;
}

const isStack = ({ name }: Mapping): boolean => name === '[stack]';

/** The last part of a path, or what kind of memory it is. */
function nameOf(mapping: Mapping, wholePath: boolean): string {
  const { name, inode, device } = mapping;
  if (device.startsWith('00:') && name.includes('/SYSV')) return `  [ shmid=0x${Number(inode).toString(16)} ]`;
  if (name.includes('/')) return wholePath ? name.slice(name.indexOf('/')) : name.slice(name.lastIndexOf('/') + 1);
  return isStack(mapping) ? '  [ stack ]' : '  [ anon ]';
}

/** `rw---`: shared stands in the fourth place. */
const modeOf = ({ perms }: Mapping): string => `${perms.slice(0, 3)}${perms[3] === 's' ? 's' : '-'}-`;
const addressOf = ({ start }: Mapping): string => start.padStart(16, '0');

interface Format {
  readonly header: string;
  line(mapping: Mapping, name: string): string;
  footer(mappings: readonly Mapping[]): string;
}

const total = (mappings: readonly Mapping[], of: (mapping: Mapping) => number): number =>
  mappings.reduce((sum, mapping) => sum + of(mapping), 0);
const size = ({ kb }: Mapping): number => kb;
const detail =
  (name: string) =>
  ({ details }: Mapping): number =>
    details.get(name) ?? 0;
const dirty = (mapping: Mapping): number => detail('Shared_Dirty')(mapping) + detail('Private_Dirty')(mapping);
const seven = (value: number): string => String(value).padStart(7);

const PLAIN: Format = {
  header: '',
  line: (mapping, name) => `${addressOf(mapping)} ${String(mapping.kb).padStart(6)}K ${modeOf(mapping)} ${name}\n`,
  footer: (mappings) => ` total ${String(total(mappings, size)).padStart(16)}K\n`,
};

const EXTENDED: Format = {
  header: 'Address           Kbytes     RSS   Dirty Mode  Mapping\n',
  line(mapping, name) {
    const figures = [mapping.kb, detail('Rss')(mapping), dirty(mapping)].map(seven).join(' ');
    return `${addressOf(mapping)} ${figures} ${modeOf(mapping)} ${name}\n`;
  },
  footer(mappings) {
    const figures = [size, detail('Rss'), dirty].map((of) => seven(total(mappings, of)));
    return `---------------- ------- ------- ------- \ntotal kB         ${figures.join(' ')}\n`;
  },
};

const DEVICE: Format = {
  header: 'Address           Kbytes Mode  Offset           Device    Mapping\n',
  line(mapping, name) {
    const [major = '', minor = ''] = mapping.device.split(':');
    const device = `${major.padStart(3, '0')}:${minor.padStart(5, '0')}`;
    const offset = mapping.offset.padStart(16, '0');
    return `${addressOf(mapping)} ${seven(mapping.kb)} ${modeOf(mapping)} ${offset} ${device} ${name}\n`;
  },
  footer(mappings) {
    const writable = mappings.filter(({ perms }) => perms[1] === 'w' && perms[3] === 'p');
    const shared = mappings.filter(({ perms }) => perms[3] === 's');
    const [all, own, others] = [mappings, writable, shared].map((some) => total(some, size));
    return `mapped: ${all}K    writeable/private: ${own}K    shared: ${others}K\n`;
  },
};

/** Fields of smaps that -X leaves out. */
const LEFT_OUT = /^(KernelPageSize|MMUPageSize|Shared_(Clean|Dirty)|Private_(Clean|Dirty)|AnonHugePages|VmFlags)$/;

/** -X: a column for each field of smaps, as wide as what stands in it. */
function table(mappings: readonly Mapping[], wholePath: boolean, quiet: boolean): string {
  const fields = [...(mappings[0]?.details.keys() ?? [])].filter((field) => !LEFT_OUT.test(field));
  const sums = fields.map((field) => total(mappings, detail(field)));
  const widths = fields.map((field, at) =>
    Math.max(field.length, ...[...mappings.map(detail(field)), sums[at] ?? 0].map((value) => String(value).length)),
  );
  const inodes = Math.max(5, ...mappings.map(({ inode }) => inode.length));
  const cells = (values: readonly (string | number)[]): string =>
    values.map((value, at) => String(value).padStart(widths[at] ?? 0)).join(' ');
  const before = (address: string, perms: string, offset: string, device: string, inode: string): string =>
    `${address.padStart(16)} ${perms} ${offset.padStart(8)} ${device.padStart(6)} ${inode.padStart(inodes)}`;
  const name = (mapping: Mapping): string => (wholePath ? mapping.name : mapping.name.replace(/^.*\//, ''));
  const lines = mappings.map((one) => {
    const { start, perms, offset, device, inode } = one;
    const figures = cells(fields.map((field) => detail(field)(one)));
    return `${before(start, perms, offset, device, inode)} ${figures} ${name(one)}\n`;
  });
  if (quiet) return lines.join('');
  const blank = ' '.repeat(16 + 1 + 4 + 1 + 8 + 1 + 6 + 1 + inodes);
  const header = `${before('Address', 'Perm', 'Offset', 'Device', 'Inode')} ${cells(fields)} Mapping\n`;
  return `${header}${lines.join('')}${blank} ${cells(widths.map((width) => '='.repeat(width)))} \n${blank} ${cells(sums)} KB \n`;
}

type Range = readonly [low: bigint, high: bigint];

/** `LOW`, `LOW,HIGH`, in hexadecimal; undefined for what is none. */
function rangeOf(text: string | undefined): Range | undefined {
  if (text === undefined) return [0n, (1n << 64n) - 1n];
  const [, low, high = low] = /^([\da-f]+)(?:,([\da-f]+))?$/i.exec(text) ?? [];
  return low === undefined ? undefined : [BigInt(`0x${low}`), BigInt(`0x${high}`)];
}

function* show(sys: Sys, args: Args<Name>, io: Io, proc: Proc, [low, high]: Range): Generator<void, number> {
  const [extended, more, quiet] = [args.has('extended'), args.has('more'), args.has('quiet')];
  yield* io.print(`${proc.pid}:   ${commandLine(proc)}\n`);
  const text = yield* readText(sys, `/proc/${proc.pid}/${extended || more ? 'smaps' : 'maps'}`);
  if (isFailure(text)) return 1;
  const mappings = parse(text).filter(({ from, to }) => from <= high && to >= low);
  if (more) {
    yield* io.print(table(mappings, args.has('path'), quiet));
    return 0;
  }
  const format = extended ? EXTENDED : args.has('device') ? DEVICE : PLAIN;
  const lines = mappings.map((mapping) => format.line(mapping, nameOf(mapping, args.has('path')))).join('');
  yield* io.print(quiet ? lines : `${format.header}${lines}${format.footer(mappings)}`);
  return 0;
}

export const pmap = program(
  {
    name: 'pmap',
    summary: 'report memory map of a process',
    usage: '[options] PID [PID ...]',
    family: 'procps',
    options,
  },
  function* (sys, args, io) {
    const range = rangeOf(args.value('range'));
    const pids = args.operands.map((operand) => /^(?:\/proc\/)?(\d+)$/.exec(operand)?.[1]);
    if (!range || pids.length === 0 || pids.includes(undefined)) return yield* io.usageError(1);
    let status = 0;
    let found = 0;
    for (const pid of new Set(pids)) {
      const proc = yield* readProc(sys, Number(pid), { argv: true });
      if (!proc) continue;
      found++;
      status |= yield* show(sys, args, io, proc, range);
    }
    return found < pids.length ? SOME_MISSING : status;
  },
);
