/**
 * Open files of pipes and FIFOs: what connects descriptors to the ring of page slots, and open() of a FIFO to its partner.
 * Models the table of fifo(7): who sleeps in open, who gets ENXIO, O_RDWR that never waits; data is lost with the last end.
 * Authority: pipe(2), pipe(7), fifo(7); fs/pipe.c (fifo_open, wait_for_partner).
 */
import { O_ACCMODE, O_DIRECT, O_RDONLY, O_WRONLY } from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import type { FileOps, OpenFile } from '../file.ts';
import { type End, Pipe, type PipeWriter } from '../pipe.ts';
import { sendToSelf } from '../signal.ts';
import { SIGPIPE } from '../signum.ts';
import type { Task } from '../task.ts';
import { andThen, Wait } from '../wait-queue.ts';
import { type FifoInode, type Inode, named } from './inode.ts';

declare module '../event.ts' {
  interface EventKinds {
    'pipe.write': { readonly ino: number; readonly bytes: number };
    'pipe.read': { readonly ino: number; readonly bytes: number };
    /** A read answered 0: no writer is left and nothing is queued. */
    'pipe.eof': { readonly ino: number };
    /** A write found no reader: SIGPIPE. */
    'pipe.epipe': { readonly ino: number };
    'pipe.close': { readonly ino: number; readonly end: End; readonly readers: number; readonly writers: number };
    /** One end of a FIFO is in open(). */
    'fifo.open': { readonly ino: number; readonly path: string; readonly end: End };
    /** Its open() is done: the other end is, or was, there. */
    'fifo.meet': { readonly ino: number; readonly path: string; readonly end: End };
  }
}

const endOf = (flags: number): End => {
  const mode = flags & O_ACCMODE;
  if (mode === O_RDONLY) return 'read';
  return mode === O_WRONLY ? 'write' : 'both';
};

const pipeOf = (file: OpenFile): Pipe => {
  if (!file.pipe) throw new Error('a pipe operation on a file that is none');
  return file.pipe;
};

/** A reader that was opened without any writer reports no hang-up until one has come. */
const suppressesHup = (file: OpenFile, pipe: Pipe): boolean => file.hupAfter === pipe.writerOpenings;

class Writer implements PipeWriter {
  readonly nonblock: boolean;
  readonly packets: boolean;
  readonly #task: Task;
  readonly #inode: Inode;
  readonly #ino: number;

  constructor(task: Task, file: OpenFile, ino: number) {
    this.#inode = file.inode;
    this.nonblock = file.nonblock;
    this.packets = (file.flags & O_DIRECT) !== 0;
    this.#task = task;
    this.#ino = ino;
  }

  moved(bytes: number): void {
    this.#inode.mtime = this.#inode.ctime = this.#task.kernel.realTime();
    this.#task.kernel.emit('pipe.write', this.#task.pid, { ino: this.#ino, bytes });
  }

  broken(): void {
    this.#task.kernel.emit('pipe.epipe', this.#task.pid, { ino: this.#ino });
    sendToSelf(this.#task, SIGPIPE);
  }
}

const ops: FileOps = {
  read(file, into, task) {
    const pipe = pipeOf(file);
    const answer = pipe.read(into, file.nonblock);
    const { ino } = pipe;
    if (answer === 0 && into.length > 0) task.kernel.emit('pipe.eof', task.pid, { ino });
    else if (typeof answer === 'number') task.kernel.emit('pipe.read', task.pid, { ino, bytes: answer });
    return answer;
  },
  write: (file, from, task) => {
    const pipe = pipeOf(file);
    return pipe.write(from, new Writer(task, file, pipe.ino));
  },
  poll: (file) => {
    const pipe = pipeOf(file);
    return pipe.poll(endOf(file.flags), suppressesHup(file, pipe));
  },
  queues: (file) => [pipeOf(file).readable, pipeOf(file).writable],
  unread: (file) => pipeOf(file).used,
  release(file, task) {
    const pipe = pipeOf(file);
    const end = endOf(file.flags);
    pipe.detach(end);
    const { ino, readers, writers } = pipe;
    task.kernel.emit('pipe.close', task.pid, { ino, end, readers, writers });
    forgetIfUnused(file.inode.kind === 'fifo' ? file.inode : undefined, pipe);
  },
};

/** With the last end the queued bytes and the size that was set are gone. */
function forgetIfUnused(inode: FifoInode | undefined, pipe: Pipe): void {
  if (inode && pipe.readers === 0 && pipe.writers === 0) inode.pipe = undefined;
}

const openEnd = (task: Task, inode: FifoInode, pipe: Pipe, flags: number, name: () => string): OpenFile =>
  task.kernel.newFile(inode, ops, flags, name, { pipe });

/** The two ends of a new pipe, not yet installed. */
export function openPipe(task: Task, flags: number): readonly [read: OpenFile, write: OpenFile] {
  const { kernel } = task;
  const now = kernel.realTime();
  const ino = kernel.nextIno();
  const pipe = new Pipe(ino);
  const { euid, egid } = task.cred;
  const fs = kernel.fileSystems.pipes;
  const times = { atime: now, mtime: now, ctime: now };
  const inode: FifoInode = { kind: 'fifo', fs, ino, mode: 0o600, uid: euid, gid: egid, nlink: 1, ...times, pipe };
  const name = (): string => `pipe:[${ino}]`;
  pipe.attach('read');
  pipe.attach('write');
  return [
    openEnd(task, inode, pipe, (flags & ~O_DIRECT) | O_RDONLY, name),
    openEnd(task, inode, pipe, flags | O_WRONLY, name),
  ];
}

/** open(2) of a FIFO, or of a pipe through /proc/PID/fd: sleeps for the other end, unless O_RDWR or O_NONBLOCK. ENXIO. */
export function openFifo(task: Task, inode: FifoInode, path: string, flags: number): OpenFile | Failure | Wait {
  if ((flags & O_ACCMODE) === O_ACCMODE) return fail('EINVAL'); // neither end
  const { kernel } = task;
  const anonymous = inode.pipe !== undefined && inode.pipe.path === undefined;
  inode.pipe ??= new Pipe(inode.ino, path);
  const { pipe } = inode;
  const name = (): string => (anonymous ? `pipe:[${inode.ino}]` : named(inode, path));
  const end = endOf(flags);
  const file = openEnd(task, inode, pipe, flags, name);
  if (!anonymous) pipe.path = path;
  if (!anonymous && end === 'write' && file.nonblock && pipe.readers === 0) {
    forgetIfUnused(inode, pipe);
    return fail('ENXIO');
  }
  pipe.attach(end);
  kernel.emit('fifo.open', task.pid, { ino: inode.ino, path, end });
  const met = (): OpenFile => {
    kernel.emit('fifo.meet', task.pid, { ino: inode.ino, path, end });
    return file;
  };
  if (file.nonblock) {
    if (end === 'read' && pipe.writers === 0) file.hupAfter = pipe.writerOpenings;
    return file;
  }
  const waiting = anonymous ? undefined : pipe.rendezvous(end);
  if (!waiting) return met();
  const cancel = (): void => {
    waiting.options.cancel?.();
    forgetIfUnused(inode, pipe);
  };
  return andThen(new Wait(waiting.queues, { ...waiting.options, cancel }), met);
}
