/** exit, logout, return. Authority: bash(1). */
import { describeJob } from '../jobs/notify.ts';
import { complain, printError } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { integerOf } from './options.ts';

/** The number that was given, cut to a byte; undefined after a complaint about something else. */
function* statusOf(sh: Shell, name: string, arg: string): Doing<number | undefined> {
  const status = integerOf(arg);
  if (status !== undefined) return status & 0xff;
  yield* complain(sh, `${name}: ${arg}: numeric argument required`);
  return undefined;
}

/** An interactive shell with stopped jobs says so once and stays; so does end of input at its prompt. */
export function* leaveShell(sh: Shell, name: 'exit' | 'logout', args: readonly string[]): Doing<number> {
  const { state } = sh;
  const interactive = state.origin.interactive && state.subshellDepth === 0;
  if (interactive && name === 'exit') yield* printError(sh, state.origin.login ? 'logout\n' : 'exit\n');
  const [arg, extra] = args[0] === '--' ? args.slice(1) : args;
  const status = arg === undefined ? state.status : yield* statusOf(sh, name, arg);
  if (extra !== undefined && status !== undefined) {
    yield* complain(sh, `${name}: too many arguments`);
    state.status = 1;
    sh.flow = { kind: 'discard', top: true };
    return 1;
  }
  if (interactive && (yield* stays(sh))) return 1;
  state.status = status ?? 2;
  sh.flow = { kind: 'exit', keeps: 'locals' };
  return state.status;
}

function* stays(sh: Shell): Doing<boolean> {
  const { jobs, shopt } = sh.state;
  const stopped = jobs.jobs.some((job) => job.state === 'stopped');
  const running = shopt.checkjobs === true && jobs.jobs.some((job) => job.state === 'running');
  if (!stopped && !running) return false;
  if (['exit', 'logout', 'jobs'].includes(sh.previousBuiltin)) return false;
  yield* printError(sh, `There are ${stopped ? 'stopped' : 'running'} jobs.\n`);
  if (shopt.checkjobs) for (const job of jobs.jobs) yield* printError(sh, describeJob(sh, job, 'short'));
  return true;
}

export const exitBuiltin: Builtin = {
  name: 'exit',
  special: true,
  usage: 'exit [n]',
  run: (sh, args) => leaveShell(sh, 'exit', args),
};

export const logout: Builtin = {
  name: 'logout',
  usage: 'logout [n]',
  *run(sh, args) {
    if (sh.state.origin.login) return yield* leaveShell(sh, 'logout', args);
    yield* complain(sh, "logout: not login shell: use `exit'");
    return 1;
  },
};

export const returnBuiltin: Builtin = {
  name: 'return',
  special: true,
  usage: 'return [n]',
  *run(sh, args) {
    const { state } = sh;
    const [arg, extra] = args[0] === '--' ? args.slice(1) : args;
    const status = arg === undefined ? state.status : yield* statusOf(sh, 'return', arg);
    const tooMany = extra !== undefined && status !== undefined;
    if (!tooMany && state.functionDepth === 0 && state.sourceDepth === 0) {
      yield* complain(sh, "return: can only `return' from a function or sourced script");
      return 2;
    }
    if (tooMany) {
      yield* complain(sh, 'return: too many arguments');
      state.status = 1;
      sh.flow = { kind: 'discard', top: true };
      return 1;
    }
    const before = state.status;
    state.status = status ?? 2;
    sh.flow = { kind: 'return', before };
    return state.status;
  },
};
