/**
 * Where manual pages lie and which of them answers to a name: directories man1, man2, … under a manual path, searched in
 * the order of the sections. Leaves out compressed pages, the index database and translations.
 * Authority: man(1), manpath(5), /etc/manpath.config of man-db 2.11.
 */
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readDirectory } from './read-directory.ts';
import { readText } from './read-file.ts';

const DEFAULT_PATH = ['/usr/local/man', '/usr/local/share/man', '/usr/share/man'];
const SECTIONS = ['1', 'n', 'l', '8', '3', '0', '2', '3posix', '3pm', '3perl', '3am', '5', '4', '9', '6', '7'];

export interface Found {
  readonly path: string;
  readonly name: string;
  /** Behind the last dot: `1`, `1bash`. */
  readonly section: string;
}

export interface Where {
  /** Directories that have man1, man2, … in them. */
  readonly path: readonly string[];
  readonly sections: readonly string[];
}

const list = (text: string): string[] => text.split(/[:,]/).filter((part) => part !== '');

/** What options and environment say, an option first. */
export const whereToLook = (
  given: { readonly path: string | undefined; readonly sections: string | undefined },
  getenv: (name: string) => string | undefined,
): Where => {
  const path = given.path ?? getenv('MANPATH');
  const sections = given.sections ?? getenv('MANSECT');
  return { path: path ? list(path) : DEFAULT_PATH, sections: sections ? list(sections) : SECTIONS };
};

export const isSection = (word: string): boolean =>
  /^[0-9nl]\w*$/.test(word) && (word.length === 1 || /^\d/.test(word));

const split = (file: string): { name: string; section: string } => {
  const dot = file.lastIndexOf('.');
  return { name: file.slice(0, dot), section: file.slice(dot + 1) };
};

/** The pages of one section: those that are exactly of it, and behind them those that extend it (1bash for 1). */
export function* pagesOf(sys: Sys, path: readonly string[], section: string): Generator<void, Found[]> {
  const found: Found[] = [];
  for (const root of path) {
    const dir = `${root}/man${section.charAt(0)}`;
    const entries = yield* readDirectory(sys, dir);
    if (isFailure(entries)) continue;
    for (const { name: file } of entries) {
      const page = { path: `${dir}/${file}`, ...split(file) };
      if (page.section.startsWith(section)) found.push(page);
    }
  }
  return found.sort((a, b) => a.section.length - b.section.length);
}

/** Which names an asker means. */
export type Matcher = (name: string) => boolean;

export function* findPages(sys: Sys, { path, sections }: Where, matches: Matcher): Generator<void, Found[]> {
  const found = new Map<string, Found>();
  for (const section of sections) {
    for (const page of yield* pagesOf(sys, path, section)) {
      if (matches(page.name) && !found.has(page.path)) found.set(page.path, page);
    }
  }
  return [...found.values()];
}

/** A page that is exactly so called goes before one that only differs in case. */
export function* findByName(sys: Sys, where: Where, name: string, anyCase: boolean): Generator<void, Found[]> {
  const lower = name.toLowerCase();
  const all = yield* findPages(sys, where, (other) => other === name || (anyCase && other.toLowerCase() === lower));
  return all.sort((a, b) => Number(b.name === name) - Number(a.name === name));
}

/** `read.2` and `read(2)` name a section as well. */
export const splitName = (word: string): { name: string; section: string } | undefined => {
  const [, name, section] = /^(.+)\.([0-9nl]\w*)$/.exec(word) ?? /^(.+)\(([0-9nl]\w*)\)$/.exec(word) ?? [];
  return name === undefined || section === undefined ? undefined : { name, section };
};

const LINKS = 10;

/** The text of a page; one that only says `.so man1/other.1` is that other. */
export function* readSource(sys: Sys, path: string): Generator<void, string | undefined> {
  let at = path;
  for (let step = 0; step < LINKS; step++) {
    const text = yield* readText(sys, at);
    if (isFailure(text)) return undefined;
    const other = /^\.so (\S+)\s*$/.exec(text)?.[1];
    if (other === undefined) return text;
    at = `${at.split('/').slice(0, -2).join('/')}/${other}`;
  }
  return undefined;
}
