/**
 * Names of machines and services, as /etc/hosts and /etc/services have them. There is no DNS.
 * Authority: hosts(5), services(5), getaddrinfo(3), inet_aton(3).
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

const PART = /^(0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i;
const partValue = (part: string): number => (/^0[0-7]+$/.test(part) ? Number.parseInt(part, 8) : Number(part));

/** An address in numbers: four of a byte each, or fewer, of which the last one fills the rest; also octal or hexadecimal. */
function numeric(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => PART.test(part))) return undefined;
  const leading = parts.map(partValue);
  const last = leading.pop() ?? 0;
  const width = 4 - leading.length;
  if (leading.some((byte) => byte > 0xff) || last >= 256 ** width) return undefined;
  const rest = Array.from({ length: width }, (_byte, at) => Math.floor(last / 256 ** (width - 1 - at)) % 256);
  return [...leading, ...rest].join('.');
}

/** The address of a machine; undefined: Name or service not known. */
export function* addressOf(sys: Sys, name: string): Generator<void, string | undefined> {
  const address = numeric(name);
  if (address !== undefined) return address;
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
    address: (host) => numeric(host) ?? hosts.find(([, ...known]) => known.includes(host))?.[0],
    host: (address) => hosts.find(([known]) => known === address)?.[1] ?? address,
    service: (port, protocol) => services.find(([, where]) => where === `${port}/${protocol}`)?.[0],
    port: (name, protocol) => {
      const where = services.find(([first, at]) => first === name && at?.endsWith(`/${protocol}`))?.[1];
      return where === undefined ? undefined : Number.parseInt(where, 10);
    },
  };
}
