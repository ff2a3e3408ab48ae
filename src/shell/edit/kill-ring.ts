/**
 * The kill ring: the last ten pieces of text that were cut. Ctrl-Y brings the newest back, Alt-Y the one before.
 * Authority: readline(3), KILLING AND YANKING.
 */
import type { Chars } from './line.ts';

const RING_SIZE = 10;

export interface KillRing {
  readonly slots: readonly Chars[];
  /** Which slot the next yank takes. */
  readonly index: number;
}

export const emptyRing: KillRing = { slots: [], index: -1 };

/** Cuts that follow one another make one piece; what was cut backwards goes in front. */
export function kill(ring: KillRing, text: Chars, joins: boolean, backwards: boolean): KillRing {
  const top = ring.slots[ring.index];
  if (joins && top !== undefined) {
    const joined = backwards ? [...text, ...top] : [...top, ...text];
    return { ...ring, slots: ring.slots.with(ring.index, joined) };
  }
  const slots = [...ring.slots, text].slice(-RING_SIZE);
  return { slots, index: slots.length - 1 };
}

export const top = (ring: KillRing): Chars | undefined => ring.slots[ring.index];

export const rotate = (ring: KillRing): KillRing => ({
  ...ring,
  index: ring.index <= 0 ? ring.slots.length - 1 : ring.index - 1,
});
