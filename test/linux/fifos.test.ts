/** FIFOs as shells use them: the rendezvous in open, end of file, several writers and readers. */
import { sameAsLinux } from './same.ts';

sameAsLinux('FIFOs', {
  'a writer sleeps until a reader comes': 'mkfifo p; { echo x > p; sleep 0.1; echo wrote; } & sleep 0.1; cat p; wait',
  'a reader sleeps until a writer comes': 'mkfifo p; cat p & sleep 0.1; echo hello > p; wait; echo ended',
  'the shell itself sleeps in the open': 'mkfifo p; (sleep 0.1; cat p) & echo from the shell > p; wait',
  'end of file with the last writer': 'mkfifo p; cat p & { echo a; sleep 0.1; echo b; } > p; wait; echo ended',
  'two writers, one stream': 'mkfifo p; cat p > all & (echo a & (sleep 0.1; echo b) & wait) > p; wait; cat all',
  'a reader for each writer': 'mkfifo p; for i in 1 2 3; do echo $i > p & cat p; wait; done',
  'opened for both never sleeps': 'mkfifo p; exec 3<>p; echo hi >&3; read x <&3; echo got $x',
  'a server of two lines': 'mkfifo p; { read a; read b; echo $b $a; } < p & { echo 1; echo 2; } > p; wait',
  'there and back': 'mkfifo ask answer; { read n < ask; echo $((n + 1)) > answer; } & echo 41 > ask; cat answer; wait',
  'three in a ring': 'mkfifo a b; { read x < a; echo ${x}2 > b; } & { read x < b; echo ${x}3; } & echo 1 > a; wait',
  'kept open by a descriptor': 'mkfifo p; cat p & exec 3> p; echo one >&3; echo two >&3; exec 3>&-; wait; echo ended',
  'what is queued is lost with both ends':
    'mkfifo p; exec 3<>p; echo lost >&3; exec 3>&-; exec 3<>p; echo new >&3; read x <&3; echo $x',
  'a FIFO may be a program’s input': 'mkfifo p; seq 10 > p & grep 1 p | wc -l; wait',
  'and output': 'mkfifo p; wc -l < p & seq 7 > p; wait',
  'tee into one': 'mkfifo p; wc -c < p > n & seq 10 | tee p | wc -l; wait; cat n',
  'noclobber does not protect it': 'mkfifo p; set -C; cat p & echo q > p; wait',
  'appending to it': 'mkfifo p; cat p & echo q >> p; wait',
  'a redirected loop': 'mkfifo p; seq 3 > p & while read n; do echo line $n; done < p; wait',
  'unlinked while they talk': 'mkfifo p; cat p & exec 3> p; rm p; echo still >&3; exec 3>&-; wait; ls',
  'killed in open': 'mkfifo p; cat p & sleep 0.1; kill $!; wait $!; echo $?',
  'SIGPIPE through it': 'mkfifo p; head -1 p & yes > p; echo $?; wait',
  'its type': 'mkfifo p; test -p p; echo $?; test -f p; echo $?; ls -F; ls -l p | { read mode rest; echo $mode; }',
  'its mode':
    'umask 077; mkfifo a; umask 0; mkfifo b; mkfifo -m 600 c; umask 022; mkfifo -m 0622 d; for f in a b c d; do ls -l $f | { read mode rest; echo $mode; }; done',
  'its size is nothing': 'mkfifo p; exec 3<>p; echo 1234 >&3; test -s p; echo $?',
});

sameAsLinux(
  'mkfifo complains',
  {
    'of a name that is there': 'mkfifo ff; mkfifo ff; echo $?; echo > file; mkfifo file; echo $?',
    'of a directory that is not': 'mkfifo nodir/ff; echo $?',
    'of nothing to do': 'mkfifo; echo $?',
    'of a mode': 'mkfifo -m 9 ff; echo $?',
    'of an option': 'mkfifo -x; echo $?',
    'and does the others': 'mkfifo a b; mkfifo b c; echo $?; ls',
  },
  { stderr: true },
);
