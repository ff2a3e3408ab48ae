/**
 * stdbuf: run a command with modified buffering of its standard streams. Sets what the real one sets: LD_PRELOAD and
 * _STDBUF_I, _STDBUF_O, _STDBUF_E. Programs that print through stdio honour it for standard output; input is read in
 * the blocks it always is, and standard error is not buffered. Authority: stdbuf(1), setvbuf(3).
 */

import { setEnvironment } from './lib/environment.ts';
import { become, execStatus } from './lib/exec.ts';
import { type Io, STDBUF_LIBRARY } from './lib/io.ts';
import { parseSize } from './lib/number.ts';
import { program } from './lib/program.ts';
import { quote, quoteaf } from './lib/quote.ts';

const CANCELED = 125;

const options = {
  input: { short: 'i', long: 'input', value: 'MODE', help: 'adjust standard input stream buffering' },
  output: { short: 'o', long: 'output', value: 'MODE', help: 'adjust standard output stream buffering' },
  error: { short: 'e', long: 'error', value: 'MODE', help: 'adjust standard error stream buffering' },
} as const;

type Stream = keyof typeof options;

const VARIABLES = { input: '_STDBUF_I', output: '_STDBUF_O', error: '_STDBUF_E' } as const;
const STREAMS: readonly Stream[] = ['input', 'output', 'error'];

/** `L`, or a number of bytes. */
function* modeOf(io: Io, stream: Stream, word: string): Generator<void, string> {
  if (stream === 'input' && word.startsWith('L')) {
    return yield* io.usageError(CANCELED, 'line buffering stdin is meaningless');
  }
  if (word === 'L') return word;
  const size = parseSize(word, 'EGkKMPTYZ0');
  if (!size) return yield* io.die(CANCELED, `invalid mode ${quote(word)}`);
  if (!size.overflow) return String(size.value);
  return yield* io.die(CANCELED, `invalid mode ${quote(word)}`, { errno: 'EOVERFLOW' });
}

export const stdbuf = program(
  {
    name: 'stdbuf',
    summary: 'run a command with modified buffering of its standard streams',
    usage: 'OPTION... COMMAND',
    about: 'Run COMMAND, with modified buffering operations for its standard streams.',
    options,
    notes:
      "If MODE is 'L' the corresponding stream will be line buffered.\nThis option is invalid with standard input.\n\nIf MODE is '0' the corresponding stream will be unbuffered.\n\nOtherwise MODE is a number which may be followed by one of the following:\nKB 1000, K 1024, MB 1000*1000, M 1024*1024, and so on for G, T, P, E, Z, Y.\nBinary prefixes can be used, too: KiB=K, MiB=M, and so on.\nIn this case the corresponding stream will be fully buffered with the buffer\nsize set to MODE bytes.",
    stopAtOperand: true,
    usageStatus: CANCELED,
  },
  function* (_sys, args, io) {
    const modes = new Map<Stream, string>();
    for (const { option, value } of args.given) modes.set(option, yield* modeOf(io, option, value ?? ''));
    const [command] = args.operands;
    if (command === undefined) return yield* io.usageError(CANCELED, 'missing operand');
    if (modes.size === 0) return yield* io.usageError(CANCELED, 'you must specify a buffering mode option');
    let environment = io.environment;
    for (const stream of STREAMS) {
      const mode = modes.get(stream);
      if (mode !== undefined) environment = setEnvironment(environment, VARIABLES[stream], mode);
    }
    const preload = io.getenv('LD_PRELOAD');
    const libraries = preload === undefined ? STDBUF_LIBRARY : `${preload}:${STDBUF_LIBRARY}`;
    environment = setEnvironment(environment, 'LD_PRELOAD', libraries);
    const failure = yield* become(io, args.operands, environment);
    yield* io.fail(`failed to run command ${quoteaf(command)}`, failure);
    return execStatus(failure);
  },
);
