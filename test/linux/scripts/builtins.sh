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
