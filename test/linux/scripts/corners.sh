### arithmetic up to a syntax error is evaluated
x=5; ((x=8, 1/0)); echo $x
((x=9 @)); echo $x; ((x++ @)); echo $x; ((y=x++ 3)); echo $x $y
(( (x += 2) + )); echo $x; ((0 && (x=1) + )); echo $x; ((1 || x++ 3)); echo $x
((1 ? x=20 : )); echo $x; ((0 ? x=30 : 1 2)); echo $x; ((x=y=3, x++y)); echo $x $y
a='1 2'; ((1 a)); ((b = a @)); ((-a-- /e|=1)); ((1 % e 2))
for ((x++, 1/0;;)); do :; done; echo $x
x=x; ((x)); y='a b' a=y; ((y)); z='z[z]'; ((z)); echo end
### subscripts inside of arithmetic
arr=(1 3); i=0; echo $((arr[i++]+=5)) $i ${arr[*]}; echo $((arr[i++]++)) $i ${arr[*]}
a[7]=1; ((a[x=7]++, a[x]+=2)); echo ${a[@]} $x
echo $((nope[-7]?3:2)) $((arr[-9]--)) $?; ((arr[])); ((arr[-5]=1)); echo $?
s=5; echo ${s[-1]} $((s[-1]+1)) $?
(set -u; a=(); echo $((a)) $((a[0])); echo $((b[0])))
### an error in a subscript gives up everything
(eval 'echo ${arr[1 2]}'; echo no); echo $?
((( arr[1+] )); echo no); echo $?
(let 'arr[1+]'; echo no); echo $?
([[ arr[1+] -eq 2 ]]; echo no); echo $?
(read 'arr[1+]' <<< x; echo no); echo $?
(unset 'arr[1]'; arr=(1 2); unset 'arr[1+]'; echo no); echo $?
(for ((i=arr[1+];;)); do :; done; echo no); echo $?
(eval 'declare -i i=1+'; echo no); echo $?
(declare -i i; read i <<< '1+'; echo no); echo $?
(f() { local -i i=1+; echo no; }; f; echo no); echo $?
eval 'x=${a[1 2]}'; echo no
### indirection over what is not there
(x=u; echo ${!x?msg}); (set -u; x=u; echo ${!x:1})
x=u; echo ${!x=val} $u; declare arr; echo "[${!arr-def}]" "${!1-d}" "${!@-e}"
(echo ${!arr=v}); (x=5; echo ${!x=}); (echo ${!nope[1]}); (echo ${!nope[@]/x})
b=(a b); a=1; echo ${!b[0]} "${!b}" ${!b[5]-d}
declare -n r=a; a=hello; echo ${!r} ${!r/a/b} ${!r^} ${!r:0:1} "${!r-x}" ${!r@Q} ${!r#a}
set -- 1 2; (IFS=-; echo "${!*}"); (echo "${!@}")
echo ${!-} ${!-x} "${!,}" "${!?}"; (echo ${!$})
aa=(); declare ab; echo ${!aa*} ${!ab*}
### what a bad substitution shows
("x$u${a!}y"); (x=z${a!}y); (echo x=z${a!}"q"); (echo "a${u:-b${c!}d}e"); (cat <<< "a${c!}"; echo no)
(for i in a${b!}c "d"; do :; done); ([[ a == b${b!} ]]); (echo $((1+${b!}))); (a=(x${b!}y z)); (echo > x${b!}y)
echo ${#%}
### redirections that cannot be expanded
cat <<< "a${c!}"; echo $?; (echo hi) < ${x!}; echo $?; echo a | cat > ${x!}; echo $?
(set -u; ls > $nope; echo $?); (set -u; cat <<< $nope; echo $?)
{ echo hi; } < ${x!}; echo no
### what is left of a value is a field in quotes
f() { echo $#; }; f "${arr[@]}${e^^}"; e= b=x
f "${arr[@]}${e^^}"; f "$@${e/x/y}"; f "$@${e#x}"; f "$@${b#x}"; f "$@${b:1}"; f "$@${b:9}"; f "$@${e@Q}"; f "$@${e@U}" "$@${u@U}"
a=hello; echo ${a[@]:2} "${a[@]:1:2}" "${a[*]: -2}"; f "${a[@]:9}"; echo "${PATH[@]@a}" "${a[@]@A}"
(x='1 2'; echo ${x:x}); (echo "${@:1/0}")
echo "${arr[-9]-&}" "${arr[-9]:-x}" "${arr[-9]+y}"; (echo ${arr[-9]=q}); (echo "${arr[-9]?msg}")
(set -u; echo ${1}); (set -u; echo $1); (set -u; echo ${2^}); (set -u; echo "${#nope[1]}")
### elements of array literals
a=([-1]=4 5); echo $? ${a[@]}; a=(1 [-1]=7 [-9]=3 [@]=5 [*]=3 8); echo $? ${a[@]}
declare -A as=([k]=v); as=("" v); echo $? ${#as[@]}; as=([]=3 [x]=4); echo $? ${!as[@]}
x="k v"; as=($x $x); declare -p as; as=($x); declare -p as
a=(5 6); a=([a[0]]=x [1]=${a[1]}); declare -p a
(a[0]=(1 2); echo no); (declare c[1]=(3); echo no); (a[@]=3; echo no)
(b=(1 2); declare -n r='b[1]'; r=(4 5); echo no); ("${u[@]=x}"; echo no)
e=; declare -n e; echo $?; declare -n q[2]=c; echo $?; declare -fp nope; declare -f nope; echo $?
export -a x=3; export -A y; export -r z; readonly -n w; echo $?
### a text that ends too early keeps a failure
bash -c 'nosuch
[['; echo $?; bash -c 'nosuch
echo "abc'; echo $?; bash -c 'nosuch
if true'; echo $?; bash -c '"'; echo $?
eval '"'; echo $?
### set -e ends at the first message about the syntax
bash -c 'set -e; trap "echo bye \$?" EXIT; eval "i("; echo no'; echo $?
bash -c 'set -e
[[ a b
echo no'; echo $?
set -e; if eval ')'; then :; fi; echo yes
### duplicates of descriptors that are none
>&""; echo $?; 3>&""; echo $?; <&"$nope"; echo $?; 1<&""; 3<&3; echo $?; 3>&3 echo x; 10>&"a b"; echo >&1-; echo y; >&$nope; {fd}>&x; {fd}>&9; echo $?; {fd}>$nope; echo "[$fd]"; {fd}>f; echo "[$fd]"; set -C; {fd}>f; echo $?
### names and options that builtins refuse
printf 'a\%d|\%s|\\%%\n' 3 x; printf '\%\n'; echo $?; kill -s nope 1; caller -z; echo $?; declare -f q=3; export 'a[0]'; readonly 'a[1]=3'; echo $?; readonly -a; export -A; export -a
declare -A as; read -a as <<< "x y"; echo $?; read x 1x y <<< "a b c"; echo $? $x $y; read -u9 1x; mapfile -n -1 1x; mapfile -u 9 1x; arr=([$nope]+=a [x]=3); declare -p arr COMP_WORDBREAKS; declare -p | grep -a "^declare.*COMP_W"; command -pv ls
### break where the loop is around the process
for i in 1 2; do echo "$(break)$(shift -1)"; break 1 | cat; true | break; (break); { break; } | cat; x=`break`; cat <(break); done; f() { break; }; for i in 1; do f; f | cat; done
### messages of parameters in quotes
x='a b'; (echo "${u?'$x'}"); (echo "${u?a "$x" ~ \a "\a" \$x}"); (echo ${u?a "$x" ~ \a "\a" \$x 'b  c'}); (cat <<E
${u?'a' "b" \$x}
E
)
((1 +
2 +
)); echo $LINENO
### options and elements that are none
alias -p a=b; alias; alias c=d; alias -p a=b; alias; export =; declare =x; export a-b=c; readonly 1=2; declare a-=; shopt -so nope; echo $?; shopt -qo nope; echo $?
>&3-; echo $?; <&4-; caller 0; caller 1; g() { caller; caller 0; caller 1; }; g
set -x; cat <(if true; then echo x; fi)
### bad subscripts in here-documents, @A of what is no variable
cat <<E
${arr[-9]} x
E
f() { echo $# "$@"; }; set -- a; f ${?@A} "${1@A}x" ${0@A} "${@@A}"; (echo ${!=}); (echo ${!nope[-1]})
arr=(1); echo "${!arr[-5]}" ok; echo $((++y--)); echo $y; ((++y @)); echo $y; ((--y)); echo $y
