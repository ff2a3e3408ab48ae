/** A question on stderr and a line from stdin: what rm, cp and mv do before they destroy. Authority: yesno(gnulib). */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';

const NEWLINE = 10;

/** True for an answer that begins with y or Y; the end of input is a no. */
export function* askYes(sys: Sys, io: Io, question: string): Generator<void, boolean> {
  yield* io.complain(`${io.name}: ${question}`);
  const byte = new Uint8Array(1);
  let first: number | undefined;
  for (;;) {
    const count = yield* sys.read(0, byte);
    if (isFailure(count) || count === 0 || byte[0] === NEWLINE) break;
    first ??= byte[0];
  }
  return first === 0x79 || first === 0x59;
}
