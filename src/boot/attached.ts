/** The outside of a shell that runs without a terminal: the other ends of the pipes that are its descriptors 0–2. */
import type { OpenFile } from '../kernel/file.ts';
import type { Task } from '../kernel/task.ts';

const CHUNK = 65536;

/** The outside's ends of the pipes of a shell that runs without a terminal. */
export class Attached {
  readonly #init: Task;
  readonly #task: Task;
  readonly #feed: OpenFile;
  readonly #out: { readonly stdout: OpenFile; readonly stderr: OpenFile };
  #feeding = true;

  constructor(init: Task, task: Task, feed: OpenFile, stdout: OpenFile, stderr: OpenFile) {
    this.#init = init;
    this.#task = task;
    this.#feed = feed;
    this.#out = { stdout, stderr };
  }

  /** Bytes that standard input took; 0 when its pipe is full, undefined when nobody can read any more. */
  write(bytes: Uint8Array): number | undefined {
    const { pipe } = this.#feed;
    if (!pipe || pipe.readers === 0) return undefined;
    const answer = pipe.write(bytes, { nonblock: true, packets: false, moved: () => {}, broken: () => {} });
    return typeof answer === 'number' ? answer : 0;
  }

  /** Somebody sleeps until there is something to read. */
  get inputWanted(): boolean {
    return (this.#feed.pipe?.readable.length ?? 0) > 0;
  }

  endInput(): void {
    if (this.#feeding) this.#release(this.#feed);
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
