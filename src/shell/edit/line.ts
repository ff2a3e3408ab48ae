/**
 * A line under edit: its code points, the cursor (*point*), the mark, and what undo must take back.
 * Everything is a value: an edit answers a new line.
 * Authority: readline(3), bash(1) READLINE.
 */
import { charWidth } from '../../width.ts';

export type Chars = readonly string[];

/** One change of the text, kept so that it can be taken back. */
type Change =
  | { readonly kind: 'insert'; readonly at: number; readonly chars: Chars }
  | { readonly kind: 'delete'; readonly at: number; readonly chars: Chars };

/** What one undo takes back: the changes of one command, or a run of typed characters. */
export interface UndoStep {
  readonly changes: readonly Change[];
  /** What is typed next may join it. */
  readonly open: boolean;
}

export interface Line {
  readonly chars: Chars;
  /** The cursor stands before chars[point]. */
  readonly point: number;
  /** An index like any other: readline does not move it with the text. */
  readonly mark: number;
  /** The text between mark and point is shown in reverse video, as after a paste. */
  readonly region: boolean;
  readonly undo: readonly UndoStep[];
}

export const emptyLine: Line = { chars: [], point: 0, mark: 0, region: false, undo: [] };

export const lineOf = (text: string): Line => {
  const chars = Array.from(text);
  return { ...emptyLine, chars, point: chars.length };
};

export const textOf = (line: Line): string => line.chars.join('');

export const moveTo = (line: Line, point: number): Line => ({
  ...line,
  point: Math.max(0, Math.min(point, line.chars.length)),
});

const isCombining = (char: string | undefined): boolean => char !== undefined && charWidth(char) === 0;

/** The start of the next character: a combining character belongs to the one before it. */
export function nextIndex(chars: Chars, index: number): number {
  let next = Math.min(index + 1, chars.length);
  while (isCombining(chars[next])) next++;
  return next;
}

export function previousIndex(chars: Chars, index: number): number {
  let previous = Math.max(index - 1, 0);
  while (previous > 0 && isCombining(chars[previous])) previous--;
  return previous;
}

// ---------------------------------------------------------------- changing the text

/** Inserts at the point and moves the point behind it. */
export function insert(line: Line, chars: Chars): Line {
  if (chars.length === 0) return line;
  const at = line.point;
  return {
    ...line,
    chars: [...line.chars.slice(0, at), ...chars, ...line.chars.slice(at)],
    point: at + chars.length,
    undo: [...line.undo, { changes: [{ kind: 'insert', at, chars }], open: true }],
  };
}

/** Deletes from..to; the point goes there if it was inside, and stays on its character if it was behind. */
export function remove(line: Line, from: number, to: number): Line {
  if (to <= from) return line;
  const count = to - from;
  const point = line.point <= from ? line.point : Math.max(from, line.point - count);
  return {
    ...line,
    chars: [...line.chars.slice(0, from), ...line.chars.slice(to)],
    point,
    mark: Math.min(line.mark, line.chars.length - count),
    undo: [...line.undo, { changes: [{ kind: 'delete', at: from, chars: line.chars.slice(from, to) }], open: false }],
  };
}

/** Replaces from..to and leaves the point behind the new text. */
export function replace(line: Line, from: number, to: number, chars: Chars): Line {
  return asOneStep(line, insert(moveTo(remove(line, from, to), from), chars));
}

/** Makes all that happened since `before` one step of undo. */
export function asOneStep(before: Line, after: Line): Line {
  const fresh = after.undo.slice(before.undo.length);
  if (fresh.length === 0) return after;
  return { ...after, undo: [...before.undo, { changes: fresh.flatMap((step) => step.changes), open: false }] };
}

// ---------------------------------------------------------------- undo

const utf8Length = (char: string): number => {
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};
const utf8Lengths = (chars: Chars): number => chars.reduce((sum, char) => sum + utf8Length(char), 0);

/** readline joins typed one-byte characters to the insertion before them until that has 20 bytes. */
const TYPED_RUN = 20;

/** Inserts typed (yanked, pasted) text. Undo takes back a run of single characters at once. */
export function type(line: Line, chars: Chars): Line {
  const last = line.undo.at(-1);
  const run = last?.open ? last.changes[0] : undefined;
  const typed = insert(line, chars);
  const joins =
    run?.kind === 'insert' &&
    run.at + run.chars.length === line.point &&
    utf8Lengths(chars) === 1 &&
    utf8Lengths(run.chars) < TYPED_RUN;
  if (!joins) return typed;
  const joined: UndoStep = { changes: [{ ...run, chars: [...run.chars, ...chars] }], open: true };
  return { ...typed, undo: [...line.undo.slice(0, -1), joined] };
}

function takeBack(line: Line, change: Change): Line {
  const back =
    change.kind === 'insert'
      ? remove(line, change.at, change.at + change.chars.length)
      : insert(moveTo(line, change.at), change.chars);
  return change.kind === 'insert' ? moveTo(back, change.at) : back;
}

/** Takes the last step back; undefined when there is none. */
export function undo(line: Line): Line | undefined {
  const step = line.undo.at(-1);
  if (step === undefined) return undefined;
  const back = step.changes.toReversed().reduce(takeBack, line);
  return { ...back, undo: line.undo.slice(0, -1) };
}
