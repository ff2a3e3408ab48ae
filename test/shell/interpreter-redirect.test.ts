/** Redirections, FIFOs and descriptors of the shell, compared with the real bash. */
import { sameAsLinux } from '../linux/same.ts';

sameAsLinux('redirections', {
  files: 'echo a > f; echo b >> f; cat f; cat < f > g; cat g; : > f; wc -c < f; > h; ls h; echo c >| f; cat f',
  'left to right':
    'ls nofile 2>&1 >/dev/null | wc -l; ls nofile >/dev/null 2>&1 | wc -l; { echo o; echo e >&2; } > f 2>&1; cat f; { echo o; echo e >&2; } &> g; cat g; { echo p >&2; } &>> g; wc -l < g',
  'several on one command': 'echo x > a > b; wc -c a b | head -2; cat < a < b; echo y > c 2> d; cat c',
  'numbered ones':
    'exec 3> f 4>&1; echo a >&3; echo b >&4; exec 3>&- 4>&-; cat f; echo c 5> g >&5; cat g; { echo x >&3; } 3> h; cat h',
  'moved and closed':
    'exec 3> f; exec 4>&3-; echo a >&4; echo b 2>/dev/null >&3; echo $?; exec 4>&-; cat f; cat <&- 2>/dev/null; echo $?; : <&- >&-; echo ok',
  '{name}':
    'exec {fd}> f; [ $fd -ge 10 ] && echo high; echo x >&$fd; exec {fd}>&-; cat f; exec {a}< f {b}< f; echo $((b - a)); read x <&$a; echo $x',
  'put back afterwards':
    'exec 3>&1; { echo in; exec 4>&1; } > f; echo out; cat f; f() { echo fn; }; f > g; echo x; cat g; eval "echo e" > h; cat h; read y < g; echo $y',
  'read and write': 'echo 12345 > f; exec 3<> f; read -n 2 x <&3; echo $x; echo X >&3; exec 3>&-; cat f',
  'words of targets': 'x=f1; echo a > $x; echo b > "$x 2"; ls; d=out; echo c > ./$d; cat ./out; echo *',
  noclobber:
    'set -C; echo a > f; echo b > f; echo $?; echo c >| f; cat f; echo d > /dev/null; echo $?; echo e >> f; wc -l < f; set +C; echo g > f; cat f',
  'failed ones':
    'echo a > /nodir/x; echo $?; cat < nofile; echo $?; echo b > nodir/x && echo no; { echo c; } < nofile; echo $?; f() { echo d; }; f < nofile; echo $?; : < nofile || echo or',
  ambiguous: 'v="a b"; echo x > $v; echo $?; echo y > $undefined; echo $?; echo z > "$undefined"; echo $?',
  'exec goes on after a failure': 'exec 3< nofile; echo still $?; exec 5>&9; echo $?',
  'bad descriptors': 'echo x >&7; echo $?; echo y 7>&8; echo $?; cat <&9; echo $?',
  'closed standard output':
    'echo x >&-; echo $?; printf y >&-; echo $?; pwd >&-; echo $?; type cd >&-; echo $?; /bin/echo z >&-; echo $?',
  'a full device':
    'echo x > /dev/full; echo $?; printf "%s" y > /dev/full; echo $?; echo z 2>/dev/null > /dev/full || echo failed',
  '/dev/stdout and friends':
    'echo a > /dev/stdout | cat; echo b | cat /dev/stdin; echo c > /dev/fd/1 | cat; echo d > /dev/null; { echo e > /dev/stderr; } 2>&1 | cat',
  'without a command': '> f; < f; echo $?; < nofile; echo $?; x=1 > g; echo $x; ls',
  'appending together':
    '(for i in 1 2 3; do echo a$i; done) >> f & (for i in 1 2 3; do echo b$i; done) >> f & wait; wc -l < f; grep -c b f',
  'a file descriptor and a subshell': 'exec 3< <(seq 3); read a <&3; (read b <&3; echo $b); read c <&3; echo $a $c',
});

sameAsLinux('FIFOs', {
  'a writer waits for a reader':
    'mkfifo ff; { echo hi > ff; sleep 0.1; echo wrote; } & sleep 0.1; echo before; cat ff; wait',
  'a reader waits for a writer': 'mkfifo ff; cat < ff & sleep 0.1; echo hi > ff; wait; echo end',
  'both ends in one shell': 'mkfifo ff; exec 3<> ff; echo hi >&3; read x <&3; echo got $x',
  'line by line': 'mkfifo ff; (for i in 1 2 3; do echo $i; done > ff) & while read x; do echo "<$x>"; done < ff; wait',
  'several writers': 'mkfifo ff; (echo a > ff) & (echo b > ff) & sleep 0.1; cat ff | wc -l; wait',
  'request and answer': 'mkfifo q a; (read x < q; echo "answer to $x" > a) & echo question > q; cat a; wait',
  'a reader that leaves': 'mkfifo ff; head -1 < ff & { trap "" PIPE; seq 100000 2>/dev/null; echo $? >&2; } > ff; wait',
  'noclobber lets it be': 'mkfifo ff; set -C; cat ff & echo x > ff; wait',
  'the rendezvous of the lesson': 'mkfifo f; echo hi > f & cat < f; wait; yes | head -1; echo ${PIPESTATUS[@]}',
});

sameAsLinux(
  'messages',
  {
    redirections:
      'cat < nofile; echo x > nodir/f; echo x > /tmp; echo hi >&7; cat <&7; v="a b"; echo x > $v; echo x > "$nope"; set -C; echo a > f; echo b > f; exec 3< nofile; echo on',
    builtins:
      'cd nodir; cd a b; shift x; shift -1; return 3; break; let; let x=; export 1x=2; readonly r=1; unset r; local x; declare -Z; umask 9; trap x FOO; kill; kill abc; kill -FOO 1; kill %1; fg; set -Q; shopt -s nosuch; alias nosuch; type nosuch; hash nosuch; getopts; printf; source; . nofile; ulimit -n x; wait %3; disown; builtin nosuch; exec nosuch',
    expressions:
      'echo $((1/0)); echo $((08)); echo $((1+)); echo $((a b)); [ 1 -eq x ]; [ a = b = c ]; test a b; [ 1 -eq; [[ 1 -eq 1/0 ]]; ((1/0)); let 1/0',
    commands: 'nosuch; ./nosuch; nodir/x; : > f; ./f; ./; /tmp; ""; "a b"; command nosuch',
    'in a function': 'f() { cd nodir; nosuch; echo $((1/0)); }; f; echo x',
    'line numbers': 'nosuch1\n\nnosuch2; nosuch3\nf() {\n  nosuch4\n}\nf\nif true; then\nnosuch5\nfi',
    'in a script':
      'printf "nosuch\\ncd nodir\\n. ./inner\\n" > s; printf "\\n\\nnosuch\\nf() { nosuch; }; f\\n" > inner; bash s; bash < s; bash ./s',
    'syntax errors': `bash -c 'echo )'; bash -c 'if'; bash -c 'echo "x'; bash -c 'for'; eval 'echo )'; echo after $?; printf 'echo a\\necho )\\necho b\\n' > s; bash s; bash < s`,
    parameters: '(echo ${x:?}); (echo ${x:?message}); (set -u; echo $nope); echo ${x!y}; echo next',
    'closed and full': 'echo x >&-; echo x > /dev/full; printf x > /dev/full; read x <&-; pwd >&-',
    'set -x':
      'set -x; x=1; echo "a b" $x; y=$(echo hi); for i in 1 2; do :; done; [[ a == b ]]; ((x+1)); case a in a) echo c;; esac; eval echo q; f() { local z=3; }; f; (echo s); a=(1 2); a[3]=4; v+=x; echo ""; set +x',
    'options of the shell': 'bash -c; bash -Q; bash nofile; bash --nosuch; bash -o nosuch -c :; bash /',
    'here-document that does not end': 'bash -c "cat <<E\nx"',
  },
  { stderr: true },
);
