/**
 * Names of machines and services, as /etc/hosts and /etc/services have them. There is no DNS.
 * Authority: hosts(5), services(5), getaddrinfo(3).
 */
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readText } from './read-file.ts';

export type Protocol = 'tcp' | 'udp';

/** The words of each line, without its comment. */
function* table(sys: Sys, path: string): Generator<void, string[][]> {
  const text = yield* readText(sys, path);
  if (isFailure(text)) return [];
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  return lines.filter(([first]) => first !== '');
}

const isDotted = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(text);

/** The address of a machine; undefined: Name or service not known. */
export function* addressOf(sys: Sys, name: string): Generator<void, string | undefined> {
  if (isDotted(name)) return name;
  const lines = yield* table(sys, '/etc/hosts');
  return lines.find(([, ...names]) => names.includes(name))?.[0];
}

/** What numbers are called; `-n` of every tool asks for none of it. */
export interface Names {
  host(address: string): string;
  address(host: string): string | undefined;
  service(port: number, protocol: Protocol): string | undefined;
  port(name: string, protocol: Protocol): number | undefined;
}

export function* readNames(sys: Sys): Generator<void, Names> {
  const hosts = yield* table(sys, '/etc/hosts');
  const services = yield* table(sys, '/etc/services');
  return {
    address: (host) => (isDotted(host) ? host : hosts.find(([, ...known]) => known.includes(host))?.[0]),
    host: (address) => hosts.find(([known]) => known === address)?.[1] ?? address,
    service: (port, protocol) => services.find(([, where]) => where === `${port}/${protocol}`)?.[0],
    port: (name, protocol) => {
      const where = services.find(([first, at]) => first === name && at?.endsWith(`/${protocol}`))?.[1];
      return where === undefined ? undefined : Number.parseInt(where, 10);
    },
  };
}
