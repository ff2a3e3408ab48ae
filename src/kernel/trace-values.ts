/**
 * How strace(1) writes values: flags by name, strings cut and quoted, structures, wait statuses, signals.
 * There are no addresses here: what would be a pointer is always the same one. Authority: strace 6.1.
 */
import { encode } from '../bytes.ts';
import * as abi from './abi.ts';
import { isFailure } from './errno.ts';
import { hasSignal, NSIG, signalName } from './signum.ts';

/** How strings are written: how many bytes before `...`, and whether in hexadecimal all of them, or those with odd bytes. */
export interface Quoting {
  readonly limit: number;
  readonly hex: 'none' | 'odd' | 'all';
}

export interface Style {
  readonly strings: Quoting;
  /** The size of a buffer: not in what events keep, which is but its beginning. */
  readonly sizes: boolean;
  /** Structures and environments in full. */
  readonly verbose: boolean;
  /** A descriptor of the process: its number, or with its file behind it. */
  readonly fd: (fd: number) => string;
  /** A moment in words. */
  readonly date: (us: number) => string;
  /** AT_FDCWD, with the working directory behind it. */
  readonly cwd: string;
}

export const PLAIN: Style = {
  strings: { limit: 32, hex: 'none' },
  sizes: false,
  verbose: false,
  fd: String,
  date: (us) => dateText(us),
  cwd: 'AT_FDCWD',
};

/** Where a structure would be that the call did not fill in, and where a handler's code would be. */
export const DATA_ADDRESS = '0x7ffd5e1c3a90';
export const CODE_ADDRESS = '0x55f0c4d21e40';

// ---- strings

const ESCAPES: Readonly<Record<number, string>> = {
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};
const isOctal = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x37;

/** Octal of as few digits as will do: three where another digit follows. */
function escaped(byte: number, next: number | undefined): string {
  const known = ESCAPES[byte];
  if (known !== undefined) return known;
  if (byte >= 32 && byte < 127) return String.fromCharCode(byte);
  const octal = byte.toString(8);
  return `\\${isOctal(next) ? octal.padStart(3, '0') : octal}`;
}

const isOdd = (byte: number): boolean => byte >= 127 || (byte < 32 && (byte < 9 || byte > 13));

/** `"hi\n"`; `...` behind what was cut. */
export function quoteBytes(bytes: Uint8Array, { limit, hex }: Quoting): string {
  const shown = bytes.subarray(0, limit);
  let text = '';
  if (hex === 'all' || (hex === 'odd' && shown.some(isOdd))) {
    for (const byte of shown) text += `\\x${byte.toString(16).padStart(2, '0')}`;
    return `"${text}"${bytes.length > limit ? '...' : ''}`;
  }
  for (let i = 0; i < shown.length; i++) text += escaped(shown[i] ?? 0, shown[i + 1]);
  return `"${text}"${bytes.length > limit ? '...' : ''}`;
}

export const quoteText = (text: string, how: Quoting): string => quoteBytes(encode(text), how);
/** Paths are never cut. */
export const quotePath = (path: unknown, { strings }: Style): string =>
  quoteText(String(path), { ...strings, limit: Number.POSITIVE_INFINITY });

// ---- flags

type Names = readonly (readonly [name: string, value: number])[];
const named = (...names: readonly (keyof typeof abi)[]): Names =>
  names.flatMap((name) => {
    // biome-ignore lint/performance/noDynamicNamespaceImportAccess: strace prints the names, which are the only ones
    const value = abi[name];
    return typeof value === 'number' ? [[name, value] as const] : [];
  });

/** `A|B|0x40`; `none` when there is nothing. */
function flags(value: number, names: Names, none = '0'): string {
  const found = names.filter(([, bit]) => bit !== 0 && (value & bit) === bit);
  const rest = found.reduce((left, [, bit]) => left & ~bit, value);
  const words = found.map(([name]) => name);
  if (rest !== 0) words.push(`0x${(rest >>> 0).toString(16)}`);
  return words.join('|') || none;
}

const OPEN = named(
  ...(['O_CREAT', 'O_EXCL', 'O_NOCTTY', 'O_TRUNC', 'O_APPEND', 'O_NONBLOCK', 'O_DIRECT', 'O_LARGEFILE'] as const),
  ...(['O_NOFOLLOW', 'O_CLOEXEC', 'O_DIRECTORY'] as const),
);
const PIPE = named('O_DIRECT', 'O_NONBLOCK', 'O_CLOEXEC');
const ACCESS = named('R_OK', 'W_OK', 'X_OK');
const POLL = named('POLLIN', 'POLLPRI', 'POLLOUT', 'POLLERR', 'POLLHUP', 'POLLNVAL', 'POLLRDHUP');
const SA = named('SA_RESTART', 'SA_NODEFER', 'SA_RESETHAND', 'SA_SIGINFO', 'SA_NOCLDSTOP', 'SA_NOCLDWAIT');
const WAIT: Names = [
  ['WNOHANG', abi.WNOHANG],
  ['WSTOPPED', abi.WUNTRACED],
  ['WEXITED', abi.WEXITED],
  ['WCONTINUED', abi.WCONTINUED],
  ['WNOWAIT', abi.WNOWAIT],
  ['__WALL', abi.WALL],
];

export function openFlags(value: number): string {
  const mode = ['O_RDONLY', 'O_WRONLY', 'O_RDWR'][value & abi.O_ACCMODE] ?? '0x3';
  const rest = flags(value & ~abi.O_ACCMODE, OPEN, '');
  return rest === '' ? mode : `${mode}|${rest}`;
}

export const pipeFlags = (value: number): string => flags(value, PIPE);
export const timerfdFlags = (value: number): string => flags(value, named('TFD_CLOEXEC', 'TFD_NONBLOCK'));
export const eventfdFlags = (value: number): string =>
  flags(value, named('EFD_SEMAPHORE', 'EFD_CLOEXEC', 'EFD_NONBLOCK'));
export const signalfdFlags = (value: number): string => flags(value, named('SFD_CLOEXEC', 'SFD_NONBLOCK'));
export const accessMode = (value: number): string => flags(value, ACCESS, 'F_OK');
export const waitFlags = (value: number): string => flags(value, WAIT);
export const pollEvents = (value: number): string => flags(value, POLL);
export const protection = (value: number): string =>
  flags(value, named('PROT_READ', 'PROT_WRITE', 'PROT_EXEC'), 'PROT_NONE');
export const mapFlags = (value: number): string =>
  flags(value, named('MAP_SHARED', 'MAP_PRIVATE', 'MAP_FIXED', 'MAP_ANONYMOUS', 'MAP_STACK'));
export const flockOperation = (value: number): string =>
  flags(value, named('LOCK_SH', 'LOCK_EX', 'LOCK_NB', 'LOCK_UN'));
/** `FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME`. */
export function futexOp(op: number): string {
  const name = FUTEX_COMMANDS[op & ~(abi.FUTEX_PRIVATE_FLAG | abi.FUTEX_CLOCK_REALTIME)];
  if (!name) return `0x${(op >>> 0).toString(16)} /* FUTEX_??? */`;
  const of = op & abi.FUTEX_PRIVATE_FLAG ? `${name}_PRIVATE` : name;
  return op & abi.FUTEX_CLOCK_REALTIME ? `${of}|FUTEX_CLOCK_REALTIME` : of;
}
const FUTEX_COMMANDS: Readonly<Record<number, string>> = Object.fromEntries(
  named(
    ...(['FUTEX_WAIT', 'FUTEX_WAKE', 'FUTEX_REQUEUE', 'FUTEX_CMP_REQUEUE'] as const),
    ...(['FUTEX_WAIT_BITSET', 'FUTEX_WAKE_BITSET'] as const),
  ).map(([name, value]) => [value, name]),
);
export const futexBits = (bits: number): string =>
  (bits | 0) === abi.FUTEX_BITSET_MATCH_ANY
    ? 'FUTEX_BITSET_MATCH_ANY'
    : bits === 0
      ? '0'
      : `0x${(bits >>> 0).toString(16)}`;

export const octal = (mode: number): string =>
  mode === 0 ? '000' : `0${(mode & 0o7777).toString(8).padStart(3, '0')}`;
export const umaskText = (mode: number): string => `0${mode.toString(8)}`;

/** One of some names that share a beginning: `SEEK_SET`. */
const oneOf =
  (...names: readonly (keyof typeof abi)[]) =>
  (value: number): string =>
    named(...names).find(([, known]) => known === value)?.[0] ??
    `0x${(value >>> 0).toString(16)} /* ${names[0]?.split('_')[0]}_??? */`;

export const whence = oneOf('SEEK_SET', 'SEEK_CUR', 'SEEK_END');
const lockType = oneOf('F_RDLCK', 'F_WRLCK', 'F_UNLCK');

/** `{l_type=F_WRLCK, l_whence=SEEK_SET, l_start=0, l_len=0}`; whose it is only in an answer. */
export function flockText({ type, whence: from, start, len, pid }: abi.Flock, answered: boolean): string {
  const range = `l_type=${lockType(type)}, l_whence=${whence(from)}, l_start=${start}, l_len=${len}`;
  return `{${range}${answered ? `, l_pid=${pid}` : ''}}`;
}

export const idType = oneOf('P_ALL', 'P_PID', 'P_PGID', 'P_PIDFD');
export const itimer = oneOf('ITIMER_REAL', 'ITIMER_VIRTUAL', 'ITIMER_PROF');
export const priorityOf = oneOf('PRIO_PROCESS', 'PRIO_PGRP', 'PRIO_USER');
export const maskHow = oneOf('SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK');
export const prctlOption = oneOf('PR_SET_NAME', 'PR_SET_CHILD_SUBREAPER', 'PR_GET_CHILD_SUBREAPER');
/** `CLONE_VM|CLONE_FS`. */
export const cloneFlags = (value: number): string =>
  flags(
    value,
    named(
      ...(['CLONE_VM', 'CLONE_FS', 'CLONE_FILES', 'CLONE_SIGHAND', 'CLONE_PARENT', 'CLONE_THREAD'] as const),
      ...(['CLONE_SYSVSEM', 'CLONE_SETTLS', 'CLONE_PARENT_SETTID', 'CLONE_CHILD_CLEARTID'] as const),
      'CLONE_CHILD_SETTID',
    ),
  );
export const clockName = oneOf(
  ...(['CLOCK_REALTIME', 'CLOCK_MONOTONIC', 'CLOCK_PROCESS_CPUTIME_ID', 'CLOCK_THREAD_CPUTIME_ID'] as const),
  ...(['CLOCK_MONOTONIC_RAW', 'CLOCK_REALTIME_COARSE', 'CLOCK_MONOTONIC_COARSE', 'CLOCK_BOOTTIME'] as const),
);
export const fcntlName = oneOf(
  ...(['F_DUPFD', 'F_GETFD', 'F_SETFD', 'F_GETFL', 'F_SETFL', 'F_DUPFD_CLOEXEC'] as const),
  ...(['F_SETPIPE_SZ', 'F_GETPIPE_SZ', 'F_GETLK', 'F_SETLK', 'F_SETLKW'] as const),
  ...(['F_OFD_GETLK', 'F_OFD_SETLK', 'F_OFD_SETLKW'] as const),
);
export const ptraceRequest = oneOf(
  ...(['PTRACE_TRACEME', 'PTRACE_CONT', 'PTRACE_ATTACH', 'PTRACE_DETACH', 'PTRACE_SYSCALL', 'PTRACE_SEIZE'] as const),
  ...(['PTRACE_SETOPTIONS', 'PTRACE_GETEVENTMSG', 'PTRACE_GETSIGINFO', 'PTRACE_INTERRUPT', 'PTRACE_LISTEN'] as const),
  ...(['PTRACE_GET_SYSCALL_INFO', 'PTRACE_SET_SYSCALL_INFO'] as const),
);

// ---- files

const FILE_TYPES = named('S_IFSOCK', 'S_IFLNK', 'S_IFREG', 'S_IFBLK', 'S_IFDIR', 'S_IFCHR', 'S_IFIFO');

/** `S_IFREG|0644`. */
export function modeText(mode: number): string {
  const type = FILE_TYPES.find(([, value]) => value === (mode & abi.S_IFMT))?.[0];
  const special = named('S_ISUID', 'S_ISGID', 'S_ISVTX')
    .filter(([, bit]) => mode & bit)
    .map(([name]) => name);
  return [...(type ? [type] : []), ...special, octal(mode & 0o777)].join('|');
}

const hex = (value: number): string => (value === 0 ? '0' : `0x${value.toString(16)}`);
export const device = (dev: number): string => `makedev(${hex(abi.major(dev))}, ${hex(abi.minor(dev))})`;

/** `2026-01-01T00:00:00.000001000+0000`; without the fraction when there is none. */
function dateText(us: number): string {
  const seconds = Math.floor(us / 1e6);
  const fraction = us - seconds * 1e6;
  const days = Math.floor(seconds / 86_400);
  const two = (n: number): string => String(n).padStart(2, '0');
  const clock = seconds - days * 86_400;
  const time = [Math.floor(clock / 3600), Math.floor(clock / 60) % 60, clock % 60].map(two).join(':');
  return `${civil(days)}T${time}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}000`}+0000`;
}

/** The date of a day since 1970 (proleptic Gregorian). */
function civil(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const day = shifted - era * 146_097;
  const year = Math.floor((day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365);
  const inYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * inYear + 2) / 153);
  const date = inYear - Math.floor((153 * month + 2) / 5) + 1;
  const real = month < 10 ? month + 3 : month - 9;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${year + era * 400 + (real <= 2 ? 1 : 0)}-${two(real)}-${two(date)}`;
}

const fileTime = (name: string, us: number, { date }: Style): string =>
  `st_${name}=${Math.floor(us / 1e6)} /* ${date(us)} */, st_${name}_nsec=${(us - Math.floor(us / 1e6) * 1e6) * 1000}`;

export function statText(stat: abi.Stat, style: Style): string {
  const special = abi.S_ISCHR(stat.mode) || abi.S_ISBLK(stat.mode);
  const size = special ? `st_rdev=${device(stat.rdev)}` : `st_size=${stat.size}`;
  if (!style.verbose) return `{st_mode=${modeText(stat.mode)}, ${size}, ...}`;
  const owner = `st_nlink=${stat.nlink}, st_uid=${stat.uid}, st_gid=${stat.gid}`;
  const blocks = `st_blksize=${stat.blksize}, st_blocks=${stat.blocks}`;
  const times = (['atime', 'mtime', 'ctime'] as const).map((name) => fileTime(name, stat[name], style)).join(', ');
  return `{st_dev=${device(stat.dev)}, st_ino=${stat.ino}, st_mode=${modeText(stat.mode)}, ${owner}, ${blocks}, ${size}, ${times}}`;
}

// ---- time

const seconds = (us: number): number => Math.floor(us / 1e6);
export const timespec = (us: number): string =>
  `{tv_sec=${seconds(us)}, tv_nsec=${Math.round((us - seconds(us) * 1e6) * 1000)}}`;
export const timeval = (us: number): string => `{tv_sec=${seconds(us)}, tv_usec=${Math.round(us - seconds(us) * 1e6)}}`;
export const itimerText = ({ value, interval }: abi.Itimer, part: (us: number) => string): string =>
  `{it_interval=${part(interval)}, it_value=${part(value)}}`;
export const fileTimes = (times: readonly unknown[], { date }: Style): string =>
  times.every((us) => us === undefined)
    ? 'NULL'
    : `[${times.map((us) => (us === undefined ? 'UTIME_NOW' : `${timespec(Number(us))} /* ${date(Number(us))} */`)).join(', ')}]`;

// ---- processes and signals

export const signalText = (signo: number): string => (signo === 0 ? '0' : (signalName(signo) ?? String(signo)));

/** `[INT CHLD]`; of a set that has nearly all, what it lacks: `~[KILL STOP]`. */
export function sigsetText(set: bigint): string {
  const names = (wanted: boolean): string[] => {
    const found: string[] = [];
    for (let n = 1; n < NSIG; n++)
      if (hasSignal(set, n) === wanted) found.push((signalName(n) ?? `RT_${n - 32}`).replace(/^SIG/, ''));
    return found;
  };
  const members = names(true);
  return members.length * 2 > NSIG ? `~[${names(false).join(' ')}]` : `[${members.join(' ')}]`;
}

/** `[{WIFEXITED(s) && WEXITSTATUS(s) == 0}]`. */
export function statusText(status: number): string {
  if (abi.WIFCONTINUED(status)) return '[{WIFCONTINUED(s)}]';
  if (abi.WIFEXITED(status)) return `[{WIFEXITED(s) && WEXITSTATUS(s) == ${abi.WEXITSTATUS(status)}}]`;
  if (abi.WIFSTOPPED(status)) {
    const signo = abi.WSTOPSIG(status);
    const name = signo & 0x80 ? `${signalText(signo & 0x7f)} | 0x80` : signalText(signo);
    const event = abi.WPTEVENT(status) === 0 ? '' : ` | ${abi.WPTEVENT(status)} << 16`;
    return `[{WIFSTOPPED(s) && WSTOPSIG(s) == ${name}}${event}]`;
  }
  const core = abi.WCOREDUMP(status) ? ' && WCOREDUMP(s)' : '';
  return `[{WIFSIGNALED(s) && WTERMSIG(s) == ${signalText(abi.WTERMSIG(status))}${core}}]`;
}

const ticks = (us = 0): string => {
  const n = Math.floor(us / 10_000);
  return n === 0 ? '0' : `${n} /* ${(n / 100).toFixed(n % 10 === 0 ? 1 : 2).replace(/\.0$/, '')} s */`;
};

function childCode(status: number): { readonly code: string; readonly said: string } {
  if (abi.WIFCONTINUED(status)) return { code: 'CLD_CONTINUED', said: 'SIGCONT' };
  if (abi.WIFEXITED(status)) return { code: 'CLD_EXITED', said: String(abi.WEXITSTATUS(status)) };
  if (abi.WIFSTOPPED(status)) return { code: 'CLD_STOPPED', said: signalText(abi.WSTOPSIG(status)) };
  return { code: abi.WCOREDUMP(status) ? 'CLD_DUMPED' : 'CLD_KILLED', said: signalText(abi.WTERMSIG(status)) };
}

/** `{si_signo=SIGINT, si_code=SI_KERNEL}`. */
export function siginfoText({ signo, code, pid, uid, value, utime, stime, addr = 0 }: abi.SigInfo): string {
  const signal = `si_signo=${signalText(signo)}`;
  const sender = `si_pid=${pid}, si_uid=${uid}`;
  switch (code) {
    case 'SI_KERNEL':
      return `{${signal}, si_code=SI_KERNEL}`;
    case 'SI_QUEUE':
    case 'SI_MESGQ':
      return `{${signal}, si_code=${code}, ${sender}, si_int=${value}, si_ptr=0x${(value >>> 0).toString(16)}}`;
    case 'SEGV_MAPERR':
    case 'SEGV_ACCERR':
    case 'BUS_ADRERR':
      return `{${signal}, si_code=${code}, si_addr=${addr === 0 ? 'NULL' : `0x${addr.toString(16)}`}}`;
    case 'CLD': {
      const { code: how, said } = childCode(value);
      return `{${signal}, si_code=${how}, ${sender}, si_status=${said}, si_utime=${ticks(utime)}, si_stime=${ticks(stime)}}`;
    }
    default:
      return `{${signal}, si_code=${code}, ${sender}}`;
  }
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** `{mq_flags=0, mq_maxmsg=10, mq_msgsize=8192, mq_curmsgs=0}`. */
export function mqAttrText(value: unknown): string {
  if (!isRecord(value)) return 'NULL';
  const {
    flags: bits,
    maxmsg,
    msgsize,
    curmsgs,
  }: abi.MqAttr = {
    ...{ flags: 0, maxmsg: 0, msgsize: 0, curmsgs: 0 },
    ...value,
  };
  return `{mq_flags=${pipeFlags(bits)}, mq_maxmsg=${maxmsg}, mq_msgsize=${msgsize}, mq_curmsgs=${curmsgs}}`;
}

export function sigeventText(value: unknown): string {
  if (!isRecord(value)) return 'NULL';
  const { notify, signo, value: with_ }: abi.Sigevent = { ...{ notify: 0, signo: 0, value: 0 }, ...value };
  const how = oneOf('SIGEV_SIGNAL', 'SIGEV_NONE', 'SIGEV_THREAD')(notify);
  return `{sigev_value={sival_int=${with_}}, sigev_signo=${signalText(signo)}, sigev_notify=${how}}`;
}

interface Action {
  readonly handler: unknown;
  readonly mask: bigint;
  readonly flags: number;
}

export function sigactionText({ handler, mask, flags: value }: Action): string {
  const what = handler === 'default' ? 'SIG_DFL' : handler === 'ignore' ? 'SIG_IGN' : CODE_ADDRESS;
  return `{sa_handler=${what}, sa_mask=${sigsetText(mask)}, sa_flags=${flags(value | 0, SA)}}`;
}

const limitText = (limit: number): string => {
  if (limit === Number.POSITIVE_INFINITY) return 'RLIM64_INFINITY';
  return limit > 1024 && limit % 1024 === 0 ? `${limit / 1024}*1024` : String(limit);
};
export const rlimitText = ({ soft, hard }: abi.Rlimit): string =>
  `{rlim_cur=${limitText(soft)}, rlim_max=${limitText(hard)}}`;

// ---- terminals

const IFLAGS = named(...(['IGNBRK', 'BRKINT', 'ISTRIP', 'INLCR', 'IGNCR', 'ICRNL', 'IXON', 'IXANY', 'IUTF8'] as const));
const LFLAGS = named(
  ...([
    'ISIG',
    'ICANON',
    'ECHO',
    'ECHOE',
    'ECHOK',
    'ECHONL',
    'NOFLSH',
    'TOSTOP',
    'IEXTEN',
    'ECHOCTL',
    'ECHOKE',
  ] as const),
);

export function termiosText({ iflag, oflag, cflag, lflag }: abi.Termios): string {
  const output = ['NL0|CR0|TAB0|BS0|VT0|FF0', flags(oflag, named('OPOST', 'ONLCR'), '')].filter((part) => part !== '');
  const parts = [`c_iflag=${flags(iflag, IFLAGS)}`, `c_oflag=${output.join('|')}`];
  parts.push(`c_cflag=${flags(cflag, named('B38400', 'CS8', 'CREAD'))}`, `c_lflag=${flags(lflag, LFLAGS)}`);
  return `{${parts.join(', ')}, ...}`;
}

export const winsizeText = ({ cols, rows }: abi.Winsize): string =>
  `{ws_row=${rows}, ws_col=${cols}, ws_xpixel=0, ws_ypixel=0}`;

/** A structure that the call fills in: not known before it is over, an address when it failed. */
export function filled<T>(result: unknown, text: (value: T) => string): string | undefined {
  if (result === undefined) return undefined;
  return isFailure(result) ? DATA_ADDRESS : text(result as T);
}
