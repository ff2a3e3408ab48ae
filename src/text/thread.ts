/** Threads in words: how they begin and end. */
import { says } from './say.ts';

/** The wait status that a thread of its own would have, told apart. */
const exitCode = (status: number): number => (status >> 8) & 0xff;
const deathSignal = (status: number): number => status & 0x7f;

const en = {
  'thread.start': says<{ tid: number }>((e, { process }) => `${process(e.pid)} starts the thread ${e.tid}`),
  'thread.exit': says<{ status: number }>((e, { process }) =>
    deathSignal(e.status)
      ? `the thread ${process(e.pid)} is ended with its process`
      : `the thread ${process(e.pid)} ends with status ${exitCode(e.status)}`,
  ),
  'thread.lead': says<{ tid: number }>(
    (e, { process }) =>
      `the thread ${e.tid} executes a program: it goes on as ${process(e.pid)}, the others have ended`,
  ),
  'futex.owner-died': says<{ address: number }>(
    (e, { process }) =>
      `${process(e.pid)} ends with the lock at 0x${e.address.toString(16)}: it is marked, the next owner will know`,
  ),
};

const zh: typeof en = {
  'thread.start': (e, { process }) => `${process(e.pid)} 启动线程 ${e.tid}`,
  'thread.exit': (e, { process }) =>
    deathSignal(e.status)
      ? `线程 ${process(e.pid)} 随它的进程一起结束`
      : `线程 ${process(e.pid)} 结束，状态 ${exitCode(e.status)}`,
  'thread.lead': (e, { process }) => `线程 ${e.tid} 执行了新程序：它以 ${process(e.pid)} 的身份继续，其他线程已经结束`,
  'futex.owner-died': (e, { process }) =>
    `${process(e.pid)} 结束时还拿着 0x${e.address.toString(16)} 处的锁：锁上做了记号，下一个拿到的会知道`,
};

export const threadEvents = { en, zh };
