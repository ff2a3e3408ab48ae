/**
 * strftime(3) in the C locale and UTC, for `printf %(…)T` and prompts.
 * Leaves out time zones other than UTC and the E and O modifiers.
 */

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const two = (value: number): string => String(value).padStart(2, '0');

const SECONDS_PER_DAY = 86400;
const DAYS_PER_ERA = 146097;
const DAYS_TO_1970 = 719468;

/** struct tm, in UTC; months and days of the year count from 0. */
interface BrokenDown {
  readonly epoch: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** The civil calendar by eras of 400 years that begin on 1 March. */
function breakDown(epoch: number): BrokenDown {
  const days = Math.floor(epoch / SECONDS_PER_DAY);
  const rest = epoch - days * SECONDS_PER_DAY;
  const shifted = days + DAYS_TO_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const ofEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const fromMarch = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * fromMarch + 2) / 153);
  const day = fromMarch - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = (shiftedMonth + 2) % 12;
  const year = yearOfEra + era * 400 + (month < 2 ? 1 : 0);
  return {
    epoch,
    year,
    month,
    day,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: (DAYS_BEFORE[month] ?? 0) + day - 1 + (month > 1 && isLeap(year) ? 1 : 0),
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
  };
}

/** ISO 8601 week and the year it belongs to: those of its Thursday. */
function isoWeek(time: BrokenDown): { year: number; week: number } {
  const thursday = breakDown(time.epoch + (3 - ((time.weekday + 6) % 7)) * SECONDS_PER_DAY);
  return { year: thursday.year, week: Math.floor(thursday.yearDay / 7) + 1 };
}

const hour12 = (hour: number): number => hour % 12 || 12;

const COMPOSED: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  '+': '%a %b %e %H:%M:%S %Z %Y',
};

const SIMPLE: Readonly<Record<string, (time: BrokenDown) => string>> = {
  a: (time) => (DAYS[time.weekday] ?? '').slice(0, 3),
  A: (time) => DAYS[time.weekday] ?? '',
  b: (time) => (MONTHS[time.month] ?? '').slice(0, 3),
  B: (time) => MONTHS[time.month] ?? '',
  C: (time) => two(Math.floor(time.year / 100)),
  d: (time) => two(time.day),
  e: (time) => String(time.day).padStart(2),
  g: (time) => two(isoWeek(time).year % 100),
  G: (time) => String(isoWeek(time).year),
  H: (time) => two(time.hour),
  I: (time) => two(hour12(time.hour)),
  j: (time) => String(time.yearDay + 1).padStart(3, '0'),
  k: (time) => String(time.hour).padStart(2),
  l: (time) => String(hour12(time.hour)).padStart(2),
  m: (time) => two(time.month + 1),
  M: (time) => two(time.minute),
  n: () => '\n',
  p: (time) => (time.hour < 12 ? 'AM' : 'PM'),
  P: (time) => (time.hour < 12 ? 'am' : 'pm'),
  s: (time) => String(time.epoch),
  S: (time) => two(time.second),
  t: () => '\t',
  u: (time) => String(time.weekday || 7),
  U: (time) => two(Math.floor((time.yearDay + 7 - time.weekday) / 7)),
  V: (time) => two(isoWeek(time).week),
  w: (time) => String(time.weekday),
  W: (time) => two(Math.floor((time.yearDay + 7 - ((time.weekday + 6) % 7)) / 7)),
  y: (time) => two(time.year % 100),
  Y: (time) => String(time.year),
  z: () => '+0000',
  Z: () => 'UTC',
  '%': () => '%',
};

/** `us`: µs since the epoch. */
export function formatTime(format: string, us: number): string {
  const time = breakDown(Math.floor(us / 1e6));
  const expand = (text: string): string =>
    text.replace(/%([-_0^#]?)(.)/gs, (all, flag: string, letter: string) => {
      const composed = COMPOSED[letter];
      const plain = composed === undefined ? SIMPLE[letter]?.(time) : expand(composed);
      if (plain === undefined) return all;
      if (flag === '-') return plain.replace(/^[0 ]+(?=.)/, '');
      if (flag === '_') return plain.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length));
      return flag === '^' ? plain.toUpperCase() : plain;
    });
  return expand(format);
}
