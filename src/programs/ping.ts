/**
 * ping: does a machine answer, and how fast? Echoes go out once a second through a datagram socket of ICMP.
 * Leaves out flooding, record routes, time stamps, IPv6. Authority: ping(8) of iputils 20221126.
 */
import { AF_INET, IPPROTO_ICMP, POLLIN, SOCK_DGRAM, type SocketAddress } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import { SIGINT } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { addressOf } from './lib/net-names.ts';
import { program } from './lib/program.ts';

const SECOND = 1_000_000;
const HEADER = 8;
const DEFAULT_SIZE = 56;
const IP_HEADER = 20;
const SEQUENCE = 6;
const ECHO = 8;
const REPLY = 0;
const TTL = 64;

interface Course {
  sent: number;
  received: number;
  errors: number;
  /** µs. */
  readonly times: number[];
  readonly sentAt: Map<number, number>;
  readonly began: number;
  interrupted: boolean;
}

/** Fewer digits, the longer it took. */
function milliseconds(us: number): string {
  const digits = us >= 100_000 ? 0 : us >= 10_000 ? 1 : us >= 1000 ? 2 : 3;
  return (us / 1000).toFixed(digits);
}

function echoOf(sequence: number, size: number): Uint8Array {
  const message = new Uint8Array(HEADER + size);
  message[0] = ECHO;
  new DataView(message.buffer).setUint16(SEQUENCE, sequence);
  for (let i = HEADER; i < message.length; i++) message[i] = i;
  return message;
}

/** What comes until `until`; false when the wait is over. */
function* hear(
  sys: Sys,
  io: Io,
  fd: number,
  course: Course,
  until: number,
  say: (address: string) => string,
): Generator<void, boolean> {
  const now = yield* sys.clock_gettime();
  const ready = yield* sys.poll([{ fd, events: POLLIN }], Math.max(0, Math.ceil((until - now) / 1000)));
  if (isFailure(ready) || !ready[0]) return false;
  const into = new Uint8Array(HEADER + 0xffff);
  const from: { address?: SocketAddress | undefined } = {};
  const bytes = yield* sys.recvfrom(fd, into, 0, from);
  if (isFailure(bytes) || from.address?.family !== AF_INET) return true;
  const sequence = new DataView(into.buffer).getUint16(SEQUENCE);
  if (into[0] !== REPLY) {
    course.errors++;
    yield* io.print(`From ${from.address.address} icmp_seq=${sequence} Destination Host Unreachable\n`);
    return true;
  }
  const took = (yield* sys.clock_gettime()) - (course.sentAt.get(sequence) ?? now);
  course.received++;
  course.times.push(took);
  const who = say(from.address.address);
  yield* io.print(`${bytes} bytes from ${who}: icmp_seq=${sequence} ttl=${TTL} time=${milliseconds(took)} ms\n`);
  return true;
}

function statistics(name: string, { sent, received, errors, times }: Course, took: number): string {
  const loss = sent === 0 ? 0 : Number((((sent - received) * 100) / sent).toPrecision(6));
  const failed = errors > 0 ? `, +${errors} errors` : '';
  const head = `\n--- ${name} ping statistics ---\n${sent} packets transmitted, ${received} received${failed}, `;
  const line = `${head}${loss}% packet loss, time ${Math.floor(took / 1000)}ms\n`;
  if (times.length === 0) return `${line}\n`;
  const mean = times.reduce((sum, us) => sum + us, 0) / times.length;
  const square = times.reduce((sum, us) => sum + us * us, 0) / times.length;
  const all = [Math.min(...times), mean, Math.max(...times), Math.sqrt(Math.max(0, square - mean * mean))];
  return `${line}rtt min/avg/max/mdev = ${all.map((us) => (us / 1000).toFixed(3)).join('/')} ms\n`;
}

const NUMBER = /^\d+(\.\d+)?$/;

export const ping = program(
  {
    name: 'ping',
    summary: 'send ICMP ECHO_REQUEST to network hosts',
    usage: '[options] <destination>',
    options: {
      count: { short: 'c', value: 'COUNT', help: 'stop after so many replies' },
      interval: { short: 'i', value: 'SECONDS', help: 'between two echoes' },
      numeric: { short: 'n', help: 'no names' },
      size: { short: 's', value: 'SIZE', help: 'bytes of data' },
      wait: { short: 'W', value: 'SECONDS', help: 'for the last reply' },
      deadline: { short: 'w', value: 'SECONDS', help: 'for everything' },
    },
    usageStatus: 2,
  },
  function* (sys, args, io) {
    const numbers = (['count', 'interval', 'size', 'wait', 'deadline'] as const).map((name) => args.value(name));
    const wrong = numbers.find((text) => text !== undefined && !NUMBER.test(text));
    if (wrong !== undefined) return yield* io.die(1, `invalid argument: '${wrong}'`);
    const [count = '0', interval = '1', size = String(DEFAULT_SIZE), wait = '10', deadline] = numbers;
    const [name] = args.operands;
    if (name === undefined) return yield* io.die(1, 'usage error: Destination address required');
    const address = yield* addressOf(sys, name);
    if (address === undefined) return yield* io.die(2, `${name}: Name or service not known`);
    const fd = yield* sys.socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
    if (isFailure(fd)) return yield* io.die(2, 'socket', fd);
    const connected = yield* sys.connect(fd, { family: AF_INET, address, port: 0 });
    if (isFailure(connected)) return yield* io.die(2, `connect: ${strerror(connected.errno)}`);
    const began = yield* sys.clock_gettime();
    const course: Course = {
      sent: 0,
      received: 0,
      errors: 0,
      times: [],
      sentAt: new Map(),
      began,
      interrupted: false,
    };
    yield* sys.sigaction(SIGINT, {
      handler: function* () {
        course.interrupted = true;
        return 0;
      },
      mask: 0n,
      flags: 0,
    });
    const bytes = Number(size);
    yield* io.print(`PING ${name} (${address}) ${bytes}(${bytes + HEADER + IP_HEADER}) bytes of data.\n`);
    const say = (from: string): string => (name === address || args.has('numeric') ? from : `${name} (${from})`);
    const end = deadline === undefined ? Number.POSITIVE_INFINITY : began + Number(deadline) * SECOND;
    const most = Number(count) || Number.POSITIVE_INFINITY;
    let last = began;
    while (!course.interrupted && course.sent < most) {
      last = yield* sys.clock_gettime();
      if (last >= end) break;
      course.sent++;
      course.sentAt.set(course.sent, last);
      yield* sys.sendto(fd, echoOf(course.sent, bytes), 0);
      const final = course.sent === most;
      const until = Math.min(end, last + Number(final ? wait : interval) * SECOND);
      while (!course.interrupted && (yield* hear(sys, io, fd, course, until, say))) {
        if (final && course.received + course.errors >= course.sent) break;
      }
    }
    yield* io.print(statistics(name, course, last - began));
    return course.received > 0 ? 0 : 1;
  },
);
