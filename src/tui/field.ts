/**
 * A one-line text field as a pure function of the key. No component holds input state, so no burst of keys is lost:
 * ink-text-input draws the value, the store holds it.
 */
import { chordOf, type Key } from './keys.ts';
import { graphemes, textWidth } from './width.ts';

export interface Field {
  readonly text: string;
  /** The cursor stands before this grapheme. */
  readonly at: number;
}

export const emptyField: Field = { text: '', at: 0 };

export function edit(field: Field, key: Key): Field {
  const pieces = graphemes(field.text);
  const { at } = field;
  const end = pieces.length;
  const cut = (from: number, to: number): Field => ({
    text: [...pieces.slice(0, from), ...pieces.slice(to)].join(''),
    at: from,
  });
  switch (chordOf(key)) {
    case 'left':
    case 'C-b':
      return { ...field, at: Math.max(0, at - 1) };
    case 'right':
    case 'C-f':
      return { ...field, at: Math.min(end, at + 1) };
    case 'home':
    case 'C-a':
      return { ...field, at: 0 };
    case 'end':
    case 'C-e':
      return { ...field, at: end };
    case 'backspace':
    case 'C-h':
      return at > 0 ? cut(at - 1, at) : field;
    case 'delete':
    case 'C-d':
      return at < end ? cut(at, at + 1) : field;
    case 'C-u':
      return cut(0, at);
    case 'C-k':
      return cut(at, end);
    case 'C-w':
      return cut(wordStart(pieces, at), at);
    default:
      return insert(field, key);
  }
}

/** Pasted text, on one line. */
export function insertText(field: Field, text: string): Field {
  const pieces = graphemes(field.text);
  const clean = text.replace(/[\x00-\x1f\x7f]+/g, ' ');
  const before = pieces.slice(0, field.at).join('') + clean;
  return { text: before + pieces.slice(field.at).join(''), at: graphemes(before).length };
}

/** The column of the cursor, from the start of the text. */
export const cursorColumn = (field: Field): number => textWidth(graphemes(field.text).slice(0, field.at).join(''));

function insert(field: Field, key: Key): Field {
  const character = key.name === 'space' && !key.ctrl ? ' ' : key.name;
  if (key.ctrl || key.alt || graphemes(character).length !== 1) return field;
  return insertText(field, character);
}

function wordStart(pieces: readonly string[], at: number): number {
  let start = at;
  while (start > 0 && pieces[start - 1] === ' ') start--;
  while (start > 0 && pieces[start - 1] !== ' ') start--;
  return start;
}
