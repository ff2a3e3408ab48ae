/**
 * What a sleeping call goes on with: the open files that it began with, whatever other threads do to the descriptors meanwhile.
 * A read(2) that sleeps still gets its bytes after another thread has closed the descriptor, and until then the pipe has a
 * reader. Only where a table is shared can that happen. Authority: close(2), "Multithreaded processes and close()".
 */
import type { PollFd } from './abi.ts';
import type { Call } from './call.ts';
import { type Descriptor, release } from './file.ts';
import type { Task } from './task.ts';

/** By number. */
export type HeldFiles = ReadonlyMap<number, Descriptor>;

function* descriptorsIn({ row, args }: Call): Generator<number, void> {
  for (const [at, kind] of row.args.entries()) {
    const arg = args[at];
    if (kind === 'fd') yield Number(arg);
    else if (kind === 'fdset' && Array.isArray(arg)) yield* arg.map(Number);
    else if (kind === 'pollfds') for (const { fd } of arg as readonly PollFd[]) yield fd;
  }
}

/** Before it sleeps, for the first time or again. */
export function holdFiles(task: Task, call: Call): void {
  if (call.held) return;
  const held = new Map<number, Descriptor>();
  for (const fd of descriptorsIn(call)) {
    const descriptor = task.files.get(fd);
    if (!descriptor || held.has(fd)) continue;
    descriptor.file.refs++;
    held.set(fd, descriptor);
  }
  call.held = held;
}

/** It is over, or will begin anew and look again. */
export function letFilesGo(task: Task, call: Call): void {
  const { held } = call;
  call.held = undefined;
  for (const { file } of held?.values() ?? []) release(file, task);
}
