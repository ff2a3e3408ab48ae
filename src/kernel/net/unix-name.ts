/**
 * Names of UNIX sockets: inodes in the file system, and abstract names, which begin with NUL, belong to a machine's network
 * namespace and vanish with their socket. Authority: unix(7), "Address format"; net/unix/af_unix.c.
 */
import { S_IFSOCK, UNIX_PATH_MAX, W_OK } from '../abi.ts';
import { type Failure, fail, isFailure } from '../errno.ts';
import { demand } from '../fs/inode.ts';
import { mknod } from '../fs/names.ts';
import { find } from '../fs/path.ts';
import { removeName } from '../fs/tmpfs.ts';
import type { Task } from '../task.ts';
import type { Host } from './network.ts';
import type { UnixSocket } from './unix.ts';

/** As ss(8) and /proc/net/unix write it. */
export const shownName = (path: string | undefined): string => (path ?? '').replaceAll('\0', '@');

const isAbstract = (path: string): boolean => path.startsWith('\0');
const AUTOBIND_NAMES = 0x100000;

/** EADDRINUSE when the name is taken, by whatever it is; else what mknod(2) answers. EINVAL for one that has a name. */
export function bindName(task: Task, socket: UnixSocket, path: string): 0 | Failure {
  if (path.length > UNIX_PATH_MAX) return fail('EINVAL');
  if (socket.path !== undefined && isAbstract(path)) return fail('EINVAL');
  const refused = isAbstract(path) ? takeAbstract(socket, path) : makeInode(task, socket, path);
  if (refused) return refused;
  socket.path = path;
  return 0;
}

/** Sockets of each type have abstract names of their own. */
const keyOf = (type: number, name: string): string => `${type}${name}`;

function takeAbstract(socket: UnixSocket, name: string): Failure | undefined {
  const { abstractNames } = socket.host;
  const key = keyOf(socket.type, name);
  if (abstractNames.has(key)) return fail('EADDRINUSE');
  abstractNames.set(key, socket);
  return undefined;
}

export function forgetName({ host, type, path, boundTo }: UnixSocket): void {
  if (path !== undefined) host.abstractNames.delete(keyOf(type, path));
  if (boundTo) boundTo.bound = undefined;
}

function makeInode(task: Task, socket: UnixSocket, path: string): Failure | undefined {
  try {
    const made = mknod(task, path, S_IFSOCK | 0o777);
    if (isFailure(made)) return made;
  } catch (thrown) {
    return thrown === fail('EEXIST') ? fail('EADDRINUSE') : rethrow(thrown);
  }
  const { dir, name, inode } = find(task, path, 'never');
  if (inode.kind !== 'sock') return fail('EADDRINUSE');
  if (socket.path !== undefined) {
    removeName(dir, name, inode); // it was made before anybody looked
    return fail('EINVAL');
  }
  inode.bound = socket;
  socket.boundTo = inode;
  return undefined;
}

function rethrow(thrown: unknown): never {
  throw thrown;
}

/** The next of the names that autobind gives. */
export function freeAbstractName(host: Host, type: number): string {
  for (;;) {
    const name = `\0${(host.autobinds++ % AUTOBIND_NAMES).toString(16).padStart(5, '0')}`;
    if (!host.abstractNames.has(keyOf(type, name))) return name;
  }
}

/** Who is bound to a name. Throws ECONNREFUSED for a name nobody has or a file that is no socket, EPROTOTYPE for another type. */
export function unixSocketAt(task: Task, path: string, type: number): UnixSocket {
  if (path === '') throw fail('EINVAL');
  const socket = isAbstract(path) ? task.host.abstractNames.get(keyOf(type, path)) : atInode(task, path);
  if (!socket) throw fail('ECONNREFUSED');
  if (socket.type !== type) throw fail('EPROTOTYPE');
  return socket;
}

function atInode(task: Task, path: string): UnixSocket | undefined {
  const { inode } = find(task, path);
  demand(inode, W_OK, task);
  return inode.kind === 'sock' ? inode.bound : undefined;
}
