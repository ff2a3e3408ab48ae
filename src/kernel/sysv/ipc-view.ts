/** struct ipc_perm as panes and checks see it. */
import type { IpcPerm } from './ipc.ts';

export interface IpcPermView {
  /** 0 for IPC_PRIVATE. */
  readonly key: number;
  readonly seq: number;
  readonly uid: number;
  readonly gid: number;
  readonly cuid: number;
  readonly cgid: number;
  readonly mode: number;
}

export const viewPerm = ({ key, seq, uid, gid, cuid, cgid, mode }: IpcPerm): IpcPermView => ({
  key,
  seq,
  uid,
  gid,
  cuid,
  cgid,
  mode,
});
