/** printf. The format language is shared with /bin/printf. Authority: bash(1), printf(1). */
import { formatPrintf } from '../../programs/lib/printf.ts';
import { quoteWithBackslashes } from '../expand/quote.ts';
import { complain, print, printUsage } from '../output.ts';
import { formatTime } from '../session/local-time.ts';
import type { Builtin } from '../shell.ts';
import { assignTo } from '../variables/place.ts';
import { assign } from '../variables/variables.ts';
import { parseOptions } from './options.ts';

const US_PER_SECOND = 1e6;

export const printf: Builtin = {
  name: 'printf',
  usage: 'printf [-v var] format [arguments]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, printf, args, 'v:');
    if (!options) return 2;
    const [format, ...rest] = options.rest;
    const target = options.given.get('v');
    if (format === undefined) return yield* printUsage(sh, printf);
    if (target !== undefined && !/^[A-Za-z_]\w*(\[.*\])?$/s.test(target)) {
      yield* complain(sh, `printf: \`${target}': not a valid identifier`);
      return 2;
    }
    const now = format.includes(')T') ? yield* sh.sys.clock_gettime() : 0;
    const { text, problems, status } = formatPrintf(format, rest, {
      style: 'bash',
      quote: quoteWithBackslashes,
      time: (timeFormat, seconds) => formatTime(sh.state, timeFormat, seconds < 0 ? now : seconds * US_PER_SECOND),
      assign: (name, value) => assign(sh, name, value),
    });
    for (const problem of problems) yield* complain(sh, `printf: ${problem}`);
    if (target !== undefined) {
      assignTo(sh, target, text);
      return status;
    }
    const written = yield* print(sh, 'printf', text);
    return written === 0 ? status : written;
  },
};
