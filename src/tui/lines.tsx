/** Draws lines with Ink, as many as fit from where the reader has scrolled to. */
import { Box, Text, useEffect } from './ink.ts';
import type { Line, Span } from './line.ts';
import { tints } from './theme.ts';

/** Without height and flexShrink Yoga squeezes rows to nothing when a pane is too small. */
export function Row({ line }: { line: Line }) {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{line.length === 0 ? ' ' : line.map((span, i) => piece(span, i))}</Text>
    </Box>
  );
}

const piece = ({ text, tint, bold, inverse }: Span, i: number) => (
  <Text key={i} {...(tint && tints[tint])} {...(bold && { bold })} {...(inverse && { inverse })}>
    {text}
  </Text>
);

/** What of a place is to be seen. */
export interface Shown {
  /** All that there are, seen or not. */
  readonly rows: number;
  /** Rows away from the anchor. */
  readonly moved: number;
}

export interface ScrolledProps {
  readonly lines: readonly Line[];
  readonly height: number;
  /** Rows away from the top; more than there are is as far as it goes. */
  readonly scroll: number;
  /** Told what came of it, so that whoever counts the scrolling knows where it stands and ends. */
  readonly onShown?: ((shown: Shown) => void) | undefined;
}

export function Scrolled({ lines, height, scroll, onShown }: ScrolledProps) {
  const hidden = Math.max(0, lines.length - height);
  const moved = Math.min(Math.max(0, scroll), hidden);
  useEffect(() => {
    onShown?.({ rows: lines.length, moved });
  });
  return lines.slice(moved, moved + height).map((line, i) => <Row key={moved + i} line={line} />);
}

/** Lines that always stand: a title bar, a key bar. */
export const Fixed = ({ lines }: { lines: readonly Line[] }) => lines.map((line, i) => <Row key={i} line={line} />);
