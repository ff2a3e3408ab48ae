/**
 * Which tables of sockets ss looks at, from its letters, -f and -A. Of the families that the machine has not the tables are
 * empty. Authority: ss(8) of iproute2 6.1; misc/ss.c.
 */
import type { SocketDiag } from '../../kernel/abi.ts';
import type { Given } from './getopt.ts';
import type { SsOption } from './ss-usage.ts';

/** Those that may hold something, and the others. */
export type Table = SocketDiag['kind'] | 'raw' | 'elsewhere';

const UNIX: readonly Table[] = ['u_str', 'u_dgr', 'u_seq'];
const INET: readonly Table[] = ['tcp', 'udp', 'raw'];
const ALL: readonly Table[] = [...UNIX, ...INET, 'elsewhere'];

const QUERIES: Readonly<Record<string, readonly Table[]>> = {
  all: ALL,
  inet: INET,
  tcp: ['tcp'],
  udp: ['udp'],
  raw: ['raw'],
  unix: UNIX,
  unix_stream: ['u_str'],
  u_str: ['u_str'],
  unix_dgram: ['u_dgr'],
  u_dgr: ['u_dgr'],
  unix_seqpacket: ['u_seq'],
  u_seq: ['u_seq'],
};
const ELSEWHERE =
  /^(packet|p_raw|p_dgr|packet_raw|packet_dgram|netlink|dccp|sctp|mptcp|vsock_stream|v_str|vsock_dgram|v_dgr|tipc|xdp)$/;
const FAMILIES: Readonly<Record<string, readonly Table[]>> = {
  inet: INET,
  inet6: ['elsewhere'],
  unix: UNIX,
  link: ['elsewhere'],
  netlink: ['elsewhere'],
  vsock: ['elsewhere'],
  tipc: ['elsewhere'],
  xdp: ['elsewhere'],
};

export interface Tables {
  readonly wanted: ReadonlySet<Table>;
}

/** What is said of a word that is none, without the program's name. */
export interface WrongTable {
  readonly problem: string;
}

/** -6 chooses among the tables of inet, where there is nothing of it. */
function ofFamilies(tables: ReadonlySet<Table>, has: (option: SsOption) => boolean): ReadonlySet<Table> {
  const only6 = has('ipv6') && !has('ipv4');
  return only6
    ? new Set([...tables].map((table) => (table === 'tcp' || table === 'udp' ? 'elsewhere' : table)))
    : tables;
}

export function tablesOf(given: readonly Given<SsOption>[], has: (option: SsOption) => boolean): Tables | WrongTable {
  const wanted = new Set<Table>();
  const add = (tables: readonly Table[]): void => {
    for (const table of tables) wanted.add(table);
  };
  for (const { option, value = '' } of given) {
    if (option === 'tcp' || option === 'udp' || option === 'raw') wanted.add(option);
    if (option === 'unix') add(UNIX);
    if (option === 'family') {
      const tables = FAMILIES[value];
      if (!tables) return { problem: `"${value}" is invalid family` };
      add(tables);
    }
    for (const word of option === 'query' || option === 'socket' ? value.split(',') : []) {
      const tables = QUERIES[word] ?? (ELSEWHERE.test(word) ? (['elsewhere'] as const) : undefined);
      if (!tables) return { problem: `"${word}" is illegal socket table id` };
      add(tables);
    }
  }
  if (wanted.size === 0) add(has('ipv4') || has('ipv6') ? INET : ALL);
  return { wanted: ofFamilies(wanted, has) };
}
