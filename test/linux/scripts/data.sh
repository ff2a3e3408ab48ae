### let and (( )) with arrays
a=(1 2 3); ((a[1]+=5)); echo ${a[@]}; declare -A m; ((m[x]++)); ((m["y z"]=4)); echo ${m[x]} ${m["y z"]}; let a[0]=9 'a[5]=1'; echo ${!a[@]}; i=1; ((a[i]=a[i]*2)); echo ${a[1]}; ((b=c=d=3)); echo $b$c$d; unset x; ((x++)); echo $x; ((x)) && echo t
### arrays: holes, negative indexes, slices
a=(0 1 2 3 4); unset 'a[1]' 'a[3]'; echo ${a[@]} ${!a[@]} ${#a[@]}; a[-1]=z; echo ${a[-1]} ${a[@]:1:2}; a+=(x y); echo ${!a[@]}; a[20]=t; echo ${a[@]: -2} ${#a[20]}; b=("${a[@]}"); echo ${!b[@]}; a=([3]=c [1]=a d); declare -p a; echo ${a[-9]}; a[-9]=1; echo ${a[nosuch]-none} "${a[@]+set}" "${#a}"
### arrays: copies, patterns and joins
a=('a b' c 'd  e'); for x in "${a[@]}"; do echo "<$x>"; done; for x in ${a[@]}; do echo "<$x>"; done; echo "${a[*]}" ; IFS=/; echo "${a[*]}"; unset IFS; echo "${a[@]/#/x}" "${a[@]/%/y}" "${a[@]^^}" "x${a[@]}y"; c=("${a[@]:1}"); echo ${#c[@]}; echo "${!a[@]}" "${a[@]@Q}" "${a[*]@Q}"; a=(); echo "[${a[@]}]" ${#a[@]} "${a[@]-empty}"
### associative arrays
declare -A m=([one]=1 [two]=2 ["a b"]=3 ['$x']=4); for k in one two 'a b' '$x'; do echo "$k=${m[$k]}"; done; m[one]+=x; unset 'm[two]'; echo ${m[one]} ${#m[@]} "${m[nosuch]-no}"; [[ -v m[one] ]] && echo y; [[ -v m[zz] ]] || echo n; k='a b'; echo ${m[$k]} "${m["a b"]}"; declare -A n=(x 1 y 2); echo ${n[x]}${n[y]}; m=([new]=1); echo ${!m[@]}; m[]=1; echo $?; echo ${m[]}; m+=([p]=q); echo ${m[p]}
### functions: names, redirections, recursion, unset
f() { echo $FUNCNAME ${FUNCNAME[@]} ${#FUNCNAME[@]}; }; g() { f; }; f; g; h() { echo err >&2; echo out; } 2>/dev/null; h; fact() { (( $1 < 2 )) && echo 1 || echo $(( $1 * $(fact $(($1-1))) )); }; fact 6; function k { echo k$#; }; k a b; function l() { echo l; }; l; unset -f l; l; echo $?; m() ( x=in; echo $x ); x=out; m; echo $x; n() { local x=loc; o; }; o() { echo $x; }; n; p() if true; then echo p; fi; p; q() for i; do echo $i; done; q 1 2
### FUNCNEST
FUNCNEST=5; f() { echo $1; f $(($1+1)); }; f 1; echo $?
### caller, BASH_SOURCE, BASH_LINENO
f() { caller; caller 0; caller 1; echo ${BASH_LINENO[@]} "${BASH_SOURCE[@]}"; }
g() {
  f
}
g
caller; echo $?; caller x; echo $?
### LINENO
echo $LINENO
f() {
  echo $LINENO
}
f; echo $LINENO \
  $LINENO
x="a
b" ; echo $LINENO; cat <<E
$LINENO
E
(echo $LINENO); eval 'echo $LINENO'; LINENO=50; echo $LINENO
### namerefs in loops
declare -n r; for r in p q; do r=x$r; done; declare -p r p q; echo $?; declare -n s=a; for s in b c; do echo ${!s}; s=1; done; declare -p s a b c; for s in 1x; do echo no; done; echo $?; for s in 'b[2]'; do s=7; done; declare -p b; declare -n t=z; select t in m; do t=5; break; done <<< 1; declare -p t z m; declare -n u=v; read u <<< hello; echo $v; printf -v u %s x; echo $v; getopts a u -a; echo $v; mapfile -t u <<< l; declare -p v
### namerefs: more
f() { local -n a=$1 b=$2; a+=(x); b=$((b+1)); for k in "${!a[@]}"; do echo $k; done; }; arr=(1 2); n=5; f arr n; declare -p arr n; g() { local -n v=v; v=1; }; v=0; g; echo $v; declare -n r=arr[1]; echo $r; r=z; echo ${arr[@]}; unset r; declare -p arr r; declare -n e=; e=foo; declare -p e; e=5; echo $foo; declare -n -g gg=x; h() { declare -n q=$1; echo "${q[@]:1}" ${#q[@]}; }; h arr; [[ -R gg ]] && echo ref; declare +n gg; declare -p gg; declare -n 1x=a; echo $?; declare -n aa=(1); echo $?
### expansions that need no waiting, and their complaints
a=(1 2); i=0; echo ${a[-9]} after; x=${a[-9]}y; echo "$x"; [[ -z ${a[-9]} ]] && echo z; for v in ${a[-9]}; do echo no; done; case ${a[-5]} in '') echo empty;; esac; echo ${a[i++]} ${a[i++]} $i; n=5; echo "${n:=6}" "${m:=7}" $m ${o:=*} $o; touch f1 f2; p='f?'; echo ${p/x/y} $((i++)) $i; echo ${a[@]/#/f} ${p#x}
### elements: assignments, one after the other
i=1; a[i]=x; a[i+1]=y$i; a[-1]=z; a[$i]+=w; a["3"]=q; declare -p a; a[-9]=1; echo $?; a[]=1; echo $?; declare -A m; m[$i]=1; m["a b"]=2; m[x]+=3; m['']=4; echo $?; declare -p m; a[1/0]=1; echo $?; declare -n r=a; r[7]=t; echo ${!a[@]}; s=sc; s[1]=el; declare -p s; readonly ro=(1); ro[1]=2; echo $?
### elements: appending
a=(x); a+=(y z); a[9]=t; a+=(u); a+=([2]=Z v); declare -p a; b+=(1 "2 3" $(echo 4 5) {6,7}); declare -p b; c=str; c+=(more); declare -p c; declare -i n=(1 2); n+=(3+4); declare -p n; d=(1 2 3); unset 'd[2]'; d+=(4); declare -p d; unset 'd[1]' 'd[2]'; d+=(5); declare -p d; e=(1); e+=("${e[@]}" ${#e[@]}); declare -p e; readonly f=(1); f+=(2); echo $?
### local: what the quick road must do as well
f() { local x=$1 y; echo "[$x][$y]"; local x=2; echo $x $_; local IFS=,; set -- a b; echo "$*"; local n=$((x+1)) m="${x}z"; echo $n $m; g; echo $x; }; g() { echo "in g $x"; x=9; }; x=0; f 1; echo "$x" "${y-unset}" "${IFS@Q}"; readonly r=1; h() { local r=2; echo "$? $r"; }; h; local z=1; echo $?; declare -n ref=x; k() { local ref=5; echo $ref $x; }; k; l() { local a=$a b=$a; echo "$a$b"; }; a=q l; declare -i num; o() { local num=1+1; echo $num; }; o; p() { local v=$(exit 3); echo $?; local w=1; echo $?; }; p; q() { false; local s; echo $?; }; q
### mapfile and read leave the rest of a file
printf '1\n2\n3\n4\n5\n' > f; { read a; mapfile -n 1 -t b; read -N 1 c; read d; cat; } < f; echo $a ${b[0]} $c "[$d]"; { read -n 1 a; cat; } < f; { mapfile -t -s 1 -n 2 x; read y; echo ${x[@]} $y; } < f; while read l; do echo "<$l>"; [ $l = 2 ] && head -1; done < f; exec 3< f; read -u 3 a; cat <&3; read -u 3 b; echo $?
### local and declare over a reference
x=0; declare -n ref=x; k() { local ref=5; echo $ref $x; declare -p ref; }; k; echo $x; f() { local -n q=x; local q=7; declare -p q x; echo $q $x; }; f; echo $x; g() { declare ref=8; echo $ref $x; }; g; declare ref=9; echo $ref $x; declare -p ref x; h() { declare -g ref=10; echo $x; }; h; i() { local ref; echo "[${ref-unset}]"; ref=3; echo $x; }; i; export ref=11; declare -p x ref; readonly ref=12; declare -p x ref
### dynamic variables in set and declare
set | grep -E '^(RANDOM|SECONDS|LINENO|BASHPID|EPOCHSECONDS|HISTCMD|BASH_COMMAND|BASH_SUBSHELL|SRANDOM|BASH_ARGV0|FUNCNAME|EPOCHREALTIME)=' | sed 's/=.*//'; : $RANDOM $SECONDS; set | grep -cE '^(RANDOM|SECONDS)='; declare -p RANDOM | sed 's/".*//'; f() { declare -p FUNCNAME; }; f; declare -p FUNCNAME; declare -p DIRSTACK GROUPS BASH_LINENO BASH_SOURCE | sed 's/=.*//'
### the temporary environment of builtins
x=1 declare -p x; x=2 export -p | grep -c ' x='; y=3 set | grep -c '^y='; declare z=0; z=5 declare -p z; f() { declare -p v; local v; declare -p v; }; v=7 f; w=1 w=2 eval 'echo $w'; IFS=: read a b <<< 1:2; echo $a $b "${IFS@Q}"; PATH=/nosuch type ls; POSIXLY_CORRECT=1; set -o | grep posix; unset POSIXLY_CORRECT; set -o | grep posix
### arrays: declare with values in odd forms
declare -a a='(1 2)'; declare -p a; declare -a b=( [2]=x [0]=y z [10]+=q ); declare -p b; declare -A m=( [a]=1 b 2 ); declare -p m; declare -A n='([x]=1)'; declare -p n; c=( $(echo 1 2) "$(echo 3 4)" {5..7} *nomatch* ~ ); declare -p c | sed "s:$HOME:HOME:"; d=( [1+1]=a [RANDOM*0]=b ); declare -p d; e=( a=b c=d ); declare -p e; declare -a f; f[1]=x; declare +a f; g=(1 2); g=x; declare -p g; declare -a h=x; declare -p h; i=([a]=1); declare -p i; j=( # comment
 one # two
 three
); declare -p j; declare k=(1 2) l=3; declare -p k l; declare -r -a o=(1); declare -p o; export p=(1 2); declare -p p
