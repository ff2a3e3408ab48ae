/** The lists of ps: pids, users, terminals and names, as tests of a process. Authority: ps(1), PROCESS SELECTION BY LIST. */

import type { Sys } from '../../kernel/syscalls.ts';
import { type Proc, ttyNumber } from './proc.ts';
import { readGroups, readUsers } from './users.ts';

export type Test = (proc: Proc) => boolean;

export class PsProblem extends Error {}

export const problem = (text: string): never => {
  throw new PsProblem(text);
};

const items = (list: string): string[] => {
  const words = list.split(/[ ,]+/).filter((word) => word !== '');
  if (words.length === 0 || /^[ ,]|,,|[ ,]$/.test(list)) problem('improper list');
  return words;
};

const MAX_PID = 0x7fffffff;

export const pids = (list: string): Set<number> =>
  new Set(
    items(list).map((word) => {
      if (!/^[-+]?\d+$/.test(word)) problem('process ID list syntax error');
      const pid = Number(word);
      if (pid <= 0 || pid > MAX_PID) problem('process ID out of range');
      return pid;
    }),
  );

/** The processes that an option with a list means; `letter` is the option's, or a word for GNU's. */
export function* readList(sys: Sys, letter: string, value: string): Generator<void, Test> {
  switch (letter) {
    case 'p':
    case 'q': {
      const set = pids(value);
      return ({ pid }) => set.has(pid);
    }
    case 's': {
      const set = pids(value);
      return ({ session }) => set.has(session);
    }
    case 'C': {
      const names = new Set(items(value).map((name) => name.slice(0, 15)));
      return ({ comm }) => names.has(comm);
    }
    case 't':
      return yield* terminals(sys, value);
    case 'u':
    case 'U': {
      const set = yield* users(sys, value);
      const index = letter === 'U' ? 0 : 1;
      return ({ ids }) => set.has(ids.uid[index] ?? -1);
    }
    case 'G':
    case 'group': {
      const set = yield* groups(sys, value);
      const index = letter === 'G' ? 0 : 1;
      return ({ ids }) => set.has(ids.gid[index] ?? -1);
    }
    case 'g':
      return yield* leadersOrGroups(sys, value);
    default: {
      const set = pids(value);
      return ({ ppid }) => set.has(ppid);
    }
  }
}

function* leadersOrGroups(sys: Sys, value: string): Generator<void, Test> {
  const words = items(value);
  if (words.every((word) => /^\d+$/.test(word))) {
    const set = new Set(words.map(Number));
    return ({ session }) => set.has(session);
  }
  const known = yield* readGroups(sys);
  const set = new Set(words.map((word) => known.find(({ name }) => name === word)?.gid ?? -1));
  if (set.has(-1)) problem('list of session leaders OR effective group IDs was invalid');
  return ({ ids }) => set.has(ids.gid[1] ?? -1);
}

function* terminals(sys: Sys, value: string): Generator<void, Test> {
  const set = new Set<number>();
  for (const word of items(value)) {
    if (word === '-' || word === '?') {
      set.add(0);
      continue;
    }
    const number = yield* ttyNumber(sys, word);
    set.add(number ?? problem('TTY could not be found'));
  }
  return ({ ttyNr }) => set.has(ttyNr);
}

function* users(sys: Sys, value: string): Generator<void, Set<number>> {
  const known = yield* readUsers(sys);
  return new Set(
    items(value).map((word) => {
      const found = known.find(({ name }) => name === word)?.uid ?? (/^\d+$/.test(word) ? Number(word) : undefined);
      return found ?? problem('user name does not exist');
    }),
  );
}

function* groups(sys: Sys, value: string): Generator<void, Set<number>> {
  const known = yield* readGroups(sys);
  return new Set(
    items(value).map((word) => {
      const found = known.find(({ name }) => name === word)?.gid ?? (/^\d+$/.test(word) ? Number(word) : undefined);
      return found ?? problem('group name does not exist');
    }),
  );
}

/** The terminal that ps itself has. */
export function* ownTty(sys: Sys): Generator<void, number> {
  const fd = yield* sys.open('/proc/self/stat', 0);
  if (typeof fd !== 'number') return 0;
  const buffer = new Uint8Array(512);
  const count = yield* sys.read(fd, buffer);
  yield* sys.close(fd);
  const text = String.fromCharCode(...buffer.subarray(0, typeof count === 'number' ? count : 0));
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[4] ?? 0);
}
