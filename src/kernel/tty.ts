/**
 * A terminal: its session, foreground process group and window size, around a line discipline.
 * Models ONLCR, background access (SIGTTIN, SIGTTOU), VMIN and VTIME, hang-up. Leaves out baud rates and modem lines.
 * Authority: tty_ioctl(4), setsid(2), termios(3); drivers/tty/tty_jobctrl.c.
 */
import {
  ICANON,
  ONLCR,
  OPOST,
  POLLHUP,
  POLLIN,
  POLLOUT,
  type Termios,
  TOSTOP,
  VMIN,
  VTIME,
  type Winsize,
} from './abi.ts';
import { type Failure, fail } from './errno.ts';
import type { Kernel } from './kernel.ts';
import { LineDiscipline } from './line-discipline.ts';
import { isIgnored, sendToGroup } from './signal.ts';
import { hasSignal, SIGCONT, SIGHUP, SIGTTIN, SIGTTOU, SIGWINCH } from './signum.ts';
import type { Session, Task } from './task.ts';
import { BEGINNING_BYTES, KeptOutput, type Output } from './tty-output.ts';
import { type Wait, WaitQueue, wait } from './wait-queue.ts';

declare module './wait-queue.ts' {
  interface WaitReasons {
    'tty-input': { readonly tty: string; readonly canonical: boolean };
    'tty-output': { readonly tty: string };
  }
}
declare module './event.ts' {
  interface EventKinds {
    'tty.input': { readonly tty: string; readonly bytes: Uint8Array };
    /** `pid` is the writer, 0 for the driver's own echo; `raw` while a program edits a line or draws by itself. */
    'tty.output': Readonly<Output>;
    'tty.signal': { readonly tty: string; readonly signo: number; readonly pgid: number };
    'tty.foreground': { readonly tty: string; readonly pgid: number };
  }
}

const LF = 10;
const CR = 13;

export class Tty {
  readonly kernel: Kernel;
  readonly index: number;
  size: Winsize;
  session: Session | undefined;
  /** Process group that may read, and gets the signals of keys; 0 for none. */
  foreground = 0;
  hungUp = false;
  readonly #kept = new KeptOutput();
  /** Where bytes go that are to be seen; the driver sets it. */
  onOutput: (bytes: Uint8Array) => void = () => {};
  /** Bytes that the other side has room for. */
  room: () => number = () => Number.POSITIVE_INFINITY;
  /** Nobody has it open any more. */
  unused: () => void = () => {};
  /** Open files of it. */
  users = 0;
  everOpened = false;
  readonly line = new LineDiscipline({
    echo: (bytes) => this.#send(bytes),
    signal: (signo) => this.#signal(signo),
    readable: () => this.input.wake(),
    resumed: () => this.output.wakeAll(),
  });
  readonly input = new WaitQueue('n_tty_read', () => ({
    kind: 'tty-input',
    tty: this.name,
    canonical: this.line.on(ICANON),
  }));
  readonly output = new WaitQueue('n_tty_write', () => ({ kind: 'tty-output', tty: this.name }));
  /** Nobody ever wakes this: a background access sleeps here just until its own stop signal is looked at. */
  readonly #background = new WaitQueue('n_tty_read', () => ({ kind: 'tty-input', tty: this.name, canonical: true }));

  constructor(kernel: Kernel, index: number, size: Winsize) {
    this.kernel = kernel;
    this.index = index;
    this.size = size;
  }

  /** As in ps: `pts/0`. */
  get name(): string {
    return `pts/${this.index}`;
  }

  get path(): string {
    return `/dev/${this.name}`;
  }

  opened(): void {
    this.users++;
    this.everOpened = true;
  }

  closed(): void {
    this.users--;
    if (this.users === 0) this.unused();
  }

  // ---- the side of the keyboard

  /** Keys arrive. */
  type(bytes: Uint8Array): void {
    if (this.hungUp) return;
    this.kernel.emit('tty.input', 0, { tty: this.name, bytes: bytes.slice(0, BEGINNING_BYTES) });
    for (const byte of bytes) this.line.receive(byte);
  }

  #signal(signo: number): void {
    this.kernel.emit('tty.signal', 0, { tty: this.name, signo, pgid: this.foreground });
    if (this.foreground > 0) sendToGroup(this.kernel, this.foreground, signo);
  }

  /** To the screen, through the output processing. */
  #send(bytes: readonly number[] | Uint8Array, pid = 0): void {
    const shown = this.#process(bytes);
    const raw = !this.line.on(ICANON);
    this.kernel.emit('tty.output', pid, this.#kept.keep({ tty: this.name, bytes: shown, raw }));
    this.onOutput(shown);
  }

  #process(bytes: readonly number[] | Uint8Array): Uint8Array {
    const flags = OPOST | ONLCR;
    const lines = (this.line.termios.oflag & flags) === flags ? count(bytes, LF) : 0;
    const shown = new Uint8Array(bytes.length + lines);
    if (lines === 0) shown.set(bytes);
    else insertReturns(bytes, shown);
    return shown;
  }

  // ---- the side of the processes

  /** A line, or what is there in raw mode. 0 after ^D on an empty line or a hang-up; EIO, or SIGTTIN in the background. */
  read(into: Uint8Array, nonblock: boolean, task: Task): number | Failure | Wait {
    const denied = this.#access(task, SIGTTIN);
    if (denied) return denied;
    if (this.hungUp) return 0;
    if (this.line.ready) return this.line.take(into);
    if (nonblock) return fail('EAGAIN');
    if (this.line.on(ICANON)) return wait(this.input, { exclusive: true });
    return this.#waitRaw(task);
  }

  /** VMIN and VTIME: with VMIN 0 a read ends after VTIME tenths of a second. */
  #waitRaw(task: Task): number | Wait {
    if (this.line.key(VMIN) > 0) return wait(this.input, { exclusive: true });
    const tenths = this.line.key(VTIME);
    if (tenths === 0) return 0;
    const started = task.call?.startedAt ?? this.kernel.now;
    return wait(this.input, { exclusive: true, deadline: started + tenths * 100_000, onTimeout: 0 });
  }

  /** EIO after a hang-up, SIGTTOU in the background with TOSTOP. Four bytes take a virtual µs: a terminal is slower than a pipe. */
  write(from: Uint8Array, nonblock: boolean, task: Task): number | Failure | Wait {
    if (this.line.on(TOSTOP)) {
      const denied = this.#access(task, SIGTTOU);
      if (denied) return denied;
    }
    if (this.hungUp) return fail('EIO');
    const room = this.line.stopped ? 0 : this.room();
    if (room <= 0) return nonblock ? fail('EAGAIN') : wait(this.output);
    const bytes = from.subarray(0, room);
    this.kernel.charge(task, bytes.length >> 2);
    this.#send(bytes, task.pid);
    return bytes.length;
  }

  /**
   * Job control: a background process that reads gets SIGTTIN, one that writes or changes the terminal SIGTTOU. With
   * the signal ignored or blocked, or in an orphaned group, reading is EIO and the rest is allowed.
   */
  #access(task: Task, signo: number): Failure | Wait | undefined {
    const { group } = task;
    if (group.session !== this.session || this.foreground === 0 || group.pgid === this.foreground) return undefined;
    if (isIgnored(group, signo) || hasSignal(task.blocked, signo)) return signo === SIGTTIN ? fail('EIO') : undefined;
    if (this.kernel.isOrphaned(group.pgid, group.session)) return fail('EIO');
    sendToGroup(this.kernel, group.pgid, signo);
    return wait(this.#background);
  }

  poll(): number {
    if (this.hungUp) return POLLIN | POLLHUP;
    return (this.line.ready ? POLLIN : 0) | (this.line.stopped || this.room() <= 0 ? 0 : POLLOUT);
  }

  setTermios(termios: Termios, task: Task): 0 | Failure | Wait {
    const denied = this.#access(task, SIGTTOU);
    if (denied) return denied;
    this.line.setTermios(termios);
    return 0;
  }

  /** EPERM for a group of another session, ESRCH for none, ENOTTY when it is not the caller's terminal. */
  setForeground(pgid: number, task: Task): 0 | Failure | Wait {
    if (task.group.session.tty !== this) return fail('ENOTTY');
    const denied = this.#access(task, SIGTTOU);
    if (denied) return denied;
    if (pgid < 0) return fail('EINVAL');
    const [member] = this.kernel.processGroups.membersOf(pgid);
    if (!member) return fail('ESRCH');
    if (member.session !== task.group.session) return fail('EPERM');
    this.foreground = pgid;
    this.kernel.emit('tty.foreground', task.pid, { tty: this.name, pgid });
    return 0;
  }

  /** Becomes the controlling terminal of the task's session; its group is the foreground. EPERM unless a leader without one. */
  attach(task: Task): 0 | Failure {
    const { session } = task.group;
    if (session.tty === this) return 0;
    if (session.sid !== task.group.tgid || session.tty || this.session) return fail('EPERM');
    session.tty = this;
    this.session = session;
    this.foreground = task.group.pgid;
    return 0;
  }

  resize(size: Winsize): void {
    if (size.cols === this.size.cols && size.rows === this.size.rows) return;
    this.size = size;
    if (this.foreground > 0) sendToGroup(this.kernel, this.foreground, SIGWINCH);
  }

  /** The line is cut: the session's leader and the foreground group get SIGHUP and SIGCONT. */
  hangUp(): void {
    this.hungUp = true;
    const { session } = this;
    const leader = session ? this.kernel.groups.get(session.sid) : undefined;
    for (const pgid of new Set([leader?.pgid ?? 0, this.foreground])) {
      if (pgid <= 0) continue;
      sendToGroup(this.kernel, pgid, SIGHUP);
      sendToGroup(this.kernel, pgid, SIGCONT);
    }
    if (session) session.tty = undefined;
    this.session = undefined;
    this.foreground = 0;
    this.input.wakeAll();
    this.output.wakeAll();
  }
}

function count(bytes: readonly number[] | Uint8Array, wanted: number): number {
  let found = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === wanted) found++;
  return found;
}

function insertReturns(bytes: readonly number[] | Uint8Array, shown: Uint8Array): void {
  let at = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === LF) shown[at++] = CR;
    shown[at++] = byte;
  }
}
