/**
 * Signal numbers, their names and texts, default actions, and sets of them.
 * Models signals 1–64 of Linux x86-64. A set is a bigint whose bit n−1 stands for signal n, as /proc/PID/status prints it.
 * Authority: signal(7), strsignal(3), bash's `kill -l` for names.
 */
export const SIGHUP = 1;
export const SIGINT = 2;
export const SIGQUIT = 3;
export const SIGILL = 4;
export const SIGTRAP = 5;
export const SIGABRT = 6;
export const SIGBUS = 7;
export const SIGFPE = 8;
export const SIGKILL = 9;
export const SIGUSR1 = 10;
export const SIGSEGV = 11;
export const SIGUSR2 = 12;
export const SIGPIPE = 13;
export const SIGALRM = 14;
export const SIGTERM = 15;
export const SIGSTKFLT = 16;
export const SIGCHLD = 17;
export const SIGCONT = 18;
export const SIGSTOP = 19;
export const SIGTSTP = 20;
export const SIGTTIN = 21;
export const SIGTTOU = 22;
export const SIGURG = 23;
export const SIGXCPU = 24;
export const SIGXFSZ = 25;
export const SIGVTALRM = 26;
export const SIGPROF = 27;
export const SIGWINCH = 28;
export const SIGIO = 29;
export const SIGPWR = 30;
export const SIGSYS = 31;
/** Of the real-time signals, libc has these for pthread_cancel(3) and setuid(3). */
export const SIGCANCEL = 32;
export const SIGSETXID = 33;
/** The first real-time signal that libc hands out. */
export const SIGRTMIN = 34;
/** The kernel's own: libc keeps the first two of those that queue for itself. */
export const FIRST_QUEUED = 32;
export const SIGRTMAX = 64;
/** One more than the highest signal number. */
export const NSIG = 65;

export type SigSet = bigint;
/** What happens to a process that has neither handler nor SIG_IGN for a signal. */
export type DefaultAction = 'terminate' | 'core' | 'ignore' | 'stop' | 'continue';

const NAMES =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

const TEXTS = [
  'Hangup',
  'Interrupt',
  'Quit',
  'Illegal instruction',
  'Trace/breakpoint trap',
  'Aborted',
  'Bus error',
  'Floating point exception',
  'Killed',
  'User defined signal 1',
  'Segmentation fault',
  'User defined signal 2',
  'Broken pipe',
  'Alarm clock',
  'Terminated',
  'Stack fault',
  'Child exited',
  'Continued',
  'Stopped (signal)',
  'Stopped',
  'Stopped (tty input)',
  'Stopped (tty output)',
  'Urgent I/O condition',
  'CPU time limit exceeded',
  'File size limit exceeded',
  'Virtual timer expired',
  'Profiling timer expired',
  'Window changed',
  'I/O possible',
  'Power failure',
  'Bad system call',
];

const CORE = new Set([SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGXCPU, SIGXFSZ, SIGSYS]);
const IGNORED = new Set([SIGCHLD, SIGURG, SIGWINCH]);
const STOPPING = new Set([SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU]);

/** `2n ** (n-1)`: the set that holds just this signal. */
const BITS: readonly SigSet[] = Array.from({ length: NSIG }, (_, n) => (n === 0 ? 0n : 1n << BigInt(n - 1)));
export const sigbit = (signo: number): SigSet => BITS[signo] ?? 0n;
export const sigset = (...signals: number[]): SigSet => signals.reduce((set, n) => set | sigbit(n), 0n);
export const hasSignal = (set: SigSet, signo: number): boolean => (set & sigbit(signo)) !== 0n;

/** KILL and STOP can be neither caught, blocked nor ignored. */
export const UNBLOCKABLE = sigset(SIGKILL, SIGSTOP);
export const STOP_SIGNALS = sigset(SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU);
/** Signals of a fault are taken before all others (`SYNCHRONOUS_MASK`). */
export const SYNCHRONOUS = sigset(SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGSYS);

export function defaultAction(signo: number): DefaultAction {
  if (signo === SIGCONT) return 'continue';
  if (STOPPING.has(signo)) return 'stop';
  if (IGNORED.has(signo)) return 'ignore';
  return CORE.has(signo) ? 'core' : 'terminate';
}

/** `SIGINT`, `SIGRTMIN+3`, `SIGRTMAX-2`; undefined for 0, 32, 33 and what is no signal. */
export function signalName(signo: number): string | undefined {
  const name = NAMES[signo - 1];
  if (name !== undefined) return `SIG${name}`;
  if (signo < SIGRTMIN || signo > SIGRTMAX) return undefined;
  if (signo === SIGRTMIN) return 'SIGRTMIN';
  if (signo === SIGRTMAX) return 'SIGRTMAX';
  return signo - SIGRTMIN <= 15 ? `SIGRTMIN+${signo - SIGRTMIN}` : `SIGRTMAX-${SIGRTMAX - signo}`;
}

const numbers = new Map<string, number>();
for (let n = 1; n < NSIG; n++) {
  const name = signalName(n);
  if (name !== undefined) numbers.set(name, n);
}

/** The number of `INT`, `SIGINT` or `sigint`; undefined for an unknown name. Digits are the caller's business. */
export function signalNumber(text: string): number | undefined {
  const name = text.toUpperCase();
  return numbers.get(name.startsWith('SIG') ? name : `SIG${name}`);
}

/** strsignal(3). */
export function signalText(signo: number): string {
  const text = TEXTS[signo - 1];
  if (text !== undefined) return text;
  if (signo >= SIGRTMIN && signo <= SIGRTMAX) return `Real-time signal ${signo - SIGRTMIN}`;
  return `Unknown signal ${signo}`;
}

const HALF = 32n;
const LOW_HALF = (1n << HALF) - 1n;

/** The lowest bit that is set, counted from 1; 0 for none. */
const lowestBit = (half: number): number => (half === 0 ? 0 : 32 - Math.clz32(half & -half));

/** The lowest signal of a set, with faults first; 0 for the empty set. */
export function firstSignal(set: SigSet): number {
  if (set === 0n) return 0;
  const from = set & SYNCHRONOUS ? set & SYNCHRONOUS : set;
  const low = lowestBit(Number(from & LOW_HALF) | 0);
  return low !== 0 ? low : 32 + lowestBit(Number(from >> HALF) | 0);
}

/** The signals of a set, upwards. */
export function signalsIn(set: SigSet): number[] {
  const found: number[] = [];
  for (const base of [0, 32]) {
    for (let half = Number((base === 0 ? set : set >> HALF) & LOW_HALF) | 0; half !== 0; half &= half - 1)
      found.push(base + lowestBit(half));
  }
  return found;
}
