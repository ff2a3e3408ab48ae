/**
 * What scripts of steps are made of. A line is a call, how often it comes, and its words: `|` is or, `*3` three times as
 * likely, `+3` up to three such words, `&3` up to three of them in one word. Capitals stand for what WORDS has under that
 * name. Few names, few descriptors and sizes at the edges, so that steps meet. What only the superuser of a whole machine may do
 * (CAP_SYS_RESOURCE) is left out: root of a container may not.
 */

export const WORDS: Readonly<Record<string, string>> = {
  FD: '0*3|1*3|2*3|3*2|4*2|5|-1|77|1023|1024',
  SIZE: '0*5|1*5|2*5|5*5|100*5|4095|4096|4097|8192|65535|65536|65537|200000',
  OFFSET: '0*6|1*6|3*6|10*6|4096*6|-1|-5|100|4095|8192|65536',
  SEED: '0|1|2|5|7|11|19|25',
  PLACE: 'a*9|b*9|d*9|d/a*9|d/b*9|d/e*9|l*9|f*9|d/f*9|ODDPLACE*9',
  ODDPLACE: `-|.|..|a/|d/|l/|f/|d/.|d/..|./a|d/../a|a/x|l/a|none/a|d/e/c|d/e/|${'x'.repeat(256)}`,
  DEVICE: '/dev/null|/dev/zero|/dev/full',
  MODE: '0|0644|0600|0444|0222|0755|0700|0111|0777|01777|04755|02755|02644|0500|0300',
  OPEN: '0x842*4|0xc42*2|0x800*2|0x801*2|0x802*2|0xa42*2|0x8c2*2|0x803|0xa00|ODDOPEN*8',
  ODDOPEN:
    '0x10800|0x20800|0x30802|0x90842|0x108c0|0x208c2|0x80c01|0xa01|0x90a00|0x20a42|0x208c1|0x30c02|0x8ac2|0x4842',
  EVENTS: '1|4|5|7|0|0x2005|0x41|0x104|0x3c7|0x23c7',
  WORKER: 'w1*6|w2*9|w3*5|99999',
  ID: '0*5|1000*5|1001*5|-1|65534|4294967294',
  SIGNAL: '1*3|2*3|10*3|12*3|15*3|17*3|18*3|20*3|23*3|28*3|34*3|35*3|0|9|13|14|19|21|22|32|33|64|65|-1',
  SET: '0|0x200|0xa00|0x10000|0x4200|0x200000000|0x600000000|0x1000|0x7ffffffe|0xffffffffffffffff',
  RANGE: '0*6|1*6|5*6|10*6|100*6|-1|-5|-10|4096',
  PERMS: '01600|01666|01644|0600|0|03666|01400|01200|01000|0666|0444|0222|01777',
  KEY: '5*5|6*5|0|-1',
  IPC: '0*8|1*8|2*6|-1|3|32768|99',
  SEMOP:
    '0:1:NOWAIT|0:-1:NOWAIT*2|0:0:NOWAIT|1:1:NOWAIT|1:-2:NOWAIT|2:2:NOWAIT|2:-1:NOWAIT|3:0:NOWAIT|0:32767:2048|1:-32768:2048',
  NOWAIT: '2048*3|0|6144',
  SLOT: '0|1|2|3',
  ADDRESS: 'm0END|m1END|m2END|m3END',
  END: '*2|+1|+4096|+8192|+100',
  LENGTH: '1*6|4096*6|8192*6|12288*6|0|100|5000|-1',
  HINT: '0x20000000*5|0x20001000*5|0x20002000*5|0x30000000*5|0x20000001|4095',
  PROT: '3*9|1*5|0*4|7|2|8|5',
  MAP: '0x21*4|0x22*4|1*4|2*4|0x32*4|0x31*4|0x11*4|0x12*4|0x20|3|0x23|0|0x30|0x100022',
  QUEUE: `q*9|p*9|-|a/b|${'x'.repeat(256)}|/q|none`,
  MSGFLAGS: '0x4040*9|0x4042*4|0x4060*4|0x40c0|0x4140|0x40',
  OPTION: '1 2|1 9|1 15|1 3|1 4|6 1|1 999|99 1|0 2|1 30|1 38|1 39',
  UNIX: `u:s*7|u:t*7|a:n1*7|a:n2*7|u:a|u:d|u:none/x|u:d/s|u:|i:5001|u:${'x'.repeat(107)}`,
  INET: 'i:5001*9|i:5002*9|i:5003*9|i:0|u:as-long-as-the-others',
  UNIXTYPE: '0x801*9|0x802*5|0x805*5|1|2|3|4|77|0x80801|-1',
};

const OPENING = `
  10 open PLACE OPEN MODE
  1 open DEVICE 0x802|0x801|0x800|0xa02|0x10800|0x842`;

const DESCRIPTORS = `
  4 close FD
  5 read FD SIZE
  6 write FD SIZE SEED
  2 dup FD
  2 dup2 FD FD
  1 dup3 FD FD 0|0x80000|1
  2 fcntl FD 0|1|2|3|1030 0*3|1*3|3*3|7*3|-1|2000
  2 fcntl FD 4 0x800|0|0xc00|0x400|0xffdfff|0x4800|0x40000
  2 fcntl FD 1031*5|1032*5|99|-1 4096*4|8192*4|65536*4|0*4|1*4|-1|1048576|4097
  2 lseek FD OFFSET 0*4|1*4|2*4|3|4|5|-1
  1 pread FD SIZE OFFSET
  1 pwrite FD SIZE SEED OFFSET
  1 ftruncate FD 0|1|5|4096|-1|10000
  2 fstat FD
  2 fionread FD
  3 poll 0 FD:EVENTS+4
  1 select FEW&3 FEW&3 ~|0,1|2
  1 fsync FD
  1 getdents FD
  1 tcgetattr FD
  1 tiocgwinsz FD
  1 tcgetpgrp FD
  1 tcsetpgrp FD w1|-1|0
  1 fchmod FD MODE`.replaceAll('FEW', '0|1|2|3|4|5');

const NAMES = `
  5 stat PLACE
  4 lstat PLACE
  2 access PLACE 0*3|1*3|2*3|4*3|6*3|7*3|8|-1
  2 readlink PLACE
  4 mkdir PLACE MODE
  3 rmdir PLACE
  4 mknod PLACE 0010666|0010644|0100644|0644|0140644|0040755|0120777|0050000|0020666 0|0x103|0x105
  4 unlink PLACE
  4 link PLACE PLACE
  4 symlink PLACE*9|l|../a|d/.. PLACE
  7 rename PLACE PLACE
  3 chmod PLACE MODE
  3 chown PLACE ID ID
  1 lchown PLACE ID ID
  2 utimens PLACE ~|0|1000000|1500000 ~|0|7000000
  2 truncate PLACE 0|1|5|4096|-1|10000
  2 chdir PLACE
  1 getcwd
  1 umask 0|022|077|0777|01000|0027
  1 execve PLACE`;

const OTHERS = `
  1 setresuid ID ID ID
  1 setresgid ID ID ID
  1 setuid ID
  1 setgid ID
  1 setgroups ~|1000|0,1001|-1
  1 ids
  1 getgroups`;

const WORKERS = `
  3 fork 2*4|3*4|1
  1 exit 0|1|7|255|256
  3 wait4 -1*4|w2*4|w3*4|-w2*4|w1|99999 1*8|3*3|11*3|9*3|0*2|4|8|2|0x20000001|0x40000001|-1
  3 waitid 0*4|1*4|2*4|3|4|-1 w2*4|w3*4|0*4|-1|w1|99999 5*6|7*3|15*3|0x1000005*3|4*2|3*2|9*2|1|0|0x2005|0x100
  1 getppid`;

const sockets = (at: string): string => `
  4 bind FD ${at}
  4 listen FD 1*5|5*5|0|-1
  6 connect FD ${at}
  5 accept4 FD 0x800*7|0|0x80800|1
  5 sendto FD SIZE SEED MSGFLAGS ~
  3 sendto FD SIZE SEED MSGFLAGS ${at}
  6 recvfrom FD SIZE MSGFLAGS
  3 read FD SIZE
  3 write FD SIZE SEED
  3 shutdown FD 0*4|1*4|2*4|3|-1
  3 getsockname FD
  3 getpeername FD
  4 poll 0 FD:0x2005|0x2005|0x23c7+3
  2 getsockopt FD OPTION
  2 setsockopt FD OPTION 0|1|2
  3 close FD
  1 dup FD
  1 fstat FD
  1 lseek FD 0 0
  1 fionread FD
  1 fcntl FD 3|1 0`;

export const THEMES: Readonly<Record<string, string>> = {
  files: OPENING + DESCRIPTORS + NAMES + NAMES,
  users: `${OPENING + NAMES + OTHERS}
  2 fstat FD
  2 fchmod FD MODE
  2 write FD 5 SEED`,
  pipes: `${OPENING + DESCRIPTORS + WORKERS}
  6 pipe2 0x800*8|0*4|0x80800*4|0x4800*4|1|0x400
  3 mknod f|d/f 0010666 0
  6 open f 0x800|0x801|0x802|0|1|2|0xa01|0x841
  2 unlink f
  2 sigaction 13 0|1|2 0 0`,
  signals: `${WORKERS}
  6 sigaction SIGNAL 0*3|1*3|2*9|~ 0*4|0x10000000*4|0x40000000*4|0x80000000*4|1*4|2*4|0x90000000*4|0x8000000|0x100000 SET
  6 sigprocmask 0*5|1*5|2*5|3|-1 SET*5|~
  4 sigpending
  8 kill WORKER*9|0|-w1|-w2|-99999 SIGNAL
  4 sigqueue WORKER*9|0|-1 SIGNAL 0|1|2|-5
  2 tgkill WORKER*9|0|-1 WORKER*9|0|-1 SIGNAL
  4 sigtimedwait SET 0*8|~|-1
  1 sigsuspend SET
  1 pause
  2 alarm 0|1000|5000
  2 setitimer 0*4|1*4|2*4|3|-1 0|1000000000|5000000000 0*4|1000000*4|10000000*4|-1|-1000000
  2 getitimer 0*4|1*4|2*4|3|-1
  3 signalfd -1*8|0|1|9 SET 0x800*8|0|0x80800|1
  2 read FD 0|1|8
  3 siginfo FD 127|128|256
  2 poll 0 FD:5|0x3c7+3
  1 fstat FD
  1 close FD
  2 eventfd 0*4|1*4|5*4|-1 0x800*6|0x801*6|0|2|0x80800
  2 timerfd_create 0*4|1*4|7*4|2|3|99|-1 0x800*6|0x80800*6|0|1
  2 timerfd_settime FD 0*6|1*6|2|4 0|1000000000|9000000000000000|-1 0*6|1000000*6|-1
  2 timerfd_gettime FD
  1 setpgid WORKER*9|0 WORKER*9|0|-1
  1 setsid
  1 setresuid ID ID ID
  1 prlimit 0 11 0|1000 1000`,
  family: `${WORKERS + WORKERS + OTHERS}
  4 setpgid WORKER*9|0|-1 WORKER*9|0|-1
  3 getpgid WORKER*9|0|-1
  2 getpgrp
  2 getsid WORKER*9|0|-1
  2 setsid
  1 getpid
  3 kill WORKER*9|0|-w1|-w2 19*3|18*3|9*3|15*3|20*3|0*3|1*3|65
  1 sigaction 17 0|1|2 0|1|2|0x10000000 0
  1 sigaction 20 0|1|2 0 0
  2 prctl 36*8|37*8|1000|-1 0*5|1*5|2|-1
  1 prlimit 0*5|99999 0|4|7|11|12|13
  1 prlimit 0 7 5|100|1024|4096|5000 4096
  1 prlimit 0 11 0|1000|1001 1000
  1 nice 0|1|5|50|-1|-50
  2 getpriority 0*4|1*4|2*4|3|-1 0*3|w1*3|w2*3|1000*3|-1|99999
  2 setpriority 0*6|1*6|3 0*4|w1*4|w2*4|99999 0|5|10|-5|50|-50
  1 sched_yield`,
  locks: `${WORKERS}
  5 open a*2|b|f 0x842*2|0x800|0x801|0x841 0644
  2 close FD
  2 dup FD
  1 dup2 FD FD
  2 write FD 1|5|100 SEED
  2 lseek FD 0|1|10|100 0|1|2
  1 ftruncate FD 0|5|50
  1 pipe2 0x800
  6 flock FD 5*5|6*5|8*3|1|2|4|7|0|9|32|36|12|-1
  14 lock FD 6*9|5*3|37*6|36*3|7|38 0*5|1*5|2*5|3|-1 0*6|1*3|2*3|3|-1 RANGE RANGE
  1 unlink a`,
  messages: `${WORKERS + OTHERS}
  4 msgget KEY PERMS
  8 msgsnd IPC 1*5|2*5|3*5|0|-1|1000000 0*4|1*4|5*4|100*4|8192|8193|4096 SEED 04000*9|0*4|014000
  8 msgrcv IPC 0*4|1*4|5*4|100*4|8192*4|-1|20000 0*3|1*3|2*3|-2*3|-3*3|3*3|-1000000|1000000 04000*9|014000*9|024000*9|034000*9|0*4|044000|040000|064000|054000
  5 msgctl IPC 2*6|1*4|11*4|13*4|0|99|-1|5 0600|0666|0|07777 0|1000|-1 16384|0|3|100
  1 msgctl IPC 0`,
  semaphores: `${WORKERS + OTHERS}
  4 semget KEY 1*5|2*5|3*5|0|-1|32001|40 PERMS
  10 semop IPC ~*5|0*5|-1 SEMOP+4
  6 semctl IPC 0*5|1*5|2*5|-1|3 12*3|11*3|14*3|15*3|16*6|99|-1 0*4|1*4|2*4|5*4|32767|32768|-1
  3 semctl IPC 0*9|-1|5 13*6|2*6|18*6|20*6|19 0
  2 semctl IPC 0 17 1,2,3|0,0,0|1,32768,1|32767,1
  1 semctl IPC 0 1 0600|0666|0|07777 0|1000|-1
  1 semctl IPC 0*6|9 0 0`,
  memory: `${WORKERS + OPENING}
  2 write FD 1|5000|4096 SEED
  1 ftruncate FD 0|1|4096|10000
  1 close FD
  1 pread FD 5000 0
  9 mmap SLOT HINT LENGTH PROT MAP FD*9|-1 0*7|4096*7|1|8192|-4096
  3 munmap ADDRESS LENGTH
  3 mprotect ADDRESS LENGTH PROT
  2 msync ADDRESS LENGTH 1*5|4*5|2*5|0*5|5|8
  2 mincore ADDRESS LENGTH
  4 load ADDRESS 1|4|4096
  4 store ADDRESS 1|4|4096 SEED
  4 shmget KEY 1*5|4096*5|5000*5|8192*5|0|-1 PERMS
  5 shmat SLOT IPC HINT 0*5|010000*5|020000*5|040000|0100000|060000
  3 shmdt ADDRESS
  4 shmctl IPC 2*6|1*3|13*3|15*3|11|12|99|-1 0600|0666|0|07777 0|1000|-1
  1 shmctl IPC 0
  3 futex ADDRESS 1*3|0*3|129*3|128*3|3*3|4*3|9*3|10*3|2|99|256|257|265 0|1|-1|5 0*9|~|-1000000|1 ADDRESS 0*3|1*3|5*3|-1`,
  queues: `${WORKERS + OTHERS}
  6 mq_open QUEUE 0x842*2|0x800|0x801|0x802|0x8c2|0x841|0x840|0x803|0x8c0 MODE 1*4|2*4|3*4|~*4|0|-1|10 1*5|8*5|100*5|0|-1|8192
  8 mq_timedsend FD 0*4|1*4|8*4|9|100|101|8192 SEED 0*5|1*5|5*5|32767|32768|-1 ~*6|0
  8 mq_timedreceive FD 8*6|100*6|0|7|8192 ~*6|0
  3 mq_getsetattr FD ~*4|0x800*4|0*4|1|0xfff
  3 mq_notify FD ~*5|0*5|1*5|3|77 10*6|34*6|0|65|-1
  2 mq_unlink QUEUE
  1 sigaction 10 2 0 0
  1 sigprocmask 0|1 SET
  1 sigpending
  2 poll 0 FD:5|0x3c7+3
  1 fstat FD
  1 read FD 8
  1 write FD 5 SEED
  1 lseek FD 0 0
  1 close FD
  1 fcntl FD 3|1 0
  1 fcntl FD 4 0x800|0`,
  unix: `${WORKERS + sockets('UNIX')}
  7 socket 1 UNIXTYPE 0*8|1|5
  5 socketpair 1*8|99 UNIXTYPE 0*8|1|5
  4 sendmsg FD 1*4|5*4|0 SEED MSGFLAGS ~*5|9|-1
  4 recvmsg FD 1*3|5*3|100*3|0 0x40*6|0x40000040|0x42
  2 unlink s|t
  1 stat s|t
  1 open s|t 0x800
  1 open a 0x842 0644
  1 mkdir d 0755
  1 chmod s|t|d MODE
  1 setresuid ID ID ID`,
  inet: `${WORKERS + sockets('INET')}
  9 socket 2 0x801*9|0x802*5|1|2|5|77 0*6|6|17`,
};

/** What a theme begins with, so that there is something to meet. */
export const BEGINNINGS: Readonly<Record<string, readonly string[]>> = {
  files: ['1 open a 0x842 0644', '1 mkdir d 0755', '1 symlink a l', '1 mknod f 0010666 0'],
  users: ['1 mkdir d 0755', '1 mkdir d/e 0755', '1 open a 0x842 0644', '1 open d/a 0x842 0600', '1 symlink d l'],
  locks: ['1 open a 0x842 0666', '1 fork 2'],
  signals: ['1 fork 2'],
  family: ['1 fork 2'],
};

export const AS_USER: readonly string[] = ['1 setgroups ~', '1 setresgid 1000 1000 1000', '1 setresuid 1000 1000 1000'];
