/**
 * `user:group` as chown reads it: names or numbers, either part missing, and a dot for the colon with a warning.
 * Authority: chown(1), userspec.c of gnulib.
 */

import type { Sys } from '../../kernel/syscalls.ts';
import { quote } from './quote.ts';
import { readGroups, readUsers } from './users.ts';

/** What is not wished for is undefined. The words are those that were given. */
export interface OwnerSpec {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly user: string | undefined;
  readonly group: string | undefined;
}

export interface SpecProblem {
  readonly problem: string;
}

const NO_ID = 0xffffffff;

/** A plus says: a number, whatever names there are. */
const numericId = (word: string): number | undefined => {
  if (!/^\s*\+?\d+$/.test(word)) return undefined;
  const id = Number(word);
  return id < NO_ID ? id : undefined;
};

/** The id of a group's name or number. */
export function* groupId(sys: Sys, word: string): Generator<void, number | undefined> {
  return (yield* readGroups(sys)).find(({ name }) => name === word)?.gid ?? numericId(word);
}

interface Split {
  readonly user: string;
  readonly group: string;
  readonly separated: boolean;
}

const splitAt = (text: string, at: number): Split =>
  at < 0
    ? { user: text, group: '', separated: false }
    : { user: text.slice(0, at), group: text.slice(at + 1), separated: true };

function* resolve(sys: Sys, text: string, { user, group, separated }: Split): Generator<void, OwnerSpec | SpecProblem> {
  const known = (yield* readUsers(sys)).find(({ name }) => name === user);
  const uid = known?.uid ?? numericId(user);
  if (user !== '' && !known && separated && group === '') return { problem: `invalid spec: ${quote(text)}` };
  if (user !== '' && uid === undefined) return { problem: `invalid user: ${quote(text)}` };
  if (group !== '') {
    const gid = yield* groupId(sys, group);
    if (gid === undefined) return { problem: `invalid group: ${quote(text)}` };
    return { uid, gid, user: user === '' ? undefined : user, group };
  }
  if (known && separated) {
    const login = (yield* readGroups(sys)).find(({ gid }) => gid === known.gid)?.name;
    return { uid, gid: known.gid, user, group: login ?? String(known.gid) };
  }
  return { uid, gid: undefined, user: user === '' ? undefined : user, group: undefined };
}

/** `dotted`: it makes sense only with its dot read as a colon. */
export function* parseOwner(sys: Sys, text: string): Generator<void, (OwnerSpec & { dotted: boolean }) | SpecProblem> {
  const colon = text.indexOf(':');
  const plain = yield* resolve(sys, text, splitAt(text, colon));
  if (!('problem' in plain)) return { ...plain, dotted: false };
  const dot = text.indexOf('.');
  if (colon >= 0 || dot < 0) return plain;
  const dotted = yield* resolve(sys, text, splitAt(text, dot));
  return 'problem' in dotted ? plain : { ...dotted, dotted: true };
}
