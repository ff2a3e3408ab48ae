/**
 * Sockets: both ends of each connection with their states and buffers, what is under way between them, who listens with how
 * long a backlog. Linux shows less of it in ss(8), netstat(8) and /proc/net.
 */
import type { FlightView, SocketView } from '../../../kernel/net/view.ts';
import type { KernelView } from '../../../kernel/view.ts';
import { blank, bold, type Line, type Span, span, wrap } from '../../line.ts';
import type { Tint } from '../../theme.ts';
import { fact } from '../fact.ts';
import { meter } from '../ipc/meter.ts';
import { type Entry, entry, type Pane, type PaneContext } from '../pane.ts';
import { type Connection, connectionsOf } from './connections.ts';
import { flightLines } from './flights.ts';
import { socketStructure } from './socket-structure.ts';

export const sockets: Pane = {
  id: 'sockets',
  title: 'sockets.title',
  shows: 'sockets.shows',
  where: 'sockets.where',
  weight: 4,
  anchor: 'top',
  watches: ['network', 'recent', 'flying'],
  calls: (kernel) => {
    const own = kernel.network.sockets.filter((socket) => isOnTerminal(socket, kernel));
    return own.map(({ ino, state, receive }) => [ino, state, receive.used].join(':')).join() || undefined;
  },
  entries: socketEntries,
  behind: { watches: ['network', 'flying'], entries: socketStructure },
};

/** Somebody has it who sits at a terminal: it is no service's. */
const isOnTerminal = ({ pids }: SocketView, { processes }: KernelView): boolean =>
  processes.some(({ pid, tty }) => tty !== undefined && pids.includes(pid));

function socketEntries(context: PaneContext): Entry[] {
  const { kernel, speech, width } = context;
  const { sockets: all, flights } = kernel.network;
  const hint = entry(...wrap([span(speech.t('sockets.none'), 'quiet')], width));
  if (all.length + flights.length === 0) return [hint];
  const { pairs, single } = connectionsOf(all);
  const own = single
    .filter((socket) => isOnTerminal(socket, kernel) || socket.state !== 'LISTEN')
    .sort((a, b) => rank(a) - rank(b));
  const services = single.filter((socket) => !own.includes(socket));
  const shown = [
    ...pairs.map((pair) => connectionEntry(pair, context)),
    ...own.map((socket) => singleEntry(socket, context)),
  ].map((each, i) => (i === 0 ? each : { ...each, lines: [blank, ...each.lines] }));
  const ends = [...pairs.map(endsOf), ...own.map(({ local, peer }) => [local, peer] as const)];
  const strangers = flights.filter((flight) => !ends.some((pair) => isBetween(flight, pair)));
  return [
    ...(shown.length === 0 ? [hint] : shown),
    ...(shown.length === 0 ? [] : [entry(...wrap([span(speech.t('sockets.legend'), 'quiet')], width))]),
    ...(strangers.length > 0 ? [entry(blank, ...strangers.flatMap((flight) => flightLines(flight, context)))] : []),
    ...(services.length > 0 ? [entry(...wrap([span(speech.t('sockets.services'), 'accent')], width))] : []),
    ...services.map((socket) => serviceEntry(socket, context)),
  ];
}

/** What is being set up is looked at first, what only waits for its end last. */
const rank = ({ state }: SocketView): number => (state === 'TIME_WAIT' ? 2 : state.startsWith('SYN') ? 0 : 1);

type Ends = readonly [string, string];
const endsOf = ([a, b]: Connection): Ends => [a.local, b.local];

const isBetween = ({ from, to }: FlightView, [a, b]: Ends): boolean =>
  (from === a && to === b) || (from === b && to === a);

const TYPES: Readonly<Record<number, string>> = { 1: 'stream', 2: 'dgram', 3: 'raw', 5: 'seqpacket' };
const kindOf = ({ kind, type }: SocketView): string => (kind === 'unix' ? `unix ${TYPES[type] ?? type}` : kind);
const addressOf = ({ local, ino }: SocketView): string => (local === '' ? `socket:[${ino}]` : local);

const STATE_TINTS: Partial<Record<SocketView['state'], Tint>> = {
  ESTABLISHED: 'good',
  connected: 'good',
  SYN_SENT: 'waiting',
  SYN_RECV: 'waiting',
  CLOSE_WAIT: 'waiting',
};

const endSpans = (socket: SocketView, { speech: { t }, names }: PaneContext): Span[] => [
  span(`  ${socket.pids.length > 0 ? t('pane.list', socket.pids.map(names.process)) : t('sockets.nobody')} `),
  span(socket.state, STATE_TINTS[socket.state] ?? 'quiet'),
  span(`  ${socket.host}`, 'quiet'),
];

/** Columns of a buffer. */
const meterFor = (width: number): number => (width < 48 ? 4 : 8);

/** What goes one way, named as ss(8) does: what the sender still keeps, and what the receiver has not yet read. */
function wayLine(arrow: string, from: SocketView, to: SocketView, { width }: PaneContext): Line[] {
  return wrap(
    [
      span(`  ${arrow} `, 'accent'),
      span('Send-Q ', 'quiet'),
      meter(from.send.used, from.send.capacity, meterFor(width)),
      span(`${from.send.used}  `),
      span('Recv-Q ', 'quiet'),
      meter(to.receive.used, to.receive.capacity, meterFor(width)),
      span(`${to.receive.used}`),
    ],
    width,
    4,
  );
}

function connectionEntry(pair: Connection, context: PaneContext): Entry {
  const { kernel, width } = context;
  const [a, b] = pair;
  const hosts = new Map(pair.map(({ local, host }) => [local, host]));
  const under = kernel.network.flights.filter((flight) => isBetween(flight, endsOf(pair)));
  return {
    id: `socket:${a.kind}:${a.ino}:${a.local}`,
    lines: [
      ...wrap([bold(kindOf(a)), span(`  ${addressOf(a)} ⇄ ${addressOf(b)}`)], width, 2),
      ...wrap(endSpans(a, context), width, 4),
      ...wrap(endSpans(b, context), width, 4),
      ...wayLine('→', a, b, context),
      ...wayLine('←', b, a, context),
      ...under.flatMap((flight) => flightLines(flight, context, hosts)),
    ],
    details: () => [...socketFacts(a, context), ...socketFacts(b, context), ...lastPackets(pair, context)],
  };
}

function singleEntry(socket: SocketView, context: PaneContext): Entry {
  const { width } = context;
  const { state, backlog, peer } = socket;
  const listening = backlog !== undefined;
  const under = context.kernel.network.flights.filter((flight) => isBetween(flight, [socket.local, peer]));
  const to = !listening && peer !== '' && !peer.endsWith(':0') ? ` → ${peer}` : '';
  return {
    id: `socket:${socket.kind}:${socket.ino}:${socket.local}`,
    lines: [
      ...wrap([bold(kindOf(socket)), span(`  ${addressOf(socket)}${to}`)], width, 2),
      ...wrap(endSpans(socket, context), width, 4),
      ...(listening ? backlogLines(socket, context) : state === 'TIME_WAIT' ? [] : bufferLines(socket, context)),
      ...under.flatMap((flight) => flightLines(flight, context)),
    ],
    details: () => socketFacts(socket, context),
  };
}

function bufferLines({ send, receive }: SocketView, { width }: PaneContext): Line[] {
  return wrap(
    [
      span('  Send-Q ', 'quiet'),
      meter(send.used, send.capacity, meterFor(width)),
      span(`${send.used}  `),
      span('Recv-Q ', 'quiet'),
      meter(receive.used, receive.capacity, meterFor(width)),
      span(`${receive.used}`),
    ],
    width,
    4,
  );
}

/** Connections that wait for accept(), as boxes. */
function backlogLines({ backlog }: SocketView, { speech: { t }, width }: PaneContext): Line[] {
  const { waiting = 0, limit = 0 } = backlog ?? {};
  const boxes = '■'.repeat(Math.min(waiting, 16));
  return wrap(
    [span(`  ${t('sockets.backlog', waiting, limit)} `), span(boxes, waiting > limit ? 'alarm' : 'good')],
    width,
    4,
  );
}

function serviceEntry(socket: SocketView, context: PaneContext): Entry {
  const { width, names } = context;
  const { pids, local, kind, backlog } = socket;
  return {
    id: `socket:${kind}:${socket.ino}:${local}`,
    lines: wrap(
      [
        span(`  ${kind} ${local} `),
        span(`${names.process(pids[0] ?? 0)} `, 'quiet'),
        ...(backlog && backlog.waiting > 0
          ? [span(context.speech.t('sockets.backlog', backlog.waiting, backlog.limit), 'good')]
          : []),
      ],
      width,
      4,
    ),
    details: () => socketFacts(socket, context),
  };
}

function socketFacts(socket: SocketView, { speech: { t }, width }: PaneContext): Line[] {
  const { ino, local, send, receive, backlog, tcp, host } = socket;
  return [
    ...fact('socket', `${ino === 0 ? t('sockets.nobody') : `socket:[${ino}]`} ${local} ${host}`, width),
    ...fact('sndbuf', `${send.used}/${send.capacity}`, width),
    ...fact('rcvbuf', `${receive.used}/${receive.capacity}`, width),
    ...(backlog ? fact('backlog', t('sockets.backlog', backlog.waiting, backlog.limit), width) : []),
    ...(tcp && !backlog
      ? [
          ...fact('seq', t('sockets.seq', tcp.next, tcp.acknowledged, tcp.expected), width),
          ...fact('window', t('sockets.window', tcp.window, tcp.congestion), width),
          ...fact(
            'rto',
            `${tcp.rto / 1000} ms${tcp.retries > 0 ? `, ${t('sockets.retries', tcp.retries)}` : ''}`,
            width,
          ),
        ]
      : []),
  ];
}

const LAST = 6;

/** The last packets of a connection, in words. */
function lastPackets([a, b]: Connection, { recent, speech, names, width }: PaneContext): Line[] {
  const ends = [a.local, b.local];
  return recent
    .filter(
      (event) =>
        'source' in event &&
        'target' in event &&
        ends.includes(String(event.source)) &&
        ends.includes(String(event.target)),
    )
    .slice(-LAST)
    .flatMap((event) => fact(names.time(event.time), speech.describeEvent(event, names) ?? event.type, width));
}
