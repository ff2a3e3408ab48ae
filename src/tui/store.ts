/**
 * State outside React. Writers replace slices; what Ink draws is told at most 15 times a second, terminals do not pass here.
 * `flush()` is for what the user just did: it never waits.
 */
import { useSyncExternalStore } from './ink.ts';

export class Store<S extends object> {
  #state: S;
  #last = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #subscribers = new Set<() => void>();
  readonly #gapMs: number;

  constructor(initial: S, gapMs = 1000 / 15) {
    this.#state = initial;
    this.#gapMs = gapMs;
  }

  readonly get = (): S => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#subscribers.add(listener);
    return () => {
      this.#subscribers.delete(listener);
    };
  };

  set(patch: Partial<S>): void {
    this.#state = { ...this.#state, ...patch };
    this.#timer ??= setTimeout(this.flush, Math.max(0, this.#last + this.#gapMs - performance.now()));
  }

  readonly flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#last = performance.now();
    for (const listener of this.#subscribers) listener();
  };
}

/** `pick` answers a slice as it is stored, never a new object: React compares with Object.is. */
export const useSlice = <S extends object, T>(store: Store<S>, pick: (state: S) => T): T =>
  useSyncExternalStore(store.subscribe, () => pick(store.get()));

/** The old value when the new one says the same, so that what looks at it is not drawn again. For plain data. */
export const keep = <T>(old: T, fresh: T): T => (sameValue(old, fresh) ? old : fresh);

/** Each part of a record by itself: what looks at one of them is not drawn again for another. */
export function keepParts<T extends object>(old: T, fresh: T): T {
  const kept = { ...fresh };
  for (const key of Object.keys(fresh) as (keyof T)[]) kept[key] = keep(old[key], fresh[key]);
  return kept;
}

export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && sameBytes(a, b);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => key in b && sameValue(a[key as keyof typeof a], b[key as keyof typeof b]));
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);
