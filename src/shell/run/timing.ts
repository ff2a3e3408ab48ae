/** The reserved word `time`. Authority: bash(1), Pipelines and TIMEFORMAT. */
import type { Times } from '../../kernel/abi.ts';
import { complain, printError } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';

const BASH_FORMAT = '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS';
const POSIX_FORMAT = 'real %2R\nuser %2U\nsys %2S';

const US_PER_SECOND = 1e6;

/** `places` digits, cut off; `long` is 1m2.345s. */
function duration(us: number, places: number, long: boolean): string {
  const whole = Math.floor(us / US_PER_SECOND);
  const fraction = String(Math.floor(us % US_PER_SECOND))
    .padStart(6, '0')
    .slice(0, places);
  const tail = places > 0 ? `.${fraction}` : '';
  return long ? `${Math.floor(whole / 60)}m${whole % 60}${tail}s` : `${whole}${tail}`;
}

function format(text: string, real: number, user: number, system: number): string {
  const percent = real === 0 ? 0 : ((user + system) * 100) / real;
  return text.replace(
    /%(%|([0-9]?)(l?)([RUS])|P)/g,
    (_all, what: string, places: string, long: string, which: string) => {
      if (what === '%') return '%';
      if (what === 'P') return percent.toFixed(2);
      const us = which === 'R' ? real : which === 'U' ? user : system;
      return duration(us, places === '' ? 3 : Math.min(3, Number(places)), long === 'l');
    },
  );
}

/** The first character behind a % that means nothing; a % at the end stands for itself. */
function badLetter(text: string): string | undefined {
  for (const [, letter] of text.matchAll(/%(?:[%P]|[0-9]?l?[RUS]|[0-9]?l?(.)|$)/gsu))
    if (letter !== undefined) return letter;
  return undefined;
}

/** Runs `body` and reports what it took on standard error. */
export function* timed(sh: Shell, how: 'bash' | 'posix', body: () => Doing<number>): Doing<number> {
  const before = yield* sh.sys.times();
  const status = yield* body();
  const after = yield* sh.sys.times();
  const spent = (of: (times: Times) => number): number => of(after) - of(before);
  const chosen = how === 'posix' ? POSIX_FORMAT : (getValue(sh.state, 'TIMEFORMAT') ?? BASH_FORMAT);
  if (chosen === '') return status;
  const wrong = badLetter(chosen);
  if (wrong !== undefined) {
    yield* complain(sh, `TIMEFORMAT: \`${wrong}': invalid format character`);
    return status;
  }
  const text = format(
    chosen,
    spent((times) => times.elapsed),
    spent((times) => times.utime + times.cutime),
    spent((times) => times.stime + times.cstime),
  );
  yield* printError(sh, `${text}\n`);
  return status;
}
