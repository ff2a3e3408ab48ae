/** POSIX message queues in words. */
import { type Names, says } from './say.ts';

interface Waiting {
  readonly name: string;
  readonly wants: 'message' | 'room';
  readonly count: number;
  readonly max: number;
}
interface Moved {
  readonly name: string;
  readonly priority: number;
  readonly bytes: number;
}

export const mqueueReasons = {
  en: {
    mqueue: ({ name, wants, count, max }: Waiting, _names: Names) =>
      wants === 'message'
        ? `waits for a message: queue ${name} is empty`
        : `waits for room: queue ${name} holds ${count} of ${max} messages`,
  },
  zh: {
    mqueue: ({ name, wants, count, max }: Waiting) =>
      wants === 'message' ? `等消息：队列 ${name} 是空的` : `等空位：队列 ${name} 已有 ${count}/${max} 条消息`,
  },
};

const en = {
  'mq.create': says<{ name: string; maxmsg: number; msgsize: number }>(
    (e, { process }) => `${process(e.pid)} makes queue ${e.name}: ${e.maxmsg} messages of up to ${e.msgsize} bytes`,
  ),
  'mq.send': says<Moved & { to: number }>((e, { process }) =>
    e.to === 0
      ? `${process(e.pid)} puts ${e.bytes} bytes of priority ${e.priority} into queue ${e.name}`
      : `${process(e.pid)} hands ${e.bytes} bytes of priority ${e.priority} to ${process(e.to)}, which waited at ${e.name}`,
  ),
  'mq.receive': says<Moved>(
    (e, { process }) => `${process(e.pid)} receives ${e.bytes} bytes of priority ${e.priority} from queue ${e.name}`,
  ),
  'mq.notify': says<{ name: string; whom: number; signo: number }>(
    (e, { process, signal }) => `queue ${e.name} was empty: ${process(e.whom)} is told by ${signal(e.signo)}, once`,
  ),
};

const zh: typeof en = {
  'mq.create': (e, { process }) =>
    `${process(e.pid)} 创建队列 ${e.name}：最多 ${e.maxmsg} 条消息，每条不超过 ${e.msgsize} 字节`,
  'mq.send': (e, { process }) =>
    e.to === 0
      ? `${process(e.pid)} 向队列 ${e.name} 放入优先级 ${e.priority} 的消息，${e.bytes} 字节`
      : `${process(e.pid)} 把优先级 ${e.priority} 的消息（${e.bytes} 字节）直接交给在 ${e.name} 上等待的 ${process(e.to)}`,
  'mq.receive': (e, { process }) =>
    `${process(e.pid)} 从队列 ${e.name} 收到优先级 ${e.priority} 的消息，${e.bytes} 字节`,
  'mq.notify': (e, { process, signal }) =>
    `队列 ${e.name} 原来是空的：用 ${signal(e.signo)} 通知 ${process(e.whom)}，只此一次`,
};

export const mqueueEvents = { en, zh };
