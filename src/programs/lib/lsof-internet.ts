/** Sockets in lsof: what -i asks for, and how one is shown. Authority: lsof(8) 4.95.0. */
import type { Names } from './net-names.ts';
import { type Address, type InetSocket, LISTEN } from './sockets.ts';

/** `[46][protocol][@host][:ports]`. */
export interface InternetItem {
  readonly text: string;
  readonly version: 4 | 6 | undefined;
  readonly protocol: 'tcp' | 'udp' | undefined;
  readonly host: string | undefined;
  /** From and to. */
  readonly ports: readonly (readonly [number, number])[];
}

/** As the kernel numbers them, from 1. */
export const STATE_NAMES = [
  ...['ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSED', 'CLOSE_WAIT', 'LAST_ACK'],
  ...['LISTEN', 'CLOSING'],
];

export const stateName = ({ protocol, state }: InetSocket): string =>
  protocol === 'udp' ? '' : (STATE_NAMES[state - 1] ?? '');

const portsOf = (
  text: string,
  protocol: 'tcp' | 'udp',
  names: Names,
): readonly (readonly [number, number])[] | string => {
  const ports: (readonly [number, number])[] = [];
  for (const word of text.split(',')) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(word) ?? [];
    if (from === undefined) {
      const named = word === '' ? undefined : names.port(word, protocol);
      if (named === undefined) return word === '' ? 'unacceptable port specification' : `unknown service ${word}`;
      ports.push([named, named]);
    } else if (Number(to) < Number(from)) return 'unacceptable port specification';
    else ports.push([Number(from), Number(to)]);
  }
  return ports;
};

/** What is wrong with it, if it cannot be read. */
export const internetItem = (text: string, names: Names): InternetItem | string => {
  const [, version, word = '', at, host = '', ports] = /^([46])?([A-Za-z0-9]*)(@([^:]*))?(?::(.*))?$/.exec(text) ?? [];
  const protocol = word.toLowerCase();
  if (protocol !== '' && protocol !== 'tcp' && protocol !== 'udp') return `unknown protocol name (${word})`;
  if (at !== undefined && host === '') return 'unacceptable Internet address';
  const address = host === '' ? undefined : names.address(host);
  if (host !== '' && address === undefined) return `unknown host name (${host})`;
  const found = ports === undefined ? [] : portsOf(ports, protocol === 'udp' ? 'udp' : 'tcp', names);
  if (typeof found === 'string') return found;
  return {
    text,
    version: version === undefined ? undefined : version === '4' ? 4 : 6,
    protocol: protocol === '' ? undefined : protocol,
    host: address,
    ports: found,
  };
};

/** Either end may be meant. */
export const isMeant = (item: InternetItem, { protocol, local, remote }: InetSocket): boolean => {
  if (item.version === 6 || (item.protocol !== undefined && item.protocol !== protocol)) return false;
  return [local, remote].some(
    ({ address, port }) =>
      (item.host === undefined || item.host === address) &&
      (item.ports.length === 0 || item.ports.some(([from, to]) => port >= from && port <= to)),
  );
};

export interface Look {
  readonly names: Names;
  readonly numericHosts: boolean;
  readonly numericPorts: boolean;
  /** q and s of -T. */
  readonly info: string;
}

const endText = ({ address, port }: Address, protocol: 'tcp' | 'udp', look: Look): string => {
  const host = address === '0.0.0.0' ? '*' : look.numericHosts ? address : look.names.host(address);
  const service = look.numericPorts ? undefined : look.names.service(port, protocol);
  return `${host}:${port === 0 ? '*' : (service ?? port)}`;
};

/** `localhost:http->localhost:41234 (ESTABLISHED)`. */
export const internetName = (socket: InetSocket, look: Look): string => {
  const { protocol, local, remote, state, sendQueue, receiveQueue } = socket;
  const connected = state !== LISTEN && remote.port !== 0;
  const ends = `${endText(local, protocol, look)}${connected ? `->${endText(remote, protocol, look)}` : ''}`;
  const queues = look.info.includes('q') ? [`QR=${receiveQueue}`, `QS=${sendQueue}`] : [];
  const said = [...(look.info.includes('s') && protocol === 'tcp' ? [stateName(socket)] : []), ...queues];
  if (said.length > 0) return `${ends} (${said.join(' ')})`;
  return look.info === '' ? ends : `${ends} `;
};
