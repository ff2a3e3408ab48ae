/**
 * Brace expansion: a{b,c}d and {1..10..2}. It is a matter of the text, before anything else is expanded, so the words
 * are made when the command is parsed.
 * Left out: what would become more than a million numbers, or 250,000 combinations, stays as it is written.
 * Authority: bash(1), Brace Expansion.
 */
import type { Part } from './ast.ts';

const LONGEST_SEQUENCE = 1_000_000;
const MOST_WORDS = 250_000;

/** Thrown when there would be more. */
class TooMany extends Error {}

function checkCount(count: number): void {
  if (count > MOST_WORDS) throw new TooMany();
}

/** One unquoted character, or a part that is opaque here. */
type Atom = string | Exclude<Part, undefined>;

/** The words, as parts, or undefined when there is nothing to expand. */
export function expandBraces(parts: readonly Part[]): readonly (readonly Part[])[] | undefined {
  const atoms: Atom[] = [];
  for (const part of parts) {
    if (part.kind === 'literal' && !part.escaped) atoms.push(...part.value);
    else atoms.push(part);
  }
  const words = expandWithin(atoms);
  return words.length === 1 && words[0]?.length === atoms.length && isSame(words[0], atoms)
    ? undefined
    : words.map(join);
}

function expandWithin(atoms: readonly Atom[]): readonly (readonly Atom[])[] {
  try {
    return expand(atoms);
  } catch (error) {
    if (error instanceof TooMany) return [atoms];
    throw error;
  }
}

const isSame = (some: readonly Atom[], others: readonly Atom[]): boolean => some.every((atom, i) => atom === others[i]);

/** Atoms to parts, with neighbouring characters as one literal. What stands behind `$x` now may belong to the name. */
function join(atoms: readonly Atom[]): readonly Part[] {
  const parts: Part[] = [];
  let text = '';
  const flush = (): void => {
    const before = parts.at(-1);
    if (before?.kind === 'parameter' && /^\$[A-Za-z_]/.test(before.text)) {
      const more = /^[A-Za-z0-9_]*/.exec(text)?.[0] ?? '';
      parts[parts.length - 1] = { ...before, name: before.name + more, text: before.text + more };
      text = text.slice(more.length);
    }
    if (text !== '') parts.push({ kind: 'literal', value: text, escaped: false });
    text = '';
  };
  for (const atom of atoms) {
    if (typeof atom === 'string') text += atom;
    else {
      flush();
      parts.push(atom);
    }
  }
  flush();
  return parts;
}

function expand(atoms: readonly Atom[]): readonly (readonly Atom[])[] {
  const braces = findBraces(atoms);
  if (braces === undefined) return [atoms];
  const { open, close } = braces;
  const preamble = atoms.slice(0, open);
  const inside = atoms.slice(open + 1, close);
  const rest = atoms.slice(close + 1);
  const alternatives = inside.includes(',') ? splitAtCommas(inside).flatMap(expand) : sequence(inside);
  if (alternatives === undefined) {
    // No sequence after all: the braces are text, but what follows may still have some.
    const text = atoms.slice(0, close + 1);
    return rest.length === 0 ? [atoms] : expand(rest).map((tail) => [...text, ...tail]);
  }
  const tails = rest.length === 0 ? [[]] : expand(rest);
  if (preamble.length === 0 && rest.length === 0) return alternatives;
  checkCount(alternatives.length * tails.length);
  const words: (readonly Atom[])[] = [];
  for (const alternative of alternatives) {
    for (const tail of tails) words.push([...preamble, ...alternative, ...tail]);
  }
  return words;
}

/** The first `{` for which there is a `}` with a comma or `..` between them, at the same depth. */
function findBraces(atoms: readonly Atom[]): { open: number; close: number } | undefined {
  for (let open = 0; open < atoms.length; open++) {
    if (atoms[open] !== '{' || (open === 0 && atoms[1] === '}')) continue;
    const close = findClose(atoms, open + 1);
    if (close !== undefined) return { open, close };
  }
  return undefined;
}

function findClose(atoms: readonly Atom[], from: number): number | undefined {
  let depth = 0;
  let separated = false;
  for (let at = from; at < atoms.length; at++) {
    const atom = atoms[at];
    if (atom === '}' && depth === 0 && separated) return at;
    if (atom === '{') depth++;
    else if (atom === '}' && depth > 0) depth--;
    else if (depth > 0) continue;
    else if (atom === ',') separated = true;
    else if (atom === '.' && atoms[at + 1] === '.' && atoms[at + 2] !== '}') separated = true;
  }
  return undefined;
}

function splitAtCommas(atoms: readonly Atom[]): readonly (readonly Atom[])[] {
  const pieces: Atom[][] = [[]];
  let depth = 0;
  for (const atom of atoms) {
    if (atom === '{') depth++;
    else if (atom === '}' && depth > 0) depth--;
    if (atom === ',' && depth === 0) pieces.push([]);
    else pieces.at(-1)?.push(atom);
  }
  return pieces;
}

/** {from..to} and {from..to..step} of numbers or single letters; undefined when it is no such thing. */
function sequence(inside: readonly Atom[]): readonly (readonly Atom[])[] | undefined {
  if (inside.some((atom) => typeof atom !== 'string')) return undefined;
  const text = inside.join('');
  const numbers = /^([+-]?[0-9]+)\.\.([+-]?[0-9]+)(?:\.\.([+-]?[0-9]+))?$/.exec(text);
  if (numbers !== null) {
    const [, first = '', last = '', step] = numbers;
    return range(first, last, step, (value, width) => pad(value, width));
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.([+-]?[0-9]+))?$/.exec(text);
  if (letters === null) return undefined;
  const [, first = '', last = '', step] = letters;
  const codes = range(String(first.charCodeAt(0)), String(last.charCodeAt(0)), step, (value) => String(value));
  return codes?.map(([code]) => letter(Number(code)));
}

/** A backslash in {A..z} quotes nothing, and is nothing. */
const letter = (code: number): readonly Atom[] =>
  code === 92 ? [{ kind: 'single-quoted', value: '' }] : [String.fromCharCode(code)];

function range(
  first: string,
  last: string,
  stepText: string | undefined,
  show: (value: bigint, width: number) => string,
): readonly (readonly Atom[])[] | undefined {
  const from = BigInt(first.replace('+', ''));
  const to = BigInt(last.replace('+', ''));
  const given = BigInt((stepText ?? '1').replace('+', ''));
  const size = given < 0n ? -given : given === 0n ? 1n : given;
  if ([from, to, size].some((value) => BigInt.asIntN(64, value) !== value)) return undefined;
  const distance = to > from ? to - from : from - to;
  if (distance / size >= LONGEST_SEQUENCE) return undefined;
  const width = isPadded(first) || isPadded(last) ? Math.max(first.length, last.length) : 0;
  const step = to >= from ? size : -size;
  const values: (readonly Atom[])[] = [];
  for (let i = 0n; i <= distance / size; i++) values.push([show(from + i * step, width)]);
  return values;
}

const isPadded = (text: string): boolean => /^[+-]?0[0-9]/.test(text);

function pad(value: bigint, width: number): string {
  const digits = String(value < 0n ? -value : value);
  return value < 0n ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}
