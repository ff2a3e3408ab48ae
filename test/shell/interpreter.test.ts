/** The language: lists, compound commands, functions, variables, subshells, compared with the real bash. */
import { sameAsLinux } from '../linux/same.ts';

sameAsLinux('lists and pipelines', {
  'and, or': 'true && echo a; false && echo b; false || echo c; true || echo d; false && echo e || echo f',
  'a long chain': 'true && false || echo one && echo two; echo $?',
  negation: '! true; echo $?; ! false; echo $?; ! ! true; echo $?; !; echo $?',
  'statuses of a pipeline': 'true | false | true; echo $? ${PIPESTATUS[@]}; false | true; echo $? ${PIPESTATUS[*]}',
  pipefail: 'set -o pipefail; false | true; echo $?; (exit 3) | (exit 4) | true; echo $?; true | true; echo $?',
  'SIGPIPE ends a writer': 'yes | head -1; echo ${PIPESTATUS[@]}',
  'stages share nothing': 'x=1; echo a | x=2; echo $x; echo 5 | read x; echo $x; echo 7 | { read x; echo $x; }',
  'both streams into a pipe': '{ echo out; echo err >&2; } |& cat; { echo err >&2; } |& { read x; echo "<$x>"; }',
  'a group in a pipeline': '{ echo b; echo a; } | cat | { read x; echo "first $x"; cat; }',
  'background and wait': '{ sleep 0.1; echo later; } & echo now; wait; echo $?',
  'status of the last background job': 'sh -c "exit 7" & wait $!; echo $?',
  'a list in the background': 'false || echo x & wait $!; echo $?',
  'newlines and semicolons': 'echo a\necho b; echo c\n\n# comment\necho d # comment\n',
  'a line that goes on': 'echo a \\\n  b; echo "c\\\nd"',
  'PIPESTATUS of single commands':
    'false; echo ${PIPESTATUS[@]}; (exit 5); echo ${PIPESTATUS[@]}; [[ a = b ]]; echo ${PIPESTATUS[@]}; ((0)); echo ${PIPESTATUS[@]}; x=$(exit 4); echo ${PIPESTATUS[@]}',
  'PIPESTATUS inside of others':
    'if true | false; then :; else echo ${PIPESTATUS[@]}; fi; f() { true | false; }; f; echo ${PIPESTATUS[@]}; { false; }; echo ${PIPESTATUS[@]}',
});

sameAsLinux('compound commands', {
  if: 'if true; then echo a; fi; if false; then echo b; else echo c; fi; if false; then :; elif true; then echo d; else echo e; fi; if false; then :; fi; echo $?',
  while: 'i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done; echo $?; while false; do :; done; echo $?',
  until: 'i=0; until [ $i -ge 2 ]; do echo $i; ((i++)); done; until true; do :; done; echo $?',
  'status of a loop': 'for i in 1 2; do (exit $i); done; echo $?; while true; do false; break; done; echo $?',
  for: 'for i in a "b c" d*; do echo "<$i>"; done; for i in; do echo no; done; set -- x y; for i; do echo $i; done; for i do echo $i; done',
  'break and continue': 'for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done; echo $i',
  'out of two loops':
    'for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; echo no; done; for i in 1 2; do for j in a b; do break 2; done; echo no; done; echo $i$j',
  'break in a condition': 'while break; do echo no; done; echo $?; until continue; do break; done 2>/dev/null; echo $?',
  'for ((;;))':
    'for ((i = 0; i < 3; i++)); do echo $i; done; for ((;;)); do break; done; for ((i=5,j=0; i>j; i--,j++)); do echo $i $j; done',
  case: 'for x in abc b1 "" z; do case $x in a*) echo A;; b[0-9]|c) echo B;; "") echo empty;; *) echo other;; esac; done',
  'case that falls through':
    'case a in a) echo 1;& b) echo 2;; c) echo 3;; esac; case abc in a*) echo x;;& *c) echo y;;& z) echo z;; esac; case q in a) ;; esac; echo $?',
  'quoted patterns': `x='*'; case '*' in "$x") echo quoted;; esac; case abc in "$x") echo no;; $x) echo any;; esac; case 'a*' in a\\*) echo star;; esac`,
  'group and subshell':
    'x=1; { x=2; echo $x; }; echo $x; (x=3; echo $x); echo $x; (exit 4); echo $?; { false; }; echo $?',
  'cd in a subshell': 'cd /; (cd /tmp; pwd); pwd',
  select:
    'printf "2\\n9\\n\\n1\\n" | { select x in a b c; do echo "got <$x> $REPLY"; [ "$x" = a ] && break; done; } 2>&1',
  arithmetic:
    '((3 > 2)); echo $?; ((0)); echo $?; ((x = 5, x++)); echo $x; echo $((x ** 2 % 7)) $((1 << 4 | 3)) $((x > 3 ? 10 : 20)) $((010 + 0x10 + 2#11))',
  'conditional expressions':
    '[[ abc == a* ]] && echo 1; [[ abc == "a*" ]] || echo 2; [[ a < b ]] && echo 3; [[ 10 -gt 9 ]] && echo 4; [[ -n "" ]] || echo 5; [[ ! -z x && ( a = b || 1 -eq 1 ) ]] && echo 6; [[ -v HOME ]] && echo 7; [[ x ]] && echo 8',
  'regular expressions':
    '[[ foo123 =~ ^([a-z]+)([0-9]+)$ ]] && echo ${BASH_REMATCH[@]}; [[ abc =~ b ]] && echo ${BASH_REMATCH[0]}; re="a.c"; [[ abc =~ $re ]] && echo y; [[ "a.c" =~ "$re" ]] && echo z; [[ abc =~ "$re" ]] || echo n; [[ x =~ y ]]; echo $? ${#BASH_REMATCH[@]}',
  'time only reports': 'TIMEFORMAT=; time true; time { echo a; false; }; echo $?; ! time true; echo $?',
  'redirections of compounds':
    'for i in 1 2; do echo $i; done > f; cat f; while read x; do echo "<$x>"; done < f; { echo a; echo b; } > g; if read y; then echo $y; fi < g; (cat) < g',
});

sameAsLinux('functions', {
  arguments: 'f() { echo $# "$1" "$@"; shift; echo "$*"; }; f "a b" c; echo $#; set -- x; f; echo $1',
  status:
    'f() { return 3; }; f; echo $?; g() { false; }; g; echo $?; h() { false; return; }; h; echo $?; f && echo no || echo yes',
  local: 'x=1; f() { local x=2 y; echo $x "<$y>"; y=3; g; }; g() { echo $x $y; x=4; }; f; echo $x "<$y>"',
  'local with attributes':
    'f() { local -i n=2+3; local -a a=(1 2 3); echo $n ${#a[@]}; local -r c=1; c=2; echo no; }; f; echo after',
  recursion:
    'fact() { if (($1 < 2)); then echo 1; else echo $(($1 * $(fact $(($1 - 1))))); fi; }; fact 10; fib() { (($1 < 2)) && { echo $1; return; }; echo $(($(fib $(($1-1))) + $(fib $(($1-2))))); }; fib 7',
  'deep recursion': 'f() { (($1 == 0)) && return; f $(($1 - 1)); n=$((n+1)); }; f 300; echo $n',
  'redirections of the definition': 'f() { echo a; echo b >&2; } > out 2>&1; f; cat out',
  'function keyword': 'function f { echo 1; }; function g() { echo 2; }; f; g; f() (echo sub; exit 3); f; echo $?',
  'in place of a builtin':
    'cd() { echo "my cd $1"; builtin cd "$1"; }; cd /; pwd; unset -f cd; echo() { builtin echo "<$*>"; }; echo a b',
  'return leaves loops': 'f() { for i in 1 2 3; do while :; do return 5; done; done; echo no; }; f; echo $? $i',
  'environment of a call':
    'f() { echo $A; sh -c "echo \\$A"; }; A=1 f; echo "<$A>"; B=2 : ; echo "<$B>"; A=3 B=4 sh -c "echo \\$A\\$B"',
  FUNCNAME:
    'f() { echo ${FUNCNAME[0]} ${#FUNCNAME[@]}; g; }; g() { echo ${FUNCNAME[@]} ${BASH_LINENO[@]}; }; f; echo "<$FUNCNAME>"',
  'positional parameters after 9':
    'set -- 1 2 3 4 5 6 7 8 9 ten eleven; echo $10 ${10} ${11} $#; shift 9; echo $1; shift 5; echo $? $1',
});

sameAsLinux('variables', {
  'exported ones':
    'A=1; export B=2; C=3 sh -c "echo \\$A-\\$B-\\$C"; export A; sh -c "echo \\$A"; export -n A; sh -c "echo <\\$A>"',
  'special parameters':
    'echo $# $? "$*" "$@" $-; set -- a "b c"; echo "$*"; IFS=-; echo "$*" $*; echo ${#} ${#1} "${@:2}"; echo $0',
  append: 'x=a; x+=b; echo $x; declare -i n=1; n+=2; echo $n; a=(1); a+=(2 3); echo ${a[@]}; a[1]+=x; echo ${a[1]}',
  'indexed arrays':
    'a=(x y z); a[5]=w; echo ${a[0]} ${a[-1]} ${#a[@]} ${!a[@]}; unset "a[1]"; echo "${a[@]}"; b=("${a[@]}" q); echo ${#b[@]}; c=([3]=c [1]=a); echo ${!c[@]} ${c[*]}; echo $a',
  'associative arrays':
    'declare -A m=([one]=1 [two]=2); m[three]=3; for k in "${!m[@]}"; do echo $k=${m[$k]}; done; echo ${#m[@]}; unset "m[one]"; echo ${m[one]-none}; k=two; echo ${m[$k]}',
  'order of keys':
    'declare -A m; for k in a b c d e f apple pear "x y" 1 2 10; do m[$k]=1; done; echo "${!m[@]}"; declare -p m',
  readonly: 'readonly r=1; (r=2; echo no); echo $? $r; unset r; echo $? $r',
  'readonly gives up the line': 'readonly r=1; r=2; echo same line\necho next $?',
  'integer, upper, lower':
    'declare -i i=3*4; echo $i; i=i+1; echo $i; declare -u u=abc; declare -l l=ABC; echo $u $l; u+=d; echo $u',
  nameref:
    'x=1; declare -n r=x; r=2; echo $x $r ${!r}; f() { local -n out=$1; out=done; }; f y; echo $y; a=(1 2); declare -n e=a; e+=(3); echo ${a[@]}',
  'status of an assignment':
    'x=$(exit 3); echo $?; x=1; echo $?; x=$(false) y=2; echo $? $y; local_=$(echo hi); echo $?',
  'order of assignments': 'x=1 y=$x; echo "<$y>"; x=1; x=2 y=$x; echo $y; a=1; a=2 b=$a sh -c "echo \\$a\\$b"',
  'word splitting of values':
    'x="a  b"; echo $x "$x"; y=$x; echo "$y"; set -- $x; echo $#; IFS=:; z=1:2:3; set -- $z; echo $# $2; unset IFS; echo $x',
  'PPID, UID and such are there':
    '[ -n "$PPID$UID$EUID$HOSTNAME$BASH_VERSION$OSTYPE" ] && echo ok; echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL)); echo ${BASH_VERSINFO[0]} $SHLVL',
  LINENO: 'echo $LINENO\necho $LINENO; f() {\necho $LINENO; }\nf\necho $LINENO\neval "echo \\$LINENO"',
  RANDOM:
    'a=$RANDOM; b=$RANDOM; [ $a -ge 0 ] && [ $a -le 32767 ] && echo in range; RANDOM=42; x=$RANDOM; RANDOM=42; [ $x = $RANDOM ] && echo same; RANDOM=42; echo $RANDOM $RANDOM',
  SECONDS: 'sleep 1.1; [ $SECONDS -ge 1 ] && [ $SECONDS -le 3 ] && echo ok; SECONDS=100; echo $SECONDS',
  'the environment a child gets':
    'export X="a b"; unset HOME; sh -c "echo \\$X \\${HOME-none}"; (exec -c /bin/sh -c "echo <\\$X>")',
  allexport: 'set -a; x=1; f=2; set +a; y=3; sh -c "echo $x \\$x \\$y \\$f"',
});

sameAsLinux('substitution and quoting', {
  'command substitution':
    'echo $(echo a; echo b) "$(echo a; echo b)" `echo c`; x=$(printf "a\\n\\n"); echo "<$x>"; echo $(echo $(echo deep)); echo "$(echo "in quotes")"',
  'from a file': 'echo data > f; x=$(< f); echo $x; echo $(<f)',
  'status goes on': 'echo $(exit 3) $?; x=$(exit 4); echo $?; echo $(false); echo $?',
  'process substitution':
    'cat <(echo one) <(echo two); while read x; do echo "<$x>"; done < <(seq 2); echo x > >(cat); wait; sleep 0.1',
  'here-documents':
    'x=1; cat <<E\na $x $(echo s) \\$x\nE\ncat <<"E"\na $x\nE\ncat <<-E\n\t\tindented\n\tE\ncat << A; cat << B\na\nA\nb\nB',
  'here-strings': 'cat <<< "a b"; x="c  d"; cat <<< $x; read a b <<< "1 2 3"; echo $b; wc -c <<< hello',
  'a long here-document': 'cat <<E | wc -c\n$(seq 20000)\nE',
  quotes: `echo 'a$x' "a\\$x" a\\ b "a'b" 'a"b' $'a\\tb\\x41' "" '' | cat -A`,
  'parameter expansion':
    'unset u; x=hello; echo ${u-d} ${u:-d} ${x:+s} ${#x} ${x:1:3} ${x: -2} ${x#h} ${x##*l} ${x%o} ${x%%l*} ${x/l/L} ${x//l/L} ${x^} ${x^^} ${u:=set} $u',
  'brace expansion': 'echo {a,b}{1,2} {1..5} {a..e..2} {01..03} x{,y} {a} {5..1..2}',
  globbing:
    ': > a1 > a2 > b1 > .h; echo a* [ab]1 ? .h* nomatch* "a*"; echo /bin/ec?o /dev/nu*; echo /et[c]/passw?; shopt -s nullglob; echo none*; set -f; echo a*',
  tilde: 'HOME=/h; echo ~ ~/x "~" a~ x=~; y=~/q; echo $y; cd /tmp; echo ~+',
  'indirect expansion': 'x=y; y=z; echo ${!x}; a1=p; a2=q; echo ${!a*}; set -- one two; i=2; echo ${!i}',
});

sameAsLinux('eval, source, exit', {
  eval: 'x="echo a; echo b"; eval "$x"; eval echo "\\$x"; eval; echo $?; eval "exit 3"; echo no',
  source: 'echo "x=5; echo in \\$1; return 4; echo no" > s; . ./s arg; echo $? $x "$1"; source ./s; echo $?',
  'source along PATH': 'echo "echo found" > lib; PATH=$PWD:$PATH; . lib; . nolib; echo $?',
  'exit statuses':
    '(exit); echo $?; false; (exit); echo $?; (exit 300); echo $?; (exit -1); echo $?; sh -c "exit 256"; echo $?',
  'exit in the middle': 'echo a; exit 5; echo b',
  'exit in a function': 'f() { exit 3; }; f; echo no',
  'end of a script': 'false',
  'exec a program': 'exec echo replaced; echo no',
  'exec redirections':
    'exec 3> f; echo x >&3; exec 3>&-; cat f; exec 4< f; read y <&4; echo $y; exec > g; echo hidden; exec >&2; cat g',
  'a script file': 'printf "echo \\$0 \\$1 \\$#\\nexit 3\\n" > s; bash s a b; echo $?; bash ./s; bash < s',
  '$0 and arguments of -c': 'bash -c "echo \\$0 \\$1 \\$#" zero one two; bash -c "echo \\$0"',
  'commands from standard input':
    'printf "read x\\ndata\\necho got \\$x\\n" | bash; echo "echo \\$1" | bash -s arg; printf "cat\\nrest\\nof it\\n" | bash',
  'set -e':
    '(set -e; false; echo no); echo $?; (set -e; false || true; if false; then :; fi; ! true; echo yes); (set -e; f() { false; echo in; }; f || echo or; f; echo no); echo $?',
  'set -e and substitutions':
    '(set -e; x=$(false); echo no); echo $?; (set -e; echo $(false) yes); (set -e; true | false; echo no); echo $?; (set -e; false | true; echo yes); (set -e; (exit 3); echo no); echo $?',
  'set -u': '(set -u; echo ${x-default}; echo $x; echo no); echo $?',
  'set -n and -v': 'bash -nc "echo no"; echo $?; echo "echo a" | bash -v 2>&1',
  'a word that is no command':
    'nosuch 2>/dev/null; echo $?; ./nosuch 2>/dev/null; echo $?; /tmp 2>/dev/null; echo $?; : > f; ./f 2>/dev/null; echo $?',
  command_not_found_handle: 'command_not_found_handle() { echo "no $1"; return 9; }; nosuch a; echo $?',
});
