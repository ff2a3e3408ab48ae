/**
 * Time zones: what TZ says, how far a moment's clocks are from UTC there, and which moment a clock shows.
 * Models the strings of POSIX (`EST5EDT,M3.2.0,M11.1.0`, `<+0530>-5:30`), names of the time zone database by the rule they
 * follow now (zone-names.ts), and the search of mktime(3) in hours that occur twice or never. Without TZ the zone is UTC.
 * Leaves out leap seconds and files of one's own (`TZ=:/path`), which count as UTC. Authority: tzset(3), glibc 2.36.
 */

import { secondsOf } from './calendar.ts';
import { ruleOfName } from './zone-names.ts';

/** What clocks show at a moment, beside UTC. */
export interface LocalType {
  /** Seconds east of Greenwich. */
  readonly offset: number;
  readonly isDst: boolean;
  /** The abbreviation: `CEST`. */
  readonly name: string;
}

/** A moment of clocks: fields may be out of their range, as mktime(3) allows it. */
export interface ClockTime {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Which day of a year: the Nth from 0 (29 February counted or not), or a weekday of a month (week 5 is its last). */
type Day =
  | { readonly kind: 'julian' | 'leapless'; readonly day: number }
  | { readonly kind: 'weekday'; readonly month: number; readonly week: number; readonly weekday: number };

/** When clocks are changed: a day, and seconds after its midnight. */
interface Change {
  readonly day: Day;
  readonly clock: number;
}

interface Rules {
  readonly standard: LocalType;
  readonly summer: LocalType;
  readonly begins: Change;
  readonly ends: Change;
}

const HOUR = 3600;
const DAY = 86400;
/** What stands where no rule could be read: with different offsets it is summer from one of them to the other. */
const NONE: Change = { day: { kind: 'julian', day: 0 }, clock: 0 };

const signed = (text: string): number => (text === '-' ? -1 : 1);

const NAME = /^(?:([A-Za-z]{3,})|<([A-Za-z0-9+-]{3,})>)/;
const OFFSET = /^([+-]?)(\d{1,5})(?::(\d{1,5})(?::(\d{1,5}))?)?/;
const TIME = /^\/(-?)(?:(\d+)(?::(\d+)(?::(\d+))?)?)?/;

/** What is left to read of a TZ string. */
class Reader {
  rest: string;
  constructor(text: string) {
    this.rest = text;
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.rest);
    if (found) this.rest = this.rest.slice(found[0].length);
    return found ?? undefined;
  }

  name(): string | undefined {
    const found = this.take(NAME);
    return found?.[1] ?? found?.[2];
  }

  /** Seconds east of Greenwich: the string counts westward. */
  offset(): number | undefined {
    const found = this.take(OFFSET);
    if (!found) return undefined;
    const [, sign = '', h, m = '0', s = '0'] = found;
    return (
      -signed(sign) * (Math.min(Number(h), 24) * HOUR + Math.min(Number(m), 59) * 60 + Math.min(Number(s), 59)) + 0
    );
  }

  private day(missing: string): { day: Day; good: boolean } {
    if (this.rest === '') this.rest = missing;
    const weekday = this.take(/^M(\d+)\.(\d+)\.(\d+)/);
    if (weekday) {
      const [month = 0, week = 0, day = 0] = weekday.slice(1).map(Number);
      if (month < 1 || month > 12 || week < 1 || week > 5 || day > 6) return { day: NONE.day, good: false };
      return { day: { kind: 'weekday', month, week, weekday: day }, good: true };
    }
    const counted = this.take(/^(J?)(\d+)/);
    if (!counted) return { day: NONE.day, good: false };
    const [, leapless, digits] = counted;
    const kind = leapless ? 'leapless' : 'julian';
    const least = leapless ? 1 : 0;
    const good = Number(digits) >= least && Number(digits) <= 365;
    return { day: { kind, day: (good ? Number(digits) : 0) - least }, good };
  }

  /** `missing` stands for a rule that is not there: that of the United States. After a mistake no other is read. */
  change(missing: string): { change: Change; good: boolean } {
    this.take(/^,/);
    const { day, good } = this.day(missing);
    if (!good || !/^(?:$|[/,])/.test(this.rest) || this.rest === '/') return { change: { day, clock: 0 }, good: false };
    const time = this.take(TIME);
    if (!time) return { change: { day, clock: 2 * HOUR }, good };
    const [, sign = '', h = '2', m = '0', s = '0'] = time;
    return { change: { day, clock: signed(sign) * (Number(h) * HOUR + Number(m) * 60 + Number(s)) }, good };
  }
}

/** A string that is wrong somewhere counts as far as it could be read. */
const parse = (text: string): Rules => {
  const reader = new Reader(text);
  const name = reader.name() ?? '';
  const offset = name === '' ? undefined : reader.offset();
  const standard: LocalType = { offset: offset ?? 0, isDst: false, name };
  if (offset === undefined || reader.rest === '') return { standard, summer: standard, begins: NONE, ends: NONE };
  const summerName = reader.name();
  const summerOffset = summerName === undefined ? 0 : (reader.offset() ?? offset + HOUR);
  const summer: LocalType = { offset: summerOffset, isDst: true, name: summerName ?? '' };
  if (reader.rest === ',' && summerName !== undefined) reader.rest = '';
  const begins = reader.change('M3.2.0');
  const ends = begins.good ? reader.change('M11.1.0').change : NONE;
  return { standard, summer, begins: begins.change, ends };
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const weekdayOf = (seconds: number): number => (((Math.floor(seconds / DAY) + 4) % 7) + 7) % 7;

/** Midnight at the beginning of that day, as if clocks showed UTC. */
const midnightOf = (day: Day, year: number): number => {
  const january = year > 1970 ? secondsOf(year, 1, 1, 0, 0, 0) : 0;
  switch (day.kind) {
    case 'julian':
      return january + day.day * DAY;
    case 'leapless':
      return january + (day.day + (day.day >= 59 && isLeap(year) ? 1 : 0)) * DAY;
    case 'weekday': {
      const inYear = Math.max(year, 1970);
      const first = secondsOf(inYear, day.month, 1, 0, 0, 0);
      const next = secondsOf(inYear, day.month + 1, 1, 0, 0, 0);
      const found = first + ((day.weekday - weekdayOf(first) + 7) % 7) * DAY + (day.week - 1) * 7 * DAY;
      return found < next ? found : found - 7 * DAY;
    }
  }
};

const YEAR = 31556952;

export class Zone {
  private readonly rules: Rules;
  /** mktime(3) begins its search with the offset that it has found last. */
  private lastOffset = 0;

  constructor(rules: Rules) {
    this.rules = rules;
  }

  /** `seconds` since 1970. */
  at(seconds: number): LocalType {
    const { standard, summer, begins, ends } = this.rules;
    if (standard === summer) return standard;
    const year = yearOf(seconds);
    const from = midnightOf(begins.day, year) - standard.offset + begins.clock;
    const to = midnightOf(ends.day, year) - summer.offset + ends.clock;
    // South of the equator summer is around New Year.
    const isSummer = from > to ? seconds < to || seconds >= from : seconds >= from && seconds < to;
    return isSummer ? summer : standard;
  }

  /** The abbreviations of standard time and of summer time: tzname. */
  get names(): readonly [string, string] {
    return [this.rules.standard.name, this.rules.summer.name];
  }

  /**
   * mktime(3): the moment at which clocks show this. `isDst` says which of two is meant. In an hour that is left out the
   * answer is as far away as the clocks are moved.
   */
  secondsOf(clock: ClockTime, isDst?: boolean): number {
    const { year, month, day, hour, minute, second } = clock;
    const wanted = secondsOf(year, month, day, hour, minute, second);
    const first = wanted - this.lastOffset;
    const found = this.search(wanted, first, isDst);
    this.lastOffset = wanted - found;
    return found;
  }

  private search(wanted: number, first: number, isDst: boolean | undefined): number {
    let [t, earlier, earliest, summerBefore] = [first, first, first, false];
    for (;;) {
      const type = this.at(t);
      const missing = wanted - (t + type.offset);
      if (missing === 0) return isDst === undefined || type.isDst === isDst ? t : this.neighbour(wanted, t, isDst);
      const circling = t === earlier && t !== earliest;
      if (circling && (isDst === undefined ? Number(summerBefore) <= Number(type.isDst) : isDst !== type.isDst))
        return t;
      [earlier, earliest, summerBefore] = [earliest, t, type.isDst];
      t += missing;
    }
  }

  /** The same clock by the rule that was asked for, which some week around follows; else as if summer were an hour. */
  private neighbour(wanted: number, found: number, isDst: boolean): number {
    for (let away = 601200; away < 7.3 * YEAR; away += 601200) {
      for (const t of [found - away, found + away]) {
        const type = this.at(t);
        if (type.isDst === isDst) return wanted - type.offset;
      }
    }
    return found + (isDst ? -HOUR : HOUR);
  }
}

/** The year of a moment in UTC, which rules are computed for. */
const yearOf = (seconds: number): number => {
  const guess = 1970 + Math.floor(seconds / YEAR);
  const begins = secondsOf(guess, 1, 1, 0, 0, 0);
  if (seconds < begins) return guess - 1;
  return seconds >= secondsOf(guess + 1, 1, 1, 0, 0, 0) ? guess + 1 : guess;
};

/** What is shown without regard to TZ. */
export const UTC = new Zone(parse('UTC0'));

/** The zone of a process whose TZ has this value. */
export const zoneOf = (tz: string | undefined): Zone => {
  if (tz === undefined || tz === '' || tz === ':') return new Zone(parse('UTC0'));
  const text = tz.startsWith(':') ? tz.slice(1) : tz;
  return new Zone(parse(ruleOfName(text) ?? text));
};
