/**
 * tc: delay and loss on the way out of an interface, by the discipline netem at its root.
 * Leaves out classes, filters, other disciplines, JSON, and of netem correlation, corruption, reordering and rates.
 * Authority: tc(8), tc-netem(8) of iproute2 6.1.
 */
import { type LinkInfo, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../kernel/abi.ts';
import { type Errno, isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { qdiscOf } from './lib/ip-show.ts';
import { NETEM_USAGE, netemText, parseNetem } from './lib/netem.ts';
import { rawProgram } from './lib/program.ts';

const TC_USAGE = `Usage:	tc [ OPTIONS ] OBJECT { COMMAND | help }
	tc [-force] -batch filename
where  OBJECT := { qdisc | class | filter | chain |
		    action | monitor | exec }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[aw] |
		    -o[neline] | -j[son] | -p[retty] | -c[olor]
		    -b[atch] [filename] | -n[etns] name | -N[umeric] |
		     -nm | -nam[es] | { -cf | -conf } path
		     -br[ief] }
`;
const QDISC_USAGE = `Usage: tc qdisc [ add | del | replace | change | show ] dev STRING
       [ handle QHANDLE ] [ root | ingress | clsact | parent CLASSID ]
       [ estimator INTERVAL TIME_CONSTANT ]
       [ stab [ help | STAB_OPTIONS] ]
       [ ingress_block BLOCK_INDEX ] [ egress_block BLOCK_INDEX ]
       [ [ QDISC_KIND ] [ help | OPTIONS ] ]

       tc qdisc { show | list } [ dev STRING ] [ QDISC_ID ] [ invisible ]
Where:
QDISC_KIND := { [p|b]fifo | tbf | prio | cbq | red | etc. }
OPTIONS := ... try tc qdisc add <desired QDISC_KIND> help
STAB_OPTIONS := ... try tc qdisc add stab help
QDISC_ID := { root | ingress | handle QHANDLE | parent CLASSID }
`;

const REFUSED = 2;
const USAGE = 255;
const PFIFO = 'bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1';

function disciplineText(link: LinkInfo, { named, figures }: { named: boolean; figures: boolean }): string {
  const { qdisc, loopback, name, sent } = link;
  const handle = qdisc ? qdisc.handle.toString(16) : '0';
  const what = qdisc ? netemText(qdisc.netem) : loopback ? '' : PFIFO;
  const line = `qdisc ${qdiscOf(link)} ${handle}: ${named ? `dev ${name} ` : ''}root refcnt 2 ${what}\n`;
  if (!figures) return line;
  const { bytes, packets } = qdisc?.sent ?? (loopback ? { bytes: 0, packets: 0 } : sent);
  const counted = `${bytes} bytes ${packets} pkt (dropped ${qdisc?.dropped ?? 0}, overlimits 0 requeues 0) `;
  return `${line} Sent ${counted}\n backlog 0b ${qdisc?.waiting ?? 0}p requeues 0\n`;
}

interface Asked {
  readonly device: string | undefined;
  readonly root: boolean;
  readonly kind: string | undefined;
  readonly words: readonly string[];
}

/** `dev NAME root handle H: KIND …`, in any order before the kind. */
function read(words: readonly string[]): Asked {
  const rest = [...words];
  const asked: { device: string | undefined; root: boolean } = { device: undefined, root: false };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === 'dev') asked.device = rest.shift();
    else if (word === 'root') asked.root = true;
    else if (word === 'handle' || word === 'parent') rest.shift();
    else return { ...asked, kind: word, words: rest };
  }
  return { ...asked, kind: undefined, words: [] };
}

type How = 'add' | 'change' | 'replace' | 'delete';
const FLAGS: Readonly<Record<Exclude<How, 'delete'>, number>> = {
  add: NLM_F_CREATE | NLM_F_EXCL,
  change: 0,
  replace: NLM_F_CREATE | NLM_F_REPLACE,
};

/** What the kernel says beside the number. */
function explained(how: How, errno: Errno): string {
  if (errno === 'EEXIST') return 'Error: Exclusivity flag on, cannot modify.';
  if (errno === 'ENOENT' && how === 'delete') return 'Error: Cannot delete qdisc with handle of zero.';
  if (errno === 'ENOENT') return 'Error: Qdisc not found. To create specify NLM_F_CREATE flag.';
  return `RTNETLINK answers: ${strerror(errno)}`;
}

const say = function* (io: Io, text: string, status: number): Generator<void, number> {
  yield* io.complain(`${text}\n`);
  return status;
};

const changes = (how: How) =>
  function* (sys: Sys, io: Io, words: readonly string[]): Generator<void, number> {
    const { device, root, kind, words: details } = read(words);
    if (kind === 'help') {
      yield* io.complain(QDISC_USAGE);
      return 0;
    }
    const parsed = kind === 'netem' ? parseNetem(details) : parseNetem([]);
    if ('wrong' in parsed) {
      yield* io.complain(`${parsed.wrong}${parsed.usage ? NETEM_USAGE : ''}`);
      return 1;
    }
    if (device === undefined) return yield* say(io, 'RTNETLINK answers: No such device', REFUSED);
    const link = (yield* sys.rtm_getlink()).find(({ name }) => name === device);
    if (!link) return yield* say(io, `Cannot find device "${device}"`, 1);
    if (kind !== undefined && kind !== 'netem') {
      const unknown =
        (yield* sys.geteuid()) === 0 ? 'Error: Specified qdisc kind is unknown.' : explained(how, 'EPERM');
      return yield* say(io, unknown, REFUSED);
    }
    if (!root) return yield* say(io, 'Error: Handle cannot be zero.', REFUSED);
    const done =
      how === 'delete'
        ? yield* sys.rtm_delqdisc(link.index)
        : yield* sys.rtm_newqdisc(link.index, FLAGS[how], parsed.netem);
    return isFailure(done) ? yield* say(io, explained(how, done.errno), REFUSED) : 0;
  };

const show = (figures: boolean) =>
  function* (sys: Sys, io: Io, words: readonly string[]): Generator<void, number> {
    const { device } = read(words);
    const links = yield* sys.rtm_getlink();
    if (device !== undefined && !links.some(({ name }) => name === device))
      return yield* say(io, `Cannot find device "${device}"`, 1);
    for (const link of links)
      if (device === undefined || link.name === device)
        yield* io.print(disciplineText(link, { named: device === undefined, figures }));
    return 0;
  };

/** Any beginning of a word will do; of several the first that fits. */
const COMMANDS = (figures: boolean) => ({
  add: changes('add'),
  change: changes('change'),
  replace: changes('replace'),
  delete: changes('delete'),
  list: show(figures),
  show: show(figures),
  lst: show(figures),
});

export const tc = rawProgram(
  {
    name: 'tc',
    summary: 'show and change what delays and drops packets',
    usage: '[ OPTIONS ] qdisc { add | change | replace | delete | show } dev NAME root netem ...',
    options: {
      statistics: { short: 's', long: 'statistics', help: 'with figures of what went through' },
      version: { short: 'V', long: 'Version', help: 'tell the version' },
      help: { long: 'help', help: 'tell how it is called' },
    },
  },
  function* (sys, args, io) {
    const words = [...args];
    let figures = false;
    while (words[0]?.startsWith('-')) {
      const option = words.shift() ?? '';
      const name = option.replace(/^--?/, '');
      if ('statistics'.startsWith(name) || name === 'stats') figures = true;
      else if ('Version'.startsWith(name)) {
        yield* io.print('tc utility, iproute2-6.1.0, libbpf 1.1.2\n');
        return 0;
      } else if (name === 'help') {
        yield* io.complain(TC_USAGE);
        return 0;
      } else return yield* say(io, `Option "${option}" is unknown, try "tc -help".`, USAGE);
    }
    const [object, command, ...rest] = words;
    if (object === undefined || object === 'help') {
      yield* io.complain(TC_USAGE);
      return 0;
    }
    if (!'qdisc'.startsWith(object)) return yield* say(io, `Object "${object}" is unknown, try "tc help".`, USAGE);
    if (command === undefined) return yield* show(figures)(sys, io, []);
    if (command === 'help') {
      yield* io.complain(QDISC_USAGE);
      return 0;
    }
    const does = Object.entries(COMMANDS(figures)).find(([name]) => name.startsWith(command))?.[1];
    if (does) return yield* does(sys, io, rest);
    return yield* say(io, `Command "${command}" is unknown, try "tc qdisc help".`, USAGE);
  },
);
