/**
 * A TCP socket as processes see it, before a connection (tcp.ts): bind, listen, connect, accept, and transfers that wait.
 * Authority: tcp(7), connect(2), accept(2), shutdown(2); net/ipv4/af_inet.c, tcp.c.
 */
import {
  AF_INET,
  IPPROTO_TCP,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  POLLRDHUP,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  SOCK_STREAM,
  type SocketAddress,
} from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { Task } from '../task.ts';
import { Wait, type WaitQueue } from '../wait-queue.ts';
import { inetAddress, localEndpoint } from './inet.ts';
import { ANY, connectionKey, type Endpoint, endpointText, LOOPBACK, NOWHERE } from './packet.ts';
import { type Accepted, type Incoming, type Outgoing, type Received, Socket, tcpDefaults } from './socket.ts';
import { TcpConnection } from './tcp.ts';
import type { TcpState } from './tcp-state.ts';

/** net.core.somaxconn. */
export const SOMAXCONN = 4096;

const WRITABLE: ReadonlySet<TcpState> = new Set(['ESTABLISHED', 'CLOSE_WAIT']);
const STARTING: ReadonlySet<TcpState> = new Set(['SYN_SENT', 'SYN_RECV']);

export class TcpSocket extends Socket {
  readonly family = AF_INET;
  readonly type = SOCK_STREAM;
  readonly protocol = IPPROTO_TCP;
  connection: TcpConnection;
  /** connect() has begun it, and nobody has asked yet how it went. */
  #connecting = false;
  /** It was shut before anybody had asked: it will never be connected. */
  #cutShort = false;
  /** What bind(2) has asked for: an end that stays its own when a connection fails. */
  #bound: Endpoint = NOWHERE;
  /** After that the end of a port that it was only given is still told, though it is free again. */
  #past: Endpoint = NOWHERE;

  constructor(task: Task, connection?: TcpConnection) {
    super(task, connection?.options ?? tcpDefaults());
    this.connection = connection ?? this.#unconnected(task);
    this.connection.ino = this.ino;
  }

  #unconnected(task: Task): TcpConnection {
    return new TcpConnection(task.host, this.options, task.cred.euid);
  }

  get readable(): WaitQueue {
    return this.connection.readable;
  }

  get writable(): WaitQueue {
    return this.connection.writable;
  }

  override queues(): readonly WaitQueue[] {
    const { readable, writable, acceptable } = this.connection;
    return [readable, writable, acceptable];
  }

  override get listening(): boolean {
    return this.connection.listening;
  }

  localText(): string {
    return endpointText(this.connection.local);
  }

  peerText(): string {
    return endpointText(this.connection.remote);
  }

  name(): SocketAddress {
    const { local } = this.connection;
    return inetAddress(local.port === 0 ? this.#past : local);
  }

  get #connected(): boolean {
    const { state } = this.connection;
    return state !== 'CLOSED' && state !== 'LISTEN' && state !== 'SYN_SENT';
  }

  peerName(): SocketAddress | Failure {
    return this.#connected ? inetAddress(this.connection.remote) : fail('ENOTCONN');
  }

  unread(): number | Failure {
    return this.listening ? fail('EINVAL') : this.connection.receiver.queue.length;
  }

  // ---- coming to a connection

  bind(task: Task, address: SocketAddress): 0 | Failure {
    const wanted = localEndpoint(task, address);
    const { state, local, remote, pendingError, shutRead, shutWrite } = this.connection;
    if (state !== 'CLOSED' || this.#bound.port !== 0) return fail('EINVAL');
    if (local.port !== 0 && remote === NOWHERE) return fail('EINVAL');
    if (remote !== NOWHERE) this.#startOver(task);
    Object.assign(this.connection, { pendingError, shutRead, shutWrite }); // the failure has not been told yet
    const refused = this.#take(wanted.address, wanted.port);
    if (refused === 0) this.#bound = wanted;
    this.connection.keepsPort = this.#bound.port !== 0;
    return refused;
  }

  #take(address: string, asked: number): 0 | Failure {
    const { connection } = this;
    const { host } = connection;
    const port = asked || host.ephemeralPort((port) => host.tcp.isUnused(port));
    if (port === undefined) return fail('EADDRINUSE');
    connection.local = { address, port };
    if (host.tcp.conflicts(connection)) {
      connection.local = NOWHERE;
      return fail('EADDRINUSE');
    }
    host.tcp.add(connection);
    return 0;
  }

  override listen(_task: Task, backlog: number): 0 | Failure {
    const { connection } = this;
    if (this.#connecting || (connection.state !== 'CLOSED' && !this.listening)) return fail('EINVAL');
    connection.backlog = Math.min(backlog >>> 0, SOMAXCONN);
    if (this.listening) return 0;
    if (connection.local.port === 0) {
      const refused = this.#take(ANY, 0);
      if (refused) return refused;
    }
    connection.state = 'LISTEN';
    if (connection.host.tcp.conflicts(connection)) {
      connection.state = 'CLOSED';
      return fail('EADDRINUSE');
    }
    connection.shutRead = false;
    connection.become('LISTEN');
    return 0;
  }

  override accept(task: Task, nonblock: boolean): Accepted | Failure | Wait {
    const { connection } = this;
    if (!this.listening) return fail('EINVAL');
    const accepted = connection.accepted.shift();
    if (!accepted)
      return nonblock ? fail('EAGAIN') : this.sleepOn(task, connection.acceptable, this.options.receiveTimeout);
    accepted.listener = undefined;
    return { socket: new TcpSocket(task, accepted), from: inetAddress(accepted.remote) };
  }

  connect(task: Task, address: SocketAddress, nonblock: boolean): 0 | Failure | Wait {
    if (this.#cutShort) return fail('EINVAL');
    if (this.#connecting) return this.#goOn(task, nonblock);
    const { connection } = this;
    if (connection.state !== 'CLOSED') return fail('EISCONN');
    if (address.family !== AF_INET) return fail('EAFNOSUPPORT');
    if (connection.pendingError || connection.remote.port !== 0) this.#startOver(task);
    const refused = this.#open(address.address === ANY ? LOOPBACK : address.address, address.port);
    if (refused) return refused;
    this.#connecting = true;
    return nonblock ? fail('EINPROGRESS') : this.#goOn(task, false);
  }

  /** After a connection that failed or has ended there may be another one, from the port that bind(2) has asked for. */
  #startOver(task: Task): void {
    const { connection } = this;
    this.connection = this.#unconnected(task);
    this.connection.ino = this.ino;
    connection.host.tcp.remove(connection);
    this.#past = { address: this.#bound.address, port: connection.local.port };
    if (this.#bound.port === 0) return;
    this.connection.local = this.#bound;
    this.connection.keepsPort = true;
    this.connection.host.tcp.add(this.connection);
  }

  /** Nobody has asked for just that one. */
  #giveUpPort(): void {
    const { connection } = this;
    connection.host.tcp.remove(connection);
    this.#past = { address: this.#bound.address, port: connection.local.port };
    connection.local = NOWHERE;
  }

  #open(address: string, port: number): Failure | undefined {
    const { connection } = this;
    const { host } = connection;
    const source = host.sourceFor(address);
    if (source === undefined) return fail('ENETUNREACH');
    const from = address === host.address ? host.address : source;
    if (connection.local.port === 0) {
      const free = host.ephemeralPort((port) => host.tcp.isUnused(port));
      if (free === undefined) return fail('EADDRNOTAVAIL');
      connection.local = { address: from, port: free };
      host.tcp.add(connection);
    } else if (connection.local.address === ANY) connection.local = { ...connection.local, address: from };
    const remote = { address, port };
    if (host.connections.has(connectionKey(connection.local, remote))) return fail('EADDRNOTAVAIL');
    connection.remote = remote;
    connection.open();
    return undefined;
  }

  #goOn(task: Task, nonblock: boolean): 0 | Failure | Wait {
    const { connection } = this;
    if (STARTING.has(connection.state)) {
      if (nonblock) return fail('EALREADY');
      return this.sleepOn(task, connection.writable, this.options.sendTimeout);
    }
    this.#connecting = false;
    const error = this.#error() ?? (connection.state === 'CLOSED' ? fail('ECONNABORTED') : undefined);
    if (!error) return 0;
    this.#startOver(task);
    return error;
  }

  #error(): Failure | undefined {
    const { pendingError } = this.connection;
    this.connection.pendingError = undefined;
    return pendingError && fail(pendingError);
  }

  override takeError(): Failure | undefined {
    return this.#error();
  }

  // ---- transfers

  send(task: Task, message: Outgoing): number | Failure | Wait {
    return this.#write(task, message, 0);
  }

  /** Goes on behind the first `sent` bytes. */
  #write(task: Task, message: Outgoing, sent: number): number | Failure | Wait {
    const { connection, options } = this;
    const retryAt = (progress: number): Wait =>
      this.sleepOn(task, connection.writable, options.sendTimeout, {
        progress,
        retry: () => this.#write(task, message, progress),
      });
    if (STARTING.has(connection.state)) return message.nonblock ? fail('EAGAIN') : retryAt(sent);
    if (connection.pendingError && connection.pendingError !== 'EPIPE' && sent === 0) return this.#error() ?? 0;
    if (connection.pendingError || connection.shutWrite || !WRITABLE.has(connection.state)) {
      connection.pendingError = undefined;
      return this.#told(task, this.broken(task, sent, message));
    }
    const { bytes } = message;
    const at = sent + connection.append(bytes.subarray(sent));
    if (at === bytes.length || (message.nonblock && at > 0)) return this.#told(task, at);
    return message.nonblock ? fail('EAGAIN') : retryAt(at);
  }

  #told(task: Task, answer: number | Failure): number | Failure {
    if (typeof answer === 'number') this.kernel.emit('socket.send', task.pid, { ino: this.ino, bytes: answer });
    return answer;
  }

  receive(task: Task, { into, nonblock, peek }: Incoming): Received | Failure | Wait {
    const { connection } = this;
    if (this.listening) return fail('ENOTCONN');
    if (into.length === 0 && connection.receiver.queue.length > 0) return { ...NOTHING, end: false };
    const bytes = connection.take(into, peek);
    if (bytes > 0) return { ...NOTHING, bytes, length: bytes, end: false };
    if (connection.receiver.ended) {
      if (!peek) connection.endSeen = true;
      return NOTHING;
    }
    const error = this.#error();
    if (error) return error;
    if (connection.shutRead) return NOTHING;
    if (connection.state === 'CLOSED') return fail('ENOTCONN');
    if (nonblock) return fail('EAGAIN');
    const waiting = this.sleepOn(task, connection.readable, this.options.receiveTimeout);
    // For nothing it waits all the same, but once.
    return into.length > 0 ? waiting : new Wait(waiting.queues, { ...waiting.options, onTimeout: 0, retry: () => 0 });
  }

  // ---- the end

  shutdown(how: number): 0 | Failure {
    if (how < SHUT_RD || how > SHUT_RDWR) return fail('EINVAL');
    const { connection } = this;
    const { state } = connection;
    if (state === 'LISTEN' && how !== SHUT_WR) {
      connection.release();
      connection.orphaned = false;
      connection.shutRead = false;
      connection.ino = this.ino;
      if (this.#bound.port === 0) this.#giveUpPort();
      return 0;
    }
    if (how !== SHUT_WR) connection.shutRead = true;
    if (how !== SHUT_RD) connection.shutWrite = true;
    this.#cutShort = this.#connecting && (STARTING.has(state) || state === 'CLOSED');
    if (state === 'CLOSED' || state === 'TIME_WAIT') return fail('ENOTCONN');
    if (state === 'SYN_SENT') connection.abort();
    else if (how !== SHUT_RD) connection.finish();
    connection.wakeAll();
    return 0;
  }

  close(): void {
    this.connection.release();
  }

  poll(): number {
    const { connection } = this;
    const { state, shutRead, shutWrite, sender } = connection;
    if (state === 'LISTEN') return connection.accepted.length > 0 ? POLLIN : 0;
    if (state === 'SYN_SENT') return 0;
    const { sndbuf } = this.options;
    const room = shutWrite || sender.queue.length * 3 <= sndbuf * 2;
    const data = connection.receiver.queue.length > 0 || shutRead;
    const gone = state === 'CLOSED' || (shutRead && shutWrite);
    const error = connection.pendingError ? POLLERR : 0;
    return (data ? POLLIN : 0) | (room ? POLLOUT : 0) | (gone ? POLLHUP : 0) | (shutRead ? POLLRDHUP : 0) | error;
  }
}

const NOTHING: Received = { bytes: 0, length: 0, from: undefined, rights: [], end: true };
