/** Data in the shell: arrays, expansions, printf, read, arithmetic, patterns, braces, names of names. */
import { sameAsLinux } from './same.ts';

const { raw } = String;

sameAsLinux(
  'arrays',
  {
    'sparse and negative': raw`a=([3]=x [1]=y z); echo "${'${!a[@]}'}" "${'${a[@]}'}" ${'${a[-1]} ${#a[@]}'}; a[-1]=w; declare -p a; echo ${'${a[-9]}'}; a[-9]=1; echo $?`,
    'append and unset': raw`a=(1 2); a+=(3 4); a+=x; declare -p a; unset "a[1]"; declare -p a; unset a; declare -p a; echo $?`,
    slices: raw`a=(a b c d e); echo "${'${a[@]:1:2}'}" "${'${a[@]: -2}'}" "${'${a[*]:3}'}"; b=([2]=x [5]=y [9]=z); echo "${'${b[@]:3:1}'}" "${'${b[@]:0:2}'}"`,
    'each element': raw`a=(one two three); echo "${'${a[@]/o/0}'}" "${'${a[@]^}'}" "${'${a[@]#t}'}" "${'${a[@]%e}'}" "${'${#a[1]}'}"`,
    'joined by IFS': raw`a=(x y "z w"); IFS=,; echo "${'${a[*]}'}"; echo ${'${a[*]}'}; IFS=; echo "${'${a[*]}'}"; echo ${'${a[@]}'}`,
    'in arithmetic': raw`a=(5 6 7); i=1; echo $((a[i] + a[i+1])) $((a[0]++)) ${'${a[0]}'}; ((a[3] = 9, a[1] += 4)); declare -p a; echo $((a))`,
    associative: raw`declare -A m=([one]=1 [two words]=2); m[three]=3; for k in "${'${!m[@]}'}"; do echo "$k=${'${m[$k]}'}"; done | sort; echo ${'${#m[@]}'}; [[ -v m[one] ]]; echo $?; [[ -v m[no] ]]; echo $?; unset 'm[one]'; echo ${'${#m[@]}'}`,
    'pairs for an associative array': raw`declare -A m=(a 1 b 2); echo ${'${m[a]} ${m[b]}'}; declare -A n=(x); declare -p n`,
    'no subscript': raw`declare -A m; m=x; echo $?; declare -p m; a=(1 2); a=z; declare -p a`,
    'bad subscripts': raw`a[]=1; echo $?; declare -A m; m[]=1; echo $?; echo ${'${m[]}'}; echo after`,
    'of a function': raw`f() { local -a l=(1 2); local -A k=([x]=y); l+=(3); declare -p l k; }; f; declare -p l; echo $?`,
    'readonly ones': raw`readonly -a r=(1 2); r[0]=5; echo no`,
    'from a command': raw`a=($(printf '%s\n' x 'y z')); declare -p a; mapfile -t b < <(printf '%s\n' x 'y z'); declare -p b`,
    'empty and set': raw`a=(); echo "${'${#a[@]}'}" "${'${a[@]-none}'}" "${'${a[@]+some}'}"; a=(""); echo "${'${#a[@]}'}" "${'${a[@]-none}'}" "${'${a[@]+some}'}"`,
    'integer and case attributes': raw`declare -ai n=(1+1 2*3); n+=(4+4); declare -p n; declare -au u=(ab cd); u[2]=ef; declare -p u; declare -l x=ABC; echo $x`,
    'keys with odd characters': raw`declare -A m; k='a]b'; m["$k"]=1; m['x y']=2; m[$'t\tb']=3; declare -p m | tr ' ' '\n' | sort`,
    'unset with quotes and globs': raw`a=(1 2 3); touch a1; unset a[1]; declare -p a; declare -A m=([@]=at [*]=star); unset 'm[@]'; declare -p m`,
  },
  { stderr: true },
);

sameAsLinux(
  'parameter expansion',
  {
    'unset and null': raw`unset u; n=; echo "${'${u-a}${u:-b}${n-c}${n:-d}${n+e}${n:+f}'}"; echo "${'${u=g}${n:=h}'}" $u $n; : ${'${v?is missing}'}; echo no`,
    'default messages': raw`(: ${'${v:?}'}); (: ${'${v?}'}); n=; (: ${'${n:?}'}); (: ${'${n:?"two words"}'}); echo $?`,
    substrings: raw`s=abcdefgh; echo ${'${s:2:3} ${s: -3:2} ${s:(-2)} ${s:1:-2} ${s:9} ${s:0:0}'}; echo ${'${s:3:-9}'}; echo no`,
    'of the positional': raw`set -- a b c d; echo ${'${@:2} / ${@:2:2} / ${@: -1} / ${@:0:2} / ${*:3}'}`,
    replacing: raw`s=aXbXc; echo ${'${s/X/-} ${s//X/-} ${s/#a/-} ${s/%c/-} ${s//X} ${s/[A-Z]/<&>}'} "${'${s//X/"<&>"}'}"; shopt -u patsub_replacement; echo ${'${s/X/<&>}'}`,
    case: raw`s='hello World'; echo "${'${s^} ${s^^} ${s,} ${s,,} ${s^^[lo]} ${s~~} ${s~}'}"`,
    transformations: raw`s="it's \$x"; echo "${'${s@Q}'}" "${'${s@U}'}" "${'${s@u}'}" "${'${s@L}'}"; e='a\tb'; echo "${'${e@E}'}"; declare -ri n=5; echo "${'${n@A}'}" "${'${n@a}'}"; a=(1 "2 3"); echo "${'${a[@]@Q}'}"; echo "${'${a[@]@A}'}"; declare -A m=([k]=v); echo "${'${m[@]@K}'}" "${'${m[@]@k}'}"; p='\w'; set -- x 'y z'; echo "${'${@@Q}'}"`,
    'bad ones': raw`echo ${'${s@Z}'}; echo no`,
    'bad name': raw`echo ${'${1a}'}; echo no`,
    indirect: raw`x=y; y=z; z=end; echo ${'${!x} ${!x-d}'}; p='a[1]'; a=(0 one); echo ${'${!p}'}; n=2; set -- f s; echo ${'${!n} ${!#}'}; echo ${'${!nothing}'}; echo $?`,
    'names by prefix': raw`abc1=1 abc2=2; echo ${'${!abc*}'}; for n in "${'${!abc@}'}"; do echo $n; done`,
    lengths: raw`s=abc; a=(x yy); set -- 1 2 3; echo ${'${#s} ${#} ${#@} ${#*} ${#a} ${#a[1]} ${#1}'}`,
    'nested quotes': raw`x="a b"; echo ${'${x:+"$x"}'} "${'${x:+"$x"}'}" "${'${u:-"q  q"}'}" ${'${u:-q  q}'} "${"${u:-'single'}"}" ${"${u:-'sin  gle'}"}`,
    'with braces inside': raw`echo "${'${u:-{a,b}}'}" ${'${u:-"}"}'} "${'${u:-$(echo "}")}'}"`,
    'quoting survives': raw`v='*'; touch f1 f2; echo $v "$v" ${'${v}'} "${'${v:-x}'}"; IFS=-; w=a-b; echo $w "$w" ${'${w}x'}`,
    'patterns in trimming': raw`p=/usr/local/bin; echo ${'${p#*/} ${p##*/} ${p%/*} ${p%%/*}'}; q='*'; s='a*b'; echo ${'${s#a$q}'} "${'${s%"$q"b}'}"; shopt -s extglob; s=foobarbar; echo ${'${s%%+(bar)} ${s%+(bar)} ${s/@(foo|bar)/X}'}`,
    'set -u': raw`set -u; echo ${'${u-fine}'}; a=(); echo "[${'${a[@]}'}]" "$#" "$*"; echo $u; echo no`,
    'set -u in an array': raw`set -u; a=(1); echo ${'${a[3]}'}; echo no`,
  },
  { stderr: true },
);

sameAsLinux(
  'printf and echo',
  {
    conversions: raw`printf '%d %i %o %x %X %u %c %s %5s|%-5s|%05d|%+d|%e|%.2f|%g|%%\n' 7 8 8 255 255 9 abc str ab cd 42 5 12345.678 3.14159 0.0001`,
    'again for what is left': raw`printf '%s-%s\n' a b c; printf 'x%dy\n'; printf '%s\n' ; printf 'no args %s %d|\n'`,
    'star widths': raw`printf '[%*s][%-*s][%.*f]\n' 5 a 5 b 2 1.23456; printf '[%.3s]\n' abcdef`,
    quoting: raw`printf '%q ' 'a b' "it's" '' $'\n' '~' 'a*' '$x'; echo; printf -v v '%q' "a'b"; echo "$v"; printf '%Q\n' 'a b'`,
    'percent b': raw`printf '%b|' 'a\tb' '\x41' '\0101' '\101' 'stop\c' no; echo; printf '%b\n' '\u0041'`,
    'numbers in odd forms': raw`printf '%d %d %d %d\n' 0x1f 010 "'A" '"B'; printf '%d\n' 12abc; echo $?; printf '%d\n' x; printf '%d\n' ''; printf '%d\n' 99999999999999999999; echo $?`,
    dates: raw`TZ=UTC printf '%(%Y-%m-%d %H:%M)T\n' 0; TZ=UTC printf '%(%s)T %(%j)T\n' 86400 86400`,
    'into an array': raw`printf -v a[2] 'x%d' 3; declare -p a; printf -v '1bad' x; echo $?; declare -A m; printf -v 'm[k e]' v; declare -p m`,
    'unknown conversions': raw`printf '%z\n' 1; echo $?; printf '%'; echo $?; printf; echo $?; printf -v; echo $?; printf -- '-%s\n' x`,
    escapes: raw`printf 'a\tb\\n\x41\u0042\e[0m\n' | od -c | head -3; printf '\101\0101\n'; printf 'a\cb'`,
    echo: raw`echo -e 'a\tb\c' no; echo; echo -n x; echo -E 'a\tb'; echo -ne 'q\n'; echo -nq; echo - -n; echo -e '\0101\x41\u41'; shopt -s xpg_echo; echo 'a\tb'`,
  },
  { stderr: true },
);

sameAsLinux(
  'read and mapfile',
  {
    fields: raw`read a b <<< 'one two three'; echo "[$a][$b]"; read -r a <<< 'x\ty\'; echo "[$a]"; read a <<< 'x\ty'; echo "[$a]"; read <<< '  keep  '; echo "[$REPLY]"`,
    'an odd IFS': raw`IFS=: read a b c <<< 'x::y:z:'; echo "[$a][$b][$c]"; IFS=', ' read a b c <<< 'x , y,,z'; echo "[$a][$b][$c]"; IFS= read -r a <<< '  sp '; echo "[$a]"; IFS=: read a b <<< 'x:y:'; echo "[$b]"`,
    'counts and ends': raw`read -n 3 a <<< abcdef; echo $a; read -N 4 a <<< $'ab\ncd'; printf '%q\n' "$a"; read -d : a <<< 'x:y'; echo $a; read -d '' a <<< 'no end'; echo $? "$a"; read a < /dev/null; echo $?`,
    'into arrays': raw`read -a a <<< 'x y z'; declare -p a; read -ra a <<< ''; declare -p a; IFS=, read -ra a <<< 'p,q,,r,'; declare -p a`,
    'a descriptor and a time': raw`exec 3< <(echo one; echo two); read -u 3 a; read -u 3 b; echo $a $b; read -t 0.1 c < <(sleep 1); echo $?; read -t 0 < /dev/null; echo $?; read -u 9 x; echo $?`,
    'continued lines': raw`printf 'a\\\nb c\n' | { read x; echo "[$x]"; }; printf 'a\\\nb\n' | { read -r x; echo "[$x]"; }`,
    'wrong names': raw`read 1x <<< a; echo $?; read -q <<< a; echo $?; read -t x <<< a; echo $?; read -n -1 <<< a; echo $?`,
    mapfile: raw`printf '%s\n' a b c d e > f; mapfile a < f; declare -p a; mapfile -t -n 2 -s 1 a < f; declare -p a; mapfile -t -O 2 a < f; declare -p a; mapfile -d c -t a < f; declare -p a`,
    'mapfile calls': raw`printf '%s\n' a b c > f; cb() { echo "cb $1 $2"; }; mapfile -t -c 1 -C cb a < f; mapfile -C 'echo x' -c 2 -t b < f; readarray -t c < f; echo ${'${c[2]}'}; mapfile -n x; echo $?; mapfile 1a < f; echo $?`,
    'while read': raw`printf 'a 1\nb 2\nc' | while read k v; do echo "$k=$v"; done; printf 'x\ny' | while IFS= read -r l || [ -n "$l" ]; do echo "<$l>"; done`,
  },
  { stderr: true },
);

sameAsLinux(
  'arithmetic',
  {
    operators: raw`echo $((7/2)) $((-7/2)) $((-7%3)) $((2**10)) $((1<<4|3)) $((~5)) $((!0)) $((5&6^1)) $((3>2?10:20)) $((1,2))`,
    assigning: raw`x=5; echo $((x+=3)) $((x-=1)) $((x*=2)) $((x/=3)) $((x%=3)) $((x<<=3)) $((x|=1)) $((x^=3)) $((x&=6)) $((x++ + ++x)) $x $((x--)) $((--x))`,
    bases: raw`echo $((16#ff)) $((2#1010)) $((36#z)) $((64#_)) $((0x1F)) $((017)) $((10#08))`,
    'bad numbers': raw`echo $((08)); echo no`,
    'bad base': raw`echo $((2#3)); echo no`,
    'by zero': raw`echo $((1/0)); echo no`,
    'negative exponent': raw`echo $((2**-1)); echo no`,
    'a syntax error': raw`echo $((1 +)); echo no`,
    unbalanced: raw`echo $((1 + (2)); echo no`,
    'not a variable': raw`echo $((3=4)); echo no`,
    recursion: raw`a=b; b=c; c=7; echo $((a)); d=d; echo $((d)); echo no`,
    'an expression in a variable': raw`e='1+2'; echo $((e*2)); s='a b'; echo $((s)); echo no`,
    wrapping: raw`echo $((9223372036854775807 + 1)) $((-9223372036854775808 / -1)) $((1 << 64)) $((1 << 63))`,
    'let and (( ))': raw`let x=5 y=x*2; echo $x $y $?; let 0; echo $?; ((0)); echo $?; ((1)); echo $?; let 'a = 3 + 4' b+=2; echo $a $b; let; echo $?; (( 1 + )); echo $?`,
    'for ((;;))': raw`for ((i = 0, j = 10; i < 3; i++, j--)); do echo $i $j; done; for ((;;)); do break; done; for ((i=5;i--;)); do echo -n $i; done; echo`,
    integers: raw`declare -i n; n=3+4; echo $n; n+=5; echo $n; n=abc; echo $n; n='2 +'; echo $?; echo "[$n]"`,
    'comma and quoting': raw`x=2; echo $(( "x" + 1 )) $(( ${'${x}'}3 )) $((x==2&&x!=3||0)) $[1+2]`,
  },
  { stderr: true },
);

sameAsLinux(
  'patterns and braces',
  {
    extglob: raw`shopt -s extglob; touch a ab abb b1 c.txt d.c; echo ?(a)b* / *(a|b) / +([a-c]) / @(a|b1) / !(*.*) ; case foo.c in !(*.c)) echo no;; *) echo yes;; esac`,
    'bracket kinds': raw`touch a B 3 - ] x^; echo [[:upper:]] [[:digit:]] [!a-z]* [-] []] [^]a]; case a in [[.a.]]) echo ok;; esac`,
    options: raw`touch a .b; mkdir d; touch d/e; shopt -s dotglob; echo *; shopt -u dotglob; shopt -s nullglob; echo x* y; shopt -u nullglob; shopt -s globstar; echo **; shopt -s nocaseglob; echo A; echo [A]`,
    failglob: raw`shopt -s failglob; echo before; echo nothing*; echo after`,
    GLOBIGNORE: raw`touch a.o a.c .h; GLOBIGNORE='*.o'; echo *; unset GLOBIGNORE; echo *; set -f; echo *`,
    braces: raw`echo {a,b{1,2},c} {1..3}{x,y} {a..e..2} {5..1..2} {01..3} {-2..2} {a,b}{,x} {x} {,} a{b,c}d{e,f} {1..a} {z..w} "{a,b}" \{a,b} {a\,b,c} {"a b",c}`,
    'braces and variables': raw`a=1 b=3; echo {$a..$b} {$a,$b} ${'${a}'}{x,y} {a,$(echo b c)}; set +B; echo {a,b}`,
    '[[ == ]]': raw`x='a*'; [[ abc == $x ]]; echo $?; [[ abc == "$x" ]]; echo $?; [[ abc == a[b]c ]]; echo $?; [[ abc != *d* ]]; echo $?; [[ a < b && b > a ]]; echo $?; [[ -z $nothing && ! -n '' ]]; echo $?; [[ 10 -gt 9 ]]; echo $?; [[ x+1 -eq 1 ]]; echo $?`,
    case: raw`for x in a ab abc '' '*' z; do case $x in a) echo 1;& ab) echo 2;; a*) echo 3;;& *c) echo 4;; '') echo empty;; \*) echo star;; (z) echo z; esac; done`,
    regex: raw`t() { [[ $1 =~ $2 ]]; echo "$? ${'${BASH_REMATCH[*]}'}"; }; t abcd 'a|ab|abc'; t foobar '(foo|foobar)(bar)?'; t xaby 'a)'; t 'a)' 'a)'; t aa '*a'; t a '(|a)'; t 'a{' 'a{'; t aab '(a+)(b)'; t x '[[:alpha:]'; t tab $'[\t ]'; t 日本語 '日|日本'`,
    'regex quoting': raw`[[ a.b =~ a"."b ]]; echo $?; [[ axb =~ a"."b ]]; echo $?; r='^[0-9]+$'; [[ 123 =~ $r ]]; echo $?; [[ 123 =~ "$r" ]]; echo $?; [[ 'a b' =~ a\ b ]]; echo $?; [[ 2024-05 =~ ^([0-9]+)-([0-9]+)$ ]]; declare -p BASH_REMATCH`,
  },
  { stderr: true },
);

sameAsLinux(
  'names, locals, IFS',
  {
    nameref: raw`f() { local -n r=$1; r=changed; }; x=1; f x; echo $x; declare -n q=x; q=5; echo $x ${'${!q}'}; unset q; echo "[$x]"; declare -n self=self; declare -p q; unset -n q; declare -p q`,
    'nameref to an array': raw`a=(1 2); declare -n r=a; r+=(3); echo "${'${r[@]}'}" ${'${#r[@]}'}; declare -n e='a[1]'; e=x; declare -p a; for k in a; do declare -n z=$k; echo ${'${z[0]}'}; done`,
    local: raw`x=g; f() { local x=l y; echo $x "[$y]"; g; }; g() { echo $x; x=changed; }; f; echo $x; local z; echo $?; h() { local -r c=1; c=2; echo no; }; h; echo after`,
    'local -': raw`f() { local -; set -f -u; echo $-; }; set +u; f | tr -d hBc; echo * | wc -w; [[ $- == *u* ]]; echo $?`,
    'local inherit': raw`shopt -s localvar_inherit; x=outer; f() { local x; echo $x; x=in; }; f; echo $x; g() { local -I x; echo $x; }; shopt -u localvar_inherit; g; h() { local x; unset x; echo "[${'${x-unset}'}]"; }; h`,
    'declare -g': raw`f() { declare -g G=1; declare L=2; declare -gA M=([a]=b); }; f; echo $G "[$L]" ${'${M[a]}'}; declare -x E=1; env | grep ^E=; declare +x E; env | grep -c ^E=; declare -r R=1; unset R; declare +r R; echo $?`,
    'IFS splitting': raw`s=' a  b	c
d '; for w in $s; do echo -n "<$w>"; done; echo; IFS=:; s=':a::b:'; for w in $s; do echo -n "<$w>"; done; echo; IFS=' :'; s=' a : b::c '; for w in $s; do echo -n "<$w>"; done; echo; IFS=; s='a b'; for w in $s; do echo -n "<$w>"; done; echo; unset IFS; for w in $s; do echo -n "<$w>"; done`,
    '"$@" and "$*"': raw`set -- a 'b c' ''; for w in "$@"; do echo -n "<$w>"; done; for w in $@; do echo -n "<$w>"; done; for w in "x$@y"; do echo -n "<$w>"; done; IFS=+; echo "$*" $*; set --; for w in "$@" "$*"; do echo "<$w>"; done; echo "x$@"`,
    positional: raw`set -- a b c d e f g h i j k; echo $10 ${'${10} ${11}'}; shift 3; echo $1 $#; shift 99; echo $? $#; shift -1; echo $?; set -- -x; echo $1; set a b; echo $2`,
    'special variables': raw`echo $LINENO; f() { echo $FUNCNAME ${'${#FUNCNAME[@]}'} $LINENO; }; f; echo "$BASH_SUBSHELL" $(echo $BASH_SUBSHELL) $( (echo $BASH_SUBSHELL) ); echo ${'${BASH_VERSINFO[0]} ${BASH_VERSION%.*.*}'}; echo $SHLVL $PPID | grep -c .; RANDOM=5; [ $RANDOM != $RANDOM ]; echo $?; SECONDS=10; echo $SECONDS; echo $_`,
    'exported functions': raw`f() { echo in f $1; }; export -f f; bash -c 'f x'; env | grep -A2 'BASH_FUNC_f'; export -nf f; bash -c 'f x'; echo $?`,
    'environment of a command': raw`x=1 y=2 env | grep -E '^(x|y)=' | sort; x=5 eval 'echo $x'; echo "[$x]"; x=7 :; echo "[$x]"; f() { echo $x; }; x=8 f; echo "[$x]"; x=9 true $((x=4)); echo $x; IFS=: read a b <<< 1:2; echo "$a$b[$IFS]" | cat -A`,
  },
  { stderr: true },
);
