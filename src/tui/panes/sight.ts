/** Which lines of a pane are to be seen and what of it can be chosen: a function of the same data that the pane is. */
import { type Line, lineWidth, plainText, type Span, span, wrap } from '../line.ts';
import { textWidth } from '../width.ts';
import { type Entry, entry, type Pane, type PaneContext, rowsOf } from './pane.ts';

export interface Laid extends Pick<Entry, 'id' | 'pid'> {
  readonly lines: readonly Line[];
  /** How many of them are not details. */
  readonly own: number;
  /** The row where it begins. */
  readonly at: number;
}

export interface Sight {
  readonly laid: readonly Laid[];
  /** All that there are, seen or not. */
  readonly rows: number;
  /** The first row that is seen. */
  readonly first: number;
  /** Rows away from the anchor. */
  readonly moved: number;
  readonly chosen: Laid | undefined;
}

export interface Choice extends Laid {
  readonly id: string;
}

export function sight(pane: Pane, context: PaneContext): Sight {
  const { height, scroll, cursor } = context;
  const laid = lay(entriesOf(pane, context), cursor.open ? cursor.row : undefined);
  const rows = rowsOf(laid);
  const hidden = Math.max(0, rows - height);
  const chosen = laid.find(({ id }) => id !== undefined && id === cursor.row);
  const first = inSight(firstRow(pane, scroll, hidden), chosen, height, hidden);
  return { laid, rows, first, moved: pane.anchor === 'top' ? first : hidden - first, chosen };
}

/** The lines in sight, those of the chosen entry marked. */
export function visible({ laid, first, chosen }: Sight, width: number, height: number): Line[] {
  return laid
    .flatMap((each) => each.lines.map((line, row) => (each === chosen && row < each.own ? marked(line, width) : line)))
    .slice(first, first + height);
}

/** Across the whole width, so that it is seen where there are no colours. */
function marked(line: Line, width: number): Line {
  const rest = Math.max(0, width - lineWidth(line));
  const inverse = (each: Span): Span => ({ ...each, inverse: true });
  return [...(plainText(line) === '' ? [] : line.map(inverse)), inverse(span(' '.repeat(rest)))];
}

export const choices = ({ laid }: Sight): readonly Choice[] =>
  laid.filter((each): each is Choice => each.id !== undefined);

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

/** What stands in the border beside a title: corners, blanks, the number, the mark of the focus. */
const BESIDE_TITLE = 8;

/** Whether the name of a pane in the border leaves room for a second part. */
export const titleHasRoom = (name: string, more: string, width: number): boolean =>
  textWidth(`${name} · ${more}`) <= width - BESIDE_TITLE;

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
