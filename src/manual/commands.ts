/** The pages of all programs as one text of the library, made once: when ipclab is built, and before tests. */
import { type Reader, stockLibrary } from '../library.ts';
import { programs } from '../programs/index.ts';
import { programSource } from './program-page.ts';

/** `read` finds the texts that are written by hand. */
export async function commandPages(read: Reader): Promise<string> {
  stockLibrary(read);
  const all = await Promise.all(Object.values(programs).map((fetch) => fetch()));
  return all.map((program) => `=== ${program.name}\n${programSource(program)}`).join('\n');
}
