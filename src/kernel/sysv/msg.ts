/**
 * System V message queues: typed messages in the order of their arrival, with a limit on bytes and one on their number.
 * Models selection by type, hand-over to a waiting receiver, senders that overtake each other, removal under sleepers,
 * MSG_EXCEPT, MSG_NOERROR, MSG_COPY. Leaves out the fairness that msgsnd(2) does not promise either.
 * Authority: msgop(2), msgctl(2), msgget(2); ipc/msg.c.
 */
import {
  IPC_INFO,
  IPC_NOWAIT,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  MSG_COPY,
  MSG_EXCEPT,
  MSG_INFO,
  MSG_NOERROR,
  MSG_STAT,
  MSG_STAT_ANY,
  type MsgBuf,
  type MsgInfo,
  type MsqidDs,
} from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { Kernel } from '../kernel.ts';
import { call } from '../row.ts';
import { isRoot, type Task } from '../task.ts';
import { type Wait, WaitQueue, wait } from '../wait-queue.ts';
import {
  demandControl,
  demandIpc,
  fill,
  filledIn,
  IPC_READ,
  IPC_WRITE,
  type IpcPerm,
  IpcTable,
  ipcGet,
  ipcTime,
  permDs,
  setPerm,
} from './ipc.ts';

declare module '../wait-queue.ts' {
  interface WaitReasons {
    /** No message of the wanted type; `mtype` as in msgrcv(2), `except` for any but that one. */
    'msg-receive': { readonly msqid: number; readonly mtype: number; readonly except: boolean };
    /** `bytes` more do not fit. */
    'msg-send': {
      readonly msqid: number;
      readonly mtype: number;
      readonly bytes: number;
      readonly used: number;
      readonly capacity: number;
    };
  }
}

declare module '../event.ts' {
  interface EventKinds {
    'msg.create': { readonly msqid: number; readonly key: number };
    /** `to` is the receiver that it was handed to; 0 when it lies in the queue. */
    'msg.send': { readonly msqid: number; readonly mtype: number; readonly bytes: number; readonly to: number };
    'msg.receive': { readonly msqid: number; readonly mtype: number; readonly bytes: number };
    'msg.remove': { readonly msqid: number; readonly lost: number };
  }
}

const MSGPOOL_KB = 512000;
const MSGSSZ = 16;
const MSGSEG = 0xffff;

interface Message {
  readonly mtype: number;
  readonly mtext: Uint8Array;
}

/** Which message a receiver wants. */
interface Choice {
  readonly mode: 'any' | 'equal' | 'not equal' | 'lowest' | 'position';
  readonly mtype: number;
}

interface Receiver {
  readonly task: Task;
  readonly choice: Choice;
  /** Room, bytes; a longer message is E2BIG. */
  readonly room: number;
  readonly queue: WaitQueue;
  /** What a sender, or the removal, has put in its hands. */
  result: Message | Failure | undefined;
}

interface Sender {
  readonly task: Task;
  readonly message: Message;
  readonly queue: WaitQueue;
}

const choiceOf = (mtype: number, flags: number): Choice => {
  if (flags & MSG_COPY) return { mode: 'position', mtype };
  if (mtype === 0) return { mode: 'any', mtype };
  if (mtype < 0) return { mode: 'lowest', mtype: -mtype };
  return { mode: flags & MSG_EXCEPT ? 'not equal' : 'equal', mtype };
};

function suits({ mode, mtype }: Choice, message: Message): boolean {
  switch (mode) {
    case 'any':
    case 'position':
      return true;
    case 'equal':
      return message.mtype === mtype;
    case 'not equal':
      return message.mtype !== mtype;
    case 'lowest':
      return message.mtype <= mtype;
  }
}

/** struct msg_queue. */
export class MsgQueue {
  readonly perm: IpcPerm;
  readonly messages: Message[] = [];
  /** By age; whoever leaves does not cost the others anything. */
  readonly receivers = new Set<Receiver>();
  readonly senders = new Set<Sender>();
  /** Bytes of text in the queue, and how many it takes. */
  cbytes = 0;
  qbytes: number;
  lspid = 0;
  lrpid = 0;
  stime = 0;
  rtime = 0;
  ctime: number;

  constructor(perm: IpcPerm, qbytes: number, ctime: number) {
    this.perm = perm;
    this.qbytes = qbytes;
    this.ctime = ctime;
  }

  fits(bytes: number): boolean {
    return this.cbytes + bytes <= this.qbytes && this.messages.length + 1 <= this.qbytes;
  }

  /** Where the message is that a receiver gets; -1 for none. */
  find(choice: Choice): number {
    if (choice.mode === 'position') return choice.mtype < this.messages.length ? choice.mtype : -1;
    if (choice.mode !== 'lowest') return this.messages.findIndex((message) => suits(choice, message));
    let found = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (const [at, { mtype }] of this.messages.entries()) {
      if (mtype > choice.mtype || mtype >= lowest) continue;
      found = at;
      lowest = mtype;
    }
    return found;
  }

  /** Senders whose message would fit now try again; who comes first is not promised. */
  wakeSenders(): void {
    for (const { message, queue } of [...this.senders]) if (this.fits(message.mtext.length)) queue.wake();
  }

  wakeReceivers(): void {
    for (const { queue } of [...this.receivers]) queue.wake();
  }

  wakeAll(): void {
    this.wakeReceivers();
    for (const { queue } of [...this.senders]) queue.wake();
  }
}

/** The message queues of the machine, and their limits. */
export class MsgQueues extends IpcTable<MsgQueue> {
  /** Bytes: of one message; of a new queue. */
  msgmax = 8192;
  msgmnb = 16384;

  constructor() {
    super(32000);
  }
}

function msgget(task: Task, key: number, flags: number): number {
  const { kernel } = task;
  const { msg } = kernel.sysv;
  return ipcGet(task, msg, key, flags, () => {
    const queue = msg.add(task, key, flags, (perm) => new MsgQueue(perm, msg.msgmnb, ipcTime(kernel)));
    kernel.emit('msg.create', task.pid, { msqid: queue.perm.id, key });
    return queue;
  });
}

// ---- sending

function msgsnd(task: Task, msqid: number, buffer: MsgBuf | undefined, flags: number): 0 | Failure | Wait {
  const { msg } = task.kernel.sysv;
  if (!buffer) return fail('EFAULT');
  const { mtype, mtext } = buffer;
  if (mtext.length > msg.msgmax || mtype < 1) return fail('EINVAL');
  const queue = msg.find(msqid);
  return send(task, queue, { mtype, mtext: mtext.slice() }, flags, undefined);
}

function send(
  task: Task,
  queue: MsgQueue,
  message: Message,
  flags: number,
  sender: Sender | undefined,
): 0 | Failure | Wait {
  if (sender) queue.senders.delete(sender);
  if (queue.perm.removed) return fail('EIDRM');
  demandIpc(task, queue.perm, IPC_WRITE);
  if (!queue.fits(message.mtext.length)) {
    return flags & IPC_NOWAIT ? fail('EAGAIN') : waitForRoom(task, queue, message, flags, sender);
  }
  const { kernel } = task;
  queue.lspid = task.group.tgid;
  queue.stime = ipcTime(kernel);
  const to = handOver(kernel, queue, message);
  if (to === 0) {
    queue.messages.push(message);
    queue.cbytes += message.mtext.length;
  }
  const told = { msqid: queue.perm.id, mtype: message.mtype, bytes: message.mtext.length };
  kernel.emit('msg.send', task.pid, { ...told, to });
  return 0;
}

function waitForRoom(task: Task, queue: MsgQueue, message: Message, flags: number, earlier: Sender | undefined): Wait {
  const reason = () => ({
    kind: 'msg-send' as const,
    msqid: queue.perm.id,
    mtype: message.mtype,
    bytes: message.mtext.length,
    used: queue.cbytes,
    capacity: queue.qbytes,
  });
  const sender = earlier ?? { task, message, queue: new WaitQueue('do_msgsnd', reason, queue) };
  queue.senders.add(sender);
  return wait(sender.queue, {
    retry: () => send(task, queue, message, flags, sender),
    cancel: () => queue.senders.delete(sender),
  });
}

/** Puts a message into the hands of the first receiver that waits for such a one; its pid, or 0. */
function handOver(kernel: Kernel, queue: MsgQueue, message: Message): number {
  for (const receiver of queue.receivers) {
    if (!suits(receiver.choice, message)) continue;
    queue.receivers.delete(receiver);
    const tooLong = receiver.room < message.mtext.length;
    receiver.result = tooLong ? fail('E2BIG') : message;
    if (!tooLong) {
      queue.lrpid = receiver.task.group.tgid;
      queue.rtime = ipcTime(kernel);
    }
    receiver.queue.wake();
    if (!tooLong) return receiver.task.pid;
  }
  return 0;
}

// ---- receiving

/** Fills the buffer in; the bytes of text. A buffer that is none loses the message (EFAULT), as copying it out late does. */
function msgrcv(
  task: Task,
  msqid: number,
  buffer: MsgBuf | undefined,
  msgsz: number,
  msgtyp: number,
  flags: number,
): number | Failure | Wait {
  if (msqid < 0 || msgsz < 0) return fail('EINVAL');
  if (flags & MSG_COPY && (flags & MSG_EXCEPT || !(flags & IPC_NOWAIT))) return fail('EINVAL');
  const queue = task.kernel.sysv.msg.find(msqid);
  const choice = choiceOf(msgtyp, flags);
  return receive(task, queue, choice, msgsz, flags, buffer);
}

function receive(
  task: Task,
  queue: MsgQueue,
  choice: Choice,
  msgsz: number,
  flags: number,
  buffer: MsgBuf | undefined,
): number | Failure | Wait {
  if (queue.perm.removed) return fail('EIDRM');
  demandIpc(task, queue.perm, IPC_READ);
  const at = queue.find(choice);
  const message = queue.messages[at];
  if (!message) {
    if (flags & IPC_NOWAIT) return fail('ENOMSG');
    return waitForMessage(task, queue, choice, msgsz, flags, buffer);
  }
  if (message.mtext.length > msgsz && !(flags & MSG_NOERROR)) return fail('E2BIG');
  if (choice.mode !== 'position') take(task, queue, at, message);
  return deliver(task, queue, message, msgsz, buffer);
}

function take(task: Task, queue: MsgQueue, at: number, message: Message): void {
  queue.messages.splice(at, 1);
  queue.cbytes -= message.mtext.length;
  queue.lrpid = task.group.tgid;
  queue.rtime = ipcTime(task.kernel);
  queue.wakeSenders();
}

function deliver(
  task: Task,
  queue: MsgQueue,
  message: Message,
  msgsz: number,
  buffer: MsgBuf | undefined,
): number | Failure {
  const text = message.mtext.subarray(0, msgsz);
  const told = { msqid: queue.perm.id, mtype: message.mtype, bytes: text.length };
  task.kernel.emit('msg.receive', task.pid, told);
  if (!buffer) return fail('EFAULT');
  buffer.mtype = message.mtype;
  buffer.mtext = text.slice();
  return text.length;
}

function waitForMessage(
  task: Task,
  queue: MsgQueue,
  choice: Choice,
  msgsz: number,
  flags: number,
  buffer: MsgBuf | undefined,
): Wait {
  const { mode, mtype } = choice;
  const reason = () => ({
    kind: 'msg-receive' as const,
    msqid: queue.perm.id,
    mtype: mode === 'lowest' ? -mtype : mtype,
    except: mode === 'not equal',
  });
  const room = flags & MSG_NOERROR ? Number.POSITIVE_INFINITY : msgsz;
  const receiver: Receiver = {
    task,
    choice,
    room,
    queue: new WaitQueue('do_msgrcv', reason, queue),
    result: undefined,
  };
  queue.receivers.add(receiver);
  const retry = (): number | Failure | Wait => {
    const { result } = receiver;
    queue.receivers.delete(receiver);
    if (result && 'errno' in result) return result;
    if (result) return deliver(task, queue, result, msgsz, buffer);
    return receive(task, queue, choice, msgsz, flags, buffer);
  };
  return wait(receiver.queue, { retry, cancel: () => queue.receivers.delete(receiver) });
}

// ---- control

function statDs(queue: MsgQueue): MsqidDs {
  const { perm, messages, cbytes, qbytes, lspid, lrpid, stime, rtime, ctime } = queue;
  return { perm: permDs(perm), qnum: messages.length, cbytes, qbytes, lspid, lrpid, stime, rtime, ctime };
}

function info(msg: MsgQueues, used: boolean): MsgInfo {
  const queues = msg.all();
  const sum = (count: (queue: MsgQueue) => number): number => queues.reduce((total, queue) => total + count(queue), 0);
  return {
    msgpool: used ? queues.length : MSGPOOL_KB,
    msgmap: used ? sum(({ messages }) => messages.length) : msg.msgmnb,
    msgmax: msg.msgmax,
    msgmnb: msg.msgmnb,
    msgmni: msg.limit,
    msgssz: MSGSSZ,
    msgtql: used ? sum(({ cbytes }) => cbytes) : msg.msgmnb,
    msgseg: MSGSEG,
  };
}

function msgctl(task: Task, msqid: number, cmd: number, buffer: object | undefined): number | Failure {
  const { msg } = task.kernel.sysv;
  if (msqid < 0) return fail('EINVAL');
  switch (cmd) {
    case IPC_INFO:
    case MSG_INFO:
      fill(buffer, info(msg, cmd === MSG_INFO));
      return msg.highestIndex;
    case IPC_STAT:
    case MSG_STAT:
    case MSG_STAT_ANY: {
      const queue = cmd === IPC_STAT ? msg.find(msqid) : msg.atIndex(msqid);
      if (cmd !== MSG_STAT_ANY) demandIpc(task, queue.perm, IPC_READ);
      fill(buffer, statDs(queue));
      return cmd === IPC_STAT ? 0 : queue.perm.id;
    }
    case IPC_SET:
      return set(task, msg.find(msqid), filledIn<MsqidDs>(buffer));
    case IPC_RMID:
      return remove(task, msg.find(msqid));
    default:
      return fail('EINVAL');
  }
}

function set(task: Task, queue: MsgQueue, wanted: MsqidDs): 0 | Failure {
  demandControl(task, queue.perm);
  if (wanted.qbytes > task.kernel.sysv.msg.msgmnb && !isRoot(task)) return fail('EPERM');
  setPerm(queue.perm, wanted.perm);
  queue.qbytes = wanted.qbytes;
  queue.ctime = ipcTime(task.kernel);
  queue.wakeReceivers(); // they may have lost the right
  queue.wakeSenders();
  return 0;
}

function remove(task: Task, queue: MsgQueue): 0 {
  demandControl(task, queue.perm);
  const { kernel } = task;
  kernel.sysv.msg.remove(queue);
  kernel.emit('msg.remove', task.pid, { msqid: queue.perm.id, lost: queue.messages.length });
  queue.wakeAll();
  queue.messages.length = 0;
  return 0;
}

export const msgCalls = {
  msgget: call({ args: ['key', 'ipcflags'], restart: 'never', run: msgget }),
  msgsnd: call({ args: ['int', 'msgbuf', 'ipcflags'], restart: 'nohand', run: msgsnd }),
  msgrcv: call({ args: ['int', 'out', 'int', 'long', 'ipcflags'], restart: 'nohand', run: msgrcv }),
  msgctl: call({ args: ['int', 'msgctl', 'out'], restart: 'never', run: msgctl }),
};
