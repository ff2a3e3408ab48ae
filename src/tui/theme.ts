/**
 * Colours, by what they mean. Blue, orange and cyan only – no pair of red and green – and never colour alone: whatever is
 * coloured also has a letter, a sign, or another line.
 */
import { BOLD, DIM, INVERSE, PALETTE, type Pen } from './cells.ts';

const pen = (fg: number, attributes = 0): Readonly<Pen> => ({ fg, bg: 0, attributes });

/** For the compositor, as pens. */
export const theme = {
  border: pen(0, DIM),
  borderFocused: pen(PALETTE | 14, BOLD),
  note: pen(0, DIM),
  selected: pen(0, INVERSE),
} as const;

export type Tint = 'accent' | 'waiting' | 'good' | 'alarm' | 'code' | 'quiet';

/** For what Ink draws, as the properties of a `<Text>`. */
export const tints: Readonly<Record<Tint, { color?: string; bold?: boolean; dimColor?: boolean }>> = {
  accent: { color: 'cyanBright', bold: true },
  waiting: { color: '#ffaf00' },
  good: { color: 'cyanBright' },
  alarm: { color: '#ff8700', bold: true },
  code: { color: 'blueBright', bold: true },
  quiet: { dimColor: true },
};
