/**
 * One pure function decides every rectangle. Ink and the compositor both read it; nothing is measured afterwards.
 * Three shapes: `wide` (lesson beside stacked terminals, panes below), `medium` (80×24: lesson and a pane above, the
 * terminals below, what has the focus gets the room), `small` (one thing at a time).
 */
import type { Rect } from './cells.ts';

/** What can have the focus: the lesson, a terminal by its name, a pane by its id. */
export type Place =
  | { readonly kind: 'lesson' }
  | { readonly kind: 'terminal'; readonly name: string }
  | { readonly kind: 'pane'; readonly id: string };

export const placeKey = (place: Place): string => {
  switch (place.kind) {
    case 'lesson':
      return 'lesson';
    case 'terminal':
      return `terminal:${place.name}`;
    case 'pane':
      return `pane:${place.id}`;
    default:
      return place satisfies never;
  }
};

export const samePlace = (a: Place, b: Place): boolean => placeKey(a) === placeKey(b);

export interface PaneWish {
  readonly id: string;
  /** How much of a shared row it wants, beside the others. */
  readonly weight: number;
}

export interface LayoutRequest {
  readonly cols: number;
  readonly rows: number;
  readonly focus: Place;
  readonly lesson: boolean;
  readonly terminals: readonly string[];
  /** Open panes, the most wanted first. */
  readonly panes: readonly PaneWish[];
  /** The pane that was looked at last: where not all fit it is among those shown. */
  readonly front?: string | undefined;
  /** The one that had the last place before: it keeps it while another one that is seen anyway is looked at. */
  readonly guest?: string | undefined;
  /** The focused place takes everything between the title and the key bar. */
  readonly zoomed: boolean;
}

export interface Placed {
  readonly place: Place;
  readonly rect: Rect;
}

export interface Layout {
  readonly kind: 'wide' | 'medium' | 'small';
  readonly title: Rect;
  readonly keyBar: Rect;
  readonly places: readonly Placed[];
  /** The size of the terminals inside: it depends on the screen alone, never on the focus, or each F2 would be a SIGWINCH. */
  readonly terminal: { readonly cols: number; readonly rows: number };
}

/** Below this only one thing at a time is shown, and the title says what would be needed. */
export const roomy = { cols: 60, rows: 18 } as const;
const wideFrom = { cols: 110, rows: 32 } as const;
/** Panes are not made narrower than this; the rest of them waits behind the focus key. */
const paneMinimum = 36;
/** Two terminals stand side by side when each gets as many columns as this. */
const sideBySideFrom = 56;
/** The same for more than two. */
const manyFrom = 48;
/** Rows that a terminal without the focus keeps at 80×24, with its border. */
const restRows = 4;

export const inner = (rect: Rect): Rect => ({
  x: rect.x + 1,
  y: rect.y + 1,
  w: Math.max(0, rect.w - 2),
  h: Math.max(0, rect.h - 2),
});

const at = (x: number, y: number, w: number, h: number): Rect => ({ x, y, w, h });

export function layout(request: LayoutRequest): Layout {
  const { cols, rows } = request;
  const area = at(0, 1, cols, Math.max(1, rows - 2));
  const kind = cols < roomy.cols || rows < roomy.rows ? 'small' : isWide(cols, rows) ? 'wide' : 'medium';
  const arrange = arrangements[kind];
  const zoomed = [{ place: request.focus, rect: area }];
  return {
    kind,
    title: at(0, 0, cols, 1),
    keyBar: at(0, rows - 1, cols, 1),
    places: request.zoomed ? zoomed : arrange(request, area),
    terminal: terminalSize(arrange({ ...request, focus: firstTerminal(request) }, area), area),
  };
}

const isWide = (cols: number, rows: number) => cols >= wideFrom.cols && rows >= wideFrom.rows;

const firstTerminal = ({ terminals, focus }: LayoutRequest): Place =>
  terminals[0] === undefined ? focus : { kind: 'terminal', name: terminals[0] };

/** All terminals are of one size: as wide as the narrowest, as high as the highest when a terminal has the focus. */
function terminalSize(places: readonly Placed[], area: Rect): Layout['terminal'] {
  const boxes = places.filter(({ place }) => place.kind === 'terminal').map(({ rect }) => inner(rect));
  const { w, h } = inner(area);
  return {
    cols: Math.max(2, Math.min(w, ...boxes.map((box) => box.w))),
    rows: Math.max(1, boxes.length === 0 ? h : Math.max(...boxes.map((box) => box.h))),
  };
}

const arrangements: Record<Layout['kind'], (request: LayoutRequest, area: Rect) => Placed[]> = {
  small: ({ focus }, area) => [{ place: focus, rect: area }],
  medium: arrangeMedium,
  wide: arrangeWide,
};

function arrangeMedium(request: LayoutRequest, area: Rect): Placed[] {
  const { focus, lesson, terminals } = request;
  const hasTop = lesson || request.panes.length > 0;
  const reading = focus.kind !== 'terminal';
  const rest = restRows * (terminals.length - (reading ? 0 : 1));
  const top = !hasTop ? 0 : reading ? Math.max(7, area.h - rest) : Math.max(7, Math.round(area.h * 0.4));
  const lessonWidth = !lesson ? 0 : Math.round(area.w * (focus.kind === 'pane' ? 0.44 : 0.56));
  const shown = choosePanes(request, Math.floor((area.w - lessonWidth) / paneMinimum));
  const lessonRect = at(0, area.y, shown.length > 0 ? lessonWidth : area.w, top);
  return [
    ...(lesson ? [{ place: { kind: 'lesson' } as const, rect: lessonRect }] : []),
    ...sideBySide(shown, at(lessonWidth, area.y, area.w - lessonWidth, top)),
    ...terminalsBelow(request, at(0, area.y + top, area.w, area.h - top)),
  ];
}

/** One over the other; the focused one gets what the others leave. */
function terminalsBelow({ terminals, focus }: LayoutRequest, area: Rect): Placed[] {
  const focused = focus.kind === 'terminal' ? focus.name : undefined;
  const others = terminals.filter((name) => name !== focused).length;
  const even = Math.floor(area.h / terminals.length);
  const small = focused === undefined ? even : Math.min(restRows, even);
  let y = area.y;
  return terminals.map((name, i) => {
    const last = i === terminals.length - 1;
    const h = last ? area.y + area.h - y : name === focused ? area.h - others * small : small;
    const placed = { place: { kind: 'terminal', name } as const, rect: at(area.x, y, area.w, h) };
    y += h;
    return placed;
  });
}

function arrangeWide(request: LayoutRequest, area: Rect): Placed[] {
  const { lesson, panes } = request;
  const bottom = panes.length === 0 ? 0 : Math.max(10, Math.round(area.h * 0.36));
  const top = area.h - bottom;
  const lessonWidth = lesson ? Math.min(72, Math.floor(area.w * 0.4)) : 0;
  const shown = choosePanes(request, Math.max(1, Math.floor(area.w / paneMinimum)));
  return [
    ...(lesson ? [{ place: { kind: 'lesson' } as const, rect: at(0, area.y, lessonWidth, top) }] : []),
    ...tiles(request, at(lessonWidth, area.y, area.w - lessonWidth, top)),
    ...sideBySide(shown, at(0, area.y + top, area.w, bottom)),
  ];
}

/**
 * Terminals are as wide as one another, so that none of them hides the ends of its lines: in two columns when each gets
 * columns enough, else stacked, where from three on the one with the focus gets the room.
 */
function tiles(request: LayoutRequest, area: Rect): Placed[] {
  const { terminals } = request;
  const many = terminals.length > 2;
  if (terminals.length === 1 || area.w < 2 * (many ? manyFrom : sideBySideFrom)) {
    return many ? terminalsBelow(request, area) : stacked(terminals, area);
  }
  const half = Math.floor(area.w / 2);
  const inColumn = (column: number) => terminals.filter((_, i) => i % 2 === column);
  return [
    ...stacked(inColumn(0), at(area.x, area.y, half, area.h)),
    ...stacked(inColumn(1), at(area.x + half, area.y, area.w - half, area.h)),
  ];
}

const stacked = (names: readonly string[], area: Rect): Placed[] =>
  names.map((name, i) => {
    const y = area.y + Math.floor((area.h * i) / names.length);
    const below = area.y + Math.floor((area.h * (i + 1)) / names.length);
    return { place: { kind: 'terminal', name }, rect: at(area.x, y, area.w, below - y) };
  });

/** The first panes that fit; the one with the focus, or looked at last, is always among them, a guest where it can be. */
function choosePanes({ panes, focus, front, guest }: LayoutRequest, slots: number): PaneWish[] {
  const shown = panes.slice(0, Math.max(1, slots));
  const first = focus.kind === 'pane' ? focus.id : front;
  const wanted = [first, guest]
    .map((id) => panes.find((pane) => pane.id === id))
    .find((pane) => pane && !shown.includes(pane));
  if (!wanted || (wanted.id !== first && shown.at(-1)?.id === first)) return shown;
  return [...shown.slice(0, -1), wanted];
}

function sideBySide(panes: readonly PaneWish[], area: Rect): Placed[] {
  const total = panes.reduce((sum, { weight }) => sum + weight, 0);
  const spare = area.w - Math.min(paneMinimum, Math.floor(area.w / panes.length)) * panes.length;
  let x = area.x;
  let left = spare;
  return panes.map(({ id, weight }, i) => {
    const extra = i === panes.length - 1 ? left : Math.floor((spare * weight) / total);
    const w = Math.min(paneMinimum, Math.floor(area.w / panes.length)) + extra;
    left -= extra;
    const last = i === panes.length - 1;
    const placed = {
      place: { kind: 'pane', id } as const,
      rect: at(x, area.y, last ? area.x + area.w - x : w, area.h),
    };
    x += w;
    return placed;
  });
}

/**
 * Where F2 goes: through everything that is on the screen, as one reads it; through everything there is, where only one
 * place is on the screen at a time.
 */
export function focusRing(request: LayoutRequest): Place[] {
  const { lesson, terminals, panes } = request;
  const { kind, places } = layout({ ...request, zoomed: false });
  const seen = (place: Place) => kind === 'small' || places.some((each) => samePlace(each.place, place));
  return [
    ...(lesson ? [{ kind: 'lesson' } as const] : []),
    ...terminals.map((name): Place => ({ kind: 'terminal', name })),
    ...panes.map(({ id }): Place => ({ kind: 'pane', id })).filter(seen),
  ];
}
