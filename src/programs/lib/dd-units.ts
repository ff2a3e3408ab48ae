/** Sizes and speeds as dd tells them: `2.0 kB`, `2.0 KiB`, `1.2 GB/s`. Authority: human.c of gnulib. */

const SI = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const IEC = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Rounded to the nearest; one digit behind the point below ten. */
export const humanSize = (bytes: number, base: 1000 | 1024): string => {
  let value = bytes;
  let power = 0;
  while (value >= base && power < SI.length - 1) {
    value /= base;
    power += 1;
  }
  const unit = `${(base === 1000 ? SI : IEC)[power] ?? ''}B`;
  if (power === 0) return `${Math.round(value)} ${unit}`;
  const shown = value.toFixed(1);
  if (Number(shown) < 10) return `${shown} ${unit}`;
  return `${Math.round(value)} ${unit}`;
};

export const speed = (bytes: number, seconds: number): string =>
  seconds > 0 ? `${humanSize(bytes / seconds, 1000)}/s` : 'Infinity B/s';
