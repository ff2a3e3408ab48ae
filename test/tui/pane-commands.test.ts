import { expect, test } from 'vitest';
import { speak } from '../../src/text/index.ts';
import { chooseRow } from '../../src/tui/pane-commands.ts';
import { cursorOf, initialState, type State } from '../../src/tui/state.ts';
import { Store } from '../../src/tui/store.ts';
import { hanging, names } from './fixtures.ts';

/** Everything but something that draws. */
function undrawn(rest: Partial<State> = {}) {
  const focus = { kind: 'pane', id: 'processes' } as const;
  const store = new Store<State>({
    ...initialState(['A', 'B'], undefined),
    kernel: hanging,
    focus,
    front: 'processes',
    ...rest,
  });
  return { store, speech: speak('en'), names, change: (patch: Partial<State>) => store.set(patch) };
}

const chosen = ({ store }: { readonly store: Store<State> }) => cursorOf(store.get(), 'processes').row;

test('a row can be chosen before the pane was ever drawn', () => {
  const app = undrawn();
  expect(chooseRow(app, 1)).toBe(true);
  const first = chosen(app);
  expect(chooseRow(app, 1)).toBe(true);
  expect(chosen(app)).not.toBe(first);
  expect(chooseRow(app, -1)).toBe(true);
  expect(chosen(app)).toBe(first);
});

test('a pane that has no place on the screen has nothing to choose from', () => {
  const app = undrawn({ focus: { kind: 'terminal', name: 'A' }, zoomed: true });
  expect(chooseRow(app, 1)).toBe(false);
});
