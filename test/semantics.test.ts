/** Which rows of the semantics lists no test asserts. */
import { describe, expect, it } from 'vitest';
import { assertedRows, LATER, listedRows } from './support/row-list.ts';

/** The lists of which every row is asserted, or waits for its mechanism. */
const COMPLETE = [
  'descriptor',
  'fifo',
  'ipc-tools',
  'lock',
  'mmap-thread',
  'msg',
  'pipe',
  'posix-ipc',
  'process',
  'procfs',
  'sem',
  'shm',
  'signal',
  'socket',
  'sysv-ids',
  'tty-jobs',
];

const listed = listedRows();
if (!listed) console.log('skipped: the semantics lists are not beside this repository');

describe.skipIf(!listed)('rows of the semantics lists', () => {
  const asserted = new Set(assertedRows().map(({ id }) => id));
  const missing = (list: string): string[] =>
    (listed?.get(list) ?? []).filter((id) => !asserted.has(id) && !(id in LATER));

  for (const list of COMPLETE) {
    it(`${list}: each is asserted`, () => {
      expect(listed?.get(list)?.length).toBeGreaterThan(0);
      expect(missing(list)).toEqual([]);
    });
  }

  it('of the other lists those without a test are told', () => {
    for (const [list, ids] of listed ?? []) {
      const without = missing(list);
      const which = without.length === ids.length ? '' : `: ${without.join(' ')}`;
      if (without.length > 0) console.log(`${list}: ${without.length} of ${ids.length} rows without a test${which}`);
    }
  });
});
