/** clear: empties the screen of the terminal, and what has scrolled off it. Authority: clear(1) of ncurses. */

import type { Io } from './lib/io.ts';
import { rawProgram } from './lib/program.ts';

const USAGE = `Usage: clear [options]

Options:
  -T TERM     use this instead of $TERM
  -V          print curses-version
  -x          do not try to clear scrollback
`;
/** Terminals that understand what ours does. */
const KNOWN = /^(xterm|screen|tmux|rxvt|linux|vt\d|ansi|gnome|konsole|putty)/;

function* usage(io: Io, problem = ''): Generator<void, never> {
  yield* io.complain(problem + USAGE);
  return io.exit(1);
}

export const clear = rawProgram(
  {
    name: 'clear',
    summary: 'clear the terminal screen',
    usage: '[options]',
    options: {
      term: { short: 'T', value: 'TERM', help: 'use this instead of $TERM' },
      keep: { short: 'x', help: 'do not try to clear scrollback' },
    },
  },
  function* (_sys, args, io) {
    let term = io.getenv('TERM');
    let keep = false;
    const rest = [...args];
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (!word.startsWith('-') || word === '-') return yield* usage(io);
      for (let at = 1; at < word.length; at += 1) {
        const letter = word.charAt(at);
        if (letter === 'x') keep = true;
        else if (letter === 'V') {
          yield* io.print('ncurses 6.4.20221231\n');
          return 0;
        } else if (letter === 'T') {
          term = word.slice(at + 1) || rest.shift();
          if (term === undefined) return yield* usage(io, "clear: option requires an argument -- 'T'\n");
          keep = true;
          break;
        } else return yield* usage(io, `clear: invalid option -- '${letter}'\n`);
      }
    }
    if (term === undefined) {
      yield* io.complain('TERM environment variable not set.\n');
      return 1;
    }
    if (term === 'dumb') return 1;
    if (!KNOWN.test(term)) {
      yield* io.complain(`'${term}': unknown terminal type.\n`);
      return 1;
    }
    yield* io.print(`\x1b[H\x1b[2J${keep ? '' : '\x1b[3J'}`);
    return 0;
  },
);
