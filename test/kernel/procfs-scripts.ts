/** The rows of /proc as scripts, and what they print on a Debian 12 with Linux 6.18. */
import type { ScriptFact } from './shell-rows.ts';

const STATUS_FIELDS =
  'Name Umask State Tgid Ngid Pid PPid TracerPid Uid Gid FDSize Groups NStgid NSpid NSpgid NSsid Kthread VmPeak VmSize VmLck ' +
  'VmPin VmHWM VmRSS RssAnon RssFile RssShmem VmData VmStk VmExe VmLib VmPTE VmSwap HugetlbPages CoreDumping THP_enabled ' +
  'untag_mask Threads SigQ SigPnd ShdPnd SigBlk SigIgn SigCgt CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs Seccomp';

/** `$z` is a zombie. */
const ZOMBIE = '(sleep 0 & exec sleep 5) & p=$!; sleep 0.2; z=$(cat /proc/$p/task/$p/children); z=${z% }';

const LIMIT_NAMES = [
  'Limit',
  'Max cpu time',
  'Max file size',
  'Max data size',
  'Max stack size',
  'Max core file size',
  'Max resident set',
  'Max processes',
  'Max open files',
  'Max locked memory',
  'Max address space',
  'Max file locks',
  'Max pending signals',
  'Max msgqueue size',
  'Max nice priority',
  'Max realtime priority',
  'Max realtime timeout',
];

export const procScripts: readonly ScriptFact[] = [
  {
    id: 'PF01',
    says: 'status: the fields in their order, a tab behind each colon',
    script:
      'grep -c -v "^[A-Za-z_]*:\t" /proc/self/status; cut -d: -f1 /proc/self/status | head -50 | tr "\\n" " "; echo; grep ctxt /proc/self/status | cut -f1',
    stdout: `0\n${STATUS_FIELDS} \nvoluntary_ctxt_switches:\nnonvoluntary_ctxt_switches:\n`,
  },
  {
    id: 'PF02',
    says: 'State: a letter and a word',
    script: `${ZOMBIE}; sleep 9 & sleep 0.1; kill -STOP $!; sleep 0.1; grep -h State /proc/self/status /proc/$p/status /proc/$!/status /proc/$z/status; kill -9 $! $p`,
    stdout: 'State:\tR (running)\nState:\tS (sleeping)\nState:\tT (stopped)\nState:\tZ (zombie)\n',
  },
  {
    id: 'PF03',
    says: 'status: four ids by tabs, umask in four octal digits, memory in eight columns',
    script:
      "umask 027; grep -E '^(Umask|VmLck)' /proc/self/status; grep -E '^[UG]id' /proc/self/status | sed 's/[0-9][0-9]*/N/g'",
    stdout: 'Umask:\t0027\nVmLck:\t       0 kB\nUid:\tN\tN\tN\tN\nGid:\tN\tN\tN\tN\n',
  },
  {
    id: 'PF04',
    says: 'a zombie: no memory, FDSize 0, an empty command line',
    script: `${ZOMBIE}; grep -c ^Vm /proc/$z/status; grep FDSize /proc/$z/status; wc -c < /proc/$z/cmdline; readlink /proc/$z/exe; kill $p`,
    stdout: '0\nFDSize:\t0\n0\n',
  },
  {
    id: 'PF05',
    says: 'signal sets: 16 digits, those for the whole process in ShdPnd',
    script:
      'sleep 9 & sleep 0.1; kill -STOP $!; sleep 0.1; kill -TERM $!; kill -USR1 $!; grep -E "^(Sig|Shd)Pnd" /proc/$!/status; kill -9 $!',
    stdout: 'SigPnd:\t0000000000000000\nShdPnd:\t0000000000004200\n',
  },
  {
    id: 'PF06',
    says: 'bash with job control waits: CHLD blocked and caught, QUIT ignored',
    script: 'set -m; grep -E "^Sig(Blk|Ign)" /proc/$$/status; trap : INT; grep ^SigCgt /proc/$$/status',
    stdout: 'SigBlk:\t0000000000010000\nSigIgn:\t0000000000000004\nSigCgt:\t0000000000010002\n',
  },
  {
    id: 'PF07',
    says: 'stat: 52 fields on a line, the name in brackets whatever is in it',
    script:
      "wc -lw < /proc/self/stat | tr -s ' '; cp /bin/sleep 'x) y'; './x) y' 5 & sleep 0.2; cut -d' ' -f2-4 /proc/$!/stat; kill $!",
    stdout: '1 52\n(x) y) S\n',
  },
  {
    id: 'PF08',
    says: 'cmdline and environ: a NUL behind each; comm: a line',
    script:
      'env -i A=b C=d sleep 5 & sleep 0.2; tr "\\0" "|" < /proc/$!/cmdline; tr "\\0" "|" < /proc/$!/environ; cat /proc/$!/comm; kill $!',
    stdout: 'sleep|5|A=b|C=d|sleep\n',
  },
  {
    id: 'PF09',
    says: 'wchan: where in the kernel it sleeps, no newline; 0 while it runs',
    script: [
      'mkfifo ff; w() { sleep 0.15; cat /proc/$!/wchan; echo; kill -9 $!; wait $! 2> /dev/null; }',
      'sleep 9 & w; sleep 9 & sleep 0.1; kill -STOP $!; w; sleep 9 | cat & w; cat /dev/zero | sleep 9 & p=$!',
      'cat < ff & w; (sleep 2; :) & w; cat /proc/self/wchan; echo; kill $p',
    ].join('\n'),
    stdout: 'hrtimer_nanosleep\ndo_signal_stop\nanon_pipe_read\nwait_for_partner\ndo_wait\n0\n',
  },
  {
    id: 'PF11',
    says: 'the modes and sizes of the links: 64 for descriptors, 0 for exe, cwd and root',
    script:
      'exec 3< /dev/null 4> /dev/null 5<> /dev/null; cd /proc/$$; stat -c "%A %s %n" fd/3 fd/4 fd/5 exe cwd root; stat -c %A fd',
    stdout:
      'lr-x------ 64 fd/3\nl-wx------ 64 fd/4\nlrwx------ 64 fd/5\nlrwxrwxrwx 0 exe\nlrwxrwxrwx 0 cwd\nlrwxrwxrwx 0 root\ndr-x------\n',
  },
  {
    id: 'PF12',
    says: 'fdinfo: position, flags in octal, mount, inode',
    script:
      'mkfifo ff; exec 3<> ff; grep -E "pos|flags" /proc/$$/fdinfo/3; cut -d: -f1 /proc/$$/fdinfo/3; echo abc > f; exec 4< f; read -n 2 x <&4; head -1 /proc/$$/fdinfo/4',
    stdout: 'pos:\t0\nflags:\t0100002\npos\nflags\nmnt_id\nino\npos:\t2\n',
  },
  {
    id: 'PF13',
    says: 'limits: a head and sixteen rows in columns',
    script:
      "ulimit -n 100; cut -c1-26 /proc/self/limits | sed 's/ *$//'; head -1 /proc/self/limits; grep files /proc/self/limits; cat /proc/self/limits | tail -1",
    stdout: [
      ...LIMIT_NAMES,
      'Limit                     Soft Limit           Hard Limit           Units     ',
      'Max open files            100                  100                  files     ',
      'Max realtime timeout      unlimited            unlimited            us        \n',
    ].join('\n'),
  },
  {
    id: 'PF15',
    says: '/proc/self is whoever looks; ls sees its own directory as descriptor 3',
    script:
      "bash -c 'echo $$; exec readlink /proc/self' | uniq | wc -l; ls -l /proc/self/fd | tail -1 | sed 's/.* 3 -> /3 -> /; s/[0-9][0-9][0-9]*/PID/'",
    stdout: '1\n3 -> /proc/PID/fd\n',
  },
  {
    id: 'PF17',
    says: 'a pid that does not exist',
    script: 'cat /proc/99999999/status; echo $?',
    stdout: '1\n',
    stderr: 'cat: /proc/99999999/status: No such file or directory\n',
  },
  {
    id: 'PF18',
    says: 'children: pids with a space behind each, no newline',
    script:
      'sleep 5 & a=$!; sleep 6 & exec 3< /proc/$$/task/$$/children; IFS= read -r -d \'\' x <&3; [[ $x == "$a $! " ]]; echo $?; kill $a $!',
    stdout: '0\n',
  },
  {
    id: 'PF21',
    says: 'sysvipc: a line of names, whatever there is',
    script: "for f in msg sem shm; do head -1 /proc/sysvipc/$f | tr -s ' '; done",
    stdout: [
      ' key msqid perms cbytes qnum lspid lrpid uid gid cuid cgid stime rtime ctime',
      ' key semid perms nsems uid gid cuid cgid otime ctime',
      ' key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap\n',
    ].join('\n'),
  },
];

/** What an ordinary user sees. */
export const procScriptsOfUsers: readonly ScriptFact[] = [
  {
    id: 'PF04',
    says: "a zombie's descriptors are told to nobody",
    script: `${ZOMBIE}; ls /proc/$z/fd 2>&1 | sed 's/[0-9][0-9]*/PID/'; kill $p`,
    stdout: "ls: cannot open directory '/proc/PID/fd': Permission denied\n",
  },
  {
    id: 'PF10',
    says: 'stack is for root alone',
    script: 'cat /proc/1/stack; cat /proc/self/stack; echo $?',
    stdout: '1\n',
    stderr: 'cat: /proc/1/stack: Permission denied\ncat: /proc/self/stack: Permission denied\n',
  },
  {
    id: 'PF16',
    says: "of another user's process only some files may be read",
    script: [
      'ls /proc/1/fd; cat /proc/1/environ; readlink /proc/1/cwd; echo $?',
      'for f in status stat cmdline comm; do test -r /proc/1/$f && echo $f; done',
    ].join('\n'),
    stdout: '1\nstatus\nstat\ncmdline\ncomm\n',
    stderr: "ls: cannot open directory '/proc/1/fd': Permission denied\ncat: /proc/1/environ: Permission denied\n",
  },
  {
    id: 'PF22',
    says: 'what is tuned under /proc/sys is for root to tune',
    script:
      'echo 1 > /proc/sys/kernel/pid_max; echo $?; stat -c %A /proc/sys/kernel/pid_max /proc/sys/fs/pipe-max-size',
    stdout: '1\n-rw-r--r--\n-rw-r--r--\n',
    stderr: 'bash: line 1: /proc/sys/kernel/pid_max: Permission denied\n',
  },
];

/** What each machine has its own values for: ours has those of the kernel that was measured. */
export const procScriptsOfOurs: readonly ScriptFact[] = [
  {
    id: 'PF19',
    says: 'the limits of pipes',
    script: 'cd /proc/sys/fs; cat pipe-max-size pipe-user-pages-soft pipe-user-pages-hard protected_fifos',
    stdout: '1048576\n16384\n0\n0\n',
  },
  {
    id: 'PF20',
    says: 'pid_max, and the limits of System V IPC',
    script: 'cd /proc/sys/kernel; cat pid_max msgmax msgmnb msgmni sem shmmni core_pattern',
    stdout: '4194304\n8192\n16384\n32000\n32000\t1024000000\t500\t32000\n4096\ncore\n',
  },
  {
    id: 'PF23',
    says: 'process 1 has no parent, group, session or terminal',
    script: "cut -d' ' -f1-8 /proc/1/stat; cat /proc/1/wchan; echo",
    stdout: '1 (init) S 0 0 0 0 -1\n0\n',
  },
];
