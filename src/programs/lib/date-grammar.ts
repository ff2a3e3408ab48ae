/**
 * The grammar of dates as people write them: what their words say of year, day, hour, zone and what is to be added.
 * Models gnulib's parse_datetime: as there, what could be read as two things is the longer one, and nothing goes back.
 * Authority: "Date input formats" of coreutils, parse-datetime.y of gnulib.
 */

import type { Token, Unit } from './date-words.ts';

type NumberToken = Extract<Token, { kind: 'number' }>;
type UnitToken = Extract<Token, { kind: 'unit' }>;

/** Thrown by the parser: what it reads is no date. */
export const NO_DATE = Symbol('no date');
export const refuse = (): never => {
  throw NO_DATE;
};

const HOUR = 3600;

/** What has been read so far. */
export interface Found {
  year: { value: number; digits: number };
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  us: number;
  meridian: 'am' | 'pm' | undefined;
  weekday: number;
  ordinal: number;
  /** Seconds east. */
  zone: number;
  localIsDst: boolean | undefined;
  readonly relative: Record<Unit, number> & { us: number };
  readonly seen: { dates: number; times: number; days: number; zones: number; localZones: number; dsts: number };
  relativeSeen: boolean;
}

export class DateParser {
  private readonly tokens: readonly Token[];
  private readonly found: Found;
  private at = 0;

  constructor(tokens: readonly Token[], found: Found) {
    this.tokens = tokens;
    this.found = found;
  }

  items(): void {
    while (this.at < this.tokens.length) this.item();
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private next(): Token {
    return this.tokens[this.at++] ?? refuse();
  }

  private isSign(value: string): boolean {
    const token = this.peek();
    return token?.kind === 'sign' && token.value === value;
  }

  private takeSign(value: string): boolean {
    if (!this.isSign(value)) return false;
    this.at++;
    return true;
  }

  private take<K extends Token['kind']>(kind: K): Extract<Token, { kind: K }> | undefined {
    const token = this.peek();
    if (token?.kind !== kind) return undefined;
    this.at++;
    return token as Extract<Token, { kind: K }>;
  }

  private takeNumber(signed: boolean): NumberToken | undefined {
    const token = this.peek();
    if (token?.kind !== 'number' || (token.sign !== 0) !== signed) return undefined;
    this.at++;
    return token;
  }

  private unsigned(): NumberToken {
    return this.takeNumber(false) ?? refuse();
  }

  private signed(): NumberToken {
    return this.takeNumber(true) ?? refuse();
  }

  private item(): void {
    const token = this.next();
    switch (token.kind) {
      case 'number':
        if (token.sign === 0) this.afterNumber(token);
        else this.relative(token.value, this.take('unit') ?? refuse());
        break;
      case 'decimal':
        this.relative(token.value, this.take('unit') ?? refuse(), token.us);
        break;
      case 'month':
        this.afterMonth(token.value);
        break;
      case 'day':
        this.takeSign(',');
        this.weekday(0, token.value);
        break;
      case 'ordinal':
        this.afterOrdinal(token.value);
        break;
      case 'unit':
        this.relative(1, token);
        break;
      case 'shift':
        this.move('days', token.value);
        break;
      case 'local zone':
        this.localZone(token.value);
        break;
      case 'zone':
        this.zone(token.value);
        break;
      case 'summer zone':
        this.setZone(token.value + HOUR);
        break;
      case 'sign':
        if (token.value !== 'T') refuse();
        this.military();
        break;
      default:
        refuse();
    }
  }

  private afterOrdinal(count: number): void {
    const day = this.take('day');
    if (day) this.weekday(count, day.value);
    else this.relative(count, this.take('unit') ?? refuse());
  }

  private afterNumber(first: NumberToken): void {
    const token = this.peek();
    if (this.takeSign(':')) this.clock(first.value);
    else if (this.takeSign('/')) this.slashed(first);
    else if (token?.kind === 'number' && token.sign !== 0) this.numberAndSigned(first, this.signed());
    else if (!token || !this.named(first.value, token)) this.digits(first);
  }

  /** `10 pm`, `10 june`, `2 monday`, `10 days`. */
  private named(value: number, token: Token): boolean {
    this.at++;
    if (token.kind === 'meridian') this.time(value, 0, 0, token.value);
    else if (token.kind === 'month') this.dayAndMonth(value, token.value);
    else if (token.kind === 'day') this.weekday(value, token.value);
    else if (token.kind === 'unit') this.relative(value, token);
    else {
      this.at--;
      return false;
    }
    return true;
  }

  /** `10:00:00.5 pm +02:00`, from behind the first colon. */
  private clock(hour: number): void {
    const minute = this.unsigned().value;
    let [second, us] = [0, 0];
    if (this.takeSign(':')) {
      const decimal = this.peek()?.kind === 'decimal' ? this.take('decimal') : undefined;
      if (decimal?.signed) refuse();
      [second, us] = decimal ? [decimal.value, decimal.us] : [this.unsigned().value, 0];
    }
    const meridian = this.take('meridian')?.value;
    this.time(hour, minute, second, meridian, us);
    const offset = meridian ? undefined : this.takeNumber(true);
    if (offset) this.zoneOffset(offset);
  }

  private time(hour: number, minute: number, second: number, meridian?: 'am' | 'pm', us = 0): void {
    Object.assign(this.found, { hour, minute, second, us, meridian });
    this.found.seen.times++;
  }

  private slashed(first: NumberToken): void {
    const second = this.unsigned();
    const third = this.takeSign('/') ? this.unsigned() : undefined;
    if (third && first.digits >= 4) this.date(second.value, third.value, first);
    else this.date(first.value, second.value, third);
  }

  /** `17-jun-1992`, `17 june 1992`, `17 june`. */
  private dayAndMonth(day: number, month: number): void {
    const year = this.take('number');
    this.date(month, day, year && { value: year.sign === 0 ? year.value : -year.value, digits: year.digits });
  }

  private date(month: number, day: number, year?: { value: number; digits: number }): void {
    Object.assign(this.found, { month, day });
    if (year) this.found.year = { value: year.value, digits: year.digits };
    this.found.seen.dates++;
  }

  /** `jun-17-1992`, `june 17, 1992`, `june 17`. */
  private afterMonth(month: number): void {
    const dashed = this.takeNumber(true);
    if (dashed) {
      const year = this.signed();
      this.date(month, -dashed.value, { value: -year.value, digits: year.digits });
    } else {
      const day = this.unsigned();
      this.date(month, day.value, this.takeSign(',') ? this.unsigned() : undefined);
    }
  }

  /** `2024-01-31`, `10 +0200`, `20240131 +3 days`. */
  private numberAndSigned(first: NumberToken, second: NumberToken): void {
    const token = this.peek();
    if (token?.kind === 'number' && token.sign !== 0) {
      const third = this.signed();
      this.date(-second.value, -third.value, first);
      if (this.takeSign('T')) this.isoTime();
    } else if (token?.kind === 'unit') {
      this.at++;
      this.digits(first);
      this.move(token.unit, second.value * token.value);
    } else {
      this.time(first.value, 0, 0);
      this.zoneOffset(second);
    }
  }

  private isoTime(): void {
    const hour = this.unsigned().value;
    if (this.takeSign(':')) this.clock(hour);
    else {
      this.time(hour, 0, 0);
      this.zoneOffset(this.signed());
    }
  }

  /** A number alone: a year behind a date and a time, else a date or a time without any signs. */
  private digits(number: NumberToken): void {
    const { found } = this;
    const { value, digits } = number;
    const { dates, times } = found.seen;
    if (dates > 0 && found.year.digits === 0 && !found.relativeSeen && (times > 0 || digits > 2)) {
      found.year = { value, digits };
    } else if (digits > 4) {
      const year = { value: Math.floor(value / 10000), digits: digits - 4 };
      this.date(Math.floor(value / 100) % 100, value % 100, year);
    } else if (digits <= 2) this.time(value, 0, 0);
    else this.time(Math.floor(value / 100), value % 100, 0);
  }

  private weekday(ordinal: number, weekday: number): void {
    Object.assign(this.found, { ordinal, weekday });
    this.found.seen.days++;
  }

  private relative(count: number, unit: UnitToken, us = 0): void {
    if (us !== 0 && !unit.word.startsWith('SEC')) refuse();
    const factor = this.take('ago')?.value ?? 1;
    this.move(unit.unit, factor * count * unit.value);
    this.found.relative.us += factor * us;
  }

  private move(unit: Unit, count: number): void {
    this.found.relative[unit] += count;
    this.found.relativeSeen = true;
  }

  private zone(seconds: number): void {
    this.setZone(seconds + (this.take('dst') ? HOUR : 0));
    const number = this.takeNumber(true);
    if (!number) return;
    const unit = this.take('unit');
    if (unit) this.move(unit.unit, number.value * unit.value);
    else {
      this.zoneOffset(number);
      this.found.zone += seconds;
      this.found.seen.zones--;
    }
  }

  /** T alone is the zone of seven hours west. */
  private military(): void {
    this.setZone(-7 * HOUR);
    const number = this.takeNumber(true);
    if (!number) return;
    const unit = this.take('unit') ?? refuse();
    this.move(unit.unit, number.value * unit.value);
  }

  private setZone(seconds: number): void {
    this.found.zone = seconds;
    this.found.seen.zones++;
  }

  private localZone(isDst: boolean | undefined): void {
    const { seen } = this.found;
    seen.localZones++;
    this.found.localIsDst = isDst;
    if (this.take('dst')) {
      this.found.localIsDst = true;
      seen.dsts++;
    }
  }

  /** `+2`, `+0200`, `+02:00`. */
  private zoneOffset({ value, digits, sign }: NumberToken): void {
    const minutes = this.takeSign(':') ? this.unsigned().value : undefined;
    const short = minutes === undefined && digits <= 2 ? value * 100 : value;
    const all = minutes === undefined ? Math.trunc(short / 100) * 60 + (short % 100) : value * 60 + sign * minutes;
    if (Math.abs(all) > 24 * 60) refuse();
    this.setZone(all * 60);
  }
}
