/** A word as bash keeps it after reading: `$'…'` decoded, `$( )` printed anew, joined lines joined. */
import { quoteSingle } from '../expand/quote.ts';
import { decodeAnsiC } from './ansi-c.ts';
import { arrayEnd, arrayWords, constructEnd } from './recognizer.ts';

const needsWork = /\$[('"{]|[<>]\(|\\\n|=\(/;
const arrayStart = /^[A-Za-z_][A-Za-z0-9_]*(\[[^\]]*\])?\+?=\(/;

/** Prints the inside of a `$( )` anew; undefined when it cannot be read. */
export type PrintInside = (source: string) => string | undefined;

export function printWordText(text: string, inside: PrintInside): string {
  if (!needsWork.test(text)) return text;
  const array = arrayStart.exec(text)?.[0];
  if (array === undefined || arrayEnd(text, array.length) !== text.length) return rewrite(text, false, inside);
  const words = arrayWords(text, array.length).map(({ start, end }) => rewrite(text.slice(start, end), false, inside));
  return `${array}${words.join(' ')})`;
}

function rewrite(text: string, quoted: boolean, inside: PrintInside): string {
  let printed = '';
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === '\\') {
      if (next !== '\n') printed += char + next;
      at += 2;
    } else if (char === "'" && !quoted) {
      const end = constructEnd(text, at);
      printed += text.slice(at, end);
      at = end;
    } else if (char === '"' || char === '`') {
      const end = constructEnd(text, at);
      printed += char === '"' ? `"${rewrite(text.slice(at + 1, end - 1), true, inside)}"` : text.slice(at, end);
      at = end;
    } else if (char === '$' && next === '$') {
      printed += '$$';
      at += 2;
    } else if (char === '$' || ((char === '<' || char === '>') && next === '(' && !quoted)) {
      const end = expansionEnd(text, at, next, quoted);
      printed += expansion(text.slice(at, end), quoted, inside);
      at = end;
    } else {
      printed += char;
      at++;
    }
  }
  return printed;
}

function expansionEnd(text: string, at: number, next: string, quoted: boolean): number {
  if (next === '(' || next === '{' || next === '[') return constructEnd(text, at);
  return !quoted && (next === "'" || next === '"') ? constructEnd(text, at) : at + 1;
}

/** One `$…`, `<( )` or `>( )`, or a `$` alone. */
function expansion(text: string, quoted: boolean, inside: PrintInside): string {
  const opening = text.charAt(1);
  if (opening === "'") return quoteSingle(decodeAnsiC(text.slice(2, -1)));
  if (opening === '"') return `"${rewrite(text.slice(2, -1), true, inside)}"`;
  if (opening === '{') return `\${${rewrite(text.slice(2, -1), quoted, inside)}}`;
  if (opening !== '(' || text.startsWith('$((')) return text;
  const printed = inside(text.slice(2, -1));
  if (printed === undefined) return text;
  // `$( (a) )`, not arithmetic.
  return `${text.slice(0, 2)}${printed.startsWith('(') ? ' ' : ''}${printed})`;
}
