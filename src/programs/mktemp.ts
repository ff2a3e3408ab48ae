/** mktemp: make a temporary file or directory with an unpredictable name. Authority: mktemp(1). */

import { O_CREAT, O_EXCL, O_RDWR } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { joinPath } from './lib/path-text.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ATTEMPTS = 100;
const LEAST = 3;

function* randomLetters(sys: Sys, count: number): Generator<void, string> {
  const bytes = new Uint8Array(count);
  const fd = yield* sys.open('/dev/urandom', 0);
  if (!isFailure(fd)) {
    yield* sys.read(fd, bytes);
    yield* sys.close(fd);
  }
  return Array.from(bytes, (byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
}

function* make(sys: Sys, path: string, directory: boolean): Generator<void, Failure | undefined> {
  if (directory) {
    const failure = yield* sys.mkdir(path, 0o700);
    return isFailure(failure) ? failure : undefined;
  }
  const fd = yield* sys.open(path, O_RDWR | O_CREAT | O_EXCL, 0o600);
  if (isFailure(fd)) return fd;
  yield* sys.close(fd);
  return undefined;
}

export const mktemp = program(
  {
    name: 'mktemp',
    summary: 'create a temporary file or directory',
    usage: '[OPTION]... [TEMPLATE]',
    about:
      "Create a temporary file or directory, safely, and print its name.\nTEMPLATE must contain at least 3 consecutive 'X's in last component.\nIf TEMPLATE is not specified, use tmp.XXXXXXXXXX, and --tmpdir is implied.",
    options: {
      directory: { short: 'd', long: 'directory', help: 'create a directory, not a file' },
      dryRun: { short: 'u', long: 'dry-run', help: 'do not create anything; merely print a name (unsafe)' },
      quiet: { short: 'q', long: 'quiet', help: 'suppress diagnostics about file/dir-creation failure' },
      suffix: { long: 'suffix', value: 'SUFF', help: 'append SUFF to TEMPLATE; SUFF must not contain a slash' },
      p: { short: 'p', value: 'DIR', help: 'interpret TEMPLATE relative to DIR' },
      tmpdir: { long: 'tmpdir', value: 'DIR', optional: true, help: 'the same; without DIR, use $TMPDIR or /tmp' },
      t: {
        short: 't',
        help: 'interpret TEMPLATE as a single file name component,\nrelative to a directory: $TMPDIR, if set; else the\ndirectory specified via -p; else /tmp [deprecated]',
      },
    },
  },
  function* (sys, args, io) {
    if (args.operands.length > 1) return yield* io.usageError(1, 'too many templates');
    const [given] = args.operands;
    const template = given ?? 'tmp.XXXXXXXXXX';
    const suffixOption = args.value('suffix');
    const end = suffixOption === undefined ? template.lastIndexOf('X') + 1 : template.length;
    if (suffixOption !== undefined && !template.endsWith('X')) {
      return yield* io.die(1, `with --suffix, template ${quote(template)} must end in X`);
    }
    const body = template.slice(0, end);
    const suffix = suffixOption ?? template.slice(end);
    const whole = body + suffix;
    if (suffix.includes('/')) return yield* io.die(1, `invalid suffix ${quote(suffix)}, contains directory separator`);
    const count = /X*$/.exec(body)?.[0].length ?? 0;
    if (count < LEAST) return yield* io.die(1, `too few X's in template ${quote(whole)}`);
    const environment = io.getenv('TMPDIR') || undefined;
    const usesDirectory = args.has('p') || args.has('tmpdir') || args.has('t') || given === undefined;
    const asked = args.given.findLast(({ option }) => option === 'p' || option === 'tmpdir')?.value;
    let prefix = body.slice(0, body.length - count);
    if (usesDirectory) {
      if (args.has('t')) {
        if (template.includes('/')) {
          return yield* io.die(1, `invalid template, ${quote(whole)}, contains directory separator`);
        }
      } else if (template.startsWith('/')) {
        return yield* io.die(1, `invalid template, ${quote(whole)}; with --tmpdir, it may not be absolute`);
      }
      const directory = args.has('t') ? (environment ?? asked ?? '/tmp') : asked || environment || '/tmp';
      prefix = joinPath(directory, prefix);
    }
    const directory = args.has('directory');
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const path = prefix + (yield* randomLetters(sys, count)) + suffix;
      const failure = args.has('dryRun') ? undefined : yield* make(sys, path, directory);
      if (failure?.errno === 'EEXIST') continue;
      if (!failure) {
        yield* io.print(`${path}\n`);
        return 0;
      }
      if (!args.has('quiet')) {
        const shown = `${prefix}${'X'.repeat(count)}${suffix}`;
        yield* io.fail(`failed to create ${directory ? 'directory' : 'file'} via template ${quote(shown)}`, failure);
      }
      return 1;
    }
    return 1;
  },
);
