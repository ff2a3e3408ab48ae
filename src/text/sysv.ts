/** System V IPC in words: why a process waits for a queue or a semaphore, and what has happened to them. */
import { type Names, says } from './say.ts';

interface Receiving {
  readonly msqid: number;
  readonly mtype: number;
  readonly except: boolean;
}
interface Sending {
  readonly msqid: number;
  readonly bytes: number;
  readonly used: number;
  readonly capacity: number;
}
interface Blocked {
  readonly semid: number;
  readonly sem: number;
  readonly op: number;
  readonly value: number;
}

const wantedType = ({ mtype, except }: Receiving): string => {
  if (mtype === 0) return 'a message of any type';
  if (mtype < 0) return `a message of a type up to ${-mtype}`;
  return except ? `a message of another type than ${mtype}` : `a message of type ${mtype}`;
};
const wantedTypeZh = ({ mtype, except }: Receiving): string => {
  if (mtype === 0) return '任意类型的消息';
  if (mtype < 0) return `类型不大于 ${-mtype} 的消息`;
  return except ? `类型不是 ${mtype} 的消息` : `类型为 ${mtype} 的消息`;
};
const who = { semop: '', semctl: ' (semctl)', undo: ' (SEM_UNDO)' } as const;

export const sysvReasons = {
  en: {
    'msg-receive': (reason: Receiving, _names: Names) =>
      `waits for ${wantedType(reason)}: queue ${reason.msqid} has none`,
    'msg-send': ({ msqid, bytes, used, capacity }: Sending, _names: Names) =>
      `waits for room: ${bytes} bytes do not fit into queue ${msqid}, which holds ${used} of ${capacity}`,
    sem: ({ semid, sem, op, value }: Blocked, _names: Names) =>
      op === 0
        ? `waits until semaphore ${sem} of set ${semid} is 0; it is ${value}`
        : `waits to take ${-op} from semaphore ${sem} of set ${semid}, whose value is ${value}`,
  },
  zh: {
    'msg-receive': (reason: Receiving) => `等${wantedTypeZh(reason)}：队列 ${reason.msqid} 里没有`,
    'msg-send': ({ msqid, bytes, used, capacity }: Sending) =>
      `等空位：队列 ${msqid} 已有 ${used}/${capacity} 字节，再放不下 ${bytes} 字节`,
    sem: ({ semid, sem, op, value }: Blocked) =>
      op === 0
        ? `等信号量集 ${semid} 的第 ${sem} 个信号量变成 0，现在是 ${value}`
        : `要从信号量集 ${semid} 的第 ${sem} 个信号量减 ${-op}，现在的值是 ${value}`,
  },
};

interface MsgMoved {
  readonly msqid: number;
  readonly mtype: number;
  readonly bytes: number;
}
interface SemChanged {
  readonly semid: number;
  readonly sem: number;
  readonly value: number;
  readonly by: keyof typeof who;
}

const en = {
  'msg.create': says<{ msqid: number }>((e, { process }) => `${process(e.pid)} makes message queue ${e.msqid}`),
  'msg.send': says<MsgMoved & { to: number }>((e, { process }) =>
    e.to === 0
      ? `${process(e.pid)} puts a message of type ${e.mtype}, ${e.bytes} bytes, into queue ${e.msqid}`
      : `${process(e.pid)} hands a message of type ${e.mtype}, ${e.bytes} bytes, to ${process(e.to)}, which waited at queue ${e.msqid}`,
  ),
  'msg.receive': says<MsgMoved>(
    (e, { process }) =>
      `${process(e.pid)} receives a message of type ${e.mtype}, ${e.bytes} bytes, from queue ${e.msqid}`,
  ),
  'msg.remove': says<{ msqid: number; lost: number }>(
    (e, { process }) =>
      `${process(e.pid)} removes queue ${e.msqid}${e.lost > 0 ? `: ${e.lost} messages are lost` : ''}`,
  ),
  'sem.create': says<{ semid: number; nsems: number }>(
    (e, { process }) => `${process(e.pid)} makes semaphore set ${e.semid} of ${e.nsems}`,
  ),
  'sem.change': says<SemChanged>(
    (e, { process }) => `${process(e.pid)}: semaphore ${e.sem} of set ${e.semid} is now ${e.value}${who[e.by]}`,
  ),
  'shm.create': says<{ shmid: number; bytes: number }>(
    (e, { process }) => `${process(e.pid)} makes shared memory segment ${e.shmid} of ${e.bytes} bytes`,
  ),
  'shm.attach': says<{ shmid: number; address: number; nattch: number }>(
    (e, { process }) =>
      `${process(e.pid)} attaches segment ${e.shmid} at 0x${e.address.toString(16)}: ${e.nattch} attached now`,
  ),
  'shm.detach': says<{ shmid: number; nattch: number }>(
    (e, { process }) => `${process(e.pid)} detaches segment ${e.shmid}: ${e.nattch} attached now`,
  ),
  'shm.destroy': says<{ shmid: number }>((e) => `segment ${e.shmid} and its memory are gone`),
  'sem.remove': says<{ semid: number }>((e, { process }) => `${process(e.pid)} removes semaphore set ${e.semid}`),
};

const zh: typeof en = {
  'msg.create': (e, { process }) => `${process(e.pid)} 创建消息队列 ${e.msqid}`,
  'msg.send': (e, { process }) =>
    e.to === 0
      ? `${process(e.pid)} 向队列 ${e.msqid} 放入类型 ${e.mtype} 的消息，${e.bytes} 字节`
      : `${process(e.pid)} 把类型 ${e.mtype} 的消息（${e.bytes} 字节）直接交给在队列 ${e.msqid} 上等待的 ${process(e.to)}`,
  'msg.receive': (e, { process }) => `${process(e.pid)} 从队列 ${e.msqid} 收到类型 ${e.mtype} 的消息，${e.bytes} 字节`,
  'msg.remove': (e, { process }) =>
    `${process(e.pid)} 删除队列 ${e.msqid}${e.lost > 0 ? `，其中 ${e.lost} 条消息丢失` : ''}`,
  'sem.create': (e, { process }) => `${process(e.pid)} 创建信号量集 ${e.semid}，共 ${e.nsems} 个`,
  'sem.change': (e, { process }) =>
    `${process(e.pid)}：信号量集 ${e.semid} 的第 ${e.sem} 个信号量现在是 ${e.value}${who[e.by]}`,
  'shm.create': (e, { process }) => `${process(e.pid)} 创建共享内存段 ${e.shmid}，${e.bytes} 字节`,
  'shm.attach': (e, { process }) =>
    `${process(e.pid)} 把共享内存段 ${e.shmid} 映射到 0x${e.address.toString(16)}，现在共 ${e.nattch} 处映射`,
  'shm.detach': (e, { process }) => `${process(e.pid)} 解除共享内存段 ${e.shmid} 的映射，还剩 ${e.nattch} 处`,
  'shm.destroy': (e) => `共享内存段 ${e.shmid} 连同内容一起消失`,
  'sem.remove': (e, { process }) => `${process(e.pid)} 删除信号量集 ${e.semid}`,
};

export const sysvEvents = { en, zh };
