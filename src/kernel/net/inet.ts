/** Addresses of AF_INET sockets: what bind(2) may take, and how they are told. Authority: ip(7). */
import { AF_INET, type InetAddress, type SocketAddress } from '../abi.ts';
import { fail } from '../errno.ts';
import { isRoot, type Task } from '../task.ts';
import { ANY, type Endpoint } from './packet.ts';

/** net.ipv4.ip_unprivileged_port_start. */
const FIRST_PORT_OF_USERS = 1024;

export const inetAddress = ({ address, port }: Endpoint): InetAddress => ({ family: AF_INET, address, port });

/** What may be bound; throws EAFNOSUPPORT, EADDRNOTAVAIL, EACCES. */
export function localEndpoint(task: Task, wanted: SocketAddress): Endpoint {
  if (wanted.family !== AF_INET) throw fail('EAFNOSUPPORT');
  const { address, port } = wanted;
  if (address !== ANY && !task.host.owns(address)) throw fail('EADDRNOTAVAIL');
  if (port > 0 && port < FIRST_PORT_OF_USERS && !isRoot(task)) throw fail('EACCES');
  return { address, port };
}
