/**
 * Which calls and signals strace prints: `-e trace=`, `-e signal=`, `-e status=`. Names are those of Linux, also of calls
 * that no program here makes. Authority: strace(1) 6.1, "Filtering".
 */

import { NSIG, signalName, signalNumber } from '../../kernel/signum.ts';
import { table } from '../../kernel/syscalls.ts';
import { shownName } from '../../kernel/trace.ts';
import { compilePosix, RegexProblem } from './posix-regex.ts';
import { LINUX_CALLS } from './strace-numbers.ts';

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  file: names(`access acct chdir chmod chown chroot creat execve execveat faccessat faccessat2 fanotify_mark fchmodat fchownat
    futimesat getcwd inotify_add_watch lchown link linkat lstat mkdir mkdirat mknod mknodat mount mount_setattr name_to_handle_at
    newfstatat open open_tree openat openat2 pivot_root quotactl readlink readlinkat rename renameat renameat2 rmdir stat statfs statx
    swapoff swapon symlink symlinkat truncate umount2 unlink unlinkat uselib utime utimensat utimes`),
  process: names(`clone clone3 execve execveat exit exit_group fork kill pidfd_open pidfd_send_signal rt_sigqueueinfo
    rt_tgsigqueueinfo tgkill tkill vfork wait4 waitid`),
  signal:
    names(`kill pause pidfd_send_signal rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend
    rt_sigtimedwait rt_tgsigqueueinfo sigaltstack signalfd signalfd4 tgkill tkill`),
  ipc: names('msgctl msgget msgrcv msgsnd semctl semget semop semtimedop shmat shmctl shmdt shmget'),
  desc: names(`close close_range copy_file_range dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_wait eventfd
    eventfd2 execveat faccessat faccessat2 fadvise64 fallocate fchdir fchmod fchmodat fchown fchownat fcntl fdatasync flock fstat
    fstatfs fsync ftruncate futimesat getdents getdents64 inotify_init inotify_init1 ioctl linkat lseek memfd_create mkdirat
    mknodat mmap mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend newfstatat openat openat2 pidfd_getfd pidfd_open
    pipe pipe2 poll ppoll pread64 preadv pselect6 pwrite64 pwritev read readahead readlinkat readv renameat renameat2 select
    sendfile signalfd signalfd4 splice statx symlinkat sync_file_range syncfs tee timerfd_create timerfd_gettime timerfd_settime
    unlinkat utimensat vmsplice write writev`),
  network:
    names(`accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendfile sendmmsg
    sendmsg sendto setsockopt shutdown socket socketpair`),
  memory:
    names(`brk get_mempolicy madvise mbind mincore mlock mlock2 mlockall mmap mprotect mremap msync munlock munlockall munmap
    pkey_mprotect remap_file_pages set_mempolicy shmat shmdt`),
  creds:
    names(`capget capset getegid geteuid getgid getgroups getresgid getresuid getuid setfsgid setfsuid setgid setgroups setregid
    setresgid setresuid setreuid setuid`),
  clock: names('adjtimex clock_adjtime clock_getres clock_gettime clock_settime gettimeofday settimeofday time'),
  stat: names('stat'),
  lstat: names('lstat'),
  fstat: names('fstat'),
  '%stat': names('fstat fstatat64 lstat newfstatat stat statx'),
  statfs: names('statfs'),
  fstatfs: names('fstatfs'),
  '%statfs': names('fstatfs statfs ustat'),
  pure: names('getegid geteuid getgid getpgrp getpid getppid gettid getuid'),
};
const ALIASES: Readonly<Record<string, string>> = { net: 'network' };

const KNOWN: ReadonlySet<string> = new Set([...LINUX_CALLS.keys(), ...Object.keys(table).map(shownName)]);

/** Says yes or no to a name or number. */
export type Filter<T> = (value: T) => boolean;
export const everything = (): boolean => true;
export const nothing = (): boolean => false;

/** A word that means nothing. */
export class Unknown {
  readonly word: string;
  /** What the library for regular expressions says of it. */
  readonly problem: string | undefined;
  constructor(word: string, problem?: string) {
    this.word = word;
    this.problem = problem;
  }
}

const negated = (text: string): readonly [boolean, string] =>
  /^[!~]/.test(text) ? [true, text.slice(1)] : [false, text];

function matching(pattern: string): readonly string[] | Unknown {
  try {
    const { source, flags } = compilePosix(pattern, { extended: true });
    const regex = new RegExp(source, flags);
    return [...KNOWN].filter((known) => known.search(regex) >= 0);
  } catch (thrown) {
    if (thrown instanceof RegexProblem) return new Unknown(pattern, thrown.message);
    throw thrown;
  }
}

/** The names behind one word of `-e trace=`. A `?` forgives what is unknown. */
function callsOf(word: string): readonly string[] | Unknown {
  const forgiving = word.startsWith('?');
  const name = word.slice(forgiving ? 1 : 0).replace(/@(?:64|32|x32)$/, '');
  if (name.startsWith('/')) return matching(name.slice(1));
  const group = /^%?(.*)$/.exec(name)?.[1] ?? '';
  const members = GROUPS[ALIASES[group] ?? group];
  const old = ['file', 'process', 'signal', 'ipc', 'desc', 'network', 'memory'].includes(group);
  if (members && (name.startsWith('%') || old)) return members;
  if (KNOWN.has(name)) return [name];
  return forgiving ? [] : new Unknown(name);
}

export function callFilter(text: string): Filter<string> | Unknown {
  const [not, list] = negated(text);
  if (list === 'all') return () => !not;
  if (list === 'none') return () => not;
  const wanted = new Set<string>();
  for (const word of list.split(',')) {
    const calls = callsOf(word);
    if (calls instanceof Unknown) return calls;
    for (const call of calls) wanted.add(call);
  }
  return (name) => wanted.has(name) !== not;
}

export function signalFilter(text: string): Filter<number> | Unknown {
  const [not, list] = negated(text);
  if (list === 'all') return () => !not;
  if (list === 'none') return () => not;
  const wanted = new Set<number>();
  for (const word of list.split(',')) {
    const signo = /^\d+$/.test(word) ? Number(word) : signalNumber(word);
    if (signo === undefined || signo >= NSIG || signalName(signo) === undefined) return new Unknown(word);
    wanted.add(signo);
  }
  return (signo) => wanted.has(signo) !== not;
}

/** How a call ended, as `-e status=` names it. */
export type Status = 'successful' | 'failed' | 'unfinished' | 'unavailable' | 'detached';
const STATUSES: readonly string[] = ['successful', 'failed', 'unfinished', 'unavailable', 'detached'];

export function statusFilter(text: string): Filter<Status> | Unknown {
  const [not, list] = negated(text);
  if (list === 'all') return () => !not;
  if (list === 'none') return () => not;
  const wanted = new Set(list.split(','));
  for (const word of wanted) if (!STATUSES.includes(word)) return new Unknown(word);
  return (status) => wanted.has(status) !== not;
}

/** Descriptors, for -e read= and -e write=. */
export function descriptorFilter(text: string): Filter<number> | Unknown {
  const [not, list] = negated(text);
  if (list === 'all') return () => !not;
  if (list === 'none') return () => not;
  const wanted = new Set<number>();
  for (const word of list.split(',')) {
    if (!/^\d+$/.test(word)) return new Unknown(word);
    wanted.add(Number(word));
  }
  return (fd) => wanted.has(fd) !== not;
}

/** What -y tells of a descriptor. */
export type Detail = 'path' | 'dev' | 'socket' | 'pidfd';
const DETAILS: readonly string[] = ['path', 'dev', 'socket', 'pidfd'];

export function detailFilter(text: string): Filter<Detail> | Unknown {
  const [not, list] = negated(text);
  if (list === 'all') return () => !not;
  if (list === 'none') return () => not;
  const wanted = new Set(list.split(','));
  for (const word of wanted) if (!DETAILS.includes(word)) return new Unknown(word);
  return (detail) => wanted.has(detail) !== not;
}
