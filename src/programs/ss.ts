/**
 * ss: sockets of this machine, in columns as wide as what is in them. Authority: ss(8) of iproute2 6.1.
 */
import { AF_INET, AF_UNIX, type SocketDiag } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseCommandLine } from './lib/getopt.ts';
import type { Io } from './lib/io.ts';
import { type Names, readNames } from './lib/net-names.ts';
import { rawProgram } from './lib/program.ts';
import { readOwners } from './lib/sockets.ts';
import { type Details, processText } from './lib/ss-details.ts';
import { type Filter, readFilter } from './lib/ss-filter.ts';
import { type Table, type Tables, tablesOf } from './lib/ss-tables.ts';
import { SS_OPTIONS, SS_USAGE, type SsOption } from './lib/ss-usage.ts';

const STATES = [
  ...['UNKNOWN', 'ESTAB', 'SYN-SENT', 'SYN-RECV', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'],
  ...['UNCONN', 'CLOSE-WAIT', 'LAST-ACK', 'LISTEN', 'CLOSING'],
];
/** Without -a and -l: all but closed, listening, and what has no socket. */
const CONNECTED: ReadonlySet<number> = new Set([1, 2, 4, 5, 8, 9, 11]);
const ESTABLISHED: ReadonlySet<number> = new Set([1]);
const LISTENING: ReadonlySet<number> = new Set([7, 10]);
const EVERY: ReadonlySet<number> = new Set(STATES.keys());
const QUEUE_WIDTH = 6;

type Has = (option: SsOption) => boolean;

interface Column {
  readonly title: string;
  readonly before: string;
  readonly right?: true;
}
const COLUMNS: readonly Column[] = [
  { title: 'Netid', before: '' },
  { title: 'State', before: ' ' },
  { title: 'Recv-Q', before: ' ' },
  { title: 'Send-Q', before: ' ' },
  { title: 'Local Address:', before: ' ', right: true },
  { title: 'Port', before: '' },
  { title: 'Peer Address:', before: ' ', right: true },
  { title: 'Port', before: '' },
  { title: 'Process', before: '' },
];

interface Shown {
  readonly names: Names;
  readonly numeric: boolean;
  readonly resolve: boolean;
  readonly details: Details;
}

const isInet = ({ kind }: SocketDiag): boolean => kind === 'tcp' || kind === 'udp';

function endOf(socket: SocketDiag, address: string, port: number, shown: Shown): [string, string] {
  if (!isInet(socket)) return [`${address || '*'} `, String(port)];
  const protocol = socket.kind === 'udp' ? 'udp' : 'tcp';
  const service = shown.numeric ? undefined : shown.names.service(port, protocol);
  return [`${shown.resolve ? shown.names.host(address) : address}:`, port === 0 ? '*' : (service ?? String(port))];
}

function cellsOf(socket: SocketDiag, shown: Shown): string[] {
  return [
    socket.kind,
    STATES[socket.state] ?? '',
    String(socket.receiveQueue).padEnd(QUEUE_WIDTH),
    String(socket.sendQueue).padEnd(QUEUE_WIDTH),
    ...endOf(socket, socket.local, socket.localPort, shown),
    ...endOf(socket, socket.peer, socket.peerPort, shown),
    processText(socket, shown.details),
  ];
}

/** Each column is as wide as its widest cell; the last one is filled up, too. */
function tableText(rows: readonly (readonly string[])[], visible: readonly boolean[]): string {
  const widths = COLUMNS.map((_, at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string => {
    let text = '';
    for (const [at, { before, right }] of COLUMNS.entries()) {
      if (!visible[at]) continue;
      const [cell = '', width = 0] = [row[at], widths[at]];
      text += `${text === '' ? '' : before}${right ? cell.padStart(width) : cell.padEnd(width)}`;
    }
    return `${text}\n`;
  };
  return rows.map(line).join('');
}

function* readSockets(sys: Sys): Generator<void, SocketDiag[]> {
  const unix = yield* sys.sock_diag(AF_UNIX);
  const inet = yield* sys.sock_diag(AF_INET);
  return [...(isFailure(unix) ? [] : unix), ...(isFailure(inet) ? [] : inet)];
}

function summaryText(sockets: readonly SocketDiag[]): string {
  const count = (kind: string): number => sockets.filter((socket) => socket.kind === kind && socket.ino !== 0).length;
  const tcp = sockets.filter(({ kind }) => kind === 'tcp');
  const inState = (state: number): number => tcp.filter((socket) => socket.state === state).length;
  const orphaned = tcp.filter(({ ino, state }) => ino === 0 && state !== 6).length;
  const closed = inState(6) + orphaned;
  const line = (name: string, total: number): string => {
    const cell = String(total).padEnd(9);
    return `${name}\t  ${cell} ${cell} ${'0'.padEnd(9)}\n`;
  };
  return [
    `Total: ${sockets.filter(({ ino }) => ino !== 0).length}\n`,
    `TCP:   ${tcp.length} (estab ${inState(1)}, closed ${closed}, orphaned ${orphaned}, timewait ${inState(6)})\n\n`,
    'Transport Total     IP        IPv6\n',
    ...[line('RAW', 0), line('UDP', count('udp')), line('TCP', count('tcp'))],
    ...[line('INET', count('udp') + count('tcp')), line('FRAG', 0), '\n'],
  ].join('');
}

const STATELESS: ReadonlySet<Table> = new Set(['udp', 'raw']);
/** Those, too, but not when -A names them. */
const STATELESS_BY_OPTION: ReadonlySet<Table> = new Set(['p_raw', 'p_dgr', 'xdp']);

/** What is seen of each table unless states were named. */
function statesOf(has: Has, table: Table): ReadonlySet<number> {
  if (has('all')) return EVERY;
  if (has('listening')) return LISTENING;
  const byName = has('query') || has('socket');
  return STATELESS.has(table) || (!byName && STATELESS_BY_OPTION.has(table)) ? ESTABLISHED : CONNECTED;
}

function* show(sys: Sys, io: Io, has: Has, { wanted }: Tables, filter: Filter): Generator<void, void> {
  const all = yield* readSockets(sys);
  const chosen = all.filter(
    (socket) =>
      wanted.has(socket.kind) &&
      (filter.states ?? statesOf(has, socket.kind)).has(socket.state) &&
      filter.suits(socket),
  );
  const details: Details = {
    owners: has('processes') || has('threads') ? yield* readOwners(sys) : undefined,
    threads: has('threads'),
    timers: has('options'),
    extended: has('extended'),
    memory: has('memory'),
    info: has('info'),
    oneline: has('oneline'),
  };
  const names = yield* readNames(sys);
  const shown: Shown = { names, numeric: has('numeric') && !has('resolve'), resolve: has('resolve'), details };
  const seen = filter.states ?? new Set([...wanted].flatMap((table) => [...statesOf(has, table)]));
  const visible = COLUMNS.map(({ title }) =>
    title === 'Netid' ? wanted.size > 1 : title !== 'State' || seen.size > 1,
  );
  const titles = has('noHeader') ? [] : [COLUMNS.map(({ title }) => title)];
  yield* io.print(tableText([...titles, ...chosen.map((socket) => cellsOf(socket, shown))], visible));
}

export const ss = rawProgram(
  { name: 'ss', summary: 'another utility to investigate sockets', usage: '[options] [FILTER]', options: SS_OPTIONS },
  function* (sys, args, io) {
    const line = parseCommandLine(args, SS_OPTIONS);
    if ('problem' in line) {
      yield* io.error(line.problem);
      yield* io.complain(SS_USAGE);
      return 255;
    }
    const has: Has = (option) => line.given.some((one) => one.option === option);
    if (has('help')) {
      yield* io.print(SS_USAGE);
      return 0;
    }
    if (has('version')) {
      yield* io.print('ss utility, iproute2-6.1.0\n');
      return 0;
    }
    const tables = tablesOf(line.given, has);
    if ('problem' in tables) {
      yield* io.complain(`ss: ${tables.problem}\n${SS_USAGE}`);
      return 255;
    }
    if (has('summary')) {
      yield* io.print(summaryText(yield* readSockets(sys)));
      return 0;
    }
    const filter = readFilter(line.operands, yield* readNames(sys));
    if ('problem' in filter) {
      yield* io.complain(filter.problem);
      return filter.status;
    }
    yield* show(sys, io, has, tables, filter);
    return 0;
  },
);
