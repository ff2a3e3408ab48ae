/**
 * Days and clock times from seconds since 1970, and back in UTC; zone.ts goes back in other zones.
 * Authority: gmtime(3), localtime(3); the algorithm is the proleptic Gregorian calendar counted in 400-year eras from 1 March.
 */

import type { LocalType, Zone } from './zone.ts';

export interface Moment {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  /** 1–31 */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1–366 */
  readonly yearday: number;
  /** How far these clocks are from UTC, and why. */
  readonly type: LocalType;
}

const DAY = 86400;

/** Days since 1970-01-01. */
export const daysFromCivil = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
};

const civilFromDays = (days: number): { year: number; month: number; day: number } => {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
};

/** From µs since 1970: what clocks of a zone show then. */
export const momentOf = (us: number, zone: Zone): Moment => {
  const since = Math.floor(us / 1e6);
  const type = zone.at(since);
  const seconds = since + type.offset;
  const days = Math.floor(seconds / DAY);
  const clock = seconds - days * DAY;
  const civil = civilFromDays(days);
  return {
    ...civil,
    hour: Math.floor(clock / 3600),
    minute: Math.floor(clock / 60) % 60,
    second: clock % 60,
    nanosecond: Math.round(us - since * 1e6) * 1000,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearday: days - daysFromCivil(civil.year, 1, 1) + 1,
    type,
  };
};

/** Seconds since 1970; fields out of their range carry over, as mktime(3) does it. */
export const secondsOf = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number => {
  const months = year * 12 + (month - 1);
  const wholeYear = Math.floor(months / 12);
  return (
    (daysFromCivil(wholeYear, months - wholeYear * 12 + 1, 1) + day - 1) * DAY + hour * 3600 + minute * 60 + second
  );
};

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** Week number and year of ISO 8601. */
export const isoWeek = ({
  year,
  yearday,
  weekday,
}: Pick<Moment, 'year' | 'yearday' | 'weekday'>): { year: number; week: number } => {
  const monday = (weekday + 6) % 7;
  const week = Math.floor((yearday - 1 - monday + 10) / 7);
  const weeksIn = (y: number): number => {
    const first = (((daysFromCivil(y, 1, 1) + 4) % 7) + 7) % 7;
    const leap = daysFromCivil(y + 1, 1, 1) - daysFromCivil(y, 1, 1) === 366;
    return first === 4 || (leap && first === 3) ? 53 : 52;
  };
  if (week < 1) return { year: year - 1, week: weeksIn(year - 1) };
  if (week > weeksIn(year)) return { year: year + 1, week: 1 };
  return { year, week };
};
