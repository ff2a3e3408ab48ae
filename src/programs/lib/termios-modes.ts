/**
 * The names that stty has for the bits and characters of a terminal, in its order, and what `sane` makes of them.
 * Authority: stty(1), termios(3), asm-generic/termbits.h.
 */

import type { Termios } from '../../kernel/abi.ts';

export type FlagField = 'cflag' | 'iflag' | 'oflag' | 'lflag';

export interface Mode {
  readonly name: string;
  readonly field: FlagField;
  readonly bits: number;
  /** The bits that it chooses a value for, where it is more than a switch: cs8, tab3. */
  readonly mask?: number;
  readonly sane?: 'set' | 'unset';
}

const at = (
  field: FlagField,
  rows: readonly (readonly [string, number, ('set' | 'unset' | undefined)?, number?])[],
): readonly Mode[] =>
  rows.map(([name, bits, sane, mask]) => ({
    name,
    field,
    bits,
    ...(sane && { sane }),
    ...(mask !== undefined && { mask }),
  }));

export const MODES: readonly Mode[] = [
  ...at('cflag', [
    ['parenb', 0o400],
    ['parodd', 0o1000],
    ['cmspar', 0x40000000],
    ['cs5', 0, undefined, 0o60],
    ['cs6', 0o20, undefined, 0o60],
    ['cs7', 0o40, undefined, 0o60],
    ['cs8', 0o60, undefined, 0o60],
    ['hupcl', 0o2000],
    ['cstopb', 0o100],
    ['cread', 0o200, 'set'],
    ['clocal', 0o4000],
    ['crtscts', 0x80000000],
  ]),
  ...at('iflag', [
    ['ignbrk', 0o1, 'unset'],
    ['brkint', 0o2, 'set'],
    ['ignpar', 0o4],
    ['parmrk', 0o10],
    ['inpck', 0o20],
    ['istrip', 0o40],
    ['inlcr', 0o100, 'unset'],
    ['igncr', 0o200, 'unset'],
    ['icrnl', 0o400, 'set'],
    ['ixon', 0o2000],
    ['ixoff', 0o10000, 'unset'],
    ['iuclc', 0o1000, 'unset'],
    ['ixany', 0o4000, 'unset'],
    ['imaxbel', 0o20000, 'set'],
    ['iutf8', 0o40000, 'unset'],
  ]),
  ...at('oflag', [
    ['opost', 0o1, 'set'],
    ['olcuc', 0o2, 'unset'],
    ['ocrnl', 0o10, 'unset'],
    ['onlcr', 0o4, 'set'],
    ['onocr', 0o20, 'unset'],
    ['onlret', 0o40, 'unset'],
    ['ofill', 0o100, 'unset'],
    ['ofdel', 0o200, 'unset'],
    ['nl1', 0o400, 'unset', 0o400],
    ['nl0', 0, 'set', 0o400],
    ['cr3', 0o3000, 'unset', 0o3000],
    ['cr2', 0o2000, 'unset', 0o3000],
    ['cr1', 0o1000, 'unset', 0o3000],
    ['cr0', 0, 'set', 0o3000],
    ['tab3', 0o14000, 'unset', 0o14000],
    ['tab2', 0o10000, 'unset', 0o14000],
    ['tab1', 0o4000, 'unset', 0o14000],
    ['tab0', 0, 'set', 0o14000],
    ['bs1', 0o20000, 'unset', 0o20000],
    ['bs0', 0, 'set', 0o20000],
    ['vt1', 0o40000, 'unset', 0o40000],
    ['vt0', 0, 'set', 0o40000],
    ['ff1', 0o100000, 'unset', 0o100000],
    ['ff0', 0, 'set', 0o100000],
  ]),
  ...at('lflag', [
    ['isig', 0o1, 'set'],
    ['icanon', 0o2, 'set'],
    ['iexten', 0o100000, 'set'],
    ['echo', 0o10, 'set'],
    ['echoe', 0o20, 'set'],
    ['echok', 0o40, 'set'],
    ['echonl', 0o100, 'unset'],
    ['noflsh', 0o200, 'unset'],
    ['xcase', 0o4, 'unset'],
    ['tostop', 0o400, 'unset'],
    ['echoprt', 0o2000, 'unset'],
    ['echoctl', 0o1000, 'set'],
    ['echoke', 0o4000, 'set'],
    ['flusho', 0o10000, 'unset'],
    ['extproc', 0o200000, 'unset'],
  ]),
];

/** Other names of the same. */
export const ALIASES: Readonly<Record<string, string>> = {
  crterase: 'echoe',
  crtkill: 'echoke',
  ctlecho: 'echoctl',
  decctlq: 'ixany',
  hup: 'hupcl',
  prterase: 'echoprt',
  tabs: 'tab0',
  tandem: 'ixoff',
};

export interface ControlChar {
  readonly name: string;
  readonly index: number;
  readonly sane: number;
}

export const CONTROL_CHARS: readonly ControlChar[] = (
  [
    ['intr', 0, 3],
    ['quit', 1, 28],
    ['erase', 2, 127],
    ['kill', 3, 21],
    ['eof', 4, 4],
    ['eol', 11, 0],
    ['eol2', 16, 0],
    ['swtch', 7, 0],
    ['start', 8, 17],
    ['stop', 9, 19],
    ['susp', 10, 26],
    ['rprnt', 12, 18],
    ['werase', 14, 23],
    ['lnext', 15, 22],
    ['discard', 13, 15],
  ] as const
).map(([name, index, sane]) => ({ name, index, sane }));

/** Settings that stand for several. */
export const COMBINATIONS: Readonly<Record<string, readonly string[]>> = {
  cbreak: ['-icanon'],
  '-cbreak': ['icanon'],
  cooked: ['brkint', 'ignpar', 'istrip', 'icrnl', 'ixon', 'opost', 'isig', 'icanon'],
  '-cooked': ['raw'],
  crt: ['echoe', 'echoctl', 'echoke'],
  dec: ['echoe', 'echoctl', 'echoke', '-ixany', 'intr', '^c', 'erase', '0177', 'kill', '^u'],
  ek: ['erase', '^?', 'kill', '^u'],
  evenp: ['parenb', '-parodd', 'cs7'],
  '-evenp': ['-parenb', 'cs8'],
  lcase: ['xcase', 'iuclc', 'olcuc'],
  '-lcase': ['-xcase', '-iuclc', '-olcuc'],
  litout: ['-parenb', '-istrip', '-opost', 'cs8'],
  '-litout': ['parenb', 'istrip', 'opost', 'cs7'],
  nl: ['-icrnl', '-onlcr'],
  '-nl': ['icrnl', '-inlcr', '-igncr', 'onlcr', '-ocrnl', '-onlret'],
  oddp: ['parenb', 'parodd', 'cs7'],
  '-oddp': ['-parenb', 'cs8'],
  parity: ['evenp'],
  '-parity': ['-evenp'],
  pass8: ['-parenb', '-istrip', 'cs8'],
  '-pass8': ['parenb', 'istrip', 'cs7'],
  raw: [
    ...['-ignbrk', '-brkint', '-ignpar', '-parmrk', '-inpck', '-istrip', '-inlcr', '-igncr', '-icrnl', '-ixon'],
    ...['-ixoff', '-icanon', '-opost', '-isig', '-iuclc', '-ixany', '-imaxbel', '-xcase', 'min', '1', 'time', '0'],
  ],
  '-raw': ['cooked'],
  '-tabs': ['tab3'],
};

export const modeNamed = (name: string): Mode | undefined => {
  const wanted = ALIASES[name] ?? name;
  return MODES.find((mode) => mode.name === wanted);
};

export const isOn = (termios: Termios, { field, bits, mask }: Mode): boolean =>
  ((termios[field] & (mask ?? bits)) | 0) === (bits | 0);

export const withMode = (termios: Termios, mode: Mode, on: boolean): Termios => {
  const cleared = termios[mode.field] & ~(mode.mask ?? mode.bits);
  return { ...termios, [mode.field]: (on ? cleared | mode.bits : cleared) >>> 0 };
};

export const VMIN_INDEX = 6;
export const VTIME_INDEX = 5;

export const withChar = (termios: Termios, index: number, value: number): Termios => {
  const cc = [...termios.cc];
  while (cc.length <= index) cc.push(0);
  cc[index] = value;
  return { ...termios, cc };
};

export const sane = (termios: Termios): Termios => {
  let made = termios;
  for (const mode of MODES) if (mode.sane) made = withMode(made, mode, mode.sane === 'set' || mode.mask !== undefined);
  // Of several values of one field the one that is set comes last.
  for (const mode of MODES) if (mode.sane === 'set') made = withMode(made, mode, true);
  for (const { index, sane: value } of CONTROL_CHARS) made = withChar(made, index, value);
  return withChar(withChar(made, VMIN_INDEX, 1), VTIME_INDEX, 0);
};

/** Bits of the baud rate in cflag. */
export const SPEED_MASK = 0o10017;
export const SPEEDS: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [50, 1],
  [75, 2],
  [110, 3],
  [134, 4],
  [150, 5],
  [200, 6],
  [300, 7],
  [600, 8],
  [1200, 9],
  [1800, 10],
  [2400, 11],
  [4800, 12],
  [9600, 13],
  [19200, 14],
  [38400, 15],
  [57600, 0o10001],
  [115200, 0o10002],
  [230400, 0o10003],
]);

export const speedOf = ({ cflag }: Termios): number =>
  [...SPEEDS].find(([, code]) => code === (cflag & SPEED_MASK))?.[0] ?? 0;
