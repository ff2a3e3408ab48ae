/**
 * Ping sockets: a datagram socket for ICMP echoes, which needs no privilege. Its port is the identifier of its echoes.
 * What it sends and receives is the message from its type on: type, code, checksum (0 here), identifier, sequence, data.
 * Authority: icmp(7), "ICMP sockets"; net/ipv4/ping.c.
 */
import { AF_INET, IPPROTO_ICMP, POLLIN, POLLOUT, SOCK_DGRAM, type SocketAddress } from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { Task } from '../task.ts';
import { type Wait, WaitQueue } from '../wait-queue.ts';
import { inetAddress } from './inet.ts';
import type { Host } from './network.ts';
import { ANY, type Endpoint, type Icmp, LOOPBACK } from './packet.ts';
import { type Incoming, type Outgoing, type Received, Socket } from './socket.ts';

const ECHO = 8;
const HEADER = 8;
const IP_HEADER = 20;
const MAX_PACKET = 0xffff;
const MAX_IDENTIFIER = 0xffff;
const TYPES = { echo: ECHO, reply: 0, 'port unreachable': 3, 'host unreachable': 3 } as const;
const HOST_UNREACHABLE = 1;

/** The next one that nobody has, round and round. */
function freeIdentifier(host: Host): number {
  do host.lastPing = (host.lastPing % MAX_IDENTIFIER) + 1;
  while (host.pings.has(host.lastPing) && host.pings.size < MAX_IDENTIFIER);
  return host.lastPing;
}

export class PingSocket extends Socket {
  readonly family = AF_INET;
  readonly type = SOCK_DGRAM;
  readonly protocol = IPPROTO_ICMP;
  readonly #identifier: number;
  #remote: Endpoint | undefined;
  readonly #queue: Icmp[] = [];
  readonly readable = new WaitQueue('__skb_wait_for_more_packets', () => ({
    kind: 'socket-data',
    ino: this.ino,
    at: this.localText(),
    from: this.peerText(),
  }));
  readonly writable = this.readable;

  constructor(task: Task) {
    super(task);
    this.#identifier = freeIdentifier(this.host);
    this.host.pings.set(this.#identifier, this);
  }

  localText(): string {
    return `${ANY}:${this.#identifier}`;
  }

  peerText(): string {
    return this.#remote?.address ?? '';
  }

  name(): SocketAddress {
    return inetAddress({ address: ANY, port: this.#identifier });
  }

  peerName(): SocketAddress | Failure {
    return this.#remote ? inetAddress(this.#remote) : fail('ENOTCONN');
  }

  unread(): number {
    return this.#queue[0]?.bytes.length ?? 0;
  }

  bind(): 0 | Failure {
    return fail('EINVAL');
  }

  connect(_task: Task, address: SocketAddress): 0 | Failure {
    if (address.family !== AF_INET) return fail('EAFNOSUPPORT');
    if (this.host.sourceFor(address.address) === undefined) return fail('ENETUNREACH');
    this.#remote = { address: address.address, port: 0 };
    return 0;
  }

  send(_task: Task, { bytes, to }: Outgoing): number | Failure {
    if (to && to.family !== AF_INET) return fail('EAFNOSUPPORT');
    const asked = to ?? this.#remote;
    if (!asked) return fail('EDESTADDRREQ');
    if (bytes.length < HEADER || bytes[0] !== ECHO) return fail('EINVAL');
    if (bytes.length + IP_HEADER > MAX_PACKET) return fail('EMSGSIZE');
    const address = asked.address === ANY ? LOOPBACK : asked.address;
    const source = address === this.host.address ? address : this.host.sourceFor(address);
    if (source === undefined) return fail('ENETUNREACH');
    const port = this.#identifier;
    const ends = { from: { address: source, port }, to: { address, port } };
    this.host.network.transmit(this.host, { protocol: 'icmp', kind: 'echo', ...ends, bytes: bytes.slice() });
    return bytes.length;
  }

  receive(task: Task, { into, nonblock, peek }: Incoming): Received | Failure | Wait {
    const [message] = this.#queue;
    if (!message) return nonblock ? fail('EAGAIN') : this.sleepOn(task, this.readable, this.options.receiveTimeout);
    if (!peek) this.#queue.shift();
    const { bytes, from, kind, about } = message;
    const told = (about ?? message).bytes.slice();
    told[0] = TYPES[kind];
    if (kind === 'host unreachable') told[1] = HOST_UNREACHABLE;
    into.set(told.subarray(0, into.length));
    const length = Math.min(into.length, Math.max(bytes.length, told.length));
    return { bytes: length, length: told.length, from: inetAddress({ ...from, port: 0 }), rights: [], end: false };
  }

  arrives(message: Icmp): void {
    this.#queue.push(message);
    this.readable.wakeAll();
  }

  shutdown(): 0 | Failure {
    return this.#remote ? 0 : fail('ENOTCONN');
  }

  close(): void {
    this.host.pings.delete(this.#identifier);
  }

  poll(): number {
    return POLLOUT | (this.#queue.length > 0 ? POLLIN : 0);
  }
}
