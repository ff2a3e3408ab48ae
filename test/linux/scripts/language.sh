### y
x='a b  c'; set -- $x; echo $#; IFS=:; y='a::b:'; set -- $y; echo $# "$*"; set -- "$@" z; echo "${*:2:2}" "${@: -1}"
### echo
x=abcdef; echo ${x:2} ${x:2:2} ${x: -2} ${x:(-3):2} ${x:1:-1} ${x:0:0}; echo ${x:2:-5}
### echo (2)
x=abcabc; echo ${x#a*c} ${x##a*c} ${x%c*} ${x%%b*} ${x/b/X} ${x//b/X} ${x/#a/X} ${x/%c/X} ${x//} ${x/b} ${x//[ab]/&} "${x//b/[&]}"
### declare
x=hello; echo ${x^} ${x^^} ${x,} ${x^^[el]} ${x@U} ${x@u} ${x@L} ${x@Q} ${x@E} ${x@A} ${x@a} ${x@P}; declare -ri n=5; echo ${n@a} ${n@A}
### declare, [x
a=(1 2 3); echo ${a[@]@A} ${a[@]@Q} ${a[@]@K} ${a[@]@k}; declare -A m=([x]=1); echo "${m[@]@K}" "${m[@]@A}"
### v
set -- 1 2 3; echo ${@@Q} ${*@A} ; echo ${!#} ${!1-x}; v=x; x=5; echo ${!v} ${!v+set} ${!nosuch-def} ; echo ${!nosuch}
### abc, unset
abc=1 abd=2; echo ${!ab*} ${!ab@}; a=(x y z); echo ${!a[@]} ${!a[*]}; unset a[1]; echo ${!a[@]} ${#a[@]} ${a[-1]}; echo ${a[-5]}
### echo (3)
echo ${x?}; echo after
### echo (4)
echo ${x:?msg $y}; echo after
### echo (5)
: ${x:=5}; echo $x; : ${y=}; echo "[$y]"; echo ${z-def} ${z:-def} ${y-def} ${y:-def} ${y+alt} ${y:+alt} "${z-"a b"}" "${z-'q'}" ${z-'q'}
### echo (6)
echo "${x-a'b'c}" "${x-\}}" ${x-\}} "${x-"}"}" "${x:-$(echo hi)}" ${x:-`echo bq`}
### echo (7)
echo $((1+2*3)) $((7/2)) $((-7/2)) $((-7%3)) $((2**10)) $((2**-1))
### echo (8)
echo $((0x1f)) $((010)) $((2#101)) $((36#z)) $((64#_)) $((16#FF)); echo $((08))
### echo (9)
echo $((9223372036854775807+1)) $((-9223372036854775808/-1)) $((1<<63)) $((1<<64)) $((1>>-1))
### echo (10)
echo $((1/0)); echo after $?
### let
((1/0)); echo after $?; let 'x=1/0'; echo $?; echo $[1+1] $[x]
### echo (11)
echo $((1+)); echo after
### echo (12)
echo $((x y)); echo after
### echo (13)
echo $(( 1 2 )); echo after
### echo (14)
x='1+'; echo $((x)); echo after
### a[0, h[x, a[1
a[0]=3; echo $((a[0]+a)) $((a[1]=7)) ${a[@]}; declare -A h; h[x]=2; echo $((h[x]*3)) $((h['x'])); i=0; a[i++]=9; echo $i ${a[0]}
### let (2)
x=5; ((x>3)) && echo yes; ((x<3)) || echo no; ((x+=2, x*=2)); echo $x; ((0)); echo $?; let x=0; echo $?; let 'y = 3' z=4; echo $y $z $?; let; echo $?
### i
for ((i=0;i<3;i++)); do echo -n $i; done; echo; for ((;;)); do break; done; for i; do echo $i; done; for x in; do echo $x; done; echo "[$x]"
### case, esac, z
case abc in a*) echo 1;;& *b*) echo 2;& z) echo 3;; *) echo 4; esac; case x in [!a-w]) echo neg;; esac; case '' in '') echo empty; esac; case 'a]' in *']') echo br; esac
### echo (15)
echo {a,b}{1..3} {1..10..3} {z..w} {01..3} {a..e..2} {1..-1} {a,b {x} a{,} {,a}b {1..a} '{a,b}' \{a,b} {a,"b c"} {$x,y} x{a,b}y{c,d}z {5..1..2} {-1..-3} {1..3..0}
### echo (16)
echo {a,{b,c},d} {{1..2},x} {a..Z} {001..100..50} {1..2}{a..b} ${x-{a,b}} "{a,b}" a{b,c}'d e' {a\,b,c} {},{a} {a}{b,c}
### foo, bar, o
shopt -s extglob; x=foobar; echo ${x//+(o)/0} ${x/@(foo|bar)/X} ${x##!(foo)} ${x%%?(bar)}; [[ foo == @(foo|bar) ]] && echo m; [[ fooo == fo+(o) ]] && echo m2; case ab in !(ab)) echo n;; ?(a)b) echo y;; esac
### shopt
touch a.txt b.txt .h; mkdir d; touch d/c.txt; echo *; echo .*; echo *.txt; echo [ab].txt; echo [!a].txt; echo */; echo d/*; echo nosuch*; shopt -s nullglob; echo x nosuch*; shopt -s dotglob; echo *; shopt -u nullglob; shopt -s failglob; echo nosuch*; echo $?
### shopt (2)
mkdir -p a/b/c; touch a/x a/b/y a/b/c/z; shopt -s globstar; echo **; echo **/; echo a/**/z; echo **/y; shopt -s nocaseglob; echo A*
### echo (17)
echo ?; touch 'a b' 'c*d' "q'r"; echo *; for f in *; do echo "<$f>"; done; echo c\**; echo "c*"; x='c*'; echo $x "$x"; set -f; echo *; set +f; GLOBIGNORE='a*'; echo *
### [[
[[ a && ]]; echo after
### [[ (2)
[[ a b ]]; echo after
### [[ (3)
[[ a -foo b ]]; echo after
### [, test
[ a b ]; echo $?; [ 1 -eq x ]; echo $?; [ -z ]; echo $?; [ ! ]; echo $?; [ a = a -a b = c ]; echo $?; [ '(' a ')' ]; echo $?; [ ; echo $?; test; echo $?; test -e; echo $?; [ -f x y ]; echo $?; [ 1 -lt 2 -o ]; echo $?
### [, test (2)
[ -t 0 ]; echo $?; [ -t x ]; echo $?; [ a -nt b ]; echo $?; [ x == x ]; echo $?; [ a '<' b ]; echo $?; [ a \> b ]; echo $?; test 08 -eq 8; echo $?; test ' 5 ' -eq 5; echo $?; test 5x -eq 5; echo $?; test '' -eq 0; echo $?
### echo (18)
printf '%s %d %i %o %x %X %u %c %b %q\n' str 42 -7 8 255 255 3 abc 'a\tb' "it's"; printf '%5s|%-5s|%05d|%+d|% d|%.2s|%#x|%#o\n' ab ab 42 5 5 abc 255 8; printf '%e %f %g %G %a\n' 1.5 1.5 0.0001 1e10 1
### echo (19)
printf '%ld %lld %hd %jd\n' 1 2 3 4; printf '%s %s\n' only; printf '%c%c\n' '' x; printf '%10.3s|\n' abcdef; printf '%-10s|\n' x; printf '%i\n' 99999999999999999999; echo $?; printf '%x\n' -1; printf '%u\n' -1; printf '%f\n' x; printf -- '-x\n'; printf; echo $?; printf -x; echo $?
### echo (20)
printf '%Q\n' 'a b'; printf '%.1Q|\n' 'abc'; printf '%5q|\n' a; printf '%s\n' "$(printf '\x')" ; printf '\xg\n'; printf '\8\n'; printf '%s\n' a\\b; printf '%b\n' 'a\0101' '\e[' '\"' | od -c; printf "%'d\n" 1234567; printf '%1$s\n' a
### shopt (3)
echo -e 'a\tb\nc\\d\x41\0101\e' | od -c; echo -n x; echo -ne 'y\n'; echo -E 'a\n'; echo -en 'a\cb'; echo; echo -x y; echo - ; echo -- a; echo -nnn z; echo; shopt -s xpg_echo; echo 'a\tb'; echo -n 'q\n'
### b
b
### local, g, declare
f() { local x=1; declare -g y=2; echo $x; }; f; echo "$x $y"; g() { local -a a=(1 2); local -A h=([k]=v); local -i n=3+4; echo ${a[@]} ${h[k]} $n; local; }; g; local z=1; echo $?
### declare, n, unset
declare -i n=5; n+=3; echo $n; n=abc; echo $n; n='2*3'; echo $n; declare -u U=abc; echo $U; declare -l L=ABC; echo $L; declare -c C=abc; echo $C; declare -r R=1; R=2; echo $?; unset R; echo $?; readonly -p | grep ' R'
### declare, [a
declare -p n; declare -a a=(1 [5]=x 3); declare -p a; declare -A h=([a]=1 ["b c"]=2); declare -p h; declare -x E=1; declare -p E; declare -p nosuch; echo $?; declare -f nosuch; echo $?; declare -F; f() { :; }; declare -F f; declare -f f; declare -pf f
### declare, a[10, unset
a=(1 2 3); a+=(4); a[10]=x; echo ${#a[@]} ${!a[@]}; a=("${a[@]:1:2}"); echo ${a[@]}; echo ${a[@]/2/two} ${a[@]#2} "${a[@]^^}"; unset a; echo ${#a[@]}; a[3]=q; echo ${a[@]: -1}; b=("${a[@]}"); declare -p b; a=([2]=x y [0]=z); declare -p a; echo ${a[1]-unset}
### declare, unset, a[-1
a=(a b c); a[-1]=z; echo ${a[@]}; a[-4]=q; echo $?; unset 'a[-1]'; echo ${a[@]}; unset a[9]; echo $?; x=(1 2); x=5; declare -p x; y=5; y[1]=6; declare -p y; z[1+1]=t; declare -p z; echo ${a[1+0]} ${a[i]} "${a[*]:0:1}" ${a:0:1} ${#a} ${#a[0]}
### trap, exit, if
trap 'echo EXIT $?' EXIT; trap 'echo ERR $?' ERR; false; (exit 3); true; ! true; if false; then :; fi; false || true; trap -p; trap - ERR; false; exit 4
### trap, g, return
f() { trap 'echo ret' RETURN; return 3; }; f; echo $?; trap - RETURN; set -T; trap 'echo dbg $BASH_COMMAND' DEBUG; echo a; g() { echo in; }; g; trap - DEBUG; echo b
### if, then, fi
set -e; false || true; if false; then :; fi; ! false; (false) || echo sub; f() { false; echo reached; }; f || echo no; f && echo yes; echo before; f; echo not
### echo (21)
set -e; x=$(false); echo not
### local_test, {, while
set -e; local_test() { local x=$(false); echo reached; }; local_test; { false; } || true; while false; do :; done; until true; do :; done; false | true; echo pipe; set -o pipefail; false | true; echo not
### echo (22)
set -eu; echo ${x-ok}; echo $x; echo not
### echo (23)
set -u; echo "$@" $* "${a[@]}" ; echo $1; echo not
### echo (24)
set -u; a=(); echo ${a[@]} ${#a[@]}; echo ${a[0]}; echo not
### shopt (4)
set -e; shopt -s inherit_errexit; x=$(false; echo a); echo not
### echo (25)
set -n; echo hi
### tail, shopt
set -o noclobber; echo a > f; echo b > f; echo $?; echo c >| f; cat f; set +C; echo d > f; cat f; set -o | head -3; set +o | tail -2; set -o nosuch; echo $?; set -Z; echo $?; echo $-; set -- -a; echo $1; set - x; echo $1; shopt -o | head -2
### select, break
select x in a b c; do echo "$x $REPLY"; break; done <<< 2; select x in a b; do echo "[$x]"; done <<< $'9\n\n1'; echo $?; PS3='> '; select y; do break; done; echo $?
### mapfile, declare, readarray
mapfile -t a <<< $'x\ny\nz'; echo ${a[@]} ${#a[@]}; mapfile -n 1 -s 1 b <<< $'x\ny\nz'; declare -p b; mapfile -d : c <<< 'a:b:c'; declare -p c; mapfile -O 2 -t d <<< $'p\nq'; declare -p d; mapfile -c 1 -C 'echo cb' -t e <<< $'1\n2'; mapfile -u 9 f; echo $?; mapfile -x; echo $?; mapfile 1x; echo $?; readarray -t g < /dev/null; declare -p g
### read
read a b c <<< '1 2 3 4'; echo "$a|$b|$c"; read -r x <<< 'a\b'; echo $x; read x <<< 'a\b'; echo $x; IFS=: read a b <<< 'x:y:z'; echo "$a|$b"; read -a arr <<< '1 2 3'; echo ${arr[2]}; read -d x y <<< 'abxcd'; echo $y; read -n 2 z <<< abc; echo $z; read -N 4 w <<< $'a\nbc'; echo "$w"; read <<< '  x  '; echo "[$REPLY]"; read q < /dev/null; echo $?
### read (2)
IFS=, read -r a b <<< ',x,,'; echo "[$a][$b]"; IFS=', ' read a b c <<< ' 1 , 2 ,3 '; echo "[$a][$b][$c]"; IFS= read x <<< ' a '; echo "[$x]"; echo 'a\' > f; echo b >> f; read x < f; echo $x; read -r x < f; echo "$x"; read 1x; echo $?; read -t x; echo $?; read -u 9 x; echo $?; read -n x y; echo $?; read -Z; echo $?; read -t 0 < /dev/null; echo $?; read -p
### exit, read, {
echo a | { read x; echo $x; }; echo b | read y; echo "[$y]"; shopt -s lastpipe; echo c | read z; echo $z; true | false | true; echo ${PIPESTATUS[@]} $?; false; echo ${PIPESTATUS[@]}; ! false | true; echo $? ${PIPESTATUS[@]}; (exit 3) | (exit 4); echo ${PIPESTATUS[@]}; x=$(exit 5); echo $? ${PIPESTATUS[@]}
### exec, read
exec 3> f; echo a >&3; exec 3>&-; cat f; echo b >&3; echo $?; exec 4< f; read x <&4; echo $x; exec {fd}> g; echo $fd; echo c >&$fd; exec {fd}>&-; cat g; exec nosuch; echo not
### exec, {, ls
exec 5<&0 6>&1; echo x >&6; exec 6>&-; cat <<< a 7<&5; { echo out; echo err >&2; } 2>&1 | cat; { echo o; echo e >&2; } &> all; cat all; echo o2 &>> all; cat all; ls nosuch 2>/dev/null; echo $?; echo a > nosuch/b; echo $?; cat < nosuch; echo $?; > /; echo $?; echo x > ''; echo $?; echo y >&nosuchfd; echo $?
### echo (26)
x=1; cat <<E; cat <<'E'; cat <<-E
### echo (27)
$x ${x:+y} `echo cmd` $(echo sub) \$x \\ "q" $((1+1))
### echo (28)
E
### echo (29)
$x
### echo (30)
E
### echo (31)
	tab
### echo (32)
	E
### readonly
readonly r=1; for r in a b; do echo $r; done; echo $?; echo c
### readonly, read
readonly r=1; read r <<< x; echo $?; echo c
### readonly (2)
readonly r=1; printf -v r x; echo $?; echo c
### readonly, r
readonly r=1; ((r=5)); echo $?; echo c
### r, readonly, let
readonly r=1; ((r++)); echo $?; let r=2; echo $?; echo $((r=3)); echo c
### readonly, unset, declare
readonly r=1; unset r; echo $?; declare r=7; echo $?; echo c
### readonly, select
readonly r=1; select r in a; do break; done <<< 1; echo $?; echo c
### r, readonly
readonly r=1; for ((r=0;r<1;r++)); do echo x; done; echo $?; echo c
### readonly, export, local
readonly r=1; x=${r:=2}; echo $x; echo ${q:=${r}}; : ${r:=3}; export r=2; echo $?; local r; echo c
### g, declare, readonly
readonly r=1; f() { local r; echo in; }; f; echo $?; g() { local r=2; echo in2; }; g; echo $?; declare -i r; echo $?; declare +r r; echo $?; r+=x; echo c
### readonly, ra[0
readonly -a ra=(1 2); ra[0]=x; echo c
### readonly, ra
readonly -a ra=(1 2); ra+=(3); echo c
### declare, unset, readonly
readonly -a ra=(1 2); unset ra[0]; echo $?; unset ra; echo $?; declare -A m=([x]=1 y); echo $?; declare -A n=(a 1 b [c]=d); declare -p n; m=([a]=1 b); echo $?; declare -p m
### ls, unset
unset PATH; ls; echo $?; PATH=; ls; echo $?; PATH=/nosuch; ls; echo $?
### if
x=$(if); echo $?
### if, eval
bash -c 'x=$(if); echo $?'; echo $?; eval 'x=$(if)'; echo $?; echo 'x=$(if)
### echo (33)
echo after' > s; bash s; echo $?; . ./s; echo $?
### if (2)
(x=$(if)); echo $?
### select: PS3, REPLY, break, nested
PS3='? '; select a in x y; do echo "$REPLY $a"; select b in p; do echo "$b"; break; done; break; done <<< $'2\n1'; select c; do echo no; done < /dev/null; echo $?; set -- q; select d in; do echo no; done; echo $?; select e in one; do [ "$e" ] || continue; REPLY=; echo $e; [ "$REPLY" ] || break; done <<< $'7\n1'
### time and its formats
TIMEFORMAT='%0lR %0lU %0lS'; time :; TIMEFORMAT='%3lR'; { time :; } 2>&1 | sed 's/[0-9]/d/g'; TIMEFORMAT='%P%%'; { time :; } 2>&1 | sed 's/[0-9]\+/n/g'; TIMEFORMAT='%4R'; { time :; } 2>&1 | sed 's/[0-9]/d/g'; TIMEFORMAT='x%'; time :; TIMEFORMAT='%Q'; time :; unset TIMEFORMAT; { time -- :; } 2>&1 | wc -l; { time -p -- :; } 2>&1 | wc -l; { time ! false; } 2>/dev/null; echo $?; { time -x; } 2>/dev/null; echo $?; { time { sleep 0; exit 3; } | cat; } 2>&1 | wc -l; f() { time return 3; }; f 2>/dev/null; echo $?
### what stands in a loop's only command, or its test, is expanded once
i=0; for x in a b; do echo $((i++)); done; RANDOM=5; for x in a b; do echo $RANDOM; done; i=0; while echo $((i++)); do [ $i -gt 3 ] && break; done; until echo $((i--)); do :; done; echo $i; i=0; if echo $((++i)); then echo $((++i)); fi; f() { echo $((++i)); }; f; for ((k=0;k<2;k++)); do f; done; for x in 1 2; do echo ${u:=$((i++))}; unset u; done; for x in 1 2; do printf '%s ' ${a[i++]:-$i}; done; echo; for x in 1 2; do read y <<< $((i++)); done; echo $y $i; while read -r l; do echo "$l$((i++))"; done < <(seq 3); for x in 1 2; do [[ $((i++)) -gt 0 ]]; done; for x in 1 2; do [ $((i++)) -gt 0 ]; done; for x in 1 2; do (( y = i++ )); done; echo $i $y; for x in 1 2; do z=$((i++)); done; echo $i $z; while ((i < 30)) && echo $((i+=5)); do :; done
