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
import { type Owner, readOwners } from './lib/sockets.ts';
import { type Filter, readFilter } from './lib/ss-filter.ts';
import { SS_OPTIONS, SS_USAGE, type SsOption } from './lib/ss-usage.ts';

const STATES = [
  ...['UNKNOWN', 'ESTAB', 'SYN-SENT', 'SYN-RECV', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'],
  ...['UNCONN', 'CLOSE-WAIT', 'LAST-ACK', 'LISTEN', 'CLOSING'],
];
const TIMERS = ['off', 'on', 'keepalive', 'timewait', 'persist', 'unknown'];
/** Without -a and -l: all but closed, listening, and what has no socket. */
const CONNECTED: ReadonlySet<number> = new Set([1, 2, 4, 5, 8, 9, 11]);
const LISTENING: ReadonlySet<number> = new Set([7, 10]);
const EVERY: ReadonlySet<number> = new Set(STATES.keys());
const QUEUE_WIDTH = 6;

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
  readonly names: Names | undefined;
  readonly owners: ReadonlyMap<number, readonly Owner[]> | undefined;
  readonly timers: boolean;
}

const isInet = ({ kind }: SocketDiag): boolean => kind === 'tcp' || kind === 'udp';

function endOf(socket: SocketDiag, address: string, port: number, names: Names | undefined): [string, string] {
  if (!isInet(socket)) return [`${address || '*'} `, String(port)];
  const protocol = socket.kind === 'udp' ? 'udp' : 'tcp';
  return [`${address}:`, port === 0 ? '*' : (names?.service(port, protocol) ?? String(port))];
}

const usersOf = (owners: readonly Owner[]): string =>
  ` users:(${owners.map(({ comm, pid, fd }) => `("${comm}",pid=${pid},fd=${fd})`).join(',')})`;

/** `59sec`, `1.200ms` (as ss writes it), `190ms`. */
function timerText({ timer, expires, retries }: SocketDiag): string {
  const ms = Math.floor(expires / 1000);
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor(ms / 1000) % 60;
  const rest = seconds > 9 ? 0 : ms % 1000;
  const parts = [
    minutes > 0 ? `${minutes}min` : '',
    seconds > 0 ? `${seconds}${rest > 0 ? '.' : 'sec'}` : '',
    rest > 0 ? `${String(rest).padStart(3, '0')}ms` : '',
  ];
  return ` timer:(${TIMERS[timer] ?? 'unknown'},${parts.join('')},${retries})`;
}

function cellsOf(socket: SocketDiag, { names, owners, timers }: Shown): string[] {
  const users = owners?.get(socket.ino);
  const process = `${users ? usersOf(users) : ''}${timers && socket.timer > 0 ? timerText(socket) : ''}`;
  return [
    socket.kind,
    STATES[socket.state] ?? '',
    String(socket.receiveQueue).padEnd(QUEUE_WIDTH),
    String(socket.sendQueue).padEnd(QUEUE_WIDTH),
    ...endOf(socket, socket.local, socket.localPort, names),
    ...endOf(socket, socket.peer, socket.peerPort, names),
    process,
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

function* show(sys: Sys, io: Io, has: (option: SsOption) => boolean, filter: Filter): Generator<void, void> {
  const wantsKind = ({ kind }: SocketDiag): boolean => {
    const some = has('tcp') || has('udp') || has('unix') || has('ipv4');
    if (!some) return true;
    if (kind === 'tcp') return has('tcp') || (has('ipv4') && !has('udp'));
    return kind === 'udp' ? has('udp') || (has('ipv4') && !has('tcp')) : has('unix');
  };
  const states = filter.states ?? (has('all') ? EVERY : has('listening') ? LISTENING : CONNECTED);
  const all = yield* readSockets(sys);
  const chosen = all.filter((socket) => wantsKind(socket) && states.has(socket.state) && filter.suits(socket));
  const owners = has('processes') ? yield* readOwners(sys) : undefined;
  const shown: Shown = { names: has('numeric') ? undefined : yield* readNames(sys), owners, timers: has('options') };
  const oneKind = !has('unix') && has('tcp') !== has('udp');
  const visible = COLUMNS.map(({ title }) =>
    title === 'Netid' ? !oneKind : title !== 'State' || filter.states?.size !== 1,
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
    const has = (option: SsOption): boolean => line.given.some((one) => one.option === option);
    if (has('help')) {
      yield* io.print(SS_USAGE);
      return 0;
    }
    if (has('version')) {
      yield* io.print('ss utility, iproute2-6.1.0\n');
      return 0;
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
    yield* show(sys, io, has, filter);
    return 0;
  },
);
