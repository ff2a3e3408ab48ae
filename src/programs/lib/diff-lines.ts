/**
 * Which lines differ: the shortest edit script, by Myers' divide and conquer as GNU diff does it, its runs of changes then
 * moved to where GNU diff leaves them. Leaves out the heuristics for very large files.
 * Authority: diffseq.h and analyze.c (shift_boundaries) of GNU diffutils 3.8.
 */

export interface Change {
  /** From which line (from 0) of each file on, and how many lines. */
  readonly left: number;
  readonly right: number;
  readonly deleted: number;
  readonly inserted: number;
  /** -B or -I say that it is not to be shown on its own. */
  readonly ignorable?: boolean;
}

/** Numbers in place of lines: equal where the lines are. */
const numbered = (keys: readonly string[], known: Map<string, number>): number[] =>
  keys.map((key) => {
    const number = known.get(key);
    if (number === undefined) known.set(key, known.size);
    return number ?? known.size - 1;
  });

/** How far a path has come on each diagonal. */
class Reach {
  private readonly furthest: Int32Array;
  private readonly lowest: number;

  constructor(lowest: number, highest: number, nowhere: number) {
    this.lowest = lowest;
    this.furthest = new Int32Array(highest - lowest + 1).fill(nowhere);
  }

  on(diagonal: number): number {
    return this.furthest[diagonal - this.lowest] ?? 0;
  }

  set(diagonal: number, x: number): void {
    this.furthest[diagonal - this.lowest] = x;
  }
}

/** Behind every line. */
const FAR = 2 ** 31 - 1;

interface Split {
  readonly x: number;
  readonly y: number;
}

class Comparison {
  private readonly xs: readonly number[];
  private readonly ys: readonly number[];
  private readonly forward: Reach;
  private readonly backward: Reach;
  private readonly onDelete: (x: number) => void;
  private readonly onInsert: (y: number) => void;

  constructor(
    xs: readonly number[],
    ys: readonly number[],
    onDelete: (x: number) => void,
    onInsert: (y: number) => void,
  ) {
    this.xs = xs;
    this.ys = ys;
    this.forward = new Reach(-ys.length - 1, xs.length + 1, -1);
    this.backward = new Reach(-ys.length - 1, xs.length + 1, FAR);
    this.onDelete = onDelete;
    this.onInsert = onInsert;
  }

  run(xStart: number, xEnd: number, yStart: number, yEnd: number): void {
    const { xs, ys } = this;
    let [xLow, xHigh, yLow, yHigh] = [xStart, xEnd, yStart, yEnd];
    while (xLow < xHigh && yLow < yHigh && xs[xLow] === ys[yLow]) {
      xLow += 1;
      yLow += 1;
    }
    while (xLow < xHigh && yLow < yHigh && xs[xHigh - 1] === ys[yHigh - 1]) {
      xHigh -= 1;
      yHigh -= 1;
    }
    if (xLow === xHigh) for (let y = yLow; y < yHigh; y += 1) this.onInsert(y);
    else if (yLow === yHigh) for (let x = xLow; x < xHigh; x += 1) this.onDelete(x);
    else {
      const { x, y } = this.middle(xLow, xHigh, yLow, yHigh);
      this.run(xLow, x, yLow, y);
      this.run(x, xHigh, y, yHigh);
    }
  }

  /** A point on a shortest path, found from both ends at once. */
  private middle(xLow: number, xHigh: number, yLow: number, yHigh: number): Split {
    const { xs, ys, forward, backward } = this;
    const least = xLow - yHigh;
    const most = xHigh - yLow;
    const start = xLow - yLow;
    const end = xHigh - yHigh;
    let [fMin, fMax, bMin, bMax] = [start, start, end, end];
    const odd = ((start - end) & 1) !== 0;
    forward.set(start, xLow);
    backward.set(end, xHigh);
    for (;;) {
      if (fMin > least) {
        fMin -= 1;
        forward.set(fMin - 1, -1);
      } else fMin += 1;
      if (fMax < most) {
        fMax += 1;
        forward.set(fMax + 1, -1);
      } else fMax -= 1;
      for (let d = fMax; d >= fMin; d -= 2) {
        const below = forward.on(d - 1);
        const above = forward.on(d + 1);
        let x = below < above ? above : below + 1;
        while (x < xHigh && x - d < yHigh && xs[x] === ys[x - d]) x += 1;
        forward.set(d, x);
        if (odd && bMin <= d && d <= bMax && backward.on(d) <= x) return { x, y: x - d };
      }
      if (bMin > least) {
        bMin -= 1;
        backward.set(bMin - 1, FAR);
      } else bMin += 1;
      if (bMax < most) {
        bMax += 1;
        backward.set(bMax + 1, FAR);
      } else bMax -= 1;
      for (let d = bMax; d >= bMin; d -= 2) {
        const below = backward.on(d - 1);
        const above = backward.on(d + 1);
        let x = below < above ? below : above - 1;
        while (xLow < x && yLow < x - d && xs[x - 1] === ys[x - d - 1]) x -= 1;
        backward.set(d, x);
        if (!odd && fMin <= d && d <= fMax && x <= forward.on(d)) return { x, y: x - d };
      }
    }
  }
}

/** Runs of changes that could be anywhere among equal lines go as far down as they can, or beside one of the other file. */
const shiftBoundaries = (lines: readonly number[], changed: boolean[], other: readonly boolean[]): void => {
  const end = lines.length;
  let i = 0;
  let j = 0;
  for (;;) {
    while (i < end && !changed[i]) {
      while (other[j]) j += 1;
      j += 1;
      i += 1;
    }
    if (i === end) return;
    let start = i;
    i += 1;
    while (changed[i]) i += 1;
    while (other[j]) j += 1;
    let length: number;
    let corresponding: number;
    do {
      length = i - start;
      while (start > 0 && lines[start - 1] === lines[i - 1]) {
        start -= 1;
        i -= 1;
        changed[start] = true;
        changed[i] = false;
        while (changed[start - 1]) start -= 1;
        do j -= 1;
        while (other[j]);
      }
      corresponding = other[j - 1] ? i : end;
      while (i !== end && lines[start] === lines[i]) {
        changed[start] = false;
        changed[i] = true;
        start += 1;
        i += 1;
        while (changed[i]) i += 1;
        j += 1;
        while (other[j]) {
          corresponding = i;
          j += 1;
        }
      }
    } while (length !== i - start);
    while (corresponding < i) {
      start -= 1;
      i -= 1;
      changed[start] = true;
      changed[i] = false;
      do j -= 1;
      while (other[j]);
    }
  }
};

/** Which of the numbers below `count` are there. */
const present = (numbers: readonly number[], count: number): Uint8Array => {
  const flags = new Uint8Array(count);
  for (const number of numbers) flags[number] = 1;
  return flags;
};

/** Where there are lines that the other file has somewhere; the others are marked as changes for sure, and not searched for. */
const places = (lines: readonly number[], inOther: Uint8Array, changed: boolean[]): number[] => {
  const found: number[] = [];
  lines.forEach((line, i) => {
    if (inOther[line]) found.push(i);
    else changed[i] = true;
  });
  return found;
};

/** `count`: how many different lines there are. */
const compare = (xs: readonly number[], ys: readonly number[], count: number): [boolean[], boolean[]] => {
  const deleted = new Array<boolean>(xs.length).fill(false);
  const inserted = new Array<boolean>(ys.length).fill(false);
  const left = places(xs, present(ys, count), deleted);
  const right = places(ys, present(xs, count), inserted);
  const comparison = new Comparison(
    left.map((i) => xs[i] ?? -1),
    right.map((i) => ys[i] ?? -1),
    (x) => {
      deleted[left[x] ?? -1] = true;
    },
    (y) => {
      inserted[right[y] ?? -1] = true;
    },
  );
  comparison.run(0, left.length, 0, right.length);
  return [deleted, inserted];
};

/** `keys` are the lines as they are compared. */
export const changesBetween = (a: readonly string[], b: readonly string[]): Change[] => {
  const known = new Map<string, number>();
  const [xs, ys] = [numbered(a, known), numbered(b, known)];
  let prefix = 0;
  while (prefix < xs.length && prefix < ys.length && xs[prefix] === ys[prefix]) prefix += 1;
  let suffix = 0;
  while (
    suffix < Math.min(xs.length, ys.length) - prefix &&
    xs[xs.length - 1 - suffix] === ys[ys.length - 1 - suffix]
  ) {
    suffix += 1;
  }
  const x = xs.slice(prefix, xs.length - suffix);
  const y = ys.slice(prefix, ys.length - suffix);
  const [deleted, inserted] = compare(x, y, known.size);
  shiftBoundaries(x, deleted, inserted);
  shiftBoundaries(y, inserted, deleted);
  const changes: Change[] = [];
  for (let i = 0, j = 0; i < x.length || j < y.length; ) {
    if (!deleted[i] && !inserted[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [left, right] = [i, j];
    while (deleted[i]) i += 1;
    while (inserted[j]) j += 1;
    changes.push({ left: left + prefix, right: right + prefix, deleted: i - left, inserted: j - right });
  }
  return changes;
};
