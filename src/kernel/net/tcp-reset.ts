/** RST for a segment that nobody waits for. Authority: RFC 9293, "Reset Generation". */
import type { Host } from './network.ts';
import type { Segment } from './packet.ts';

const NO_BYTES = new Uint8Array(0);

/** Nobody is there for this segment. */
export function refuse(host: Host, { from, to, seq, ack, bytes, syn, fin }: Segment): void {
  const next = seq + bytes.length + (syn ? 1 : 0) + (fin ? 1 : 0);
  host.network.transmit(host, {
    protocol: 'tcp',
    from: to,
    to: from,
    seq: ack ?? 0,
    ack: ack === undefined ? next : undefined,
    syn: false,
    fin: false,
    rst: true,
    window: 0,
    bytes: NO_BYTES,
    again: false,
  });
}
