/** The words of netem on a command line of tc, and how tc prints it. Authority: tc-netem(8); iproute2 6.1, tc/q_netem.c. */
import type { Netem } from '../../kernel/abi.ts';

export const NETEM_USAGE = `Usage: ... netem [ limit PACKETS ]
                 [ delay TIME [ JITTER [CORRELATION]]]
                 [ distribution {uniform|normal|pareto|paretonormal} ]
                 [ corrupt PERCENT [CORRELATION]]
                 [ duplicate PERCENT [CORRELATION]]
                 [ loss random PERCENT [CORRELATION]]
                 [ loss state P13 [P31 [P32 [P23 P14]]]
                 [ loss gemodel PERCENT [R [1-H [1-K]]]
                 [ ecn ]
                 [ reorder PERCENT [CORRELATION] [ gap DISTANCE ]]
                 [ rate RATE [PACKETOVERHEAD] [CELLSIZE] [CELLOVERHEAD]]
                 [ slot MIN_DELAY [MAX_DELAY] [packets MAX_PACKETS] [bytes MAX_BYTES]]
                 [ slot distribution {uniform|normal|pareto|paretonormal|custom}
                   DELAY JITTER [packets MAX_PACKETS] [bytes MAX_BYTES]]
`;

const LIMIT = 1000;
const SECOND = 1_000_000;
const MILLISECOND = 1000;
const UNITS: Readonly<Record<string, number>> = {
  ...{ s: SECOND, sec: SECOND, secs: SECOND },
  ...{ ms: MILLISECOND, msec: MILLISECOND, msecs: MILLISECOND },
  ...{ us: 1, usec: 1, usecs: 1, '': 1 },
};

/** µs; a number alone is µs, too. */
function timeOf(word = ''): number | undefined {
  const [, number = '', unit = ''] = /^(\d+\.?\d*|\.\d+)([a-z]*)$/.exec(word) ?? [];
  const factor = UNITS[unit];
  return number === '' || factor === undefined ? undefined : Math.round(Number(number) * factor);
}

function percentOf(word = ''): number | undefined {
  const percent = /^(\d+\.?\d*|\.\d+)%?$/.exec(word)?.[1];
  const value = percent === undefined ? Number.NaN : Number(percent);
  return value <= 100 ? value : undefined;
}

const startsNumber = (word: string | undefined): boolean => /^[\d.]/.test(word ?? '');

/** The discipline, or what is wrong: what tc says before its usage, or instead of it. */
export type Parsed = { readonly netem: Netem } | { readonly wrong: string; readonly usage: boolean };

const illegal = (what: string): Parsed => ({ wrong: `Illegal "${what}"\n`, usage: false });

export function parseNetem(words: readonly string[]): Parsed {
  const rest = [...words];
  const netem = { delay: 0, jitter: 0, loss: 0, duplicate: 0, limit: LIMIT };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === 'limit') {
      const limit = rest.shift() ?? '';
      if (!/^\d+$/.test(limit)) return illegal('limit');
      netem.limit = Number(limit);
    } else if (word === 'delay' || word === 'latency') {
      const delay = timeOf(rest.shift());
      if (delay === undefined) return illegal('latency');
      const jitter = startsNumber(rest[0]) ? timeOf(rest.shift()) : 0;
      if (jitter === undefined) return illegal('latency');
      Object.assign(netem, { delay, jitter });
    } else if (word === 'loss' || word === 'drop') {
      if (rest[0] === 'random') rest.shift();
      const loss = percentOf(rest.shift());
      if (loss === undefined) return illegal('loss percent');
      netem.loss = loss;
    } else if (word === 'duplicate') {
      const duplicate = percentOf(rest.shift());
      if (duplicate === undefined) return illegal('duplicate');
      netem.duplicate = duplicate;
    } else return { wrong: word === 'help' ? '' : `What is "${word}"?\n`, usage: true };
  }
  return { netem };
}

/** As printf's %.3g and %g. */
const general = (value: number, digits: number): string => String(Number(value.toPrecision(digits)));

function timeText(us: number): string {
  if (us >= SECOND) return `${general(us / SECOND, 3)}s`;
  return us >= MILLISECOND ? `${general(us / MILLISECOND, 3)}ms` : `${us}us`;
}

export function netemText({ delay, jitter, loss, duplicate, limit }: Netem): string {
  const percent = (word: string, value: number): string => (value > 0 ? ` ${word} ${general(value, 6)}%` : '');
  const time = delay > 0 ? ` delay ${timeText(delay)}${jitter > 0 ? `  ${timeText(jitter)}` : ''}` : '';
  return `limit ${limit}${time}${percent('loss', loss)}${percent('duplicate', duplicate)}`;
}
