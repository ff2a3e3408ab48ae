/**
 * Sockets of every family: what they have in common, and the open file before them.
 * Models options, errors that are kept for the next call, time-outs, SIGPIPE, and read, write, poll and close on a socket.
 * Leaves out out-of-band data and zero copy. Authority: socket(7), send(2), recv(2); net/socket.c, net/core/sock.c.
 */
import { O_CLOEXEC, O_NONBLOCK, O_RDWR, type SocketAddress, type Ucred } from '../abi.ts';
import { type Errno, type Failure, fail } from '../errno.ts';
import { type FileOps, fileOf, installLowest, type OpenFile, type Transfer } from '../file.ts';
import type { SocketInode } from '../fs/inode.ts';
import type { Kernel } from '../kernel.ts';
import { sendToSelf } from '../signal.ts';
import { SIGPIPE } from '../signum.ts';
import type { Task } from '../task.ts';
import { Wait, type WaitQueue } from '../wait-queue.ts';
import type { Host } from './network.ts';

declare module '../wait-queue.ts' {
  interface WaitReasons {
    /** `from` and `at` are addresses as ss(8) writes them; empty for none. */
    'socket-data': { readonly ino: number; readonly at: string; readonly from: string };
    'socket-room': { readonly ino: number; readonly to: string; readonly used: number; readonly capacity: number };
    'socket-connection': { readonly ino: number; readonly at: string };
    'socket-connect': { readonly ino: number; readonly to: string };
  }
}

declare module '../event.ts' {
  interface EventKinds {
    'socket.bind': { readonly ino: number; readonly at: string };
    'socket.listen': { readonly ino: number; readonly at: string; readonly backlog: number };
    'socket.connect': { readonly ino: number; readonly to: string };
    'socket.accept': { readonly ino: number; readonly from: string };
    'socket.send': { readonly ino: number; readonly bytes: number };
    'socket.receive': { readonly ino: number; readonly bytes: number };
    /** A read answered 0: the other side sends no more. */
    'socket.eof': { readonly ino: number };
    /** A write found the connection gone: SIGPIPE. */
    'socket.epipe': { readonly ino: number };
    'socket.close': { readonly ino: number };
  }
}

export interface Outgoing {
  readonly bytes: Uint8Array;
  readonly to: SocketAddress | undefined;
  /** Descriptors that go along, each holding a reference of its own. */
  readonly rights: readonly OpenFile[];
  readonly nonblock: boolean;
  readonly noSignal: boolean;
  /** MSG_OOB: refused where there is no such thing; streams send it as any other byte here. */
  readonly urgent: boolean;
}

export interface Incoming {
  readonly into: Uint8Array;
  readonly nonblock: boolean;
  readonly peek: boolean;
}

export interface Received {
  /** Bytes put into the buffer, and of the datagram as it was sent. */
  readonly bytes: number;
  readonly length: number;
  /** Nothing more will come. */
  readonly end: boolean;
  readonly from: SocketAddress | undefined;
  readonly rights: readonly OpenFile[];
}

export interface Accepted {
  readonly socket: Socket;
  readonly from: SocketAddress;
}

/** Bytes: what setsockopt makes of a size; half of it is for the kernel's own structures. */
const MIN_SNDBUF = 4608;
const MIN_RCVBUF = 2304;
const MAX_BUFFER = 4 << 20;
const DEFAULT_BUFFER = 212992;
/** net.ipv4.ip_default_ttl. */
export const DEFAULT_TTL = 64;

/** What setsockopt(2) sets. */
export interface SocketOptions {
  /** Bytes. */
  sndbuf: number;
  rcvbuf: number;
  /** It was set by hand: nothing adapts it. */
  sndbufLocked: boolean;
  reuseAddr: boolean;
  reusePort: boolean;
  keepAlive: boolean;
  broadcast: boolean;
  noDelay: boolean;
  /** IP_TTL: by how many machines a packet may be passed on. */
  ttl: number;
  /** Seconds; undefined: close goes on in the background. */
  linger: number | undefined;
  /** µs; 0 waits for ever. */
  receiveTimeout: number;
  sendTimeout: number;
}

const defaults = (sndbuf: number, rcvbuf: number): SocketOptions => ({
  sndbuf,
  rcvbuf,
  sndbufLocked: false,
  reuseAddr: false,
  reusePort: false,
  keepAlive: false,
  broadcast: false,
  noDelay: false,
  ttl: DEFAULT_TTL,
  linger: undefined,
  receiveTimeout: 0,
  sendTimeout: 0,
});
/** net.ipv4.tcp_wmem, tcp_rmem. */
export const tcpDefaults = (): SocketOptions => defaults(16384, 131072);

export abstract class Socket {
  readonly kernel: Kernel;
  readonly ino: number;
  /** The machine that it was made on, and stays on. */
  readonly host: Host;
  abstract readonly family: number;
  abstract readonly type: number;
  abstract readonly protocol: number;
  readonly options: SocketOptions;
  /** For the next call that looks (SO_ERROR). */
  pendingError: Errno | undefined;
  readonly inode: SocketInode;
  /** Whom /proc/net names as its user. */
  readonly uid: number;

  abstract readonly readable: WaitQueue;
  abstract readonly writable: WaitQueue;

  constructor(task: Task, options = defaults(DEFAULT_BUFFER, DEFAULT_BUFFER)) {
    const { kernel } = task;
    this.options = options;
    this.host = task.host;
    this.kernel = kernel;
    this.ino = kernel.fileSystems.sockets.nextIno();
    this.uid = task.cred.euid;
    const times = { atime: 0, mtime: 0, ctime: 0 }; // nobody counts them
    const fs = kernel.fileSystems.sockets;
    const owner = { uid: task.cred.euid, gid: task.cred.egid };
    this.inode = { kind: 'sock', fs, ino: this.ino, mode: 0o777, ...owner, nlink: 1, ...times, bound: undefined };
  }

  /** Where it is, and to whom it talks, as ss(8) writes them. */
  abstract localText(): string;
  abstract peerText(): string;
  abstract bind(task: Task, address: SocketAddress): 0 | Failure;
  abstract connect(task: Task, address: SocketAddress, nonblock: boolean): 0 | Failure | Wait;
  abstract send(task: Task, message: Outgoing): Transfer;
  abstract receive(task: Task, how: Incoming): Received | Failure | Wait;
  abstract shutdown(how: number): 0 | Failure;
  abstract name(): SocketAddress;
  abstract peerName(): SocketAddress | Failure;
  abstract poll(): number;
  abstract unread(): number | Failure;
  /** The last descriptor is gone. */
  abstract close(task: Task): void;

  listen(_task: Task, _backlog: number): 0 | Failure {
    return fail('EOPNOTSUPP');
  }

  accept(_task: Task, _nonblock: boolean): Accepted | Failure | Wait {
    return fail('EOPNOTSUPP');
  }

  get listening(): boolean {
    return false;
  }

  get peerCred(): Ucred {
    return { pid: 0, uid: -1, gid: -1 };
  }

  /** Where somebody sleeps who polls it. */
  queues(): readonly WaitQueue[] {
    return [this.readable, this.writable];
  }

  /** Open files that travel in its queues. */
  inFlight(): readonly OpenFile[] {
    return [];
  }

  /** The error that was kept, once. */
  takeError(): Failure | undefined {
    const error = this.pendingError;
    this.pendingError = undefined;
    return error && fail(error);
  }

  resize(which: 'sndbuf' | 'rcvbuf', bytes: number): void {
    const doubled = 2 * Math.min(Math.max(bytes, 0), MAX_BUFFER);
    this.options[which] = Math.max(doubled, which === 'sndbuf' ? MIN_SNDBUF : MIN_RCVBUF);
    if (which === 'sndbuf') this.options.sndbufLocked = true;
  }

  /** A wait that SO_RCVTIMEO or SO_SNDTIMEO ends with EAGAIN, or with what was moved. */
  sleepOn(task: Task, queue: WaitQueue, us: number, how: { progress?: number; retry?: () => unknown } = {}): Wait {
    const { progress = 0 } = how;
    if (us === 0) return new Wait([queue], { exclusive: true, ...how });
    const deadline = (task.call?.startedAt ?? this.kernel.now) + us;
    return new Wait([queue], { ...how, deadline, onTimeout: progress > 0 ? progress : fail('EAGAIN') });
  }

  /** The connection is gone for writers: what was moved counts; else EPIPE, and SIGPIPE unless it is not wanted. */
  broken(task: Task, sent: number, { noSignal }: Outgoing): number | Failure {
    if (sent > 0) return sent;
    this.kernel.emit('socket.epipe', task.pid, { ino: this.ino });
    if (!noSignal) sendToSelf(task, SIGPIPE);
    return fail('EPIPE');
  }

  wakeAll(): void {
    this.readable.wakeAll();
    this.writable.wakeAll();
  }
}

const NOTHING_BESIDE = { to: undefined, rights: [], noSignal: false, urgent: false } as const;

/** What a receive came to, told. Rights that nobody takes are dropped. */
export function received(task: Task, socket: Socket, answer: Received): number {
  const { ino } = socket;
  if (answer.end) task.kernel.emit('socket.eof', task.pid, { ino });
  else task.kernel.emit('socket.receive', task.pid, { ino, bytes: answer.bytes });
  return answer.bytes;
}

export function dropRights(task: Task, rights: readonly OpenFile[]): void {
  for (const file of rights) {
    file.refs--;
    if (file.refs === 0) file.ops.release?.(file, task);
  }
}

const of = (file: OpenFile): Socket => {
  if (!file.socket) throw new Error('a socket operation on a file that is none');
  return file.socket;
};

const ops: FileOps = {
  read(file, into, task) {
    if (into.length === 0) return 0; // unlike recv(2), which may have something to say
    const answer = of(file).receive(task, { into, nonblock: file.nonblock, peek: false });
    if (!('rights' in answer)) return answer;
    dropRights(task, answer.rights);
    return received(task, of(file), answer);
  },
  write: (file, bytes, task) => of(file).send(task, { bytes, nonblock: file.nonblock, ...NOTHING_BESIDE }),
  poll: (file) => of(file).poll(),
  queues: (file) => of(file).queues(),
  unread: (file) => {
    const answer = of(file).unread();
    if (typeof answer !== 'number') throw answer;
    return answer;
  },
  release(file, task) {
    task.kernel.emit('socket.close', task.pid, { ino: of(file).ino });
    of(file).close(task);
  },
};

/** An open file for a socket, and a descriptor for it. Throws EMFILE. */
export function installSocket(task: Task, socket: Socket, flags: number): number {
  const name = (): string => `socket:[${socket.ino}]`;
  const file = task.kernel.newFile(socket.inode, ops, O_RDWR | (flags & O_NONBLOCK), name, { socket });
  return installLowest(task, file, (flags & O_CLOEXEC) !== 0);
}

/** The socket behind a descriptor; throws EBADF, ENOTSOCK. */
export function socketFile(task: Task, fd: number): { readonly file: OpenFile; readonly socket: Socket } {
  const file = fileOf(task, fd);
  const { socket } = file;
  if (!socket) throw fail('ENOTSOCK');
  return { file, socket };
}
