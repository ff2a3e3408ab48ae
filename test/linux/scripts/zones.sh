### TZ: names, offsets, rules of summer time, and strings that are wrong
export LC_ALL=C
for z in UTC UTC-8 UTC+8 EST5 '<+0530>-5:30' '<-03>3' ABC-12:34:56 XYZ24 XYZ25 GMT0 Foo Foo/Bar ab '<ab>5' '<abc' 5 EST+5: '' : :UTC-8 :NoSuch 'EST5,x' EST5EDT,M3.2.0,M11.1.0 'CET-1CEST,M3.5.0,M10.5.0/3' 'AEST-10AEDT,M10.1.0,M4.1.0/3' 'IST-1GMT0,M10.5.0,M3.5.0/1' '<-02>2<-01>,M3.5.0/-1,M10.5.0/0' ABC3DEF,J60,J300/4:30 ABC3DEF,0/0,J365/25 EST5EDT4,M3.2.0/2,M11.1.0/2; do
for t in 1700000000 1720000000; do echo "$z: $(TZ=$z date -d @$t '+%F %T %Z %z %:z %::z %:::z %s')"; done; done
### TZ: names of the database
export LC_ALL=C
for z in Asia/Shanghai Asia/Tokyo Asia/Kolkata Asia/Kathmandu Europe/Berlin Europe/London Europe/Dublin America/New_York America/Los_Angeles America/Sao_Paulo Australia/Sydney Pacific/Auckland Africa/Cairo Asia/Jerusalem America/Nuuk UTC Etc/GMT+3 PRC CET EST5EDT Zulu; do
for t in 1900000000 1910000000 1920000000; do TZ=$z date -d @$t '+%F %T %Z %z'; done; TZ=$z date -d '2030-03-31 12:00' +%s; done
### date -d: relative times across summer time, hours that do not exist or come twice
export LC_ALL=C TZ=EST5EDT,M3.2.0,M11.1.0
for d in '2024-03-10 01:30' '2024-03-10 02:30' '2024-03-10 03:30' '2024-03-09 02:30 1 day' '2024-03-09 02:30 24 hours' '2024-03-10 12:00 -1 day' '2024-03-10 12:00 24 hours ago' '2024-11-03 01:30' '2024-11-03 01:30 EST' '2024-11-03 01:30 EDT' '2024-11-03 01:30 1 hour' '2024-11-02 01:30 +1 day' '2024-03-10 02:30 EDT' '2024-03-10 02:30 EST' '2024-03-10 02:30 -0500' '2024-07-01' '2024-07-01 UTC' '2024-07-01 12:00 CEST' '2024-07-01 12:00 +0530' '2024-01-31 +1 month' '10:00 PST 2024-01-01' 'TZ="Asia/Tokyo" 2024-05-05 09:00' 'TZ="UTC-8"2024-05-05' 'TZ="x' '2024-01-01 A' '2024-01-01 J' 'monday' 'next fri 2024-01-01' '10:00 10:00' '2024-01-01T10:00:00.5Z' '20240101 +3 days' '20240101 3 days ago' '(a (comment)) 2024-01-01' '1 jan 99' 'jan-1-99' '1/2' '99999' foo '2024-02-30' '2024-01-01 24:00' '12:30 a.m. 2024-01-01' '2024-01-01 1.5 hours' '2024-01-01 1.5 seconds ago' '@1.25' '@-1.25' midnight; do
case $d in monday|10:00*|1/2|99999) f=%T;; *) f='%F %T.%N %Z';; esac; echo "$d: $(date -d "$d" "+$f" 2>&1)"; done
date -u -d '2024-07-01 12:00'; date -R -d '2024-07-01 12:00'; date -Iseconds -d '2024-01-01'; date --rfc-3339=ns -d '2024-01-01'; TZ=CET-1CEST,M3.5.0,M10.5.0/3 date -Ihours -d '2024-07-01 UTC'
printf '2024-07-01\nfoo\n2024-12-01 UTC\n' > f; date -f f
### strftime: flags, widths and modifiers of date and of the shell
export LC_ALL=C TZ='<+0530>-5:30'
for f in %c %D %F %G-%V %g %j %U %W %u %w %C %y %e %k %l %I%p %P %r %R %T %x %X %h %n%t. %q %N %3N %-N %_12N %s %z %Z %:z %::z %:::z %::::z %_z %-z %10z %010z %_10:z %10Y %_10Y %-Y %+Y %+6Y %+F %12F %_12F %5d %-5d %_5d %05d %^a %#a %^B %#Z %#p %010a %_10a %-10a %E %Ec %EY %Ed %Od %Oy %Q %: %+ '%5%' '%E%a' %12s %5C %_D %12D %^c; do printf '%s' "$f "; date -d '2024-03-05 04:05:06.0125' "+[$f]"; printf "[%($f)T]\n" 1709591706; done
date -d @253402300800 '+%F %Y %C'; date -d @-62167219200 '+%F %Y %C %y'
### Times that programs show follow TZ
export LC_ALL=C
umask 022; mkdir d; TZ=EST5 touch -d '2024-01-01 12:00' d/a; TZ=UTC-8 touch -t 202401010000.30 d/b; touch -d @0 d/c; TZ=ABC3 touch -r d/a d/e; TZ=EST5EDT,M3.2.0,M11.1.0 touch -t 202403100230 d/f; echo $?
for z in UTC0 EST5EDT,M3.2.0,M11.1.0 UTC-8; do export TZ=$z; cd d
ls -l | cut -d' ' -f5-; ls -l --full-time | cut -d' ' -f6-; ls --time-style=+%s%z -l | cut -d' ' -f6-; stat -c '%n %y %Y' *; stat b | grep Modify; find . -name '[abc]' -printf '%f %t %TH:%TM %TZ %Tz %T+ %Ts\n' | sort; du --time --time-style=long-iso b | cut -f2; date -r a
find . -newermt '2024-01-01 00:00' | sort; find . -newermt '2023-12-31 16:00:20 UTC' | sort; find . -newermt 'foo' 2>&1
diff -u a b; echo x > g; touch -d '2024-05-05' g; diff -u a g; diff -c a g; rm g
awk 'BEGIN{print mktime("2024 07 01 00 00 00"), mktime("2024 07 01 00 00 00 1"), mktime("2024 07"), strftime("%F %T %Z", 1e9), strftime("%T", 1e9, 1)}'; cd ..; done
### The shell: prompts and printf with TZ, exported or not
export LC_ALL=C; f='%(%H:%M %Z)T\n'
TZ=EST5; printf "$f" 0; export TZ; printf "$f" 0; unset TZ; printf "$f" 0; TZ=ABC3 printf "$f" 0; printf "$f" 0
export TZ=DEF4; printf "$f" 0; declare +x TZ; printf "$f" 0; TZ=X5; printf "$f" 0; unset TZ
f1() { local TZ=LOC1; printf "$f" 0; export TZ; printf "$f" 0; local -x TZ=LOX2; printf "$f" 0; }; f1; printf "$f" 0; export TZ=QQQ7; f1; printf "$f" 0
( TZ=SUB2; printf "$f" 0 ); printf "$f" 0; P='\D{%Z}'; echo "${P@P}"; TZ=Asia/Tokyo; echo "${P@P}"; unset TZ; echo "${P@P}"
for P in '\D' '\Dx' '\D{%Z' '\D{%Z}z' '\D{$HOME `x`}' '\D{%%\n}' '\D{a}b}'; do echo "${P@P}"; done
export E=1; f2() { local E=2; declare -p E; sh -c 'echo $E'; local -a E; }; f2; f3() { local E; declare -p E; declare E=4; sh -c 'echo $E'; }; f3
export HISTTIMEFORMAT='%F %T %Z ' TZ=UTC-8; set -o history; printf '#1700000000\nls\n' > h; history -c; history -r h; history | head -1
### ls --dired
export LC_ALL=C; umask 022; mkdir -p w/s; cd w; touch a "b c" $'d\ne' s/x; ln a a2; o='-gGD --time-style=+ -I [st]'
ls $o; ls -D; ls $o -R . s; ls $o -oQ a s/x 'b c'; ls $o --quoting-style=c; ls $o nosuch; echo $?; ls $o -F a; ls -D1 a; ls -mD a a2; ls -D --zero a; echo $?; ls -lD --zero a; echo $?; ls $o --color=always a 'b c'; ls --dired $o -r | tail -2; ls $o --hyperlink a | grep -c DIRED; ls $o -is a | grep DIRED-
### touch -h: times of links, of what is not there, and of what is before it
export LC_ALL=C TZ=UTC0; touch -d '2024-01-01' a; ln -s a l; ln -s nosuch d; touch -h -d @0 l; stat -c '%n %Y' a l; touch -h -d '2020-02-02 UTC' d; stat -c '%n %y' d; ls -gG --time-style=long-iso l d | cut -d' ' -f4-
touch -h nolink; echo $?; touch -ch nolink; echo $?; touch -r l b; stat -c %Y b; touch -h -r l b; stat -c %Y b; touch -r nosuch b; echo $?; touch -h -m -d @100 l; stat -c %Y l; touch -d '2024-07-01 +1 day' -r a b; stat -c %y b; touch -d foo b; echo $?; touch -t 2401010000.60 b; stat -c %y b; touch -t 240101 b; echo $?
strace -e utimensat touch -h -d '2020-01-01 UTC' l 2>&1 | grep utimensat; strace -e utimensat touch -h l 2>&1 | grep utimensat
