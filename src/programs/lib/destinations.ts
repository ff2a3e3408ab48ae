/** Where cp and mv put their operands: on a name, or under their own names into a directory. Authority: cp(1), mv(1). */

import { S_ISDIR } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';
import { joinPath, lastComponent } from './path-text.ts';
import { quoteaf } from './quote.ts';

export interface DestinationOptions {
  readonly targetDirectory: string | undefined;
  readonly noTargetDirectory: boolean;
  /** cp --parents: the whole source name below the directory. */
  readonly parents?: boolean;
  /** Of sources that go into a directory. */
  readonly stripSlashes?: boolean;
}

export interface Pair {
  readonly source: string;
  readonly target: string;
}

function* isDirectory(sys: Sys, path: string): Generator<void, boolean> {
  const stat = yield* sys.stat(path);
  return !isFailure(stat) && S_ISDIR(stat.mode);
}

function* demandDirectory(sys: Sys, io: Io, path: string, what: string): Generator<void, void> {
  const stat = yield* sys.stat(path);
  if (isFailure(stat)) yield* io.die(1, `${what} ${quoteaf(path)}`, stat);
  else if (!S_ISDIR(stat.mode)) yield* io.die(1, `${what} ${quoteaf(path)}: Not a directory`);
}

export function* destinations(
  sys: Sys,
  io: Io,
  operands: readonly string[],
  { targetDirectory, noTargetDirectory, parents = false, stripSlashes = false }: DestinationOptions,
): Generator<void, Pair[]> {
  const [first, second, third] = operands;
  if (first === undefined || (second === undefined && targetDirectory === undefined)) {
    if (first === undefined) return yield* io.usageError(1, 'missing file operand');
    return yield* io.usageError(1, `missing destination file operand after ${quoteaf(first)}`);
  }
  const inside = (directory: string, sources: readonly string[]): Pair[] =>
    sources.map((operand) => {
      const source = stripSlashes ? operand.replace(/(.)\/+$/, '$1') : operand;
      const name = parents ? source.replace(/^\/+/, '') : lastComponent(source);
      return { source, target: name === '..' ? directory : joinPath(directory, name) };
    });
  if (noTargetDirectory) {
    if (targetDirectory !== undefined) {
      return yield* io.die(1, 'cannot combine --target-directory (-t) and --no-target-directory (-T)');
    }
    if (third !== undefined) return yield* io.usageError(1, `extra operand ${quoteaf(third)}`);
    return [{ source: first, target: second ?? '' }];
  }
  if (targetDirectory !== undefined) {
    yield* demandDirectory(sys, io, targetDirectory, 'target directory');
    return inside(targetDirectory, operands);
  }
  const last = operands.at(-1) ?? '';
  if (yield* isDirectory(sys, last)) return inside(last, operands.slice(0, -1));
  if (operands.length > 2) yield* demandDirectory(sys, io, last, 'target');
  return [{ source: first, target: last }];
}
