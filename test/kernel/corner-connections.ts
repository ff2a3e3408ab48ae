/** Corners of connections: how they begin, and how their halves end, with the answers of Linux (test/linux/c/corner.c prints them). */
import * as abi from '../../src/kernel/abi.ts';
import { type Fact, ok } from '../support/process.ts';
import { type Corner, corner } from './corner-probe.ts';
import { inetAt } from './socket-probe.ts';

const { AF_INET, AF_UNIX, SOCK_STREAM, SOCK_DGRAM, SOL_SOCKET, SO_ERROR, SHUT_RD, SHUT_WR, MSG_DONTWAIT } = abi;

/** The port of its own end. */
function* portOf(c: Corner, fd: number): Generator<void, number> {
  const name = ok(yield* c.sys.getsockname(fd));
  return name.family === AF_INET ? name.port : -1;
}

/** Where it has one by itself, that is said. */
function* hasPort(c: Corner, fd: number): Generator<void, void> {
  c.say((yield* portOf(c, fd)) > 1023);
}

const NONBLOCK = abi.SOCK_NONBLOCK;

export const connectionCorners: readonly Fact[] = [
  corner(
    'c060',
    'connect without waiting: asked again, refused, and asked again after that',
    'EINPROGRESS 4 0 0 EISCONN 0 EINPROGRESS 8221 111 8213 ECONNABORTED EINPROGRESS',
    function* (c) {
      const [a, b] = [yield* c.listening(47060), yield* c.socket(AF_INET, SOCK_STREAM | NONBLOCK)];
      yield* c.connect(b, 47060);
      yield* c.sys.nanosleep(10_000);
      yield* c.ready(b);
      yield* c.option(b, SOL_SOCKET, SO_ERROR);
      yield* c.connect(b, 47060);
      yield* c.connect(b, 47060);
      const d = ok(yield* c.sys.accept4(a, undefined));
      c.say(ok(yield* c.sys.fcntl(d, abi.F_GETFL)) & abi.O_NONBLOCK);
      yield* c.close(b, d);
      const e = yield* c.socket(AF_INET, SOCK_STREAM | NONBLOCK);
      yield* c.connect(e, 47999);
      yield* c.sys.nanosleep(10_000);
      yield* c.ready(e);
      yield* c.option(e, SOL_SOCKET, SO_ERROR);
      yield* c.ready(e);
      yield* c.connect(e, 47060);
      yield* c.connect(e, 47060);
    },
  ),
  corner(
    'c061',
    'refused and then connected; a hard close behind data; a port that is still in use',
    'ECONNREFUSED 0 8221 3 ECONNRESET 0 EADDRINUSE 0 0 EADDRINUSE',
    function* (c) {
      const { sys } = c;
      const [a, b] = [yield* c.listening(47061), yield* c.tcp()];
      yield* c.connect(b, 47998);
      yield* c.connect(b, 47061);
      const d = ok(yield* sys.accept4(a, undefined));
      yield* sys.setsockopt(b, SOL_SOCKET, abi.SO_LINGER, { onoff: 1, linger: 0 });
      yield* sys.write(b, new Uint8Array(3));
      yield* c.close(b);
      yield* c.ready(d);
      yield* c.receive(d, 9);
      yield* c.receive(d, 9);
      yield* c.close(d);
      const e = yield* c.tcp();
      yield* sys.connect(e, inetAt(47061));
      const f = ok(yield* sys.accept4(a, undefined));
      yield* c.close(a, f);
      yield* c.receive(e, 9);
      yield* c.close(e);
      yield* sys.nanosleep(10_000);
      yield* c.bind(yield* c.tcp(), 47061);
      const [g, h] = [yield* c.tcp(), yield* c.tcp()];
      yield* sys.setsockopt(g, SOL_SOCKET, abi.SO_REUSEADDR, 1);
      yield* c.bind(g, 47061);
      c.say(yield* sys.listen(g, 1));
      yield* sys.setsockopt(h, SOL_SOCKET, abi.SO_REUSEADDR, 1);
      yield* c.bind(h, 47061);
    },
  ),
  corner('c062', 'ports that a socket gets by itself', '0 0 1 EINVAL 0 1 1 1 EINVAL 0 1', function* (c) {
    const a = yield* c.tcp();
    c.say(yield* portOf(c, a));
    yield* c.bind(a, 0);
    yield* hasPort(c, a);
    yield* c.bind(a, 0);
    const b = yield* c.tcp();
    c.say(yield* c.sys.listen(b, 1));
    yield* hasPort(c, b);
    const d = yield* c.udp();
    yield* c.send(d, 1, 9);
    yield* hasPort(c, d);
    yield* c.bind(d, 47062);
    yield* c.connect(d, 9);
    yield* hasPort(c, d);
  }),
  corner(
    'c063',
    'half a TCP connection shut for reading, then all of it',
    '0 8197 0 3 3 0 3 3 0 8213 0 1 EPIPE',
    function* (c) {
      const [a, b] = [yield* c.listening(47063), yield* c.tcp()];
      yield* c.sys.connect(b, inetAt(47063));
      const d = ok(yield* c.sys.accept4(a, undefined));
      yield* c.shutdown(d, SHUT_RD);
      yield* c.ready(d);
      yield* c.receive(d, 9);
      yield* c.send(b, 3);
      yield* c.receive(d, 9);
      yield* c.receive(d, 9);
      yield* c.send(d, 3);
      yield* c.receive(b, 9);
      yield* c.shutdown(d, abi.SHUT_RDWR);
      yield* c.ready(d);
      yield* c.receive(b, 9);
      yield* c.send(b, 1);
      yield* c.send(b, 1);
    },
  ),
  corner(
    'c064',
    'pairs of UNIX shut for reading and writing: what lies there is still read',
    '0 2 1 0 EPIPE 1 1 0 0 EPIPE 0 EPIPE 0 0 EPIPE 8197',
    function* (c) {
      const [one, two] = ok(yield* c.sys.socketpair(AF_UNIX, SOCK_STREAM));
      yield* c.sys.write(one, new Uint8Array(3));
      yield* c.shutdown(two, SHUT_RD);
      yield* c.receive(two, 2);
      yield* c.receive(two, 9);
      yield* c.receive(two, 9);
      yield* c.send(one, 1);
      yield* c.send(two, 1);
      yield* c.receive(one, 9);
      yield* c.shutdown(one, abi.SHUT_RDWR);
      yield* c.receive(one, 9);
      yield* c.send(two, 1);
      const [three, four] = ok(yield* c.sys.socketpair(AF_UNIX, SOCK_DGRAM));
      yield* c.shutdown(four, SHUT_RD);
      yield* c.send(three, 1);
      yield* c.receive(four, 9);
      yield* c.shutdown(three, SHUT_WR);
      yield* c.send(three, 1);
      yield* c.ready(four);
    },
  ),
  corner(
    'c065',
    'a datagram socket that is connected hears its partner alone; two at one port',
    '0 1 EAGAIN 2 2 3 EAGAIN 0 8197 0 EINVAL 0 1 EAGAIN 1',
    function* (c) {
      const { sys } = c;
      const [a, b, d] = [yield* c.udp(), yield* c.udp(), yield* c.udp()];
      yield* sys.bind(a, inetAt(47065));
      yield* sys.bind(b, inetAt(47066));
      yield* c.connect(a, 47066);
      yield* c.send(d, 1, 47065);
      yield* c.receive(a, 9, MSG_DONTWAIT);
      yield* c.send(b, 2, 47065);
      yield* c.receive(a, 9, MSG_DONTWAIT);
      yield* c.send(a, 3, 47065);
      yield* c.receive(a, 9, MSG_DONTWAIT);
      yield* c.shutdown(a, SHUT_RD);
      yield* c.ready(a);
      yield* c.receive(a, 9);
      yield* c.bind(d, 47066);
      yield* sys.setsockopt(b, SOL_SOCKET, abi.SO_REUSEADDR, 1);
      yield* c.close(d);
      const e = yield* c.udp();
      yield* sys.setsockopt(e, SOL_SOCKET, abi.SO_REUSEADDR, 1);
      yield* c.bind(e, 47066);
      yield* c.send(a, 1, 47066);
      yield* c.receive(b, 9, MSG_DONTWAIT);
      yield* c.receive(e, 9, MSG_DONTWAIT);
    },
  ),
];
