/**
 * man: shows manual pages. Finding them is in lib/man-files.ts, reading their source in lib/man-roff.ts, laying them out
 * in lib/man-layout.ts; a pager is a command of the shell's that reads what man writes, as it is for the real one.
 * Leaves out -K, other output devices than the terminal, compressed pages, mdoc and translations.
 * Authority: man(1) of man-db 2.11.
 */
import { encode } from '../bytes.ts';
import { type Failure, isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type Found, findByName, isSection, readSource, splitName, type Where, whereToLook } from './lib/man-files.ts';
import { layOut } from './lib/man-layout.ts';
import { readPage } from './lib/man-roff.ts';
import { NOTHING, search } from './lib/man-whatis.ts';
import { writeAll } from './lib/output.ts';
import { type Args, program } from './lib/program.ts';
import { readText } from './lib/read-file.ts';
import { closeShell, openShell } from './lib/spawn.ts';

const options = {
  whatis: { short: 'f', long: 'whatis', help: 'equivalent to whatis' },
  apropos: { short: 'k', long: 'apropos', help: 'equivalent to apropos' },
  localFile: { short: 'l', long: 'local-file', help: 'interpret PAGE argument(s) as local filename(s)' },
  where: { short: 'w', long: 'where', help: 'print physical location of man page(s)' },
  path: { long: 'path', help: 'the same as --where' },
  location: { long: 'location', help: 'the same as --where' },
  manpath: { short: 'M', long: 'manpath', value: 'PATH', help: 'set search path for manual pages to PATH' },
  s: { short: 's', value: 'LIST', help: 'the same as --sections' },
  sections: { short: 'S', long: 'sections', value: 'LIST', help: 'use colon separated section list' },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'look for pages case-insensitively (default)' },
  matchCase: { short: 'I', long: 'match-case', help: 'look for pages case-sensitively' },
  all: { short: 'a', long: 'all', help: 'find all matching manual pages' },
  pager: { short: 'P', long: 'pager', value: 'PAGER', help: 'use program PAGER to display output' },
  prompt: { short: 'r', long: 'prompt', value: 'STRING', help: "provide the 'less' pager with a prompt" },
} as const;

type Given = Args<keyof typeof options>;

const DEFAULT_COLUMNS = 80;

function* columnsOf(sys: Sys, io: Io): Generator<void, number> {
  for (const name of ['MANWIDTH', 'COLUMNS']) {
    const asked = Number.parseInt(io.getenv(name) ?? '', 10);
    if (asked > 0) return asked;
  }
  const size = yield* sys.tiocgwinsz(1);
  return isFailure(size) || size.cols <= 0 ? DEFAULT_COLUMNS : size.cols;
}

const pagerOf = (args: Given, io: Io): string =>
  args.value('pager') || io.getenv('MANPAGER') || io.getenv('PAGER') || 'less';

/** What less shows at the bottom. Its own signs in a text have a backslash in front of them. */
const promptOf = (title: string): string => {
  const shown = title.replace(/[?:.%\\]/g, '\\$&');
  return ` Manual page ${shown} ?ltline %lt?L/%L.:byte %bB?s/%s..?e (END):?pB %pB\\%.. (press h for help or q to quit)`;
};

/** less is told by the environment to let bold text through, and which prompt to show. */
const pagerEnvironment = (args: Given, io: Io, title: string): string[] => {
  const prompt = args.value('prompt') ?? promptOf(title);
  const own = io.environment.filter((entry) => !/^(LESS|MAN_PN)=/.test(entry));
  return [...own, `LESS=-ix8RmPm${prompt}$PM${prompt}$${io.getenv('LESS') ?? ''}`, `MAN_PN=${title}`];
};

function* throughPager(sys: Sys, args: Given, io: Io, text: string, title: string): Generator<void, number> {
  const piped = yield* openShell(sys, pagerOf(args, io), pagerEnvironment(args, io, title), 'write');
  if (isFailure(piped)) return yield* io.die(1, 'cannot start a pager', piped);
  yield* writeAll(sys, piped.fd, encode(text));
  const status = yield* closeShell(sys, piped);
  return isFailure(status) ? 1 : status;
}

/** On a terminal through a pager, otherwise as plain text. */
function* show(sys: Sys, args: Given, io: Io, source: string, title: string): Generator<void, number> {
  const terminal = !isFailure(yield* sys.tcgetattr(1));
  const styled = terminal || (io.getenv('MAN_KEEP_FORMATTING') ?? '') !== '';
  const text = layOut(readPage(source), { columns: yield* columnsOf(sys, io), styled });
  if (terminal) return yield* throughPager(sys, args, io, text, title);
  yield* io.print(text);
  return 0;
}

/** Between two pages of --all; false if there are to be no more. */
function* goesOn(sys: Sys, io: Io, { name, section }: Found): Generator<void, boolean | 'skip'> {
  for (const fd of [0, 1]) if (isFailure(yield* sys.tcgetattr(fd))) return true;
  yield* io.complain(`--Man-- next: ${name}(${section}) [ view (return) | skip (Ctrl-D) | quit (Ctrl-C) ]\n`);
  const answer = yield* sys.read(0, new Uint8Array(256));
  if (isFailure(answer)) return false;
  return answer === 0 ? 'skip' : true;
}

function* showAll(sys: Sys, args: Given, io: Io, found: readonly Found[]): Generator<void, number> {
  let status = 0;
  for (const [index, page] of found.entries()) {
    if (index > 0) {
      const next = yield* goesOn(sys, io, page);
      if (!next) break;
      if (next === 'skip') continue;
    }
    const source = yield* readSource(sys, page.path);
    const title = `${page.name}(${page.section})`;
    status = source === undefined ? NOTHING : yield* show(sys, args, io, source, title);
  }
  return status;
}

function* showFile(sys: Sys, args: Given, io: Io, path: string): Generator<void, Failure | number> {
  const source = yield* readText(sys, path);
  if (isFailure(source)) return source;
  if (args.has('where')) {
    yield* io.print(`${path}\n`);
    return 0;
  }
  return yield* show(sys, args, io, source, path);
}

/** A word with a slash is a file, as are all with -l. */
function* localFile(sys: Sys, args: Given, io: Io, path: string): Generator<void, number> {
  const shown = yield* showFile(sys, args, io, path);
  if (!isFailure(shown)) return shown;
  yield* io.complain(`man: ${path}: ${strerror(shown.errno)}\n`);
  if (!args.has('localFile')) yield* io.complain(`No manual entry for ${path}\n`);
  return NOTHING;
}

const printsWhere = (args: Given): boolean => args.last('where', 'path', 'location') !== undefined;

function* page(sys: Sys, args: Given, io: Io, name: string, where: Where): Generator<void, number | undefined> {
  const anyCase = args.last('ignoreCase', 'matchCase') !== 'matchCase';
  let found = yield* findByName(sys, where, name, anyCase);
  const parts = splitName(name);
  if (found.length === 0 && parts)
    found = yield* findByName(sys, { ...where, sections: [parts.section] }, parts.name, anyCase);
  if (found.length === 0) return undefined;
  const wanted = args.has('all') ? found : found.slice(0, 1);
  if (!printsWhere(args)) return yield* showAll(sys, args, io, wanted);
  for (const { path } of wanted) yield* io.print(`${path}\n`);
  return 0;
}

/** Names, each after the section that was given last: `man 2 read 7 pipe`. */
function* eachPage(sys: Sys, args: Given, io: Io, where: Where): Generator<void, number> {
  const { operands } = args;
  let section: string | undefined;
  let status = 0;
  for (const [index, word] of operands.entries()) {
    if (isSection(word) && index < operands.length - 1) {
      section = word;
      continue;
    }
    if (word.includes('/') || args.has('localFile')) {
      status = (yield* localFile(sys, args, io, word)) || status;
      continue;
    }
    const shown = yield* page(sys, args, io, word, section === undefined ? where : { ...where, sections: [section] });
    if (shown === undefined && isSection(word)) return yield* onlySection(io, word);
    if (shown === undefined)
      yield* io.complain(`No manual entry for ${word}${section === undefined ? '' : ` in section ${section}`}\n`);
    status = (shown ?? NOTHING) || status;
  }
  return status;
}

const ASK = "For example, try 'man man'.\n";

function* onlySection(io: Io, section: string): Generator<void, number> {
  yield* io.complain(`No manual entry for ${section}\n`);
  yield* io.complain(`(Alternatively, what manual page do you want from section ${section}?)\n${ASK}`);
  return 1;
}

function* run(sys: Sys, args: Given, io: Io): Generator<void, number> {
  const sections = args.value('sections') ?? args.value('s');
  const where = whereToLook({ path: args.value('manpath'), sections }, (name) => io.getenv(name));
  const lookup = args.last('whatis', 'apropos');
  if (args.operands.length === 0) {
    if (lookup === undefined && printsWhere(args)) {
      yield* io.print(`${where.path.join(':')}\n`);
      return 0;
    }
    yield* io.complain(lookup === undefined ? `What manual page do you want?\n${ASK}` : `${lookup} what?\n`);
    return 1;
  }
  if (lookup === undefined) return yield* eachPage(sys, args, io, where);
  const anywhere = lookup === 'apropos';
  return yield* search(sys, io, args.operands, { where, anywhere, how: anywhere ? 'regex' : 'exact', every: false });
}

export const man = program(
  {
    name: 'man',
    summary: 'an interface to the system reference manuals',
    usage: '[OPTION...] [SECTION] PAGE...',
    family: 'man-db',
    options,
  },
  run,
);
