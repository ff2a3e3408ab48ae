/** The loop of all filters: every operand, or standard input, as a stream of lines. */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { Input } from './input.ts';
import { type Io, openInput } from './io.ts';

export interface EachOptions {
  readonly delimiter?: string;
  /** Bytes a read(2); that of stdio if not said. */
  readonly block?: number;
}

/** Answers 1 if a file could not be read, else 0. */
export function* eachInput(
  sys: Sys,
  io: Io,
  operands: readonly string[],
  body: (input: Input, name: string) => Generator<void, void>,
  { delimiter = '\n', block = 4096 }: EachOptions = {},
): Generator<void, 0 | 1> {
  let status: 0 | 1 = 0;
  const names = operands.length > 0 ? operands : ['-'];
  for (const name of names) {
    const fd = yield* openInput(sys, name);
    if (isFailure(fd)) {
      yield* io.warn(name, fd);
      status = 1;
      continue;
    }
    const input = new Input(sys, fd, block, delimiter);
    yield* body(input, name);
    if (input.failure) {
      yield* io.warn(name, input.failure);
      status = 1;
    }
    if (fd !== 0) yield* sys.close(fd);
  }
  if (names.includes('-')) yield* io.closeStdin();
  return status;
}
