/**
 * What the kernel tells ss(8) of the sockets of a machine: the answer to a NETLINK_SOCK_DIAG dump, as records instead of
 * netlink messages. Authority: sock_diag(7).
 */
import { AF_INET, AF_UNIX, type SocketDiag, type TcpInfo } from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import { call } from '../row.ts';
import type { Task } from '../task.ts';
import type { Host } from './network.ts';
import { STATES, TIMERS } from './proc-net.ts';
import type { Socket } from './socket.ts';
import type { TcpConnection } from './tcp.ts';
import type { UdpSocket } from './udp.ts';
import type { UnixSocket } from './unix.ts';
import { shownName } from './unix-name.ts';

const NO_TIMER = { timer: 0, expires: 0, retries: 0 } as const;

function tcpInfo({ sender, receiver }: TcpConnection): TcpInfo {
  const {
    rto,
    roundTrip: rtt,
    variation: rttvar,
    mss,
    congestion,
    threshold,
    max,
    una,
    first,
    window,
    underWay,
  } = sender;
  return {
    rto,
    rtt,
    rttvar,
    mss,
    congestion,
    threshold: Number.isFinite(threshold) ? threshold : undefined,
    sent: Math.max(0, max - first - 1),
    acknowledged: una - first,
    received: Math.max(0, receiver.next - receiver.first),
    unacknowledged: underWay,
    sendWindow: window,
  };
}

const bufferSizes = ({ uid, options: { rcvbuf, sndbuf } }: Pick<Socket, 'uid' | 'options'>) => ({
  uid,
  rcvbuf,
  sndbuf,
});

function tcpDiag(connection: TcpConnection): SocketDiag {
  const { local, remote, state, listening, sender, receiver, timer, ino, host } = connection;
  const waits = state === 'TIME_WAIT';
  return {
    kind: 'tcp',
    state: STATES[state],
    local: local.address,
    localPort: local.port,
    peer: remote.address,
    peerPort: remote.port,
    receiveQueue: listening ? connection.accepted.length : waits ? 0 : connection.unread,
    sendQueue: listening ? connection.backlog : waits ? 0 : sender.pending,
    ino,
    timer: timer ? TIMERS[timer.kind] : 0,
    expires: timer ? Math.max(0, timer.timer.at - host.network.kernel.now) : 0,
    retries: sender.retries,
    ...bufferSizes(connection),
    shutdown: (connection.shutRead || receiver.ended ? 1 : 0) | (connection.shutWrite ? 2 : 0),
    tcp: tcpInfo(connection),
  };
}

const udpDiag = ({ local, remote, connected, used, ino, uid, options }: UdpSocket): SocketDiag => ({
  ...bufferSizes({ uid, options }),
  shutdown: 0,
  kind: 'udp',
  state: connected ? STATES.ESTABLISHED : STATES.CLOSED,
  local: local.address,
  localPort: local.port,
  peer: remote.address,
  peerPort: remote.port,
  receiveQueue: used,
  sendQueue: 0,
  ino,
  ...NO_TIMER,
});

const UNIX_KINDS: Readonly<Record<number, SocketDiag['kind']>> = { 1: 'u_str', 2: 'u_dgr', 5: 'u_seq' };

function unixDiag(socket: UnixSocket): SocketDiag {
  const { type, listening, state, path, ino, peer, pending, backlog, used } = socket;
  const unread = socket.unread();
  const connected = state === 'connected' && peer !== undefined;
  return {
    ...bufferSizes(socket),
    shutdown: 0,
    kind: UNIX_KINDS[type] ?? 'u_str',
    state: listening ? STATES.LISTEN : connected ? STATES.ESTABLISHED : STATES.CLOSED,
    local: shownName(path),
    localPort: ino,
    peer: shownName(connected ? peer.path : undefined),
    peerPort: connected && !peer.unaccepted ? peer.ino : 0,
    receiveQueue: listening ? pending.length : typeof unread === 'number' ? unread : 0,
    sendQueue: listening ? backlog : used,
    ino,
    ...NO_TIMER,
  };
}

function inetDiag(host: Host): SocketDiag[] {
  const tcp = [...host.tcp.all()].filter(({ state }) => state !== 'CLOSED');
  return [...[...host.udp.all()].map(udpDiag), ...tcp.map(tcpDiag)];
}

/** One that nobody has accepted has no inode, and is not told. */
function sockDiag({ host }: Task, family: number): SocketDiag[] | Failure {
  if (family === AF_INET) return inetDiag(host);
  if (family !== AF_UNIX) return fail('ENOENT');
  return [...host.unixSockets].filter(({ unaccepted }) => !unaccepted).map(unixDiag);
}

export const diagCalls = {
  sock_diag: call({ args: ['family'], restart: 'never', shown: 'recvmsg', run: sockDiag }),
};
