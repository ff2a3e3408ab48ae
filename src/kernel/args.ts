/**
 * What may stand for each kind of argument of a system call. A call with anything else is refused before its handler
 * sees it, as a register truncates and copy_from_user() faults: EFAULT for what is no address of such a thing, EINVAL
 * for a number that no register holds. What a number means is the handler's to judge.
 */
import { AF_INET, AF_UNIX, type Resource } from './abi.ts';
import { type Errno, type Failure, fail } from './errno.ts';

type Check = (value: unknown) => Errno | undefined;
type Fields = Readonly<Record<string, Check>>;

const number: Check = (value) => (Number.isSafeInteger(value) ? undefined : 'EINVAL');
/** Virtual µs. */
const time: Check = (value) => (typeof value === 'number' && Number.isFinite(value) ? undefined : 'EINVAL');
const limit: Check = (value) => (typeof value === 'number' && !Number.isNaN(value) ? undefined : 'EINVAL');
const text: Check = (value) => (typeof value === 'string' ? undefined : 'EFAULT');
const sigset: Check = (value) => (typeof value === 'bigint' ? undefined : 'EFAULT');
const bytes: Check = (value) => (value instanceof Uint8Array ? undefined : 'EFAULT');

/** May be a null pointer. */
const orNull =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? value.map(check).find((errno) => errno !== undefined) : 'EFAULT';

function record(fields: Fields): Check {
  const checks = Object.entries(fields);
  return (value) => {
    if (typeof value !== 'object' || value === null) return 'EFAULT';
    for (const [name, check] of checks) {
      const errno = check((value as Readonly<Record<string, unknown>>)[name]);
      if (errno) return errno;
    }
    return undefined;
  };
}

const RESOURCES: Readonly<Record<Resource, true>> = {
  CPU: true,
  FSIZE: true,
  DATA: true,
  STACK: true,
  CORE: true,
  NPROC: true,
  NOFILE: true,
  AS: true,
  SIGPENDING: true,
  MSGQUEUE: true,
  LOCKS: true,
  MEMLOCK: true,
  NICE: true,
  RSS: true,
  RTPRIO: true,
  RTTIME: true,
};

const handler: Check = (value) =>
  value === 'default' || value === 'ignore' || typeof value === 'function' ? undefined : 'EFAULT';

const unixAddress = record({ path: text });
const inetAddress = record({ address: text, port: number });
/** Another family is the handler's to refuse, as long as it is a number. */
const sockaddr: Check = (value) => {
  const family = (value as { readonly family?: unknown } | null | undefined)?.family;
  if (family === AF_UNIX) return unixAddress(value);
  return family === AF_INET ? inetAddress(value) : typeof family === 'number' ? 'EAFNOSUPPORT' : 'EFAULT';
};

const address: Check = (value) => (Number.isInteger(value) ? undefined : 'EINVAL');
const cloneArgs = record({
  flags: number,
  exitSignal: orNull(number),
  ...{ parentTid: orNull(address), childTid: orNull(address), stack: orNull(address), stackSize: orNull(number) },
});

const kinds = {
  fd: (value) => (Number.isSafeInteger(value) ? undefined : 'EBADF'),
  path: text,
  /** Bytes that the call takes, and a place for bytes that it brings. */
  buf: bytes,
  into: bytes,
  int: number,
  openflags: number,
  mode: number,
  signal: number,
  pid: number,
  ptrace: number,
  whence: number,
  fcntl: number,
  waitflags: number,
  accmode: number,
  sigset: orNull(sigset),
  strings: listOf(text),
  ids: listOf(number),
  body: (value) => (typeof value === 'function' ? undefined : 'EFAULT'),
  time,
  timeout: orNull(time),
  /** µs since the epoch, or now. */
  filetime: orNull(time),
  resource: (value) => (typeof value === 'string' && Object.hasOwn(RESOURCES, value) ? undefined : 'EINVAL'),
  rlimit: record({ soft: limit, hard: limit }),
  optrlimit: orNull(record({ soft: limit, hard: limit })),
  sigaction: orNull(record({ handler, mask: sigset, flags: number })),
  itimer: record({ value: time, interval: time }),
  pollfds: listOf(record({ fd: number, events: number })),
  fdset: orNull(listOf(number)),
  termios: record({ iflag: number, oflag: number, cflag: number, lflag: number, cc: listOf(number) }),
  winsize: record({ cols: number, rows: number }),
  key: number,
  ipcflags: number,
  msgctl: number,
  semctl: number,
  shmctl: number,
  shmflags: number,
  cloneargs: cloneArgs,
  /** What prctl(2) takes by its option: a number, a name. */
  prctlarg: (value) => (typeof value === 'string' || value === undefined ? undefined : number(value)),
  /** Beyond user space numbers are no longer exact, and of no use. */
  address,
  prot: number,
  mapflags: number,
  futexop: number,
  flockop: number,
  mqattr: orNull(record({ flags: number, maxmsg: number, msgsize: number, curmsgs: number })),
  sigevent: orNull(record({ notify: number, signo: number, value: number })),
  /** What fcntl(2) takes by its command: a number, a struct flock. */
  fcntlarg: (value) => (typeof value === 'object' || value === undefined ? undefined : number(value)),
  /** A number of 64 bits, whose extremes mean something. */
  long: (value) => (typeof value === 'number' && !Number.isNaN(value) ? undefined : 'EINVAL'),
  msgbuf: orNull(record({ mtype: number, mtext: bytes })),
  sembufs: listOf(record({ num: number, op: number, flg: number })),
  /** What semctl(2) takes by its command: a value, values, a structure. */
  semun: (value) =>
    value === undefined || typeof value === 'number' || typeof value === 'object' ? undefined : 'EFAULT',
  family: number,
  socktype: number,
  sockaddr,
  optsockaddr: orNull(sockaddr),
  msgflags: number,
  msghdr: record({ buffer: bytes, name: orNull(sockaddr), rights: orNull(listOf(number)) }),
  /** A number, or a structure by the option's name. */
  sockopt: (value) =>
    Number.isSafeInteger(value) || (typeof value === 'object' && value !== null) ? undefined : 'EFAULT',
  linkchange: record({
    up: orNull((value) => (typeof value === 'boolean' ? undefined : 'EFAULT')),
    mtu: orNull(number),
  }),
  netem: record({ delay: time, jitter: number, loss: time, duplicate: time, limit: number }),
  /** Where an answer goes beside the result. */
  out: orNull((value) => (typeof value === 'object' && value !== null ? undefined : 'EFAULT')),
} as const satisfies Readonly<Record<string, Check>>;

export type ArgKind = keyof typeof kinds;

/** Refuses arguments that are none of their kinds; `required` of them may not be missing. */
export function guard(args: readonly ArgKind[], required: number): (given: readonly unknown[]) => Failure | undefined {
  const checks: readonly Check[] = args.map((kind) => kinds[kind]);
  return (given) => {
    for (let i = 0; i < checks.length; i++) {
      const value = given[i];
      if (value === undefined && i >= required) continue;
      const errno = checks[i]?.(value);
      if (errno) return fail(errno);
    }
    return undefined;
  };
}
