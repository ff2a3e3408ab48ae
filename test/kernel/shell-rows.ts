/** The rows of pipe(7) and fifo(7) that show in a shell: a script, and what bash and the tools of a Debian 12 print. */

export interface ScriptFact {
  readonly id: string;
  readonly says: string;
  readonly script: string;
  readonly stdout: string;
  readonly stderr?: string;
}

export const pipeScripts: readonly ScriptFact[] = [
  {
    id: 'PI20',
    says: 'a writer without readers dies of SIGPIPE: status 141',
    script: 'yes | head -1; echo ${PIPESTATUS[@]}',
    stdout: 'y\n141 0\n',
  },
  {
    id: 'PI21',
    says: 'with SIGPIPE ignored the tools report the broken pipe, status 1',
    script: [
      "trap '' PIPE",
      'yes | head -1; echo ${PIPESTATUS[@]}',
      'seq 1000000 | head -1; echo ${PIPESTATUS[@]}',
      '(yes 2> /dev/null) | cat | head -1; echo ${PIPESTATUS[@]}',
    ].join('\n'),
    stdout: 'y\n1 0\n1\n1 0\ny\n1 1 0\n',
    stderr: 'yes: standard output: Broken pipe\nseq: write error: Broken pipe\ncat: write error: Broken pipe\n',
  },
  {
    id: 'PI38',
    says: "a pipeline's status is its last command's; PIPESTATUS has all; pipefail takes the rightmost that is not zero",
    script:
      'true | false | true; echo $? ${PIPESTATUS[@]}; set -o pipefail; false | true; echo $?; (exit 3) | (exit 4) | true; echo $?',
    stdout: '0 0 1 0\n1\n4\n',
  },
];

export const fifoScripts: readonly ScriptFact[] = [
  {
    id: 'FI04',
    says: 'a descriptor open for both reads what it wrote',
    script: 'mkfifo ff; exec 3<>ff; echo hi >&3; read x <&3; echo got $x',
    stdout: 'got hi\n',
  },
  {
    id: 'FI06',
    says: "in `cmd < ff` it is the shell's forked child that sleeps, so ps shows bash",
    script: 'mkfifo ff; cat < ff & sleep 0.1; ps -o wchan=,comm= -p $!; echo > ff; wait',
    stdout: 'wait_f bash\n\n',
  },
  {
    id: 'FI15',
    says: 'two readers share what comes, each byte once',
    script: 'mkfifo g; cat g > a & cat g > b & exec 3> g; sleep 0.3; seq 1 2000 >&3; exec 3>&-; wait; cat a b | wc -c',
    stdout: '8893\n',
  },
  {
    id: 'FI16',
    says: '`mkfifo -m` ignores the umask',
    script:
      'umask 022; mkfifo -m 0622 a; mkfifo -m 600 b; mkfifo c; for f in a b c; do ls -l $f | { read mode rest; echo $mode; }; done',
    stdout: 'prw--w--w-\nprw-------\nprw-r--r--\n',
  },
  {
    id: 'FI17',
    says: '`ls -l` shows p and size 0, `ls -F` a bar, `test -p` is true',
    script:
      'mkfifo ff; ls -F ff; test -p ff; echo $?; test -f ff; echo $?; ls -l ff | { read m l u g size rest; echo ${m:0:1} $size; }',
    stdout: 'ff|\n0\n1\np 0\n',
  },
  {
    id: 'FI19',
    says: 'mkfifo says which name, and why not',
    script: 'mkfifo ff; mkfifo ff; echo $?; mkfifo nodir/ff; echo $?',
    stdout: '1\n1\n',
    stderr:
      "mkfifo: cannot create fifo 'ff': File exists\nmkfifo: cannot create fifo 'nodir/ff': No such file or directory\n",
  },
  {
    id: 'FI20',
    says: 'mkfifo alone, and with a bad mode',
    script: 'mkfifo; echo $?; mkfifo -m 9 ff; echo $?',
    stdout: '1\n1\n',
    stderr: "mkfifo: missing operand\nTry 'mkfifo --help' for more information.\nmkfifo: invalid mode\n",
  },
  {
    id: 'FI25',
    says: '`> ff` creates and truncates nothing',
    script: 'mkfifo ff; exec 3<>ff; echo kept >&3; : > ff; read x <&3; echo $x; ls -F',
    stdout: 'kept\nff|\n',
  },
  {
    id: 'FI27',
    says: 'noclobber does not protect a FIFO',
    script: 'mkfifo pf; set -C; cat pf & echo q > pf; s=$?; wait; echo $s',
    stdout: 'q\n0\n',
  },
  {
    id: 'FI28',
    says: '`echo hi > ff` sleeps in the shell itself, `cat < ff &` in a child',
    script: [
      'mkfifo ff gg',
      '(sleep 0.2; ps -o wchan:20=,comm= -p $$; cat ff) & echo hi > ff; wait',
      'cat < gg & sleep 0.2; ps -o wchan:20=,comm= -p $!; echo > gg; wait',
    ].join('\n'),
    stdout: 'wait_for_partner     bash\nhi\nwait_for_partner     bash\n\n',
  },
];
