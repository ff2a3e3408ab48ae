/**
 * A connection of curl: a socket whose every wait has an end, and failures with the numbers and words of libcurl.
 * Authority: libcurl-errors(3) 7.88; lib/connect.c.
 */

import { fromLatin1, latin1 } from '../../bytes.ts';
import {
  AF_INET,
  AF_UNIX,
  MSG_NOSIGNAL,
  POLLIN,
  POLLOUT,
  SO_ERROR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  type SocketAddress,
} from '../../kernel/abi.ts';
import { errnoOfNumber, isFailure, strerror } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { addressOf } from './net-names.ts';

export const CURLE = {
  FAILED_INIT: 2,
  UNSUPPORTED_PROTOCOL: 1,
  URL_MALFORMAT: 3,
  COULDNT_RESOLVE_HOST: 6,
  COULDNT_CONNECT: 7,
  PARTIAL_FILE: 18,
  HTTP_RETURNED_ERROR: 22,
  WRITE_ERROR: 23,
  READ_ERROR: 26,
  OPERATION_TIMEDOUT: 28,
  TOO_MANY_REDIRECTS: 47,
  GOT_NOTHING: 52,
  SEND_ERROR: 55,
  RECV_ERROR: 56,
} as const;

/** Thrown; what `curl: (CODE) TEXT` says. */
export class CurlFailure {
  readonly code: number;
  readonly text: string;
  /** Nobody listened there. */
  readonly refused: boolean;
  constructor(code: number, text: string, refused = false) {
    this.code = code;
    this.text = text;
    this.refused = refused;
  }
}

export interface Target {
  readonly host: string;
  readonly port: number;
  /** The path of a UNIX socket, or its abstract name behind a NUL. */
  readonly unix: string | undefined;
}

export interface Timing {
  /** Virtual µs. */
  readonly began: number;
  /** When the whole transfer, and when connecting must be over. */
  readonly deadline: number;
  readonly connectDeadline: number;
}

const BUFFER = 16384;

/** What is left of a connection when its transfer is over. */
export interface Link {
  readonly fd: number;
  /** `127.0.0.1`, or the path. */
  readonly peer: string;
  /** As -v counts them. */
  readonly number: number;
}

/** A link in the hands of one transfer. */
export class Connection {
  readonly #sys: Sys;
  readonly #timing: Timing;
  readonly #late: () => CurlFailure;
  readonly link: Link;
  /** An earlier transfer has left it. */
  readonly reused: boolean;

  constructor(sys: Sys, link: Link, timing: Timing, late: () => CurlFailure, reused: boolean) {
    this.#sys = sys;
    this.link = link;
    this.#timing = timing;
    this.#late = late;
    this.reused = reused;
  }

  *#until(events: number): Generator<void, void> {
    const left = this.#timing.deadline - (yield* this.#sys.clock_gettime());
    const patience = Number.isFinite(left) ? Math.max(0, Math.ceil(left / 1000)) : -1;
    const ready = yield* this.#sys.poll([{ fd: this.link.fd, events }], patience);
    if (!isFailure(ready) && ready[0] === 0) throw this.#late();
  }

  *send(text: string): Generator<void, void> {
    const bytes = fromLatin1(text);
    for (let at = 0; at < bytes.length; ) {
      yield* this.#until(POLLOUT);
      const count = yield* this.#sys.sendto(this.link.fd, bytes.subarray(at), MSG_NOSIGNAL);
      if (isFailure(count)) throw new CurlFailure(CURLE.SEND_ERROR, `Send failure: ${strerror(count.errno)}`);
      at += count;
    }
  }

  /** What has come, a character a byte; nothing at the end. */
  *receive(): Generator<void, string> {
    yield* this.#until(POLLIN);
    const into = new Uint8Array(BUFFER);
    const count = yield* this.#sys.read(this.link.fd, into);
    if (isFailure(count)) throw new CurlFailure(CURLE.RECV_ERROR, `Recv failure: ${strerror(count.errno)}`);
    return latin1(into.subarray(0, count));
  }
}

export type Note = (text: string) => Generator<void, void>;

/** Connects within its time, as number so and so; `note` is told what -v tells. */
export function* connect(
  sys: Sys,
  { host, port, unix }: Target,
  timing: Timing,
  number: number,
  note: Note,
): Generator<void, Link> {
  const peer = unix ?? (yield* addressOf(sys, host));
  if (peer === undefined) {
    const text = `Could not resolve host: ${host}`;
    yield* note(text);
    throw new CurlFailure(CURLE.COULDNT_RESOLVE_HOST, text);
  }
  const shown = peer.replace(/^\0/, '@');
  yield* note(`  Trying ${shown}:${unix === undefined ? port : 0}...`);
  const address: SocketAddress =
    unix === undefined ? { family: AF_INET, address: peer, port } : { family: AF_UNIX, path: unix };
  const fd = yield* sys.socket(address.family, SOCK_STREAM | SOCK_NONBLOCK);
  if (isFailure(fd)) throw new CurlFailure(CURLE.COULDNT_CONNECT, strerror(fd.errno));
  const refused = yield* establish(sys, fd, address, timing);
  if (refused === undefined) {
    yield* note(`Connected to ${host} (${shown}) port ${port} (#${number})`);
    return { fd, peer: shown, number };
  }
  yield* sys.close(fd);
  if (refused === 'late') {
    const passed = Math.floor(((yield* sys.clock_gettime()) - timing.began) / 1000);
    throw new CurlFailure(CURLE.OPERATION_TIMEDOUT, `Connection timed out after ${passed} milliseconds`);
  }
  if (unix === undefined) yield* note(`connect to ${shown} port ${port} failed: ${refused}`);
  else yield* note(`Immediate connect fail for ${shown}: ${refused}`);
  const passed = Math.floor(((yield* sys.clock_gettime()) - timing.began) / 1000);
  const text = `Failed to connect to ${host} port ${port} after ${passed} ms: Couldn't connect to server`;
  yield* note(text);
  throw new CurlFailure(CURLE.COULDNT_CONNECT, text, refused === strerror('ECONNREFUSED'));
}

/** Why not, in the words of strerror(3); `late` when its time is over. */
function* establish(
  sys: Sys,
  fd: number,
  address: SocketAddress,
  { deadline, connectDeadline }: Timing,
): Generator<void, string | undefined> {
  const begun = yield* sys.connect(fd, address);
  if (!isFailure(begun)) return undefined;
  if (begun.errno !== 'EINPROGRESS') return strerror(begun.errno);
  const left = Math.min(deadline, connectDeadline) - (yield* sys.clock_gettime());
  const ready = yield* sys.poll(
    [{ fd, events: POLLOUT }],
    Number.isFinite(left) ? Math.max(0, Math.ceil(left / 1000)) : -1,
  );
  if (!isFailure(ready) && ready[0] === 0) return 'late';
  const error = yield* sys.getsockopt(fd, SOL_SOCKET, SO_ERROR);
  const errno = typeof error === 'number' ? errnoOfNumber(error) : undefined;
  return errno && strerror(errno);
}
