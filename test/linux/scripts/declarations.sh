### local -
f() { local -; set -f; set -u; echo $-; g; }; g() { echo $-; }; f; echo $-
### local: errors and scopes
local x; echo $?; f() { local a=1 b; local 1x; echo $?; local -r c=2; c=3; echo no; }; f; echo out; g() { local x=1; h; echo $x; }; h() { x=2; unset x; echo "[$x]"; x=3; }; x=0; g; echo $x; i() { local -x v=1; env | grep ^v=; }; i; j() { local; }; j
### declare -p formats
x=a; y="a b'c"; z=$'a\nb'; declare -i n=5; declare -r r=1; declare -x e=2; declare -a arr=(1 [5]="q r" $'t\tu'); declare -A m=([k]=v ["a b"]="c\$d"); declare -u up=abc; declare -l lo=ABC; declare -n ref=x; declare empty; declare -a ea; declare -A em=(); declare -p x y z n r e arr m up lo ref empty ea em nosuch; echo $?
### declare -f and -F
f() { echo hi; if true; then x=$(ls | wc -l); fi; }; g() { for ((i=0;i<3;i++)); do :; done; } > /dev/null; declare -f f g; declare -F f; declare -F; declare -f nosuch; echo $?; shopt -s extdebug; declare -F f
### declare: attributes that go and stay
declare -i x=5; x+=3; echo $x; declare +i x; x+=3; echo $x; declare -u x=abc; echo $x; declare -l x; x=ABC; echo $x; declare -c x; x=foo; echo $x; declare +x HOME; declare -r q=1; declare +r q; declare -a q; echo $?; declare -A x; declare -a m; declare -A m
### declare -g
f() { declare -g x=1; declare y=2; declare -gi z=3+4; }; f; echo "[$x][$y][$z]"; g() { local x=5; declare -g x=6; echo $x; }; g; echo $x
### readonly
readonly x=1; x=2; echo no
### readonly in several places
readonly x=1 a=(1 2); (x=2; echo no); echo $?; (a[0]=3); (unset x; echo $?); (export x=3; echo $?); (read x <<< 5; echo $?); (for x in 1; do echo no; done; echo $?); ((x=5)); echo $?; (x=3 true; echo $?); readonly -p | tail -2; readonly f; f() { :; }; readonly -f f; f() { :; }; unset -f f
### unset
x=1; a=(1 2 3); f() { :; }; unset x a[1] f; echo ${x-unset} ${a[@]}; declare -F f; unset -v nosuch; echo $?; unset -f nosuch; echo $?; unset 1x; echo $?; unset 'a[9]' 'a[-1]'; echo ${a[@]}; unset 'a[-9]'; unset -x; echo $?; unset -fv f; echo $?; unset a; echo ${#a[@]}
### unset of elements
a=(1 2 3); unset 'a[9]' 'a[-1]'; echo ${a[@]}; unset 'a[-9]'; echo $?; x=5; unset 'x[0]'; echo "$x" $?; y=3; unset 'y[1]'; echo $? $y; declare -A m=([a]=1 [b]=2); unset 'm[a]' m[c]; declare -p m; unset 'a[]'; echo $?; unset 'a[*]'; echo $?; declare -p a; unset 'nosuch[1]'; echo $?
### set -k with declarations
set -k; export q=1 | grep -c q=; f() { echo "$# $q"; local w=5; echo "[$w]"; }; f q=2; q=7 x=8; echo $q $x; echo a b=$(echo c) d; readonly z=1 > /dev/null; echo "[$z]"
### hash and alias tables of several entries
for k in ls cat foo bar sed grep a b c d e; do hash -p /x/$k $k; alias $k=x$k; done; declare -p BASH_CMDS BASH_ALIASES; echo ${!BASH_CMDS[@]}; hash; BASH_ALIASES[a\ b]=3; echo $?; BASH_ALIASES=([ok]=1 [a\ c]=x); alias | tail -3; BASH_CMDS=([u]=/u); hash | tail -3; BASH_CMDS+=([i]=j); hash -t i; BASH_CMDS[i]+=k; hash -t i; BASH_CMDS=y; hash -t 0
### a local BASH_ALIASES
f() { local BASH_ALIASES=5; declare -p BASH_ALIASES; }; f; declare -p BASH_ALIASES; unset BASH_CMDS; hash -p /x zz; echo "[${BASH_CMDS[zz]}]"; readonly BASH_ALIASES; BASH_ALIASES[x]=y; alias
