/**
 * uptime: how long the machine has been running, and how busy it is. Users are those who sit at a terminal.
 * Authority: uptime(1) of procps-ng 4.0.2.
 */

import { readClock } from './lib/proc.ts';
import { program } from './lib/program.ts';
import { strftime } from './lib/strftime.ts';
import { DAY, plural, uptimeLine } from './lib/uptime-line.ts';

const options = {
  pretty: { short: 'p', long: 'pretty', help: 'show uptime in pretty format' },
  since: { short: 's', long: 'since', help: 'system up since' },
} as const;

/** `1 day, 2 hours, 5 minutes` */
const pretty = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60) % 60;
  const parts = [
    [Math.floor(seconds / (DAY * 7)), 'week'],
    [Math.floor(seconds / DAY) % 7, 'day'],
    [Math.floor(seconds / 3600) % 24, 'hour'],
    [minutes, 'minute'],
  ] as const;
  const words = parts.flatMap(([count, word]) => (count > 0 ? [plural(count, word)] : []));
  return words.length > 0 ? words.join(', ') : '0 minutes';
};

export const uptime = program(
  {
    name: 'uptime',
    summary: 'tell how long the system has been running',
    usage: '[options]',
    family: 'procps',
    options,
  },
  function* (sys, args, io) {
    if (args.operands.length > 0) return yield* io.usageError(1);
    const { uptime: seconds, now } = yield* readClock(sys);
    if (args.has('since')) {
      yield* io.print(`${strftime('%Y-%m-%d %H:%M:%S', now - seconds * 1e6, io.zone)}\n`);
      return 0;
    }
    if (args.has('pretty')) {
      yield* io.print(`up ${pretty(seconds)}\n`);
      return 0;
    }
    yield* io.print(` ${yield* uptimeLine(sys, io.zone)}\n`);
    return 0;
  },
);
