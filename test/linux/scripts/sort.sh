### sort --debug
printf 'b 10\ta\na 2K x\n  c -3.5 y\n\nJan 1e3\n FEB .5\nx\n' > f
for o in '' -k2n '-k2,2 -n -r' -bnr '-t. -k1n' '-k2,1' '-h -k2' '-g -s' -M '-k1.2,1.3 -k2b,2.1' '-u -r -k1,1' -r '-b -k1,1' '-k2fd' -V -d -f '-k1,1M -k2,2g' '-t- -k1n' '-t+ -k1g' '-t, -k1n' '-s -r -k1,1' '-n -k1,1 -k2,2r' '-n -k1,1b' '-bdf -k1,1M -k2n' '-rn -k1,1' '-u' '-s' '-u -n' '-R -k1,1n' '-i -k2' '-k1b,1' '-bk2.2,2.3'; do echo "[$o]"; sort --debug $o f; done
sort --debug -o x f; echo $?; sort --debug -c f; echo $?; sort --debug -C f; sort --debug --check f; sort --debug -m f; printf 'tab\there\n' | sort --debug -t"$(printf '\t')" -k2
### sort: lists of files, sizes, random bytes
printf '3\n1\n' > a; printf '2\n' > b; head -c 100 /dev/zero > z; head -c 10 /dev/zero > z10; seq 20 > n
printf 'a\0b\0' | sort --files0-from=-; printf 'a\0b' > l; sort -m --files0-from=l; printf '' | sort --files0-from=-; echo $?; printf 'a\0\0' | sort --files0-from=-; sort --files0-from=nosuch; echo $?; sort --files0-from=l a; printf -- '-\0' | sort --files0-from=-; mkdir D; sort --files0-from=D; echo $?; printf 'a\0nosuch\0' | sort --files0-from=-
sort --batch-size=1 a; echo $?; sort --batch-size=x a; sort --batch-size=3 a; sort --batch-size=2 --batch-size=0 a; sort --compress-program=nosuch a; sort --compress-program=a --compress-program=b a; sort -o a -o b a; sort -o a -o a a; cat a
sort -S x a; sort -S 1x a; sort -S 50% a; sort -S 1K a; sort --buffer-size= a; sort --parallel=0 a; sort --parallel=x a; sort --parallel=1k a; sort --parallel=2 a; sort -S -1 a
sort -R --random-source=z n; sort -R --random-source=z -u n a b; sort -R --random-source=n n; sort -k1,1R --random-source=z -r n; sort --random-source=z10 a; sort -R --random-source=z10 a; echo $?; sort -R --random-source=nosuch a; sort --random-source=z --random-source=n -R a; sort -Rf --random-source=z n
