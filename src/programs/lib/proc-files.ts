/** What a process has open, as /proc/PID tells: directories, program, descriptors. For lsof and fuser. Authority: proc(5). */

import type { Stat } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readNumbers } from './read-directory.ts';

export interface OpenFile {
  /** `cwd`, `rtd`, `txt` or the number of a descriptor. */
  readonly fd: string;
  /** r, w or u (both); empty for what is no descriptor. */
  readonly access: '' | 'r' | 'w' | 'u';
  /** Where /proc/PID/… leads. */
  readonly path: string;
  readonly stat: Stat | undefined;
}

export interface Unreadable {
  readonly fd: string;
  readonly link: string;
  readonly call: 'readlink' | 'opendir';
  readonly failure: Failure;
}

const NAMED = [
  ['cwd', 'cwd'],
  ['rtd', 'root'],
  ['txt', 'exe'],
] as const;

function* one(sys: Sys, fd: string, link: string, isDescriptor: boolean): Generator<void, OpenFile | Unreadable> {
  const path = yield* sys.readlink(link);
  if (isFailure(path)) return { fd, link, call: 'readlink', failure: path };
  const stat = yield* sys.stat(link);
  const own = isDescriptor ? yield* sys.lstat(link) : undefined;
  const mode = own && !isFailure(own) ? own.mode : 0;
  const access = !isDescriptor ? '' : (mode & 0o600) === 0o600 ? 'u' : mode & 0o200 ? 'w' : 'r';
  return { fd, access, path, stat: isFailure(stat) ? undefined : stat };
}

/** A process that ends meanwhile has nothing open. */
export function* readOpenFiles(sys: Sys, pid: number): Generator<void, (OpenFile | Unreadable)[]> {
  const found: (OpenFile | Unreadable)[] = [];
  for (const [fd, name] of NAMED) found.push(yield* one(sys, fd, `/proc/${pid}/${name}`, false));
  const directory = `/proc/${pid}/fd`;
  const numbers = yield* readNumbers(sys, directory);
  if (isFailure(numbers)) {
    if (numbers.errno !== 'ENOENT') found.push({ fd: 'NOFD', link: directory, call: 'opendir', failure: numbers });
    return found;
  }
  for (const number of numbers) {
    const file = yield* one(sys, String(number), `${directory}/${number}`, true);
    if (!('failure' in file) || file.failure.errno !== 'ENOENT') found.push(file);
  }
  return found;
}
