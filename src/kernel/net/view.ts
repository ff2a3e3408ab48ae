/** Sockets, connections and packets under way, as plain data for panes and checks. */
import type { Kernel } from '../kernel.ts';
import { NetlinkSocket } from './netlink.ts';
import type { Host, Wire } from './network.ts';
import { endpointText, flagsText } from './packet.ts';
import type { Socket } from './socket.ts';
import type { TcpConnection } from './tcp.ts';
import { TcpSocket } from './tcp-socket.ts';
import type { TcpState, TimerKind } from './tcp-state.ts';
import { UdpSocket } from './udp.ts';
import { UnixSocket } from './unix.ts';

/** Bytes: what is in a buffer, and what it takes. Of UNIX sockets and UDP with the overhead of buffers. */
export interface BufferView {
  readonly used: number;
  readonly capacity: number;
}

export interface SocketView {
  /** 0: no process has it (any more). */
  readonly ino: number;
  readonly host: string;
  readonly kind: 'unix' | 'tcp' | 'udp' | 'icmp';
  /** SOCK_STREAM, … as a number. */
  readonly type: number;
  /** `ESTABLISHED`, `LISTEN`; of others than TCP `connected`, `listening`, `unconnected`. */
  readonly state: TcpState | 'connected' | 'listening' | 'unconnected' | 'dead';
  readonly local: string;
  readonly peer: string;
  /** The socket at the other end, where it is on this machine and of AF_UNIX. */
  readonly peerIno: number | undefined;
  readonly pids: readonly number[];
  readonly send: BufferView;
  readonly receive: BufferView;
  /** Of a listener: connections that wait to be accepted, and how many may. */
  readonly backlog: { readonly waiting: number; readonly limit: number } | undefined;
  /** Of TCP. */
  readonly tcp: TcpView | undefined;
}

export interface TcpView {
  /** Counted from the first number of each side. */
  readonly acknowledged: number;
  readonly next: number;
  readonly expected: number;
  /** Bytes: what the other side has room for, and what congestion allows. */
  readonly window: number;
  readonly congestion: number;
  readonly mss: number;
  /** µs. */
  readonly rto: number;
  readonly retries: number;
  readonly timer: { readonly kind: TimerKind; readonly at: number } | undefined;
}

export interface FlightView {
  readonly id: number;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly from: string;
  readonly to: string;
  readonly flags: string;
  readonly bytes: number;
  readonly again: boolean;
  /** Virtual µs. */
  readonly sentAt: number;
  readonly arrivesAt: number;
  readonly lost: boolean;
}

export interface NetworkView {
  readonly hosts: readonly {
    readonly name: string;
    readonly address: string;
    readonly wire: Readonly<Wire>;
  }[];
  readonly sockets: readonly SocketView[];
  readonly flights: readonly FlightView[];
}

/** Which processes have a descriptor of each socket. */
function owners(kernel: Kernel): Map<Socket, Set<number>> {
  const all = new Map<Socket, Set<number>>();
  for (const task of kernel.tasks.values()) {
    for (const [, { file }] of task.files.entries()) {
      // What the kernel says to a program is no conversation.
      if (!file.socket || file.socket instanceof NetlinkSocket) continue;
      const pids = all.get(file.socket);
      if (pids) pids.add(task.group.tgid);
      else all.set(file.socket, new Set([task.group.tgid]));
    }
  }
  return all;
}

function tcpView({ sender, receiver, timer }: TcpConnection): TcpView {
  return {
    acknowledged: sender.una - sender.first,
    next: sender.nxt - sender.first,
    expected: receiver.next - receiver.first,
    window: sender.window,
    congestion: sender.congestion,
    mss: sender.mss,
    rto: sender.rto,
    retries: sender.retries,
    timer: timer && { kind: timer.kind, at: timer.timer.at },
  };
}

function connectionView(connection: TcpConnection, pids: readonly number[]): SocketView {
  const { ino, host, state, local, remote, options, sender, listening } = connection;
  return {
    ino,
    host: host.hostname,
    kind: 'tcp',
    type: 1,
    state,
    local: endpointText(local),
    peer: endpointText(remote),
    peerIno: undefined,
    pids,
    send: { used: sender.pending, capacity: options.sndbuf },
    receive: { used: connection.receiver.queue.length, capacity: options.rcvbuf },
    backlog: listening ? { waiting: connection.accepted.length, limit: connection.backlog } : undefined,
    tcp: tcpView(connection),
  };
}

function socketView(socket: Socket, pids: readonly number[]): SocketView {
  if (socket instanceof TcpSocket) return connectionView(socket.connection, pids);
  const { ino, type, options } = socket;
  const unix = socket instanceof UnixSocket ? socket : undefined;
  const udp = socket instanceof UdpSocket ? socket : undefined;
  const unread = socket.unread();
  return {
    ino,
    host: socket.host.hostname,
    kind: unix ? 'unix' : udp ? 'udp' : 'icmp',
    type,
    state: unix?.state ?? (udp?.connected ? 'connected' : 'unconnected'),
    local: socket.localText(),
    peer: socket.peerText(),
    peerIno: unix?.peer?.ino,
    pids,
    send: { used: unix?.used ?? 0, capacity: options.sndbuf },
    receive: { used: udp?.used ?? (typeof unread === 'number' ? unread : 0), capacity: options.rcvbuf },
    backlog: unix?.listening ? { waiting: unix.pending.length, limit: unix.backlog } : undefined,
    tcp: undefined,
  };
}

/** What a packet to another machine has to expect: the wire, and before it what netem does. */
function wayOut({ wire, eth0 }: Host): Wire {
  const netem = eth0.discipline?.netem;
  if (!netem) return { ...wire };
  const arrives = (1 - wire.loss / 100) * (1 - netem.loss / 100);
  return { delay: wire.delay + netem.delay, loss: 100 * (1 - arrives) };
}

/** In the order of inodes; behind them the connections that no process has. */
export function viewNetwork(kernel: Kernel): NetworkView {
  const { hosts, flights } = kernel.network;
  const sockets = [...owners(kernel)]
    .sort(([a], [b]) => a.ino - b.ino)
    .map(([socket, pids]) => socketView(socket, [...pids]));
  const orphans = hosts.flatMap(({ tcp }) => [...tcp.all()].filter(({ ino }) => ino === 0));
  return {
    hosts: hosts.map((host) => ({ name: host.hostname, address: host.address, wire: wayOut(host) })),
    sockets: [...sockets, ...orphans.map((connection) => connectionView(connection, []))],
    flights: [...flights].map(({ id, packet, sentAt, arrivesAt, lost }) => ({
      id,
      protocol: packet.protocol,
      from: endpointText(packet.from),
      to: endpointText(packet.to),
      flags: packet.protocol === 'tcp' ? flagsText(packet) : '',
      bytes: packet.bytes.length,
      again: packet.protocol === 'tcp' && packet.again,
      sentAt,
      arrivesAt,
      lost,
    })),
  };
}
