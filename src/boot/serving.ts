/**
 * What a service does for who connects to it: a page over HTTP, or the greeting of its protocol.
 * It sleeps in poll(2) until somebody comes, and never reads what it does not need. Authority: RFC 9112, RFC 4253.
 */

import { fromLatin1, latin1 } from '../bytes.ts';
import { AF_INET, O_NONBLOCK, POLLIN, SO_RCVTIMEO, SOCK_STREAM, SOL_SOCKET } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { installSocket } from '../kernel/net/socket.ts';
import { TcpSocket } from '../kernel/net/tcp-socket.ts';
import { SIGCHLD } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';

/** Answers a connection, which came to the so-manieth listener; the service closes it afterwards. */
type Serve = (sys: Sys, connection: number, listener: number) => Generator<void, unknown>;

export interface Port {
  readonly address: string;
  readonly port: number;
  readonly backlog: number;
  readonly serve: Serve;
}

/** The listening socket of a machine. */
export function openPort(task: Task, { address, port, backlog }: Port, host = task.host): void {
  const { host: own } = task;
  task.host = host;
  listenAt(task, address, port, backlog);
  task.host = own;
}

function listenAt(task: Task, address: string, port: number, backlog: number): void {
  const socket = new TcpSocket(task);
  socket.bind(task, { family: AF_INET, address, port });
  socket.listen(task, backlog);
  installSocket(task, socket, O_NONBLOCK);
}

/** Whoever of several workers comes too late for a connection sleeps on. */
export const serving = (listeners: readonly number[], serve: Serve): ((sys: Sys) => Generator<void, unknown>) =>
  function* (sys) {
    const ready = yield* sys.poll(
      listeners.map((fd) => ({ fd, events: POLLIN })),
      -1,
    );
    const at = isFailure(ready) ? 0 : ready.findIndex((bits) => bits !== 0);
    const connection = yield* sys.accept4(listeners[at] ?? 0, undefined);
    if (isFailure(connection)) return;
    yield* sys.setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, PATIENCE);
    yield* serve(sys, connection, at);
    yield* sys.close(connection);
  };

/** µs. */
const PATIENCE = 5_000_000;
const BUFFER = 4096;
const END_OF_HEADERS = '\r\n\r\n';

function* readUntil(sys: Sys, fd: number, ended: (text: string) => boolean): Generator<void, string> {
  let text = '';
  const into = new Uint8Array(BUFFER);
  while (!ended(text)) {
    const count = yield* sys.read(fd, into);
    if (isFailure(count) || count === 0) break;
    text += latin1(into.subarray(0, count));
  }
  return text;
}

const httpAnswer = (status: string, server: string, type: string, body: string): string =>
  [
    ...[`HTTP/1.1 ${status}`, `Server: ${server}`, `Content-Type: ${type}`, `Content-Length: ${body.length}`],
    ...['Connection: close', '', body],
  ].join('\r\n');

const ORDERS_JSON = '{"orders":[{"id":1,"item":"pipe","count":2},{"id":2,"item":"socket","count":1}]}\n';

/** The order service: `/orders` and `/health`. */
function orders(path: string): string {
  const answer = (status: string, body: string): string => httpAnswer(status, 'orders/1.4', 'application/json', body);
  if (path === '/' || path === '/orders') return answer('200 OK', ORDERS_JSON);
  return path === '/health'
    ? answer('200 OK', '{"status":"UP"}\n')
    : answer('404 Not Found', '{"error":"not found"}\n');
}

export const serveOrders: Serve = function* (sys, connection) {
  const request = yield* readUntil(sys, connection, (text) => text.includes(END_OF_HEADERS));
  const [method, path] = request.split(' ', 2);
  if (path === undefined) return;
  const answer = orders(path);
  const end = method === 'HEAD' ? answer.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length : answer.length;
  yield* sys.write(connection, fromLatin1(answer.slice(0, end)));
};

const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head></html>\r\n';

/** Hands a request on to another service, and its answer back: `proxy_pass` of nginx. */
export const proxyTo = (port: number): Serve =>
  function* (sys, connection) {
    const request = yield* readUntil(sys, connection, (text) => text.includes(END_OF_HEADERS));
    if (request === '') return;
    const upstream = yield* sys.socket(AF_INET, SOCK_STREAM);
    if (isFailure(upstream)) return;
    const done = yield* sys.connect(upstream, { family: AF_INET, address: '127.0.0.1', port });
    let answer = httpAnswer('502 Bad Gateway', 'nginx/1.22.1', 'text/html', BAD_GATEWAY);
    if (!isFailure(done)) {
      yield* sys.write(upstream, fromLatin1(request));
      const came = yield* readUntil(sys, upstream, () => false);
      answer = came.replace(/^Server: .*\r$/m, 'Server: nginx/1.22.1\r');
    }
    yield* sys.close(upstream);
    yield* sys.write(connection, fromLatin1(answer));
  };

/** Tells what it is, hears what the other side is, and leaves: that is all it can do without a password. */
export const greet = (greeting: string): Serve =>
  function* (sys, connection) {
    yield* sys.write(connection, fromLatin1(greeting));
    yield* readUntil(sys, connection, (text) => text !== '');
  };

/** Its program is not in /bin. */
export const SSHD = '/usr/sbin/sshd';

/** A process of its own for each connection, on the machine that it came to: it executes `program` with it as descriptor 0. */
export const handOver = (program: string, title: string, machines: readonly string[]): Serve =>
  function* (sys, connection, at) {
    yield* sys.sigaction(SIGCHLD, { handler: 'ignore', mask: 0n, flags: 0 });
    yield* sys.setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, 0);
    yield* sys.fork(function* (child) {
      yield* child.setsid();
      const machine = yield* child.open(`/run/netns/${machines[at]}`, 0);
      if (!isFailure(machine)) yield* child.setns(machine, 0);
      yield* child.dup2(connection, 0);
      for (let fd = 3; !isFailure(yield* child.close(fd)); fd++);
      yield* child.sigaction(SIGCHLD, { handler: 'default', mask: 0n, flags: 0 });
      yield* child.execve(program, [title], []);
      return 127;
    });
  };
