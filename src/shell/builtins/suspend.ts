/** suspend: the shell stops itself. Authority: bash(1). */
import { SIGSTOP, SIGTSTP } from '../../kernel/signum.ts';
import { giveTerminal } from '../jobs/terminal.ts';
import { complain } from '../output.ts';
import type { Builtin } from '../shell.ts';
import { parseOptions } from './options.ts';

export const suspend: Builtin = {
  name: 'suspend',
  usage: 'suspend [-f]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, suspend, args, 'f');
    if (!options) return 2;
    const { state, sys } = sh;
    if (!options.given.has('f')) {
      const why = !state.jobControl
        ? 'no job control'
        : state.origin.login
          ? 'cannot suspend a login shell'
          : undefined;
      if (why) {
        yield* complain(
          sh,
          `suspend: ${why === 'no job control' ? 'cannot suspend: no job control' : why.replace('cannot ', 'cannot ')}`,
        );
        return 1;
      }
    }
    const parentGroup = sh.originalGroup;
    if (sh.tty !== undefined && parentGroup !== sh.pgid) yield* giveTerminal(sh, parentGroup);
    yield* sys.kill(state.pid, state.origin.interactive ? SIGSTOP : SIGTSTP);
    yield* giveTerminal(sh, sh.pgid);
    return 0;
  },
};
