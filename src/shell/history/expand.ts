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

/** What stands behind a `!` may keep it from being expanded. */
function isCandidate(text: string, at: number, double: boolean): boolean {
  const next = text.charAt(at + 1);
  return next !== '' && !NOT_EXPANDED.includes(next) && !(double && next === '"');
}

/** Is the `!` here, in double quotes or not, to be expanded? `before` is what stands before it. */
function expandsHere(text: string, at: number, double: boolean, before: string, { extglob, bang }: Setting): boolean {
  return (
    isCandidate(text, at, double) && !isShellSyntax(`${before}${bang}${text.charAt(at + 1)}`, before.length, extglob)
  );
}

/** Is there anything to expand? Asked of the line as it stands; where there is, only what is made of it counts. */
function expandsAnywhere(text: string, setting: Setting): boolean {
  let double = setting.quote === '"';
  for (let at = startOf(text, setting); at < text.length; ) {
    if (text.charAt(at) === setting.bang && isCandidate(text, at, double) && !isShellSyntax(text, at, setting.extglob))
      return true;
    ({ double, end: at } = placeAt(text, at, double, setting));
  }
  return false;
}

interface Place {
  readonly end: number;
  readonly double: boolean;
}

/** A character that no quote protects: it reaches to `end`, with what it protects itself. */
function placeAt(text: string, at: number, double: boolean, { comment }: Setting): Place {
  const char = text.charAt(at);
  if (char === '\\') return { end: at + 2, double };
  if (char === '"') return { end: at + 1, double: !double };
  if (char === "'" && !double) return { end: singleEnd(text, at + 1, text.charAt(at - 1) === '$') + 1, double };
  const comments = char === comment && !double && (at === 0 || WORD_ENDS.includes(text.charAt(at - 1)));
  return { end: comments ? text.length : at + 1, double };
}

/** Behind the single quotes that the lines before have left open. */
const startOf = (text: string, { quote }: Setting): number =>
  quote === "'" ? Math.min(singleEnd(text, 0, false) + 1, text.length) : 0;

export function expandHistory(line: string, setting: Setting): Expansion {
  const { bang, caret } = setting;
  if (bang === '') return { kind: 'same' };
  const quick = setting.quote !== "'" && caret !== '' && line.startsWith(caret);
  const text = quick ? `${bang}${bang}:s${line}` : line;
  if (!quick && !expandsAnywhere(text, setting)) return { kind: 'same' };
  let at = startOf(text, setting);
  let result = text.slice(0, at);
  let double = setting.quote === '"';
  let prints = false;
  while (at < text.length) {
    if (text.charAt(at) === bang && expandsHere(text, at, double, result, setting)) {
      const piece = expandOne(text, at, double ? '"' : '', result, setting);
      if ('kind' in piece) return piece;
      prints ||= piece.prints;
      result += piece.value;
      at = piece.end;
      continue;
    }
    const place = placeAt(text, at, double, setting);
    double = place.double;
    result += text.slice(at, place.end);
    at = place.end;
  }
  return { kind: prints ? 'print' : 'changed', text: result };
}
