/** Lines of details: a name as Linux has it, and its value, indented below what was chosen. */
import { type Line, type Span, span, wrap } from '../line.ts';
import { pad } from '../width.ts';

const INDENT = 2;
const NAME = 8;

/** `  ppid     2 bash`, the rest of a long value below its beginning. */
export function fact(name: string, value: string | readonly Span[], width: number): Line[] {
  const spans = typeof value === 'string' ? [span(value)] : value;
  const room = pad(name, Math.max(NAME, name.length));
  return wrap([span(' '.repeat(INDENT)), span(`${room} `, 'quiet'), ...spans], width, INDENT + NAME + 1);
}
