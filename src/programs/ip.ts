/**
 * ip: interfaces, addresses, routes and neighbours of a machine, and the others by their names (netns).
 * Leaves out IPv6, details, changing addresses and routes, tunnels and everything else that the machine has not.
 * Authority: ip(8) of iproute2 6.1.
 */
import type { LinkInfo } from '../kernel/abi.ts';
import { fail, isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { become } from './lib/exec.ts';
import type { Io } from './lib/io.ts';
import { addressJson, type Json, jsonText, linkJson, neighbourJson } from './lib/ip-json.ts';
import { INCOMPLETE, type RouteLine, routesOf, wayTo } from './lib/ip-routes.ts';
import { addressText, linkText, neighbourText, PLAIN, type Style } from './lib/ip-show.ts';
import { IP_USAGE, IP_VERSION } from './lib/ip-text.ts';
import { rawProgram } from './lib/program.ts';
import { readDirectory } from './lib/read-directory.ts';

const REFUSED = 2;
const USAGE = 255;
const NETNS = '/run/netns';

interface Run {
  readonly sys: Sys;
  readonly io: Io;
  readonly style: Style;
}

type Command = (run: Run, words: readonly string[]) => Generator<void, number>;

/** ip takes any beginning of a word; of several the first that fits. */
function matching<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  const name = Object.keys(table).find((one) => one.startsWith(word));
  return name === undefined ? undefined : table[name];
}

// ---- link

/** The interfaces that `dev NAME`, a NAME alone, or `up` choose; dies if there is none of that name. */
function* chosen({ sys, io }: Run, words: readonly string[]): Generator<void, LinkInfo[]> {
  const all = yield* sys.rtm_getlink();
  const up = words.includes('up');
  const [name] = words.filter((word) => word !== 'dev' && word !== 'up');
  if (words.at(-1) === 'dev') return yield* incomplete(io);
  if (name === undefined) return all.filter((link) => link.up || !up);
  const found = all.filter((link) => link.name === name);
  if (found.length > 0) return found;
  yield* io.complain(`Device "${name}" does not exist.\n`);
  return io.exit(1);
}

function* incomplete(io: Io): Generator<void, never> {
  yield* io.complain(INCOMPLETE);
  return io.exit(USAGE);
}

type Shape<T> = (link: LinkInfo, style: Style) => T;

const shows = (text: Shape<string>, json: Shape<Json>): Command =>
  function* (run, words) {
    const { io, style } = run;
    const links = yield* chosen(run, words);
    if (style.json)
      yield* io.print(
        jsonText(
          links.map((link) => json(link, style)),
          style,
        ),
      );
    else for (const link of links) yield* io.print(text(link, style));
    return 0;
  };

const showLinks = shows(linkText, linkJson);
const showInet = shows(addressText, addressJson);
/** No interface has an address of IPv6. */
const showAddresses: Command = function* (run, words) {
  if (run.style.family === 'link' && run.style.brief) return yield* showLinks(run, words);
  if (run.style.family !== 'inet6') return yield* showInet(run, words);
  yield* chosen(run, words);
  if (run.style.json) yield* run.io.print(jsonText([], run.style));
  return 0;
};

/** `ip link set [dev] NAME { up | down | mtu N }`. */
const setLink: Command = function* ({ sys, io }, words) {
  let name: string | undefined;
  const change: { up?: boolean; mtu?: number } = {};
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === 'up' || word === 'down') change.up = word === 'up';
    else if (word === 'mtu') change.mtu = yield* mtuOf(io, rest.shift());
    else if (word === 'dev') name = rest.shift() ?? (yield* incomplete(io));
    else if (name === undefined) name = word;
    else {
      yield* io.complain(`Error: either "dev" is duplicate, or "${word}" is a garbage.\n`);
      return USAGE;
    }
  }
  if (name === undefined) {
    yield* io.complain('Not enough information: "dev" argument is required.\n');
    return USAGE;
  }
  const link = (yield* sys.rtm_getlink()).find((one) => one.name === name);
  if (!link) {
    yield* io.complain(`Cannot find device "${name}"\n`);
    return 1;
  }
  return yield* answered(io, yield* sys.rtm_setlink(link.index, change));
};

function* mtuOf(io: Io, word: string | undefined): Generator<void, number> {
  if (word === undefined) return yield* incomplete(io);
  if (/^\d+$/.test(word)) return Number(word);
  yield* io.complain(`Error: argument "${word}" is wrong: Invalid "mtu" value\n\n`);
  return io.exit(USAGE);
}

function* answered(io: Io, answer: unknown): Generator<void, number> {
  if (!isFailure(answer)) return 0;
  yield* io.complain(`RTNETLINK answers: ${strerror(answer.errno)}\n`);
  return REFUSED;
}

/** What this network cannot do is refused as a kernel without it refuses. */
const unsupported: Command = ({ io }) => answered(io, fail('EOPNOTSUPP'));

// ---- route

function* printLines({ io, style }: Run, all: readonly RouteLine[]): Generator<void, number> {
  if (style.json)
    yield* io.print(
      jsonText(
        all.map(({ json }) => json),
        style,
      ),
    );
  else for (const { text } of all) yield* io.print(text);
  return 0;
}

const routes: Command = function* (run, words) {
  const links = run.style.family === 'inet6' ? [] : yield* run.sys.rtm_getlink();
  return yield* printLines(run, yield* routesOf(run.io, links, words));
};

const way: Command = function* (run, words) {
  const { sys, io, style } = run;
  const to = words.find((word) => word !== 'to');
  if (to === undefined) {
    yield* io.complain('need at least a destination address\n');
    return 1;
  }
  if (!/^\d+(\.\d+){3}$/.test(to)) {
    yield* io.complain(`Error: any valid prefix is expected rather than "${to}".\n`);
    return 1;
  }
  const found = wayTo(to, yield* sys.rtm_getlink(), yield* sys.getuid(), style);
  return found ? yield* printLines(run, [found]) : yield* answered(io, fail('ENETUNREACH'));
};

// ---- neighbours and other machines

const STATES = ['reachable', 'stale', 'incomplete', 'failed', 'delay', 'probe', 'permanent', 'noarp', 'none', 'all'];

const neighbours: Command = function* ({ sys, io, style }, words) {
  const wanted = new Map<string, string>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const named = ['dev', 'nud', 'to'].includes(word);
    wanted.set(named ? word : 'to', named ? (rest.shift() ?? (yield* incomplete(io))) : word);
  }
  const nud = wanted.get('nud');
  if (nud !== undefined && !STATES.includes(nud)) {
    yield* io.complain(`Error: argument "${nud}" is wrong: nud state is bad\n`);
    return USAGE;
  }
  const device = wanted.get('dev');
  const all = style.family === 'inet6' ? [] : yield* sys.rtm_getneigh();
  const chosenOnes = all.filter(
    ({ link, state, address }) =>
      (device === undefined || link === device) &&
      (nud === undefined || nud === 'all' || state.toLowerCase() === nud) &&
      (wanted.get('to') ?? address) === address,
  );
  const hasDevice = device !== undefined;
  const json = () =>
    jsonText(
      chosenOnes.map((one) => neighbourJson(one, hasDevice)),
      style,
    );
  yield* io.print(style.json ? json() : chosenOnes.map((one) => neighbourText(one, hasDevice, style)).join(''));
  return 0;
};

const machines: Command = function* ({ sys, io }) {
  const names = yield* readDirectory(sys, NETNS);
  for (const { name } of isFailure(names) ? [] : names) yield* io.print(`${name}\n`);
  return 0;
};

/** Goes to another machine, which only root may; undefined when it is there. */
function* moveTo({ sys, io }: Pick<Run, 'sys' | 'io'>, name: string): Generator<void, number | undefined> {
  const fd = yield* sys.open(`${NETNS}/${name}`, 0);
  if (isFailure(fd)) {
    yield* io.complain(`Cannot open network namespace "${name}": ${strerror(fd.errno)}\n`);
    return USAGE;
  }
  const moved = yield* sys.setns(fd, 0);
  yield* sys.close(fd);
  if (!isFailure(moved)) return undefined;
  yield* io.complain(`setting the network namespace "${name}" failed: ${strerror(moved.errno)}\n`);
  return USAGE;
}

/** Runs a command on another machine. */
const onMachine: Command = function* ({ sys, io }, words) {
  const [name, ...command] = words;
  if (name === undefined || command.length === 0) {
    yield* io.complain(name === undefined ? 'No netns name specified\n' : 'No command specified\n');
    return USAGE;
  }
  const refused = yield* moveTo({ sys, io }, name);
  if (refused !== undefined) return refused;
  const failure = yield* become(io, command, io.environment);
  yield* io.complain(`exec of "${command[0]}" failed: ${strerror(failure.errno)}\n`);
  return USAGE;
};

interface Thing {
  /** As messages call it. */
  readonly name: string;
  readonly commands: Readonly<Record<string, Command>>;
  /** Without a command. */
  readonly usual: Command;
}

const showing = (command: Command): Readonly<Record<string, Command>> => ({
  show: command,
  list: command,
  lst: command,
});

/** In the order in which ip tries them. */
const THINGS: Readonly<Record<string, Thing>> = {
  address: {
    name: 'address',
    commands: { ...showing(showAddresses), add: unsupported, delete: unsupported },
    usual: showAddresses,
  },
  route: {
    name: 'route',
    commands: { ...showing(routes), get: way, add: unsupported, delete: unsupported },
    usual: routes,
  },
  neighbor: { name: 'neigh', commands: showing(neighbours), usual: neighbours },
  neighbour: { name: 'neigh', commands: showing(neighbours), usual: neighbours },
  link: {
    name: 'link',
    commands: { ...showing(showLinks), set: setLink, add: unsupported, delete: unsupported },
    usual: showLinks,
  },
  netns: { name: 'netns', commands: { ...showing(machines), exec: onMachine }, usual: machines },
};

const OPTIONS = {
  statistics: { short: 's', long: 'statistics', help: 'with figures of what went through; twice for more' },
  human: { short: 'h', long: 'human-readable', help: 'figures with k, M and so on' },
  iec: { long: 'iec', help: 'figures of 1024, with -h' },
  brief: { long: 'brief', help: 'a line for each, in columns' },
  oneline: { short: 'o', long: 'oneline', help: 'a line for each, with backslashes between' },
  json: { short: 'j', long: 'json', help: 'as JSON' },
  pretty: { short: 'p', long: 'pretty', help: 'JSON with lines and indentation' },
  family: { short: 'f', long: 'family', value: 'FAMILY', help: 'inet, inet6 (there is none) or link' },
  inet: { short: '4', help: 'as -f inet' },
  inet6: { short: '6', help: 'as -f inet6' },
  link: { short: '0', help: 'as -f link' },
  netns: { short: 'n', long: 'netns', value: 'NAME', help: 'of another machine; for root' },
  version: { short: 'V', long: 'Version', help: 'tell the version' },
  help: { long: 'help', help: 'tell how it is called' },
} as const;
type Option = keyof typeof OPTIONS;

/** Any beginning of these will do, in this order; those that this one has not are in their places. */
const WORDS: readonly (readonly [string, Option | undefined])[] = [
  ['loops', undefined],
  ['family', 'family'],
  ['human-readable', 'human'],
  ['iec', 'iec'],
  ['stats', 'statistics'],
  ['statistics', 'statistics'],
  ['details', undefined],
  ['resolve', undefined],
  ['oneline', 'oneline'],
  ['timestamp', undefined],
  ['tshort', undefined],
  ['Version', 'version'],
  ['force', undefined],
  ['batch', undefined],
  ['brief', 'brief'],
  ['json', 'json'],
  ['pretty', 'pretty'],
  ['rcvbuf', undefined],
  ['help', 'help'],
  ['netns', 'netns'],
];
const FAMILIES: Readonly<Record<string, Style['family']>> = { inet: 'inet', inet6: 'inet6', link: 'link' };
const DIGITS: Readonly<Record<string, Style['family']>> = { '4': 'inet', '6': 'inet6', '0': 'link' };

/** The style with one option more. */
function styled(style: Style, option: Option): Style {
  switch (option) {
    case 'statistics':
      return { ...style, statistics: style.statistics + 1 };
    case 'human':
    case 'iec':
    case 'brief':
    case 'oneline':
    case 'json':
    case 'pretty':
      return { ...style, [option]: true };
    default:
      return style;
  }
}

interface Line {
  readonly style: Style;
  readonly machine: string | undefined;
  readonly words: readonly string[];
}

function* lineOf(io: Io, args: readonly string[]): Generator<void, Line> {
  const words = [...args];
  let [style, machine]: [Style, string | undefined] = [PLAIN, undefined];
  while (words[0]?.startsWith('-')) {
    const given = words.shift() ?? '';
    const name = given.replace(/^--?/, '');
    const option = WORDS.find(([word]) => name !== '' && word.startsWith(name))?.[1];
    if (option === 'version') {
      yield* io.print(IP_VERSION);
      return io.exit(0);
    }
    if (option === 'help') {
      yield* io.complain(IP_USAGE);
      return io.exit(USAGE);
    }
    if (option === 'netns') machine = words.shift() ?? '(null)';
    else if (option === 'family') style = { ...style, family: yield* familyOf(io, words.shift()) };
    else if (DIGITS[name]) style = { ...style, family: DIGITS[name] };
    else if (option) style = styled(style, option);
    else if (!/^c(olor)?(=\w+)?$/.test(name)) {
      yield* io.complain(`Option "${given}" is unknown, try "ip -help".\n`);
      return io.exit(USAGE);
    }
  }
  return { style, machine, words };
}

function* familyOf(io: Io, word: string | undefined): Generator<void, Style['family']> {
  if (word === undefined || word === 'help') yield* io.complain(IP_USAGE);
  else if (FAMILIES[word]) return FAMILIES[word];
  else yield* io.complain(`Error: argument "${word}" is wrong: invalid protocol family\n`);
  return io.exit(USAGE);
}

export const ip = rawProgram(
  {
    name: 'ip',
    summary: 'show and change interfaces, addresses, routes and neighbours',
    usage: '[ OPTIONS ] OBJECT { COMMAND | help }',
    options: OPTIONS,
  },
  function* (sys, args, io): Generator<void, number> {
    const { style, machine, words } = yield* lineOf(io, args);
    const refused = machine === undefined ? undefined : yield* moveTo({ sys, io }, machine);
    if (refused !== undefined) return refused;
    const [object, command, ...rest] = words;
    if (object === undefined || object === 'help') {
      yield* io.complain(IP_USAGE);
      return USAGE;
    }
    const thing = matching(THINGS, object);
    if (!thing) {
      yield* io.complain(`Object "${object}" is unknown, try "ip help".\n`);
      return 1;
    }
    const run = { sys, io, style };
    if (command === undefined) return yield* thing.usual(run, []);
    if (command === 'help') {
      yield* io.complain(IP_USAGE);
      return USAGE;
    }
    const does = matching(thing.commands, command);
    if (does) return yield* does(run, rest);
    yield* io.complain(`Command "${command}" is unknown, try "ip ${thing.name} help".\n`);
    return USAGE;
  },
);
