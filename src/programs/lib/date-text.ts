/**
 * Dates as people write them: `2024-05-06 07:08`, `yesterday`, `3 days ago`, `next friday`, `10:00 EST`, `@1700000000`.
 * Models gnulib's parse_datetime, to the microsecond. Authority: date(1), "Date input formats" of coreutils.
 */

import { momentOf } from './calendar.ts';
import { DateParser, type Found, NO_DATE, refuse } from './date-grammar.ts';
import { dateTokens, type LocalNames } from './date-words.ts';
import { type ClockTime, type Zone, zoneOf } from './zone.ts';

const DAY = 86400;

const hourOf = ({ hour, meridian }: Found): number => {
  if (meridian === undefined) return hour < 24 ? hour : refuse();
  if (hour < 1 || hour > 12) refuse();
  return (hour % 12) + (meridian === 'pm' ? 12 : 0);
};

const yearOf = ({ value, digits }: { value: number; digits: number }): number => {
  const year = Math.abs(value);
  return digits === 2 ? year + (year < 69 ? 2000 : 1900) : year;
};

/** How our zone is called now and half a year later; one name for both says nothing. */
const localNames = (zone: Zone, now: number): LocalNames => {
  const today = zone.at(now);
  const other = [1, 2, 3]
    .map((quarter) => zone.at(now + quarter * 90 * DAY))
    .find((type) => type.isDst !== today.isDst);
  if (!other) return new Map([[today.name, today.isDst]]);
  if (other.name === today.name) return new Map([[today.name, undefined]]);
  return new Map([
    [today.name, today.isDst],
    [other.name, other.isDst],
  ]);
};

/** Whether clocks do show this: no 30 February, no hour that summer time leaves out. */
const isShown = (wanted: ClockTime, seconds: number, zone: Zone): boolean => {
  const shown = momentOf(seconds * 1e6, zone);
  return (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).every((part) => shown[part] === wanted[part]);
};

const OFFSETS = { dates: 0, times: 0, days: 0, zones: 0, localZones: 0, dsts: 0 };

const resolve = (found: Found, now: number, zone: Zone): number => {
  const { seen, relative, relativeSeen } = found;
  const { dates, times, days, dsts, zones, localZones } = seen;
  if ([times, dates, days, dsts, localZones + zones].some((count) => count > 1)) refuse();
  const keepsClock = times > 0 || (relativeSeen && dates === 0 && days === 0);
  const us = keepsClock ? found.us : 0;
  const wanted: ClockTime = {
    year: yearOf(found.year),
    month: found.month,
    day: found.day,
    hour: keepsClock ? hourOf(found) : 0,
    minute: keepsClock ? found.minute : 0,
    second: keepsClock ? found.second : 0,
  };
  const anew = dates + days + times > 0;
  const isDst = localZones > 0 ? found.localIsDst : anew ? undefined : zone.at(Math.floor(now / 1e6)).isDst;
  let [seconds, reckoned] = [zone.secondsOf(wanted, isDst), zone];
  if (!isShown(wanted, seconds, zone)) {
    // With a zone of its own the hour may exist there.
    if (zones === 0) refuse();
    reckoned = fixedZone(found.zone);
    seconds = reckoned.secondsOf(wanted);
    if (!isShown(wanted, seconds, reckoned)) refuse();
  }
  let clock: ClockTime = wanted;
  let summer = isDst;
  if (days > 0 && dates === 0) {
    const { weekday } = momentOf(seconds * 1e6, reckoned);
    const skipped = found.ordinal > 0 && weekday !== found.weekday ? 1 : 0;
    clock = { ...clock, day: clock.day + ((found.weekday - weekday + 7) % 7) + 7 * (found.ordinal - skipped) };
    summer = undefined;
    seconds = zone.secondsOf(clock, summer);
    reckoned = zone;
  }
  if (relative.years !== 0 || relative.months !== 0 || relative.days !== 0) {
    const from = momentOf(seconds * 1e6, reckoned);
    const [year, month, day] = [from.year + relative.years, from.month + relative.months, from.day + relative.days];
    clock = { ...wanted, year, month, day };
    seconds = zone.secondsOf(clock, isDst);
    reckoned = zone;
  }
  if (zones > 0) seconds -= found.zone - reckoned.at(seconds).offset;
  return (seconds + relative.seconds) * 1e6 + us + relative.us;
};

const fixedZone = (east: number): Zone => {
  const minutes = Math.abs(east) / 60;
  return zoneOf(`XXX${east < 0 ? '' : '-'}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`);
};

/** `TZ="America/New_York" 10:00`: the zone in which the rest is read. */
const OWN_ZONE = /^\s*TZ="((?:[^"\\]|\\["\\])*)"\s*/;

/** µs since 1970, or undefined for what is no date. `now` in µs. */
export const parseDate = (text: string, now: number, local: Zone): number | undefined => {
  const own = OWN_ZONE.exec(text);
  const zone = own ? zoneOf((own[1] ?? '').replace(/\\(.)/g, '$1')) : local;
  const rest = (own ? text.slice(own[0].length) : text).trim();
  const stamp = /^@\s*([+-]?)\s*(\d+)(?:[.,](\d+))?$/.exec(rest);
  if (stamp)
    return Number(`${stamp[1]}${stamp[2]}`) * 1e6 + Number(`${stamp[1]}${(stamp[3] ?? '').slice(0, 6).padEnd(6, '0')}`);
  const today = momentOf(now, zone);
  const { month, day, hour, minute, second } = today;
  const found: Found = {
    year: { value: today.year, digits: 0 },
    month,
    day,
    hour,
    minute,
    second,
    us: Math.floor(today.nanosecond / 1000),
    meridian: undefined,
    weekday: 0,
    ordinal: 0,
    zone: 0,
    localIsDst: undefined,
    relative: { years: 0, months: 0, days: 0, seconds: 0, us: 0 },
    seen: { ...OFFSETS },
    relativeSeen: false,
  };
  const tokens = dateTokens(rest === '' ? '0' : rest, localNames(zone, Math.floor(now / 1e6)));
  if (!tokens) return undefined;
  try {
    new DateParser(tokens, found).items();
    return resolve(found, now, zone);
  } catch (thrown) {
    if (thrown === NO_DATE) return undefined;
    throw thrown;
  }
};

const twoDigitYear = (digits: string): number => {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 69 ? 2000 + year : 1900 + year;
};

/** touch -t: [[CC]YY]MMDDhhmm[.ss] in µs. */
export const parsePosixTime = (text: string, now: number, zone: Zone): number | undefined => {
  const match = /^(\d{2}|\d{4})??(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(text);
  if (!match) return undefined;
  const [, year, ...parts] = match;
  const [m = 0, d = 0, hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? '0'));
  const y = year === undefined ? momentOf(now, zone).year : twoDigitYear(year);
  const wanted = { year: y, month: m, day: d, hour, minute, second };
  const seconds = zone.secondsOf({ ...wanted, second: Math.min(second, 59) });
  if (second > 60 || !isShown({ ...wanted, second: Math.min(second, 59) }, seconds, zone)) return undefined;
  return (seconds + (second === 60 ? 1 : 0)) * 1e6;
};
