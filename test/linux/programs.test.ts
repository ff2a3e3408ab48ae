/** The programs of the first machine, with the options of every day. */
import { sameAsLinux } from './same.ts';

sameAsLinux('programs', {
  'cat -n, -b, -A, -s': "printf 'a\\n\\n\\n\\tb\\n' > f; cat -n f; cat -b f; cat -A f; cat -s f; cat -E < f",
  'cat of several': 'echo 1 > a; echo 2 > b; cat a b; cat a - b < b; cat nofile a 2> /dev/null; echo $?',
  'head and tail':
    'seq 20 > f; head f; head -n 3 f; head -2 f; tail -3 f; tail -n +18 f; head -n -17 f; head -c 5 f; tail -c 4 f',
  'head of several': 'seq 2 > a; seq 3 > b; head -n 1 a b; tail -n 1 a b; head -q -n 1 a b',
  wc: 'printf "one two\\nthree\\n" > f; wc f; wc -l f; wc -w < f; wc -c f; wc -lw f; wc f f; printf x | wc -l; wc -m < f; wc -L f',
  seq: 'seq 3; seq 2 5; seq 1 2 8; seq 5 -2 1; seq 3 1; seq -s , 4; seq -w 8 11; seq 0.5 0.5 2; seq -f %03g 2',
  grep: 'printf "apple\\nBanana\\ncherry\\n" > f; grep an f; grep -i b f; grep -v a f; grep -c r f; grep -n e f; grep -q x f; echo $?; grep -o "[aeiou]" f | wc -l',
  'grep’s patterns':
    'printf "a.b\\naxb\\nab\\nfoo123\\n" > f; grep "a.b" f; grep -F a.b f; grep "^a" f; grep "b$" f; grep -E "a(x|\\.)b" f; grep -w ab f; grep -x ab f; grep "[0-9]\\{3\\}" f',
  'grep of several':
    'echo x > a; echo y > b; grep x a b; grep -l y a b; grep -L y a b; grep -h x a b; grep -c x a b; grep -e x -e y a b; grep x nofile 2> /dev/null; echo $?',
  'grep around': 'seq 9 > f; grep -A 1 3 f; grep -B 1 5 f; grep -C 1 7 f; grep -m 1 "[2-4]" f',
  ls: 'echo > b; echo > a; mkfifo p; ls; ls -1; ls -r; ls -F; ls -a; ls b a; ls nofile 2> /dev/null; echo $?; ls -d .; ls | cat',
  'ls -l':
    'echo hello > a; ls -l a | { read mode links user group size rest; echo $mode $links $size; }; ls -l | { read t n; echo $t; }',
  rm: 'echo > a; echo > b; rm a; ls; rm nofile 2> /dev/null; echo $?; rm -f nofile; echo $?; rm b; ls; rm . 2> /dev/null; echo $?',
  tee: 'echo x | tee a b; cat a b; echo y | tee -a a > /dev/null; cat a; echo z | tee /dev/null',
  yes: 'yes | head -2; yes a b | head -2; yes "" | head -1',
  'true and false': '/bin/true; echo $?; /bin/false; echo $?; /bin/true --foo; echo $?',
  sleep: 'sleep 0.1; echo $?; sleep 0; echo $?; sleep 0.05s 0.05; echo $?',
  'echo and printf as files':
    "/bin/echo -n a; /bin/echo -e 'b\\tc'; /usr/bin/printf '%s|%5.2f|%o\\n' x 3.14159 8; /usr/bin/printf 'a%sb\\n' 1 2",
  'test as a file': '/usr/bin/test 1 -lt 2; echo $?; /usr/bin/[ a = b ]; echo $?',
  'kill as a file': 'sleep 5 & /bin/kill $!; wait $!; echo $?; /bin/kill -l | head -3',
  'a nicer process': `nice -n 7 sleep 5 & sleep 0.1; ps -o ni=,stat=,comm= -p $!; cut -d' ' -f18,19 /proc/$!/stat; kill $!`,
  'stdbuf: a line is there at once': `{ printf 'a\\nb\\n'; sleep 0.5; } | cut -c1 > f & { printf 'a\\nb\\n'; sleep 0.5; } | stdbuf -oL cut -c1 > g & sleep 0.25; wc -c f g; wait; wc -c f`,
  'tail -f of a file that shrinks': `printf 'a\\nb\\n' > f; tail -f -s 0.1 f 2>&1 & sleep 0.4; echo c >> f; sleep 0.4; : > f; sleep 0.4; echo d >> f; sleep 0.4; kill $!`,
  'tail -F of names that come and go': `echo a > f; tail -F -s 0.1 f g 2>&1 & sleep 0.4; mv f h; sleep 0.4; echo b > f; sleep 0.4; echo c > g; sleep 0.4; rm g; sleep 0.4; kill $!`,
  'tail --pid ends with the process': 'echo a > f; sleep 0.5 & tail -f -s 0.1 --pid=$! f; echo $?',
  'pidof by names and files':
    'cp /bin/sleep zz; ./zz 5 & [ "$(pidof zz)" = $! ]; echo $?; [ "$(pidof $PWD/zz)" = $! ]; echo $?; pidof zzz; echo $?; kill $!',
  'ps of itself': 'ps -o comm= -p $$; sleep 5 & ps -o stat=,comm= -p $!; kill $!; ps -o ppid= -p $$ | wc -l',
  'ps of one asleep in the open of a FIFO': 'mkfifo p; cat < p & sleep 0.1; ps -o wchan:20=,comm= -p $!; kill $!',
});

sameAsLinux(
  'programs that complain',
  {
    'of files that are not there':
      'cat nofile; head nofile; tail nofile; wc nofile; grep x nofile; ls nofile; rm nofile; echo $?',
    'of directories': 'cat /tmp; echo $?; head /tmp; echo $?; wc /tmp; echo $?; rm /tmp; echo $?; grep x /tmp; echo $?',
    'of options': 'cat -Y; head -Y; wc -Y; seq -Y; tee -Y; rm -Y; ls -Y; echo $?',
    'of operands': 'seq; seq a; seq 1 2 3 4; sleep; sleep x; head -n x; head -c y; rm; grep; echo $?',
    'of a full device': 'echo x > /dev/full; echo $?; seq 3 > /dev/full; echo $?; cat /dev/null > /dev/full; echo $?',
    'of a full device, but for kill':
      '/bin/kill -l > /dev/full; echo $?; /bin/kill -L > /dev/full; echo $?; /bin/kill -l 9 > /dev/full; echo $?',
    'of a closed output': 'seq 3 >&-; echo $?; /bin/echo x >&-; echo $?; true >&-; echo $?',
    'of what is no number': "printf '%d\\n' abc; echo $?; printf '%d\\n' 12x; test a -eq 1; echo $?; kill abc; echo $?",
  },
  { stderr: true },
);
