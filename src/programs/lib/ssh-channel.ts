/**
 * What travels between ssh and sshd here, behind the greetings of the real protocol: messages with a kind and a length, in
 * the clear. Nothing is encrypted and nobody is asked for a key. Authority: RFC 4253 (greetings), RFC 4254 (what messages mean).
 */
import { decode, encode } from '../../bytes.ts';
import { MSG_NOSIGNAL } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';

export const GREETING = 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n';

/** What a client asks for when it comes. */
export interface SshRequest {
  readonly user: string;
  /** Without one a login shell. */
  readonly command: string | undefined;
  /** A terminal is wanted. */
  readonly terminal: { readonly type: string; readonly cols: number; readonly rows: number } | undefined;
}

export type Message =
  | { readonly kind: 'request'; readonly request: SshRequest }
  | { readonly kind: 'welcome' }
  | { readonly kind: 'denied' }
  /** From the client: keys, or standard input. */
  | { readonly kind: 'input'; readonly bytes: Uint8Array }
  | { readonly kind: 'end-of-input' }
  | { readonly kind: 'resize'; readonly cols: number; readonly rows: number }
  /** From the server. */
  | { readonly kind: 'output'; readonly bytes: Uint8Array }
  | { readonly kind: 'errors'; readonly bytes: Uint8Array }
  | { readonly kind: 'exit'; readonly status: number; readonly signal: string | undefined };

const RAW: readonly Message['kind'][] = ['input', 'output', 'errors'];
const KINDS: readonly Message['kind'][] = [
  ...(['request', 'welcome', 'denied', 'input', 'end-of-input'] as const),
  ...(['resize', 'output', 'errors', 'exit'] as const),
];
/** A kind and a length of four bytes. */
const HEAD = 5;
const BUFFER = 16384;

function packed(message: Message): Uint8Array {
  const body = 'bytes' in message ? message.bytes : encode(JSON.stringify(message));
  const all = new Uint8Array(HEAD + body.length);
  all[0] = KINDS.indexOf(message.kind);
  new DataView(all.buffer).setUint32(1, body.length);
  all.set(body, HEAD);
  return all;
}

function unpacked(kind: Message['kind'] | undefined, body: Uint8Array): Message {
  const raw = RAW.find((one) => one === kind);
  return (raw === undefined ? JSON.parse(decode(body)) : { kind: raw, bytes: body }) as Message;
}

export class Channel {
  readonly fd: number;
  readonly #sys: Sys;
  #come = new Uint8Array(0);

  constructor(sys: Sys, fd: number) {
    this.#sys = sys;
    this.fd = fd;
  }

  /** False when the other side has gone. */
  *send(message: Message): Generator<void, boolean> {
    return yield* this.#write(packed(message));
  }

  *#write(bytes: Uint8Array): Generator<void, boolean> {
    for (let at = 0; at < bytes.length; ) {
      const count = yield* this.#sys.sendto(this.fd, bytes.subarray(at), MSG_NOSIGNAL);
      if (isFailure(count)) return false;
      at += count;
    }
    return true;
  }

  /** Says who one is, and hears who the other is; undefined when nobody is there. */
  *greet(): Generator<void, string | undefined> {
    yield* this.#write(encode(GREETING));
    for (;;) {
      const end = this.#come.indexOf(10);
      if (end >= 0) {
        const line = decode(this.#come.subarray(0, end)).trimEnd();
        this.#come = this.#come.slice(end + 1);
        return line;
      }
      if (!(yield* this.#fill())) return undefined;
    }
  }

  *#fill(): Generator<void, boolean> {
    const into = new Uint8Array(BUFFER);
    const count = yield* this.#sys.read(this.fd, into);
    if (isFailure(count) || count === 0) return false;
    const all = new Uint8Array(this.#come.length + count);
    all.set(this.#come);
    all.set(into.subarray(0, count), this.#come.length);
    this.#come = all;
    return true;
  }

  #next(): Message | undefined {
    if (this.#come.length < HEAD) return undefined;
    const length = new DataView(this.#come.buffer, this.#come.byteOffset).getUint32(1);
    if (this.#come.length < HEAD + length) return undefined;
    const message = unpacked(KINDS[this.#come[0] ?? 0], this.#come.slice(HEAD, HEAD + length));
    this.#come = this.#come.slice(HEAD + length);
    return message;
  }

  /** Waits for a whole message; undefined at the end. */
  *receive(): Generator<void, Message | undefined> {
    for (;;) {
      const message = this.#next();
      if (message || !(yield* this.#fill())) return message;
    }
  }

  /** What is whole of what has come; undefined at the end. Sleeps only where nothing has come. */
  *receiveAll(): Generator<void, Message[] | undefined> {
    if (!(yield* this.#fill())) return undefined;
    const all: Message[] = [];
    for (let message = this.#next(); message; message = this.#next()) all.push(message);
    return all;
  }
}
