/** yes: output a line for ever, in writes of (nearly) 8192 bytes as the real one does. Authority: yes(1). */

import { encode } from '../bytes.ts';
import { strerror } from '../kernel/errno.ts';
import { writeAll } from './lib/output.ts';
import { program } from './lib/program.ts';

const BUFFER = 8192;

export const yes = program(
  {
    name: 'yes',
    summary: 'output a string repeatedly until killed',
    usage: ['[STRING]...', 'OPTION'],
    about: "Repeatedly output a line with all specified STRING(s), or 'y'.",
  },
  function* (sys, args, io) {
    const line = encode(`${args.operands.length > 0 ? args.operands.join(' ') : 'y'}\n`);
    const copies = line.length <= BUFFER / 2 ? Math.floor(BUFFER / line.length) : 1;
    const buffer = new Uint8Array(line.length * copies);
    for (let i = 0; i < copies; i += 1) buffer.set(line, i * line.length);
    for (;;) {
      const failure = yield* writeAll(sys, 1, buffer);
      if (failure) return yield* io.die(1, `standard output: ${strerror(failure.errno)}`);
    }
  },
);
