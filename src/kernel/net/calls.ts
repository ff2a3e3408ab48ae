/**
 * Rows of the system call table: sockets of every family. send(2) and recv(2) are sendto and recvfrom without an address.
 * Authority: socket(2), socketpair(2), bind(2), listen(2), accept(2), connect(2), send(2), recv(2), shutdown(2), getsockname(2).
 */
import {
  AF_INET,
  AF_NETLINK,
  AF_UNIX,
  IPPROTO_ICMP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  MSG_CMSG_CLOEXEC,
  MSG_CTRUNC,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_OOB,
  MSG_PEEK,
  MSG_TRUNC,
  MSG_WAITALL,
  type MsgHdr,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type SocketAddress,
} from '../abi.ts';
import { type Failure, fail, isFailure } from '../errno.ts';
import { fileOf, installLowest, type OpenFile } from '../file.ts';
import { call } from '../row.ts';
import type { Task } from '../task.ts';
import { andThen, Wait } from '../wait-queue.ts';
import { NetlinkSocket } from './netlink.ts';
import { getsockopt, setsockopt } from './options.ts';
import { isAddress } from './packet.ts';
import { PingSocket } from './ping.ts';
import { dropRights, installSocket, type Received, received, type Socket, socketFile } from './socket.ts';
import { TcpSocket } from './tcp-socket.ts';
import { UdpSocket } from './udp.ts';
import { UnixSocket, unixPair } from './unix.ts';

const FLAGS = SOCK_NONBLOCK | SOCK_CLOEXEC;
const MOST_TYPE = 10;
const UNIX_TYPES: readonly number[] = [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET];
const MOST_RIGHTS = 253;

type Make = (task: Task) => Socket;

/** What a protocol of AF_INET stands for; 0 is the type's own. */
const INET: Readonly<Record<number, Readonly<Record<number, Make>>>> = {
  [SOCK_STREAM]: { 0: (task) => new TcpSocket(task), [IPPROTO_TCP]: (task) => new TcpSocket(task) },
  [SOCK_DGRAM]: {
    0: (task) => new UdpSocket(task),
    [IPPROTO_UDP]: (task) => new UdpSocket(task),
    [IPPROTO_ICMP]: (task) => new PingSocket(task),
  },
};

/** Raw sockets of UNIX are datagram sockets. */
const typeOf = (domain: number, type: number): number =>
  domain === AF_UNIX && (type & ~FLAGS) === SOCK_RAW ? SOCK_DGRAM : type & ~FLAGS;

function maker(domain: number, type: number, protocol: number): Make | Failure {
  if (type < 0 || type > MOST_TYPE) return fail('EINVAL');
  if (domain === AF_INET) return INET[type]?.[protocol] ?? fail(INET[type] ? 'EPROTONOSUPPORT' : 'ESOCKTNOSUPPORT');
  if (domain === AF_NETLINK) return type === SOCK_RAW ? (task) => new NetlinkSocket(task) : fail('ESOCKTNOSUPPORT');
  if (domain !== AF_UNIX) return fail('EAFNOSUPPORT');
  if (protocol !== 0 && protocol !== AF_UNIX) return fail('EPROTONOSUPPORT');
  return UNIX_TYPES.includes(type) ? (task) => new UnixSocket(task, type) : fail('ESOCKTNOSUPPORT');
}

function socket(task: Task, domain: number, type: number, protocol = 0): number | Failure {
  const make = maker(domain, typeOf(domain, type), protocol);
  if (isFailure(make)) return make;
  const free = task.files.lowest(0, task.group.limits.NOFILE.soft);
  return isFailure(free) ? free : installSocket(task, make(task), type);
}

function socketpair(task: Task, domain: number, type: number, protocol = 0): readonly [number, number] | Failure {
  const make = maker(domain, typeOf(domain, type), protocol);
  if (isFailure(make)) return make;
  if (domain !== AF_UNIX) return fail('EOPNOTSUPP');
  const { soft } = task.group.limits.NOFILE;
  const first = task.files.lowest(0, soft);
  if (isFailure(first)) return first;
  const second = task.files.lowest(first + 1, soft);
  if (isFailure(second)) return second;
  const [one, two] = unixPair(task, typeOf(domain, type));
  return [installSocket(task, one, type), installSocket(task, two, type)];
}

/** An address that is none of its family's. */
function checked(address: SocketAddress): SocketAddress {
  if (address.family !== AF_INET) return address;
  const { address: text, port } = address;
  if (!isAddress(text) || !Number.isInteger(port) || port < 0 || port > 0xffff) throw fail('EINVAL');
  return address;
}

function bind(task: Task, fd: number, address: SocketAddress): 0 | Failure {
  const { socket } = socketFile(task, fd);
  const answer = socket.bind(task, checked(address));
  if (answer === 0) task.kernel.emit('socket.bind', task.pid, { ino: socket.ino, at: socket.localText() });
  return answer;
}

function listen(task: Task, fd: number, backlog: number): 0 | Failure {
  const { socket } = socketFile(task, fd);
  const { ino } = socket;
  const answer = socket.listen(task, backlog);
  if (answer === 0) task.kernel.emit('socket.listen', task.pid, { ino, at: socket.localText(), backlog });
  return answer;
}

/** Where an address goes: struct sockaddr that the caller provides. */
interface From {
  address?: SocketAddress | undefined;
}

function accept4(task: Task, fd: number, from: From | undefined, flags = 0): number | Failure | Wait {
  const file = fileOf(task, fd);
  if (flags & ~FLAGS) return fail('EINVAL');
  const free = task.files.lowest(0, task.group.limits.NOFILE.soft);
  if (isFailure(free)) return free;
  const { socket } = socketFile(task, fd);
  const answer = socket.accept(task, file.nonblock);
  if (isFailure(answer) || answer instanceof Wait) return answer;
  const installed = installSocket(task, answer.socket, flags);
  if (from) from.address = answer.from;
  task.kernel.emit('socket.accept', task.pid, { ino: answer.socket.ino, from: answer.socket.peerText() });
  return installed;
}

function connect(task: Task, fd: number, address: SocketAddress): 0 | Failure | Wait {
  const { file, socket } = socketFile(task, fd);
  const answer = socket.connect(task, checked(address), file.nonblock);
  if (answer === 0) task.kernel.emit('socket.connect', task.pid, { ino: socket.ino, to: socket.peerText() });
  return answer;
}

// ---- transfers

function sendto(task: Task, fd: number, bytes: Uint8Array, flags: number, to?: SocketAddress): number | Failure | Wait {
  return send(task, fd, bytes, flags, to, []);
}

function send(
  task: Task,
  fd: number,
  bytes: Uint8Array,
  flags: number,
  to: SocketAddress | undefined,
  rights: readonly OpenFile[],
): number | Failure | Wait {
  const { file, socket } = socketFile(task, fd);
  const nonblock = file.nonblock || (flags & MSG_DONTWAIT) !== 0;
  const noSignal = (flags & MSG_NOSIGNAL) !== 0;
  const urgent = (flags & MSG_OOB) !== 0;
  return socket.send(task, { bytes, to: to && checked(to), rights, nonblock, noSignal, urgent });
}

function sendmsg(task: Task, fd: number, message: MsgHdr, flags: number): number | Failure | Wait {
  const { socket } = socketFile(task, fd);
  const { buffer, name, rights = [] } = message;
  const peer = socket.type === SOCK_SEQPACKET ? socket.peerName() : undefined;
  if (isFailure(peer)) return peer; // which is looked at before the descriptors are
  if (rights.length > MOST_RIGHTS) return fail('EINVAL');
  const carried = socket.family === AF_UNIX ? rights : []; // others do not look at them
  const files = carried.map((right) => fileOf(task, right));
  return send(task, fd, buffer, flags, name, files);
}

/** What asking for urgent data comes to, of which there is never any; datagrams of UDP do not know the flag. */
function noUrgentData(socket: Socket): Failure | undefined {
  if (socket.family === AF_UNIX) return fail(socket.type === SOCK_STREAM ? 'EINVAL' : 'EOPNOTSUPP');
  if (socket.type !== SOCK_STREAM) return undefined;
  return fail(socket.listening ? 'ENOTCONN' : 'EINVAL');
}

/**
 * MSG_WAITALL on a stream: as much as there is room for, unless the other side ends, or descriptors come with it. A signal,
 * or the time-out, answers what has come so far.
 */
function receiveAll(task: Task, socket: Socket, into: Uint8Array, before: number): Received | Failure | Wait {
  const answer = socket.receive(task, { into: into.subarray(before), nonblock: false, peek: false });
  if (answer instanceof Wait)
    return new Wait(answer.queues, {
      ...answer.options,
      progress: before,
      onTimeout: before > 0 ? before : fail('EAGAIN'),
      retry: () => receiveAll(task, socket, into, before),
    });
  if (isFailure(answer)) return answer;
  const bytes = before + answer.bytes;
  const more = answer.bytes > 0 && bytes < into.length && answer.rights.length === 0;
  return more ? receiveAll(task, socket, into, bytes) : { ...answer, bytes, length: bytes };
}

/** `finish` makes the call's answer of what was received, now or after a wait. */
function receive(
  task: Task,
  fd: number,
  into: Uint8Array,
  flags: number,
  finish: (answer: Received) => number,
): number | Failure | Wait {
  const { file, socket } = socketFile(task, fd);
  const nonblock = file.nonblock || (flags & MSG_DONTWAIT) !== 0;
  const refused = flags & MSG_OOB ? noUrgentData(socket) : undefined;
  if (refused) return refused;
  const done = (answer: Received | Failure): number | Failure => {
    if (isFailure(answer)) return answer;
    received(task, socket, answer);
    return finish(answer);
  };
  const isWhole =
    into.length > 0 && (flags & MSG_WAITALL) !== 0 && (flags & MSG_PEEK) === 0 && socket.type === SOCK_STREAM;
  if (isWhole && !nonblock) return andThen(receiveAll(task, socket, into, 0), done);
  const answer = socket.receive(task, { into, nonblock, peek: (flags & MSG_PEEK) !== 0 });
  return answer instanceof Wait ? answer : done(answer);
}

/** With MSG_TRUNC the length of the datagram, however much of it there was room for. */
const counted = (answer: Received, flags: number): number => (flags & MSG_TRUNC ? answer.length : answer.bytes);

function recvfrom(task: Task, fd: number, into: Uint8Array, flags: number, from?: From): number | Failure | Wait {
  return receive(task, fd, into, flags, (answer) => {
    dropRights(task, answer.rights);
    if (from) from.address = answer.from;
    return counted(answer, flags);
  });
}

function recvmsg(task: Task, fd: number, message: MsgHdr, flags: number): number | Failure | Wait {
  return receive(task, fd, message.buffer, flags, (answer) => {
    const cut = answer.length > answer.bytes ? MSG_TRUNC : 0;
    const rights = takeRights(task, answer.rights, (flags & MSG_CMSG_CLOEXEC) !== 0);
    message.name = answer.from;
    message.rights = rights;
    message.flags = cut | (rights.length < answer.rights.length ? MSG_CTRUNC : 0);
    return counted(answer, flags);
  });
}

/** Gives the files that travelled descriptors here, as far as there is room for them. */
function takeRights(task: Task, files: readonly OpenFile[], cloexec: boolean): number[] {
  const fds: number[] = [];
  for (const file of files) {
    const free = task.files.lowest(0, task.group.limits.NOFILE.soft);
    if (!isFailure(free)) fds.push(installLowest(task, file, cloexec));
  }
  dropRights(task, files); // the references of the message
  return fds;
}

const shutdown = (task: Task, fd: number, how: number): 0 | Failure => socketFile(task, fd).socket.shutdown(how);
const getsockname = (task: Task, fd: number): SocketAddress => socketFile(task, fd).socket.name();
const getpeername = (task: Task, fd: number): SocketAddress | Failure => socketFile(task, fd).socket.peerName();

export const socketCalls = {
  socket: call({ args: ['family', 'socktype', 'int'], restart: 'never', run: socket }),
  socketpair: call({ args: ['family', 'socktype', 'int'], restart: 'never', run: socketpair }),
  bind: call({ args: ['fd', 'sockaddr'], restart: 'never', run: bind }),
  listen: call({ args: ['fd', 'int'], restart: 'never', run: listen }),
  accept4: call({ args: ['fd', 'out', 'openflags'], restart: 'sys', run: accept4 }),
  connect: call({ args: ['fd', 'sockaddr'], restart: 'sys', run: connect }),
  sendto: call({ args: ['fd', 'buf', 'msgflags', 'optsockaddr'], restart: 'sys', run: sendto }),
  recvfrom: call({ args: ['fd', 'into', 'msgflags', 'out'], restart: 'sys', run: recvfrom }),
  sendmsg: call({ args: ['fd', 'msghdr', 'msgflags'], restart: 'sys', run: sendmsg }),
  recvmsg: call({ args: ['fd', 'msghdr', 'msgflags'], restart: 'sys', run: recvmsg }),
  shutdown: call({ args: ['fd', 'int'], restart: 'never', run: shutdown }),
  getsockname: call({ args: ['fd'], restart: 'never', run: getsockname }),
  getpeername: call({ args: ['fd'], restart: 'never', run: getpeername }),
  setsockopt: call({ args: ['fd', 'int', 'int', 'sockopt'], restart: 'never', run: setsockopt }),
  getsockopt: call({ args: ['fd', 'int', 'int'], restart: 'never', run: getsockopt }),
};
