/** times. Authority: bash(1). */
import { print } from '../output.ts';
import type { Builtin } from '../shell.ts';

const clock = (us: number): string => {
  const seconds = Math.floor(us / 1e6);
  const milliseconds = String(Math.floor((us % 1e6) / 1000)).padStart(3, '0');
  return `${Math.floor(seconds / 60)}m${seconds % 60}.${milliseconds}s`;
};

export const times: Builtin = {
  name: 'times',
  special: true,
  usage: 'times',
  *run(sh) {
    const { utime, stime, cutime, cstime } = yield* sh.sys.times();
    return yield* print(sh, 'times', `${clock(utime)} ${clock(stime)}\n${clock(cutime)} ${clock(cstime)}\n`);
  },
};
