/**
 * All System V objects of the machine: one IPC namespace. They belong to nobody who runs: they stay until they are removed.
 * Authority: ipc_namespaces(7), sysvipc(7).
 */
import { MsgQueues } from './msg.ts';
import { SemSets } from './sem.ts';
import { ShmSegments } from './shm.ts';

export interface SysvIpc {
  readonly msg: MsgQueues;
  readonly sem: SemSets;
  readonly shm: ShmSegments;
}

export const newSysvIpc = (): SysvIpc => ({ msg: new MsgQueues(), sem: new SemSets(), shm: new ShmSegments() });
