/** xargs's options, and what they ask for together. Authority: xargs(1) of findutils 4.9. */

import type { Io } from './io.ts';
import type { Args } from './program.ts';
import { parseDelimiter } from './xargs-delimiter.ts';

export const INT_MAX = 2_147_483_647;
const SENSIBLE = 131_072;
const LONG_MAX = Number.MAX_SAFE_INTEGER;

/** As --help lists them. */
export const options = {
  null: {
    short: '0',
    long: 'null',
    help: 'items are separated by a null, not whitespace;\ndisables quote and backslash processing and\nlogical EOF processing',
  },
  argFile: { short: 'a', long: 'arg-file', value: 'FILE', help: 'read arguments from FILE, not standard input' },
  delimiter: {
    short: 'd',
    long: 'delimiter',
    value: 'CHARACTER',
    help: 'items in input stream are separated by CHARACTER,\nnot by whitespace; disables quote and backslash\nprocessing and logical EOF processing',
  },
  end: {
    short: 'E',
    value: 'END',
    help: 'set logical EOF string; if END occurs as a line\nof input, the rest of the input is ignored\n(ignored if -0 or -d was specified)',
  },
  eof: {
    short: 'e',
    long: 'eof',
    value: 'END',
    optional: true,
    help: 'equivalent to -E END if END is specified;\notherwise, there is no end-of-file string',
  },
  replace: { short: 'I', value: 'R', help: 'same as --replace=R' },
  replaceOld: {
    short: 'i',
    long: 'replace',
    value: 'R',
    optional: true,
    help: 'replace R in INITIAL-ARGS with names read\nfrom standard input, split at newlines;\nif R is unspecified, assume {}',
  },
  maxLines: { short: 'L', value: 'MAX-LINES', help: 'use at most MAX-LINES non-blank input lines per\ncommand line' },
  maxLinesOld: {
    short: 'l',
    long: 'max-lines',
    value: 'MAX-LINES',
    optional: true,
    help: 'similar to -L but defaults to at most one non-\nblank input line if MAX-LINES is not specified',
  },
  maxArgs: {
    short: 'n',
    long: 'max-args',
    value: 'MAX-ARGS',
    help: 'use at most MAX-ARGS arguments per command line',
  },
  openTty: {
    short: 'o',
    long: 'open-tty',
    help: 'Reopen stdin as /dev/tty in the child process\nbefore executing the command; useful to run an\ninteractive application.',
  },
  maxProcs: {
    short: 'P',
    long: 'max-procs',
    value: 'MAX-PROCS',
    help: 'run at most MAX-PROCS processes at a time',
  },
  interactive: { short: 'p', long: 'interactive', help: 'prompt before running commands' },
  slotVar: {
    long: 'process-slot-var',
    value: 'VAR',
    help: 'set environment variable VAR in child processes',
  },
  noRunIfEmpty: {
    short: 'r',
    long: 'no-run-if-empty',
    help: 'if there are no arguments, then do not run COMMAND;\nif this option is not given, COMMAND will be\nrun at least once',
  },
  maxChars: {
    short: 's',
    long: 'max-chars',
    value: 'MAX-CHARS',
    help: 'limit length of command line to MAX-CHARS',
  },
  showLimits: { long: 'show-limits', help: 'show limits on command-line length' },
  verbose: { short: 't', long: 'verbose', help: 'print commands before executing them' },
  exit: { short: 'x', long: 'exit', help: 'exit if the size (see -s) is exceeded' },
} as const;

export interface Request {
  delimiter: string | undefined;
  end: string | undefined;
  pattern: string | undefined;
  lines: number;
  args: number;
  chars: number;
  procs: number;
  slotVariable: string | undefined;
  /** -L, -n or -I, as messages name what was given before. */
  mode: '--max-lines' | '--max-args' | '--replace' | undefined;
}

interface Range {
  readonly letter: string;
  readonly least: number;
  readonly most: number;
  /** A value outside ends xargs. */
  readonly fatal: boolean;
}

function* number(io: Io, word: string, { letter, least, most, fatal }: Range): Generator<void, number> {
  if (!/^[ \t\n]*[-+]?\d+$/.test(word)) {
    return yield* io.usageError(1, `invalid number "${word}" for -${letter} option`);
  }
  const value = Number(word);
  if (value >= least && value <= most) return value;
  if (value > most && most === LONG_MAX) return most;
  const bound = value < least ? `>= ${least}` : `<= ${most}`;
  const problem = `value ${word} for -${letter} option should be ${bound}`;
  if (fatal) return yield* io.usageError(1, problem);
  yield* io.error(problem);
  return value < least ? least : most;
}

function* exclude(io: Io, request: Request, option: string): Generator<void, void> {
  const { mode } = request;
  if (mode === undefined) return;
  yield* io.error(`warning: options ${mode} and ${option} are mutually exclusive, ignoring previous ${mode} value`);
  request.lines = 0;
  request.args = 0;
  request.pattern = undefined;
}

const atLeastOne = (letter: string): Range => ({ letter, least: 1, most: LONG_MAX, fatal: true });

export function* readRequest(args: Args<keyof typeof options>, io: Io, largest: number): Generator<void, Request> {
  const request: Request = {
    delimiter: undefined,
    end: undefined,
    pattern: undefined,
    lines: 0,
    args: 0,
    chars: Math.min(SENSIBLE, largest),
    procs: 1,
    slotVariable: undefined,
    mode: undefined,
  };
  for (const { option, value } of args.given) {
    switch (option) {
      case 'null':
        request.delimiter = '\0';
        break;
      case 'delimiter': {
        const delimiter = parseDelimiter(value ?? '');
        if (typeof delimiter !== 'string') return yield* io.die(1, delimiter.problem);
        request.delimiter = delimiter;
        break;
      }
      case 'end':
      case 'eof':
        request.end = value === '' ? undefined : value;
        break;
      case 'replace':
      case 'replaceOld':
        if (request.mode !== '--replace') yield* exclude(io, request, '--replace/-I/-i');
        request.mode = '--replace';
        request.pattern = value ?? '{}';
        break;
      case 'maxLines':
      case 'maxLinesOld': {
        const letter = option === 'maxLines' ? 'L' : 'l';
        const lines = yield* number(io, value ?? '1', atLeastOne(letter));
        if (request.mode !== '--max-lines') yield* exclude(io, request, letter === 'L' ? '-L' : '--max-lines/-l');
        request.mode = '--max-lines';
        request.lines = lines;
        break;
      }
      case 'maxArgs': {
        const count = yield* number(io, value ?? '', atLeastOne('n'));
        // -n1 says nothing new to -I.
        if (request.mode === '--replace' && count === 1) break;
        if (request.mode !== '--max-args') yield* exclude(io, request, '--max-args/-n');
        request.mode = '--max-args';
        request.args = count;
        break;
      }
      case 'maxProcs':
        request.procs = yield* number(io, value ?? '', { letter: 'P', least: 0, most: INT_MAX, fatal: true });
        break;
      case 'maxChars':
        request.chars = yield* number(io, value ?? '', { letter: 's', least: 1, most: largest, fatal: false });
        break;
      case 'slotVar':
        if (value?.includes('=')) {
          yield* io.error("option --process-slot-var may not be set to a value which includes `='");
          return io.exit(1);
        }
        if (value === '') yield* io.die(1, 'failed to unset environment variable : Invalid argument');
        request.slotVariable = value;
        break;
      default:
    }
  }
  if (request.end !== undefined && request.delimiter !== undefined) {
    yield* io.error('warning: the -E option has no effect if -0 or -d is used.\n');
    request.end = undefined;
  }
  return request;
}
