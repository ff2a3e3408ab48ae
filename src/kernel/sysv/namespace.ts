/**
 * All System V objects of the machine: one IPC namespace. They belong to nobody who runs: they stay until they are removed.
 * Authority: ipc_namespaces(7), sysvipc(7).
 */
import { MsgQueues } from './msg.ts';
import { SemSets } from './sem.ts';

export interface SysvIpc {
  readonly msg: MsgQueues;
  readonly sem: SemSets;
}

export const newSysvIpc = (): SysvIpc => ({ msg: new MsgQueues(), sem: new SemSets() });
