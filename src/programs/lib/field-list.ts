/** Lists of bytes and fields: `1,3-5,7-`. Authority: cut(1), set-fields.c of coreutils. */

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface ListWords {
  /** What a list of zero or of nothing is called. */
  readonly from1: string;
  readonly range: string;
  readonly value: string;
  readonly large: string;
}

/** A field list is counted in what C has for sizes. */
const MOST = 2n ** 64n - 2n;

/** Sorted, merged ranges, or the problem. */
export const parseList = (
  text: string,
  { from1, range, value, large }: ListWords,
): Range[] | { readonly problem: string } => {
  const ranges: Range[] = [];
  for (const word of text.split(/[ ,\t]/)) {
    const match = /^(\d*)(-?)(\d*)$/.exec(word);
    if (!match) {
      if (/-.*-/.test(word)) return { problem: `invalid ${range} range` };
      return { problem: `invalid ${value} '${/[^\d-].*$/.exec(word)?.[0] ?? word}'` };
    }
    const [, low = '', dash = '', high = ''] = match;
    if (low === '' && high === '') {
      if (dash !== '') return { problem: 'invalid range with no endpoint: -' };
      return { problem: `${from1} are numbered from 1` };
    }
    const beyond = [low, high].find((digits) => BigInt(digits) > MOST);
    if (beyond !== undefined) return { problem: `${large} '${beyond}' is too large` };
    const from = low === '' ? 1 : Number(low);
    const to = dash === '' ? from : high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (from === 0 || to === 0) return { problem: `${from1} are numbered from 1` };
    if (to < from) return { problem: 'invalid decreasing range' };
    ranges.push({ from, to });
  }
  return merge(ranges);
};

const merge = (ranges: readonly Range[]): Range[] => {
  const out: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && range.from <= last.to) out[out.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else out.push(range);
  }
  return out;
};

export const complement = (ranges: readonly Range[]): Range[] => {
  const out: Range[] = [];
  let from = 1;
  for (const range of ranges) {
    if (range.from > from) out.push({ from, to: range.from - 1 });
    from = range.to + 1;
  }
  if (from !== Number.POSITIVE_INFINITY) out.push({ from, to: Number.POSITIVE_INFINITY });
  return out;
};
