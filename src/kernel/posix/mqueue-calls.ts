/**
 * Rows of the system call table: POSIX message queues. Names come without the slash that mq_open(3) takes off.
 * Authority: mq_open(3), mq_send(3), mq_receive(3), mq_notify(3), mq_getattr(3), mq_unlink(3).
 */
import {
  type MqAttr,
  NAME_MAX,
  O_ACCMODE,
  O_CREAT,
  O_EXCL,
  O_NONBLOCK,
  O_RDONLY,
  O_WRONLY,
  R_OK,
  S_ISVTX,
  type Sigevent,
  W_OK,
} from '../abi.ts';
import { type Failure, fail, isFailure } from '../errno.ts';
import { fileOf, installLowest, type OpenFile } from '../file.ts';
import { demand } from '../fs/inode.ts';
import { openInode } from '../fs/open.ts';
import { enterName, removeName } from '../fs/tmpfs.ts';
import { call } from '../row.ts';
import { isRoot, type Task } from '../task.ts';
import { Wait } from '../wait-queue.ts';
import { attrOf, demandWay, isQueue, type MqQueue, PRIORITY_MAX, type QueueInode } from './mqueue.ts';

/** Throws ENOENT, EACCES (it has a slash), ENAMETOOLONG. */
function checkName(name: string): void {
  if (name === '') throw fail('ENOENT');
  if (name.includes('/') || name === '.' || name === '..') throw fail('EACCES');
  if (name.length > NAME_MAX) throw fail('ENAMETOOLONG');
}

function mqOpen(task: Task, name: string, flags: number, mode = 0, attr?: MqAttr): number | Failure {
  checkName(name);
  const inode = lookup(task, name, flags) ?? create(task, name, flags, mode, attr);
  if (isFailure(inode)) return inode;
  const file = openInode(task, inode, `/dev/mqueue/${name}`, flags & (O_ACCMODE | O_NONBLOCK));
  if (isFailure(file) || file instanceof Wait) return fail('EINVAL');
  return installLowest(task, file, true);
}

/** The queue of that name, if there is one. EEXIST; throws EACCES. */
function lookup(task: Task, name: string, flags: number): QueueInode | Failure | undefined {
  const found = task.kernel.mqueues.dir.entries?.get(name);
  if (!found || !isQueue(found)) return undefined;
  if (flags & O_CREAT && flags & O_EXCL) return fail('EEXIST');
  const access = flags & O_ACCMODE;
  if (access === O_ACCMODE) return fail('EINVAL');
  demand(found, access === O_RDONLY ? R_OK : access === O_WRONLY ? W_OK : R_OK | W_OK, task);
  return found;
}

function create(task: Task, name: string, flags: number, mode: number, attr?: MqAttr): QueueInode | Failure {
  if ((flags & O_CREAT) === 0) return fail('ENOENT');
  const { mqueues } = task.kernel;
  const { euid, egid } = task.cred;
  const who = { mode: mode & 0o7777 & ~task.fs.umask, uid: euid, gid: egid };
  const inode = mqueues.create(task, name, who, attr);
  if (!isFailure(inode)) enterName(mqueues.dir, name, inode);
  return inode;
}

/** In the sticky directory a name is its owner's. */
function mqUnlink(task: Task, name: string): 0 | Failure {
  checkName(name);
  const { dir } = task.kernel.mqueues;
  const inode = dir.entries?.get(name);
  if (!inode) return fail('ENOENT');
  demand(dir, W_OK, task);
  if (dir.mode & S_ISVTX && !isRoot(task) && task.cred.euid !== inode.uid) return fail('EPERM');
  removeName(dir, name, inode);
  return 0;
}

/** A descriptor of a queue, open for that. Throws EBADF. */
function queueAt(task: Task, fd: number, may: (file: OpenFile) => boolean): { file: OpenFile; queue: MqQueue } {
  const file = fileOf(task, fd);
  if (!isQueue(file.inode) || !may(file)) throw fail('EBADF');
  return { file, queue: file.inode.queue };
}

/** Time-outs are moments of the real time. Throws EINVAL. */
function deadlineOf({ kernel }: Task, until: number | undefined): number | undefined {
  if (until === undefined) return undefined;
  if (until < 0) throw fail('EINVAL');
  return until - kernel.epoch;
}

function send(task: Task, fd: number, text: Uint8Array, priority: number, until?: number): 0 | Failure | Wait {
  if (priority < 0 || priority >= PRIORITY_MAX) return fail('EINVAL');
  const deadline = deadlineOf(task, until);
  const { file, queue } = queueAt(task, fd, ({ writable }) => writable);
  if (text.length > queue.msgsize) return fail('EMSGSIZE');
  const message = { priority, text: text.slice() };
  if (queue.full) {
    if (file.nonblock) return fail('EAGAIN');
    return queue.sleep(task, queue.senders, message, deadline, () => told());
  }
  queue.send(task, message);
  return 0;

  function told(): 0 {
    task.kernel.emit('mq.send', task.pid, { name: queue.name, priority, bytes: text.length, to: 0 });
    return 0;
  }
}

/** The length of the message; its priority goes where the caller says. */
function receive(
  task: Task,
  fd: number,
  into: Uint8Array,
  priority?: { priority?: number },
  until?: number,
): number | Failure | Wait {
  const deadline = deadlineOf(task, until);
  const { file, queue } = queueAt(task, fd, ({ readable }) => readable);
  if (into.length < queue.msgsize) return fail('EMSGSIZE');
  const message = queue.take();
  if (message) return handOut(message);
  if (file.nonblock) return fail('EAGAIN');
  return queue.sleep(task, queue.receivers, undefined, deadline, handOut);

  function handOut(got: { readonly priority: number; readonly text: Uint8Array }): number {
    into.set(got.text);
    if (priority) priority.priority = got.priority;
    const { length } = got.text;
    task.kernel.emit('mq.receive', task.pid, { name: queue.name, priority: got.priority, bytes: length });
    return length;
  }
}

const any = (): boolean => true;

/** What is wanted is looked at before the queue is. */
function notify(task: Task, fd: number, event?: Sigevent): 0 | Failure {
  const socket = event && demandWay(task, event);
  return queueAt(task, fd, any).queue.register(task, event, socket);
}

/** Only O_NONBLOCK can be changed. */
function getsetattr(task: Task, fd: number, wanted?: MqAttr, old?: object): 0 | Failure {
  if (wanted && wanted.flags & ~O_NONBLOCK) return fail('EINVAL');
  const { file } = queueAt(task, fd, any);
  if (old) Object.assign(old, attrOf(file));
  if (wanted) file.flags = (file.flags & ~O_NONBLOCK) | wanted.flags;
  return 0;
}

export const mqueueCalls = {
  mq_open: call({ args: ['path', 'openflags', 'mode', 'mqattr'], restart: 'never', run: mqOpen }),
  mq_unlink: call({ args: ['path'], restart: 'never', run: mqUnlink }),
  mq_timedsend: call({ args: ['fd', 'buf', 'int', 'timeout'], restart: 'sys', run: send }),
  mq_timedreceive: call({ args: ['fd', 'into', 'out', 'timeout'], restart: 'sys', run: receive }),
  mq_notify: call({ args: ['fd', 'sigevent'], restart: 'never', run: notify }),
  mq_getsetattr: call({ args: ['fd', 'mqattr', 'out'], restart: 'never', run: getsetattr }),
};
