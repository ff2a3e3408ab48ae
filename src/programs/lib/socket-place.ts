/**
 * Where server and client meet, as it is said on their command lines: `-t tcp 5000`, `-t udp beta:5000`, `-t unix PATH`,
 * `-t dgram PATH`, `-t seqpacket PATH`. A path that begins with @ is an abstract name. Authority: ip(7), unix(7).
 */
import { AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM, type SocketAddress } from '../../kernel/abi.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { wholeNumber } from './ipc-name.ts';
import { addressOf } from './net-names.ts';

const KINDS = {
  tcp: { family: AF_INET, type: SOCK_STREAM },
  udp: { family: AF_INET, type: SOCK_DGRAM },
  unix: { family: AF_UNIX, type: SOCK_STREAM },
  dgram: { family: AF_UNIX, type: SOCK_DGRAM },
  seqpacket: { family: AF_UNIX, type: SOCK_SEQPACKET },
} as const;
type KindName = keyof typeof KINDS;

export interface SocketPlace {
  readonly type: number;
  readonly address: SocketAddress;
  /** One connects before one talks. */
  readonly connects: boolean;
}

const GREATEST_PORT = 0xffff;
const isKind = (word: string): word is KindName => Object.hasOwn(KINDS, word);

/** `usual` is the machine of a port that stands alone. */
export function* placeOf(sys: Sys, io: Io, kind: string, word: string, usual: string): Generator<void, SocketPlace> {
  if (!isKind(kind)) return yield* io.usageError(2, `no such kind of socket: '${kind}'`);
  const { family, type } = KINDS[kind];
  const connects = type !== SOCK_DGRAM;
  if (family === AF_UNIX) return { type, connects, address: { family, path: word.replace(/^@/, '\0') } };
  const [, host = usual, port = ''] = /^(?:(.*):)?([^:]*)$/.exec(word) ?? [];
  const number = yield* wholeNumber(io, port, 'port', 0, GREATEST_PORT);
  const address = yield* addressOf(sys, host);
  if (address === undefined) return yield* io.die(1, `${host}: Name or service not known`);
  return { type, connects, address: { family, address, port: number } };
}

export function placeText(address: SocketAddress | undefined): string {
  if (address === undefined) return 'nobody that can be answered';
  if (address.family === AF_INET) return `${address.address}:${address.port}`;
  return address.path === '' ? 'a socket without a name' : address.path.replace(/^\0/, '@');
}

/** As a line of what travelled. */
export const shownText = (text: string): string => JSON.stringify(text).replaceAll('\\u0000', '\\0');
