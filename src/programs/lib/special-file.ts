/** What mkfifo and mknod share: `-m MODE`, which the umask does not cut. Authority: mkfifo(1), mknod(1). */

import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { applyMode, currentUmask, parseMode } from './mode.ts';

const DEFAULT_MODE = 0o666;

export const modeOption = {
  short: 'm',
  long: 'mode',
  value: 'MODE',
  help: 'set file permission bits to MODE, not a=rw - umask',
} as const;

/** The permissions that were asked for, or the usual ones. */
export function* specialFileMode(sys: Sys, io: Io, word: string | undefined): Generator<void, number> {
  if (word === undefined) return DEFAULT_MODE;
  const changes = parseMode(word);
  if (!changes) return yield* io.die(1, 'invalid mode');
  const mode = applyMode(DEFAULT_MODE, changes, { umask: yield* currentUmask(sys), directory: false });
  return (mode & ~0o777) === 0 ? mode : yield* io.die(1, 'mode must specify only file permission bits');
}
