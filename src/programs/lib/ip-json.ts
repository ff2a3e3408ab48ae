/**
 * What ip shows as JSON (-j), and JSON as iproute2 lays it out with -p. Authority: ip(8); iproute2 6.1, lib/json_writer.c.
 */
import type { LinkInfo, NeighbourInfo } from '../../kernel/abi.ts';
import { broadcastOf, flagsOf, qdiscOf, type Style, stateOf, TX_QUEUE, wireBroadcast } from './ip-show.ts';

export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

const FOREVER = 0xffffffff;
const INDENT = 4;

/** Lists stay in their line, members of an object have one each. */
function pretty(value: Json, depth: number): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value))
    return value.length === 0 ? '[ ]' : `[ ${value.map((each) => pretty(each, depth + 1)).join(',')} ]`;
  const line = (level: number): string => `\n${' '.repeat(INDENT * level)}`;
  const members = Object.entries(value).map(
    ([key, member]) => `${line(depth + 1)}${JSON.stringify(key)}: ${pretty(member, depth + 1)}`,
  );
  return `{${members.join(',')}${line(depth)}}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

export const jsonText = (all: readonly Json[], style: Style): string =>
  `${style.pretty ? pretty(all, 0) : JSON.stringify(all)}\n`;

function figures({ received, sent, qdisc }: LinkInfo, times: number): { readonly [key: string]: Json } {
  if (times === 0) return {};
  const none = (...names: readonly string[]): Json => Object.fromEntries(names.map((name) => [name, 0]));
  const rx = ['length_errors', 'crc_errors', 'frame_errors', 'fifo_errors', 'missed_errors'];
  const tx = ['aborted_errors', 'fifo_errors', 'window_errors', 'heartbeat_errors', 'carrier_changes'];
  const more = (names: readonly string[]): object => (times > 1 ? (none(...names) as object) : {});
  return {
    stats64: {
      rx: { ...received, errors: 0, dropped: 0, over_errors: 0, multicast: 0, ...more(rx) },
      tx: { ...sent, errors: 0, dropped: qdisc?.dropped ?? 0, carrier_errors: 0, collisions: 0, ...more(tx) },
    },
  };
}

const head = (link: LinkInfo, mode: object): { readonly [key: string]: Json } => ({
  ifindex: link.index,
  ifname: link.name,
  flags: flagsOf(link),
  mtu: link.mtu,
  qdisc: qdiscOf(link),
  operstate: stateOf(link),
  ...mode,
  group: 'default',
  txqlen: TX_QUEUE,
});

const wire = (link: LinkInfo): { readonly [key: string]: Json } => ({
  link_type: link.loopback ? 'loopback' : 'ether',
  address: link.mac,
  broadcast: wireBroadcast(link),
});

export function linkJson(link: LinkInfo, style: Style): Json {
  const { name, mac } = link;
  if (style.brief) return { ifname: name, operstate: stateOf(link), address: mac, flags: flagsOf(link) };
  return { ...head(link, { linkmode: 'DEFAULT' }), ...wire(link), ...figures(link, style.statistics) };
}

export function addressJson(link: LinkInfo, style: Style): Json {
  const { name, address, prefix, loopback } = link;
  const place = { local: address, prefixlen: prefix };
  if (style.brief) return { ifname: name, operstate: stateOf(link), addr_info: [place] };
  const info = {
    family: 'inet',
    ...place,
    ...(loopback ? {} : { broadcast: broadcastOf(address) }),
    scope: loopback ? 'host' : 'global',
    label: name,
    valid_life_time: FOREVER,
    preferred_life_time: FOREVER,
  };
  return {
    ...head(link, {}),
    ...(style.family === 'inet' ? {} : wire(link)),
    ...(style.family === 'link' ? {} : { addr_info: [info] }),
    ...figures(link, style.statistics),
  };
}

export const neighbourJson = ({ address, link, mac, state }: NeighbourInfo, named: boolean): Json => ({
  dst: address,
  ...(named ? {} : { dev: link }),
  ...(mac === undefined ? {} : { lladdr: mac }),
  state: [state],
});
