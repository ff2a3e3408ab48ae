### column -J
printf 'a bb ccc\nd e f\n\nggggg h i j\n' > f; printf '' > e
column -J -N A,B,C,D f; column -J -N A,B,C f; echo $?; column -J f; echo $?; column -J -n foo -N a,b,c,d f; column -J -N A,B,C,D -O D,A f; column -J -N A,B,C,D -H B f; column -J -N 'a"b,x\y,C,D' f; column -J -N A,,C,D f; column -J -N A,B,C -l 3 f; column -J -N a e; column -t e; column -J -N a,b,c,d -n 'x"y' -c 5 f
printf 'a\tb\n' | column -J -N x,y -s "$(printf '\t')"; printf '1:\t"q"\n2\n' | column -J -N x,y -s:; column --json --table-columns A,B,C,D --table-order 2 --table-hide 1,3 f
### column -t: which columns
printf 'a bb ccc\nd e f\n\nggggg h i j\n' > f
for o in '-H 0' '-H nosuch' '-H -1' '-H - -N A,B' '-H 1,2' '-H 1-2' '-N A,B,C -H B' '-O 3,1' '-O 9' '-O 0' '-O nosuch' '-N A,B -O B,A,B' '-N A,B,C -O C,A' '-R 2,3' '-R 0' '-R 9' '-R -1' '-N A,B,C -R B -d' '-n name' '-W nosuch' '-l 2' '-l 0' '-l x' '-N A,B,C,D -O B' '-N A,B,C -o |' '-H 4 -R 3' '-O 4,3 -R 4'; do echo "[$o]"; column -t $o f; echo $?; done
for o in '-H 2' '-O 1' '-W 1' '-T 1' '-E 1' '-i 1' '-p 1' '-l 2' '-d' '-n x' '-R 1'; do echo "[$o]"; column $o f; echo $?; done
### column -t: where there is little room
for i in 1 2 3; do echo "w$i this-is-a-long-text-number-$i short$i"; done > w; echo 'w4 tiny s' >> w; printf 'a b c\nx thisisaverylongword y\nd e f\ng h i\nj k l\n' > x; printf 'a b c\nx y thisisaverylongword\nd ee f\ng hhhhhhh i\nj k l\n' > y
for o in '-W 2 -c 20' '-T 2 -c 20' '-E 2 -c 20' '-c 20' '-T 2,3 -c 20' '-W 1,2,3 -c 20' '-W 0 -c 16' '-T 2 -c 10' '-T 2' '-E 2' '-T 2 -c 40' '-T 2 -c 39' '-T 2 -c 38' '-N A,B,C -W B -c 24' '-d -N A,B,C -W B -c 24' '-T 1 -c 20' '-E 2 -T 2 -c 30' '-T 2 -R 2 -c 20' '-W 3 -c 36' '-T 2,3 -c 30' '-T 3 -c 36' '-E 3 -c 39' '-E 2,3 -c 30' '-o | -T 2 -c 20' '-W 2 -T 3 -c 20' '-T 0 -c 20' '-N A,B,LONGHEADING -T LONGHEADING,B -c 30' '-W 3 -R 3 -c 36' '-T 2 -H 3 -c 20' '-T 2,3 -c 39' '-T 1,2,3 -c 38' '-T 1,2,3 -c 39' '-T 2 -O 2,1 -c 20' '-T 2 -c 3'; do echo "[$o]"; column -t $o w; done
for o in '-c 20' '-E 2 -c 20' '-E 2 -c 12' '-E 2 -N A,B,C -c 15' '-E 1,2 -c 10' '-T 1 -c 20' '-E 2 -o | -c 15' '-E 2 -R 3 -c 15' '-E 2 -H 1 -c 15' '-T 2 -c 10'; do echo "[$o]"; column -t $o x; done
for o in '-c 20' '-T 2 -c 20' '-T 2 -c 10' '-T 2 -E 1 -c 20' '-R 3 -T 2 -c 20' '-E 3 -c 15' '-H 3 -T 2 -c 5'; do echo "[$o]"; column -t $o y; done
### column -r
export LC_ALL=C
printf '1 0 root\n2 1 child\n3 1 kid\n4 2 leaf\n5 2 leaf2\n6 9 orphan\n' > t
column -t -r 3 -i 1 -p 2 t; column -t -N ID,P,N -r N -i ID -p P t; column -J -N ID,P,N -r N -i ID -p P t; column -r 1 t; echo $?; column -t -r 3 t; column -t -r 3 -i 1 -p 2 -H 2 t; column -t -N I,P,N -r N -i I -p P -H I,P t; column -t -r nosuch -i 1 -p 2 t; echo $?; column -r 1 -i 1 -p 2 t; column -t -r 1 -i 9 -p 2 t; column -t -r 3 -i 1 -p 2 -O 3,1 t
printf '1 1 self\n2 3 a\n3 2 b\n4 1 c\n' | column -t -r 3 -i 1 -p 2; printf '2 1 kid\n1 0 late\n' | column -t -r 3 -i 1 -p 2; printf '1 2 a\n2 3 b\n3 1 c\n4 3 d\n' | column -t -r 3 -i 1 -p 2; printf '1 0 a\n1 0 b\n2 1 c\n' | column -t -r 3 -i 1 -p 2
