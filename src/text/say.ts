/** What the sentences of this floor are made with. */

/** How numbers are said: the front end knows the names behind them. */
export interface Names {
  /** `SIGINT` for 2. */
  signal(signo: number): string;
  /** `cat(8)`, as it was called at an event, or last; a process that nobody remembers is its number. */
  process(pid: number, seq?: number): string;
  /** Virtual µs since boot, `1.204 s`. */
  time(µs: number): string;
}

interface Happening {
  readonly pid: number;
}
export type Says<T> = (
  event: Happening & T,
  names: Names,
  why: (reason: { readonly kind: string }) => string,
) => string;
export const says = <T>(say: Says<T>): Says<T> => say;
