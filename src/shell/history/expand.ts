/**
 * History expansion: `!!`, `!$`, `^a^b^` in a line that was read, before anything else is done with it.
 * Authority: bash(1), HISTORY EXPANSION; readline 8.2's histexpand.c and bash's bash_history_inhibit_expansion().
 */
import { eventAt, type Found, type Past, wordsAt } from './event.ts';
import { modify } from './modify.ts';

export type Expansion =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed' | 'print'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string };

export interface Setting extends Past {
  /** `^` and `#`, as `histchars` has them; empty for none. */
  readonly caret: string;
  readonly comment: string;
  readonly extglob: boolean;
  /** The quote that the lines before have left open. */
  readonly quote: string;
}

const NOT_EXPANDED = ' \t\n\r=';
const WORD_ENDS = ' \t\n;&()|<>';

/** Where the shell itself needs the `!`: `[!a]`, `${!x}`, `$!`, `!(a)`. */
function isShellSyntax(text: string, at: number, extglob: boolean): boolean {
  const before = text.charAt(at - 1);
  const rest = text.slice(at + 1);
  if (before === '[') return rest.includes(']');
  if (before === '{' && text.charAt(at - 2) === '$') return rest.includes('}');
  if (before === '$' && at > 1) return true;
  return extglob && at > 1 && rest.startsWith('(') && rest.includes(')');
}

/** The end of what stands in single quotes from `from` on; in `$'…'` a backslash takes its next character along. */
function singleEnd(text: string, from: number, escapes: boolean): number {
  let at = from;
  while (at < text.length && text.charAt(at) !== "'") at += escapes && text.charAt(at) === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

const failure = (text: string, from: number, to: number, reason: string): Expansion => ({
  kind: 'error',
  message: `${text.slice(from, to)}: ${reason}`,
});

interface Piece extends Found<string> {
  readonly prints: boolean;
}

/** One `!…`; `before` is the line so far, which `!#` means. */
function expandOne(text: string, at: number, quote: string, before: string, past: Past): Piece | Expansion {
  const next = text.charAt(at + 1);
  const event =
    next === '#'
      ? { value: before, end: at + 2 }
      : ':$*%^'.includes(next)
        ? { value: past.lines.at(-1), end: at + 1 }
        : eventAt(text, at, quote, past);
  if (event.value === undefined) return failure(text, at, event.end, 'event not found');
  const words = wordsAt(text, event.end, event.value, past.recall);
  if (words && words.value === undefined) return failure(text, event.end, words.end, 'bad word specifier');
  const start = words?.end ?? event.end;
  const modified = modify(text, start, words?.value ?? event.value, past.recall);
  if ('reason' in modified) return failure(text, modified.from, modified.to, modified.reason);
  return { value: modified.text, end: modified.end, prints: modified.prints };
}

/** Is the `!` here, in double quotes or not, to be expanded? */
function expandsHere(text: string, at: number, double: boolean, { extglob }: Setting): boolean {
  const next = text.charAt(at + 1);
  if (next === '' || NOT_EXPANDED.includes(next) || (double && next === '"')) return false;
  return !isShellSyntax(text, at, extglob);
}

export function expandHistory(line: string, setting: Setting): Expansion {
  const { bang, caret, comment } = setting;
  if (bang === '') return { kind: 'same' };
  const quick = setting.quote !== "'" && caret !== '' && line.startsWith(caret);
  const text = quick ? `${bang}${bang}:s${line}` : line;
  let result = '';
  let double = setting.quote === '"';
  let changed = false;
  let prints = false;
  let at = 0;
  if (setting.quote === "'") {
    at = Math.min(singleEnd(text, 0, false) + 1, text.length);
    result = text.slice(0, at);
  }
  while (at < text.length) {
    const char = text.charAt(at);
    let end = at + 1;
    if (char === bang && expandsHere(text, at, double, setting)) {
      const piece = expandOne(text, at, double ? '"' : '', result, setting);
      if ('kind' in piece) return piece;
      changed = true;
      prints ||= piece.prints;
      result += piece.value;
      at = piece.end;
      continue;
    }
    if (char === '\\') end = at + 2;
    else if (char === '"') double = !double;
    else if (char === "'" && !double) end = singleEnd(text, end, text.charAt(at - 1) === '$') + 1;
    else if (char === comment && !double && (at === 0 || WORD_ENDS.includes(text.charAt(at - 1)))) end = text.length;
    result += text.slice(at, end);
    at = end;
  }
  if (!changed) return { kind: 'same' };
  return { kind: prints ? 'print' : 'changed', text: result };
}
