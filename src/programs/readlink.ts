/** readlink: print resolved symbolic links or canonical file names. Authority: readlink(1). */

import { program } from './lib/program.ts';
import { canonicalize as canonical } from './lib/real-path.ts';

const EXISTENCE = { canonicalize: 'all-but-last', existing: 'existing', missing: 'missing' } as const;

export const readlink = program(
  {
    name: 'readlink',
    summary: 'print resolved symbolic links or canonical file names',
    usage: '[OPTION]... FILE...',
    about: 'Print value of a symbolic link or canonical file name',
    options: {
      canonicalize: {
        short: 'f',
        long: 'canonicalize',
        help: 'canonicalize by following every symlink in\nevery component of the given name recursively;\nall but the last component must exist',
      },
      existing: { short: 'e', long: 'canonicalize-existing', help: 'likewise, all components must exist' },
      missing: {
        short: 'm',
        long: 'canonicalize-missing',
        help: 'likewise, without requirements on\ncomponents existence',
      },
      noNewline: { short: 'n', long: 'no-newline', help: 'do not output the trailing delimiter' },
      quiet: { short: 'q', long: 'quiet', help: 'suppress most error messages (on by default)' },
      silent: { short: 's', long: 'silent', help: 'the same as --quiet' },
      verbose: { short: 'v', long: 'verbose', help: 'report error messages' },
      zero: { short: 'z', long: 'zero', help: 'end each output line with NUL, not newline' },
    },
  },
  function* (sys, args, io) {
    const { operands } = args;
    if (operands.length === 0) return yield* io.usageError(1, 'missing operand');
    let noNewline = args.has('noNewline');
    if (noNewline && operands.length > 1) {
      yield* io.error('ignoring --no-newline with multiple arguments');
      noNewline = false;
    }
    const end = noNewline ? '' : args.has('zero') ? '\0' : '\n';
    const verbose = args.last('verbose', 'quiet', 'silent') === 'verbose';
    const how = args.last('canonicalize', 'existing', 'missing');
    let status = 0;
    for (const path of operands) {
      const answer = how ? yield* canonical(sys, path, EXISTENCE[how]) : yield* sys.readlink(path);
      if (typeof answer === 'string') {
        yield* io.print(answer + end);
        continue;
      }
      status = 1;
      if (!verbose) continue;
      yield* io.warn(path, answer);
    }
    return status;
  },
);
