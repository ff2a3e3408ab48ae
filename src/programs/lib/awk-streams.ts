/**
 * awk's files and commands: records in, text out.
 * Models that mawk fills its whole input buffer before it looks at a record, unless it reads from a terminal.
 * Authority: mawk(1) "Input/Output", "-W interactive".
 */

import { decode, fromLatin1, latin1 } from '../../bytes.ts';
import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from '../../kernel/abi.ts';
import { type Failure, isFailure, strerror } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { awkRegex } from './awk-regex.ts';
import type { Match } from './buffer-regex.ts';
import { Output } from './output.ts';
import { closeShell, openShell, type Piped } from './spawn.ts';

const BUFFER = 4096;

/** What ends the program with a message. */
export class AwkFatal extends Error {}

export const hostText = (text: string): string => decode(fromLatin1(text));

export class RecordReader {
  readonly fd: number;
  private readonly sys: Sys;
  private terminal: boolean | undefined;
  private text = '';
  private at = 0;
  private ended = false;

  constructor(sys: Sys, fd: number) {
    this.sys = sys;
    this.fd = fd;
  }

  /** The next record by RS if it is here already. */
  take(separator: string): string | undefined {
    if (separator.length === 1) {
      const end = this.text.indexOf(separator, this.at);
      return end < 0 ? undefined : this.cut(end, end + 1);
    }
    const found = separator === '' ? undefined : this.find(separator);
    return found && (found.end < this.text.length || this.ended) ? this.cut(found.start, found.end) : undefined;
  }

  /** The next record by RS; undefined at the end. */
  *record(separator: string): Generator<void, string | undefined> {
    if (separator === '') return yield* this.paragraph();
    for (;;) {
      const record = this.take(separator);
      if (record !== undefined) return record;
      if (yield* this.fill()) continue;
      return this.take(separator) ?? this.last();
    }
  }

  private cut(end: number, next: number): string {
    const record = this.text.slice(this.at, end);
    this.at = next;
    return record;
  }

  private last(): string | undefined {
    if (this.at >= this.text.length) return undefined;
    const record = this.text.slice(this.at);
    this.at = this.text.length;
    return record;
  }

  private find(separator: string): Match | undefined {
    for (let from = this.at; ; ) {
      const match = awkRegex(separator).exec(this.text, from);
      if (!match || match.end > match.start) return match;
      from = match.end + 1;
      if (from > this.text.length) return undefined;
    }
  }

  /** Blank lines separate records, newlines at the start and the end count for nothing. */
  private *paragraph(): Generator<void, string | undefined> {
    for (;;) {
      while (this.text.charAt(this.at) === '\n') this.at += 1;
      const start = this.text.indexOf('\n\n', this.at);
      if (start >= 0) {
        const record = this.text.slice(this.at, start);
        this.at = start + 2;
        return record;
      }
      if (yield* this.fill()) continue;
      const rest = this.last();
      return rest === undefined ? undefined : rest.replace(/\n$/, '');
    }
  }

  private *fill(): Generator<void, boolean> {
    if (this.ended) return false;
    this.terminal ??= !isFailure(yield* this.sys.tcgetattr(this.fd));
    const buffer = new Uint8Array(BUFFER);
    let length = 0;
    while (length < BUFFER) {
      const count = yield* this.sys.read(this.fd, buffer.subarray(length));
      if (isFailure(count)) {
        if (count.errno === 'EINTR') continue;
        throw new AwkFatal(`read error (${strerror(count.errno)})`);
      }
      length += count;
      if (count === 0) this.ended = true;
      if (count === 0 || this.terminal) break;
    }
    if (length === 0) return false;
    this.text = this.text.slice(this.at) + latin1(buffer.subarray(0, length));
    this.at = 0;
    return true;
  }
}

interface Sink {
  readonly out: Output;
  readonly piped: Piped | undefined;
}

interface Source {
  readonly reader: RecordReader;
  readonly piped: Piped | undefined;
}

export class Streams {
  readonly stdout: Output;
  private readonly sys: Sys;
  private readonly env: readonly string[];
  private readonly sinks = new Map<string, Sink>();
  private readonly sources = new Map<string, Source>();

  constructor(sys: Sys, stdout: Output, env: readonly string[]) {
    this.sys = sys;
    this.stdout = stdout;
    this.env = env;
  }

  *output(kind: '>' | '>>' | '|', name: string): Generator<void, Output> {
    const known = this.sinks.get(name);
    if (known) return known.out;
    if (kind !== '|' && (name === '/dev/stdout' || name === '-')) return this.stdout;
    const sink = kind === '|' ? yield* this.pipeTo(name) : yield* this.create(kind, name);
    this.sinks.set(name, sink);
    return sink.out;
  }

  private *pipeTo(command: string): Generator<void, Sink> {
    yield* this.flush();
    const piped = yield* openShell(this.sys, hostText(command), this.env, 'write');
    if (isFailure(piped)) throw new AwkFatal(`cannot open pipe ${command} (${strerror(piped.errno)})`);
    return { out: new Output(this.sys, piped.fd), piped };
  }

  private *create(kind: '>' | '>>', name: string): Generator<void, Sink> {
    if (name === '/dev/stderr') return { out: unbuffered(new Output(this.sys, 2)), piped: undefined };
    const flags = O_WRONLY | O_CREAT | (kind === '>' ? O_TRUNC : O_APPEND);
    const fd = yield* this.sys.open(hostText(name), flags, 0o666);
    if (isFailure(fd)) throw new AwkFatal(`cannot open "${name}" for output (${strerror(fd.errno)})`);
    return { out: new Output(this.sys, fd), piped: undefined };
  }

  *input(kind: 'file' | 'command', name: string): Generator<void, RecordReader | Failure> {
    const known = this.sources.get(name);
    if (known) return known.reader;
    const source = kind === 'file' ? yield* this.openFile(name) : yield* this.pipeFrom(name);
    if (isFailure(source)) return source;
    this.sources.set(name, source);
    return source.reader;
  }

  private *openFile(name: string): Generator<void, Source | Failure> {
    const standard = name === '-' || name === '/dev/stdin';
    const fd = standard ? 0 : yield* this.sys.open(hostText(name), 0);
    return isFailure(fd) ? fd : { reader: new RecordReader(this.sys, fd), piped: undefined };
  }

  private *pipeFrom(command: string): Generator<void, Source | Failure> {
    yield* this.flush();
    const piped = yield* openShell(this.sys, hostText(command), this.env, 'read');
    return isFailure(piped) ? piped : { reader: new RecordReader(this.sys, piped.fd), piped };
  }

  /** close(): a command's status, 0 for a file, −1 for what is not open. */
  *close(name: string): Generator<void, number> {
    let status = -1;
    const sink = this.sinks.get(name);
    if (sink) {
      this.sinks.delete(name);
      status = yield* this.closeSink(sink);
    }
    const source = this.sources.get(name);
    if (source) {
      this.sources.delete(name);
      status = source.piped ? ended(yield* closeShell(this.sys, source.piped)) : 0;
      if (!source.piped && source.reader.fd !== 0) yield* this.sys.close(source.reader.fd);
    }
    return status;
  }

  private *closeSink({ out, piped }: Sink): Generator<void, number> {
    yield* out.flush();
    if (piped) return ended(yield* closeShell(this.sys, piped));
    if (out.fd > 2) yield* this.sys.close(out.fd);
    return 0;
  }

  /** fflush(); −1 for what is not open. */
  *flush(name?: string): Generator<void, number> {
    if (name === undefined || name === '') {
      yield* this.stdout.flush();
      for (const { out } of this.sinks.values()) yield* out.flush();
      return 0;
    }
    const sink = this.sinks.get(name);
    if (sink) yield* sink.out.flush();
    else if (name === '/dev/stdout' || name === '-') yield* this.stdout.flush();
    else return -1;
    return 0;
  }

  /** At the end: commands that read from us are waited for. */
  *finish(): Generator<void, void> {
    for (const name of [...this.sinks.keys()]) yield* this.close(name);
  }
}

const ended = (status: number | Failure): number => (isFailure(status) ? -1 : status);

const unbuffered = (out: Output): Output => {
  out.byLines();
  return out;
};
