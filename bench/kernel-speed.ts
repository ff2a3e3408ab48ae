/** System calls and context switches a second, in this process. */
import { Kernel } from '../src/kernel/kernel.ts';
import { createInit } from '../src/kernel/process.ts';
import type { Sys } from '../src/kernel/syscalls.ts';

const CALLS = 3_000_000;
const ROUND_TRIPS = 300_000;

/** Runs a body as the only process; seconds. */
function time(body: (sys: Sys) => Generator<void, number>): number {
  const kernel = new Kernel({ seed: 0, history: 1024, loadImage: () => undefined });
  createInit(kernel, body);
  const start = performance.now();
  kernel.run();
  return (performance.now() - start) / 1000;
}

export const syscallsPerSecond = (): number =>
  CALLS /
  time(function* (sys) {
    for (let i = 0; i < CALLS; i++) yield* sys.getppid();
    return 0;
  });

/** One byte there and back through two pipes: two switches, four calls. */
export const switchesPerSecond = (): number =>
  (2 * ROUND_TRIPS) /
  time(function* (sys) {
    const there = yield* sys.pipe2(0);
    const back = yield* sys.pipe2(0);
    if (!('length' in there && 'length' in back)) return 1;
    yield* sys.fork(function* (child): Generator<void, number> {
      const byte = new Uint8Array(1);
      for (;;) {
        yield* child.read(there[0], byte);
        yield* child.write(back[1], byte);
      }
    });
    const byte = new Uint8Array(1);
    for (let i = 0; i < ROUND_TRIPS; i++) {
      yield* sys.write(there[1], byte);
      yield* sys.read(back[0], byte);
    }
    return 0;
  });
