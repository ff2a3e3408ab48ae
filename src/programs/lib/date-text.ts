/**
 * Dates as people write them: `2024-05-06 07:08`, `yesterday`, `3 days ago`, `next friday`, `@1700000000`.
 * Models the everyday part of GNU's parse_datetime in UTC. Leaves out military and most named time zones, and dates of
 * fewer than three parts other than month/day. Authority: date(1), "Date input formats" of coreutils.
 */

import { MONTHS, type Moment, momentOf, secondsOf, WEEKDAYS } from './calendar.ts';

const UNITS: Readonly<Record<string, readonly ['month' | 'day' | 'second', number]>> = {
  year: ['month', 12],
  month: ['month', 1],
  fortnight: ['day', 14],
  week: ['day', 7],
  day: ['day', 1],
  hour: ['second', 3600],
  minute: ['second', 60],
  min: ['second', 60],
  second: ['second', 1],
  sec: ['second', 1],
};
const ORDINALS: Readonly<Record<string, number>> = {
  last: -1,
  this: 0,
  next: 1,
  first: 1,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
};
const DAY_WORDS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, now: 0, tomorrow: 1 };
const ZONES: Readonly<Record<string, number>> = {
  utc: 0,
  gmt: 0,
  z: 0,
  ut: 0,
  wet: 0,
  cet: 3600,
  cest: 7200,
  est: -18000,
  pst: -28800,
};

interface State {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  fraction: number;
  dateSeen: boolean;
  timeSeen: boolean;
  months: number;
  days: number;
  seconds: number;
  weekday: number | undefined;
  ordinal: number;
  zone: number;
  zoneSeen: boolean;
  /** By a word: a number behind it is none. */
  zoneNamed: boolean;
}

const fullYear = (digits: string): number => {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 69 ? 2000 + year : 1900 + year;
};

const lookUp = (words: readonly string[], word: string): number =>
  word.length < 3
    ? -1
    : words.findIndex((name) => name.toLowerCase() === word || name.slice(0, 3).toLowerCase() === word);

const setDate = (state: State, year: number, month: number, day: number): boolean => {
  if (state.dateSeen || month < 1 || month > 12 || day < 1 || day > 31) return false;
  Object.assign(state, { year, month, day, dateSeen: true });
  return true;
};

const setTime = (state: State, hour: number, minute: number, second: number, fraction: number): boolean => {
  if (state.timeSeen || hour > 23 || minute > 59 || second > 59) return false;
  Object.assign(state, { hour, minute, second, fraction, timeSeen: true });
  return true;
};

const twelveHour = (hour: number, half: string): number | undefined => {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
};

type Rule = readonly [RegExp, (match: RegExpExecArray, state: State) => boolean];

const month = (word: string): number => lookUp(MONTHS, word.toLowerCase().replace(/\.$/, '')) + 1;

/** Tried in this order at the start of what is left. */
const RULES: readonly Rule[] = [
  [/^(\d{4,})-(\d{1,2})-(\d{1,2})(?=$|[\sTt,])/, ([, y = '', m, d], s) => setDate(s, Number(y), Number(m), Number(d))],
  [/^(\d{1,2})\/(\d{1,2})\/(\d{2,4})/, ([, m, d, y = ''], s) => setDate(s, fullYear(y), Number(m), Number(d))],
  [/^(\d{4})\/(\d{1,2})\/(\d{1,2})/, ([, y, m, d], s) => setDate(s, Number(y), Number(m), Number(d))],
  [/^(\d{1,2})\/(\d{1,2})(?![\d/])/, ([, m, d], s) => setDate(s, s.year, Number(m), Number(d))],
  [
    /^(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{2,4})(?![\d:])/i,
    ([, d, m = '', y = ''], s) => month(m) > 0 && setDate(s, fullYear(y), month(m), Number(d)),
  ],
  [
    /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})(?![\d:])/i,
    ([, m = '', d, y], s) => month(m) > 0 && setDate(s, Number(y), month(m), Number(d)),
  ],
  [
    /^([a-z]{3,9})\.? (\d{1,2})(?![\d:])/i,
    ([, m = '', d], s) => month(m) > 0 && setDate(s, s.year, month(m), Number(d)),
  ],
  [/^(\d{1,2}) ([a-z]{3,9})(?![a-z])/i, ([, d, m = ''], s) => month(m) > 0 && setDate(s, s.year, month(m), Number(d))],
  [
    /^[Tt]?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:\s*([ap])\.?m\.?(?![a-z]))?/i,
    ([, h, m, sec = '0', fraction = '', half], s) => {
      const hour = half === undefined ? Number(h) : twelveHour(Number(h), half);
      return hour !== undefined && setTime(s, hour, Number(m), Number(sec), Number(`0.${fraction || '0'}`));
    },
  ],
  [
    /^(\d{1,2})\s*([ap])\.?m\.?(?![a-z])/i,
    ([, h, half = ''], s) => {
      const hour = twelveHour(Number(h), half);
      return hour !== undefined && setTime(s, hour, 0, 0, 0);
    },
  ],
  [
    // Behind a time a signed number is a zone, whatever follows: `10:00 + 3 hours` is one hour after 07:00.
    /^([+-])\s*(\d{1,2})(?::?(\d{2}))?(?!\d)/,
    ([, sign, h, m = '0'], s) => {
      if (!s.timeSeen || s.zoneSeen || s.zoneNamed || Number(h) > 24) return false;
      s.zone = (sign === '-' ? -1 : 1) * (Number(h) * 3600 + Number(m) * 60);
      s.zoneSeen = true;
      return true;
    },
  ],
  [/^(\d{4})(\d{2})(\d{2})(?!\d)/, ([, y, m, d], s) => setDate(s, Number(y), Number(m), Number(d))],
  [
    /^([+-]?)\s*(\d+)?\s*(year|month|fortnight|week|day|hour|minute|min|second|sec)s?(?![a-z])(\s+ago(?![a-z]))?/i,
    ([, sign, count = '1', unit = '', ago], s) =>
      relative(s, (sign === '-' ? -1 : 1) * Number(count) * (ago ? -1 : 1), unit),
  ],
  [
    /^(last|this|next|first|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\s+([a-z]+)(\s+ago)?/i,
    ([, ordinal = '', word = '', ago], s) => {
      const count = (ORDINALS[ordinal.toLowerCase()] ?? 0) * (ago ? -1 : 1);
      const day = lookUp(WEEKDAYS, word.toLowerCase());
      if (day < 0) return relative(s, count, word);
      s.weekday = day;
      s.ordinal = count;
      return true;
    },
  ],
  [
    /^(yesterday|today|now|tomorrow)(?![a-z])/i,
    ([, word = ''], s) => {
      s.days += DAY_WORDS[word.toLowerCase()] ?? 0;
      return true;
    },
  ],
  [/^(midnight|noon)(?![a-z])/i, ([, word = ''], s) => setTime(s, word.toLowerCase() === 'noon' ? 12 : 0, 0, 0, 0)],
  [
    /^([a-z]+)\.?,?/i,
    ([, word = ''], s) => {
      const lower = word.toLowerCase();
      const day = lookUp(WEEKDAYS, lower);
      if (day >= 0) {
        s.weekday = day;
        s.ordinal = 0;
        return true;
      }
      const zone = ZONES[lower];
      if (zone === undefined) return false;
      s.zone = zone;
      s.zoneNamed = true;
      return true;
    },
  ],
];

const relative = (state: State, count: number, word: string): boolean => {
  const unit = UNITS[word.toLowerCase().replace(/s$/, '')] ?? UNITS[word.toLowerCase()];
  if (!unit) return false;
  const [kind, size] = unit;
  if (kind === 'month') state.months += count * size;
  else if (kind === 'day') state.days += count * size;
  else state.seconds += count * size;
  return true;
};

const isRealDay = ({ year, month: m, day }: State): boolean => {
  const seen: Moment = momentOf(secondsOf(year, m, day, 0, 0, 0) * 1e6);
  return seen.month === m && seen.day === day;
};

const DAY = 86400;

/** µs since 1970, or undefined for what is no date. `now` in µs. */
export const parseDate = (text: string, now: number): number | undefined => {
  const stamp = /^\s*@(-?\d+)(?:[.,](\d+))?\s*$/.exec(text);
  if (stamp) return Number(stamp[1]) * 1e6 + Math.floor(Number(`0.${stamp[2] ?? '0'}`) * 1e6);
  const today = momentOf(now);
  const state: State = {
    year: today.year,
    month: today.month,
    day: today.day,
    hour: 0,
    minute: 0,
    second: 0,
    fraction: 0,
    dateSeen: false,
    timeSeen: false,
    months: 0,
    days: 0,
    seconds: 0,
    weekday: undefined,
    ordinal: 0,
    zone: 0,
    zoneSeen: false,
    zoneNamed: false,
  };
  let rest = text.trim();
  let relativeOnly = false;
  while (rest !== '') {
    const rule = RULES.find(([pattern, act]) => {
      const match = pattern.exec(rest);
      if (!match || !act(match, state)) return false;
      rest = rest.slice(match[0].length).replace(/^[\s,]+/, '');
      return true;
    });
    if (!rule) return undefined;
    relativeOnly = true;
  }
  if (state.dateSeen && !isRealDay(state)) return undefined;
  // Nothing but relative words keeps the time of day.
  const keepsClock = relativeOnly && !state.dateSeen && !state.timeSeen && state.weekday === undefined;
  const [hour, minute, second] = keepsClock
    ? [today.hour, today.minute, today.second]
    : [state.hour, state.minute, state.second];
  let seconds = secondsOf(state.year, state.month + state.months, state.day + state.days, hour, minute, second);
  if (state.weekday !== undefined && !state.dateSeen) seconds += weekdayOffset(seconds, state) * DAY;
  const fraction = keepsClock ? today.nanosecond / 1000 : Math.floor(state.fraction * 1e6);
  return (seconds + state.seconds - state.zone) * 1e6 + fraction;
};

/** Days up to a weekday: today counts for none of `next` and `last`. */
const weekdayOffset = (seconds: number, { weekday = 0, ordinal }: State): number => {
  const today = momentOf(seconds * 1e6).weekday;
  const ahead = (weekday - today + 7) % 7;
  return ahead + 7 * (ordinal - (ordinal > 0 && ahead > 0 ? 1 : 0));
};

/** touch -t: [[CC]YY]MMDDhhmm[.ss] in µs. */
export const parsePosixTime = (text: string, now: number): number | undefined => {
  const match = /^(\d{2}|\d{4})??(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(text);
  if (!match) return undefined;
  const [, year, ...parts] = match;
  const [m = 0, d = 0, h = 0, min = 0, s = 0] = parts.map((part) => Number(part ?? '0'));
  if (m < 1 || m > 12 || d < 1 || d > 31 || h > 23 || min > 59 || s > 60) return undefined;
  const y = year === undefined ? momentOf(now).year : fullYear(year);
  return secondsOf(y, m, d, h, min, s) * 1e6;
};
