### grep -T
printf 'a\nb\n\nab\n' > f; printf 'xa\n' > g; seq -f 'line %g' 120 > h
grep -T a f g; grep -nT a f g; grep -nTb a f; grep -cT a f g; grep -lT a f; grep -T a f; grep -TC1 b f g; grep -Tno a f; grep -TZ a f g; grep -Tv x f g; grep -TnA1 b f
grep --initial-tab --color=always -n a f g; grep -nTb '9$' h; grep -HnT 00 h; cat h | grep -nTb 00; grep -nT 00 < h; head -c 9 h | grep -T 1; grep -TL a f g h; grep -Tq a f; echo $?
### date, stat, rm, free: options that are seldom asked for
date --resolution; date --resolution +%s.%N; date --resolution -d now; echo $?; date -u -Iseconds --resolution
: > f; stat --cached=foo f; echo $?; for m in default never always d; do stat --cached=$m -c %n f; done; stat --cached
rm --preserve-root=foo f; echo $?; rm --preserve-root=all f; ls; mkdir -p d/e; rm -r --one-file-system d; ls; rm --preserve-root / ; rm -r --preserve-root=all --no-preserve-root nosuch; echo $?
free -b -k; echo $?; free --tera --pebi; free -l | cut -c1-5; free --peta | cut -c1-20 | head -1; free -lt | cut -c1-6; id -Z nosuch
