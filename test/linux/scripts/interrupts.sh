### a subshell looks for SIGINT before a command, and behind loops and lists, but not behind its last command
(kill -INT $BASHPID); echo $?
({ kill -INT $BASHPID; }); echo $?
f() { kill -INT $BASHPID; }; (f); echo $?
(command kill -INT $BASHPID); echo $?
(kill -INT $BASHPID; echo no); echo $?
(kill -INT $BASHPID; true | true; echo no); echo $?
(true && kill -INT $BASHPID); echo $?
(for i in 1; do kill -INT $BASHPID; done); echo $?
(if kill -INT $BASHPID; then :; fi); echo $?
(case a in a) kill -INT $BASHPID ;; esac); echo $?
(eval "kill -INT \$BASHPID"); echo $?
(! kill -INT $BASHPID); echo $?
{ kill -INT $BASHPID; } | cat; echo ${PIPESTATUS[@]}
{ kill -INT $BASHPID; echo no; } | cat; echo ${PIPESTATUS[@]}
cat <(kill -INT $BASHPID; echo no); echo $?
### an EXIT trap of a subshell that is interrupted
(trap "echo exit" EXIT; kill -INT $BASHPID; echo no); echo $?
(trap "echo exit" EXIT; kill -INT $BASHPID); echo $?
### a command substitution that dies of SIGINT takes the shell with it
(x=$(kill -INT $BASHPID); echo no); echo $?
(echo a$(kill -INT $BASHPID)b; echo no); echo $?
x=$( (kill -INT $BASHPID; :); echo y); echo $? $x
trap "echo caught" INT; x=$(kill -INT $BASHPID); echo $?
trap "" INT; x=$(kill -INT $BASHPID; echo z); echo $? $x
### so does bash -c as a whole
bash -c 'x=$(kill -INT $BASHPID); echo no' && echo no; echo $?
### what runs in the background without job control may set a trap for SIGINT all the same
{ trap "echo T" INT; kill -INT $BASHPID; echo z; } & wait $!; echo $?
f() { trap "echo T" INT; kill -INT $BASHPID; echo z; }; f & wait $!; echo $?
{ trap - INT; kill -INT $BASHPID; echo no; } & wait $!; echo $?
### a function in the background does not ignore SIGINT, a group does
f() { kill -INT $BASHPID; echo no; }; f & wait $!; echo $?
{ kill -INT $BASHPID; echo yes; } & wait $!; echo $?
{ kill -QUIT $BASHPID; echo yes; } & wait $!; echo $?
### what is ignored in the background, by the shell and by its programs
own() { while read -r name value; do [ "$name" = SigIgn: ] && echo "$value"; done < /proc/$BASHPID/status; :; }
own & wait
{ own; } & wait
{ own; } | cat & wait
sed -n 's/SigIgn:.//p' /proc/self/status & wait
(sed -n 's/SigIgn:.//p' /proc/self/status) & wait
(sed -n 's/SigIgn:.//p' /proc/self/status; :) & wait
{ sed -n 's/SigIgn:.//p' /proc/self/status | cat; } & wait
{ echo $(own); (own); } & wait
cat <(own)
cat <(sed -n 's/SigIgn:.//p' /proc/self/status)
set -m
echo $(own); echo $(sed -n 's/SigIgn:.//p' /proc/self/status; :)
cat <(own)
### in the background ! counts for nothing
! true & wait $!; echo $?
! false & wait $!; echo $?
! { false; } & wait $!; echo $?
! false | true & wait $!; echo $?
### Ctrl-C at a script that waits
timeout -s INT .3 bash -c '(sleep 1; echo no); echo no'; echo $?
timeout -s INT .3 bash -c 'trap "echo T" INT; sleep 1; echo yes'; echo $?
timeout -s INT .3 bash -c '(trap "echo e" EXIT; sleep 1; echo no); echo no'; echo $?
timeout -s INT .3 bash -c 'x=$(sleep 1; echo a); echo no'; echo $?
timeout -s INT .3 bash -c '{ sleep 1; echo a; } | cat; echo no'; echo $?
