/** How strace prints what the System V calls take. Authority: strace's ipc_msg.c, ipc_sem.c. */
import {
  IPC_CREAT,
  IPC_EXCL,
  IPC_NOWAIT,
  MSG_COPY,
  MSG_EXCEPT,
  MSG_NOERROR,
  type MsgBuf,
  SEM_UNDO,
  SHM_EXEC,
  SHM_RDONLY,
  SHM_REMAP,
  SHM_RND,
} from '../abi.ts';

export const IPC_COMMANDS: Readonly<Record<number, string>> = {
  0: 'IPC_RMID',
  1: 'IPC_SET',
  2: 'IPC_STAT',
  3: 'IPC_INFO',
};
export const MSG_COMMANDS: Readonly<Record<number, string>> = { 11: 'MSG_STAT', 12: 'MSG_INFO', 13: 'MSG_STAT_ANY' };
export const SEM_COMMANDS: Readonly<Record<number, string>> = {
  11: 'GETPID',
  12: 'GETVAL',
  13: 'GETALL',
  14: 'GETNCNT',
  15: 'GETZCNT',
  16: 'SETVAL',
  17: 'SETALL',
  18: 'SEM_STAT',
  19: 'SEM_INFO',
  20: 'SEM_STAT_ANY',
};

const FLAGS: readonly (readonly [number, string])[] = [
  [IPC_CREAT, 'IPC_CREAT'],
  [IPC_EXCL, 'IPC_EXCL'],
  [IPC_NOWAIT, 'IPC_NOWAIT'],
  [MSG_NOERROR, 'MSG_NOERROR'],
  [MSG_EXCEPT, 'MSG_EXCEPT'],
  [MSG_COPY, 'MSG_COPY'],
];

/** `IPC_CREAT|0666`. */
export function ipcFlags(flags: number): string {
  const names = FLAGS.flatMap(([bit, name]) => (flags & bit ? [name] : []));
  const mode = flags & 0o777;
  if (mode !== 0 || flags & IPC_CREAT) names.push(mode === 0 ? '000' : `0${mode.toString(8)}`);
  return names.join('|') || '0';
}

export const isMsgBuf = (value: unknown): value is MsgBuf =>
  typeof value === 'object' && value !== null && 'mtext' in value && value.mtext instanceof Uint8Array;

const SEM_FLAGS: readonly (readonly [number, string])[] = [
  [IPC_NOWAIT, 'IPC_NOWAIT'],
  [SEM_UNDO, 'SEM_UNDO'],
];

/** `{sem_num=0, sem_op=-1, sem_flg=SEM_UNDO}`. */
export function sembufText(value: unknown): string {
  const { num, op, flg } = (value ?? {}) as { num?: unknown; op?: unknown; flg?: unknown };
  const flags = SEM_FLAGS.flatMap(([bit, name]) => (Number(flg ?? 0) & bit ? [name] : [])).join('|') || '0';
  return `{sem_num=${String(num)}, sem_op=${String(op)}, sem_flg=${flags}}`;
}

export function semunText(value: unknown): string {
  if (value === undefined) return 'NULL';
  if (Array.isArray(value)) return `[${value.map(String).join(', ')}]`;
  return typeof value === 'object' ? '{...}' : String(value);
}

export const SHM_COMMANDS: Readonly<Record<number, string>> = {
  11: 'SHM_LOCK',
  12: 'SHM_UNLOCK',
  13: 'SHM_STAT',
  14: 'SHM_INFO',
  15: 'SHM_STAT_ANY',
};

const SHM_FLAGS: readonly (readonly [number, string])[] = [
  [SHM_RDONLY, 'SHM_RDONLY'],
  [SHM_RND, 'SHM_RND'],
  [SHM_REMAP, 'SHM_REMAP'],
  [SHM_EXEC, 'SHM_EXEC'],
];

export const shmFlags = (flags: number): string =>
  SHM_FLAGS.flatMap(([bit, name]) => (flags & bit ? [name] : [])).join('|') || '0';
