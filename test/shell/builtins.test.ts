/** Builtins, compared with the real bash. */
import { sameAsLinux } from '../linux/same.ts';

sameAsLinux('output', {
  echo: `echo; echo -n a; echo -e 'x\\ty\\nz\\x41\\0101\\e[0m' | cat -v; echo -E 'a\\n'; echo -ne 'a\\cb'; echo; echo - -- -x; echo -nq`,
  printf: `printf '%s-%5s|%-5s|%05d|%x|%o|%c|%%\\n' a b c 42 255 8 xyz; printf '%d %i %u\\n' 0x10 010 "'A"; printf '%s ' a b c; printf '%b|%q\\n' 'a\\tb' "it's"; printf '%.2f %e %g\\n' 3.14159 1234.5 0.0001`,
  'printf without arguments': `printf '[%s][%d]\\n'; printf '%s %s\\n' a b c; printf 'plain\\n'; printf '%5.2s|%*d|\\n' abc 4 7`,
  'printf -v': `printf -v x '%03d' 7; echo $x; printf -v 'a[2]' hi; echo \${a[2]}; printf %d x; echo $?`,
  'printf %(…)T': `printf '%(%Y-%m-%d %H:%M:%S)T\\n' 86399; printf '%(%F %j %a %B %U %V)T\\n' 1700000000; printf '%(%s)T\\n' 5`,
  'printf %q': `printf '%q ' '' 'a b' "a'b" 'a"b' '$x' $'a\\nb' 'x*y' '~' '#c' a=b; echo`,
});

sameAsLinux('test', {
  strings:
    '[ a ]; echo $?; [ "" ]; echo $?; [ -z "" ] && [ -n x ] && echo y; [ a = a -a b != c ]; echo $?; [ a \\< b ]; echo $?; test a == a; echo $?; [ ! a ]; echo $?; [ ]; echo $?',
  numbers:
    '[ 3 -gt 2 ] && [ 2 -le 2 ] && [ 1 -ne 2 ] && [ 1 -eq 01 ] && echo y; [ -1 -lt 0 ]; echo $?; [ 5 -ge 6 ]; echo $?',
  files:
    ': > f; echo x > g; mkfifo p; for t in -e -f -d -p -L -s -r -w -x -c -b -S; do for n in f g p /tmp /dev/null nofile; do [ $t $n ]; printf "%s:%s " $t $?; done; done; echo; [ f -ef f ]; echo $?; [ f -ef g ]; echo $?; [ -O f ]; echo $?',
  grouping:
    '[ \\( a = a \\) -o x = y ]; echo $?; [ ! \\( a = b \\) ]; echo $?; [ a = b -o c = c -a d = e ]; echo $?; test ! -f nofile; echo $?',
  '-v and -o':
    'x=; [ -v x ]; echo $?; [ -v nox ]; echo $?; a=(1); [ -v a[0] ]; echo $?; [ -v a[1] ]; echo $?; [ -o errexit ]; echo $?; set -e; [ -o errexit ] && echo on',
  '-t': '[ -t 0 ]; echo $?; [ -t 1 ]; echo $?',
});

sameAsLinux('read', {
  fields:
    'echo "a b  c d" | { read x y z; echo "<$x><$y><$z>"; }; echo "  lead  trail  " | { read x; echo "<$x>"; }; echo "one" | { read x y; echo "<$x><$y>"; }',
  IFS: 'echo a:b::c | { IFS=: read x y z w; echo "<$x><$y><$z><$w>"; }; echo "a,b,c" | { IFS=, read -a q; echo ${#q[@]} ${q[2]}; }; echo " x " | { IFS= read -r l; echo "<$l>"; }; echo "a:" | { IFS=: read x; echo "<$x>"; }; echo "a:b:" | { IFS=: read x y; echo "<$x><$y>"; }',
  backslashes: `printf 'a\\\\ b c\\n' | { read x y; echo "<$x><$y>"; }; printf 'a\\\\ b\\n' | { read -r x y; echo "<$x><$y>"; }; printf 'one\\\\\\ntwo\\n' | { read x; echo "<$x>"; }`,
  REPLY: 'echo "  a  b " | { read; echo "<$REPLY>"; }; echo "x y" | { read -r; echo "<$REPLY>"; }',
  'end of file':
    'read x < /dev/null; echo $? "<$x>"; printf abc | { read x; echo $? "<$x>"; }; printf "a\\nb" | while read l || [ -n "$l" ]; do echo "[$l]"; done',
  '-n, -N and -d':
    'echo abcdef | { read -n 3 x; echo $x; read y; echo $y; }; echo abc | { read -N 5 x; echo "<$x>"; }; printf "a;b;c" | { read -d ";" x; echo $x; }; printf "a\\0b\\0" | while read -d "" x; do echo "<$x>"; done',
  '-t': 'sleep 1 | { read -t 0.1 x; echo $?; }; echo hi | { read -t 5 x; echo $? $x; }; read -t 0 < /dev/null; echo $?',
  '-u and -p': 'exec 3<<< "line"; read -u 3 x; echo $x; echo y | { read -p prompt x; echo $x; }',
  '-a': 'echo "a b c" | { read -a v; echo ${#v[@]} "${v[@]}"; }; declare -A h 2>/dev/null; read -a w <<< ""; echo ${#w[@]}',
  'leaves the rest':
    'printf "1\\n2\\n3\\n4\\n" | { read a; read b; echo $a$b; cat; }; seq 3 > f; { read x; cat; } < f; while read i; do echo $i; done < f',
  'into an element': 'read "a[2]" <<< v; echo ${a[2]}; read x y <<< "1"; echo "<$x><$y>"; read 1x <<< a; echo $?',
  characters: `printf 'é中x\\n' | { read -n 2 x; echo "\${#x}"; }`,
  mapfile:
    'seq 3 | { mapfile a; echo ${#a[@]} "${a[1]}"; }; seq 5 | { mapfile -t -n 2 -s 1 b; echo "${b[@]}"; }; mapfile -t c <<< $"x\\ny"; echo ${c[0]}; printf "a:b" | { readarray -d : -t d; echo "${d[@]}"; }',
});

sameAsLinux('variables', {
  'declare -p': `x=1; declare -i y=3+4; a=(1 "b c"); declare -A m=([k]="v w"); export e=5; declare z; declare -r r=1; declare -a n; declare -p x y a m e z r n; declare -p nosuch; echo $?`,
  'declare -p of strange values': `x=$'a\\nb'; y='a"b$c\`d\\\\e'; z=; declare -p x y z; declare -A k=([" a"]=1 ["]"]=2 [a=b]=3); declare -p k`,
  'declare in a function':
    'f() { declare x=1; declare -g y=2; typeset z=3; }; f; echo "<$x><$y><$z>"; x=5; g() { declare x; echo "<$x>"; x=6; }; g; echo $x',
  'declare -f': 'f() { echo hi; if true; then x=1; fi; }; declare -f f; declare -F; declare -f nosuch; echo $?; type f',
  'changing attributes':
    'declare -i n; n=5+5; echo $n; declare +i n; n=1+1; echo $n; x=3; declare -x x; sh -c "echo \\$x"; declare +x x; sh -c "echo <\\$x>"; declare -a s; s=5; declare -p s; declare -ai t=(1+1 2*3); echo ${t[@]}',
  refused:
    'declare 1x=2; echo $?; declare -A m; m[a]=1; declare -a m; echo $?; a=(1); declare -A a; echo $?; declare -r c=1; declare c=2; echo $?; export c=3; echo $?; readonly c=3; echo $?',
  export:
    'export A=1 B; B=2; sh -c "echo \\$A\\$B"; export -p | grep -E " [AB]="; export -n A; export -p | grep -c " A="; export 1a=2; echo $?',
  unset:
    'x=1; f() { :; }; unset x f; echo "<$x>"; type f 2>/dev/null; echo $?; a=(1 2 3); unset "a[1]"; echo ${!a[@]}; unset a; echo ${#a[@]}; unset nosuch; echo $?; x() { echo fn; }; x=1; unset x; x; unset -f x; unset -v y; echo $?',
  'unset in a function': 'x=1; f() { local x=2; unset x; echo "<$x>"; x=3; echo $x; }; f; echo $x',
  shift: 'set -- a b c; shift; echo $1 $#; shift 2; echo $#; shift; echo $?; set -- 1 2; shift 0; echo $#',
  'set --': 'set -- a "b c"; echo $# "$2"; set x y; echo $1; set --; echo $#; set -- -x; echo $1; set - a; echo $1',
  'set -o':
    'set -o pipefail; set -o | grep -E "pipefail|errexit"; set +o pipefail; set +o | grep pipefail; set -o noglob; echo *; echo $-; set +f; set -eu +e; echo $-',
  shopt:
    'shopt extglob; shopt -s extglob; shopt -q extglob; echo $?; shopt -p extglob dotglob; shopt -u extglob; shopt -q extglob; echo $?; shopt -s nosuch; echo $?; shopt -o pipefail; shopt -so pipefail; shopt -po pipefail',
  let: 'let x=1+2; echo $? $x; let "y = 5" z=y*2; echo $y $z; let 0; echo $?; let x++; echo $x; let "a=1,b=2"; echo $a$b',
  getopts:
    'f() { local OPTIND; while getopts ab:c opt; do echo "$opt ${OPTARG-none}"; done; shift $((OPTIND - 1)); echo "rest $*"; }; f -a -bval -c x y; f -ab v -- -c; f -b; f -z 2>&1; f',
  'getopts, silent': 'while getopts :a: o -a 1 -b -a; do echo "$o $OPTARG"; done; echo $OPTIND $?',
  alias: `shopt -s expand_aliases\nalias ll='echo long' x=y\nll a\nalias ll; alias; unalias ll; ll 2>/dev/null || echo gone; unalias nosuch; echo $?`,
  readonly: 'readonly a=1 b; readonly -p | grep -E " [ab]"; readonly f; echo $?; a=2; echo no',
});

sameAsLinux('the rest', {
  cd: 'cd /tmp; pwd; cd ..; pwd; cd - ; pwd; echo $OLDPWD; cd; [ "$PWD" = "$HOME" ] && echo home; cd /usr/./bin/..; pwd; cd nodir; echo $?; cd a b; echo $?',
  'CDPATH and HOME': 'CDPATH=/usr:/; cd tmp; cd bin > /dev/null; echo $?; cd ./nope; unset HOME; cd; echo $?',
  dirs: 'cd /; pushd /tmp; pushd /usr; dirs; popd; dirs -v; pushd; popd; popd; echo $?; dirs -p',
  umask:
    'umask 022; umask; umask -S; umask 077; : > f; ls -l f | { read mode rest; echo $mode; }; umask u=rwx,g=rx,o=; umask; umask -p; umask g+w; umask -S; umask 9; echo $?',
  type: 'type cd if [; type -t cd ls if nosuch; f() { :; }; type -t f; type nosuch 2>/dev/null; echo $?; command -v cd if f; command -V cd; type -a echo | head -1',
  'command and builtin':
    'echo() { :; }; command echo a; builtin echo b; command -p printf "c\\n"; command nosuch 2>/dev/null; echo; builtin nosuch; command -v nosuch; unset -f echo; echo $?',
  hash: 'hash -r; hash; ls > /dev/null; ls > /dev/null; hash -t ls > /dev/null; echo $?; hash nosuch; echo $?; PATH=/nowhere; hash',
  true: ':; echo $?; true x; echo $?; false; echo $?; : ${x:=set}; echo $x',
  times: 'times | wc -l',
  ulimit: 'ulimit -n 50; ulimit -n; ulimit -Sn 40; ulimit -n; ulimit -Hn; ulimit -c 0; ulimit -c; ulimit -n x; echo $?',
  caller: 'f() { caller; caller 0; }; f; caller; echo $?',
  enable: 'enable -n echo; type -t echo; enable echo; type -t echo; enable nosuch; echo $?; builtin true; echo $?',
  'kill -l': 'kill -l; kill -l 9 15 137 INT term SIGHUP RTMIN 34 0; kill -l 99; echo $?; kill -l 32; trap -l | head -1',
  'exec -a and -c': 'exec -a name bash -c "echo \\$0"; echo no',
  'exec that fails': '(exec nosuch; echo no); echo $?; shopt -s execfail; exec nosuch; echo still $?',
  logout: 'logout; echo $?',
});
