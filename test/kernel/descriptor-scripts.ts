/** The rows of descriptors that show in a shell: a script, and what bash and the tools of a Debian 12 print. */
import type { ScriptFact } from './shell-rows.ts';

export const descriptorScripts: readonly ScriptFact[] = [
  {
    id: 'FD05',
    says: 'a program gets open descriptors with their offset, not those that the shell keeps for itself',
    script:
      "printf 'a\\nb\\n' > f; exec 3< f; read x <&3; bash -c 'cat <&3'; { bash -c 'test -e /dev/fd/10'; echo $?; } > out; cat out",
    stdout: 'b\n1\n',
  },
  {
    id: 'FD07',
    says: 'the shell says it when no descriptor is left',
    script: 'ulimit -n 5; exec 3< /dev/null 4< /dev/null; echo x 5< /dev/null; echo $?',
    stdout: '1\n',
    stderr: 'bash: line 1: /dev/null: Too many open files\n',
  },
  {
    id: 'FD14',
    says: 'of an unlinked file /proc says (deleted), and the data is still there',
    script:
      'echo kept > f; exec 3< f; rm f; l=$(readlink /proc/$$/fd/3); echo ${l##*/}; cat <&3; stat -L -c %h /proc/$$/fd/3',
    stdout: 'f (deleted)\nkept\n0\n',
  },
  {
    id: 'FD16',
    says: '`ls -l /proc/PID/fd` shows what is open, and for what',
    script:
      'exec 3< /dev/null 4> /dev/null 5<> /dev/null; for n in 3 4 5; do ls -l /proc/$$/fd/$n | { read mode l u g size rest; echo $mode $size ${rest#*-> }; }; done',
    stdout: 'lr-x------ 64 /dev/null\nl-wx------ 64 /dev/null\nlrwx------ 64 /dev/null\n',
  },
  {
    id: 'FD17',
    says: 'the shell allocates from 10 up',
    script: 'exec {v}< /dev/null; echo $v; exec {w}> /dev/null; echo $w; exec {v}>&-; exec {x}< /dev/null; echo $x',
    stdout: '10\n11\n10\n',
  },
  {
    id: 'FD18',
    says: 'redirections work from left to right; of several outputs the last wins, all are created',
    script: [
      'ls nofile 2>&1 > /dev/null | wc -l; ls nofile > f 2>&1; wc -l < f; ls nofile &> f; ls nofile &>> f; wc -l < f',
      'echo x > a > b > c; wc -c a b c | head -3',
    ].join('\n'),
    stdout: '1\n1\n2\n0 a\n0 b\n2 c\n',
  },
  {
    id: 'FD19',
    says: 'a redirection from a closed descriptor: the command does not run',
    script: 'echo hi >&7; echo $?; cat <&7; echo $?',
    stdout: '1\n1\n',
    stderr: 'bash: line 1: 7: Bad file descriptor\nbash: line 1: 7: Bad file descriptor\n',
  },
  {
    id: 'FD20',
    says: 'noclobber protects existing files, not devices; >| overrides',
    script: 'set -C; echo 1 > x1; echo 2 > x1; echo $?; echo 3 >| x1; echo 4 > /dev/null; cat x1',
    stdout: '1\n3\n',
    stderr: 'bash: line 1: x1: cannot overwrite existing file\n',
  },
  {
    id: 'FD21',
    says: 'redirections that fail, and why',
    script: 'v="a b"; : < nofile; echo $?; : > .; : > $v; : > ""; : > no/f; echo $?',
    stdout: '1\n1\n',
    stderr: [
      'bash: line 1: nofile: No such file or directory',
      'bash: line 1: .: Is a directory',
      'bash: line 1: $v: ambiguous redirect',
      'bash: line 1: : No such file or directory',
      'bash: line 1: no/f: No such file or directory\n',
    ].join('\n'),
  },
  {
    id: 'FD22',
    says: '`exec` with a redirection that fails: the shell goes on',
    script: 'exec 3< nofile; echo $? still here',
    stdout: '1 still here\n',
    stderr: 'bash: line 1: nofile: No such file or directory\n',
  },
  {
    id: 'FD23',
    says: 'a closed standard output or input, as each of them says it',
    script: [
      'echo x >&-; echo $?; /bin/echo x >&-; echo $?; cat /etc/passwd >&-; echo $?',
      'cat <&-; echo $?; read x <&-; echo $?',
    ].join('\n'),
    stdout: '1\n1\n1\n1\n1\n',
    stderr: [
      'bash: line 1: echo: write error: Bad file descriptor',
      '/bin/echo: write error: Bad file descriptor',
      'cat: standard output: Bad file descriptor',
      'cat: -: Bad file descriptor',
      'cat: closing standard input: Bad file descriptor',
      'bash: line 2: read: read error: 0: Bad file descriptor\n',
    ].join('\n'),
  },
  {
    id: 'FD24',
    says: '/dev/full: no space left',
    script: 'echo x > /dev/full; echo $?; echo y | cat > /dev/full; echo $?; ls / > /dev/full; echo $?',
    stdout: '1\n1\n2\n',
    stderr: [
      'bash: line 1: echo: write error: No space left on device',
      'cat: write error: No space left on device',
      'ls: write error: No space left on device\n',
    ].join('\n'),
  },
  {
    id: 'FD25',
    says: '`> /dev/stderr` opens the file behind it anew and empties it, `>&2` does not',
    script:
      "bash -c 'echo one >&2; echo two >&2; echo three > /dev/stderr' 2> log; cat log; bash -c 'echo 1 >&2; echo 2 >&2' 2> log; cat log",
    stdout: 'three\n1\n2\n',
  },
  {
    id: 'FD26',
    says: 'cat refuses to append a file to itself; `cat < f > f` empties it',
    script: 'echo x > f; cat f >> f; echo $?; cat < f > f; echo $?; wc -c < f',
    stdout: '1\n0\n0\n',
    stderr: 'cat: f: input file is output file\n',
  },
  {
    id: 'FD27',
    says: 'a group shares one descriptor: read takes just its line',
    script: 'seq 5 > f; { read x; read y; echo $x$y; cat; } < f; seq 3 | { read x; echo got $x; cat; }',
    stdout: '12\n3\n4\n5\ngot 1\n2\n3\n',
  },
];

/** What only an ordinary user sees; the tests may run as root on the host. */
export const descriptorScriptsOfUsers: readonly ScriptFact[] = [
  {
    id: 'FD15',
    says: 'what is open stays readable after chmod 000, and cannot be opened again',
    script: 'echo secret > f; exec 3< f; chmod 000 f; cat <&3; cat f; mkdir d; chmod 644 d; ls d/x; echo $?',
    stdout: 'secret\n2\n',
    stderr: "cat: f: Permission denied\nls: cannot access 'd/x': Permission denied\n",
  },
  {
    id: 'FD28',
    says: 'the hard limit is for root to raise',
    script: 'ulimit -n 100; ulimit -n 200; echo $?',
    stdout: '1\n',
    stderr: 'bash: line 1: ulimit: open files: cannot modify limit: Operation not permitted\n',
  },
];
