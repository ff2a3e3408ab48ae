/** id: print user and group ids, of this process or of a user of /etc/passwd. There is no SELinux. Authority: id(1). */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { type Group, groupsOf, readGroups, readUsers, type User } from './lib/users.ts';

const options = {
  a: { short: 'a', help: 'ignore, for compatibility with other versions' },
  context: { short: 'Z', long: 'context', help: 'print only the security context of the process' },
  group: { short: 'g', long: 'group', help: 'print only the effective group ID' },
  groups: { short: 'G', long: 'groups', help: 'print all group IDs' },
  name: { short: 'n', long: 'name', help: 'print a name instead of a number, for -ugG' },
  real: { short: 'r', long: 'real', help: 'print the real ID instead of the effective ID, with -ugG' },
  user: { short: 'u', long: 'user', help: 'print only the effective user ID' },
  zero: {
    short: 'z',
    long: 'zero',
    help: 'delimit entries with NUL characters, not whitespace;\nnot permitted in default format',
  },
} as const;

interface Identity {
  readonly ruid: number;
  readonly euid: number;
  readonly rgid: number;
  readonly egid: number;
  readonly groups: readonly number[];
}

function* ofProcess(sys: Sys): Generator<void, Identity> {
  const groups = yield* sys.getgroups();
  return {
    ruid: yield* sys.getuid(),
    euid: yield* sys.geteuid(),
    rgid: yield* sys.getgid(),
    egid: yield* sys.getegid(),
    groups: isFailure(groups) ? [] : groups,
  };
}

const ofUser = (user: User, groups: readonly Group[]): Identity => ({
  ruid: user.uid,
  euid: user.uid,
  rgid: user.gid,
  egid: user.gid,
  groups: groupsOf(user, groups),
});

const allGroups = ({ egid, rgid, groups }: Identity): number[] => [...new Set([rgid, egid, ...groups])];

function* print(
  args: Args<keyof typeof options>,
  io: Io,
  who: Identity,
  users: readonly User[],
  groups: readonly Group[],
): Generator<void, void> {
  const userName = (uid: number): string | undefined => users.find((user) => user.uid === uid)?.name;
  const groupName = (gid: number): string | undefined => groups.find((group) => group.gid === gid)?.name;
  const named = args.has('name');
  const end = args.has('zero') ? '\0' : '\n';
  const user = (uid: number): string => (named ? (userName(uid) ?? String(uid)) : String(uid));
  const group = (gid: number): string => (named ? (groupName(gid) ?? String(gid)) : String(gid));
  if (args.has('user')) return yield* io.print(user(args.has('real') ? who.ruid : who.euid) + end);
  if (args.has('group')) return yield* io.print(group(args.has('real') ? who.rgid : who.egid) + end);
  if (args.has('groups'))
    return yield* io.print(
      allGroups(who)
        .map(group)
        .join(args.has('zero') ? '\0' : ' ') + end,
    );
  const full = (label: string, id: number, name: string | undefined): string =>
    `${label}=${id}${name === undefined ? '' : `(${name})`}`;
  const parts = [full('uid', who.ruid, userName(who.ruid)), full('gid', who.rgid, groupName(who.rgid))];
  if (who.euid !== who.ruid) parts.push(full('euid', who.euid, userName(who.euid)));
  if (who.egid !== who.rgid) parts.push(full('egid', who.egid, groupName(who.egid)));
  const list = allGroups(who).map((gid) => full('', gid, groupName(gid)).slice(1));
  yield* io.print(`${parts.join(' ')} groups=${list.join(',')}\n`);
}

export const id = program(
  {
    name: 'id',
    summary: 'print real and effective user and group IDs',
    usage: '[OPTION]... [USER]...',
    about: 'Print user and group information for each specified USER,\nor (when USER omitted) for the current process.',
    options,
  },
  function* (sys, args, io) {
    if (args.has('context')) return yield* io.die(1, '--context (-Z) works only on an SELinux-enabled kernel');
    const chosen = [args.has('user'), args.has('group'), args.has('groups')].filter(Boolean).length;
    if (chosen > 1) return yield* io.die(1, 'cannot print "only" of more than one choice');
    if (chosen === 0 && (args.has('name') || args.has('real'))) {
      return yield* io.die(1, 'cannot print only names or real IDs in default format');
    }
    if (chosen === 0 && args.has('zero')) return yield* io.die(1, 'option --zero not permitted in default format');
    const users = yield* readUsers(sys);
    const groups = yield* readGroups(sys);
    if (args.operands.length === 0) {
      yield* print(args, io, yield* ofProcess(sys), users, groups);
      return 0;
    }
    let status = 0;
    for (const word of args.operands) {
      const user =
        users.find(({ name }) => name === word) ??
        users.find(({ uid }) => String(uid) === word.replace(/^\+(?=\d)/, ''));
      if (user) yield* print(args, io, ofUser(user, groups), users, groups);
      else {
        yield* io.error(`${quote(word)}: no such user`);
        status = 1;
      }
    }
    return status;
  },
);
