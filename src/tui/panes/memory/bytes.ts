/**
 * The first bytes of shared memory as numbers and as text, and below them by a letter who stored each of them last: a message
 * of two hands is seen as such.
 */
import { latin1 } from '../../../bytes.ts';
import { type Line, type Span, span, wrap } from '../../line.ts';
import type { PaneContext } from '../pane.ts';

interface Bytes {
  readonly preview: Uint8Array;
  readonly writers: readonly number[];
}

const MOST_ROWS = 4;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** `0000 ` before, a blank and the text behind: three columns for the number and one for the character of each byte. */
const columnsFor = (perRow: number): number => 5 + perRow * 3 + 1 + perRow;

export function byteLines({ preview, writers }: Bytes, { speech: { t }, names, width }: PaneContext): Line[] {
  const end = endOf(preview, writers);
  if (end === 0) return [];
  const perRow = [32, 16, 8].find((count) => columnsFor(count) <= width) ?? 4;
  const whom = [...new Set(writers.slice(0, end).filter((pid) => pid !== 0))];
  const letterOf = (pid: number): string => (pid === 0 ? '·' : (LETTERS[whom.indexOf(pid)] ?? '+'));
  const rows = Math.min(MOST_ROWS, Math.ceil(end / perRow));
  const legend: Span[] = whom
    .slice(0, LETTERS.length)
    .map((pid) => span(`${letterOf(pid)} ${names.process(pid)}  `, 'good'));
  return [
    ...wrap([span(t('shm.bytes'), 'accent')], width, 2),
    ...Array.from({ length: rows }, (_, row) => rowLines(row * perRow, perRow, preview, writers, letterOf)).flat(),
    ...(legend.length > 0 ? wrap([span('  '), ...legend], width, 2) : []),
  ];
}

/** Behind the last byte that somebody stored, or that is none of a fresh page. */
function endOf(preview: Uint8Array, writers: readonly number[]): number {
  let end = preview.length;
  while (end > 0 && preview[end - 1] === 0 && (writers[end - 1] ?? 0) === 0) end--;
  return end;
}

function rowLines(
  at: number,
  count: number,
  preview: Uint8Array,
  writers: readonly number[],
  letterOf: (pid: number) => string,
): Line[] {
  const bytes = [...preview.subarray(at, at + count)];
  const numbers = bytes.map((byte) => `${byte.toString(16).padStart(2, '0')} `).join('');
  const hands = bytes.map((_, i) => letterOf(writers[at + i] ?? 0));
  return [
    [
      span(`${at.toString(16).padStart(4, '0')} `, 'quiet'),
      span(numbers.padEnd(count * 3), 'code'),
      span(` ${bytes.map(printable).join('')}`),
    ],
    [
      span('     '),
      span(
        hands
          .map((letter) => ` ${letter} `)
          .join('')
          .padEnd(count * 3),
        'good',
      ),
      span(` ${hands.join('')}`, 'good'),
    ],
  ];
}

const printable = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? latin1(Uint8Array.of(byte)) : '.');
