/**
 * The command line of ping. Leaves out recorded routes and time stamps, source addresses, marks, IPv6, and telling more (-v):
 * they are refused. Authority: ping(8) of iputils 20221126.
 */
import { type OptionSpec, parseCommandLine } from './getopt.ts';
import type { Io } from './io.ts';

export const PING_OPTIONS = {
  audible: { short: 'a', help: 'use audible ping' },
  adaptive: { short: 'A', help: 'use adaptive ping' },
  count: { short: 'c', value: '<count>', help: 'stop after <count> replies' },
  stamps: { short: 'D', help: 'print timestamps' },
  flood: { short: 'f', help: 'flood ping' },
  help: { short: 'h', help: 'print help and exit' },
  interval: { short: 'i', value: '<interval>', help: 'seconds between sending each packet' },
  numeric: { short: 'n', help: 'no dns name resolution' },
  outstanding: { short: 'O', help: 'report outstanding replies' },
  pattern: { short: 'p', value: '<pattern>', help: 'contents of padding byte' },
  quiet: { short: 'q', help: 'quiet output' },
  size: { short: 's', value: '<size>', help: 'use <size> as number of data bytes to be sent' },
  ttl: { short: 't', value: '<ttl>', help: 'define time to live' },
  version: { short: 'V', help: 'print version and exit' },
  deadline: { short: 'w', value: '<deadline>', help: 'reply wait <deadline> in seconds' },
  linger: { short: 'W', value: '<timeout>', help: 'time to wait for response' },
  ipv4: { short: '4', help: 'use IPv4' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

type Option = keyof typeof PING_OPTIONS;
type Switch = 'audible' | 'adaptive' | 'stamps' | 'flood' | 'outstanding' | 'quiet';

export interface Wish {
  readonly has: (option: Switch) => boolean;
  readonly target: string;
  /** Undefined for no end. */
  readonly count: number | undefined;
  /** ms. */
  readonly interval: number;
  readonly linger: number;
  /** Seconds; undefined for none. */
  readonly deadline: number | undefined;
  readonly size: number;
  readonly ttl: number | undefined;
  readonly pattern: readonly number[] | undefined;
  readonly numeric: boolean;
}

const USAGE = `
Usage
  ping [options] <destination>

Options:
  <destination>      dns name or ip address
  -a                 use audible ping
  -A                 use adaptive ping
  -B                 sticky source address
  -c <count>         stop after <count> replies
  -C                 call connect() syscall on socket creation
  -D                 print timestamps
  -d                 use SO_DEBUG socket option
  -e <identifier>    define identifier for ping session, default is random for
                     SOCK_RAW and kernel defined for SOCK_DGRAM
                     Imply using SOCK_RAW (for IPv4 only for identifier 0)
  -f                 flood ping
  -h                 print help and exit
  -I <interface>     either interface name or address
  -i <interval>      seconds between sending each packet
  -L                 suppress loopback of multicast packets
  -l <preload>       send <preload> number of packages while waiting replies
  -m <mark>          tag the packets going out
  -M <pmtud opt>     define mtu discovery, can be one of <do|dont|want>
  -n                 no dns name resolution
  -O                 report outstanding replies
  -p <pattern>       contents of padding byte
  -q                 quiet output
  -Q <tclass>        use quality of service <tclass> bits
  -s <size>          use <size> as number of data bytes to be sent
  -S <size>          use <size> as SO_SNDBUF socket option value
  -t <ttl>           define time to live
  -U                 print user-to-user latency
  -v                 verbose output
  -V                 print version and exit
  -w <deadline>      reply wait <deadline> in seconds
  -W <timeout>       time to wait for response

IPv4 options:
  -4                 use IPv4
  -b                 allow pinging broadcast
  -R                 record route
  -T <timestamp>     define timestamp, can be one of <tsonly|tsandaddr|tsprespec>

IPv6 options:
  -6                 use IPv6
  -F <flowlabel>     define flow label, default is random
  -N <nodeinfo opt>  use icmp6 node info query, try <help> as argument

For more details see ping(8).
`;
const VERSION =
  'ping from iputils 20221126\nlibcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes\n';

const SECOND = 1000;
const LINGER = 10 * SECOND;
const SIZE = 56;
const INT_MAX = 0x7fffffff;
const LONG_MAX = '9223372036854775807';
const LONGEST_PATTERN = 16;
const LEAST_FOR_USERS = 2;

function* wholeOf(io: Io, text: string, least: number, most: number, shown = String(most)): Generator<void, number> {
  const argument = `invalid argument: '${text}'`;
  if (!/^\s*[+-]?\d+$/.test(text)) return yield* io.die(1, argument);
  const number = Number(text);
  if (number < least || number > most)
    return yield* io.die(1, `${argument}: out of range: ${least} <= value <= ${shown}`);
  return number;
}

/** ms. What stands behind the number is complained of, and that is all. */
function* secondsOf(io: Io, text: string, what: string): Generator<void, number> {
  const [number = ''] = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/i.exec(text) ?? [];
  const rest = text.slice(number.length);
  if (rest !== '' || number === '') {
    yield* io.complain(`${io.name}: option argument contains garbage: ${rest}\n`);
    yield* io.complain(`${io.name}: this will become fatal error in the future\n`);
  }
  const ms = Math.trunc(Number(number) * SECOND);
  if (ms > INT_MAX || (what === 'bad linger time' && ms < 0)) return yield* io.die(2, `${what}: ${text}`);
  return ms;
}

function* patternOf(io: Io, text: string): Generator<void, number[]> {
  const wrong = text.search(/[^\da-f]/i);
  if (wrong >= 0) return yield* io.die(2, `patterns must be specified as hex digits: ${text.slice(wrong)}`);
  return (text.match(/..?/g) ?? []).slice(0, LONGEST_PATTERN).map((digits) => Number.parseInt(digits, 16));
}

function* refuse(io: Io): Generator<void, never> {
  yield* io.complain(USAGE);
  return io.exit(2);
}

/** Ends the program when the line is wrong, or asks for help. */
export function* wishOf(io: Io, args: readonly string[], uid: number): Generator<void, Wish> {
  const line = parseCommandLine<Option>(args, PING_OPTIONS);
  if ('problem' in line) {
    yield* io.complain(`${io.name}: ${line.problem}\n`);
    return yield* refuse(io);
  }
  const given = new Map(line.given.map(({ option, value }) => [option, value ?? '']));
  if (given.has('help')) return yield* refuse(io);
  if (given.has('version')) {
    yield* io.print(VERSION);
    return io.exit(0);
  }
  const flood = given.has('flood');
  const whole = function* (option: Option, least: number, most: number, shown?: string) {
    const text = given.get(option);
    return text === undefined ? undefined : yield* wholeOf(io, text, least, most, shown);
  };
  const milliseconds = function* (option: Option, what: string) {
    const text = given.get(option);
    return text === undefined ? undefined : yield* secondsOf(io, text, what);
  };
  const pattern = given.get('pattern');
  const wish = {
    has: (option: Switch) => given.has(option),
    count: yield* whole('count', 1, Number.POSITIVE_INFINITY, LONG_MAX),
    interval: (yield* milliseconds('interval', 'bad timing interval')) ?? (flood ? 0 : SECOND),
    size: (yield* whole('size', 0, INT_MAX)) ?? SIZE,
    ttl: yield* whole('ttl', 0, 0xff),
    deadline: (yield* whole('deadline', 0, INT_MAX)) || undefined,
    linger: (yield* milliseconds('linger', 'bad linger time')) ?? LINGER,
  };
  const target = line.operands.at(-1);
  if (target === undefined) return yield* io.die(1, 'usage error: Destination address required');
  if (uid !== 0 && wish.interval < LEAST_FOR_USERS)
    return yield* io.die(2, `cannot flood; minimal interval allowed for user is ${LEAST_FOR_USERS}ms`);
  return {
    ...wish,
    target,
    pattern: pattern === undefined ? undefined : yield* patternOf(io, pattern),
    numeric: given.has('numeric') || flood || /^\d+(\.\d+){3}$/.test(target),
  };
}
