/** The shorthand of test/linux/c/corner.c and corner-ipc.c on the simulated kernel. */
import {
  AF_INET,
  AF_UNIX,
  MSG_NOSIGNAL,
  POLLIN,
  POLLOUT,
  POLLPRI,
  POLLRDHUP,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { SIGPIPE } from '../../src/kernel/signum.ts';
import { type Fact, ok, type Probe, type Said, said } from '../support/process.ts';
import { inetAt } from './socket-probe.ts';

/** The shorthand of the C program; every answer is said. */
export class Corner {
  readonly said: Said[] = [];
  readonly p: Probe;

  constructor(p: Probe) {
    this.p = p;
  }

  get sys(): Probe['sys'] {
    return this.p.sys;
  }

  say(...answers: readonly unknown[]): void {
    this.said.push(...answers.map((answer) => said(answer)));
  }

  *socket(family: number, type: number, protocol = 0): Generator<void, number> {
    return ok(yield* this.sys.socket(family, type, protocol));
  }
  *udp(): Generator<void, number> {
    return yield* this.socket(AF_INET, SOCK_DGRAM);
  }
  *tcp(): Generator<void, number> {
    return yield* this.socket(AF_INET, SOCK_STREAM);
  }
  *listening(port: number): Generator<void, number> {
    const fd = yield* this.tcp();
    yield* this.sys.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    yield* this.sys.bind(fd, inetAt(port));
    yield* this.sys.listen(fd, 5);
    return fd;
  }
  *bind(fd: number, port: number, address = '127.0.0.1'): Generator<void, void> {
    this.say(yield* this.sys.bind(fd, inetAt(port, address)));
  }
  *connect(fd: number, port: number): Generator<void, void> {
    this.say(yield* this.sys.connect(fd, inetAt(port)));
  }
  *bindTo(fd: number, path: string): Generator<void, void> {
    this.say(yield* this.sys.bind(fd, { family: AF_UNIX, path }));
  }
  *connectTo(fd: number, path: string): Generator<void, void> {
    this.say(yield* this.sys.connect(fd, { family: AF_UNIX, path }));
  }
  *accept(fd: number, flags = 0): Generator<void, void> {
    this.say(yield* this.sys.accept4(fd, undefined, flags));
  }
  *send(fd: number, bytes: number, port?: number): Generator<void, void> {
    const to = port === undefined ? undefined : inetAt(port);
    this.say(yield* this.sys.sendto(fd, new Uint8Array(bytes), MSG_NOSIGNAL, to));
  }
  *receive(fd: number, bytes: number, flags = 0): Generator<void, void> {
    this.say(yield* this.sys.recvfrom(fd, new Uint8Array(bytes), flags));
  }
  *shutdown(fd: number, how: number): Generator<void, void> {
    this.say(yield* this.sys.shutdown(fd, how));
  }
  *option(fd: number, level: number, name: number): Generator<void, void> {
    this.say(yield* this.sys.getsockopt(fd, level, name));
  }
  *set(fd: number, level: number, name: number, value: number): Generator<void, void> {
    this.say(yield* this.sys.setsockopt(fd, level, name, value));
  }
  *ready(fd: number): Generator<void, void> {
    const [bits] = ok(yield* this.sys.poll([{ fd, events: POLLIN | POLLOUT | POLLPRI | POLLRDHUP }], 0));
    this.say(bits);
  }
  *close(...fds: readonly number[]): Generator<void, void> {
    for (const fd of fds) yield* this.sys.close(fd);
  }
  *map(at: number, length: number, prot: number, flags: number, fd: number, offset = 0): Generator<void, void> {
    const got = yield* this.sys.mmap(at, length, prot, flags, fd, offset);
    if (isFailure(got)) return this.say(got);
    yield* this.sys.munmap(got, length);
    this.say(0);
  }
  *lock(fd: number, cmd: number, type: number, whence: number, start: number, len: number, pid = 0) {
    this.say(yield* this.sys.fcntl(fd, cmd, { type, whence, start, len, pid }));
  }
  *flock(fd: number, ...operations: readonly number[]): Generator<void, void> {
    for (const operation of operations) this.say(yield* this.sys.flock(fd, operation));
  }
}

export const corner = (id: string, says: string, expect: string, run: (c: Corner) => Generator<void, void>): Fact => ({
  id,
  says,
  expect,
  *run(p) {
    yield* p.handle(SIGPIPE);
    const c = new Corner(p);
    yield* run(c);
    return c.said;
  },
});
