/**
 * The shell's own signal handling: what it ignores or catches for itself, what it notes for traps, and how a child gets
 * the dispositions that the shell itself was started with. Handlers only leave notes; between commands the shell reads
 * them (trap.ts). Authority: bash(1), SIGNALS.
 */
import { SA_RESTART, SIG_SETMASK, SIG_UNBLOCK, type SigInfo } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import {
  hasSignal,
  NSIG,
  SIGABRT,
  SIGALRM,
  SIGBUS,
  SIGCHLD,
  SIGFPE,
  SIGHUP,
  SIGILL,
  SIGINT,
  SIGPIPE,
  SIGQUIT,
  SIGSEGV,
  SIGSYS,
  SIGTERM,
  SIGTRAP,
  SIGTSTP,
  SIGTTIN,
  SIGTTOU,
  SIGUSR1,
  SIGUSR2,
  SIGVTALRM,
  SIGXCPU,
  SIGXFSZ,
  type SigSet,
  sigbit,
  signalsIn,
  sigset,
} from '../../kernel/signum.ts';
import type { SigAction } from '../../kernel/task.ts';
import { reap } from '../jobs/reap.ts';
import { noJobs } from '../jobs/table.ts';
import type { Doing, Noticed, Shell, Undecided } from '../shell.ts';
import type { ShellState } from '../state.ts';
import { inheritsTrap } from './debug.ts';

export const nothingNoticed = (): Noticed => ({
  traps: [],
  interrupt: false,
  subshellInterrupt: false,
  waitInterrupt: false,
  terminating: 0,
  any: false,
  waiting: false,
  children: 0,
});

const ALL: SigSet = (1n << BigInt(NSIG - 1)) - 1n;
const JOB_SIGNALS = [SIGTSTP, SIGTTIN, SIGTTOU];
const ALL_JOB_SIGNALS: SigSet = sigset(...JOB_SIGNALS);
const KEYS: SigSet = sigset(SIGINT, SIGQUIT);
const NONE: SigSet = 0n;

type Disposition = 'default' | 'ignore' | 'catch';

/** Signals that would kill: caught when the shell has something to do before it dies. */
const TERMINATING = [
  SIGHUP,
  SIGINT,
  SIGILL,
  SIGTRAP,
  SIGABRT,
  SIGBUS,
  SIGFPE,
  SIGUSR1,
  SIGSEGV,
  SIGUSR2,
  SIGPIPE,
  SIGALRM,
  SIGTERM,
  SIGXCPU,
  SIGXFSZ,
  SIGVTALRM,
  SIGSYS,
];

/** A signal that the shell catches came in. */
function* notice(sh: Shell, signo: number): Generator<void, number> {
  const { noticed, state } = sh;
  if (signo === SIGCHLD) {
    yield* reap(sh);
    return 0;
  }
  noticed.any = true;
  if (signo === SIGINT) noticed.waitInterrupt = true;
  if (state.traps.get(signo)) {
    if (!noticed.traps.includes(signo)) noticed.traps.push(signo);
  } else if (signo !== SIGINT) noticed.terminating = signo;
  else if (state.origin.interactive && state.subshellDepth === 0) noticed.interrupt = true;
  else if (noticed.waiting) return 0;
  else if (state.subshellDepth > 0) noticed.subshellInterrupt = true;
  else noticed.terminating = signo;
  return 0;
}

/** Sets what the shell does with a signal, and remembers what children must not inherit. */
export function* dispose(sh: Shell, signo: number, how: Disposition): Doing<void> {
  const { state } = sh;
  const bit = sigbit(signo);
  state.ignoring = how === 'ignore' ? state.ignoring | bit : state.ignoring & ~bit;
  state.catching = how === 'catch' ? state.catching | bit : state.catching & ~bit;
  const handler = how === 'catch' ? (_sys: unknown, info: SigInfo) => notice(sh, info.signo) : how;
  yield* act(sh, signo, { handler, mask: 0n, flags: signo === SIGCHLD ? SA_RESTART : 0 });
}

function* act(sh: Shell, signo: number, action: SigAction): Doing<void> {
  const old = yield* sh.sys.sigaction(signo, action);
  if (!isFailure(old)) learn(sh, signo, old.handler === 'ignore');
}

/** What a signal did before the shell touched it: seen once. */
function learn(sh: Shell, signo: number, ignored: boolean): void {
  const { state } = sh;
  if (hasSignal(state.known, signo)) return;
  state.known |= sigbit(signo);
  if (ignored) state.ignoredOnEntry |= sigbit(signo);
}

/** What the shell ignores for its own sake was so from the start: a background shell that has been asked for its traps. */
export function takeAsGiven(state: ShellState, signo: number): void {
  state.known |= sigbit(signo);
  state.ignoredOnEntry |= sigbit(signo);
}

/** Was the signal ignored when the shell started? */
export function* ignoredOnEntry(sh: Shell, signo: number): Doing<boolean> {
  if (!hasSignal(sh.state.known, signo)) {
    const old = yield* sh.sys.sigaction(signo);
    learn(sh, signo, !isFailure(old) && old.handler === 'ignore');
  }
  return hasSignal(sh.state.ignoredOnEntry, signo);
}

/** What a signal does in this shell while nobody has set a trap for it. */
export function usual(sh: Shell, signo: number): Disposition {
  const { state } = sh;
  if (signo === SIGCHLD) return 'catch';
  const own = state.subshellDepth === 0;
  if (hasSignal(state.ignoredOnEntry, signo)) return 'ignore';
  if (state.traps.get('EXIT') && !state.origin.interactive && TERMINATING.includes(signo)) return 'catch';
  if (signo === SIGQUIT && own && !state.origin.posix) return 'ignore';
  if (signo === SIGINT && !own) return 'catch';
  if (!state.origin.interactive || !own) return 'default';
  if (signo === SIGINT || signo === SIGHUP || signo === SIGALRM) return 'catch';
  if (signo === SIGTERM) return 'ignore';
  return JOB_SIGNALS.includes(signo) && state.jobControl ? 'ignore' : 'default';
}

/** Once, when a shell is started. */
export function* startSignals(sh: Shell): Doing<void> {
  const { state } = sh;
  yield* dispose(sh, SIGCHLD, 'catch');
  // Whoever started us may have it blocked; without it no child is ever noticed.
  yield* sh.sys.sigprocmask(SIG_UNBLOCK, sigbit(SIGCHLD));
  yield* dispose(sh, SIGQUIT, usual(sh, SIGQUIT));
  if (!state.origin.interactive) return;
  for (const signo of [SIGINT, SIGHUP, SIGALRM, SIGTERM]) yield* dispose(sh, signo, usual(sh, signo));
}

/** An EXIT trap was set or taken away: signals that would kill a script let it run first. */
export function* guardExit(sh: Shell): Doing<void> {
  if (sh.state.origin.interactive) return;
  for (const signo of TERMINATING) {
    if (sh.state.traps.has(signo) || (yield* ignoredOnEntry(sh, signo))) continue;
    yield* dispose(sh, signo, usual(sh, signo));
  }
}

/** `set -m` in an interactive shell: it must not be stopped by its own terminal. */
export function* ignoreJobSignals(sh: Shell, on: boolean): Doing<void> {
  for (const signo of JOB_SIGNALS) {
    if (!sh.state.traps.has(signo)) yield* dispose(sh, signo, on ? 'ignore' : 'default');
  }
}

/** No signal reaches a process between its fork and the moment when it has its own handlers. Answers the old mask. */
export function* holdSignals(sh: Shell): Doing<SigSet> {
  const old = yield* sh.sys.sigprocmask(SIG_SETMASK, ALL);
  return isFailure(old) ? 0n : old;
}

/**
 * What a process is made for: `program`, it execs at once; `command`, one that may turn out to be a builtin, or that has to
 * expand something first; else a shell.
 */
export type Purpose = 'program' | 'command' | 'shell';

export interface ChildKind {
  readonly purpose: Purpose;
  /** A subshell in the eyes of the user: BASH_SUBSHELL counts it. */
  readonly subshell?: boolean;
  /** It stays in the shell's group, and keeps the jobs to list them. */
  readonly substitution?: 'command' | 'process';
}

/** What a child ignores. */
interface Ignored {
  /** For its own sake: its children do not. */
  readonly own: SigSet;
  /** Whatever it starts or becomes ignores these as well. */
  readonly inherited: SigSet;
}

/**
 * The terminal must not stop a substitution, which stands in the group of its shell. Ctrl-C and Ctrl-\ are not meant for
 * what runs in the background without job control (`shielded`).
 */
export function ignoredBy({ purpose, substitution }: ChildKind, shielded: boolean, jobControl: boolean): Ignored {
  if (substitution === 'command') return { own: NONE, inherited: jobControl ? ALL_JOB_SIGNALS : NONE };
  if (substitution === 'process') return { own: jobControl ? ALL_JOB_SIGNALS : sigbit(SIGQUIT), inherited: NONE };
  if (!shielded) return { own: NONE, inherited: NONE };
  return purpose === 'shell' ? { own: KEYS, inherited: NONE } : { own: NONE, inherited: KEYS };
}

/**
 * In a new subshell: traps are gone (ignored ones stay), the shell's own settings as well; then signals may come.
 * `mask` is what the parent's was; SIGCHLD is held by the parent alone, while it makes a pipeline and waits.
 */
export function* childSignals(sh: Shell, purpose: Purpose, { own, inherited }: Ignored, mask: SigSet): Doing<void> {
  const { state } = sh;
  const kept = new Map([...state.traps].filter(([name, command]) => command === '' || inheritsTrap(state, name)));
  if (state.traps.size > kept.size) state.inheritedTraps ??= new Map(state.traps);
  const parents = state.ignoring | state.catching;
  state.traps.clear();
  for (const [name, command] of kept) state.traps.set(name, command);
  for (const signo of signalsIn(parents & ~own)) {
    if (signo === SIGCHLD || kept.has(signo)) continue;
    yield* dispose(sh, signo, hasSignal(state.ignoredOnEntry, signo) ? 'ignore' : 'default');
  }
  yield* dispose(sh, SIGCHLD, 'catch');
  for (const signo of signalsIn(own)) if (!kept.has(signo)) yield* dispose(sh, signo, 'ignore');
  for (const signo of signalsIn(inherited)) yield* act(sh, signo, { handler: 'ignore', mask: 0n, flags: 0 });
  if (purpose === 'shell' && !hasSignal(own, SIGINT)) yield* catchInterrupt(sh);
  yield* sh.sys.sigprocmask(SIG_SETMASK, mask & ~sigbit(SIGCHLD));
}

/** The command that the process was made for is a builtin or a function: it stays a shell, of whose jobs only `jobs` tells. */
export function* stayShell(sh: Shell, { inherited, async }: Undecided, builtin: string | undefined): Doing<void> {
  sh.undecided = undefined;
  if (async || builtin !== 'jobs') sh.state.jobs = noJobs();
  if (hasSignal(inherited, SIGQUIT)) yield* dispose(sh, SIGQUIT, 'ignore');
  yield* catchInterrupt(sh);
}

/** SIGINT ends a subshell between commands. */
function* catchInterrupt(sh: Shell): Doing<void> {
  if (!sh.state.traps.has(SIGINT) && !(yield* ignoredOnEntry(sh, SIGINT))) yield* dispose(sh, SIGINT, 'catch');
}

/** Before `exec`: what the shell ignores or catches for itself is again as it found it. Caught ones exec(2) resets. */
export function* restoreForExec(sh: Shell): Doing<void> {
  const { state } = sh;
  for (const signo of signalsIn(state.ignoring)) {
    const mine = state.traps.get(signo) !== '';
    if (mine && !hasSignal(state.ignoredOnEntry, signo)) yield* dispose(sh, signo, 'default');
  }
}
