/**
 * who: who is logged in, and since when. There is no utmp here: whoever leads a session with a terminal counts as logged
 * in, and a FILE of records as empty. Leaves out hosts. Authority: who(1); columns of coreutils 9.1.
 */

import { S_ISCHR } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { readClock, readProcs, TICKS, ttyName } from './lib/proc.ts';
import { type Args, program } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { strftime } from './lib/strftime.ts';
import { readNames } from './lib/users.ts';
import type { Zone } from './lib/zone.ts';

const options = {
  all: { short: 'a', long: 'all', help: 'same as -b -d --login -p -r -t -T -u' },
  boot: { short: 'b', long: 'boot', help: 'time of last system boot' },
  dead: { short: 'd', long: 'dead', help: 'print dead processes' },
  heading: { short: 'H', long: 'heading', help: 'print line of column headings' },
  ips: {
    long: 'ips',
    help: 'print ips instead of hostnames. with --lookup,\ncanonicalizes based on stored IP, if available,\nrather than stored hostname',
  },
  login: { short: 'l', long: 'login', help: 'print system login processes' },
  lookup: { long: 'lookup', help: 'attempt to canonicalize hostnames via DNS' },
  mine: { short: 'm', help: 'only hostname and user associated with stdin' },
  process: { short: 'p', long: 'process', help: 'print active processes spawned by init' },
  count: { short: 'q', long: 'count', help: 'all login names and number of users logged on' },
  runlevel: { short: 'r', long: 'runlevel', help: 'print current runlevel' },
  short: { short: 's', long: 'short', help: 'print only name, line, and time (default)' },
  time: { short: 't', long: 'time', help: 'print last system clock change' },
  mesg: { short: 'T', long: 'mesg', help: "add user's message status as +, - or ?" },
  w: { short: 'w', help: 'same as -T' },
  users: { short: 'u', long: 'users', help: 'list users logged in' },
  message: { long: 'message', help: 'same as -T' },
  writable: { long: 'writable', help: 'same as -T' },
} as const;
type Option = keyof typeof options;

const MAX_OPERANDS = 2;
const SECOND = 1_000_000;
const S_IWGRP = 0o020;

/** Which columns there are, and which records. */
interface Look {
  readonly mesg: boolean;
  readonly idle: boolean;
  readonly exit: boolean;
  readonly short: boolean;
  readonly users: boolean;
  readonly boot: boolean;
}

const lookOf = (args: Args<Option>): Look => {
  const any = (...names: readonly Option[]): boolean => names.some((name) => args.has(name));
  const others = any('boot', 'dead', 'login', 'process', 'runlevel', 'time');
  const simple = !others && !any('all', 'users');
  const exit = any('all', 'dead');
  return {
    mesg: any('all', 'mesg', 'w', 'message', 'writable'),
    idle: any('all', 'dead', 'login', 'runlevel', 'users'),
    exit,
    short: !exit && (simple || args.has('short')),
    users: simple || any('all', 'users'),
    boot: any('all', 'boot'),
  };
};

interface Row {
  readonly name: string;
  readonly mesg: string;
  readonly line: string;
  readonly time: string;
  readonly idle: string;
  readonly pid: string;
  readonly comment: string;
  readonly exit: string;
}

const HEADING: Row = {
  name: 'NAME',
  mesg: ' ',
  line: 'LINE',
  time: 'TIME',
  idle: 'IDLE',
  pid: 'PID',
  comment: 'COMMENT',
  exit: 'EXIT',
};

const rowText = (row: Row, look: Look): string =>
  [
    row.name.padEnd(8),
    look.mesg ? ` ${row.mesg}` : '',
    ` ${row.line.padEnd(12)} ${row.time.padEnd(12)}`,
    look.idle && !look.short ? ` ${row.idle.padEnd(6)}` : '',
    look.short ? '' : ` ${row.pid.padStart(10)}`,
    ` ${row.comment.padEnd(8)}`,
    look.exit ? ` ${row.exit.padEnd(12)}` : '',
  ]
    .join('')
    .trimEnd();

const timeText = (us: number, zone: Zone): string => strftime('%b %e %H:%M', us, zone);

const MINUTE = 60;
const DAY = 86_400;

/** `  .  ` within the last minute, `old` after a day. */
const idleText = (seconds: number): string => {
  if (seconds < MINUTE) return '  .  ';
  if (seconds >= DAY) return ' old ';
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}`;
};

interface Login {
  readonly line: string;
  readonly row: Row;
}

function* logins(sys: Sys, zone: Zone): Generator<void, Login[]> {
  const clock = yield* readClock(sys);
  const names = yield* readNames(sys);
  const found: Login[] = [];
  for (const proc of yield* readProcs(sys)) {
    const line = ttyName(proc);
    if (line === undefined || proc.session !== proc.pid) continue;
    const uid = proc.ids.uid[0] ?? 0;
    const terminal = yield* sys.stat(`/dev/${line}`);
    const known = !isFailure(terminal) && S_ISCHR(terminal.mode);
    found.push({
      line,
      row: {
        name: names.user(uid) ?? String(uid),
        mesg: known ? (terminal.mode & S_IWGRP ? '+' : '-') : '?',
        line,
        time: timeText((clock.bootTime + proc.start / TICKS) * SECOND, zone),
        idle: known ? idleText((clock.now - terminal.atime) / SECOND) : '  ?',
        pid: String(proc.pid),
        comment: '',
        exit: '',
      },
    });
  }
  return found;
}

const bootRow = (us: number, zone: Zone): Row => ({
  name: '',
  mesg: ' ',
  line: 'system boot',
  time: timeText(us, zone),
  idle: '',
  pid: '',
  comment: '',
  exit: '',
});

function* run(sys: Sys, args: Args<Option>, io: Io): Generator<void, number> {
  const { operands } = args;
  const extra = operands[MAX_OPERANDS];
  if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quote(extra)}`);
  const everybody = operands.length === 1 ? [] : yield* logins(sys, io.zone);
  if (args.has('count')) {
    yield* io.print(`${everybody.map(({ row }) => row.name).join(' ')}\n# users=${everybody.length}\n`);
    return 0;
  }
  const look = lookOf(args);
  if (args.has('heading')) yield* io.print(`${rowText(HEADING, look)}\n`);
  const mine = args.has('mine') || operands.length === MAX_OPERANDS;
  const terminal = mine ? yield* sys.ttyname(0) : undefined;
  if (terminal !== undefined && isFailure(terminal)) return 0;
  const line = terminal?.replace(/^\/dev\//, '');
  if (look.boot && line === undefined && operands.length !== 1) {
    yield* io.print(`${rowText(bootRow((yield* readClock(sys)).bootTime * SECOND, io.zone), look)}\n`);
  }
  if (!look.users) return 0;
  for (const login of everybody) {
    if (line === undefined || login.line === line) yield* io.print(`${rowText(login.row, look)}\n`);
  }
  return 0;
}

export const who = program(
  {
    name: 'who',
    summary: 'show who is logged on',
    usage: '[OPTION]... [ FILE | ARG1 ARG2 ]',
    about: 'Print information about users who are currently logged in.',
    options,
    notes:
      "If FILE is not specified, use /var/run/utmp.  /var/log/wtmp as FILE is common.\nIf ARG1 ARG2 given, -m presumed: 'am i' or 'mom likes' are usual.",
  },
  run,
);
