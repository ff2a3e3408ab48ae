/** What is mounted, as df, stat and find look it up: by the device numbers of the places in /proc/mounts. */
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readText } from './read-file.ts';

export interface Mount {
  readonly source: string;
  readonly place: string;
  readonly type: string;
  /** undefined where the place cannot be looked at. */
  readonly dev: number | undefined;
}

export function* readMounts(sys: Sys): Generator<void, Mount[]> {
  const text = yield* readText(sys, '/proc/mounts');
  if (isFailure(text)) return [];
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [source, place, type] = line.split(' ');
    if (source === undefined || place === undefined || type === undefined) continue;
    const stat = yield* sys.stat(place);
    mounts.push({ source, place, type, dev: isFailure(stat) ? undefined : stat.dev });
  }
  return mounts;
}

export const mountOf = (mounts: readonly Mount[], dev: number): Mount | undefined =>
  mounts.findLast((mount) => mount.dev === dev);
