/** `coproc NAME command`: a background command with pipes to and from it. Authority: bash(1), Coprocesses. */
import { F_DUPFD, F_SETFD, FD_CLOEXEC } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import type { CoprocCommand } from '../syntax/ast.ts';
import { printCommand } from '../syntax/print.ts';
import { assign } from '../variables/variables.ts';
import { launch, runBackground, spawn } from './process.ts';

/** bash keeps its ends out of the way of scripts' descriptors. */
const HIGH = 63;

function* moveUp(sh: Shell, fd: number): Doing<number> {
  const moved = yield* sh.sys.fcntl(fd, F_DUPFD, HIGH);
  if (isFailure(moved)) return fd;
  yield* sh.sys.close(fd);
  yield* sh.sys.fcntl(moved, F_SETFD, FD_CLOEXEC);
  return moved;
}

export function* runCoproc(sh: Shell, { name, body, line }: CoprocCommand): Doing<number> {
  const { sys, state } = sh;
  state.line = line;
  if (state.coproc && !state.coproc.ended) {
    const { pid, name: other } = state.coproc;
    yield* complain(sh, `warning: execute_coproc: coproc [${pid}:${other}] still exists`);
  }
  const toChild = yield* sys.pipe2(0);
  const fromChild = yield* sys.pipe2(0);
  if (isFailure(toChild) || isFailure(fromChild)) {
    yield* complain(sh, `pipe error: ${strerror('EMFILE')}`);
    return 1;
  }
  const made = launch(sh, true);
  const text = `coproc ${name} ${printCommand(body)}`;
  const pid = yield* spawn(sh, made, text, { purpose: 'shell', subshell: true }, function* (child) {
    yield* child.sys.close(fromChild[0]);
    yield* child.sys.close(toChild[1]);
    yield* child.sys.dup2(toChild[0], 0);
    yield* child.sys.dup2(fromChild[1], 1);
    yield* child.sys.close(toChild[0]);
    yield* child.sys.close(fromChild[1]);
    return yield* child.interpreter.last(child, body);
  });
  yield* sys.close(toChild[0]);
  yield* sys.close(fromChild[1]);
  if (pid === undefined) return state.status;
  const elements = new Map<number | string, string>([
    [0, String(yield* moveUp(sh, fromChild[0]))],
    [1, String(yield* moveUp(sh, toChild[1]))],
  ]);
  state.variables.set(name, { shape: 'indexed', value: undefined, elements, flags: 0 });
  assign(sh, `${name}_PID`, String(pid));
  state.coproc = { pid, name, fds: [...elements.values()].map(Number), ended: false };
  yield* runBackground(sh, made);
  return 0;
}
