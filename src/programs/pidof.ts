/**
 * pidof: the process ids of a running program, highest first, on one line. The one of sysvinit, which says nothing when
 * it is called wrongly. Authority: pidof(8).
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { type Proc, readProcs } from './lib/proc.ts';
import { rawProgram } from './lib/program.ts';

const HELP = `pidof usage: [options] <program-name>

 -c           Return PIDs with the same root directory
 -d <sep>     Use the provided character as output separator
 -h           Display this help text
 -n           Avoid using stat system function on network shares
 -o <pid>     Omit results with a given PID
 -q           Quiet mode. Do not display output
 -s           Only return one PID
 -x           Return PIDs of shells running scripts with a matching name
 -z           List zombie and I/O waiting processes. May cause pidof to hang.

`;

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

interface Options {
  names: string[];
  separator: string;
  omit: Set<number>;
  quiet: boolean;
  single: boolean;
  scripts: boolean;
  zombies: boolean;
}

function* readOptions(sys: Sys, args: readonly string[]): Generator<void, Options | 'help' | undefined> {
  const options: Options = {
    names: [],
    separator: ' ',
    omit: new Set([yield* sys.getpid()]),
    quiet: false,
    single: false,
    scripts: false,
    zombies: false,
  };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      options.names.push(...rest);
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      options.names.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const letter = word.charAt(at);
      if (letter === 'h') return 'help';
      if (letter === 'd' || letter === 'o') {
        const value = word.slice(at + 1) || rest.shift();
        if (value === undefined) return undefined;
        if (letter === 'd') options.separator = value;
        else for (const pid of value.split(',')) options.omit.add(pid === '%PPID' ? yield* sys.getppid() : Number(pid));
        break;
      }
      if (letter === 'q') options.quiet = true;
      else if (letter === 's') options.single = true;
      else if (letter === 'x') options.scripts = true;
      else if (letter === 'z') options.zombies = true;
      else if (letter !== 'c' && letter !== 'n') return undefined;
    }
  }
  return options;
}

/** A program is known by its argv[0], by its name if it has none, by its file, or with -x by the script that its shell runs. */
function* matches(sys: Sys, proc: Proc, name: string, { scripts, zombies }: Options): Generator<void, boolean> {
  if ((proc.state === 'Z' || proc.state === 'D') && !zombies) return false;
  const exe = yield* sys.readlink(`/proc/${proc.pid}/exe`);
  if (name.includes('/') && ((!isFailure(exe) && exe === name) || proc.argv[0] === name)) return true;
  const [first = '', second = ''] = proc.argv;
  if (first !== '' && base(first).replace(/^-/, '') === name) return true;
  if (first === '' && proc.comm === name) return true;
  return scripts && second !== '' && base(second) === base(name);
}

export const pidof = rawProgram(
  {
    name: 'pidof',
    summary: 'find the process ID of a running program',
    usage: '[options] <program-name>',
    family: 'procps',
    options: {
      c: { short: 'c', help: 'Return PIDs with the same root directory' },
      d: { short: 'd', value: '<sep>', help: 'Use the provided character as output separator' },
      n: { short: 'n', help: 'Avoid using stat system function on network shares' },
      o: { short: 'o', value: '<pid>', help: 'Omit results with a given PID' },
      q: { short: 'q', help: 'Quiet mode. Do not display output' },
      s: { short: 's', help: 'Only return one PID' },
      x: { short: 'x', help: 'Return PIDs of shells running scripts with a matching name' },
      z: { short: 'z', help: 'List zombie and I/O waiting processes' },
    },
  },
  function* (sys, args, io) {
    const options = yield* readOptions(sys, args);
    if (options === 'help') {
      yield* io.print(HELP);
      return 0;
    }
    if (options === undefined || options.names.length === 0) return 1;
    const procs = (yield* readProcs(sys, { argv: true })).reverse();
    const pids: number[] = [];
    for (const name of options.names) {
      for (const proc of procs) {
        if (options.single && pids.length > 0) break;
        if (!options.omit.has(proc.pid) && (yield* matches(sys, proc, name, options))) pids.push(proc.pid);
      }
    }
    if (pids.length > 0 && !options.quiet) yield* io.print(`${pids.join(options.separator)}\n`);
    return pids.length > 0 ? 0 : 1;
  },
);
