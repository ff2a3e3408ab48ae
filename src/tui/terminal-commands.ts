/** One terminal more, one less: between one and four. */
import type { App } from './app.ts';
import { focused } from './state.ts';

const NAMES = ['A', 'B', 'C', 'D'] as const;

/** `host`: a machine of the network; undefined is the learner's own. */
export function openTerminal(app: App, host: string | undefined): void {
  const { terminals } = app.store.get();
  const name = NAMES.find((each) => !terminals.includes(each));
  if (name === undefined) {
    app.change({ note: app.speech.t('note.fourTerminals') });
    return;
  }
  app.driver.input(() => app.bench.machine.openTerminal({ name, ...app.terminalSize(), host }));
  app.followTerminals();
  app.change(focused({ kind: 'terminal', name }));
}

/** The one that has the focus: its line is cut, its shell gets SIGHUP. A lesson needs those that it began with. */
export function closeTerminal(app: App): void {
  const { focus, terminals } = app.store.get();
  const { t } = app.speech;
  if (focus.kind !== 'terminal') app.change({ note: t('note.closeWhich') });
  else if (terminals.length === 1) app.change({ note: t('note.lastTerminal') });
  else if (app.bench.needed.includes(focus.name)) app.change({ note: t('note.neededTerminal', focus.name) });
  else {
    app.driver.input(() => app.bench.machine.hangUp(focus.name));
    app.terminals.drop(focus.name);
    app.followTerminals();
  }
}
