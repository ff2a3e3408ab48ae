/** Rows that show in a script: what bash 5.2 prints. */
import type { ScriptFact } from '../kernel/shell-rows.ts';

export const shellScripts: readonly ScriptFact[] = [
  {
    id: 'PR08',
    says: 'not found is 127, not executable or a directory 126',
    script: 'nosuch; echo $?; ./nosuch; echo $?; : > f; ./f; echo $?; /tmp; echo $?',
    stdout: '127\n127\n126\n126\n',
    stderr:
      'bash: line 1: nosuch: command not found\nbash: line 1: ./nosuch: No such file or directory\nbash: line 1: ./f: Permission denied\nbash: line 1: /tmp: Is a directory\n',
  },
  {
    id: 'PR09',
    says: 'only the low byte of a status reaches the parent',
    script:
      'bash -c "exit 256"; echo $?; bash -c "exit 257"; echo $?; bash -c "exit 300"; echo $?; bash -c "exit -1"; echo $?',
    stdout: '0\n1\n44\n255\n',
  },
  {
    id: 'PR11',
    says: '$? of a child that a signal killed is 128 and its number',
    script:
      'for s in TERM KILL INT PIPE USR1 RTMAX; do bash -c "kill -$s \\$\\$" 2> /dev/null; echo $?; done 2> /dev/null',
    stdout: '143\n137\n130\n141\n138\n192\n',
  },
  {
    id: 'PR38',
    says: '$$ is the shell in a subshell too, BASHPID is not; $! is the last of a pipeline; strangers cannot be waited for',
    script:
      '( [ $$ = $BASHPID ] || echo differ ); [ $$ = $BASHPID ] && echo same; true | true & a=$!; true & [ $a != $! ] && echo another; wait 99999; echo $?',
    stdout: 'differ\nsame\nanother\n127\n',
    stderr: 'bash: line 1: wait: pid 99999 is not a child of this shell\n',
  },
  {
    id: 'PR39',
    says: 'wait returns at once with 128 + n when a trapped signal comes; a trap waits for a foreground command',
    script:
      "trap 'echo got' USR1; (sleep 0.1; kill -USR1 $$) & sleep 1 & wait $!; echo $?; (sleep 0.1; kill -USR1 $$) & sleep 0.3; echo after; kill %2 2> /dev/null; wait",
    stdout: 'got\n138\ngot\nafter\n',
  },
  {
    id: 'PR40',
    says: 'without job control a background command ignores INT and QUIT and reads nothing',
    script:
      'sleep 0.5 & sleep 0.1; kill -INT $!; kill -QUIT $!; wait $!; echo $?; echo data > f; exec < f; cat & wait; echo read nothing',
    stdout: '0\nread nothing\n',
  },
  {
    id: 'SG03',
    says: 'kill -l: five a row with numbers',
    script: 'kill -l | head -3',
    stdout:
      ' 1) SIGHUP\t 2) SIGINT\t 3) SIGQUIT\t 4) SIGILL\t 5) SIGTRAP\n 6) SIGABRT\t 7) SIGBUS\t 8) SIGFPE\t 9) SIGKILL\t10) SIGUSR1\n11) SIGSEGV\t12) SIGUSR2\t13) SIGPIPE\t14) SIGALRM\t15) SIGTERM\n',
  },
  {
    id: 'SG04',
    says: 'kill -l translates both ways, also of statuses',
    script:
      'kill -l 9; kill -l 137; kill -l TERM; kill -l SIGTERM; kill -l term; kill -l 0; kill -l 32; kill -l POLL; kill -l 99',
    stdout: 'KILL\nKILL\n15\n15\n15\nEXIT\n',
    stderr:
      'bash: line 1: kill: POLL: invalid signal specification\nbash: line 1: kill: 99: invalid signal specification\n',
  },
  {
    id: 'SG45',
    says: 'a script tells of killed children with line and pid; of TERM only that; of INT and PIPE nothing',
    script:
      'bash -c \'sh -c "kill -TERM \\$\\$"; echo $?\'; bash -c \'sh -c "kill -PIPE \\$\\$"; echo $?\'; x=$(bash -c \'sh -c "kill -KILL \\$\\$"; echo $?\' 2>&1); [[ $x =~ ^bash:\\ line\\ 1:\\ +[0-9]+\\ (Killed.*)$ ]] && echo "${BASH_REMATCH[1]}"',
    stdout: '143\n141\nKilled                  sh -c "kill -KILL \\$\\$"\n137\n',
    stderr: 'Terminated\n',
  },
  {
    id: 'SG46',
    says: 'errors of kill, status 1; none given: usage, status 2',
    script: 'kill 99999; kill -FOO 1; kill abc; kill %9; echo $?; kill; echo $?',
    stdout: '1\n2\n',
    stderr:
      'bash: line 1: kill: (99999) - No such process\nbash: line 1: kill: FOO: invalid signal specification\nbash: line 1: kill: abc: arguments must be process or job IDs\nbash: line 1: kill: %9: no such job\nkill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n',
  },
  {
    id: 'SG48',
    says: 'subshells reset traps and keep ignored signals; the EXIT trap runs before dying of TERM',
    script:
      "trap 'echo T' USR1; trap '' USR2; (kill -USR2 $BASHPID; echo lives; kill -USR1 $BASHPID; echo not) 2> /dev/null; echo $?; bash -c 'trap \"echo bye\" EXIT; kill -TERM $$'; echo $?; (trap '' INT; bash -c 'trap x INT; trap -p')",
    stdout: "lives\n138\nbye\n143\ntrap -- '' SIGINT\ntrap -- '' SIGUSR2\n",
    stderr: 'User defined signal 1\nTerminated\n',
  },
  {
    id: 'SG49',
    says: 'traps run between commands',
    script: "trap 'echo trap' USR1; kill -USR1 $$; echo next; (sleep 0.1; kill -USR1 $$) & sleep 0.2; echo after; wait",
    stdout: 'trap\nnext\ntrap\nafter\n',
  },
  {
    id: 'FD17',
    says: '{name} allocates from 10',
    script: 'exec {v}< /dev/null; echo $v; exec {w}> /dev/null; echo $w',
    stdout: '10\n11\n',
  },
  {
    id: 'FD18',
    says: 'redirections work from left to right',
    script: 'ls nofile 2>&1 > /dev/null | wc -l; ls nofile > /dev/null 2>&1 | wc -l; echo a > x > y; wc -c < x; cat y',
    stdout: '1\n0\n0\na\n',
  },
  {
    id: 'FD19',
    says: 'a closed descriptor: the command does not run',
    script: 'echo hi >&7; echo $?',
    stdout: '1\n',
    stderr: 'bash: line 1: 7: Bad file descriptor\n',
  },
  {
    id: 'FD20',
    says: 'noclobber protects files, not devices',
    script: 'set -C; echo a > f; echo b > f; echo $?; echo c >| f; cat f; echo d > /dev/null; echo $?',
    stdout: '1\nc\n0\n',
    stderr: 'bash: line 1: f: cannot overwrite existing file\n',
  },
  {
    id: 'FD21',
    says: 'a redirection that fails',
    script: 'cat < nofile; echo $?; v="a b"; echo x > $v; echo $?; echo x > "$nope"; echo $?; echo x > /tmp; echo $?',
    stdout: '1\n1\n1\n1\n',
    stderr:
      'bash: line 1: nofile: No such file or directory\nbash: line 1: $v: ambiguous redirect\nbash: line 1: : No such file or directory\nbash: line 1: /tmp: Is a directory\n',
  },
  {
    id: 'FD22',
    says: 'exec goes on after a failed redirection',
    script: 'exec 3< nofile; echo still here $?',
    stdout: 'still here 1\n',
    stderr: 'bash: line 1: nofile: No such file or directory\n',
  },
  {
    id: 'FD23',
    says: 'closed standard output and input of builtins',
    script: 'echo x >&-; echo $?; read x <&-; echo $?',
    stdout: '1\n1\n',
    stderr:
      'bash: line 1: echo: write error: Bad file descriptor\nbash: line 1: read: read error: 0: Bad file descriptor\n',
  },
  {
    id: 'FD24',
    says: 'every write to /dev/full fails',
    script: 'echo x > /dev/full; echo $?; printf x > /dev/full; echo $?',
    stdout: '1\n1\n',
    stderr:
      'bash: line 1: echo: write error: No space left on device\nbash: line 1: printf: write error: No space left on device\n',
  },
  {
    id: 'FD27',
    says: 'processes share descriptors; read takes exactly one line',
    script: 'seq 3 | { read x; echo got $x; cat; }',
    stdout: 'got 1\n2\n3\n',
  },
  {
    id: 'JC24',
    says: 'without job control: no fg, no bg',
    script: 'sleep 0.1 & jobs; fg; echo $?; bg; echo $?',
    stdout: '[1]+  Running                 sleep 0.1 &\n1\n1\n',
    stderr: 'bash: line 1: fg: no job control\nbash: line 1: bg: no job control\n',
  },
];
