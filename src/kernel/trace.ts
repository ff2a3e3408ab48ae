/**
 * A system call as strace prints it, from the kinds of its arguments in the one table.
 * Leaves out structures that hold nothing a reader wants (`{...}`), and abbreviates text at 32 bytes as strace does.
 * Authority: strace(1), and the man page of each call.
 */
import {
  F_DUPFD_CLOEXEC,
  F_GETPIPE_SZ,
  F_SETPIPE_SZ,
  IPC_PRIVATE,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_PRIVATE,
  MAP_SHARED,
  O_ACCMODE,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECT,
  O_DIRECTORY,
  O_EXCL,
  O_NOCTTY,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_TRUNC,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
  R_OK,
  W_OK,
  WCONTINUED,
  WNOHANG,
  WUNTRACED,
  X_OK,
} from './abi.ts';
import type { ArgKind } from './args.ts';
import type { Row } from './call.ts';
import { type Errno, isFailure, strerror } from './errno.ts';
import { hasSignal, NSIG, signalName } from './signum.ts';
import { table } from './syscalls.ts';
import {
  IPC_COMMANDS,
  ipcFlags,
  isMsgBuf,
  MSG_COMMANDS,
  SEM_COMMANDS,
  SHM_COMMANDS,
  sembufText,
  semunText,
  shmFlags,
} from './sysv/trace.ts';

const rows: Readonly<Record<string, Row>> = table;
const MAX_TEXT = 32;

function quote(bytes: Uint8Array | string): string {
  const text = typeof bytes === 'string' ? bytes : String.fromCharCode(...bytes.subarray(0, MAX_TEXT + 1));
  const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' };
  let shown = '';
  for (const char of text.slice(0, MAX_TEXT)) {
    const code = char.charCodeAt(0);
    shown += escapes[char] ?? (code < 32 || code > 126 ? `\\${code.toString(8)}` : char);
  }
  return `"${shown}"${text.length > MAX_TEXT ? '...' : ''}`;
}

type Names = Readonly<Record<string, number>>;
const OPEN_FLAGS: Names = {
  O_CREAT,
  O_EXCL,
  O_NOCTTY,
  O_TRUNC,
  O_APPEND,
  O_NONBLOCK,
  O_DIRECT,
  O_DIRECTORY,
  O_NOFOLLOW,
  O_CLOEXEC,
};
const WAIT_FLAGS: Names = { WNOHANG, WUNTRACED, WCONTINUED };
const ACCESS_MODES: Names = { R_OK, W_OK, X_OK };

const PROTECTIONS: Names = { PROT_READ, PROT_WRITE, PROT_EXEC };
const MAP_FLAGS: Names = { MAP_SHARED, MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS };

const flagNames = (value: number, flags: Names): string[] =>
  Object.keys(flags).filter((name) => (value & (flags[name] ?? 0)) !== 0);

export function openFlags(value: number): string {
  const mode = ['O_RDONLY', 'O_WRONLY', 'O_RDWR'][value & O_ACCMODE] ?? 'O_RDONLY';
  return [mode, ...flagNames(value, OPEN_FLAGS)].join('|');
}

function sigsetText(set: bigint): string {
  const names: string[] = [];
  for (let n = 1; n < NSIG; n++) if (hasSignal(set, n)) names.push((signalName(n) ?? String(n)).replace('SIG', ''));
  return `[${names.join(' ')}]`;
}

const FCNTL = ['F_DUPFD', 'F_GETFD', 'F_SETFD', 'F_GETFL', 'F_SETFL'] as const;
const FCNTL_HIGH: Readonly<Record<number, string>> = {
  [F_DUPFD_CLOEXEC]: 'F_DUPFD_CLOEXEC',
  [F_SETPIPE_SZ]: 'F_SETPIPE_SZ',
  [F_GETPIPE_SZ]: 'F_GETPIPE_SZ',
};

function argText(kind: ArgKind, value: unknown): string {
  switch (kind) {
    case 'fd':
    case 'pid':
    case 'ptrace':
    case 'int':
    case 'time':
    case 'long':
      return value === undefined ? '0' : String(value);
    case 'timeout':
      return value === undefined ? 'NULL' : String(value);
    case 'filetime':
      return value === undefined ? 'UTIME_NOW' : String(value);
    case 'resource':
      return `RLIMIT_${String(value)}`;
    case 'ids':
    case 'fdset':
      return Array.isArray(value) ? `[${value.join(' ')}]` : 'NULL';
    case 'path':
      return quote(String(value));
    case 'buf':
    case 'into':
      return value instanceof Uint8Array ? quote(value) : '""';
    case 'openflags':
      return openFlags(Number(value));
    case 'mode':
      return `0${Number(value ?? 0o666).toString(8)}`;
    case 'signal':
      return signalName(Number(value)) ?? String(value);
    case 'sigset':
      return typeof value === 'bigint' ? sigsetText(value) : 'NULL';
    case 'strings':
      return Array.isArray(value)
        ? `[${value
            .slice(0, 8)
            .map((word) => quote(String(word)))
            .join(', ')}]`
        : 'NULL';
    case 'whence':
      return ['SEEK_SET', 'SEEK_CUR', 'SEEK_END'][Number(value)] ?? String(value);
    case 'fcntl':
      return FCNTL[Number(value)] ?? FCNTL_HIGH[Number(value)] ?? String(value);
    case 'waitflags':
      return flagNames(Number(value), WAIT_FLAGS).join('|') || '0';
    case 'accmode':
      return flagNames(Number(value), ACCESS_MODES).join('|') || 'F_OK';
    case 'key':
      return value === IPC_PRIVATE ? 'IPC_PRIVATE' : `0x${Number(value ?? 0).toString(16)}`;
    case 'ipcflags':
      return ipcFlags(Number(value ?? 0));
    case 'msgctl':
      return IPC_COMMANDS[Number(value)] ?? MSG_COMMANDS[Number(value)] ?? String(value);
    case 'semctl':
      return IPC_COMMANDS[Number(value)] ?? SEM_COMMANDS[Number(value)] ?? String(value);
    case 'msgbuf':
      return isMsgBuf(value) ? `{${value.mtype}, ${quote(value.mtext)}}, ${value.mtext.length}` : 'NULL';
    case 'sembufs':
      return Array.isArray(value) ? `[${value.map(sembufText).join(', ')}], ${value.length}` : 'NULL';
    case 'shmctl':
      return IPC_COMMANDS[Number(value)] ?? SHM_COMMANDS[Number(value)] ?? String(value);
    case 'shmflags':
      return shmFlags(Number(value ?? 0));
    case 'address':
      return Number(value ?? 0) === 0 ? 'NULL' : `0x${Number(value).toString(16)}`;
    case 'prot':
      return flagNames(Number(value), PROTECTIONS).join('|') || 'PROT_NONE';
    case 'mapflags':
      return flagNames(Number(value), MAP_FLAGS).join('|') || '0';
    case 'semun':
      return semunText(value);
    case 'body':
    case 'rlimit':
    case 'sigaction':
    case 'itimer':
    case 'pollfds':
    case 'termios':
    case 'winsize':
    case 'out':
      return value === undefined ? 'NULL' : '{...}';
  }
}

/** `openat("ff", O_RDONLY)`: a call without its result. */
export function callText(name: string, args: readonly unknown[]): string {
  const row = rows[name];
  if (!row) return `${name}()`;
  const shown = row.args.slice(0, Math.max(args.length, 0)).map((kind, i) => argText(kind, args[i]));
  return `${row.shown ?? name}(${shown.join(', ')})`;
}

const failureText = (errno: Errno): string => `-1 ${errno} (${strerror(errno)})`;

/** `= 3`, `= -1 ENXIO (No such device or address)`. */
export function resultText(result: unknown): string {
  if (isFailure(result)) return `= ${failureText(result.errno)}`;
  if (Array.isArray(result)) return `= 0 [${result.join(', ')}]`;
  if (typeof result === 'object' && result !== null) return 'pid' in result ? `= ${String(result.pid)}` : '= 0';
  return `= ${typeof result === 'bigint' ? sigsetText(result) : String(result)}`;
}
