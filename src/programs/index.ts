/** The userland: every program that the machine's /bin has, a line each. */

import { awk, mawk } from './awk.ts';
import { base64 } from './base64.ts';
import { basename } from './basename.ts';
import { cat } from './cat.ts';
import { chgrp } from './chgrp.ts';
import { chmod } from './chmod.ts';
import { chown } from './chown.ts';
import { clear } from './clear.ts';
import { cmp } from './cmp.ts';
import { column } from './column.ts';
import { comm } from './comm.ts';
import { cp } from './cp.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { dd } from './dd.ts';
import { df } from './df.ts';
import { diff } from './diff.ts';
import { dirname } from './dirname.ts';
import { du } from './du.ts';
import { echo } from './echo.ts';
import { egrep } from './egrep.ts';
import { env } from './env.ts';
import { expr } from './expr.ts';
import { falseProgram } from './false.ts';
import { fgrep } from './fgrep.ts';
import { file } from './file.ts';
import { find } from './find.ts';
import { fmt } from './fmt.ts';
import { fold } from './fold.ts';
import { free } from './free.ts';
import { fuser } from './fuser.ts';
import { grep } from './grep.ts';
import { groups } from './groups.ts';
import { head } from './head.ts';
import { hexdump } from './hexdump.ts';
import { hostname } from './hostname.ts';
import { id } from './id.ts';
import { join } from './join.ts';
import { kill } from './kill.ts';
import { killall } from './killall.ts';
import { less } from './less.ts';
import type { Program } from './lib/program.ts';
import { ln } from './ln.ts';
import { ls } from './ls.ts';
import { lsof } from './lsof.ts';
import { md5sum } from './md5sum.ts';
import { mkdir } from './mkdir.ts';
import { mkfifo } from './mkfifo.ts';
import { mknod } from './mknod.ts';
import { mktemp } from './mktemp.ts';
import { more } from './more.ts';
import { mv } from './mv.ts';
import { nice } from './nice.ts';
import { nl } from './nl.ts';
import { nohup } from './nohup.ts';
import { nproc } from './nproc.ts';
import { od } from './od.ts';
import { paste } from './paste.ts';
import { pgrep } from './pgrep.ts';
import { pidof } from './pidof.ts';
import { pkill } from './pkill.ts';
import { printenv } from './printenv.ts';
import { printf } from './printf.ts';
import { ps } from './ps.ts';
import { pstree } from './pstree.ts';
import { pwd } from './pwd.ts';
import { readlink } from './readlink.ts';
import { realpath } from './realpath.ts';
import { reset } from './reset.ts';
import { rev } from './rev.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { setsid } from './setsid.ts';
import { sha256sum } from './sha256sum.ts';
import { shuf } from './shuf.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { split } from './split.ts';
import { stat } from './stat.ts';
import { stdbuf } from './stdbuf.ts';
import { stty } from './stty.ts';
import { sync } from './sync.ts';
import { tac } from './tac.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { bracket, test } from './test.ts';
import { timeout } from './timeout.ts';
import { touch } from './touch.ts';
import { tr } from './tr.ts';
import { trueProgram } from './true.ts';
import { truncate } from './truncate.ts';
import { tty } from './tty.ts';
import { uname } from './uname.ts';
import { uniq } from './uniq.ts';
import { uptime } from './uptime.ts';
import { watch } from './watch.ts';
import { wc } from './wc.ts';
import { which } from './which.ts';
import { who } from './who.ts';
import { whoami } from './whoami.ts';
import { xargs } from './xargs.ts';
import { xxd } from './xxd.ts';
import { yes } from './yes.ts';

export type { Program } from './lib/program.ts';

export const programs: readonly Program[] = [
  awk,
  clear,
  cmp,
  column,
  comm,
  df,
  diff,
  du,
  egrep,
  expr,
  fgrep,
  fmt,
  fold,
  free,
  groups,
  hexdump,
  join,
  mawk,
  base64,
  chgrp,
  chmod,
  chown,
  cp,
  cut,
  date,
  dd,
  file,
  find,
  basename,
  cat,
  dirname,
  echo,
  env,
  falseProgram,
  fuser,
  grep,
  head,
  hostname,
  id,
  kill,
  killall,
  less,
  ln,
  ls,
  lsof,
  md5sum,
  mkdir,
  mkfifo,
  mknod,
  mktemp,
  more,
  mv,
  nice,
  nl,
  nohup,
  nproc,
  od,
  paste,
  pgrep,
  pidof,
  pkill,
  printenv,
  printf,
  ps,
  pstree,
  pwd,
  readlink,
  realpath,
  reset,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  setsid,
  sha256sum,
  shuf,
  sleep,
  sort,
  split,
  stat,
  stdbuf,
  stty,
  sync,
  tac,
  tail,
  tee,
  test,
  bracket,
  timeout,
  touch,
  tr,
  trueProgram,
  truncate,
  tty,
  uname,
  uniq,
  uptime,
  watch,
  wc,
  which,
  who,
  whoami,
  xargs,
  xxd,
  yes,
];
