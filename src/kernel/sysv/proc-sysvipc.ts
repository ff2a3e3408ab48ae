/**
 * /proc/sysvipc: a line for each System V object, whoever may use it, behind a line of names.
 * Authority: proc_sysvipc(5); sysvipc_msg_proc_show() and its like in ipc/*.c.
 */
import { PAGE_SIZE } from '../abi.ts';
import type { DirInode } from '../fs/inode.ts';
import { fixedDir, procFile } from '../fs/proc-dir.ts';
import type { Kernel } from '../kernel.ts';
import type { IpcPerm } from './ipc.ts';
import type { MsgQueue } from './msg.ts';
import type { SemSet } from './sem.ts';
import { type ShmSegment, shmPermDs } from './shm.ts';

const HEADS = {
  msg: '       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime\n',
  sem: '       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n',
  shm: '       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n',
} as const;

/** Numbers at the right end of columns so wide. */
const at = (width: number, ...values: readonly number[]): string =>
  values.map((value) => String(value).padStart(width)).join(' ');

const head = (id: number, { key, mode }: { readonly key: number; readonly mode: number }): string =>
  `${at(10, key | 0, id)}  ${mode.toString(8).padStart(4)} `;
const owners = ({ uid, gid, cuid, cgid }: IpcPerm): string => at(5, uid, gid, cuid, cgid);

const msgLine = ({ perm, cbytes, messages, lspid, lrpid, stime, rtime, ctime }: MsgQueue): string =>
  `${head(perm.id, perm)} ${at(10, cbytes, messages.length)} ${at(5, lspid, lrpid)} ${owners(perm)} ${at(10, stime, rtime, ctime)}\n`;

const semLine = ({ perm, semaphores, otime, ctime }: SemSet): string =>
  `${head(perm.id, perm)}${at(10, semaphores.length)} ${owners(perm)} ${at(10, otime, ctime)}\n`;

function shmLine(segment: ShmSegment): string {
  const { perm, segsz, cpid, lpid, nattch, atime, dtime, ctime, resident } = segment;
  const users = `${at(5, cpid, lpid)}  ${at(5, nattch)} ${owners(perm)}`;
  const times = at(10, atime, dtime, ctime);
  return `${head(perm.id, shmPermDs(segment))}${at(21, segsz)} ${users} ${times} ${at(21, resident * PAGE_SIZE, 0)}\n`;
}

export function sysvipcDir(kernel: Kernel, parent: DirInode): DirInode {
  const { msg, sem, shm } = kernel.sysv;
  const file = (read: () => string) => () => procFile(kernel, { read });
  return fixedDir(kernel, parent, {
    msg: file(() => HEADS.msg + msg.all().map(msgLine).join('')),
    sem: file(() => HEADS.sem + sem.all().map(semLine).join('')),
    shm: file(() => HEADS.shm + shm.all().map(shmLine).join('')),
  });
}
