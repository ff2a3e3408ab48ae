/**
 * ip: interfaces, addresses, routes and neighbours of a machine, and the others by their names (netns).
 * Leaves out IPv6, JSON, changing addresses and routes, tunnels and everything else that the machine has not.
 * Authority: ip(8) of iproute2 6.1.
 */
import type { LinkInfo } from '../kernel/abi.ts';
import { fail, isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { become } from './lib/exec.ts';
import type { Io } from './lib/io.ts';
import { addressText, linkText, neighbourText, networkOf, routeText, type Style } from './lib/ip-show.ts';
import { IP_USAGE, IP_VERSION } from './lib/ip-text.ts';
import { rawProgram } from './lib/program.ts';
import { readDirectory } from './lib/read-directory.ts';

const REFUSED = 2;
const USAGE = 255;
const NETNS = '/run/netns';
const NO_STYLE: Style = { brief: false, oneline: false, statistics: 0 };

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
  yield* io.complain('Command line is not complete. Try option "help"\n');
  return io.exit(USAGE);
}

const shows = (text: (link: LinkInfo, style: Style) => string): Command =>
  function* (run, words) {
    for (const link of yield* chosen(run, words)) yield* run.io.print(text(link, run.style));
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

const routes: Command = function* ({ sys, io }, words) {
  const at = words.indexOf('dev');
  const device = at < 0 ? undefined : words[at + 1];
  if (words.includes('default')) return 0;
  for (const link of yield* sys.rtm_getlink()) {
    if (link.loopback || !link.up || (device !== undefined && link.name !== device)) continue;
    yield* io.print(device === undefined ? routeText(link) : routeText(link).replace(`dev ${link.name} `, ''));
  }
  return 0;
};

const wayTo: Command = function* ({ sys, io }, words) {
  const to = words.find((word) => word !== 'to');
  if (to === undefined) {
    yield* io.complain('need at least a destination address\n');
    return 1;
  }
  if (!/^\d+(\.\d+){3}$/.test(to)) {
    yield* io.complain(`Error: any valid prefix is expected rather than "${to}".\n`);
    return 1;
  }
  const links = yield* sys.rtm_getlink();
  const uid = yield* sys.getuid();
  const own = to.startsWith('127.') || links.some(({ address, up }) => address === to && up);
  const net = links.find((link) => !link.loopback && networkOf({ ...link, address: to }) === networkOf(link));
  const link = own ? links.find(({ loopback }) => loopback) : net;
  if (!link?.up) return yield* answered(io, fail('ENETUNREACH'));
  const source = own ? to : link.address;
  const cache = own ? ' <local>' : '';
  yield* io.print(`${own ? 'local ' : ''}${to} dev ${link.name} src ${source} uid ${uid} \n    cache${cache} \n`);
  return 0;
};

// ---- neighbours and other machines

const neighbours: Command = function* ({ sys, io }, words) {
  const device = words.includes('dev') ? words[words.indexOf('dev') + 1] : undefined;
  for (const one of yield* sys.rtm_getneigh())
    if (device === undefined || one.link === device) yield* io.print(neighbourText(one, device !== undefined));
  return 0;
};

const machines: Command = function* ({ sys, io }) {
  const names = yield* readDirectory(sys, NETNS);
  for (const { name } of isFailure(names) ? [] : names) yield* io.print(`${name}\n`);
  return 0;
};

/** Runs a command on another machine; only root may. */
const onMachine: Command = function* ({ sys, io }, words) {
  const [name, ...command] = words;
  if (name === undefined || command.length === 0) {
    yield* io.complain(name === undefined ? 'No netns name specified\n' : 'No command specified\n');
    return USAGE;
  }
  const fd = yield* sys.open(`${NETNS}/${name}`, 0);
  if (isFailure(fd)) {
    yield* io.complain(`Cannot open network namespace "${name}": ${strerror(fd.errno)}\n`);
    return USAGE;
  }
  const moved = yield* sys.setns(fd, 0);
  yield* sys.close(fd);
  if (isFailure(moved)) {
    yield* io.complain(`setting the network namespace "${name}" failed: ${strerror(moved.errno)}\n`);
    return USAGE;
  }
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
    commands: { ...showing(shows(addressText)), add: unsupported, delete: unsupported },
    usual: shows(addressText),
  },
  route: {
    name: 'route',
    commands: { ...showing(routes), get: wayTo, add: unsupported, delete: unsupported },
    usual: routes,
  },
  neighbor: { name: 'neigh', commands: showing(neighbours), usual: neighbours },
  neighbour: { name: 'neigh', commands: showing(neighbours), usual: neighbours },
  link: {
    name: 'link',
    commands: { ...showing(shows(linkText)), set: setLink, add: unsupported, delete: unsupported },
    usual: shows(linkText),
  },
  netns: { name: 'netns', commands: { ...showing(machines), exec: onMachine }, usual: machines },
};

const OPTIONS = {
  statistics: { short: 's', long: 'statistics', help: 'with figures of what went through; twice for more' },
  brief: { long: 'brief', help: 'a line for each, in columns' },
  oneline: { short: 'o', long: 'oneline', help: 'a line for each, with backslashes between' },
  inet: { short: '4', help: 'IPv4, which is all there is' },
  version: { short: 'V', long: 'Version', help: 'tell the version' },
  help: { long: 'help', help: 'tell how it is called' },
} as const;
/** Any beginning of them will do, but for those that are shorter than this. */
const SHORTEST: Readonly<Record<string, number>> = {
  statistics: 1,
  stats: 1,
  brief: 2,
  oneline: 1,
  Version: 1,
  help: 4,
};

export const ip = rawProgram(
  {
    name: 'ip',
    summary: 'show and change interfaces, addresses, routes and neighbours',
    usage: '[ OPTIONS ] OBJECT { COMMAND | help }',
    options: OPTIONS,
  },
  function* (sys, args, io): Generator<void, number> {
    const words = [...args];
    let style = NO_STYLE;
    while (words[0]?.startsWith('-')) {
      const option = words.shift() ?? '';
      const name = option.replace(/^--?/, '');
      const long = Object.entries(SHORTEST).find(([word, least]) => word.startsWith(name) && name.length >= least)?.[0];
      if (long === 'statistics' || long === 'stats') style = { ...style, statistics: style.statistics + 1 };
      else if (long === 'brief') style = { ...style, brief: true };
      else if (long === 'oneline') style = { ...style, oneline: true };
      else if (long === 'Version') {
        yield* io.print(IP_VERSION);
        return 0;
      } else if (long === 'help') {
        yield* io.complain(IP_USAGE);
        return USAGE;
      } else if (name !== '4' && !/^c(olor)?(=\w+)?$/.test(name)) {
        yield* io.complain(`Option "${option}" is unknown, try "ip -help".\n`);
        return USAGE;
      }
    }
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
