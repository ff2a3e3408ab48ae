/** The builtins: a file each, and a line here. */
import type { Builtin } from '../shell.ts';
import { alias, unalias } from './alias.ts';
import { bind } from './bind.ts';
import { breakBuiltin, continueBuiltin } from './break.ts';
import { caller } from './caller.ts';
import { cd, pwd } from './cd.ts';
import { builtin, command } from './command.ts';
import { compgen, complete, compopt } from './complete.ts';
import { declare, local, typeset } from './declare.ts';
import { dirs, popd, pushd } from './dirs.ts';
import { disown } from './disown.ts';
import { echo } from './echo.ts';
import { enable } from './enable.ts';
import { evalBuiltin } from './eval.ts';
import { exec } from './exec.ts';
import { exitBuiltin, logout, returnBuiltin } from './exit.ts';
import { exportBuiltin, readonly } from './export.ts';
import { fc } from './fc.ts';
import { bg, fg } from './fg.ts';
import { getopts } from './getopts.ts';
import { hash } from './hash.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { jobs } from './jobs.ts';
import { kill } from './kill.ts';
import { letBuiltin } from './let.ts';
import { mapfile, readarray } from './mapfile.ts';
import { printf } from './printf.ts';
import { read } from './read.ts';
import { set } from './set.ts';
import { shift } from './shift.ts';
import { shopt } from './shopt.ts';
import { dot, source } from './source.ts';
import { suspend } from './suspend.ts';
import { builtinTable } from './table.ts';
import { bracket, test } from './test.ts';
import { times } from './times.ts';
import { trap } from './trap.ts';
import { colon, falseBuiltin, trueBuiltin } from './true.ts';
import { type } from './type.ts';
import { ulimit } from './ulimit.ts';
import { umask } from './umask.ts';
import { unset } from './unset.ts';
import { wait } from './wait.ts';

const builtins: readonly Builtin[] = [
  alias,
  bg,
  bind,
  bracket,
  breakBuiltin,
  builtin,
  caller,
  cd,
  colon,
  command,
  compgen,
  complete,
  compopt,
  continueBuiltin,
  declare,
  dirs,
  disown,
  dot,
  echo,
  enable,
  evalBuiltin,
  exec,
  exitBuiltin,
  exportBuiltin,
  falseBuiltin,
  fc,
  fg,
  getopts,
  hash,
  help,
  history,
  jobs,
  kill,
  letBuiltin,
  local,
  logout,
  mapfile,
  popd,
  printf,
  pushd,
  pwd,
  read,
  readarray,
  readonly,
  returnBuiltin,
  set,
  shift,
  shopt,
  source,
  suspend,
  test,
  times,
  trap,
  trueBuiltin,
  type,
  typeset,
  ulimit,
  umask,
  unalias,
  unset,
  wait,
];
for (const one of builtins) builtinTable.set(one.name, one);

export const builtinNamed = (name: string): Builtin | undefined => builtinTable.get(name);
export const builtinNames = (): string[] => [...builtinTable.keys()].sort();
