/** Segments that come to a machine: which connection they belong to, or which listener; and who is refused. Authority: RFC 9293. */
import type { Host } from './network.ts';
import { ANY, connectionKey, type Segment } from './packet.ts';
import { TcpConnection } from './tcp.ts';
import { segmentArrives } from './tcp-input.ts';
import { refuse } from './tcp-reset.ts';

/** The best listener for an address: the one that names it before the one that takes any; of several one by the sender's port. */
function listenerFor(host: Host, { to, from }: Segment): TcpConnection | undefined {
  const all = [...host.tcp.at(to.port)].filter(({ listening }) => listening);
  const exact = all.filter(({ local }) => local.address === to.address);
  const candidates = exact.length > 0 ? exact : all.filter(({ local }) => local.address === ANY);
  return candidates[from.port % candidates.length];
}

/** A segment has come to a machine. */
export function receiveSegment(host: Host, segment: Segment): void {
  const connection = host.connections.get(connectionKey(segment.to, segment.from));
  const reopens = connection?.state === 'TIME_WAIT' && segment.syn && segment.seq > connection.receiver.next;
  if (connection && !reopens) {
    segmentArrives(connection, segment);
    return;
  }
  const listener = listenerFor(host, segment);
  if (!listener || !segment.syn || segment.ack !== undefined) {
    if (!segment.rst) refuse(host, segment);
    return;
  }
  connection?.done();
  if (listener.accepted.length > listener.backlog) {
    host.network.tellLost({ packet: segment }, 'backlog');
    return;
  }
  new TcpConnection(host, { ...listener.options }, listener.uid).answer(listener, segment);
}
