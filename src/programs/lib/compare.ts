/** Orders that several programs sort by. */

const ASCII = /^[\0-\x7f]*$/;

/** Order of two texts by their UTF-8 bytes: the C locale's. */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  if (ASCII.test(a) || ASCII.test(b)) return a < b ? -1 : 1;
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = rank(left[i]) - rank(right[i]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

/** A raw byte sorts among the lead bytes; only its place among non-ASCII matters. */
const rank = (char: string | undefined): number => {
  const code = char?.codePointAt(0) ?? 0;
  return code >= 0xdc80 && code <= 0xdcff ? (code >= 0xdcc0 ? 0x110000 : 0x80) : code;
};

/** The order of characters in a version: `~`, the end, letters, the rest. */
const versionRank = (char: string): number => {
  if (char === '~') return -2;
  if (char === '' || /\d/.test(char)) return -1;
  return /[A-Za-z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
};

const compareVersionParts = (a: string, b: string): number => {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !/\d/.test(a.charAt(i))) || (j < b.length && !/\d/.test(b.charAt(j)))) {
      const difference = versionRank(a.charAt(i)) - versionRank(b.charAt(j));
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    const left = /^0*(\d*)/.exec(a.slice(i));
    const right = /^0*(\d*)/.exec(b.slice(j));
    const [leftDigits, rightDigits] = [left?.[1] ?? '', right?.[1] ?? ''];
    if (leftDigits.length !== rightDigits.length) return leftDigits.length - rightDigits.length;
    if (leftDigits !== rightDigits) return leftDigits < rightDigits ? -1 : 1;
    i += left?.[0].length ?? 0;
    j += right?.[0].length ?? 0;
  }
  return 0;
};

const SUFFIX = /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/;

/** filevercmp of gnulib: ls -v, sort -V. */
export const compareVersions = (a: string, b: string): number => {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? -1 : 1;
  for (const special of ['.', '..']) {
    if (a === special) return -1;
    if (b === special) return 1;
  }
  const hidden = (name: string): boolean => name.startsWith('.');
  if (hidden(a) !== hidden(b)) return hidden(a) ? -1 : 1;
  const base = (name: string): string => {
    const skip = hidden(name) ? 1 : 0;
    return name.slice(skip).replace(SUFFIX, '');
  };
  return compareVersionParts(base(a), base(b)) || compareVersionParts(a, b) || compareText(a, b);
};

/** Behind the last dot, the dot included: ls -X. */
export const extensionOf = (name: string): string => {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
};
