/**
 * What travels between machines: IP packets with a TCP segment, a UDP datagram or an ICMP message in them.
 * Sequence numbers count on from a first one without wrapping at 2³². Authority: RFC 791, RFC 9293, RFC 768, RFC 792.
 */
export interface Endpoint {
  /** In dots. */
  readonly address: string;
  readonly port: number;
}

export const ANY = '0.0.0.0';
export const LOOPBACK = '127.0.0.1';
export const NOWHERE: Endpoint = { address: ANY, port: 0 };
export const endpointText = ({ address, port }: Endpoint): string => `${address}:${port}`;

export interface Segment {
  readonly protocol: 'tcp';
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly seq: number;
  /** What comes next from the other side; undefined without the ACK bit. */
  readonly ack: number | undefined;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  /** Bytes that the sender has room for. */
  readonly window: number;
  readonly bytes: Uint8Array;
  /** It has been sent before. */
  readonly again: boolean;
}

export interface Datagram {
  readonly protocol: 'udp';
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly bytes: Uint8Array;
}

/** Ports of an echo are its identifier. */
export interface Icmp {
  readonly protocol: 'icmp';
  readonly kind: 'echo' | 'reply' | 'port unreachable' | 'host unreachable';
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly bytes: Uint8Array;
  /** What could not be delivered. */
  readonly about?: Packet;
}

export type Packet = Segment | Datagram | Icmp;

/** `SYN`, `SYN ACK`, `FIN ACK`, `RST`; what carries only data or an acknowledgement is `ACK`. */
export function flagsText({ syn, fin, rst, ack }: Segment): string {
  const flags = [syn && 'SYN', fin && 'FIN', rst && 'RST', ack !== undefined && 'ACK'];
  return flags.filter((flag) => flag !== false).join(' ');
}

/** Four numbers below 256 with dots between. */
export function isAddress(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
}

export const isLoopback = (address: string): boolean => address.startsWith('127.');

/** A connection's two ends, as one word. */
export const connectionKey = (local: Endpoint, remote: Endpoint): string =>
  `${endpointText(local)} ${endpointText(remote)}`;
