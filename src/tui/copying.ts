/** Copy mode on the screen: which terminal stands still, what its keys do, where the copied text goes. */
import { encode } from '../bytes.ts';
import type { App } from './app.ts';
import { type CopyMove, type CopyState, moveSpot, type Selection, selectionOf } from './copy-mode.ts';
import { linesOf, selectedText } from './terminal-screen.ts';

/** The learner's cursor begins where the program's stands. */
export function enterCopyMode(app: App): void {
  const { focus } = app.store.get();
  if (focus.kind !== 'terminal') {
    app.change({ note: app.speech.t('note.copyTerminal') });
    return;
  }
  const term = app.terminals.get(focus.name)?.term;
  if (!term) return;
  const { active } = term.buffer;
  const scrolledBack = active.viewportY < active.baseY;
  const y = scrolledBack ? active.viewportY + term.rows - 1 : active.baseY + active.cursorY;
  startCopying(app, { terminal: focus.name, at: { x: Math.min(active.cursorX, term.cols - 1), y } });
}

export function startCopying(app: App, copy: CopyState): void {
  app.terminals.hold(copy.terminal);
  app.change({ copy });
}

export function leaveCopyMode(app: App): void {
  const { copy } = app.store.get();
  if (!copy) return;
  app.change({ copy: undefined });
  app.terminals.release(copy.terminal);
}

export function moveCopyCursor(app: App, move: CopyMove): void {
  const { copy } = app.store.get();
  const term = copy && app.terminals.get(copy.terminal)?.term;
  if (!copy || !term) return;
  const at = moveSpot(move, copy.at, linesOf(term));
  app.terminals.reveal(copy.terminal, at.y);
  app.change({ copy: { ...copy, at } });
}

/** Begins the selection here; a second time lets it go. */
export function markHere(app: App): void {
  const { copy } = app.store.get();
  if (copy) app.change({ copy: { ...copy, mark: copy.mark ? undefined : copy.at } });
}

/** Takes what is marked, and leaves; without a mark the whole line. */
export function takeMarked(app: App): void {
  const { copy } = app.store.get();
  if (!copy) return;
  const cols = app.terminals.get(copy.terminal)?.term.cols ?? 1;
  const line = { from: { x: 0, y: copy.at.y }, to: { x: cols - 1, y: copy.at.y } };
  take(app, copy.terminal, selectionOf(copy) ?? line);
  leaveCopyMode(app);
}

/** Into our own buffer, and to the clipboard of the real terminal. */
export function take(app: App, terminal: string, selection: Selection): void {
  const term = app.terminals.get(terminal)?.term;
  const text = term ? selectedText(term, selection) : '';
  if (text === '') return;
  app.host.copy(text);
  app.change({ copied: text, note: app.speech.t('note.copied', Array.from(text).length) });
}

export function paste(app: App): void {
  const { copied, focus } = app.store.get();
  if (copied === '') app.change({ note: app.speech.t('note.nothingCopied') });
  else if (focus.kind === 'terminal') app.send(app.terminals.pasteBytes(focus.name, encode(copied), true));
}
