/** What happens in memory, in words. */
import { says } from './say.ts';

interface Fault {
  readonly address: number;
  readonly how: 'zero' | 'map' | 'copy' | 'own';
}
interface Store {
  readonly object: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const hex = (address: number): string => `0x${address.toString(16)}`;

const FAULTS = {
  en: {
    zero: 'gets a fresh page, full of zeros',
    map: 'finds the page in memory already, and maps it',
    copy: 'writes to a page that others see too, and gets a copy of its own',
    own: 'is the last to have the page, and may write it now',
  },
  zh: {
    zero: '得到一个全零的新页',
    map: '该页已在内存中，只需映射',
    copy: '写的是与别人共用的页，于是得到自己的一份拷贝',
    own: '它已是该页唯一的使用者，现在可以直接写',
  },
} as const;

const en = {
  fault: says<Fault>((e, { process }) => `${process(e.pid)} faults at ${hex(e.address)}: it ${FAULTS.en[e.how]}`),
  'mem.store': says<Store>(
    (e, { process }) => `${process(e.pid)} stores ${e.bytes.length} bytes at ${e.offset} in ${e.object}`,
  ),
  'mem.lost': says<{ object: string; offset: number; over: number }>(
    (e, { process }) =>
      `an update is lost: ${process(e.pid)} has stored over that of ${process(e.over)} at ${e.offset} in ${e.object}, which it had not seen`,
  ),
};

const zh: typeof en = {
  fault: (e, { process }) => `${process(e.pid)} 在 ${hex(e.address)} 缺页：${FAULTS.zh[e.how]}`,
  'mem.store': (e, { process }) => `${process(e.pid)} 在 ${e.object} 的 ${e.offset} 处写入 ${e.bytes.length} 字节`,
  'mem.lost': (e, { process }) =>
    `丢失更新：${process(e.pid)} 没看到 ${process(e.over)} 对 ${e.object} 的 ${e.offset} 处的修改，把它覆盖了`,
};

export const memoryEvents = { en, zh };
