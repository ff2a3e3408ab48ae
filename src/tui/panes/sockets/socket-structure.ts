/**
 * struct sock with what TCP and UNIX sockets put around it, and struct sk_buff of what is under way (include/net/sock.h,
 * linux/tcp.h, net/af_unix.h, linux/skbuff.h of Linux 6.18). 4.4BSD has struct socket with two sockbufs, inpcb, tcpcb, mbufs.
 */
import type { FlightView, SocketView } from '../../../kernel/net/view.ts';
import { span, wrap } from '../../line.ts';
import { type Entry, entry, type PaneContext } from '../pane.ts';
import { type Field, field, legend, structure } from '../structure.ts';

/** include/net/tcp_states.h, which UNIX sockets use too. */
const STATES: Readonly<Record<SocketView['state'], string>> = {
  ESTABLISHED: '1 TCP_ESTABLISHED',
  SYN_SENT: '2 TCP_SYN_SENT',
  SYN_RECV: '3 TCP_SYN_RECV',
  FIN_WAIT1: '4 TCP_FIN_WAIT1',
  FIN_WAIT2: '5 TCP_FIN_WAIT2',
  TIME_WAIT: '6 TCP_TIME_WAIT',
  CLOSED: '7 TCP_CLOSE',
  CLOSE_WAIT: '8 TCP_CLOSE_WAIT',
  LAST_ACK: '9 TCP_LAST_ACK',
  LISTEN: '10 TCP_LISTEN',
  CLOSING: '11 TCP_CLOSING',
  connected: '1 TCP_ESTABLISHED',
  listening: '10 TCP_LISTEN',
  unconnected: '7 TCP_CLOSE',
  dead: '7 TCP_CLOSE',
};

export function socketStructure(context: PaneContext): Entry[] {
  const { sockets, flights } = context.kernel.network;
  if (sockets.length + flights.length === 0)
    return [entry(...wrap([span(context.speech.t('sockets.none'), 'quiet')], context.width))];
  const quiet = (socket: SocketView): number => Number(socket.state === 'LISTEN');
  return [
    ...[...sockets].sort((a, b) => quiet(a) - quiet(b)).flatMap((socket) => socketStructures(socket, context)),
    ...flights.map((flight) => structure('sk_buff', `${flight.from} → ${flight.to}`, bufferFields(flight), context)),
    legend(context),
  ];
}

function socketStructures(socket: SocketView, context: PaneContext): Entry[] {
  const { names } = context;
  const whose = socket.pids.map(names.process).join(', ');
  return [
    structure('sock', whose, sockFields(socket), context),
    ...(socket.tcp && !socket.backlog ? [structure('tcp_sock', '', tcpFields(socket.tcp), context)] : []),
  ];
}

const sockFields = (socket: SocketView): readonly Field[] => [
  field('skc_state', STATES[socket.state], 'BSD t_state'),
  ...(socket.kind === 'unix'
    ? [
        field('unix.addr', socket.local === '' ? 'NULL' : socket.local, 'BSD unp_addr'),
        field('unix.peer', socket.peerIno === undefined ? 'NULL' : `socket:[${socket.peerIno}]`, 'BSD unp_conn'),
      ]
    : [field('inet_saddr', socket.local, 'BSD inp_laddr'), field('inet_daddr', socket.peer, 'BSD inp_faddr')]),
  field('sk_rcvbuf', socket.receive.capacity, 'BSD so_rcv.sb_hiwat'),
  field('sk_receive_queue', `{ ${socket.receive.used} bytes }`, 'BSD so_rcv.sb_mb'),
  field('sk_sndbuf', socket.send.capacity, 'BSD so_snd.sb_hiwat'),
  field('sk_write_queue', `{ ${socket.send.used} bytes }`, 'BSD so_snd.sb_mb'),
  ...(socket.backlog
    ? [
        field('sk_ack_backlog', socket.backlog.waiting, 'BSD so_qlen'),
        field('sk_max_ack_backlog', socket.backlog.limit, 'BSD so_qlimit'),
      ]
    : []),
];

const tcpFields = (tcp: NonNullable<SocketView['tcp']>): readonly Field[] => [
  field('snd_una', tcp.acknowledged, 'BSD snd_una'),
  field('snd_nxt', tcp.next, 'BSD snd_nxt'),
  field('rcv_nxt', tcp.expected, 'BSD rcv_nxt'),
  field('snd_wnd', tcp.window, 'BSD snd_wnd'),
  field('snd_cwnd', `${tcp.congestion} bytes`, 'BSD snd_cwnd'),
  field('mss_cache', tcp.mss, 'BSD t_maxseg'),
  field('icsk_rto', `${tcp.rto / 1000} ms`, 'BSD t_rxtcur'),
  field('icsk_retransmits', tcp.retries, 'BSD t_rxtshift'),
  ...(tcp.timer ? [field('icsk_pending', tcp.timer.kind, 'BSD t_timer[]')] : []),
];

const bufferFields = ({ protocol, flags, bytes, again }: FlightView): readonly Field[] => [
  field('protocol', protocol),
  field('len', bytes, 'BSD m_len'),
  ...(flags === '' ? [] : [field('tcp_flags', flags, 'BSD th_flags')]),
  ...(again ? [field('TCPCB_RETRANS', 1)] : []),
];
