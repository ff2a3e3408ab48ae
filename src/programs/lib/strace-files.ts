/**
 * What stands behind the descriptors of a traced process, as /proc tells it: for -y, -yy and -P.
 * Leaves out the other end of a Unix socket, which /proc/net/unix does not tell. Authority: strace(1) 6.1.
 */
import { major, minor, S_ISBLK, S_ISCHR, type SyscallInfo } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { type Sys, table } from '../../kernel/syscalls.ts';
import { shownName } from '../../kernel/trace.ts';
import { PLAIN, type Style } from '../../kernel/trace-values.ts';
import type { Io } from './io.ts';
import { readDirectory } from './read-directory.ts';
import { type Address, LISTEN, readInet, readUnix } from './sockets.ts';
import type { Options } from './strace-options.ts';
import { type Detail, type Filter, nothing } from './strace-sets.ts';
import { strftime } from './strftime.ts';

export interface OpenFiles {
  /** What links of /proc/PID/fd say. */
  readonly paths: ReadonlyMap<number, string>;
  readonly cwd: string | undefined;
}

export function* openFiles(sys: Sys, pid: number): Generator<void, OpenFiles> {
  const paths = new Map<number, string>();
  const entries = yield* readDirectory(sys, `/proc/${pid}/fd`);
  for (const { name } of isFailure(entries) ? [] : entries) {
    const path = yield* sys.readlink(`/proc/${pid}/fd/${name}`);
    if (typeof path === 'string') paths.set(Number(name), path);
  }
  const cwd = yield* sys.readlink(`/proc/${pid}/cwd`);
  return { paths, cwd: typeof cwd === 'string' ? cwd : undefined };
}

const place = ({ address, port }: Address): string => `${address}:${port}`;

/** `TCP:[127.0.0.1:1234->127.0.0.1:80]`, `UNIX-STREAM:[12,"/tmp/s"]`. */
function* socketText(sys: Sys, ino: number): Generator<void, string | undefined> {
  for (const protocol of ['tcp', 'udp'] as const) {
    const found = (yield* readInet(sys, protocol)).find((one) => one.ino === ino);
    if (!found) continue;
    const connected = found.state !== LISTEN && found.remote.port !== 0;
    return `${protocol.toUpperCase()}:[${place(found.local)}${connected ? `->${place(found.remote)}` : ''}]`;
  }
  const local = (yield* readUnix(sys)).find((one) => one.ino === ino);
  if (!local) return undefined;
  const type = { 1: 'STREAM', 2: 'DGRAM', 5: 'SEQPACKET' }[local.type] ?? 'STREAM';
  return `UNIX-${type}:[${ino}${local.path === '' ? '' : `,"${local.path}"`}]`;
}

/** `<char 136:0>` of a device. */
function* deviceText(sys: Sys, pid: number, fd: number): Generator<void, string> {
  const stat = yield* sys.stat(`/proc/${pid}/fd/${fd}`);
  if (isFailure(stat) || !(S_ISCHR(stat.mode) || S_ISBLK(stat.mode))) return '';
  return `<${S_ISCHR(stat.mode) ? 'char' : 'block'} ${major(stat.rdev)}:${minor(stat.rdev)}>`;
}

/** What is printed behind each descriptor: `3</etc/passwd>`. */
function* descriptorTexts(
  sys: Sys,
  pid: number,
  { paths }: OpenFiles,
  details: Filter<Detail>,
): Generator<void, ReadonlyMap<number, string>> {
  const texts = new Map<number, string>();
  for (const [fd, path] of paths) {
    const ino = /^socket:\[(\d+)\]$/.exec(path)?.[1];
    const socket = ino !== undefined && details('socket') ? yield* socketText(sys, Number(ino)) : undefined;
    const device = details('dev') ? yield* deviceText(sys, pid, fd) : '';
    if (details('path') || socket !== undefined || device !== '') texts.set(fd, `${socket ?? path}${device}`);
  }
  return texts;
}

/** -P: whether a path or a descriptor of the call is one of these. */
export function touches({ name, args }: SyscallInfo, { paths }: OpenFiles, wanted: readonly string[]): boolean {
  const kinds: readonly string[] = Object.hasOwn(table, name) ? table[name as keyof typeof table].args : [];
  return kinds.some((kind, at) => {
    const value = args[at];
    if (kind === 'fd') return typeof value === 'number' && wanted.includes(paths.get(value) ?? '');
    return kind === 'path' && typeof value === 'string' && wanted.includes(value);
  });
}

/** How a call is printed: with -y what is behind each descriptor. */
export function* styleOf(
  { sys, zone }: Io,
  { strings, verbose, details }: Options,
  pid: number,
  { name }: SyscallInfo,
  files: OpenFiles | undefined,
): Generator<void, Style> {
  const date = (us: number): string => {
    const fraction = us % 1e6 === 0 ? '' : `.${String(us % 1e6).padStart(6, '0')}000`;
    return `${strftime('%FT%T', us, zone)}${fraction}${strftime('%z', us, zone)}`;
  };
  const style = { ...PLAIN, strings, verbose: verbose(shownName(name)), sizes: true, date };
  if (!files || details === nothing) return style;
  const behind = yield* descriptorTexts(sys, pid, files, details);
  const cwd = files.cwd !== undefined && details('path') ? `AT_FDCWD<${files.cwd}>` : 'AT_FDCWD';
  return { ...style, fd: (fd) => (behind.has(fd) ? `${fd}<${behind.get(fd)}>` : String(fd)), cwd };
}
