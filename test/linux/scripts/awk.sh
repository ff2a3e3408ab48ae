### what parts fields, and fields that are not there
printf 'a\vb\fc\rd e\n' | awk '{print NF; print $1; }' | od -c
printf 'a\r\nb c\r\n\r\n' | awk '{print NF, length($1)}'
echo a | awk '{print ($2==0), ($2==""), $2<1, ($9>=0), -$2} BEGIN{print ($2==0), ($2==""), 0 != $2; print (x==0),(x=="")} END {print $3==0}'
echo "0x1A -0x2 1e .e1 0x" | awk '{for(i=1;i<=NF;i++) print $i+0, $i==$i+0, ($i>0)}'
printf 'x y z\n' | awk '{$5="e"; print; print NF; NF=2; print; $0="p q"; print $2; $1="w"; print $0; $7=""; print NF; print $0 "|"}'
awk 'BEGIN{OFS="-"; $0="a b c"; print $1,$2; $1=$1; print; NF=2; print $0; $(NF+1)="z"; print}'
awk 'BEGIN{NF%=0; print NF}'; awk 'BEGIN{$(-1)=2}'; awk 'BEGIN{print $(0/0)}'
printf 'a b\n\nc d\ne f\n\n\n\ng\n' | awk 'BEGIN{RS=""}{print NR ": " $1 "|" $NF "|" NF}'
### where a slash begins a regular expression
echo 'a/]b' | awk '/[]/]+b/{print "x"} /[^]/]b/{print "y"} /[[:alpha:]/]\/\]b/{print "z"}{ gsub(/[/]/,"\\/"); print; n=split($0,q,/[/]/); print n, length(q) }'
echo 6 | awk '{print $1/2/3; print $1++ ; x[1]=12; print x[1]/2; print (1)/2 ; print NF/2}'
awk 'BEGIN{x=5; print x++ /2}'; awk 'BEGIN{print length / 2}'; awk 'BEGIN { print /[[:foo:]]/ }'; awk 'BEGIN{print /[a/}'
### variables and arrays
awk 'BEGIN{a=1; a[1]=2}'; awk 'function f(x){x[1]=2} BEGIN{a[1]=1; print a}'; awk 'function f(x){x[1]=2; return x} BEGIN {}'
awk 'BEGIN{a[1]; a=1}'; awk 'BEGIN{a=1; delete a}'; awk 'BEGIN{a=1; for (k in a) print}'
awk 'function f(v,  k) { for (k in v) s += v[k]; return length(v) } BEGIN { a["x"]=3; a["y"]=4; print f(a), s; b[1]; print f(b); x++; y = x--; print x, y, x++ + 1, x-- - 1; delete a; print length(a); c = "q"; print toupper(c) }'
### numbers
awk 'BEGIN{printf "%c%c%c%c%c", log(-1), 1e300, 256+65, -1, 65.9}' | od -c
awk 'BEGIN{print substr("hello",2,1e300), substr("hello",-1e300), substr("hello",1.5,1.5), substr("hello", 0), substr("hello",log(-1)) "." }'
awk 'BEGIN{printf "%d %5%|\n", 3, 4}'; awk 'BEGIN{printf "a%zb\n", 1}'; awk 'BEGIN{x = sprintf("%p", 1)}'; awk 'BEGIN{printf "%d %", 1}'; awk 'BEGIN{printf "%ld|%-+5d|%5.d|%.d|%5.*d|\n",1,1,2,3,4,5}'
