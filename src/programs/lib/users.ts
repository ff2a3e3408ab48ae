/** Names of users and groups from /etc/passwd and /etc/group. Authority: passwd(5), group(5). */

import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readText } from './read-file.ts';

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

function* records(sys: Sys, path: string): Generator<void, string[][]> {
  const text = yield* readText(sys, path);
  if (isFailure(text)) return [];
  return text.split('\n').flatMap((line) => (line === '' ? [] : [line.split(':')]));
}

export function* readUsers(sys: Sys): Generator<void, User[]> {
  return (yield* records(sys, '/etc/passwd')).map(([name = '', , uid, gid, , home = '/', shell = '/bin/sh']) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    home,
    shell,
  }));
}

export function* readGroups(sys: Sys): Generator<void, Group[]> {
  return (yield* records(sys, '/etc/group')).map(([name = '', , gid, members = '']) => ({
    name,
    gid: Number(gid),
    members: members === '' ? [] : members.split(','),
  }));
}

/** The groups that name a user among their members. */
export const groupsOf = ({ name }: User, groups: readonly Group[]): number[] =>
  groups.filter(({ members }) => members.includes(name)).map(({ gid }) => gid);

export interface Names {
  user(uid: number): string | undefined;
  group(gid: number): string | undefined;
}

export function* readNames(sys: Sys): Generator<void, Names> {
  const users = new Map((yield* readUsers(sys)).map(({ uid, name }) => [uid, name]));
  const groups = new Map((yield* readGroups(sys)).map(({ gid, name }) => [gid, name]));
  return { user: (uid) => users.get(uid), group: (gid) => groups.get(gid) };
}

/** setgroups, setgid, setuid: in this order, for only root may do the first two. */
export function* becomeUser(sys: Sys, user: Pick<User, 'name' | 'uid' | 'gid'>): Generator<void, 0 | Failure> {
  const others = (yield* readGroups(sys)).filter(({ members }) => members.includes(user.name));
  const groups = yield* sys.setgroups([user.gid, ...others.map(({ gid }) => gid)]);
  if (isFailure(groups)) return groups;
  const group = yield* sys.setgid(user.gid);
  return isFailure(group) ? group : yield* sys.setuid(user.uid);
}
