/** Runs a body as an ordinary child of init on a bare kernel, and hands back what it returns. */
import { isFailure } from '../../src/kernel/errno.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { createInit } from '../../src/kernel/process.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';

export interface Simulated<T> {
  readonly value: T;
  readonly kernel: Kernel;
}

export function simulate<T>(body: (sys: Sys) => Generator<void, T>, seed = 0): Simulated<T> {
  const kernel = new Kernel({ seed, loadImage: () => undefined });
  let result: { value: T } | undefined;
  createInit(kernel, function* (sys) {
    yield* sys.fork(function* (child) {
      result = { value: yield* body(child) };
      return 0;
    });
    for (;;) if (isFailure(yield* sys.wait4(-1, 0))) yield* sys.pause();
  });
  kernel.run();
  if (!result) throw new Error('the body did not come to its end');
  return { value: result.value, kernel };
}

/** The value of a call that must not fail. */
export function ok<T>(value: T): Exclude<T, { errno: string }> {
  if (isFailure(value)) throw new Error(`unexpected ${value.errno}`);
  return value as Exclude<T, { errno: string }>;
}

/** The errno of a call that must fail, or what it answered instead. */
export const errnoOf = (value: unknown): unknown => (isFailure(value) ? value.errno : value);
