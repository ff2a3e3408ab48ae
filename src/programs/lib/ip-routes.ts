/**
 * ip route: the routes that the addresses of interfaces make, in the tables main and local, and the way to an address.
 * Leaves out routes that somebody adds: this network has no machine that passes packets on. Authority: ip-route(8) of iproute2 6.1.
 */
import type { LinkInfo } from '../../kernel/abi.ts';
import type { Io } from './io.ts';
import type { Json } from './ip-json.ts';
import { broadcastOf, networkOf, type Style } from './ip-show.ts';

/** In the order in which it is shown. */
interface Route {
  readonly type?: 'local' | 'broadcast';
  readonly dst: string;
  readonly dev: string;
  readonly table?: 'local';
  readonly protocol: 'kernel';
  readonly scope: 'link' | 'host';
  readonly prefsrc: string;
}

const connected = (link: LinkInfo): Route[] =>
  link.loopback
    ? []
    : [{ dst: networkOf(link), dev: link.name, protocol: 'kernel', scope: 'link', prefsrc: link.address }];

function own(link: LinkInfo): Route[] {
  const { name, address, loopback } = link;
  const base = { dev: name, protocol: 'kernel', prefsrc: address } as const;
  const last = loopback ? '127.255.255.255' : broadcastOf(address);
  return [
    ...(loopback ? [{ ...base, type: 'local', dst: '127.0.0.0/8', scope: 'host' } as const] : []),
    { ...base, type: 'local', dst: address, scope: 'host' },
    { ...base, type: 'broadcast', dst: last, scope: 'link' },
  ];
}

const numberOf = (dst: string): number =>
  dst
    .replace(/\/.*/, '')
    .split('.')
    .reduce((sum, part) => sum * 256 + Number(part), 0);

function tableOf(name: string, links: readonly LinkInfo[]): Route[] {
  const up = links.filter((link) => link.up);
  const local = up.flatMap(own).sort((a, b) => numberOf(a.dst) - numberOf(b.dst));
  if (name === 'local' || name === '255') return local;
  const main = up.flatMap(connected);
  return name === 'all' || name === '0'
    ? [...main, ...local.map((route) => ({ ...route, table: 'local' as const }))]
    : main;
}

/** What `show` is asked for; a field that was named is not shown. */
interface Filter {
  readonly table: string;
  readonly dst: string | undefined;
  readonly fields: ReadonlyMap<'dev' | 'scope' | 'protocol' | 'type', string>;
}

const FIELDS: Readonly<Record<string, 'dev' | 'scope' | 'protocol' | 'type'>> = {
  dev: 'dev',
  oif: 'dev',
  scope: 'scope',
  protocol: 'protocol',
  type: 'type',
};
const PREFIX = /^\d{1,3}(\.\d{1,3}){0,3}(\/\d+)?$/;
const TABLES = /^(main|local|all|default|cache|\d+)$/;

export const INCOMPLETE = 'Command line is not complete. Try option "help"\n';
const USAGE = 255;

function* refuse(io: Io, text: string, status = USAGE): Generator<void, never> {
  yield* io.complain(text);
  return io.exit(status);
}

function* filterOf(io: Io, words: readonly string[]): Generator<void, Filter> {
  const rest = [...words];
  const fields = new Map<'dev' | 'scope' | 'protocol' | 'type', string>();
  let [table, dst]: [string, string | undefined] = ['main', undefined];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const field = Object.keys(FIELDS).find((one) => word !== '' && one.startsWith(word ?? '')) ?? '';
    if ('table'.startsWith(word)) {
      table = rest.shift() ?? (yield* refuse(io, INCOMPLETE));
      if (!TABLES.test(table)) yield* refuse(io, `Error: argument "${table}" is wrong: table id value is invalid\n\n`);
    } else if (FIELDS[field]) fields.set(FIELDS[field], rest.shift() ?? (yield* refuse(io, INCOMPLETE)));
    else if (word === 'to' || word === 'exact') dst = rest.shift() ?? (yield* refuse(io, INCOMPLETE));
    else dst = word;
  }
  if (dst !== undefined && dst !== 'default' && !PREFIX.test(dst))
    yield* refuse(io, `Error: any valid prefix is expected rather than "${dst}".\n`, 1);
  return { table, dst, fields };
}

export interface RouteLine {
  readonly text: string;
  readonly json: Json;
}

function lineOf(route: Route, hidden: Filter['fields']): RouteLine {
  const entries = Object.entries(route).filter(([key]) => !(hidden as ReadonlyMap<string, string>).has(key));
  const order = ['type', 'dst', 'dev', 'table', 'protocol', 'scope', 'prefsrc'];
  const fields = order.flatMap((key) => entries.filter(([name]) => name === key));
  const words: Readonly<Record<string, string>> = { protocol: 'proto', prefsrc: 'src', type: '', dst: '' };
  const text = fields.map(([key, value]) => `${words[key] ?? key} ${value} `.trimStart()).join('');
  return { text: `${text}\n`, json: { ...Object.fromEntries(fields), flags: [] } };
}

export function* routesOf(io: Io, links: readonly LinkInfo[], words: readonly string[]): Generator<void, RouteLine[]> {
  const { table, dst, fields } = yield* filterOf(io, words);
  const device = fields.get('dev');
  if (device !== undefined && !links.some(({ name }) => name === device))
    yield* refuse(io, `Cannot find device "${device}"\n`, 1);
  return tableOf(table, links)
    .filter((route) => dst === undefined || route.dst === dst)
    .filter((route) => [...fields].every(([field, value]) => (route[field] ?? 'unicast') === value))
    .map((route) => lineOf(route, fields));
}

/** The way to an address; undefined if there is none. */
export function wayTo(to: string, links: readonly LinkInfo[], uid: number, { oneline }: Style): RouteLine | undefined {
  const isOwn = to.startsWith('127.') || links.some(({ address, up }) => address === to && up);
  const net = links.find((link) => !link.loopback && networkOf({ ...link, address: to }) === networkOf(link));
  const link = isOwn ? links.find(({ loopback }) => loopback) : net;
  if (!link?.up) return undefined;
  const source = isOwn ? to : link.address;
  const way = `${isOwn ? 'local ' : ''}${to} dev ${link.name} src ${source} uid ${uid} `;
  return {
    text: `${way}${oneline ? '\\' : '\n'}    cache${isOwn ? ' <local>' : ''} \n`,
    json: {
      ...(isOwn ? { type: 'local' } : {}),
      ...{ dst: to, dev: link.name, prefsrc: source, flags: [], uid, cache: isOwn ? ['local'] : [] },
    },
  };
}
