/**
 * nc's command line: what is asked for, or what is wrong with it. Leaves out proxies, TLS, jumbo frames and the like.
 * Authority: nc(1), OpenBSD netcat of Debian (1.219).
 */
import type { Given, OptionSpec } from './getopt.ts';
import type { Names } from './net-names.ts';

export const NC_OPTIONS = {
  ipv4: { short: '4', help: 'IPv4; there is nothing else' },
  dontRead: { short: 'd', help: 'do not read standard input' },
  help: { short: 'h', help: 'how it is used' },
  keep: { short: 'k', help: 'with -l: go on listening after a connection' },
  listen: { short: 'l', help: 'listen instead of connecting' },
  shutdown: { short: 'N', help: 'shut the connection down at the end of input' },
  numeric: { short: 'n', help: 'names of machines are not looked up' },
  port: { short: 'p', value: 'PORT', help: 'the port of this side' },
  quit: { short: 'q', value: 'SECONDS', help: 'leave so long after the end of input' },
  source: { short: 's', value: 'ADDRESS', help: 'the address of this side' },
  unix: { short: 'U', help: 'UNIX domain sockets' },
  udp: { short: 'u', help: 'UDP instead of TCP' },
  verbose: { short: 'v', help: 'tell what happens' },
  timeout: { short: 'w', value: 'SECONDS', help: 'leave when nothing happens for so long' },
  scan: { short: 'z', help: 'only see whether somebody listens' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export type NcOption = keyof typeof NC_OPTIONS;

export const NC_USAGE = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
	  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
	  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
	  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
	  [destination] [port]
`;

export interface Wish {
  readonly has: (option: NcOption) => boolean;
  /** A machine, or the path of a UNIX socket. */
  readonly host: string | undefined;
  readonly ports: readonly number[];
  readonly sourcePort: number;
  readonly source: string | undefined;
  /** µs. */
  readonly timeout: number | undefined;
  readonly quit: number | undefined;
}

export type Problem = { readonly problem: string } | 'usage';

const MAX_PORT = 65535;
const SECOND = 1_000_000;

function portOf(text: string, names: Names, protocol: 'tcp' | 'udp'): number | Problem {
  const known = names.port(text, protocol);
  if (known !== undefined) return known;
  if (!/^[+-]?\d+$/.test(text)) return { problem: `port number invalid: ${text}` };
  const value = Number(text);
  if (value < 1) return { problem: `port number too small: ${text}` };
  return value > MAX_PORT ? { problem: `port number too large: ${text}` } : value;
}

/** `80`, `http`, `8079-8081`. */
function portsOf(text: string, names: Names, protocol: 'tcp' | 'udp'): number[] | Problem {
  const range = /^(\d+)-(\d+)$/.exec(text);
  const ends = (range ? [range[1] ?? '', range[2] ?? ''] : [text]).map((one) => portOf(one, names, protocol));
  const numbers: number[] = [];
  for (const end of ends) {
    if (typeof end !== 'number') return end;
    numbers.push(end);
  }
  const [first = 0, last = first] = numbers.sort((a, b) => a - b);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

export function wishOf(given: readonly Given<NcOption>[], operands: readonly string[], names: Names): Wish | Problem {
  const has = (option: NcOption): boolean => given.some((one) => one.option === option);
  const value = (option: NcOption): string | undefined => given.findLast((one) => one.option === option)?.value;
  const seconds = (option: NcOption): number | undefined => {
    const text = value(option);
    return text === undefined ? undefined : Math.max(0, Number(text) || 0) * SECOND;
  };
  const protocol = has('udp') ? 'udp' : 'tcp';
  const common = { has, source: value('source'), timeout: seconds('timeout'), quit: seconds('quit') };
  const sourceText = value('port');
  const sourcePort = sourceText === undefined ? 0 : portOf(sourceText, names, protocol);
  if (typeof sourcePort !== 'number') return sourcePort;
  if (has('unix')) {
    if (operands.length !== 1) return 'usage';
    return { ...common, host: operands[0], ports: [0], sourcePort };
  }
  if (operands.length === 0 && !has('listen')) return 'usage';
  const alone = has('listen') && operands.length === 1;
  const host = alone && sourcePort === 0 ? undefined : operands[0];
  const text = alone && sourcePort === 0 ? operands[0] : operands[1];
  if (text === undefined) {
    if (has('listen') && sourcePort !== 0) return { ...common, host, ports: [sourcePort], sourcePort: 0 };
    return { problem: 'missing port number' };
  }
  const ports = portsOf(text, names, protocol);
  return Array.isArray(ports) ? { ...common, host, ports, sourcePort } : ports;
}
