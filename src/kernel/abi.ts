/**
 * The numbers of the Linux x86-64 system interface that programs write down: open flags, file modes, poll bits, termios
 * bits, wait statuses, and the records that calls hand over. Authority: the man page named above each group.
 */
import type { SigSet } from './signum.ts';

// open(2), fcntl(2)
export const O_RDONLY = 0;
export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_ACCMODE = 3;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_NOCTTY = 0o400;
export const O_TRUNC = 0o1000;
export const O_APPEND = 0o2000;
export const O_NONBLOCK = 0o4000;
export const O_DIRECT = 0o40000;
export const O_LARGEFILE = 0o100000;
export const O_DIRECTORY = 0o200000;
export const O_NOFOLLOW = 0o400000;
export const O_NOATIME = 0o1000000;
export const O_CLOEXEC = 0o2000000;
export const FD_CLOEXEC = 1;
export const F_DUPFD = 0;
export const F_GETFD = 1;
export const F_SETFD = 2;
export const F_GETFL = 3;
export const F_SETFL = 4;
export const F_DUPFD_CLOEXEC = 1030;
export const F_SETPIPE_SZ = 1031;
export const F_GETPIPE_SZ = 1032;

// lseek(2), access(2)
export const SEEK_SET = 0;
export const SEEK_CUR = 1;
export const SEEK_END = 2;
export const SEEK_DATA = 3;
export const SEEK_HOLE = 4;
export const F_OK = 0;
export const X_OK = 1;
export const W_OK = 2;
export const R_OK = 4;

// inode(7)
export const S_IFMT = 0o170000;
export const S_IFSOCK = 0o140000;
export const S_IFLNK = 0o120000;
export const S_IFREG = 0o100000;
export const S_IFBLK = 0o060000;
export const S_IFDIR = 0o040000;
export const S_IFCHR = 0o020000;
export const S_IFIFO = 0o010000;
export const S_ISUID = 0o4000;
export const S_ISGID = 0o2000;
export const S_ISVTX = 0o1000;
export const S_IXGRP = 0o010;
export const S_ISREG = (mode: number): boolean => (mode & S_IFMT) === S_IFREG;
export const S_ISDIR = (mode: number): boolean => (mode & S_IFMT) === S_IFDIR;
export const S_ISLNK = (mode: number): boolean => (mode & S_IFMT) === S_IFLNK;
export const S_ISFIFO = (mode: number): boolean => (mode & S_IFMT) === S_IFIFO;
export const S_ISCHR = (mode: number): boolean => (mode & S_IFMT) === S_IFCHR;
export const S_ISBLK = (mode: number): boolean => (mode & S_IFMT) === S_IFBLK;
export const S_ISSOCK = (mode: number): boolean => (mode & S_IFMT) === S_IFSOCK;

export const PAGE_SIZE = 4096;
/** Writes of at most this many bytes to a pipe never mix with others. */
export const PIPE_BUF = 4096;
export const PATH_MAX = 4096;
export const NAME_MAX = 255;

// poll(2)
export const POLLIN = 0x001;
export const POLLPRI = 0x002;
export const POLLOUT = 0x004;
export const POLLERR = 0x008;
export const POLLHUP = 0x010;
export const POLLNVAL = 0x020;
export const POLLRDNORM = 0x040;
export const POLLWRNORM = 0x100;
export const POLLWRBAND = 0x200;
export const POLLRDHUP = 0x2000;
export interface PollFd {
  readonly fd: number;
  readonly events: number;
}

// wait(2)
export const WNOHANG = 1;
export const WUNTRACED = 2;
export const WEXITED = 4;
export const WCONTINUED = 8;
export const WNOWAIT = 0x1000000;
export const WNOTHREAD = 0x20000000;
export const WALL = 0x40000000;
export const WCLONE = 0x80000000 | 0;
export const WIFEXITED = (status: number): boolean => (status & 0x7f) === 0;
export const WEXITSTATUS = (status: number): number => (status >> 8) & 0xff;
export const WIFSIGNALED = (status: number): boolean => (status & 0x7f) !== 0 && (status & 0x7f) !== 0x7f;
export const WTERMSIG = (status: number): number => status & 0x7f;
export const WCOREDUMP = (status: number): boolean => (status & 0x80) !== 0;
export const WIFSTOPPED = (status: number): boolean => (status & 0xff) === 0x7f;
export const WSTOPSIG = (status: number): number => (status >> 8) & 0xff;
export const WIFCONTINUED = (status: number): boolean => status === 0xffff;
export interface Rusage {
  /** CPU time in user mode and in the kernel, virtual µs. */
  readonly utime: number;
  readonly stime: number;
}
export interface Waited {
  /** 0 with WNOHANG and nothing to report. */
  readonly pid: number;
  readonly status: number;
  readonly rusage: Rusage;
}

// waitid(2)
export const P_ALL = 0;
export const P_PID = 1;
export const P_PGID = 2;
export const P_PIDFD = 3;
export const CLD_EXITED = 1;
export const CLD_KILLED = 2;
export const CLD_DUMPED = 3;
export const CLD_TRAPPED = 4;
export const CLD_STOPPED = 5;
export const CLD_CONTINUED = 6;
/** What waitid(2) fills in; pid 0 with WNOHANG and nothing to report. */
export interface WaitInfo {
  readonly pid: number;
  readonly uid: number;
  /** CLD_EXITED … */
  readonly code: number;
  /** Exit code, or the signal. */
  readonly status: number;
}

// prctl(2), getpriority(2)
export const PR_SET_NAME = 15;
export const PR_SET_CHILD_SUBREAPER = 36;
export const PR_GET_CHILD_SUBREAPER = 37;
export const PRIO_PROCESS = 0;
export const PRIO_PGRP = 1;
export const PRIO_USER = 2;

// getitimer(2), timerfd_create(2), eventfd(2), signalfd(2)
export const ITIMER_REAL = 0;
export const ITIMER_VIRTUAL = 1;
export const ITIMER_PROF = 2;
/** Virtual µs until it expires (0: not armed), and from then on between expirations (0: once). */
export interface Itimer {
  readonly value: number;
  readonly interval: number;
}
export const CLOCK_REALTIME = 0;
export const CLOCK_MONOTONIC = 1;
export const CLOCK_BOOTTIME = 7;
export const TFD_TIMER_ABSTIME = 1;
/** To be told when somebody sets the clock, which nobody can here. */
export const TFD_TIMER_CANCEL_ON_SET = 2;
export const TFD_NONBLOCK = 0o4000;
export const TFD_CLOEXEC = 0o2000000;
export const EFD_SEMAPHORE = 1;
export const EFD_NONBLOCK = 0o4000;
export const EFD_CLOEXEC = 0o2000000;
export const SFD_NONBLOCK = 0o4000;
export const SFD_CLOEXEC = 0o2000000;

// sigaction(2), sigprocmask(2)
export const SIG_BLOCK = 0;
export const SIG_UNBLOCK = 1;
export const SIG_SETMASK = 2;
export const SA_NOCLDSTOP = 1;
export const SA_NOCLDWAIT = 2;
export const SA_SIGINFO = 4;
/** Every sigaction(2) that libc makes has it. */
export const SA_RESTORER = 0x04000000;
/** Signal stacks are not modelled; the flag is kept. */
export const SA_ONSTACK = 0x08000000;
export const SA_RESTART = 0x10000000;
export const SA_NODEFER = 0x40000000;
export const SA_RESETHAND = 0x80000000;
/** `si_code`: who sent a signal. */
export type SigCode =
  | 'SI_USER'
  | 'SI_QUEUE'
  | 'SI_KERNEL'
  | 'SI_TKILL'
  | 'SI_MESGQ'
  | 'CLD'
  | 'SEGV_MAPERR'
  | 'SEGV_ACCERR'
  | 'BUS_ADRERR';
export interface SigInfo {
  readonly signo: number;
  readonly code: SigCode;
  readonly pid: number;
  readonly uid: number;
  /** What sigqueue(3) sent along; of a child (CLD) its wait status. */
  readonly value: number;
  /** CPU time of a child, virtual µs. */
  readonly utime?: number;
  readonly stime?: number;
  /** Where memory was touched in vain (SIGSEGV, SIGBUS). */
  readonly addr?: number;
}
export type { SigSet };

// ptrace(2)
export const PTRACE_TRACEME = 0;
export const PTRACE_CONT = 7;
export const PTRACE_ATTACH = 16;
export const PTRACE_DETACH = 17;
export const PTRACE_SYSCALL = 24;
export const PTRACE_SETOPTIONS = 0x4200;
export const PTRACE_GETEVENTMSG = 0x4201;
export const PTRACE_GETSIGINFO = 0x4202;
export const PTRACE_SEIZE = 0x4206;
export const PTRACE_INTERRUPT = 0x4207;
export const PTRACE_LISTEN = 0x4208;
export const PTRACE_GET_SYSCALL_INFO = 0x420e;
export const PTRACE_SET_SYSCALL_INFO = 0x4212;
export const PTRACE_O_TRACESYSGOOD = 1;
export const PTRACE_O_TRACEFORK = 2;
export const PTRACE_O_TRACEVFORK = 4;
export const PTRACE_O_TRACECLONE = 8;
export const PTRACE_O_TRACEEXEC = 0x10;
export const PTRACE_O_TRACEVFORKDONE = 0x20;
export const PTRACE_O_TRACEEXIT = 0x40;
export const PTRACE_O_EXITKILL = 0x100000;
export const PTRACE_EVENT_FORK = 1;
export const PTRACE_EVENT_CLONE = 3;
export const PTRACE_EVENT_EXEC = 4;
export const PTRACE_EVENT_EXIT = 6;
export const PTRACE_EVENT_STOP = 128;
/** What a wait status says of a ptrace-stop beside its signal: PTRACE_EVENT_…, 0 for none. */
export const WPTEVENT = (status: number): number => status >> 16;
/** PTRACE_GET_SYSCALL_INFO: a tracee's call, with the arguments themselves instead of registers and addresses. */
export interface SyscallInfo {
  readonly op: 'entry' | 'exit' | 'none';
  /** The row of the system call table. */
  readonly name: string;
  readonly args: readonly unknown[];
  /** The kernel calls it once more itself: restart_syscall(2). */
  readonly again: boolean;
  readonly result: unknown;
  /** A signal came before there was a result: ERESTARTSYS, ERESTARTNOHAND, ERESTART_RESTARTBLOCK. */
  readonly restart: 'sys' | 'nohand' | 'block' | 'never' | undefined;
}

// utimensat(2)
export const AT_SYMLINK_NOFOLLOW = 0x100;

// getrlimit(2)
export const RLIM_INFINITY = Number.POSITIVE_INFINITY;
export type Resource =
  | 'CPU'
  | 'FSIZE'
  | 'DATA'
  | 'STACK'
  | 'CORE'
  | 'NPROC'
  | 'NOFILE'
  | 'AS'
  | 'SIGPENDING'
  | 'MSGQUEUE'
  | 'LOCKS'
  | 'MEMLOCK'
  | 'NICE'
  | 'RSS'
  | 'RTPRIO'
  | 'RTTIME';
export interface Rlimit {
  readonly soft: number;
  readonly hard: number;
}

// clock_gettime(2), clock_nanosleep(2)
export const CLOCK_PROCESS_CPUTIME_ID = 2;
export const CLOCK_THREAD_CPUTIME_ID = 3;
export const CLOCK_MONOTONIC_RAW = 4;
export const CLOCK_REALTIME_COARSE = 5;
export const CLOCK_MONOTONIC_COARSE = 6;
export const TIMER_ABSTIME = 1;

// stat(2), getdents(2)
export interface Stat {
  /** The file system it is on. */
  readonly dev: number;
  readonly ino: number;
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  /** Bytes. */
  readonly size: number;
  readonly blksize: number;
  /** Of 512 bytes. */
  readonly blocks: number;
  /** µs since the epoch. */
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
}
// statfs(2)
export interface Statfs {
  /** A magic number. */
  readonly type: number;
  /** Bytes of a block, which the next three count. */
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  /** For those who are not root. */
  readonly bavail: number;
  /** Inodes. */
  readonly files: number;
  readonly ffree: number;
  readonly fsid: number;
  readonly namelen: number;
}
export type FileType = 'reg' | 'dir' | 'lnk' | 'fifo' | 'chr' | 'blk' | 'sock';
export interface Dirent {
  readonly name: string;
  readonly ino: number;
  readonly type: FileType;
}
/** The low byte of the minor number, 12 bits of the major, and the rest of both above them. */
export const makedev = (major: number, minor: number): number =>
  (minor & 0xff) +
  (major & 0xfff) * 2 ** 8 +
  Math.floor(minor / 2 ** 8) * 2 ** 20 +
  Math.floor(major / 2 ** 12) * 2 ** 32;
export const major = (rdev: number): number => (rdev >> 8) & 0xfff;
export const minor = (rdev: number): number => (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);

// termios(3)
export interface Termios {
  readonly iflag: number;
  readonly oflag: number;
  readonly cflag: number;
  readonly lflag: number;
  readonly cc: readonly number[];
}
export interface Winsize {
  readonly cols: number;
  readonly rows: number;
}
export const IGNBRK = 0o1;
export const BRKINT = 0o2;
export const ISTRIP = 0o40;
export const INLCR = 0o100;
export const IGNCR = 0o200;
export const ICRNL = 0o400;
export const IXON = 0o2000;
export const IXANY = 0o4000;
export const IUTF8 = 0o40000;
export const OPOST = 0o1;
export const ONLCR = 0o4;
export const CS8 = 0o60;
export const CREAD = 0o200;
export const B38400 = 0o17;
export const ISIG = 0o1;
export const ICANON = 0o2;
export const ECHO = 0o10;
export const ECHOE = 0o20;
export const ECHOK = 0o40;
export const ECHONL = 0o100;
export const NOFLSH = 0o200;
export const TOSTOP = 0o400;
export const ECHOCTL = 0o1000;
export const ECHOKE = 0o4000;
export const IEXTEN = 0o100000;
export const VINTR = 0;
export const VQUIT = 1;
export const VERASE = 2;
export const VKILL = 3;
export const VEOF = 4;
export const VTIME = 5;
export const VMIN = 6;
export const VSTART = 8;
export const VSTOP = 9;
export const VSUSP = 10;
export const VEOL = 11;
export const VREPRINT = 12;
export const VDISCARD = 13;
export const VWERASE = 14;
export const VLNEXT = 15;
export const VEOL2 = 16;

// getresuid(2)
export interface Resuid {
  readonly ruid: number;
  readonly euid: number;
  readonly suid: number;
}

// sysinfo(2)
export interface Sysinfo {
  /** Seconds since boot. */
  readonly uptime: number;
  readonly loads: readonly [number, number, number];
  /** Bytes. */
  readonly totalram: number;
  readonly freeram: number;
  readonly sharedram: number;
  readonly bufferram: number;
  readonly totalswap: number;
  readonly freeswap: number;
  readonly procs: number;
}

// uname(2), times(2)
export interface Utsname {
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
}
/** All in virtual µs. */
export interface Times {
  readonly utime: number;
  readonly stime: number;
  readonly cutime: number;
  readonly cstime: number;
  readonly elapsed: number;
}

// sysvipc(7), msgctl(2), semctl(2), shmctl(2)
export const IPC_PRIVATE = 0;
export const IPC_CREAT = 0o1000;
export const IPC_EXCL = 0o2000;
export const IPC_NOWAIT = 0o4000;
export const IPC_RMID = 0;
export const IPC_SET = 1;
export const IPC_STAT = 2;
export const IPC_INFO = 3;
export const MSG_STAT = 11;
export const MSG_INFO = 12;
export const MSG_STAT_ANY = 13;
export const MSG_NOERROR = 0o10000;
export const MSG_EXCEPT = 0o20000;
export const MSG_COPY = 0o40000;
export const SEM_UNDO = 0x1000;
export const GETPID = 11;
export const GETVAL = 12;
export const GETALL = 13;
export const GETNCNT = 14;
export const GETZCNT = 15;
export const SETVAL = 16;
export const SETALL = 17;
export const SEM_STAT = 18;
export const SEM_INFO = 19;
export const SEM_STAT_ANY = 20;

/** struct ipc_perm. */
export interface IpcPermDs {
  readonly key: number;
  readonly uid: number;
  readonly gid: number;
  readonly cuid: number;
  readonly cgid: number;
  readonly mode: number;
  readonly seq: number;
}

/** struct msgbuf: what msgsnd(2) takes and msgrcv(2) fills in. */
export interface MsgBuf {
  mtype: number;
  mtext: Uint8Array;
}

/** struct msqid_ds; times in seconds since the epoch. */
export interface MsqidDs {
  readonly perm: IpcPermDs;
  readonly qnum: number;
  readonly cbytes: number;
  readonly qbytes: number;
  readonly lspid: number;
  readonly lrpid: number;
  readonly stime: number;
  readonly rtime: number;
  readonly ctime: number;
}

/** struct msginfo: the limits (IPC_INFO), or what is used of them (MSG_INFO). */
export interface MsgInfo {
  readonly msgpool: number;
  readonly msgmap: number;
  readonly msgmax: number;
  readonly msgmnb: number;
  readonly msgmni: number;
  readonly msgssz: number;
  readonly msgtql: number;
  readonly msgseg: number;
}

/** struct sembuf. */
export interface Sembuf {
  readonly num: number;
  readonly op: number;
  readonly flg: number;
}

/** struct semid_ds. */
export interface SemidDs {
  readonly perm: IpcPermDs;
  readonly otime: number;
  readonly ctime: number;
  readonly nsems: number;
}

/** struct seminfo: the limits (IPC_INFO), or with semusz and semaem what is used of them (SEM_INFO). */
export interface SemInfo {
  readonly semmap: number;
  readonly semmni: number;
  readonly semmns: number;
  readonly semmnu: number;
  readonly semmsl: number;
  readonly semopm: number;
  readonly semume: number;
  readonly semusz: number;
  readonly semvmx: number;
  readonly semaem: number;
}

// mmap(2), msync(2)
export const PROT_NONE = 0;
export const PROT_READ = 1;
export const PROT_WRITE = 2;
export const PROT_EXEC = 4;
/** For words that are locked with atomic instructions: on x86 all memory is. */
export const PROT_SEM = 8;
export const MAP_SHARED = 1;
export const MAP_PRIVATE = 2;
export const MAP_TYPE = 0xf;
export const MAP_SHARED_VALIDATE = 3;
export const MAP_FIXED = 0x10;
export const MAP_FIXED_NOREPLACE = 0x100000;
export const MAP_ANONYMOUS = 0x20;
export const MAP_STACK = 0x20000;
export const MS_ASYNC = 1;
export const MS_INVALIDATE = 2;
export const MS_SYNC = 4;

// shmop(2), shmctl(2)
export const SHM_RDONLY = 0o10000;
export const SHM_RND = 0o20000;
export const SHM_REMAP = 0o40000;
export const SHM_EXEC = 0o100000;
export const SHM_DEST = 0o1000;
export const SHM_LOCKED = 0o2000;
export const SHM_LOCK = 11;
export const SHM_UNLOCK = 12;
export const SHM_STAT = 13;
export const SHM_INFO = 14;
export const SHM_STAT_ANY = 15;

/** struct shmid_ds. */
export interface ShmidDs {
  readonly perm: IpcPermDs;
  readonly segsz: number;
  readonly cpid: number;
  readonly lpid: number;
  readonly nattch: number;
  readonly atime: number;
  readonly dtime: number;
  readonly ctime: number;
}

/** struct shminfo. */
export interface ShmLimits {
  readonly shmmax: number;
  readonly shmmin: number;
  readonly shmmni: number;
  readonly shmseg: number;
  readonly shmall: number;
}

/** struct shm_info: pages of all segments. */
export interface ShmInfo {
  readonly used_ids: number;
  readonly shm_tot: number;
  readonly shm_rss: number;
  readonly shm_swp: number;
}

// socket(2), socket(7), unix(7), ip(7), tcp(7)
export const AF_UNSPEC = 0;
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_NETLINK = 16;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;
export const SOCK_SEQPACKET = 5;
export const SOCK_NONBLOCK = O_NONBLOCK;
export const SOCK_CLOEXEC = O_CLOEXEC;
export const IPPROTO_IP = 0;
export const IP_TTL = 2;
export const IPPROTO_ICMP = 1;
export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
export const SOL_SOCKET = 1;
export const SO_REUSEADDR = 2;
export const SO_TYPE = 3;
export const SO_ERROR = 4;
export const SO_BROADCAST = 6;
export const SO_SNDBUF = 7;
export const SO_RCVBUF = 8;
export const SO_KEEPALIVE = 9;
export const SO_LINGER = 13;
export const SO_REUSEPORT = 15;
export const SO_PEERCRED = 17;
export const SO_RCVTIMEO = 20;
export const SO_SNDTIMEO = 21;
export const SO_ACCEPTCONN = 30;
export const SO_PROTOCOL = 38;
export const SO_DOMAIN = 39;
export const TCP_NODELAY = 1;
export const TCP_MAXSEG = 2;
export const MSG_PEEK = 2;
export const MSG_CTRUNC = 8;
export const MSG_OOB = 1;
export const MSG_TRUNC = 0x20;
export const MSG_DONTWAIT = 0x40;
export const MSG_EOR = 0x80;
export const MSG_WAITALL = 0x100;
export const MSG_NOSIGNAL = 0x4000;
export const MSG_CMSG_CLOEXEC = 0x40000000;
export const SHUT_RD = 0;
export const SHUT_WR = 1;
export const SHUT_RDWR = 2;
/** Bytes of a path in a struct sockaddr_un. */
export const UNIX_PATH_MAX = 108;

/** struct sockaddr_un. An abstract name begins with NUL; the empty one is no name (bind: any that is free). */
export interface UnixAddress {
  readonly family: typeof AF_UNIX;
  readonly path: string;
}

/** struct sockaddr_in, with the address in dots. */
export interface InetAddress {
  readonly family: typeof AF_INET;
  readonly address: string;
  readonly port: number;
}

export type SocketAddress = UnixAddress | InetAddress;

/** struct ucred, as SO_PEERCRED gives it. */
export interface Ucred {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

/** struct linger: seconds. */
export interface Linger {
  readonly onoff: number;
  readonly linger: number;
}

/** What getsockopt(2) gives: a number, µs for a time-out, or a structure. */
export type SocketOption = number | Ucred | Linger;

/** struct msghdr: one buffer, an address, and descriptors beside the bytes (SCM_RIGHTS). recvmsg(2) fills in what came. */
export interface MsgHdr {
  readonly buffer: Uint8Array;
  name?: SocketAddress | undefined;
  rights?: readonly number[] | undefined;
  flags?: number;
}
// flock(2), fcntl(2)
export const LOCK_SH = 1;
export const LOCK_EX = 2;
export const LOCK_NB = 4;
export const LOCK_UN = 8;
export const LOCK_MAND = 32;
export const F_GETLK = 5;
export const F_SETLK = 6;
export const F_SETLKW = 7;
export const F_OFD_GETLK = 36;
export const F_OFD_SETLK = 37;
export const F_OFD_SETLKW = 38;
export const F_RDLCK = 0;
export const F_WRLCK = 1;
export const F_UNLCK = 2;

/** struct flock: bytes of a file, counted from `whence`; 0 bytes are all up to the end. */
export interface Flock {
  type: number;
  whence: number;
  start: number;
  len: number;
  pid: number;
}

// mq_overview(7), sigevent(7)
export const SIGEV_SIGNAL = 0;
export const SIGEV_NONE = 1;
export const SIGEV_THREAD = 2;

/** struct sigevent. */
export interface Sigevent {
  readonly notify: number;
  readonly signo: number;
  readonly value: number;
}

/** struct mq_attr. */
export interface MqAttr {
  readonly flags: number;
  readonly maxmsg: number;
  readonly msgsize: number;
  readonly curmsgs: number;
}

// futex(2)
export const FUTEX_WAIT = 0;
export const FUTEX_WAKE = 1;
export const FUTEX_REQUEUE = 3;
export const FUTEX_CMP_REQUEUE = 4;
export const FUTEX_WAIT_BITSET = 9;
export const FUTEX_WAKE_BITSET = 10;
export const FUTEX_PRIVATE_FLAG = 128;
export const FUTEX_CLOCK_REALTIME = 256;
export const FUTEX_BITSET_MATCH_ANY = -1;
/** What the kernel and libc keep in the word of a lock: the owner's tid, somebody sleeps, the owner died. */
export const FUTEX_WAITERS = 0x80000000;
export const FUTEX_OWNER_DIED = 0x40000000;
export const FUTEX_TID_MASK = 0x3fffffff;

// ---- clone(2)
export const CLONE_VM = 0x100;
export const CLONE_FS = 0x200;
export const CLONE_FILES = 0x400;
export const CLONE_SIGHAND = 0x800;
export const CLONE_PARENT = 0x8000;
export const CLONE_THREAD = 0x10000;
export const CLONE_SYSVSEM = 0x40000;
export const CLONE_SETTLS = 0x80000;
export const CLONE_PARENT_SETTID = 0x100000;
export const CLONE_CHILD_CLEARTID = 0x200000;
export const CLONE_CHILD_SETTID = 0x1000000;

/** struct clone_args. */
export interface CloneArgs {
  readonly flags: number;
  /** SIGCHLD for a process, 0 for a thread. */
  readonly exitSignal?: number;
  /** Where the new number is written, in the caller's memory; where the child's own memory has it. */
  readonly parentTid?: number;
  readonly childTid?: number;
  /** The lowest address of the child's stack: to be seen in a trace, nothing lies on it here. */
  readonly stack?: number;
  readonly stackSize?: number;
}

/** What tc-netem(8) does to packets on their way out: µs, and percent. */
export interface Netem {
  readonly delay: number;
  readonly jitter: number;
  readonly loss: number;
  readonly duplicate: number;
  /** Packets that it holds back at most. */
  readonly limit: number;
}

/** What rtnetlink(7) tells of an interface. */
export interface LinkInfo {
  readonly index: number;
  readonly name: string;
  readonly loopback: boolean;
  readonly up: boolean;
  readonly mtu: number;
  readonly mac: string;
  /** `10.0.0.1`, and how many bits of it are the network's. */
  readonly address: string;
  readonly prefix: number;
  readonly received: { readonly bytes: number; readonly packets: number };
  readonly sent: { readonly bytes: number; readonly packets: number };
  readonly qdisc: QdiscInfo | undefined;
}

export interface QdiscInfo {
  readonly handle: number;
  readonly netem: Netem;
  readonly sent: { readonly bytes: number; readonly packets: number };
  readonly dropped: number;
  readonly waiting: number;
}

/** A machine on the same wire, as far as it is known. */
export interface NeighbourInfo {
  readonly address: string;
  readonly link: string;
  readonly mac: string | undefined;
  readonly state: 'REACHABLE' | 'STALE' | 'INCOMPLETE' | 'FAILED';
}

// rtnetlink(7)
export const NLM_F_REPLACE = 0x100;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;

/** What sock_diag(7) tells of a socket; of AF_UNIX the ports are inodes, the addresses paths. */
export interface SocketDiag {
  readonly kind: 'tcp' | 'udp' | 'u_str' | 'u_dgr' | 'u_seq';
  /** 1 established, 6 time wait, 7 closed, 10 listening, as /proc/net/tcp numbers them. */
  readonly state: number;
  readonly local: string;
  readonly localPort: number;
  readonly peer: string;
  readonly peerPort: number;
  /** Bytes; of a listener the connections that wait, and how many may. */
  readonly receiveQueue: number;
  readonly sendQueue: number;
  readonly ino: number;
  /** 0 none, 1 retransmission, 3 time wait, 4 probe; µs that it has left. */
  readonly timer: number;
  readonly expires: number;
  readonly retries: number;
  readonly uid: number;
  /** Bytes. */
  readonly rcvbuf: number;
  readonly sndbuf: number;
  /** 1: nothing more comes in, 2: nothing more goes out. */
  readonly shutdown: number;
  readonly tcp?: TcpInfo | undefined;
}

/** Of struct tcp_info what there is here; times in µs, windows in bytes. */
export interface TcpInfo {
  readonly rto: number;
  /** Smoothed, and its variation; none before the first acknowledgement. */
  readonly rtt: number | undefined;
  readonly rttvar: number;
  readonly mss: number;
  readonly congestion: number;
  readonly threshold: number | undefined;
  /** Numbers of bytes. */
  readonly sent: number;
  readonly acknowledged: number;
  readonly received: number;
  readonly unacknowledged: number;
  readonly sendWindow: number;
}
