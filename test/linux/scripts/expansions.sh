### expansion in a here-document's delimiter line that is quoted in part
x=5; cat <<E"O"F; cat <<-'T'
$x `echo no` \$x
EOF
	a $x
	T
echo done
### here-documents nested in substitutions
echo "$(cat <<A
one $(cat <<B
two
B
)
A
)" end
### two here-documents for one command, one of them in a function
f() { cat <<X; cat <<Y <&3; } 3<<Z
x $1
X
y
Y
z
Z
f arg
### here-document in a substitution in an arithmetic expansion
echo $(( $(cat <<E
1 + 2
E
) * 2 ))
### here-string with expansions
x='a  b'; cat <<<$x; cat <<<"$x"; cat <<< '$x'; cat <<<*; cat <<<$(echo 1; echo 2); cat <<<{a,b}
### here-document at the end of the file
cat <<EOF
never ended
### backslashes in here-documents
cat <<E
a\
b \\ \$x \` \" \' \n
"q" 'q'
${x:-"q"} ${x:-'q'}
E
### here-document into a loop, a function and a group
while read l; do echo "<$l>"; done <<E
1
2
E
{ read a; read b; echo $b $a; } <<E
x
y
E
f() { read v; echo v=$v; }; f <<E
val
E
### here-document with a tab before its end, in a pipeline
cat <<-E | tr a-z A-Z
	tab
	  both
	E
echo $?
### expansions in odd places: names of redirections
x=f; echo a >$x; echo b >>"$x"; cat <"$x"; y='a b'; echo c >$y; echo $?; echo d >"$y"; ls; cat < $(echo f)
### expansions in odd places: case words and patterns
x='*'; case abc in $x) echo glob;; esac; case abc in "$x") echo literal;; *) echo other;; esac; case "$x" in \*) echo star;; esac; case $(echo a b) in 'a b') echo unsplit;; esac
### expansions in odd places: for lists
x='a b'; for i in $x "$x" {1,2}$x ''; do echo "<$i>"; done; for i in $nosuch; do echo never; done; echo "[$i]"
### expansions in odd places: assignments are not split
x='a  b'; y=$x; echo "$y"; y=$(echo "$x"); echo "$y"; z=*; echo "$z"; w=~/d:~; [ "$w" = "$HOME/d:$HOME" ] && echo tilde; v=a~; echo $v
### nested quotes in substitutions
echo "$(echo "$(echo "a  b")")" "`echo \"c  d\"`" "${x:-"$(echo 'e  f')"}"
### nested parameter expansions
a=; b=B; echo ${a:-${b:-c}} ${a:+x}${b:+y${a:-z}} ${nosuch-${b#${b}}} "${a:-"${b}"}"
### substrings with expressions
x=0123456789; n=2; echo ${x:n} ${x:n+1:n*2} ${x: -n} ${x:$((n+1)):1} ${x:${n}:${#x}-5} ${x:n?3:4}
### substrings of positional parameters and arrays
set -- a b c d; echo ${@:2} ${@:0:2} ${@: -1} ${*:1:2}; a=(1 2 3 4); echo ${a[@]:1:2} ${a[@]: -2} ${a[*]::1}; echo ${a[@]:1:-1}
### pattern removal on arrays
a=(foo.c bar.c baz.h); echo ${a[@]%.c} ${a[@]#*a} ${a[@]/a/A} ${a[@]^} ${a[*]//[a-c]/_}; set -- xa xb; echo "${@#x}" "${*/x/y}"
### indirection
x=y; y=z; z=end; echo ${!x} ${!y} ${!x-d} ${!x:0:1}; a=(p q); r='a[1]'; echo ${!r}; r='a[@]'; echo ${!r}; set -- one two; n=2; echo ${!n} ${!#}; unset x; echo ${!x}; echo after
### word splitting with IFS of several kinds
IFS=' :'; x='a : b::c'; set -- $x; echo $#; printf '<%s>' "$@"; echo; IFS=; set -- $x; echo $#; IFS=:; set -- :a:; echo $#; x=:a:; set -- $x; echo $#; unset IFS; set -- $x; echo $#
### "$*" and ${a[*]} with IFS
set -- a b c; a=(x y); IFS=,; echo "$*" "${a[*]}" $*; IFS=; echo "$*" $*; unset IFS; echo "$*"; IFS='+-'; x="$*"; echo "$x"; y=$*; echo "$y"; z=$@; echo "$z"
### empty arguments from expansions
set -- '' a ''; echo $#; set -- "$@"; echo $#; set -- $@; echo $#; set -- "" ""; set -- "x$@y"; printf '<%s>' "$@"; echo; set --; set -- "$@" ; echo $#; set -- "$@$@" ; echo $#; set -- "x$*" ; echo $#
### tilde
echo ~root ~nosuch "~" \~ ~+ | sed "s:$PWD:PWD:" ; cd /; cd /tmp; echo ~- ~+; x=~; [ "$x" = "$HOME" ] && echo y; echo a:~
### brace expansion in odd places
echo {1..3}{,x} a{b,c}{d,e} {a..c}$HOME_ {,} x{}y {a} {a,b}{ {a\,b} {"a,b",c} ${x}{1,2} $((1)){1,2}; x={a,b}; echo $x; echo {1..3..-1} {3..1} {-2..2..2} {a..f..2} {05..8} {1..a}
### process substitution
cat <(echo a) <(echo b); while read l; do echo "<$l>"; done < <(printf '1\n2\n'); echo hi > >(cat; echo end); sleep 0.2; [ -e <(:) ] && echo exists
### globbing with quotes and variables
touch a1 a2 'a*' b1; x='a*'; echo $x "$x" a\* "a"* [ab]1 [!a]* [[:alpha:]][[:digit:]] a? ; echo "$x"* ; set -f; echo a*
### extglob in cases and removal
shopt -s extglob
x=aaabbb; echo ${x##+(a)} ${x%%+(b)} ${x/*(a)/-} ${x//@(a|b)/.}; case x.tar.gz in *.@(gz|bz2)) echo arch;; esac; case 12a in +([0-9])) echo num;; !(+([0-9]))) echo notnum;; esac
### substitution of file contents
printf 'a\nb\n\n\n' > f; x=$(<f); echo "[$x]"; echo "$(< f)" | wc -l; y=`<f`; echo "[$y]"; z=$(< nosuch); echo $?
### status of substitutions
x=$(false); echo $?; x=$(exit 3) y=$(true); echo $?; echo $(exit 4); echo $?; x=1 $(exit 5); echo $?; $(exit 6); echo $?; : $(exit 7); echo $?; local_() { local v=$(exit 8); echo $?; }; local_
### arithmetic errors and their texts
echo $((1+)); echo $((08)); echo $((1/0)); echo $((2**-1)); echo $((a b)); echo $((3=4)); echo $((++5)); echo $((1?2)); echo $((1?2:)); echo $(( ( 1 )); echo next
### arithmetic errors with let and (( ))
let 'x=1+'; echo $?; ((1/0)); echo $?; ((x=08)); echo $?; let '1 2'; echo $?; let ''; echo $?; let 'x[' ; echo $?; (( )) ; echo $?; let 'a=3' 'b=a*2' ; echo $a $b; let '0'; echo $?
### arithmetic: bases and limits
echo $((62#Z)) $((64#@)) $((64#_)); (echo $((2#1012))); (echo $((37#z))); (echo $((65#1))); (echo $((0xfg))); (echo $((1#0))); (echo $((0#1)))
### arithmetic: recursion through variables
a=b; b=c; c=7; echo $((a)) $((a+1)); x=x; echo $((x)); echo go on
### arithmetic: strings as numbers in tests
[[ 1+1 -eq 2 ]] && echo y; [ 1+1 -eq 2 ]; echo $?; [[ abc -eq 0 ]] && echo zero; x='3 + 4'; [[ x -eq 7 ]] && echo seven; [[ 08 -eq 8 ]]; echo $?; [ 08 -eq 8 ]; echo $?
### arithmetic: side effects and order
i=5; echo $((i++ + ++i)) $i; a=(0 0 0); i=0; a[i++]=x; a[i++]=y; echo ${a[@]} $i; echo $((i>1 || (i=9))) $i $((i<1 && (i=9))) $i; echo $((1,2,3)) $((x=1,y=x+1)) $x $y; echo $((~5)) $((!5)) $((-5%3)) $((7^2)) $((6&3|8))
### arithmetic: comparisons and shifts
echo $((1<2)) $((2<=1)) $((1==1)) $((1!=1)) $((-1>>1)) $((1<<62)) $((5>3?1:2)) $((0?1:0?2:3)); echo $((9223372036854775807)) $((9223372036854775808)) $((-9223372036854775808))
### assignment operators
x=10; echo $((x+=5)) $((x-=3)) $((x*=2)) $((x/=5)) $((x%=3)) $((x<<=4)) $((x>>=1)) $((x|=3)) $((x&=6)) $((x^=5)); echo $x
### backquotes of a file
echo a > f; x=`<f`; y=` < f `; z=`< f; echo b`; w=`<f cat`; echo "$x $y $z $w"; v=`<nosuch`; echo $? "$v"; u=`<<<hi`; echo "[$u]"
### special parameters
echo $# $* "$-" ; set -- a b; echo $# "$@"; (exit 3); echo $? $?; true | false | true; echo ${PIPESTATUS[@]}; ! true; echo $? ${PIPESTATUS[@]}; echo a b c > /dev/null; echo $_; : x y; echo $_; echo $0; sleep 0 & [ -n "$!" ] && echo bg; wait; echo ${#!} > /dev/null; echo $$ | tr -d 0-9
### RANDOM, SECONDS, and others that can be set
RANDOM=42; a="$RANDOM $RANDOM"; RANDOM=42; [ "$a" = "$RANDOM $RANDOM" ] && echo same; echo $a; SECONDS=100; echo $((SECONDS >= 100 && SECONDS < 105)); unset RANDOM; RANDOM=7; echo $RANDOM; echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL)); echo $(echo $BASH_SUBSHELL); : | echo $BASH_SUBSHELL; BASHPID=5; [ $BASHPID = $$ ] && echo pid; PPID=3; echo $?; UID=5; echo $?; EUID=1
### transformations
x='a b$c'; echo ${x@Q} "${x@E}" ${x@U} ${x@u} ${x@L} ${x@a} "${x@A}"; y='\t1\n2'; echo "${y@E}"; a=(1 'x y'); echo "${a[@]@Q}" "${a[@]@A}" "${a[@]@K}" "${a[@]@k}"; declare -ir n=5; echo ${n@a} "${n@A}"; p='\u'; z=; echo "[${z@Q}]" "[${nosuch@Q}]" "[${nosuch@a}]"; declare -A m=([k]=v); echo "${m@a}" "${m[@]@K}" "${m[@]@A}"; set -- q "r s"; echo "${@@Q}" "${*@U}"; echo ${x@Z}; echo never
### case modification with patterns
x='hello world'; echo ${x^} ${x^^} ${x^^[aeiou]} ${x^[xyz]} ${x^^o}; y=HELLO; echo ${y,} ${y,,} ${y,,[L-Z]} ${y~} ${y~~}; a=(foo BAR); echo ${a[@]^} ${a[@],,} ${a[@]~~}; z=éa; echo ${z^^[a]}
### pattern substitution
x='a/b/c'; echo ${x/\//-} ${x//\//-} ${x/#a/X} ${x/%c/Y} ${x//[^a-b]/} ${x/b*/Z}; p=/; echo ${x//$p/.} ${x//"$p"/.}; y='aaa'; echo ${y/a} ${y//a} ${y//a/b} ${y/%a/b} "${y//a/ }"; r='[&]'; echo ${y/a/$r} ${y/a/[&]} ${y/a/\&} "${y/a/\\&}"; shopt -u patsub_replacement; echo ${y/a/[&]}; z=; echo "[${z/a/b}]" "[${z/#/p}]" "[${z//*/q}]"; w='*x*'; echo "${w//\*/s}" "${w//'*'/s}"
### defaults with quotes and words
unset x; echo ${x:-a b} "${x:-a b}" ${x:-"a  b"} "${x:-'a  b'}" ${x:-'a  b'} "${x-"q"}" ${x:-$(echo sub)} ${x:-${HOME:+h}} ${x:-\}} "${x:-\"}" ${x:=val} $x ${x:+alt} ${x:+"a  b"}; for i in ${y-a b "c d"}; do echo "<$i>"; done; for i in "${y-a b}"; do echo "<$i>"; done; echo ${y:-*nomatch*}; (echo ${y?}); (echo ${y:?my message}); (echo ${1:?}); (echo ${@:?none}); set -- ''; (echo ${1:?empty}); echo ${1?ok}
### quoting inside of parameter expansion
x=abc; echo "${x#'a'}" "${x#"a"}" ${x#\a} "${x%'c'}" "${x/'b'/"Q"}" "${x/b/'Q'}" ${x/b/'Q'} "${x:-'q'}" "${y:-'q'}" ${y:-'q'} "${y:-"q"}" "${y:-\q}" "${y:-\}}" ${y:-\}} "${y:-}}" "${x//[ab]/'*'}" "${y-"$x"'z'}"; p='*'; echo "${x#$p}" "${x##$p}" "${x#"$p"}" ${x/$p/_} "${x/"$p"/_}"; s="it's"; echo "${s//\'/Q}" "${s//"'"/Q}" ${s//\'/Q}; h='a"b'; echo "${h//\"/Q}" ${h//'"'/Q}; b='a\b'; echo "${b//\\/Q}" "${b//'\'/Q}" ${b//\\/\\\\}
### here-documents with expansions of all kinds
x='v w'; a=(1 '2 3'); cat <<E
$x "$x" '$x' ${x/v/V} ${a[@]} ${#a[@]} $((1+1)) $(echo 'sub "q"') `echo \`echo bq\`` \$x \` \\ \a
${x:+"alt"} ${y:-'def'} ${y:-"def"} $'no' "$(cat <<I
inner $x
I
)" {a,b} ~ * $(( 2 * $(echo 3) ))
E
cat <<'E' <<-"F"
$x
E
	$x	y
F
cat <<E | tr a-z A-Z; echo next
line \
joined
E
### commands with newlines in odd places
if
true
then
echo a
fi; for i
in 1 2
do
echo $i
done; case x
in
x
)
echo m
;;
esac; while false
do :
done; f()

{
echo f
}
f; echo a &&
echo b ||
echo c; true |
cat; ( echo s
); { echo g
}; [[ a == a
&& b == b ]]; echo $?; select i in a; do break; done < /dev/null; ! true; x=(1
2
3); echo ${#x[@]}; echo a; # c
until true; do :; done
### reserved words as arguments and names
echo if then else fi for while do done case esac in function select time { } ! [[ ]]; if=1; echo $if; then() { echo T; }; then 2>/dev/null; for for in for; do echo $for; done; case in in in) echo in;; esac; case esac in (esac) echo esac;; esac; echo {; echo }; time=5; echo $time; function time2 { echo t2; }; time2; \if 2>/dev/null; echo $?; x=if; $x 2>/dev/null; echo $?
### arithmetic: everything together
a=(5 6 7); i=1; echo $((a[i]++ + ++a[i])) ${a[1]}; echo $((i+++i)) $i; echo $((i---i)) $i; x=; echo $((x+1)) $((nosuch+2)) $((-x)); echo $((1?2?3:4:5)) $((0||0&&1)) $((!0==1)) $((~0)) $((- -1)) $((+-+1)) $((2**3**2)) $((-2**2)) $((7/-2)) $((7%-2)) $((-7/2)) $((1<<65)) $((1>>65)); echo $((0x7fffffffffffffff+1)) $((16#ff+8#17+2#11)) $(( (1,2),3 )) $((y=5,y*=2)) $((y>>=1)) $((z=y==5)); let 'k=1' "k<<=3" ; echo $k; ((k|=1)); echo $k; echo $(( $((1+1)) * $(echo 3) )) $((a[0]?a[1]:a[2])) $(("1"+'2')) ; s='1 + 1'; echo $((s*2)) $(($s*2)); ((m=1?0:1)); echo $? $m; for ((p=0,q=9;p<q;p+=3,q--)); do echo -n "$p,$q "; done; echo; echo $[1+2] $[ 3 ] 
### operators of a replacement that come from a variable
s=a/aXa; p=/a; echo ${s/$p/b} ${s//$p/b} "${s/"$p"/b}"; p='#a'; echo ${s/$p/b} "${s/"$p"/b}" ${s//$p/b}; p='%a'; echo ${s/$p/b}; t='x#a%a'; p='#a'; echo ${t/$p/b}; p='%a'; echo ${t/$p/b} ${t//$p/b}; q='/'; echo ${s/$q/_} ${s//$q/_} ${s/#$q/_}; e=; echo ${s/$e/_} ${s//$e/_} ${s/#$e/_} ${s/%$e/_}; echo ${s/\//_} ${s/'/'/_} ${s///_}; r='/a/b'; echo ${s/$r} ${s/${q}a/Z}
### regular expressions: places repeated, odd brackets
for p in 'a\<*b' '\<{1,2}a' '\b+x' 'x\>?' '^*a' '(^)*a' '($)+' 'a|*b' '()' 'a{,2}' 'a{2' 'a{1,2}{2}' '[[:alpha:]' '[a' 'a)' '(a' '\(' 'a**' '[]a]' '[^]a]' '[a-]' '\w+' '\d' 'x{0}' '(a|b)*c|d' '.*' '\.' '^$' 'a.c'; do for s in ab a 'x{2' 'a{2' abc ''; do [[ $s =~ $p ]]; echo "$p $s $? ${BASH_REMATCH[@]}"; done; done
