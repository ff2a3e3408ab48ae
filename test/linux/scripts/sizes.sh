### df: mistakes and titles
df -B x; echo $?; df --block-size=1x /; df -B 0 /; df -B 99999999999999999999999 /; df --block-size= /
df -t foo; echo $?; df -t ext4 -x ext4; echo $?; df --output=foo; echo $?; df --output=size,size; df --output= ; df --output -i; df -P --output; df -T --output
df -i nosuch; echo $?; df --output=file,file /
for b in 1536 1000 1024 512 1000000 1MiB 1kB 3 1000KiB 1024000 KB K M MiB human si 0x10 010; do df --output=size -B "$b" / | head -1 | tr -d ' '; done
df -P / | head -1 | tr -s ' '; df -P -BM / | head -1 | tr -s ' '; df -hT / | head -1 | tr -s ' '; df -i / | head -1 | tr -s ' '
df -k / | head -1 | tr -s ' '; DF_BLOCK_SIZE=1M df / | head -1 | tr -s ' '; BLOCK_SIZE=K df --output=avail,size / | head -1 | tr -s ' '; DF_BLOCK_SIZE=x df / | head -1 | tr -s ' '
df --output=source,target,size --total / | tail -1 | cut -d' ' -f1; df --total --output=target,itotal / | tail -1 | cut -c1-6; df --output=file /tmp /
### ls: sizes in units
head -c 5000 /dev/zero > a; head -c 1 /dev/zero > b; : > c; head -c 3000000 /dev/zero > d
ls -go --time-style=+ a b c d; ls -go --time-style=+ --block-size=K; ls -go --time-style=+ --block-size=1K; ls -gos --time-style=+ --block-size=KB a b
for b in M MiB MB human si hum 0x10 010 "'1" 3; do ls -s --block-size="$b"; ls -go --time-style=+ --block-size="$b" a d; done
for b in 0 x 1x "" "K B" 99999999999999999999999 1KiBx; do ls --block-size="$b"; echo $?; done
LS_BLOCK_SIZE=K ls -gos --time-style=+; BLOCK_SIZE=1M ls -s; BLOCKSIZE=512 ls -gos --time-style=+; POSIXLY_CORRECT=1 ls -s a d; LS_BLOCK_SIZE=512 ls -sk a
ls -s -h -k a d; ls -s -k --block-size=1; ls -goh --si --time-style=+ d
### ls: NUL, authors, contexts
mkdir d; echo 1 > d/a; echo 2 > "x y"; ln -s d l; chmod +x d/a
ls --zero | tr '\0' '|'; ls --zero -C | tr '\0' '|'; ls -C --zero | tr '\0' '|'; ls --zero -m -w 5 | tr '\0' '|'; ls --zero -Q | tr '\0' '|'; ls --zero -R | tr '\0' '|'
ls --zero -s d | tr '\0' '|'; ls --zero --color=always | tr '\0' '|'; ls --color=always --zero | tr '\0' '|'
ls -Z; ls -sZ d; ls -1Zi d | cut -d' ' -f2-; ls -CZ; ls --context d
ls -nG --author --time-style=+ d | tr -s 0-9 N; ls -goZ --time-style=+ d; ls -ngo --author --time-style=+ d | tr -s 0-9 N
ls -F; ls --classify=always d; ls -F=never; echo $?; ls --classify=never d; ls --classify=auto d; ls --classify=foo; echo $?
ls --dereference-command-line-symlink-to-dir l; ls -go --time-style=+ --dereference-command-line-symlink-to-dir l
### du: which files, what of them
mkdir -p d/e d/g; head -c 5000 /dev/zero > d/e/f; echo y > d/k; : > d/g/z; touch -d '2020-01-02 03:04:05' d/e/f d/k d/g/z d/e d/g d
du -a --inodes d | sort; du --inodes d | sort; du --inodes -s d; du --inodes -h d/k; du -b --inodes d/k; du --apparent-size --inodes d/k
du -a -t 5 d/k d/e/f; du -a -t 4K d/k d/e/f d/g/z; du -a --threshold=-4K d/k d/e/f d/g/z; du -ab -t 5000 d/e/f d/k
for t in x '' 1xx -0 9999999999999999999999 -x; do du -t "$t" d; du --threshold="$t" d; done; echo $?
du --time d/k; du --time --time-style=full-iso d/k; du --time --time-style=iso d/k; du --time --time-style=+%Y -a d | cut -f2- | sort; du -c --time d/k; du -s --time-style=foo d/k; TIME_STYLE=iso du --time d/k
du --time=foo d; echo $?; du --time --time-style=foo d; du --time-style=locale --time d; du --time=m d
du -B x d; du --block-size=1y d; du -B 0 d; du -BM d/k; du -BKB -a d/k d/e/f; DU_BLOCK_SIZE=1 du d/k; du -BMiB -m d/k; BLOCKSIZE=512 du d/e/f; du -b -k d/e/f; du -k -b d/e/f
### du: exclusion, links, lists of names
mkdir -p d/e; echo a > d/e/f; echo b > d/k; ln -s d l; ln -s d/k m; printf 'k\n*f\n' > pats
du -a --exclude=f d | cut -f2 | sort; du -a --exclude='d/*' d | cut -f2; du -a --exclude='e/f' d | cut -f2 | sort; du --exclude=d d; du -a -X pats d | cut -f2 | sort; du -a --exclude-from=- d < pats | cut -f2 | sort
du -X nosuch d; echo $?; du l | cut -f2; du -D l m | cut -f2; du -H l/ | cut -f2; du -P m; du -L m; du -LP m
printf 'd/e/f\0d/k\0' | du --files0-from=-; printf 'd/k\0\0nosuch\0-\0' | du --files0-from=-; echo $?; du --files0-from=- d < /dev/null; du --files0-from=nosuch; echo $?; du --files0-from=d; printf '' | du --files0-from=-; echo $?
printf 'd/k\0\0nosuch\0-\0' | wc --files0-from=-; echo $?; printf 'd/k\0\0' > li; wc -c --files0-from=li; wc --files0-from=d; wc --files0-from=nosuch; wc --files0-from=li d
### ls --hyperlink
mkdir d; : > d/a; : > 'd/b c'; ln -s a d/l; ln -s nowhere d/n; : > d/$'\303\251'
# Host and home are everybody's own.
x() { ls --hyperlink "$@" | sed "s|//$(hostname)$(pwd -P)|//HERE|g"; }
x d; x -go --time-style=+ d; x -go --time-style=+ --color=always d; x -F d/l d/a; mkdir e; : > 'e/b c'; x --quoting-style=shell-escape e; rm -r e; x -C -w 80 d; x -m d; x -R .; x -d d; x --zero d | tr '\0' '|'; x -1i d | sed 's/^ *[0-9]*//'
ls --hyperlink=auto d; ls --hyperlink=never d; ls --hyperlink=foo; echo $?
