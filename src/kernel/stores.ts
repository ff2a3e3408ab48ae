/**
 * Who stored what into shared memory, for those who look: the last writer of each page and of each of the first bytes, and
 * updates that were lost – somebody loads a word, somebody else stores into it, and the first one stores what he has made of
 * the old value. No processor keeps such a record; it is what one would have to know to see the mistake.
 */
import { PAGE_SIZE } from './abi.ts';

export interface LostUpdate {
  readonly offset: number;
  /** Who stored, and whose store that undid without having been seen. */
  readonly by: number;
  readonly over: number;
}

/** Bytes that are watched one by one, and in words. */
const WATCHED_BYTES = 256;
const WORD = 4;
const WORDS = WATCHED_BYTES / WORD;
/** Lost updates that are kept. */
const KEPT = 16;

interface Watch {
  readonly writers: Uint32Array;
  /** Of each word, how often it was stored into, and by whom last. */
  readonly versions: Uint32Array;
  readonly authors: Uint32Array;
  /** By pid, which version of each word it has seen; 0 for none, else one more. */
  readonly seen: Map<number, Uint32Array>;
}

export class Stores {
  readonly #pages = new Map<number, number>();
  #watch: Watch | undefined;
  /** The last of them. */
  readonly lost: LostUpdate[] = [];
  lostCount = 0;

  loaded(pid: number, offset: number, bytes: number): void {
    if (offset >= WATCHED_BYTES) return;
    const watch = this.#watched();
    const { versions } = watch;
    const seen = seenBy(watch, pid);
    for (let word = firstWord(offset); word < endWord(offset + bytes); word++) seen[word] = (versions[word] ?? 0) + 1;
  }

  /** Answers the updates that this has undone. */
  stored(pid: number, offset: number, bytes: number): readonly LostUpdate[] {
    this.#pages.set(Math.floor(offset / PAGE_SIZE), pid);
    if (offset >= WATCHED_BYTES) return NONE;
    const watch = this.#watched();
    const seen = seenBy(watch, pid);
    const undone: LostUpdate[] = [];
    for (let word = firstWord(offset); word < endWord(offset + bytes); word++) {
      const version = watch.versions[word] ?? 0;
      const known = seen[word] ?? 0;
      const over = watch.authors[word] ?? 0;
      if (known > 0 && known <= version && over !== pid) undone.push({ offset: word * WORD, by: pid, over });
      watch.versions[word] = version + 1;
      watch.authors[word] = pid;
      seen[word] = version + 2;
    }
    watch.writers.fill(pid, offset, offset + bytes);
    this.lostCount += undone.length;
    this.lost.push(...undone);
    this.lost.splice(0, this.lost.length - KEPT);
    return undone;
  }

  /** The pid that stored into a page last; 0 for nobody. */
  pageWriter(index: number): number {
    return this.#pages.get(index) ?? 0;
  }

  /** The same of each of the first bytes. */
  writers(bytes: number): number[] {
    const { writers } = this.#watch ?? {};
    return Array.from({ length: Math.min(bytes, WATCHED_BYTES) }, (_, at) => writers?.[at] ?? 0);
  }

  #watched(): Watch {
    this.#watch ??= {
      writers: new Uint32Array(WATCHED_BYTES),
      versions: new Uint32Array(WORDS),
      authors: new Uint32Array(WORDS),
      seen: new Map(),
    };
    return this.#watch;
  }
}

const NONE: readonly LostUpdate[] = [];

const firstWord = (offset: number): number => Math.floor(offset / WORD);
const endWord = (end: number): number => Math.min(WORDS, Math.ceil(end / WORD));

function seenBy({ seen }: Watch, pid: number): Uint32Array {
  let words = seen.get(pid);
  if (!words) seen.set(pid, (words = new Uint32Array(WORDS)));
  return words;
}

const all = new WeakMap<object, Stores>();

/** Of the memory that this object is the identity of. */
export function storesOf(identity: object): Stores {
  let stores = all.get(identity);
  if (!stores) all.set(identity, (stores = new Stores()));
  return stores;
}
