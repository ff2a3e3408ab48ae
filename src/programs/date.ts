/** date: print the date and time. The clock cannot be set from here. Authority: date(1). */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseDate } from './lib/date-text.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quote, quotef } from './lib/quote.ts';
import { readText } from './lib/read-file.ts';
import { strftime } from './lib/strftime.ts';
import { type Choices, chooseWord } from './lib/xargmatch.ts';
import { UTC, type Zone } from './lib/zone.ts';

const options = {
  date: { short: 'd', long: 'date', value: 'STRING', help: "display time described by STRING, not 'now'" },
  file: { short: 'f', long: 'file', value: 'DATEFILE', help: 'like --date; once for each line of DATEFILE' },
  iso: {
    short: 'I',
    long: 'iso-8601',
    value: 'FMT',
    optional: true,
    help: "output date/time in ISO 8601 format.\nFMT='date' for date only (the default),\n'hours', 'minutes', 'seconds', or 'ns'\nfor date and time to the indicated precision.",
  },
  email: {
    short: 'R',
    long: 'rfc-email',
    help: 'output date and time in RFC 5322 format.\nExample: Mon, 14 Aug 2006 02:34:56 -0600',
  },
  resolution: { long: 'resolution', help: 'output the available resolution of timestamps' },
  rfc2822: { long: 'rfc-2822', help: 'the same as --rfc-email' },
  rfc3339: {
    long: 'rfc-3339',
    value: 'FMT',
    help: "output date/time in RFC 3339 format.\nFMT='date', 'seconds', or 'ns'\nfor date and time to the indicated precision.",
  },
  reference: { short: 'r', long: 'reference', value: 'FILE', help: 'display the last modification time of FILE' },
  set: { short: 's', long: 'set', value: 'STRING', help: 'set time described by STRING' },
  utc: { short: 'u', long: 'utc', help: 'print or set Coordinated Universal Time (UTC)' },
  universal: { long: 'universal', help: 'the same as --utc' },
} as const;

type Name = keyof typeof options;

const ISO: Choices = [['hours'], ['minutes'], ['date'], ['seconds'], ['ns']];
const ISO_FORMATS: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};
const RFC3339: Choices = [['date'], ['seconds'], ['ns']];
const RFC3339_FORMATS: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  seconds: '%Y-%m-%d %H:%M:%S%:z',
  ns: '%Y-%m-%d %H:%M:%S.%N%:z',
};
/** What clock_getres(2) answers, in nanoseconds. */
const RESOLUTION = '000000001';
const DEFAULT = '%a %b %e %H:%M:%S %Z %Y';

function* formatOf(args: Args<Name>, io: Io): Generator<void, string | undefined> {
  const last = args.last('iso', 'email', 'rfc2822', 'rfc3339');
  if (last === undefined) return undefined;
  const given = args.given.filter(({ option }) => ['iso', 'email', 'rfc2822', 'rfc3339'].includes(option));
  if (given.length > 1) return yield* io.die(1, 'multiple output formats specified');
  if (last === 'iso') return ISO_FORMATS[yield* chooseWord(io, 'iso-8601', args.value('iso') ?? 'date', ISO)];
  if (last === 'rfc3339')
    return RFC3339_FORMATS[yield* chooseWord(io, 'rfc-3339', args.value('rfc3339') ?? '', RFC3339)];
  return '%a, %d %b %Y %H:%M:%S %z';
}

function* fromFile(sys: Sys, io: Io, path: string, show: (us: number) => string, zone: Zone): Generator<void, number> {
  const text = yield* readText(sys, path === '-' ? '/proc/self/fd/0' : path);
  if (isFailure(text)) return yield* io.die(1, quotef(path), text);
  const now = yield* sys.clock_gettime();
  let status = 0;
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const time = parseDate(line, now, zone);
    if (time === undefined) {
      yield* io.error(`invalid date ${quote(line)}`);
      status = 1;
    } else yield* io.print(show(time));
  }
  return status;
}

function* moment(sys: Sys, io: Io, args: Args<Name>, zone: Zone): Generator<void, number> {
  const now = yield* sys.clock_gettime();
  const reference = args.value('reference');
  if (reference !== undefined) {
    const stat = yield* sys.stat(reference);
    return isFailure(stat) ? yield* io.die(1, quotef(reference), stat) : stat.mtime;
  }
  const text = args.value('date') ?? args.value('set');
  if (text === undefined) return now;
  return parseDate(text, now, zone) ?? (yield* io.die(1, `invalid date ${quote(text)}`));
}

export const date = program(
  {
    name: 'date',
    summary: 'print or set the system date and time',
    usage: ['[OPTION]... [+FORMAT]', '[-u|--utc|--universal] [MMDDhhmm[[CC]YY][.ss]]'],
    about:
      'Display date and time in the given FORMAT.\nWith -s, or with [MMDDhhmm[[CC]YY][.ss]], set the date and time.',
    options,
    notes: 'FORMAT controls the output: %Y %m %d %H %M %S %N %s %a %b %F %T %j %z %Z and all others of strftime(3).',
  },
  function* (sys, args, io) {
    const sources = (['date', 'file', 'reference', 'resolution'] as const).filter((name) => args.has(name));
    if (sources.length > 1) {
      return yield* io.usageError(1, 'the options to specify dates for printing are mutually exclusive');
    }
    if (sources.length > 0 && args.has('set')) {
      return yield* io.usageError(1, 'the options to print and set the time may not be used together');
    }
    const asked = yield* formatOf(args, io);
    const [operand, extra] = args.operands;
    if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quote(extra)}`);
    if (operand !== undefined && !operand.startsWith('+')) {
      if (sources.length > 0 || args.has('set')) {
        return yield* io.usageError(
          1,
          `the argument ${quote(operand)} lacks a leading '+';\nwhen using an option to specify date(s), any non-option\nargument must be a format string beginning with '+'`,
        );
      }
      if (!/^\d{8}(\d{2}|\d{4})?(\.\d{2})?$/.test(operand)) return yield* io.die(1, `invalid date ${quote(operand)}`);
    }
    if (operand?.startsWith('+') && asked !== undefined) return yield* io.die(1, 'multiple output formats specified');
    const format = operand?.startsWith('+') ? operand.slice(1) : (asked ?? DEFAULT);
    const zone = args.has('utc') || args.has('universal') ? UTC : io.zone;
    const show = (us: number, asked = format): string => `${strftime(asked, us, zone, 'gnulib')}\n`;
    if (args.has('resolution')) {
      const told = operand === undefined && asked === undefined ? '%s.%N' : format;
      yield* io.print(show(0, told.replaceAll('%N', RESOLUTION)));
      return 0;
    }
    const file = args.value('file');
    if (file !== undefined) return yield* fromFile(sys, io, file, show, zone);
    const time = yield* moment(sys, io, args, zone);
    let status = 0;
    if (args.has('set') || (operand !== undefined && !operand.startsWith('+'))) {
      yield* io.error('cannot set date: Operation not permitted');
      status = 1;
    }
    yield* io.print(show(time));
    return status;
  },
);
