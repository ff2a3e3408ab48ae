/** The outside of a shell that runs without a terminal: the other ends of the pipes that are its descriptors 0–2. */
import { O_RDONLY } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { OpenFile } from '../kernel/file.ts';
import { openPipe } from '../kernel/fs/fifo.ts';
import type { RegularInode } from '../kernel/fs/inode.ts';
import { openInode, openPath } from '../kernel/fs/open.ts';
import { regular } from '../kernel/fs/tmpfs.ts';
import { fork } from '../kernel/process.ts';
import type { Task } from '../kernel/task.ts';
import { Wait } from '../kernel/wait-queue.ts';
import { runAs } from './init.ts';
import { LEARNER } from './rootfs.ts';

const CHUNK = 65536;

/** The outside's ends of the pipes of a shell that runs without a terminal. */
export class Attached {
  readonly #init: Task;
  readonly #task: Task;
  readonly #stdin: OpenFile;
  /** The other end of standard input, where that is a pipe. */
  readonly #feed: OpenFile | undefined;
  readonly #out: { readonly stdout: OpenFile; readonly stderr: OpenFile };
  #feeding = true;

  constructor(
    init: Task,
    task: Task,
    input: { readonly stdin: OpenFile; readonly feed?: OpenFile },
    stdout: OpenFile,
    stderr: OpenFile,
  ) {
    this.#init = init;
    this.#task = task;
    this.#stdin = input.stdin;
    this.#feed = input.feed;
    this.#out = { stdout, stderr };
  }

  /** Bytes that standard input took; 0 when its pipe is full, undefined when nobody can read any more. */
  write(bytes: Uint8Array): number | undefined {
    const pipe = this.#feed?.pipe;
    if (!pipe || pipe.readers === 0) return undefined;
    const answer = pipe.write(bytes, { nonblock: true, packets: false, moved: () => {}, broken: () => {} });
    return typeof answer === 'number' ? answer : 0;
  }

  /** Somebody sleeps until there is something to read. */
  get inputWanted(): boolean {
    return (this.#feed?.pipe?.readable.length ?? 0) > 0;
  }

  /** How far standard input has been read, where it is a file: bytes from its beginning. */
  get inputOffset(): number {
    return this.#stdin.offset;
  }

  endInput(): void {
    if (this.#feeding && this.#feed) this.#release(this.#feed);
    this.#feeding = false;
  }

  /** What has been written since; empty when there is nothing now. */
  read(stream: 'stdout' | 'stderr'): Uint8Array {
    const into = new Uint8Array(CHUNK);
    const answer = this.#out[stream].pipe?.read(into, true);
    return typeof answer === 'number' ? into.subarray(0, answer) : into.subarray(0, 0);
  }

  /** Nobody outside reads any more: writers get SIGPIPE. */
  closeOutput(stream: 'stdout' | 'stderr'): void {
    this.#release(this.#out[stream]);
  }

  /** Somebody can still write to it. */
  isOpen(stream: 'stdout' | 'stderr'): boolean {
    return (this.#out[stream].pipe?.writers ?? 0) > 0;
  }

  /** Wait status of the shell, once it has ended. */
  get status(): number | undefined {
    return this.#task.group.exitStatus;
  }

  #release(file: OpenFile): void {
    file.refs--;
    file.ops.release?.(file, this.#init);
  }
}

/** A file of the outside, and how far it has been read. */
export interface InputFile {
  readonly bytes: Uint8Array;
  readonly offset: number;
}

export interface Streams {
  /** Standard input, where it is no pipe: nothing, or a file that can be read from any place. */
  readonly stdin?: 'null' | InputFile | undefined;
  /** Standard error is the same as standard output. */
  readonly joined?: boolean | undefined;
}

/** Runs a shell that hangs on these. */
export function attach(init: Task, argv: readonly string[], cwd: string, { stdin: given, joined }: Streams): Attached {
  const input = given === undefined ? inputPipe(init) : { stdin: inputFile(init, given) };
  const [drainOut, stdout] = ownPipe(init);
  const [drainErr, stderr] = joined ? [drainOut, stdout] : ownPipe(init);
  for (const held of new Set([drainOut, drainErr])) held.refs++;
  const pid = fork(init, runAs(argv, cwd));
  const task = isFailure(pid) ? undefined : init.kernel.tasks.get(pid);
  if (!task) throw new Error('no process could be made');
  for (const [fd, file] of [input.stdin, stdout, stderr].entries()) task.files.install(fd, file, false);
  return new Attached(init, task, input, drainOut, drainErr);
}

/** A pipe of the learner's, so that it can be opened by the name /dev/stdout as well. */
function ownPipe(init: Task): ReturnType<typeof openPipe> {
  const ends = openPipe(init, 0);
  for (const { inode } of ends) {
    inode.uid = LEARNER.uid;
    inode.gid = LEARNER.gid;
  }
  return ends;
}

function inputPipe(init: Task): { readonly stdin: OpenFile; readonly feed: OpenFile } {
  const [stdin, feed] = ownPipe(init);
  feed.refs++;
  return { stdin, feed };
}

/** What the outside has as a file, or as its null device, is one in here; the file has no name any more. */
function inputFile(init: Task, given: 'null' | InputFile): OpenFile {
  const file =
    given === 'null'
      ? openPath(init, '/dev/null', O_RDONLY, 0)
      : openInode(init, nameless(init, given.bytes), '/tmp/stdin', O_RDONLY);
  if (isFailure(file) || file instanceof Wait) throw new Error('standard input cannot be opened');
  if (given !== 'null') file.offset = given.offset;
  return file;
}

function nameless({ kernel }: Task, bytes: Uint8Array): RegularInode {
  const inode = regular(kernel.fileSystems.root, undefined, bytes);
  inode.nlink = 0;
  return inode;
}
