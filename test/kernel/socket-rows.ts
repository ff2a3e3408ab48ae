/** The rows of sockets that need no tool, each with the answers that Linux 6.18 gives (test/linux/c/socket.c prints them). */
import {
  AF_INET,
  AF_UNIX,
  F_OK,
  IPPROTO_UDP,
  MSG_NOSIGNAL,
  MSG_PEEK,
  MSG_TRUNC,
  type MsgHdr,
  O_CREAT,
  O_NONBLOCK,
  O_RDWR,
  O_WRONLY,
  POLLIN,
  POLLOUT,
  S_ISSOCK,
  SEEK_SET,
  SHUT_RDWR,
  SHUT_WR,
  SO_LINGER,
  SO_PEERCRED,
  SO_REUSEADDR,
  SO_SNDBUF,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  type SocketAddress,
  type Ucred,
} from '../../src/kernel/abi.ts';
import { SIGKILL, SIGPIPE } from '../../src/kernel/signum.ts';
import { type Fact, ok, type Probe, type Said, said } from '../support/process.ts';
import { inetAt, SocketProbe } from './socket-probe.ts';

const BOTH = POLLIN | POLLOUT;

type Answers = Generator<void, readonly Said[]>;

/** A row whose program has the shorthand for sockets, and counts SIGPIPE. */
const row = (id: string, says: string, expect: string, run: (s: SocketProbe, p: Probe) => Answers): Fact => ({
  id,
  says,
  expect,
  *run(p) {
    yield* p.handle(SIGPIPE);
    return yield* run(new SocketProbe(p), p);
  },
});

/** How many bytes in writes of one size a pair takes. */
function* fills(s: SocketProbe, chunk: number, type: number = SOCK_STREAM): Generator<void, Said> {
  const [one, two] = yield* s.pair(type, SOCK_NONBLOCK);
  const total = yield* s.p.fill(one, chunk);
  yield* s.p.close(one, two);
  return total;
}

const pathOf = (address: SocketAddress): string => (address.family === AF_UNIX ? address.path : '');

const streamRows: readonly Fact[] = [
  row(
    'SO01',
    'a socketpair is two ways, and writes are joined; only AF_UNIX has one',
    '3 3 6 2 2 EOPNOTSUPP',
    function* (s, p) {
      const [one, two] = yield* s.pair();
      const joined = [yield* p.put(one, 3), yield* p.put(one, 3), yield* p.take(two, 100)];
      const back = [yield* p.put(two, 2), yield* p.take(one, 9)];
      return [...joined, ...back, said(yield* s.sys.socketpair(AF_INET, SOCK_STREAM))];
    },
  ),
  row(
    'SO02',
    'empty: EAGAIN with MSG_DONTWAIT; no seeking; FIONREAD counts bytes',
    'EAGAIN ESPIPE 7 7',
    function* (s, p) {
      const [one, two] = yield* s.pair();
      const empty = [yield* s.receive(one, 9), said(yield* s.sys.lseek(one, 0, SEEK_SET))];
      return [...empty, yield* p.put(two, 7), said(yield* s.sys.fionread(one))];
    },
  ),
  row(
    'SO03',
    'a full stream is counted in buffers with their overhead, not in bytes',
    '212992 93000 278 180224 233152 EAGAIN',
    function* (s, p) {
      const [one, two] = yield* s.pair();
      const size = yield* s.option(one, SO_SNDBUF);
      yield* p.close(one, two);
      const sums = [yield* fills(s, 1000), yield* fills(s, 1), yield* fills(s, 4096)];
      const [full] = yield* s.pair(SOCK_STREAM, SOCK_NONBLOCK);
      return [size, ...sums, yield* p.fill(full, 65536), yield* p.put(full, 1)];
    },
  ),
  row('SO04', 'MSG_PEEK leaves the data', '5 3 5 EAGAIN', function* (s, p) {
    const [one, two] = yield* s.pair();
    const sent = yield* p.put(one, 5);
    return [sent, yield* s.receive(two, 3, MSG_PEEK), yield* s.receive(two, 9), yield* s.receive(two, 9)];
  }),
  row(
    'SO05',
    'after shutdown(SHUT_WR) own writes get EPIPE and SIGPIPE, the peer reads the rest and 0, the other way works',
    '4 0 EPIPE 1 4 0 2 2 5',
    function* (s, p) {
      const [one, two] = yield* s.pair();
      const shut = [yield* p.put(one, 4), said(yield* s.sys.shutdown(one, SHUT_WR)), yield* p.put(one, 1), s.caught()];
      const rest = [yield* p.take(two, 9), yield* p.take(two, 9)];
      return [...shut, ...rest, yield* p.put(two, 2), yield* p.take(one, 9), yield* p.ready(two, BOTH)];
    },
  ),
  row(
    'SO06',
    'the peer closed: its data, then 0; a write gets EPIPE and, unless MSG_NOSIGNAL, SIGPIPE',
    '3 21 3 0 EPIPE 1 EPIPE 0',
    function* (s, p) {
      const [one, two] = yield* s.pair();
      const sent = yield* p.put(one, 3);
      yield* p.close(one);
      const read = [yield* p.ready(two, BOTH), yield* p.take(two, 9), yield* p.take(two, 9)];
      return [sent, ...read, yield* p.put(two, 1), s.caught(), yield* s.send(two, 1, MSG_NOSIGNAL), s.caught()];
    },
  ),
  row(
    'SO07',
    'closed with data unread, the peer gets ECONNRESET once, behind what was sent, then 0',
    '1 4 4 ECONNRESET 0 1 25 ECONNRESET 0',
    function* (s, p) {
      const [one, two] = yield* s.pair();
      const sent = [yield* p.put(two, 1), yield* p.put(one, 4)];
      yield* p.close(one);
      const first = [yield* p.take(two, 9), yield* p.take(two, 9), yield* p.take(two, 9)];
      const [three, four] = yield* s.pair();
      const unread = yield* p.put(four, 1);
      yield* p.close(three);
      return [...sent, ...first, unread, yield* p.ready(four, POLLIN), yield* p.take(four, 9), yield* p.take(four, 9)];
    },
  ),
];

const messageRows: readonly Fact[] = [
  row(
    'SO08',
    'datagrams keep their boundaries, of length 0 too; what is too long is cut, and MSG_TRUNC tells',
    '5 0 3 2 0 3 5 5 5 2 32 EAGAIN',
    function* (s, p) {
      const [one, two] = yield* s.pair(SOCK_DGRAM);
      const sent = [yield* p.put(one, 5), yield* s.send(one, 0), yield* p.put(one, 3)];
      const got = [yield* p.take(two, 2), yield* p.take(two, 9), yield* p.take(two, 9)];
      const long = [yield* p.put(one, 5), yield* s.receive(two, 2, MSG_TRUNC), yield* p.put(one, 5)];
      const message: MsgHdr = { buffer: new Uint8Array(2) };
      const cut = said(yield* s.sys.recvmsg(two, message, 0));
      return [...sent, ...got, ...long, cut, (message.flags ?? 0) & MSG_TRUNC, yield* s.receive(two, 9)];
    },
  ),
  row(
    'SO09',
    'unix datagrams are reliable: a full receiver makes the sender wait; too long EMSGSIZE; nobody there ECONNREFUSED without a signal',
    '278 EAGAIN 93000 1000 1000 212960 EMSGSIZE ECONNREFUSED ENOTCONN 0',
    function* (s, p) {
      const [one] = yield* s.pair(SOCK_DGRAM, SOCK_NONBLOCK);
      const ones = [yield* p.fill(one, 1), yield* p.put(one, 1)];
      const [three, four] = yield* s.pair(SOCK_DGRAM, SOCK_NONBLOCK);
      const thousands = [yield* p.fill(three, 1000), yield* p.take(four, 2000), yield* p.put(three, 1000)];
      const [five] = yield* s.pair(SOCK_DGRAM);
      const longest = yield* p.put(five, 212960);
      const [seven, eight] = yield* s.pair(SOCK_DGRAM);
      const tooLong = yield* p.put(seven, 212961);
      yield* p.close(eight);
      return [...ones, ...thousands, longest, tooLong, yield* p.put(seven, 1), yield* p.put(seven, 1), s.caught()];
    },
  ),
  row(
    'SO10',
    'sequenced packets keep their boundaries and have a connection',
    '3 5 2 5 1 1 0 EPIPE 0',
    function* (s, p) {
      const [one, two] = yield* s.pair(SOCK_SEQPACKET);
      const sent = [yield* p.put(one, 3), yield* p.put(one, 5), yield* p.take(two, 2), yield* p.take(two, 9)];
      const last = yield* p.put(one, 1);
      yield* p.close(one);
      return [...sent, last, yield* p.take(two, 9), yield* p.take(two, 9), yield* p.put(two, 1), s.caught()];
    },
  ),
];

const nameRows: readonly Fact[] = [
  row(
    'SO11',
    'bind makes an inode of type s; a name that exists is EADDRINUSE',
    '0 1 493 EINVAL EADDRINUSE EADDRINUSE ENOENT EINVAL ECONNREFUSED',
    function* (s, p) {
      const first = yield* s.unix();
      const bound = yield* s.bind(first, 'u.sock');
      const { mode } = ok(yield* s.sys.stat('u.sock'));
      const again = yield* s.bind(first, 'other');
      yield* p.close(first);
      const fd = yield* s.unix();
      const stale = yield* s.bind(fd, 'u.sock');
      yield* p.open('file', O_CREAT | O_WRONLY);
      const names = [yield* s.bind(fd, 'file'), yield* s.bind(fd, 'no/such'), yield* s.listen(fd)];
      return [bound, S_ISSOCK(mode) ? 1 : 0, mode & 0o7777, again, stale, ...names, yield* s.connect(fd, 'file')];
    },
  ),
  row('SO12', 'a socket file cannot be opened', 'ENXIO', function* (s) {
    yield* s.listener('u.sock');
    return [said(yield* s.sys.open('u.sock', O_RDWR))];
  }),
  row(
    'SO13',
    'connect: ECONNREFUSED where nobody listens, ENOENT, EPROTOTYPE for another type, EISCONN',
    'ECONNREFUSED ENOENT 0 ECONNREFUSED EPROTOTYPE 0 EISCONN',
    function* (s, p) {
      const stale = yield* s.listener('u.sock');
      yield* p.close(stale);
      const fd = yield* s.unix();
      const none = [yield* s.connect(fd, 'u.sock'), yield* s.connect(fd, 'nothing')];
      yield* s.sys.unlink('u.sock');
      const bound = yield* s.bind(fd, 'u.sock');
      const datagrams = yield* s.unix(SOCK_DGRAM);
      const client = yield* s.unix();
      const refused = [yield* s.connect(client, 'u.sock'), yield* s.connect(datagrams, 'u.sock')];
      yield* s.listen(fd);
      return [...none, bound, ...refused, yield* s.connect(client, 'u.sock'), yield* s.connect(client, 'u.sock')];
    },
  ),
  row(
    'SO14',
    'a stream without a connection: write ENOTCONN, read EINVAL, accept EINVAL',
    'ENOTCONN EINVAL EINVAL EINVAL 20',
    function* (s, p) {
      const fd = yield* s.unix();
      const transfers = [yield* p.put(fd, 1), yield* p.take(fd, 1), said(yield* s.sys.accept4(fd, undefined))];
      return [...transfers, yield* s.listen(fd), yield* p.ready(fd, POLLOUT)];
    },
  ),
  row(
    'SO15',
    'connect succeeds before accept, and data may follow at once',
    '0 5 1 5 u.sock u.sock 2',
    function* (s, p) {
      const listener = yield* s.listener('u.sock');
      const client = yield* s.unix();
      const early = [yield* s.connect(client, 'u.sock'), yield* p.put(client, 5), yield* p.ready(listener, POLLIN)];
      const accepted = yield* s.accept(listener);
      const read = yield* p.take(accepted, 9);
      const names = [ok(yield* s.sys.getsockname(accepted)), ok(yield* s.sys.getpeername(client))].map(pathOf);
      return [...early, read, ...names, 2 + pathOf(ok(yield* s.sys.getpeername(accepted))).length];
    },
  ),
  row(
    'SO16',
    'a unix backlog of N admits N+1; then EAGAIN, until accept frees a place',
    '1 EAGAIN 0 2 EAGAIN 0 4 EAGAIN 0',
    function* (s, p) {
      const answers: Said[] = [];
      for (const backlog of [0, 1, 3]) {
        yield* s.sys.unlink('b.sock');
        const listener = yield* s.listener('b.sock', backlog);
        let made = 0;
        let client = yield* s.unix(SOCK_STREAM | SOCK_NONBLOCK);
        let last = yield* s.connect(client, 'b.sock');
        for (; last === 0; made++) {
          client = yield* s.unix(SOCK_STREAM | SOCK_NONBLOCK);
          last = yield* s.connect(client, 'b.sock');
        }
        yield* p.close(yield* s.accept(listener));
        answers.push(made, last, yield* s.connect(client, 'b.sock'));
        yield* p.close(listener);
      }
      return answers;
    },
  ),
  row(
    'SO17',
    'closing the listener leaves the file; unlinking the file leaves the listener, whom nobody finds',
    'ENOENT 0 ECONNREFUSED',
    function* (s, p) {
      const unlinked = yield* s.listener('u.sock');
      yield* s.sys.unlink('u.sock');
      const client = yield* s.unix();
      const gone = yield* s.connect(client, 'u.sock');
      yield* p.close(unlinked, yield* s.listener('u.sock'));
      return [gone, said(yield* s.sys.access('u.sock', F_OK)), yield* s.connect(client, 'u.sock')];
    },
  ),
  row(
    'SO18',
    'abstract names: their length matters, there is no file, and they are gone with their socket',
    '0 ECONNREFUSED 0 EADDRINUSE 0 ENOENT ECONNREFUSED',
    function* (s, p) {
      const listener = yield* s.unix();
      const bound = yield* s.bind(listener, '@hid');
      yield* s.listen(listener);
      const client = yield* s.unix();
      const connected = [yield* s.connect(client, '@hi'), yield* s.connect(client, '@hid')];
      const other = yield* s.unix();
      const taken = yield* s.bind(other, '@hid');
      yield* p.close(listener);
      const free = [yield* s.bind(other, '@hid'), said(yield* s.sys.access('@hid', F_OK))];
      yield* p.close(other);
      return [bound, ...connected, taken, ...free, yield* s.connect(yield* s.unix(), '@hid')];
    },
  ),
  row('SO19', 'bind with only the family picks NUL and five hexadecimal digits', '0 8 0 5 0', function* (s) {
    const fd = yield* s.unix();
    const bound = yield* s.bind(fd, '');
    const name = pathOf(ok(yield* s.sys.getsockname(fd)));
    const digits = /^[0-9a-f]*/.exec(name.slice(1))?.[0].length ?? -1;
    return [bound, 2 + name.length, name.charCodeAt(0), digits, yield* s.bind(fd, '')];
  }),
  row(
    'SO20',
    'unix datagrams to a name: ENOENT, ECONNREFUSED; an unbound sender cannot be answered; eleven may wait',
    'ENOENT 1 ENOTCONN 1 0 11 EAGAIN ECONNREFUSED',
    function* (s, p) {
      const receiver = yield* s.unix(SOCK_DGRAM);
      const sender = yield* s.unix(SOCK_DGRAM);
      const nobody = yield* s.send(sender, 1, 0, 'd.sock');
      yield* s.bind(receiver, 'd.sock');
      const sent = [yield* s.send(sender, 1, 0, 'd.sock'), yield* p.put(sender, 1)];
      const from: { address?: SocketAddress } = {};
      const got = said(yield* s.sys.recvfrom(receiver, new Uint8Array(9), 0, from));
      let waiting = 0;
      while ((yield* s.send(sender, 1, 0, 'd.sock')) === 1) waiting++;
      const full = yield* s.send(sender, 1, 0, 'd.sock');
      yield* p.close(receiver);
      return [nobody, ...sent, got, from.address ? 1 : 0, waiting, full, yield* s.send(sender, 1, 0, 'd.sock')];
    },
  ),
  row('SO21', 'SO_PEERCRED: who the peer was at connect or socketpair', '1 0 0 1 0 -1', function* (s, p) {
    const credOf = function* (fd: number): Generator<void, Ucred> {
      return ok(yield* s.sys.getsockopt(fd, SOL_SOCKET, SO_PEERCRED)) as Ucred;
    };
    const [one] = yield* s.pair();
    const own = yield* credOf(one);
    const listener = yield* s.listener('u.sock');
    const child = yield* p.fork(function* (client) {
      const c = new SocketProbe(client);
      yield* c.connect(yield* c.unix(), 'u.sock');
      yield* client.sleep(100);
    });
    const peer = yield* credOf(yield* s.accept(listener));
    const nobody = yield* credOf(yield* s.unix());
    const self = ok(yield* s.sys.getpid());
    return [own.pid === self, own.uid, own.gid, peer.pid === child, nobody.pid, nobody.uid];
  }),
  row(
    'SO22',
    'SCM_RIGHTS: a new descriptor of the same open file; end of file only when all are closed',
    '1 EAGAIN 4 4 0',
    function* (s, p) {
      const [one, two] = yield* s.pair();
      const [r, w] = yield* p.pipe(O_NONBLOCK);
      const sent = yield* s.sendFd(one, w);
      yield* p.close(w);
      const empty = yield* p.take(r, 9);
      const got = yield* s.receiveFd(two);
      const moved = [yield* p.put(got, 4), yield* p.take(r, 9)];
      yield* p.close(got);
      return [sent, empty, ...moved, yield* p.take(r, 9)];
    },
  ),
  row(
    'SO23',
    'a plain read drops the descriptor that came along; passing a bad one is EBADF',
    '1 0 EBADF',
    function* (s, p) {
      const [one, two] = yield* s.pair();
      const [r, w] = yield* p.pipe();
      yield* s.sendFd(one, w);
      yield* p.close(w);
      return [yield* p.take(two, 9), yield* p.take(r, 9), yield* s.sendFd(one, 99)];
    },
  ),
];

const tcpRows: readonly Fact[] = [
  row('SO24', 'a used port is EADDRINUSE already at bind; UDP has ports of its own', 'EADDRINUSE 0', function* (s) {
    yield* s.listener(5001);
    return [yield* s.bind(yield* s.tcp(), 5001), yield* s.bind(yield* s.udp(), 5001)];
  }),
  row(
    'SO25',
    'connect where nobody listens, or is only bound: ECONNREFUSED at once',
    'ECONNREFUSED ECONNREFUSED',
    function* (s) {
      const none = yield* s.connect(yield* s.tcp(), 5002);
      yield* s.bind(yield* s.tcp(), 5002);
      return [none, yield* s.connect(yield* s.tcp(), 5002)];
    },
  ),
  row('SO26', 'connect is done before accept; two sends are one read', '0 1 2 2 4', function* (s, p) {
    const listener = yield* s.listener(5003, 5);
    const client = yield* s.tcp();
    const early = [yield* s.connect(client, 5003), yield* s.state(client)];
    const sent = [yield* s.send(client, 'ab'), yield* s.send(client, 'cd')];
    const accepted = yield* s.accept(listener);
    yield* p.sleep(20);
    return [...early, ...sent, yield* p.take(accepted, 9)];
  }),
  row(
    'SO27',
    'half close: one side is FIN_WAIT2, the other CLOSE_WAIT and may still send',
    '3 0 3 0 5 8 4 4 EPIPE 1',
    function* (s, p) {
      const { client, accepted } = yield* s.connected(5004);
      const shut = [yield* p.put(client, 3), said(yield* s.sys.shutdown(client, SHUT_WR))];
      yield* p.sleep(200);
      const read = [yield* p.take(accepted, 9), yield* p.take(accepted, 9)];
      const states = [yield* s.state(client), yield* s.state(accepted)];
      const back = yield* p.put(accepted, 4);
      yield* p.sleep(20);
      return [...shut, ...read, ...states, back, yield* p.take(client, 9), yield* p.put(client, 1), s.caught()];
    },
  ),
  row('SO29', 'the server closed first: its port is taken while TIME_WAIT lasts', 'EADDRINUSE', function* (s, p) {
    const { client, accepted, listener } = yield* s.connected(5005);
    yield* p.close(accepted);
    yield* p.sleep(20);
    yield* p.close(client, listener);
    yield* p.sleep(20);
    return [yield* s.bind(yield* s.tcp(), 5005)];
  }),
  row(
    'SO30',
    'SO_REUSEADDR must have been set on the old socket as well as on the new one',
    'EADDRINUSE EADDRINUSE 0',
    function* (s, p) {
      const closing = function* (fds: { listener: number; client: number; accepted: number }): Generator<void, void> {
        yield* p.close(fds.accepted);
        yield* p.sleep(20);
        yield* p.close(fds.client, fds.listener);
        yield* p.sleep(20);
      };
      yield* closing(yield* s.connected(5006));
      const onlyNew = yield* s.tcp();
      yield* s.set(onlyNew, SO_REUSEADDR);
      const refused = yield* s.bind(onlyNew, 5006);
      const listener = yield* s.tcp();
      yield* s.set(listener, SO_REUSEADDR);
      yield* s.bind(listener, 5007);
      yield* s.listen(listener);
      const client = yield* s.tcp();
      yield* s.connect(client, 5007);
      yield* closing({ listener, client, accepted: yield* s.accept(listener) });
      const both = yield* s.tcp();
      const without = yield* s.bind(both, 5007);
      yield* s.set(both, SO_REUSEADDR);
      return [refused, without, yield* s.bind(both, 5007)];
    },
  ),
  row('SO31', 'SO_REUSEADDR allows no second bind beside a listener', 'EADDRINUSE', function* (s) {
    const [one, two] = [yield* s.tcp(), yield* s.tcp()];
    for (const fd of [one, two]) yield* s.set(fd, SO_REUSEADDR);
    yield* s.bind(one, 5008);
    yield* s.listen(one);
    return [yield* s.bind(two, 5008)];
  }),
  row(
    'SO32',
    'closed with data unread, or with SO_LINGER 0: RST, ECONNRESET once, then 0 and EPIPE',
    '3 25 ECONNRESET 0 EPIPE 1 ECONNRESET 0',
    function* (s, p) {
      const first = yield* s.connected(5009);
      const sent = yield* p.put(first.client, 3);
      yield* p.sleep(20);
      yield* p.close(first.accepted);
      yield* p.sleep(20);
      const reset = [
        yield* p.ready(first.client, POLLIN),
        yield* p.take(first.client, 9),
        yield* p.take(first.client, 9),
      ];
      const written = [yield* p.put(first.client, 1), s.caught()];
      const second = yield* s.connected(5010);
      yield* s.sys.setsockopt(second.accepted, SOL_SOCKET, SO_LINGER, { onoff: 1, linger: 0 });
      yield* p.close(second.accepted);
      yield* p.sleep(20);
      return [sent, ...reset, ...written, yield* p.take(second.client, 9), yield* p.take(second.client, 9)];
    },
  ),
  row(
    'SO33',
    'the first write to a peer that has closed succeeds, the second is EPIPE; a read meanwhile 0',
    '1 0 EPIPE 1',
    function* (s, p) {
      const { client, accepted } = yield* s.connected(5011);
      yield* p.close(accepted);
      yield* p.sleep(20);
      const first = yield* p.put(client, 1);
      yield* p.sleep(20);
      return [first, yield* p.take(client, 9), yield* p.put(client, 1), s.caught()];
    },
  ),
  row('SO34', "a killed process's sockets are closed: its data, then 0", '3 0', function* (s, p) {
    const listener = yield* s.listener(5012);
    const child = yield* p.fork(function* (client) {
      const c = new SocketProbe(client);
      const fd = yield* c.tcp();
      yield* c.connect(fd, 5012);
      yield* client.put(fd, 3);
      for (;;) yield* client.sys.pause();
    });
    const accepted = yield* s.accept(listener);
    yield* p.sleep(50);
    yield* p.kill(child, SIGKILL);
    yield* p.wait(child);
    yield* p.sleep(20);
    return [yield* p.take(accepted, 9), yield* p.take(accepted, 9)];
  }),
  row(
    'SO35',
    'port 0 is any from 32768 on; listen without bind takes one; not ours EADDRNOTAVAIL; below 1024 EACCES',
    '1 0 1 0.0.0.0 EADDRNOTAVAIL EACCES',
    function* (s, p) {
      const nameOf = function* (fd: number): Generator<void, { address: string; port: number }> {
        const name = ok(yield* s.sys.getsockname(fd));
        return name.family === AF_INET ? name : { address: '', port: 0 };
      };
      const any = yield* s.tcp();
      yield* s.bind(any, 0);
      const { port } = yield* nameOf(any);
      const fd = yield* s.tcp();
      const listening = yield* s.listen(fd);
      const chosen = yield* nameOf(fd);
      const foreign = said(yield* s.sys.bind(yield* s.tcp(), inetAt(5013, '192.0.2.1')));
      const low = yield* p.inChild(function* (child) {
        yield* child.sys.setuid(1000);
        const c = new SocketProbe(child);
        return [yield* c.bind(yield* c.tcp(), 80)];
      });
      return [port >= 32768 && port < 61000, listening, chosen.port >= 32768, chosen.address, foreign, ...low];
    },
  ),
  row(
    'SO36',
    'O_NONBLOCK: accept EAGAIN, connect EINPROGRESS, then POLLOUT and SO_ERROR',
    'EAGAIN EINPROGRESS 4 0 0 EISCONN EINPROGRESS 28 1',
    function* (s, p) {
      const listener = yield* s.listener(5014);
      yield* s.nonblocking(listener);
      const none = said(yield* s.sys.accept4(listener, undefined));
      const client = yield* s.tcp(SOCK_NONBLOCK);
      const begun = yield* s.connect(client, 5014);
      yield* p.sleep(20);
      const through = [yield* p.ready(client, POLLOUT), yield* s.error(client)];
      const again = [yield* s.connect(client, 5014), yield* s.connect(client, 5014)];
      const refused = yield* s.tcp(SOCK_NONBLOCK);
      const tried = yield* s.connect(refused, 5015);
      yield* p.sleep(20);
      const failed = [yield* p.ready(refused, POLLOUT), (yield* s.error(refused)) === 111];
      return [none, begun, ...through, ...again, tried, ...failed];
    },
  ),
  row(
    'SO37',
    'a TCP socket without a connection: getpeername, shutdown ENOTCONN; send EPIPE and SIGPIPE',
    'ENOTCONN 20 ENOTCONN ENOTCONN EPIPE 1 0 EINVAL',
    function* (s, p) {
      const fd = yield* s.tcp();
      const peer = said(yield* s.sys.getpeername(fd));
      const state = [yield* p.ready(fd, BOTH), yield* p.take(fd, 1), said(yield* s.sys.shutdown(fd, SHUT_RDWR))];
      const sent = [yield* p.put(fd, 1), s.caught(), yield* p.take(fd, 1)];
      return [peer, ...state, ...sent, said(yield* s.sys.accept4(fd, undefined))];
    },
  ),
];

const udpRows: readonly Fact[] = [
  row(
    'SO38',
    'UDP: a datagram a read, cut to the buffer, length 0 legal; no listen, no send without an address',
    '0 5 0 2 0 16 EAGAIN EADDRINUSE EMSGSIZE EOPNOTSUPP EOPNOTSUPP EDESTADDRREQ',
    function* (s, p) {
      const [server, client] = [yield* s.udp(), yield* s.udp()];
      yield* s.bind(server, 5020);
      const sent = [yield* s.connect(client, 5020), yield* p.put(client, 5), yield* s.send(client, 0)];
      const from: { address?: SocketAddress } = {};
      const got = [yield* p.take(server, 2), said(yield* s.sys.recvfrom(server, new Uint8Array(9), 0, from))];
      const empty = yield* s.receive(server, 9);
      const other = yield* s.udp();
      const errors = [yield* s.bind(other, 5020), yield* s.send(client, 65508), yield* s.listen(other)];
      const accepted = said(yield* s.sys.accept4(other, undefined));
      return [...sent, ...got, from.address ? 16 : 0, empty, ...errors, accepted, yield* p.put(other, 1)];
    },
  ),
  row(
    'SO39',
    'nobody at the port: an unconnected socket never learns; a connected one gets ECONNREFUSED at the next call, once',
    '1 1 1 ECONNREFUSED 1 ECONNREFUSED EAGAIN',
    function* (s, p) {
      const fd = yield* s.udp();
      const unconnected = [yield* s.send(fd, 'x', 0, 5021), yield* s.send(fd, 'x', 0, 5021)];
      yield* s.connect(fd, 5021);
      const first = yield* p.put(fd, 1);
      yield* p.sleep(20);
      const told = [yield* p.put(fd, 1), yield* p.put(fd, 1)];
      yield* p.sleep(20);
      return [...unconnected, first, ...told, yield* s.receive(fd, 9), yield* s.receive(fd, 9)];
    },
  ),
  row('SO40', 'UDP drops silently when the receiver is full', '2000 1 92', function* (s, p) {
    const [server, client] = [yield* s.udp(), yield* s.udp()];
    yield* s.bind(server, 5022);
    yield* s.connect(client, 5022);
    let sent = 0;
    for (let i = 0; i < 2000; i++) if ((yield* p.put(client, 1000)) === 1000) sent++;
    let got = 0;
    while ((yield* s.receive(server, 2000)) === 1000) got++;
    return [sent, got > 0 && got < sent, got];
  }),
  row(
    'SO41',
    'the wrong kind: ENOTSOCK, EAFNOSUPPORT, EINVAL, ESOCKTNOSUPPORT, EPROTONOSUPPORT',
    'ENOTSOCK ENOTSOCK EBADF EAFNOSUPPORT EINVAL ESOCKTNOSUPPORT EPROTONOSUPPORT',
    function* (s, p) {
      const [, w] = yield* p.pipe();
      const notSockets = [yield* s.send(w, 1), yield* s.bind(w, 1), yield* s.listen(99)];
      const wrong = [
        yield* s.sys.socket(99, SOCK_STREAM),
        yield* s.sys.socket(AF_INET, 77),
        yield* s.sys.socket(AF_UNIX, 4),
        yield* s.sys.socket(AF_INET, SOCK_STREAM, IPPROTO_UDP),
      ];
      return [...notSockets, ...wrong.map(said)];
    },
  ),
];

export const socketRows: readonly Fact[] = [...streamRows, ...messageRows, ...nameRows, ...tcpRows, ...udpRows];
