/** Where the body of an answer goes: standard output, or a file that is made with its first byte. */
import { fromLatin1 } from '../../bytes.ts';
import { O_CREAT, O_TRUNC, O_WRONLY, SEEK_SET } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { CURLE, CurlFailure } from './curl-connection.ts';
import type { Io } from './io.ts';
import { Output } from './output.ts';

const STDOUT = 1;
const CANNOT_WRITE = 'Failure writing output to destination';

export class Sink {
  readonly path: string | undefined;
  /** A terminal shows the body itself, so that no meter may stand between. */
  readonly terminal: boolean;
  readonly #sys: Sys;
  readonly #io: Io;
  readonly #warns: boolean;
  #bytes = 0;
  #file: { readonly fd: number; readonly out: Output } | undefined;

  private constructor(sys: Sys, io: Io, path: string | undefined, terminal: boolean, warns: boolean) {
    this.#sys = sys;
    this.#io = io;
    this.path = path;
    this.terminal = terminal;
    this.#warns = warns;
  }

  static *open(sys: Sys, io: Io, path: string | undefined, warns: boolean): Generator<void, Sink> {
    const terminal = path === undefined && !isFailure(yield* sys.tcgetattr(STDOUT));
    return new Sink(sys, io, path, terminal, warns);
  }

  *write(text: string): Generator<void, void> {
    const out = this.path === undefined ? this.#io.out : yield* this.#opened(this.path);
    this.#bytes += text.length;
    if (out.putBytes(fromLatin1(text))) yield* out.drain();
    if (out.failure) throw new CurlFailure(CURLE.WRITE_ERROR, CANNOT_WRITE);
  }

  *#opened(path: string): Generator<void, Output> {
    if (this.#file) return this.#file.out;
    const fd = yield* this.#sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644);
    if (isFailure(fd)) {
      if (this.#warns) yield* this.#io.complain(`Warning: Failed to open the file ${path}: ${strerror(fd.errno)}\n`);
      throw new CurlFailure(CURLE.WRITE_ERROR, CANNOT_WRITE);
    }
    this.#file = { fd, out: new Output(this.#sys, fd) };
    return this.#file.out;
  }

  *flush(): Generator<void, void> {
    yield* this.#file?.out.flush() ?? [];
  }

  /** What has come so far is not wanted; what has gone to standard output stays there. */
  *rewind(): Generator<void, void> {
    if (!this.#file || this.#bytes === 0) return;
    const { fd } = this.#file;
    if (this.#warns) yield* this.#io.complain(`Throwing away ${this.#bytes} bytes\n`);
    yield* this.flush();
    this.#bytes = 0;
    if (isFailure(yield* this.#sys.ftruncate(fd, 0)))
      throw new CurlFailure(CURLE.WRITE_ERROR, 'Failed to truncate file');
    yield* this.#sys.lseek(fd, 0, SEEK_SET);
  }

  *close(): Generator<void, void> {
    if (!this.#file) return;
    yield* this.flush();
    yield* this.#sys.close(this.#file.fd);
  }
}
