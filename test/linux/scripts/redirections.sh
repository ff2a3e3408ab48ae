### pipelines: status, lastpipe and subshells
echo a | read x; echo "[$x]"; shopt -s lastpipe; echo a | read x; echo "[$x]"; echo 1 2 | while read a b; do y=$b; done; echo $y; set -o pipefail; false | true; echo $?; (exit 3) | (exit 4) | true; echo $? ${PIPESTATUS[@]}; true | false |& cat; echo $?; ! false | true; echo $?; { echo x; exit 3; } | cat; echo $? ${PIPESTATUS[0]}; ls /nosuch |& sed 's/.*: //'
### pipelines in the background and their jobs
{ sleep 0.2; echo one; } | cat & wait $!; echo $?; (exit 5) | (exit 6) & wait %1; echo $?; sleep 0.1 | (exit 7) & wait; echo $?; { sleep 0.1; exit 9; } & wait $!; echo $?
### redirections: orders and copies
{ echo out; echo err >&2; } > f 2>&1; cat f; { echo out; echo err >&2; } 2>&1 > g | sed 's/^/p:/'; cat g; exec 4>&1; { echo a >&4; } > /dev/null; exec 4>&-; echo b >&4; echo $?; echo c 5>&1 >&5; exec {fd}>h; echo $((fd >= 10)); echo x >&$fd; exec {fd}>&-; cat h; cat 0<h; cat <h 3<&0 <&3; echo > a > b; ls a b; : > c <nosuch; echo $?; ls c; echo "${v=$(cat < h)}"
### redirections: errors
echo > ''; echo $?; echo > /; echo $?; cat < nosuch; echo $?; echo >& 9; echo $?; x='a b'; echo > $x; echo $?; echo > *; echo $?; ls; echo 2>&7; echo $?; { echo in; } < nosuch; echo $?; while read l; do :; done < nosuch; echo $?; f() { echo f; } < nosuch; f; echo $?; exec 3< nosuch; echo never
### redirections of compound commands
if true; then echo a; fi > f; cat f; for i in 1 2; do echo $i; done >> f; cat f; while read l; do echo "<$l>"; done < f; case x in x) echo case;; esac | cat; (( 1 )) > g; [[ a ]] > h; ls g h; { read a; read b; } < f; echo $a $b; ( cat; echo s ) < g > i; cat i; until false; do break; done 2> e; f() { cat; } <<< herestring; f; f
### substitutions, redirections and assignments in order
x=1; x=2 echo $x; x=3 y=$x; echo $x $y; a=$(echo 1; echo 2 >&2) 2> f; cat f; f() { echo "[$v]"; }; v=9 f; echo "[$v]"; v=8 eval 'echo $v'; echo "[$v]"; v=7 : ; echo "[$v]"; PATH=/nosuch ls; echo $?; w=5 > g; echo $w; ls g; IFS=: read p q <<< a:b; echo $p $q; IFS=: ; z=a:b; echo $z "$z"; unset IFS; q=1 export r=$q; echo "[$r]"; BAR=x env | grep ^BAR; declare -i n=5+5; echo $n; n=n+1; echo $n
### long pipelines, and what they leave
seq 5 | while read n; do echo $((n*n)); done | sort -rn | { read a; read b; echo $a $b; cat > rest; }; cat rest; echo ${PIPESTATUS[@]}; yes | head -2 | cat -n; echo ${PIPESTATUS[@]}; (exit 1) | (exit 2) | (exit 3); echo ${PIPESTATUS[*]} $?; set -o pipefail; (exit 1) | (exit 2) | true; echo $?; : | false | :; echo ${PIPESTATUS[@]}; x=$(false | true); echo $? ${PIPESTATUS[@]}
### substitution of processes
cat <(echo a) <(echo b; echo c) | wc -l; f() { cat "$1"; }; f <(echo in f); echo x | tee >(cat >&2) > /dev/null; sleep 0.1; while read a; do echo "<$a>"; done < <(echo 1; echo 2); x=$(cat <(echo nested)); echo $x; read y < <(echo one two); echo "$y"; cmp <(echo a) <(echo a) && echo same; exec 3< <(echo fd3); cat <&3; : <(sleep 0); echo $?; wait $!; echo $?
