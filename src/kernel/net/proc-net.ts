/**
 * /proc/net: the sockets of a machine, as ss(8) and netstat(8) read them; its interfaces and routes.
 * Layouts are those of Linux, where pointers are hashed. Authority: proc_net(5); net/ipv4/tcp_ipv4.c, udp.c, net/unix/af_unix.c.
 */
import type { DirInode, Inode } from '../fs/inode.ts';
import { fixedDir, procFile } from '../fs/proc-dir.ts';
import type { Kernel } from '../kernel.ts';
import type { Link } from './link.ts';
import type { Host } from './network.ts';
import type { Endpoint } from './packet.ts';
import type { TcpConnection } from './tcp.ts';
import type { TcpState, TimerKind } from './tcp-state.ts';
import type { UdpSocket } from './udp.ts';
import type { UnixSocket } from './unix.ts';
import { shownName } from './unix-name.ts';

export const STATES: Readonly<Record<TcpState, number>> = {
  ESTABLISHED: 1,
  SYN_SENT: 2,
  SYN_RECV: 3,
  FIN_WAIT1: 4,
  FIN_WAIT2: 5,
  TIME_WAIT: 6,
  CLOSED: 7,
  CLOSE_WAIT: 8,
  LAST_ACK: 9,
  LISTEN: 10,
  CLOSING: 11,
};
export const TIMERS: Readonly<Record<TimerKind, number>> = { on: 1, finwait: 2, timewait: 3, persist: 4 };
/** Bytes of a line without its newline. */
const TCP_WIDTH = 149;
const UDP_WIDTH = 127;
const UDP_BUCKETS = 4096;
/** µs. */
const TICK = 10_000;

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');
/** The address as the machine's word, whose first byte is the last. */
const endpoint = ({ address, port }: Endpoint): string => {
  const bytes = address.split('.').map((part) => hex(Number(part), 2));
  return `${bytes.reverse().join('')}:${hex(port, 4)}`;
};
/** Where a pointer would be. */
const hashed = (ino: number): string => hex(Math.imul(ino + 1, 0x9e3779b1) >>> 0, 16).toLowerCase();

const TCP_HEADER = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const UDP_HEADER =
  '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops';

function tcpLine(connection: TcpConnection, index: number): string {
  const { local, remote, state, sender, timer, ino, listening, host } = connection;
  const waits = state === 'TIME_WAIT';
  const sent = listening || waits ? 0 : sender.pending;
  const received = listening ? connection.accepted.length : waits ? 0 : connection.unread;
  const left = timer ? Math.max(0, timer.timer.at - host.network.kernel.now) / TICK : 0;
  const ends = `${endpoint(local)} ${endpoint(remote)} ${hex(STATES[state], 2)}`;
  const clock = `${hex(timer ? TIMERS[timer.kind] : 0, 2)}:${hex(Math.round(left), 8)}`;
  const queues = `${hex(sent, 8)}:${hex(received, 8)} ${clock} ${hex(waits ? 0 : sender.retries, 8)}`;
  const uid = ino === 0 ? 0 : connection.uid;
  const owner = `${String(uid).padStart(5)} ${'0'.padStart(8)} ${ino}`;
  const details = listening ? '100 0 0 10 0' : '20 0 0 10 -1';
  const rest = waits ? `3 ${hashed(local.port)}` : `${listening ? 1 : 2} ${hashed(ino)} ${details}`;
  return `${String(index).padStart(4)}: ${ends} ${queues} ${owner} ${rest}`.padEnd(TCP_WIDTH);
}

/** Listeners first. What is only bound is in no table. */
function tcpText(host: Host): string {
  const all = [...host.tcp.all()].filter(({ state }) => state !== 'CLOSED');
  const ordered = [...all.filter(({ listening }) => listening), ...all.filter(({ listening }) => !listening)];
  return [TCP_HEADER.padEnd(TCP_WIDTH), ...ordered.map(tcpLine), ''].join('\n');
}

function udpLine(socket: UdpSocket): string {
  const { local, remote, connected, uid, ino, used, drops } = socket;
  const ends = `${endpoint(local)} ${endpoint(remote)} ${connected ? '01' : '07'}`;
  const owner = `${String(uid).padStart(5)} ${'0'.padStart(8)} ${ino} 2 ${hashed(ino)} ${drops}`;
  const bucket = String(local.port % UDP_BUCKETS).padStart(5);
  return `${bucket}: ${ends} ${hex(0, 8)}:${hex(used, 8)} 00:00000000 00000000 ${owner}`.padEnd(UDP_WIDTH);
}

const udpText = (host: Host): string =>
  [UDP_HEADER.padEnd(UDP_WIDTH), ...[...host.udp.all()].map(udpLine), ''].join('\n');

const UNIX_HEADER = 'Num       RefCount Protocol Flags    Type St Inode Path';
const ACCEPTS = 0x10000;

/** A connection that nobody has accepted has no inode yet. */
function unixLine(socket: UnixSocket): string {
  const { path, listening, type, state, peer } = socket;
  const waiting = socket.unaccepted;
  const references = state === 'connected' && peer ? 3 : 2;
  const st = waiting ? 2 : state === 'connected' && peer ? 3 : 1;
  const flags = hex(listening ? ACCEPTS : 0, 8);
  const ino = String(waiting ? 0 : socket.ino).padStart(5);
  const name = path === undefined ? '' : ` ${shownName(path)}`;
  return `${hashed(socket.ino)}: ${hex(references, 8)} 00000000 ${flags} ${hex(type, 4)} ${hex(st, 2)} ${ino}${name}`;
}

const unixText = (host: Host): string => [UNIX_HEADER, ...[...host.unixSockets].map(unixLine), ''].join('\n');

const DEV_HEADER = [
  'Inter-|   Receive                                                |  Transmit',
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
];

function devLine({ name, received, sent }: Link): string {
  const in_ = `${String(received.bytes).padStart(8)} ${String(received.packets).padStart(7)}    0    0    0     0          0         0`;
  const out = `${String(sent.bytes).padStart(8)} ${String(sent.packets).padStart(7)}    0    0    0     0       0          0`;
  return `${name.padStart(6)}: ${in_} ${out}`;
}

const devText = ({ links }: Host): string => [...DEV_HEADER, ...links.map(devLine), ''].join('\n');

const ROUTE_WIDTH = 127;
const ROUTE_HEADER = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
const ROUTE = 'eth0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0';
const routeText = ({ eth0 }: Host): string =>
  [ROUTE_HEADER, ...(eth0.up ? [ROUTE] : [])].map((line) => `${line.padEnd(ROUTE_WIDTH)}\n`).join('');

/** The directory for a process; the machine is the one that it runs on. */
export function netDir(kernel: Kernel, parent: DirInode, hostOf: () => Host): DirInode {
  const file = (text: (host: Host) => string) => (): Inode => procFile(kernel, { read: () => text(hostOf()) });
  return fixedDir(kernel, parent, {
    dev: file(devText),
    route: file(routeText),
    tcp: file(tcpText),
    udp: file(udpText),
    unix: file(unixText),
  });
}
