/** ipcrm: removes System V objects by id, by key, or all of a kind. Authority: ipcrm(1) of util-linux 2.38.1. */

import { IPC_RMID, MSG_INFO, MSG_STAT, SEM_INFO, SEM_STAT, SHM_INFO, SHM_STAT } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { parseKey } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';
import { int32OrDie } from './lib/util-linux.ts';

const options = {
  'shmem-id': { short: 'm', long: 'shmem-id', value: '<id>', help: 'remove shared memory segment by id' },
  'shmem-key': { short: 'M', long: 'shmem-key', value: '<key>', help: 'remove shared memory segment by key' },
  'queue-id': { short: 'q', long: 'queue-id', value: '<id>', help: 'remove message queue by id' },
  'queue-key': { short: 'Q', long: 'queue-key', value: '<key>', help: 'remove message queue by key' },
  'semaphore-id': { short: 's', long: 'semaphore-id', value: '<id>', help: 'remove semaphore by id' },
  'semaphore-key': { short: 'S', long: 'semaphore-key', value: '<key>', help: 'remove semaphore by key' },
  all: {
    short: 'a',
    long: 'all',
    value: 'shm|msg|sem',
    optional: true,
    help: 'remove all (in the specified category)',
  },
  verbose: { short: 'v', long: 'verbose', help: 'explain what is being done' },
} as const;

interface Kind {
  readonly name: string;
  readonly remove: (sys: Sys, id: number) => Generator<void, 0 | number | Failure>;
  readonly idOf: (sys: Sys, key: number) => Generator<void, number | Failure>;
  /** The greatest index in use; the id of what is at one. */
  readonly highest: (sys: Sys) => Generator<void, number | Failure>;
  readonly at: (sys: Sys, index: number) => Generator<void, number | Failure>;
}

const KINDS: Readonly<Record<'shm' | 'sem' | 'msg', Kind>> = {
  shm: {
    name: 'shared memory segment',
    remove: (sys, id) => sys.shmctl(id, IPC_RMID, undefined),
    idOf: (sys, key) => sys.shmget(key, 0, 0),
    highest: (sys) => sys.shmctl(0, SHM_INFO, {}),
    at: (sys, index) => sys.shmctl(index, SHM_STAT, {}),
  },
  sem: {
    name: 'semaphore',
    remove: (sys, id) => sys.semctl(id, 0, IPC_RMID, undefined),
    idOf: (sys, key) => sys.semget(key, 0, 0),
    highest: (sys) => sys.semctl(0, 0, SEM_INFO, {}),
    at: (sys, index) => sys.semctl(index, 0, SEM_STAT, {}),
  },
  msg: {
    name: 'message queue',
    remove: (sys, id) => sys.msgctl(id, IPC_RMID, undefined),
    idOf: (sys, key) => sys.msgget(key, 0),
    highest: (sys) => sys.msgctl(0, MSG_INFO, {}),
    at: (sys, index) => sys.msgctl(index, MSG_STAT, {}),
  },
};
type KindName = keyof typeof KINDS;
const isKind = (text: string): text is KindName => Object.hasOwn(KINDS, text);

const OPTION_KINDS = {
  'shmem-id': 'shm',
  'shmem-key': 'shm',
  'queue-id': 'msg',
  'queue-key': 'msg',
  'semaphore-id': 'sem',
  'semaphore-key': 'sem',
} as const;

const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied for',
  EPERM: 'permission denied for',
  EINVAL: 'invalid',
  ENOENT: 'invalid',
  EIDRM: 'already removed',
};

/** One run; it counts what could not be removed. */
class Removal {
  readonly sys: Sys;
  readonly io: Io;
  verbose = false;
  failures = 0;

  constructor(sys: Sys, io: Io) {
    this.sys = sys;
    this.io = io;
  }

  *remove(kind: Kind, id: number, found: 'id' | 'key'): Generator<void, void> {
    if (this.verbose) yield* this.io.print(`removing ${kind.name} id \`${id}'\n`);
    const answer = yield* kind.remove(this.sys, id);
    if (isFailure(answer)) yield* this.refused(answer, found, String(id));
  }

  *removeKey(kind: Kind, text: string): Generator<void, void> {
    const key = parseKey(text);
    if (key === undefined) return yield* this.io.die(1, `failed to parse argument: '${text}'`);
    if (key === 0) {
      this.failures += 1;
      return yield* this.io.error(`illegal key (${text})`);
    }
    const id = yield* kind.idOf(this.sys, key);
    if (isFailure(id)) yield* this.refused(id, 'key', text);
    else yield* this.remove(kind, id, 'key');
  }

  *removeAll(kind: Kind): Generator<void, void> {
    const highest = yield* kind.highest(this.sys);
    if (isFailure(highest)) return;
    for (let index = 0; index <= highest; index += 1) {
      const id = yield* kind.at(this.sys, index);
      if (!isFailure(id)) yield* this.remove(kind, id, 'id');
    }
  }

  *refused(failure: Failure, found: 'id' | 'key', shown: string): Generator<void, void> {
    const why = REFUSALS[failure.errno];
    if (why === undefined) return yield* this.io.die(1, `${found} failed`, failure);
    this.failures += 1;
    yield* this.io.error(`${why} ${found} (${shown})`);
  }
}

/** `ipcrm msg 1 2`, as it was written before there were options. */
function* oldForm(removal: Removal, kind: Kind, ids: readonly string[]): Generator<void, number> {
  const { io } = removal;
  if (ids.length === 0) return yield* io.usageError(1, 'not enough arguments');
  for (const text of ids) {
    if (/^\s*[-+]?\d*$/.test(text)) {
      yield* removal.remove(kind, Number(text) | 0, 'id');
      continue;
    }
    removal.failures += 1;
    yield* io.error(`invalid id: ${text}`);
  }
  if (removal.failures > 0) return 1;
  yield* io.print('resource(s) deleted\n');
  return 0;
}

/** In the old form nothing is an option. */
const rewrite = (args: readonly string[]): readonly string[] => (isKind(args[0] ?? '') ? ['--', ...args] : args);

/** `=foo` of `-a=foo` stays as it is, as getopt(3) hands it over. */
function* chosenKinds(io: Io, chosen: string | undefined): Generator<void, readonly KindName[]> {
  if (chosen === undefined) return ['shm', 'sem', 'msg'];
  return isKind(chosen) ? [chosen] : yield* io.die(1, `unknown argument: ${chosen}`);
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const removal = new Removal(sys, io);
  const [first = '', ...rest] = args.operands;
  if (args.given.length === 0 && isKind(first)) return yield* oldForm(removal, KINDS[first], rest);
  let all: readonly KindName[] = [];
  for (const { option, value } of args.given) {
    if (option === 'verbose') removal.verbose = true;
    else if (option === 'all') all = yield* chosenKinds(io, value);
    else yield* removeGiven(removal, option, value ?? '');
  }
  for (const kind of all) yield* removal.removeAll(KINDS[kind]);
  if (args.operands.length > 0) return yield* io.usageError(1, `unknown argument: ${first}`);
  return removal.failures > 0 ? 1 : 0;
}

function* removeGiven(removal: Removal, option: keyof typeof OPTION_KINDS, value: string): Generator<void, void> {
  const kind = KINDS[OPTION_KINDS[option]];
  if (option.endsWith('key')) return yield* removal.removeKey(kind, value);
  yield* removal.remove(kind, yield* int32OrDie(removal.io, value, 'failed to parse argument'), 'id');
}

export const ipcrm = program(
  {
    name: 'ipcrm',
    summary: 'remove certain IPC resources',
    usage: ['[options]', 'shm|msg|sem <id>...'],
    about: 'Remove certain IPC resources.',
    family: 'util-linux',
    groups: [
      {
        title: 'Options',
        options: [
          ...['shmem-id', 'shmem-key', 'queue-id', 'queue-key', 'semaphore-id', 'semaphore-key', 'all', 'verbose'],
          ...['', 'help', 'version'],
        ],
      },
    ],
    options,
    rewrite,
  },
  run,
);
