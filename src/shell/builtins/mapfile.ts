/** mapfile, readarray: lines into an array. Authority: bash(1). */
import { decode } from '../../bytes.ts';
import { F_GETFD } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { type ByteInput, openInput } from '../byte-input.ts';
import { ReadonlyError } from '../expand/error.ts';
import { GrowingBytes } from '../growing-bytes.ts';
import { complain } from '../output.ts';
import type { Builtin, Doing } from '../shell.ts';
import { READONLY } from '../state.ts';
import { arrayVariable, isName, resolve } from '../variables/variables.ts';
import { parseOptions } from './options.ts';

const NEWLINE = 10;
/** Options that take a number: the least, and what it is called. */
const NUMBERS = [
  ['n', 0, 'line count'],
  ['O', 0, 'array origin'],
  ['s', 0, 'line count'],
  ['u', 0, 'file descriptor specification'],
  ['c', 1, 'callback quantum'],
] as const;

/** The next line with its delimiter, good until more is read; undefined at end of file. */
function* nextLine(input: ByteInput, delimiter: number): Doing<Uint8Array | undefined> {
  let piece = input.through(delimiter);
  if (piece.at(-1) === delimiter) return piece;
  const line = new GrowingBytes();
  for (;;) {
    line.add(piece);
    if (piece.at(-1) === delimiter) return line.all;
    const count = yield* input.fill();
    if (isFailure(count) || count === 0) return line.length > 0 ? line.all : undefined;
    input.filled(count);
    piece = input.through(delimiter);
  }
}

const withoutDelimiter = (line: Uint8Array, delimiter: number): Uint8Array =>
  line.at(-1) === delimiter ? line.subarray(0, line.length - 1) : line;

const named = (name: 'mapfile' | 'readarray'): Builtin => {
  const builtin: Builtin = {
    name,
    usage: `${name} [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]`,
    *run(sh, args) {
      const options = yield* parseOptions(sh, builtin, args, 'd:n:O:s:tu:C:c:');
      if (!options) return 2;
      const { rest, given } = options;
      for (const [letter, least, what] of NUMBERS) {
        const text = given.get(letter);
        if (text === undefined || (/^[+-]?\d+$/.test(text) && Number(text) >= least)) continue;
        yield* complain(sh, `${name}: ${text}: invalid ${what}`);
        return 1;
      }
      const number = (letter: string, otherwise: number): number => Number(given.get(letter) ?? otherwise);
      const delimiter = given.has('d') ? given.get('d')?.charCodeAt(0) || 0 : NEWLINE;
      const most = number('n', 0) || Number.POSITIVE_INFINITY;
      const quantum = number('c', 5000);
      const fd = number('u', 0);
      const usable = given.has('u') ? yield* sh.sys.fcntl(fd, F_GETFD) : 0;
      if (isFailure(usable)) {
        yield* complain(sh, `${name}: ${fd}: invalid file descriptor: ${strerror(usable.errno)}`);
        return 1;
      }
      const array = resolve(sh.state, rest[0] ?? 'MAPFILE');
      if (!isName(array)) {
        yield* complain(sh, `${name}: \`${array}': not a valid identifier`);
        return 1;
      }
      const v = arrayVariable(sh.state, array, 'indexed');
      if (v.shape === 'associative') {
        yield* complain(sh, `${name}: ${array}: not an indexed array`);
        return 1;
      }
      if (v.flags & READONLY) throw new ReadonlyError(array);
      if (!given.has('O')) v.elements = new Map();
      let index = number('O', 0);
      const input = yield* openInput(sh.sys, fd);
      for (let skipped = number('s', 0); skipped > 0; skipped--) yield* nextLine(input, delimiter);
      for (let count = 0; count < most; count++) {
        const line = yield* nextLine(input, delimiter);
        if (!line) break;
        const strip = given.has('t') || delimiter === 0;
        const text = decode(strip ? withoutDelimiter(line, delimiter) : line);
        const callback = given.get('C');
        if (callback !== undefined && (count + 1) % quantum === 0) {
          yield* input.sync();
          yield* sh.interpreter.text(sh, `${callback} ${index} '${text.replace(/'/g, `'\\''`)}'`);
        }
        v.elements?.set(index++, text);
      }
      yield* input.giveBack();
      return 0;
    },
  };
  return builtin;
};

export const mapfile = named('mapfile');
export const readarray = named('readarray');
