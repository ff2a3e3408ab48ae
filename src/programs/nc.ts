/**
 * nc: connections of every kind by hand: TCP, UDP and UNIX sockets, one side or the other.
 * Authority: nc(1), OpenBSD netcat of Debian (1.219).
 */
import {
  AF_INET,
  AF_UNIX,
  MSG_PEEK,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_SNDTIMEO,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type SocketAddress,
} from '../kernel/abi.ts';
import { type Failure, isFailure, strerror } from '../kernel/errno.ts';
import { SIGPIPE } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseCommandLine } from './lib/getopt.ts';
import type { Io } from './lib/io.ts';
import { NC_OPTIONS, NC_USAGE, type Wish, wishOf } from './lib/nc-options.ts';
import { transfer } from './lib/nc-transfer.ts';
import { addressOf, type Names, readNames } from './lib/net-names.ts';
import { rawProgram } from './lib/program.ts';

const IGNORE = { handler: 'ignore', mask: 0n, flags: 0 } as const;
const ANY = '0.0.0.0';
const BACKLOG = 1;
const UNIX_BACKLOG = 5;
const BYTE = Uint8Array.of(0x58);

interface Run {
  readonly sys: Sys;
  readonly io: Io;
  readonly wish: Wish;
  readonly names: Names;
}

const typeOf = ({ has }: Wish): number => (has('udp') ? SOCK_DGRAM : SOCK_STREAM);
const protocolOf = ({ has }: Wish): 'tcp' | 'udp' => (has('udp') ? 'udp' : 'tcp');

/** The address of the host that was named; dies if there is none such. */
function* resolve({ sys, io, wish }: Run, host: string, port: number): Generator<void, SocketAddress> {
  const address = yield* addressOf(sys, host);
  if (address !== undefined && (!wish.has('numeric') || address === host)) return { family: AF_INET, address, port };
  return yield* io.die(1, `getaddrinfo for host "${host}" port ${port}: Name or service not known`);
}

// ---- connecting

function* connect(run: Run): Generator<void, number> {
  const { sys, io, wish } = run;
  let status = 1;
  for (const port of wish.ports) {
    const fd = yield* connected(run, port);
    if (isFailure(fd)) continue;
    if (wish.has('udp') && (wish.has('scan') || wish.has('verbose')) && !(yield* somebodyHears(sys, fd))) {
      yield* sys.close(fd);
      continue;
    }
    status = 0;
    if (wish.has('verbose')) yield* tellSuccess(run, port);
    if (!wish.has('scan')) yield* transfer(sys, fd, wish);
    yield* sys.close(fd);
  }
  yield* io.out.flush();
  return status;
}

/** A connected socket; of a failure something is said, where it should be. */
function* connected(run: Run, port: number): Generator<void, number | Failure> {
  const { sys, io, wish } = run;
  const { host = '' } = wish;
  const unix = wish.has('unix');
  const address: SocketAddress = unix ? { family: AF_UNIX, path: host } : yield* resolve(run, host, port);
  const fd = yield* sys.socket(address.family, typeOf(wish));
  if (isFailure(fd)) return yield* io.die(1, strerror(fd.errno));
  if (unix && wish.has('udp')) yield* sys.bind(fd, { family: AF_UNIX, path: '' });
  else yield* bindSource(run, fd);
  if (wish.timeout !== undefined) yield* sys.setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, wish.timeout);
  const done = yield* sys.connect(fd, address);
  if (!isFailure(done)) return fd;
  yield* sys.close(fd);
  if (unix) yield* io.error(`${host}: ${strerror(done.errno)}`);
  else if (wish.has('verbose')) {
    const why = strerror(done.errno === 'EAGAIN' || done.errno === 'EINPROGRESS' ? 'ETIMEDOUT' : done.errno);
    yield* io.error(`connect to ${host} port ${port} (${protocolOf(wish)}) failed: ${why}`);
  }
  return done;
}

function* bindSource({ sys, io, wish }: Run, fd: number): Generator<void, void> {
  const { source, sourcePort } = wish;
  if (source === undefined && sourcePort === 0) return;
  yield* sys.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  const bound = yield* sys.bind(fd, { family: AF_INET, address: source ?? ANY, port: sourcePort });
  if (isFailure(bound)) yield* io.die(1, `bind failed: ${strerror(bound.errno)}`);
}

/** An error comes back only after something has been sent. */
function* somebodyHears(sys: Sys, fd: number): Generator<void, boolean> {
  for (let i = 0; i < 2; i++) {
    if (isFailure(yield* sys.write(fd, BYTE))) return false;
    yield* sys.nanosleep(1_000_000);
  }
  return !isFailure(yield* sys.write(fd, BYTE));
}

function* tellSuccess({ sys, io, wish, names }: Run, port: number): Generator<void, void> {
  const { host = '' } = wish;
  if (wish.has('unix')) return;
  const address = yield* addressOf(sys, host);
  const shown = address === host ? host : `${host} (${address})`;
  const service = names.service(port, protocolOf(wish)) ?? '*';
  const what = wish.has('numeric') ? protocolOf(wish) : `${protocolOf(wish)}/${service}`;
  yield* io.complain(`Connection to ${shown} ${port} port [${what}] succeeded!\n`);
}

// ---- listening

function* listen(run: Run): Generator<void, number> {
  const { sys, io, wish } = run;
  const keep = wish.has('keep');
  let fd = yield* listener(run);
  for (;;) {
    if (wish.has('udp')) {
      if (!keep) yield* meetSender(run, fd);
      yield* transfer(sys, fd, wish);
    } else {
      const from: { address?: SocketAddress | undefined } = {};
      const accepted = yield* sys.accept4(fd, from);
      if (isFailure(accepted)) return yield* io.die(1, `accept: ${strerror(accepted.errno)}`);
      yield* tellPeer(run, from.address);
      yield* transfer(sys, accepted, wish);
      yield* sys.close(accepted);
    }
    if (!keep) return 0;
    if (!wish.has('udp')) continue;
    yield* sys.close(fd);
    fd = yield* listener(run);
  }
}

/** Bound, and listening if its kind does; dies with the reason why not. */
function* listener(run: Run): Generator<void, number> {
  const { sys, io, wish } = run;
  const { host, ports } = wish;
  const unix = wish.has('unix');
  const fd = yield* sys.socket(unix ? AF_UNIX : AF_INET, typeOf(wish));
  if (isFailure(fd)) return yield* io.die(1, strerror(fd.errno));
  const [port = 0] = ports;
  if (unix) yield* sys.unlink(host ?? '');
  else for (const option of [SO_REUSEADDR, SO_REUSEPORT]) yield* sys.setsockopt(fd, SOL_SOCKET, option, 1);
  const address: SocketAddress = unix ? { family: AF_UNIX, path: host ?? '' } : yield* resolve(run, host ?? ANY, port);
  const bound = yield* sys.bind(fd, address);
  if (isFailure(bound)) return yield* io.die(1, unix ? `${host}: ${strerror(bound.errno)}` : strerror(bound.errno));
  if (!wish.has('udp')) {
    const listening = yield* sys.listen(fd, unix ? UNIX_BACKLOG : BACKLOG);
    if (isFailure(listening)) return yield* io.die(1, `listen: ${strerror(listening.errno)}`);
  }
  const verb = wish.has('udp') ? 'Bound' : 'Listening';
  if (wish.has('verbose')) yield* io.complain(`${verb} on ${placeText(run, address)}\n`);
  return fd;
}

function placeText({ wish, names }: Run, address: SocketAddress): string {
  if (address.family === AF_UNIX) return address.path;
  return `${wish.has('numeric') ? address.address : names.host(address.address)} ${address.port}`;
}

function* tellPeer(run: Run, address: SocketAddress | undefined): Generator<void, void> {
  if (!run.wish.has('verbose') || !address) return;
  const place = address.family === AF_UNIX ? `on ${run.wish.host}` : placeText(run, address);
  yield* run.io.complain(`Connection received ${address.family === AF_UNIX ? place : `on ${place}`}\n`);
}

/** UDP without -k: talks to whoever sends first, and to nobody else. */
function* meetSender(run: Run, fd: number): Generator<void, void> {
  const { sys } = run;
  const from: { address?: SocketAddress | undefined } = {};
  const got = yield* sys.recvfrom(fd, new Uint8Array(1), MSG_PEEK, from);
  if (isFailure(got) || !from.address) return;
  yield* sys.connect(fd, from.address);
  yield* tellPeer(run, from.address);
}

export const nc = rawProgram(
  {
    name: 'nc',
    summary: 'arbitrary TCP and UDP connections and listens',
    usage: '[-4dhklNnUuvz] [-p port] [-q seconds] [-s address] [-w timeout] [destination] [port]',
    options: NC_OPTIONS,
  },
  function* (sys, args, io) {
    const line = parseCommandLine(args, NC_OPTIONS);
    if ('problem' in line) {
      yield* io.error(line.problem);
      yield* io.complain(NC_USAGE);
      return 1;
    }
    if (line.given.some(({ option }) => option === 'help')) {
      yield* io.complain(`OpenBSD netcat (Debian patchlevel 1.219-1)\n${NC_USAGE}`);
      return 0;
    }
    const names = yield* readNames(sys);
    const wish = wishOf(line.given, line.operands, names);
    if (wish === 'usage') {
      yield* io.complain(NC_USAGE);
      return 1;
    }
    if ('problem' in wish) return yield* io.die(1, wish.problem);
    yield* sys.sigaction(SIGPIPE, IGNORE);
    const run = { sys, io, wish, names };
    return wish.has('listen') ? yield* listen(run) : yield* connect(run);
  },
);
