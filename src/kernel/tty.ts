/**
 * A terminal: line discipline, foreground process group, window size.
 * Models canonical and raw input, echo, the keys that become signals, line editing by the driver, flow control with
 * ^S/^Q, ONLCR, background access (SIGTTIN, SIGTTOU), hang-up. Leaves out baud rates, modem lines, and tab expansion.
 * Authority: termios(3), tty_ioctl(4), setsid(2); drivers/tty/n_tty.c for what exactly is echoed.
 */
import {
  B38400,
  CREAD,
  CS8,
  ECHO,
  ECHOCTL,
  ECHOE,
  ECHOK,
  ECHOKE,
  ECHONL,
  ICANON,
  ICRNL,
  IEXTEN,
  IGNCR,
  INLCR,
  ISIG,
  IUTF8,
  IXANY,
  IXON,
  NOFLSH,
  ONLCR,
  OPOST,
  POLLHUP,
  POLLIN,
  POLLOUT,
  type Termios,
  TOSTOP,
  VEOF,
  VEOL,
  VERASE,
  VINTR,
  VKILL,
  VLNEXT,
  VMIN,
  VQUIT,
  VREPRINT,
  VSTART,
  VSTOP,
  VSUSP,
  VTIME,
  VWERASE,
  type Winsize,
} from './abi.ts';
import { type Failure, fail } from './errno.ts';
import type { Kernel } from './kernel.ts';
import { isIgnored, sendToGroup } from './signal.ts';
import { hasSignal, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGWINCH } from './signum.ts';
import type { Session, Task } from './task.ts';
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
    'tty.output': { readonly tty: string; readonly bytes: Uint8Array; readonly raw: boolean };
    'tty.signal': { readonly tty: string; readonly signo: number; readonly pgid: number };
    'tty.foreground': { readonly tty: string; readonly pgid: number };
  }
}

const LF = 10;
const CR = 13;
const DEL = 127;
const DISABLED = 0;
/** A canonical line holds this much, and the newline. */
const LINE_MAX = 4095;
const EVENT_BYTES = 256;

function defaultCc(): number[] {
  const cc = new Array<number>(19).fill(DISABLED);
  const set: readonly (readonly [number, number])[] = [
    [VINTR, 3],
    [VQUIT, 28],
    [VERASE, DEL],
    [VKILL, 21],
    [VEOF, 4],
    [VTIME, 0],
    [VMIN, 1],
    [VSTART, 17],
    [VSTOP, 19],
    [VSUSP, 26],
    [VREPRINT, 18],
    [VWERASE, 23],
    [VLNEXT, 22],
  ];
  for (const [index, value] of set) cc[index] = value;
  return cc;
}

export const DEFAULT_TERMIOS: Termios = {
  iflag: ICRNL | IXON | IUTF8,
  oflag: OPOST | ONLCR,
  cflag: CS8 | CREAD | B38400,
  lflag: ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
  cc: defaultCc(),
};

/** What is being typed, or waits to be read. In canonical mode a chunk is a line, whose end may be ^D and not a byte. */
interface Line {
  readonly bytes: number[];
}

export class Tty {
  readonly kernel: Kernel;
  readonly index: number;
  termios: Termios = DEFAULT_TERMIOS;
  size: Winsize;
  session: Session | undefined;
  /** Process group that may read, and gets the signals of keys; 0 for none. */
  foreground = 0;
  hungUp = false;
  /** Output is held after ^S. */
  stopped = false;
  /** Where bytes go that are to be seen; the driver sets it. */
  onOutput: (bytes: Uint8Array) => void = () => {};
  readonly #lines: Line[] = [];
  #editing: number[] = [];
  #literal = false;
  readonly input = new WaitQueue('n_tty_read', () => ({
    kind: 'tty-input',
    tty: this.name,
    canonical: (this.termios.lflag & ICANON) !== 0,
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

  #on(flag: number): boolean {
    return (this.termios.lflag & flag) !== 0;
  }

  #key(index: number): number {
    return this.termios.cc[index] ?? DISABLED;
  }

  // ---- the side of the keyboard

  /** Keys arrive. */
  type(bytes: Uint8Array): void {
    if (this.hungUp) return;
    this.kernel.emit('tty.input', 0, { tty: this.name, bytes: bytes.slice(0, EVENT_BYTES) });
    for (const byte of bytes) this.#receive(byte);
  }

  #receive(raw: number): void {
    const byte = this.#translate(raw);
    if (byte === undefined) return;
    if (this.#literal) {
      this.#literal = false;
      this.#store(byte);
      return;
    }
    if (this.#flowControl(byte)) return;
    if (this.#on(ISIG) && this.#signalKey(byte)) return;
    if (this.#on(ICANON) && this.#editKey(byte)) return;
    this.#store(byte);
  }

  #translate(byte: number): number | undefined {
    const { iflag } = this.termios;
    if (byte === CR) {
      if (iflag & IGNCR) return undefined;
      return iflag & ICRNL ? LF : CR;
    }
    return byte === LF && iflag & INLCR ? CR : byte;
  }

  #flowControl(byte: number): boolean {
    if ((this.termios.iflag & IXON) === 0) return false;
    if (byte === this.#key(VSTOP)) {
      this.stopped = true;
      return true;
    }
    const restarts = byte === this.#key(VSTART) || (this.stopped && (this.termios.iflag & IXANY) !== 0);
    if (!restarts) return false;
    this.stopped = false;
    this.output.wakeAll();
    return byte === this.#key(VSTART);
  }

  #signalKey(byte: number): boolean {
    const signo = this.#signalOf(byte);
    if (signo === 0) return false;
    if (!this.#on(NOFLSH)) {
      this.#editing = [];
      this.#lines.length = 0;
    }
    if (this.#on(ECHO)) this.#echo(byte);
    this.kernel.emit('tty.signal', 0, { tty: this.name, signo, pgid: this.foreground });
    if (this.foreground > 0) sendToGroup(this.kernel, this.foreground, signo);
    return true;
  }

  #signalOf(byte: number): number {
    if (byte === DISABLED) return 0;
    if (byte === this.#key(VINTR)) return SIGINT;
    if (byte === this.#key(VQUIT)) return SIGQUIT;
    return byte === this.#key(VSUSP) ? SIGTSTP : 0;
  }

  /** Keys with which the driver itself edits the line. */
  #editKey(byte: number): boolean {
    if (byte === DISABLED) return false;
    switch (byte) {
      case this.#key(VERASE):
        this.#erase(1);
        return true;
      case this.#key(VKILL):
        this.#kill();
        return true;
      case this.#key(VEOF):
        this.#finishLine();
        return true;
    }
    if (!this.#on(IEXTEN)) return false;
    switch (byte) {
      case this.#key(VWERASE):
        this.#erase(this.#lastWord());
        return true;
      case this.#key(VREPRINT):
        this.#reprint();
        return true;
      case this.#key(VLNEXT):
        this.#literal = true;
        if (this.#on(ECHO) && this.#on(ECHOCTL)) this.#send([94, 8]);
        return true;
      default:
        return false;
    }
  }

  #store(byte: number): void {
    if (!this.#on(ICANON)) {
      this.#lines.push({ bytes: [byte] });
      if (this.#on(ECHO)) this.#echo(byte);
      this.input.wake();
      return;
    }
    const ends = byte === LF || (byte !== DISABLED && byte === this.#key(VEOL));
    if (!ends && this.#editing.length >= LINE_MAX) return;
    this.#editing.push(byte);
    if (this.#on(ECHO) || (byte === LF && this.#on(ECHONL))) this.#echo(byte);
    if (ends) this.#finishLine();
  }

  #finishLine(): void {
    this.#lines.push({ bytes: this.#editing });
    this.#editing = [];
    this.input.wake();
  }

  /** Characters (not bytes) from the end; a control character was echoed as two. */
  #erase(characters: number): void {
    for (let n = 0; n < characters && this.#editing.length > 0; n++) {
      let byte = this.#editing.pop() ?? 0;
      while ((byte & 0xc0) === 0x80 && this.termios.iflag & IUTF8 && this.#editing.length > 0)
        byte = this.#editing.pop() ?? 0;
      if (!this.#on(ECHO)) continue;
      if (!this.#on(ECHOE)) this.#echo(this.#key(VERASE));
      else for (let w = this.#shownWidth(byte); w > 0; w--) this.#send([8, 32, 8]);
    }
  }

  #shownWidth(byte: number): number {
    return byte < 32 || byte === DEL ? (this.#on(ECHOCTL) ? 2 : 0) : 1;
  }

  /** Length in characters of the last word with the spaces behind it. */
  #lastWord(): number {
    const isWord = (byte: number | undefined): boolean =>
      byte !== undefined && (byte > 127 || /\w/.test(String.fromCharCode(byte)));
    const starts = this.#editing.filter((byte) => (byte & 0xc0) !== 0x80);
    let at = starts.length;
    while (at > 0 && !isWord(starts[at - 1])) at--;
    while (at > 0 && isWord(starts[at - 1])) at--;
    return starts.length - at;
  }

  #kill(): void {
    if (this.#on(ECHOKE) && this.#on(ECHOE)) {
      this.#erase(this.#editing.length);
      return;
    }
    this.#editing = [];
    if (!this.#on(ECHO)) return;
    this.#echo(this.#key(VKILL));
    if (this.#on(ECHOK)) this.#send([LF]);
  }

  #reprint(): void {
    if (!this.#on(ECHO)) return;
    this.#echo(this.#key(VREPRINT));
    this.#send([LF]);
    for (const byte of this.#editing) this.#echo(byte);
  }

  #echo(byte: number): void {
    const control = (byte < 32 && byte !== LF && byte !== 9) || byte === DEL;
    if (control && this.#on(ECHOCTL)) this.#send([94, byte ^ 64]);
    else this.#send([byte]);
  }

  /** To the screen, through the output processing. */
  #send(bytes: readonly number[] | Uint8Array, pid = 0): void {
    const shown = this.#process(bytes);
    const raw = !this.#on(ICANON);
    this.kernel.emit('tty.output', pid, { tty: this.name, bytes: shown.slice(0, EVENT_BYTES), raw });
    this.onOutput(shown);
  }

  #process(bytes: readonly number[] | Uint8Array): Uint8Array {
    const flags = OPOST | ONLCR;
    if ((this.termios.oflag & flags) !== flags || !bytes.includes(LF)) return Uint8Array.from(bytes);
    const shown: number[] = [];
    for (const byte of bytes) {
      if (byte === LF) shown.push(CR);
      shown.push(byte);
    }
    return Uint8Array.from(shown);
  }

  // ---- the side of the processes

  /** A line, or what is there in raw mode. 0 after ^D on an empty line or a hang-up; EIO, or SIGTTIN in the background. */
  read(into: Uint8Array, nonblock: boolean, task: Task): number | Failure | Wait {
    const denied = this.#access(task, SIGTTIN);
    if (denied) return denied;
    if (this.hungUp) return 0;
    if (this.#lines.length > 0) return this.#on(ICANON) ? this.#takeLine(into) : this.#takeRaw(into);
    if (nonblock) return fail('EAGAIN');
    if (this.#on(ICANON)) return wait(this.input, { exclusive: true });
    return this.#waitRaw(task);
  }

  #takeLine(into: Uint8Array): number {
    const line = this.#lines[0];
    if (!line) return 0;
    const n = Math.min(into.length, line.bytes.length);
    into.set(line.bytes.slice(0, n));
    line.bytes.splice(0, n);
    if (line.bytes.length === 0) this.#lines.shift();
    return n;
  }

  #takeRaw(into: Uint8Array): number {
    let n = 0;
    while (n < into.length && this.#lines.length > 0) {
      const part = this.#takeLine(into.subarray(n));
      n += part;
    }
    return n;
  }

  /** VMIN and VTIME: with VMIN 0 a read ends after VTIME tenths of a second. */
  #waitRaw(task: Task): number | Wait {
    if (this.#key(VMIN) > 0) return wait(this.input, { exclusive: true });
    const tenths = this.#key(VTIME);
    if (tenths === 0) return 0;
    const started = task.call?.startedAt ?? this.kernel.now;
    return wait(this.input, { exclusive: true, deadline: started + tenths * 100_000, onTimeout: 0 });
  }

  /** EIO after a hang-up, SIGTTOU in the background with TOSTOP. Takes a virtual µs a byte: a terminal is not a disk. */
  write(from: Uint8Array, nonblock: boolean, task: Task): number | Failure | Wait {
    if (this.#on(TOSTOP)) {
      const denied = this.#access(task, SIGTTOU);
      if (denied) return denied;
    }
    if (this.hungUp) return fail('EIO');
    if (this.stopped) return nonblock ? fail('EAGAIN') : wait(this.output);
    this.kernel.charge(task, from.length);
    this.#send(from, task.pid);
    return from.length;
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
    return (this.#lines.length > 0 ? POLLIN : 0) | (this.stopped ? 0 : POLLOUT);
  }

  /** FIONREAD: bytes of the lines that can be read. */
  get queued(): number {
    return this.#lines.reduce((sum, line) => sum + line.bytes.length, 0);
  }

  /** What is being typed in canonical mode and has no end yet. */
  get typing(): number {
    return this.#editing.length;
  }

  setTermios(termios: Termios, task: Task): 0 | Failure | Wait {
    const denied = this.#access(task, SIGTTOU);
    if (denied) return denied;
    const wasCanonical = this.#on(ICANON);
    this.termios = termios;
    if (wasCanonical && !this.#on(ICANON) && this.#editing.length > 0) this.#finishLine();
    return 0;
  }

  /** EPERM for a group of another session, ESRCH for none, ENOTTY when it is not the caller's terminal. */
  setForeground(pgid: number, task: Task): 0 | Failure | Wait {
    if (task.group.session.tty !== this) return fail('ENOTTY');
    const denied = this.#access(task, SIGTTOU);
    if (denied) return denied;
    if (pgid < 0) return fail('EINVAL');
    const member = [...this.kernel.groups.values()].find((group) => group.pgid === pgid);
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
