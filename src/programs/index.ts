/** The userland: every program that the machine's /bin has, a line each. */

import { find } from './find.ts';
import { sed } from './sed.ts';
import { basename } from './basename.ts';
import { cat } from './cat.ts';
import { dirname } from './dirname.ts';
import { echo } from './echo.ts';
import { env } from './env.ts';
import { falseProgram } from './false.ts';
import { grep } from './grep.ts';
import { head } from './head.ts';
import { id } from './id.ts';
import { kill } from './kill.ts';
import type { Program } from './lib/program.ts';
import { ls } from './ls.ts';
import { mkfifo } from './mkfifo.ts';
import { nohup } from './nohup.ts';
import { pgrep } from './pgrep.ts';
import { pidof } from './pidof.ts';
import { pkill } from './pkill.ts';
import { printenv } from './printenv.ts';
import { printf } from './printf.ts';
import { ps } from './ps.ts';
import { pwd } from './pwd.ts';
import { rm } from './rm.ts';
import { seq } from './seq.ts';
import { setsid } from './setsid.ts';
import { sleep } from './sleep.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { bracket, test } from './test.ts';
import { timeout } from './timeout.ts';
import { trueProgram } from './true.ts';
import { tty } from './tty.ts';
import { uname } from './uname.ts';
import { wc } from './wc.ts';
import { whoami } from './whoami.ts';
import { yes } from './yes.ts';

export type { Program } from './lib/program.ts';

export const programs: readonly Program[] = [
  find,
  sed,
  basename,
  cat,
  dirname,
  echo,
  env,
  falseProgram,
  grep,
  head,
  id,
  kill,
  ls,
  mkfifo,
  nohup,
  pgrep,
  pidof,
  pkill,
  printenv,
  printf,
  ps,
  pwd,
  rm,
  seq,
  setsid,
  sleep,
  tail,
  tee,
  test,
  bracket,
  timeout,
  trueProgram,
  tty,
  uname,
  wc,
  whoami,
  yes,
];
