/** exec: another program in place of the shell, or redirections for good. Authority: bash(1). */
import { S_ISDIR } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { findProgram } from '../files.ts';
import { complain } from '../output.ts';
import { isRefused } from '../restricted.ts';
import { become, NOT_EXECUTABLE, NOT_FOUND } from '../run/exec.ts';
import { adjustLevel } from '../run/shell-level.ts';
import { startSignals } from '../run/signals.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { parseOptions } from './options.ts';

/** A script that cannot exec ends, unless `shopt -s execfail`; a subshell always. */
function giveUp(sh: Shell, status: number): number {
  const { state } = sh;
  const stays = state.origin.interactive || state.shopt.execfail === true;
  if (stays && state.subshellDepth === 0) return status;
  state.status = status;
  sh.flow = { kind: 'exit' };
  return status;
}

/** Relative paths are shown with the directory, as bash does here. */
const absolute = (sh: Shell, path: string): string =>
  path.startsWith('/') ? path : `${sh.state.directory}/${path.replace(/^\.\//, '')}`;

function* replace(sh: Shell, path: string, argv: readonly string[], clean: boolean): Doing<number> {
  const warn = (message: string): Doing<void> => complain(sh, message);
  yield* adjustLevel(sh, -1, warn);
  const status = yield* become(sh, path, argv, clean);
  if (status === NOT_EXECUTABLE) {
    const stat = yield* sh.sys.stat(path);
    const why = isFailure(stat) ? undefined : strerror(S_ISDIR(stat.mode) ? 'EISDIR' : 'EACCES');
    if (why) yield* complain(sh, `exec: ${path}: cannot execute: ${why}`);
  }
  yield* adjustLevel(sh, 1, warn);
  yield* startSignals(sh);
  return status;
}

export const exec: Builtin = {
  name: 'exec',
  special: true,
  usage: 'exec [-cl] [-a name] [command [argument ...]] [redirection ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, exec, args, 'cla:');
    if (!options) return 2;
    const { rest, given } = options;
    const [name] = rest;
    if (name === undefined) {
      sh.keepRedirects = true;
      return 0;
    }
    if (yield* isRefused(sh, 'exec')) return 1;
    const path = yield* findProgram(sh, name);
    if (path === undefined) {
      yield* complain(sh, `exec: ${name}: not found`);
      return giveUp(sh, NOT_FOUND);
    }
    const argv0 = `${given.has('l') ? '-' : ''}${given.get('a') ?? name}`;
    return giveUp(sh, yield* replace(sh, absolute(sh, path), [argv0, ...rest.slice(1)], given.has('c')));
  },
};
