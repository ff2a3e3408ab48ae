/** Futexes in words: what a process sleeps for, and who wakes whom. */
import { type Names, says } from './say.ts';

interface Place {
  readonly address: number;
  readonly object: string | undefined;
}
interface Sleeping extends Place {
  readonly value: number;
  readonly offset: number;
}

const hex = (address: number): string => `0x${address.toString(16)}`;
const pids = (list: readonly number[], { process }: Names, comma: string): string => list.map(process).join(comma);

export const futexReasons = {
  en: {
    futex: ({ address, value, object, offset }: Sleeping, _names: Names) =>
      object === undefined
        ? `sleeps on the word at ${hex(address)} of its memory, which was ${value}: somebody must change it and wake it`
        : `sleeps on the word at ${offset} in ${object}, which was ${value}: somebody must change it and wake it`,
  },
  zh: {
    futex: ({ address, value, object, offset }: Sleeping) =>
      object === undefined
        ? `睡在自己内存 ${hex(address)} 处的字上（当时的值是 ${value}），等别人改变它并叫醒自己`
        : `睡在 ${object} 的 ${offset} 处的字上（当时的值是 ${value}），等别人改变它并叫醒自己`,
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
