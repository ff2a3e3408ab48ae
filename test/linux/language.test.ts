/** The language: quoting, expansion, substitution, control flow, functions, builtins. */
import { sameAsLinux } from './same.ts';

sameAsLinux('quoting and expansion', {
  'three kinds of quotes': 'x=1; echo "$x \\$x" \'$x\' \\$x "a\'b" \'a"b\' "a"\'b\'c',
  'words are split': 'x="a  b c"; for w in $x; do echo "[$w]"; done; for w in "$x"; do echo "[$w]"; done',
  IFS: 'IFS=:; x=a:b::c; for w in $x; do echo "[$w]"; done; set -- x y; echo "$*" $*',
  'empty words': 'x=; set -- $x "$x" a; echo $#',
  positional: 'set -- a b c; echo $# $1 "$3" ${2}; shift; echo $# $1; echo "$@" | wc -w',
  '"$@" and "$*"': 'f() { echo $#; }; set -- "a b" c; f "$@"; f "$*"; f $@; f "x$@y"',
  defaults: 'echo ${a-1} ${a:-2}; a=; echo ${a-3} ${a:-4}; echo ${a:=5} $a ${b:=6} $b; echo ${a:+7}${c+8}',
  'lengths and pieces': 'x=abcdef; echo ${#x} ${x:2} ${x:1:3} ${x: -2} ${x:0:-1}',
  'prefixes and suffixes': 'f=/a/b.tar.gz; echo ${f##*/} ${f#*/} ${f%.*} ${f%%.*} ${f%/*}',
  replacing: 'x=banana; echo ${x/a/o} ${x//a/o} ${x/#b/B} ${x/%a/A} ${x//an/}',
  'upper and lower': 'x=Hello; echo ${x^^} ${x,,} ${x^} ${x,}',
  arithmetic:
    'x=7; echo $((x + 3 * 2)) $((x % 4)) $((x << 2)) $((x > 3 && x < 9)) $((x++)) $x $((-7 / 2)) $((2 ** 10))',
  'bases and choice': 'echo $((0x1f)) $((017)) $((2#101)) $((1 ? 5 : 6)) $((a = 4, a * a))',
  'command substitution': 'echo $(echo a; echo b) "$(echo a; echo b)"; x=$(printf "1\\n\\n\\n"); echo "[$x]"',
  nested: 'echo $(echo $(echo $(echo deep))) `echo \\`echo back\\``',
  'its status': 'x=$(exit 4); echo $?; echo $(exit 5); echo $?',
  braces: 'echo {a,b,c}x {1..5} {5..1} {a..e} {01..03} x{1,2}{a,b} {a} {,x}',
  globbing: 'echo > a1; echo > a2; echo > b1; echo *; echo a*; echo ?1; echo [ab]2; echo x*; echo "*"; echo [!a]*',
  'hidden files': 'echo > .h; echo > v; echo *; echo .h*; ls; ls -a',
  'GLOBIGNORE and dotglob':
    '> .h; > v; > w.o; GLOBIGNORE="*.o"; shopt dotglob; echo *; shopt -u dotglob; echo *; unset GLOBIGNORE; shopt dotglob; echo *; shopt -s dotglob; GLOBIGNORE=; shopt dotglob; unset GLOBIGNORE; shopt dotglob; f() { local GLOBIGNORE=v; shopt dotglob; echo *; }; f; shopt dotglob',
  tilde: 'HOME=/h; echo ~ ~/x "~" a~; x=~/y; echo $x',
  'dollar quotes': "echo $'a\\tb\\x41\\101\\n'end",
  arrays: 'a=(x "y z" w); echo ${#a[@]} ${a[1]} ${a[@]:1} "${a[@]}" ${!a[@]}; a+=(v); a[9]=n; echo ${#a[@]} ${a[-1]}',
  'associative arrays':
    'declare -A m; m[one]=1; m[two]=2; echo ${m[one]} ${#m[@]} ${m[none]-x}; unset "m[one]"; echo ${!m[@]}',
  indirect: 'x=y; y=z; echo ${!x}; set -- p q; n=2; echo ${!n}',
  'special parameters': 'echo $# $? $0; false; echo $?; set -- 1 2; echo $#; echo $-',
});

sameAsLinux('control flow', {
  'and or': 'true && echo a || echo b; false && echo c || echo d; true || echo e && echo f',
  if: 'if false; then echo 1; elif true; then echo 2; else echo 3; fi; if false; then :; fi; echo $?',
  'while and until':
    'i=0; while [ $i -lt 3 ]; do i=$((i + 1)); echo $i; done; until [ $i = 0 ]; do i=$((i - 1)); done; echo $i',
  'break and continue':
    'for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done; for i in 1 2; do for j in 1 2; do break 2; done; done; echo $i',
  'for without words': 'set -- a b; for x; do echo $x; done; for x in; do echo no; done; echo $?',
  'arithmetic for': 'for ((i = 0; i < 3; i++)); do echo $i; done',
  case: 'for x in apple banana 3 ""; do case $x in a*) echo A;; b*|c*) echo B;; [0-9]) echo N;; *) echo other;; esac; done',
  'case that falls through':
    'case a in a) echo 1;& b) echo 2;; c) echo 3;; esac; case a in a) echo 1;;& *) echo any;; esac',
  test: '[ a = a ] && echo 1; [ 3 -gt 2 -a 1 -le 1 ] && echo 2; [ -z "" ] && echo 3; [ ! -e nofile ] && echo 4; [ x ] && echo 5; test; echo $?',
  'double brackets':
    'x="a b"; [[ $x == a* ]] && echo 1; [[ $x =~ ^(a).(b)$ ]] && echo ${BASH_REMATCH[2]}; [[ -n $x && 2 -lt 10 ]] && echo 2; [[ a < b ]] && echo 3',
  'groups and subshells': 'x=1; { x=2; }; echo $x; (x=3; echo $x); echo $x; (cd /; exit 4); echo $?',
  functions: 'f() { echo $1 $#; return 3; }; f a b; echo $?; g() (x=5; echo $x); x=1; g; echo $x; f 1 | cat',
  'local variables': 'x=1; f() { local x=2; g; echo $x; }; g() { echo $x; x=3; }; f; echo $x',
  recursion: 'f() { [ $1 -le 1 ] && echo 1 || echo $(($1 * $(f $(($1 - 1))))); }; f 6',
  'set -e': '(set -e; false; echo no); echo $?; (set -e; false || true; if false; then :; fi; echo yes)',
  'set -u': '(set -u; echo ${x-ok}; echo $x; echo no) 2> /dev/null; echo $?',
  'exit in places':
    '(exit 3); echo $?; $(exit 4); echo $?; f() { exit 5; }; (f; echo no); echo $?; { exit 6; }; echo no',
  'eval and dot': 'x="echo a; echo b"; eval "$x"; echo "y=7; echo \\$1" > s; . ./s arg; echo $y',
  'comments and lines': 'echo a # comment\necho b; # more\n\necho "c # not"\necho d \\\n  e',
  'many commands': 'i=0; while ((i < 300)); do i=$((i + 1)); done; echo $i',
});

sameAsLinux('builtins', {
  echo: "echo -n a; echo b; echo -e 'x\\ty\\c'; echo; echo -E 'a\\tb'; echo -- -x; echo -nx",
  printf:
    "printf '%s-%d|%5s|%-5s|%05d|%x\\n' a 1 b c 42 255; printf '%s\\n' 1 2 3; printf '%b\\n' 'a\\tb'; printf '%q\\n' 'a b'; printf '%c%%\\n' xyz",
  'printf to a variable': 'printf -v x "%03d" 7; echo $x; printf "%s %s\\n" a b c',
  read: 'printf "a b c\\n" | { read x y; echo "[$x][$y]"; }; printf "  sp  \\n" | { read x; echo "[$x]"; }; printf "a\\\\\\nb\\n" | { read x; echo $x; }; printf "a\\\\b\\n" | { read -r x; echo $x; }',
  'read and its status':
    'printf x | { read a; echo $? $a; read b; echo $?; }; IFS=, read a b <<< "1,2,3"; echo $b $a; read -n 3 x <<< abcdef; echo $x; read -d : y <<< a:b; echo $y',
  'cd and pwd': 'mkfifo x; cd /tmp; cd - > /dev/null; ls; cd /; pwd; cd usr/../tmp; pwd; echo $OLDPWD',
  export:
    "x=1; export y=2; bash -c 'echo ${x-no} $y'; x=3 bash -c 'echo $x'; echo $x; export -n y; bash -c 'echo ${y-gone}'",
  'unset and readonly':
    'x=1; unset x; echo ${x-gone}; readonly r=5; (r=6) 2> /dev/null; echo $? $r; f() { :; }; unset -f f; f 2> /dev/null; echo $?',
  'shift and set': 'set -- a b c d; shift 2; echo $@; shift 5; echo $? $@; set --; echo $#; set -- -x; echo $1',
  'type and command':
    'type cd; type -t if ls cd f; command -v cd; f() { :; }; type -t f; command echo x; builtin echo y',
  getopts: 'set -- -a -b val rest; while getopts ab: o; do echo $o $OPTARG; done; echo $OPTIND',
  'true, false and :': 'true; echo $?; false; echo $?; : ignored $(echo x >&2) 2> /dev/null; echo $?',
  umask: 'umask; umask 027; umask; umask -S; > f; ls -l f | { read m r; echo $m; }',
  'let and (( ))': 'let x=3+4; echo $x; ((x += 2)); echo $? $x; ((0)); echo $?; let 0; echo $?',
  'wait, times and hash': 'wait; echo $?; hash; echo $?',
  'aliases are off': 'alias ll="echo hi"; ll 2> /dev/null; echo $?',
  mapfile: 'mapfile -t a < <(seq 3); echo ${#a[@]} ${a[2]}',
  'process substitution': 'cat <(echo a) <(echo b); seq 3 | tee >(cat > f) > /dev/null; sleep 0.1; cat f',
});

sameAsLinux(
  'errors of the language',
  {
    'a syntax error': 'echo before\nif then fi\necho after',
    'an end that is missing': 'echo "unclosed',
    'a token too many': 'echo a; ) echo b',
    'a substitution that is wrong': 'echo ${x!y}; echo after',
    'a parameter demanded': 'echo ${x:?is not set}; echo after',
    arithmetic: 'echo $((1 / 0)); echo after $?',
    'arithmetic syntax': 'echo $((1 +)); echo after $?',
    'a function of a bad name': 'cd nodir; echo $?; cd a b; echo $?',
    'a number for shift': 'shift x; echo $?; return 3; echo $?; exit abc',
    readonly: 'readonly x=1; x=2; echo not here',
    'unset with -u': 'set -u; echo $nothing; echo not here',
    'a bad option': 'set -Z; echo $?; read -Z; echo $?; test 1 -foo 2; echo $?; [ 1 = 1; echo $?',
    'break outside': 'break; echo $?; local x; echo $?',
  },
  { stderr: true },
);

sameAsLinux(
  'namerefs in circles, PS4, set -v',
  {
    'a nameref to itself':
      'declare -n a=a; echo $a; declare -n x=y; declare -n y=x; echo "[$x]"\nx=5; echo not this\necho $?',
    'in a function it is the outer one':
      'f() { local -n v=$1; v=9; }; f v 2> /dev/null; echo "$v"; v=1; f v 2> /dev/null; echo $v',
    'no PS4, and one with an error': "set -x; unset PS4; echo z; PS4='${x?bad} '; echo c",
    'set -v shows lines as they are read':
      "printf 'set -v\\n# one\\necho a # two\\n\\n# three\\nif true; then # x\\n  echo b\\nfi\\neval \"echo e\"\\ncat <<E\\nx\\nE\\n# last\\n' > s; bash s; bash -v -c 'echo c # d'; bash < s",
  },
  { stderr: true },
);
