/**
 * What the real terminal can show: how many colours, which characters. Decided once from the environment; the presenter
 * lowers everything to it, so nobody else has to ask. Authority: no-color.org, COLORTERM and TERM conventions, locale(7).
 */
import { PALETTE, RGB } from './cells.ts';

/** No colours at all, the 16 of the ANSI terminals, the 256 of xterm, or any. */
export type ColourLevel = 'none' | '16' | '256' | 'rgb';

/** `decorated`: everything as it is; `letters`: our lines and arrows in ASCII, letters as they are; `ascii`: nothing else. */
export type Charset = 'decorated' | 'letters' | 'ascii';

export type Env = Readonly<Record<string, string | undefined>>;

export function colourLevel(env: Env): ColourLevel {
  if (env.NO_COLOR) return 'none';
  const term = env.TERM ?? '';
  if (/^(vt\d|dumb$)/.test(term)) return 'none';
  if (/^(truecolor|24bit)$/.test(env.COLORTERM ?? '') || /direct/.test(term)) return 'rgb';
  if (/256/.test(term) || /^(xterm-kitty|xterm-ghostty|alacritty|foot|wezterm|tmux)/.test(term)) return '256';
  return '16';
}

const localeOf = ({ LC_ALL, LC_CTYPE, LANG }: Env): string => LC_ALL || LC_CTYPE || LANG || '';

export function charset(env: Env): Charset {
  const utf8 = /utf-?8/i.test(localeOf(env));
  if (/^(vt\d|ansi|cons25)/.test(env.TERM ?? '')) return utf8 ? 'letters' : 'ascii';
  return utf8 ? 'decorated' : 'letters';
}

/**
 * What the terminal's answer to the probe says of the characters, if anything: where its cursor stands behind one box line.
 * Where nobody has named a locale it counts, but not that of a multiplexer: the terminal around it may be another one.
 */
export function charsetSeen(reply: string, env: Env): Charset | undefined {
  const column = /^\x1b\[2;(\d+)R$/.exec(reply)?.[1];
  if (column === undefined) return undefined;
  if (column === '3') return 'letters';
  if (column !== '2') return 'ascii';
  const unsure = env.TMUX || env.STY || /^(vt\d|ansi|cons25|linux|screen|tmux)/.test(env.TERM ?? '');
  return localeOf(env) !== '' || unsure ? charset(env) : 'decorated';
}

/** The nearest of the 256: the colour cube 16–231 or the greys 232–255. */
export function nearest256(rgb: number): number {
  const [r, g, b] = channels(rgb);
  if (Math.max(r, g, b) - Math.min(r, g, b) < 10) {
    if (r < 4) return 16;
    if (r > 246) return 231;
    return 232 + Math.min(23, Math.max(0, Math.round((r - 8) / 10)));
  }
  const level = (c: number) => (c < 48 ? 0 : c < 115 ? 1 : Math.round((c - 55) / 40));
  return 16 + 36 * level(r) + 6 * level(g) + level(b);
}

/** The nearest of the 16: which channels are strong, and whether it is bright. */
export function nearest16(rgb: number): number {
  const [r, g, b] = channels(rgb);
  const most = Math.max(r, g, b);
  if (most < 48) return 0;
  const strong = (c: number) => (c > most / 2 ? 1 : 0);
  const hue = strong(r) | (strong(g) << 1) | (strong(b) << 2);
  if (hue === 7) return most < 96 ? 8 : most < 208 ? 7 : 15;
  return most > 200 ? 8 + hue : hue;
}

/** What a palette number looks like; the first 16 are the terminal's own and only guessed. */
export function paletteRgb(n: number): number {
  if (n < 16) {
    const strong = n === 7 ? 0xc0 : n === 8 ? 0x80 : n > 8 ? 0xff : 0xa0;
    const hue = n === 8 ? 7 : n & 7;
    return ((hue & 1 ? strong : 0) << 16) | ((hue & 2 ? strong : 0) << 8) | (hue & 4 ? strong : 0);
  }
  if (n >= 232) return (8 + (n - 232) * 10) * 0x010101;
  const channel = (k: number) => (k === 0 ? 0 : 55 + k * 40);
  const cube = n - 16;
  return (channel(Math.floor(cube / 36)) << 16) | (channel(Math.floor(cube / 6) % 6) << 8) | channel(cube % 6);
}

/** The SGR parameters of a colour, lowered to what the terminal has; empty for the default colour. */
export function colourCode(colour: number, base: 30 | 40, level: ColourLevel): string {
  if (colour === 0 || level === 'none') return '';
  const value = colour & 0xffffff;
  if (colour >= RGB) {
    if (level === 'rgb') return `;${base + 8};2;${value >> 16};${(value >> 8) & 255};${value & 255}`;
    return colourCode(PALETTE | (level === '256' ? nearest256(value) : nearest16(value)), base, level);
  }
  if (value < 8) return `;${base + value}`;
  if (value < 16) return `;${base + 52 + value}`;
  if (level === '16') return colourCode(PALETTE | nearest16(paletteRgb(value)), base, level);
  return `;${base + 8};5;${value}`;
}

const channels = (rgb: number): [number, number, number] => [rgb >> 16, (rgb >> 8) & 255, rgb & 255];

/** Our decorations for a terminal that has only ASCII. */
const ASCII: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '─━┄┅╌╍': '-',
    '═': '=',
    '│┃┆┇║▏▎': '|',
    '┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╭╮╰╯': '+',
    '█▇▆': '#',
    '▅▄': '=',
    '▃▂': '-',
    '▁·•∙': '.',
    '→▶▸►»': '>',
    '←◂◀◄«': '<',
    '↑▲▴': '^',
    '↓▼▾': 'v',
    '↳': '`',
    '…': '.',
    '–—−': '-',
    '‘’': "'",
    '“”': '"',
    '×': 'x',
    '✓●': '*',
    '✗': 'x',
    '○': 'o',
    µμ: 'u',
    '½¼¾': '/',
    '⁄': '/',
  }).flatMap(([from, to]) => Array.from(from, (character): [string, string] => [character, to])),
);

export function lowerText(text: string, width: number, set: Charset): string {
  if (set === 'decorated' || (text.length === 1 && text <= '~')) return text;
  const known = ASCII.get(text);
  if (known !== undefined) return known;
  if (set === 'letters') return text;
  return '?'.padEnd(width);
}
