/** Actions of find: what prints, deletes, runs or stops. Authority: find(1). */

import { O_CREAT, O_TRUNC, O_WRONLY, S_ISDIR } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { runEach, runMany } from './find-exec.ts';
import { type Primary, statOf, wordOf } from './find-primary.ts';
import { type Format, formatted, longLine, parseFormat } from './find-printf.ts';
import type { Finder, Predicate } from './find-types.ts';
import { Output } from './output.ts';
import { quote } from './quote.ts';

function* streamOf(finder: Finder, path: string): Generator<void, Output> {
  const known = finder.streams.get(path);
  if (known) return known;
  const fd =
    path === '/dev/stdout'
      ? 1
      : path === '/dev/stderr'
        ? 2
        : yield* finder.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (isFailure(fd)) return yield* finder.io.die(1, quote(path), fd);
  const stream = fd === 1 ? finder.io.out : new Output(finder.sys, fd);
  finder.streams.set(path, stream);
  return stream;
}

/** -print, -print0 and, when a file is named, -fprint, -fprint0. */
export const print = (end: string, toFile: boolean): Primary =>
  function* (finder, reader) {
    finder.settings.acts = true;
    const out = toFile ? yield* streamOf(finder, yield* wordOf(finder, reader)) : finder.io.out;
    const terminal = end === '\n' && !isFailure(yield* finder.sys.tcgetattr(out.fd));
    return function* ({ path }) {
      // Nothing may play tricks on a terminal.
      yield* out.print(`${terminal ? path.replace(/[\0-\x1f\x7f]/g, '?') : path}${end}`);
      return true;
    };
  };

export const printFormat = (toFile: boolean): Primary =>
  function* (finder, reader) {
    finder.settings.acts = true;
    const out = toFile ? yield* streamOf(finder, yield* wordOf(finder, reader)) : finder.io.out;
    const format: Format = parseFormat(yield* wordOf(finder, reader));
    for (const warning of format.warnings) yield* finder.io.error(`warning: ${warning}`);
    if (format.problem !== undefined) return yield* finder.io.die(1, `error: ${format.problem}`);
    return function* (visit) {
      yield* out.print(yield* formatted(finder, visit, format));
      return true;
    };
  };

export function* list(finder: Finder): Generator<void, Predicate> {
  finder.settings.acts = true;
  return function* (visit) {
    const stat = yield* statOf(finder, visit);
    if (stat) yield* finder.io.print(yield* longLine(finder, visit, stat));
    return true;
  };
}

/** Implies -depth. `.` is never deleted. */
export function* remove(finder: Finder): Generator<void, Predicate> {
  const { settings, sys, io } = finder;
  settings.acts = true;
  settings.deletes = true;
  settings.depthFirst = true;
  return function* (visit) {
    if (visit.path === '.') return true;
    const stat = yield* statOf(finder, visit);
    if (!stat) return false;
    const failure = S_ISDIR(stat.mode) ? yield* sys.rmdir(visit.path) : yield* sys.unlink(visit.path);
    if (!isFailure(failure)) return true;
    yield* io.fail(`cannot delete ${quote(visit.path)}`, failure);
    finder.status = 1;
    return false;
  };
}

export const execute = (inDirectory: boolean, asks: boolean): Primary =>
  function* (finder, reader) {
    finder.settings.acts = true;
    const { io } = finder;
    const { rest, name } = reader;
    const end = rest.findIndex((word, i) => word === ';' || (!asks && word === '+' && rest[i - 1] === '{}'));
    if (end < 0) {
      const plus = rest.indexOf('+');
      const before = rest[plus - 1];
      if (plus > 0 && !asks && before?.includes('{}')) {
        const problem = `In '${name} ... {} +' the '{}' must appear by itself, but you specified ${quote(before)}`;
        return yield* io.die(1, problem);
      }
      return yield* io.die(1, `missing argument to \`${name}'`);
    }
    const many = rest[end] === '+';
    const words = rest.splice(0, end + 1).slice(0, many ? -2 : -1);
    if (words.length === 0) return yield* io.die(1, `invalid argument \`${many ? '{}' : ';'}' to \`${name}'`);
    if (many && words.some((word) => word.includes('{}'))) {
      return yield* io.die(1, `Only one instance of {} is supported with ${name} ... +`);
    }
    const command = { words, inDirectory, asks };
    return many ? runMany(finder, command) : runEach(finder, command);
  };

export function* prune(finder: Finder): Generator<void, Predicate> {
  finder.settings.prunes = true;
  return function* (visit) {
    visit.pruned = true;
    return true;
  };
}

/** Thrown by -quit: nothing more is looked at. */
export class Quit {}

export function* quit(): Generator<void, Predicate> {
  return function* () {
    throw new Quit();
  };
}
