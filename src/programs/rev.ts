/** rev: reverse lines characterwise. Authority: rev(1) of util-linux. */

import { isFailure, strerror } from '../kernel/errno.ts';
import { characters, Input } from './lib/input.ts';
import { openInput } from './lib/io.ts';
import { program } from './lib/program.ts';

export const rev = program(
  {
    name: 'rev',
    summary: 'reverse lines characterwise',
    usage: '[options] [file ...]',
    about: 'Reverse lines characterwise.',
    family: 'util-linux',
  },
  function* (sys, args, io) {
    let status = 0;
    for (const name of args.operands.length > 0 ? args.operands : ['-']) {
      const fd = yield* openInput(sys, name);
      if (isFailure(fd)) {
        yield* io.error(`cannot open ${name}: ${strerror(fd.errno)}`);
        status = 1;
        continue;
      }
      const input = new Input(sys, fd);
      let lines = 0;
      for (let line = yield* input.line(); line !== undefined; line = input.take() ?? (yield* input.line())) {
        lines += 1;
        const text = characters(line);
        const ends = text.endsWith('\n');
        const body = ends ? text.slice(0, -1) : text;
        if (io.out.put([...body].reverse().join('') + (ends ? '\n' : ''))) yield* io.out.drain();
      }
      if (input.failure) {
        yield* io.fail(`${name === '-' ? 'stdin' : name}: ${lines}`, input.failure);
        status = 1;
      }
      if (fd !== 0) yield* sys.close(fd);
    }
    return status;
  },
);
