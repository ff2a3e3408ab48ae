/**
 * free: memory, as /proc/meminfo tells it, which has no commit limit for -v to show. Authority: free(1) of procps-ng 4.0.2.
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseDuration } from './lib/duration.ts';
import type { Io } from './lib/io.ts';
import { readMemory } from './lib/memory.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  bytes: { short: 'b', long: 'bytes', help: 'show output in bytes' },
  kilo: { long: 'kilo', help: 'show output in kilobytes' },
  mega: { long: 'mega', help: 'show output in megabytes' },
  giga: { long: 'giga', help: 'show output in gigabytes' },
  tera: { long: 'tera', help: 'show output in terabytes' },
  peta: { long: 'peta', help: 'show output in petabytes' },
  kibi: { short: 'k', long: 'kibi', help: 'show output in kibibytes' },
  mebi: { short: 'm', long: 'mebi', help: 'show output in mebibytes' },
  gibi: { short: 'g', long: 'gibi', help: 'show output in gibibytes' },
  tebi: { long: 'tebi', help: 'show output in tebibytes' },
  pebi: { long: 'pebi', help: 'show output in pebibytes' },
  human: { short: 'h', long: 'human', help: 'show human-readable output' },
  si: { long: 'si', help: 'use powers of 1000 not 1024' },
  lohi: { short: 'l', long: 'lohi', help: 'show detailed low and high memory statistics' },
  total: { short: 't', long: 'total', help: 'show total for RAM + swap' },
  seconds: { short: 's', long: 'seconds', value: 'N', help: 'repeat printing every N seconds' },
  count: { short: 'c', long: 'count', value: 'N', help: 'repeat printing N times, then exit' },
  wide: { short: 'w', long: 'wide', help: 'wide output' },
} as const;

type Name = keyof typeof options;

const DECIMAL = { kilo: 1, mega: 2, giga: 3, tera: 4, peta: 5 } as const;
const BINARY = { kibi: 1, mebi: 2, gibi: 3, tebi: 4, pebi: 5 } as const;
const POWERS = { bytes: 0, ...DECIMAL, ...BINARY } as const;
const UNITS = Object.keys(POWERS) as (keyof typeof POWERS)[];
const LETTERS = 'KMGTP';

/** At most five characters. */
const human = (bytes: number, si: boolean): string => {
  if (`${bytes}B`.length <= 4) return `${bytes}B`;
  const base = si ? 1000 : 1024;
  const most = si ? 4 : 5;
  for (let power = 1; power <= LETTERS.length; power += 1) {
    const value = bytes / base ** power;
    const unit = LETTERS.charAt(power - 1) + (si ? '' : 'i');
    for (const text of [value.toFixed(1) + unit, Math.trunc(value) + unit]) if (text.length <= most) return text;
  }
  return String(bytes);
};

const scale = (kb: number, args: Args<Name>): string => {
  const bytes = kb * 1024;
  const si = args.has('si');
  if (args.last('human', ...UNITS) === 'human') return human(bytes, si);
  const unit = args.last(...UNITS) ?? 'kibi';
  const base = si || unit in DECIMAL ? 1000 : 1024;
  return String(Math.trunc(bytes / base ** POWERS[unit]));
};

function* report(sys: Sys, args: Args<Name>, io: Io): Generator<void, void> {
  const info = yield* readMemory(sys);
  if (isFailure(info)) return yield* io.die(1, 'Unable to create meminfo structure', info);
  const { total, available, buffers, cache } = info;
  const swap = [info.swapTotal, info.swapTotal - info.swapFree, info.swapFree];
  const caches = args.has('wide') ? [buffers, cache] : [buffers + cache];
  const memory = [total, total - available, info.free, info.shared, ...caches, available];
  const titles = ['total', 'used', 'free', 'shared', ...(args.has('wide') ? ['buffers', 'cache'] : ['buff/cache'])];
  const line = (label: string, cells: readonly string[]): string =>
    `${label.padEnd(8)}${cells.map((cell) => cell.padStart(12)).join('')}\n`;
  const row = (label: string, values: readonly number[]): string =>
    line(
      label,
      values.map((value) => scale(value, args)),
    );
  // All memory is low where addresses have 64 bits.
  const lowAndHigh = args.has('lohi')
    ? row('Low:', [total, total - info.free, info.free]) + row('High:', [0, 0, 0])
    : '';
  yield* io.print(line('', [...titles, 'available']) + row('Mem:', memory) + lowAndHigh + row('Swap:', swap));
  if (!args.has('total')) return;
  yield* io.print(
    row(
      'Total:',
      memory.slice(0, 3).map((value, i) => value + (swap[i] ?? 0)),
    ),
  );
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const units = args.given.filter(({ option }) => option in POWERS);
  if (units.length > 1) return yield* io.die(1, "Multiple unit options don't make sense.");
  const seconds = args.value('seconds');
  const interval = seconds === undefined ? 1 : parseDuration(seconds);
  if (interval === undefined) return yield* io.die(1, `seconds argument failed: '${seconds}': Invalid argument`);
  const count = args.value('count');
  if (count !== undefined && !/^\d+$/.test(count)) {
    return yield* io.die(1, `failed to parse count argument: '${count}'`);
  }
  const endless = seconds !== undefined && count === undefined;
  let left = count === undefined ? 1 : Number(count);
  for (;;) {
    yield* report(sys, args, io);
    left -= 1;
    if (left <= 0 && !endless) return 0;
    yield* io.print('\n');
    yield* io.out.flush();
    yield* sys.nanosleep(interval * 1e6);
  }
}

export const free = program(
  { name: 'free', summary: 'display amount of free and used memory', usage: '[options]', family: 'procps', options },
  run,
);
