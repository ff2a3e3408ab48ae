/** Sizes for people: `1.5K`, `12M`, rounded up as ls -h, du -h and df -h do it. Authority: human.c of gnulib. */

const LETTERS = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

export const humanSize = (bytes: number, base: 1024 | 1000 = 1024): string => {
  let value = bytes;
  let power = 0;
  while (value >= base && power < LETTERS.length - 1) {
    value /= base;
    power += 1;
  }
  if (power === 0) return String(bytes);
  const tenths = Math.ceil(value * 10) / 10;
  if (tenths < 10) return `${tenths.toFixed(1)}${letter(power, base)}`;
  const whole = Math.ceil(value);
  // 1023.5K is rounded up to the next unit.
  if (whole >= base && power < LETTERS.length - 1) return `1.0${letter(power + 1, base)}`;
  return `${whole}${letter(power, base)}`;
};

const letter = (power: number, base: 1024 | 1000): string => {
  const name = LETTERS[power] ?? '';
  return base === 1000 && name === 'K' ? 'k' : name;
};
