/** Reading lines byte by byte, so that what follows a line is still there for others. */
import { decode } from '../../bytes.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Doing } from '../shell.ts';

const NEWLINE = 10;

/** The next line without its newline; undefined at end of file, which `whole` does not let end a line either. */
export function* readLineFrom(sys: Sys, fd: number, whole = false): Doing<string | undefined> {
  const bytes: number[] = [];
  const one = new Uint8Array(1);
  for (;;) {
    const count = yield* sys.read(fd, one);
    if (isFailure(count) || count === 0) return bytes.length > 0 && !whole ? decode(Uint8Array.from(bytes)) : undefined;
    if (one[0] === NEWLINE) return decode(Uint8Array.from(bytes));
    bytes.push(one[0] ?? 0);
  }
}
