/**
 * Which rows of the semantics lists the tests of this repository assert, read from the tests themselves, so that the list
 * is whole whichever of them run; and which rows there are, where the lists are at hand.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TESTS = join(import.meta.dirname, '..');
/** Where the lists are, if the repository lies beside them. */
const LISTS = join(TESTS, '..', '..', 'shared', 'semantics');

/** Rows that wait for a mechanism which is not simulated yet, and for which. */
export const LATER: Readonly<Record<string, string>> = {
  PR03: 'buffered output of programs in C',
};

export interface Assertion {
  readonly id: string;
  readonly sentence: string;
  /** The test file, from the test folder. */
  readonly where: string;
}

/**
 * `row('PI01', 'sentence', …)`, the tables' `id: 'PI01', says: 'sentence'`; and titles that begin with ids:
 * `test('PI01 sentence', …)`, `title: 'PI01, PI02 sentence'`, a table's `'PI01 sentence': …`.
 */
const LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/.source;
const ROW = new RegExp(`(?:\\brow\\(\\s*|\\bid: )'([A-Z]{2}\\d{2})',\\s*(?:says: )?(${LITERAL})`, 'g');
const CALLED = new RegExp(`\\b(?:test|it)(?:\\.\\w+)*\\(\\s*(${LITERAL})`, 'g');
const NAMED = new RegExp(`\\btitle: (${LITERAL})`, 'g');
const KEY = new RegExp(`^\\s+(${LITERAL}):\\s`, 'gm');
const LEADING_IDS = /^(?:[A-Z]{2}\d{2}[ ,]+)+/;

const unquoted = (literal: string): string => literal.slice(1, -1).replaceAll(/\\(.)/g, '$1');

/** The rows of one test file's text. */
function rowsIn(source: string): { readonly id: string; readonly sentence: string }[] {
  const rows = [...source.matchAll(ROW)].map(([, id = '', literal = '']) => ({ id, sentence: unquoted(literal) }));
  const titles = [CALLED, NAMED, KEY].flatMap((pattern) => [...source.matchAll(pattern)]);
  const titled = titles.flatMap(([, literal = '']) => {
    const title = unquoted(literal);
    const ids = LEADING_IDS.exec(title)?.[0] ?? '';
    return [...ids.matchAll(/\w+/g)].map(([id]) => ({ id, sentence: title.slice(ids.length) }));
  });
  return [...rows, ...titled];
}

/** Every row that some test asserts. */
export function assertedRows(tests = TESTS): readonly Assertion[] {
  const files = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('support'),
  );
  return files.sort().flatMap((name) => {
    const source = readFileSync(join(tests, name), 'utf8');
    return rowsIn(source).map((found) => ({ ...found, where: name }));
  });
}

/** The ids of each list, by its name without `.md`; undefined where the lists are not at hand. */
export function listedRows(): ReadonlyMap<string, readonly string[]> | undefined {
  if (!existsSync(LISTS)) return undefined;
  const lists = readdirSync(LISTS).filter((name) => name.endsWith('.md'));
  return new Map(
    lists.map((name) => {
      const text = readFileSync(join(LISTS, name), 'utf8');
      return [name.slice(0, -3), [...text.matchAll(/^\| ([A-Z]{2}\d{2}) \|/gm)].map(([, id = '']) => id)];
    }),
  );
}
