/**
 * The files of a sed run: the stream of input lines, in-place editing, and the files of r, R, w and W.
 * A last line without its newline is written without it, as GNU sed does. Authority: sed(1).
 */

import { decode, fromLatin1 } from '../../bytes.ts';
import { O_CREAT, O_EXCL, O_RDWR, O_TRUNC, O_WRONLY, S_ISREG } from '../../kernel/abi.ts';
import { type Failure, isFailure, strerror } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { Input } from './input.ts';
import type { Io } from './io.ts';
import { Output } from './output.ts';

export interface FileOptions {
  readonly delimiter: string;
  readonly separate: boolean;
  /** The suffix of backups; undefined: no editing in place. */
  readonly inPlace: string | undefined;
  readonly unbuffered: boolean;
}

const NO_INPUT = 4;
const BAD_INPUT = 2;
const text = (latin: string): string => decode(fromLatin1(latin));

/** A written file that remembers whether its last line still lacks a newline. */
export class Sink {
  readonly out: Output;
  readonly always: boolean;
  private readonly delimiter: string;
  private missing = false;

  constructor(out: Output, delimiter: string, always: boolean) {
    this.out = out;
    this.delimiter = delimiter;
    this.always = always;
  }

  /** Answers whether there is something to drain. */
  put(latin: string): boolean {
    if (latin === '') return false;
    const whole = this.missing ? this.delimiter + latin : latin;
    this.missing = false;
    return this.out.putLatin1(whole) || this.always;
  }

  putLine(latin: string, complete: boolean): boolean {
    const due = this.put(complete ? latin + this.delimiter : latin);
    if (!complete) this.missing = true;
    return due;
  }

  *drain(): Generator<void, void> {
    yield* this.out.drain();
    if (this.always) yield* this.out.flush();
  }

  *write(latin: string): Generator<void, void> {
    if (this.put(latin)) yield* this.drain();
  }

  *line(latin: string, complete: boolean): Generator<void, void> {
    if (this.putLine(latin, complete)) yield* this.drain();
  }
}

interface Edited {
  readonly fd: number;
  readonly path: string;
  readonly temporary: string;
}

export class SedFiles {
  line = 0;
  name = '-';
  status = 0;
  sink: Sink;
  /** Whether the line read last had its newline. */
  complete = true;
  /** A new file begins, and with -s or -i so do line numbers and ranges. */
  onRestart: () => void = () => undefined;
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly options: FileOptions;
  private readonly names: string[];
  private readonly stdout: Sink;
  private readonly outputs = new Map<string, Sink>();
  private readonly inputs = new Map<string, Input | undefined>();
  private input: Input | undefined;
  private edited: Edited | undefined;
  private ahead: string | undefined;
  private random = 0;

  constructor(sys: Sys, io: Io, names: readonly string[], options: FileOptions) {
    this.sys = sys;
    this.io = io;
    this.options = options;
    this.names = [...names];
    this.stdout = new Sink(io.out, options.delimiter, options.unbuffered);
    this.sink = this.stdout;
  }

  /** The next line without its delimiter if it is here already. */
  take(): string | undefined {
    const line = this.ahead === undefined ? this.input?.take() : undefined;
    return line === undefined ? undefined : this.taken(line);
  }

  private taken(line: string): string {
    this.line += 1;
    this.complete = line.endsWith(this.options.delimiter);
    return this.complete ? line.slice(0, -1) : line;
  }

  /** The next line without its delimiter; undefined when there is none. */
  *next(): Generator<void, string | undefined> {
    for (;;) {
      if (!this.input && !(yield* this.openNext())) return undefined;
      const line = this.ahead ?? (yield* this.readLine());
      this.ahead = undefined;
      if (line !== undefined) return this.taken(line);
      yield* this.closeInput();
    }
  }

  /** Whether no line follows: in any file, or with -s and -i in this one. */
  *isLast(): Generator<void, boolean> {
    if (this.input) {
      this.ahead ??= yield* this.readLine();
      if (this.ahead !== undefined) return false;
    }
    if (this.separate) return true;
    while (this.names.length > 0) {
      yield* this.closeInput();
      const name = this.name;
      if (!(yield* this.openNext())) return true;
      this.ahead = yield* this.readLine();
      if (this.ahead !== undefined) return false;
      this.name = name;
    }
    return true;
  }

  private get separate(): boolean {
    return this.options.separate || this.options.inPlace !== undefined;
  }

  /** Files that are left to read. */
  get hasMore(): boolean {
    return this.names.length > 0;
  }

  private *readLine(): Generator<void, string | undefined> {
    const line = yield* this.input?.line() ?? nothing();
    const failure = this.input?.failure;
    if (failure && this.input) {
      yield* this.io.die(NO_INPUT, `read error on ${this.shownName}`, failure);
    }
    return line;
  }

  private get shownName(): string {
    return this.name === '-' ? 'stdin' : this.name;
  }

  private *openNext(): Generator<void, boolean> {
    for (;;) {
      const name = this.names.shift();
      if (name === undefined) return false;
      if (name === '-' && this.options.inPlace === undefined) {
        this.name = '-';
        this.begin(0);
        return true;
      }
      const fd = yield* this.sys.open(name, 0);
      if (isFailure(fd)) {
        yield* this.io.error(`can't read ${name}: ${strerror(fd.errno)}`);
        this.status = BAD_INPUT;
        continue;
      }
      this.name = name;
      if (this.options.inPlace !== undefined && !(yield* this.beginEdit(fd, name))) {
        yield* this.sys.close(fd);
        continue;
      }
      this.begin(fd);
      return true;
    }
  }

  private begin(fd: number): void {
    this.input = new Input(this.sys, fd, this.options.unbuffered ? 1 : 4096, this.options.delimiter);
    if (!this.separate) return;
    this.line = 0;
    this.inputs.clear();
    this.onRestart();
  }

  /** The output of this file goes to a new one beside it. */
  private *beginEdit(fd: number, path: string): Generator<void, boolean> {
    const stat = yield* this.sys.fstat(fd);
    if (isFailure(stat) || !S_ISREG(stat.mode)) {
      yield* this.io.error(`couldn't edit ${path}: not a regular file`);
      this.status = NO_INPUT;
      return false;
    }
    const directory = path.slice(0, path.lastIndexOf('/') + 1);
    for (;;) {
      const temporary = `${directory || './'}sed${yield* this.suffix()}`;
      const made = yield* this.sys.open(temporary, O_RDWR | O_CREAT | O_EXCL, 0o600);
      if (!isFailure(made)) {
        yield* this.sys.chmod(temporary, stat.mode & 0o7777);
        this.edited = { fd: made, path, temporary };
        this.sink = new Sink(new Output(this.sys, made), this.options.delimiter, this.options.unbuffered);
        return true;
      }
      if (made.errno === 'EEXIST') continue;
      yield* this.io.die(NO_INPUT, `couldn't open temporary file ${temporary}`, made);
    }
  }

  private *suffix(): Generator<void, string> {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    const now = yield* this.sys.clock_gettime();
    const pid = yield* this.sys.getpid();
    let value = (Math.floor(now) + pid * 7919 + this.random * 104729) % 56_800_235_584;
    this.random += 1;
    let out = '';
    for (let i = 0; i < 6; i += 1) {
      out += letters.charAt(value % letters.length);
      value = Math.floor(value / letters.length) + i * 31 + 17;
    }
    return out;
  }

  /** The end of an input file; an edited one takes its name. */
  private *closeInput(): Generator<void, void> {
    if (this.input && this.input.fd !== 0) yield* this.sys.close(this.input.fd);
    this.input = undefined;
    const { edited } = this;
    if (!edited) return;
    this.edited = undefined;
    yield* this.sink.out.flush();
    yield* this.sys.close(edited.fd);
    this.sink = this.stdout;
    const suffix = this.options.inPlace ?? '';
    if (suffix !== '') yield* this.sys.rename(edited.path, backupName(edited.path, suffix));
    yield* this.sys.rename(edited.temporary, edited.path);
  }

  /** At the end: what is being edited keeps the rest of its lines. */
  *finish(copyRest: boolean): Generator<void, void> {
    if (this.edited && copyRest) {
      for (;;) {
        const line = this.ahead ?? (yield* this.readLine());
        this.ahead = undefined;
        if (line === undefined) break;
        yield* this.sink.write(line);
      }
    }
    yield* this.closeInput();
    for (const { out } of this.outputs.values()) yield* out.flush();
  }

  /** Opens and empties a file of w; done while the script is read. */
  *openOutput(name: string): Generator<void, void> {
    if (this.outputs.has(name)) return;
    if (name === '/dev/stdout') {
      this.outputs.set(name, this.stdout);
      return;
    }
    const standard = name === '/dev/stderr';
    const fd = standard ? 2 : yield* this.sys.open(text(name), O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (isFailure(fd)) return yield* this.io.die(NO_INPUT, `couldn't open file ${text(name)}`, fd);
    this.outputs.set(name, new Sink(new Output(this.sys, fd), this.options.delimiter, true));
  }

  /** A file of w. With -i /dev/stdout is still the real one. */
  output(name: string): Sink {
    return this.outputs.get(name) ?? this.sink;
  }

  /** A whole file for r; nothing if it cannot be read. */
  *contents(name: string): Generator<void, string> {
    const fd = name === '/dev/stdin' ? 0 : yield* this.sys.open(text(name), 0);
    if (isFailure(fd)) return '';
    const all = yield* new Input(this.sys, fd).rest();
    if (fd !== 0) yield* this.sys.close(fd);
    return all;
  }

  /** The next line for R, with its newline if it has one. */
  *lineOf(name: string): Generator<void, string | undefined> {
    if (!this.inputs.has(name)) {
      const fd: number | Failure = name === '/dev/stdin' ? 0 : yield* this.sys.open(text(name), 0);
      this.inputs.set(name, isFailure(fd) ? undefined : new Input(this.sys, fd, 4096, this.options.delimiter));
    }
    return yield* this.inputs.get(name)?.line() ?? nothing();
  }
}

function* nothing(): Generator<void, undefined> {
  return undefined;
}

/** `.bak` goes behind the name; a `*` stands for it. */
const backupName = (path: string, suffix: string): string => {
  const slash = path.lastIndexOf('/') + 1;
  const base = path.slice(slash);
  const name = suffix.includes('*') ? suffix.replaceAll('*', base) : base + suffix;
  return name.includes('/') ? name : path.slice(0, slash) + name;
};
