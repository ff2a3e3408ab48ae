/** What panes are told of System V objects and of memory. */
import { describe, expect, test } from 'vitest';
import {
  IPC_PRIVATE,
  IPC_RMID,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MSG_EXCEPT,
  PAGE_SIZE,
  PROT_READ,
  PROT_WRITE,
  SA_SIGINFO,
  SEM_UNDO,
  type SigInfo,
} from '../../src/kernel/abi.ts';
import { SIGSEGV } from '../../src/kernel/signum.ts';
import { type KernelView, viewKernel } from '../../src/kernel/view.ts';
import { IpcProbe, op } from '../support/ipc.ts';
import { ok, runProgram } from '../support/process.ts';

/** The kernel as it stands when a body has ended and its children still sleep. */
function after<T>(body: (p: IpcProbe) => Generator<void, T>): { readonly value: T; readonly view: KernelView } {
  const { value, kernel } = runProgram((sys) => body(new IpcProbe(sys)));
  return { value, view: viewKernel(kernel) };
}

describe('the view of', () => {
  test('a queue: messages, and who sleeps for which type', () => {
    const { value, view } = after(function* (p) {
      const queue = yield* p.queue();
      yield* p.put1(queue, 3, 'hello');
      const pids = [
        yield* p.child((child) => child.rcv(queue, 9, 100)),
        yield* p.child((child) => child.rcv(queue, 3, 100, MSG_EXCEPT)),
        yield* p.child((child) => child.rcv(queue, -2, 100)),
      ];
      yield* p.room(queue, 5);
      return [...pids, yield* p.child((child) => child.put1(queue, 1, 'abc'))];
    });
    const [queue] = view.msgQueues;
    const [any, other, lowest, sender] = value;
    expect(queue?.messages).toEqual([{ mtype: 3, bytes: 5, preview: Uint8Array.from([104, 101, 108, 108, 111]) }]);
    expect([queue?.cbytes, queue?.qbytes]).toEqual([5, 5]);
    expect(queue?.receivers.map(({ pid, mtype, except }) => [pid, mtype, except])).toEqual([
      [any, 9, false],
      [other, 3, true],
      [lowest, -2, false],
    ]);
    expect(queue?.senders).toEqual([{ pid: sender, mtype: 1, bytes: 3 }]);
  });

  test('semaphores: values, waiters in their order, what would be undone', () => {
    const { value, view } = after(function* (p) {
      const set = yield* p.set(1, 0);
      return [
        yield* p.child(function* (child) {
          yield* child.op(set, -1, SEM_UNDO);
          yield* child.op(set, -1, 0, 1);
        }),
        yield* p.child((child) => child.ops(set, op(1, 1), op(0, -1))),
        yield* p.child((child) => child.ops(set, op(1, 1), op(1, 0))),
      ];
    });
    const [set] = view.semaphores;
    const [holder, chained, zero] = value;
    expect(set?.semaphores.map(({ value: now, forRise, forZero }) => [now, forRise, forZero])).toEqual([
      [0, [chained], []],
      [0, [holder], [zero]],
    ]);
    expect(set?.waiters.map(({ pid, blocking }) => [pid, blocking])).toEqual([
      [holder, 0],
      [chained, 1],
      [zero, 1],
    ]);
    expect(set?.undo).toEqual([{ pid: holder, semadj: [1, 0] }]);
  });

  test('a segment: attachments, pages, and the last writer of each byte', () => {
    const { value, view } = after(function* (p) {
      const id = yield* p.segment(2 * PAGE_SIZE);
      const seen = { child: 0, me: yield* p.pid(), address: 0 };
      seen.child = yield* p.child(function* (child) {
        seen.address = yield* child.at(id);
        yield* child.poke(seen.address, 'abcd');
        yield* child.poke(seen.address + PAGE_SIZE, 1);
        yield* child.sys.pause();
      });
      yield* p.poke((yield* p.at(id)) + 1, 'XY');
      yield* p.sys.shmctl(id, IPC_RMID, undefined);
      return seen;
    });
    const [segment] = view.shmSegments;
    const { child, me, address } = value;
    expect(segment?.attachments).toEqual([{ pid: child, address, rights: 'rw-s' }]);
    expect(segment?.resident).toEqual([
      { index: 0, writer: me },
      { index: 1, writer: child },
    ]);
    expect(String.fromCharCode(...(segment?.preview.slice(0, 4) ?? []))).toBe('aXYd');
    expect(segment?.writers.slice(0, 5)).toEqual([child, me, me, child, 0]);
    expect([segment?.dest, segment?.perm.mode, segment?.nattch]).toEqual([true, 0o1600, 1]);
  });

  test('memory: after fork two page tables show one frame, until one of the two writes', () => {
    const { value, view } = after(function* (p) {
      const flags = MAP_PRIVATE | MAP_ANONYMOUS;
      const at = ok(yield* p.sys.mmap(0, 3 * PAGE_SIZE, PROT_READ | PROT_WRITE, flags, -1, 0));
      const parent = yield* p.child(function* (one) {
        for (const page of [0, 1]) yield* one.poke(at + page * PAGE_SIZE, 'x');
        yield* one.child(function* (two) {
          yield* two.poke(at, 'y');
          yield* two.peek(at + 2 * PAGE_SIZE);
          yield* two.sys.pause();
        });
        yield* one.sys.pause();
      });
      return { at, parent };
    });
    const { at, parent } = value;
    const pages = (pid: number) =>
      view.processes
        .find((process) => process.pid === pid)
        ?.memory.pages.map(({ address, writable, frame }) => [
          (address - at) / PAGE_SIZE,
          writable,
          frame.kind === 'own' ? `frame ${frame.number}, mapped ${frame.maps}` : frame.kind,
        ]);
    expect(pages(parent)).toEqual([
      [0, false, 'frame 1, mapped 1'],
      [1, false, 'frame 2, mapped 2'],
    ]);
    expect(pages(parent + 1)).toEqual([
      [0, true, 'frame 3, mapped 1'],
      [1, false, 'frame 2, mapped 2'],
      [2, false, 'zeros'],
    ]);
    const memory = view.processes.find(({ pid }) => pid === parent)?.memory;
    expect(memory?.mappings.map(({ name }) => name)).toContain('[heap]');
  });
});

describe('si_addr', () => {
  test('tells where memory was touched, and si_code why', () => {
    const { value } = runProgram(function* (sys) {
      const at = ok(yield* sys.mmap(0, PAGE_SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
      const seen: (readonly [string, boolean])[] = [];
      for (const address of [at + 5, 0])
        yield* sys.wait4(
          ok(
            yield* sys.fork(function* (child) {
              const handler = function* (inner: typeof child, info: SigInfo): Generator<void, number> {
                seen.push([info.code, info.addr === address]);
                yield* inner.exit(0);
                return 0;
              };
              yield* child.sigaction(SIGSEGV, { handler, mask: 0n, flags: SA_SIGINFO });
              yield* child.store(address, Uint8Array.of(1));
              return 0;
            }),
          ),
          0,
        );
      return seen;
    });
    expect(value).toEqual([
      ['SEGV_ACCERR', true],
      ['SEGV_MAPERR', true],
    ]);
  });
});

test('views name their objects by the ids that programs use', () => {
  const { value, view } = after(function* (p) {
    return [yield* p.queue(), yield* p.set(0), ok(yield* p.sys.shmget(IPC_PRIVATE, 1, 0o600))];
  });
  expect([view.msgQueues[0]?.msqid, view.semaphores[0]?.semid, view.shmSegments[0]?.shmid]).toEqual(value);
});
