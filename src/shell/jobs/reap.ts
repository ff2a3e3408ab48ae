/** Taking note of what became of children. Authority: bash(1), JOB CONTROL; wait(2). */
import { type Waited, WCONTINUED, WIFCONTINUED, WIFSTOPPED, WNOHANG, WUNTRACED } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { SIGCHLD } from '../../kernel/signum.ts';
import type { Doing, Shell } from '../shell.ts';
import { notify } from './notify.ts';
import { recordStatus } from './table.ts';

/** Stops and continues are looked for only by a shell with job control. */
export const waitFlags = (sh: Shell): number => (sh.state.jobControl ? WUNTRACED | WCONTINUED : 0);

export function record(sh: Shell, { pid, status }: Waited): void {
  recordStatus(sh.state.jobs, pid, status);
  if (WIFSTOPPED(status) || WIFCONTINUED(status)) return;
  const { coproc } = sh.state;
  if (coproc?.pid === pid) {
    coproc.ended = true;
    sh.noticed.any = true;
  }
  if (sh.state.traps.get(SIGCHLD)) {
    sh.noticed.children++;
    sh.noticed.any = true;
  }
}

/** All that can be had without waiting; run when SIGCHLD comes in. */
export function* reap(sh: Shell): Doing<void> {
  for (;;) {
    const waited = yield* sh.sys.wait4(-1, WNOHANG | waitFlags(sh));
    if (isFailure(waited) || waited.pid === 0) break;
    record(sh, waited);
  }
  const { options, origin } = sh.state;
  if (options.notify && origin.interactive) yield* notify(sh);
}
