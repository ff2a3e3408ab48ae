/**
 * Netlink sockets as far as mq_notify(3) needs one: the kernel puts messages into it, and its owner reads them.
 * What else goes over netlink on Linux are calls of their own here (sock_diag, rtm_getlink). Authority: netlink(7).
 */
import { AF_NETLINK, POLLIN, POLLOUT, SOCK_RAW, type SocketAddress } from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { Task } from '../task.ts';
import { type Wait, WaitQueue } from '../wait-queue.ts';
import { type Incoming, type Received, Socket } from './socket.ts';

const PLACE = 'netlink';

export class NetlinkSocket extends Socket {
  readonly family = AF_NETLINK;
  readonly type = SOCK_RAW;
  readonly protocol = 0;
  readonly #messages: Uint8Array[] = [];
  readonly readable = new WaitQueue('__skb_wait_for_more_packets', () => ({
    kind: 'socket-data',
    ino: this.ino,
    at: PLACE,
    from: 'the kernel',
  }));
  readonly writable = this.readable;

  /** From the kernel. */
  deliver(bytes: Uint8Array): void {
    this.#messages.push(bytes);
    this.readable.wakeAll();
  }

  receive(task: Task, { into, nonblock, peek }: Incoming): Received | Failure | Wait {
    const [message] = this.#messages;
    if (!message) return nonblock ? fail('EAGAIN') : this.sleepOn(task, this.readable, this.options.receiveTimeout);
    if (!peek) this.#messages.shift();
    const bytes = Math.min(into.length, message.length);
    into.set(message.subarray(0, bytes));
    return { bytes, length: message.length, end: false, from: undefined, rights: [] };
  }

  localText(): string {
    return PLACE;
  }

  peerText(): string {
    return '';
  }

  name(): SocketAddress {
    throw fail('EOPNOTSUPP');
  }

  peerName(): Failure {
    return fail('EOPNOTSUPP');
  }

  bind(): Failure {
    return fail('EOPNOTSUPP');
  }

  connect(): Failure {
    return fail('EOPNOTSUPP');
  }

  send(): Failure {
    return fail('EOPNOTSUPP');
  }

  shutdown(): Failure {
    return fail('EOPNOTSUPP');
  }

  unread(): number {
    return this.#messages[0]?.length ?? 0;
  }

  poll(): number {
    return POLLOUT | (this.#messages.length > 0 ? POLLIN : 0);
  }

  close(): void {}
}
