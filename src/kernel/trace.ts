/**
 * A system call as strace prints it: by the shape that trace-calls.ts knows, else by the kinds of its arguments in the one
 * table. Authority: strace(1), and the man page of each call.
 */
import { IPC_PRIVATE } from './abi.ts';
import { type ArgKind, guard } from './args.ts';
import type { Row } from './call.ts';
import { type Failure, isFailure, strerror } from './errno.ts';
import { messageFlags, socketFamily, socketType } from './net/trace.ts';
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
import { type Shape, shapes } from './trace-calls.ts';
import {
  accessMode,
  fcntlName,
  flockOperation,
  futexOp,
  mapFlags,
  mqAttrText,
  octal,
  openFlags,
  PLAIN,
  protection,
  ptraceRequest,
  quoteBytes,
  quotePath,
  quoteText,
  type Style,
  sigeventText,
  signalText,
  sigsetText,
  waitFlags,
  whence,
} from './trace-values.ts';
import type { RestartClass } from './wait-queue.ts';

const rows: Readonly<Record<string, Row>> = table;

type Refuses = (args: readonly unknown[]) => Failure | undefined;
const guards = new Map<Row, Refuses>();

/** Arguments that are none of their kinds have no shape. */
function isRefused(row: Row, args: readonly unknown[]): boolean {
  const refuses = guards.get(row) ?? guard(row.args, row.run.length - 1);
  guards.set(row, refuses);
  return refuses(args) !== undefined;
}

/** A structure of ours. */
const fieldsText = (value: unknown): string =>
  `{${Object.entries(value ?? {})
    .map(([name, field]) => `${name}=${String(field)}`)
    .join(', ')}}`;

/** One argument by its kind: for rows without a shape of their own. */
function argText(kind: ArgKind, value: unknown, style: Style): string {
  const { fd, strings } = style;
  switch (kind) {
    case 'fd':
      return typeof value === 'number' ? fd(value) : '0';
    case 'ptrace':
      return ptraceRequest(Number(value));
    case 'pid':
    case 'int':
    case 'fcntlarg':
    case 'prctlarg':
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
      return quotePath(value, style);
    case 'buf':
    case 'into':
      return value instanceof Uint8Array ? quoteBytes(value, strings) : '""';
    case 'openflags':
      return openFlags(Number(value));
    case 'mode':
      return octal(Number(value ?? 0o666));
    case 'signal':
      return signalText(Number(value));
    case 'sigset':
      return typeof value === 'bigint' ? sigsetText(value) : 'NULL';
    case 'strings':
      return Array.isArray(value)
        ? `[${value
            .slice(0, 8)
            .map((word) => quoteText(String(word), strings))
            .join(', ')}]`
        : 'NULL';
    case 'whence':
      return whence(Number(value));
    case 'fcntl':
      return fcntlName(Number(value));
    case 'waitflags':
      return waitFlags(Number(value));
    case 'accmode':
      return accessMode(Number(value));
    case 'key':
      return value === IPC_PRIVATE ? 'IPC_PRIVATE' : `0x${Number(value ?? 0).toString(16)}`;
    case 'ipcflags':
      return ipcFlags(Number(value ?? 0));
    case 'msgctl':
      return IPC_COMMANDS[Number(value)] ?? MSG_COMMANDS[Number(value)] ?? String(value);
    case 'semctl':
      return IPC_COMMANDS[Number(value)] ?? SEM_COMMANDS[Number(value)] ?? String(value);
    case 'msgbuf':
      return isMsgBuf(value) ? `{${value.mtype}, ${quoteBytes(value.mtext, strings)}}, ${value.mtext.length}` : 'NULL';
    case 'sembufs':
      return Array.isArray(value) ? `[${value.map(sembufText).join(', ')}], ${value.length}` : 'NULL';
    case 'shmctl':
      return IPC_COMMANDS[Number(value)] ?? SHM_COMMANDS[Number(value)] ?? String(value);
    case 'shmflags':
      return shmFlags(Number(value ?? 0));
    case 'address':
      return Number(value ?? 0) === 0 ? 'NULL' : `0x${Number(value).toString(16)}`;
    case 'prot':
      return protection(Number(value));
    case 'futexop':
      return futexOp(Number(value));
    case 'linkchange':
    case 'netem':
      return fieldsText(value);
    case 'mqattr':
      return mqAttrText(value);
    case 'sigevent':
      return sigeventText(value);
    case 'flockop':
      return flockOperation(Number(value));
    case 'mapflags':
      return mapFlags(Number(value));
    case 'family':
      return socketFamily(Number(value));
    case 'socktype':
      return socketType(Number(value));
    case 'msgflags':
      return messageFlags(Number(value ?? 0));
    case 'sockopt':
      return typeof value === 'number' ? `[${value}]` : '{...}';
    case 'semun':
      return semunText(value);
    case 'body':
    case 'cloneargs':
    case 'rlimit':
    case 'optrlimit':
    case 'sigaction':
    case 'itimer':
    case 'pollfds':
    case 'termios':
    case 'winsize':
    case 'out':
    case 'sockaddr':
    case 'optsockaddr':
    case 'msghdr':
      return value === undefined ? 'NULL' : '{...}';
  }
}

const shapeOf = (name: string): Shape | undefined => (Object.hasOwn(shapes, name) ? shapes[name] : undefined);

/** As strace calls it: `openat`, `clone`. */
export const shownName = (name: string): string => shapeOf(name)?.name ?? rows[name]?.shown ?? name;

/** What stands between the parentheses; undefined for what is known only when the call is over (`result` not undefined). */
export function callParts(
  name: string,
  args: readonly unknown[],
  result: unknown,
  style: Style,
): readonly (string | undefined)[] {
  const row = rows[name];
  const parts = shapeOf(name)?.parts;
  if (parts && !(row && isRefused(row, args))) return parts(args, result, style);
  return (row?.args ?? []).slice(0, args.length).map((kind, i) => argText(kind, args[i], style));
}

/** `openat(AT_FDCWD, "ff", O_RDONLY)`: a call without its result; before it has one, what it will fill in is left out. */
export function callText(name: string, args: readonly unknown[], result?: unknown): string {
  const known = callParts(name, args, result, PLAIN).filter((part) => part !== undefined);
  return `${shownName(name)}(${known.join(', ')})`;
}

const RESTARTS: Readonly<Record<RestartClass, string>> = {
  sys: '? ERESTARTSYS (To be restarted if SA_RESTART is set)',
  nohand: '? ERESTARTNOHAND (To be restarted if no handler)',
  block: '? ERESTART_RESTARTBLOCK (Interrupted by signal)',
  never: '-1 EINTR (Interrupted system call)',
};

/** What a call answers when a signal came first. */
export const restartText = (restart: RestartClass): string => RESTARTS[restart];

/** `3`, `-1 ENXIO (No such device or address)`, `0x1 (flags FD_CLOEXEC)`. */
export function answerText(name: string, args: readonly unknown[], result: unknown): string {
  if (isFailure(result)) return `-1 ${result.errno} (${strerror(result.errno)})`;
  const answer = shapeOf(name)?.answer;
  if (answer) return answer(result, args);
  if (typeof result === 'object' && result !== null) return '0';
  return typeof result === 'bigint' ? sigsetText(result) : String(result);
}

/** `= 3`. */
export const resultText = (name: string, args: readonly unknown[], result: unknown): string =>
  `= ${answerText(name, args, result)}`;
