/**
 * The numbers of the lines in `$( )` and `<( )`. bash keeps their inside as text that it has printed anew, and reads that
 * when it runs: lines count from the command around it, without comments and empty ones. Authority: bash's parse_comsub().
 */
import type { CommandPart, List, ProcessPart } from '../syntax/ast.ts';
import { parseScript } from '../syntax/parse.ts';
import { printInside } from '../syntax/print.ts';

/** Compound commands are printed on several lines. */
const MAY_HAVE_LINES = /\n|[{(]|\b(?:if|for|while|until|case|select)\b/;

const numbered = new WeakMap<CommandPart | ProcessPart, List>();

/** The commands inside of the substitution, with the numbers that bash gives them. */
export function asPrinted(part: CommandPart | ProcessPart, body: List): List {
  const written = part.text.slice(2, -1);
  if (!MAY_HAVE_LINES.test(written)) return body;
  const known = numbered.get(part);
  if (known) return known;
  const text = printInside(written);
  if (!text?.includes('\n') && !written.includes('\n')) return body;
  const again = parseScript(text ?? '', { line: part.line, extglob: () => true });
  const items = again.commands.flatMap(({ list }) => list.items);
  const list = withLines(body, { items });
  numbered.set(part, list);
  return list;
}

/** A copy of a tree with the lines of another, as far as they are alike. */
function withLines<T>(tree: T, other: unknown): T {
  if (Array.isArray(tree)) {
    const alike = Array.isArray(other) && other.length === tree.length;
    return alike ? (tree.map((one, index) => withLines(one, other[index])) as T) : tree;
  }
  if (!isRecord(tree) || !isRecord(other) || isPlainText(tree)) return tree;
  const entries = Object.entries(tree).map(([key, value]) => [
    key,
    key === 'line' && typeof other.line === 'number' ? other.line : withLines(value, other[key]),
  ]);
  return Object.fromEntries(entries) as T;
}

/** A word without commands inside. */
const isPlainText = ({ text }: Record<string, unknown>): boolean => typeof text === 'string' && !/[$<>]\(/.test(text);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
