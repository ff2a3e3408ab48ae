/** Calling functions. Authority: bash(1), FUNCTIONS. */
import { SIGSEGV } from '../../kernel/signum.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import type { Command } from '../syntax/ast.ts';
import { closeScope, getValue, openScope } from '../variables/variables.ts';
import { hiddenFromFunction, hideTraps, returnTrap, runDebugTrap } from './debug.ts';
import { nested } from './nested.ts';

/** Here the stack of a real bash ends, and the process with it. */
const STACK_DEPTH = 10_000;

/** BASH_COMPAT up to this: `break` in a function is for the loop around the call. */
const KEEPS_LOOPS = 43;

/** Neither FUNCNEST nor the stack allows another call. */
function* tooDeep(sh: Shell, name: string): Doing<boolean> {
  const { functionDepth, pid } = sh.state;
  const limit = Number(getValue(sh.state, 'FUNCNEST') ?? '');
  if (limit > 0 && functionDepth >= limit) {
    yield* complain(sh, `${name}: maximum function nesting level exceeded (${limit})`);
    sh.state.status = 1;
    sh.flow = { kind: 'discard' };
    return true;
  }
  if (functionDepth < STACK_DEPTH) return false;
  yield* sh.sys.sigaction(SIGSEGV, { handler: 'default', mask: 0n, flags: 0 });
  yield* sh.sys.kill(pid, SIGSEGV);
  return true;
}

/** Between the DEBUG trap and the RETURN trap, which belong to the function. */
function* runFunctionBody(sh: Shell, body: Command): Doing<number> {
  const { state } = sh;
  if (state.traps.has('DEBUG')) {
    state.line = body.line;
    if ((yield* runDebugTrap(sh)) && sh.flow?.kind !== 'return') return state.status;
  }
  const status = sh.flow ? state.status : yield* nested(sh.interpreter.command(sh, body));
  // Only `return` leaves LINENO where it was.
  if (!sh.flow) state.line = body.line;
  return yield* takeReturn(sh, status);
}

/** The end of a function or a sourced file, by `return` or without: the RETURN trap runs. Answers the status. */
export function* takeReturn(sh: Shell, status: number): Doing<number> {
  const { flow, state } = sh;
  if (flow && flow.kind !== 'return') return status;
  const result = flow ? state.status : status;
  sh.flow = undefined;
  yield* returnTrap(sh, flow ? flow.before : status);
  return result;
}

/** Runs the function `name` with its arguments; `return` and the end of the body give its status. */
export function* callFunction(sh: Shell, name: string, args: readonly string[]): Doing<number> {
  const { state } = sh;
  const found = state.functions.get(name);
  if (!found) return 127;
  if (yield* tooDeep(sh, name)) return 1;
  const { positional, loops, line, optionOffset } = state;
  openScope(state, 'function');
  state.positional = [...args];
  if (state.compat > KEEPS_LOOPS) state.loops = 0;
  state.functionDepth++;
  state.calls.push({ name, source: found.source, line, ...(state.shopt.extdebug && { args }) });
  const showTraps = hideTraps(state, hiddenFromFunction(state, found.traced));
  const status = yield* runFunctionBody(sh, found.body);
  showTraps();
  const kept = sh.flow?.kind === 'exit' ? sh.flow.keeps : undefined;
  if (kept === 'locals') return status;
  if (kept !== 'names') {
    state.calls.pop();
    state.functionDepth--;
  }
  state.loops = loops;
  state.positional = positional;
  state.optionOffset = optionOffset;
  state.line = line;
  closeScope(state);
  return status;
}
