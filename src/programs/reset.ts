/**
 * reset: brings a terminal back to its senses, after a program has left it raw or without echo.
 * Models the sane settings and the reset of the screen. Leaves out -e, -i, -k, -m, -r, -s. Authority: reset(1) of ncurses.
 */

import { isFailure, strerror } from '../kernel/errno.ts';
import { rawProgram } from './lib/program.ts';
import { sane } from './lib/termios-modes.ts';

const RESET = '\x1bc\x1b]104\x07\x1b[!p\x1b[?3;4l\x1b[4l\x1b>\x1b[?69l\r';
/** Old terminals needed a while. */
const SETTLE_US = 1_000_000;

export const reset = rawProgram(
  { name: 'reset', summary: 'reset the terminal', usage: '[-q]' },
  function* (sys, args, io) {
    let fd = -1;
    for (const candidate of [2, 1, 0]) {
      if (!isFailure(yield* sys.tcgetattr(candidate))) {
        fd = candidate;
        break;
      }
    }
    const opened = fd < 0 ? yield* sys.open('/dev/tty', 2) : fd;
    if (isFailure(opened)) {
      yield* io.complain(`reset: terminal attributes: ${strerror(opened.errno)}\n\n`);
      return 1;
    }
    const termios = yield* sys.tcgetattr(opened);
    if (isFailure(termios)) {
      yield* io.complain(`reset: terminal attributes: ${strerror(termios.errno)}\n\n`);
      return 1;
    }
    const option = args.find((word) => word.startsWith('-'));
    if (option === '-q') {
      yield* io.print(`${io.getenv('TERM') ?? 'unknown'}\n`);
      return 0;
    }
    if (option !== undefined) {
      yield* io.complain(`reset: invalid option -- '${option.charAt(1)}'\nUsage: reset [options] [terminal]\n`);
      return 1;
    }
    yield* sys.tcsetattr(opened, sane(termios));
    yield* io.complain(RESET);
    yield* sys.nanosleep(SETTLE_US);
    return 0;
  },
);
