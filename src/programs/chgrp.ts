/** chgrp: change group ownership. Authority: chgrp(1). */

import type { Sys } from '../kernel/syscalls.ts';
import { changeOptions, changeOwners } from './lib/change-owner.ts';
import type { Io } from './lib/io.ts';
import { groupId, type OwnerSpec } from './lib/owner-spec.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const only = (gid: number | undefined, group: string | undefined): OwnerSpec => ({
  uid: undefined,
  gid,
  user: undefined,
  group,
});

/** An empty word asks for nothing. */
function* named(sys: Sys, io: Io, word: string): Generator<void, OwnerSpec> {
  if (word === '') return only(undefined, undefined);
  const gid = yield* groupId(sys, word);
  return gid === undefined ? yield* io.die(1, `invalid group: ${quote(word)}`) : only(gid, word);
}

export const chgrp = program(
  {
    name: 'chgrp',
    summary: 'change group ownership',
    usage: ['[OPTION]... GROUP FILE...', '[OPTION]... --reference=RFILE FILE...'],
    about: 'Change the group of each FILE to GROUP.\nWith --reference, change the group of each FILE to that of RFILE.',
    options: changeOptions,
  },
  (sys, args, io) =>
    changeOwners(sys, args, io, {
      from: { uid: undefined, gid: undefined },
      named: (word) => named(sys, io, word),
      like: ({ gid }, names) => only(gid, names.group(gid) ?? String(gid)),
    }),
);
