/** client: sends lines over a socket of any kind, and prints what comes back. A program of ipclab's own. Authority: socket(7). */
import { decode, encode, fromLatin1 } from '../bytes.ts';
import { AF_UNIX, MSG_NOSIGNAL, SHUT_WR, SO_RCVTIMEO, SOL_SOCKET } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import type { Io } from './lib/io.ts';
import { demand, seconds } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';
import { placeOf, placeText, shownText } from './lib/socket-place.ts';

const LOCALHOST = '127.0.0.1';
const BUFFER = 4096;

const options = {
  delay: { short: 'd', long: 'delay', value: 'SECONDS', help: 'wait so long before each line' },
  noAnswer: { short: 'n', long: 'no-answer', help: 'do not wait for answers' },
  quiet: { short: 'q', long: 'quiet', help: 'print only what comes back' },
  type: { short: 't', long: 'type', value: 'KIND', help: 'tcp (if not said), udp, unix, dgram or seqpacket' },
  wait: { short: 'w', long: 'wait', value: 'SECONDS', help: 'for an answer at most' },
} as const;
type Asked = Args<keyof typeof options>;

/** An answer: to the end of a line over a stream, else one message. */
function* answer(sys: Sys, io: Io, fd: number, stream: boolean): Generator<void, string> {
  let text = '';
  const into = new Uint8Array(BUFFER);
  do {
    const count = yield* demand(io, 'recv', yield* sys.recvfrom(fd, into, 0));
    if (count === 0) break;
    text += decode(into.subarray(0, count));
  } while (stream && !text.endsWith('\n'));
  return text;
}

/** The words of the command line, or the lines of standard input. */
function* texts(sys: Sys, words: readonly string[]): Generator<void, () => Generator<void, string | undefined>> {
  const rest = [...words];
  if (words.length > 0)
    return function* () {
      return rest.shift();
    };
  const input = new Input(sys, 0);
  return function* () {
    const line = yield* input.line();
    return line === undefined ? undefined : decode(fromLatin1(line.replace(/\n$/, '')));
  };
}

function* run(sys: Sys, args: Asked, io: Io): Generator<void, number> {
  const [word, ...words] = args.operands;
  if (word === undefined) return yield* io.usageError(2, 'missing operand');
  const delay = yield* seconds(io, args.value('delay') ?? '0');
  const patience = yield* seconds(io, args.value('wait') ?? '0');
  const { type, address, connects } = yield* placeOf(sys, io, args.value('type') ?? 'tcp', word, LOCALHOST);
  const fd = yield* demand(io, 'socket', yield* sys.socket(address.family, type));
  if (patience > 0) yield* sys.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, patience);
  // Without a name nobody could answer.
  if (address.family === AF_UNIX && !connects)
    yield* demand(io, 'bind', yield* sys.bind(fd, { family: AF_UNIX, path: '' }));
  yield* demand(io, 'connect', yield* sys.connect(fd, address));
  const quiet = args.has('quiet');
  if (!quiet) yield* io.print(`connected to ${placeText(address)}\n`);
  const next = yield* texts(sys, words);
  for (let text = yield* next(); text !== undefined; text = yield* next()) {
    if (delay > 0) yield* sys.nanosleep(delay);
    const bytes = encode(`${text}\n`);
    yield* demand(io, 'send', yield* sys.sendto(fd, bytes, MSG_NOSIGNAL));
    if (!quiet) yield* io.print(`sent ${bytes.length} bytes: ${shownText(decode(bytes))}\n`);
    yield* io.out.flush();
    if (args.has('noAnswer')) continue;
    const back = yield* answer(sys, io, fd, connects);
    if (back === '') return yield* io.die(1, 'the other side has ended');
    yield* io.print(quiet ? back : `received ${encode(back).length} bytes: ${shownText(back)}\n`);
  }
  if (connects && !isFailure(yield* sys.shutdown(fd, SHUT_WR))) yield* sys.close(fd);
  return 0;
}

export const client = program(
  {
    name: 'client',
    summary: 'send lines over a socket and print what comes back',
    usage: '[-nq] [-d SECONDS] [-t KIND] [-w SECONDS] [HOST:]PORT|PATH [TEXT]...',
    about:
      'Connect to a port, or to the path of a UNIX socket (@NAME is abstract), send each TEXT, or the\nlines of standard input, and print what comes back.',
    family: 'ipclab',
    usageStatus: 2,
    options,
  },
  run,
);
