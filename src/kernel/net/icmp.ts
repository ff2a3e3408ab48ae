/**
 * ICMP: echoes are answered, and who sent what could not be delivered hears of it. Authority: icmp(7), RFC 792.
 */
import type { Host } from './network.ts';
import type { Icmp, Packet } from './packet.ts';
import { connectionKey } from './packet.ts';

export function receiveIcmp(host: Host, message: Icmp): void {
  const { kind, from, to, about } = message;
  switch (kind) {
    case 'echo':
      host.network.transmit(host, { ...message, kind: 'reply', from: to, to: from });
      return;
    case 'reply':
      host.pings.get(to.port)?.arrives(message);
      return;
    case 'port unreachable':
    case 'host unreachable':
      if (about) tell(host, about, kind, message);
      return;
  }
}

/** Whose packet it was. */
function tell(host: Host, about: Packet, kind: 'port unreachable' | 'host unreachable', message: Icmp): void {
  const { from, to } = about;
  if (about.protocol === 'tcp') host.connections.get(connectionKey(from, to))?.unreachable();
  else if (about.protocol === 'icmp') host.pings.get(from.port)?.arrives(message);
  else
    for (const socket of host.udp.at(from.port))
      if (connectionKey(socket.remote, socket.remote) === connectionKey(to, to))
        socket.failed(kind === 'port unreachable' ? 'ECONNREFUSED' : 'EHOSTUNREACH');
}
