/** find's actions that run a program: -exec, -execdir, -ok, -okdir. Authority: find(1). */

import { encode } from '../../bytes.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { execvp } from './exec.ts';
import type { Finder, Predicate, Visit } from './find-types.ts';
import { writeAll } from './output.ts';
import { quote } from './quote.ts';

/** Bytes of arguments that one command line of `-exec … +` may have. */
const MOST_BYTES = 131_072;

const directoryOf = (path: string): string => {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash + 1);
};

/** Runs a command and answers whether it succeeded. */
export function* launch(finder: Finder, argv: readonly string[], directory?: string): Generator<void, boolean> {
  const { sys, io } = finder;
  yield* io.out.flush();
  const pid = yield* sys.fork(function* (child) {
    if (directory !== undefined) yield* child.chdir(directory);
    const failure = yield* execvp(child, argv[0] ?? '', argv, io.environment);
    const text = `${io.name}: ${quote(argv[0] ?? '')}: ${strerror(failure.errno)}\n`;
    yield* writeAll(child, 2, encode(text));
    return 1;
  });
  if (isFailure(pid)) return yield* io.die(1, 'cannot fork', pid);
  for (;;) {
    const waited = yield* sys.wait4(pid, 0);
    if (!isFailure(waited)) return waited.status === 0;
    if (waited.errno !== 'EINTR') return false;
  }
}

export interface Command {
  readonly words: readonly string[];
  /** In the directory of the file: -execdir, -okdir. */
  readonly inDirectory: boolean;
  /** Asks before: -ok, -okdir. */
  readonly asks: boolean;
}

const nameFor = ({ path, base }: Visit, inDirectory: boolean): string => (inDirectory ? `./${base}` : path);

function* agrees({ sys, io }: Finder, word: string, path: string): Generator<void, boolean> {
  yield* io.complain(`< ${word} ... ${path} > ? `);
  const byte = new Uint8Array(1);
  let first: number | undefined;
  for (;;) {
    const count = yield* sys.read(0, byte);
    if (isFailure(count) || count === 0 || byte[0] === 10) break;
    first ??= byte[0];
  }
  return first === 0x79 || first === 0x59;
}

/** `-exec cmd {} ;`: once a file; true if the command succeeded. */
export const runEach = (finder: Finder, { words, inDirectory, asks }: Command): Predicate =>
  function* (visit) {
    if (asks && !(yield* agrees(finder, words[0] ?? '', visit.path))) return false;
    const name = nameFor(visit, inDirectory);
    const argv = words.map((word) => word.replaceAll('{}', name));
    return yield* launch(finder, argv, inDirectory ? directoryOf(visit.path) : undefined);
  };

/** `-exec cmd {} +`: as many files at once as fit; always true. */
export const runMany = (finder: Finder, { words, inDirectory }: Command): Predicate => {
  let gathered: string[] = [];
  let bytes = 0;
  let place: string | undefined;
  const flush = function* (): Generator<void, void> {
    const names = gathered;
    gathered = [];
    bytes = 0;
    if (names.length > 0 && !(yield* launch(finder, [...words, ...names], place))) finder.status = 1;
  };
  finder.atEnd.push(flush);
  return function* (visit) {
    const name = nameFor(visit, inDirectory);
    const directory = inDirectory ? directoryOf(visit.path) : undefined;
    if (directory !== place || bytes + name.length > MOST_BYTES) yield* flush();
    place = directory;
    gathered.push(name);
    bytes += name.length + 1;
    return true;
  };
};
