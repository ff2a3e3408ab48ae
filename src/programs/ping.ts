/**
 * ping: does a machine answer, and how fast? Echoes go out once a second through a datagram socket of ICMP.
 * Options are in lib/ping-options.ts, the figures in lib/ping-course.ts. Authority: ping(8) of iputils 20221126.
 */
import { AF_INET, IP_TTL, IPPROTO_ICMP, IPPROTO_IP, POLLIN, SOCK_DGRAM, type SocketAddress } from '../kernel/abi.ts';
import { type Failure, isFailure, strerror } from '../kernel/errno.ts';
import { SIGINT, SIGQUIT } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { addressOf, readNames } from './lib/net-names.ts';
import { Course, timeText } from './lib/ping-course.ts';
import { PING_OPTIONS, type Wish, wishOf } from './lib/ping-options.ts';
import { rawProgram } from './lib/program.ts';

const MS = 1000;
const HEADER = 8;
const IP_HEADER = 20;
const SEQUENCE = 6;
const ECHO = 8;
const REPLY = 0;
const TTL = 64;
/** Bytes of data that a time stamp takes: with fewer nothing is timed. */
const STAMP = 16;
const MAX_MESSAGE = 0xffff;
/** ms between two floods that nobody answers. */
const FLOOD_GAP = 10;
const LEAST_FOR_USERS = 2;

function echoOf(sequence: number, { size, pattern }: Wish): Uint8Array {
  const message = new Uint8Array(HEADER + size);
  message[0] = ECHO;
  new DataView(message.buffer).setUint16(SEQUENCE, sequence);
  for (let i = 0; i < size; i++) message[HEADER + i] = pattern?.[i % pattern.length] ?? i;
  return message;
}

class Ping {
  readonly course = new Course();
  readonly #sys: Sys;
  readonly #io: Io;
  readonly #wish: Wish;
  readonly #fd: number;
  readonly #nameOf: (address: string) => string;
  readonly #isRoot: boolean;
  /** ms; changes with -A. */
  #interval: number;
  #exiting = false;
  #asked = false;
  /** When the last went out, and when the first did; µs. */
  last = 0;
  #began = 0;

  constructor(sys: Sys, io: Io, wish: Wish, fd: number, isRoot: boolean, nameOf: (address: string) => string) {
    this.#sys = sys;
    this.#io = io;
    this.#wish = wish;
    this.#fd = fd;
    this.#isRoot = isRoot;
    this.#nameOf = nameOf;
    this.#interval = wish.interval;
  }

  get #timed(): boolean {
    return this.#wish.size >= STAMP;
  }

  *listenToSignals(): Generator<void, void> {
    const on = (signo: number, then: () => void) => {
      const handler = function* () {
        then();
        return 0;
      };
      return this.#sys.sigaction(signo, { handler, mask: 0n, flags: 0 });
    };
    yield* on(SIGINT, () => {
      this.#exiting = true;
    });
    yield* on(SIGQUIT, () => {
      this.#asked = true;
    });
  }

  *run(): Generator<void, void> {
    const { count, deadline } = this.#wish;
    const { course } = this;
    this.#began = yield* this.#sys.clock_gettime();
    this.last = this.#began;
    const end = deadline === undefined ? Number.POSITIVE_INFINITY : this.#began + deadline * MS * MS;
    let leave = end;
    while (!this.#exiting) {
      if (count !== undefined && course.received + course.errors >= count) return;
      if (deadline !== undefined && course.errors > 0) return;
      if (this.#asked) yield* this.#tellStatus();
      const now = yield* this.#sys.clock_gettime();
      if (now >= leave) return;
      const isDone = count !== undefined && course.sent >= count && deadline === undefined;
      if (isDone && leave === end) leave = Math.min(end, now + this.#patience() * MS);
      if (!isDone && now >= this.#nextAt()) yield* this.#send(now);
      else yield* this.#hear(Math.min(leave, isDone ? leave : this.#nextAt()));
    }
  }

  /** ms to wait when all have gone out. */
  #patience(): number {
    const { course } = this;
    return course.received > 0 ? Math.max((2 * course.longest) / MS, this.#interval) : this.#wish.linger;
  }

  #nextAt(): number {
    const { sent, underWay } = this.course;
    if (sent === 0) return 0;
    return this.last + (this.#interval > 0 ? this.#interval : underWay > 0 ? FLOOD_GAP : 0) * MS;
  }

  *#stamp(): Generator<void, void> {
    if (!this.#wish.has('stamps')) return;
    const now = yield* this.#sys.clock_gettime();
    const [seconds, us] = [Math.floor(now / 1e6), now % 1e6];
    yield* this.#io.print(`[${seconds}.${String(us).padStart(6, '0')}] `);
  }

  *#send(now: number): Generator<void, void> {
    const { course } = this;
    if (this.#wish.has('outstanding') && course.sent > 0 && !course.hasHeard(course.sent)) {
      yield* this.#stamp();
      yield* this.#io.print(`no answer yet for icmp_seq=${course.sent}\n`);
    }
    this.last = now;
    const sent = yield* this.#sys.sendto(this.#fd, echoOf(course.sends(now), this.#wish), 0);
    if (isFailure(sent) && sent.errno === 'EMSGSIZE') return yield* this.#isTooLong(sent);
    if (this.#wish.has('quiet')) return;
    if (isFailure(sent) && this.#wish.has('flood')) yield* this.#io.print('E');
    else if (isFailure(sent)) yield* this.#io.warn('sendmsg', sent);
    else if (this.#wish.has('flood')) yield* this.#io.print('.');
  }

  /** IP cannot carry it, or not even the socket takes it. */
  *#isTooLong(failure: Failure): Generator<void, void> {
    const { size, has } = this.#wish;
    const isLocal = size + HEADER <= MAX_MESSAGE;
    if (isLocal) this.course.fails(this.course.sent);
    if (has('quiet')) return;
    const [, wire] = yield* this.#sys.rtm_getlink();
    if (isLocal) yield* this.#io.complain(`ping: local error: message too long, mtu=${wire?.mtu ?? 0}\n`);
    else yield* this.#io.complain(`ping: sendmsg: ${strerror(failure.errno)}\n`);
  }

  /** What comes until then. */
  *#hear(until: number): Generator<void, void> {
    const { course } = this;
    yield* this.#io.out.flush();
    const left = until - (yield* this.#sys.clock_gettime());
    const patience = Number.isFinite(left) ? Math.max(0, Math.ceil(left / MS)) : -1;
    const ready = yield* this.#sys.poll([{ fd: this.#fd, events: POLLIN }], patience);
    if (isFailure(ready) || !ready[0]) return;
    const into = new Uint8Array(HEADER + 0xffff);
    const from: { address?: SocketAddress | undefined } = {};
    const bytes = yield* this.#sys.recvfrom(this.#fd, into, 0, from);
    if (isFailure(bytes) || from.address?.family !== AF_INET) return;
    const who = from.address.address;
    const sequence = new DataView(into.buffer).getUint16(SEQUENCE);
    if (into[0] === REPLY) yield* this.#answered(sequence, bytes, who);
    else {
      course.fails(sequence);
      if (this.#wish.has('quiet')) return;
      if (this.#wish.has('flood')) return yield* this.#io.print('\bE');
      yield* this.#stamp();
      yield* this.#io.print(`From ${this.#nameOf(who)} icmp_seq=${sequence} Destination Host Unreachable\n`);
    }
  }

  *#answered(sequence: number, bytes: number, who: string): Generator<void, void> {
    const { took, again } = this.course.answers(sequence, yield* this.#sys.clock_gettime(), this.#timed);
    if (this.#wish.has('adaptive')) this.#adapt();
    if (this.#wish.has('quiet')) return;
    if (this.#wish.has('flood')) yield* this.#io.print('\b \b');
    else {
      yield* this.#stamp();
      const time = this.#timed ? ` time=${timeText(took)} ms` : '';
      const line = `${bytes} bytes from ${this.#nameOf(who)}: icmp_seq=${sequence} ttl=${TTL}${time}`;
      yield* this.#io.print(line + (again ? ' (DUP!)' : ''));
    }
    if (this.#wish.has('audible')) yield* this.#io.print('\x07');
    if (!this.#wish.has('flood')) yield* this.#io.print('\n');
  }

  /** As fast as answers come; users not faster than 500 in a second. */
  #adapt(): void {
    const interval = Math.floor((Math.floor(this.course.smoothed / 8) + 500) / MS);
    this.#interval = this.#isRoot ? interval : Math.max(interval, LEAST_FOR_USERS);
  }

  *#tellStatus(): Generator<void, void> {
    this.#asked = false;
    yield* this.#io.complain(this.course.status(this.#timed));
  }

  *finish(): Generator<void, number> {
    const { course } = this;
    const { target, deadline, count, has } = this.#wish;
    const gaps = this.#interval === 0 || has('flood') || has('adaptive');
    yield* this.#io.print(course.statistics(target, this.last - this.#began, this.#timed, gaps));
    const missed = deadline !== undefined && count !== undefined && course.received < count;
    return course.received === 0 || missed ? 1 : 0;
  }
}

function* openSocket(sys: Sys, io: Io, { ttl }: Wish, address: string): Generator<void, number> {
  const fd = yield* sys.socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  if (isFailure(fd)) return yield* io.die(2, 'socket', fd);
  const connected = yield* sys.connect(fd, { family: AF_INET, address, port: 0 });
  if (isFailure(connected)) return yield* io.die(2, `connect: ${strerror(connected.errno)}`);
  const limited = ttl === undefined ? 0 : yield* sys.setsockopt(fd, IPPROTO_IP, IP_TTL, ttl);
  return isFailure(limited) ? yield* io.die(2, 'cannot set unicast time-to-live', limited) : fd;
}

export const ping = rawProgram(
  {
    name: 'ping',
    summary: 'send ICMP ECHO_REQUEST to network hosts',
    usage: '[options] <destination>',
    options: PING_OPTIONS,
  },
  function* (sys, args, io): Generator<void, number> {
    const uid = yield* sys.getuid();
    const wish = yield* wishOf(io, args, uid);
    const { target, size, pattern } = wish;
    const shown = (pattern ?? []).map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (pattern && !wish.has('quiet')) yield* io.print(`PATTERN: 0x${shown}\n`);
    const address = yield* addressOf(sys, target);
    if (address === undefined) return yield* io.die(2, `${target}: Name or service not known`);
    const fd = yield* openSocket(sys, io, wish, address);
    yield* io.print(`PING ${target} (${address}) ${size}(${size + HEADER + IP_HEADER}) bytes of data.\n`);
    const names = yield* readNames(sys);
    const nameOf = (from: string): string => {
      const name = wish.numeric ? from : names.host(from);
      return name === from ? from : `${name} (${from})`;
    };
    const course = new Ping(sys, io, wish, fd, uid === 0, nameOf);
    yield* course.listenToSignals();
    yield* course.run();
    return yield* course.finish();
  },
);
