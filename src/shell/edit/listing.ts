/**
 * Completion on the screen: candidates are listed below the line, a screenful at a time, after a question if many.
 * Authority: readline(3), Completion; readline 8.2's listing.
 */
import { type CompletionType, complete, inColumns, isAgain, type Label, nextInMenu, pointInText } from './complete.ts';
import { type Console, put, readByte } from './console.ts';
import { toLastRow } from './display.ts';
import { textOf } from './line.ts';
import { bell, paintAnew, type Session } from './session.ts';
import type { EditState, Request } from './state.ts';
import { isOn, numberIn } from './variables.ts';

type CompleteRequest = Extract<Request, { kind: 'complete' }>;

export type Verdict = 'yes' | 'no' | 'interrupt';

const typeOf = (state: EditState, { how, what }: CompleteRequest): CompletionType =>
  how === 'insert-all' ? '*' : how.startsWith('menu') ? '%' : how === 'list' || isAgain(state, what) ? '?' : '\t';

/** Answers `interrupt` where Ctrl-C ended it. */
export function* completeWord(session: Session, request: CompleteRequest): Generator<void, Verdict> {
  const { state, options } = session;
  const turned = nextInMenu(state, request.how);
  if (turned) {
    session.state = turned;
    if (turned.bell) bell(session);
    return 'yes';
  }
  const found = options.complete
    ? yield* options.complete(textOf(state.line), pointInText(state), request.what, typeOf(state, request))
    : { start: 0, candidates: [] };
  const completed = complete(state, found, request);
  session.state = completed.state;
  if (session.state.bell) bell(session);
  return completed.labels.length > 0 ? yield* list(session, completed.labels) : 'yes';
}

function* list(session: Session, labels: readonly Label[]): Generator<void, Verdict> {
  const { terminal, screen, state } = session;
  put(terminal, `${toLastRow(screen).output}\n`);
  const limit = numberIn(state.variables, 'completion-query-items');
  const asks = limit > 0 && labels.length >= limit;
  if (asks) put(terminal, `Display all ${labels.length} possibilities? (y or n)`);
  const agreed = asks ? yield* agrees(terminal) : 'yes';
  if (agreed === 'interrupt') return agreed;
  if (asks) put(terminal, '\n');
  if (agreed === 'yes') {
    const horizontally = isOn(state.variables, 'print-completions-horizontally');
    const width = numberIn(state.variables, 'completion-display-width');
    const columns = width >= 0 && width < terminal.columns ? width : terminal.columns;
    const lines = inColumns(labels, columns, horizontally);
    const shown = yield* page(terminal, lines, isOn(state.variables, 'page-completions'));
    if (shown === 'interrupt') return shown;
  }
  paintAnew(session, session.prompt.above);
  return agreed;
}

function* agrees(terminal: Console): Generator<void, Verdict> {
  for (;;) {
    const byte = yield* readByte(terminal);
    if (byte === 'interrupt') return 'interrupt';
    if (byte === 'resize') terminal.resized = false;
    if (byte === 'eof' || byte === 'timeout') return 'no';
    const char = typeof byte === 'number' ? String.fromCharCode(byte) : '';
    if (char !== '' && 'yY '.includes(char)) return 'yes';
    if (char !== '' && 'nN\x7f\x07'.includes(char)) return 'no';
    if (char !== '') put(terminal, '\x07');
  }
}

/** Prints the list a screenful at a time. */
function* page(terminal: Console, lines: readonly string[], pages: boolean): Generator<void, Verdict> {
  let room = pages ? terminal.rows - 1 : Number.POSITIVE_INFINITY;
  for (const [at, line] of lines.entries()) {
    put(terminal, `${line}\n`);
    room--;
    if (room > 0 || at === lines.length - 1) continue;
    const more = yield* askMore(terminal);
    if (more === 'interrupt' || more === 0) return more === 0 ? 'no' : more;
    room = more;
  }
  return 'yes';
}

/** How many more lines are wanted: a screenful (space), one (Enter), none (q). */
function* askMore(terminal: Console): Generator<void, number | 'interrupt'> {
  put(terminal, '--More--');
  for (;;) {
    const byte = yield* readByte(terminal);
    if (byte === 'interrupt') return 'interrupt';
    if (byte === 'resize') terminal.resized = false;
    const char = typeof byte === 'number' ? String.fromCharCode(byte) : '';
    const wanted = 'yY '.includes(char)
      ? terminal.rows - 1
      : '\r\n'.includes(char)
        ? 1
        : 'nNqQ\x7f'.includes(char)
          ? 0
          : -1;
    const ended = byte === 'eof' || byte === 'timeout';
    if (ended || (char !== '' && wanted >= 0)) {
      put(terminal, '\r\x1b[K\r');
      return ended ? 0 : wanted;
    }
  }
}
