/** Interfaces, addresses and neighbours as ip(8) prints them. Authority: ip-link(8), ip-address(8); iproute2 6.1, ip/ipaddress.c. */
import type { LinkInfo, NeighbourInfo } from '../../kernel/abi.ts';

export interface Style {
  readonly brief: boolean;
  readonly oneline: boolean;
  /** How often -s was given. */
  readonly statistics: number;
}

const QUEUE = 1000;
const NAME_COLUMN = 17;
const STATE_COLUMN = 15;

const flagsOf = ({ loopback, up }: LinkInfo): string =>
  [...(loopback ? ['LOOPBACK'] : ['BROADCAST', 'MULTICAST']), ...(up ? ['UP', 'LOWER_UP'] : [])].join(',');

const stateOf = ({ loopback, up }: LinkInfo): string => (!up ? 'DOWN' : loopback ? 'UNKNOWN' : 'UP');
export const qdiscOf = ({ loopback, qdisc }: LinkInfo): string => {
  if (qdisc) return 'netem';
  return loopback ? 'noqueue' : 'pfifo_fast';
};

const broadcastOf = (address: string): string => address.replace(/\.\d+$/, '.255');
export const networkOf = ({ address, prefix }: LinkInfo): string => `${address.replace(/\.\d+$/, '.0')}/${prefix}`;

const WIDTHS = [10, 7, 6, 7, 7, 7];
/** A line of figures: bytes, packets, and what never happens here but for what is dropped. */
const figures = ({ bytes, packets }: { bytes: number; packets: number }, dropped = 0): string =>
  `    ${[bytes, packets, 0, dropped, 0, 0].map((value, at) => String(value).padStart(WIDTHS[at] ?? 0)).join(' ')} `;

const RX_ERRORS = '    RX errors:  length    crc   frame    fifo overrun';
const TX_ERRORS = '    TX errors: aborted   fifo  window heartbt transns';
const NO_ERRORS = `${' '.repeat(21)}0      0       0       0       0 `;

function statistics({ received, sent, qdisc }: LinkInfo, times: number): string[] {
  if (times === 0) return [];
  return [
    '    RX:  bytes packets errors dropped  missed   mcast           ',
    figures(received),
    ...(times > 1 ? [RX_ERRORS, NO_ERRORS] : []),
    '    TX:  bytes packets errors dropped carrier collsns           ',
    figures(sent, qdisc?.dropped),
    ...(times > 1 ? [TX_ERRORS, NO_ERRORS] : []),
  ];
}

/** With -o the lines of an interface are one, parted by backslashes. */
const joined = (lines: readonly string[], { oneline }: Style): string => `${lines.join(oneline ? '\\' : '\n')}\n`;

function head(link: LinkInfo, mode: string): string[] {
  const { index, name, mtu, loopback, mac } = link;
  const what = `<${flagsOf(link)}> mtu ${mtu} qdisc ${qdiscOf(link)} state ${stateOf(link)} ${mode}group default qlen ${QUEUE}`;
  const all = loopback ? mac : 'ff:ff:ff:ff:ff:ff';
  return [`${index}: ${name}: ${what}`, `    link/${loopback ? 'loopback' : 'ether'} ${mac} brd ${all}`];
}

const brief = (link: LinkInfo, rest: string): string =>
  `${link.name.padEnd(NAME_COLUMN)}${stateOf(link).padEnd(STATE_COLUMN)}${rest} \n`;

export function linkText(link: LinkInfo, style: Style): string {
  if (style.brief) return brief(link, `${link.mac} <${flagsOf(link)}>`);
  return joined([...head(link, 'mode DEFAULT '), ...statistics(link, style.statistics)], style);
}

const LIFETIME = '       valid_lft forever preferred_lft forever';

export function addressText(link: LinkInfo, style: Style): string {
  const { index, name, address, prefix, loopback } = link;
  if (style.brief) return brief(link, `${address}/${prefix}`);
  const scope = loopback ? 'scope host' : `brd ${broadcastOf(address)} scope global`;
  const inet = `inet ${address}/${prefix} ${scope} ${name}`;
  if (style.oneline) return `${index}: ${name}    ${inet}\\${LIFETIME}\n`;
  return joined([...head(link, ''), `    ${inet}`, LIFETIME, ...statistics(link, style.statistics)], style);
}

export const routeText = (link: LinkInfo): string =>
  `${networkOf(link)} dev ${link.name} proto kernel scope link src ${link.address} \n`;

export function neighbourText({ address, link, mac, state }: NeighbourInfo, named: boolean): string {
  return `${address} ${named ? '' : `dev ${link} `}${mac === undefined ? '' : `lladdr ${mac} `}${state} \n`;
}
