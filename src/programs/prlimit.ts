/** prlimit: shows or changes the resource limits of a process, or of a command that it starts. Authority: prlimit(1) of util-linux 2.38.1. */

import { type Resource, RLIM_INFINITY, type Rlimit } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { become, execStatus } from './lib/exec.ts';
import type { OptionSpec } from './lib/getopt.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { drawTable, type SmartColumn } from './lib/smart-table.ts';
import { columnHelp, namedColumns } from './lib/util-linux.ts';

interface Limited {
  readonly resource: Resource;
  readonly letter: string;
  readonly help: string;
  readonly description: string;
  readonly unit: string;
}

/** In the order of the table. */
const LIMITS = [
  ['AS', 'v', 'size of virtual memory', 'address space limit', 'bytes'],
  ['CORE', 'c', 'maximum size of core files created', 'max core file size', 'bytes'],
  ['CPU', 't', 'maximum amount of CPU time in seconds', 'CPU time', 'seconds'],
  ['DATA', 'd', "maximum size of a process's data segment", 'max data size', 'bytes'],
  ['FSIZE', 'f', 'maximum size of files written by the process', 'max file size', 'bytes'],
  ['LOCKS', 'x', 'maximum number of file locks', 'max number of file locks held', 'locks'],
  ['MEMLOCK', 'l', 'maximum size a process may lock into memory', 'max locked-in-memory address space', 'bytes'],
  ['MSGQUEUE', 'q', 'maximum bytes in POSIX message queues', 'max bytes in POSIX mqueues', 'bytes'],
  ['NICE', 'e', 'maximum nice priority allowed to raise', 'max nice prio allowed to raise', ''],
  ['NOFILE', 'n', 'maximum number of open files', 'max number of open files', 'files'],
  ['NPROC', 'u', 'maximum number of user processes', 'max number of processes', 'processes'],
  ['RSS', 'm', 'maximum resident set size', 'max resident set size', 'bytes'],
  ['RTPRIO', 'r', 'maximum real-time scheduling priority', 'max real-time priority', ''],
  [
    'RTTIME',
    'y',
    'CPU time in microseconds a process scheduled\nunder real-time scheduling',
    'timeout for real-time tasks',
    'microsecs',
  ],
  ['SIGPENDING', 'i', 'maximum number of pending signals', 'max number of pending signals', 'signals'],
  ['STACK', 's', 'maximum stack size', 'max stack size', 'bytes'],
] as const;

const TABLE: readonly Limited[] = LIMITS.map(([resource, letter, help, description, unit]) => ({
  resource,
  letter,
  help,
  description,
  unit,
}));

const OWN = {
  pid: { short: 'p', long: 'pid', value: '<pid>', help: 'process id' },
  output: { short: 'o', long: 'output', value: '<list>', help: 'define which output columns to use' },
  noheadings: { long: 'noheadings', help: "don't print headings" },
  raw: { long: 'raw', help: 'use the raw output format' },
  verbose: { long: 'verbose', help: 'verbose output' },
} as const;
type Name = keyof typeof OWN | Resource;

const resources = Object.fromEntries(
  TABLE.map(({ resource, letter, help }) => [
    resource,
    {
      short: letter,
      long: resource.toLowerCase(),
      value: '<limit>',
      optional: true,
      shown: `-${letter}, --${resource.toLowerCase()}`,
      help,
    },
  ]),
) as Record<Resource, OptionSpec>;

const COLUMNS = {
  DESCRIPTION: { right: false, help: 'resource description' },
  RESOURCE: { right: false, help: 'resource name' },
  SOFT: { right: true, help: 'soft limit' },
  HARD: { right: true, help: 'hard limit (ceiling)' },
  UNITS: { right: false, help: 'units' },
} as const;
type Column = keyof typeof COLUMNS;
const SHOWN: readonly Column[] = ['RESOURCE', 'DESCRIPTION', 'SOFT', 'HARD', 'UNITS'];

/** Where --help says what an option does. */
const COLUMN = 24;
const ARGUMENTS = [
  ' <limit> is defined as a range soft:hard, soft:, :hard or a value to',
  '         define both limits (e.g. -e=0:10 -r=:10).',
].join('\n');

/** What is asked of a limit: nothing but to show it, or new values, one of which may be left as it is. */
interface Wish {
  readonly limited: Limited;
  readonly soft: number | undefined;
  readonly hard: number | undefined;
}

const LIMIT = /^(unlimited|\d+)?(:)?(unlimited|\d+)?$/;
const limitValue = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : text === 'unlimited' ? RLIM_INFINITY : Number(text);

/** `5`, `5:`, `:6`, `5:6`; undefined for anything else. What follows a single number is not looked at. */
function parseLimit(text: string): { soft: number | undefined; hard: number | undefined } | undefined {
  const single = /^(\d+)(?![\d:])/.exec(text)?.[1];
  const [, soft = single, colon, hard] = LIMIT.exec(text) ?? [];
  if (soft === undefined && hard === undefined) return undefined;
  const both = colon === undefined ? soft : hard;
  return { soft: limitValue(soft), hard: limitValue(both) };
}

function* wishes(args: Args<Name>, io: Io): Generator<void, Wish[]> {
  const all: Wish[] = [];
  for (const { option, value } of args.given) {
    const limited = TABLE.find(({ resource }) => resource === option);
    if (!limited) continue;
    const limit = value === undefined ? { soft: undefined, hard: undefined } : parseLimit(value.replace(/^=/, ''));
    if (!limit) return yield* io.die(1, `failed to parse ${limited.resource} limit`);
    all.push({ limited, ...limit });
  }
  return all;
}

const limitText = (value: number): string => (value === RLIM_INFINITY ? 'unlimited' : String(value));

/** What is to be changed is changed; answers what is only to be shown. */
function* apply(
  sys: Sys,
  io: Io,
  pid: number,
  all: readonly Wish[],
  verbose: boolean,
): Generator<void, [Limited, Rlimit][]> {
  const shown: [Limited, Rlimit][] = [];
  for (const { limited, soft, hard } of all) {
    const { resource } = limited;
    const old = yield* sys.prlimit(pid, resource, undefined);
    if (isFailure(old)) return yield* io.die(1, `failed to get the ${resource} resource limit`, old);
    if (soft === undefined && hard === undefined) {
      shown.push([limited, old]);
      continue;
    }
    const limit = { soft: soft ?? old.soft, hard: hard ?? old.hard };
    if (limit.soft > limit.hard) return yield* io.die(1, `the soft limit ${resource} cannot exceed the hard limit`);
    if (verbose) {
      const who = pid === 0 ? yield* sys.getpid() : pid;
      yield* io.print(`New ${resource} limit for pid ${who}: <${limitText(limit.soft)}:${limitText(limit.hard)}>\n`);
    }
    const done = yield* sys.prlimit(pid, resource, limit);
    if (isFailure(done)) return yield* io.die(1, `failed to set the ${resource} resource limit`, done);
  }
  return shown;
}

const cell = ({ resource, description, unit }: Limited, { soft, hard }: Rlimit): Readonly<Record<Column, string>> => ({
  RESOURCE: resource,
  DESCRIPTION: description,
  SOFT: limitText(soft),
  HARD: limitText(hard),
  UNITS: unit,
});

export const prlimit = program(
  {
    name: 'prlimit',
    summary: 'get and set process resource limits',
    usage: ['[options] [--<resource>=<limit>] [-p PID]', '[options] [--<resource>=<limit>] COMMAND'],
    about: 'Show or change the resource limits of a process.',
    family: 'util-linux',
    groups: [
      { title: 'Options', options: [...Object.keys(OWN), 'help', 'version'], column: COLUMN },
      {
        title: 'Resources',
        options: TABLE.toSorted((a, b) => (a.letter < b.letter ? -1 : 1)).map(({ resource }) => resource.toLowerCase()),
        column: COLUMN,
      },
    ],
    notes: `Arguments:\n${ARGUMENTS}\n\n${columnHelp(COLUMNS)}`,
    stopAtOperand: true,
    options: { ...OWN, ...resources },
  },
  function* (sys, args, io): Generator<void, number> {
    const word = args.value('pid');
    if (word !== undefined && !/^-?\d+$/.test(word)) return yield* io.die(1, `invalid PID argument: '${word}'`);
    const list = args.value('output');
    const columns = list === undefined ? SHOWN : yield* namedColumns(io, list, Object.keys(COLUMNS) as Column[]);
    const wanted = yield* wishes(args, io);
    const command = args.operands;
    if (word !== undefined && command.length > 0)
      return yield* io.die(1, 'options --pid and COMMAND are mutually exclusive');
    const everything = TABLE.map((limited) => ({ limited, soft: undefined, hard: undefined }));
    const all = wanted.length === 0 ? everything : wanted;
    const shown = yield* apply(sys, io, Number(word ?? 0), all, args.has('verbose'));
    if (shown.length > 0) {
      const heads: SmartColumn[] = columns.map((name) => ({ name, right: COLUMNS[name].right }));
      const rows = shown.map(([limited, limit]) => columns.map((name) => cell(limited, limit)[name]));
      const table = { name: 'limits', columns: heads, rows };
      yield* io.print(drawTable(table, args.has('raw') ? 'raw' : 'aligned', !args.has('noheadings')));
    }
    const [file] = command;
    if (file === undefined) return 0;
    const failure = yield* become(io, command, io.environment);
    yield* io.fail(`failed to execute ${file}`, failure);
    return execStatus(failure);
  },
);
