/**
 * What a segment does to the connection that it comes to: the handshake, acknowledgements and windows, data, the end, RST.
 * Authority: RFC 9293, 3.10.7; net/ipv4/tcp_input.c.
 */
import type { Segment } from './packet.ts';
import type { TcpConnection } from './tcp.ts';
import { refuse } from './tcp-reset.ts';
import { RECEIVING } from './tcp-state.ts';

export function segmentArrives(c: TcpConnection, segment: Segment): void {
  switch (c.state) {
    case 'CLOSED':
    case 'LISTEN':
      return;
    case 'SYN_SENT':
      answered(c, segment);
      return;
    case 'TIME_WAIT':
      if (segment.rst) c.done();
      else if (segment.fin || segment.bytes.length > 0) c.acknowledge();
      return;
    default:
      arrives(c, segment);
      return;
  }
}

/** Something came back for the SYN. */
function answered(c: TcpConnection, segment: Segment): void {
  const { ack, syn, rst, seq, window } = segment;
  if (ack !== undefined && ack !== c.sender.nxt) {
    if (!rst) refuse(c.host, segment);
    return;
  }
  if (rst) {
    if (ack !== undefined) c.fail('ECONNREFUSED');
    return;
  }
  if (!syn) return;
  c.expect(seq + 1);
  c.sender.window = window;
  if (ack === undefined) {
    simultaneous(c);
    return;
  }
  c.sender.acknowledge(ack, c.now, true);
  c.establish();
  c.acknowledge();
  c.wakeAll();
}

/** Both sides have opened at once. */
function simultaneous(c: TcpConnection): void {
  c.become('SYN_RECV');
  c.synchronize();
}

function arrives(c: TcpConnection, segment: Segment): void {
  const { seq, bytes, ack, syn, rst, fin } = segment;
  const length = bytes.length + (fin ? 1 : 0);
  if (rst) {
    if (seq === c.receiver.next || c.receiver.fits(seq, length)) wasReset(c);
    return;
  }
  if (syn && c.state === 'SYN_RECV' && ack === undefined) {
    c.synchronize(true);
    return;
  }
  if (!syn && !c.receiver.fits(seq, length)) {
    heard(c, segment);
    c.acknowledge();
    return;
  }
  if (ack === undefined) return;
  if (c.state === 'SYN_RECV' && !completes(c, ack)) return;
  if (syn) {
    // an answer that came twice
    c.acknowledge();
    return;
  }
  heard(c, segment);
  if (c.state === 'CLOSED' || c.state === 'TIME_WAIT') return;
  if (length > 0) takeIn(c, segment);
}

/** The third part of the handshake. False: the listener has no room for it now. */
function completes(c: TcpConnection, ack: number): boolean {
  if (ack !== c.sender.nxt) return false;
  const { listener } = c;
  if (listener && listener.accepted.length > listener.backlog) return false;
  c.establish();
  c.sender.acknowledge(ack, c.now, true);
  if (!listener) return true;
  listener.requests.delete(c);
  listener.accepted.push(c);
  listener.acceptable.wake();
  return true;
}

function wasReset(c: TcpConnection): void {
  if (c.state === 'SYN_RECV' && c.listener) {
    c.done();
    return;
  }
  c.fail(c.state === 'CLOSE_WAIT' ? 'EPIPE' : 'ECONNRESET');
}

/** The other side's acknowledgement and window. */
function heard(c: TcpConnection, { ack, window, bytes, fin }: Segment): void {
  if (ack === undefined || c.state === 'SYN_RECV') return;
  const { sender } = c;
  const empty = bytes.length === 0 && !fin && window === sender.window;
  sender.window = window;
  const what = sender.acknowledge(ack, c.now, empty);
  if (what === 'again') c.transmit(sender.oldest(), { ack: true });
  if (what === 'new') acknowledged(c);
  if (c.state === 'CLOSED' || c.state === 'TIME_WAIT') return;
  if (window > 0 && c.timer?.kind === 'persist') c.disarm();
  c.push();
}

function acknowledged(c: TcpConnection): void {
  const { sender } = c;
  if (sender.allAcknowledged) {
    if (c.timer?.kind === 'on') c.disarm();
  } else c.arm('on');
  const { sndbuf } = c.options;
  if (sender.queue.length * 3 <= sndbuf * 2) c.writable.wakeAll();
  if (sender.finAcknowledged) finAcknowledged(c);
}

function finAcknowledged(c: TcpConnection): void {
  if (c.state === 'FIN_WAIT1') {
    c.become('FIN_WAIT2');
    if (c.orphaned) c.arm('finwait');
  } else if (c.state === 'CLOSING') c.waitOut();
  else if (c.state === 'LAST_ACK') c.done();
}

/** Data or a FIN. What comes for a reader that is gone, or has shut both ways, is refused. */
function takeIn(c: TcpConnection, { seq, bytes, fin }: Segment): void {
  const { receiver } = c;
  const isOver = c.orphaned || (c.shutRead && (c.state === 'FIN_WAIT1' || c.state === 'FIN_WAIT2'));
  if (isOver && bytes.length > 0 && seq + bytes.length > receiver.next) {
    c.abort();
    return;
  }
  if (!RECEIVING.has(c.state)) {
    c.acknowledge();
    return;
  }
  receiver.accept(seq, bytes, fin);
  if (receiver.ended) ended(c);
  c.acknowledge();
  c.readable.wakeAll();
}

function ended(c: TcpConnection): void {
  c.shutRead = true;
  if (c.state === 'ESTABLISHED') c.become('CLOSE_WAIT');
  else if (c.state === 'FIN_WAIT1') c.become('CLOSING');
  else if (c.state === 'FIN_WAIT2') c.waitOut();
}
