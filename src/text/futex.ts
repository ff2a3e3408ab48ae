/** Futexes in words: what a process sleeps for, and who wakes whom. */
import { type Names, says } from './say.ts';

interface Place {
  readonly address: number;
  readonly object: string | undefined;
}
type Use = 'mutex' | 'rwlock' | 'join';
interface Sleeping extends Place {
  readonly value: number;
  readonly offset: number;
  readonly use?: Use | undefined;
  readonly holder?: number | undefined;
}

const hex = (address: number): string => `0x${address.toString(16)}`;
const pids = (list: readonly number[], { process }: Names, comma: string): string => list.map(process).join(comma);

const placeEn = ({ address, object, offset }: Sleeping): string =>
  object === undefined ? `at ${hex(address)} of its memory` : `at ${offset} in ${object}`;
const placeZh = ({ address, object, offset }: Sleeping): string =>
  object === undefined ? `自己内存 ${hex(address)} 处` : `${object} 的 ${offset} 处`;

/** What the word is for, where the memory around it says so. */
const usesEn: Readonly<Record<Use, (holder: string, place: string) => string>> = {
  mutex: (holder, place) => `waits for the mutex ${place}, which ${holder} has locked`,
  rwlock: (holder, place) => `waits for the read-write lock ${place}, which ${holder} has locked for writing`,
  join: (holder) => `waits for thread ${holder} to end`,
};
const usesZh: typeof usesEn = {
  mutex: (holder, place) => `等${place}的互斥锁，它被 ${holder} 锁着`,
  rwlock: (holder, place) => `等${place}的读写锁，${holder} 正以写方式锁着它`,
  join: (holder) => `等线程 ${holder} 结束`,
};

export const futexReasons = {
  en: {
    futex: (sleeping: Sleeping, { process }: Names) => {
      const { value, use, holder } = sleeping;
      const place = placeEn(sleeping);
      return use && holder !== undefined
        ? usesEn[use](process(holder), place)
        : `sleeps on the word ${place}, which was ${value}: somebody must change it and wake it`;
    },
  },
  zh: {
    futex: (sleeping: Sleeping, { process }: Names) => {
      const { value, use, holder } = sleeping;
      const place = placeZh(sleeping);
      return use && holder !== undefined
        ? usesZh[use](process(holder), place)
        : `睡在${place}的字上（当时的值是 ${value}），等别人改变它并叫醒自己`;
    },
  },
};

const en = {
  'futex.wake': says<Place & { woken: readonly number[] }>(
    (e, names) =>
      `${names.process(e.pid)} wakes ${pids(e.woken, names, ', ')}, asleep on the word at ${hex(e.address)}`,
  ),
  'futex.requeue': says<{ address: number; to: number; moved: readonly number[] }>(
    (e, names) =>
      `${names.process(e.pid)} has ${pids(e.moved, names, ', ')} wait for the word at ${hex(e.to)} instead of ${hex(e.address)}`,
  ),
};

const zh: typeof en = {
  'futex.wake': (e, names) =>
    `${names.process(e.pid)} 叫醒睡在 ${hex(e.address)} 处的字上的 ${pids(e.woken, names, '、')}`,
  'futex.requeue': (e, names) =>
    `${names.process(e.pid)} 让 ${pids(e.moved, names, '、')} 不再等 ${hex(e.address)} 处的字，改等 ${hex(e.to)} 处的字`,
};

export const futexEvents = { en, zh };
