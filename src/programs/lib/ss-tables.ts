/**
 * Which tables of sockets ss looks at, from its letters, -f and -A. Of the families that the machine has not the tables are
 * empty. Authority: ss(8) of iproute2 6.1; misc/ss.c.
 */
import type { SocketDiag } from '../../kernel/abi.ts';
import type { Given } from './getopt.ts';
import type { SsOption } from './ss-usage.ts';

/** Of families that the machine has not. */
type Absent =
  | 'p_raw'
  | 'p_dgr'
  | 'v_str'
  | 'v_dgr'
  | 'nl'
  | 'dccp'
  | 'sctp'
  | 'mptcp'
  | 'tipc'
  | 'xdp'
  | 'tcp6'
  | 'udp6';

export type Table = SocketDiag['kind'] | 'raw' | Absent;

const UNIX: readonly Table[] = ['u_str', 'u_dgr', 'u_seq'];
const INET: readonly Table[] = ['tcp', 'udp', 'raw'];
const PACKET: readonly Table[] = ['p_raw', 'p_dgr'];
const VSOCK: readonly Table[] = ['v_str', 'v_dgr'];
const ALL: readonly Table[] = [...UNIX, ...INET, ...PACKET, ...VSOCK, 'nl'];

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
  packet: PACKET,
  packet_raw: ['p_raw'],
  p_raw: ['p_raw'],
  packet_dgram: ['p_dgr'],
  p_dgr: ['p_dgr'],
  vsock_stream: ['v_str'],
  v_str: ['v_str'],
  vsock_dgram: ['v_dgr'],
  v_dgr: ['v_dgr'],
  netlink: ['nl'],
  dccp: ['dccp'],
  sctp: ['sctp'],
  mptcp: ['mptcp'],
  tipc: ['tipc'],
  xdp: ['xdp'],
};
const FAMILIES: Readonly<Record<string, readonly Table[]>> = {
  inet: INET,
  inet6: ['tcp6', 'udp6'],
  unix: UNIX,
  link: PACKET,
  netlink: ['nl'],
  vsock: VSOCK,
  tipc: ['tipc'],
  xdp: ['xdp'],
};
/** What letters and words ask for. */
const OPTIONS: Readonly<Partial<Record<SsOption, readonly Table[]>>> = {
  tcp: ['tcp'],
  udp: ['udp'],
  raw: ['raw'],
  unix: UNIX,
  packet: PACKET,
  vsock: VSOCK,
  mptcp: ['mptcp'],
  sctp: ['sctp'],
  dccp: ['dccp'],
  tipc: ['tipc'],
  xdp: ['xdp'],
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
    ? new Set([...tables].map((table) => (table === 'tcp' ? 'tcp6' : table === 'udp' ? 'udp6' : table)))
    : tables;
}

export function tablesOf(given: readonly Given<SsOption>[], has: (option: SsOption) => boolean): Tables | WrongTable {
  const wanted = new Set<Table>();
  const add = (tables: readonly Table[]): void => {
    for (const table of tables) wanted.add(table);
  };
  for (const { option, value = '' } of given) {
    add(OPTIONS[option] ?? []);
    if (option === 'family') {
      const tables = FAMILIES[value];
      if (!tables) return { problem: `"${value}" is invalid family` };
      add(tables);
    }
    for (const word of option === 'query' || option === 'socket' ? value.split(',') : []) {
      const tables = QUERIES[word];
      if (!tables) return { problem: `"${word}" is illegal socket table id` };
      add(tables);
    }
  }
  if (wanted.size === 0) add(has('ipv4') || has('ipv6') ? INET : ALL);
  return { wanted: ofFamilies(wanted, has) };
}
