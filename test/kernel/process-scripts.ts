/** The rows of processes and signals that show in a shell: a script, and what bash, procps and coreutils of a Debian 12 print. */
import type { ScriptFact } from './shell-rows.ts';

const KILL_LIST = `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT
CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS
`;
const KILL_TABLE = ` 1 HUP      2 INT      3 QUIT     4 ILL      5 TRAP     6 ABRT     7 BUS
 8 FPE      9 KILL    10 USR1    11 SEGV    12 USR2    13 PIPE    14 ALRM
15 TERM    16 STKFLT  17 CHLD    18 CONT    19 STOP    20 TSTP    21 TTIN
22 TTOU    23 URG     24 XCPU    25 XFSZ    26 VTALRM  27 PROF    28 WINCH
29 POLL    30 PWR     31 SYS     
`;

const RETRY = 'bash: fork: retry: Resource temporarily unavailable\n';

export const processScripts: readonly ScriptFact[] = [
  {
    id: 'SG05',
    says: '`/bin/kill -l` names in rows without numbers, `-L` a table of seven a row; 29 is POLL, no real-time signals',
    script: '/bin/kill -l; /bin/kill -L',
    stdout: KILL_LIST + KILL_TABLE,
  },
  {
    id: 'SG47',
    says: '`/bin/kill` of nobody says so, status 1',
    script: '/bin/kill 4194303; echo $?',
    stdout: '1\n',
    stderr: '/bin/kill: (4194303): No such process\n',
  },
  {
    id: 'SG50',
    says: '`timeout` ends with 124, or 137 after KILL, 125 for a bad time; who runs a command that is missing ends with 127',
    script: [
      'timeout 0.1 sleep 5; echo $?; bash -c "timeout -s KILL 0.1 sleep 5; :" 2>&1 | grep -c Killed; timeout x sleep 5; echo $?',
      'env nosuch; echo $?; nohup nosuch; echo $?; echo a | xargs nosuch; echo $?',
    ].join('\n'),
    stdout: '124\n1\n125\n127\n127\n127\n',
    stderr:
      "timeout: invalid time interval 'x'\nTry 'timeout --help' for more information.\nenv: 'nosuch': No such file or directory\n" +
      "nohup: failed to run command 'nosuch': No such file or directory\nxargs: nosuch: No such file or directory\n",
  },
  {
    id: 'PR07',
    says: 'bash runs a text without `#!` itself; an empty file is status 0, a missing interpreter 127, no program at all 126',
    script: [
      "echo 'echo ran $0 $1' > text; : > empty; printf '#!/no/such\\n' > badinterp; printf '\\1\\177\\0abc' > noise",
      'chmod +x text empty badinterp noise; for f in "text x" empty badinterp noise; do ./$f; echo $?; done',
    ].join('\n'),
    stdout: 'ran ./text x\n0\n0\n127\n126\n',
    stderr:
      'bash: line 2: ./badinterp: cannot execute: required file not found\n' +
      'bash: line 2: ./noise: cannot execute binary file: Exec format error\n',
  },
  {
    id: 'PR35',
    says: "comm is the program's file, args its argv; a subshell that has not exec'ed shows its parent's args",
    script: [
      'bash -c "exec -a worker sleep 2" & sleep 0.2; ps -o comm=,args= -p $!',
      'cp /bin/sleep a-very-long-program-name; ./a-very-long-program-name 2 & sleep 0.2; ps -o comm= -p $!',
      'bash -c "(sleep 2; :) & sleep 0.2; ps -o args= -p \\$!"',
    ].join('\n'),
    stdout: `sleep           worker 2
a-very-long-pro
bash -c (sleep 2; :) & sleep 0.2; ps -o args= -p $!
`,
  },
  {
    id: 'PR36',
    says: '`ps -p` of nobody is the header and status 1; an unknown column is an error; `-C` selects by comm',
    script: [
      'ps -p 4194303 | wc -l; ps -p 4194303 > /dev/null; echo $?; ps -o nosuch 2>&1 | head -1; ps -o nosuch 2> /dev/null; echo $?',
      'cp /bin/sleep my-sleep; ./my-sleep 2 & ./my-sleep 2 & sleep 0.2; ps -C my-sleep -o comm=,args=',
    ].join('\n'),
    stdout:
      '1\n1\nerror: unknown user-defined format specifier "nosuch"\n1\nmy-sleep        ./my-sleep 2\nmy-sleep        ./my-sleep 2\n',
  },
  {
    id: 'PR37',
    says: 'pgrep matches comm as a regular expression, -x whole, -f args, never itself; 1 for nobody, 2 for a wrong call; a zombie counts, for pidof not',
    script: [
      'cp /bin/sleep napper; ./napper 20 & a=$!; ./napper 21 & b=$!; sleep 0.2; ids() { echo $(for p; do [ $p = $a ] && echo a; [ $p = $b ] && echo b; done); }',
      'ids $(pgrep nap); ids $(pgrep -x napp); ids $(pgrep -f "napper 21"); ids $(pgrep -x napper); ids $(pidof napper)',
      'pgrep nosuchname; echo $?; pgrep 2>&1 | head -1; pgrep "[" > /dev/null; echo $?',
      '(./napper 0.1 & exec ./napper 19) & c=$!; sleep 0.8; pgrep -P $c napper | wc -l; pidof napper | wc -w; kill $a $b $c; wait 2> /dev/null',
    ].join('\n'),
    stdout: 'a b\n\nb\na b\nb a\n1\npgrep: no matching criteria specified\n2\n1\n3\n',
    stderr: 'pgrep: regex error: Invalid regular expression\n',
  },
];

/** Asked of the simulation alone: on the host they would touch other processes, or take 15 seconds. */
export const processScriptsOfOurs: readonly ScriptFact[] = [
  {
    id: 'SG47',
    says: '`/bin/kill -99 1` takes it for process group 9, and says nothing',
    script: '/bin/kill -99 1; echo $?',
    stdout: '0\n',
  },
  {
    id: 'PR25',
    says: 'at the limit of processes bash tries to fork four times more, in 15 seconds, then gives up: status 254',
    script: 'bash -c "ulimit -u 1; SECONDS=0; trap \'echo \\$? after \\$SECONDS\' EXIT; (echo hi)"; :',
    stdout: '254 after 15\n',
    stderr: `${RETRY.repeat(4)}bash: fork: Resource temporarily unavailable\n`,
  },
];
