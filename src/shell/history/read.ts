/**
 * What happens to a line between the keyboard and the parser: history expansion, and its place in the history.
 * Authority: bash(1), HISTORY EXPANSION; bash's pre_process_line().
 */
import { printError, speaker } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { inHereDocument, openQuote } from './entry.ts';
import { type Expansion, expandHistory } from './expand.ts';
import { type Recorder, record } from './record.ts';

export function expandWith(sh: Shell, line: string, quote: string, hidden = 0): Expansion {
  const { history, recall, shopt, origin, options } = sh.state;
  const chars = getValue(sh.state, 'histchars') ?? '!^#';
  return expandHistory(line, {
    lines: history.entries.slice(0, history.entries.length - hidden).map(({ text }) => text),
    first: history.dropped + 1,
    recall,
    bang: chars.charAt(0),
    caret: chars.charAt(1) || '^',
    comment: origin.interactive || options.histexpand ? chars.charAt(2) : '',
    extglob: shopt.extglob === true,
    quote,
  });
}

function* complainOf(sh: Shell, message: string): Doing<void> {
  const { origin, line } = sh.state;
  yield* printError(sh, `${speaker(sh)}: ${origin.interactive ? '' : `line ${line}: `}${message}\n`);
}

/** A line that is to be read; undefined where nothing is left of it. */
export interface Entered {
  readonly text: string | undefined;
  /** What the user shall edit (`shopt histverify` and `histreedit`). */
  readonly again?: string;
}

/** Takes a line in; `before` is what the command has so far. */
export function* enter(sh: Shell, recorder: Recorder, line: string, before: string): Doing<Entered> {
  const { options, shopt } = sh.state;
  if (!options.history || (line === '' && before === '')) return { text: line };
  const first = before === '';
  const quote = openQuote(before);
  const expands = options.histexpand && quote !== "'" && !inHereDocument(before);
  // `!!` in a later line is not the line before it, which belongs to the same command.
  const hidden = !first && recorder.saved && shopt.cmdhist ? 1 : 0;
  const expansion: Expansion = expands ? expandWith(sh, line, quote, hidden) : { kind: 'same' };
  switch (expansion.kind) {
    case 'same':
      yield* record(sh, recorder, line, first);
      return { text: line };
    case 'error':
      yield* complainOf(sh, expansion.message);
      return { text: undefined, ...(shopt.histreedit && { again: line }) };
    case 'print':
      yield* printError(sh, `${expansion.text}\n`);
      yield* record(sh, recorder, expansion.text, first);
      return { text: undefined };
    case 'changed':
      if (shopt.histverify && sh.state.origin.interactive) return { text: undefined, again: expansion.text };
      yield* printError(sh, `${expansion.text}\n`);
      if (expansion.text !== '') yield* record(sh, recorder, expansion.text, first);
      return { text: expansion.text };
    default:
      return expansion satisfies never;
  }
}
