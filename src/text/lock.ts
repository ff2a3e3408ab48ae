/** File locks in words: what a process waits for, who takes and drops what. */
import { type Names, says } from './say.ts';

interface Lock {
  readonly lock: 'flock' | 'posix' | 'ofd';
  readonly type: 'read' | 'write';
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const TYPES = { en: { read: 'a shared', write: 'an exclusive' }, zh: { read: '共享锁', write: '独占锁' } } as const;
const isWhole = ({ lock, start, end }: Lock): boolean => lock === 'flock' || (start === 0 && end === Infinity);

const place = (lock: Lock): string => {
  if (isWhole(lock)) return lock.path;
  if (lock.end === Infinity) return `${lock.path} from byte ${lock.start} on`;
  return lock.start === lock.end
    ? `byte ${lock.start} of ${lock.path}`
    : `bytes ${lock.start}–${lock.end} of ${lock.path}`;
};
const placeZh = (lock: Lock): string => {
  if (isWhole(lock)) return lock.path;
  if (lock.end === Infinity) return `${lock.path} 从第 ${lock.start} 字节起的部分`;
  return `${lock.path} 的第 ${lock.start}${lock.start === lock.end ? '' : `–${lock.end}`} 字节`;
};

export const lockReasons = {
  en: {
    lock: (lock: Lock & { holder: number }, { process }: Names) =>
      `waits for ${TYPES.en[lock.type]} lock on ${place(lock)}, which ${process(lock.holder)} took`,
  },
  zh: {
    lock: (lock: Lock & { holder: number }, { process }: Names) =>
      `等 ${placeZh(lock)} 的${TYPES.zh[lock.type]}，现在被 ${process(lock.holder)} 锁着`,
  },
};

const en = {
  'lock.take': says<Lock>(
    (e, { process }) => `${process(e.pid)} takes ${TYPES.en[e.type]} lock (${e.lock}) on ${place(e)}`,
  ),
  'lock.drop': says<Lock>((e, { process }) => `${process(e.pid)} drops its lock (${e.lock}) on ${place(e)}`),
  'lock.deadlock': says<Lock>(
    (e, { process }) => `${process(e.pid)} would wait for somebody who waits for it, at ${place(e)}: EDEADLK`,
  ),
};

const zh: typeof en = {
  'lock.take': (e, { process }) => `${process(e.pid)} 拿到 ${placeZh(e)} 的${TYPES.zh[e.type]}（${e.lock}）`,
  'lock.drop': (e, { process }) => `${process(e.pid)} 放开 ${placeZh(e)} 的锁（${e.lock}）`,
  'lock.deadlock': (e, { process }) => `${process(e.pid)} 要等的人正在等它（${placeZh(e)}）：EDEADLK，死锁被拒绝`,
};

export const lockEvents = { en, zh };
