### repetitions of nothing
for p in '*a' '^*a' 'a**' '\(*a\)' 'a\|*b' '\<*a' 'a\{2\}*' 'a*\{2\}' '\{2\}' '\<\{2\}' 'a\{x\}' 'a\{1' 'a\{2,1\}' 'a\{1,x' 'a\{1,2x\}' 'a\{\}' 'a\{99999\}' '^\+' '\b\?x' 'a*\+' 'a$*' 'a\{,2\}'; do
  echo "$p"; echo 'xa*a+' | sed "s/$p/[&]/"; echo 'xa*a+' | grep -o -- "$p"; expr 'a*aa' : "$p"
done
for p in '*a' 'a**' '(*a)' 'a|*b' '\<*a' 'a{2}*' '{2}' 'a{x}' 'a{1' 'a{2,1}' 'a{1,x' 'a{}' 'x|+' '\b+a' 'a$*' '()' '(|a)' 'a{,2}' 'a++' '\>?x' 'a{1}{2}'; do
  echo "$p"; echo 'xa*a+' | sed -E "s/$p/[&]/"; echo 'xa*a+' | grep -oE -- "$p"; [[ 'xa*a+' =~ $p ]]; echo $?
done
### grep: options that exclude each other, values, context of no lines
printf 'a\nb\na\nc\n' > f
grep -E -F a f; grep -P -G a f; grep -F -F a f; grep -A f; grep -m f; grep -d f; grep -D f; grep --binary-files=x; grep -C x -E -F
grep -A0 a f; grep -C0 a f f; grep -B0 -v b f; grep -A0 --no-group-separator a f; egrep -F a f; fgrep -E a f
### grep: bytes of the C locale
export LC_ALL=C
printf 'caf\303\251 \377\nab\n' > u
grep -o 'f..' u | od -c; grep -c . u; grep -P . u | od -c; grep é u | od -c; grep -i É u; grep -ob '[^a-z]' u | od -c; grep -w caf u | wc -c; grep -n '\W' u | od -c
printf 'a\0b\nc\n' > z; grep a z; grep -c '^b' z; grep -a b z | od -c; grep -z b z | od -c; grep -o b z
LC_ALL=C.UTF-8 grep -c . u; LC_ALL=C.UTF-8 grep caf u
### sed: bytes of the C locale
export LC_ALL=C
printf 'caf\303\251 \377\n' | sed 's/f./X/;s/.$/Y/' | od -c
### env -S, dd, printf, tee, touch
env -S 'printf "<%s>\n" "a b" c\ d'
env -S 'printf <%s>\n "a b" '"'c\\td \\' e'"' x\ty \_z q#c #d' tail
env -S '-i A=5 printenv' A; env -S'A=5 printenv A'; env -iS 'A=5' printenv; HOME2=x env -S 'echo ${HOME2} "${HOME2}y" $HOME'; HOME2=x env -S 'echo ${HOME2}a"b'; env -S 'echo \q'; env -S 'echo a\c b' c; env -S 'echo a\'; env --split-string='echo hi' there; env --split 'echo x'; env -S 'env -S "echo deep"'; env -S; env 'a b' ; env -S 'nosuch x'; env - A=3 printenv; env -S '"" x'; env -S 'A="x y" printenv A'
env -v -u HOME -u NOSUCH A=1 true x; env -v -i A=1 B=2 true 'a b'; env -v -C / true
/usr/bin/printf '%q|\n'; /usr/bin/printf '%f\cx' abc; echo $?; /usr/bin/printf '%*d|' 9999999999 1; echo $?; /usr/bin/printf '%.*d|' -9999999999 1; echo $?
printf 'hello world\n' > i; dd if=i of=o status=none skip=1; dd if=i skip=1 iflag=skip_bytes iflag=count_bytes count=3 status=none; echo; dd if=i conv=ucase conv=swab status=none
printf x | tee -p --output-error=exit /nosuch/x o2; echo $?; printf 'x' | tee --output-error=exit -p /nosuch/x o2; echo $?; printf x | tee --output-error=x -p o3; ls o3
touch nosuch/x/; touch nosuchd/; touch -h ''; touch -h nosuch; touch -c nosuch/ nosuch; touch ''
mkdir q; touch q/z; chmod 0 q/z; find q/z -printf '%#m %m\n'
