/**
 * What every program has at hand: its name for messages, its standard streams, its environment, and leaving.
 * Models error(3) (which flushes stdout first) and gnulib's close_stdout. Authority: error(3), closeout(gnulib).
 */

import { encode } from '../../bytes.ts';
import { type Failure, fail, isFailure, strerror } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { Output, writeAll } from './output.ts';
import { quotef } from './quote.ts';
import { type Zone, zoneOf } from './zone.ts';

/** Thrown by `io.exit`, caught by `program`: stdout is still flushed. */
export class Exit {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** What the program's description knows and its body may need. */
export interface Texts {
  readonly failureStatus: number;
  readonly help: (called: string) => string;
  readonly version: () => string;
  /** What follows the line that names a usage error. */
  readonly hint: (called: string) => string;
  /** Failures of the last flush that are passed over. */
  readonly silent: readonly string[];
  /** Complaints overtake what stands in the buffer of stdout. */
  readonly complainsAhead: boolean;
}

/** What stdbuf(1) has loaded into programs: it reads its wishes from the environment. */
export const STDBUF_LIBRARY = '/usr/libexec/coreutils/libstdbuf.so';

export class Io {
  readonly sys: Sys;
  /** argv[0], which messages begin with. */
  readonly name: string;
  readonly environment: readonly string[];
  readonly out: Output;
  /** Status of an exit that fails only because stdout could not be written. */
  readonly failureStatus: number;

  private readonly texts: Texts;
  private localZone: Zone | undefined;

  constructor(sys: Sys, name: string, environment: readonly string[], texts: Texts) {
    this.sys = sys;
    this.name = name;
    this.environment = environment;
    this.texts = texts;
    this.failureStatus = texts.failureStatus;
    this.out = new Output(sys, 1);
    const buffering = this.getenv('LD_PRELOAD')?.includes(STDBUF_LIBRARY) ? this.getenv('_STDBUF_O') : undefined;
    if (buffering !== undefined) this.out.setBuffering(buffering);
  }

  /** The same program on the other side of fork(2). */
  inChild(sys: Sys): Io {
    return new Io(sys, this.name, this.environment, this.texts);
  }

  get helpText(): string {
    return this.texts.help(this.name);
  }

  get versionText(): string {
    return this.texts.version();
  }

  getenv(name: string): string | undefined {
    const prefix = `${name}=`;
    return this.environment.find((entry) => entry.startsWith(prefix))?.slice(prefix.length);
  }

  /** The time zone of TZ, read when first asked for: tzset(3). */
  get zone(): Zone {
    this.localZone ??= zoneOf(this.getenv('TZ'));
    return this.localZone;
  }

  *print(text: string): Generator<void, void> {
    if (this.out.put(text)) yield* this.out.drain();
  }

  /** Raw text on stderr. */
  *complain(text: string): Generator<void, void> {
    if (!this.texts.complainsAhead) yield* this.out.flush();
    yield* writeAll(this.sys, 2, encode(text));
  }

  /** `name: text`. */
  *error(text: string): Generator<void, void> {
    yield* this.complain(`${this.name}: ${text}\n`);
  }

  /** `name: text: strerror`. */
  *fail(text: string, { errno }: Failure): Generator<void, void> {
    yield* this.error(`${text}: ${strerror(errno)}`);
  }

  /** A file that cannot be used: its name quoted where a shell would need it. */
  *warn(file: string, failure: Failure): Generator<void, void> {
    yield* this.fail(quotef(file), failure);
  }

  exit(status: number): never {
    throw new Exit(status);
  }

  /** An error that ends the program. */
  *die(status: number, text: string, failure?: Failure): Generator<void, never> {
    if (failure) yield* this.fail(text, failure);
    else yield* this.error(text);
    return this.exit(status);
  }

  /** The name, the problem, and where to find help. */
  *usageError(status: number, text?: string): Generator<void, never> {
    const problem = text === undefined ? '' : `${this.name}: ${text}\n`;
    yield* this.complain(problem + this.texts.hint(this.name));
    return this.exit(status);
  }

  /** A write error that a program notices itself, in the middle of its work. */
  *writeError(failure: Failure): Generator<void, never> {
    this.out.discard();
    yield* this.complain(`${this.name}: write error: ${strerror(failure.errno)}\n`);
    return this.exit(this.failureStatus);
  }

  /** The same of programs that leave stdio's error flag set: at the end the bare fact is told once more. */
  *writeFailed(status: number, text: string, failure: Failure): Generator<void, never> {
    yield* this.fail(text, failure);
    this.out.failure = fail('EIO');
    return this.exit(status);
  }

  /** Programs that have read standard input close it themselves, to hear of a late error. */
  *closeStdin(): Generator<void, void> {
    const closed = yield* this.sys.close(0);
    if (isFailure(closed)) yield* this.die(1, '-', closed);
  }

  /**
   * What atexit(close_stdout) does: the status becomes a failure if something written did not arrive. Of a write that
   * failed earlier only the fact is left, not the errno.
   */
  *finish(status: number): Generator<void, number> {
    const { out } = this;
    const earlier = out.takeFailure();
    yield* out.flush();
    // close(2) of a descriptor that was never open fails too.
    const late = out.takeFailure() ?? (earlier?.errno === 'EBADF' ? earlier : undefined);
    const failure = late ?? earlier;
    if (!failure || this.texts.silent.includes(failure.errno)) return status;
    const why = late ? `: ${strerror(late.errno)}` : '';
    yield* writeAll(this.sys, 2, encode(`${this.name}: write error${why}\n`));
    return this.failureStatus;
  }
}

/** Opens a file for reading; `-` is stdin. */
export function* openInput(sys: Sys, name: string): Generator<void, number | Failure> {
  return name === '-' ? 0 : yield* sys.open(name, 0);
}

export function* closeInput(sys: Sys, fd: number): Generator<void, void> {
  if (fd !== 0) yield* sys.close(fd);
}

export { isFailure };
