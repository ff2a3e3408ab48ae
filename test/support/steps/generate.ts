/** Scripts of steps by chance, from the lines of a theme. Some go on as an ordinary user, some have several workers. */
import type { Random } from '../../../src/kernel/random.ts';
import { AS_USER, BEGINNINGS, THEMES, WORDS } from './themes.ts';

interface Weighed {
  readonly weight: number;
  readonly text: string;
}

function choose(random: Random, from: readonly Weighed[]): string {
  let at = random.below(from.reduce((sum, { weight }) => sum + weight, 0));
  return from.find(({ weight }) => (at -= weight) < 0)?.text ?? '';
}

/** `a*3|b` */
const alternatives = (text: string): Weighed[] =>
  text.split('|').map((one) => {
    const [, what = '', weight = '1'] = /^(.*?)(?:\*(\d+))?$/.exec(one) ?? [];
    return { weight: Number(weight), text: what };
  });

const once = <T>(make: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const made = known.get(text) ?? make(text);
    known.set(text, made);
    return made;
  };
};
const alternativesOf = once(alternatives);

/** One of the alternatives, with what the names in it stand for. A colon stands between words of their own. */
function word(random: Random, text: string): string {
  if (text.includes(':') && !/^[uia]:/.test(text) && !text.includes('::')) {
    const parts = text.split(':');
    if (parts.some((part) => part in WORDS)) return parts.map((part) => word(random, part)).join(':');
  }
  const chosen = choose(random, alternativesOf(text));
  return chosen.replace(/[A-Z]+/g, (name) => (WORDS[name] === undefined ? name : word(random, WORDS[name])));
}

/** `X+4`, `X&3` */
function words(random: Random, text: string): string {
  const [, what = text, separator, most = '1'] = /^(.*?)([+&])(\d)$/.exec(text) ?? [];
  if (separator === undefined) return word(random, text);
  const count = 1 + random.below(Number(most));
  return Array.from({ length: count }, () => word(random, what)).join(separator === '+' ? ' ' : ',');
}

const linesOf = once((theme: string) =>
  theme
    .trim()
    .split(/\n\s*/)
    .map((line) => {
      const [, weight = '1', text = ''] = /^(\d+) (.*)$/.exec(line) ?? [];
      return { weight: Number(weight), text };
    }),
);

function step(random: Random, theme: string, alone: boolean): string {
  const [name, ...rest] = choose(random, linesOf(theme)).split(' ');
  const actor = alone || random.below(2) === 0 ? 1 : 2 + random.below(2);
  return [actor, name, ...rest.map((text) => words(random, text))].join(' ');
}

/** The steps of one script. */
export function generate(random: Random, theme: string, length: number): string[] {
  const alone = random.below(2) === 0;
  const steps = [...(BEGINNINGS[theme] ?? [])];
  const change = random.below(3) === 0 ? random.below(length) : -1;
  for (let i = 0; i < length; i++) {
    if (i === change) steps.push(...AS_USER);
    steps.push(step(random, THEMES[theme] ?? '', alone));
  }
  return steps;
}
