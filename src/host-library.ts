/** Where the host keeps the long texts of the library: a folder that the build makes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stockLibrary } from './library.ts';

/** `home` is the folder of the package. */
export const useLibraryOf = (home: string): void =>
  stockLibrary((file) => readFileSync(join(home, 'dist', 'manual', `${file}.txt`), 'utf8'));
