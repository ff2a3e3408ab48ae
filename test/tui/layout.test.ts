import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rect } from '../../src/tui/cells.ts';
import { focusRing, type LayoutRequest, layout, type Place, placeKey } from '../../src/tui/layout.ts';

const panes = [
  { id: 'processes', weight: 5 },
  { id: 'pipes', weight: 4 },
  { id: 'events', weight: 3 },
];
const A: Place = { kind: 'terminal', name: 'A' };
const request = (cols: number, rows: number, rest: Partial<LayoutRequest> = {}): LayoutRequest => ({
  cols,
  rows,
  focus: A,
  lesson: true,
  terminals: ['A', 'B'],
  panes,
  zoomed: false,
  ...rest,
});
const shown = (wanted: LayoutRequest) => layout(wanted).places.map(({ place }) => placeKey(place));
const rectOf = (wanted: LayoutRequest, key: string) =>
  layout(wanted).places.find(({ place }) => placeKey(place) === key)?.rect;

describe('80x24', () => {
  test('lesson and one pane above, both terminals below', () => {
    expect(shown(request(80, 24))).toEqual(['lesson', 'pane:processes', 'terminal:A', 'terminal:B']);
    expect(layout(request(80, 24)).kind).toBe('medium');
  });

  test('what has the focus gets the room, and the terminals keep their size', () => {
    const b = request(80, 24, { focus: { kind: 'terminal', name: 'B' } });
    const reading = request(80, 24, { focus: { kind: 'lesson' } });
    expect(rectOf(request(80, 24), 'terminal:A')?.h).toBe(9);
    expect(rectOf(b, 'terminal:A')?.h).toBe(4);
    expect(rectOf(b, 'terminal:B')?.h).toBe(9);
    expect(rectOf(reading, 'lesson')?.h).toBe(14);
    for (const each of [b, reading]) expect(layout(each).terminal).toEqual(layout(request(80, 24)).terminal);
  });

  test('a pane looked at stays when the focus goes back to a terminal', () => {
    expect(shown(request(80, 24, { focus: { kind: 'pane', id: 'events' } }))).toContain('pane:events');
    expect(shown(request(80, 24, { front: 'events' }))).toEqual(['lesson', 'pane:events', 'terminal:A', 'terminal:B']);
  });
});

describe('120x40', () => {
  test('everything is there', () => {
    expect(shown(request(120, 40))).toEqual([
      'lesson',
      'terminal:A',
      'terminal:B',
      'pane:processes',
      'pane:pipes',
      'pane:events',
    ]);
    expect(rectOf(request(120, 40), 'lesson')).toEqual({ x: 0, y: 1, w: 48, h: 24 });
  });

  test('without a lesson the terminals stand side by side', () => {
    const free = request(120, 40, { lesson: false });
    expect(rectOf(free, 'terminal:A')?.y).toBe(rectOf(free, 'terminal:B')?.y);
  });

  test('four terminals are two by two', () => {
    const four = request(160, 50, { terminals: ['A', 'B', 'C', 'D'] });
    expect(rectOf(four, 'terminal:C')?.x).toBe(rectOf(four, 'terminal:A')?.x);
    expect(rectOf(four, 'terminal:D')?.y).toBe(rectOf(four, 'terminal:C')?.y);
  });
});

describe('too small', () => {
  test.each([
    [59, 24],
    [80, 17],
    [40, 10],
  ])('%d x %d: one place at a time', (cols, rows) => {
    expect(layout(request(cols, rows)).kind).toBe('small');
    expect(shown(request(cols, rows))).toEqual(['terminal:A']);
    expect(shown(request(cols, rows, { focus: { kind: 'lesson' } }))).toEqual(['lesson']);
  });
});

test('zoom gives the focus everything between the bars', () => {
  const zoomed = request(80, 24, { zoomed: true, focus: { kind: 'pane', id: 'pipes' } });
  expect(layout(zoomed).places).toEqual([{ place: zoomed.focus, rect: { x: 0, y: 1, w: 80, h: 22 } }]);
  expect(layout(zoomed).terminal).toEqual(layout(request(80, 24)).terminal);
});

test('the focus goes round through terminals, lesson and the panes that are seen', () => {
  const ring = (cols: number, rows: number, front?: string) =>
    focusRing(request(cols, rows, { front }))
      .map(placeKey)
      .join(' ');
  const all = 'lesson terminal:A terminal:B pane:processes pane:pipes pane:events';
  expect(ring(80, 24)).toBe('lesson terminal:A terminal:B pane:processes');
  expect(ring(80, 24, 'events')).toBe('lesson terminal:A terminal:B pane:events');
  expect(ring(120, 40)).toBe(all);
  expect(ring(40, 10)).toBe(all);
});

test('for any screen: everything lies inside, nothing overlaps, no cell is lost, no line is cut, the focus is shown', () => {
  const all = fc.record({
    cols: fc.integer({ min: 20, max: 260 }),
    rows: fc.integer({ min: 6, max: 90 }),
    terminals: fc.constantFrom(['A'], ['A', 'B'], ['A', 'B', 'C'], ['A', 'B', 'C', 'D']),
    lesson: fc.boolean(),
    panes: fc.subarray(panes, { minLength: 0 }),
    zoomed: fc.boolean(),
    at: fc.nat(),
  });
  fc.assert(
    fc.property(all, ({ at, ...rest }) => {
      const ring = focusRing({ ...rest, focus: A });
      const focus = ring[at % ring.length] ?? A;
      const found = layout({ ...rest, focus });
      expect(found.places.map(({ place }) => placeKey(place))).toContain(placeKey(focus));
      const rects = [found.title, found.keyBar, ...found.places.map(({ rect }) => rect)];
      const cells = new Set<number>();
      for (const rect of rects) cover(cells, rect, rest.cols);
      expect(cells.size).toBe(rest.cols * rest.rows);
      for (const { place, rect } of found.places) {
        if (place.kind === 'terminal') expect(rect.w - 2).toBeGreaterThanOrEqual(found.terminal.cols);
      }
      expect(found.terminal.cols).toBeGreaterThan(1);
      expect(found.terminal.rows).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

function cover(cells: Set<number>, { x, y, w, h }: Rect, cols: number): void {
  expect(w).toBeGreaterThan(0);
  expect(h).toBeGreaterThan(0);
  expect(x + w).toBeLessThanOrEqual(cols);
  for (let row = y; row < y + h; row++) {
    for (let column = x; column < x + w; column++) {
      const cell = row * cols + column;
      if (cells.has(cell)) throw new Error(`two rectangles at ${column},${row}`);
      cells.add(cell);
    }
  }
}
