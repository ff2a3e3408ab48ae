/**
 * Colours, by what they mean. Blue, orange and cyan, red for a deadlock – no pair of red and green – and never colour alone:
 * whatever is coloured also has a letter, a sign, or another line.
 */
import { BOLD, DIM, INVERSE, PALETTE, type Pen, RGB } from './cells.ts';

const pen = (fg: number, attributes = 0): Readonly<Pen> => ({ fg, bg: 0, attributes });

/** For the compositor, as pens. */
export const theme = {
  border: pen(0, DIM),
  borderFocused: pen(PALETTE | 14, BOLD),
  note: pen(0, DIM),
  selected: pen(0, INVERSE),
} as const;

export type Tint = 'accent' | 'waiting' | 'good' | 'alarm' | 'danger' | 'code' | 'quiet';

/** For what is drawn without Ink; the same looks as `tints`. */
export const tintPens: Readonly<Record<Tint, Readonly<Pen>>> = {
  accent: pen(PALETTE | 14, BOLD),
  waiting: pen(RGB | 0xffaf00),
  good: pen(PALETTE | 14),
  alarm: pen(RGB | 0xff8700, BOLD),
  danger: pen(RGB | 0xff5f5f, BOLD),
  code: pen(PALETTE | 12, BOLD),
  quiet: pen(0, DIM),
};

/** For what Ink draws, as the properties of a `<Text>`. */
export const tints: Readonly<Record<Tint, { color?: string; bold?: boolean; dimColor?: boolean }>> = {
  accent: { color: 'cyanBright', bold: true },
  waiting: { color: '#ffaf00' },
  good: { color: 'cyanBright' },
  alarm: { color: '#ff8700', bold: true },
  danger: { color: '#ff5f5f', bold: true },
  code: { color: 'blueBright', bold: true },
  quiet: { dimColor: true },
};
