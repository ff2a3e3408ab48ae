/** kill: signals to processes, groups and jobs. Authority: bash(1), kill(2). */
import { isFailure, strerror } from '../../kernel/errno.ts';
import { NSIG, SIGCONT, SIGHUP, SIGTERM } from '../../kernel/signum.ts';
import { findJob } from '../jobs/find.ts';
import { markRunning } from '../jobs/table.ts';
import { complain, print, printUsage } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { shortName, signalOf, signalTable } from './signal-names.ts';

/** Statuses above this stand for the signal that killed. */
const KILLED = 128;

function* list(sh: Shell, args: readonly string[]): Doing<number> {
  if (args.length === 0) return yield* print(sh, 'kill', signalTable());
  let status = 0;
  for (const arg of args) {
    const text = translate(arg);
    if (text === undefined) {
      yield* complain(sh, `kill: ${arg}: invalid signal specification`);
      status = 1;
    } else if (text !== '') yield* print(sh, 'kill', `${text}\n`);
  }
  return status;
}

/** A number to a name, a name to a number. 32 and 33 have none, and nothing is printed for them. */
function translate(arg: string): string | undefined {
  if (/^\d+$/.test(arg)) {
    const number = Number(arg) > KILLED ? Number(arg) - KILLED : Number(arg);
    if (number >= NSIG) return undefined;
    return number === 0 ? 'EXIT' : shortName(number);
  }
  const signo = signalOf(arg);
  return signo === undefined ? undefined : String(signo);
}

function* toPid(sh: Shell, arg: string, signo: number): Doing<number> {
  const pid = Number(arg);
  const sent = yield* sh.sys.kill(pid, signo);
  if (!isFailure(sent)) return 0;
  yield* complain(sh, `kill: (${pid}) - ${strerror(sent.errno)}`);
  return 1;
}

/** To a job's group; a stopped one is continued so that it can end. */
function* toJob(sh: Shell, spec: string, signo: number): Doing<number> {
  const job = yield* findJob(sh, 'kill', spec);
  if (!job) return 1;
  if (job.state === 'dead') {
    yield* complain(sh, `kill: ${spec}: no such job`);
    return 1;
  }
  job.notified = false;
  const target = job.controlled ? -job.pgid : (job.processes[0]?.pid ?? 0);
  const sent = yield* sh.sys.kill(target, signo);
  if (isFailure(sent)) {
    yield* complain(sh, `kill: (${Math.abs(target)}) - ${strerror(sent.errno)}`);
    return 1;
  }
  if (job.state === 'stopped' && (signo === SIGTERM || signo === SIGHUP)) yield* sh.sys.kill(target, SIGCONT);
  if (job.state === 'stopped' && signo === SIGCONT) {
    markRunning(sh.state.jobs, job);
    job.notified = true;
  }
  return 0;
}

interface Request {
  readonly signo: number;
  readonly targets: readonly string[];
}

/** The signal and whom it is for. A text is what is wrong, behind `kill: `. */
function parse(args: readonly string[]): Request | string {
  let signo: number | undefined;
  let at = 0;
  while (at < args.length) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at++;
      break;
    }
    const named = arg === '-s' || arg === '-n';
    // Behind a signal `-5` is process group 5.
    if (!named && (!arg.startsWith('-') || arg === '-' || signo !== undefined)) break;
    const text = named ? args[at + 1] : arg.slice(1);
    if (text === undefined) return `${arg}: option requires an argument`;
    const attached = !named && /^[sn](?=\w)/.test(text) && signalOf(text) === undefined ? text.slice(1) : text;
    signo = signalOf(attached);
    if (signo === undefined) return `${attached}: invalid signal specification`;
    at += named ? 2 : 1;
  }
  return { signo: signo ?? SIGTERM, targets: args.slice(at) };
}

function* toTarget(sh: Shell, target: string, signo: number): Doing<number> {
  if (/^-?\d+$/.test(target)) return yield* toPid(sh, target, signo);
  if (target.startsWith('%')) return yield* toJob(sh, target, signo);
  const wrong = target === '' ? "`': not a pid or valid job spec" : `${target}: arguments must be process or job IDs`;
  yield* complain(sh, `kill: ${wrong}`);
  return 1;
}

export const kill: Builtin = {
  name: 'kill',
  usage: 'kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
  *run(sh, args) {
    if (args[0] === '-l' || args[0] === '-L') return yield* list(sh, args.slice(1));
    const request = parse(args);
    if (typeof request === 'string') {
      yield* complain(sh, `kill: ${request}`);
      return 1;
    }
    const { signo, targets } = request;
    if (targets.length === 0) return yield* printUsage(sh, kill);
    let status = 1;
    for (const target of targets) if ((yield* toTarget(sh, target, signo)) === 0) status = 0;
    return status;
  },
};
