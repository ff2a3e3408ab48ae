/** Redirections: their order, descriptors by number, here-documents, and what goes wrong. */
import { sameAsLinux } from './same.ts';

sameAsLinux('redirections', {
  'to a file and back': 'echo hi > f; cat < f; cat f',
  appending: 'echo 1 > f; echo 2 >> f; echo 3 >> f; cat f',
  'truncated before the program runs': 'echo 1 > f; cat f > f; wc -c < f',
  'both the same': 'echo x > f; echo y >> f; cat < f > g; cat g',
  'the order counts': '{ echo out; echo err >&2; } 2>&1 > f; echo -; cat f',
  'the other order': '{ echo out; echo err >&2; } > f 2>&1; echo -; cat f',
  'out and err by &>': '{ echo out; echo err >&2; } &> f; { echo more; echo err >&2; } &>> f; cat f',
  'swapped through a third': '{ echo out; echo err >&2; } 3>&1 1>&2 2>&3 3>&- | cat',
  'exec keeps one': 'exec 4> f; echo a >&4; echo b >&4; exec 4>&-; cat f',
  'read from one': 'seq 3 > f; exec 3< f; read a <&3; read b <&3; echo $a $b; cat <&3',
  'one offset for two descriptors': 'exec 3> f 4>&3; echo a >&3; echo b >&4; echo c >&3; cat f',
  'two offsets for two opens': 'exec 3> f 4> f; echo abcdef >&3; echo xy >&4; cat f',
  'reading and writing': 'echo 12345 > f; exec 3<> f; read -n 2 x <&3; echo -n XY >&3; cat f; echo $x',
  'a group has one output': '{ echo 1; echo 2; } > f; (echo 3; echo 4) >> f; cat f',
  'a loop has one': 'for i in 1 2 3; do echo $i; done > f; cat f',
  'closed output': 'echo x >&- 2> /dev/null; echo $?',
  'closed input': 'cat <&- 2> /dev/null; echo $?',
  moved: 'exec 3> f; echo a 1>&3-; echo b; cat f',
  noclobber: 'set -C; echo 1 > f; echo 2 > f 2> /dev/null; echo $?; echo 3 >| f; cat f',
  '/dev/null': 'echo x > /dev/null; cat /dev/null; wc -c < /dev/null',
  '/dev/stdout and /dev/fd': '{ echo a > /dev/stdout; } | cat; echo b | cat /dev/stdin; echo c | cat /dev/fd/0',
  'a variable in the name': 'n=file; echo x > $n.txt; cat file.txt',
  'only a redirection': '> empty; wc -c < empty; ls',
  'a variable with a subscript':
    'exec {C[1]}> f {C[2]}< /dev/null; echo ${!C[@]}; echo hi >&${C[1]}; exec {C[1]}>&-; { echo x >&${C[1]}; } 2> /dev/null; echo $?; cat f; i=3; exec {C[i+1]}< f; cat <&${C[4]}; declare -A M; exec {M[k]}< f; echo ${!M[@]}',
  'an inherited descriptor': "exec 5> f; bash -c 'echo from a child >&5'; cat f",
});

sameAsLinux('here-documents', {
  plain: 'cat << EOF\none\n  two\nEOF\necho after',
  expanded: 'x=5; cat << EOF\nx is $x, $(echo sub), $((x * 2)), \\$x, `echo tick`\nEOF',
  'quoted end': "x=5; cat << 'EOF'\nx is $x \\\nEOF",
  'tabs taken off': 'cat <<- EOF\n\t\tindented\n\tEOF',
  'two of them': 'cat << A; cat << B\na\nA\nb\nB',
  'into a loop': 'while read a b; do echo "$b $a"; done << EOF\n1 2\n3 4 5\nEOF',
  'on another descriptor': 'cat 3<< EOF 0<&3\nthird\nEOF',
  'a here-string': 'x="a  b"; cat <<< "$x"; cat <<< $x; read y <<< one; echo $y',
  'longer than a pipe': 'x=$(seq 20000); wc -c << EOF\n$x\nEOF',
});

sameAsLinux(
  'redirections that fail',
  {
    'a file that is not there': 'cat < nofile; echo $?',
    'a directory': 'echo x > .; echo $?',
    'a directory that is not there': 'echo x > no/file; echo $?',
    'a descriptor that is not open': 'echo x >&7; echo $?; cat <&7; echo $?',
    'on a group': '{ echo not here; } < nofile; echo $?',
    'on a builtin that goes on': 'cd < nofile; echo $?; : < nofile; echo $?',
    'an ambiguous one': 'x="a b"; echo y > $x; echo $?',
    'a file in the way, with noclobber': 'set -C; > f; > f; echo $?',
    'an empty name': 'echo x > ""; echo $?',
    'a command that is not there': 'nosuchcommand 2>&1; echo $?; nosuchcommand | cat; echo ${PIPESTATUS[@]}',
    'a file that is no program': 'echo text > f; ./f; echo $?; ./nofile; echo $?; ./; echo $?',
  },
  { stderr: true },
);

sameAsLinux(
  'descriptors in variables, what goes wrong',
  {
    'not set': 'exec {a}<&-; echo $?; exec {C[9]}<&-; echo $?',
    readonly: 'declare -r R; { :; } {R}< /dev/null; echo $?; { :; } {R}<&0; echo $?',
  },
  { stderr: true },
);
