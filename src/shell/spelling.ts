/**
 * The path that was meant: each part of it may have two characters exchanged, or one too many, too few or wrong.
 * For `cdspell`, `dirspell` and the editor's spell-correct-word. Authority: bash's spell.c (spname).
 */
import { O_DIRECTORY, O_RDONLY } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Doing } from './shell.ts';

/** Nothing that is further away than 2 counts. */
const HOPELESS = 3;

function distance(name: string, guess: string): number {
  if (name === guess) return 0;
  let at = 0;
  while (name[at] === guess[at]) at++;
  const [mine, theirs] = [name.slice(at), guess.slice(at)];
  const swapped = mine.length > 1 && theirs.length > 1 && mine[0] === theirs[1] && mine[1] === theirs[0];
  if (swapped && mine.slice(2) === theirs.slice(2)) return 1;
  const oneOff = mine.slice(1) === theirs.slice(1) || mine.slice(1) === theirs || mine === theirs.slice(1);
  return oneOff ? 2 : HOPELESS;
}

/** The nearest name in the directory; of several as near the last one. */
function* nearest(sys: Sys, directory: string, guess: string): Doing<string | undefined> {
  const fd = yield* sys.open(directory === '' ? '.' : directory, O_RDONLY | O_DIRECTORY, 0);
  if (isFailure(fd)) return undefined;
  let best: string | undefined;
  let least = HOPELESS;
  for (;;) {
    const entries = yield* sys.getdents(fd);
    if (isFailure(entries) || entries.length === 0) break;
    for (const { name } of entries) {
      const far = distance(name, guess);
      if (far >= HOPELESS || far > least || least === 0) continue;
      best = name;
      least = far;
    }
  }
  yield* sys.close(fd);
  return best === '.' ? undefined : best;
}

/** The path itself if it is there, one like it, or undefined. */
export function* correctPath(sys: Sys, path: string): Doing<string | undefined> {
  let corrected = '';
  for (const part of path.split(/(\/+)/)) {
    if (part === '' || part.startsWith('/')) {
      corrected += part;
      continue;
    }
    const name = yield* nearest(sys, corrected, part);
    if (name === undefined) return undefined;
    corrected += name;
  }
  return corrected;
}
