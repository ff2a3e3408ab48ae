### sort
printf '3 c\n1 b\n2 a\n10 z\n' > f
sort f
sort -n f
sort -k2 f
sort -k2,2r f
sort -r f
sort -nr -k1,1 f
sort -t' ' -k1n f
sort -k1.2 f
sort -c f
echo $?
sort -C f
echo $?
sort -u -k1,1n f
sort -o g f
cat g
sort -s -k1,1.1 f
### sort, tr
printf '1K\n2M\n3\n1G\n' | sort -h
printf 'Jan\nmar\nFEB\nxx\n' | sort -M
printf 'a\nB\nA\nb\n' | sort -f
printf 'a b\nab\na-c\n' | sort -d
printf '1e2\n50\n-1\n' | sort -g
printf 'a\0c\0b\0' | sort -z | tr '\0' '\n'
sort -k0
sort -t ab
sort -n -h f
sort --foo
sort -k1x f
sort nosuch
echo $?
### sort (2)
printf 'a:3\nb:1\nc:2\n' | sort -t: -k2
printf 'b 1\na 1\n' | sort -k2,2
printf 'b 1\na 1\n' | sort -s -k2,2
printf '  x\n y\n' | sort -b
printf 'a\na\nb\n' | sort -uc
echo $?
printf 'b\na\n' > p
printf 'c\n' > q
sort -m q p
printf 'x2\nx10\n' | sort -k1.2n
printf 'a,b\n' | sort -t, -k2 -k1
### uniq
printf 'a\nb\nb\nc\n' > f
uniq f
uniq -c f
uniq -d f
uniq -u f
uniq -D f
printf 'A 1\na 1\nb 2\n' | uniq -i
printf 'x a\ny a\n' | uniq -f1
printf 'xa\nya\n' | uniq -s1
printf 'ab1\nab2\n' | uniq -w2
uniq --group f
uniq -c -D f
uniq --all-repeated=separate f
uniq nosuch
uniq a b c
### cut
printf 'one,two,three\na,b,c\nnodelim\n' > f
cut -d, -f2 f
cut -d, -f1,3 f
cut -d, -f2- f
cut -d, -f-2 -s f
cut -c1-3 f
cut -c2,4 f
cut -b1 f
cut -d, -f1-2 --output-delimiter=: f
cut --complement -d, -f1 f
cut
cut -f
cut -d ab -f1 f
cut -f0 f
cut -f3-1 f
cut -c1 -f1 f
cut -d, -c1 f
cut -f a f
cut -s -c1 f
cut -z -c1 f | od -c | head -1
### tr
echo hello | tr a-y b-z
echo hello | tr -d l
echo hello | tr -s l
echo 'a1 b2' | tr '[:alpha:]' X
echo abc | tr '[:lower:]' '[:upper:]'
echo a-b | tr -- - _
echo 'hello' | tr -c 'l\n' x
echo abc | tr a-c 'x*'
echo abc | tr abc 'x[y*2]'
echo aabbcc | tr -ds a b
echo '\a\n' | tr '\\' /
echo ab | tr '\141' z
tr
tr a
tr -d a b
tr a ''
tr z-a x
echo x | tr '[:foo:]' x
echo abc | tr '[=a=]' x
echo abc | tr -t abc x
echo a | tr '[a-' xyz
### join
printf '1 a\n2 b\n3 c\n' > f
printf '1 x\n3 y\n4 z\n' > g
join f g
join -a1 f g
join -v2 f g
join -o 1.2,2.2 f g
join -e - -o auto -a1 -a2 f g
join -1 2 -2 2 f g
join -t' ' f g
join -j1 f g
printf '2 a\n1 b\n' > h
join h g
echo $?
join -i f g
join --nocheck-order h g
join f
join -o 3.1 f g
join nosuch g
join --header f g
join -a3 f g
join -z f g | od -c | head -2
### comm
printf 'a\nb\nc\n' > f
printf 'b\nc\nd\n' > g
comm f g
comm -12 f g
comm -3 f g
comm -23 f g
comm --total f g
comm --output-delimiter=, f g
printf 'b\na\n' > h
comm h g
echo $?
comm --nocheck-order h g
comm f
comm f nosuch
comm -4 f g
comm -z f g | od -c | head -2
comm - g < f
### paste
printf '1\n2\n3\n4\n' > f
paste f f
paste -s f
paste -d, f f
paste -d ',;' - - - < f
paste -sd+ f
paste -d '\n' f f
paste -d '\0' f f
paste nosuch
paste - - < f
paste -z f | od -c | head -1
paste -d '' f f
paste -d 'a\' f f
### tail, wc
seq 5 | head -2
seq 5 | head -n -2
seq 5 | tail -2
seq 5 | tail -n +3
seq 5 | head -c 4
seq 5 | tail -c 3
seq 3 > a
seq 4 6 > b
head -n1 a b
tail -qn1 a b
head -v -n1 a
tail -c +3 a
head -3 a
tail -2 a
head -n x a
tail -n x a
head -c -2 a
tail -n 0 a
head nosuch
tail nosuch
head -z -n1 a | od -c
head -n 1k a | wc -l
head -c 1b a | wc -c
tail +2 a
tail -r a
seq 3 | tail -n -1
head -5c a
### echo
seq 10 2 15
seq 3 -1 1
seq -w 8 11
seq -s, 3
seq 1.5 3
seq 0.1 0.1 0.5
seq -f '%03g' 3
seq -f '%.2f' 1 2
seq
seq a
seq 1 2 3 4
seq 1 0 3
seq -f '%d' 3
seq -f 'x' 3
seq 5 1
seq -5 -3
seq 1e2 101
seq -w -2 1
seq --separator=: 2
seq -f '%g%%' 2
seq -f '%5.1e' 1 1
seq 9999999 10000001
seq 1 0x3
seq inf | head -2
seq 0x10 0x12
### wc
wc <<< 'a b c'
printf 'a b\nccc\n' > f
wc f
wc -l f
wc -w f
wc -c f
wc -m f
wc -L f
wc -lc f f
wc nosuch
wc -l < f
printf 'f\0' | wc --files0-from=-
wc -x
wc --total=never f f
wc - < f
printf '\t\n' | wc -L
wc /
### nl
nl <<< $'a\n\nb'
printf 'a\n\nb\n' | nl -ba
printf 'a\nb\n' | nl -w3 -s: -v10 -i5
printf 'a\nb\n' | nl -n rz
printf 'a\n' | nl -n ln
printf 'a\n\\:\\:\nb\n\\:\\:\\:\nc\n' | nl
nl -b x f
printf 'a\nb\n' | nl -bpb
nl -s
printf 'a\n\n\n\nb\n' | nl -ba -l2
nl -n xx
printf 'x\n' | nl -w0
nl -v a
### tac, rev
echo hello | rev
printf 'a\nb\nc' | tac
printf 'a,b,c' | tac -s,
printf 'a,b,c' | tac -bs,
printf 'a1b2c' | tac -r -s '[0-9]'
tac nosuch
rev nosuch
printf 'x' | tac | od -c
tac -s '' <<< x
printf 'a\n' > f
tac f f
rev f f
### fmt, fold
fold -w 5 <<< 'hello world foo'
fold -sw 8 <<< 'hello world foo'
fold -b -w3 <<< abcdef
printf 'a\tb\n' | fold -w4
fold -w x
fold -w 0
fold nosuch
fmt -w 20 <<< 'this is a long line that must be wrapped at twenty'
printf 'a\nb\n\nc\n' | fmt
fmt -s -w 10 <<< 'aaa bbb ccc ddd'
fmt -u <<< 'a   b.  c'
fmt -t <<< $'a b\n  c d'
fmt -c <<< $' a\n  b\n  c'
fmt -w x
fmt -p '# ' <<< $'# a\n# b\nc'
fmt -10 <<< 'aaa bbb ccc'
fmt -g 5 -w 10 <<< 'aaa bbb ccc'
### column
printf 'a b c\nlonger x y\n' | column -t
printf 'a:b\nc:d\n' | column -t -s:
printf 'a\nb\nc\nd\n' | column -c 20
printf 'a\nb\nc\nd\n' | column -x -c 20
printf 'a:b\n' | column -t -s: -o' | '
printf 'a::b\n' | column -t -s:
column nosuch
printf 'a b\n' | column -t -N X,Y
printf 'a b\nccc d\n' | column -t -R 1
column -Z
printf 'a b c d\n' | column -t -l 2
### expr, b
expr 1 + 2
expr 7 / 2
expr 7 % 3
expr 2 \* 3
expr 1 = 1
expr a \< b
expr abc : 'a\(.\)c'
expr abc : 'x'
expr length hello
expr substr hello 2 3
expr index hello l
expr match abc ab
expr 1 + a
expr
expr 1 +
expr 1 / 0
expr ''
echo $?
expr 0
echo $?
expr a '|' b
expr 0 '|' b
expr a '&' 0
expr \( 1 + 2 \) \* 3
expr + length
expr 1 2
expr abc : '\(b\)'
expr -5 % 3
expr 99999999999999999999 + 1
expr 1 != 2
expr 3 '>=' 3
expr length
expr a : '*'
expr a : '\('
### basename, dirname
basename /a/b.txt .txt
basename /a/b/
basename -a x/y z/w
basename -s .c a.c b.c
basename
basename a b c
basename /
basename ''
basename -z a | od -c
dirname /a/b
dirname a
dirname /
dirname a/b/ c/d
dirname
dirname ''
dirname //a
basename //
basename .txt .txt
basename -s .x
basename a.txt txt
### realpath, readlink, ln
readlink nosuch
echo $?
ln -s a b
readlink b
readlink -e b
echo $?
readlink -n b
echo
readlink -v nosuch
readlink
realpath -e b
realpath -m /a/../b
realpath --relative-to=/usr /usr/bin
realpath --relative-base=/usr /usr/bin /etc
realpath nosuch/x
realpath -q nosuch/x
realpath
realpath ''
mkdir d
ln -s d e
touch d/f
ln -s loop loop
readlink -f loop
echo $?
realpath loop
### sed, s, q
printf 'a\nb\nc\n' > f
sed -n 2p f
sed 's/b/X/' f
sed '2d' f
sed '$d' f
sed -n '$=' f
sed '1,2s/./&&/' f
sed -e 1d -e 's/c/C/' f
sed '/b/,$d' f
sed '2!d' f
sed 'y/abc/xyz/' f
sed '1i\hello' f
sed '1a world' f
sed '2c changed' f
sed -n '/a/,/b/p' f
sed '2q' f
sed -n '2{p;q}' f
sed '0,/a/d' f
sed '2,+1d' f
sed -s -n '1p' f f
sed '$!N;s/\n/-/' f
sed G f
sed -n 'H;${x;s/\n/,/g;p}' f
sed '2q5' f
echo $?
sed '2Q' f
### sed, b, s
echo 'aaa bbb' | sed 's/a/X/2'
echo aaa | sed 's/a/X/g2'
echo abc | sed 's/\(a\)\(b\)/\2\1/'
echo abc | sed -E 's/(a)(b)/\2\1/'
echo abc | sed 's/B/x/I'
echo abc | sed -n 's/b/x/p'
echo abc | sed 's/b/x/w out'
cat out
echo hello | sed 's/.*/\U&/'
echo 'a/b' | sed 's|/|-|'
echo abc | sed 's/b/\n/'
echo abc | sed 's/$/\t|/'
echo a.b | sed 's/\./\&/'
echo aXb | sed 's/x/y/i'
echo ab | sed 's/\(a\|b\)/[&]/g'
echo 'echo hi' | sed 's/.*/echo x/e'
echo aab | sed 's/a*/x/g'
echo abc | sed 's/x*/-/g'
echo a | sed 's/a/b/;T;s/b/c/'
echo hello | sed 's/l\{2\}/LL/'
echo ab | sed -E 's/a|b/x/2'
### sed
sed
sed -n
sed 's/a/b'
sed 'k'
sed 's/a/b/q'
sed 'y/a/bc/'
sed -e
sed '{p'
sed 'p}'
sed 'b foo'
sed '3,p'
sed ':'
sed 'a'
sed '1,2='
sed -f nosuch
sed p nosuch
echo $?
sed --foo
sed 's/\(a/b/'
sed 's/a/\1/'
sed -E 's/(/x/'
sed 's/[/x/'
sed '2,1!'
sed 'r'
sed '0p'
sed 'dp'
sed '}'
sed 'y/a/b/g'
sed '/a'
sed '\,a,p;x' < /dev/null
sed 'w'
sed '5!!p'
sed '#n' < /dev/null
sed -n '/[[:foo:]]/p'
sed --posix 's/a/b/' < /dev/null
### sed, s, p
printf 'one\ntwo\nthree\nfour\n' > f
sed -n 'l 10' <<< 'abcdefghijklmnop'
sed 'N;P;D' f
sed -n '2{n;p}' f
sed ':a;N;$!ba;s/\n/ /g' f
sed '/two/{x;p;x}' f
sed 'r g' f
echo ins > g
sed '1r g' f
sed -i.bak 's/one/1/' f
cat f f.bak
sed -n '/t/=' f
sed 'R g' f | head -3
sed '1W out' f > /dev/null
cat out
sed '1!G;h;$!d' f
sed = f | sed 'N;s/\n/\t/'
sed -z 's/\n/,/g' f
sed -u 1q f
sed '/^$/d;s/^/> /' f
sed 'z;s/^$/empty/' f
sed -n '1F' f
sed 'e echo cmd' f | head -2
sed '1v' f | head -1
sed -e 'i\' -e '  lead' f | head -2
sed '$a\' f | tail -1
sed "1a\\
### multi
multi\\
### line, sed
line" f | head -3; sed '/one/I,+1d' f.bak
### awk, print, getline
printf 'a 1\nb 2\nc 3\n' > f
awk '{print $2}' f
awk '{s+=$2} END{print s, NR}' f
awk -F' ' 'NR==2{print $1, NF}' f
awk 'BEGIN{OFS="-"}{$1=$1;print}' f
awk '/b/' f
awk '$2>1' f
awk -v x=5 'BEGIN{print x*2}'
awk 'BEGIN{printf "%5.2f|%-5s|%d|%c|%x|%e\n", 3.14159, "ab", 42.9, 65, 255, 1.5}'
awk 'BEGIN{print length("abc"), substr("hello",2,3), index("hello","l"), toupper("a"), tolower("B"), sprintf("%03d",7)}'
awk 'BEGIN{n=split("a:b:c",x,":"); print n, x[1], x[3]}'
awk '{a[$1]=$2} END{for(k in a) print k, a[k]}' f | sort
awk 'BEGIN{while((getline l < "f")>0) print "L:" l}'
awk 'BEGIN{"echo hi" | getline x; print x}'
awk '{print > "o" $1}' f
cat oa ob
awk 'BEGIN{print 1/3; print 1e6, 1e20, 0.1+0.2, 100000000000000000000; OFMT="%.2f"; print 3.14159; CONVFMT="%d"; x=3.9; y=x ""; print y}'
### awk, print, if
awk 'BEGIN{print substr("hello",0), substr("hello",-1,3), substr("hello",2), substr("hi",5) "|"}'
awk 'BEGIN{s="aaa"; print gsub(/a/,"b&",s), s; t="hello"; sub(/l+/,"[&]",t); print t; u="a.b"; gsub(/\./,"\\&",u); print u}'
awk 'BEGIN{if(match("foobar",/o+/)) print RSTART, RLENGTH; print match("x",/y/), RSTART, RLENGTH}'
awk 'BEGIN{print 2^10, 2**3, 7%3, -7%3, 1==1.0, "a"<"b", 10<9, "10"<"9", !0, !"", !"a"}'
awk 'BEGIN{print int(3.9), int(-3.9), sqrt(16), exp(0), log(1), sin(0), cos(0), atan2(0,1)}'
awk 'BEGIN{x["a"]; if("a" in x) print "in"; delete x["a"]; print length(x); x[1,2]=3; for(k in x){split(k,p,SUBSEP); print p[1],p[2]}}'
awk 'function f(a,b){b=a*2; return b} BEGIN{print f(4), b}'
awk 'BEGIN{do{i++}while(i<3); print i; for(;;){if(++j>4)break; if(j==2)continue; printf j " "} print ""; exit 3}'
echo $?
awk 'BEGIN{print -3 " " -3, 1 - -1, "a" > "/dev/stderr"}'
awk 'BEGIN { print length() }'
echo abc | awk '{print length, NF; $5="x"; print; print NF; NF=2; print; $0="p q"; print $2}'
### awk, print, b
awk
awk '{'
awk 'BEGIN{print 1'
awk 'BEGIN{foo(}'
awk -f nosuch
awk '{print}' nosuch
echo $?
awk 'BEGIN{print 1/0}'
echo $?
awk 'BEGIN{getline x < "nosuch"; print "ok" x}'
awk -F: '{print $2}' <<< a:b
awk -F'[,;]' '{print $2}' <<< 'a;b,c'
awk -F'\t' '{print $2}' <<< $'a\tb'
awk -Ft '{print $2}' <<< atb
awk 'BEGIN{RS=""}{print NR": "$1}' <<< $'a\nb\n\nc'
awk 'BEGIN{RS=";"}{print}' <<< 'a;b'
awk 'BEGIN{ORS=","}{print}END{printf "\n"}' <<< $'a\nb'
awk 'NR==1,NR==2{print NR}' <<< $'a\nb\nc'
awk '{print NR, FNR, FILENAME}' /dev/null /dev/stdin <<< a
awk 'BEGIN{printf "%s\n"}'
awk 'BEGIN{printf "%d %s\n", "3x", 1e3}'
awk '!seen[$0]++' <<< $'a\na\nb'
awk 'END{print $0}' <<< $'a\nb'
awk '{next; print "no"} END{print NR}' <<< x
awk 'BEGIN{print substr("x", 1.5), "a" "b" 1+2; print 1,2 > "o"; close("o"); while((getline l<"o")>0) print l; print toupper(substr("abc",1,1)) "x"; system("echo sys"); print index("abc",""); $3="c"; print NF; print $0}'
awk 'BEGIN{x = "A"; y = x++; print x, y; print 1>2 ? "a" : "b"}'
cat 2 2>/dev/null
### grep, b, egrep
grep a <<< $'a\nb'
grep -c a <<< $'a\na'
grep -n b <<< $'a\nb'
grep -v a <<< $'a\nb'
grep -i A <<< a
grep -o 'a.' <<< 'abac'
grep -w a <<< $'ab\na b'
grep -x ab <<< $'abc\nab'
grep -E 'a|b' <<< $'a\nc'
grep -F 'a.b' <<< $'a.b\naxb'
grep -q a <<< a
echo $?
grep -e a -e b <<< $'a\nb'
printf 'a\nb\n' > f
printf 'b\nc\n' > g
grep b f g
grep -h b f g
grep -l b f g
grep -L a f g
grep -H a f
grep -c a f g
grep -m1 . f
grep -A1 a f
grep -B1 b f
grep -C1 c g
grep -nA1 a f
grep -b b f
grep -s x nosuch
echo $?
grep x nosuch
echo $?
grep
grep -E '('
grep '\('
grep '[' f
grep -P 'a\d' <<< a1
grep -r a .
grep --include='f' -r b .
grep -z a <<< a | od -c
grep --color=always a f
grep -on . f
grep -Z -l a f | od -c
grep -f f g
grep -y A f
grep -nb a f
grep --label=L -H a < f
grep a .
grep -d skip a .
grep 'a\|b' f
grep 'a\+' <<< aa
grep -E 'a{2}' <<< aa
grep -E 'a{,2}b' <<< aab
grep '^*a' <<< '*a'
grep -E '^*a' <<< a
grep -w '' f
grep '' f
grep -c '' /dev/null
grep -vc a f
grep -lv a f
grep -A x f
grep -m x f
grep --foo
grep -E 'a**' <<< a
grep -E '+a' <<< +a
grep '\<a' <<< 'ba a'
grep '\bb' <<< ab
grep -oE '[0-9]+' <<< 'a12b3'
grep -ow 'b' <<< 'a b b'
grep -e
grep 'a\{1' f
grep '[[:foo:]]' f
grep '[:alpha:]' f
grep '[b-a]' f
grep -E 'a{3,1}' f
grep 'a\' f
egrep a f
fgrep a f
grep -U a f
grep '\w\W' <<< 'a '
grep -x -F -e a -e b f
grep -on a f g
grep -L x f
echo $?
grep -c x f
echo $?
### find, sort, tr
mkdir -p d/e
touch d/a.c d/b.h d/e/c.c
find d | sort
find d -name '*.c' | sort
find d -type d | sort
find d -maxdepth 1 | sort
find d -mindepth 2
find d -name '*.c' -o -name '*.h' | sort
find d ! -name '*.c' | sort
find d -name a.c -print -o -name b.h -print | sort
find d -type f -exec echo {} \; | sort
find d -name '*.c' -exec echo {} + | tr ' ' '\n' | sort
find d -empty | sort
find d -path '*/e/*'
find d -iname 'A.C'
find d -regex '.*\.h'
find d -prune
find d -name e -prune -o -print | sort
find nosuch
echo $?
find d -foo
find d -name
find -type x
find d -maxdepth x
find d -exec
find d -perm 644 | sort
find d -perm -u=w -type f | sort
find d -name a.c -delete
find d | sort
find d -depth | sort
find d -links 1 | sort
find d -print0 | tr '\0' '\n' | sort
find d -quit
find d -true -false
find d \( -name a.c -o -name b.h \) -print
find d -type f,d | sort
find d -samefile d/b.h
find d -inum 0
find d -execdir echo {} \; | sort
find d -not -name 'x' -a -type d | sort
find d -xtype l
find -O3 d -maxdepth 0
find -L d -maxdepth 0
find d -a
find d '('
find d -fprint o
sort o
find d -regextype posix-extended -regex '.*(c|h)' | sort
find d -wholename 'd/e'
find d -readable | wc -l
find d -nouser | wc -l
find d -type
### xargs
printf 'a b\nc\n' | xargs
printf 'a b\nc\n' | xargs -n1 echo x
printf 'a\nb\n' | xargs -I{} echo '<{}>'
printf 'a b\n' | xargs -d'\n' echo
printf 'a\0b\0' | xargs -0 -n1
xargs < /dev/null
xargs -r < /dev/null
echo "a 'b c' \"d e\" f\\ g" | xargs -n1
echo "a 'b" | xargs
echo $?
seq 5 | xargs -L2
echo a | xargs -t echo
echo x | xargs false
echo $?
echo x | xargs nosuch
echo $?
echo x | xargs sh -c 'exit 255'
echo $?
echo x | xargs sh -c 'exit 3'
echo $?
seq 3 | xargs -s 20
echo a b | xargs -i echo {}x
printf 'a\nb_\nc\n' | xargs -E b_
printf 'a,b' | xargs -d,
xargs -n x
xargs -n 0
echo a | xargs -p < /dev/null
printf 'a\n\nb\n' | xargs -l1
echo 1 2 3 4 | xargs -n2 -x
printf '%s\n' a 'b c' | xargs -I X echo X-X
xargs --foo
echo a b c | xargs -n2 -I{} echo {}
seq 3 | xargs --max-args=2
xargs -a /dev/null echo x
echo a | xargs -I
seq 2 | xargs --process-slot-var=S -n1 sh -c 'echo $S$0'
### date
date -u -d @0
date -u -d @86400 +%F
date -u -d '2020-02-29 12:34:56' '+%Y %m %d %H %M %S %j %a %A %b %B %y %C %e %I %p %u %w %U %W %V %G %g %D %T %R %r %n%t%% %s %N %Z %z %:z %h %k %l %P %c %x %X'
date -u -d '2020-01-01 +1 day' +%F
date -u -d '2020-03-31 -1 month' +%F
date -u -d 'Jan 5 2021' +%F
date -u -d '5 Jan 2021 3pm' +%R
date -u -d '2021-01-05T03:04:05Z' +%T
date -u -d '20210105' +%F
date -u -d '2020-01-01' -Iseconds
date -u -d '2020-01-01' -R
date -u -d '2020-01-01' --rfc-3339=seconds
date -u -d '2020-01-01' +%-d
date -u -d '2020-01-01' '+%_d|%05d|%^a|%#Z|%10Y|%-H|%_H'
date -u -d '2020-01-01 1 week ago' +%F
date -u -d 'next monday 2020-01-01' +%F
date -u -d '2020-01-01 monday' +%F
date -u -d '1/2/2020' +%F
date -u -d '2020-W01'
date -u -d '12:00 2020-01-01 EST'
date -u -d '2020-01-01 12:00 +0200'
date -u -d '@1.5' +%s.%N
date -u -d '1970-01-01 00:00:00 UTC + 3 hours 2 minutes'
date -u -d '2020-02-30'
date -u -d '' +%T
date -u -d '2020-01-01 25:00'
date -u -d '2020-06-15 10:00 AM' +%r
date -u -d '2020-06-15' '+%%s %EY %Od'
touch -d '2020-01-01 UTC' f
date -u -d 'last friday 2020-01-08' +%F
date -u -d 'tomorrow 2020-01-01' +%F
date -u -d '2 years ago 2020-01-01' +%F
date -u -d '1 fortnight 2020-01-01' +%F
### tail
printf 'abc\n\x00\xff' | od
printf 'abc\n\x00\xff' | od -c
printf abcd | od -x
printf abcd | od -An -tx1
printf abcd | od -td2
printf abcd | od -to1
printf abcd | od -ta
printf abcd | od -A x -t x1z
printf 'abcdefghijklmnopqrstuvwxyz' | od -w8 -c
head -c 64 /dev/zero | od
head -c 64 /dev/zero | od -v | tail -2
printf abcdefgh | od -j2 -N3 -c
printf abcdefgh | od -tf8
printf abcd | od -tu4
printf abcd | od -b
printf abcd | od -d
printf abcd | od -i
printf abcd | od -s
printf abcdefgh | od -l
printf abcd | od -tx1 -tc
od nosuch
od -tz
od -A q
printf 'abc' | od -S 2
printf abcd | od -t x2 --endian=big
printf 'a\x80\t\r\e' | od -a
printf abcd | od -tfF
printf ab | od -An -c
printf 'ab' | od -tx4
od -j 10 <<< a
printf abcd | od -O
printf abcd | od -h
printf abcd | od -f
printf abc | od -
printf abc | od -w3 -tx1
od -N x
printf abcd | od -tx1 -w1
printf abcd | od -td1 -tu1
### hexdump, tail
printf 'hello\n\x00\xffworld, this is long' | hexdump
printf 'hello\nworld, this' | hexdump -C
printf abcd | hexdump -x
printf abcd | hexdump -b
printf abcd | hexdump -c
printf abcd | hexdump -d
printf abcd | hexdump -o
head -c 64 /dev/zero | hexdump
head -c 64 /dev/zero | hexdump -v -C | tail -2
echo
hexdump nosuch
hexdump -z
echo
printf '' | hexdump -C
echo
### xxd
printf 'hello world, this is a test\n\x00\xff' | xxd
printf abcd | xxd -p
printf abcd | xxd -i
printf abcd | xxd -b
printf abcdefgh | xxd -c 4
printf abcdefgh | xxd -g 1
printf abcdefgh | xxd -s 2 -l 3
echo 61626364 | xxd -r -p
echo
printf abcd | xxd | xxd -r
echo
printf abcd | xxd -u -p
printf abcd > f
xxd -i f
xxd nosuch
printf 'abcdefghijklmnopqrstuvwxyz0123456789' | xxd -p -c 10
printf abcd | xxd -a
head -c 64 /dev/zero | xxd -a
printf abcd | xxd -o 16
printf abcd | xxd -d
xxd -s -2 f
printf abcd | xxd -g 0
printf abcd | xxd -c 300
printf abcdef | xxd -i -c 3
xxd -Z
printf 'a' | xxd -b -c 2
printf '0: 41 42\n' | xxd -r
echo
xxd -i -n foo f
printf abcd | xxd -C -i f
### b, grep
for p in '(' ')' '*a' '[a' 'a\' '(?<n' '[[:foo:]]' '\p{L}' 'a{2,1}' '(?i)A' '\Kb' '(?z)' '\1' '[b-a]' '(?P<x>a)(?P=x)' 'a(?=b)' '(?<=a)b' '(?<!a)a' '\bb' 'a+?' 'a{2}' '^a' 'b$' '[^a]' '[[:alpha:]]+' '\d' 'a|b' '(?:a)(a)\1' '\x61' '\Qa\E' '.' 'x{' 'a{,2}' '[]a]' '[^]a]' '\y' 'a**'; do echo "== $p"; printf 'aab\nx]1\n' | grep -onP -- "$p"; done
