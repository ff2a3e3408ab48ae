/** The shorthand of test/linux/c/socket.c for the simulated kernel: every answer is ready to be written down. */
import {
  AF_INET,
  AF_UNIX,
  F_SETFL,
  type InetAddress,
  MSG_DONTWAIT,
  O_NONBLOCK,
  SO_ERROR,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type SocketAddress,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { ok, type Probe, type Said, said } from '../support/process.ts';

const room = (bytes: number): Uint8Array => new Uint8Array(bytes);

/** A path, or an abstract name when it begins with `@`. */
const unixAt = (path: string): SocketAddress => ({ family: AF_UNIX, path: path.replace(/^@/, '\0') });
export const inetAt = (port: number, address = '127.0.0.1'): InetAddress => ({ family: AF_INET, address, port });

export interface Connection {
  readonly listener: number;
  readonly client: number;
  readonly accepted: number;
}

export class SocketProbe {
  readonly p: Probe;

  constructor(p: Probe) {
    this.p = p;
  }

  get sys(): Probe['sys'] {
    return this.p.sys;
  }

  *pair(type: number = SOCK_STREAM, flags = 0): Generator<void, readonly [number, number]> {
    return ok(yield* this.sys.socketpair(AF_UNIX, type | flags));
  }

  *unix(type: number = SOCK_STREAM): Generator<void, number> {
    return ok(yield* this.sys.socket(AF_UNIX, type));
  }

  *tcp(flags = 0): Generator<void, number> {
    return ok(yield* this.sys.socket(AF_INET, SOCK_STREAM | flags));
  }

  *udp(): Generator<void, number> {
    return ok(yield* this.sys.socket(AF_INET, SOCK_DGRAM));
  }

  *bind(fd: number, where: string | number): Generator<void, Said> {
    const address = typeof where === 'string' ? unixAt(where) : inetAt(where);
    return said(yield* this.sys.bind(fd, address));
  }

  *connect(fd: number, where: string | number): Generator<void, Said> {
    const address = typeof where === 'string' ? unixAt(where) : inetAt(where);
    return said(yield* this.sys.connect(fd, address));
  }

  *listen(fd: number, backlog = 1): Generator<void, Said> {
    return said(yield* this.sys.listen(fd, backlog));
  }

  /** A bound, listening one. */
  *listener(where: string | number, backlog = 1): Generator<void, number> {
    const fd = yield* typeof where === 'string' ? this.unix() : this.tcp();
    yield* this.bind(fd, where);
    yield* this.listen(fd, backlog);
    return fd;
  }

  *accept(fd: number): Generator<void, number> {
    return ok(yield* this.sys.accept4(fd, undefined));
  }

  *connected(port: number): Generator<void, Connection> {
    const listener = yield* this.listener(port, 5);
    const client = yield* this.tcp();
    yield* this.connect(client, port);
    return { listener, client, accepted: yield* this.accept(listener) };
  }

  *send(fd: number, what: number | string, flags = 0, to?: string | number): Generator<void, Said> {
    const bytes = typeof what === 'number' ? room(what) : new TextEncoder().encode(what);
    if (to === undefined) return said(yield* this.sys.sendto(fd, bytes, flags));
    const address = typeof to === 'string' ? unixAt(to) : inetAt(to);
    return said(yield* this.sys.sendto(fd, bytes, flags | (typeof to === 'string' ? MSG_DONTWAIT : 0), address));
  }

  *receive(fd: number, bytes: number, flags: number = MSG_DONTWAIT): Generator<void, Said> {
    return said(yield* this.sys.recvfrom(fd, room(bytes), flags));
  }

  *nonblocking(fd: number): Generator<void, void> {
    yield* this.sys.fcntl(fd, F_SETFL, O_NONBLOCK);
  }

  *option(fd: number, name: number): Generator<void, Said> {
    const value = yield* this.sys.getsockopt(fd, SOL_SOCKET, name);
    return isFailure(value) ? value.errno : Number(value);
  }

  *set(fd: number, name: number): Generator<void, void> {
    yield* this.sys.setsockopt(fd, SOL_SOCKET, name, 1);
  }

  *error(fd: number): Generator<void, Said> {
    return yield* this.option(fd, SO_ERROR);
  }

  /** Signals caught since one asked last. */
  caught(): number {
    const { p } = this;
    const was = p.caught;
    p.caught = 0;
    return was;
  }

  /** The number that tcp(7) gives a connection's state, as /proc/net/tcp tells it of a descriptor. */
  *state(fd: number): Generator<void, Said> {
    const { ino } = ok(yield* this.sys.fstat(fd));
    const lines = (yield* this.p.contents('/proc/net/tcp')).split('\n').map((line) => line.trim().split(/\s+/));
    const found = lines.find((fields) => fields[9] === String(ino));
    return Number.parseInt(found?.[3] ?? '0', 16);
  }

  *sendFd(via: number, fd: number): Generator<void, Said> {
    return said(yield* this.sys.sendmsg(via, { buffer: room(1), rights: [fd] }, 0));
  }

  *receiveFd(via: number): Generator<void, number> {
    const message: { buffer: Uint8Array; rights?: readonly number[] | undefined } = { buffer: room(1) };
    ok(yield* this.sys.recvmsg(via, message, 0));
    return message.rights?.[0] ?? -1;
  }
}
