/**
 * POSIX message queues: files in /dev/mqueue whose messages have a priority.
 * Models the order by priority and age, hand-over to waiting receivers and from waiting senders, one notification by signal or thread,
 * limits and what a user may have in all (RLIMIT_MSGQUEUE). Leaves out several IPC namespaces.
 * Authority: mq_overview(7); ipc/mqueue.c.
 */
import {
  type MqAttr,
  O_NONBLOCK,
  POLLIN,
  POLLOUT,
  SIGEV_NONE,
  SIGEV_SIGNAL,
  SIGEV_THREAD,
  type Sigevent,
} from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import { type FileOps, fileOf, type OpenFile } from '../file.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { DirInode, Inode, RegularInode } from '../fs/inode.ts';
import { directory, type Ownership } from '../fs/tmpfs.ts';
import { NetlinkSocket } from '../net/netlink.ts';
import { send } from '../signal.ts';
import { NSIG } from '../signum.ts';
import { isRoot, type Task, type ThreadGroup } from '../task.ts';
import { type Wait, WaitQueue, wait } from '../wait-queue.ts';

declare module '../wait-queue.ts' {
  interface WaitReasons {
    /** A POSIX queue is empty, or full. */
    mqueue: { readonly name: string; readonly wants: 'message' | 'room'; readonly count: number; readonly max: number };
  }
}

declare module '../event.ts' {
  interface EventKinds {
    'mq.create': { readonly name: string; readonly maxmsg: number; readonly msgsize: number };
    /** `to` is the receiver that it was handed to; 0 when it lies in the queue. */
    'mq.send': { readonly name: string; readonly priority: number; readonly bytes: number; readonly to: number };
    'mq.receive': { readonly name: string; readonly priority: number; readonly bytes: number };
    /** A message came to an empty queue: whoever asked is told, once. */
    'mq.notify': { readonly name: string; readonly whom: number; readonly signo: number };
  }
}

export const PRIORITY_MAX = 32768;
const HARD_MESSAGES = 65536;
const HARD_BYTES = 16777216;
/** What the kernel keeps for a message besides its text: struct msg_msg, and a node of the tree. */
const HEADER_BYTES = 96;
const FILE_BYTES = 80;

interface Message {
  readonly priority: number;
  readonly text: Uint8Array;
}

interface Waiter {
  readonly task: Task;
  readonly queue: WaitQueue;
  /** A sender's message; what a receiver was handed. */
  message: Message | undefined;
  done: boolean;
}

interface Notification {
  readonly group: ThreadGroup;
  readonly event: Sigevent;
  /** For SIGEV_THREAD: where a thread of the library waits for it. */
  readonly socket: NetlinkSocket | undefined;
}

const COOKIE = 32;

/** What comes through that socket: the value that was given, and 1 for a message that has come. */
function cookieOf({ value }: Sigevent): Uint8Array {
  const bytes = new Uint8Array(COOKIE);
  new DataView(bytes.buffer).setInt32(0, value, true);
  bytes[COOKIE - 1] = 1;
  return bytes;
}

/** What a notification goes to beside the process. Throws EINVAL for a way that there is not, or a signal; EBADF. */
export function demandWay(task: Task, { notify, signo }: Sigevent): NetlinkSocket | undefined {
  if (notify === SIGEV_THREAD) return netlinkOf(task, signo);
  const isSignal = signo >= 0 && signo < NSIG;
  if (notify === SIGEV_NONE || (notify === SIGEV_SIGNAL && isSignal)) return undefined;
  throw fail('EINVAL');
}

/** Throws EBADF for a descriptor of something else. */
function netlinkOf(task: Task, fd: number): NetlinkSocket {
  const { socket } = fileOf(task, fd);
  if (!(socket instanceof NetlinkSocket)) throw fail('EBADF');
  return socket;
}

/** The inode of a queue: a file with operations of its own. */
export interface QueueInode extends RegularInode {
  readonly queue: MqQueue;
}
export const isQueue = (inode: Inode): inode is QueueInode => inode.kind === 'reg' && 'queue' in inode;

const byUrgency = (waiters: readonly Waiter[]): Waiter | undefined =>
  waiters.reduce<Waiter | undefined>((best, one) => (best && best.task.nice <= one.task.nice ? best : one), undefined);

/** struct mqueue_inode_info. */
export class MqQueue {
  /** As in mq_open(3): `/demo`. */
  readonly name: string;
  readonly maxmsg: number;
  readonly msgsize: number;
  /** The most urgent first, by age among equals. */
  readonly messages: Message[] = [];
  readonly receivers: Waiter[] = [];
  readonly senders: Waiter[] = [];
  /** Where poll(2) sleeps. */
  readonly changed: WaitQueue;
  notification: Notification | undefined;

  constructor(name: string, { maxmsg, msgsize }: Pick<MqAttr, 'maxmsg' | 'msgsize'>) {
    this.name = name;
    this.maxmsg = maxmsg;
    this.msgsize = msgsize;
    this.changed = new WaitQueue('poll_schedule_timeout', () => this.reason('message'));
  }

  get bytes(): number {
    return this.messages.reduce((total, { text }) => total + text.length, 0);
  }

  get full(): boolean {
    return this.messages.length >= this.maxmsg;
  }

  reason(wants: 'message' | 'room') {
    return { kind: 'mqueue' as const, name: this.name, wants, count: this.messages.length, max: this.maxmsg };
  }

  insert(message: Message): void {
    const at = this.messages.findIndex(({ priority }) => priority < message.priority);
    this.messages.splice(at < 0 ? this.messages.length : at, 0, message);
  }

  /** Into the hands of a receiver that waits, or into the queue. */
  send(task: Task, message: Message): void {
    const receiver = byUrgency(this.receivers);
    const { priority, text } = message;
    const to = receiver?.task.pid ?? 0;
    task.kernel.emit('mq.send', task.pid, { name: this.name, priority, bytes: text.length, to });
    if (receiver) {
      this.#finish(this.receivers, receiver, message);
      return;
    }
    this.insert(message);
    this.changed.wakeAll();
    if (this.messages.length === 1) this.#notify(task);
  }

  /** The most urgent message; its place is taken by one of a sender that waits. */
  take(): Message | undefined {
    const message = this.messages.shift();
    if (!message) return undefined;
    const sender = byUrgency(this.senders);
    if (sender?.message) {
      this.insert(sender.message);
      this.#finish(this.senders, sender, sender.message);
    } else this.changed.wakeAll();
    return message;
  }

  #finish(list: Waiter[], waiter: Waiter, message: Message): void {
    list.splice(list.indexOf(waiter), 1);
    waiter.message = message;
    waiter.done = true;
    waiter.queue.wake();
  }

  #notify(task: Task): void {
    const { notification, name } = this;
    if (!notification) return;
    this.notification = undefined;
    const { group, event } = notification;
    notification.socket?.deliver(cookieOf(event));
    if (event.notify !== SIGEV_SIGNAL) return;
    const { kernel } = task;
    kernel.emit('mq.notify', task.pid, { name, whom: group.tgid, signo: event.signo });
    const sender = { pid: task.group.tgid, uid: task.cred.ruid };
    send(kernel, group, { signo: event.signo, code: 'SI_MESGQ', ...sender, value: event.value });
  }

  /** Sleeps until somebody else has done it. */
  sleep<T>(
    task: Task,
    list: Waiter[],
    message: Message | undefined,
    deadline: number | undefined,
    done: (message: Message) => T,
  ): Wait {
    const wants = list === this.senders ? 'room' : 'message';
    const queue = new WaitQueue('wq_sleep', () => this.reason(wants));
    const waiter: Waiter = { task, queue, message, done: false };
    list.push(waiter);
    const leave = (): void => {
      const at = list.indexOf(waiter);
      if (at >= 0) list.splice(at, 1);
    };
    const sleeping: Wait = wait(queue, {
      deadline,
      onTimeout: fail('ETIMEDOUT'),
      retry: () => (waiter.done && waiter.message ? done(waiter.message) : sleeping),
      cancel: leave,
    });
    return sleeping;
  }

  /** Asks to be told of the next message that comes to the empty queue. EBUSY. */
  register(task: Task, event: Sigevent | undefined, socket: NetlinkSocket | undefined): 0 | Failure {
    if (!event) {
      this.forget(task.group);
      return 0;
    }
    if (this.notification) return fail('EBUSY');
    this.notification = { group: task.group, event, socket };
    return 0;
  }

  forget(group: ThreadGroup): void {
    if (this.notification?.group === group) this.notification = undefined;
  }

  /** What reading its file tells. */
  text(): string {
    const { group, event } = this.notification ?? {};
    const pad = (value: number, width: number): string => String(value).padEnd(width);
    const signo = event?.notify === SIGEV_SIGNAL ? event.signo : 0;
    const told = `NOTIFY:${pad(event?.notify ?? 0, 5)} SIGNO:${pad(signo, 5)} NOTIFY_PID:${pad(group?.tgid ?? 0, 6)}`;
    return `QSIZE:${pad(this.bytes, 10)} ${told}\n`;
  }
}

const queueOf = ({ inode }: OpenFile): MqQueue => {
  if (!isQueue(inode)) throw new Error('an operation of a queue on a file that is none');
  return inode.queue;
};

const readAt = (file: OpenFile, into: Uint8Array, offset: number): number => {
  const text = queueOf(file)
    .text()
    .slice(offset, offset + into.length);
  for (let i = 0; i < text.length; i++) into[i] = text.charCodeAt(i);
  return text.length;
};

/** What a user's queues may take of memory is counted here. */
export class Mqueues {
  readonly dir: DirInode;
  msgMax = 10;
  msgsizeMax = 8192;
  msgDefault = 10;
  msgsizeDefault = 8192;
  queuesMax = 256;
  #count = 0;
  readonly #used = new Map<number, number>();

  constructor(fs: FileSystem) {
    this.dir = Object.assign(directory(fs, undefined, { mode: 0o1777, uid: 0, gid: 0 }), {
      make: (task: Task, name: string, who: Ownership) => this.create(task, name, who, undefined),
    });
  }

  *queues(): Generator<MqQueue, void> {
    for (const inode of this.dir.entries?.values() ?? []) if (isQueue(inode)) yield inode.queue;
  }

  /** EINVAL, ENOSPC, EMFILE. */
  create(task: Task, name: string, who: Ownership, attr: MqAttr | undefined): QueueInode | Failure {
    if (this.#count >= this.queuesMax && !isRoot(task)) return fail('ENOSPC');
    const size = attr ?? {
      maxmsg: Math.min(this.msgMax, this.msgDefault),
      msgsize: Math.min(this.msgsizeMax, this.msgsizeDefault),
    };
    const [messages, bytes] = isRoot(task) ? [HARD_MESSAGES, HARD_BYTES] : [this.msgMax, this.msgsizeMax];
    if (size.maxmsg <= 0 || size.msgsize <= 0 || size.maxmsg > messages || size.msgsize > bytes) return fail('EINVAL');
    const cost = size.maxmsg * (size.msgsize + HEADER_BYTES);
    const used = this.#used.get(who.uid) ?? 0;
    if (used + cost > task.group.limits.MSGQUEUE.soft) return fail('EMFILE');
    this.#used.set(who.uid, used + cost);
    this.#count++;
    task.kernel.emit('mq.create', task.pid, { name: `/${name}`, maxmsg: size.maxmsg, msgsize: size.msgsize });
    return this.#inode(new MqQueue(`/${name}`, size), who, () => {
      this.#count--;
      this.#used.set(who.uid, (this.#used.get(who.uid) ?? 0) - cost);
    });
  }

  /** `gone`: neither a name nor a descriptor is left. */
  #inode(queue: MqQueue, who: Ownership, gone: () => void): QueueInode {
    const { fs } = this.dir;
    const now = fs.now();
    const inode: QueueInode = {
      kind: 'reg',
      fs,
      ino: fs.nextIno(),
      ...who,
      nlink: 1,
      atime: now,
      mtime: now,
      ctime: now,
      queue,
      size: FILE_BYTES,
      writers: 0,
      executors: 0,
      openings: 0,
      open: () => fail('EINVAL'),
      discard: gone,
      ops: OPS,
    };
    return inode;
  }
}

const OPS: FileOps = {
  readAt,
  size: () => FILE_BYTES,
  poll: (file) => {
    const queue = queueOf(file);
    return (queue.messages.length > 0 ? POLLIN : 0) | (queue.full ? 0 : POLLOUT);
  },
  queues: (file) => [queueOf(file).changed],
  flush: (file, task) => queueOf(file).forget(task.group),
};

export const attrOf = (file: OpenFile): MqAttr => {
  const { maxmsg, msgsize, messages } = queueOf(file);
  return { flags: file.flags & O_NONBLOCK, maxmsg, msgsize, curmsgs: messages.length };
};
