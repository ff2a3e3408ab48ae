/** Rows of the semantics lists, asserted by their ids. What is asserted where is read from the source: row-list.ts. */
import { it } from 'vitest';

/** A row that a test asserts: its id and the sentence that it promises. */
export function row(id: string, sentence: string, assert: () => void | Promise<void>): void {
  it(`${id} ${sentence}`, { timeout: 30_000 }, assert);
}
