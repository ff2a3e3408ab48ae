/** What panes are shown of locks, futexes and POSIX queues. */
import { expect, it } from 'vitest';
import {
  FUTEX_WAIT,
  LOCK_EX,
  LOCK_SH,
  MAP_ANONYMOUS,
  MAP_SHARED,
  O_CREAT,
  O_RDWR,
  PAGE_SIZE,
  PROT_READ,
  PROT_WRITE,
} from '../../src/kernel/abi.ts';
import { viewKernel } from '../../src/kernel/view.ts';
import { ok, Probe, runProgram } from '../support/process.ts';

it('a lock has its holders and those who wait, waiters of waiters too', () => {
  const { kernel, value } = runProgram(function* (sys) {
    const p = new Probe(sys);
    const holder = yield* p.fork(function* (child) {
      yield* child.sys.flock(ok(yield* child.sys.open('/tmp/L', O_RDWR | O_CREAT)), LOCK_SH);
      yield* child.sys.pause();
    });
    yield* p.sleep(20);
    const waiters: number[] = [];
    for (let i = 0; i < 2; i++) {
      waiters.push(
        yield* p.fork(function* (child) {
          yield* child.sys.flock(yield* child.open('/tmp/L', O_RDWR), LOCK_EX);
        }),
      );
      yield* p.sleep(20);
    }
    return { holder, waiters };
  });
  const [first, second] = value.waiters;
  expect(viewKernel(kernel).locks).toMatchObject([
    {
      kind: 'flock',
      type: 'read',
      path: '/tmp/L',
      holders: [value.holder],
      waiters: [{ type: 'write', pid: first, waiters: [{ type: 'write', pid: second, waiters: [] }] }],
    },
  ]);
});

it('a word has its sleepers, a queue its messages and whom it tells', () => {
  const { kernel, value } = runProgram(function* (sys) {
    const p = new Probe(sys);
    const word = ok(yield* sys.mmap(0, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    const sleeper = yield* p.fork((child) => child.sys.futex(word + 8, FUTEX_WAIT, 0));
    const attr = { flags: 0, maxmsg: 1, msgsize: 8, curmsgs: 0 };
    const q = ok(yield* sys.mq_open('q', O_RDWR | O_CREAT, 0o600, attr));
    yield* sys.mq_timedsend(q, Uint8Array.of(1, 2), 5);
    const sender = yield* p.fork((child) => child.sys.mq_timedsend(q, Uint8Array.of(3), 9));
    yield* p.sleep(20);
    return { word, sleeper, sender };
  });
  const { futexes, mqueues } = viewKernel(kernel);
  expect(futexes).toMatchObject([{ offset: 8, waiters: [{ pid: value.sleeper, address: value.word + 8 }] }]);
  expect(mqueues).toMatchObject([
    { name: '/q', maxmsg: 1, bytes: 2, messages: [{ priority: 5 }], senders: [value.sender], receivers: [] },
  ]);
});
