/** rev: reverse lines characterwise. What is no character of the locale ends a file. Authority: rev(1) of util-linux. */

import { type Failure, fail, isFailure, strerror } from '../kernel/errno.ts';
import { characters, Input } from './lib/input.ts';
import { usesUnicode } from './lib/locale.ts';
import { program } from './lib/program.ts';

const BEYOND_ASCII = /[\x80-\xff]/;
/** A byte that is no UTF-8 (see `decode`). */
const STRAY = /[\udc80-\udcff]/u;

export const rev = program(
  {
    name: 'rev',
    summary: 'reverse lines characterwise',
    usage: '[options] [file ...]',
    about: 'Reverse lines characterwise.',
    family: 'util-linux',
  },
  function* (sys, args, io) {
    const unicode = usesUnicode(io);
    let status = 0;
    for (const name of args.operands.length > 0 ? args.operands : [undefined]) {
      const fd = name === undefined ? 0 : yield* sys.open(name, 0);
      if (isFailure(fd)) {
        yield* io.error(`cannot open ${name}: ${strerror(fd.errno)}`);
        status = 1;
        continue;
      }
      const input = new Input(sys, fd);
      let lines = 0;
      let pending = '';
      let failure: Failure | undefined;
      for (let line = yield* input.line(); line !== undefined; line = input.take() ?? (yield* input.line())) {
        const text = unicode ? characters(line) : line;
        if ((unicode ? STRAY : BEYOND_ASCII).test(text)) {
          failure = fail('EILSEQ');
          break;
        }
        // A NUL ends what C takes for a line, newline and all: the next one is read on behind it.
        pending += text.split('\0', 1)[0] ?? '';
        if (text.includes('\0')) continue;
        lines += 1;
        const all = pending;
        pending = '';
        const ends = all.endsWith('\n');
        const body = ends ? all.slice(0, -1) : all;
        if (io.out.put([...body].reverse().join('') + (ends ? '\n' : ''))) yield* io.out.drain();
      }
      yield* io.print([...pending].reverse().join(''));
      failure ??= input.failure;
      if (failure) {
        yield* io.fail(`${name ?? 'stdin'}: ${lines}`, failure);
        status = 1;
      }
      if (fd !== 0) yield* sys.close(fd);
    }
    return status;
  },
);
