/**
 * What random calls on both kernels have shown: refusals in another order, things told that are not, states that nobody had
 * thought of. Each with the answers of Linux, which steps.test.ts asks again; a step is explained in test/linux/c/steps.c.
 */
const LONG = 'x'.repeat(256);

export const foundSteps: Readonly<Record<string, string>> = {
  'a negative length is refused before anything is looked for; so are rights to ask for that there are not': `
    1 truncate none -1 => EINVAL
    1 ftruncate 77 -1 => EINVAL
    1 access none 8 => EINVAL
    1 pread 77 1 -1 => EINVAL
    1 pwrite 77 1 0 -1 => EINVAL`,
  'ftruncate tells of a change where there is none, truncate does not': `
    1 open a 0x842 0644 => 0
    1 fstat 0 => 100644 nlink=1 uid=0 gid=0 size=0 ino=1   blocks=0
    1 truncate a 0 => 0
    1 fstat 0 => 100644 nlink=1 uid=0 gid=0 size=0 ino=1   blocks=0
    1 ftruncate 0 0 => 0
    1 fstat 0 => 100644 nlink=1 uid=0 gid=0 size=0 ino=1 m+ c+ blocks=0`,
  'holes are no blocks, and are found': `
    1 open a 0x842 0644 => 0
    1 pwrite 0 1 0 8192 => 1
    1 fstat 0 => 100644 nlink=1 uid=0 gid=0 size=8193 ino=1   blocks=8
    1 lseek 0 0 3 => 8192
    1 lseek 0 0 4 => 0
    1 lseek 0 8192 4 => 8193
    1 lseek 0 8193 3 => ENXIO
    1 truncate a 100000 => 0
    1 fstat 0 => 100644 nlink=1 uid=0 gid=0 size=100000 ino=1 m+ c+ blocks=8
    1 lseek 0 0 9 => EINVAL`,
  'what is ahead of a place in a file; at a place where nothing has places': `
    1 open a 0x842 0644 => 0
    1 write 0 5 0 => 5
    1 lseek 0 3 0 => 3
    1 fionread 0 => 2
    1 pipe2 0x800 => 1 2
    1 pread 1 1 0 => ESPIPE
    1 pwrite 2 1 0 0 => ESPIPE
    1 open . 0x800 => 3
    1 pread 3 1 0 => EISDIR
    1 lseek 3 0 2 => EINVAL
    1 open /dev/null 0x802 => 4
    1 pread 4 1 0 => 0
    1 eventfd 0 0x800 => 5
    1 pread 5 8 0 => ESPIPE`,
  'O_TRUNC asks for the right to write, whatever a file is opened for': `
    1 open a 0x842 0644 => 0
    1 mkdir d 0755 => 0
    1 open d 0xa00 => EISDIR
    1 setresuid 1000 1000 1000 => 0
    1 open a 0xa00 => EACCES
    1 open a 0x800 => 1`,
  'a directory is not made by open, nor is what has a slash behind it': `
    1 mkdir d 0755 => 0
    1 symlink d l => 0
    1 open d 0x842 => EISDIR
    1 open d 0x8c2 => EEXIST
    1 open none 0x10842 => EINVAL
    1 open none/ 0x842 => EISDIR
    1 open none/. 0x842 => ENOENT
    1 open l 0x20800 => ELOOP
    1 open l 0x30800 => ENOTDIR
    1 open d 0x4800 => EINVAL`,
  'the fourth access mode opens for nothing': `
    1 open a 0x842 0644 => 0
    1 open a 0x803 => 1
    1 read 1 1 => EBADF
    1 write 1 1 0 => EBADF
    1 mknod f 0010644 0 => 0
    1 open f 0x803 => EINVAL`,
  'the flags of an open file: which can be set, and by whom': `
    1 open a 0x842 0644 => 0
    1 fcntl 0 3 => 34818
    1 fcntl 0 4 0x40400 => 0
    1 fcntl 0 3 => 295938
    1 setresuid 1000 1000 1000 => 0
    1 fcntl 0 4 0x40000 => 0
    1 fcntl 0 4 0 => 0
    1 fcntl 0 4 0x40000 => EPERM
    1 open . 0x800 => 1
    1 fcntl 1 4 0x4000 => EINVAL
    1 pipe2 0x4800 => 2 3
    1 fcntl 2 3 => 2048
    1 fcntl 3 3 => 18433`,
  'names that cannot be removed or moved, and names that are too long': `
    1 mkdir d 0755 => 0
    1 mkdir d/e 0755 => 0
    1 rmdir d/. => EINVAL
    1 rmdir d/.. => ENOTEMPTY
    1 rmdir / => EBUSY
    1 unlink d/.. => EISDIR
    1 rename d/.. a => EBUSY
    1 rename d/e d/.. => EBUSY
    1 rename d d/e/f => EINVAL
    1 rename d/e d => ENOTEMPTY
    1 mkdir d/. 0755 => EEXIST
    1 mkdir none/. 0755 => ENOENT
    1 rename none ${LONG} => ENOENT`,
  'what a slash behind a name wants': `
    1 open a 0x842 0644 => 0
    1 symlink d l => 0
    1 mkdir l/ 0755 => EEXIST
    1 symlink x a/ => EEXIST
    1 mknod n/ 0010644 0 => ENOENT
    1 unlink a/ => ENOTDIR
    1 unlink n/ => ENOENT
    1 rename a n/ => ENOTDIR
    1 rename a/ n => ENOTDIR
    1 link a n/ => ENOENT
    1 mkdir n/ 0755 => 0`,
  'the kind of a node is looked at before its name; nobody needs rights for a whiteout': `
    1 mknod none/x 0120777 0 => EINVAL
    1 mknod none/x 0040755 0 => EPERM
    1 open a 0x842 0644 => 0
    1 mknod a 0050000 0 => EINVAL
    1 setresuid 1000 1000 1000 => 0
    1 mknod w 0020666 0 => 0
    1 mknod w2 0020666 0x103 => EPERM`,
  'links: the new name first, then whose the file is, then the directory, then its kind': `
    1 mkdir d 0755 => 0
    1 open d/a 0x842 0600 => 0
    1 open d/b 0x842 0666 => 1
    1 chmod d/b 0666 => 0
    1 link d d/a => EEXIST
    1 setresuid 1000 1000 1000 => 0
    1 link d/a d/b => EEXIST
    1 link d/a x => EPERM
    1 link d/b x => 0
    1 link d/b d/x => EACCES
    1 link d x => EEXIST`,
  'a sticky directory lets go of a name only for its owner, who is asked before the kind': `
    1 mkdir s 0755 => 0
    1 mknod f 0010644 0 => 0
    1 setresuid 1000 1000 1000 => 0
    1 rmdir f => EPERM
    1 unlink s => EPERM
    1 rename f g => EPERM`,
  'set-group-ID directories hand their group on; who is not in a group does not set its bit': `
    1 mkdir d 0777 => 0
    1 chown d -1 1001 => 0
    1 chmod d 02777 => 0
    1 mkdir d/e 0755 => 0
    1 open d/a 0x842 02755 => 0
    1 stat d/e => 42755 nlink=2 uid=0 gid=1001 size=40 ino=1
    1 fstat 0 => 102755 nlink=1 uid=0 gid=1001 size=0 ino=2   blocks=0
    1 setgroups ~ => 0
    1 setresgid 1000 1000 1000 => 0
    1 setresuid 1000 1000 1000 => 0
    1 open d/b 0x842 02755 => 1
    1 fstat 1 => 100755 nlink=1 uid=1000 gid=1001 size=0 ino=3   blocks=0
    1 chmod d/b 02755 => 0
    1 fstat 1 => 100755 nlink=1 uid=1000 gid=1001 size=0 ino=3  c+ blocks=0
    1 mkdir x 06777 => 0
    1 stat x => 40755 nlink=2 uid=1000 gid=1000 size=40 ino=4`,
  'whoever changes a file takes the rights of its owner from it; who asks for nothing may change the owner': `
    1 open a 0x842 0644 => 0
    1 chmod a 06755 => 0
    1 write 0 5 0 => 5
    1 setresuid 1000 1000 1000 => 0
    1 chown a -1 -1 => EPERM
    1 write 0 0 0 => 0
    1 write 0 5 0 => 5
    1 stat a => 100755 nlink=1 uid=0 gid=0 size=10 ino=1   blocks=8
    1 chown a -1 -1 => 0`,
  'times: anybody who may write may say that it was now, only the owner that it was not': `
    1 open a 0x842 0666 => 0
    1 chmod a 0666 => 0
    1 setresuid 1000 1000 1000 => 0
    1 utimens a ~ ~ => 0
    1 utimens a 0 ~ => EPERM`,
  'access walks with the real ids': `
    1 mkdir d 0700 => 0
    1 setresuid 1000 0 0 => 0
    1 access d/x 0 => EACCES
    1 stat d/x => ENOENT`,
  'readiness in the words of System V': `
    1 open a 0x842 0644 => 0
    1 pipe2 0x800 => 1 2
    1 write 2 1 0 => 1
    1 socketpair 1 0x801 0 => 3 4
    1 socket 2 0x802 0 => 5
    1 eventfd 1 0x800 => 6
    1 poll 0 0:0x3c7 1:0x3c7 2:0x3c7 3:0x3c7 5:0x3c7 6:0x3c7 => 325 65 260 772 772 5`,
  'mmap: lengths and places that are more than there is, rights that there are not, a place that is taken': `
    1 open a 0x842 0644 => 0
    1 mmap 0 0x20000000 -1 3 0x22 -1 0 => ENOMEM
    1 mmap 0 0x20000000 4096 3 0x2 77 -4096 => EBADF
    1 mmap 0 0x20000000 4096 3 0x2 0 -4096 => EOVERFLOW
    1 mmap 0 0x20000000 4096 8 0x22 -1 0 => mapped
    1 mmap 1 0x20000000 4096 3 0x100022 -1 0 => EEXIST
    1 mmap 1 0x20001001 4096 3 0x22 -1 0 => mapped
    1 mprotect m0 4096 8 => 0
    1 mprotect m0 4096 16 => EINVAL
    1 mprotect m0 -1 1 => ENOMEM
    1 mincore m0 -1 => ENOMEM
    1 open /dev/zero 0x800 => 1
    1 mmap 2 0x30000000 4096 3 1 1 0 => EACCES
    1 mmap 2 0x30000000 4096 3 2 1 0 => mapped
    1 load m2 4 => #30784`,
  'a process group: of several reasons, numbers below zero first; a zombie still can be put into one': `
    1 fork 2 => w2
    1 setpgid -1 0 => EINVAL
    1 kill w2 9 => 0 | w2 dies
    1 setpgid w2 0 => 0
    1 getpgid w2 => w2
    1 wait4 w2 0 => w2 9`,
  'priorities of a group: whoever came last is asked first, and the last refusal is told': `
    1 fork 2 => w2
    1 setpriority 0 0 1 => 0
    1 setresuid 1001 1000 1001 => 0
    1 setpriority 1 w1 0 => EACCES
    1 nice -1 => EPERM`,
  'handlers: what is kept of masks and flags': `
    1 sigaction 10 2 0x100001 0xffffffffffffffff => 0 0 0
    1 sigaction 10 ~ 0 0 => 2 1 fffffffffffbfeff`,
  'waiting for a signal that nobody blocks does not keep it from killing': `
    1 fork 2 => w2
    2 sigtimedwait 0x600 ~ => w2 sleeps
    1 sigqueue w2 10 1 => 0 | w2 dies
    1 fork 3 => w3
    3 sigtimedwait 0x4 ~ => w3 sleeps
    1 kill w3 3 => 0 | w3 -> 3/SI_USER/w1/0`,
  'the first two real-time signals, which libc keeps for itself, queue as well': `
    1 sigprocmask 2 0x80000000 => 0
    1 sigqueue w1 32 1 => 0
    1 sigqueue w1 32 2 => 0
    1 sigtimedwait 0x80000000 0 => 32/SI_QUEUE/w1/0/1
    1 sigtimedwait 0x80000000 0 => 32/SI_QUEUE/w1/0/2`,
  'CPU timers keep the interval of one that is off': `
    1 setitimer 1 0 1000000 => off 0
    1 getitimer 1 => off 1000000
    1 setitimer 0 0 1000000 => off 0
    1 getitimer 0 => off 0`,
  'a signalfd tells how a child has ended': `
    1 sigprocmask 0 0x10000 => 0
    1 signalfd -1 0x10000 0x800 => 0
    1 fork 2 => w2
    1 kill w2 9 => 0 | w2 dies
    1 siginfo 0 128 => 128 17 2 w2 0`,
  'System V: negative numbers first, ids that nobody can have, numbers beyond the indexes': `
    1 msgget 5 01600 => 0
    1 msgctl -1 12 => EINVAL
    1 msgctl 32768 11 => 0 key=5 uid=0 gid=0 cuid=0 cgid=0 mode=600 n=0 bytes=0 max=16384 0 0 00
    1 msgctl 0 1 0600 -1 100 => EINVAL
    1 semctl -1 0 19 0 => EINVAL
    1 shmget 6 100 01600 => 0
    1 shmget 6 -1 0 => EINVAL`,
  'who has once asked to have something undone has used the set when he ends': `
    1 semget 5 1 01600 => 0
    1 fork 2 => w2
    2 semop 0 ~ 0:-1:6144 => w2 -> EAGAIN
    2 exit 0 => w2 dies
    1 semctl 0 0 2 0 => 0 key=5 uid=0 gid=0 cuid=0 cgid=0 mode=600 n=1 1`,
  'a queue is asked for what it is to tell before it is looked for': `
    1 mq_notify 77 77 10 => EINVAL
    1 mq_notify 77 0 65 => EINVAL
    1 mq_notify 77 0 10 => EBADF
    1 mq_open q 0x843 02644 2 8 => 0
    1 mq_open q 0x803 => EINVAL
    1 fstat 0 => 102644 nlink=1 uid=0 gid=0 size=80 ino=1   blocks=0
    1 mq_timedreceive 0 8 ~ => EBADF`,
  'reading nothing from a socket: read is content, receiving is not': `
    1 socketpair 1 0x801 0 => 0 1
    1 read 0 0 => 0
    1 recvfrom 0 0 0x40 => EAGAIN
    1 write 1 3 0 => 3
    1 recvfrom 0 0 0x40 => 0 #0 nobody
    1 socket 1 0x801 0 => 2
    1 read 2 0 => 0
    1 recvfrom 2 0 0x40 => EINVAL`,
  'UNIX: raw sockets are datagram sockets, each type has abstract names of its own, records go to the partner': `
    1 socket 1 0x803 0 => 0
    1 getsockopt 0 1 3 => 2
    1 bind 0 a:n1 => 0
    1 socket 1 0x801 0 => 1
    1 bind 1 a:n1 => 0
    1 socketpair 1 0x805 0 => 2 3
    1 sendto 2 1 0 0x4040 u: => 1
    1 bind 2 a:n2 => 0
    1 recvfrom 3 9 0x40 => 1 #98 a:n2
    1 sendto 0 1 0 0x4041 a:n1 => EOPNOTSUPP
    1 setsockopt 1 1 15 1 => EOPNOTSUPP`,
  'UNIX: a second name, nothing that is sent, and what is shut without a partner': `
    1 socketpair 1 0x801 0 => 0 1
    1 bind 0 u:s => 0
    1 bind 0 u:s => EADDRINUSE
    1 bind 0 u:t => EINVAL
    1 stat t => ENOENT
    1 shutdown 0 2 => 0
    1 sendto 0 0 0 0x4040 ~ => EPIPE
    1 socket 1 0x802 0 => 2
    1 shutdown 2 2 => 0
    1 sendto 2 1 0 0x4040 ~ => EPIPE`,
  'accept: flags before what it is': `
    1 open a 0x842 0644 => 0
    1 accept4 0 1 => EINVAL
    1 accept4 0 0 => ENOTSOCK
    1 accept4 77 1 => EBADF`,
  'TCP: after a connection that failed': `
    1 socket 2 0x801 0 => 0
    1 connect 0 i:5003 => EINPROGRESS
    1 listen 0 1 => EINVAL
    1 bind 0 i:5002 => 0
    1 connect 0 i:5003 => ECONNREFUSED
    1 connect 0 i:5003 => EINPROGRESS
    1 getsockname 0 => 127.0.0.1:mine
    1 poll 0 0:0x2005 => 8221
    1 socket 2 0x801 0 => 1
    1 connect 1 i:5003 => EINPROGRESS
    1 shutdown 1 2 => ENOTCONN
    1 connect 1 i:5003 => EINVAL`,
  'UDP: a port comes before the address is looked at; shutting what is not connected works all the same': `
    1 socket 2 0x802 0 => 0
    1 write 0 1 0 => EDESTADDRREQ
    1 getsockname 0 => 0.0.0.0:auto
    1 sendto 0 1 0 0x4041 i:5001 => EOPNOTSUPP
    1 shutdown 0 2 => ENOTCONN
    1 sendto 0 1 0 0 i:5001 => EPIPE
    1 recvfrom 0 1 0x40 => EAGAIN`,
  'anonymous inodes: rights that cannot be set, and one number at a time': `
    1 eventfd 5 0x801 => 0
    1 fchmod 0 0600 => EOPNOTSUPP
    1 write 0 100 0 => EINVAL
    1 write 0 8 0 => 8
    1 fsync 0 => EINVAL`,
  'records of an owner are told of in the order of the file': `
    1 open a 0x842 0644 => 0
    1 lock 0 37 1 0 5 0 => 0
    1 lock 0 37 2 0 10 10 => 0
    1 open a 0x842 0644 => 1
    1 lock 1 36 0 0 0 0 => 0 1 0 5 5 -1`,
  'the head of a write goes behind what is no packet, though it is meant as packets': `
    1 pipe2 0x800 => 0 1
    1 write 1 4097 0 => 4097
    1 fcntl 1 4 0x4800 => 0
    1 write 1 5000 0 => 5000
    1 read 0 4096 => 4096 abc#346494
    1 read 0 9999 => 5001 eab#938384`,
};
