### read: backslashes, -r, continuation
printf 'a\\b c\\\nd e\nnext\n' | { read x y; echo "[$x][$y]"; read z; echo "[$z]"; }; printf 'a\\b\\\n' | { read -r x; echo "[$x]"; }
### read: IFS corner cases
printf ' a  b  c  \n' | { read x y; echo "[$x][$y]"; }; printf 'a:b:c:\n' | { IFS=: read x y; echo "[$x][$y]"; }; printf 'a:b:\n' | { IFS=: read x y; echo "[$x][$y]"; }; printf ':a\n' | { IFS=: read x y; echo "[$x][$y]"; }; printf ' a b \n' | { IFS= read x; echo "[$x]"; }; printf ' a b \n' | { read; echo "[$REPLY]"; }
### read -a -d -n -N
echo '1 2 3' | { read -a v; echo ${#v[@]} ${v[2]}; }; printf 'a:b\n' | { read -d : x; echo "[$x]"; read y; echo "[$y]"; }; echo abcdef | { read -n 3 x; echo "[$x]"; read -N 2 y; echo "[$y]"; }; printf 'ab\ncd' | { read -N 4 x; echo "[$x]"; }; printf 'a b\0c' | { read -d '' x; echo "[$x]" $?; read -d '' x; echo "[$x]" $?; }
### read: end of file and status
printf 'no newline' | { read x; echo $? "[$x]"; read x; echo $? "[$x]"; }; read x < /dev/null; echo $?; printf '\n' | { read x; echo $? "[$x]"; }; read -t 0 x < /dev/null; echo $?; read -t 0.05 x < <(sleep 0.3); echo $?
### read: errors
read 1x </dev/null; echo $?; read -n x y; echo $?; read -t x y; echo $?; read -u 99 x; echo $?; read -q; echo $?; read -u x y; echo $?; read -n -1 x; echo $?; read -d; echo $?; readonly ro=1; read ro <<< x; echo $?; read -p 'prompt' x <<< y; echo "$x"; read -i a x <<< z; echo $x
### read into fewer and more names
read a b c <<< '1 2'; echo "[$a][$b][$c]"; read a b <<< '1 2 3 4'; echo "[$a][$b]"; read a b <<< '  '; echo "[$a][$b]"; read a[1] b <<< 'x y'; echo "${a[1]}" $b; read -a arr <<< ''; echo ${#arr[@]}
### printf: numbers
printf '%d %i %o %x %X %u %#x %#o %+d % d %05d %-5d| %5d\n' 10 -10 8 255 255 -1 255 8 5 5 42 42 42; printf "%d %d %d %d\n" "'A" '"B' 0x1f 010; printf '%d\n' 1x; printf '%d\n' ''; printf '%d\n' x; printf '%d %s\n' 1 a 2 b 3
### printf: floats
printf '%f %.2f %e %g %G %a\n' 1.5 2.345 12345.678 0.0001 1e20 1; printf '%5.1f|%-8.3f|%+f|%08.2f\n' 1.25 3.14159 2 -1.5; printf '%f\n' abc; printf '%f %f\n' inf nan; printf '%.0f %.0f %.0f\n' 0.5 1.5 2.5; printf '%g\n' 1e100
### printf: strings, widths and stars
printf '%s|%5s|%-5s|%.2s|%*s|%-*s|%.*s|\n' a b c defg 4 x 4 y 2 zzz; printf '%c%c\n' abc ''; printf '%s\n' ; printf 'x%sy\n' a b; printf '%%\n'; printf '%5%|\n'; printf 'no args %d %s\n'; printf -- '-x\n'; printf '%s %s\n' a
### printf: escapes in the format
printf '\a\b\e\f\n\r\t\v\\\"\x41\101\u41\U00000042\?' | od -c; printf 'a\cb'; echo; printf '\z\n'; printf '\x\n'; printf '\400' | od -c
### printf -v
printf -v x '%s-%d' a 5; echo $x; printf -v 'a[2]' %s z; declare -p a; printf -v 1x a; echo $?; printf -v; echo $?; printf; echo $?; printf -v y; echo $?; printf -x; echo $?; readonly r=1; printf -v r x; echo $?
### printf: errors in formats
printf '%z\n' 1; echo $?; printf '%' ; echo $?; printf '%5' ; echo $?; printf '%ld %hd %lld\n' 1 2 3; printf '%n' x; echo $? $x; printf 'abc%'; echo $?; printf '%d\n' 99999999999999999999; echo $?
### printf: the time of now and of the start, widths
printf '%(%s)T\n' -2 | grep -cE '^[0-9]+$'; printf '%(%Y)T' | grep -c '^20'; printf '%10(%Y)T|%-10(%Y)T|%.2(%Y)T|\n' 0 0 0; printf '%(%%%n%t%z %Z)T\n' 0; printf '%(%e|%k|%l|%P|%r|%R|%s|%g|%G)T\n' 86399; printf '%(%-d %_d)T\n' 0; printf '%(%q)T|%(%)T\n' 0 0
### printf: quoting and repetition
printf '%s=%d\n' a 1 b; printf '%q ' "$(printf 'a\001b')" $'\e' $'\177' 'a;b' 'a&b' '(x)' '`' '"' "'" '\' '*' '?' '<' '|' '  ' $'\n' '=' ':' '+' '-' '_' '/' '.'; echo; printf '%b' 'a\c' b; echo; printf '%s %b\n' x 'y\nz' p 'q\x41'; printf '%-10b|%10b|\n' 'a\tb' c; printf '%5s|%-5s|%05d|%+.3d|%x\n' é é 5 5 -1; printf '%s\n' "${@}"; printf '[%s]\n' ''; printf '%3$s\n' a b c
### getopts in functions, with numbers and odd options
f() { while getopts 'a:b?' o; do echo "$o:$OPTARG:$OPTIND"; done; echo "end $OPTIND $?"; }; f -a 1 -b -? x; OPTIND=1; f -ab; OPTIND=1; f --; OPTIND=1; f -a; OPTIND=1; f - -a; OPTIND=1; f -b- ; unset OPTIND; f -b; OPTIND=1; g() { local OPTIND=1; getopts x o -x; echo $o $OPTIND; }; g; echo $OPTIND; getopts x o -x -x; getopts x o -x -x; echo $OPTIND; getopts x o -x -x; echo $? $o
### mapfile: callbacks and origins
n=0; cb() { n=$((n+1)); echo "$1:${2%$'\n'}"; }; mapfile -C cb -c 1 a <<< $'x\ny\nz'; echo $n ${#a[@]}; mapfile -O 2 -t b <<< $'p\nq'; declare -p b; mapfile -O 1 -t b <<< r; declare -p b; mapfile -s 1 -t c <<< $'1\n2\n3'; echo ${c[@]}; printf 'a\0b\0' | { mapfile -d '' d; declare -p d; mapfile -t e; echo ${#e[@]}; }; mapfile -n 0 -t f <<< $'1\n2'; echo ${#f[@]}; mapfile -t -n 2 g < <(seq 5); echo ${g[@]}; mapfile h < /dev/null; declare -p h; mapfile -u 5 -t i 5<<< five; echo $i
### read: arrays, delimiters and several lines
while IFS=: read -r a b c; do echo "$c|$b|$a"; done <<< $'1:2:3:4\nx\n:y:'; while IFS= read -r -d ';' x; do echo "[$x]"; done <<< 'a;b c;d'; echo "left [$x]"; read -r -a v -d '' <<< $'1 2\n3'; echo ${#v[@]} $?; IFS=, read -ra v <<< 'a,,b,'; declare -p v; read -n 2 -r x y <<< 'abcd'; echo "[$x][$y]"; read -N 3 x y <<< 'a b c'; echo "[$x][$y]"; read -r x < <(printf 'no newline'); echo $? $x; printf 'a\\\nb\n' | (read x; echo "$x"); printf 'x\ty z\n' | (IFS=$'\t' read a b; echo "[$a][$b]"); IFS=' ' read a b <<< '  lead trail  '; echo "[$a][$b]"; echo 'a\ b c' | (read x y; echo "[$x][$y]"); { read -t 1 x; echo $? $x; } <<< t
### printf and echo to what is closed or full
echo x > /dev/full; echo $?; printf x > /dev/full; echo $?; echo x >&-; echo $?; printf '%s' '' >&-; echo $?; (trap '' PIPE; for i in 1 2 3; do echo $i; sleep 0.05; done 2>err | head -1 > /dev/null; sed 's/line [0-9]*/line N/' err | sort -u); read x <&-; echo $?; pwd > /dev/full; type ls > /dev/full; echo $?; declare -p HOME > /dev/full; echo $?; help : > /dev/full; echo $?; cat < /dev/null > /dev/full; echo $?; times > /dev/full; echo $?
### read: broken characters, an end within one, long lines
printf 'abc\xe4\xb8' | { read x; printf %s "$x" | od -An -tx1; }; printf '\xff\\ \xfe x y\n' | { read a b; printf '%s|%s|\n' "$a" "$b" | od -An -tx1; }; printf 'a\\' | { read x; echo "[$x]"; }; seq 3000 | tr '\n' , | { IFS=, read -r a b c; echo ${#c} $a $b; }; read -ra v < <(printf '%s ' {1..2000}); echo ${#v[@]} ${v[1999]}
### mapfile and read share what is read: files are left behind the last line
seq 2000 > f; { mapfile -t -n 3 a; read x; mapfile -t -s 900 -n 2 b; head -c 9; } < f; echo; echo ${a[@]} $x ${b[@]}; seq 3 | { mapfile -t -n 1 a; read x; cat; echo ${a[@]} $x; }; printf '%5000s\n%s\nlast' x y > f; mapfile -t a < f; echo ${#a[@]} ${#a[0]} ${a[2]}; n=0; cb() { read -r z <&3; echo "$1 $2 $z"; }; mapfile -t -c 1 -C cb c 3< <(seq 9) < <(seq 4 6); echo ${c[@]}; { mapfile -t -c 1 -C 'read y; echo $y' d; } < <(seq 6); echo ${d[@]}; seq 6 > f;  { mapfile -t -c 2 -C 'read y; echo $y:' d; } < f; echo ${d[@]}
### the time of read -t ends also where there is always more
read -t .1 x < /dev/zero; echo $?; trap 'echo T' ALRM; (sleep .1; kill -ALRM $$) & read -t .4 x < /dev/zero; echo $?
### how deep a shell is
for l in -5 0 998 999 1001 abc '' ' 5' 5x 2147483648; do bash -c "SHLVL='$l'; bash -c 'echo \$SHLVL; :'"; bash -c "export SHLVL='$l'; bash -c 'echo \$SHLVL'"; bash -c "SHLVL='$l' exec bash -c 'echo \$SHLVL; :'"; done
