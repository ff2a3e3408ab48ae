/** chown: change file owner and group. Authority: chown(1). */

import type { Sys } from '../kernel/syscalls.ts';
import { changeOptions, changeOwners } from './lib/change-owner.ts';
import type { Io } from './lib/io.ts';
import { type OwnerSpec, parseOwner } from './lib/owner-spec.ts';
import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const options = {
  ...changeOptions,
  from: {
    long: 'from',
    value: 'CURRENT_OWNER:CURRENT_GROUP',
    help: 'change the owner and/or group of each file only if\nits current owner and/or group match those specified',
  },
} as const;

function* owner(sys: Sys, io: Io, text: string): Generator<void, OwnerSpec> {
  const spec = yield* parseOwner(sys, text);
  if ('problem' in spec) return yield* io.die(1, spec.problem);
  if (spec.dotted) yield* io.error(`warning: '.' should be ':': ${quote(text)}`);
  return spec;
}

export const chown = program(
  {
    name: 'chown',
    summary: 'change file owner and group',
    usage: ['[OPTION]... [OWNER][:[GROUP]] FILE...', '[OPTION]... --reference=RFILE FILE...'],
    about:
      'Change the owner and/or group of each FILE to OWNER and/or GROUP.\nWith --reference, change the owner and group of each FILE to those of RFILE.',
    options,
    notes:
      "Owner is unchanged if missing.  Group is unchanged if missing, but changed\nto login group if implied by a ':' following a symbolic OWNER.\nOWNER and GROUP may be numeric as well as symbolic.",
  },
  function* (sys, args, io) {
    const current = args.value('from');
    return yield* changeOwners(sys, args, io, {
      from: current === undefined ? { uid: undefined, gid: undefined } : yield* owner(sys, io, current),
      named: (word) => owner(sys, io, word),
      like: ({ uid, gid }, names) => ({
        uid,
        gid,
        user: names.user(uid) ?? String(uid),
        group: names.group(gid) ?? String(gid),
      }),
    });
  },
);
