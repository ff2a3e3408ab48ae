/** Sessions with keys and what an interactive bash 5.2 shows of them, recorded on a pseudo-terminal; pids are P1, P2, … */

export interface Transcript {
  readonly title: string;
  /** The rows of the semantics lists that can be seen in it. */
  readonly shows: readonly { readonly id: string; readonly says: string }[];
  readonly keys: readonly string[];
  readonly screen: string;
}

export const transcripts: readonly Transcript[] = [
  {
    title: 'jobs, marks, Done and Exit',
    shows: [
      { id: 'JC01', says: '`cmd &` prints its number and the pid before the next prompt' },
      { id: 'JC02', says: 'the line of a job: number, mark, state in 24 columns, command' },
      { id: 'JC03', says: 'states: Running, Done, Exit 3, a signal’s text' },
      { id: 'JC06', says: 'jobs -p, -r, -s, and jobs -x' },
      { id: 'JC07', says: 'the marks + and - move on when a job goes' },
      { id: 'JC09', says: 'an ended job is told once, before the next prompt' },
    ],
    keys: [
      "PS1='$ '\n",
      'sleep 100 &\n',
      'sleep 200 &\n',
      'sleep 300 &\n',
      'jobs\n',
      'jobs -l\n',
      'jobs -p\n',
      'jobs -r\n',
      'jobs %2\n',
      'kill %3\n',
      '\n',
      'jobs\n',
      'true &\n',
      '\n',
      'false &\n',
      '\n',
      '(exit 3) &\n',
      '\n',
      "sh -c 'exit 200' &\n",
      '\n',
      'echo $!; wait $!; echo $?\n',
      'jobs -x echo %1\n',
      'kill %1 %2\n',
      '\n',
      'jobs\n',
      'sleep 0.2 & sleep 0.1 & wait; jobs\n',
      'sleep 100 & sleep 101 & jobs\n',
      'kill $(jobs -p)\n',
      '\n',
    ],
    screen: `PS1='$ '
$ sleep 100 &
[1] P1
$ sleep 200 &
[2] P2
$ sleep 300 &
[3] P3
$ jobs
[1]   Running                 sleep 100 &
[2]-  Running                 sleep 200 &
[3]+  Running                 sleep 300 &
$ jobs -l
[1]   P1 Running                 sleep 100 &
[2]-  P2 Running                 sleep 200 &
[3]+  P3 Running                 sleep 300 &
$ jobs -p
P1
P2
P3
$ jobs -r
[1]   Running                 sleep 100 &
[2]-  Running                 sleep 200 &
[3]+  Running                 sleep 300 &
$ jobs %2
[2]-  Running                 sleep 200 &
$ kill %3
$ 
[3]+  Terminated              sleep 300
$ jobs
[1]-  Running                 sleep 100 &
[2]+  Running                 sleep 200 &
$ true &
[3] P4
$ 
[3]+  Done                    true
$ false &
[3] P5
$ 
[3]+  Exit 1                  false
$ (exit 3) &
[3] P6
$ 
[3]+  Exit 3                  ( exit 3 )
$ sh -c 'exit 200' &
[3] P7
$ 
[3]+  Exit 200                sh -c 'exit 200'
$ echo $!; wait $!; echo $?
P7
200
$ jobs -x echo %1
P1
$ kill %1 %2
$ 
[1]-  Terminated              sleep 100
[2]+  Terminated              sleep 200
$ jobs
$ sleep 0.2 & sleep 0.1 & wait; jobs
[1] P8
[2] P9
[1]-  Done                    sleep 0.2
[2]+  Done                    sleep 0.1
$ sleep 100 & sleep 101 & jobs
[1] P10
[2] P11
[1]-  Running                 sleep 100 &
[2]+  Running                 sleep 101 &
$ kill $(jobs -p)
$ 
[1]-  Terminated              sleep 100
[2]+  Terminated              sleep 101
$ `,
  },
  {
    title: 'keys while a job is in the foreground',
    shows: [
      { id: 'JC13', says: 'Ctrl-C: ^C, a new line, 130' },
      { id: 'JC14', says: 'Ctrl-Z: ^Z, Stopped, 148' },
      { id: 'JC15', says: 'Ctrl-\\: Quit right behind it' },
      { id: 'JC36', says: 'a stopped job that is killed is first told as Stopped, then as Killed' },
    ],
    keys: [
      "PS1='$ '\n",
      'cat\n',
      'one line\n',
      '\u0004',
      'echo $?\n',
      'cat\n',
      'one\n',
      '\u0003',
      'echo $?\n',
      'sleep 100\n',
      '\u001c',
      'echo $?\n',
      'sleep 100\n',
      '\u001a',
      'echo $?\n',
      'jobs\n',
      'fg\n',
      '\u0003',
      'echo $?\n',
      'sleep 100 | cat\n',
      '\u001a',
      'jobs -l\n',
      'echo ${PIPESTATUS[@]}\n',
      'bg\n',
      'jobs\n',
      'kill %%\n',
      '\n',
      'sleep 100; echo after $?\n',
      '\u0003',
      'echo $?\n',
      'sleep 100; echo after $?\n',
      '\u001a',
      'echo $?\n',
      'kill -9 %%\n',
      '\n',
      '\n',
    ],
    screen: `PS1='$ '
$ cat
one line
one line
$ echo $?
0
$ cat
one
one
^C
$ echo $?
130
$ sleep 100
^\\Quit
$ echo $?
131
$ sleep 100
^Z
[1]+  Stopped                 sleep 100
$ echo $?
148
$ jobs
[1]+  Stopped                 sleep 100
$ fg
sleep 100
^C
$ echo $?
130
$ sleep 100 | cat
^Z
[1]+  Stopped                 sleep 100 | cat
$ jobs -l
[1]+  P1 Stopped                 sleep 100
      P2                       | cat
$ echo \${PIPESTATUS[@]}
0
$ bg
[1]+ sleep 100 | cat &
$ jobs
[1]+  Running                 sleep 100 | cat &
$ kill %%
$ 
[1]+  Terminated              sleep 100 | cat
$ sleep 100; echo after $?
^C
$ echo $?
130
$ sleep 100; echo after $?
^Z
[1]+  Stopped                 sleep 100
after 148
$ echo $?
0
$ kill -9 %%

[1]+  Stopped                 sleep 100
$ 
[1]+  Killed                  sleep 100
$ 
$ `,
  },
  {
    title: 'keys at the prompt, and in loops',
    shows: [
      { id: 'JC16', says: 'after Ctrl-C the whole line or loop ends, after Ctrl-Z it goes on' },
      { id: 'JC17', says: 'an INT trap of the shell does not run for keys that a job gets' },
      { id: 'JC18', says: 'Ctrl-C at the prompt drops the line, 130' },
      { id: 'JC19', says: 'Ctrl-D leaves, with IGNOREEOF after a hint' },
    ],
    keys: [
      "PS1='$ '\n",
      '\u0003',
      'echo $?\n',
      'half a li',
      '\u0003',
      'echo $?\n',
      'while :; do sleep 1; done\n',
      '\u0003',
      'echo $?\n',
      "trap 'echo got INT' INT\n",
      '\u0003',
      'sleep 100\n',
      '\u0003',
      'echo $?\n',
      'trap - INT\n',
      '(sleep 100)\n',
      '\u0003',
      'for i in 1 2 3; do sleep 100; echo $i; done\n',
      '\u0003',
      'while :; do :; done\n',
      '\u0003',
      'echo $?\n',
      'IGNOREEOF=1\n',
      '\u0004',
      '\u0004',
    ],
    screen: `PS1='$ '
$ ^C
$ echo $?
130
$ half a li^C
$ echo $?
130
$ while :; do sleep 1; done
^C
$ echo $?
130
$ trap 'echo got INT' INT
$ ^Cgot INT

$ sleep 100
^C
$ echo $?
130
$ trap - INT
$ (sleep 100)
^C
$ for i in 1 2 3; do sleep 100; echo $i; done
^C
$ while :; do :; done
^C
$ echo $?
130
$ IGNOREEOF=1
$ 
Use "exit" to leave the shell.
$ 
exit
`,
  },
  {
    title: 'job names, fg, bg',
    shows: [
      { id: 'JC11', says: 'job names, and what is said when none or several fit' },
      { id: 'JC12', says: 'fg and bg print the command; %1 is fg, `%1 &` is bg' },
    ],
    keys: [
      "PS1='$ '\n",
      'fg\n',
      'bg\n',
      'jobs\n',
      'sleep 100 &\n',
      'sleep 200 &\n',
      'cat /dev/zero >/dev/null &\n',
      'bg\n',
      'bg %1\n',
      'jobs %sl\n',
      'jobs %cat\n',
      'jobs %?200\n',
      'jobs %-\n',
      'jobs %9\n',
      'fg %9\n',
      'kill %9\n',
      'kill %x\n',
      'bg %9\n',
      'wait %9; echo $?\n',
      'disown %9\n',
      'fg %sleep\n',
      'kill -STOP %3\n',
      '\n',
      'jobs\n',
      'bg %3\n',
      'fg %2\n',
      '\u001a',
      'fg %-\n',
      '\u001a',
      'jobs\n',
      '%1 &\n',
      '%3\n',
      '\u0003',
      'jobs\n',
      'kill -9 %1 %2\n',
      '\n',
      'jobs\n',
    ],
    screen: `PS1='$ '
$ fg
bash: fg: current: no such job
$ bg
bash: bg: current: no such job
$ jobs
$ sleep 100 &
[1] P1
$ sleep 200 &
[2] P2
$ cat /dev/zero >/dev/null &
[3] P3
$ bg
bash: bg: job 3 already in background
$ bg %1
bash: bg: job 1 already in background
$ jobs %sl
bash: jobs: sl: ambiguous job spec
bash: jobs: %sl: no such job
$ jobs %cat
[3]+  Running                 cat /dev/zero > /dev/null &
$ jobs %?200
[2]-  Running                 sleep 200 &
$ jobs %-
[2]-  Running                 sleep 200 &
$ jobs %9
bash: jobs: %9: no such job
$ fg %9
bash: fg: %9: no such job
$ kill %9
bash: kill: %9: no such job
$ kill %x
bash: kill: %x: no such job
$ bg %9
bash: bg: %9: no such job
$ wait %9; echo $?
bash: wait: %9: no such job
127
$ disown %9
bash: disown: %9: no such job
$ fg %sleep
bash: fg: sleep: ambiguous job spec
$ kill -STOP %3
$ 

[3]+  Stopped                 cat /dev/zero > /dev/null
$ jobs
[1]   Running                 sleep 100 &
[2]-  Running                 sleep 200 &
[3]+  Stopped                 cat /dev/zero > /dev/null
$ bg %3
[3]+ cat /dev/zero > /dev/null &
$ fg %2
sleep 200
^Z
[2]+  Stopped                 sleep 200
$ fg %-
cat /dev/zero > /dev/null
^Z
[3]+  Stopped                 cat /dev/zero > /dev/null
$ jobs
[1]   Running                 sleep 100 &
[2]-  Stopped                 sleep 200
[3]+  Stopped                 cat /dev/zero > /dev/null
$ %1 &
bash: bg: job 1 already in background
$ %3
cat /dev/zero > /dev/null
^C
$ jobs
[1]-  Running                 sleep 100 &
[2]+  Stopped                 sleep 200
$ kill -9 %1 %2

[2]+  Stopped                 sleep 200
$ 
[1]-  Killed                  sleep 100
[2]+  Killed                  sleep 200
$ jobs
$ `,
  },
  {
    title: 'reading from the background',
    shows: [
      { id: 'JC05', says: 'why a job stopped shows with -l only' },
      { id: 'JC20', says: 'a background read stops the job' },
    ],
    keys: [
      "PS1='$ '\n",
      'cat &\n',
      '\n',
      'jobs -l\n',
      'bg\n',
      '\n',
      'fg\n',
      'hello\n',
      '\u0004',
      'echo $?\n',
      '(sleep 0.2; echo from the background) &\n',
      '\n',
      '(read x; echo got $x) &\n',
    ],
    screen: `PS1='$ '
$ cat &
[1] P1
$ 

[1]+  Stopped                 cat
$ jobs -l
[1]+  P1 Stopped (tty input)     cat
$ bg
[1]+ cat &
$ 

[1]+  Stopped                 cat
$ fg
cat
hello
hello
$ echo $?
0
$ (sleep 0.2; echo from the background) &
[1] P2
$ from the background

[1]+  Done                    ( sleep 0.2; echo from the background )
$ (read x; echo got $x) &
[1] P3
$ `,
  },
  {
    title: 'leaving with stopped jobs',
    shows: [{ id: 'JC28', says: 'exit with stopped jobs warns once' }],
    keys: ["PS1='$ '\n", 'sleep 100\n', '\u001a', 'exit\n', 'jobs\n', 'exit\n'],
    screen: `PS1='$ '
$ sleep 100
^Z
[1]+  Stopped                 sleep 100
$ exit
exit
There are stopped jobs.
$ jobs
[1]+  Stopped                 sleep 100
$ exit
exit
`,
  },
  {
    title: 'leaving with running jobs and checkjobs',
    shows: [{ id: 'JC28', says: 'with checkjobs running jobs are listed' }],
    keys: ["PS1='$ '\n", 'sleep 3 &\n', 'shopt -s checkjobs\n', 'exit\n', 'exit\n'],
    screen: `PS1='$ '
$ sleep 3 &
[1] P1
$ shopt -s checkjobs
$ exit
exit
There are running jobs.
[1]+  Running                 sleep 3 &
$ exit
exit
`,
  },
  {
    title: 'wait and disown',
    shows: [
      { id: 'JC34', says: 'wait, wait -n, wait -p, and Ctrl-C in it' },
      { id: 'JC38', says: 'disown takes a job out of the list, -h keeps it' },
    ],
    keys: [
      "PS1='$ '\n",
      'sleep 100 &\n',
      'disown\n',
      'jobs\n',
      'kill $!\n',
      '\n',
      'sleep 101 &\n',
      'disown -h %1\n',
      'jobs\n',
      'kill %1\n',
      '\n',
      'sleep 0.9 & sleep 0.2 &\n',
      'wait -n; echo $?\n',
      'jobs\n',
      'wait; jobs; echo $?\n',
      '(sleep 0.2; exit 7) & wait $!; echo $?\n',
      'wait 99999; echo $?\n',
      'wait; echo $?\n',
      'wait -n; echo $?\n',
      'sleep 100 & wait\n',
      '\u0003',
      'echo $?\n',
      'jobs\n',
      'sleep 100 & kill $!; wait $!; echo $?\n',
      'kill -9 %1; wait %1; echo $?\n',
      'jobs\n',
      'sleep 100 & sleep 0.1 &\n',
      'wait -p v -n; echo $v $?\n',
      'kill %%; wait %%; echo $?\n',
      '\n',
    ],
    screen: `PS1='$ '
$ sleep 100 &
[1] P1
$ disown
$ jobs
$ kill $!
$ 
$ sleep 101 &
[1] P2
$ disown -h %1
$ jobs
[1]+  Running                 sleep 101 &
$ kill %1
$ 
[1]+  Terminated              sleep 101
$ sleep 0.9 & sleep 0.2 &
[1] P3
[2] P4
$ wait -n; echo $?
[2]+  Done                    sleep 0.2
0
$ jobs
[1]+  Running                 sleep 0.9 &
$ wait; jobs; echo $?
0
$ (sleep 0.2; exit 7) & wait $!; echo $?
[1] P5
[1]+  Exit 7                  ( sleep 0.2; exit 7 )
7
$ wait P6; echo $?
bash: wait: pid P6 is not a child of this shell
127
$ wait; echo $?
0
$ wait -n; echo $?
127
$ sleep 100 & wait
[1] P7
^C
$ echo $?
130
$ jobs
[1]+  Running                 sleep 100 &
$ sleep 100 & kill $!; wait $!; echo $?
[2] P8
[2]+  Terminated              sleep 100
143
$ kill -9 %1; wait %1; echo $?
[1]+  Killed                  sleep 100
137
$ jobs
$ sleep 100 & sleep 0.1 &
[1] P9
[2] P10
$ wait -p v -n; echo $v $?
[2]+  Done                    sleep 0.1
P10 0
$ kill %%; wait %%; echo $?
[1]+  Terminated              sleep 100
143
$ 
$ `,
  },
  {
    title: 'what the shell says of deaths',
    shows: [
      { id: 'SG42', says: 'texts of signals' },
      { id: 'SG43', says: 'a foreground child that was killed: the text alone, for INT a new line, for PIPE nothing' },
      { id: 'SG44', says: 'of a pipeline only the last process counts' },
    ],
    keys: [
      "PS1='$ '\n",
      "sh -c 'kill -HUP $$'\n",
      "sh -c 'kill -INT $$'\n",
      "sh -c 'kill -QUIT $$'\n",
      "sh -c 'kill -ILL $$'\n",
      "sh -c 'kill -TRAP $$'\n",
      "sh -c 'kill -ABRT $$'\n",
      "sh -c 'kill -BUS $$'\n",
      "sh -c 'kill -FPE $$'\n",
      "sh -c 'kill -KILL $$'\n",
      "sh -c 'kill -USR1 $$'\n",
      "sh -c 'kill -SEGV $$'\n",
      "sh -c 'kill -USR2 $$'\n",
      "sh -c 'kill -PIPE $$'\n",
      "sh -c 'kill -ALRM $$'\n",
      "sh -c 'kill -TERM $$'\n",
      "sh -c 'kill -XCPU $$'\n",
      "sh -c 'kill -XFSZ $$'\n",
      "sh -c 'kill -VTALRM $$'\n",
      "sh -c 'kill -PROF $$'\n",
      "sh -c 'kill -IO $$'\n",
      "sh -c 'kill -PWR $$'\n",
      "sh -c 'kill -SYS $$'\n",
      'echo $?\n',
      'sleep 100 &\n',
      'kill -HUP $!\n',
      '\n',
      'sleep 100 &\n',
      'kill -INT $!\n',
      '\n',
      'sleep 100 &\n',
      'kill -ABRT $!\n',
      '\n',
      'sleep 100 &\n',
      'kill -FPE $!\n',
      '\n',
      'sleep 100 &\n',
      'kill -KILL $!\n',
      '\n',
      'sleep 100 &\n',
      'kill -SEGV $!\n',
      '\n',
      'sleep 100 &\n',
      'kill -PIPE $!\n',
      '\n',
      'sleep 100 &\n',
      'kill -TERM $!\n',
      '\n',
      'sleep 100 &\n',
      'kill -USR1 $!\n',
      '\n',
      "sh -c 'kill -TERM $$' | cat\n",
      "true | sh -c 'kill -TERM $$'\n",
      "sh -c 'kill -SEGV $$' | cat\n",
      '(kill -TERM $BASHPID)\n',
      "sh -c 'kill -INT $$'; echo $?\n",
      "sh -c 'kill -PIPE $$'; echo $?\n",
    ],
    screen: `PS1='$ '
$ sh -c 'kill -HUP $$'
Hangup
$ sh -c 'kill -INT $$'

$ sh -c 'kill -QUIT $$'
Quit
$ sh -c 'kill -ILL $$'
Illegal instruction
$ sh -c 'kill -TRAP $$'
Trace/breakpoint trap
$ sh -c 'kill -ABRT $$'
Aborted
$ sh -c 'kill -BUS $$'
Bus error
$ sh -c 'kill -FPE $$'
Floating point exception
$ sh -c 'kill -KILL $$'
Killed
$ sh -c 'kill -USR1 $$'
User defined signal 1
$ sh -c 'kill -SEGV $$'
Segmentation fault
$ sh -c 'kill -USR2 $$'
User defined signal 2
$ sh -c 'kill -PIPE $$'
$ sh -c 'kill -ALRM $$'
Alarm clock
$ sh -c 'kill -TERM $$'
Terminated
$ sh -c 'kill -XCPU $$'
CPU time limit exceeded
$ sh -c 'kill -XFSZ $$'
File size limit exceeded
$ sh -c 'kill -VTALRM $$'
Virtual timer expired
$ sh -c 'kill -PROF $$'
Profiling timer expired
$ sh -c 'kill -IO $$'
I/O possible
$ sh -c 'kill -PWR $$'
Power failure
$ sh -c 'kill -SYS $$'
Bad system call
$ echo $?
159
$ sleep 100 &
[1] P1
$ kill -HUP $!
$ 
[1]+  Hangup                  sleep 100
$ sleep 100 &
[1] P2
$ kill -INT $!
$ 
[1]+  Interrupt               sleep 100
$ sleep 100 &
[1] P3
$ kill -ABRT $!
$ 
[1]+  Aborted                 sleep 100
$ sleep 100 &
[1] P4
$ kill -FPE $!
$ 
[1]+  Floating point exceptionsleep 100
$ sleep 100 &
[1] P5
$ kill -KILL $!
$ 
[1]+  Killed                  sleep 100
$ sleep 100 &
[1] P6
$ kill -SEGV $!
$ 
[1]+  Segmentation fault      sleep 100
$ sleep 100 &
[1] P7
$ kill -PIPE $!
$ 
[1]+  Broken pipe             sleep 100
$ sleep 100 &
[1] P8
$ kill -TERM $!
$ 
[1]+  Terminated              sleep 100
$ sleep 100 &
[1] P9
$ kill -USR1 $!
$ 
[1]+  User defined signal 1   sleep 100
$ sh -c 'kill -TERM $$' | cat
$ true | sh -c 'kill -TERM $$'
Terminated
$ sh -c 'kill -SEGV $$' | cat
$ (kill -TERM $BASHPID)
Terminated
$ sh -c 'kill -INT $$'; echo $?

$ sh -c 'kill -PIPE $$'; echo $?
141
$ `,
  },
  {
    title: 'scripts of their own',
    shows: [{ id: 'JC24', says: 'set -m in a script brings fg, set +m takes it away' }],
    keys: [
      "PS1='$ '\n",
      "bash -c 'sleep 1 & jobs; jobs -l; fg; echo $?; bg; echo $?'\n",
      "bash -c 'set -m; sleep 0.2 & jobs; fg; echo $?'\n",
      '\n',
      'set +m; sleep 0.1 & wait; jobs; fg\n',
      'set -m; echo $-\n',
      "bash -c 'kill -9 $$'\n",
      "bash -c 'kill -TERM $$'\n",
      'kill -TERM $$\n',
      'echo still here\n',
    ],
    screen: `PS1='$ '
$ bash -c 'sleep 1 & jobs; jobs -l; fg; echo $?; bg; echo $?'
[1]+  Running                 sleep 1 &
[1]+  P1 Running                 sleep 1 &
bash: line 1: fg: no job control
1
bash: line 1: bg: no job control
1
$ bash -c 'set -m; sleep 0.2 & jobs; fg; echo $?'
[1]+  Running                 sleep 0.2 &
sleep 0.2
0
$ 
$ set +m; sleep 0.1 & wait; jobs; fg
[1] P2
bash: fg: no job control
$ set -m; echo $-
himBHs
$ bash -c 'kill -9 $$'
Killed
$ bash -c 'kill -TERM $$'
Terminated
$ kill -TERM $$
$ echo still here
still here
$ `,
  },
  {
    title: 'pipelines and compound commands as jobs',
    shows: [
      { id: 'JC04', says: 'jobs -l: a line a process' },
      { id: 'JC08', says: 'commands are printed from their parsed form' },
      { id: 'JC10', says: 'a job of another directory is marked' },
    ],
    keys: [
      "PS1='$ '\n",
      'sleep 100 | cat | cat &\n',
      'jobs\n',
      'jobs -l\n',
      'jobs -p\n',
      'echo $!\n',
      'kill %1\n',
      '\n',
      'sleep 100 | false &\n',
      '\n',
      'jobs -l\n',
      'kill -9 %1\n',
      '\n',
      '(sleep 100; echo x) &\n',
      'jobs -l\n',
      '{ sleep 100; } &\n',
      'f() { sleep 100; }; f &\n',
      'for i in 1 2; do sleep 100; done &\n',
      'sleep 100 && echo yes &\n',
      'jobs\n',
      'kill $(jobs -p)\n',
      '\n',
      'jobs\n',
      "FOO='a b' sleep 100 &\n",
      'jobs\n',
      'kill %1; wait\n',
      'sleep 100 & sleep 100 & sleep 100 &\n',
      'cd /; jobs\n',
      'jobs\n',
      'cd; kill %1 %2 %3\n',
      '\n',
      '(cd /; sleep 100) & cd /\n',
      'jobs\n',
      'kill %1; cd\n',
      '\n',
    ],
    screen: `PS1='$ '
$ sleep 100 | cat | cat &
[1] P1
$ jobs
[1]+  Running                 sleep 100 | cat | cat &
$ jobs -l
[1]+  P2 Running                 sleep 100
      P3                       | cat
      P1                       | cat &
$ jobs -p
P2
$ echo $!
P1
$ kill %1
$ 
[1]+  Terminated              sleep 100 | cat | cat
$ sleep 100 | false &
[1] P4
$ 
$ jobs -l
[1]+  P5 Running                 sleep 100
      P4 Running                 | false &
$ kill -9 %1
$ 
[1]+  Exit 1                  sleep 100 | false
$ (sleep 100; echo x) &
[1] P6
$ jobs -l
[1]+  P6 Running                 ( sleep 100; echo x ) &
$ { sleep 100; } &
[2] P7
$ f() { sleep 100; }; f &
[3] P8
$ for i in 1 2; do sleep 100; done &
[4] P9
$ sleep 100 && echo yes &
[5] P10
$ jobs
[1]   Running                 ( sleep 100; echo x ) &
[2]   Running                 { sleep 100; } &
[3]   Running                 f &
[4]-  Running                 for i in 1 2;
do
    sleep 100;
done &
[5]+  Running                 sleep 100 && echo yes &
$ kill $(jobs -p)
$ 
[1]   Terminated              ( sleep 100; echo x )
[2]   Terminated              { sleep 100; }
[3]   Terminated              f
[4]-  Terminated              for i in 1 2;
do
    sleep 100;
done
[5]+  Terminated              sleep 100 && echo yes
$ jobs
$ FOO='a b' sleep 100 &
[1] P11
$ jobs
[1]+  Running                 FOO='a b' sleep 100 &
$ kill %1; wait
[1]+  Terminated              FOO='a b' sleep 100
$ sleep 100 & sleep 100 & sleep 100 &
[1] P12
[2] P13
[3] P14
$ cd /; jobs
[1]   Running                 sleep 100 &  (wd: ~)
[2]-  Running                 sleep 100 &  (wd: ~)
[3]+  Running                 sleep 100 &  (wd: ~)
$ jobs
[1]   Running                 sleep 100 &  (wd: ~)
[2]-  Running                 sleep 100 &  (wd: ~)
[3]+  Running                 sleep 100 &  (wd: ~)
$ cd; kill %1 %2 %3
$ 
[1]   Terminated              sleep 100
[2]-  Terminated              sleep 100
[3]+  Terminated              sleep 100
$ (cd /; sleep 100) & cd /
[1] P15
$ jobs
[1]+  Running                 ( cd /; sleep 100 ) &  (wd: ~)
$ kill %1; cd
$ 
[1]+  Terminated              ( cd /; sleep 100 )
$ `,
  },
  {
    title: 'signals, suspend, set -b',
    shows: [
      { id: 'JC35', says: 'kill %1 ends a stopped job, kill PID stays pending' },
      { id: 'JC37', says: 'suspend stops the shell' },
    ],
    keys: [
      "PS1='$ '\n",
      'sleep 100 &\n',
      'kill -STOP $!\n',
      '\n',
      'kill -CONT $!\n',
      '\n',
      'jobs\n',
      'sleep 100 &\n',
      'kill -- -$!\n',
      '\n',
      'kill -0 $!; echo $?\n',
      'kill abc\n',
      'kill %\n',
      'sleep 100\n',
      '\u001a',
      'kill -TERM $(jobs -p)\n',
      'jobs\n',
      'fg\n',
      'bash --norc\n',
      'echo $SHLVL\n',
      'suspend\n',
      'jobs\n',
      'fg\n',
      'exit\n',
      'set -b; sleep 0.5 &\n',
      '\n',
      'fg\n',
      'kill -9 %1\n',
      '\n',
    ],
    screen: `PS1='$ '
$ sleep 100 &
[1] P1
$ kill -STOP $!
$ 

[1]+  Stopped                 sleep 100
$ kill -CONT $!
$ 
$ jobs
[1]+  Running                 sleep 100 &
$ sleep 100 &
[2] P2
$ kill -- -$!
$ 
[2]+  Terminated              sleep 100
$ kill -0 $!; echo $?
bash: kill: (P2) - No such process
1
$ kill abc
bash: kill: abc: arguments must be process or job IDs
$ kill %
$ sleep 100
^Z[1]   Terminated              sleep 100

[2]+  Stopped                 sleep 100
$ kill -TERM $(jobs -p)
$ jobs
[2]+  Stopped                 sleep 100
$ fg
sleep 100
Terminated
$ bash --norc
bash-5.2$ echo $SHLVL
2
bash-5.2$ suspend

[1]+  Stopped                 bash --norc
$ jobs
[1]+  Stopped                 bash --norc
$ fg
bash --norc
bash-5.2$ exit
exit
$ set -b; sleep 0.5 &
[1] P3
$ 
$ [1]+  Done                    sleep 0.5
fg
bash: fg: job has terminated
$ kill -9 %1
bash: kill: %1: no such job
$ 
$ `,
  },
  {
    title: 'errors, continuation prompts',
    shows: [{ id: 'PR08', says: 'an interactive shell leaves out the line' }],
    keys: [
      "PS1='$ '\n",
      'nosuchcmd\n',
      './nosuchcmd\n',
      'cat <nofile\n',
      '/tmp\n',
      'echo )\n',
      'echo hi >&7\n',
      'cd nodir\n',
      'unset x; echo ${x:?}\n',
      'echo still here\n',
      'r=1; readonly r; r=2\n',
      'echo $((1/0))\n',
      'if true\n',
      'then echo yes\n',
      'fi\n',
      'echo "two\n',
      'lines"\n',
      'for i in 1 2\n',
      '\u0003',
      'cat <<EOF\n',
      'body\n',
      'EOF\n',
      'echo a |\n',
      'cat\n',
      '(echo x\n',
      '\u0004',
    ],
    screen: `PS1='$ '
$ nosuchcmd
bash: nosuchcmd: command not found
$ ./nosuchcmd
bash: ./nosuchcmd: No such file or directory
$ cat <nofile
bash: nofile: No such file or directory
$ /tmp
bash: /tmp: Is a directory
$ echo )
bash: syntax error near unexpected token \`)'
$ echo hi >&7
bash: 7: Bad file descriptor
$ cd nodir
bash: cd: nodir: No such file or directory
$ unset x; echo \${x:?}
bash: x: parameter null or not set
$ echo still here
still here
$ r=1; readonly r; r=2
bash: r: readonly variable
$ echo $((1/0))
bash: 1/0: division by 0 (error token is "0")
$ if true
> then echo yes
> fi
yes
$ echo "two
> lines"
two
lines
$ for i in 1 2
> ^C
$ cat <<EOF
> body
> EOF
body
$ echo a |
> cat
a
$ (echo x
> 
bash: syntax error: unexpected end of file
exit
`,
  },
  {
    title: 'leaving with something in between',
    shows: [{ id: 'JC28', says: 'any other command in between makes exit warn again' }],
    keys: ["PS1='$ '\n", 'sleep 100\n', '\u001a', 'exit\n', 'echo in between\n', 'exit\n', 'exit\n'],
    screen: `PS1='$ '
$ sleep 100
^Z
[1]+  Stopped                 sleep 100
$ exit
exit
There are stopped jobs.
$ echo in between
in between
$ exit
exit
There are stopped jobs.
$ exit
exit
`,
  },
  {
    title: 'a FIFO that nobody opens, and Ctrl-C',
    shows: [{ id: 'FI28', says: 'echo > ff sleeps in the shell itself, and Ctrl-C ends that' }],
    keys: [
      "PS1='$ '\n",
      'mkfifo ff\n',
      'echo hi > ff\n',
      '\u0003',
      'echo $?\n',
      'cat < ff\n',
      '\u0003',
      'echo $?\n',
      'cat < ff\n',
      '\u001a',
      'jobs -l\n',
      'fg\n',
      '\u0003',
      'read x\n',
      '\u0003',
      'echo $?\n',
      'read x; echo no\n',
      '\u0003',
      'x=$(sleep 100)\n',
      '\u0003',
      'echo $?\n',
      'echo hi > ff; echo no\n',
      '\u0003',
      'history\n',
    ],
    screen: `PS1='$ '
$ mkfifo ff
$ echo hi > ff
^C
$ echo $?
130
$ cat < ff
^C
$ echo $?
130
$ cat < ff
^Z
[1]+  Stopped                 cat < ff
$ jobs -l
[1]+  P1 Stopped                 cat < ff
$ fg
cat < ff
^C
$ read x
^C
$ echo $?
130
$ read x; echo no
^C
$ x=$(sleep 100)
^C
$ echo $?
130
$ echo hi > ff; echo no
^C
$ history
    1  PS1='$ '
    2  mkfifo ff
    3  echo hi > ff
    4  echo $?
    5  cat < ff
    6  echo $?
    7  cat < ff
    8  jobs -l
    9  fg
   10  read x
   11  echo $?
   12  read x; echo no
   13  x=$(sleep 100)
   14  echo $?
   15  echo hi > ff; echo no
   16  history
$ `,
  },
];
