/** awk, compared with the host's mawk 1.3.4. */
import { describe } from 'vitest';
import { sameAsTool } from './harness.ts';

const stdin = 'a b c\n1 2 3\n\n x:y  z \n';
const files = {
  f1: 'one two\nthree\n',
  f2: 'x y z\n10 9 8',
  prog: 'BEGIN { x = 1 }\n{ print x, $1 }\n',
  bad: '{\nprint (\n}\n',
};
const programs = (list: readonly string[]): string[] =>
  list.map((text) => (text.includes("'") ? `mawk "${text}"` : `mawk '${text}'`));

describe('values', () => {
  sameAsTool(
    programs([
      'BEGIN{print 2147483647, 2147483648, -2147483648, 1e6, 0.1, 1/3, 100000*100000, -3%2, 1e300*1e300}',
      'BEGIN{print 2^53, int(-3.7), 1e20, 1e15, 123456789012, 1e5+0.5, 1e-5, 1234567.5, 0x10, 011, 100000, 0.000001, 123456.789}',
      'BEGIN{print -3 " " -3, 1==1.0, "a"<"b", "10"<"9", 10<9, 1 2}',
      'BEGIN{print length("x" 1), !x, x+0, x"", -"3x", +"0x10", "1e2"+0, ".5."+1}',
      'BEGIN{print "0x11"+0, "1e3x"+0, ".5"+0, "+5"+0, " 7 "+0; if (x == 0 && x == "") print "uninit"}',
      'BEGIN{print -2^2, 2^3^2, !1+1, 1 - -1; x=5; x^=2; x%=7; print x; print x++ + ++x, x--; print 1<2?"y":"n"}',
      'BEGIN{x = y = 3; print x y; x += y -= 1; print x, y; print 1+1 "" 2*3; print 10 % 4 * 2; print 2 " " 3 * 4}',
      'BEGIN{print !0 !1; print 1 < 2; print (1 < 2) (2 < 1); print "a" "b" == "ab"; print 5 - 3 - 1, 2 ^ -1}',
      'BEGIN{print 1 in a, !(1 in a) ; print "x" ~ "y" ~ 0 ; print a[1]++ + a[1]; $3 = 4; print $3++ $3}',
      'BEGIN{print -1 " " -1; print 1 -1; print 1 " " - 1; print length "x" ; print -"3"}',
      'BEGIN{a="10"; b=9; print a<b; print "a" ? "t":"f", "0"?"t":"f", 0?"t":"f", ""?"t":"f", "0"+0?"t":"f"}',
      '{print ($1>$2), ($1==1.0), $1?"t":"f", !$1}',
      'BEGIN{OFMT="%.2f"; print 3.14159, 3.14159 ""; CONVFMT="%.3f"; x=3.14159; print x "" }',
      'BEGIN{print NR==0, "x" == "x", 2 < 10, "2" < "10", 2 < "10"; print 1/0, -1/0}',
      'BEGIN{print "a\\q\\/\\"\\101\\\\"}',
      'BEGIN{print 7%-3, -7%3, 7.5%2; print 1 in a; print (1,2) in a; print 1,2,3 ; print(1)(2) ; print (1)(2), 3}',
      'BEGIN{print toupper(x) "|" x+0; print length(1e6), 1e6 ""; print 1==1, "a"~/a/, !("a"~/a/)}',
      'BEGIN { print length }',
    ]),
    { stdin },
  );
});

describe('functions', () => {
  sameAsTool(
    programs([
      'BEGIN{print substr("hello",2,3), substr("hello",0,2), substr("hello",-1), substr("hello",1.5,1), substr("hello",2,0.5)}',
      'BEGIN{print substr("hello",-1,3), substr("hello",0), substr("hello",2,100), substr("hello",10) "|" substr("abc",2,-1) "|"}',
      'BEGIN{print index("abc","c"), index("abc","x"), toupper("abc") tolower("DEF"), sprintf("%s",1e6)}',
      'BEGIN{n=split("a:b:c",q,":"); print n,q[3]; n=split("abc",q,""); print n,q[1]; n=split("",q); print n}',
      'BEGIN{n=split("  a b  ",q); print n, q[1]; n=split("a1b2c",q,/[0-9]/); print n,q[3]; n=split("a.b.c",q,"."); print n}',
      'BEGIN{print match("foobar","o+"),RSTART,RLENGTH; print match("x","y"),RSTART,RLENGTH; print match("xabcab", /(a|ab)(c|bcd)?/), RLENGTH}',
      'BEGIN{s="aaa"; print gsub(/a/,"b&\\\\&",s), s; s="hello"; gsub(/x*/,"-",s); print s; sub(/l/,"[&]",s); print s}',
      'BEGIN{s="aXbX"; print gsub("X","&&",s), s; t="a.b.c"; gsub(".","x",t); print t; t="a.b"; gsub("\\\\.","-",t); print t}',
      'BEGIN{$0="p q p"; print gsub(/p/,"r"), $0, $1; gsub(/q/,"Z",$2); print; print sub(/x/,"y")}',
      '{ sub(/a/,"&&"); print }',
      'BEGIN{a[1]=a[2]=a[3]="x"; while(sub(/x/,"y",a[++i])) n++; print i, n, a[1] a[2] a[3]; $0="a a"; gsub(/a/,"b",$(j+=1)); print j, $0}',
      'BEGIN{print sin(0),cos(0),atan2(0,-1),exp(1),sqrt(2),log(10),int("3x"),int(-0.5),int("")}',
      'BEGIN{srand(1);print rand(), rand(), srand()}',
      'BEGIN{srand(42); print rand(); print srand(3.7), srand(1), srand()}',
      'BEGIN{printf "%d %d %d %i\\n", 2^31, 2^53, -2^40, "12abc"; printf "%c%c%c|\\n", 65, "hello", 256}',
      'BEGIN{printf "%5.2f|%-5s|%05d|%x|%o|%e|%G|%u\\n", 3.14159,"ab",42,255,8,12345.678,0.00001,-1}',
      'BEGIN{printf "%s %d%%\\n", "a", 5; printf "%5s|%-5s|%.2s|%*d\\n", "abc","abc","abc",5,42}',
      'BEGIN{printf "%i %5.3d %+d % d\\n", 3.99, 7, 5, 5; printf "%#o %#x %X %e %E %g\\n", 8,255,255,1.5,1.5,1e10}',
      'BEGIN{printf "%c%c", "", "65"; printf "%d\\n", "0x1A"; printf "%.0f %.0f %.3e\\n", 0.5, 1.5, 12345}',
      'BEGIN{printf "%d %s\\n", 1}',
      'BEGIN{printf "a" "b" "\\n"; printf("%s %s\\n", "a", "b") }',
      'BEGIN{x["a"]; print length(x); print length(); print length + 1}',
      'BEGIN{print mktime("1970 01 01 00 00 10"), strftime("%Y", 0); if (systime() > 0) print "ok"}',
      'BEGIN{print close("nope")}',
    ]),
    { stdin },
  );
});

describe('statements', () => {
  sameAsTool(
    programs([
      'BEGIN { if (!("x" in a)) print "no"; a[1,2]=3; for (k in a) {split(k,p,SUBSEP); print p[1],p[2]}; delete a; print length(a) }',
      'BEGIN { do {i++} while(i<5); print i; while(1){if(++j>3)break; if(j==2)continue; print j} }',
      'BEGIN{if(1)print "a";else print "b"; for(;;){break}; i=3; do print i; while(--i) ; if (0) {} else if (1) print "z" ; {print "blk"} ; ; print "e" }',
      'function f(n){ if(n<=1) return 1; return n*f(n-1)} BEGIN{print f(10), f(20), f(5)}',
      'function g(a,i,  t){ t=a[i]; a[i]="new"; return t } BEGIN{ x[1]="old"; print g(x,1), x[1]; h(3) } function h(n) { print "h" n; return }',
      'function f(a){a["x"]=1} BEGIN{f(z); for(k in z) print k; print length(z)}',
      'function f(x) { x = 5; if (x == 5) exit 3 } BEGIN { f(1); print "no" } END { print "end" }',
      'function f(x) { next } { f(1); print "no" } END { print NR }',
      'BEGIN{for(i=1;i<=12;i++)a[i];for(k in a)printf k " ";print ""; b["x"];b["aa"];b["10"];b["9"];for(k in b)printf k " "}',
      'BEGIN{n = split("c b a", y); for (k in y) print k, y[k]; y["x"]; for (k in y) print k}',
      'BEGIN{for(i=0;i<100;i++)a[i*7];for(k in a)printf k " "}',
      'BEGIN{a["x"]=1; delete a["x"]; delete a["y"]; print length(a); print !a["q"], length(a)}',
      'BEGIN{SUBSEP=":"; a[1,2]; for(k in a) print k; if((1,2) in a) print "in"}',
      'BEGIN{a[0.1]; a[1e10]; a[01]; for(k in a) print k}',
      'BEGIN{exit} END{print "end"}',
      '{exit 3} END{print NR}',
      'BEGIN{exit 1+1}',
      'BEGIN { while (1) { if (++i > 3) exit; continue; print "n" } } END { print i }',
      'BEGIN { x = 1 ; y = \\\n 2 ; print x,\n   y\n  if (x)\n\n    print "if"\n  else\n    print "else"\n  while (x < 3)\n    x++\n  do\n    x++\n  while (x < 5)\n  print x   # comment\n  print x && \n   y ||\n   z\n}\nfunction f(a,\n  b) {\n return a+b }\nEND { print f(1,2) }\n',
    ]),
    { stdin },
  );
});

describe('records and fields', () => {
  sameAsTool(
    [
      ...programs([
        '{print NF; $5="x"; print; print NF}',
        '{$0="p q"; print $2; NF=1; print}',
        '{$2=""; print; print NF}',
        'BEGIN{OFS="-"}{$1=$1}1',
        'BEGIN{OFS="-"; ORS="!\\n"; $0="a b c"; $1=$1; print; print $1,$2; NF=2; print; $0="  x  y "; print NF, $1}',
        'BEGIN { $3="c"; print; print NF }',
        '$1==1',
        'NR==2,NR==3',
        '/a/,/1/{print NR}',
        '{nextfile}END{print NR}',
        'NR==1{next} {print} NR==2{exit}',
        '!x[$0]++',
        'length > 4',
        '$1 ~ /^[0-9]+$/ {s+=$1} END {print s+0}',
        'END{print $0, NF, NR}',
        '{print $NF, $(NF-1)}',
        '{ print $(-1) }',
        'BEGIN{RS=""}{print NR": "$1"|"$NF"|" NF}',
        'BEGIN{RS=";"}{print}',
        'BEGIN{RS="[0-9]"}{print}',
        'BEGIN{FS=","} {print $1; FS=" "}',
        'BEGIN{getline; print "got " $0; getline y; print y, NR} {print NR": "$0}',
        'BEGIN { while ((getline line) > 0) n++; print n, NR; print getline; print line}',
        '{a[NR]=$0} END {for (i=NR;i>0;i--) print a[i]; delete a[1]; print (1 in a), length(a)}',
        '',
        'BEGIN{print ENVIRON["LC_ALL"], ARGC, ARGV[0], ARGV[1], FILENAME "|"}',
        '{print $1 > "/dev/stderr"}',
        'BEGIN{print "x" > "/dev/stdout"; printf "y" > "out"; close("out"); while ((getline l < "out") > 0) print "r " l}',
        '{print > "o"; print "more" >> "o"} END{close("o"); while((getline l < "o")>0) print "r " l}',
        'BEGIN { getline x < "nofile"; print x "|"; print (getline x < "nofile"), x }',
        'BEGIN{print 1,2 > "/nonexist/x"}',
        'BEGIN { getline x < "." ; print "ok" }',
      ]),
      "mawk -F: '{print $2}'",
      "mawk -F '' '{print $1}'",
      "mawk -Ft '{print $1}'",
      "mawk -F '\\t' '{print $1}'",
      "mawk -F '|' '{print $1}'",
      "mawk -F. '{print $1}'",
      "mawk -F'\\\\|' '{print $1}'",
      "mawk -F+ '{print $1}'",
      "mawk -F'[ :]' '{print NF}'",
      "mawk -v 'x=a\\tb' 'BEGIN{print x}'",
      'mawk -v n=010 \'BEGIN{print n+0, n==8, n=="010"}\'',
      "mawk '{print FILENAME, FNR, NR, x}' f1 x=3 f2",
      "mawk '{print FILENAME, FNR}' f1 nofile f2",
      "mawk '{print}' x=1",
      "mawk '{print}' .",
      "mawk '{print $2}' - f1",
      "mawk 'END{print NR}' f1 f2",
      'mawk -f prog f1',
      'mawk -f bad f1',
      'mawk -f nofile',
      'mawk -f prog -f prog f1',
      'mawk -- \'BEGIN{print "ok"}\'',
      'mawk \'BEGIN{ARGV[1]=""} {print}\' nofile f1',
      'mawk \'BEGIN{ARGV[1]="f2"} {print}\' nofile',
      'mawk -x',
      'mawk --help',
      'mawk -vx',
      "mawk -v 1x=3 'BEGIN{}'",
      'mawk -F',
      'mawk',
    ].filter((line) => line !== "mawk ''"),
    { stdin, files },
  );
});

describe('regular expressions', () => {
  sameAsTool(
    programs([
      '/a{1}/;/[[:digit:]]/',
      'BEGIN{print "a.b" ~ "a\\.b", "axb" ~ "a\\.b", "a+b" ~ /a\\+b/, "ab" ~ /^(a|ab)$/, "a]b" ~ /[]]/, "a]b"~/[\\]]/}',
      'BEGIN{print "x" ~ "", "^" ~ /a^/, "a$b"~/a$b/, "ab" ~ /a.?b/, "aab" ~ /^a+b$/, "a/b" ~ /a\\/b/, "-" ~ /[a-]/, "\\n" ~ /./}',
      '/^*/',
      '/(/',
      '/a)/',
      '/*a/',
      '/+/',
      '/a**/{print 1}',
      '/|a/{print}',
      '/a|/{print}',
      '/()/{print}',
      '$1 ~ "("',
      'BEGIN{x="("; print "a" ~ x}',
    ]),
    { stdin },
  );
});

describe('errors', () => {
  sameAsTool(
    programs([
      '{print',
      'BEGIN{x',
      'BEGIN { print 1 +* 2 }',
      'BEGIN { print 1 }}',
      'BEGIN{x=1',
      'BEGIN{if(x',
      'BEGIN{print (1',
      'BEGIN',
      'function f(',
      'BEGIN { x = }',
      'BEGIN { print "abc }',
      'BEGIN { print /abc }',
      '{ print $1, }',
      'BEGIN { next }',
      'function f(f){}',
      'BEGIN{f(1)}',
      'function f(a){} BEGIN{f(1,2)}',
      'BEGIN { break }',
      'BEGIN { return 1}',
      'BEGIN { print substr("hello") }',
      'BEGIN {print substr()}',
      'BEGIN{print split("a b")}',
      'BEGIN{printf}',
      'BEGIN { 1=2 }',
      'BEGIN { delete x y}',
      'BEGIN{ function }',
      '@',
      'func g(x){return x*2} BEGIN{print g(3)}',
      'BEGIN{print 2**3}',
      'BEGIN { print > "" }',
      'BEGIN { for(;; }',
      'BEGIN { print 1e999 }',
    ]),
    { stdin },
  );
});

describe('what waits among what does not', () => {
  sameAsTool(
    programs([
      '{s=1+f($1)*(getline); print s, $0, NR} function f(x){print "f" x; return x*2}',
      '{getline a[f()]; print a[3]; b[f()]=f() (1 in a) (3 in b); print b[3]} function f(){return 3}',
      'function f(a){return (1 in a)} BEGIN{x[1]=f(x); print x[1]; y=1 f(x) 2; print y; print 1==1?f(x):0, !f(x), -f(x)}',
      '/2/,/z/{print "r", $0} /1/; f(NR)>3; END{print NR; exit f(3)} function f(x){return x}',
      '{if ($1==1) print "one"; else if ($1=="a") next; else print $1; print "after"; $(f(2))="q" f(1); print} function f(x){return x}',
      'BEGIN{for(i=0;i<5;i++) if(i%2) print i; do j++; while(j<3); print j; while(k<3) k+=f(1); print k; a[1]; a[2]; delete a[f(2)]; for (q in a) print q; exit} function f(x){return x} END{print "end"}',
      'BEGIN{n=split(f("q,r"),z,/,/); print n, z[2], substr(f("hello"),f(2),3), length(f("abc")), sub(/l+/,f("L"),z[2]); print f(1) in z, z[f(1)]++ + f(1)} function f(x){return x}',
    ]),
    { stdin },
  );
});
