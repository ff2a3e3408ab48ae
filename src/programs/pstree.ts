/**
 * pstree: the processes as a tree, their threads as `{name}`. Leaves out namespaces, of which there are none to show.
 * How a tree is drawn is in lib/process-tree.ts. Authority: pstree(1) of psmisc 23.6.
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseCommandLine } from './lib/getopt.ts';
import type { Io } from './lib/io.ts';
import { usesUnicode } from './lib/locale.ts';
import { type Proc, readClock, readProcs, readThreads, TICKS } from './lib/proc.ts';
import { ASCII, buildTree, drawTree, type Look, type Node, type Strokes, UNICODE, VT100 } from './lib/process-tree.ts';
import { rawProgram } from './lib/program.ts';
import { psmiscVersion } from './lib/psmisc.ts';
import { readText } from './lib/read-file.ts';
import { readNames, readUsers } from './lib/users.ts';

const options = {
  arguments: { short: 'a', long: 'arguments', help: 'show command line arguments' },
  ascii: { short: 'A', long: 'ascii', help: 'use ASCII line drawing characters' },
  compactNot: { short: 'c', long: 'compact-not', help: "don't compact identical subtrees" },
  color: { short: 'C', long: 'color', value: 'TYPE', help: 'color process by attribute\n(age)' },
  vt100: { short: 'G', long: 'vt100', help: 'use VT100 line drawing characters' },
  highlightAll: { short: 'h', long: 'highlight-all', help: 'highlight current process and its ancestors' },
  highlightPid: {
    short: 'H',
    long: 'highlight-pid',
    value: 'PID',
    help: 'highlight this process and its ancestors',
  },
  long: { short: 'l', long: 'long', help: "don't truncate long lines" },
  numericSort: { short: 'n', long: 'numeric-sort', help: 'sort output by PID' },
  nsSort: {
    short: 'N',
    long: 'ns-sort',
    value: 'TYPE',
    help: 'sort output by this namespace type\n        (cgroup, ipc, mnt, net, pid, time, user, uts)',
  },
  pids: { short: 'p', long: 'show-pids', help: 'show PIDs; implies -c' },
  pgids: { short: 'g', long: 'show-pgids', help: 'show process group ids; implies -c' },
  parents: { short: 's', long: 'show-parents', help: 'show parents of the selected process' },
  nsChanges: { short: 'S', long: 'ns-changes', help: 'show namespace transitions' },
  threadNames: { short: 't', long: 'thread-names', help: 'show full thread names' },
  hideThreads: { short: 'T', long: 'hide-threads', help: 'hide threads, show only processes' },
  uidChanges: { short: 'u', long: 'uid-changes', help: 'show uid transitions' },
  unicode: { short: 'U', long: 'unicode', help: 'use UTF-8 (Unicode) line drawing characters' },
  version: { short: 'V', long: 'version', help: 'display version information' },
  context: { short: 'Z', long: 'security-context', help: 'show security attributes' },
} as const;
type Option = keyof typeof options;

const NAMESPACES = new Set(['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts']);
/** In the order in which the real one prints them. */
const SHOWN = [...Object.values(options)].sort(({ short: a }, { short: b }) => {
  const byLetter = a.toLowerCase().localeCompare(b.toLowerCase());
  return byLetter === 0 ? (a > b ? -1 : 1) : byLetter;
});
const HELP_COLUMN = 22;

const helpLine = (spec: { short: string; long: string; value?: string; help: string }): string => {
  const { short, long, value, help } = spec;
  const left =
    value === undefined
      ? `  -${short}, --${long}`
      : `  -${short}${long === 'color' ? '' : ` ${value}`}, --${long}=${value}`;
  const lines = help.split('\n').join(`\n${' '.repeat(HELP_COLUMN)}`);
  const gap = left.length < HELP_COLUMN ? ' '.repeat(HELP_COLUMN - left.length) : `\n${' '.repeat(HELP_COLUMN)}`;
  return `${left}${gap}${lines}\n`;
};

const USAGE = `Usage: pstree [-acglpsStTuZ] [ -h | -H PID ] [ -n | -N type ]
              [ -A | -G | -U ] [ PID | USER ]
   or: pstree -V

Display a tree of processes.

${SHOWN.map(helpLine).join('')}
  PID    start at this PID; default is 1 (init)
  USER   show only trees rooted at processes of this user

`;

const DEFAULT_WIDTH = 132;

function* outputWidth(sys: Sys, io: Io): Generator<void, number> {
  const columns = io.getenv('COLUMNS');
  if (columns !== undefined && /^(?:[1-9]\d*|0x[\da-f]+)$/i.test(columns)) return Number(columns);
  const size = yield* sys.tiocgwinsz(1);
  return isFailure(size) || size.cols === 0 ? DEFAULT_WIDTH : size.cols;
}

function* defaultStrokes(sys: Sys, io: Io): Generator<void, Strokes> {
  if (!usesUnicode(io)) return ASCII;
  return isFailure(yield* sys.tcgetattr(1)) ? ASCII : UNICODE;
}

interface Request {
  look: Look;
  /** Whether threads are shown, and by whose name. */
  threads: 'none' | 'by process' | 'by thread';
  byPid: boolean;
  parents: boolean;
  highlight: number;
  root: number;
  /** Only trees of this user. */
  user: number | undefined;
}

function* usage(io: Io, problem?: string): Generator<void, never> {
  yield* io.complain((problem === undefined ? '' : `${io.name}: ${problem}\n`) + USAGE);
  return io.exit(1);
}

function* die(io: Io, text: string): Generator<void, never> {
  yield* io.complain(`${text}\n`);
  return io.exit(1);
}

/** There is a terminal to make bold letters on. */
const capable = (term: string | undefined): boolean => /^(xterm|vt|linux|screen|tmux|ansi|rxvt)/.test(term ?? '');

function* readRequest(sys: Sys, args: readonly string[], io: Io): Generator<void, Request> {
  const line = parseCommandLine<Option>(args, options);
  if ('problem' in line) return yield* usage(io, line.problem);
  const has = (option: Option): boolean => line.given.some((one) => one.option === option);
  let strokes = yield* defaultStrokes(sys, io);
  let highlight = 0;
  for (const { option, value = '' } of line.given) {
    switch (option) {
      case 'ascii':
        strokes = ASCII;
        break;
      case 'vt100':
        strokes = VT100;
        break;
      case 'unicode':
        strokes = UNICODE;
        break;
      case 'color':
        if (value.toLowerCase() !== 'age') return yield* usage(io);
        break;
      case 'highlightAll':
        if (highlight !== 0) return yield* usage(io);
        if (capable(io.getenv('TERM'))) highlight = yield* sys.getpid();
        break;
      case 'highlightPid':
        if (highlight !== 0) return yield* usage(io);
        if (io.getenv('TERM') === undefined) return yield* die(io, 'TERM is not set');
        if (!capable(io.getenv('TERM'))) return yield* die(io, "Can't get terminal capabilities");
        highlight = Number.parseInt(value, 10) || 0;
        if (highlight === 0) return yield* usage(io);
        break;
      case 'nsSort':
        if (!NAMESPACES.has(value)) return yield* usage(io);
        return yield* die(io, `procfs file for ${value} namespace not available`);
      case 'version':
        yield* io.complain(psmiscVersion('pstree'));
        return io.exit(0);
      default:
    }
  }
  const look: Look = {
    strokes,
    width: has('long') ? Number.POSITIVE_INFINITY : yield* outputWidth(sys, io),
    args: has('arguments'),
    compact: !has('compactNot') && !has('pids'),
    pids: has('pids'),
    pgids: has('pgids'),
    users: has('uidChanges'),
    context: has('context'),
    ageColors: has('color'),
    userName: (yield* readNames(sys)).user,
  };
  const request: Request = {
    look,
    threads: has('hideThreads') ? 'none' : has('threadNames') ? 'by thread' : 'by process',
    byPid: has('numericSort'),
    parents: has('parents'),
    highlight,
    root: 1,
    user: undefined,
  };
  const [operand, ...more] = line.operands;
  if (more.length > 0) return yield* usage(io);
  if (operand === undefined) return { ...request, parents: false };
  if (/^\d+$/.test(operand)) return { ...request, root: Number(operand) };
  if (/^\d/.test(operand)) return yield* usage(io);
  const user = (yield* readUsers(sys)).find(({ name }) => name === operand);
  if (!user) return yield* die(io, `No such user name: ${operand}`);
  return { ...request, parents: false, user: user.uid };
}

const nodeOf = (proc: Proc, uptime: number, rest: Partial<Node>): Node => ({
  pid: proc.pid,
  ppid: proc.ppid,
  pgid: proc.pgrp,
  uid: proc.ids.uid[1] ?? 0,
  comm: proc.comm,
  isThread: false,
  cmdline: '',
  age: Math.max(0, uptime - proc.start / TICKS),
  highlighted: false,
  parent: undefined,
  children: [],
  ...rest,
});

function* nodesOf(sys: Sys, { look, byPid, threads }: Request): Generator<void, Map<number, Node>> {
  const { uptime } = yield* readClock(sys);
  const nodes: Node[] = [];
  for (const proc of yield* readProcs(sys)) {
    const raw = look.args ? yield* readText(sys, `/proc/${proc.pid}/cmdline`) : '';
    // One that ended meanwhile is not there.
    if (isFailure(raw)) continue;
    nodes.push(nodeOf(proc, uptime, { cmdline: raw.slice(0, look.width) }));
    if (threads === 'none' || proc.threads === 1) continue;
    for (const thread of yield* readThreads(sys, proc.pid)) {
      if (thread.pid === proc.pid) continue;
      const name = threads === 'by thread' ? thread.comm : proc.comm;
      nodes.push(nodeOf(thread, uptime, { ppid: proc.pid, comm: `{${name}}`, isThread: true }));
    }
  }
  return buildTree(nodes, byPid);
}

/** Above a process only its ancestors are left. */
const keepOnly = (node: Node): void => {
  for (let at = node; at.parent; at = at.parent) at.parent.children = [at];
};

/** The topmost processes of a user. */
const ownedBy = (node: Node, uid: number): Node[] =>
  node.uid === uid ? [node] : node.children.flatMap((child) => ownedBy(child, uid));

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const request = yield* readRequest(sys, args, io);
  const nodes = yield* nodesOf(sys, request);
  for (let at = nodes.get(request.highlight); at; at = at.parent) at.highlighted = true;
  let root = nodes.get(request.root);
  if (request.parents) {
    if (!root) return yield* die(io, `Process ${request.root} not found.`);
    keepOnly(root);
    root = nodes.get(1);
  }
  // Nothing, and no complaint, for a process that is not there.
  if (!root) return 0;
  if (request.user === undefined) {
    yield* io.print(drawTree(root, request.look));
    return 0;
  }
  const { user } = request;
  const trees = ownedBy(root, user);
  if (trees.length === 0) return yield* die(io, 'No processes found.');
  yield* io.print(trees.map((tree) => drawTree(tree, request.look, user)).join('\n'));
  return 0;
}

export const pstree = rawProgram(
  {
    name: 'pstree',
    summary: 'display a tree of processes',
    usage: ['[-acglpsStTuZ] [ -h | -H PID ] [ -n | -N type ] [ -A | -G | -U ] [ PID | USER ]', '-V'],
    options,
  },
  run,
);
