/**
 * One-line descriptions of pages: what whatis looks up by name and apropos by words. They are read from the pages
 * themselves, for there is no index database. Authority: whatis(1), apropos(1), lexgrog(1).
 */
import type { Sys } from '../../kernel/syscalls.ts';
import { globMatches } from './glob.ts';
import type { Io } from './io.ts';
import { type Found, pagesOf, readSource, type Where } from './man-files.ts';
import { readPage } from './man-roff.ts';
import { compilePosix } from './posix-regex.ts';

interface Described {
  readonly name: string;
  readonly section: string;
  readonly text: string;
}

export interface Search {
  readonly where: Where;
  /** Words are looked for anywhere, not only as a page's name. */
  readonly anywhere: boolean;
  readonly how: 'exact' | 'regex' | 'wildcard';
  /** All words must be found. */
  readonly every: boolean;
}

/** `cat - concatenate files`, as the section NAME has it. */
function* describe(sys: Sys, { path, name, section }: Found): Generator<void, Described> {
  const source = yield* readSource(sys, path);
  const [, head = ''] = /^\.SH "?NAME"?\n(.*)$/m.exec(source ?? '') ?? [];
  const [, text = '(unknown subject)'] = / \\- (.*)$/.exec(head) ?? [];
  const [block] = readPage(text).blocks;
  const plain = block?.kind === 'fill' ? (block.lines[0] ?? []).map(({ char }) => char).join('') : text;
  yield* sys.work(1);
  return { name, section, text: plain };
}

type Test = (described: Described) => boolean;

const byWord = (text: string, word: string): boolean =>
  text
    .toLowerCase()
    .split(/[^\w-]+/)
    .includes(word);

function testOf(word: string, { anywhere, how }: Search): Test {
  const lower = word.toLowerCase();
  if (how === 'regex') {
    const { source, flags } = compilePosix(word, { extended: true, ignoreCase: true });
    const regex = new RegExp(source, flags.replace('g', ''));
    return ({ name, text }) => regex.test(name) || (anywhere && regex.test(text));
  }
  if (how === 'wildcard') return ({ name }) => globMatches(lower, name.toLowerCase());
  return ({ name, text }) => name.toLowerCase() === lower || (anywhere && byWord(text, lower));
}

const NAME_WIDTH = 20;
const lineOf = ({ name, section, text }: Described): string =>
  `${`${name} (${section})`.padEnd(NAME_WIDTH)} - ${text}\n`;

/** Prints what is found; words without any are told of. The status: 16 if nothing was. */
export function* search(sys: Sys, io: Io, words: readonly string[], wanted: Search): Generator<void, number> {
  const all: Described[] = [];
  for (const section of wanted.where.sections)
    for (const page of yield* pagesOf(sys, wanted.where.path, section)) all.push(yield* describe(sys, page));
  const known = [...new Map(all.map((one) => [`${one.name}.${one.section}`, one])).values()];
  const sorted = known.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.section < b.section ? -1 : 1));
  const tests = words.map((word) => testOf(word, wanted));
  const shown = sorted.filter((one) =>
    wanted.every ? tests.every((test) => test(one)) : tests.some((test) => test(one)),
  );
  for (const one of shown) yield* io.print(lineOf(one));
  yield* io.out.flush();
  for (const [at, word] of words.entries()) {
    if (!sorted.some((one) => tests[at]?.(one))) yield* io.complain(`${word}: nothing appropriate.\n`);
  }
  return shown.length > 0 ? 0 : NOTHING;
}

/** What man and its kin answer when there is no such page. */
export const NOTHING = 16;
