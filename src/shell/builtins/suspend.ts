/** suspend: the shell stops itself. Authority: bash(1). */
import { SIGSTOP, SIGTSTP } from '../../kernel/signum.ts';
import { giveTerminal } from '../jobs/terminal.ts';
import { complain } from '../output.ts';
import type { Builtin, Shell } from '../shell.ts';
import { parseOptions } from './options.ts';

/** What speaks against it, unless -f. */
function obstacle({ state }: Shell): string | undefined {
  if (!state.jobControl) return 'cannot suspend: no job control';
  return state.origin.login ? 'cannot suspend a login shell' : undefined;
}

export const suspend: Builtin = {
  name: 'suspend',
  usage: 'suspend [-f]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, suspend, args, 'f');
    if (!options) return 2;
    const { state, sys } = sh;
    const why = options.given.has('f') ? undefined : obstacle(sh);
    if (why !== undefined) {
      yield* complain(sh, `suspend: ${why}`);
      return 1;
    }
    const parentGroup = sh.originalGroup;
    if (sh.tty !== undefined && parentGroup !== sh.pgid) yield* giveTerminal(sh, parentGroup);
    yield* sys.kill(state.pid, state.origin.interactive ? SIGSTOP : SIGTSTP);
    yield* giveTerminal(sh, sh.pgid);
    return 0;
  },
};
