/**
 * A structure of the kernel as books print it, with the values of now: `name = value`, and beside it what books call the
 * field where that is another word – xv6, Understanding the Linux Kernel (ULK, of 2.6.11), 4.4BSD.
 */
import { bold, type Line, lineWidth, type Span, span, wrap } from '../line.ts';
import { pad } from '../width.ts';
import { type Entry, entry, type PaneContext } from './pane.ts';

export interface Field {
  readonly name: string;
  readonly value: string | number;
  /** `xv6 chan`: the same in a book. */
  readonly books?: string;
}

export const field = (name: string, value: string | number, books?: string | undefined): Field => ({
  name,
  value,
  ...(books !== undefined && { books }),
});

type Room = Pick<PaneContext, 'width' | 'speech'>;

/** `struct NAME {`, its fields, `}`; `of` says whose it is. */
export function structure(name: string, of: string, fields: readonly Field[], room: Room): Entry {
  const head: Line = [span('struct ', 'code'), bold(name), span(' {'), span(of === '' ? '' : `  ${of}`, 'quiet')];
  const column = Math.min(24, Math.max(...fields.map((each) => each.name.length)));
  const rows = fields.flatMap((each) => fieldLines(each, column, room));
  return entry(...wrap(head, room.width, 2), ...rows, [span('}')]);
}

function fieldLines({ name, value, books }: Field, column: number, { width }: Room): Line[] {
  const own: Span[] = [span(`  ${pad(name, Math.max(column, name.length))} = `), span(String(value), 'code')];
  const [first = [], ...more] = wrap(own, width, 6);
  if (books === undefined) return [first, ...more];
  const was = span(`← ${books}`, 'quiet');
  const gap = width - lineWidth([...first, was]);
  if (more.length === 0 && gap >= 2) return [[...first, span(' '.repeat(gap)), was]];
  return [first, ...more, [span(' '.repeat(Math.max(0, width - lineWidth([was])))), was]];
}

/** What the arrows mean. */
export const legend = ({ speech: { t }, width }: Room): Entry =>
  entry([], ...wrap([span(t('structure.legend'), 'quiet')], width));

/** As /proc/PID/status prints a set of signals. */
export const hexSet = (set: bigint): string => set.toString(16).padStart(16, '0');
export const octal = (bits: number): string => `0${bits.toString(8)}`;
export const hex = (bits: number): string => `0x${(bits >>> 0).toString(16)}`;
