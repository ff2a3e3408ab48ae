/** Calling functions. Authority: bash(1), FUNCTIONS. Leaves out the RETURN trap's inheritance (functrace). */
import { SIGSEGV } from '../../kernel/signum.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { closeScope, getValue, openScope } from '../variables/variables.ts';
import { nested } from './nested.ts';
import { runTrap } from './trap.ts';

/** Here the stack of a real bash ends, and the process with it. */
const STACK_DEPTH = 10_000;

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

/** Runs the function `name` with its arguments; `return` and the end of the body give its status. */
export function* callFunction(sh: Shell, name: string, args: readonly string[]): Doing<number> {
  const { state } = sh;
  const found = state.functions.get(name);
  if (!found) return 127;
  if (yield* tooDeep(sh, name)) return 1;
  const { positional, loops, line, optionOffset } = state;
  openScope(state, 'function');
  state.positional = [...args];
  state.loops = 0;
  state.functionDepth++;
  state.calls.push({ name, source: found.source, line });
  let status = yield* nested(sh.interpreter.command(sh, found.body));
  if (sh.flow?.kind === 'return') {
    sh.flow = undefined;
    status = state.status;
  }
  if (state.traps.has('RETURN') && !sh.flow) yield* runTrap(sh, 'RETURN');
  state.calls.pop();
  state.functionDepth--;
  state.loops = loops;
  state.positional = positional;
  state.optionOffset = optionOffset;
  state.line = line;
  closeScope(state);
  return status;
}
