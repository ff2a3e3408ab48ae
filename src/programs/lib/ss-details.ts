/**
 * What ss tells beside the columns: users, timers, -e, -m and -i. Of memory and of TCP it tells what this kernel counts; the
 * rest, pacing, RACK and the like, there is not. Authority: ss(8) of iproute2 6.1; misc/ss.c.
 */
import type { SocketDiag, TcpInfo } from '../../kernel/abi.ts';
import type { Owner } from './sockets.ts';

const TIMERS = ['off', 'on', 'keepalive', 'timewait', 'persist', 'unknown'];
const LISTEN = 10;

export interface Details {
  readonly owners: ReadonlyMap<number, readonly Owner[]> | undefined;
  /** Threads beside their processes: /proc tells of the first of each. */
  readonly threads: boolean;
  readonly timers: boolean;
  readonly extended: boolean;
  readonly memory: boolean;
  readonly info: boolean;
  readonly oneline: boolean;
}

const usersOf = (owners: readonly Owner[], threads: boolean): string =>
  ` users:(${owners.map(({ comm, pid, fd }) => `("${comm}",pid=${pid},${threads ? `tid=${pid},` : ''}fd=${fd})`).join(',')})`;

/** `59sec`, `1.200ms` (as ss writes it), `190ms`. */
function timerText({ timer, expires, retries }: SocketDiag): string {
  const ms = Math.floor(expires / 1000);
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor(ms / 1000) % 60;
  const rest = seconds > 9 ? 0 : ms % 1000;
  const parts = [
    minutes > 0 ? `${minutes}min` : '',
    seconds > 0 ? `${seconds}${rest > 0 ? '.' : 'sec'}` : '',
    rest > 0 ? `${String(rest).padStart(3, '0')}ms` : '',
  ];
  return ` timer:(${TIMERS[timer] ?? 'unknown'},${parts.join('')},${retries})`;
}

const isInet = ({ kind }: SocketDiag): boolean => kind === 'tcp' || kind === 'udp';

/** The socket's number and the directions that are open. Sockets of UNIX have other details, which are left out. */
function extendedText(socket: SocketDiag): string {
  const { uid, ino, shutdown } = socket;
  if (!isInet(socket)) return ' <->';
  const ends = `${shutdown & 1 ? '-' : '<'}-${shutdown & 2 ? '-' : '>'}`;
  return `${uid === 0 ? '' : ` uid:${uid}`} ino:${ino} sk:${ino.toString(16)} cgroup:/ ${ends}`;
}

const memoryText = ({ receiveQueue, sendQueue, rcvbuf, sndbuf, state }: SocketDiag): string => {
  const [come, go] = state === LISTEN ? [0, 0] : [receiveQueue, sendQueue];
  return ` skmem:(r${come},rb${rcvbuf},t0,tb${sndbuf},f0,w${go},o0,bl0,d0)`;
};

/** As %g prints it. */
const general = (value: number): string => String(Number(value.toPrecision(6)));
const ms = (us: number): string => general(us / 1000);

function infoText(info: TcpInfo, retries: number): string {
  const { rto, rtt, rttvar, mss, congestion, threshold, sent, acknowledged, received, unacknowledged, sendWindow } =
    info;
  const segments = (bytes: number): number => Math.ceil(bytes / mss);
  const window = Math.max(1, Math.floor(congestion / mss));
  const rate = !rtt ? 0 : Math.floor((mss * 8 * 1e6) / rtt) * window;
  const words = [
    'reno',
    `rto:${ms(rto)}`,
    retries > 0 && `backoff:${retries}`,
    rtt !== undefined && rtt > 0 && `rtt:${ms(Math.round(rtt))}/${ms(Math.round(rttvar))}`,
    `mss:${mss}`,
    `cwnd:${window}`,
    threshold !== undefined && `ssthresh:${Math.max(2, segments(threshold))}`,
    sent > 0 && `bytes_sent:${sent}`,
    acknowledged > 0 && `bytes_acked:${acknowledged}`,
    received > 0 && `bytes_received:${received}`,
    rate > 0 && `send ${rate}bps`,
    unacknowledged > 0 && `unacked:${segments(unacknowledged)}`,
    sendWindow > 0 && `snd_wnd:${sendWindow}`,
  ];
  return words.map((word) => (word === false ? '' : ` ${word}`)).join('');
}

/** The last column. */
export function processText(socket: SocketDiag, details: Details): string {
  const { owners, timers, extended, memory, info, oneline } = details;
  const users = owners?.get(socket.ino);
  const tells = memory || (info && socket.kind === 'tcp');
  const line = tells && isInet(socket) && !oneline ? '\n\t' : '';
  return [
    users ? usersOf(users, details.threads) : '',
    timers && socket.timer > 0 ? timerText(socket) : '',
    extended ? extendedText(socket) : '',
    line,
    memory ? memoryText(socket) : '',
    info && socket.tcp && socket.state !== LISTEN ? infoText(socket.tcp, socket.retries) : '',
    info && socket.tcp && socket.state === LISTEN ? ' reno cwnd:10' : '',
  ].join('');
}
