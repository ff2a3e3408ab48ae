/** What ss is to show: states, and ports. Leaves out `or`, `not` and addresses. Authority: ss(8), "STATE-FILTER", "EXPRESSION". */
import type { SocketDiag } from '../../kernel/abi.ts';
import type { Names } from './net-names.ts';

export type Suits = (socket: SocketDiag) => boolean;

export interface Filter {
  readonly suits: Suits;
  /** States that were asked for by name. */
  readonly states: ReadonlySet<number> | undefined;
}

const STATES: Readonly<Record<string, number>> = {
  established: 1,
  'syn-sent': 2,
  'syn-recv': 3,
  'fin-wait-1': 4,
  'fin-wait-2': 5,
  'time-wait': 6,
  closed: 7,
  unconnected: 7,
  'close-wait': 8,
  'last-ack': 9,
  listening: 10,
  listen: 10,
  closing: 11,
};
const EVERY = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const GROUPS: Readonly<Record<string, readonly number[]>> = {
  all: EVERY,
  connected: EVERY.filter((state) => state !== 7 && state !== 10),
  synchronized: EVERY.filter((state) => state !== 2 && state !== 7 && state !== 10),
  bucket: [3, 6],
  big: EVERY.filter((state) => state !== 3 && state !== 6),
};

const COMPARISONS: Readonly<Record<string, (port: number, wanted: number) => boolean>> = {
  '=': (port, wanted) => port === wanted,
  '==': (port, wanted) => port === wanted,
  eq: (port, wanted) => port === wanted,
  '!=': (port, wanted) => port !== wanted,
  neq: (port, wanted) => port !== wanted,
  '>=': (port, wanted) => port >= wanted,
  '<=': (port, wanted) => port <= wanted,
};

export interface WrongFilter {
  /** What is said of it. */
  readonly problem: string;
  readonly status: number;
}

const notAnAddress = (word: string): WrongFilter => ({
  problem: `Error: an inet prefix is expected rather than "${word}".\nCannot parse dst/src address.\n`,
  status: 1,
});

export function readFilter(operands: readonly string[], names: Names): Filter | WrongFilter {
  const words = operands.flatMap((one) => one.replaceAll(/[()]/g, ' ').split(/\s+/)).filter((word) => word !== '');
  const tests: Suits[] = [];
  let states: Set<number> | undefined;
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    if (word === 'state') {
      const wanted =
        GROUPS[words[at + 1] ?? ''] ?? [STATES[words[at + 1] ?? '']].filter((state) => state !== undefined);
      if (wanted.length === 0) return { problem: `ss: wrong state name: ${words[at + 1] ?? ''}\n`, status: 255 };
      states = new Set([...(states ?? []), ...wanted]);
      at += 2;
    } else if (word === 'and') at++;
    else {
      const test = portTest(word, words[at + 1], words[at + 2], names);
      if (!test) return notAnAddress(word);
      tests.push(test);
      at += 3;
    }
  }
  return { suits: (socket) => tests.every((test) => test(socket)), states };
}

function portTest(which: string, how = '', place = '', names: Names): Suits | undefined {
  const compare = COMPARISONS[how];
  const text = place.slice(place.lastIndexOf(':') + 1);
  const port = names.port(text, 'tcp') ?? Number(text);
  if (!compare || !Number.isInteger(port) || text === '') return undefined;
  if (which === 'sport') return ({ localPort }) => compare(localPort, port);
  return which === 'dport' ? ({ peerPort }) => compare(peerPort, port) : undefined;
}
