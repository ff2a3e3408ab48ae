### od, hexdump, xxd: values and files
printf 'abcdefghijkl\nmnop\0qrstu\0v' > f
od -S2 -x f; od --strings f; od --strings=2 f; od -S x f; od --strings=x f; od --read-bytes=x f; od -N1.5 f; od -j99999999999999999999 f; od --width=x f; od --endian=x f; od --endian=b -x f; od -A z -A d f; od -N010 f; od -j0x3 -c f; od -tfQ f; od --version --nosuch | head -0
hexdump -s2b f; hexdump -s010 -n 3 f; hexdump -n 0 f; hexdump -s 99999999999999999999 f; cat f | hexdump -s 3; echo $?; hexdump -; echo $?; hexdump f . ; echo $?; hexdump -s 9 f
mkdir d; xxd f d; echo $?; printf 'old contents that are long\n' > o; xxd -l 3 f o; cat o; xxd -r o f; cat f | od -c; xxd d o; cat o
cmp -n0x2 f o; cmp -i010 f o
### tr: what is wrong in which order
printf 'abc\n' > f
tr '\' x < f; tr 'a\' 'xy' < f; tr -d '[b*3]' < f; tr '[b*3]' x < f; tr '[b*]' x < f; tr '[b*]' '[:foo:]' < f; tr a '[x*][y*]' < f; tr -d -s a '[x*]' < f
tr -c a-z '[:upper:]' < f; tr -ct '[:cntrl:]b' x < f; tr -c '[:alpha:]' xy < f; tr -c '[:alpha:]' xx < f; tr 'a-c' '[:upper:]' < f
### xargs -o, id +0, mktemp
cd / && setsid -w xargs -o echo hi < /dev/null 2>&1; echo $?
id -u +0; id -u +99999; cd
mktemp --suffix=x -u aXX; mktemp -t --suffix=x -d /tmp/qXXXXXX; mktemp --suffix=x --tmpdir=. /tmp/qXXXXXX; mktemp -pnosuch --tmpdir=. -u aXXX | tr -d '\n' | wc -c
