/** A program's code may come late: the history of the machine is the same, event for event, as if it had been there. */
import { expect, it } from 'vitest';
import { buildRoot } from '../../src/boot/rootfs.ts';
import { type Image, Kernel } from '../../src/kernel/kernel.ts';
import { createInit } from '../../src/kernel/process.ts';

const NAMES = ['first', 'second'];

const image: Image = function* (sys) {
  for (let turn = 0; turn < 20; turn++) {
    yield* sys.getpid();
    yield* sys.work(700);
  }
  return 3;
};

/** All events of a session in which two programs compete, each fetched only when a run asks for it. */
function session(seed: number, fetched: Set<string>): string {
  const loadImage = (name: string): Image | 'absent' => (fetched.has(name) ? image : 'absent');
  const kernel = new Kernel({ seed, loadImage, history: 1 << 14 });
  createInit(kernel, function* (sys) {
    for (const name of NAMES) yield* sys.fork((child) => child.execve(`/bin/${name}`, [name], []) as never);
    for (const _ of NAMES) yield* sys.wait4(-1, 0);
    yield* sys.pause();
    return 0;
  });
  buildRoot(kernel, NAMES);
  for (let state = kernel.run(); state.absent !== undefined; state = kernel.run()) fetched.add(state.absent);
  return JSON.stringify([...kernel.events.since(0)], (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

it('a session is the same whether programs were there or had to be fetched', () => {
  for (let seed = 0; seed < 50; seed++) {
    const wanted = new Set<string>();
    expect(session(seed, wanted)).toBe(session(seed, new Set(NAMES)));
    expect([...wanted].sort()).toEqual(NAMES);
  }
});
