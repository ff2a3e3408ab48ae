/** ipcs: the System V objects of the machine, their limits and what is used of them. Authority: ipcs(1) of util-linux 2.38.1. */

import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { showQueue, showSegment, showSet } from './lib/ipcs-details.ts';
import type { Unit } from './lib/ipcs-limits.ts';
import { type Format, type Shown, tables } from './lib/ipcs-tables.ts';
import { type Args, program } from './lib/program.ts';
import { readNames } from './lib/users.ts';
import { int32OrDie } from './lib/util-linux.ts';

const options = {
  id: { short: 'i', long: 'id', value: '<id>', help: 'print details on resource identified by <id>' },
  shmems: { short: 'm', long: 'shmems', help: 'shared memory segments' },
  queues: { short: 'q', long: 'queues', help: 'message queues' },
  semaphores: { short: 's', long: 'semaphores', help: 'semaphores' },
  all: { short: 'a', long: 'all', help: 'all (default)' },
  time: { short: 't', long: 'time', help: 'show attach, detach and change times' },
  pid: { short: 'p', long: 'pid', help: 'show PIDs of creator and last operator' },
  creator: { short: 'c', long: 'creator', help: 'show creator and owner' },
  limits: { short: 'l', long: 'limits', help: 'show resource limits' },
  summary: { short: 'u', long: 'summary', help: 'show status summary' },
  human: { long: 'human', help: 'show sizes in human-readable format' },
  bytes: { short: 'b', long: 'bytes', help: 'show sizes in bytes' },
} as const;

type Name = keyof typeof options;

const KINDS = ['queues', 'shmems', 'semaphores'] as const;
const FORMATS: readonly Exclude<Format, 'list'>[] = ['time', 'pid', 'creator', 'limits', 'summary'];
const DETAILS = { queues: showQueue, shmems: showSegment, semaphores: showSet } as const;

const unitOf = (args: Args<Name>): Unit => args.last('human', 'bytes') ?? 'default';

/** The ids are read as they come, so that the first bad one is told. */
function* wantedId(args: Args<Name>, io: Io): Generator<void, number | undefined> {
  let id: number | undefined;
  for (const text of args.values('id')) id = yield* int32OrDie(io, text, 'failed to parse id argument');
  return id;
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const id = yield* wantedId(args, io);
  const unit = unitOf(args);
  const shown: Shown = { format: args.last(...FORMATS) ?? 'list', unit, names: yield* readNames(sys), zone: io.zone };
  const wanted = KINDS.filter((kind) => args.has(kind) || args.has('all'));
  if (id !== undefined) {
    const [only, another] = wanted;
    if (only === undefined || another !== undefined)
      return yield* io.die(1, 'when using an ID, a single resource must be specified');
    const text = yield* DETAILS[only](sys, id, shown);
    if (text === undefined) yield* io.error(`id ${id} not found`);
    else yield* io.print(text);
    return 0;
  }
  yield* io.print('\n');
  for (const kind of wanted.length > 0 ? wanted : KINDS) yield* io.print(`${yield* tables[kind](sys, shown)}\n`);
  return 0;
}

export const ipcs = program(
  {
    name: 'ipcs',
    summary: 'show information on IPC facilities',
    usage: ['[resource-option...] [output-option]', '-m|-q|-s -i <id>'],
    about: 'Show information on IPC facilities.',
    family: 'util-linux',
    groups: [
      { title: 'Options', options: ['id', 'help', 'version'] },
      { title: 'Resource options', options: ['shmems', 'queues', 'semaphores', 'all'] },
      {
        title: 'Output options',
        options: ['time', 'pid', 'creator', 'limits', 'summary', 'human', 'bytes'],
        column: 19,
      },
    ],
    options,
  },
  run,
);
