/**
 * Corners of calls that IPC is made of: what they answer to arguments that hardly anybody gives, and in states that hardly anybody
 * meets. Each with the answers of Linux (test/linux/c/corner.c prints them).
 */
import * as abi from '../../src/kernel/abi.ts';
import { type Fact, ok } from '../support/process.ts';
import { connectionCorners } from './corner-connections.ts';
import { type Corner, corner } from './corner-probe.ts';
import { inetAt } from './socket-probe.ts';

const { AF_INET, AF_UNIX, SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOL_SOCKET, IPPROTO_IP, IPPROTO_TCP, IP_TTL } = abi;
const { MSG_DONTWAIT, MSG_PEEK, MSG_TRUNC, MSG_WAITALL, SHUT_RD, SHUT_WR, SO_ERROR, SO_SNDBUF, SO_RCVBUF } = abi;
const { MSG_OOB, O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, PROT_READ, PROT_WRITE, PROT_NONE } = abi;
const { MAP_SHARED, MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED, MS_SYNC, MS_ASYNC, SEEK_SET, SEEK_END } = abi;
const { F_SETLK, F_GETLK, F_OFD_SETLK, F_OFD_GETLK, F_RDLCK, F_WRLCK, F_UNLCK, LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN } =
  abi;
const { FUTEX_WAIT, FUTEX_WAKE, FUTEX_REQUEUE, FUTEX_CMP_REQUEUE, FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET } = abi;
const { FUTEX_PRIVATE_FLAG, FUTEX_CLOCK_REALTIME, S_ISSOCK } = abi;
const PAGE = 4096;

const ANON = MAP_PRIVATE | MAP_ANONYMOUS;

const socketCorners: readonly Fact[] = [
  corner(
    'c001',
    'families, types and protocols that there are not',
    'EAFNOSUPPORT EINVAL EINVAL EPROTONOSUPPORT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP',
    function* (c) {
      c.say(yield* c.sys.socket(99, SOCK_STREAM), yield* c.sys.socket(AF_INET, 77), yield* c.sys.socket(AF_UNIX, 77));
      c.say(yield* c.sys.socket(AF_INET, SOCK_STREAM, abi.IPPROTO_UDP), yield* c.sys.socket(AF_UNIX, SOCK_STREAM, 5));
      c.say(yield* c.sys.socket(AF_INET, SOCK_SEQPACKET), yield* c.sys.socketpair(AF_INET, SOCK_STREAM));
    },
  ),
  corner(
    'c002',
    'listen and accept where they make no sense',
    'EOPNOTSUPP EOPNOTSUPP EINVAL EINVAL ENOTSOCK 0 1',
    function* (c) {
      const [a, b] = [yield* c.udp(), yield* c.tcp()];
      const file = yield* c.p.open('plain', O_CREAT | O_RDWR);
      c.say(yield* c.sys.listen(a, 1));
      yield* c.accept(a);
      yield* c.accept(b);
      yield* c.accept(b, 1);
      yield* c.accept(file);
      c.say(yield* c.sys.listen(b, -5));
      yield* c.option(b, SOL_SOCKET, abi.SO_ACCEPTCONN);
    },
  ),
  corner(
    'c003',
    'names that are taken, foreign, or a second one',
    '0 EINVAL EADDRINUSE EADDRNOTAVAIL 0',
    function* (c) {
      const [a, b] = [yield* c.tcp(), yield* c.tcp()];
      yield* c.bind(a, 47001);
      yield* c.bind(a, 47002);
      yield* c.bind(b, 47001);
      yield* c.bind(b, 47003, '192.0.2.77');
      yield* c.bind(b, 47001, '127.0.0.9');
    },
  ),
  corner(
    'c004',
    'a partner is asked for, and an end made, where there is none',
    'ENOTCONN ENOTCONN ENOTCONN EINVAL ENOTSOCK',
    function* (c) {
      const [a, b] = [yield* c.tcp(), yield* c.udp()];
      const file = yield* c.p.open('plain', O_CREAT | O_RDWR);
      c.say(yield* c.sys.getpeername(a));
      yield* c.shutdown(a, SHUT_WR);
      yield* c.shutdown(b, SHUT_WR);
      yield* c.shutdown(a, 3);
      yield* c.shutdown(file, SHUT_WR);
    },
  ),
  corner(
    'c005',
    'sending and receiving without a partner; the largest datagram; urgent data that is not there',
    'EPIPE ENOTCONN EAGAIN EDESTADDRREQ EMSGSIZE 65507 0 EAGAIN EINVAL',
    function* (c) {
      const [a, b] = [yield* c.tcp(), yield* c.udp()];
      yield* c.send(a, 1);
      yield* c.receive(a, 1, MSG_DONTWAIT);
      yield* c.receive(b, 1, MSG_DONTWAIT);
      yield* c.send(b, 1);
      yield* c.send(b, 65508, 47004);
      yield* c.send(b, 65507, 47004);
      yield* c.send(b, 0, 47004);
      yield* c.receive(b, 1, MSG_OOB | MSG_DONTWAIT);
      yield* c.receive(a, 1, MSG_OOB | MSG_DONTWAIT);
    },
  ),
  corner(
    'c006',
    'options: least sizes, what can only be read, what there is not',
    '0 4608 0 2304 1 2 6 ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT EOPNOTSUPP ENOTSOCK',
    function* (c) {
      const a = yield* c.tcp();
      const file = yield* c.p.open('plain', O_CREAT | O_RDWR);
      yield* c.set(a, SOL_SOCKET, SO_SNDBUF, 1);
      yield* c.option(a, SOL_SOCKET, SO_SNDBUF);
      yield* c.set(a, SOL_SOCKET, SO_RCVBUF, 1);
      yield* c.option(a, SOL_SOCKET, SO_RCVBUF);
      for (const name of [abi.SO_TYPE, abi.SO_DOMAIN, abi.SO_PROTOCOL]) yield* c.option(a, SOL_SOCKET, name);
      for (const name of [abi.SO_TYPE, SO_ERROR, 999]) yield* c.set(a, SOL_SOCKET, name, 1);
      yield* c.option(a, SOL_SOCKET, 999);
      yield* c.set(a, 99, 1, 1);
      yield* c.option(a, 99, 1);
      yield* c.set(file, SOL_SOCKET, SO_SNDBUF, 1);
    },
  ),
  corner(
    'c007',
    'options of IP and TCP, and sockets that have none of them',
    'EINVAL EINVAL 0 3 0 64 EOPNOTSUPP EOPNOTSUPP EOPNOTSUPP ENOPROTOOPT EOPNOTSUPP',
    function* (c) {
      const [a, b] = [yield* c.udp(), yield* c.socket(AF_UNIX, SOCK_STREAM)];
      for (const ttl of [0, 256, 3]) yield* c.set(a, IPPROTO_IP, IP_TTL, ttl);
      yield* c.option(a, IPPROTO_IP, IP_TTL);
      yield* c.set(a, IPPROTO_IP, IP_TTL, -1);
      yield* c.option(a, IPPROTO_IP, IP_TTL);
      yield* c.set(b, IPPROTO_IP, IP_TTL, 3);
      yield* c.option(b, IPPROTO_IP, IP_TTL);
      yield* c.set(b, IPPROTO_TCP, abi.TCP_NODELAY, 1);
      yield* c.set(a, IPPROTO_TCP, abi.TCP_NODELAY, 1);
      yield* c.set(b, 99, 1, 1);
    },
  ),
  corner(
    'c008',
    'paths: nobody there, no socket, another type, taken, left behind',
    'ENOENT ECONNREFUSED 0 EPROTOTYPE EADDRINUSE ENOENT 0 ECONNREFUSED EINVAL ECONNREFUSED EADDRINUSE',
    function* (c) {
      const [a, b] = [yield* c.socket(AF_UNIX, SOCK_STREAM), yield* c.socket(AF_UNIX, SOCK_DGRAM)];
      const d = yield* c.socket(AF_UNIX, SOCK_STREAM);
      yield* c.close(yield* c.p.open('plain', O_CREAT | O_RDWR));
      yield* c.connectTo(a, 'none');
      yield* c.connectTo(a, 'plain');
      yield* c.bindTo(b, 'dgram');
      yield* c.connectTo(a, 'dgram');
      yield* c.bindTo(a, 'plain');
      yield* c.bindTo(a, 'nodir/x');
      yield* c.bindTo(d, 'left');
      yield* c.connectTo(a, 'left');
      yield* c.bindTo(d, 'again');
      yield* c.close(d);
      yield* c.connectTo(a, 'left');
      yield* c.bindTo(a, 'left');
    },
  ),
  corner('c009', 'poll of sockets of every state', '20 4 20 0 4 0 8197 4 0 8213 8213 8213', function* (c) {
    const [a, b, d] = [yield* c.tcp(), yield* c.udp(), yield* c.socket(AF_UNIX, SOCK_STREAM)];
    yield* c.ready(a);
    yield* c.ready(b);
    yield* c.ready(d);
    yield* c.sys.listen(a, 1);
    yield* c.ready(a);
    const [one, two] = ok(yield* c.sys.socketpair(AF_UNIX, SOCK_STREAM));
    yield* c.ready(one);
    yield* c.shutdown(two, SHUT_WR);
    yield* c.ready(one);
    yield* c.ready(two);
    yield* c.shutdown(two, SHUT_RD);
    yield* c.ready(one);
    yield* c.ready(two);
    yield* c.close(two);
    yield* c.ready(one);
  }),
  corner(
    'c010',
    'a TCP connection from its beginning to the end of both halves',
    '0 EISCONN 4 3 5 0 8197 4 EPIPE 3 0 0 8213 8213 0 ENOTCONN',
    function* (c) {
      const [a, b] = [yield* c.listening(47010), yield* c.tcp()];
      yield* c.connect(b, 47010);
      const d = ok(yield* c.sys.accept4(a, undefined));
      yield* c.connect(b, 47010);
      yield* c.ready(b);
      yield* c.send(b, 3, 9);
      yield* c.ready(d);
      yield* c.shutdown(b, SHUT_WR);
      yield* c.ready(d);
      yield* c.ready(b);
      yield* c.send(b, 1);
      yield* c.receive(d, 9);
      yield* c.receive(d, 9);
      yield* c.shutdown(d, SHUT_WR);
      yield* c.ready(b);
      yield* c.ready(d);
      yield* c.receive(b, 9);
      yield* c.shutdown(b, SHUT_WR);
    },
  ),
  corner('c011', 'closed with bytes that nobody read: a reset', '5 8221 ECONNRESET 0 EPIPE 0 8213', function* (c) {
    const [a, b] = [yield* c.listening(47011), yield* c.tcp()];
    yield* c.sys.connect(b, inetAt(47011));
    const d = ok(yield* c.sys.accept4(a, undefined));
    yield* c.sys.sendto(b, new Uint8Array(5), 0);
    yield* c.ready(d);
    yield* c.close(d);
    yield* c.ready(b);
    yield* c.receive(b, 9);
    yield* c.receive(b, 9);
    yield* c.send(b, 1);
    yield* c.option(b, SOL_SOCKET, SO_ERROR);
    yield* c.ready(b);
  }),
  corner('c012', 'a listener that is closed before it accepts', '0 8221 104 0 0', function* (c) {
    const [a, b] = [yield* c.listening(47012), yield* c.tcp()];
    yield* c.connect(b, 47012);
    yield* c.close(a);
    yield* c.ready(b);
    yield* c.option(b, SOL_SOCKET, SO_ERROR);
    yield* c.option(b, SOL_SOCKET, SO_ERROR);
    yield* c.receive(b, 9);
  }),
  corner('c013', 'a listener that is shut down', '0 20 EINVAL ECONNREFUSED 0', function* (c) {
    const a = yield* c.listening(47013);
    yield* c.shutdown(a, SHUT_RD);
    yield* c.ready(a);
    yield* c.accept(a);
    yield* c.connect(yield* c.tcp(), 47013);
    c.say(yield* c.sys.listen(a, 1));
  }),
  corner(
    'c014',
    'what a socket is not: a file with places, memory, a disk',
    'ESPIPE EINVAL ESPIPE ESPIPE ENODEV 1 EINVAL 0 0',
    function* (c) {
      const a = yield* c.socket(AF_UNIX, SOCK_STREAM);
      const page = new Uint8Array(1);
      c.say(yield* c.sys.lseek(a, 0, SEEK_SET), yield* c.sys.ftruncate(a, 0));
      c.say(yield* c.sys.pread(a, page, 0), yield* c.sys.pwrite(a, page, 0));
      yield* c.map(0, PAGE, PROT_READ, MAP_SHARED, a);
      c.say(S_ISSOCK(ok(yield* c.sys.fstat(a)).mode), yield* c.sys.fsync(a));
      yield* c.lock(a, F_SETLK, F_WRLCK, 0, 0, 0);
      yield* c.flock(a, LOCK_EX | LOCK_NB);
    },
  ),
  corner(
    'c015',
    'datagrams: empty ones, peeks, lengths, and the error of an earlier one',
    '10 0 3 10 4 10 0 0 EAGAIN 0 1 12 ECONNREFUSED 0 0',
    function* (c) {
      const [a, b] = [yield* c.udp(), yield* c.udp()];
      yield* c.sys.bind(a, inetAt(47015));
      yield* c.sys.connect(b, inetAt(47015));
      for (const bytes of [10, 0, 3]) yield* c.send(b, bytes);
      for (const flags of [MSG_PEEK | MSG_TRUNC, MSG_PEEK, MSG_TRUNC, 0]) yield* c.receive(a, 4, flags);
      yield* c.receive(a, 0);
      yield* c.receive(a, 4, MSG_DONTWAIT);
      yield* c.connect(b, 47999);
      yield* c.send(b, 1);
      yield* c.ready(b);
      yield* c.send(b, 1);
      yield* c.option(b, SOL_SOCKET, SO_ERROR);
      yield* c.option(b, SOL_SOCKET, SO_ERROR);
    },
  ),
  corner(
    'c016',
    'an empty datagram of UNIX, and a partner that is gone',
    '0 0 EAGAIN ECONNREFUSED ENOTCONN 4',
    function* (c) {
      const [one, two] = ok(yield* c.sys.socketpair(AF_UNIX, SOCK_DGRAM));
      yield* c.send(one, 0);
      yield* c.receive(two, 9, MSG_DONTWAIT);
      yield* c.receive(two, 9, MSG_DONTWAIT);
      yield* c.close(two);
      yield* c.send(one, 1);
      yield* c.send(one, 1);
      yield* c.ready(one);
    },
  ),
  corner('c017', 'records: cut, empty, and the end', '5 6 3 6 0 0 0 EPIPE', function* (c) {
    const [one, two] = ok(yield* c.sys.socketpair(AF_UNIX, SOCK_SEQPACKET));
    c.say(yield* c.sys.write(one, new Uint8Array(5)), yield* c.sys.write(one, new Uint8Array(6)));
    c.say(yield* c.sys.read(two, new Uint8Array(3)), yield* c.sys.read(two, new Uint8Array(99)));
    c.say(yield* c.sys.write(one, new Uint8Array(0)));
    yield* c.close(one);
    yield* c.receive(two, 9);
    yield* c.receive(two, 9);
    yield* c.send(two, 1);
  }),
];

/** A child sends so many bytes after a while. */
function* later(c: Corner, fd: number, bytes: number, ms: number): Generator<void, void> {
  yield* c.sys.fork(function* (child) {
    yield* child.nanosleep(ms * 1000);
    yield* child.sendto(fd, new Uint8Array(bytes), 0);
    return 0;
  });
}

const wholeCorners: readonly Fact[] = [
  corner(
    'c050',
    'MSG_WAITALL on a UNIX stream: what comes later, without waiting, and the end',
    '5 2 EAGAIN 3 0',
    function* (c) {
      const [one, two] = ok(yield* c.sys.socketpair(AF_UNIX, SOCK_STREAM));
      yield* c.sys.write(one, new Uint8Array(3));
      yield* later(c, one, 4, 30);
      yield* c.receive(two, 5, MSG_WAITALL);
      yield* c.receive(two, 9, MSG_WAITALL | MSG_DONTWAIT);
      yield* c.sys.wait4(-1, 0);
      yield* c.receive(two, 9, MSG_WAITALL | MSG_DONTWAIT);
      yield* c.sys.write(one, new Uint8Array(3));
      yield* c.close(one);
      yield* c.receive(two, 9, MSG_WAITALL);
      yield* c.receive(two, 9, MSG_WAITALL);
    },
  ),
  corner('c051', 'MSG_WAITALL over TCP: a time-out, pieces, and the end', '3 EAGAIN 4 0 9 0', function* (c) {
    const [a, b] = [yield* c.listening(47051), yield* c.tcp()];
    yield* c.sys.connect(b, inetAt(47051));
    const d = ok(yield* c.sys.accept4(a, undefined));
    yield* c.sys.setsockopt(d, SOL_SOCKET, abi.SO_RCVTIMEO, 100_000);
    yield* c.sys.write(b, new Uint8Array(3));
    yield* c.receive(d, 5, MSG_WAITALL);
    yield* c.receive(d, 5, MSG_WAITALL);
    yield* later(c, b, 2, 30);
    yield* later(c, b, 2, 50);
    yield* c.receive(d, 4, MSG_WAITALL);
    yield* c.receive(d, 0, MSG_WAITALL);
    yield* c.sys.write(b, new Uint8Array(9));
    yield* c.sys.shutdown(b, SHUT_WR);
    yield* c.receive(d, 10, MSG_WAITALL);
    yield* c.receive(d, 10, MSG_WAITALL);
  }),
  corner('c052', 'MSG_WAITALL of datagrams and records is one of them', '3 4 3', function* (c) {
    const [a, b] = [yield* c.udp(), yield* c.udp()];
    yield* c.sys.bind(a, inetAt(47052));
    yield* c.sys.connect(b, inetAt(47052));
    for (const bytes of [3, 4]) yield* c.sys.write(b, new Uint8Array(bytes));
    yield* c.receive(a, 9, MSG_WAITALL);
    yield* c.receive(a, 9, MSG_WAITALL);
    const [one, two] = ok(yield* c.sys.socketpair(AF_UNIX, SOCK_SEQPACKET));
    yield* c.sys.write(one, new Uint8Array(3));
    yield* c.receive(two, 9, MSG_WAITALL);
  }),
];

const memoryCorners: readonly Fact[] = [
  corner('c020', 'mmap with arguments that are none', 'EINVAL EINVAL EINVAL 0 EBADF EINVAL EBADF', function* (c) {
    yield* c.map(0, 0, PROT_READ, ANON, -1);
    yield* c.map(0, PAGE, PROT_READ, MAP_ANONYMOUS, -1);
    yield* c.map(0x10001, PAGE, PROT_READ, ANON | MAP_FIXED, -1);
    yield* c.map(0x10001, PAGE, PROT_READ, ANON, -1);
    yield* c.map(0, PAGE, PROT_READ, MAP_PRIVATE, 99);
    yield* c.map(0, PAGE, PROT_READ, MAP_PRIVATE, 99, 1);
    yield* c.map(0, PAGE, PROT_READ, MAP_SHARED | MAP_PRIVATE, 99);
  }),
  corner(
    'c021',
    'mmap of what may not be read or written, and of what has no pages',
    '100 EACCES 0 EACCES EACCES EINVAL ENODEV ENODEV 0',
    function* (c) {
      const w = yield* c.p.open('file', O_CREAT | O_RDWR);
      c.say(yield* c.sys.write(w, new Uint8Array(100)));
      const [r, only, directory] = [
        yield* c.p.open('file', O_RDONLY),
        yield* c.p.open('file', O_WRONLY),
        yield* c.p.open('.', O_RDONLY),
      ];
      yield* c.map(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, r);
      yield* c.map(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, r);
      yield* c.map(0, PAGE, PROT_READ, MAP_SHARED, only);
      yield* c.map(0, PAGE, PROT_WRITE, MAP_SHARED, only);
      yield* c.map(0, PAGE, PROT_READ, MAP_SHARED, w, 1);
      yield* c.map(0, PAGE, PROT_READ, MAP_SHARED, directory);
      const [end] = ok(yield* c.sys.pipe2(0));
      yield* c.map(0, PAGE, PROT_READ, MAP_SHARED, end);
      yield* c.map(0, 2 * PAGE, PROT_READ, MAP_SHARED, w, 1 << 20);
    },
  ),
  corner(
    'c022',
    'munmap, mprotect and msync: crooked addresses, holes, flags',
    'EINVAL EINVAL 0 0 EINVAL 0 ENOMEM EINVAL ENOMEM EINVAL EINVAL 0 ENOMEM',
    function* (c) {
      const { sys } = c;
      const at = ok(yield* sys.mmap(0, 3 * PAGE, PROT_READ | PROT_WRITE, ANON, -1, 0));
      c.say(yield* sys.munmap(at + 1, PAGE), yield* sys.munmap(at, 0));
      c.say(yield* sys.munmap(at + PAGE, 1), yield* sys.munmap(at + PAGE, PAGE));
      c.say(yield* sys.mprotect(at + 1, PAGE, PROT_READ), yield* sys.mprotect(at, 0, PROT_READ));
      c.say(yield* sys.mprotect(at, 3 * PAGE, PROT_READ), yield* sys.msync(at, PAGE, MS_SYNC | MS_ASYNC));
      c.say(yield* sys.msync(at, 3 * PAGE, MS_SYNC), yield* sys.msync(at + 1, PAGE, MS_SYNC));
      c.say(yield* sys.msync(at, PAGE, 64), yield* sys.munmap(at, 3 * PAGE), yield* sys.mprotect(at, PAGE, PROT_READ));
    },
  ),
  corner(
    'c023',
    'more rights than the file was opened with; which pages are there',
    'EACCES 0 0 0 0 EINVAL 0 0 1 ENOMEM',
    function* (c) {
      const { sys } = c;
      const w = yield* c.p.open('file', O_CREAT | O_RDWR);
      yield* sys.write(w, new Uint8Array(100));
      const r = yield* c.p.open('file', O_RDONLY);
      const shared = ok(yield* sys.mmap(0, PAGE, PROT_READ, MAP_SHARED, r, 0));
      c.say(yield* sys.mprotect(shared, PAGE, PROT_READ | PROT_WRITE), yield* sys.mprotect(shared, PAGE, PROT_NONE));
      c.say(yield* sys.close(r), yield* sys.munmap(shared, PAGE));
      const own = ok(yield* sys.mmap(0, PAGE, PROT_READ, MAP_PRIVATE, w, 0));
      c.say(yield* sys.mprotect(own, PAGE, PROT_READ | PROT_WRITE));
      const at = ok(yield* sys.mmap(0, 2 * PAGE, PROT_READ | PROT_WRITE, ANON, -1, 0));
      yield* sys.store(at + PAGE, Uint8Array.of(1));
      const present = new Uint8Array(4);
      c.say(yield* sys.mincore(at + 1, PAGE, present), yield* sys.mincore(at, 2 * PAGE, present));
      c.say((present[0] ?? 0) & 1, (present[1] ?? 0) & 1);
      yield* sys.munmap(at, 2 * PAGE);
      c.say(yield* sys.mincore(at, 2 * PAGE, present));
    },
  ),
];

/** Four words, as the C program has them. */
function* wordsOf({ sys }: Corner): Generator<void, number> {
  const at = ok(yield* sys.mmap(0, PAGE, PROT_READ | PROT_WRITE, ANON, -1, 0));
  yield* sys.store(at, new Uint8Array(Uint32Array.of(7, 8, 9, 10).buffer));
  return at;
}

const futexCorners: readonly Fact[] = [
  corner(
    'c030',
    'waiting for a word: another value, times that are none, addresses that are none, no bits',
    'EAGAIN ETIMEDOUT EINVAL EINVAL EFAULT EINVAL ETIMEDOUT EAGAIN',
    function* (c) {
      const at = yield* wordsOf(c);
      const { sys } = c;
      c.say(yield* sys.futex(at, FUTEX_WAIT, 6, 0), yield* sys.futex(at, FUTEX_WAIT, 7, 0));
      c.say(yield* sys.futex(at, FUTEX_WAIT, 7, -1_000_000), yield* sys.futex(at + 1, FUTEX_WAIT, 7, 0));
      c.say(yield* sys.futex(0, FUTEX_WAIT, 7, 0), yield* sys.futex(at, FUTEX_WAIT_BITSET, 7, 0, 0, 0));
      c.say(yield* sys.futex(at, FUTEX_WAIT_BITSET, 7, 0, 0, 1), yield* sys.futex(at, FUTEX_WAIT_BITSET, 6, 0, 0, 1));
    },
  ),
  corner(
    'c031',
    'waking where nobody sleeps, where nothing is, and as there is no way to',
    '0 EFAULT 0 EINVAL EINVAL 0 ENOSYS ENOSYS ENOSYS',
    function* (c) {
      const at = yield* wordsOf(c);
      const { sys } = c;
      c.say(yield* sys.futex(at, FUTEX_WAKE, 1), yield* sys.futex(0, FUTEX_WAKE, 1));
      c.say(yield* sys.futex(0, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1), yield* sys.futex(at + 2, FUTEX_WAKE, 1));
      c.say(yield* sys.futex(at, FUTEX_WAKE_BITSET, 1, undefined, 0, 0), yield* sys.futex(at, FUTEX_WAKE, -1));
      c.say(yield* sys.futex(at, 99, 1), yield* sys.futex(at, FUTEX_WAIT | FUTEX_CLOCK_REALTIME, 7, 0));
      c.say(yield* sys.futex(at, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 1));
    },
  ),
  corner('c032', 'requeueing: another value, less than none, no word', 'EAGAIN 0 0 EINVAL EINVAL 0', function* (c) {
    const at = yield* wordsOf(c);
    const { sys } = c;
    c.say(
      yield* sys.futex(at, FUTEX_CMP_REQUEUE, 1, 1, at + 4, 6),
      yield* sys.futex(at, FUTEX_CMP_REQUEUE, 1, 1, at + 4, 7),
    );
    c.say(yield* sys.futex(at, FUTEX_REQUEUE, 1, 1, at + 4), yield* sys.futex(at, FUTEX_REQUEUE, -1, 1, at + 4));
    c.say(yield* sys.futex(at, FUTEX_REQUEUE, 1, 1, at + 1), yield* sys.futex(at, FUTEX_REQUEUE, 1, 1, at));
  }),
];

const lockCorners: readonly Fact[] = [
  corner(
    'c040',
    'record locks: rights, types, ranges before the beginning',
    'EBADF EBADF EINVAL EINVAL EINVAL EINVAL 0 EINVAL 0 EINVAL EINVAL EINVAL 0 0 EBADF',
    function* (c) {
      const w = yield* c.p.open('locked', O_CREAT | O_RDWR);
      const [r, o] = [yield* c.p.open('locked', O_RDONLY), yield* c.p.open('locked', O_WRONLY)];
      const directory = yield* c.p.open('.', O_RDONLY);
      yield* c.lock(r, F_SETLK, F_WRLCK, 0, 0, 0);
      yield* c.lock(o, F_SETLK, F_RDLCK, 0, 0, 0);
      yield* c.lock(w, F_SETLK, 9, 0, 0, 0);
      yield* c.lock(w, F_SETLK, F_RDLCK, 9, 0, 0);
      yield* c.lock(w, F_SETLK, F_RDLCK, 0, -1, 0);
      yield* c.lock(w, F_SETLK, F_RDLCK, 0, 5, -6);
      yield* c.lock(w, F_SETLK, F_RDLCK, 0, 5, -5);
      yield* c.lock(w, F_SETLK, F_RDLCK, SEEK_END, -1, 1);
      yield* c.lock(w, F_SETLK, F_UNLCK, 0, 0, 0);
      yield* c.lock(w, F_GETLK, F_UNLCK, 0, 0, 0);
      yield* c.lock(w, F_OFD_GETLK, F_RDLCK, 0, 0, 0, 1);
      yield* c.lock(w, F_OFD_SETLK, F_RDLCK, 0, 0, 0, 1);
      yield* c.lock(w, F_OFD_SETLK, F_RDLCK, 0, 0, 0);
      yield* c.lock(directory, F_SETLK, F_RDLCK, 0, 0, 0);
      yield* c.lock(directory, F_SETLK, F_WRLCK, 0, 0, 0);
    },
  ),
  corner(
    'c041',
    'flock: operations that are none, other ways, and what is no file on a disk',
    'EINVAL EINVAL EINVAL EINVAL EBADF 0 EAGAIN 0 0 EAGAIN 0 0 0 EAGAIN 0 0',
    function* (c) {
      const [w, r] = [yield* c.p.open('locked', O_CREAT | O_RDWR), yield* c.p.open('locked', O_RDONLY)];
      const directory = yield* c.p.open('.', O_RDONLY);
      const [one, two] = ok(yield* c.sys.pipe2(0));
      yield* c.flock(w, 0, LOCK_NB, LOCK_SH | LOCK_EX, 16);
      yield* c.flock(99, LOCK_EX);
      yield* c.flock(r, LOCK_EX | LOCK_NB);
      yield* c.flock(w, LOCK_SH | LOCK_NB);
      yield* c.flock(r, LOCK_SH | LOCK_NB);
      yield* c.flock(w, LOCK_SH | LOCK_NB);
      yield* c.flock(r, LOCK_EX | LOCK_NB, LOCK_SH | LOCK_NB);
      yield* c.flock(w, LOCK_UN);
      yield* c.flock(one, LOCK_EX | LOCK_NB);
      yield* c.flock(two, LOCK_EX | LOCK_NB);
      yield* c.lock(one, F_SETLK, F_RDLCK, 0, 0, 0);
      yield* c.flock(directory, LOCK_EX | LOCK_NB);
    },
  ),
];

export const cornerCases: readonly Fact[] = [
  ...socketCorners,
  ...wholeCorners,
  ...connectionCorners,
  ...memoryCorners,
  ...futexCorners,
  ...lockCorners,
];
