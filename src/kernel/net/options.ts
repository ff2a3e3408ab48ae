/** getsockopt(2) and setsockopt(2). Authority: socket(7), tcp(7), ip(7). Time-outs are µs here, not a struct timeval. */
import {
  AF_INET,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_TCP,
  type Linger,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DOMAIN,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_PEERCRED,
  SO_PROTOCOL,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_SNDBUF,
  SO_SNDTIMEO,
  SO_TYPE,
  SOL_SOCKET,
  type SocketOption,
  TCP_MAXSEG,
  TCP_NODELAY,
} from '../abi.ts';
import { errnoNumber, type Failure, fail } from '../errno.ts';
import type { Task } from '../task.ts';
import { DEFAULT_TTL, type Socket, socketFile } from './socket.ts';
import { TcpSocket } from './tcp-socket.ts';

const asNumber = (value: SocketOption): number => (typeof value === 'number' ? value : Number.NaN);
const isLinger = (value: SocketOption): value is Linger => typeof value === 'object' && 'onoff' in value;

/** Options that are on or off. */
const SWITCHES = {
  [SO_REUSEADDR]: 'reuseAddr',
  [SO_REUSEPORT]: 'reusePort',
  [SO_KEEPALIVE]: 'keepAlive',
  [SO_BROADCAST]: 'broadcast',
} as const;
const TIMEOUTS = { [SO_RCVTIMEO]: 'receiveTimeout', [SO_SNDTIMEO]: 'sendTimeout' } as const;
const SIZES = { [SO_SNDBUF]: 'sndbuf', [SO_RCVBUF]: 'rcvbuf' } as const;

const GREATEST_TTL = 255;

const has = <T extends object>(table: T, name: number): name is Extract<keyof T, number> => Object.hasOwn(table, name);

export function setsockopt(task: Task, fd: number, level: number, name: number, value: SocketOption): 0 | Failure {
  const { socket } = socketFile(task, fd);
  const { options } = socket;
  const number = asNumber(value);
  if (level === IPPROTO_TCP) return setTcp(socket, name, number);
  if (level === IPPROTO_IP) return setIp(socket, name, number);
  if (level !== SOL_SOCKET) return fail(socket.family === AF_INET ? 'ENOPROTOOPT' : 'EOPNOTSUPP');
  if (name === SO_LINGER) {
    if (!isLinger(value)) return fail('EINVAL');
    options.linger = value.onoff ? value.linger : undefined;
    return 0;
  }
  if (Number.isNaN(number)) return fail('EINVAL');
  if (name === SO_REUSEPORT && number !== 0 && socket.family !== AF_INET) return fail('EOPNOTSUPP');
  if (has(SWITCHES, name)) options[SWITCHES[name]] = number !== 0;
  else if (has(TIMEOUTS, name)) options[TIMEOUTS[name]] = Math.max(0, number);
  else if (has(SIZES, name)) socket.resize(SIZES[name], number);
  else return fail('ENOPROTOOPT');
  return 0;
}

/** No machine of this network passes packets on: the number is kept, and nothing more comes of it. */
function setIp({ family, options }: Socket, name: number, value: number): 0 | Failure {
  if (family !== AF_INET) return fail('EOPNOTSUPP');
  if (name !== IP_TTL) return fail('ENOPROTOOPT');
  if (value !== -1 && !(value >= 1 && value <= GREATEST_TTL)) return fail('EINVAL');
  options.ttl = value === -1 ? DEFAULT_TTL : value;
  return 0;
}

function setTcp(socket: Socket, name: number, value: number): 0 | Failure {
  if (!(socket instanceof TcpSocket)) return fail(socket.family === AF_INET ? 'ENOPROTOOPT' : 'EOPNOTSUPP');
  if (name !== TCP_NODELAY) return fail('ENOPROTOOPT');
  socket.options.noDelay = value !== 0;
  socket.connection.sender.noDelay = socket.options.noDelay;
  socket.connection.push();
  return 0;
}

export function getsockopt(task: Task, fd: number, level: number, name: number): SocketOption | Failure {
  const { socket } = socketFile(task, fd);
  if (level === IPPROTO_TCP) return getTcp(socket, name);
  if (level === IPPROTO_IP && socket.family === AF_INET)
    return name === IP_TTL ? socket.options.ttl : fail('ENOPROTOOPT');
  if (level !== SOL_SOCKET) return fail('EOPNOTSUPP');
  return getGeneral(socket, name) ?? fail('ENOPROTOOPT');
}

function getTcp(socket: Socket, name: number): SocketOption | Failure {
  if (!(socket instanceof TcpSocket)) return fail('EOPNOTSUPP');
  if (name === TCP_NODELAY) return socket.options.noDelay ? 1 : 0;
  return name === TCP_MAXSEG ? socket.connection.sender.mss : fail('ENOPROTOOPT');
}

function getGeneral(socket: Socket, name: number): SocketOption | undefined {
  const { options } = socket;
  if (has(SWITCHES, name)) return options[SWITCHES[name]] ? 1 : 0;
  if (has(TIMEOUTS, name)) return options[TIMEOUTS[name]];
  if (has(SIZES, name)) return options[SIZES[name]];
  switch (name) {
    case SO_TYPE:
      return socket.type;
    case SO_DOMAIN:
      return socket.family;
    case SO_PROTOCOL:
      return socket.protocol;
    case SO_ACCEPTCONN:
      return socket.listening ? 1 : 0;
    case SO_PEERCRED:
      return socket.peerCred;
    case SO_LINGER:
      return { onoff: options.linger === undefined ? 0 : 1, linger: options.linger ?? 0 };
    case SO_ERROR: {
      const error = socket.takeError();
      return error ? errnoNumber(error.errno) : 0;
    }
    default:
      return undefined;
  }
}
