/**
 * The calls whose printed form is not simply their arguments in order: AT_FDCWD in front of a path, sizes, structures
 * that the call fills in, answers that are more than a number. A row that is not here prints by the kinds of its arguments.
 * A part that is undefined is not known before the call is over. Authority: strace 6.1.
 */
import * as abi from './abi.ts';
import { isFailure } from './errno.ts';
import { socketShapes } from './net/trace-calls.ts';
import * as v from './trace-values.ts';

/** Arguments as they were given; the answer, undefined before the call is over. */
type Parts = (args: readonly unknown[], result: unknown, style: v.Style) => readonly (string | undefined)[];

export interface Shape {
  /** Where the name is not the row's own, nor what it says it is shown as. */
  readonly name?: string;
  readonly parts?: Parts;
  /** What stands behind `=` for an answer that is no failure. */
  readonly answer?: (result: unknown, args: readonly unknown[]) => string;
}

const n = (value: unknown, otherwise = 0): number => (typeof value === 'number' ? value : otherwise);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const zero = (): string => '0';
const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array(0));
const { filled } = v;

/** An ioctl(2): the request's name, and what is behind its pointer. */
const ioctl = (
  request: string,
  argument?: (args: readonly unknown[], result: unknown) => string | undefined,
): Shape => ({
  parts: (args, result, { fd }) => [fd(n(args[0])), request, ...(argument ? [argument(args, result)] : [])],
  answer: zero,
});

/** read(2): what came is known afterwards. */
const reads =
  (behind: number): Parts =>
  (args, result, { fd, strings, sizes }) => {
    const into = bytesOf(args[1]);
    const data = filled<number>(result, (bytes) => v.quoteBytes(into.subarray(0, bytes), strings));
    return [fd(n(args[0])), data, ...(sizes ? [String(into.length)] : []), ...args.slice(2, 2 + behind).map(String)];
  };

const writes =
  (behind: number): Parts =>
  (args, _result, { fd, strings, sizes }) => {
    const from = bytesOf(args[1]);
    return [
      fd(n(args[0])),
      v.quoteBytes(from, strings),
      ...(sizes ? [String(from.length)] : []),
      ...args.slice(2, 2 + behind).map(String),
    ];
  };

const statParts =
  (flag: string): Parts =>
  (args, result, style) => [
    style.cwd,
    v.quotePath(args[0], style),
    filled<abi.Stat>(result, (stat) => v.statText(stat, style)),
    flag,
  ];

const words = (value: unknown, how: v.Quoting): string =>
  `[${list(value)
    .map((word) => v.quoteText(String(word), how))
    .join(', ')}]`;

function environment(value: unknown, { verbose, strings }: v.Style): string {
  const { length } = list(value);
  return verbose ? words(value, strings) : `${v.DATA_ADDRESS} /* ${length} ${length === 1 ? 'var' : 'vars'} */`;
}

function fcntlParts(args: readonly unknown[], result: unknown, { fd }: v.Style): (string | undefined)[] {
  const command = n(args[1]);
  const parts = [fd(n(args[0])), v.fcntlName(command)];
  if (command === abi.F_GETFD || command === abi.F_GETFL || command === abi.F_GETPIPE_SZ) return parts;
  if (command === abi.F_SETFL) return [...parts, v.openFlags(n(args[2]))];
  if (command === abi.F_SETFD) return [...parts, n(args[2]) === abi.FD_CLOEXEC ? 'FD_CLOEXEC' : String(n(args[2]))];
  if (typeof args[2] === 'object' && args[2] !== null) return [...parts, lockArgument(command, args[2], result)];
  return [...parts, String(n(args[2]))];
}

function lockArgument(command: number, flock: object, result: unknown): string | undefined {
  const answered = command === abi.F_GETLK || command === abi.F_OFD_GETLK;
  const text = (): string => v.flockText({ type: 0, whence: 0, start: 0, len: 0, pid: 0, ...flock }, answered);
  return answered ? filled(result, text) : text();
}

function fcntlAnswer(result: unknown, args: readonly unknown[]): string {
  const hex = `0x${n(result).toString(16)}`;
  if (args[1] === abi.F_GETFD && result === abi.FD_CLOEXEC) return `${hex} (flags FD_CLOEXEC)`;
  if (args[1] === abi.F_GETFL) return `${hex} (flags ${v.openFlags(n(result))})`;
  return String(result);
}

const pollfds = (value: unknown): string =>
  `[${(list(value) as readonly abi.PollFd[]).map(({ fd, events }) => `{fd=${fd}, events=${v.pollEvents(events)}}`).join(', ')}]`;

function pollAnswer(result: unknown, args: readonly unknown[]): string {
  const fds = list(args[0]) as readonly abi.PollFd[];
  const ready = list(result).flatMap((bits, at) =>
    n(bits) === 0 ? [] : [`{fd=${fds[at]?.fd}, revents=${v.pollEvents(n(bits))}}`],
  );
  return ready.length === 0 ? '0 (Timeout)' : `${ready.length} ([${ready.join(', ')}])`;
}

const fdset = (value: unknown): string => (Array.isArray(value) ? `[${value.join(' ')}]` : 'NULL');
const highest = (sets: readonly unknown[]): number => Math.max(-1, ...sets.flatMap((set) => list(set).map(Number))) + 1;

function selectAnswer(result: unknown): string {
  const { read, write, except } = result as Readonly<Record<'read' | 'write' | 'except', readonly number[]>>;
  const said = Object.entries({ in: read, out: write, except }).flatMap(([name, set]) =>
    set.length > 0 ? [`${name} ${fdset(set)}`] : [],
  );
  const count = read.length + write.length + except.length;
  return count === 0 ? '0 (Timeout)' : `${count} (${said.join(', ')})`;
}

const waitParts: Parts = (args, result) => {
  const told = result as abi.Waited | undefined;
  const status = isFailure(result) || told?.pid === 0 ? v.DATA_ADDRESS : told && v.statusText(told.status);
  return [String(args[0]), status, v.waitFlags(n(args[1])), 'NULL'];
};

function waitidParts(args: readonly unknown[], result: unknown): (string | undefined)[] {
  const info = filled<abi.WaitInfo>(result, ({ pid, uid, code, status }) => {
    if (pid === 0) return '{}';
    const ends = code === abi.CLD_EXITED ? status << 8 : code === abi.CLD_KILLED ? status : (status << 8) | 0x7f;
    const value = code === abi.CLD_CONTINUED ? 0xffff : ends;
    return v.siginfoText({ signo: 17, code: 'CLD', pid, uid, value });
  });
  return [v.idType(n(args[0])), String(args[1]), info, v.waitFlags(n(args[2])), 'NULL'];
}

/** The bytes that getdents64(2) would have filled. */
const direntBytes = (entries: readonly abi.Dirent[]): number =>
  entries.reduce((sum, { name }) => sum + Math.ceil((20 + new TextEncoder().encode(name).length) / 8) * 8, 0);

const sigset = (value: unknown): string => (typeof value === 'bigint' ? v.sigsetText(value) : 'NULL');
const spec = (value: unknown): string => (value === undefined ? 'NULL' : v.timespec(n(value)));
const left = ({ us }: { us: number }): string => v.timespec(us);
/** What an interrupted sleep has left is known only if it was interrupted. */
const remaining = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'us' in value ? left(value as { us: number }) : 'NULL';

const address = (result: unknown): string => `0x${n(result).toString(16)}`;
const SIZE = '8';
const inDir = (path: unknown, style: v.Style): string[] => [style.cwd, v.quotePath(path, style)];
const CLONE_FLAGS = ['child_stack=NULL', 'flags=SIGCHLD'];
/** What the kernel writes into the structure's places is printed behind it, so all of it is told when the call is over. */
function cloneParts(args: readonly unknown[], result: unknown): (string | undefined)[] {
  if (result === undefined) return [undefined];
  const { flags, exitSignal = 0, parentTid = 0, childTid = 0, stack = 0, stackSize = 0 } = args[0] as abi.CloneArgs;
  const at = (address: number): string => (address === 0 ? 'NULL' : `0x${address.toString(16)}`);
  const fields = [
    `flags=${v.cloneFlags(flags)}`,
    ...(flags & (abi.CLONE_CHILD_CLEARTID | abi.CLONE_CHILD_SETTID) ? [`child_tid=${at(childTid)}`] : []),
    ...(flags & abi.CLONE_PARENT_SETTID ? [`parent_tid=${at(parentTid)}`] : []),
    `exit_signal=${exitSignal === 0 ? '0' : v.signalText(exitSignal)}`,
    `stack=${at(stack)}`,
    `stack_size=${stackSize === 0 ? '0' : at(stackSize)}`,
  ].join(', ');
  const written = flags & abi.CLONE_PARENT_SETTID && !isFailure(result) ? ` => {parent_tid=[${String(result)}]}` : '';
  return [`{${fields}}${written}`, '88'];
}

const ids = (value: unknown): string => `[${list(value).join(', ')}]`;

/** What follows the operation depends on it. */
function futexParts([address, op, value, time, to, third]: readonly unknown[]): string[] {
  const at = (place: unknown): string => (n(place) === 0 ? 'NULL' : `0x${n(place).toString(16)}`);
  const unsigned = (number: unknown): string => String(n(number) >>> 0);
  const head = [at(address), v.futexOp(n(op)), unsigned(value)];
  switch (n(op) & ~(abi.FUTEX_PRIVATE_FLAG | abi.FUTEX_CLOCK_REALTIME)) {
    case abi.FUTEX_WAIT:
      return [...head, spec(time)];
    case abi.FUTEX_WAKE:
      return head;
    case abi.FUTEX_WAIT_BITSET:
      return [...head, spec(time), v.futexBits(n(third))];
    case abi.FUTEX_WAKE_BITSET:
      return [...head, v.futexBits(n(third))];
    case abi.FUTEX_REQUEUE:
      return [...head, unsigned(time), at(to)];
    default:
      return [...head, unsigned(time), at(to), unsigned(third)];
  }
}

export const shapes: Readonly<Record<string, Shape>> = {
  // descriptors
  read: { parts: reads(0) },
  pread: { parts: reads(1) },
  write: { parts: writes(0) },
  pwrite: { parts: writes(1) },
  lseek: { parts: (a, _r, { fd }) => [fd(n(a[0])), String(a[1]), v.whence(n(a[2]))] },
  pipe2: {
    parts: (a, r, { fd }) => [
      filled<readonly number[]>(r, (ends) => `[${ends.map(fd).join(', ')}]`),
      v.pipeFlags(n(a[0])),
    ],
    answer: zero,
  },
  dup3: { parts: (a, _r, { fd }) => [fd(n(a[0])), fd(n(a[1])), v.pipeFlags(n(a[2]))] },
  fcntl: { parts: fcntlParts, answer: fcntlAnswer },
  fstat: {
    name: 'newfstatat',
    parts: (a, r, style) => [
      ...[style.fd(n(a[0])), '""', filled<abi.Stat>(r, (stat) => v.statText(stat, style)), 'AT_EMPTY_PATH'],
    ],
    answer: zero,
  },
  fionread: ioctl('FIONREAD', (_a, r) => filled<number>(r, (bytes) => `[${bytes}]`)),
  getdents: {
    parts: (a, r, { fd }) => {
      const entries = filled<readonly abi.Dirent[]>(r, (all) => `${v.DATA_ADDRESS} /* ${all.length} entries */`);
      return [fd(n(a[0])), entries, '32768'];
    },
    answer: (r) => String(direntBytes(list(r) as readonly abi.Dirent[])),
  },
  // terminals
  tcgetattr: ioctl('TCGETS', (_a, r) => filled<abi.Termios>(r, v.termiosText)),
  tcsetattr: ioctl('SNDCTL_TMR_START or TCSETS', (a) => v.termiosText(a[1] as abi.Termios)),
  tcgetpgrp: ioctl('TIOCGPGRP', (_a, r) => filled<number>(r, (pgid) => `[${pgid}]`)),
  tcsetpgrp: ioctl('TIOCSPGRP', (a) => `[${String(a[1])}]`),
  tiocgwinsz: ioctl('TIOCGWINSZ', (_a, r) => filled<abi.Winsize>(r, v.winsizeText)),
  tiocswinsz: ioctl('TIOCSWINSZ', (a) => v.winsizeText(a[1] as abi.Winsize)),
  ttyname: ioctl('TIOCGPTPEER'),
  // names
  open: {
    parts: (a, _r, style) => {
      const mode = n(a[1]) & abi.O_CREAT ? [v.octal(n(a[2], 0o666))] : [];
      return [...inDir(a[0], style), v.openFlags(n(a[1])), ...mode];
    },
  },
  stat: { parts: statParts('0'), answer: zero },
  lstat: { parts: statParts('AT_SYMLINK_NOFOLLOW'), answer: zero },
  access: { parts: (a, _r, style) => [v.quotePath(a[0], style), v.accessMode(n(a[1]))] },
  readlink: {
    parts: (a, r, style) => [
      v.quotePath(a[0], style),
      filled<string>(r, (to) => v.quoteText(to, style.strings)),
      '4096',
    ],
    answer: (r) => String(new TextEncoder().encode(String(r)).length),
  },
  getcwd: {
    parts: (_a, r, style) => [filled<string>(r, (path) => v.quotePath(path, style)), '4096'],
    answer: (r) => String(new TextEncoder().encode(String(r)).length + 1),
  },
  mkdir: { parts: (a, _r, style) => [v.quotePath(a[0], style), v.octal(n(a[1], 0o777))] },
  mknod: {
    parts: (a, _r, style) => {
      const special = abi.S_ISCHR(n(a[1])) || abi.S_ISBLK(n(a[1]));
      return [...inDir(a[0], style), v.modeText(n(a[1])), ...(special ? [v.device(n(a[2]))] : [])];
    },
  },
  chmod: { parts: (a, _r, style) => [v.quotePath(a[0], style), v.octal(n(a[1]))] },
  fchmod: { parts: (a, _r, { fd }) => [fd(n(a[0])), v.octal(n(a[1]))] },
  umask: { parts: (a) => [v.umaskText(n(a[0]))], answer: (r) => v.umaskText(n(r)) },
  utimens: {
    parts: (a, _r, style) => [
      ...inDir(a[0], style),
      v.fileTimes([a[1], a[2]], style),
      n(a[3]) === 0 ? '0' : 'AT_SYMLINK_NOFOLLOW',
    ],
  },
  // processes
  fork: { parts: () => CLONE_FLAGS },
  execve: {
    parts: (a, _r, style) => [v.quotePath(a[0], style), words(a[1], style.strings), environment(a[2], style)],
  },
  exit: { answer: () => '?' },
  exit_thread: { answer: () => '?' },
  wait4: { parts: waitParts, answer: (r) => String((r as abi.Waited).pid) },
  waitid: { parts: waitidParts, answer: zero },
  getpgid: { parts: (a) => [String(n(a[0]))] },
  getsid: { parts: (a) => [String(n(a[0]))] },
  prctl: {
    parts: (a, _r, style) => [
      v.prctlOption(n(a[0])),
      typeof a[1] === 'string' ? v.quotePath(a[1], style) : String(n(a[1])),
    ],
  },
  clone3: { parts: cloneParts, answer: (r) => String(r) },
  getrlimit: {
    parts: (a, r) => ['0', `RLIMIT_${String(a[0])}`, 'NULL', filled<abi.Rlimit>(r, v.rlimitText)],
    answer: zero,
  },
  setrlimit: { parts: (a) => ['0', `RLIMIT_${String(a[0])}`, v.rlimitText(a[1] as abi.Rlimit), 'NULL'], answer: zero },
  prlimit: {
    parts: (a, r) => [
      String(n(a[0])),
      `RLIMIT_${String(a[1])}`,
      a[2] === undefined ? 'NULL' : v.rlimitText(a[2] as abi.Rlimit),
      filled<abi.Rlimit>(r, v.rlimitText),
    ],
    answer: zero,
  },
  times: {
    parts: (_a, r) => {
      const tick = (us: number): number => Math.floor(us / 10_000);
      return [
        filled<abi.Times>(
          r,
          ({ utime, stime, cutime, cstime }) =>
            `{tms_utime=${tick(utime)}, tms_stime=${tick(stime)}, tms_cutime=${tick(cutime)}, tms_cstime=${tick(cstime)}}`,
        ),
      ];
    },
    answer: (r) => String(Math.floor((r as abi.Times).elapsed / 10_000)),
  },
  sysinfo: {
    parts: (_a, r) => [
      filled<abi.Sysinfo>(
        r,
        ({ uptime, loads, totalram }) => `{uptime=${uptime}, loads=[${loads.join(', ')}], totalram=${totalram}, ...}`,
      ),
    ],
    answer: zero,
  },
  uname: {
    parts: (_a, r, style) => [
      filled<abi.Utsname>(
        r,
        ({ sysname, nodename }) =>
          `{sysname=${v.quotePath(sysname, style)}, nodename=${v.quotePath(nodename, style)}, ...}`,
      ),
    ],
    answer: zero,
  },
  // who one is
  getgroups: {
    parts: (_a, r) => [filled<readonly number[]>(r, (all) => String(all.length)), filled(r, ids)],
    answer: (r) => String(list(r).length),
  },
  setgroups: { parts: (a) => [String(list(a[0]).length), ids(a[0])] },
  getresuid: {
    parts: (_a, r) =>
      (['ruid', 'euid', 'suid'] as const).map((which) => filled<abi.Resuid>(r, (all) => `[${all[which]}]`)),
    answer: zero,
  },
  getpriority: { parts: (a) => [v.priorityOf(n(a[0])), String(a[1])], answer: (r) => String(20 - n(r)) },
  setpriority: { parts: (a) => [v.priorityOf(n(a[0])), String(a[1]), String(a[2])] },
  // time
  nanosleep: {
    parts: (a, r) => [
      ...['CLOCK_REALTIME', '0', spec(a[0])],
      a[1] === undefined ? 'NULL' : r === undefined ? undefined : r === 0 ? v.DATA_ADDRESS : remaining(a[1]),
    ],
  },
  clock_nanosleep: {
    parts: (a, r) => [
      ...[v.clockName(n(a[0])), n(a[1]) === abi.TIMER_ABSTIME ? 'TIMER_ABSTIME' : String(a[1]), spec(a[2])],
      a[3] === undefined ? 'NULL' : r === undefined ? undefined : r === 0 ? v.DATA_ADDRESS : remaining(a[3]),
    ],
  },
  clock_gettime: { parts: (a, r) => [v.clockName(n(a[0])), filled<number>(r, v.timespec)], answer: zero },
  setitimer: {
    parts: (a) => [v.itimer(n(a[0])), v.itimerText(a[1] as abi.Itimer, v.timeval), 'NULL'],
    answer: zero,
  },
  getitimer: {
    parts: (a, r) => [v.itimer(n(a[0])), filled<abi.Itimer>(r, (value) => v.itimerText(value, v.timeval))],
    answer: zero,
  },
  timerfd_create: { parts: (a) => [v.clockName(n(a[0])), v.timerfdFlags(n(a[1]))] },
  timerfd_settime: {
    parts: (a, _r, { fd }) => {
      const how = n(a[1]) === abi.TFD_TIMER_ABSTIME ? 'TFD_TIMER_ABSTIME' : String(a[1]);
      return [fd(n(a[0])), how, v.itimerText(a[2] as abi.Itimer, v.timespec), 'NULL'];
    },
    answer: zero,
  },
  timerfd_gettime: {
    parts: (a, r, { fd }) => [fd(n(a[0])), filled<abi.Itimer>(r, (value) => v.itimerText(value, v.timespec))],
    answer: zero,
  },
  eventfd: { parts: (a) => [String(a[0]), v.eventfdFlags(n(a[1]))] },
  // signals
  sigaction: {
    parts: (a, r) => {
      const old = filled<Parameters<typeof v.sigactionText>[0]>(r, v.sigactionText);
      const action = a[1] === undefined ? 'NULL' : v.sigactionText(a[1] as Parameters<typeof v.sigactionText>[0]);
      return [v.signalText(n(a[0])), action, old, SIZE];
    },
    answer: zero,
  },
  sigprocmask: { parts: (a, r) => [v.maskHow(n(a[0])), sigset(a[1]), filled(r, sigset), SIZE], answer: zero },
  sigpending: { parts: (_a, r) => [filled(r, sigset), SIZE], answer: zero },
  sigsuspend: { parts: (a) => [sigset(a[0]), SIZE] },
  sigtimedwait: {
    parts: (a, r) => [sigset(a[0]), filled<abi.SigInfo>(r, v.siginfoText), spec(a[1]), SIZE],
    answer: (r) => `${(r as abi.SigInfo).signo} (${v.signalText((r as abi.SigInfo).signo)})`,
  },
  kill: { parts: (a) => [String(a[0]), v.signalText(n(a[1]))] },
  tgkill: { parts: (a) => [String(a[0]), String(a[1]), v.signalText(n(a[2]))] },
  sigqueue: {
    parts: (a) => [
      String(a[0]),
      v.signalText(n(a[1])),
      `{si_signo=${v.signalText(n(a[1]))}, si_code=SI_QUEUE, si_int=${String(a[2])}}`,
    ],
  },
  rt_sigreturn: { parts: (a) => [`{mask=${sigset(a[0])}}`], answer: (r) => String(n(r)) },
  signalfd: { parts: (a) => [String(a[0]), sigset(a[1]), SIZE, v.signalfdFlags(n(a[2]))] },
  // waiting for several
  poll: { parts: (a) => [pollfds(a[0]), String(list(a[0]).length), String(a[1])], answer: pollAnswer },
  ppoll: {
    parts: (a) => [pollfds(a[0]), String(list(a[0]).length), spec(a[1]), sigset(a[2]), SIZE],
    answer: pollAnswer,
  },
  select: {
    parts: (a) => [String(highest(a.slice(0, 3))), ...a.slice(0, 3).map(fdset), spec(a[3]), 'NULL'],
    answer: selectAnswer,
  },
  ...socketShapes,
  mmap: { answer: address },
  shmat: { answer: address },
  futex: { parts: futexParts },
  // queues of messages
  mq_open: {
    parts: (a, _r, style) => {
      const made = n(a[1]) & abi.O_CREAT ? [v.octal(n(a[2])), v.mqAttrText(a[3])] : [];
      return [v.quotePath(a[0], style), v.openFlags(n(a[1])), ...made];
    },
  },
  mq_timedsend: {
    parts: (a, _r, { fd, strings }) => {
      const text = bytesOf(a[1]);
      return [fd(n(a[0])), v.quoteBytes(text, strings), String(text.length), String(n(a[2])), spec(a[3])];
    },
  },
  mq_timedreceive: {
    parts: (a, r, { fd, strings }) => {
      const into = bytesOf(a[1]);
      const text = filled<number>(r, (bytes) => v.quoteBytes(into.subarray(0, bytes), strings));
      const { priority = 0 } = (a[2] ?? {}) as { priority?: number };
      const shown = a[2] === undefined ? 'NULL' : filled<number>(r, () => `[${priority}]`);
      return [fd(n(a[0])), text, String(into.length), shown, spec(a[3])];
    },
  },
  mq_getsetattr: {
    parts: (a, r, { fd }) => [
      fd(n(a[0])),
      v.mqAttrText(a[1]),
      a[2] === undefined ? 'NULL' : filled(r, () => v.mqAttrText(a[2])),
    ],
  },
  // tracing
  ptrace: {
    parts: (a) => [v.ptraceRequest(n(a[0])), String(n(a[1])), 'NULL', String(n(a[2]))],
    answer: (r) => (typeof r === 'number' ? String(r) : '0'),
  },
};
