/**
 * How wide the columns of a table are where a line has only so much room: what may be cut is cut one character at a time, and
 * a few very long cells need not make their column wide. Authority: libsmartcols/src/calculate.c of util-linux 2.38.1.
 */

export interface WidthRules {
  /** The heading, or undefined without one. */
  readonly heading: string | undefined;
  /** Lengths of the cells. */
  readonly lengths: readonly number[];
  /** May be made narrower than what is in it. */
  readonly cuts: boolean;
  /** Cells of more than twice the average do not count. */
  readonly noExtremes: boolean;
}

const largest = (numbers: readonly number[]): number => numbers.reduce((most, number) => Math.max(most, number), 0);

const leastOf = ({ heading, lengths }: WidthRules): number =>
  heading === undefined && largest(lengths) === 0 ? 0 : Math.max(1, heading?.length ?? 0);

/** The average, if some cells are much longer. */
const extremeAverage = ({ lengths, noExtremes }: WidthRules): number | undefined => {
  if (!noExtremes || lengths.length === 0) return undefined;
  const average = Math.floor(lengths.reduce((sum, length) => sum + length, 0) / lengths.length);
  return average > 0 && largest(lengths) > average * 2 ? average : undefined;
};

/** `room` is what a line holds, `between` what the separators take. */
export const columnWidths = (columns: readonly WidthRules[], room: number, between: number): number[] => {
  const least = columns.map(leastOf);
  const widths = columns.map(({ lengths }, at) => Math.max(largest(lengths), least[at] ?? 0));
  const total = (): number => widths.reduce((sum, width) => sum + width, between);
  const extremes = columns.map(extremeAverage);
  if (total() > room) {
    for (const [at, average] of extremes.entries()) {
      const usual = columns[at]?.lengths.filter((length) => average !== undefined && length <= average * 2) ?? [];
      if (average !== undefined) widths[at] = Math.max(largest(usual), least[at] ?? 0);
    }
    // What is left goes to the long ones again.
    for (const [at, average] of extremes.entries()) {
      if (average === undefined) continue;
      const wanted = largest(columns[at]?.lengths ?? []) - (widths[at] ?? 0);
      widths[at] = (widths[at] ?? 0) + Math.max(0, Math.min(wanted, room - total()));
    }
  }
  for (let reduced = true; reduced && total() > room; ) {
    reduced = false;
    for (const [at, { cuts }] of columns.entries()) {
      if (total() <= room) break;
      if (!cuts || (widths[at] ?? 0) <= (least[at] ?? 0)) continue;
      widths[at] = (widths[at] ?? 0) - 1;
      reduced = true;
    }
  }
  return widths;
};
