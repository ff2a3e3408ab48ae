/** The end of a coprocess. Authority: bash(1), Coprocesses. */
import type { Doing, Shell } from '../shell.ts';
import { unsetVariable } from '../variables/variables.ts';

/** The command has ended: its descriptors are closed, and the variables go. */
export function* disposeCoproc(sh: Shell): Doing<void> {
  const { state } = sh;
  const { coproc } = state;
  if (!coproc?.ended) return;
  state.coproc = undefined;
  for (const fd of coproc.fds) yield* sh.sys.close(fd);
  for (const name of [coproc.name, `${coproc.name}_PID`]) unsetVariable(state, name);
}
