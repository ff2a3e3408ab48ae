/** setsid: run a program in a new session. Forks only if it leads a process group. Authority: setsid(1). */

import { WEXITSTATUS, WIFEXITED, WTERMSIG } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { become, execStatus } from './lib/exec.ts';
import type { Io } from './lib/io.ts';
import { program } from './lib/program.ts';

function* session(sys: Sys, io: Io, argv: readonly string[], ctty: boolean): Generator<void, number> {
  const failed = yield* sys.setsid();
  if (isFailure(failed)) return yield* io.die(1, 'setsid failed', failed);
  if (ctty) {
    const name = yield* sys.ttyname(0);
    // A session leader without a terminal gets the one it opens.
    const fd = isFailure(name) ? name : yield* sys.open(name, 2);
    if (isFailure(fd)) return yield* io.die(1, 'failed to set the controlling terminal', fd);
    yield* sys.close(fd);
  }
  const failure = yield* become(io, argv, io.environment);
  yield* io.error(`failed to execute ${argv[0]}: ${strerror(failure.errno)}`);
  return execStatus(failure);
}

export const setsid = program(
  {
    name: 'setsid',
    summary: 'run a program in a new session',
    usage: '[options] <program> [arguments ...]',
    about: 'Run a program in a new session.',
    family: 'util-linux',
    options: {
      ctty: { short: 'c', long: 'ctty', help: 'set the controlling terminal to the current one' },
      fork: { short: 'f', long: 'fork', help: 'always fork' },
      wait: { short: 'w', long: 'wait', help: 'wait program to exit, and use the same return' },
    },
    stopAtOperand: true,
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(1, 'no command specified');
    const leads = (yield* sys.getpgrp()) === (yield* sys.getpid());
    if (!leads && !args.has('fork')) return yield* session(sys, io, args.operands, args.has('ctty'));
    const pid = yield* sys.fork((child) => session(child, io.inChild(child), args.operands, args.has('ctty')));
    if (isFailure(pid)) return yield* io.die(1, 'fork', pid);
    if (!args.has('wait')) return 0;
    const waited = yield* sys.wait4(pid, 0);
    if (isFailure(waited)) return yield* io.die(1, 'wait', waited);
    if (WIFEXITED(waited.status)) return WEXITSTATUS(waited.status);
    return yield* io.die(WTERMSIG(waited.status), `child ${pid} did not exit normally: Success`);
  },
);
