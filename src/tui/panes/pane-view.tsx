/** Draws the entries of a pane: as many lines as fit, the chosen entry marked and in sight, its details below it. */
import { useEffect } from '../ink.ts';
import { type Line, lineWidth, plainText, type Span, span } from '../line.ts';
import { Row, type Shown } from '../lines.tsx';
import type { Pane, PaneContext } from './pane.ts';
import { sight } from './sight.ts';

export interface PaneViewProps {
  readonly pane: Pane;
  readonly context: PaneContext;
  readonly onShown?: ((shown: Shown) => void) | undefined;
}

export function PaneView({ pane, context, onShown }: PaneViewProps) {
  const { height, width } = context;
  const { laid, rows, first, moved, chosen } = sight(pane, context);
  useEffect(() => {
    onShown?.({ rows, moved });
  });
  return laid
    .flatMap((each) => each.lines.map((line, row) => (each === chosen && row < each.own ? marked(line, width) : line)))
    .slice(first, first + height)
    .map((line, i) => <Row key={first + i} line={line} />);
}

/** Across the whole width, so that it is seen where there are no colours. */
function marked(line: Line, width: number): Line {
  const rest = Math.max(0, width - lineWidth(line));
  const inverse = (each: Span): Span => ({ ...each, inverse: true });
  return [...(plainText(line) === '' ? [] : line.map(inverse)), inverse(span(' '.repeat(rest)))];
}
