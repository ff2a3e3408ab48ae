/**
 * Dates as text in the C locale and UTC: date +FORMAT, ls --time-style, printf %(…)T.
 * Models strftime(3) with GNU's flags and widths. Authority: strftime(3), date(1).
 */

import { isoWeek, MONTHS, type Moment, momentOf, WEEKDAYS } from './calendar.ts';

interface Field {
  readonly text: string;
  /** Digits it is padded to, and with what. */
  readonly width?: number;
  readonly pad?: '0' | ' ';
}

const number = (value: number, width: number, pad: '0' | ' ' = '0'): Field => ({ text: String(value), width, pad });
const twelve = (hour: number): number => (hour % 12 === 0 ? 12 : hour % 12);
const half = (hour: number): string => (hour < 12 ? 'AM' : 'PM');

const zone = (colons: number): string =>
  colons === 0 ? '+0000' : colons === 1 ? '+00:00' : colons === 2 ? '+00:00:00' : '+00';

const field = (letter: string, colons: number, m: Moment, us: number): Field | undefined => {
  switch (letter) {
    case 'a':
      return { text: (WEEKDAYS[m.weekday] ?? '').slice(0, 3) };
    case 'A':
      return { text: WEEKDAYS[m.weekday] ?? '' };
    case 'b':
    case 'h':
      return { text: (MONTHS[m.month - 1] ?? '').slice(0, 3) };
    case 'B':
      return { text: MONTHS[m.month - 1] ?? '' };
    case 'c':
      return { text: strftime('%a %b %e %H:%M:%S %Y', us) };
    case 'C':
      return number(Math.floor(m.year / 100), 2);
    case 'd':
      return number(m.day, 2);
    case 'D':
    case 'x':
      return { text: strftime('%m/%d/%y', us) };
    case 'e':
      return number(m.day, 2, ' ');
    case 'F':
      return { text: strftime('%Y-%m-%d', us) };
    case 'g':
      return number(isoWeek(m).year % 100, 2);
    case 'G':
      return number(isoWeek(m).year, 4);
    case 'H':
      return number(m.hour, 2);
    case 'I':
      return number(twelve(m.hour), 2);
    case 'j':
      return number(m.yearday, 3);
    case 'k':
      return number(m.hour, 2, ' ');
    case 'l':
      return number(twelve(m.hour), 2, ' ');
    case 'm':
      return number(m.month, 2);
    case 'M':
      return number(m.minute, 2);
    case 'n':
      return { text: '\n' };
    case 'p':
      return { text: half(m.hour) };
    case 'P':
      return { text: half(m.hour).toLowerCase() };
    case 'q':
      return number(Math.ceil(m.month / 3), 1);
    case 'r':
      return { text: strftime('%I:%M:%S %p', us) };
    case 'R':
      return { text: strftime('%H:%M', us) };
    case 's':
      return number(Math.floor(us / 1e6), 1);
    case 'S':
      return number(m.second, 2);
    case 't':
      return { text: '\t' };
    case 'T':
    case 'X':
      return { text: strftime('%H:%M:%S', us) };
    case 'u':
      return number(m.weekday === 0 ? 7 : m.weekday, 1);
    case 'U':
      return number(Math.floor((m.yearday + 6 - m.weekday) / 7), 2);
    case 'V':
      return number(isoWeek(m).week, 2);
    case 'w':
      return number(m.weekday, 1);
    case 'W':
      return number(Math.floor((m.yearday + 6 - ((m.weekday + 6) % 7)) / 7), 2);
    case 'y':
      return number(m.year % 100, 2);
    case 'Y':
      return number(m.year, 4);
    case 'z':
      return { text: zone(colons) };
    case 'Z':
      return { text: 'UTC' };
    case '%':
      return { text: '%' };
    default:
      return undefined;
  }
};

const swapCase = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());

const apply = ({ text, width = 0, pad }: Field, flags: string, asked: number | undefined): string => {
  let out = flags.includes('#') ? swapCase(text) : text;
  if (flags.includes('^')) out = out.toUpperCase();
  const flag = [...flags].findLast((one) => '-_0+'.includes(one));
  const isNumber = width > 0;
  if (flag === '-') return out;
  const fill = flag === '_' ? ' ' : flag === '0' ? '0' : (pad ?? (isNumber ? '0' : ' '));
  return out.padStart(asked ?? width, fill);
};

/** %N counts its width in digits of the fraction. */
const fraction = (nanosecond: number, flags: string, asked: number | undefined): string => {
  const digits = String(nanosecond)
    .padStart(9, '0')
    .slice(0, asked ?? 9);
  return flags.includes('-') ? digits.replace(/0+$/, '') : digits.padEnd(asked ?? 9, '0');
};

/** `us` is µs since 1970. An unknown conversion stays as it is. */
export const strftime = (format: string, us: number): string => {
  const moment = momentOf(us);
  return format.replace(
    /%([-_0^#+]*)(\d*)(:*)([EO]?)(.?)/gsu,
    (whole: string, flags: string, width: string, colons: string, _modifier: string, letter: string) => {
      const asked = width === '' ? undefined : Number(width);
      if (letter === 'N') return fraction(moment.nanosecond, flags, asked);
      const found = field(letter, colons.length, moment, us);
      return found ? apply(found, flags, asked) : whole;
    },
  );
};
