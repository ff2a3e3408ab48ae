/** How strace prints what the calls of sockets take. Authority: strace's sockaddr.c, net.c. */
import {
  AF_INET,
  AF_UNIX,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_TCP,
  MSG_CMSG_CLOEXEC,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_PEEK,
  MSG_TRUNC,
  MSG_WAITALL,
  type MsgHdr,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOL_SOCKET,
  type SocketAddress,
} from '../abi.ts';

const FAMILIES: Readonly<Record<number, string>> = {
  0: 'AF_UNSPEC',
  [AF_UNIX]: 'AF_UNIX',
  [AF_INET]: 'AF_INET',
  16: 'AF_NETLINK',
};
const TYPES: Readonly<Record<number, string>> = {
  1: 'SOCK_STREAM',
  2: 'SOCK_DGRAM',
  3: 'SOCK_RAW',
  5: 'SOCK_SEQPACKET',
};
const PROTOCOLS: Readonly<Record<number, string>> = {
  0: 'IPPROTO_IP',
  1: 'IPPROTO_ICMP',
  6: 'IPPROTO_TCP',
  17: 'IPPROTO_UDP',
};
const MSG_FLAGS: readonly (readonly [number, string])[] = [
  [MSG_PEEK, 'MSG_PEEK'],
  [MSG_TRUNC, 'MSG_TRUNC'],
  [MSG_DONTWAIT, 'MSG_DONTWAIT'],
  [MSG_WAITALL, 'MSG_WAITALL'],
  [MSG_NOSIGNAL, 'MSG_NOSIGNAL'],
  [MSG_CMSG_CLOEXEC, 'MSG_CMSG_CLOEXEC'],
];
const LEVELS: Readonly<Record<number, string>> = {
  [SOL_SOCKET]: 'SOL_SOCKET',
  [IPPROTO_IP]: 'SOL_IP',
  [IPPROTO_TCP]: 'SOL_TCP',
};
const OPTIONS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [SOL_SOCKET]: {
    2: 'SO_REUSEADDR',
    3: 'SO_TYPE',
    4: 'SO_ERROR',
    6: 'SO_BROADCAST',
    7: 'SO_SNDBUF',
    8: 'SO_RCVBUF',
    9: 'SO_KEEPALIVE',
    13: 'SO_LINGER',
    15: 'SO_REUSEPORT',
    17: 'SO_PEERCRED',
    20: 'SO_RCVTIMEO_OLD',
    21: 'SO_SNDTIMEO_OLD',
    30: 'SO_ACCEPTCONN',
    38: 'SO_PROTOCOL',
    39: 'SO_DOMAIN',
  },
  [IPPROTO_IP]: { [IP_TTL]: 'IP_TTL' },
  [IPPROTO_TCP]: { 1: 'TCP_NODELAY', 2: 'TCP_MAXSEG' },
};
const SHUTDOWNS = ['SHUT_RD', 'SHUT_WR', 'SHUT_RDWR'];
/** Before the path of a struct sockaddr_un. */
const UNIX_HEADER = 2;
const INET_LENGTH = 16;

export const socketFamily = (family: number): string => FAMILIES[family] ?? String(family);
export const socketProtocol = (family: number, protocol: number): string =>
  family === AF_INET ? (PROTOCOLS[protocol] ?? String(protocol)) : String(protocol);
export const shutdownHow = (how: number): string => SHUTDOWNS[how] ?? String(how);
export const socketLevel = (level: number): string => LEVELS[level] ?? String(level);
export const socketOption = (level: number, name: number): string => OPTIONS[level]?.[name] ?? String(name);

/** `SOCK_STREAM|SOCK_CLOEXEC`. */
export function socketType(type: number): string {
  const kind = type & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
  const flags = [TYPES[kind] ?? String(kind)];
  if (type & SOCK_CLOEXEC) flags.push('SOCK_CLOEXEC');
  if (type & SOCK_NONBLOCK) flags.push('SOCK_NONBLOCK');
  return flags.join('|');
}

export const messageFlags = (flags: number): string =>
  MSG_FLAGS.flatMap(([bit, name]) => (flags & bit ? [name] : [])).join('|') || '0';

/** `{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}`; NULL without one. */
export function sockaddrText(address: SocketAddress | undefined): string {
  if (!address) return 'NULL';
  if (address.family === AF_INET)
    return `{sa_family=AF_INET, sin_port=htons(${address.port}), sin_addr=inet_addr("${address.address}")}`;
  const { path } = address;
  if (path === '') return '{sa_family=AF_UNIX}';
  const shown = path.startsWith('\0') ? `@"${path.slice(1)}"` : `"${path}"`;
  return `{sa_family=AF_UNIX, sun_path=${shown}}`;
}

/** Bytes of an address: with the NUL behind a path, not behind an abstract name. */
export function sockaddrLength(address: SocketAddress | undefined): number {
  if (!address) return 0;
  if (address.family === AF_INET) return INET_LENGTH;
  const { path } = address;
  return UNIX_HEADER + path.length + (path === '' || path.startsWith('\0') ? 0 : 1);
}

/** `{msg_name=NULL, msg_namelen=0, msg_iov=[…], …}`; `data` is what stands in the buffer. */
export function msghdrText({ name, rights, flags = 0 }: MsgHdr, data: string, length: number): string {
  const control = rights?.length
    ? `[{cmsg_len=${16 + 4 * rights.length}, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[${rights.join(', ')}]}]`
    : 'NULL';
  const controlLength = rights?.length ? 16 + 8 * Math.ceil(rights.length / 2) : 0;
  return (
    `{msg_name=${sockaddrText(name)}, msg_namelen=${sockaddrLength(name)}, msg_iov=[{iov_base=${data}, iov_len=${length}}], ` +
    `msg_iovlen=1, ${rights?.length ? `msg_control=${control}, ` : ''}msg_controllen=${controlLength}, msg_flags=${messageFlags(flags)}}`
  );
}
