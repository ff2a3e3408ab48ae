/** What comes from the host's keyboard: commands by the key map, text for an overlay, bytes for a terminal. */
import type { App } from './app.ts';
import { matchingChoices } from './choices.ts';
import { charsetSeen } from './colour.ts';
import { runCommand, runConfirmed } from './commands.ts';
import { edit, insertText } from './field.ts';
import { commandFor, contextOf, PREFIX, showChord } from './keymap.ts';
import { chordOf, type Input, type Key } from './keys.ts';
import type { Overlay } from './state.ts';

export function onInput(app: App, input: Input): void {
  app.frames.hurry();
  switch (input.type) {
    case 'reply':
      onReply(app, input.text);
      return;
    case 'paste':
      onPaste(app, input.bytes, input.last);
      return;
    case 'key':
      onKey(app, input);
      return;
    case 'mouse':
      app.mouse.handle(input);
      return;
    default:
      input satisfies never;
  }
}

/** Kitty's flags, or where the cursor stands after one box line: see the host's probe. */
function onReply(app: App, text: string): void {
  if (/^\x1b\[\?\d+u$/.test(text)) app.host.useKitty();
  const { looks } = app.presenter;
  const charset = charsetSeen(text, process.env);
  if (charset === undefined || charset === looks.charset) return;
  app.presenter.setLooks({ ...looks, charset });
  if (charset === 'ascii') app.change({ note: app.speech.t('note.ascii') });
  app.frames.request();
}

function onPaste(app: App, bytes: Uint8Array, last: boolean): void {
  const { overlay, focus } = app.store.get();
  if (overlay?.kind === 'palette') {
    const field = insertText(overlay.field, Buffer.from(bytes).toString('utf8'));
    app.change({ overlay: { ...overlay, field, selected: 0 } });
  } else if (!overlay && focus.kind === 'terminal') {
    app.send(app.terminals.pasteBytes(focus.name, bytes, last));
  }
}

function onKey(app: App, key: Key): void {
  const { overlay, prefix, note } = app.store.get();
  if (note !== undefined) app.change({ note: undefined });
  const chord = chordOf(key);
  if (prefix) onPrefixed(app, chord);
  else if (chord === PREFIX) app.change({ prefix: true, overlay: undefined });
  else if (overlay) onOverlayKey(app, overlay, key, chord);
  else onPlainKey(app, key, chord);
}

function onPrefixed(app: App, chord: string): void {
  app.change({ prefix: false });
  const command = commandFor(`${PREFIX} ${chord}`, contextOf(app.store.get()));
  if (command) runCommand(app, command);
  else if (chord !== 'escape') app.change({ note: app.speech.t('note.unknownKey', showChord(chord)) });
}

function onPlainKey(app: App, key: Key, chord: string): void {
  const { focus, copy } = app.store.get();
  const command = commandFor(chord, contextOf({ focus, copy }));
  if (command) runCommand(app, command);
  else if (!copy && focus.kind === 'terminal') app.send(app.terminals.keyBytes(focus.name, key.bytes));
}

function onOverlayKey(app: App, overlay: Overlay, key: Key, chord: string): void {
  if (chord === 'escape') {
    app.change({ overlay: undefined });
    return;
  }
  switch (overlay.kind) {
    case 'help':
      onHelpKey(app, chord);
      return;
    case 'why':
      if (/^(q|y|enter)$/.test(chord)) app.change({ overlay: undefined });
      return;
    case 'confirm':
      app.change({ overlay: undefined });
      if (/^(y|enter)$/i.test(chord)) runConfirmed(app, overlay.command);
      return;
    case 'palette':
      onPaletteKey(app, overlay, key, chord);
      return;
    default:
      overlay satisfies never;
  }
}

function onHelpKey(app: App, chord: string): void {
  const command = commandFor(chord, 'pane');
  if (/^(q|\?|enter)$/.test(chord)) app.change({ overlay: undefined });
  else if (command) runCommand(app, command);
}

function onPaletteKey(app: App, overlay: Extract<Overlay, { kind: 'palette' }>, key: Key, chord: string): void {
  const { list, field, selected } = overlay;
  const matches = matchingChoices(list, field.text, app.store.get(), app.speech.t);
  const select = (wanted: number) => {
    app.change({ overlay: { ...overlay, selected: Math.max(0, Math.min(matches.length - 1, wanted)) } });
  };
  if (chord === 'up') select(selected - 1);
  else if (chord === 'down') select(selected + 1);
  else if (chord === 'enter') {
    app.change({ overlay: undefined });
    const chosen = matches[selected];
    if (chosen) runCommand(app, chosen.command);
  } else app.change({ overlay: { ...overlay, field: edit(field, key), selected: 0 } });
}
