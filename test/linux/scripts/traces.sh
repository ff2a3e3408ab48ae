### set -x: where an EXIT trap and a sourced file stand
(set -x; trap 'echo T' EXIT; exit 3); bash -c "set -x; trap 'echo T' EXIT; f() { exit 2; }; f"
bash -c "set -x; trap 'echo T' EXIT; eval 'echo x'"; bash -c "set -x; trap 'echo T' EXIT; set -u; \$x"
set -x; x=$(trap 'echo U' EXIT; echo x); echo 'echo src; return 3' > s1; . ./s1; eval '. ./s1'; f() { . ./s1; }; f
### set -x: how values, terms and declarations are shown
set -x; x=$'a\tb' y=$'\e' z=$'a\eb c' w=; x="a b"; [[ ! -z $x ]]; [[ ! ( $x == "a b" ) ]]; [[ ! ! -n x ]]; [[ "$x" == "a"* ]]; [[ $x == '' ]]; [[ -n "" || ! a < b ]]; [[ a == \* ]]
x=3 e='a b'; (( x + $x )); ((e=$x)); for ((i=$x; i<${#e}+2; i++)); do :; done; case "$e" in 3) ;; esac
e='a b'; declare -a b=("$e" [3]=x $e); declare -A c=([k]="$e" [j]=$e); f() { local -a q=(1 "$e"); local r=3 s; }; f; readonly r1="$e" r2; export z=3 w=; declare b+=(z)
x=1; x+=2 true; r1=2 true; nn+=a true; (b[1]=(3))
### set -x and the DEBUG trap
trap 'echo D $BASH_COMMAND' DEBUG; set -x; for i in 1 2; do :; done; case a in a) ;; esac; for ((i=0;i<1;i++)); do :; done; select j in a; do break; done <<< 1
### RETURN and ERR traps
trap 'echo R' RETURN; . ./nofile; . nofile2; . .; source /; f() { :; }; f; trap - RETURN
trap 'echo E' nope ERR; echo; trap 'echo F' nope ERR; false
trap 'echo G' ERR; ! { false; echo x; }; ! (false); ! for i in 1; do false; done; { false; } || :; f() { false; true; }; ! f; f || :; if ! { false; }; then :; fi
### what an EXIT trap sees of the functions that were left
bash -c 'x=g; f() { local x=5; exit; }; trap "echo \$x \$FUNCNAME \$1" EXIT; f a b'
bash -c 'x=g; f() { local x=5; false; }; set -e; trap "echo \$x \$FUNCNAME" EXIT; f'
bash -c 'x=g; f() { local x=5; eval "exit 3"; }; trap "echo \$x \$FUNCNAME" EXIT; f'; echo $?
bash -c 'x=g; f() { local x=5; ${nope?}; }; trap "echo \$x \$FUNCNAME" EXIT; f'; echo $?
### lines of compound commands in substitutions
echo $(if true; then echo $LINENO; fi; for i in 1; do echo $LINENO; done; while true; do echo $LINENO; break; done; case a in a) echo $LINENO;; esac; { echo $LINENO; }; (echo $LINENO); f() { echo $LINENO; }; f)
x=`if true; then echo $LINENO; fi`; echo $x; cat <(if true; then echo $LINENO; fi)
echo "$(for i in 1 2; do nosuch; done)" $LINENO
### errors of terms in [[ ]]
[[ x =~ [ ]]; echo $?; [[ ! x =~ [ ]]; echo $?; [[ x =~ [ || a ]]; echo $?; [[ x =~ [ && a ]]; echo $?; [[ 1+ -eq 2 || a ]]; echo $?; [[ ! 1+ -eq 2 ]]; echo $?; [[ ! ( 08 -eq 8 ) ]]; echo $?
### return where there is nothing to return from
return x; echo $?; return 3; echo $?; return 1 2; echo no
