### set -k
set -k; f() { echo $#:$*:$b; }; f a b=1 c; echo "[$b]"; env x=1 | grep '^x='; printenv y y=5; set +k; f a b=1
### BASH_ALIASES
shopt -s expand_aliases; alias g='echo G'; BASH_ALIASES[h]='echo H'; alias; echo "${BASH_ALIASES[g]}" "${!BASH_ALIASES[@]}"; unset 'BASH_ALIASES[g]'; alias
h there
declare -p BASH_ALIASES
### BASH_CMDS
hash -p /bin/ls foo; echo ${BASH_CMDS[foo]}; BASH_CMDS[bar]=/bin/cat; hash | sort; echo x | bar; echo ${#BASH_CMDS[@]}; unset 'BASH_CMDS[foo]'; hash -t foo; declare -p BASH_CMDS; hash -r; declare -p BASH_CMDS
### traps in subshells
trap 'echo exit $?' EXIT; trap 'echo usr1' USR1; (trap; trap -p USR1; echo sub); (kill -USR1 $BASHPID; echo no) ; echo $?; (trap 'echo subexit' EXIT; exit 3); echo $?; x=$(trap -p); echo "$x"
### traps in functions
f() { trap 'echo ret' RETURN; echo in; }; f; f; trap - RETURN; g() { trap 'echo EXIT in g' EXIT; echo g; }; g; echo after
### trap ERR in functions and subshells
trap 'echo err $? $LINENO' ERR; f() { false; echo f; }; f; (false; echo sub); set -E; f; (false); false || true; ! true; if false; then :; fi; echo end
### trap DEBUG
trap 'echo "<$BASH_COMMAND>"' DEBUG; x=1; for i in 1 2; do :; done; f() { echo f; }; f; (echo s); trap - DEBUG; echo off
### trap with signals by several names
trap 'echo a' INT TERM sigusr1 2; trap -p; trap - SIGINT; trap -p; trap '' 15; trap -p TERM; trap 15; trap -p TERM; echo ${?}
### trap errors
trap 'x' NOSUCH; echo $?; trap 'x' 99; echo $?; trap -l | head -2; trap -x; echo $?; trap foo; echo $?; trap -p BAD; echo $?; trap 'x' KILL; echo $?; trap -p KILL
### trap EXIT and its status
trap 'echo in trap $?; exit 7' EXIT; exit 3
### trap EXIT runs once, also from exit in a function
trap 'echo once' EXIT; f() { exit 4; }; f
### trap EXIT after a signal
(trap 'echo bye $?' EXIT; kill -TERM $BASHPID; sleep 1); echo $?; (trap 'echo int' INT; trap 'echo exit' EXIT; kill -INT $BASHPID; echo go); echo $?
### trap on a signal during wait
trap 'echo got' USR1; (sleep 0.3; kill -USR1 $$) & wait; echo $?; wait; echo $?
### return in a trap
f() { trap 'return 5' USR1; kill -USR1 $$; echo no; }; f; echo $?
### wait -n
(sleep 0.3; exit 3) & (sleep 0.1; exit 5) & wait -n; echo $?; wait -n; echo $?; wait -n; echo $?
### wait -n -p
(sleep 0.2; exit 3) & a=$!; (sleep 0.05; exit 5) & b=$!; wait -n -p who; echo $? $((who == b)); wait -n -p who $a; echo $? $((who == a)); wait -n -p who; echo $? "[${who-unset}]"
### wait -p and jobs
sleep 0.1 & p=$!; wait -p v %1; echo $? $((v==p)); wait -p v 999999; echo $? [$v]; wait %9; echo $?; wait -p 1x $p; echo $?; wait -f; echo $?; wait abc; echo $?
### wait -f for several
(exit 2) & a=$!; (exit 3) & b=$!; wait $a $b; echo $?; wait $a; echo $?; wait $b $a; echo $?
### coproc
coproc cat; echo hi >&${COPROC[1]}; read x <&${COPROC[0]}; echo $x; eval "exec ${COPROC[1]}>&-"; wait $COPROC_PID; echo $?; echo "[${COPROC[@]}]"
### coproc by name
coproc up { while read l; do echo "${l^^}"; done; }; echo abc >&"${up[1]}"; read -u ${up[0]} x; echo $x; [ "$up_PID" = "$!" ] && echo same; kill $up_PID; wait $up_PID 2>/dev/null; echo $?
### EXIT trap status: sleeping
(trap 'echo bye $?' EXIT; sleep 0.3; echo x) & p=$!; sleep 0.1; kill $p; wait $p; echo $?
### EXIT trap status: after false
(trap 'echo bye $?' EXIT; false; kill $BASHPID; echo x); echo $?
### EXIT trap status: builtin wait
(trap 'echo bye $?' EXIT; sleep 0.5 & (exit 3); wait $!; echo x) & p=$!; sleep 0.2; kill $p; wait $p; echo $?
### EXIT trap status: INT itself
bash -c 'trap "echo bye \$?" EXIT; (exit 5); kill -INT $$; echo x'; echo $?
### EXIT trap status: TERM in a loop
bash -c 'trap "echo bye \$?" EXIT; (exit 5); (sleep 0.1; kill $$) & while :; do :; done'; echo $?
### EXIT trap status: program waits
bash -c 'trap "echo bye \$?" EXIT; (exit 5); (sleep 0.1; kill $$) & sleep 0.3; echo no'; echo $?
### wait -p
wait -p 'a[1]' ; sleep 0.2 & wait -n -p 'a[1]'; declare -p a | sed 's/[0-9]\{4,\}/PID/'; declare -r r=1; wait -p r; echo $?; sleep 0.2 & wait -n -p r; echo $?; wait; declare -a b=(1 2 3); sleep 0.2 & wait -np b; declare -p b | sed 's/[0-9]\{4,\}/PID/'; wait -p 1x; echo $?
### a signal that ends what is waited for
trap 'echo got' USR1; (sleep 0.2; kill -USR1 $$) & wait; echo $?; wait; echo $?; (sleep 0.2; kill -USR1 $$; sleep 0.3; exit 3) & wait $!; echo $?; wait $!; echo $?; (sleep 0.2; kill -USR1 $$) & wait -n; echo $?
### signals between subshells
trap 'echo parent' USR1; (trap 'echo child' USR1; kill -USR1 $BASHPID); sh -c 'kill -USR1 $PPID'; sleep 0.1; (kill -USR1 $$; sleep 0.1); trap '' USR2; (trap; kill -USR2 $BASHPID; echo alive); bash -c 'trap; kill -USR2 $$; echo alive2'; trap - USR1; (trap 'echo t; exit 4' TERM; kill $BASHPID; sleep 1); echo $?; (trap 'echo once' TERM; kill $BASHPID; kill $BASHPID; echo end); (trap 'trap - TERM; kill $BASHPID' TERM; kill $BASHPID; echo no); echo $?
### background jobs and their input
echo data | { cat & wait; }; echo data2 | { (cat) & wait; }; { read x; echo "[$x]"; } < /dev/null & wait; cat < /dev/null & wait $!; echo $?; sleep 0.1 & echo $((! $!)); jobs -p | wc -l; wait; f() { return 3; }; f & wait $!; echo $?; { exit 4; } & wait $!; echo $?; nosuch & wait $!; echo $?; x=5 & echo "[$x]"; wait
### traps: ERR, DEBUG and RETURN with functions and subshells
set -T; trap 'echo "D:$BASH_COMMAND"' DEBUG; trap 'echo R' RETURN; f() { echo f; }; f; (f); x=$(f); echo "$x" | head -1; trap - DEBUG RETURN; set +T; set -E; trap 'echo "E:$?:$BASH_COMMAND"' ERR; g() { false; true; }; g; (exit 3); x=$(exit 4); [[ a == b ]]; ((0)); false | true; true | false; { false; }; if false; then :; fi; ! false; eval false; trap - ERR; echo end
### traps: lines, nested traps and $?
trap 'echo "usr1 $? $LINENO"; false' USR1
(exit 7)
kill -USR1 $$
echo "after $?"
trap 'echo outer; kill -USR2 $$; echo outer end' USR1; trap 'echo inner' USR2; kill -USR1 $$; f() { trap 'echo exit in f' EXIT; }; f; (f; echo sub); trap 'echo a; trap "echo b" EXIT' EXIT; exit 2
### the last command takes the place of the shell, unless a trap has to be run
bash -c 'trap "" USR1; ps -o comm= -p $$'; bash -c 'trap ":" USR1; ps -o comm= -p $$'; bash -c 'trap ":" EXIT; ps -o comm= -p $$'
bash -c 'trap "" ERR; ps -o comm= -p $$'; bash -c 'trap ":" DEBUG; ps -o comm= -p $$'; bash -c 'trap : RETURN; ps -o comm= -p $$'
(trap "" USR1; ps -o comm= -p $BASHPID)
### the last column of ps
sleep 9 & sleep .3; ps -o wchan= -p $!; ps -o wchan -o comm= -p $! | tail -1; ps -o comm=,wchan -p $! | tail -1; kill $!
### who sees the jobs of the shell
sleep 9 > /dev/null & p=$!
jobs -p | wc -l; command jobs -p | wc -l; eval 'jobs -p' | wc -l; f() { jobs -p; }; f | wc -l; { jobs -p; } | wc -l; (jobs -p) | wc -l
echo $(jobs -p) | wc -w; echo `jobs -p` | wc -w; x=$( (jobs -p) ); echo $x | wc -w; x=$(f=$(jobs -p); echo $f); echo $x | wc -w; cat <(jobs -p) | wc -l
jobs -p > f & wait $!; wc -l < f; echo $(jobs -p) > f & wait $!; wc -w < f; { echo $(jobs -p) > f; } & wait $!; wc -w < f
x=$(kill %1; echo $?); echo $x
### wait -n with what is no child
sleep .1 & wait -n $! 12345; echo $?; wait -n 12345; echo $?; wait -p v -n 777; echo $? [$v]
