### test and [ errors
[ ; echo $?; [ a; echo $?; [ a b ]; echo $?; [ a b c ]; echo $?; [ a = b c ]; echo $?; [ -z ]; echo $?; [ -q x ]; echo $?; [ ! ]; echo $?; [ ( ]; echo $?; test; echo $?; [ 1 -eq x ]; echo $?; [ -t x ]; echo $?; [ a -a ]; echo $?; [ -f x -a ]; echo $?
### test: precedence and parentheses
[ a -o b -a '' ]; echo $?; [ \( a -o b \) -a '' ]; echo $?; [ ! a -o b ]; echo $?; [ ! '' -a b ]; echo $?; [ \( \) ]; echo $?; [ \( x \) ]; echo $?; [ = = = ]; echo $?; [ ! = ! ]; echo $?; [ -n = -n ]; echo $?; [ \( = \( ]; echo $?; [ a \< b ]; echo $?; [ -a /dev/null ]; echo $?; [ '(' a ')' ]; echo $?
### [[ ]]: patterns, regular expressions, grouping
[[ abc == a* && ( x < y || '' ) && ! -z a ]]; echo $?; [[ abc =~ ^(a)(b|z)(c)?(d)?$ ]]; echo $? "${BASH_REMATCH[@]}" ${#BASH_REMATCH[@]}; re='a.c'; [[ abc =~ $re ]]; echo $?; [[ abc =~ "$re" ]]; echo $?; [[ 'a b' =~ a\ b ]]; echo $?; [[ x =~ [[:alpha:]]{1} ]]; echo $?; [[ a != b && b > a ]]; echo $?; [[ -n $nosuch ]]; echo $?; p='a*'; [[ abc == $p ]]; echo $?; [[ abc == "$p" ]]; echo $?; shopt -s nocasematch; [[ ABC == abc && ABC =~ b ]]; echo $?
### [[ ]]: errors
[[ a =~ '(' ]]; echo $?; x='('; [[ a =~ $x ]]; echo $?; [[ 1 -eq 1x ]]; echo $?; [[ a -nt b ]]; echo $?; [[ -x ]]
echo never
### pushd, popd, dirs
cd /; pushd /tmp; pushd /usr; dirs; dirs -v; dirs -p; dirs +1; dirs -0; pushd +1; pushd -0; popd +1; popd; popd; popd; echo $?; pushd; echo $?; pushd /nosuch; echo $?; dirs -c; dirs; pushd -n /etc; dirs; popd -n; dirs +5; echo $?; pushd +9; echo $?; popd -x; echo $?; dirs -x; echo $?; dirs -l
### directory stack: options and their mistakes
cd /; for w in 'pushd -n' 'pushd -x' 'pushd +x' 'popd +x' 'popd x' 'popd a b' 'pushd a b' 'dirs x' 'dirs -' 'dirs -q' 'dirs -lv' 'pushd -- -x' 'popd --' 'pushd +0' 'pushd -0' 'pushd -9' 'popd -9'; do echo "$w:"; $w; echo $?; done
### directory stack: the same with entries
cd /usr; pushd /tmp > /dev/null; pushd -n /etc; for w in 'dirs -v +1' 'dirs -l -v' 'dirs -p -v' 'dirs -v -0' 'dirs +9' 'dirs -9' 'pushd -n +1' 'dirs' 'pushd +1 -n' 'dirs' 'pushd -n -0' 'dirs' 'pushd -n' 'pushd +0' 'pushd +9' 'popd +9' 'popd x' 'popd -n' 'dirs' 'popd -n +1' 'pushd -- /' 'popd -0' 'popd +0' 'pushd' 'dirs -c -v' 'dirs'; do echo "$w:"; $w; echo $?; done
### tildes of the directory stack
cd /; echo ~+ ~1 ~-1 ~+0 ~0; pushd /usr > /dev/null; echo ~1 ~+1 ~-0 ~9 ~-9 ~0 ~-1/x; cd /etc; echo ~1 ~- "${DIRSTACK[@]}"; DIRSTACK[1]=/tmp; dirs; DIRSTACK[0]=/x; dirs; cd ~1; pwd
