/** random(3) of glibc (its default, TYPE_3), which mawk's rand() uses. Authority: random(3). */

const DEGREE = 31;
const SEPARATION = 3;
const MAX = 2147483647;

export class Random {
  private state: number[] = [];
  private at = 0;

  constructor(seed: number) {
    this.seed(seed);
  }

  seed(seed: number): void {
    let word = (seed >>> 0 === 0 ? 1 : seed) | 0;
    const state = [word];
    for (let i = 1; i < DEGREE; i += 1) {
      const high = Math.trunc(word / 127773);
      const low = word % 127773;
      word = 16807 * low - 2836 * high;
      if (word < 0) word += MAX;
      state.push(word);
    }
    this.state = state;
    this.at = 0;
    for (let i = 0; i < DEGREE * 10; i += 1) this.next();
  }

  next(): number {
    const front = (this.at + SEPARATION) % DEGREE;
    const value = ((this.state[front] ?? 0) + (this.state[this.at] ?? 0)) | 0;
    this.state[front] = value;
    this.at = (this.at + 1) % DEGREE;
    return value >>> 1;
  }

  /** 0 ≤ x ≤ 1. */
  fraction(): number {
    return this.next() / MAX;
  }
}
