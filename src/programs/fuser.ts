/**
 * fuser: which processes use a file, and killing them. Process numbers go to standard output, everything else to
 * standard error, as in the real one. Authority: fuser(1).
 */

import { S_ISSOCK, type Stat } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import { SIGKILL } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { type Asked, askedFor, type Space, socketsOf } from './lib/fuser-ports.ts';
import type { Io } from './lib/io.ts';
import { mountOf, readMounts } from './lib/mounts.ts';
import { joinPath } from './lib/path-text.ts';
import { type Proc, readProcs } from './lib/proc.ts';
import { readOpenFiles } from './lib/proc-files.ts';
import { rawProgram } from './lib/program.ts';
import { parseSignal, SIGNAL_NAMES } from './lib/signals.ts';
import { type Names, readNames } from './lib/users.ts';

const USAGE = `Usage: fuser [-fIMuvw] [-a|-s] [-4|-6] [-c|-m|-n SPACE]
             [-k [-i] [-SIGNAL]] NAME...
       fuser -l
       fuser -V
Show which processes use the named files, sockets, or filesystems.

  -a,--all              display unused files too
  -i,--interactive      ask before killing (ignored without -k)
  -I,--inode            use always inodes to compare files
  -k,--kill             kill processes accessing the named file
  -l,--list-signals     list available signal names
  -m,--mount            show all processes using the named filesystems or
                        block device
  -M,--ismountpoint     fulfill request only if NAME is a mount point
  -n,--namespace SPACE  search in this name space (file, udp, or tcp)
  -s,--silent           silent operation
  -SIGNAL               send this signal instead of SIGKILL
  -u,--user             display user IDs
  -v,--verbose          verbose output
  -w,--writeonly        kill only processes with write access
  -V,--version          display version information
  -4,--ipv4             search IPv4 sockets only
  -6,--ipv6             search IPv6 sockets only
  udp/tcp names: [local_port][,[rmt_host][,[rmt_port]]]

`;

const LONG: Readonly<Record<string, string>> = {
  all: 'a',
  interactive: 'i',
  inode: 'I',
  ismountpoint: 'M',
  mount: 'm',
  namespace: 'n',
  ipv4: '4',
  ipv6: '6',
  kill: 'k',
  'list-signals': 'l',
  silent: 's',
  user: 'u',
  verbose: 'v',
  writeonly: 'w',
  version: 'V',
};
const LETTERS = 'aiIklsuvwVmMc46';

interface Options {
  readonly flags: ReadonlySet<string>;
  readonly signal: number;
  readonly asked: readonly Asked[];
}

function* usageError(io: Io, text: string): Generator<void, never> {
  yield* io.complain(`${text}${USAGE}`);
  return io.exit(1);
}

/** What `-SIGNAL` says. */
function* signalOf(io: Io, letters: string): Generator<void, number> {
  const number = parseSignal(letters);
  if (number !== undefined) return number;
  const odd = [...letters].find((letter) => !LETTERS.includes(letter)) ?? '';
  if (/^[a-z]/.test(letters)) return yield* usageError(io, `fuser: Invalid option ${odd}\n`);
  yield* io.complain(`${letters}: unknown signal; fuser -l lists signals.\n`);
  return io.exit(1);
}

function* readWords(words: readonly string[], io: Io): Generator<void, Options> {
  const flags = new Set<string>();
  const asked: Asked[] = [];
  const rest = [...words];
  let signal = SIGKILL;
  let space: Space = 'file';
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      asked.push(...rest.splice(0).map((name) => ({ name, space })));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      asked.push(askedFor(word, space));
      continue;
    }
    const [, long = '', inline] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const letter = LONG[long];
    if (word.startsWith('--') && letter === undefined)
      yield* usageError(io, word === '--help' ? '' : `fuser: unrecognized option '${word}'\n`);
    const letters = letter ?? word.slice(1);
    if (letters.startsWith('n')) {
      const named: string = inline ?? (letters.slice(1) || (rest.shift() ?? ''));
      if (named !== 'file' && named !== 'tcp' && named !== 'udp')
        return yield* usageError(io, 'Invalid namespace name\n');
      space = named;
    } else if ([...letters].every((one) => LETTERS.includes(one))) for (const one of letters) flags.add(one);
    else signal = yield* signalOf(io, letters);
  }
  if (flags.has('4') && flags.has('6'))
    yield* usageError(io, 'You cannot search for only IPv4 and only IPv6 sockets at the same time\n');
  return { flags, signal, asked };
}

/** How a process uses a file: root, working directory, program, descriptor, descriptor for writing. */
interface Use {
  readonly proc: Proc;
  cwd: boolean;
  exe: boolean;
  open: boolean;
  writes: boolean;
  root: boolean;
}

const letters = ({ cwd, exe, open, writes, root }: Use): string =>
  `${writes ? 'F' : open ? 'f' : '.'}${root ? 'r' : '.'}${cwd ? 'c' : '.'}${exe ? 'e' : '.'}.`;

type IsMeant = (stat: Stat, isDescriptor: boolean) => boolean;

function* usesOf(sys: Sys, procs: readonly Proc[], isMeant: IsMeant, me: number): Generator<void, Use[]> {
  const uses: Use[] = [];
  for (const proc of procs) {
    if (proc.pid === me || proc.state === 'Z') continue;
    const use: Use = { proc, cwd: false, exe: false, open: false, writes: false, root: false };
    for (const file of yield* readOpenFiles(sys, proc.pid)) {
      if ('failure' in file || !file.stat || !isMeant(file.stat, /^\d/.test(file.fd))) continue;
      if (file.fd === 'cwd') use.cwd = true;
      else if (file.fd === 'rtd') use.root = true;
      else if (file.fd === 'txt') use.exe = true;
      else {
        use.open = true;
        if (file.access !== 'r') use.writes = true;
      }
    }
    if (use.cwd || use.exe || use.open || use.root) uses.push(use);
  }
  return uses;
}

const NAME_WIDTH = 20;

class Reporter {
  private readonly io: Io;
  private readonly names: Names;
  private readonly flags: ReadonlySet<string>;
  private headed = false;

  constructor(io: Io, names: Names, flags: ReadonlySet<string>) {
    this.io = io;
    this.names = names;
    this.flags = flags;
  }

  private user({ ids }: Proc): string {
    const uid = ids.uid[1] ?? 0;
    return this.names.user(uid) ?? String(uid);
  }

  /** `mount`: where the file system is mounted of which all uses are shown. */
  *show(path: string, uses: readonly Use[], mount?: string): Generator<void, void> {
    const silent = uses.length === 0 && !this.flags.has('a') && !(mount !== undefined && this.flags.has('v'));
    if (this.flags.has('s') || silent) return;
    const { io } = this;
    if (this.flags.has('v')) return yield* this.verbose(path, uses, mount);
    yield* io.complain(`${path}:`);
    if (uses.length > 0) yield* io.complain(' '.repeat(Math.max(0, NAME_WIDTH - path.length - 1)));
    for (const use of uses) {
      yield* io.print(` ${String(use.proc.pid).padStart(5)}`);
      const how = `${use.root ? 'r' : ''}${use.cwd ? 'c' : ''}${use.exe ? 'e' : ''}`;
      yield* io.complain(how + (this.flags.has('u') ? `(${this.user(use.proc)})` : ''));
    }
    yield* io.complain('\n');
  }

  private *verbose(path: string, uses: readonly Use[], mount: string | undefined): Generator<void, void> {
    const { io } = this;
    if (!this.headed) yield* io.complain(`${' '.repeat(NAME_WIDTH)} USER        PID ACCESS COMMAND\n`);
    this.headed = true;
    const kernel = `${`${path}:`.padEnd(NAME_WIDTH)} ${'root'.padEnd(8)} kernel mount ${mount}\n`;
    if (mount !== undefined) yield* io.complain(kernel);
    else if (uses.length === 0) return yield* io.complain(`${path}:\n`);
    for (const [i, use] of uses.entries()) {
      const label = i === 0 && mount === undefined ? `${path}:` : '';
      yield* io.complain(`${label.padEnd(NAME_WIDTH)} ${this.user(use.proc).padEnd(8)} `);
      yield* io.print(String(use.proc.pid).padStart(6));
      yield* io.complain(` ${letters(use)} ${use.proc.comm}\n`);
    }
  }
}

function* agrees(sys: Sys, io: Io, pid: number): Generator<void, boolean> {
  yield* io.complain(`Kill process ${pid} ? (y/N) `);
  const byte = new Uint8Array(1);
  let answer = '';
  for (;;) {
    const count = yield* sys.read(0, byte);
    if (isFailure(count) || count === 0 || byte[0] === 10) break;
    answer += String.fromCharCode(byte[0] ?? 0);
  }
  return /^y(es)?$/i.test(answer);
}

function* killAll(sys: Sys, io: Io, uses: readonly Use[], { flags, signal }: Options): Generator<void, void> {
  for (const { proc, writes } of uses) {
    if (flags.has('w') && !writes) continue;
    if (flags.has('i') && !(yield* agrees(sys, io, proc.pid))) continue;
    const failure = yield* sys.kill(proc.pid, signal);
    if (isFailure(failure)) {
      yield* io.complain(`Could not kill process ${proc.pid}: ${strerror(failure.errno)}\n`);
    }
  }
}

/** What a name stands for: how it is shown, and what is meant by it. */
interface Target {
  readonly label: string;
  readonly isMeant: IsMeant;
  readonly mount?: string;
}

function* fileTarget(sys: Sys, io: Io, name: string, flags: ReadonlySet<string>): Generator<void, Target | undefined> {
  const stat = yield* sys.stat(name);
  if (isFailure(stat)) {
    const missing = stat.errno === 'ENOENT';
    yield* io.complain(
      missing ? `Specified filename ${name} does not exist.\n` : `Cannot stat ${name}: ${strerror(stat.errno)}\n`,
    );
    return undefined;
  }
  const here = yield* sys.getcwd();
  const path = name.startsWith('/') || isFailure(here) ? name : joinPath(here, name);
  const mount = mountOf(yield* readMounts(sys), stat.dev)?.place ?? '/';
  if (flags.has('M') && mount !== path.replace(/(?<=.)\/+$/, '')) {
    yield* io.complain(`Specified filename ${name} is not a mountpoint.\n`);
    return undefined;
  }
  if (flags.has('m') || flags.has('c')) return { label: path, isMeant: ({ dev }) => dev === stat.dev, mount };
  return { label: path, isMeant: ({ ino, mode }) => ino === stat.ino && mode === stat.mode };
}

function* portTarget(sys: Sys, asked: Asked, flags: ReadonlySet<string>): Generator<void, Target | undefined> {
  const sockets = flags.has('6') ? new Set<number>() : yield* socketsOf(sys, asked);
  const isMeant: IsMeant = ({ ino, mode }, isDescriptor) =>
    isDescriptor && S_ISSOCK(mode) && sockets?.has(ino) === true;
  return sockets && { label: `${asked.name}/${asked.space}`, isMeant };
}

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const options = yield* readWords(args, io);
  const { flags, asked } = options;
  if (flags.has('V')) {
    yield* io.complain('fuser (ipclab), after PSmisc 23.6\n');
    return 0;
  }
  if (flags.has('l')) {
    yield* io.print(signalLines());
    return 0;
  }
  if (asked.length === 0) {
    yield* io.complain(`No process specification given\n${USAGE}`);
    return 1;
  }
  const reporter = new Reporter(io, yield* readNames(sys), flags);
  const me = yield* sys.getpid();
  const procs = yield* readProcs(sys);
  let used = false;
  for (const one of asked) {
    const isFile = one.space === 'file';
    const target = isFile ? yield* fileTarget(sys, io, one.name, flags) : yield* portTarget(sys, one, flags);
    if (!target) continue;
    const uses = yield* usesOf(sys, procs, target.isMeant, me);
    if (uses.length > 0) used = true;
    yield* reporter.show(target.label, uses, target.mount);
    yield* io.out.flush();
    if (flags.has('k')) yield* killAll(sys, io, uses, options);
  }
  return used ? 0 : 1;
}

const LINE = 78;

const signalLines = (): string => {
  let text = '';
  let column = 0;
  for (const name of SIGNAL_NAMES.slice(0, 31)) {
    if (column + name.length + 1 > LINE) {
      text += '\n';
      column = 0;
    } else if (column > 0) {
      text += ' ';
      column += 1;
    }
    text += name;
    column += name.length;
  }
  return `${text}\n`;
};

export const fuser = rawProgram(
  {
    name: 'fuser',
    summary: 'identify processes using files',
    usage: '[-fIMuvw] [-a|-s] [-4|-6] [-c|-m|-n SPACE] [-k [-i] [-SIGNAL]] NAME...',
    options: {
      all: { short: 'a', long: 'all', help: 'display unused files too' },
      interactive: { short: 'i', long: 'interactive', help: 'ask before killing (ignored without -k)' },
      kill: { short: 'k', long: 'kill', help: 'kill processes accessing the named file' },
      listSignals: { short: 'l', long: 'list-signals', help: 'list available signal names' },
      mount: { short: 'm', long: 'mount', help: 'show all processes using the named filesystems (also -c)' },
      mountpoint: { short: 'M', long: 'ismountpoint', help: 'fulfill request only if NAME is a mount point' },
      space: { short: 'n', long: 'namespace', value: 'SPACE', help: 'search in this name space (file, udp, or tcp)' },
      ipv4: { short: '4', long: 'ipv4', help: 'search IPv4 sockets only' },
      ipv6: { short: '6', long: 'ipv6', help: 'search IPv6 sockets only' },
      silent: { short: 's', long: 'silent', help: 'silent operation' },
      user: { short: 'u', long: 'user', help: 'display user IDs' },
      verbose: { short: 'v', long: 'verbose', help: 'verbose output' },
      writeonly: { short: 'w', long: 'writeonly', help: 'kill only processes with write access' },
    },
  },
  run,
);
