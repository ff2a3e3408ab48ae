/**
 * `/dev/tcp/HOST/PORT` and `/dev/udp/HOST/PORT`, which no file system has: a redirection to one of them is a socket that
 * is connected. Leaves out IPv6, which the machine does not have. Authority: bash(1), REDIRECTION; getaddrinfo(3).
 */
import { AF_INET, SOCK_DGRAM, SOCK_STREAM } from '../../kernel/abi.ts';
import { type Failure, fail, isFailure, strerror } from '../../kernel/errno.ts';
import { addressOf, type Protocol, readNames } from '../../programs/lib/net-names.ts';
import { complain, printError, speaker } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';

export interface NetFile {
  readonly protocol: Protocol;
  readonly host: string;
  readonly service: string;
}

/** Undefined: the name of a file. */
export function netFile(name: string): NetFile | undefined {
  const [, protocol, host = '', service = ''] = /^\/dev\/(tcp|udp)\/([^/]*)\/(.*)$/s.exec(name) ?? [];
  return protocol === 'tcp' || protocol === 'udp' ? { protocol, host, service } : undefined;
}

/** The descriptor of the connection. What has gone wrong with names or with the connection has been said before. */
export function* connectTo(sh: Shell, { protocol, host, service }: NetFile): Doing<number | Failure> {
  const { sys } = sh;
  const address = yield* addressOf(sys, host);
  if (address === undefined) return yield* unknown(sh, `${host}: Name or service not known`);
  const port = yield* portOf(sh, service, protocol);
  if (port === undefined) return yield* unknown(sh, `${service}: Servname not supported for ai_socktype`);
  const fd = yield* sys.socket(AF_INET, protocol === 'tcp' ? SOCK_STREAM : SOCK_DGRAM, 0);
  if (isFailure(fd)) return yield* refused(sh, 'socket', fd);
  const connected = yield* sys.connect(fd, { family: AF_INET, address, port });
  if (!isFailure(connected)) return fd;
  yield* sys.close(fd);
  return yield* refused(sh, 'connect', connected);
}

/** None is port 0, and a number that is too large loses its upper bits. */
function* portOf({ sys }: Shell, service: string, protocol: Protocol): Doing<number | undefined> {
  if (/^\d*$/.test(service)) return Number(service) & 0xffff;
  return (yield* readNames(sys)).port(service, protocol);
}

function* unknown(sh: Shell, message: string): Doing<Failure> {
  yield* complain(sh, message);
  return fail('EINVAL');
}

function* refused(sh: Shell, call: string, failure: Failure): Doing<Failure> {
  if (failure.errno !== 'EINTR') yield* printError(sh, `${speaker(sh)}: ${call}: ${strerror(failure.errno)}\n`);
  return failure;
}
