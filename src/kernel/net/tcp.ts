/**
 * A TCP connection: its states, what its owner does, what it sends, its timers. Both halves of the data are in tcp-send.ts and
 * tcp-receive.ts, what segments do to it in tcp-input.ts, how they find it in tcp-demux.ts.
 * Models the handshake with its queues, retransmission, windows and their probes, half close, RST, TIME_WAIT. It lives on
 * when its socket is closed, until the other side has everything. Leaves out urgent data, keep-alive probes, SYN cookies.
 * Authority: tcp(7), RFC 9293; net/ipv4/tcp_input.c, tcp_timer.c.
 */
import { PAGE_SIZE } from '../abi.ts';
import type { Errno } from '../errno.ts';
import type { Timer } from '../timer.ts';
import { WaitQueue, type WaitReason } from '../wait-queue.ts';
import type { Host } from './network.ts';
import { connectionKey, type Endpoint, endpointText, isLoopback, NOWHERE, type Segment } from './packet.ts';
import type { PortUser } from './ports.ts';
import type { SocketOptions } from './socket.ts';
import { Receiver } from './tcp-receive.ts';
import { type Piece, Sender } from './tcp-send.ts';
import { RECEIVING, SYNCHRONIZED, type TcpState, type TimerKind } from './tcp-state.ts';

declare module '../event.ts' {
  interface EventKinds {
    'tcp.state': { readonly ino: number; readonly at: string; readonly peer: string; readonly state: TcpState };
  }
}

/** µs. */
const TIME_WAIT = 60_000_000;
const GREATEST_PROBE = 120_000_000;
/** Retransmissions before one gives up: of a SYN, of its answer, of data. */
const SYN_RETRIES = 6;
const SYNACK_RETRIES = 5;
const RETRIES = 15;
const MSS_LOOPBACK = 32741;
const MSS_ETHERNET = 1448;
const HEADERS = 640;
const FIRST_SEGMENTS = 10;
const NO_BYTES = new Uint8Array(0);

export class TcpConnection implements PortUser {
  readonly host: Host;
  readonly options: SocketOptions;
  readonly uid: number;
  local: Endpoint = NOWHERE;
  remote: Endpoint = NOWHERE;
  state: TcpState = 'CLOSED';
  /** Inode of its socket; 0 before it is accepted and after it was closed. */
  ino = 0;
  sender: Sender;
  receiver: Receiver;
  shutRead = false;
  shutWrite = false;
  pendingError: Errno | undefined;
  /** The reader has seen the end. */
  endSeen = false;
  /** No process has it any more. */
  orphaned = false;
  /** Its port was asked for: it stays its own, whatever becomes of the connection. */
  keepsPort = false;
  // of a listener
  backlog = 0;
  readonly accepted: TcpConnection[] = [];
  readonly requests = new Set<TcpConnection>();
  /** The listener that it came to, until somebody accepts it. */
  listener: TcpConnection | undefined;
  timer: { readonly kind: TimerKind; readonly timer: Timer } | undefined;
  #probeAfter = 0;
  readonly readable: WaitQueue;
  readonly writable: WaitQueue;
  readonly acceptable: WaitQueue;

  constructor(host: Host, options: SocketOptions, uid: number) {
    this.host = host;
    this.options = options;
    this.uid = uid;
    this.sender = new Sender(0, MSS_ETHERNET);
    this.receiver = this.#newReceiver(0);
    const peer = (): string => endpointText(this.remote);
    const at = (): string => endpointText(this.local);
    const queue = (wchan: string, reason: () => WaitReason): WaitQueue => new WaitQueue(wchan, reason, this);
    this.readable = queue('wait_woken', () => ({ kind: 'socket-data', ino: this.ino, at: at(), from: peer() }));
    this.writable = queue('wait_woken', () =>
      this.state === 'SYN_SENT'
        ? { kind: 'socket-connect', ino: this.ino, to: peer() }
        : { kind: 'socket-room', ino: this.ino, to: peer(), used: this.sender.pending, capacity: options.sndbuf },
    );
    this.acceptable = queue('inet_csk_accept', () => ({ kind: 'socket-connection', ino: this.ino, at: at() }));
  }

  get reuseAddr(): boolean {
    return this.options.reuseAddr;
  }

  get reusePort(): boolean {
    return this.options.reusePort;
  }

  get listening(): boolean {
    return this.state === 'LISTEN';
  }

  get now(): number {
    return this.host.network.kernel.now;
  }

  get mss(): number {
    return isLoopback(this.remote.address) || this.remote.address === this.host.address ? MSS_LOOPBACK : MSS_ETHERNET;
  }

  #newReceiver(first: number): Receiver {
    return new Receiver(first, () => this.options.rcvbuf, this.mss);
  }

  /** The number of the first byte that is to come. */
  expect(first: number): void {
    this.receiver = this.#newReceiver(first);
  }

  become(state: TcpState): void {
    this.state = state;
    const { kernel } = this.host.network;
    const told = { ino: this.ino, at: endpointText(this.local), peer: endpointText(this.remote), state };
    kernel.emit('tcp.state', kernel.current?.pid ?? 0, told);
  }

  // ---- coming into being

  get #key(): string {
    return connectionKey(this.local, this.remote);
  }

  #begin(): void {
    const first = this.host.network.random.below(2 ** 31);
    this.sender = new Sender(first, this.mss);
    this.sender.noDelay = this.options.noDelay;
    this.host.connections.set(this.#key, this);
  }

  /** Active open: the SYN goes out. The ends are known. */
  open(): void {
    this.#begin();
    this.become('SYN_SENT');
    this.sender.synchronize(this.now);
    this.arm('on');
    this.synchronize();
  }

  /** A SYN came to a listener: a connection that nobody has accepted yet. */
  answer(listener: TcpConnection, { to, from, seq, window }: Segment): void {
    this.local = to;
    this.remote = from;
    this.listener = listener;
    this.#begin();
    this.host.tcp.add(this);
    this.expect(seq + 1);
    this.sender.window = window;
    listener.requests.add(this);
    this.become('SYN_RECV');
    this.sender.synchronize(this.now);
    this.arm('on');
    this.synchronize();
  }

  synchronize(again = false): void {
    const answers = this.state === 'SYN_RECV';
    this.transmit({ seq: this.sender.first, bytes: NO_BYTES, fin: false, again }, { syn: true, ack: answers });
  }

  establish(): void {
    const { options } = this;
    if (!options.sndbufLocked) options.sndbuf = Math.max(options.sndbuf, sndbufFor(this.mss));
    this.become('ESTABLISHED');
    this.disarm();
  }

  // ---- what the owner does

  /** Takes what there is room for; a write may go over the brim as long as the brim was not reached. */
  append(bytes: Uint8Array): number {
    const room = this.options.sndbuf - this.sender.queue.length;
    const taken = bytes.slice(0, Math.max(0, room));
    this.sender.queue.push(taken);
    this.push();
    return taken.length;
  }

  /** Sends what may be sent. */
  push(): void {
    for (;;) {
      const piece = this.sender.next(this.now);
      if (!piece) break;
      this.arm('on', true);
      this.transmit(piece, { ack: true });
    }
    const stuck = this.sender.hasMore && this.sender.underWay === 0 && this.sender.window < 1;
    if (stuck && !this.timer) {
      this.#probeAfter = this.sender.rto;
      this.arm('persist');
    }
  }

  /** Bytes for the reader; the sender hears of the room if it matters. */
  take(into: Uint8Array, peek: boolean): number {
    const bytes = this.receiver.queue.take(into, peek);
    if (!peek && this.receiver.worthTelling && RECEIVING.has(this.state)) this.acknowledge();
    return bytes;
  }

  /** No more will be written: a FIN goes behind what was. */
  finish(): void {
    if (this.state === 'ESTABLISHED' || this.state === 'SYN_RECV') this.become('FIN_WAIT1');
    else if (this.state === 'CLOSE_WAIT') this.become('LAST_ACK');
    else return;
    this.sender.closing = true;
    this.push();
  }

  /** The last descriptor is gone. */
  release(): void {
    this.orphaned = true;
    this.ino = 0;
    const unread = this.receiver.queue.length > 0;
    if (this.state === 'LISTEN') this.#stopListening();
    else if (this.state === 'CLOSED' || this.state === 'SYN_SENT') this.done();
    else if (SYNCHRONIZED.has(this.state) && (unread || this.options.linger === 0)) this.abort();
    else if (this.state === 'FIN_WAIT2') this.arm('finwait');
    else this.finish();
  }

  /** RST, and nothing is left. */
  abort(): void {
    if (this.state !== 'CLOSED' && this.state !== 'SYN_SENT' && this.state !== 'TIME_WAIT') this.#reset();
    this.done();
  }

  #reset(): void {
    this.transmit({ seq: this.sender.nxt, bytes: NO_BYTES, fin: false, again: false }, { rst: true, ack: true });
  }

  #stopListening(): void {
    for (const waiting of [...this.requests, ...this.accepted]) waiting.abort();
    this.done();
  }

  /** Gone from the tables; whoever still has it sees both directions shut. */
  done(): void {
    this.disarm();
    this.sender.queue.clear();
    this.listener?.requests.delete(this);
    this.shutRead = true;
    this.shutWrite = true;
    if (this.state !== 'CLOSED') this.become('CLOSED');
    if (this.host.connections.get(this.#key) === this) this.host.connections.delete(this.#key);
    if (this.orphaned || !this.keepsPort) this.host.tcp.remove(this);
    this.wakeAll();
  }

  fail(error: Errno): void {
    this.pendingError = error;
    this.done();
  }

  wakeAll(): void {
    this.readable.wakeAll();
    this.writable.wakeAll();
    this.acceptable.wakeAll();
  }

  // ---- segments out

  acknowledge(): void {
    this.transmit({ seq: this.sender.nxt, bytes: NO_BYTES, fin: false, again: false }, { ack: true });
  }

  transmit(piece: Piece, flags: { syn?: boolean; rst?: boolean; ack?: boolean }): void {
    const { syn = false, rst = false, ack = false } = flags;
    this.host.network.transmit(this.host, {
      protocol: 'tcp',
      from: this.local,
      to: this.remote,
      ...piece,
      ack: ack ? this.receiver.next : undefined,
      syn,
      rst,
      window: this.receiver.window(),
    });
  }

  // ---- timers

  arm(kind: TimerKind, keep = false): void {
    if (keep && this.timer?.kind === kind) return;
    this.disarm();
    const after = { on: this.sender.rto, persist: this.#probeAfter, timewait: TIME_WAIT, finwait: TIME_WAIT }[kind];
    const timer = this.host.network.kernel.setTimer(this.now + after, () => this.#fire(kind));
    this.timer = { kind, timer };
  }

  disarm(): void {
    if (this.timer) this.host.network.kernel.timers.cancel(this.timer.timer);
    this.timer = undefined;
  }

  #fire(kind: TimerKind): void {
    this.timer = undefined;
    if (kind === 'on') this.#retransmit();
    else if (kind === 'persist') this.#probe();
    else this.done();
  }

  #retransmit(): void {
    const { sender, state } = this;
    const most = state === 'SYN_SENT' ? SYN_RETRIES : state === 'SYN_RECV' ? SYNACK_RETRIES : RETRIES;
    if (sender.retries >= most) {
      this.fail('ETIMEDOUT');
      return;
    }
    sender.timedOut();
    if (state === 'SYN_SENT' || state === 'SYN_RECV') {
      sender.synchronize(this.now);
      this.arm('on');
      this.synchronize(true);
    } else this.push();
    if (!this.timer) this.arm('on');
  }

  /** An old number, which the other side answers with its window. */
  #probe(): void {
    this.#probeAfter = Math.min(GREATEST_PROBE, this.#probeAfter * 2);
    this.arm('persist');
    const { una } = this.sender;
    this.transmit({ seq: una - 1, bytes: NO_BYTES, fin: false, again: true }, { ack: true });
  }

  waitOut(): void {
    this.become('TIME_WAIT');
    this.ino = 0;
    this.arm('timewait');
    this.wakeAll();
  }

  /** Bytes that wait for the reader, and the end if he has not seen it: what ss(8) shows as Recv-Q. */
  get unread(): number {
    return this.receiver.queue.length + (this.receiver.ended && !this.endSeen ? 1 : 0);
  }

  /** The network says that nobody is there. */
  unreachable(): void {
    if (this.state === 'SYN_SENT') this.fail('EHOSTUNREACH');
  }
}

/** What an established connection may have under way twice over, with the overhead of its buffers. */
function sndbufFor(mss: number): number {
  const size = 2 ** Math.ceil(Math.log2(mss + HEADERS)) + PAGE_SIZE / 16;
  return 2 * FIRST_SEGMENTS * size;
}
