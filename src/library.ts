/**
 * The long texts that come with ipclab: the manual, and what bash's `help` says. They are files that are read when
 * somebody first asks, so that a start does not pay for them. How to read is for whoever starts ipclab to say
 * (`stockLibrary`); everything below stays without files of the host.
 *
 * A text is a list of entries, each headed by `=== name` (or several names, which share it).
 */

export type Reader = (file: string) => string;

let reader: Reader | undefined;
const shelves = new Map<string, ReadonlyMap<string, string>>();

/** Says where texts come from, by their file's name without `.txt`. */
export function stockLibrary(read: Reader): void {
  reader = read;
  shelves.clear();
}

function entriesOf(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const part of text.split(/^=== /m).slice(1)) {
    const end = part.indexOf('\n');
    const body = part.slice(end + 1).trimEnd();
    for (const name of part.slice(0, end).split(' ')) entries.set(name, body);
  }
  return entries;
}

/** All entries of a text. */
export function shelf(file: string): ReadonlyMap<string, string> {
  const known = shelves.get(file);
  if (known) return known;
  if (!reader) throw new Error('stockLibrary() has not been called: nobody knows where the texts are');
  const entries = entriesOf(reader(file));
  shelves.set(file, entries);
  return entries;
}
