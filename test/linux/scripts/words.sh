### i, while, until
x=$'a\nb'; echo "$x" | while IFS= read -r l; do echo "[$l]"; done; while read a b; do echo "$b $a"; done <<< $'1 2\n3 4'; for ((i=0,j=5;i<j;i++,j--)); do echo $i $j; done; until [ $((n++)) -ge 2 ]; do echo $n; done
### r, g, h
f() { echo "$# $*"; shift; echo "$@"; set -- x y; echo $1; }; f a "b c" d; set -- p q; f 1; echo $1; g() { local IFS=,; echo "$*"; }; g a b c; h() { return $1; }; h 3 || echo $?; r() { [ $1 -gt 0 ] && { echo $1; r $(($1-1)); }; }; r 3; echo $?
### d, e, k
a() { b; }; b() { echo ${FUNCNAME[*]}; }; a; unset -f b; a; echo $?; function c { echo c; }; c; d () ( x=5; echo $x ); x=1; d; echo $x; e() if true; then echo e; fi; e; k() { cat; } <<< here; k; m() { echo out; echo err >&2; } 2>&1; m | cat; declare -f d k
### tr
cat <<A; echo mid; cat <<'B'; echo end
$((1+1)) \$x `echo t` \
joined
A
$x `no` \
B
cat <<-"C"
	tab $x
		two
	C
cat << D"E"
q $x
DE
cat <<F | tr a-z A-Z
pipe
F
x=$(cat <<G
in sub
G
); echo "$x"
### trap
trap 'echo bye' EXIT; (trap 'echo subbye' EXIT; echo in); (echo no trap); trap; $(trap 'echo cs' EXIT); f() { trap 'echo f' EXIT; }; f; echo end
### trap, if, then
trap 'echo err $LINENO $?' ERR; f() { false; }; f; set -E; f; (false); x=$(false); if ! false; then :; fi; false && :; false | true; set -o pipefail; false | true; ! true; command false; eval false; [[ a == b ]]; ((0)); for i in 1; do false; done; { false; }; until true; do :; done; while false; do :; done; case x in x) false;; esac
### if, then, fi
set -e; f() { false; echo f; }; if f; then echo yes; fi; f && echo and; f || echo or; ! f; echo $?; (f; echo sub) || echo c; x=$(f; echo in); echo "x=$x"; { f; echo grp; } || :; echo last; eval 'false'; echo not
### trap, exit
set -e; trap 'echo exit $?' EXIT; (exit 3); echo not
### exit
set -e; x=$(exit 4); echo not
### [, export, exit
set -e; export x=$(exit 4); echo yes $?; readonly y=$(false); local z=$(false) 2>/dev/null || echo local; declare w=$(false); echo end; [ 1 = 2 ] && echo no; echo still; [ 1 = 1 ] && false; echo not
### echo
set -e; cat /nosuch | cat; echo ok; ! cat /nosuch; echo ok2; cat /nosuch; echo not
### echo (2)
set -u; f() { echo $1; }; f; echo not
### echo (3)
set -u; echo ${#x}; echo not
### echo (4)
set -u; echo ${x:-ok} ${x+set} ${x:+s} "${y[@]}" ${!x} ; echo not
### declare
set -u; declare -A m; echo ${m[k]}; echo not
### unset, a[2
set -u; unset a; a[2]=1; echo ${a[2]} ${a[1]}; echo not
### eval
set -u; (echo $nope); echo $?; eval 'echo $nope2'; echo not
### unset, y, z
IFS=; x='a b'; echo $x; set -- $x; echo $#; IFS=x; y=axbxc; echo $y; set -- $y; echo $#; echo "$*"; IFS=$' \t\n'; z=' lead trail '; echo "[$z]" [$z]; IFS=' x'; w=' ax  xb '; for i in $w; do echo "<$i>"; done; unset IFS; v='a  b'; echo $v; IFS=:; set -- a b c; echo "$*" $* "$@"; a=(1 2 3); echo "${a[*]}"; IFS=; echo "${a[*]}"; echo ${a[*]}; unset IFS; echo "${a[*]}"
### echo (5)
x=abc; echo ${x:1} ${x:1:1} ${x: -1} ${x:0:-1} ${x:5} ${x:$((1))} ${x:y} ${x:1?1:2}; set -- a b c d; echo ${@:2} ${@:2:2} ${@: -2:1} ${@:0:1} ${*:1:2} "${@:5}"; a=(1 2 3 4 5); echo ${a[@]:1:3} ${a[@]: -2} ${a[@]:1} ${#a[@]:1}
### case, esac, exit
echo $(echo a; echo b) "$(echo a; echo b)" `echo c \`echo d\`` "`echo "q"`" $(echo "$(echo "deep")") $( (echo sub) ) $(<f) $(< /dev/null) $(echo ")") $(echo \)) $(case x in x) echo case;; esac) $(: # comment )
) ; echo "$(printf 'a\n\n')|"; x=$(printf '\n\nz'); echo "$x"; echo $(exit 3)$?; y=$(echo hi >&2) 2>/dev/null; echo "[$y]"; echo "$(cat <<E
h
E
)"
### exit, case, esac
case $- in *i*) echo i;; *) echo n;; esac; [ -t 1 ] || echo notty; echo ${BASH_SOURCE[0]}:${LINENO}:${FUNCNAME[0]:-none}; echo "$0"; (exit 5); echo $?; exit 300
### echo (6)
printf '%s|' "$@" ; printf '[%s]\n' "${@:-none}"; printf '%-5s%5s\n' a b c; printf '%s %s %s\n' 1 2; printf '%b\n' 'a\nb' '\x41' '\0101'; printf '%c' abc def; printf '\n%5.1f %e %g\n' 2.25 12345.678 0.00001; printf '%x %X %o %#x %#o\n' 255 255 8 255 8; printf '%+d % d %05d %-5d| %5d\n' 1 2 3 4 5; printf '%s\n' -n --; printf -- '%s\n' x; printf '%%\n'; printf '%5%|\n'; printf '%.3d\n' 5; printf '%.10s|\n' abc; printf '%*s|%-*s|\n' 5 a 5 b; printf '%d %d\n' 0x10 010; printf "%d\n" \'a; printf '%s' 'no newline'; echo; printf '%q %q\n' 'a b' $'\t'; printf '%(%Y-%m-%d)T\n' 86400; printf '%(%s)T\n' 5; printf 'a\rb\vc\fd\ae\bf\n' | od -c
### declare, unset, h
declare -a a=(1 2 3); a+=(4 5); a[7]=x; echo ${!a[@]} ${#a[@]}; unset 'a[0]'; echo ${a[@]}; b=("${a[@]}"); echo ${!b[@]}; c=([3]=x [1]=y z); declare -p c; echo ${c[-1]}; c[-1]=w; echo ${c[@]}; d=($(echo 1 2 3)); echo ${d[1]}; e=(a{1,2} "x y" *nosuch*); echo ${#e[@]}; for i in "${!e[@]}"; do echo "$i=${e[i]}"; done; echo "${e[@]:1:1}" "${e[*]}"; f=(); echo "${#f[@]}" "${f[@]-empty}"; g[5]=1; g+=(2); declare -p g; echo ${g[@]+set} ${nope[@]+set}; h=(1 2 3); h=(${h[@]/2}); echo ${#h[@]}; [[ -v h[0] ]] && echo v; unset h; [[ -v h ]] || echo nv; s=scalar; s[1]=el; declare -p s; t=(a b); t=c; declare -p t; read -ra u <<< 'x y z'; echo ${u[2]}; IFS=, read -ra v <<< 'p,q,,r'; declare -p v
### echo (7)
echo $(: # c )
)
### echo (8)
echo $(echo a # it's
)
### echo (9)
echo $(echo a # it"s
echo b) "$(echo c # )'
)" `echo d # x`
### echo (10)
echo $(echo a#b ) $(echo '#' ) $(echo x;#c )
)
### echo (11)
x=$(
# comment with ) paren
echo y # another )
); echo $x
### echo (12)
cat <(echo a # )
)
### n, ls, exec
n=9; echo >&$n; echo 3>&$((n)); echo <&$n; cat <&${n}; echo x 2>&"$n"; exec 5>&$n; echo >&abc; ls; f='a b'; echo > $f; echo > "$f"; ls; echo >&$f; echo > $nope; echo < $nope; echo > *; g=/nosuch/x; echo > $g; echo < $g; echo >> ${g}; echo <> $g
### echo (13)
echo `echo c \`echo d\`` "`echo "q"`"
### echo (14)
echo $( (echo sub) ) $(<f) $(< /dev/null)
### echo (15)
echo $(echo ")") $(echo \)) 
### case, esac
echo $(case x in x) echo case;; esac) 
### case, esac (2)
echo $(case x in (x) echo case;; esac) $(case y in y) echo c; esac)
### echo (16)
echo "$(cat <<E
h
E
)"
### echo (17)
echo $(: # comment )
) ; echo "$(printf 'a\n\n')|"
### exit, y
x=$(printf '\n\nz'); echo "$x"; echo $(exit 3)$?; y=$(echo hi >&2) 2>/dev/null; echo "[$y]"
### echo (18)
echo $(echo "$(echo "deep")") $(echo ")")
### case, esac, b
f() { x=$(case $1 in a|b) echo ab;; (c) echo c;; *) echo other; esac); echo "$x"; }; f a; f c; f d; echo "$(case y in y) echo "$(case z in z) echo zz;; esac)";; esac)"; cat <(case q in q) echo q;; esac)
### esac, case, y
x=$(
case 1 in
  # c
  1) echo one ;;
  2) echo two ;;
esac
); echo $x; y=`case 1 in 1) echo bq;; esac`; echo $y; echo $((1)) $( (case a in a) echo p;; esac) )
### ls, y, z
x=1 > f; echo $x; ls; y=$(echo e >&2) 2> g; cat g; z=5 < nosuch; echo $? $z; > h; ls
