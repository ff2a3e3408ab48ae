/**
 * sed: the stream editor. The script is read by lib/sed-parse.ts and run by lib/sed-run.ts.
 * Leaves out what --debug prints. Authority: sed(1) of GNU sed 4.9.
 */

import { encode, latin1 } from '../bytes.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Input } from './lib/input.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quotef } from './lib/quote.ts';
import { SedFiles } from './lib/sed-files.ts';
import { SedParser } from './lib/sed-parse.ts';
import { SedProblem, type Source } from './lib/sed-reader.ts';
import { SedRun } from './lib/sed-run.ts';
import type { Script } from './lib/sed-script.ts';

const BAD_USAGE = 1;
const TROUBLE = 4;
const LINE_LENGTH = 70;

const options = {
  quiet: { short: 'n', long: 'quiet', help: 'suppress automatic printing of pattern space' },
  silent: { long: 'silent', help: 'the same as --quiet' },
  debug: { long: 'debug', help: 'annotate program execution' },
  expression: {
    short: 'e',
    long: 'expression',
    value: 'script',
    help: 'add the script to the commands to be executed',
  },
  file: {
    short: 'f',
    long: 'file',
    value: 'script-file',
    help: 'add the contents of script-file to the commands to be executed',
  },
  followSymlinks: { long: 'follow-symlinks', help: 'follow symlinks when processing in place' },
  inPlace: {
    short: 'i',
    long: 'in-place',
    value: 'SUFFIX',
    optional: true,
    help: 'edit files in place (makes backup if SUFFIX supplied)',
  },
  lineLength: {
    short: 'l',
    long: 'line-length',
    value: 'N',
    help: "specify the desired line-wrap length for the `l' command",
  },
  posix: { long: 'posix', help: 'disable all GNU extensions.' },
  extended: {
    short: 'E',
    long: 'regexp-extended',
    help: 'use extended regular expressions in the script\n(for portability use POSIX -E).',
  },
  r: { short: 'r', help: 'the same as -E' },
  separate: {
    short: 's',
    long: 'separate',
    help: 'consider files as separate rather than as a single,\ncontinuous long stream.',
  },
  sandbox: { long: 'sandbox', help: 'operate in sandbox mode (disable e/r/w commands).' },
  unbuffered: {
    short: 'u',
    long: 'unbuffered',
    help: 'load minimal amounts of data from the input files and flush\nthe output buffers more often',
  },
  zero: { short: 'z', long: 'null-data', help: 'separate lines by NUL characters' },
  zeroTerminated: { long: 'zero-terminated', help: '(the same as --null-data)' },
  binary: { short: 'b', long: 'binary', help: '(ignored)' },
} as const;

type Arguments = Args<keyof typeof options>;

const bytes = (text: string): string => latin1(encode(text));

/** All -e and -f in their order, or the first operand. */
function* sourcesOf(sys: Sys, args: Arguments, io: Io): Generator<void, { sources: Source[]; names: string[] }> {
  const sources: Source[] = [];
  for (const { option, value = '' } of args.given) {
    if (option === 'file') sources.push({ text: yield* readScript(sys, value, io), file: value });
    if (option !== 'expression') continue;
    const before = sources.at(-1);
    // `-e 'a\\' -e text`: the text follows on the next line.
    const goesOn = before?.file === undefined && /(?:^|[^\\])(?:\\\\)*\\$/.test(before?.text ?? '');
    if (before && goesOn) sources[sources.length - 1] = { text: `${before.text}\n${bytes(value)}`, file: undefined };
    else sources.push({ text: bytes(value), file: undefined });
  }
  const names = [...args.operands];
  if (sources.length === 0) {
    const script = names.shift();
    if (script === undefined) return yield* io.usageError(BAD_USAGE);
    sources.push({ text: bytes(script), file: undefined });
  }
  return { sources, names };
}

function* readScript(sys: Sys, name: string, io: Io): Generator<void, string> {
  const fd = name === '-' || name === '/dev/stdin' ? 0 : yield* sys.open(name, 0);
  if (isFailure(fd)) return yield* io.die(TROUBLE, `couldn't open file ${name}: ${strerror(fd.errno)}`);
  const input = new Input(sys, fd);
  const text = yield* input.rest();
  if (input.failure) return yield* io.die(4, `read error on ${quotef(name)}`, input.failure);
  if (fd !== 0) yield* sys.close(fd);
  return text.replace(/\n$/, '');
}

/** Throws SedProblem. */
function parse(args: Arguments, sources: readonly Source[]): Script {
  const parser = new SedParser({
    extended: args.has('extended') || args.has('r'),
    posix: args.has('posix'),
    sandbox: args.has('sandbox'),
  });
  for (const source of sources) parser.add(source);
  return parser.finish();
}

const lineLengthOf = (args: Arguments): number => {
  const word = args.value('lineLength');
  if (word === undefined) return LINE_LENGTH;
  return Number(/^\s*(\d+)/.exec(word)?.[1] ?? 0);
};

function* run(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  try {
    return yield* edit(sys, args, io);
  } catch (thrown) {
    if (!(thrown instanceof SedProblem)) throw thrown;
    return yield* io.die(thrown.status, thrown.message);
  }
}

function* edit(sys: Sys, args: Arguments, io: Io): Generator<void, number> {
  const { sources, names } = yield* sourcesOf(sys, args, io);
  const script = parse(args, sources);
  const inPlace = args.has('inPlace') ? (args.value('inPlace') ?? '') : undefined;
  if (names.length === 0 && inPlace !== undefined) return yield* io.die(4, 'no input files');
  const delimiter = args.has('zero') || args.has('zeroTerminated') ? '\0' : '\n';
  const files = new SedFiles(sys, io, names.length > 0 ? names : ['-'], {
    delimiter,
    separate: args.has('separate'),
    inPlace,
    unbuffered: args.has('unbuffered'),
  });
  for (const { action } of script.commands) {
    if (action.name === 'w' || action.name === 'W') yield* files.openOutput(action.file);
    if (action.name === 's' && action.substitution.file !== undefined)
      yield* files.openOutput(action.substitution.file);
  }
  const running = new SedRun(sys, io, files, script, {
    quiet: args.has('quiet') || args.has('silent') || script.quiet,
    posix: args.has('posix'),
    lineLength: lineLengthOf(args),
    delimiter,
  });
  const status = yield* running.run();
  yield* files.finish(false);
  return status;
}

export const sed = program(
  {
    name: 'sed',
    summary: 'stream editor for filtering and transforming text',
    usage: '[OPTION]... {script-only-if-no-other-script} [input-file]...',
    options,
    family: 'sed',
    failureStatus: 4,
    notes:
      'If no -e, --expression, -f, or --file option is given, then the first\nnon-option argument is taken as the sed script to interpret.  All\nremaining arguments are names of input files; if no input files are\nspecified, then the standard input is read.\n\nGNU sed home page: <https://www.gnu.org/software/sed/>.\nGeneral help using GNU software: <https://www.gnu.org/gethelp/>.',
  },
  run,
);
