/**
 * Moments as text in the C locale: date +FORMAT, ls --time-style, printf %(…)T, and whatever else prints a time.
 * Models strftime(3) with flags, widths and modifiers, as the C library has it and as gnulib has it: coreutils and diff
 * bring their own, which knows %N, %q, %:z and the flag `+` too. Authority: strftime(3), date(1).
 */

import { isoWeek, MONTHS, type Moment, momentOf, WEEKDAYS } from './calendar.ts';
import type { Zone } from './zone.ts';

export type Flavour = 'gnulib' | 'libc';

type Pad = '' | '0' | '_' | '-' | '+';

/** One conversion, as it stands in the format. */
interface Directive {
  readonly pad: Pad;
  readonly upper: boolean;
  readonly swapped: boolean;
  readonly width: number | undefined;
  readonly colons: number;
  readonly modifier: string;
  readonly letter: string;
}

/** Letters that a modifier may stand before. */
const MODIFIED: Readonly<Record<string, string>> = {
  E: 'cnpqrstuxyzCPRTXYZ',
  O: 'bdeghjklmnpqrstuwyzBCGHIMNPRSTUVWZ',
};

/** Numbers that gnulib leaves to the C library behind a modifier. */
const BY_LIBC: Readonly<Record<string, string>> = { E: 'CyY', O: 'CdegGHIjklmMqSuUVwWyYz' };

const twelve = (hour: number): number => (hour % 12 === 0 ? 12 : hour % 12);
const modulo = (value: number, by: number): number => ((value % by) + by) % by;

class Formatter {
  private readonly us: number;
  private readonly zone: Zone;
  private readonly flavour: Flavour;
  private readonly moment: Moment;

  constructor(us: number, zone: Zone, flavour: Flavour) {
    this.us = us;
    this.zone = zone;
    this.flavour = flavour;
    this.moment = momentOf(us, zone);
  }

  format(format: string, { yearPad = '' as Pad, yearWidth = -1, upper = false } = {}): string {
    const pattern =
      this.flavour === 'gnulib' ? /%([-_0^#+]*)(\d*)([EO]?)(:*(?=z)|)(.?)/su : /%([-_0^#]*)(\d*)([EO]?)()(.?)/su;
    let [out, rest] = ['', format];
    for (let found = pattern.exec(rest); found; found = pattern.exec(rest)) {
      const [whole, flags = '', digits = '', modifier = '', colons = '', letter = ''] = found;
      const directive: Directive = {
        pad: ([...flags].findLast((flag) => '-_0+'.includes(flag)) ?? ('CGYgy'.includes(letter) ? yearPad : '')) as Pad,
        upper: upper || flags.includes('^'),
        swapped: flags.includes('#'),
        width: digits !== '' ? Number(digits) : letter === 'Y' && yearWidth >= 0 ? yearWidth : undefined,
        colons: colons.length,
        modifier,
        letter,
      };
      const [text, used] = this.converted(directive, whole);
      out += rest.slice(0, found.index) + text;
      rest = rest.slice(found.index + used);
    }
    return out + rest;
  }

  /** The text of one conversion, and how much of the format it took. What is no conversion stays as it is. */
  private converted(directive: Directive, whole: string): [string, number] {
    const { letter, modifier } = directive;
    if (letter === '%' && whole !== '%%') {
      // gnulib leaves the second % for another conversion; the C library lets flags pass, and forgets a modifier.
      if (this.flavour === 'gnulib') return [this.padded(whole.slice(0, -1), directive), whole.length - 1];
      return [this.padded('%', directive), whole.length];
    }
    const allowed = directive.colons < 4 && (modifier === '' || (MODIFIED[modifier]?.includes(letter) ?? false));
    const text = allowed ? this.modified(directive) : undefined;
    return [text ?? this.padded(whole, directive), whole.length];
  }

  /** Behind a modifier a number is the C library's even in gnulib's, which adds spaces and no zeros. */
  private modified(directive: Directive): string | undefined {
    const { modifier, letter } = directive;
    const isWest = letter === 'z' && (this.moment.type.offset < 0 || directive.colons > 0);
    if (this.flavour === 'libc' || isWest || !BY_LIBC[modifier]?.includes(letter)) return this.field(directive);
    const plain = new Formatter(this.us, this.zone, 'libc').format(`%${modifier}${letter}`);
    return this.padded(plain, directive);
  }

  /** Text in its width; the C library lets even `-` have spaces. */
  private padded(text: string, { pad, width = 0, upper }: Directive): string {
    const shown = upper ? text.toUpperCase() : text;
    if (pad === '-' && this.flavour === 'gnulib') return shown;
    return shown.padStart(width, pad === '0' || pad === '+' ? '0' : ' ');
  }

  private word(text: string, directive: Directive): string {
    return this.padded(directive.swapped ? text.toUpperCase() : text, directive);
  }

  /** `sign` stands before the digits whatever they are padded with, but behind spaces. */
  private digits(value: string, sign: string, least: number, own: Pad, directive: Directive): string {
    const pad = directive.pad || own;
    const wanted = directive.width ?? least;
    const width = this.flavour === 'libc' ? Math.max(least, wanted) : wanted;
    if (pad === '-') return this.padded(sign + value, { ...directive, pad });
    if (pad === '_') return (sign + value).padStart(width);
    return sign + value.padStart(width - sign.length, '0');
  }

  private number(value: number, digits: number, directive: Directive, own: Pad = '0'): string {
    return this.digits(String(Math.abs(value)), value < 0 ? '-' : '', digits, own, directive);
  }

  /** Years and centuries may be asked for a sign: they have it when they are longer than usual. */
  private yearish(value: number, digits: number, directive: Directive, negative = value < 0): string {
    const least = digits === 2 ? 99 : 9999;
    const plus = directive.pad === '+' && (value > least || digits < (directive.width ?? 0));
    const sign = negative ? '-' : plus ? '+' : '';
    // The C library does not fill up a year unless it is told to.
    const own = this.flavour === 'libc' && directive.letter !== 'y' && directive.letter !== 'g' ? 1 : digits;
    return this.digits(String(Math.abs(value)), sign, own, '0', directive);
  }

  private century(directive: Directive): string {
    const { year } = this.moment;
    if (this.flavour === 'libc') return this.yearish(Math.floor(year / 100), 2, directive);
    return this.yearish(Math.trunc(year / 100), 2, directive, year < 0);
  }

  private ofCentury(year: number, directive: Directive): string {
    const value = this.flavour === 'gnulib' && year < 0 ? Math.abs(year % 100) : modulo(year, 100);
    return this.yearish(value, 2, directive);
  }

  /** gnulib hands a flag on to the years inside. */
  private composed(format: string, directive: Directive): string {
    const pad = this.flavour === 'gnulib' ? directive.pad : '';
    return this.padded(this.format(format, { yearPad: pad, upper: directive.upper }), directive);
  }

  /** %F: its year takes the flag and the rest of the width. */
  private fullDate(directive: Directive): string {
    if (this.flavour === 'libc') return this.composed('%Y-%m-%d', directive);
    const { pad, width } = directive;
    const plain = pad === '' && width === undefined;
    if (plain) return this.format('%+4Y-%m-%d');
    return this.format('%Y-%m-%d', { yearPad: pad, yearWidth: Math.max((width ?? 0) - 6, 0) });
  }

  private offset(directive: Directive): string {
    const { colons } = directive;
    const { offset } = this.moment.type;
    const sign = offset < 0 ? '-' : '+';
    const [h, m, s] = [3600, 60, 1].map((unit) => Math.floor(Math.abs(offset) / unit) % (unit === 3600 ? 100 : 60));
    const two = (value = 0): string => String(value).padStart(2, '0');
    if (this.flavour === 'libc') {
      const value = this.digits(String((h ?? 0) * 100 + (m ?? 0)), '', 4, '0', directive);
      return this.padded(sign, directive) + value;
    }
    const precise = colons === 3 ? (s !== 0 ? 2 : m !== 0 ? 1 : 0) : colons;
    const parts = colons === 0 ? [two(m)] : [`:${two(m)}`, `:${two(s)}`].slice(0, precise);
    const digits = `${h}${parts.join('')}`.replace(colons === 0 ? /^0+(?=.)/ : /^$/, '');
    return this.digits(digits, sign, 3 + parts.join('').length, '0', directive);
  }

  /** %N counts its width in digits of the fraction. */
  private fraction({ pad, width: asked }: Directive): string {
    const width = asked ?? 9;
    const digits = String(this.moment.nanosecond).padStart(9, '0').slice(0, width);
    const short = digits.replace(/(?<=.)0+$/, '');
    if (pad === '_') return short.padEnd(width);
    return pad === '-' && asked !== undefined ? short : digits.padEnd(width, '0');
  }

  private epoch(directive: Directive): string {
    const seconds = Math.floor(this.us / 1e6);
    if (this.flavour === 'libc' && directive.pad === '') return this.padded(String(seconds), directive);
    return this.number(seconds, 1, directive);
  }

  private half(directive: Directive, lower: boolean): string {
    const text = this.moment.hour < 12 ? 'am' : 'pm';
    if (lower) return this.padded(text, { ...directive, upper: false });
    return this.padded(directive.swapped ? text : text.toUpperCase(), directive);
  }

  private ofGnulib(directive: Directive): string | undefined {
    if (this.flavour !== 'gnulib') return undefined;
    if (directive.letter === 'N') return this.fraction(directive);
    return this.number(Math.ceil(this.moment.month / 3), 1, directive);
  }

  private field(directive: Directive): string | undefined {
    const m = this.moment;
    const { letter } = directive;
    switch (letter) {
      case 'a':
        return this.word((WEEKDAYS[m.weekday] ?? '').slice(0, 3), directive);
      case 'A':
        return this.word(WEEKDAYS[m.weekday] ?? '', directive);
      case 'b':
      case 'h':
        return this.word((MONTHS[m.month - 1] ?? '').slice(0, 3), directive);
      case 'B':
        return this.word(MONTHS[m.month - 1] ?? '', directive);
      case 'c':
        return this.composed(`%a %b %e %H:%M:%S ${m.year}`, directive);
      case 'C':
        return this.century(directive);
      case 'd':
        return this.number(m.day, 2, directive);
      case 'D':
        return this.composed('%m/%d/%y', directive);
      case 'x':
        return this.composed(`%m/%d/${String(modulo(m.year, 100)).padStart(2, '0')}`, directive);
      case 'e':
        return this.number(m.day, 2, directive, '_');
      case 'F':
        return this.fullDate(directive);
      case 'g':
        return this.ofCentury(isoWeek(m).year, directive);
      case 'G':
        return this.yearish(isoWeek(m).year, 4, directive);
      case 'H':
        return this.number(m.hour, 2, directive);
      case 'I':
        return this.number(twelve(m.hour), 2, directive);
      case 'j':
        return this.number(m.yearday, 3, directive);
      case 'k':
        return this.number(m.hour, 2, directive, '_');
      case 'l':
        return this.number(twelve(m.hour), 2, directive, '_');
      case 'm':
        return this.number(m.month, 2, directive);
      case 'M':
        return this.number(m.minute, 2, directive);
      case 'n':
        return this.padded('\n', directive);
      case 'N':
      case 'q':
        return this.ofGnulib(directive);
      case 'p':
        return this.half(directive, false);
      case 'P':
        return this.half(directive, true);
      case 'r':
        return this.composed('%I:%M:%S %p', directive);
      case 'R':
        return this.composed('%H:%M', directive);
      case 's':
        return this.epoch(directive);
      case 'S':
        return this.number(m.second, 2, directive);
      case 't':
        return this.padded('\t', directive);
      case 'T':
      case 'X':
        return this.composed('%H:%M:%S', directive);
      case 'u':
        return this.number(m.weekday === 0 ? 7 : m.weekday, 1, directive);
      case 'U':
        return this.number(Math.floor((m.yearday + 6 - m.weekday) / 7), 2, directive);
      case 'V':
        return this.number(isoWeek(m).week, 2, directive);
      case 'w':
        return this.number(m.weekday, 1, directive);
      case 'W':
        return this.number(Math.floor((m.yearday + 6 - ((m.weekday + 6) % 7)) / 7), 2, directive);
      case 'y':
        return this.ofCentury(m.year, directive);
      case 'Y':
        return this.yearish(m.year, 4, directive);
      case 'z':
        return this.offset(directive);
      case 'Z':
        return this.padded(directive.swapped ? m.type.name.toLowerCase() : m.type.name, directive);
      case '%':
        return '%';
      default:
        return undefined;
    }
  }
}

/** `us` is µs since 1970. */
export const strftime = (format: string, us: number, zone: Zone, flavour: Flavour = 'libc'): string =>
  new Formatter(us, zone, flavour).format(format);
