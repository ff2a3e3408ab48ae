### select
select x in a b "c d"; do echo "<$x> $REPLY"; [ "$x" = b ] && break; done <<< $'1\n9\n\n3\n2'; echo $?
### select without a list, PS3, end of file
set -- one two; PS3='pick> '; select v; do echo $v; done <<< 2; echo $? "[$v]"
### select in columns
COLUMNS=40; select x in {1..12}; do break; done <<< 3; echo $x; COLUMNS=20; select x in alpha beta gamma delta; do break; done <<< 1
### getopts
f() { local OPTIND o; while getopts ab:c o "$@"; do echo "$o ${OPTARG-none} $OPTIND"; done; shift $((OPTIND-1)); echo "rest: $*"; }; f -a -b x -c y; f -abx z; f -b; f -d; f -- -a; f -ca - q
### getopts: silent
while getopts :ab: o -x -b; do echo "$o [$OPTARG] $OPTIND"; done; echo $o; OPTIND=1; OPTERR=0; while getopts ab: o -y -b; do echo "$o [$OPTARG]"; done; getopts; echo $?; getopts ab; echo $?; getopts a 1x -a; echo $?
### mapfile
printf '1\n2\n3\n' | { mapfile x; declare -p x; }; mapfile -t y < <(printf 'a\nb'); declare -p y; mapfile -t -s 1 -n 1 z <<< $'p\nq\nr'; declare -p z; mapfile -t -O 3 z <<< t; declare -p z; mapfile -t -d : w <<< a:b:c; declare -p w
### mapfile -C
cb() { echo "cb $1 [$2]"; }; mapfile -t -C cb -c 2 v <<< $'a\nb\nc\nd\ne'; echo ${#v[@]}; mapfile -C 'echo' -c 1 v <<< $'x'; mapfile -x; echo $?; mapfile -n x v; echo $?; mapfile 1x; echo $?; mapfile -O -1 v; echo $?; mapfile -u 77 v; echo $?; mapfile -c 0 v; echo $?; mapfile -s -1 v; echo $?
### readarray into what is there
declare -A m; mapfile m <<< x; echo $?; a=(1 2 3 4); mapfile -t a <<< new; declare -p a; readonly r=1; mapfile r <<< x; echo $?; mapfile; echo ${#MAPFILE[@]}
### time
TIMEFORMAT='%0R %1U'; time true; TIMEFORMAT='%% %R'; { time sleep 0.01; } 2>&1 | sed 's/[0-9]/d/g'; TIMEFORMAT=; time true; unset TIMEFORMAT; { time true; } 2>&1 | sed 's/[0-9]/d/g'; { time -p true; } 2>&1 | sed 's/[0-9]/d/g'; TIMEFORMAT='%x'; time true; { time; } 2>&1 | wc -l; ! time false; echo $?
### trap -p and quoting
trap "echo 'it'" INT; trap $'a\nb' TERM; trap '' HUP; trap -- '-x' USR1; trap -p; trap; trap -p INT TERM; f() { trap -p INT; }; f; (trap -p INT); trap - INT; trap -p INT
### type and command -v
f() { :; }; alias al=x; type f ls cd if nosuch; echo $?; type -t f ls cd if nosuch; type -p ls cd; type -P ls cd; type -a echo; command -v f ls cd if nosuch; echo $?; command -V f cd if; type -x; echo $?
### command and builtin
cd() { echo mine; }; command cd /; pwd; builtin cd /tmp; pwd; builtin nosuch; echo $?; builtin ls; echo $?; command nosuch; echo $?; command -p ls -d /; command; echo $?; builtin; echo $?; command -x; echo $?
### enable
enable -n echo; type -t echo; enable echo; type -t echo; enable -n; enable nosuch; echo $?; enable | wc -l; enable -s; enable -x; echo $?; enable -a | wc -l
### hash
hash; hash ls cat; hash -t ls; hash -t ls cat; hash -l; hash -d ls; hash -d ls; echo $?; hash nosuch; echo $?; hash -r; hash -p /x/y z; z; echo $?; hash -x; echo $?; hash -t; hash -p; PATH=/nowhere; ls
### shift, set and positional parameters
set -- a b c; shift; echo $*; shift 5; echo $? $*; shift -1; echo $?; shift x; echo $?; shift 1 2; echo $?; shopt -s shift_verbose; shift 9; echo $?; set a b; echo $#; set --; echo $#; set - x; echo $*; set -; echo $*; set -- -x; echo $*; echo ${10} ${1}0; set -- {a..l}; echo $10 ${10} ${11}
### return and exit
f() { return; }; false; f; echo $?; g() { return 256; }; g; echo $?; h() { return -1; }; h; echo $?; i() { return abc; }; i; echo $?; j() { return 1 2; }; j; echo $?; return 3; echo $?; (exit 300); echo $?; (exit -1); echo $?; (exit abc); echo $?; (exit 1 2); echo $?; (false; exit); echo $?
### break and continue
for i in 1 2 3; do for j in a b; do [ $i = 2 ] && continue 2; [ $i = 3 ] && break 2; echo $i$j; done; done; break; echo $?; for i in 1; do break 0; echo no; done; echo $?; for i in 1; do break x; echo no; done; echo $?; for i in 1; do break 1 2; echo $?; done; for i in 1 2; do continue 99; echo no; done; echo $?; while :; do (break; echo in); break; done; f() { break; echo f; }; for i in 1 2; do f; echo $i; done; while break; do :; done; echo $?
### eval
x='echo $y'; y=5; eval $x; eval "a=1" "b=2"; echo $a $b; eval; echo $?; eval ''; echo $?; eval 'exit 3' | cat; eval 'return' ; echo $?; f() { eval 'return 4'; echo no; }; f; echo $?; eval -x; echo $?; eval -- echo hi; eval "for i in 1 2" "; do echo \$i; done"
### exec
(exec echo hi; echo no); (exec nosuch; echo no); echo $?; (shopt -s execfail; exec nosuch; echo $?); exec 3>f; echo x >&3; exec 3>&-; cat f; (exec -a name sh -c 'echo $0'); (exec -c env | grep -v '^_='); (exec /tmp; echo no); echo $?; exec -x; echo $?; exec > out; echo to file; exec >&2; cat out
### command_not_found_handle
command_not_found_handle() { echo "no $1: $*"; return 5; }; nosuch a b; echo $?; x=$(nosuch); echo $? $x; nosuch | cat; (nosuch); echo $?
### alias
shopt -s expand_aliases; alias e='echo ' w=world
e w; alias l='ls -a' ; alias e l; unalias e; alias e; echo $?; unalias nosuch; echo $?; alias 'a b=x'; alias x=; alias x; unalias -a; alias; alias -x; echo $?; unalias; echo $?
### alias in odd places
shopt -s expand_aliases
alias if2='if true; then' a='echo A;' b='a '
if2 echo yes; fi
a echo c
\a
'a'
x=1 a echo z
echo a
alias ls='ls -d' ; alias f='g() { echo G; }'
ls /
f
g
### ulimit: which resource, which value
ulimit -S -n 100; ulimit -n; ulimit -Sn 50; ulimit -n; ulimit -n abc; echo $?; ulimit -Z; echo $?; ulimit -n 10 20; echo $?; ulimit -ns; echo $?; ulimit -n; ulimit -b; echo $?; ulimit -n5; ulimit -Sn; ulimit -Sn hard; ulimit -n soft; ulimit -H -n | wc -l; ulimit -f unlimited; ulimit -f; ulimit -c -n | sed 's/ [0-9]*$//;s/unlimited//'; ulimit -P; echo $?; ulimit -T; echo $?; ulimit -k; echo $?
### kill: errors
kill; echo $?; kill -l 9 15 130 SIGINT hup; kill -l 999; echo $?; kill -l foo; echo $?; kill -9; echo $?; kill -FOO 1; echo $?; kill -n; echo $?; kill -s; echo $?; kill abc; echo $?; kill %5; echo $?; kill 99999999; echo $?; kill -s TERM 99999999; echo $?; kill -0 $$; echo $?; kill -n 0 $$; echo $?; kill -L | head -1; kill -x 1; echo $?; kill ''; echo $?
### jobs: of scripts
sleep 1 & sleep 1.5 & jobs; jobs %1; jobs -r; jobs -s; jobs -p | wc -l; jobs %9; echo $?; jobs -x echo %1 | tr -d 0-9; jobs -z; echo $?; wait; (exit 3) & sleep 0.1; jobs; jobs; disown %7; echo $?; fg; echo $?; bg; echo $?; disown -a; suspend; echo $?
### disown
sleep 0.3 & sleep 0.3 & disown %1; jobs; disown -h %2; jobs; disown -r; jobs; disown; echo $?; disown -x; echo $?; disown 99999; echo $?
### umask
umask 022; umask; umask -S; umask -p; umask -p -S; umask u=rwx,g=rx,o=; umask; umask g+w; umask -S; umask a-x; umask; umask 0777; umask; umask 8; echo $?; umask x=r; echo $?; umask u=z; echo $?; umask -x; echo $?; umask 02222; echo $?; umask u=; umask; umask =r; umask; umask go=u; umask -S; umask +x; umask
### history in a script
set -o history; echo a; echo b; history; history 1; fc -l; fc -l -1; history -c; history; history -s "one two" three; history; history -d 1; history; history -x; echo $?; history abc; echo $?; history -d 99; echo $?; history -w h; cat h; history -a /nosuch/x; echo $?
### fc in a script
set -o history; echo one; echo two; echo three; fc -ln -2; fc -s two=2 'echo t'; fc -s; fc -l nosuch; echo $?; fc -l 1 2; fc -lr 1 2; FCEDIT=true fc -1; fc -e 'sed -i s/one/ONE/' 2 2; fc -x; echo $?; fc -s nosuch; echo $?
### history expansion in a script
set -o history -H
echo a b c
echo !!
echo !:2 !$
!ec:s/a/z/
echo "!nosuch"
echo '!!'
### read -t and signals in between
trap 'echo sig' USR1; (sleep 0.15; kill -USR1 $$) & read -t 0.6 x < <(sleep 0.4; echo late); echo "$? $x"; wait
### output that cannot be written
shopt -s expand_aliases; set -o history; f() { "$@" > /dev/full; echo "$?: $*"; }; g() { :; }; alias a=b; complete -W x cmd; hash ls; trap : INT; cd /; cd /tmp
f alias -p a
f alias a
f shopt extglob
f shopt -p
f shopt -s
f complete -p
f history 1
f trap -p
f trap
f kill -l
f kill -l 9
f ulimit -n
f umask
f command -v ls
f dirs
f bind -l
f compgen -A builtin
f caller
f set -o
f set +o
f help -d cd
f hash
f hash -l
f fc -l
f bind -p
f bind -v
f test -t 1
f builtin echo
f command echo
f eval echo
f printf -v x a
f getopts a b
f wait
