/**
 * Running what `trap` has set, and reacting to signals that the shell itself caught: between commands only.
 * Authority: bash(1), SIGNALS and `trap`.
 */
import { SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGTERM } from '../../kernel/signum.ts';
import { saveHistory } from '../history/file.ts';
import type { Doing, Shell } from '../shell.ts';
import type { TrapName } from '../state.ts';
import { disposeCoproc } from './coproc-end.ts';

/**
 * A subshell that has got SIGINT dies of it, where bash looks for that: before a command, behind loops, `if`, `case` and
 * lists; not behind a simple command, a group or a function that comes last.
 */
export function* endIfInterrupted(sh: Shell): Doing<void> {
  if (!sh.noticed.subshellInterrupt) return;
  sh.noticed.subshellInterrupt = false;
  yield* runExitTrap(sh, sh.state.status);
  yield* dieOf(sh, SIGINT);
}

/** The last command of a subshell is over: it would have gone unseen, but an EXIT trap is not run any more. */
export function* endInterrupted(sh: Shell): Doing<void> {
  if (sh.noticed.subshellInterrupt && sh.state.traps.has('EXIT')) yield* dieOf(sh, SIGINT);
}

/** A subshell that is about to go on. */
export function* beforeGoingOn(sh: Shell): Doing<void> {
  yield* endIfInterrupted(sh);
  if (!sh.flow) yield* attend(sh);
}

/** Looks at what signal handlers have noted. Called between commands when `noticed.any` is set. */
export function* attend(sh: Shell): Doing<void> {
  const { noticed } = sh;
  noticed.any = noticed.subshellInterrupt;
  if (sh.state.coproc?.ended) yield* disposeCoproc(sh);
  if (noticed.terminating !== 0) {
    yield* die(sh, noticed.terminating);
    return;
  }
  if (noticed.interrupt) {
    noticed.interrupt = false;
    sh.state.status = 128 + SIGINT;
    sh.flow = { kind: 'interrupt' };
    return;
  }
  while (noticed.traps.length > 0 && !sh.flow) yield* runTrap(sh, noticed.traps.shift() ?? 0);
  while (noticed.children > 0 && !sh.flow) {
    noticed.children--;
    yield* runTrap(sh, SIGCHLD);
  }
}

/**
 * Runs a trap's command, whose first line has the number `line`, and answers its status; `$?` is afterwards what it was
 * before.
 */
export function* runTrap(sh: Shell, name: TrapName, line = 1): Doing<number> {
  const { state } = sh;
  const command = state.traps.get(name);
  if (!command) return 0;
  const { status, pipeStatus } = state;
  state.runningTraps.push(name);
  const result = yield* sh.interpreter.text(sh, command, { line });
  state.runningTraps.pop();
  if (sh.flow) return result;
  state.status = status;
  state.pipeStatus = pipeStatus;
  return result;
}

/** A command failed where that counts. */
export function* runErrorTrap(sh: Shell): Doing<void> {
  const { state } = sh;
  if (!state.runningTraps.includes('ERR')) yield* runTrap(sh, 'ERR', state.line);
}

/** The last thing a shell does; answers its exit status, which the trap may change by `exit`. */
export function* runExitTrap(sh: Shell, status: number): Doing<number> {
  const { state } = sh;
  const command = state.traps.get('EXIT');
  if (!command) return status;
  state.traps.delete('EXIT');
  // Whatever was being run is left: `set -x` shows the trap as a command of the shell itself.
  if (state.subshellDepth === 0) state.evals = -1;
  else if (sh.inSubstitution) state.evals--;
  sh.flow = undefined;
  state.status = status;
  state.runningTraps.push('EXIT');
  yield* sh.interpreter.text(sh, command, { line: 1 });
  state.runningTraps.pop();
  const { flow } = sh as Shell;
  return flow?.kind === 'exit' ? state.status : status;
}

/** A signal that ends the shell: its jobs are told of a hangup, the EXIT trap runs, and then it dies of that signal. */
function* die(sh: Shell, signo: number): Doing<void> {
  const { state } = sh;
  sh.noticed.terminating = 0;
  if (signo === SIGHUP && state.origin.interactive) yield* hangUpJobs(sh);
  yield* runExitTrap(sh, state.status);
  const saves = signo === SIGHUP || signo === SIGTERM;
  if (saves && state.origin.interactive && state.subshellDepth === 0) yield* saveHistory(sh);
  yield* dieOf(sh, signo);
}

function* dieOf(sh: Shell, signo: number): Doing<void> {
  const { state, sys } = sh;
  yield* sys.sigaction(signo, { handler: 'default', mask: 0n, flags: 0 });
  yield* sys.kill(state.pid, signo);
  state.status = 128 + signo;
  sh.flow = { kind: 'exit' };
}

/** SIGHUP to every job that was not disowned, and SIGCONT to the stopped ones so that they see it. */
export function* hangUpJobs(sh: Shell): Doing<void> {
  for (const job of sh.state.jobs.jobs) {
    if (job.state === 'dead' || job.noHangup) continue;
    const targets = job.controlled ? [-job.pgid] : job.processes.map((process) => process.pid);
    for (const target of targets) {
      yield* sh.sys.kill(target, SIGHUP);
      if (job.state === 'stopped') yield* sh.sys.kill(target, SIGCONT);
    }
  }
}
