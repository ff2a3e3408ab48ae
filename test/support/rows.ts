/**
 * Rows of the semantics lists, asserted by their ids; and which ids the tests of this repository assert. The list is read
 * from the tests themselves, so that it is whole whichever of them run.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { it } from 'vitest';

const TESTS = join(import.meta.dirname, '..');
/** Where the lists are, if the repository lies beside them. */
const LISTS = join(TESTS, '..', '..', 'shared', 'semantics');

/** A row that a test asserts: its id and the sentence that it promises. */
export function row(id: string, sentence: string, assert: () => void | Promise<void>): void {
  it(`${id} ${sentence}`, { timeout: 30_000 }, assert);
}

export interface Assertion {
  readonly id: string;
  readonly sentence: string;
  /** The test file, from the test folder. */
  readonly where: string;
}

/** `row('PI01', 'sentence', …)`, the tables' `id: 'PI01', says: 'sentence'`, and `test('PI01 sentence', …)`. */
const LITERAL = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/.source;
const ROW = new RegExp(`(?:\\brow\\(\\s*|\\bid: )'([A-Z]{2}\\d{2})',\\s*(?:says: )?(${LITERAL})`, 'g');
const TITLE = new RegExp(`\\b(?:test|it)(?:\\.\\w+)*\\(\\s*(${LITERAL})`, 'g');
const LEADING_IDS = /^(?:[A-Z]{2}\d{2}[ ,]+)+/;

const unquoted = (literal: string): string => literal.slice(1, -1).replaceAll(/\\(.)/g, '$1');

/** The rows of one test file's text. */
function rowsIn(source: string): { readonly id: string; readonly sentence: string }[] {
  const rows = [...source.matchAll(ROW)].map(([, id = '', literal = '']) => ({ id, sentence: unquoted(literal) }));
  const titled = [...source.matchAll(TITLE)].flatMap(([, literal = '']) => {
    const title = unquoted(literal);
    const ids = LEADING_IDS.exec(title)?.[0] ?? '';
    return [...ids.matchAll(/\w+/g)].map(([id]) => ({ id, sentence: title.slice(ids.length) }));
  });
  return [...rows, ...titled];
}

/** Every row that some test asserts. */
export function assertedRows(): readonly Assertion[] {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.sort().flatMap((name) => {
    const source = readFileSync(join(TESTS, name), 'utf8');
    const where = relative(TESTS, join(TESTS, name));
    return rowsIn(source).map((found) => ({ ...found, where }));
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
