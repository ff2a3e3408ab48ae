/** Interfaces, addresses and neighbours as ip(8) prints them. Authority: ip-link(8), ip-address(8); iproute2 6.1, ip/ipaddress.c. */
import type { LinkInfo, NeighbourInfo } from '../../kernel/abi.ts';

export interface Style {
  readonly brief: boolean;
  readonly oneline: boolean;
  /** How often -s was given. */
  readonly statistics: number;
  readonly json: boolean;
  /** JSON for eyes. */
  readonly pretty: boolean;
  /** Figures with `k` and `M`, of 1000 or with -iec of 1024. */
  readonly human: boolean;
  readonly iec: boolean;
  readonly family: 'inet' | 'inet6' | 'link' | undefined;
}

export const PLAIN: Style = {
  brief: false,
  oneline: false,
  statistics: 0,
  json: false,
  pretty: false,
  human: false,
  iec: false,
  family: undefined,
};

export const TX_QUEUE = 1000;
const NAME_COLUMN = 17;
const STATE_COLUMN = 15;

export const flagsOf = ({ loopback, up }: LinkInfo): string[] => [
  ...(loopback ? ['LOOPBACK'] : ['BROADCAST', 'MULTICAST']),
  ...(up ? ['UP', 'LOWER_UP'] : []),
];

export const stateOf = ({ loopback, up }: LinkInfo): string => (!up ? 'DOWN' : loopback ? 'UNKNOWN' : 'UP');
export const qdiscOf = ({ loopback, qdisc }: LinkInfo): string => {
  if (qdisc) return 'netem';
  return loopback ? 'noqueue' : 'pfifo_fast';
};

export const broadcastOf = (address: string): string => address.replace(/\.\d+$/, '.255');
export const wireBroadcast = ({ loopback, mac }: LinkInfo): string => (loopback ? mac : 'ff:ff:ff:ff:ff:ff');
export const networkOf = ({ address, prefix }: LinkInfo): string => `${address.replace(/\.\d+$/, '.0')}/${prefix}`;

const WIDTHS = [10, 7, 6, 7, 7, 7];
/** A line of figures: bytes, packets, and what never happens here but for what is dropped. */
const figures = ({ bytes, packets }: { bytes: number; packets: number }, style: Style, dropped = 0): string =>
  `    ${[bytes, packets, 0, dropped, 0, 0].map((value, at) => amount(value, style).padStart(WIDTHS[at] ?? 0)).join(' ')} `;

/** Three digits that count, and a letter. */
function amount(count: number, { human, iec }: Style): string {
  const base = iec ? 1024 : 1000;
  if (!human || count < base) return String(count);
  const power = Math.min('kMGTPE'.length, Math.floor(Math.log(count) / Math.log(base)));
  const scaled = count / base ** power;
  const digits = scaled < 10 ? 2 : scaled < 100 ? 1 : 0;
  return `${scaled.toFixed(digits)}${'kMGTPE'.charAt(power - 1)}${iec ? 'i' : ''}`;
}

const RX_ERRORS = '    RX errors:  length    crc   frame    fifo overrun';
const TX_ERRORS = '    TX errors: aborted   fifo  window heartbt transns';
const NO_ERRORS = `${' '.repeat(21)}0      0       0       0       0 `;

function statistics({ received, sent, qdisc }: LinkInfo, style: Style): string[] {
  const times = style.statistics;
  if (times === 0) return [];
  return [
    '    RX:  bytes packets errors dropped  missed   mcast           ',
    figures(received, style),
    ...(times > 1 ? [RX_ERRORS, NO_ERRORS] : []),
    '    TX:  bytes packets errors dropped carrier collsns           ',
    figures(sent, style, qdisc?.dropped),
    ...(times > 1 ? [TX_ERRORS, NO_ERRORS] : []),
  ];
}

/** With -o the lines of an interface are one, parted by backslashes. */
const joined = (lines: readonly string[], { oneline }: Style): string => `${lines.join(oneline ? '\\' : '\n')}\n`;

function head(link: LinkInfo, mode: string): [string, string] {
  const { index, name, mtu, loopback, mac } = link;
  const what = `<${flagsOf(link).join()}> mtu ${mtu} qdisc ${qdiscOf(link)} state ${stateOf(link)} ${mode}group default qlen ${TX_QUEUE}`;
  return [
    `${index}: ${name}: ${what}`,
    `    link/${loopback ? 'loopback' : 'ether'} ${mac} brd ${wireBroadcast(link)}`,
  ];
}

const brief = (link: LinkInfo, rest: string): string =>
  `${link.name.padEnd(NAME_COLUMN)}${stateOf(link).padEnd(STATE_COLUMN)}${rest} \n`;

export function linkText(link: LinkInfo, style: Style): string {
  if (style.brief) return brief(link, `${link.mac} <${flagsOf(link).join()}>`);
  return joined([...head(link, 'mode DEFAULT '), ...statistics(link, style)], style);
}

const LIFETIME = '       valid_lft forever preferred_lft forever';

/** Of an address family other than the link's own the link is a line only. */
export function addressText(link: LinkInfo, style: Style): string {
  const { index, name, address, prefix, loopback } = link;
  const { family } = style;
  const has = family !== 'link';
  if (style.brief) return brief(link, `${address}/${prefix}`);
  const scope = loopback ? 'scope host' : `brd ${broadcastOf(address)} scope global`;
  const inet = `inet ${address}/${prefix} ${scope} ${name}`;
  if (style.oneline && has) return `${index}: ${name}    ${inet}\\${LIFETIME}\n`;
  const [first, second] = head(link, '');
  const top = family === 'inet' ? [first] : [first, second];
  return joined([...top, ...(has ? [`    ${inet}`, LIFETIME] : []), ...statistics(link, style)], style);
}

const ADDRESS_COLUMN = 40;

export function neighbourText({ address, link, mac, state }: NeighbourInfo, named: boolean, style: Style): string {
  if (style.brief) return `${address.padEnd(ADDRESS_COLUMN)}${link.padEnd(NAME_COLUMN)}${mac ?? ''}\n`;
  return `${address} ${named ? '' : `dev ${link} `}${mac === undefined ? '' : `lladdr ${mac} `}${state} \n`;
}
