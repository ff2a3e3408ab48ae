### a bad value is told where it stands on the command line
printf 'a\nb\n' > f
head -c3x -n0 f; echo $?
head --lines=99999999999999999999 -n1 f
head -v -5 f
tail --bytes=x --bytes=2 f
tail -c0x10 -n1 f
tail -5 f f
tail -n2 -5 f
tail --pid=99999999999 f
nl -bx -bn f
nl -i99999999999999999999 f
nl '-i 3' f
fold -w0 -5 f
fmt -s -20 f
uniq --all-repeated=x --all-repeated=none f
uniq -s-0 f
cut -f1 -d ab -b x f
cut -f99999999999999999999 f
base64 -w0x10 -w2 f
base64 -w-1 f
cmp -n '' -n0 f f
cmp -l -s f f -
cmp -i: f f
comm --output-delimiter=: --output-delimiter=, f f
join -12 -11 f f
join -t, -t: f f
sort -t, -t: f
sort -c -C f
sort -k1nV -k0 f
sort --check=x --debug f
split -l1 -b2 f
split -n3/2 f
split -n2 --hex-suffixes=fff f
split -a1 -n11 -d f
shuf -i1-2 -ix f
truncate -s%0 -s5 f
truncate -s+3 -s-2 f
truncate -s1Q f; cat f
cat --help --nosuch | head -1
### what options mean together
printf 'a\na\na\nb\n' > f
uniq -D -u f
uniq -D -d f
tail -c0 -v f f
tail -n0 nosuch; echo $?
cut -c1,3 --output-delimiter= f | od -c
printf 'a\tb\n' | cut -f1,2 --output-delimiter= | od -c
printf 'Zm9v!!' | base64 -d; echo " $?"
printf 'Zm9' | base64 -d; echo " $?"
comm --total --output-delimiter= f f
md5sum --tag -t f; md5sum -t --tag f; md5sum --status -w f
truncate -s5 -s-2 f; cat f
split -d --numeric-suffixes=007 -n2 f; ls; rm x*
split --filter='cat >$FILE.y' --verbose f; ls
tac -r -s 'a+' f
printf 'b 1\na 2\n' > g; printf 'a 3\n' > h; join h g; echo $?; : > e; join g e; echo $?
sort -M -k2,2nr -h g; wc -l nosuch f g; cmp -n0x2 f g; cmp -n1 -n9 f g; fmt /
### bytes in the C locale
export LC_ALL=C
printf 'a\351 \303\251b\n' > f
wc f; wc -m f; wc -L f; rev f; echo $?; rev - < f; printf 'ab\0c\nde\n' | rev; LC_ALL=C.UTF-8 rev f
printf 'b\351 1\na 2\n' > g; printf 'a 3\nb 4\n' > h; join g h
printf 'b\nc\n' | sort -z -d -
printf 'c\r\n\n' | sort -s --debug
