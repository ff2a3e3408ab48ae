/**
 * AF_UNIX sockets: streams, datagrams and sequenced packets between processes of one machine.
 * Models names in the file system and abstract ones, autobind, the backlog, room counted in buffers, descriptors that
 * travel with data, credentials, and what each side sees when the other is gone. Leaves out SO_PASSCRED, SCM_PIDFD, and
 * the collection of sockets that only hold each other (unix_gc). Authority: unix(7); net/unix/af_unix.c.
 */
import {
  AF_UNIX,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  POLLRDHUP,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type SocketAddress,
  type Ucred,
} from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { OpenFile } from '../file.ts';
import type { SocketInode } from '../fs/inode.ts';
import type { Task } from '../task.ts';
import { type Wait, WaitQueue } from '../wait-queue.ts';
import { datagramBuffer, streamBuffer, streamPiece } from './buffer-size.ts';
import { type Accepted, dropRights, type Incoming, type Outgoing, type Received, Socket } from './socket.ts';
import { bindName, forgetName, freeAbstractName, shownName, unixSocketAt } from './unix-name.ts';

/** One buffer in a receive queue; its room is the sender's until it is consumed. */
interface Packet {
  readonly bytes: Uint8Array;
  offset: number;
  readonly room: number;
  readonly owner: UnixSocket;
  rights: readonly OpenFile[];
}

const NO_CRED: Ucred = { pid: 0, uid: -1, gid: -1 };
const credOf = ({ group, cred }: Task): Ucred => ({ pid: group.tgid, uid: cred.euid, gid: cred.egid });
/** Datagrams that somebody may have waiting from senders he does not talk to (net.unix.max_dgram_qlen). */
const MAX_DATAGRAMS = 10;
/** Bytes of a datagram's buffer that are no data. */
const DATAGRAM_OVERHEAD = 32;

export const unixAddress = (path: string | undefined): SocketAddress => ({ family: AF_UNIX, path: path ?? '' });

export class UnixSocket extends Socket {
  readonly family = AF_UNIX;
  readonly protocol = 0;
  readonly type: number;
  state: 'unconnected' | 'listening' | 'connected' | 'dead' = 'unconnected';
  /** A path as it was given to bind, or NUL and an abstract name. */
  path: string | undefined;
  boundTo: SocketInode | undefined;
  peer: UnixSocket | undefined;
  readonly queue: Packet[] = [];
  /** Connections that nobody has accepted yet. */
  readonly pending: UnixSocket[] = [];
  backlog = 0;
  /** It stands in a listener's queue. */
  unaccepted = false;
  /** Bytes of buffers that it has sent and nobody has consumed. */
  used = 0;
  shutRead = false;
  shutWrite = false;
  #peerCred = NO_CRED;
  readonly readable: WaitQueue;
  readonly writable: WaitQueue;
  /** Senders and connectors that wait until there is room in the queue of this one. */
  readonly room: WaitQueue;
  /** Those who wait for somebody to connect. */
  readonly acceptable: WaitQueue;

  constructor(task: Task, type: number) {
    super(task);
    this.type = type;
    this.host.unixSockets.add(this);
    const { ino } = this;
    const wchan = type === SOCK_STREAM ? 'unix_stream_read_generic' : '__skb_wait_for_more_packets';
    const data = () => ({ kind: 'socket-data' as const, ino, at: this.localText(), from: this.peerText() });
    const room = (to: UnixSocket | undefined) => () => ({
      kind: 'socket-room' as const,
      ino,
      to: shownName(to?.path ?? this.peer?.path),
      used: this.used,
      capacity: this.options.sndbuf,
    });
    this.readable = new WaitQueue(wchan, data, this);
    this.writable = new WaitQueue('sock_alloc_send_pskb', room(undefined), this);
    const connect = () => ({ kind: 'socket-connect' as const, ino, to: shownName(this.path) });
    this.room = new WaitQueue('unix_wait_for_peer', connect, this);
    const accept = () => ({ kind: 'socket-connection' as const, ino, at: this.localText() });
    this.acceptable = new WaitQueue('__skb_wait_for_more_packets', accept, this);
  }

  override get listening(): boolean {
    return this.state === 'listening';
  }

  override get peerCred(): Ucred {
    return this.#peerCred;
  }

  get isDatagram(): boolean {
    return this.type === SOCK_DGRAM;
  }

  override queues(): readonly WaitQueue[] {
    const { readable, writable, acceptable, peer } = this;
    return [readable, writable, acceptable, ...(peer && this.isDatagram ? [peer.room] : [])];
  }

  localText(): string {
    return shownName(this.path);
  }

  peerText(): string {
    return shownName(this.peer?.path);
  }

  name(): SocketAddress {
    return unixAddress(this.path);
  }

  peerName(): SocketAddress | Failure {
    return this.peer ? unixAddress(this.peer.path) : fail('ENOTCONN');
  }

  override inFlight(): readonly OpenFile[] {
    return [...this.queue.flatMap(({ rights }) => rights), ...this.pending.flatMap((one) => one.inFlight())];
  }

  unread(): number | Failure {
    if (this.listening) return fail('EINVAL');
    if (this.isDatagram) return this.queue[0]?.bytes.length ?? 0;
    return this.queue.reduce((sum, { bytes, offset }) => sum + bytes.length - offset, 0);
  }

  // ---- names and connections

  bind(task: Task, address: SocketAddress): 0 | Failure {
    if (address.family !== AF_UNIX) return fail('EINVAL');
    if (address.path === '') return this.#autobind(task);
    return bindName(task, this, address.path);
  }

  /** A name that nobody has: NUL and five hexadecimal digits. */
  #autobind(task: Task): 0 | Failure {
    if (this.path !== undefined) return 0;
    return bindName(task, this, freeAbstractName(this.host, this.type));
  }

  override listen(task: Task, backlog: number): 0 | Failure {
    if (this.isDatagram) return fail('EOPNOTSUPP');
    if (this.path === undefined) return fail('EINVAL');
    if (this.state === 'connected') return fail('EINVAL');
    if (backlog > this.backlog) this.room.wakeAll();
    this.backlog = backlog;
    this.state = 'listening';
    this.#peerCred = credOf(task);
    return 0;
  }

  connect(task: Task, address: SocketAddress, nonblock: boolean): 0 | Failure | Wait {
    if (address.family !== AF_UNIX) return fail('EINVAL');
    if (this.isDatagram) return this.#connectDatagrams(task, address.path);
    const listener = unixSocketAt(task, address.path, this.type);
    if (!listener.listening) return fail('ECONNREFUSED');
    if (listener.pending.length > listener.backlog)
      return nonblock ? fail('EAGAIN') : this.sleepOn(task, listener.room, this.options.sendTimeout);
    if (this.state !== 'unconnected') return fail(this.state === 'listening' ? 'EINVAL' : 'EISCONN');
    const server = new UnixSocket(task, this.type);
    server.path = listener.path;
    this.pairWith(task, server);
    this.#peerCred = listener.peerCred;
    server.unaccepted = true;
    listener.pending.push(server);
    listener.acceptable.wake();
    return 0;
  }

  /** Only says where datagrams go, and from whom they come. */
  #connectDatagrams(task: Task, path: string): 0 | Failure {
    const other = unixSocketAt(task, path, this.type);
    if (!other.mayHear(this)) return fail('EPERM');
    this.peer = other;
    this.state = 'connected';
    return 0;
  }

  pairWith(task: Task, other: UnixSocket): void {
    for (const [one, two] of [
      [this, other],
      [other, this],
    ] as const) {
      one.peer = two;
      one.state = 'connected';
      one.#peerCred = credOf(task);
    }
  }

  /** One that talks to somebody hears nobody else. */
  mayHear(sender: UnixSocket): boolean {
    return this.peer === undefined || this.peer === sender;
  }

  override accept(task: Task, nonblock: boolean): Accepted | Failure | Wait {
    if (this.isDatagram) return fail('EOPNOTSUPP');
    if (!this.listening) return fail('EINVAL');
    const socket = this.pending.shift();
    if (socket) {
      socket.unaccepted = false;
      this.room.wake();
      return { socket, from: unixAddress(socket.peer?.path) };
    }
    if (this.shutRead && !nonblock) return fail('EINVAL');
    return nonblock ? fail('EAGAIN') : this.sleepOn(task, this.acceptable, this.options.receiveTimeout);
  }

  // ---- sending

  send(task: Task, message: Outgoing): number | Failure | Wait {
    if (this.isDatagram) return this.#sendDatagram(task, message);
    const { peer } = this;
    if (this.type === SOCK_SEQPACKET) return peer ? this.#sendPacket(task, message, peer) : fail('ENOTCONN');
    if (message.to) return fail(this.state === 'connected' ? 'EISCONN' : 'EOPNOTSUPP');
    if (!peer) return fail('ENOTCONN');
    return this.shutWrite ? this.broken(task, 0, message) : this.#stream(task, message, peer, 0);
  }

  /** Goes on behind the first `sent` bytes; the room of each piece is waited for on its own. */
  #stream(task: Task, message: Outgoing, peer: UnixSocket, sent: number): number | Failure | Wait {
    const { bytes, rights } = message;
    let at = sent;
    while (at < bytes.length) {
      if (this.shutWrite || peer.shutRead) return this.#told(task, this.broken(task, at, message));
      if (this.used >= this.options.sndbuf) {
        if (message.nonblock) return at > 0 ? this.#told(task, at) : fail('EAGAIN');
        const retry = (): unknown => this.#stream(task, message, peer, at);
        return this.sleepOn(task, this.writable, this.options.sendTimeout, { progress: at, retry });
      }
      const piece = bytes.slice(at, at + streamPiece(this.options.sndbuf));
      peer.#append({ bytes: piece, room: streamBuffer(piece.length), owner: this, rights: at === 0 ? rights : [] });
      at += piece.length;
    }
    return this.#told(task, at);
  }

  /** An address is not looked at. */
  #sendPacket(task: Task, message: Outgoing, peer: UnixSocket): number | Failure | Wait {
    const error = this.takeError();
    if (error) return error;
    if (message.urgent) return fail('EOPNOTSUPP');
    const own = this.#ownRoom(task, message);
    if (own) return own;
    return peer.shutRead ? fail('EPIPE') : this.#whole(task, message, peer);
  }

  #sendDatagram(task: Task, message: Outgoing): number | Failure | Wait {
    const { to, urgent } = message;
    if (urgent) return fail('EOPNOTSUPP');
    if (to && (to.family !== AF_UNIX || to.path === '')) return fail('EINVAL');
    const own = this.#ownRoom(task, message);
    if (own) return own;
    const receiver = to ? unixSocketAt(task, to.path, this.type) : this.peer;
    if (!receiver) return fail('ENOTCONN');
    if (receiver.state === 'dead') {
      this.peer = undefined;
      this.state = 'unconnected';
      return fail('ECONNREFUSED');
    }
    if (!receiver.mayHear(this)) return fail('EPERM');
    if (receiver.shutRead) return fail('EPIPE');
    if (receiver.peer !== this && receiver.queue.length > MAX_DATAGRAMS)
      return message.nonblock ? fail('EAGAIN') : this.sleepOn(task, receiver.room, this.options.sendTimeout);
    return this.#whole(task, message, receiver);
  }

  /** The buffer of a message that keeps its boundaries comes before its receiver: EMSGSIZE when it could never fit, EPIPE. */
  #ownRoom(task: Task, { bytes, nonblock }: Outgoing): Failure | Wait | undefined {
    if (bytes.length > this.options.sndbuf - DATAGRAM_OVERHEAD) return fail('EMSGSIZE');
    if (this.shutWrite) return fail('EPIPE'); // without a signal
    if (this.used < this.options.sndbuf) return undefined;
    return nonblock ? fail('EAGAIN') : this.sleepOn(task, this.writable, this.options.sendTimeout);
  }

  #whole(task: Task, { bytes, rights }: Outgoing, receiver: UnixSocket): number {
    receiver.#append({ bytes: bytes.slice(), room: datagramBuffer(bytes.length), owner: this, rights });
    return this.#told(task, bytes.length);
  }

  #told<T>(task: Task, answer: T): T {
    if (typeof answer === 'number') this.kernel.emit('socket.send', task.pid, { ino: this.ino, bytes: answer });
    return answer;
  }

  #append(packet: Pick<Packet, 'bytes' | 'room' | 'owner' | 'rights'>): void {
    const { owner, rights } = packet;
    owner.used += packet.room;
    for (const file of rights) file.refs++;
    this.queue.push({ ...packet, offset: 0 });
    this.readable.wake();
  }

  /** A buffer is consumed: its sender has the room again, and may be told when three quarters are free. */
  #consumed(packet: Packet): void {
    this.queue.shift();
    const { owner } = packet;
    owner.used -= packet.room;
    if (owner.used * 4 <= owner.options.sndbuf) owner.writable.wakeAll();
    this.room.wake();
  }

  // ---- receiving

  receive(task: Task, how: Incoming): Received | Failure | Wait {
    if (this.type === SOCK_SEQPACKET && this.state !== 'connected') return fail('ENOTCONN');
    if (this.listening) return fail('EINVAL');
    if (this.type === SOCK_STREAM) return this.#readStream(task, how);
    return this.#readMessage(task, how);
  }

  #readStream(task: Task, { into, nonblock, peek }: Incoming): Received | Failure | Wait {
    if (this.state === 'unconnected') return fail('EINVAL');
    if (this.queue.length > 0) return this.#takeBytes(into, peek);
    const error = this.takeError();
    if (error) return error;
    if (this.shutRead) return END;
    return nonblock ? fail('EAGAIN') : this.sleepOn(task, this.readable, this.options.receiveTimeout);
  }

  /** Across buffers, but not beyond one that carries descriptors. */
  #takeBytes(into: Uint8Array, peek: boolean): Received {
    let bytes = 0;
    let rights: readonly OpenFile[] = [];
    const sender = this.queue[0]?.owner.path;
    for (const packet of [...this.queue]) {
      if (bytes === into.length || (rights.length > 0 && packet.rights.length > 0)) break;
      const part = packet.bytes.subarray(packet.offset, packet.offset + into.length - bytes);
      into.set(part, bytes);
      bytes += part.length;
      if (packet.rights.length > 0) rights = this.#handRights(packet, peek);
      if (!peek) packet.offset += part.length;
      if (!peek && packet.offset === packet.bytes.length) this.#consumed(packet);
      if (rights.length > 0) break;
    }
    if (this.queue.length > 0) this.readable.wake();
    const from = sender === undefined ? undefined : unixAddress(sender);
    return { bytes, length: bytes, from, rights, end: false };
  }

  /** The receiver has them now; one that only peeks gets references of its own. */
  #handRights(packet: Packet, peek: boolean): readonly OpenFile[] {
    const { rights } = packet;
    if (peek) for (const file of rights) file.refs++;
    else packet.rights = [];
    return rights;
  }

  #readMessage(task: Task, { into, nonblock, peek }: Incoming): Received | Failure | Wait {
    const error = this.takeError();
    if (error) return error;
    const [packet] = this.queue;
    if (!packet) {
      if (this.shutRead && (!nonblock || this.type === SOCK_SEQPACKET)) return END;
      return nonblock ? fail('EAGAIN') : this.sleepOn(task, this.readable, this.options.receiveTimeout);
    }
    const part = packet.bytes.subarray(0, into.length);
    into.set(part);
    const rights = this.#handRights(packet, peek);
    if (!peek) this.#consumed(packet);
    const sender = packet.owner.path;
    const from = sender === undefined ? undefined : unixAddress(sender);
    return { bytes: part.length, length: packet.bytes.length, from, rights, end: false };
  }

  // ---- the end

  shutdown(how: number): 0 | Failure {
    if (how < SHUT_RD || how > SHUT_RDWR) return fail('EINVAL');
    const { peer } = this;
    this.#shut(how !== SHUT_WR, how !== SHUT_RD);
    if (peer && !this.isDatagram) peer.#shut(how !== SHUT_RD, how !== SHUT_WR);
    return 0;
  }

  #shut(read: boolean, write: boolean): void {
    this.shutRead ||= read;
    this.shutWrite ||= write;
    this.wakeAll();
    this.acceptable.wakeAll();
  }

  /** Unread data that is thrown away is an error for who sent it. */
  close(task: Task): void {
    const { peer, queue } = this;
    this.state = 'dead';
    this.host.unixSockets.delete(this);
    forgetName(this);
    const lost = queue.some(({ bytes }) => bytes.length > 0);
    this.#leavePeer(peer, lost);
    for (const unaccepted of this.pending.splice(0)) {
      unaccepted.#leavePeer(unaccepted.peer, true);
      unaccepted.close(task);
    }
    for (const packet of [...queue]) {
      this.#consumed(packet);
      dropRights(task, packet.rights);
    }
    this.room.wakeAll();
  }

  #leavePeer(peer: UnixSocket | undefined, lost: boolean): void {
    this.shutRead = true;
    this.shutWrite = true;
    if (!peer || this.isDatagram) return;
    if (lost) peer.pendingError ??= 'ECONNRESET';
    peer.#shut(true, true);
  }

  poll(): number {
    const waiting = this.queue.length > 0 || this.pending.length > 0;
    const hungUp = (this.shutRead && this.shutWrite) || (!this.isDatagram && this.state === 'unconnected');
    return (
      (waiting || this.shutRead ? POLLIN : 0) |
      (this.shutRead ? POLLRDHUP : 0) |
      (this.#writable ? POLLOUT : 0) |
      (hungUp ? POLLHUP : 0) |
      (this.pendingError ? POLLERR : 0)
    );
  }

  get #writable(): boolean {
    if (this.listening || this.used * 4 > this.options.sndbuf) return false;
    const { peer } = this;
    return !this.isDatagram || !peer || peer.peer === this || peer.queue.length <= MAX_DATAGRAMS;
  }
}

const END: Received = { bytes: 0, length: 0, from: undefined, rights: [], end: true };

/** Two ends that are connected from the beginning. */
export function unixPair(task: Task, type: number): readonly [UnixSocket, UnixSocket] {
  const ends = [new UnixSocket(task, type), new UnixSocket(task, type)] as const;
  ends[0].pairWith(task, ends[1]);
  return ends;
}
