### then
echo a
if true; then echo b
echo c
### echo
echo a
fi
echo b
### echo (2)
echo 'unterminated
echo b
### echo (3)
echo "unterminated $(echo
### echo (4)
for i in; echo
### case, b, esac
case x in a) echo; b) echo;; esac
### {
f( { :; }
### b
echo a | | b
### b (2)
echo a && && b
### echo (5)
; echo a
### echo (6)
echo a;; echo b
### { (2)
{ echo a
### echo (7)
( echo a
### echo (8)
echo a )
### while
while do done
### if, then, fi
if; then :; fi
### echo (9)
for 1x in a; do :; done
### echo (10)
for x in a b do echo; done
### select
select in a; do :; done
### function
function 1 { echo hi; }; 1
### function (2)
function f g { :; }
### echo (11)
f() echo hi
### echo (12)
a=(1 2
### echo (13)
a=1 2) 
### echo (14)
echo $(
### echo (15)
echo ${x
### echo (16)
echo ${x!}
### echo (17)
echo ${}
### echo (18)
echo ${x:}
### echo (19)
echo ${x:1:2:3}
### echo (20)
echo `echo
### echo (21)
((1+2
### [[
[[ a
### [[ (2)
[[ a ]
### [[ (3)
[[ ]]
### [[ (4)
[[ ( a ]]
### [[ (5)
[[ a == ]]
### [[ (6)
[[ -z ]]
### echo (22)
cat <<E
a
### echo (23)
cat <<
### echo (24)
cat < 
### echo (25)
echo > 
### echo (26)
echo >& 
### echo (27)
echo &> 
### echo (28)
echo 2>&
### echo (29)
echo <<< 
### echo (30)
! 
### esac
esac
### echo (31)
do
### then (2)
then
### echo (32)
}
### echo (33)
]]
### echo (34)
echo }
### echo (35)
echo a &; echo b
### echo (36)
echo a & & echo b
### echo (37)
&
### echo (38)
|
### echo (39)
&& echo
### echo (40)
echo a ||
### echo (41)
$(
### echo (42)
"
### if, then
if true; then fi
### while (2)
while true; do done
### { (3)
{ }
### echo (43)
()
### echo (44)
f() { }
### case
case in esac
### case (2)
case x esac
### case (3)
case x in x) echo hi
### i
for ((i=0;i<3)); do :; done
### i (2)
for ((i=0;i<3;i++;)); do :; done
### echo (45)
for (( ; ; ); do :; done
### eval, if
eval 'echo a; if'
echo after $?
### eval
eval 'echo )'
echo after $?
### eval (2)
eval "echo 'x"
echo after $?
### echo (46)
bash -c 'if'; echo $?
### echo (47)
. /nosuch; echo $?
echo 'if' > f; . ./f; echo $?
source; echo $?
### echo (48)
echo 'echo a
if
echo c' > s; bash s; echo $?
### echo (49)
printf 'echo a\nfi\n' | bash; echo $?
### if
x=$(if); echo $?
echo after
### fi
echo $(echo a; fi)
echo after
### echo (50)
echo `if`
echo after $?
### echo (51)
f() {
  nosuchcmd
  echo $LINENO
}
f
echo $LINENO
nosuch2 |
cat
### nosuch3
x=1
y='
'
nosuch
cat <<E
$(nosuch3)
E
### trap
trap 'echo $LINENO' ERR
false

false
### caller
f() { echo ${FUNCNAME[@]} ${BASH_LINENO[@]} ${BASH_SOURCE[@]}; caller; caller 0; caller 1; }
g() { f; }
g
### readonly
readonly r=1
r=2
echo after
### readonly, r
readonly r=1; r=2; echo same line
echo next
### readonly, r (2)
f() { local r=1; readonly r; r=2; echo in; }; f; echo after
### r, readonly, export
readonly r=1; r=2 true; echo $?; r=3 : ; echo $?; export r=4; echo $?; for r in a; do echo $r; done; echo $?; read r <<< x; echo $?; printf -v r x; echo $?; ((r=5)); echo $?; unset r; echo $?; declare r=7; echo $?; r+=1; echo no
### unset, ls
unset -f nosuch; echo $?; unset nosuch; echo $?; unset 1x; echo $?; unset -x; echo $?; unset -v PATH; ls; echo $?
### alias, unalias, shopt
alias a='echo hi'; alias; alias a; alias nosuch; echo $?; alias 'x y=z'; unalias a; unalias a; echo $?; unalias -a; unalias; echo $?; alias -p; alias -x; alias b=; alias b; alias 'c=a b' d; shopt -s expand_aliases
alias e='echo '; alias w='world'
e w
alias loop='loop x'; loop
### shopt, wc
shopt nosuch; echo $?; shopt extglob; echo $?; shopt -s extglob; shopt -q extglob; echo $?; shopt -p extglob; shopt -u; shopt -s | head -3; shopt -o errexit; shopt -so errexit; shopt -x; shopt -s -u; shopt | wc -l; shopt -p | head -2; shopt -sq nosuch; shopt -po | head -2
### let
let; let x=1 y=2; echo $x$y; let 'x='; echo $?; let x+; let '1 +'; let x=09; let 'a b'; ((x=)); (( )); echo $?; echo $(( )); ((a b)); echo $((a=b=3)) $b; echo $((1,2)); echo $((++1)); echo $((1++)); echo $((x==1?y:)); echo $((08+1)); echo after
### declare, m[, unset
declare -A m; m[a b]=1; m['c']=2; m["d"]=3; echo ${!m[@]} ${m[@]} ${#m[@]} "${m[a b]}"; for k in "${!m[@]}"; do echo "$k"; done | sort; unset 'm[a b]'; echo ${#m[@]}; [[ -v m[c] ]]; echo $?; [[ -v m[z] ]]; echo $?; m+=([q]=5); echo ${m[q]}; x=c; echo ${m[$x]} ${m[x]-no}; declare -p m | wc -c; m=(); echo ${#m[@]}; m[@]=1; m[*]=2; echo "${m[@]}"; unset m; echo ${m[@]-unset}; declare -A n=(a 1 b); declare -p n; declare -A o=([x]=1 y); a=([0]=x [2]=z [-1]=q); declare -p a
### exec
exec 3<&9; echo $?; exec < nosuch; echo not
### exec (2)
exec > /nosuch/x; echo here
### echo (52)
echo a >&5; echo $?; echo b 5>&1 >&5; cat 0<&- < /dev/null; cat <&-; echo $?; echo x 1>&-; echo $?; : > f 2> g; echo ${x[}; echo y
### exit
exit abc
### exit (2)
exit 1 2; echo $?
### return
return; echo $?
### shift, g, h
f() { return 1 2; }; f; echo $?; g() { return abc; }; g; echo $?; h() { return 300; }; h; echo $?; break; echo $?; continue 2; for i in 1; do break 0; done; echo $?; for i in 1 2; do break abc; done; echo $?; for i in 1; do continue 5; done; shift; echo $?; shift 5; echo $?; set -- a; shift x; echo $?; shift -1; echo $?
### error texts with line numbers
echo one
nosuchcommand
cd /nosuch
./nosuch
echo $((1/0))
ls > /nosuch/x
[ a -eq b ]
[[ a =~ ( ]]
f() {
  nosuch2
  return x
}
f
### error texts in functions, eval and substitutions
f() {
  eval 'nosuch1
nosuch2'
  x=$(
nosuch3
)
}
f
eval "
echo \$LINENO
nosuch4"
trap 'nosuch5' USR1
kill -USR1 $$
`nosuch6`
### error texts of a sourced file
printf 'echo a\nnosuch\nf() {\n  nosuch2\n}\nf\n. ./none\nreturn 3\n' > s; . ./s; echo $?; . nosuchfile; echo $?; f; source; echo $?
### a syntax error in a sourced file and in eval
printf 'echo a\nif then\necho b\n' > s; . ./s; echo $?; eval 'echo x; )'; echo $?; eval 'while'; echo $?; eval "echo 'a"; echo $?; eval 'echo "a'; echo $?; eval 'case x in'; echo $?; eval 'f() { '; echo $?
### syntax errors
echo a
for x in 1 2; do echo $x; fi
echo b
### syntax error: unexpected end
if true; then
echo a
### syntax error: a bad for
for 1x in a; do echo; done; echo $?; for ((;;; )); do :; done; echo never
### syntax error: a function's name
1f() { echo hi; }; 1f; f-g() { echo fg; }; f-g; f/g() { echo fslash; }; f/g; a=b() { :; }; echo $?
### unclosed quotes
echo 'a
echo b
### unclosed substitution
echo $(echo a
echo b
### lines in substitutions
echo $(
nosuch1

nosuch2
)
x=$(echo
nosuch3)
f() {
  y=$(
    # comment
    nosuch4; nosuch5

    nosuch6
  )
  z=$(nosuch7)
  w=$(if true; then
    nosuch8
  fi)
}
f
: "$(

nosuch9)"
echo `
nosuch10
`
v=$(
(
nosuch11
)
echo $LINENO
)
echo $v
cat <<E
$(
nosuch12
)
E
echo $LINENO
### names of files that cannot be expanded, in processes of their own
cat < ${a b}; echo $?; (cat) < ${a b}; echo $?; (cat < ${a b}; echo no); echo $?; cat < ${a b} & wait $!; echo $?; cat <<< $((1 +)); echo $?
echo | cat < ${a b}; echo $?; { cat < ${a b}; } & wait $!; echo $?; x=$(cat < ${a b}; echo in $?); echo $? $x
set -u; (cat) < ${y?no}; echo $?; (cat < $y); echo $?
### names that cannot be printed
LC_ALL=C.UTF-8
$'a\nb'; command $'a\001b'; cd $'no\tthere'; $'x\xffy'; pushd $'a\eb'; $'\u4f60'; cd $'n\u00e9'; ./$'a\nb'
