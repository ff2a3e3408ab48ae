/**
 * An expansion has failed: the whole line is given up, or the script, or the process that was made for a command.
 * Authority: what bash 5.2 says and answers.
 */
import type { ExpansionError } from '../expand/env.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';

/** `forked`: in a process of its own, before the command that it was made for has begun. */
export function* giveUp(sh: Shell, thrown: ExpansionError, forked = false): Doing<number> {
  const { state } = sh;
  const { message, severity, status: given } = thrown;
  // 127 is what `bash -c` itself makes of it; anywhere else it is an ordinary failure.
  const inside = state.subshellDepth > (forked ? 1 : 0);
  const ordinary = state.origin.kind !== 'string' || inside || state.options.errexit;
  const status = given === 127 && ordinary ? 1 : given;
  if (message !== '') yield* complain(sh, message);
  state.status = status;
  state.pipeStatus = [status];
  if (severity === 'exit' && !state.origin.interactive) sh.flow = { kind: 'exit' };
  else sh.flow = { kind: 'discard', top: severity === 'top' };
  return status;
}
