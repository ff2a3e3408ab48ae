/**
 * The line discipline: from keys to lines, and what is echoed meanwhile (N_TTY).
 * Models canonical and raw input, the editing keys, literal next, echo of control characters, flow control, the keys that
 * become signals. Leaves out tab expansion and parity; VDISCARD has a key, and Linux
 * does nothing with it. Knows neither processes nor the screen: it tells its owner.
 * Authority: termios(3), stty(1); drivers/tty/n_tty.c for what exactly is echoed.
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
  type Termios,
  VDISCARD,
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
} from './abi.ts';
import { SIGINT, SIGQUIT, SIGTSTP } from './signum.ts';

const LF = 10;
const CR = 13;
const DEL = 127;
const DISABLED = 0;
/** So much of an echo is kept while output is stopped. */
const ECHO_MAX = 4096;
/** A canonical line holds this much, and the newline. */
const LINE_MAX = 4095;

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
    [VDISCARD, 15],
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
  /** Ended by the EOF key, which a canonical read does not see, and a raw one as a byte 0. */
  eof: boolean;
}

/** What the line discipline asks of its terminal. */
interface Owner {
  /** Bytes for the screen, before output processing. */
  echo(bytes: readonly number[]): void;
  signal(signo: number): void;
  /** Something can be read now. */
  readable(): void;
  /** Output may go on after ^S. */
  resumed(): void;
}

export class LineDiscipline {
  termios: Termios = DEFAULT_TERMIOS;
  /** Output is held after ^S. */
  stopped = false;
  readonly #owner: Owner;
  readonly #lines: Line[] = [];
  #editing: number[] = [];
  #literal = false;
  /** What was to be echoed since ^S. */
  #heldEcho: number[] = [];

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  on(flag: number): boolean {
    return (this.termios.lflag & flag) !== 0;
  }

  key(index: number): number {
    return this.termios.cc[index] ?? DISABLED;
  }

  /** Bytes that can be read now. */
  get queued(): number {
    return this.#lines.reduce((sum, line) => sum + line.bytes.length, 0);
  }

  /** A line (perhaps an empty one, for end of file) or a raw byte is there. */
  get ready(): boolean {
    return this.#lines.length > 0;
  }

  /** Bytes of the line that is being typed and has no end yet. */
  get typing(): number {
    return this.#editing.length;
  }

  /** The first bytes that a read would get, and the line that is being typed. */
  preview(bytes: number): { readonly queued: Uint8Array; readonly typing: Uint8Array } {
    const queued = this.#lines.flatMap((line) => line.bytes);
    return { queued: Uint8Array.from(queued.slice(0, bytes)), typing: Uint8Array.from(this.#editing.slice(0, bytes)) };
  }

  /** Leaving canonical mode makes what was typed so far readable; without IXON nothing stays stopped. */
  setTermios(termios: Termios): void {
    const wasCanonical = this.on(ICANON);
    this.termios = termios;
    if ((termios.iflag & IXON) === 0) this.#restart();
    if (!wasCanonical || this.on(ICANON)) return;
    for (const line of this.#lines) {
      if (line.eof) line.bytes.push(DISABLED);
      line.eof = false;
    }
    if (this.#editing.length > 0) this.#finishLine(false);
  }

  /** One line at most in canonical mode, otherwise all that is there and fits. */
  take(into: Uint8Array): number {
    if (this.on(ICANON)) return this.#takeLine(into);
    let n = 0;
    while (n < into.length && this.ready) n += this.#takeLine(into.subarray(n));
    return n;
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

  /** One key arrives. */
  receive(raw: number): void {
    const byte = this.#translate(raw);
    if (byte === undefined) return;
    if (this.#literal) {
      this.#literal = false;
      this.#store(byte);
      return;
    }
    if (this.#flowControl(byte)) return;
    if (this.on(ISIG) && this.#signalKey(byte)) return;
    if (this.on(ICANON) && this.#editKey(byte)) return;
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
    if (byte === this.key(VSTOP)) {
      this.stopped = true;
      return true;
    }
    const restarts = byte === this.key(VSTART) || (this.stopped && (this.termios.iflag & IXANY) !== 0);
    if (!restarts) return false;
    this.#restart();
    return byte === this.key(VSTART);
  }

  /** Output may go on: first what is still to be echoed, then who waits to write. */
  #restart(): void {
    if (!this.stopped) return;
    this.stopped = false;
    const held = this.#heldEcho;
    this.#heldEcho = [];
    if (held.length > 0) this.#owner.echo(held);
    this.#owner.resumed();
  }

  #signalKey(byte: number): boolean {
    const signo = this.#signalOf(byte);
    if (signo === 0) return false;
    if (!this.on(NOFLSH)) {
      this.#editing = [];
      this.#lines.length = 0;
      this.#heldEcho = [];
    }
    if (this.termios.iflag & IXON) this.#restart();
    if (this.on(ECHO)) this.#echo(byte);
    this.#owner.signal(signo);
    return true;
  }

  #signalOf(byte: number): number {
    if (byte === DISABLED) return 0;
    if (byte === this.key(VINTR)) return SIGINT;
    if (byte === this.key(VQUIT)) return SIGQUIT;
    return byte === this.key(VSUSP) ? SIGTSTP : 0;
  }

  /** Keys with which the driver itself edits the line. */
  #editKey(byte: number): boolean {
    if (byte === DISABLED) return false;
    switch (byte) {
      case this.key(VERASE):
        this.#erase(1);
        return true;
      case this.key(VKILL):
        this.#kill();
        return true;
      case this.key(VEOF):
        this.#finishLine(true);
        return true;
    }
    if (!this.on(IEXTEN)) return false;
    switch (byte) {
      case this.key(VWERASE):
        this.#erase(this.#lastWord());
        return true;
      case this.key(VREPRINT):
        this.#reprint();
        return true;
      case this.key(VLNEXT):
        this.#literal = true;
        if (this.on(ECHO) && this.on(ECHOCTL)) this.#show([94, 8]);
        return true;
      default:
        return false;
    }
  }

  #store(byte: number): void {
    if (!this.on(ICANON)) {
      this.#lines.push({ bytes: [byte], eof: false });
      if (this.on(ECHO)) this.#echo(byte);
      this.#owner.readable();
      return;
    }
    const ends = byte === LF || (byte !== DISABLED && byte === this.key(VEOL));
    if (!ends && this.#editing.length >= LINE_MAX) return;
    this.#editing.push(byte);
    if (this.on(ECHO) || (byte === LF && this.on(ECHONL))) this.#echo(byte);
    if (ends) this.#finishLine(false);
  }

  #finishLine(eof: boolean): void {
    this.#lines.push({ bytes: this.#editing, eof });
    this.#editing = [];
    this.#owner.readable();
  }

  /** Characters (not bytes) from the end; a control character was echoed as two. */
  #erase(characters: number): void {
    for (let n = 0; n < characters && this.#editing.length > 0; n++) {
      let byte = this.#editing.pop() ?? 0;
      while ((byte & 0xc0) === 0x80 && this.termios.iflag & IUTF8 && this.#editing.length > 0)
        byte = this.#editing.pop() ?? 0;
      if (!this.on(ECHO)) continue;
      if (!this.on(ECHOE)) this.#echo(this.key(VERASE));
      else for (let w = this.#shownWidth(byte); w > 0; w--) this.#show([8, 32, 8]);
    }
  }

  #shownWidth(byte: number): number {
    return byte < 32 || byte === DEL ? (this.on(ECHOCTL) ? 2 : 0) : 1;
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
    if (this.on(ECHOKE) && this.on(ECHOE)) {
      this.#erase(this.#editing.length);
      return;
    }
    this.#editing = [];
    if (!this.on(ECHO)) return;
    this.#echo(this.key(VKILL));
    if (this.on(ECHOK)) this.#show([LF]);
  }

  #reprint(): void {
    if (!this.on(ECHO)) return;
    this.#echo(this.key(VREPRINT));
    this.#show([LF]);
    for (const byte of this.#editing) this.#echo(byte);
  }

  #echo(byte: number): void {
    const control = (byte < 32 && byte !== LF && byte !== 9) || byte === DEL;
    if (control && this.on(ECHOCTL)) this.#show([94, byte ^ 64]);
    else this.#show([byte]);
  }

  /** To the screen, or kept until output goes on; of too much the end. */
  #show(bytes: readonly number[]): void {
    if (!this.stopped) this.#owner.echo(bytes);
    else this.#heldEcho = [...this.#heldEcho, ...bytes].slice(-ECHO_MAX);
  }
}
