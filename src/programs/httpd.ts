/**
 * httpd: a tiny web server for the files of a directory. A program of ipclab's own: one connection after the other, or a
 * child for each. Leaves out everything but GET and HEAD, and ranges. Authority: RFC 9112.
 */
import { fromLatin1, latin1 } from '../bytes.ts';
import {
  AF_INET,
  AF_UNIX,
  MSG_NOSIGNAL,
  S_ISDIR,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  type SocketAddress,
} from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { SIGCHLD } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { END_OF_HEAD } from './lib/http.ts';
import type { Io } from './lib/io.ts';
import { demand, wholeNumber } from './lib/ipc-name.ts';
import { type Args, program } from './lib/program.ts';
import { readDirectory } from './lib/read-directory.ts';
import { readBytes } from './lib/read-file.ts';

const ANY = '0.0.0.0';
const PORT = '8000';
const BACKLOG = 5;
const GREATEST_PORT = 0xffff;
const BUFFER = 4096;
/** µs that a client may take to say what it wants. */
const PATIENCE = 5_000_000;

const options = {
  address: { short: 'a', long: 'address', value: 'ADDRESS', help: 'listen at ADDRESS alone, not at all of them' },
  backlog: {
    short: 'b',
    long: 'backlog',
    value: 'COUNT',
    help: 'connections that may wait to be accepted, 5 if not said',
  },
  fork: { short: 'f', long: 'fork', help: 'a child for each connection, instead of one after the other' },
  keep: { short: 'k', long: 'keep', help: 'keep connections open for further requests' },
  once: { short: '1', long: 'once', help: 'end after the first connection' },
  port: { short: 'p', long: 'port', value: 'PORT', help: 'listen at PORT, 8000 if not said' },
  quiet: { short: 'q', long: 'quiet', help: 'do not tell of requests' },
  slow: { short: 's', long: 'slow', value: 'SECONDS', help: 'wait so long before each answer' },
  unix: { short: 'u', long: 'unix', value: 'PATH', help: 'listen at a UNIX socket' },
} as const;
type Asked = Args<keyof typeof options>;

interface Answer {
  readonly status: string;
  readonly type: string;
  readonly body: Uint8Array;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  json: 'application/json',
  txt: 'text/plain',
  c: 'text/plain',
  sh: 'text/plain',
};
const typeOf = (path: string): string => TYPES[path.replace(/^.*\./, '')] ?? 'application/octet-stream';

const said = (status: string): Answer => ({ status, type: 'text/plain', body: fromLatin1(`${status}\n`) });

/** A path that leads nowhere outside: no empty words, no dots. */
function within(target: string): string | undefined {
  const words = decodeURIComponent(target.replace(/\?.*$/, ''))
    .split('/')
    .filter((word) => word !== '' && word !== '.');
  return words.includes('..') ? undefined : words.join('/');
}

function* listing(sys: Sys, path: string, target: string): Generator<void, Answer> {
  const names = yield* readDirectory(sys, path);
  if (isFailure(names)) return said('403 Forbidden');
  const body = names.map(({ name }) => `${name}\n`).sort();
  return { status: '200 OK', type: 'text/plain', body: fromLatin1(`${target}\n${body.join('')}`) };
}

function* fileAt(sys: Sys, root: string, target: string): Generator<void, Answer> {
  const inside = within(target);
  if (inside === undefined) return said('403 Forbidden');
  const path = `${root}/${inside}`;
  const stat = yield* sys.stat(path);
  if (isFailure(stat)) return said('404 Not Found');
  if (S_ISDIR(stat.mode)) {
    const index = yield* readBytes(sys, `${path}/index.html`);
    if (isFailure(index)) return yield* listing(sys, path, target);
    return { status: '200 OK', type: TYPES.html ?? '', body: index };
  }
  const body = yield* readBytes(sys, path);
  return isFailure(body) ? said('403 Forbidden') : { status: '200 OK', type: typeOf(path), body };
}

const textOf = ({ status, type, body }: Answer, keeps: boolean): string =>
  [
    ...[`HTTP/1.1 ${status}`, 'Server: ipclab-httpd', `Content-Type: ${type}`, `Content-Length: ${body.length}`],
    ...[keeps ? 'Connection: keep-alive' : 'Connection: close', '', ''],
  ].join('\r\n');

function* sendAll(sys: Sys, fd: number, bytes: Uint8Array): Generator<void, void> {
  for (let at = 0; at < bytes.length; ) {
    const count = yield* sys.sendto(fd, bytes.subarray(at), MSG_NOSIGNAL);
    if (isFailure(count)) return;
    at += count;
  }
}

/** The head of a request, and what has come of the next one with it. */
interface Request {
  readonly head: string;
  readonly rest: string;
}

function* requestOf(sys: Sys, fd: number, before: string): Generator<void, Request> {
  let text = before;
  const into = new Uint8Array(BUFFER);
  for (let end = END_OF_HEAD.exec(text); !end; end = END_OF_HEAD.exec(text)) {
    const count = yield* sys.read(fd, into);
    if (isFailure(count) || count === 0) return { head: text, rest: '' };
    text += latin1(into.subarray(0, count));
  }
  const length = text.search(END_OF_HEAD) + (END_OF_HEAD.exec(text)?.[0].length ?? 0);
  return { head: text.slice(0, length), rest: text.slice(length) };
}

interface Server {
  readonly root: string;
  readonly pause: number;
  readonly quiet: boolean;
  readonly keep: boolean;
}

/** One request after the other, as long as both sides want more of them. */
function* serve(sys: Sys, io: Io, fd: number, from: string, server: Server): Generator<void, void> {
  yield* sys.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, PATIENCE);
  let rest = '';
  for (let first = true; ; first = false) {
    const request = yield* requestOf(sys, fd, rest);
    if (!first && request.head === '') return;
    rest = request.rest;
    if (!(yield* respond(sys, io, fd, from, request.head, server))) return;
  }
}

/** Whether there may be more. */
function* respond(sys: Sys, io: Io, fd: number, from: string, head: string, server: Server): Generator<void, boolean> {
  const { root, pause, quiet, keep } = server;
  const [line = ''] = head.split(/\r?\n/);
  const [, method = '', target = '', version] = /^(\w+) (\/\S*) HTTP\/1\.([01])$/.exec(line) ?? [];
  if (pause > 0) yield* sys.nanosleep(pause);
  const known = method === 'GET' || method === 'HEAD';
  const keeps = keep && known && version === '1' && !/^connection:\s*close/im.test(head);
  const other = method === '' ? said('400 Bad Request') : said('405 Method Not Allowed');
  const answer = known ? yield* fileAt(sys, root, target) : other;
  yield* sendAll(sys, fd, fromLatin1(textOf(answer, keeps)));
  if (method !== 'HEAD') yield* sendAll(sys, fd, answer.body);
  if (!quiet) yield* io.print(`${from} "${line}" ${answer.status.slice(0, 3)} ${answer.body.length}\n`);
  yield* io.out.flush();
  return keeps;
}

function* listener(sys: Sys, args: Asked, io: Io): Generator<void, number> {
  const path = args.value('unix');
  const port = yield* wholeNumber(io, args.value('port') ?? PORT, 'port', 0, GREATEST_PORT);
  const backlog = yield* wholeNumber(io, args.value('backlog') ?? String(BACKLOG), 'backlog', 0, GREATEST_PORT);
  const address: SocketAddress =
    path === undefined ? { family: AF_INET, address: args.value('address') ?? ANY, port } : { family: AF_UNIX, path };
  const fd = yield* demand(io, 'socket', yield* sys.socket(address.family, SOCK_STREAM));
  yield* sys.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  yield* demand(io, 'bind', yield* sys.bind(fd, address));
  yield* demand(io, 'listen', yield* sys.listen(fd, backlog));
  const where = path ?? `${args.value('address') ?? ANY}:${port}`;
  if (!args.has('quiet')) yield* io.print(`listening at ${where}\n`);
  yield* io.out.flush();
  return fd;
}

const placeOf = (address: SocketAddress | undefined): string =>
  address?.family === AF_INET ? `${address.address}:${address.port}` : 'unix';

function* run(sys: Sys, args: Asked, io: Io): Generator<void, number> {
  const [root = '.', extra] = args.operands;
  if (extra !== undefined) return yield* io.usageError(2, `extra operand '${extra}'`);
  const slow = args.value('slow') ?? '0';
  if (!/^\d+(\.\d*)?$/.test(slow)) return yield* io.usageError(2, `invalid time: '${slow}'`);
  const server = { root, pause: Number(slow) * 1e6, quiet: args.has('quiet'), keep: args.has('keep') };
  const fd = yield* listener(sys, args, io);
  // Children are nobody's to wait for.
  if (args.has('fork')) yield* sys.sigaction(SIGCHLD, { handler: 'ignore', mask: 0n, flags: 0 });
  do {
    const from: { address?: SocketAddress | undefined } = {};
    const connection = yield* demand(io, 'accept', yield* sys.accept4(fd, from));
    const place = placeOf(from.address);
    if (args.has('fork')) {
      const child = yield* sys.fork(function* (own) {
        yield* own.close(fd);
        yield* serve(own, io.inChild(own), connection, place, server);
        return 0;
      });
      yield* demand(io, 'fork', child);
    } else yield* serve(sys, io, connection, place, server);
    yield* sys.close(connection);
  } while (!args.has('once'));
  return 0;
}

export const httpd = program(
  {
    name: 'httpd',
    summary: 'serve the files of a directory to web clients',
    usage: '[-1fkq] [-a ADDRESS] [-b COUNT] [-p PORT | -u PATH] [-s SECONDS] [DIRECTORY]',
    about: 'Serve the files below DIRECTORY, this one if not said, over HTTP until a signal ends it.',
    family: 'ipclab',
    usageStatus: 2,
    options,
  },
  run,
);
