/**
 * fuser: which processes use a file, and killing them. Process numbers go to standard output, everything else to
 * standard error, as in the real one. Leaves out ports and mounted file systems. Authority: fuser(1).
 */

import type { Stat } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import { SIGKILL } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
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
  kill: 'k',
  'list-signals': 'l',
  silent: 's',
  user: 'u',
  verbose: 'v',
  writeonly: 'w',
  version: 'V',
};
const LETTERS = 'aiIklsuvwV';
const NOT_SIMULATED = 'mMn46c';

interface Options {
  readonly flags: ReadonlySet<string>;
  readonly signal: number;
  readonly names: readonly string[];
}

function* readWords(words: readonly string[], io: Io): Generator<void, Options> {
  const flags = new Set<string>();
  const names: string[] = [];
  let signal = SIGKILL;
  let options = true;
  for (const word of words) {
    if (!options || word === '-' || !word.startsWith('-')) {
      names.push(word);
      continue;
    }
    if (word === '--') {
      options = false;
      continue;
    }
    const long = word.startsWith('--') ? LONG[word.slice(2)] : undefined;
    if (word.startsWith('--') && long === undefined) {
      yield* io.complain(`${word === '--help' ? '' : `fuser: unrecognized option '${word}'\n`}${USAGE}`);
      io.exit(1);
    }
    const letters = long ?? word.slice(1);
    if ([...letters].every((letter) => LETTERS.includes(letter))) {
      for (const letter of letters) flags.add(letter);
      continue;
    }
    const refused = letters.length === 1 && NOT_SIMULATED.includes(letters);
    if (refused) yield* io.die(1, `not simulated: -${letters}`);
    const number = parseSignal(letters);
    if (number === undefined) {
      yield* io.complain(`${letters}: unknown signal; fuser -l lists signals.\n`);
      io.exit(1);
    } else signal = number;
  }
  return { flags, signal, names };
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

function* usesOf(sys: Sys, procs: readonly Proc[], { ino, mode }: Stat, me: number): Generator<void, Use[]> {
  const uses: Use[] = [];
  for (const proc of procs) {
    if (proc.pid === me || proc.state === 'Z') continue;
    const use: Use = { proc, cwd: false, exe: false, open: false, writes: false, root: false };
    for (const file of yield* readOpenFiles(sys, proc.pid)) {
      if ('failure' in file || file.stat?.ino !== ino || file.stat.mode !== mode) continue;
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

  *show(path: string, uses: readonly Use[]): Generator<void, void> {
    if (this.flags.has('s') || (uses.length === 0 && !this.flags.has('a'))) return;
    const { io } = this;
    if (this.flags.has('v')) return yield* this.verbose(path, uses);
    yield* io.complain(`${path}:`);
    if (uses.length > 0) yield* io.complain(' '.repeat(Math.max(0, NAME_WIDTH - path.length - 1)));
    for (const use of uses) {
      yield* io.print(` ${String(use.proc.pid).padStart(5)}`);
      const how = `${use.root ? 'r' : ''}${use.cwd ? 'c' : ''}${use.exe ? 'e' : ''}`;
      yield* io.complain(how + (this.flags.has('u') ? `(${this.user(use.proc)})` : ''));
    }
    yield* io.complain('\n');
  }

  private *verbose(path: string, uses: readonly Use[]): Generator<void, void> {
    const { io } = this;
    if (!this.headed) yield* io.complain(`${' '.repeat(NAME_WIDTH)} USER        PID ACCESS COMMAND\n`);
    this.headed = true;
    if (uses.length === 0) return yield* io.complain(`${path}:\n`);
    for (const [i, use] of uses.entries()) {
      const label = i === 0 ? `${path}:` : '';
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

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const options = yield* readWords(args, io);
  const { flags, names } = options;
  if (flags.has('V')) {
    yield* io.complain('fuser (ipclab), after PSmisc 23.6\n');
    return 0;
  }
  if (flags.has('l')) {
    yield* io.print(signalLines());
    return 0;
  }
  if (names.length === 0) {
    yield* io.complain(`No process specification given\n${USAGE}`);
    return 1;
  }
  const accounts = yield* readNames(sys);
  const reporter = new Reporter(io, accounts, flags);
  const me = yield* sys.getpid();
  const here = yield* sys.getcwd();
  const procs = yield* readProcs(sys);
  let used = false;
  for (const name of names) {
    const stat = yield* sys.stat(name);
    if (isFailure(stat)) {
      const why =
        stat.errno === 'ENOENT'
          ? `Specified filename ${name} does not exist.`
          : `Cannot stat ${name}: ${strerror(stat.errno)}`;
      yield* io.complain(`${why}\n`);
      continue;
    }
    const path = name.startsWith('/') || isFailure(here) ? name : joinPath(here, name);
    const uses = yield* usesOf(sys, procs, stat, me);
    if (uses.length > 0) used = true;
    yield* reporter.show(path, uses);
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
    usage: '[-aIuvw] [-s] [-k [-i] [-SIGNAL]] NAME...',
    options: {
      all: { short: 'a', long: 'all', help: 'display unused files too' },
      interactive: { short: 'i', long: 'interactive', help: 'ask before killing (ignored without -k)' },
      kill: { short: 'k', long: 'kill', help: 'kill processes accessing the named file' },
      listSignals: { short: 'l', long: 'list-signals', help: 'list available signal names' },
      silent: { short: 's', long: 'silent', help: 'silent operation' },
      user: { short: 'u', long: 'user', help: 'display user IDs' },
      verbose: { short: 'v', long: 'verbose', help: 'verbose output' },
      writeonly: { short: 'w', long: 'writeonly', help: 'kill only processes with write access' },
    },
  },
  run,
);
