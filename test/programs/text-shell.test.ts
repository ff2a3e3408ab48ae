/** awk, sed and split where they run commands of their own: the same scripts in bash on Linux and in ipclab. */
import { sameAsLinux } from '../linux/same.ts';

sameAsLinux('awk and commands', {
  'a pipe out': `awk 'BEGIN{print "b" | "sort"; print "a" | "sort"; print "first"}'`,
  'a pipe out that is closed': `awk 'BEGIN{print "x" | "cat"; close("cat"); print "y"}'`,
  'a pipe in': `awk 'BEGIN{while (("echo a; echo b") | getline l) print "got " l; "echo q w" | getline; print $2, NR}'`,
  'the status of close': `awk 'BEGIN{"exit 3" | getline; print close("exit 3"); print "x" | "cat >/dev/null; exit 4"; print close("cat >/dev/null; exit 4")}' 2>&1`,
  system: `awk 'BEGIN{print "one"; r = system("echo two; exit 3"); print r; print system("kill -9 $$"), system("true")}'`,
  'the environment': `X=5 awk 'BEGIN{print ENVIRON["X"]; system("echo $X")}'`,
  'in a pipeline': `seq 10 | awk '{s += $1} END {print s}' | sed 's/^/sum /'`,
  'the end of a reader': `seq 100000 | awk '{print; if (NR == 3) exit}'`,
  'whose reader ends': `awk 'BEGIN{for (;;) print "y"}' | head -2; echo \${PIPESTATUS[0]}`,
  'reading a FIFO': `mkfifo p; (echo one; echo two) > p & awk '{print NR ": " $0}' p; wait`,
  'program files': `printf '#!/bin/sh\\nexec awk "{print NF}"\\n' > s; chmod +x s; echo a b c | ./s`,
  stderr: `awk 'BEGIN{print "e" > "/dev/stderr"; print "o"; print "p" | "cat 1>&2"}' 2>&1 >/dev/null`,
});

sameAsLinux('sed and commands', {
  'e runs the pattern space': `printf 'echo a\\necho b\\n' | sed e`,
  'e with a command': `printf 'a\\nb\\n' | sed '1e echo hi'`,
  's///e': `printf 'a b\\n' | sed 's/.*/echo &/e'`,
  'sed -n in a pipeline': `seq 100000 | sed -n '5p;5q'`,
  'sed -i': `printf 'a\\n' > f; sed -i 's/a/b/' f; cat f; ls`,
  'reading a FIFO': `mkfifo p; seq 3 > p & sed 's/2/two/' p; wait`,
  'a line at a time': `printf 'a\\nb\\nc\\n' | { sed -u 1q; cat; }`,
});

sameAsLinux('pieces and differences', {
  'split --filter': `seq 5 | split -l 2 --filter='echo "$FILE:"; cat'`,
  'diff of process substitutions': `diff <(seq 3) <(seq 4); echo $?`,
  'comm of process substitutions': `comm -12 <(seq 5) <(seq 3 7)`,
  'shuf keeps all lines': `seq 50 | shuf | sort -n | tail -1`,
  'paste of two pipes': `paste <(seq 3) <(seq 4 6)`,
  'expr in a loop': 'i=0; while [ $i -lt 3 ]; do i=$(expr $i + 1); echo $i; done',
});
