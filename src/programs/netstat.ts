/**
 * netstat: sockets of this machine, its interfaces and its routes. Leaves out statistics, and repeating. Authority: netstat(8)
 * of net-tools 2.10.
 */
import type { LinkInfo } from '../kernel/abi.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseCommandLine } from './lib/getopt.ts';
import type { Io } from './lib/io.ts';
import { type Names, readNames } from './lib/net-names.ts';
import { NETSTAT_OPTIONS, NETSTAT_USAGE } from './lib/netstat-usage.ts';
import { rawProgram } from './lib/program.ts';
import { type InetSocket, LISTEN, type Owner, readInet, readOwners, readUnix, type UnixSocket } from './lib/sockets.ts';
import { readNames as readUsers, type Names as UserNames } from './lib/users.ts';

const STATES = [
  ...['', 'ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT'],
  ...['CLOSE', 'CLOSE_WAIT', 'LAST_ACK', 'LISTEN', 'CLOSING'],
];
const UNIX_TYPES: Readonly<Record<number, string>> = { 1: 'STREAM', 2: 'DGRAM', 5: 'SEQPACKET' };
const UNIX_STATES: Readonly<Record<number, string>> = { 1: '', 2: 'CONNECTING', 3: 'CONNECTED', 4: 'DISCONNECTING' };
const TIMERS = ['off', 'on', 'keepalive', 'timewait', 'probe'];
const ADDRESS_WIDTH = 23;
const PROGRAM_WIDTH = 20;
const USER_WIDTH = 10;

interface Wanted {
  readonly tcp: boolean;
  readonly raw: boolean;
  readonly udp: boolean;
  readonly unix: boolean;
  readonly all: boolean;
  readonly listening: boolean;
  readonly numeric: boolean;
  readonly programs: boolean;
  readonly timers: boolean;
  readonly extend: boolean;
}

/** What is needed to tell of a socket. */
interface Known {
  readonly names: Names | undefined;
  readonly users: UserNames | undefined;
  readonly owners: Owners | undefined;
}

type Owners = ReadonlyMap<number, readonly Owner[]>;

const isServer = ({ protocol, state }: InetSocket): boolean => (protocol === 'tcp' ? state === LISTEN : state !== 1);

const titleOf = ({ all, listening }: Wanted): string =>
  all ? '(servers and established)' : listening ? '(only servers)' : '(w/o servers)';

/** The address is cut so that the port is always there. */
function endpoint(
  names: Names | undefined,
  { protocol, local, remote }: InetSocket,
  which: 'local' | 'remote',
): string {
  const { address, port } = which === 'local' ? local : remote;
  const service = port === 0 ? '*' : (names?.service(port, protocol) ?? String(port));
  const host = !names || address === '0.0.0.0' ? address : names.host(address);
  return `${host.slice(0, ADDRESS_WIDTH - 1 - service.length)}:${service}`.padEnd(ADDRESS_WIDTH);
}

const programOf = (owners: Owners | undefined, ino: number): string => {
  const owner = owners?.get(ino)?.[0];
  return (owner ? `${owner.pid}/${owner.comm}`.slice(0, PROGRAM_WIDTH - 1) : '-').padEnd(PROGRAM_WIDTH);
};

function inetLine(socket: InetSocket, { names, users, owners }: Known, { timers, extend }: Wanted): string {
  const { protocol, receiveQueue, sendQueue, state, ino, uid } = socket;
  const shown = protocol === 'udp' ? (state === 1 ? 'ESTABLISHED' : '') : (STATES[state] ?? '');
  const queues = `${String(receiveQueue).padStart(6)} ${String(sendQueue).padStart(6)}`;
  const ends = `${endpoint(names, socket, 'local')} ${endpoint(names, socket, 'remote')}`;
  const user = users?.user(uid) ?? String(uid);
  const extended = extend ? ` ${user.padEnd(USER_WIDTH)} ${String(ino).padEnd(USER_WIDTH)}` : '';
  const program = owners ? ` ${programOf(owners, ino)}` : '';
  const timer = timers ? ` ${TIMERS[socket.timer] ?? 'off'} (${socket.seconds.toFixed(2)}/0/0)` : '';
  return `${protocol.padEnd(5)} ${queues} ${ends} ${shown.padEnd(11)}${extended}${program}${timer}\n`;
}

function* printInet(sys: Sys, io: Io, wanted: Wanted, owners: Owners | undefined): Generator<void, void> {
  const known: Known = {
    names: wanted.numeric ? undefined : yield* readNames(sys),
    users: wanted.numeric ? undefined : yield* readUsers(sys),
    owners,
  };
  yield* io.print(`Active Internet connections ${titleOf(wanted)}\n`);
  const program = wanted.programs ? ' PID/Program name    ' : '';
  const timer = wanted.timers ? ' Timer' : '';
  const state = `State      ${wanted.extend ? ' User       Inode     ' : ''}`;
  yield* io.print(`Proto Recv-Q Send-Q Local Address           Foreign Address         ${state}${program}${timer}\n`);
  for (const protocol of ['tcp', 'udp'] as const) {
    if (!wanted[protocol]) continue;
    for (const socket of yield* readInet(sys, protocol)) {
      const server = isServer(socket);
      if (!wanted.all && server !== wanted.listening) continue;
      yield* io.print(inetLine(socket, known, wanted));
    }
  }
}

function unixLine(socket: UnixSocket, owners: Owners | undefined): string {
  const { references, listening, type, state, ino, path } = socket;
  const flags = listening ? '[ ACC ]' : '[ ]';
  const shown = listening ? 'LISTENING' : (UNIX_STATES[state] ?? '');
  const program = owners ? ` ${programOf(owners, ino)}` : '';
  const kind = (UNIX_TYPES[type] ?? 'UNKNOWN').padEnd(10);
  const head = `unix  ${String(references).padEnd(6)} ${flags.padEnd(11)} ${kind} ${shown.padEnd(13)} `;
  return `${head}${String(ino).padEnd(8)}${program} ${path}\n`;
}

function* printUnix(sys: Sys, io: Io, wanted: Wanted, owners: Owners | undefined): Generator<void, void> {
  yield* io.print(`Active UNIX domain sockets ${titleOf(wanted)}\n`);
  const program = wanted.programs ? ' PID/Program name    ' : '';
  yield* io.print(`Proto RefCnt Flags       Type       State         I-Node  ${program} Path\n`);
  for (const socket of yield* readUnix(sys)) {
    if (!wanted.all && socket.listening !== wanted.listening) continue;
    yield* io.print(unixLine(socket, owners));
  }
}

function* printRoutes(sys: Sys, io: Io): Generator<void, void> {
  yield* io.print('Kernel IP routing table\n');
  yield* io.print('Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n');
  for (const { name, address, up, loopback } of yield* sys.rtm_getlink()) {
    if (loopback || !up) continue;
    const network = address.replace(/\d+$/, '0').padEnd(15);
    yield* io.print(`${network} 0.0.0.0         255.255.255.0   U         0 0          0 ${name}\n`);
  }
}

const letters = ({ loopback }: LinkInfo): string => (loopback ? 'LRU' : 'BMRU');

/** By their names; with `all` those that are down too. */
function* printInterfaces(sys: Sys, io: Io, all: boolean): Generator<void, void> {
  yield* io.print('Kernel Interface table\n');
  yield* io.print('Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n');
  const links = (yield* sys.rtm_getlink()).filter(({ up }) => up || all);
  for (const link of links.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name, mtu, received, sent, qdisc, up } = link;
    const count = (value: number, width: number): string => String(value).padStart(width);
    const came = `${count(received.packets, 8)} ${count(0, 6)} ${count(0, 6)} ${'0'.padEnd(6)}`;
    const went = `${count(sent.packets, 8)} ${count(0, 6)} ${count(qdisc?.dropped ?? 0, 6)} ${count(0, 6)}`;
    yield* io.print(`${name.padEnd(16)}${count(mtu, 5)} ${came} ${went} ${up ? letters(link) : 'BM'}\n`);
  }
}

export const netstat = rawProgram(
  {
    name: 'netstat',
    summary: 'sockets and routes of this machine',
    usage: '[-antulxwpoeWri]',
    options: NETSTAT_OPTIONS,
  },
  function* (sys, args, io) {
    const line = parseCommandLine(args, NETSTAT_OPTIONS);
    if ('problem' in line) {
      yield* io.error(line.problem);
      yield* io.complain(NETSTAT_USAGE);
      return 4;
    }
    const has = (name: keyof typeof NETSTAT_OPTIONS): boolean => line.given.some(({ option }) => option === name);
    if (has('help')) {
      yield* io.complain(NETSTAT_USAGE);
      return 4;
    }
    if (has('version')) {
      yield* io.print('net-tools 2.10\n');
      return 0;
    }
    if (has('route')) {
      yield* printRoutes(sys, io);
      return 0;
    }
    if (has('interfaces')) {
      yield* printInterfaces(sys, io, has('all'));
      return 0;
    }
    const some = has('tcp') || has('udp') || has('unix') || has('raw');
    const wanted: Wanted = {
      tcp: has('tcp') || !some,
      udp: has('udp') || !some,
      raw: has('raw') || !some,
      unix: has('unix') || !some,
      all: has('all'),
      listening: has('listening'),
      numeric: has('numeric'),
      programs: has('programs'),
      timers: has('timers'),
      extend: has('extend'),
    };
    const owners = wanted.programs ? yield* readOwners(sys) : undefined;
    const uid = yield* sys.geteuid();
    if (wanted.programs && uid !== 0) {
      yield* io.complain('(Not all processes could be identified, non-owned process info\n');
      yield* io.complain(' will not be shown, you would have to be root to see it all.)\n');
    }
    if (wanted.tcp || wanted.udp || wanted.raw) yield* printInet(sys, io, wanted, owners);
    if (wanted.unix) yield* printUnix(sys, io, wanted, owners);
    return 0;
  },
);
