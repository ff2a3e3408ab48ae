/** groups: the names of the groups that a user, or this process, is in. Authority: groups(1). */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';
import { groupsOf, readGroups, readNames, readUsers } from './lib/users.ts';

/** A group without a name is told by its number, and makes the status 1. */
function* list(sys: Sys, io: Io, gids: readonly number[]): Generator<void, boolean> {
  const names = yield* readNames(sys);
  const shown: string[] = [];
  let complete = true;
  for (const gid of new Set(gids)) {
    const name = names.group(gid);
    shown.push(name ?? String(gid));
    if (name !== undefined) continue;
    complete = false;
    yield* io.error(`cannot find name for group ID ${gid}`);
  }
  yield* io.print(`${shown.join(' ')}\n`);
  return complete;
}

export const groups = program(
  {
    name: 'groups',
    summary: 'print the groups a user is in',
    usage: '[OPTION]... [USERNAME]...',
    about:
      'Print group memberships for each USERNAME or, if no USERNAME is specified, for\nthe current process (which may differ if the groups database has changed).',
  },
  function* (sys, args, io) {
    if (args.operands.length === 0) {
      const more = yield* sys.getgroups();
      const own = [yield* sys.getgid(), yield* sys.getegid(), ...(isFailure(more) ? [] : more)];
      return (yield* list(sys, io, own)) ? 0 : 1;
    }
    const users = yield* readUsers(sys);
    const known = yield* readGroups(sys);
    let status = 0;
    for (const word of args.operands) {
      const user = users.find(({ name }) => name === word);
      if (!user) {
        yield* io.error(`${quote(word)}: no such user`);
        status = 1;
        continue;
      }
      yield* io.print(`${word} : `);
      if (!(yield* list(sys, io, [user.gid, ...groupsOf(user, known)]))) status = 1;
    }
    return status;
  },
);
