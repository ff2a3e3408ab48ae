/** Tests run the machine without waiting: all its programs and texts are there from the start. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stockLibrary } from '../src/library.ts';
import { commandPages } from '../src/manual/commands.ts';
import { fetchUserland } from '../src/userland.ts';

const MANUAL = join(import.meta.dirname, '../manual');
const written = (file: string): string => readFileSync(join(MANUAL, `${file}.txt`), 'utf8');

await fetchUserland();
const commands = await commandPages(written);
stockLibrary((file) => (file === 'commands' ? commands : written(file)));
