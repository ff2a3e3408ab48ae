/**
 * struct msg_queue with its messages, receivers and senders (ipc/msg.c of Linux 6.18), which programs see as struct msqid_ds;
 * struct mqueue_inode_info of POSIX queues (ipc/mqueue.c). Books print msqid_ds as the kernel's own, as it was in System V
 * and up to Linux 2.0, with a list of struct msg.
 */
import type { MqueueView } from '../../../kernel/object-views.ts';
import type { MsgQueueView } from '../../../kernel/sysv/msg-view.ts';
import { span, wrap } from '../../line.ts';
import { type Entry, entry, type PaneContext } from '../pane.ts';
import { type Field, field, structure } from '../structure.ts';
import { clockTime, ipcLegend, permStructure } from './perm.ts';

/** Structures of single messages that are printed. */
const MESSAGES = 8;

export function queueStructure(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const { msgQueues, mqueues } = kernel;
  if (msgQueues.length + mqueues.length === 0)
    return [entry(...wrap([span(speech.t('messages.none'), 'quiet')], width))];
  return [
    ...msgQueues.flatMap((queue) => systemV(queue, context)),
    ...mqueues.map((queue) => structure('mqueue_inode_info', queue.name, posixFields(queue, context), context)),
    ipcLegend(context),
  ];
}

function systemV(queue: MsgQueueView, context: PaneContext): Entry[] {
  const { names } = context;
  return [
    permStructure('q_perm', queue.msqid, queue.perm, context),
    structure('msg_queue', String(queue.msqid), queueFields(queue, context), context),
    ...queue.messages
      .slice(0, MESSAGES)
      .map(({ mtype, bytes }, i) =>
        structure(
          'msg_msg',
          `q_messages[${i}]`,
          [field('m_type', mtype, 'msg msg_type'), field('m_ts', bytes, 'msg msg_ts')],
          context,
        ),
      ),
    ...queue.receivers.map(({ pid, mtype, except, room }) =>
      structure(
        'msg_receiver',
        '',
        [
          field('r_tsk', names.process(pid), 'msqid_ds rwait'),
          field('r_mode', modeOf(mtype, except)),
          field('r_msgtype', Math.abs(mtype)),
          field('r_maxsize', room ?? 'LONG_MAX'),
        ],
        context,
      ),
    ),
    ...queue.senders.map(({ pid, bytes }) =>
      structure('msg_sender', '', [field('tsk', names.process(pid), 'msqid_ds wwait'), field('msgsz', bytes)], context),
    ),
  ];
}

function modeOf(mtype: number, except: boolean): string {
  if (mtype === 0) return 'SEARCH_ANY';
  if (mtype < 0) return 'SEARCH_LESSEQUAL';
  return except ? 'SEARCH_NOTEQUAL' : 'SEARCH_EQUAL';
}

const listOf = (count: number): string => (count === 0 ? '{}' : `{ ${count} }`);

const queueFields = (queue: MsgQueueView, { names }: PaneContext): readonly Field[] => [
  field('q_stime', clockTime(queue.stime), 'msqid_ds msg_stime'),
  field('q_rtime', clockTime(queue.rtime), 'msqid_ds msg_rtime'),
  field('q_ctime', clockTime(queue.ctime), 'msqid_ds msg_ctime'),
  field('q_cbytes', queue.cbytes, 'msqid_ds msg_cbytes'),
  field('q_qnum', queue.messages.length, 'msqid_ds msg_qnum'),
  field('q_qbytes', queue.qbytes, 'msqid_ds msg_qbytes'),
  field('q_lspid', queue.lspid === 0 ? 0 : names.process(queue.lspid), 'msqid_ds msg_lspid'),
  field('q_lrpid', queue.lrpid === 0 ? 0 : names.process(queue.lrpid), 'msqid_ds msg_lrpid'),
  field('q_messages', listOf(queue.messages.length), 'msqid_ds msg_first, msg_last'),
  field('q_receivers', listOf(queue.receivers.length), 'msqid_ds rwait'),
  field('q_senders', listOf(queue.senders.length), 'msqid_ds wwait'),
];

const posixFields = (queue: MqueueView, { names }: PaneContext): readonly Field[] => [
  field('attr.mq_maxmsg', queue.maxmsg),
  field('attr.mq_msgsize', queue.msgsize),
  field('attr.mq_curmsgs', queue.messages.length),
  field('qsize', queue.bytes),
  ...queue.messages
    .slice(0, MESSAGES)
    .map(({ priority, text }, i) => field(i === 0 ? 'msg_tree' : '', `{ m_type ${priority}, m_ts ${text.length} }`)),
  field('e_wait_q[SEND]', listOf(queue.senders.length)),
  field('e_wait_q[RECV]', listOf(queue.receivers.length)),
  field('notify_owner', queue.notifies ? names.process(queue.notifies.pid) : 'NULL'),
];
