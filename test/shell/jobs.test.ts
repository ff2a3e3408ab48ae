/** Jobs, signals and traps of scripts, compared with the real bash. */
import { sameAsLinux } from '../linux/same.ts';

sameAsLinux('jobs of a script', {
  'wait for all': 'sleep 0.1 & sleep 0.2 & wait; echo $?; wait; echo $?',
  'wait for one': '(exit 3) & a=$!; (exit 4) & b=$!; wait $b; echo $?; wait $a; echo $?; wait $a; echo $?',
  'wait for several': '(exit 3) & a=$!; (exit 4) & wait $a $!; echo $?',
  'wait -n': '(sleep 0.2; exit 2) & (sleep 0.1; exit 1) & wait -n; echo $?; wait -n; echo $?; wait -n; echo $?',
  'wait -p': 'sleep 0.1 & p=$!; wait -p v -n; [ $v = $p ] && echo same; (exit 3) & wait -p v $!; echo $? $((v == $!))',
  'wait for a stranger': 'wait 99999; echo $?; wait %9; echo $?; wait abc; echo $?',
  'killed while waited for':
    'sleep 100 & kill $!; wait $!; echo $?; sleep 100 & kill -9 $!; wait $! 2>/dev/null; echo $?; sleep 100 & kill -USR1 $!; wait 2>/dev/null; echo $?',
  jobs: 'sleep 1 & jobs; sleep 1 | cat & jobs; kill %1 %2; wait',
  'marks and names':
    'sleep 2 & sleep 3 & sleep 4 & jobs; jobs %1; jobs %sleep 2>/dev/null; echo $?; jobs %?3; jobs %-; kill %1 %2 %3',
  'numbers of jobs': 'sleep 1 & sleep 1 & kill %1; wait %1; sleep 2 & jobs; kill %2 %3',
  'commands as bash prints them':
    '(sleep 1; echo x) & { sleep 1; } & sleep   1   >   /dev/null 2>&1 & FOO="a b" sleep 1 & sleep 1 && echo yes & jobs; kill $(jobs -p) 2>/dev/null; wait 2>/dev/null',
  'jobs -p': 'sleep 1 & [ "$(jobs -p)" = $! ] && echo same; kill $!',
  'no job control': 'sleep 0.1 & fg; echo $?; bg; echo $?; suspend; echo $?',
  disown: 'sleep 1 & p=$!; disown; jobs; disown; echo $?; disown %3; echo $?; kill $p',
  '$!': 'echo "<$!>"; true & [ -n "$!" ] && echo set; a=$!; true; [ $a = $! ] && echo kept; true | true & [ $a != $! ] && echo new; wait',
  'background reads nothing': 'echo data | { cat & wait; echo $?; }; echo data | { cat <&0 & wait; }',
  'background ignores INT and QUIT': 'bash -c "trap" & wait; (trap) & wait',
  'pids and subshells':
    '[ $$ = $BASHPID ] && echo a; (  [ $$ = $BASHPID ] || echo b ); x=$(echo $BASHPID); [ $x != $$ ] && echo c; echo $BASHPID | { read p; [ $p != $$ ] && echo d; }',
  'set -m in a script': 'set -m; sleep 0.1 & jobs; fg; echo $?; sleep 0.1 & wait',
  coproc:
    'coproc cat; echo hi >&${COPROC[1]}; read x <&${COPROC[0]}; echo $x; kill $COPROC_PID; wait $COPROC_PID 2>/dev/null; echo $?',
  'jobs in functions': 'f() { sleep 0.1; return 3; }; f & wait $!; echo $?; f() { sleep 0.1 & wait; echo in; }; f',
  'a child does not wait for its siblings': 'sleep 0.1 & (wait; echo sub $?); wait; echo $?',
});

sameAsLinux('traps', {
  EXIT: 'trap "echo bye \\$?" EXIT; echo a; exit 3',
  'EXIT at the end': 'trap "echo bye" EXIT; false',
  'EXIT changes the status': 'trap "exit 7" EXIT; true',
  'EXIT of a subshell': 'trap "echo main" EXIT; (trap "echo sub" EXIT; exit 3); echo $?; (echo no trap)',
  'EXIT in a function': 'f() { trap "echo bye" EXIT; echo in; }; f; echo out',
  'before dying of TERM': 'bash -c "trap \\"echo bye\\" EXIT; kill -TERM \\$\\$; echo no"; echo $?',
  USR1: 'trap "echo got" USR1; kill -USR1 $$; echo end; kill -USR1 $$; kill -USR1 $$; echo $?',
  'of KILL and STOP':
    'trap "echo x" KILL; echo $?; trap "" STOP; trap; (trap -p KILL; sleep 0); trap - KILL; trap; bash -c "trap x KILL; kill -KILL \\$\\$"; echo $?',
  'between commands': 'trap "echo got" USR1; (sleep 0.1; kill -USR1 $$) & sleep 0.3; echo after; wait',
  'wait is interrupted':
    'trap "echo got" USR1; (sleep 0.1; kill -USR1 $$) & sleep 1 & wait $!; echo $?; kill $! 2>/dev/null',
  'read goes on': 'trap "echo got" USR1; (sleep 0.1; kill -USR1 $$; sleep 0.1; echo line) | { read x; echo "<$x>"; }',
  ignored: `trap '' TERM; kill -TERM $$; echo alive; sh -c 'kill -TERM $$; echo child alive'; trap - TERM; (kill -TERM $BASHPID; echo no); echo $?`,
  'ignored on entry': `(trap '' INT; bash -c 'trap "echo x" INT; trap -p; kill -INT $$; echo still')`,
  list: `trap 'echo "a b"' INT TERM EXIT; trap; trap -p INT; trap - INT; trap -p; trap '' HUP; trap -p HUP; trap "it's" USR1; trap -p USR1; trap - EXIT`,
  refused: 'trap x FOO; echo $?; trap x 99; echo $?; trap x KILL; echo $?; trap foo; echo $?; trap 0; echo $?',
  'in subshells':
    'trap "echo T" USR1; (trap; kill -USR1 $BASHPID; echo no) 2>/dev/null; echo $?; x=$(trap); echo "$x"; (trap - USR1; trap)',
  ERR: 'trap "echo ERR \\$?" ERR; (exit 3); false; ! true; false || true; if false; then :; fi; f() { false; }; f; { false; }; x=$(false); [[ a = b ]]; ((0)); true | false; echo end',
  'ERR and set -e': 'set -e; trap "echo ERR \\$?" ERR; trap "echo bye" EXIT; (exit 3); echo no',
  CHLD: 'trap "echo C" CHLD; /bin/true; sleep 0.1 & wait; echo end',
  'status in a trap': 'trap "echo \\$?" USR1; false; kill -USR1 $$; echo $?; (exit 5); kill -USR1 $$',
  'break in a trap': 'trap "echo T; n=9" USR1; for n in 1 2 3; do [ $n = 2 ] && kill -USR1 $$; echo $n; done',
  'exit in a trap': 'trap "exit 6" USR1; while :; do kill -USR1 $$; done',
  'return from a function': 'f() { trap "echo r" RETURN; echo f; }; f; trap - RETURN; f 2>&1 | head -1',
});

/** Hides the pids of a shell's reports. */
const hide = String.raw`hide() { local line; while IFS= read -r line; do
  [[ $line =~ ^(.*line\ [0-9]+:|\ *)\ +[0-9]+\ (.*)$ ]] && line="${'$'}{BASH_REMATCH[1]} PID ${'$'}{BASH_REMATCH[2]}"
  echo "$line"; done; }
`;

sameAsLinux('deaths of children', {
  statuses:
    'for s in HUP INT QUIT ABRT KILL USR1 SEGV USR2 PIPE ALRM TERM; do sh -c "kill -$s \\$\\$" 2>/dev/null; echo $s $?; done 2>/dev/null',
  'HUP tells': `${hide}bash -c 'sh -c "kill -HUP \\$\\$"; echo $?' 2>&1 | hide`,
  'TERM says only that': 'bash -c \'sh -c "kill -TERM \\$\\$"; echo $?\' 2>&1',
  'PIPE says nothing': 'bash -c \'sh -c "kill -PIPE \\$\\$"; echo $?\' 2>&1',
  'a pipeline with all its processes': `${hide}bash -c 'true | sh -c "kill -9 \\$\\$"; echo $?' 2>&1 | hide | { read a; read b; echo "$a"; echo "$b"; cat; }`,
  'a subshell': `${hide}bash -c '(kill -9 $BASHPID); echo $?' 2>&1 | hide`,
  'in a substitution nothing': `bash -c 'x=$(sh -c "kill -9 \\$\\$"); echo $?' 2>&1`,
  'a background one': `${hide}bash -c 'sleep 100 & kill -9 $!; sleep 0.2; echo x' 2>&1 | hide`,
  'waited for': `${hide}bash -c 'sleep 100 & kill -9 $!; wait $!; echo $?; sleep 100 & kill -HUP $!; wait $!; echo $?; sleep 100 & kill $!; wait $!; echo $?' 2>&1 | hide`,
  'with core': `${hide}bash -c 'sh -c "kill -SEGV \\$\\$"; echo $?' 2>&1 | hide`,
  'in a script file': `${hide}printf 'echo a\\nsh -c "kill -9 \\\\$\\\\$"\\necho $?\\n' > scr; bash scr 2>&1 | hide`,
  'a trapped signal': `bash -c 'trap : USR1; sh -c "trap - USR1; kill -USR1 \\$\\$"; echo $?' 2>&1`,
  'the shell itself':
    'bash -c "kill -9 \\$\\$" 2>/dev/null; echo $?; bash -c "kill -TERM \\$\\$; echo no" 2>/dev/null; echo $?',
});
