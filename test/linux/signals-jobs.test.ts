/** Signals, traps, background jobs and wait, without a terminal. */
import { sameAsLinux } from './same.ts';

sameAsLinux('background and wait', {
  'wait gives the status': '(exit 7) & wait $!; echo $?',
  'wait for all gives 0': '(exit 7) & (exit 8) & wait; echo $?',
  'in order of ending': '(sleep 0.2; echo second) & (echo first) & wait; echo third',
  'wait for several gives the last': '(exit 3) & a=$!; (exit 4) & b=$!; wait $a $b; echo $?',
  'again after it was waited for': '(exit 5) & p=$!; wait $p; echo $?; wait $p; echo $?',
  'wait -n takes the first':
    '(sleep 0.3; exit 1) & (sleep 0.1; exit 2) & wait -n; echo $?; wait -n; echo $?; wait -n; echo $?',
  'no such child': 'wait 99999 2> /dev/null; echo $?',
  'a job reads nothing': 'cat & wait; echo $?',
  'a group in the background': '{ echo in; exit 3; } & wait $!; echo $?',
  'the shell does not wait': '(sleep 0.2; echo late) & echo early',
  'a child of a child is nobody’s': '(sleep 0.1 & echo $! > p); wait $(cat p) 2> /dev/null; echo $?',
  'jobs without job control': 'sleep 0.2 & jobs; wait; jobs',
  'a pipeline’s last process': 'true | (exit 6) & wait $!; echo $?',
  '$! and $$ in a subshell': '[ $$ = $(echo $$) ] && echo same; (exit 0) & [ $! = $(echo $!) ] && echo same; wait',
  'the status of an assignment': 'x=$(exit 3); echo $?; y=1; echo $?; local_z=$(false) true; echo $?',
});

sameAsLinux('signals', {
  'TERM ends a job': 'sleep 5 & kill $!; wait $!; echo $?',
  KILL: 'sleep 5 & kill -9 $!; wait $! 2> /dev/null; echo $?',
  'by name':
    'for s in HUP INT USR1 SIGUSR2 15; do (trap - INT; exec sleep 5) & sleep 0.1; kill -$s $!; wait $! 2> /dev/null; echo $?; done',
  'signal 0 asks': 'sleep 5 & p=$!; kill -0 $p; echo $?; kill $p; wait $p; kill -0 $p 2> /dev/null; echo $?',
  'background jobs ignore INT': 'sleep 0.4 & sleep 0.1; kill -INT $!; wait $!; echo $?',
  'a trap runs between commands': "trap 'echo got it' USR1; kill -USR1 $$; echo after",
  'after the command in the foreground':
    "trap 'echo trapped' USR1; (sleep 0.1; kill -USR1 $$) & sleep 0.3; echo after; wait",
  'it interrupts wait':
    "trap 'echo trapped' USR1; (sleep 0.1; kill -USR1 $$; sleep 0.2) & wait; echo $?; wait; echo $?",
  'a trap sees the status and keeps it': "trap 'echo in $?' USR1; (exit 4); kill -USR1 $$; echo $?",
  'ignored stays ignored in children': "trap '' TERM; bash -c 'kill $$; echo alive'; (kill $BASHPID; echo alive)",
  'caught is not': "trap 'echo no' TERM; bash -c 'kill $$; echo alive'; echo $?",
  reset: "trap 'echo no' USR1; trap - USR1; (kill -USR1 $BASHPID; echo alive) 2> /dev/null; echo $?",
  'the list of traps': "trap 'echo \"a b\"' USR1 TERM; trap '' INT; trap",
  'EXIT runs at the end': "trap 'echo bye $?' EXIT; echo hello; exit 3",
  'EXIT in a subshell': "trap 'echo outer' EXIT; (trap 'echo inner' EXIT; echo in); echo out",
  'EXIT and a signal': "(trap 'echo bye' EXIT; kill $BASHPID; sleep 1); echo $?",
  'a trap that exits': "trap 'echo leaving; exit 9' USR1; kill -USR1 $$; echo not here",
  'INT of the whole script': 'bash -c \'trap "echo int; exit 1" INT; kill -INT $$; echo no\'; echo $?',
  'stopped and continued': 'sleep 0.2 & p=$!; kill -STOP $p; kill -CONT $p; wait $p; echo $?',
  'a stopped one dies of KILL': 'sleep 5 & kill -STOP $!; kill -KILL $!; wait $! 2> /dev/null; echo $?',
  'TERM waits for CONT': 'sleep 5 & p=$!; kill -STOP $p; kill $p; kill -CONT $p; wait $p; echo $?',
  'several at once': 'sleep 5 & a=$!; sleep 5 & b=$!; kill $a $b; wait $a; echo $?; wait $b; echo $?',
  'kill -l': 'kill -l 9; kill -l TERM; kill -l 137; kill -l SIGINT; kill -L | head -2',
  'a status tells the signal':
    'bash -c "kill -USR1 \\$\\$"; echo $?; bash -c "kill -SEGV \\$\\$" 2> /dev/null; echo $?',
  'a reader killed': 'cat < /dev/zero > /dev/null & kill $!; wait $!; echo $?',
});

sameAsLinux(
  'what the shell says',
  {
    'of a killed job it waits for': 'sleep 100 & kill -9 $! ; wait $! 2> f; echo $?; wc -l < f',
    'of nobody to kill': 'kill 99999999 2> f; echo $?; wc -l < f',
    'of a bad signal': 'kill -FOO $$; echo $?; kill -99 $$; echo $?; trap x FOO; echo $?',
    'of kill without arguments': 'kill; echo $?',
    'of fg and bg': 'fg; echo $?; bg; echo $?; fg %1; echo $?',
    'of jobs that are not': 'wait %1; echo $?; kill %1; echo $?; jobs %1; echo $?',
    'of pids that are no children': 'wait 1; echo $?; wait x; echo $?',
  },
  { stderr: true },
);
