/** Message queues as panes and checks see them: what lies in each, and who sleeps for what. */
import type { Kernel } from '../kernel.ts';
import { type IpcPermView, viewPerm } from './ipc-view.ts';
import type { MsgQueue } from './msg.ts';

export interface MessageView {
  readonly mtype: number;
  readonly bytes: number;
  /** The beginning of its text. */
  readonly preview: Uint8Array;
}

export interface MsgReceiverView {
  readonly pid: number;
  /** As in msgrcv(2): 0 for any, negative for the lowest up to it. */
  readonly mtype: number;
  /** MSG_EXCEPT: any type but that one. */
  readonly except: boolean;
  /** Bytes of its buffer; undefined where a longer message is cut. */
  readonly room: number | undefined;
}

export interface MsgSenderView {
  readonly pid: number;
  readonly mtype: number;
  readonly bytes: number;
}

export interface MsgQueueView {
  readonly msqid: number;
  readonly perm: IpcPermView;
  /** In their order. */
  readonly messages: readonly MessageView[];
  /** Bytes of text, and the limit on them; the same limit holds for the number of messages. */
  readonly cbytes: number;
  readonly qbytes: number;
  readonly lspid: number;
  readonly lrpid: number;
  /** Seconds since the epoch; 0 for never. */
  readonly stime: number;
  readonly rtime: number;
  readonly ctime: number;
  /** Asleep, by age. */
  readonly receivers: readonly MsgReceiverView[];
  readonly senders: readonly MsgSenderView[];
}

const PREVIEW_BYTES = 64;

const viewQueue = (queue: MsgQueue): MsgQueueView => {
  const { perm, cbytes, qbytes, lspid, lrpid, stime, rtime, ctime } = queue;
  return {
    msqid: perm.id,
    perm: viewPerm(perm),
    messages: queue.messages.map(({ mtype, mtext }) => ({
      mtype,
      bytes: mtext.length,
      preview: mtext.slice(0, PREVIEW_BYTES),
    })),
    cbytes,
    qbytes,
    lspid,
    lrpid,
    stime,
    rtime,
    ctime,
    receivers: [...queue.receivers].map(({ task, choice: { mode, mtype }, room }) => ({
      pid: task.pid,
      mtype: mode === 'lowest' ? -mtype : mtype,
      except: mode === 'not equal',
      room: Number.isFinite(room) ? room : undefined,
    })),
    senders: [...queue.senders].map(({ task, message }) => ({
      pid: task.pid,
      mtype: message.mtype,
      bytes: message.mtext.length,
    })),
  };
};

export const viewMsgQueues = (kernel: Kernel): MsgQueueView[] => kernel.sysv.msg.all().map(viewQueue);
