/**
 * What commands ask for outside the line: completion, a macro's text, a command of the shell's, a listing.
 * Authority: bash(1), READLINE; bashline.c of bash 5.2.
 */
import { encode } from '../../bytes.ts';
import { flush, put } from './console.ts';
import { toLastRow } from './display.ts';
import type { Key } from './keys.ts';
import { macroNotation } from './keyseq.ts';
import { type Line, moveTo, replace, textOf } from './line.ts';
import { completeWord, type Verdict } from './listing.ts';
import { setEditingMode } from './readline.ts';
import { bell, clearScreen, paintAnew, type Session, type TextAndPoint, wipe } from './session.ts';
import { type EditState, mapOf, type Request, withLine } from './state.ts';

type Outer = Exclude<Request, { kind: 'accept' | 'eof' | 'edit' }>;

/** Answers `interrupt` where Ctrl-C ended it. */
export function* fulfil(session: Session, request: Outer): Generator<void, Verdict> {
  switch (request.kind) {
    case 'clear':
      clearScreen(session, request.scrollback);
      break;
    case 'complete':
      return yield* completeWord(session, request);
    case 'replay':
      session.editor.queue.unshift(...request.keys);
      break;
    case 'macro':
      session.terminal.unread.unshift(...Array.from(request.text, (char) => char.charCodeAt(0)));
      break;
    case 'shell':
      yield* runCommand(session, request.command);
      break;
    case 'expand':
      yield* expand(session, request.what);
      break;
    case 're-read':
      // Its variables are for the next line.
      if (session.options.host) yield* session.options.host.reRead();
      break;
    case 'show':
      showBelow(session, request.what);
      break;
    case 'redraw':
      wipe(session);
      paintAnew(session, '');
      break;
    case 'mode':
      setEditingMode(session.readline, request.mode);
      session.options.host?.modeChanged();
      takeVariables(session);
      session.state = { ...session.state, keymap: mapOf(session.readline.variables) };
      break;
    default:
      return request satisfies never;
  }
  return 'yes';
}

/** Variables may have changed behind the editor. */
function takeVariables(session: Session): void {
  session.state = { ...session.state, variables: session.readline.variables };
}

const pointIn = ({ chars, point }: Line): number => chars.slice(0, point).join('').length;
const given = ({ line }: EditState): TextAndPoint => ({ text: textOf(line), point: pointIn(line) });

/** Puts a text in the place of the line: one step of undo. */
function take(session: Session, { text, point }: TextAndPoint): void {
  const { state } = session;
  const { line } = state;
  const chars = Array.from(text);
  const at = Array.from(text.slice(0, point)).length;
  const changed = text === textOf(line) ? line : replace(line, 0, line.chars.length, chars);
  session.state = withLine(state, moveTo(changed, at));
}

function* runCommand(session: Session, command: string): Generator<void, void> {
  const { host } = session.options;
  if (!host) return;
  wipe(session);
  yield* flush(session.terminal);
  take(session, yield* host.run(command, given(session.state)));
  takeVariables(session);
  paintAnew(session, session.prompt.above);
}

function* expand(session: Session, what: Extract<Request, { kind: 'expand' }>['what']): Generator<void, void> {
  const changed = session.options.host && (yield* session.options.host.expand(what, given(session.state)));
  if (!changed) bell(session);
  else if ('text' in changed) take(session, changed);
  else {
    put(session.terminal, `\r\n${changed.problem}\r`);
    paintAnew(session, session.prompt.above);
  }
}

const keyText = (key: Key): string =>
  'text' in key
    ? encode(key.text).reduce((all, byte) => all + String.fromCharCode(byte), '')
    : 'char' in key
      ? key.char
      : '';

function showBelow(session: Session, what: Extract<Request, { kind: 'show' }>['what']): void {
  const { options, state, terminal, screen } = session;
  const text =
    what === 'macro' ? `${macroNotation(state.macro.map(keyText).join(''))}\n` : (options.host?.describe(what) ?? '');
  put(terminal, `${toLastRow(screen).output}\n${text}`);
  paintAnew(session, session.prompt.above);
}
