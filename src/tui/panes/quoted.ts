/** Bytes as a string in C would be written: what cannot be seen is spelled out, so that nothing is hidden or moves the screen. */
import { decode } from '../../bytes.ts';
import { textWidth } from '../width.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** `"y\ny\n"`; what is wider than `room` ends in an ellipsis. */
export function quoted(bytes: Uint8Array, room = Number.POSITIVE_INFINITY): string {
  const all = Array.from(decode(bytes), spelled);
  const whole = `"${all.join('')}"`;
  if (textWidth(whole) <= room) return whole;
  let text = '"';
  for (const piece of all) {
    if (textWidth(text) + textWidth(piece) + 2 > room) break;
    text += piece;
  }
  return `${text}"…`;
}

/** decode() gives a byte that is no UTF-8 as a surrogate without a partner. */
function spelled(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const sign = ESCAPES[character];
  if (sign !== undefined) return sign;
  if (code >= 0xdc80 && code <= 0xdcff) return hex(code - 0xdc00);
  return code < 32 || (code >= 127 && code < 160) ? hex(code) : character;
}

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;
