/**
 * `set -x`: each command behind PS4, whose first character is repeated for each text inside of another.
 * BASH_XTRACEFD is looked at when something is traced: only then a wrong one is complained of, and the one before closed.
 */
import { encode } from '../../bytes.ts';
import { F_GETFD } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { integerOf } from '../builtins/options.ts';
import { complain, tellWarnings, writeAll } from '../output.ts';
import { promptOrRaw } from '../session/prompt.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';

const STANDARD_ERROR = 2;

export function* trace(sh: Shell, words: readonly string[]): Doing<void> {
  const { state } = sh;
  if (state.warnings.length > 0) yield* tellWarnings(sh);
  const fd = yield* traceDescriptor(sh);
  state.options.xtrace = false;
  const prompt = yield* promptOrRaw(sh, getValue(state, 'PS4') ?? '');
  state.options.xtrace = true;
  const [first = ''] = prompt;
  yield* writeAll(sh.sys, fd, encode(`${first.repeat(state.evals)}${prompt}${words.join(' ')}\n`));
}

/** What `expandArithmetic` tells of a command `(( ))`. */
export const arithmeticTrace = (sh: Shell): ((text: string) => Doing<void>) | undefined =>
  sh.state.options.xtrace ? (text) => trace(sh, ['((', text, '))']) : undefined;

/** Where the trace goes now. */
function* traceDescriptor(sh: Shell): Doing<number> {
  const { sys, state } = sh;
  const wanted = getValue(state, 'BASH_XTRACEFD') ?? '';
  const { traceTo } = state;
  if (wanted === traceTo.wanted) return traceTo.fd;
  if (traceTo.fd !== STANDARD_ERROR) yield* sys.close(traceTo.fd);
  const fd = wanted === '' ? STANDARD_ERROR : (integerOf(wanted) ?? -1);
  const usable = !isFailure(yield* sys.fcntl(fd, F_GETFD));
  state.traceTo = { wanted, fd: usable ? fd : STANDARD_ERROR };
  if (!usable) yield* complain(sh, `BASH_XTRACEFD: ${wanted}: invalid value for trace file descriptor`);
  return state.traceTo.fd;
}
