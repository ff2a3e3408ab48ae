/**
 * Breaking a paragraph into lines at the least cost. Authority: fmt.c of coreutils 9.1 (fmt_paragraph, base_cost, line_cost).
 * Leaves out that fmt breaks up paragraphs of more than 1000 words.
 */

export interface Word {
  readonly text: string;
  /** Behind it, when a word follows on the line. */
  space: number;
  readonly paren: boolean;
  readonly punct: boolean;
  period: boolean;
  final: boolean;
}

const square = (n: number): number => n * n;
const LINE_COST = square(70);
const SENTENCE_BONUS = square(50);
const NOBREAK_COST = square(600);
const PAREN_BONUS = square(40);
const PUNCT_BONUS = square(40);
const shortCost = (n: number): number => square(n * 10);
const raggedCost = (n: number): number => Math.trunc(shortCost(n) / 2);
const widowCost = (n: number): number => Math.trunc(square(200) / (n + 2));
const orphanCost = (n: number): number => Math.trunc(square(150) / (n + 2));

export const wordOf = (text: string): Word => {
  let end = text.length - 1;
  const punct = /[!-/:-@[-`{-~]/.test(text.charAt(end));
  while (end > 0 && ')]\'"'.includes(text.charAt(end))) end -= 1;
  return {
    text,
    space: 0,
    paren: '([\'`"'.includes(text.charAt(0)),
    punct,
    period: '.?!'.includes(text.charAt(end)),
    final: false,
  };
};

export interface Widths {
  readonly most: number;
  readonly goal: number;
  readonly first: number;
  readonly other: number;
}

/** What a break in front of a word costs by itself. */
const baseCost = (words: readonly Word[], at: number): number => {
  let cost = LINE_COST;
  const [word, before, earlier] = [words[at], words[at - 1], words[at - 2]];
  if (before) {
    if (before.period) cost += before.final ? -SENTENCE_BONUS : NOBREAK_COST;
    else if (before.punct) cost -= PUNCT_BONUS;
    else if (earlier?.final) cost += widowCost(before.text.length);
  }
  if (word?.paren) cost -= PAREN_BONUS;
  else if (word?.final) cost += orphanCost(word.text.length);
  return cost;
};

/** The first word of every line. */
export const breakLines = (words: readonly Word[], { most, goal, first, other }: Widths): number[] => {
  const end = words.length;
  const best = new Array<number>(end + 1).fill(0);
  const next = new Array<number>(end + 1).fill(end);
  const length = new Array<number>(end + 1).fill(0);
  const lineCost = (at: number, width: number): number => {
    if (at === end) return 0;
    const cost = shortCost(goal - width);
    return next[at] === end ? cost : cost + raggedCost(width - (length[at] ?? 0));
  };
  for (let start = end - 1; start >= 0; start -= 1) {
    let least = Number.POSITIVE_INFINITY;
    let width = (start === 0 ? first : other) + (words[start]?.text.length ?? 0);
    for (let at = start + 1; ; at += 1) {
      const cost = lineCost(at, width) + (best[at] ?? 0);
      if (cost < least) {
        least = cost;
        next[start] = at;
        length[start] = width;
      }
      if (at === end) break;
      width += (words[at - 1]?.space ?? 0) + (words[at]?.text.length ?? 0);
      if (width >= most) break;
    }
    best[start] = least + baseCost(words, start);
  }
  const starts: number[] = [];
  for (let at = 0; at < end; at = next[at] ?? end) starts.push(at);
  return starts;
};
