/**
 * UDP sockets: datagrams that keep their boundaries, and may be lost.
 * Models what a full receiver drops, ports, connected sockets and the errors that come back to them.
 * Leaves out broadcast, multicast and fragments. Authority: udp(7), ip(7), RFC 768; net/ipv4/udp.c.
 */
import {
  AF_INET,
  IPPROTO_UDP,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  POLLRDHUP,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  SOCK_DGRAM,
  type SocketAddress,
} from '../abi.ts';
import { type Errno, type Failure, fail } from '../errno.ts';
import type { Task } from '../task.ts';
import { type Wait, WaitQueue } from '../wait-queue.ts';
import { udpBuffer } from './buffer-size.ts';
import { inetAddress, localEndpoint } from './inet.ts';
import type { Host } from './network.ts';
import { ANY, type Datagram, type Endpoint, endpointText, LOOPBACK, NOWHERE } from './packet.ts';
import type { PortUser } from './ports.ts';
import { type Incoming, type Outgoing, type Received, Socket } from './socket.ts';

const MAX_DATAGRAM = 65507;
/** Of the length that a header can tell; with the headers a datagram must be shorter. */
const MAX_LENGTH = 65535;

export class UdpSocket extends Socket implements PortUser {
  readonly family = AF_INET;
  readonly type = SOCK_DGRAM;
  readonly protocol = IPPROTO_UDP;
  local: Endpoint = NOWHERE;
  remote: Endpoint = NOWHERE;
  readonly queue: Datagram[] = [];
  /** Bytes of buffers in the queue, and datagrams that found no room. */
  used = 0;
  drops = 0;
  #shutRead = false;
  #shutWrite = false;
  readonly readable = new WaitQueue('__skb_wait_for_more_packets', () => ({
    kind: 'socket-data',
    ino: this.ino,
    at: endpointText(this.local),
    from: this.connected ? endpointText(this.remote) : '',
  }));
  readonly writable = new WaitQueue('sock_alloc_send_pskb', () => ({
    kind: 'socket-room',
    ino: this.ino,
    to: endpointText(this.remote),
    used: 0,
    capacity: this.options.sndbuf,
  }));

  get reuseAddr(): boolean {
    return this.options.reuseAddr;
  }

  get reusePort(): boolean {
    return this.options.reusePort;
  }

  get connected(): boolean {
    return this.remote !== NOWHERE;
  }

  localText(): string {
    return endpointText(this.local);
  }

  peerText(): string {
    return endpointText(this.remote);
  }

  name(): SocketAddress {
    return inetAddress(this.local);
  }

  peerName(): SocketAddress | Failure {
    return this.remote.port === 0 ? fail('ENOTCONN') : inetAddress(this.remote);
  }

  unread(): number {
    return this.queue[0]?.bytes.length ?? 0;
  }

  bind(task: Task, address: SocketAddress): 0 | Failure {
    const wanted = localEndpoint(task, address);
    if (this.local.port !== 0) return fail('EINVAL');
    return this.#take(wanted);
  }

  #take({ address, port: asked }: Endpoint): 0 | Failure {
    const { host } = this;
    const port = asked || host.ephemeralPort((port) => host.udp.isUnused(port));
    if (port === undefined) return fail('EAGAIN');
    this.local = { address, port };
    if (host.udp.conflicts(this)) {
      this.local = NOWHERE;
      return fail('EADDRINUSE');
    }
    host.udp.add(this);
    return 0;
  }

  connect(_task: Task, address: SocketAddress): 0 | Failure {
    const refused = this.local.port === 0 ? this.#take({ address: ANY, port: 0 }) : 0;
    if (refused) return refused;
    if (address.family !== AF_INET) return fail('EAFNOSUPPORT');
    const to = address.address === ANY ? LOOPBACK : address.address;
    const source = this.#sourceFor(to);
    if (source === undefined) return fail('ENETUNREACH');
    if (this.local.address === ANY) this.local = { ...this.local, address: source };
    this.remote = { address: to, port: address.port };
    return 0;
  }

  #sourceFor(to: string): string | undefined {
    return to === this.host.address ? to : this.host.sourceFor(to);
  }

  send(task: Task, message: Outgoing): number | Failure {
    const { bytes, to, urgent } = message;
    const refused = this.local.port === 0 ? this.#take({ address: ANY, port: 0 }) : 0;
    if (refused) return refused;
    if (bytes.length > MAX_LENGTH) return fail('EMSGSIZE');
    if (urgent) return fail('EOPNOTSUPP');
    if (to && to.family !== AF_INET) return fail('EAFNOSUPPORT');
    if (!to && !this.connected) return fail('EDESTADDRREQ');
    const asked = to ?? this.remote;
    if (to && asked.port === 0) return fail('EINVAL');
    if (bytes.length > MAX_DATAGRAM) return fail('EMSGSIZE');
    const error = this.takeError();
    if (error) return error;
    if (this.#shutWrite) return fail('EPIPE'); // without a signal
    const target = { address: asked.address === ANY ? LOOPBACK : asked.address, port: asked.port };
    const source = this.#sourceFor(target.address);
    if (source === undefined) return fail('ENETUNREACH');
    const from = { ...this.local, address: this.local.address === ANY ? source : this.local.address };
    this.kernel.emit('socket.send', task.pid, { ino: this.ino, bytes: bytes.length });
    this.host.network.transmit(this.host, { protocol: 'udp', from, to: target, bytes: bytes.slice() });
    return bytes.length;
  }

  receive(task: Task, { into, nonblock, peek }: Incoming): Received | Failure | Wait {
    const error = this.takeError();
    if (error) return error;
    const [datagram] = this.queue;
    if (!datagram) {
      if (this.#shutRead && !nonblock) return { bytes: 0, length: 0, from: undefined, rights: [], end: true };
      return nonblock ? fail('EAGAIN') : this.sleepOn(task, this.readable, this.options.receiveTimeout);
    }
    const part = datagram.bytes.subarray(0, into.length);
    into.set(part);
    if (!peek) {
      this.queue.shift();
      this.used -= udpBuffer(datagram.bytes.length);
    }
    const from = inetAddress(datagram.from);
    return { bytes: part.length, length: datagram.bytes.length, from, rights: [], end: false };
  }

  /** False: there is no room. */
  arrives(datagram: Datagram): boolean {
    const room = udpBuffer(datagram.bytes.length);
    if (this.used + room > this.options.rcvbuf) {
      this.drops++;
      return false;
    }
    this.used += room;
    this.queue.push(datagram);
    this.readable.wakeAll();
    return true;
  }

  /** The network could not deliver: only a connected socket hears of it. */
  failed(error: Errno): void {
    if (!this.connected) return;
    this.pendingError = error;
    this.wakeAll();
  }

  shutdown(how: number): 0 | Failure {
    if (how < SHUT_RD || how > SHUT_RDWR) return fail('EINVAL');
    if (how !== SHUT_WR) this.#shutRead = true;
    if (how !== SHUT_RD) this.#shutWrite = true;
    this.wakeAll();
    return this.connected ? 0 : fail('ENOTCONN'); // which does not keep it from being shut
  }

  close(): void {
    this.host.udp.remove(this);
  }

  poll(): number {
    const data = this.queue.length > 0 || this.#shutRead ? POLLIN : 0;
    const ended = this.#shutRead ? POLLRDHUP : 0;
    const error = this.pendingError ? POLLERR : 0;
    return data | ended | POLLOUT | error | (this.#shutRead && this.#shutWrite ? POLLHUP : 0);
  }
}

/** The socket that a datagram is for: the one connected to its sender, else one bound to the address, else one that takes any; of several the newest. */
function socketFor(host: Host, { to, from }: Datagram): UdpSocket | undefined {
  const score = (socket: UdpSocket): number => {
    const { local, remote, connected } = socket;
    if (connected && endpointText(remote) !== endpointText(from)) return 0;
    if (local.address !== ANY && local.address !== to.address) return 0;
    return 1 + (connected ? 2 : 0) + (local.address === ANY ? 0 : 1);
  };
  let best: UdpSocket | undefined;
  let most = 0;
  for (const socket of host.udp.at(to.port)) {
    const points = score(socket);
    if (points > 0 && points >= most) [best, most] = [socket, points];
  }
  return best;
}

export function receiveDatagram(host: Host, datagram: Datagram): void {
  const socket = socketFor(host, datagram);
  if (socket) {
    if (!socket.arrives(datagram)) host.network.tellLost({ packet: datagram }, 'full');
    return;
  }
  const { from, to } = datagram;
  const message = { protocol: 'icmp', kind: 'port unreachable', bytes: new Uint8Array(0), about: datagram } as const;
  host.network.transmit(host, { ...message, from: { ...to, port: 0 }, to: { ...from, port: 0 } });
}
