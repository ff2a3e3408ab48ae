/**
 * w: who is logged in, for how long nothing was typed, and what they are doing. Who leads a session on a terminal has logged in
 * there; where from is not kept. Leaves out -o. Authority: w(1) of procps-ng 4.0.2.
 */
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { MONTHS, momentOf, WEEKDAYS } from './lib/calendar.ts';
import type { Io } from './lib/io.ts';
import { type Clock, commandLine, type Proc, readClock, readProcs, TICKS, ttyName } from './lib/proc.ts';
import { type Args, program } from './lib/program.ts';
import { uptimeLine } from './lib/uptime-line.ts';
import { readNames } from './lib/users.ts';

const options = {
  noHeader: { short: 'h', long: 'no-header', help: 'do not print header' },
  noCurrent: { short: 'u', long: 'no-current', help: 'ignore current process username' },
  short: { short: 's', long: 'short', help: 'short format' },
  from: { short: 'f', long: 'from', help: 'show remote hostname field' },
  address: { short: 'i', long: 'ip-addr', help: 'display IP address instead of hostname (if possible)' },
} as const;

const two = (value: number): string => String(value).padStart(2, '0');
const HOUR = 3600;
const DAY = 24 * HOUR;

/** In seven columns: seconds with hundredths, minutes and seconds, hours and minutes, days. */
const interval = (seconds: number): string => {
  const whole = Math.floor(seconds);
  const lead = (value: number): string => String(Math.floor(value)).padStart(2);
  if (whole >= 2 * DAY) return ` ${lead(whole / DAY)}days`;
  if (whole >= HOUR) return ` ${lead(whole / HOUR)}:${two(Math.floor(whole / 60) % 60)}m`;
  if (whole > 60) return ` ${lead(whole / 60)}:${two(whole % 60)} `;
  return ` ${lead(whole)}.${two(Math.floor((seconds - whole) * 100))}s`;
};

/** The hour; the day too when that is another. */
const loginTime = (us: number, clock: Clock, io: Io): string => {
  const [then, now] = [momentOf(us, io.zone), momentOf(clock.now, io.zone)];
  const old = (clock.now - us) / 1e6;
  if (old <= 12 * HOUR || then.yearday === now.yearday) return ` ${two(then.hour)}:${two(then.minute)}  `;
  if (old > 6 * DAY) return ` ${two(then.day)}${MONTHS[then.month - 1]?.slice(0, 3)}${two(then.year % 100)}`;
  return ` ${WEEKDAYS[then.weekday]?.slice(0, 3)}${two(then.hour)}  `;
};

const cpuSeconds = (procs: readonly Proc[]): number => procs.reduce((sum, { time }) => sum + time, 0) / TICKS;

function* idleOf(sys: Sys, line: string, clock: Clock): Generator<void, number> {
  const stat = yield* sys.stat(`/dev/${line}`);
  return isFailure(stat) ? 0 : Math.max(0, Math.floor((clock.now - stat.atime) / 1e6));
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  // -f takes away what is shown otherwise.
  const from = !args.has('from');
  const long = !args.has('short');
  const clock = yield* readClock(sys);
  const names = yield* readNames(sys);
  const procs = (yield* readProcs(sys, { argv: true })).filter(({ state }) => state !== 'Z');
  const nameOf = ({ ids }: Proc): string => names.user(ids.uid[0] ?? 0) ?? String(ids.uid[0] ?? 0);
  const [wanted] = args.operands;
  if (!args.has('noHeader')) {
    const times = long ? '  LOGIN@   IDLE   JCPU   PCPU WHAT' : '   IDLE WHAT';
    const columns = `USER     TTY      ${from ? 'FROM'.padEnd(15) : ''}${times}`;
    yield* io.print(` ${yield* uptimeLine(sys, io.zone)}\n${columns}\n`);
  }
  for (const leader of procs) {
    const line = ttyName(leader);
    const user = nameOf(leader);
    if (line === undefined || leader.session !== leader.pid || (wanted !== undefined && wanted !== user)) continue;
    const here = procs.filter((proc) => proc.ttyNr === leader.ttyNr);
    const own = here.filter((proc) => proc.pgrp === proc.tpgid && (args.has('noCurrent') || nameOf(proc) === user));
    const current = own.at(-1) ?? leader;
    const login = (clock.bootTime + leader.start / TICKS) * 1e6;
    const idle = interval(yield* idleOf(sys, line, clock));
    const times = long
      ? loginTime(login, clock, io) + idle + interval(cpuSeconds(here)) + interval(cpuSeconds([current]))
      : idle;
    yield* io.print(
      `${user.slice(0, 8).padEnd(9)}${line.slice(0, 8).padEnd(9)}${from ? '-'.padEnd(16) : ''}${times} ${commandLine(current)}\n`,
    );
  }
  return 0;
}

export const w = program(
  {
    name: 'w',
    summary: 'show who is logged on and what they are doing',
    usage: '[options] [user]',
    family: 'procps',
    options,
  },
  run,
);
