### diff -y
printf 'a\nb\nc\n.\nlong line %s\ntab\there\n\nz\n' xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx > 1
printf 'a\nB\nc\nnew\n.\nlong line %s\ntab\tthere\n\n' xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx > 2
diff -y 1 2; echo $?; for w in 1 2 3 5 8 16 17 20 30 39 40 41 64 80 100; do diff -yW $w 1 2; diff -tyW $w 1 2; diff -y --tabsize=4 -W $w 1 2; done
diff -y --left-column -W 30 1 2; diff -y --suppress-common-lines -W 30 1 2; diff --side-by-side --width=24 1 1; echo $?; diff -y --suppress-common-lines 1 1; diff -ys -W 20 1 1
diff -W 0 1 2; diff -y -W x 1 2; echo $?; diff -yq 1 2; diff -yq 1 1; diff -y -u 1 2; echo $?; diff --suppress-common-lines -W 20 1 2
printf a > n1; printf 'b\n' > n2; : > e; diff -y n1 n2; diff -yW 30 n2 n1; diff -yW 30 n1 n1; echo; diff -yW 30 e n1; echo; diff -yW 30 1 e; diff -yW 30 -B 1 2
printf '\rab\bc\n\ta\tb\n\001x\n' > s; printf '\rab\bd\n  a\tb\n\001x\n' > t; diff -yW 40 s t; diff -tyW 40 s t; diff -yW 9 s t; diff -y --color=always -W 30 1 2
### diff -e, -n
printf 'a\nb\nc\n.\nx\nz\n' > 1; printf 'a\nB\n.\nD\nc\nnew\n.\nx\n.\n' > 2; printf a > n1; printf 'b\n' > n2
diff -e 1 2; echo $?; diff -e 2 1; diff -n 1 2; diff -n 2 1; diff --ed 1 1; echo $?; diff --rcs n1 n2; diff -n n2 n1; echo; diff -e n1 n2; echo $?; diff -e n2 n1; echo $?
diff -e -n 1 2; echo $?; diff -u -e 1 2; diff -e -e 1 2 | head -1; diff -eq 1 2; diff -eB 1 2; mkdir d f; cp 1 d/x; cp 2 f/x; diff -re d f; cp 1 t; (diff -e t 2; echo 'w'; echo q) > /dev/null
### diff -p, -F
printf 'int main(void)\n{\n1\n2\n3\n4\n5\n6\n}\n\n  static f()\n1\n2\n3\n4\n5\n6\n7\n' > 1; sed 's/^6$/six/' 1 > 2
diff -p --label a --label b 1 2; diff -up -L a -L b 1 2; diff -U1 -L a -L b -F '^ *static' 1 2; diff -C1 -L a -L b -F main -F static 1 2; diff -F main 1 2; diff -u -L a -L b -F nowhere 1 2
diff -F '\(' 1 2; echo $?; diff -u -L a -L b -L c 1 2; echo $?; printf 'this is a line of more than forty characters, which is cut\n1\n2\n3\n4\nx\n' > 3; sed s/x/y/ 3 > 4; diff -upL a -L b 3 4
### diff: tabs
printf 'a\tb\n\n\tc\nsame\tline\n\nlast' > 1; printf 'a\tB\n\n\tc\nsame\tline\n\nlast\n' > 2
for o in -t -T -tT --suppress-blank-empty '-T --suppress-blank-empty' '-t --tabsize=4'; do diff $o 1 2; diff $o -u -L a -L b 1 2; diff $o -c -L a -L b 1 2; diff $o -e 1 2 2> /dev/null; diff $o -n 1 2; diff $o -D X 1 2; done
diff --tabsize=x 1 2; echo $?; diff --tabsize=0 1 2
### diff: what is ignored
printf 'a\tb\n\n# one\nx\ny\n1\n2\n3\n4\n5\n6\n7\n8\nz\n' > 1; printf 'a       b\n# two\nx\n\n\nY\n1\n2\n3\n4\n5\n6\n7\n8\nzz\n \n' > 2
diff -E 1 2; diff -E --tabsize=4 1 2; diff -B 1 2; diff -I '^#' 1 2; diff -B -I '^#' -E 1 2; diff -uB -L a -L b 1 2; diff -cBE -L a -L b 1 2; diff -U1 -B -L a -L b 1 2; diff -U0 -BEI '^#' -L a -L b 1 2; diff -bB 1 2; diff -ZB 1 2; diff -wB 1 2
diff -I '^#' -I 'z' -I '[yY]' -I ' ' -I '^$' 1 2; echo $?; diff -I '\(' 1 2; echo $?; diff -yB -W 40 1 2; diff -nB 1 2; diff -eBE 1 2; diff -qEBwiI '[#z]' 1 2; echo $?
printf 'a\n\nb\n' > 3; printf 'a\nb\n' > 4; diff -B 3 4; echo $?; diff -Bs 3 4; diff -Bu 3 4; diff -By -W 20 3 4; diff -B -D X 3 4
### diff -D, line and group formats
printf 'a\nb\nc\nd\nx\n' > 1; printf 'a\nB\nc\nnew\nx\n' > 2; printf a > n1; printf 'b\n' > n2; printf 'a\nc\n' > 3
diff -D FOO 1 2; echo $?; diff --ifdef=X 1 3; diff -D X 3 1; diff -D X 1 1; echo $?; diff -D X n1 n2; diff -D X n1 n1; echo
diff --old-line-format='-%L' --new-line-format='+%L' --unchanged-line-format=' %L' 1 2; diff --changed-group-format='%<|%>' --unchanged-group-format='' 1 2; diff --unchanged-line-format= --old-line-format= --new-line-format='%L' 1 2
diff --line-format='%5dn|%-4xn|%04on|%.3dn %l %% %q
' 1 2; diff --unchanged-line-format= --line-format=x 1 2; diff --line-format=%L 1 1; diff --unchanged-group-format= 1 1; echo $?; diff --line-format='%dn: %L' 1 2
diff --changed-group-format='%df,%dl %(N=3?three:%dN)%c'"'x'"'%c'"'\\012'"'%dE %dM %de %dm
' 1 2; diff --old-group-format='old %(n=1?one%(f=2?two:):many) %<' --new-group-format='new%>' 1 3; diff --old-group-format='%x %(q=1?a:b) %(n=1' 1 3; diff --unchanged-group-format='%=%dn
' 1 2
diff --changed-group-format=a --changed-group-format=b 1 2; echo $?; diff -D A -D B 1 2; diff --line-format=a --old-line-format=a 1 1; diff -D A -u 1 2; diff -D A -y 1 2; diff --normal --line-format=x 1 2; echo $?
### diff: several files, directories, links
mkdir d e; echo 1 > d/a; echo 2 > e/a; echo 3 > d/b; echo 4 > e/c; ln -s a d/l; ln -s b e/l; ln -s a d/m; echo 1 > e/m; printf 'a\nl\n' > pats; echo 1 > f
diff --from-file=f d/a e/a; echo $?; diff --to-file=f d/a e/a; diff --from-file=d/a e f; diff --from-file=f; echo $?; diff --from-file=f --to-file=f e; echo $?; diff --to-file=nosuch f e/a; echo $?; diff --from-file=f nosuch e/a; echo $?
diff -X pats d e; diff --exclude-from=- -x c d e < pats; diff -X nosuch d e; echo $?; diff -S b d e; diff -S b -r d e; diff --starting-file=zz d e; echo $?
diff --no-dereference d e; diff --no-dereference d/l e/l; echo $?; diff --no-dereference d/l d/m; diff --no-dereference d/l f; echo $?; diff d/l f; diff -N d e; diff --unidirectional-new-file d e
