/**
 * more: shows a text screen by screen, and waits for a key under each.
 * Models space, z, Enter, d, b, s, f, =, /, n, q and several files. Leaves out running commands and editing. -u changes
 * nothing, in the real one as little: letters printed twice on one spot are the terminal's business.
 * Output that is no terminal: it is cat. Authority: more(1), util-linux 2.38.
 */

import { S_ISDIR } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type Looks, More } from './lib/more-screen.ts';
import { writeAll } from './lib/output.ts';
import { Keyboard, Text } from './lib/pager.ts';
import { type Args, program } from './lib/program.ts';

const options = {
  silent: { short: 'd', long: 'silent', help: 'display help instead of ringing bell' },
  logical: { short: 'f', long: 'logical', help: 'count logical rather than screen lines' },
  noPause: { short: 'l', long: 'no-pause', help: 'suppress pause after form feed' },
  printOver: { short: 'c', long: 'print-over', help: 'do not scroll, display text and clean line ends' },
  exitOnEof: { short: 'e', long: 'exit-on-eof', help: 'exit on end-of-file' },
  cleanPrint: { short: 'p', long: 'clean-print', help: 'do not scroll, clean screen and display text' },
  squeeze: { short: 's', long: 'squeeze', help: 'squeeze multiple blank lines into one' },
  plain: { short: 'u', long: 'plain', help: 'suppress underlining and bold' },
  lines: { short: 'n', long: 'lines', value: '<number>', help: 'the number of lines per screenful' },
} as const;

type Name = keyof typeof options;

const banner = (name: string): string => `::::::::::::::\n${name}\n::::::::::::::\n`;
/** A number of lines has 16 bits. */
const LINES_MAX = 0xffff;

/** `-20`, `+100` and `+/pattern` are no options that getopt knows. */
const rewrite = (args: readonly string[]): string[] =>
  args.map((word) => (/^-\d+$/.test(word) ? `-n${word.slice(1)}` : word));

function* copyAll(sys: Sys, io: Io, names: readonly string[]): Generator<void, number> {
  const block = new Uint8Array(4096);
  for (const name of names) {
    const fd = yield* openFile(sys, io, name);
    if (fd === undefined) continue;
    if (names.length > 1 && name !== '-') yield* writeAll(sys, 1, new TextEncoder().encode(banner(name)));
    for (;;) {
      const count = yield* sys.read(fd, block);
      if (isFailure(count) || count === 0) break;
      if (yield* writeAll(sys, 1, block.subarray(0, count))) return 1;
    }
    if (fd > 2) yield* sys.close(fd);
  }
  return 0;
}

function* openFile(sys: Sys, io: Io, name: string): Generator<void, number | undefined> {
  if (name === '-') return 0;
  const stat = yield* sys.stat(name);
  const fd = isFailure(stat) ? stat : yield* sys.open(name, 0);
  if (isFailure(fd)) {
    yield* io.complain(`more: cannot open ${name}: ${strerror(fd.errno)}\n`);
    return undefined;
  }
  if (isFailure(stat) || !S_ISDIR(stat.mode)) return fd;
  yield* io.print(`\n*** ${name}: directory ***\n\n`);
  yield* io.out.flush();
  yield* sys.close(fd);
  return undefined;
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const word = args.value('lines') ?? '0';
  const asked = Number(word);
  if (!/^\d+$/.test(word) || asked > LINES_MAX) return yield* io.die(1, `argument error: '${word}'`);
  const plus = args.operands.find((word) => /^\+(\d+|\/.*)$/.test(word));
  const names = args.operands.filter((word) => word !== plus);
  const piped = isFailure(yield* sys.tcgetattr(0));
  if (names.length === 0 && !piped) return yield* io.usageError(1, 'bad usage');
  // What is piped in comes before the files.
  const all = piped ? ['-', ...names] : names;
  const size = yield* sys.tiocgwinsz(1);
  const keys = isFailure(size) ? undefined : yield* Keyboard.open(sys, 2);
  if (!keys || isFailure(size)) return yield* copyAll(sys, io, all);
  const looks: Looks = {
    perScreen: asked || size.rows - 1,
    columns: size.cols,
    exits: args.has('exitOnEof'),
    advises: args.has('silent'),
    logical: args.has('logical'),
    noPause: args.has('noPause'),
    squeeze: args.has('squeeze'),
    fresh: args.has('cleanPrint') ? 'clean' : args.has('printOver') ? 'over' : undefined,
  };
  const start = {
    line: plus && !plus.startsWith('+/') ? Number(plus.slice(1)) : 1,
    pattern: plus?.startsWith('+/') ? plus.slice(2) : undefined,
  };
  for (const name of all) {
    const fd = yield* openFile(sys, io, name);
    if (fd === undefined) continue;
    const stat = yield* sys.fstat(fd);
    const regular = name !== '-' && !isFailure(stat) ? stat.size : undefined;
    const text = new Text(sys, fd);
    const exits = looks.exits || name !== all.at(-1);
    const more = new More(sys, io, keys, text, regular, { ...looks, exits });
    if (all.length > 1 && name !== '-') yield* io.print(banner(name));
    yield* more.startAt(start);
    const goesOn = yield* more.run(all.length > 1 ? 3 : 0);
    yield* text.close();
    if (!goesOn) break;
  }
  yield* keys.giveBack();
  return 0;
}

export const more = program(
  {
    name: 'more',
    summary: 'display the contents of a file in a terminal',
    usage: '[options] <file>...',
    about: 'A file perusal filter for CRT viewing.',
    family: 'util-linux',
    options,
    rewrite,
  },
  run,
);
