/** renice: another nice value for processes that run. Authority: renice(1) of util-linux 2.38.1. */

import { PRIO_PGRP, PRIO_PROCESS, PRIO_USER } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { rawProgram } from './lib/program.ts';
import { readUsers, type User } from './lib/users.ts';

const KINDS = {
  [PRIO_PROCESS]: 'process ID',
  [PRIO_PGRP]: 'process group ID',
  [PRIO_USER]: 'user ID',
} as const;
type Kind = keyof typeof KINDS;

const SWITCHES: Readonly<Record<string, Kind>> = {
  '-p': PRIO_PROCESS,
  '--pid': PRIO_PROCESS,
  '-g': PRIO_PGRP,
  '--pgrp': PRIO_PGRP,
  '-u': PRIO_USER,
  '--user': PRIO_USER,
};
const FEWEST = 2;

/** The number of whom a word means. */
function* whoIs(io: Io, word: string, kind: Kind, users: readonly User[]): Generator<void, number | undefined> {
  const named = kind === PRIO_USER ? users.find(({ name }) => name === word) : undefined;
  if (named) return named.uid;
  if (/^\+?\d+$/.test(word)) return Number(word);
  yield* io.error(kind === PRIO_USER ? `unknown user ${word}` : `bad ${KINDS[kind]} value: ${word}`);
  return undefined;
}

function* renew(sys: Sys, io: Io, kind: Kind, who: number, priority: number): Generator<void, boolean> {
  const name = `${who} (${KINDS[kind]})`;
  const old = yield* sys.getpriority(kind, who);
  if (isFailure(old)) {
    yield* io.fail(`failed to get priority for ${name}`, old);
    return false;
  }
  const done = yield* sys.setpriority(kind, who, priority);
  const now = isFailure(done) ? done : yield* sys.getpriority(kind, who);
  if (isFailure(now)) {
    yield* io.fail(`failed to set priority for ${name}`, now);
    return false;
  }
  yield* io.print(`${name} old priority ${old}, new priority ${now}\n`);
  return true;
}

export const renice = rawProgram(
  {
    name: 'renice',
    summary: 'alter priority of running processes',
    usage: [
      '[-n] <priority> [-p|--pid] <pid>...',
      '[-n] <priority>  -g|--pgrp <pgid>...',
      '[-n] <priority>  -u|--user <user>...',
    ],
    about: 'Alter the priority of running processes.',
    family: 'util-linux',
    groups: [{ title: 'Options', options: ['priority', 'pid', 'pgrp', 'user', '', 'help', 'version'], column: 24 }],
    options: {
      priority: { short: 'n', long: 'priority', value: '<num>', help: 'specify the nice value' },
      pid: { short: 'p', long: 'pid', help: 'interpret arguments as process ID (default)' },
      pgrp: { short: 'g', long: 'pgrp', help: 'interpret arguments as process group ID' },
      user: { short: 'u', long: 'user', help: 'interpret arguments as username or user ID' },
    },
  },
  function* (sys, args, io) {
    const [first = ''] = args;
    if (first === '-h' || first === '--help') {
      yield* io.print(io.helpText);
      return 0;
    }
    if (first === '-V' || first === '--version') {
      yield* io.print(io.versionText);
      return 0;
    }
    const named = first === '-n' || first === '--priority';
    if (args.length < (named ? FEWEST + 1 : FEWEST)) return yield* io.usageError(1, 'not enough arguments');
    const [priority = '', ...words] = named ? args.slice(1) : args;
    if (!/^\s*[-+]?\d+$/.test(priority)) return yield* io.usageError(1, `invalid priority '${priority}'`);
    const users = yield* readUsers(sys);
    let kind: Kind = PRIO_PROCESS;
    let good = true;
    for (const word of words) {
      const other = SWITCHES[word];
      if (other !== undefined) {
        kind = other;
        continue;
      }
      const who = yield* whoIs(io, word, kind, users);
      if (who === undefined || !(yield* renew(sys, io, kind, who, Number(priority)))) good = false;
    }
    return good ? 0 : 1;
  },
);
