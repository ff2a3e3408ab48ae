/** sleep: delay for a time, which may have fractions and units; several are added. Authority: sleep(1). */

import { parseDuration } from './lib/duration.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

/** nanosleep(2) takes no infinity: a day at a time will do. */
const FOREVER = 86_400_000_000;

export const sleep = program(
  {
    name: 'sleep',
    summary: 'delay for a specified amount of time',
    usage: ['NUMBER[SUFFIX]...', 'OPTION'],
    about:
      "Pause for NUMBER seconds.  SUFFIX may be 's' for seconds (the default), 'm' for\nminutes, 'h' for hours or 'd' for days.  Several NUMBERs are added up; each may\nhave a fraction.",
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) return yield* io.usageError(1, 'missing operand');
    let seconds = 0;
    let valid = true;
    for (const word of args.operands) {
      const duration = parseDuration(word);
      if (duration === undefined) {
        yield* io.error(`invalid time interval ${quote(word)}`);
        valid = false;
      } else seconds += duration;
    }
    if (!valid) return yield* io.usageError(1);
    const remaining = { us: 0 };
    for (let left = Math.ceil(seconds * 1e6); left > 0; left -= FOREVER)
      yield* sys.nanosleep(Math.min(left, FOREVER), remaining);
    return 0;
  },
);
