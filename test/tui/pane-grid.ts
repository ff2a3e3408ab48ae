import { Grid } from '../../src/tui/cells.ts';
import { paintLines } from '../../src/tui/line-paint.ts';
import type { Pane, PaneContext } from '../../src/tui/panes/pane.ts';
import { sight, visible } from '../../src/tui/panes/sight.ts';

/** A pane as the screen paints it, without its border. */
export function paneGrid(pane: Pane, context: PaneContext): Grid {
  const { width, height } = context;
  const grid = new Grid(width, height);
  paintLines(grid, { x: 0, y: 0, w: width, h: height }, visible(sight(pane, context), width, height));
  return grid;
}
