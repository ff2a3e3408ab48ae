/** server: answers over a socket of any kind with what it was sent. A program of ipclab's own. Authority: socket(7), tcp(7), unix(7). */
import { decode } from '../bytes.ts';
import { AF_UNIX, MSG_NOSIGNAL, SO_REUSEADDR, SOL_SOCKET, type SocketAddress } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { SIGCHLD } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { demand, seconds, wholeNumber } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';
import { placeOf, placeText, type SocketPlace, shownText } from './lib/socket-place.ts';

const ANY = '0.0.0.0';
const BUFFER = 4096;
const MOST = 1_000_000;

const options = {
  backlog: {
    short: 'b',
    long: 'backlog',
    value: 'COUNT',
    help: 'connections that may wait to be accepted, 5 if not said',
  },
  fork: { short: 'f', long: 'fork', help: 'a child for each connection, instead of one after the other' },
  number: {
    short: 'n',
    long: 'number',
    value: 'COUNT',
    help: 'end after COUNT connections (or messages, without any)',
  },
  quiet: { short: 'q', long: 'quiet', help: 'say nothing' },
  slow: { short: 's', long: 'slow', value: 'SECONDS', help: 'wait so long before each answer' },
  type: { short: 't', long: 'type', value: 'KIND', help: 'tcp (if not said), udp, unix, dgram or seqpacket' },
} as const;

/** How it serves. */
interface How {
  readonly place: SocketPlace;
  readonly fork: boolean;
  readonly most: number;
  readonly pause: number;
  readonly quiet: boolean;
  readonly say: (text: string) => Generator<void, void>;
}

function* tell(io: Io, quiet: boolean, text: string): Generator<void, void> {
  if (!quiet) yield* io.print(`${text}\n`);
  yield* io.out.flush();
}

function* howOf(sys: Sys, args: Args<keyof typeof options>, io: Io, word: string): Generator<void, How> {
  const quiet = args.has('quiet');
  return {
    place: yield* placeOf(sys, io, args.value('type') ?? 'tcp', word, ANY),
    fork: args.has('fork'),
    most: yield* wholeNumber(io, args.value('number') ?? String(MOST), 'count', 1, MOST),
    pause: yield* seconds(io, args.value('slow') ?? '0'),
    quiet,
    say: (text) => tell(io, quiet, text),
  };
}

/** Sends back whatever comes, until the other side ends. */
function* echo(sys: Sys, fd: number, { pause, say }: How): Generator<void, void> {
  const into = new Uint8Array(BUFFER);
  for (;;) {
    const count = yield* sys.recvfrom(fd, into, 0);
    if (isFailure(count) || count === 0) return;
    const bytes = into.slice(0, count);
    yield* say(`received ${count} bytes: ${shownText(decode(bytes))}`);
    if (pause > 0) yield* sys.nanosleep(pause);
    if (isFailure(yield* sys.sendto(fd, bytes, MSG_NOSIGNAL))) return;
  }
}

function* serveConnections(sys: Sys, io: Io, fd: number, how: How): Generator<void, number> {
  // Children are nobody's to wait for.
  if (how.fork) yield* sys.sigaction(SIGCHLD, { handler: 'ignore', mask: 0n, flags: 0 });
  for (let served = 0; served < how.most; served++) {
    const from: { address?: SocketAddress | undefined } = {};
    const connection = yield* demand(io, 'accept', yield* sys.accept4(fd, from));
    yield* how.say(`connection from ${placeText(from.address)}`);
    if (how.fork) {
      const child = yield* sys.fork(function* (own) {
        const mine = io.inChild(own);
        yield* own.close(fd);
        yield* echo(own, connection, {
          ...how,
          say: (text) => tell(mine, how.quiet, text),
        });
        return 0;
      });
      yield* demand(io, 'fork', child);
    } else {
      yield* echo(sys, connection, how);
      yield* how.say('connection closed');
    }
    yield* sys.close(connection);
  }
  return 0;
}

function* serveMessages(sys: Sys, io: Io, fd: number, { most, pause, say }: How): Generator<void, number> {
  const into = new Uint8Array(BUFFER);
  for (let served = 0; served < most; served++) {
    const from: { address?: SocketAddress | undefined } = {};
    const count = yield* demand(io, 'recvfrom', yield* sys.recvfrom(fd, into, 0, from));
    const bytes = into.slice(0, count);
    yield* say(`received ${count} bytes from ${placeText(from.address)}: ${shownText(decode(bytes))}`);
    if (pause > 0) yield* sys.nanosleep(pause);
    if (from.address) yield* sys.sendto(fd, bytes, MSG_NOSIGNAL, from.address);
  }
  return 0;
}

function* run(sys: Sys, args: Args<keyof typeof options>, io: Io): Generator<void, number> {
  const [word, extra] = args.operands;
  if (word === undefined) return yield* io.usageError(2, 'missing operand');
  if (extra !== undefined) return yield* io.usageError(2, `extra operand '${extra}'`);
  const how = yield* howOf(sys, args, io, word);
  const backlog = yield* wholeNumber(io, args.value('backlog') ?? '5', 'backlog', 0, MOST);
  const { type, address, connects } = how.place;
  const fd = yield* demand(io, 'socket', yield* sys.socket(address.family, type));
  yield* sys.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  yield* demand(io, 'bind', yield* sys.bind(fd, address));
  if (connects) yield* demand(io, 'listen', yield* sys.listen(fd, backlog));
  yield* how.say(`${connects ? 'listening' : 'waiting'} at ${placeText(address)}`);
  const status = connects ? yield* serveConnections(sys, io, fd, how) : yield* serveMessages(sys, io, fd, how);
  if (address.family === AF_UNIX && !address.path.startsWith('\0')) yield* sys.unlink(address.path);
  return status;
}

export const server = program(
  {
    name: 'server',
    summary: 'send back what comes over a socket',
    usage: '[-fq] [-b COUNT] [-n COUNT] [-s SECONDS] [-t KIND] [HOST:]PORT | PATH',
    about: 'Wait at a port, or at the path of a UNIX socket (@NAME is abstract), and send back what comes.',
    family: 'ipclab',
    usageStatus: 2,
    options,
  },
  run,
);
