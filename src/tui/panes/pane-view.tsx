/** Draws the entries of a pane: as many lines as fit, the chosen entry marked and in sight, its details below it. */
import { useEffect } from 'react';
import { type Line, lineWidth, plainText, type Span, span, wrap } from '../line.ts';
import { Row, type Shown } from '../lines.tsx';
import { textWidth } from '../width.ts';
import { type Entry, entry, type Pane, type PaneContext, rowsOf } from './pane.ts';

export interface PaneViewProps {
  readonly pane: Pane;
  readonly context: PaneContext;
  readonly onShown?: ((shown: Shown) => void) | undefined;
}

export function PaneView({ pane, context, onShown }: PaneViewProps) {
  const { height, width, scroll, cursor } = context;
  const entries = entriesOf(pane, context);
  const laid = lay(entries, cursor.open ? cursor.row : undefined);
  const rows = rowsOf(laid);
  const hidden = Math.max(0, rows - height);
  const chosen = laid.find(({ id }) => id !== undefined && id === cursor.row);
  const first = inSight(firstRow(pane, scroll, hidden), chosen, height, hidden);
  useEffect(() => {
    const choices = laid.flatMap(({ id, pid, at }) => (id === undefined ? [] : [{ id, pid, row: at }]));
    onShown?.({ rows, moved: pane.anchor === 'top' ? first : hidden - first, first, choices });
  });
  return laid
    .flatMap(({ lines, own }, i) =>
      lines.map((line, row) => (laid[i] === chosen && row < own ? marked(line, width) : line)),
    )
    .slice(first, first + height)
    .map((line, i) => <Row key={first + i} line={line} />);
}

/** The pane's own, or those of the structures behind it. */
function entriesOf(pane: Pane, context: PaneContext): readonly Entry[] {
  if (context.cursor.behind) return pane.behind.entries(context);
  const entries = pane.entries(context);
  const intro = introduction(pane, context);
  return rowsOf([...intro, ...entries]) <= context.height ? [...intro, ...entries] : entries;
}

/** What the pane shows, where the title has no room for it. */
function introduction(pane: Pane, { speech: { t }, width }: PaneContext): readonly Entry[] {
  if (titleHasRoom(t(pane.title), t(pane.shows), width)) return [];
  return [entry(...wrap([span(t(pane.shows), 'quiet')], width))];
}

/** Whether a title in the border, with what stands around it, leaves room for a second part. */
export const titleHasRoom = (title: string, more: string, width: number): boolean =>
  textWidth(`${title} · ${more}`) <= width - 6;

interface Laid extends Pick<Entry, 'id' | 'pid'> {
  readonly lines: readonly Line[];
  /** How many of them are not details. */
  readonly own: number;
  readonly at: number;
}

function lay(entries: readonly Entry[], open: string | undefined): Laid[] {
  let at = 0;
  return entries.map((each) => {
    const details = each.id !== undefined && each.id === open ? (each.details?.() ?? []) : [];
    const laid = { ...each, lines: [...each.lines, ...details], own: each.lines.length, at };
    at += laid.lines.length;
    return laid;
  });
}

function firstRow({ anchor }: Pane, scroll: number, hidden: number): number {
  const moved = Math.min(Math.max(0, scroll), hidden);
  return anchor === 'top' ? moved : hidden - moved;
}

/** As little moved as it takes to see all of the chosen entry, or its beginning. */
function inSight(first: number, chosen: Laid | undefined, height: number, hidden: number): number {
  if (!chosen) return first;
  const atLeast = chosen.at + chosen.lines.length - height;
  return Math.min(hidden, Math.max(0, Math.min(chosen.at, Math.max(first, atLeast))));
}

/** Across the whole width, so that it is seen where there are no colours. */
function marked(line: Line, width: number): Line {
  const rest = Math.max(0, width - lineWidth(line));
  const inverse = (each: Span): Span => ({ ...each, inverse: true });
  return [...(plainText(line) === '' ? [] : line.map(inverse)), inverse(span(' '.repeat(rest)))];
}
