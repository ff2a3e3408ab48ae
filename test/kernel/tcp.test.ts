/** TCP between two machines of the simulated network: what loss and latency do, and what survives them. */
import { describe, expect, it } from 'vitest';
import { AF_INET, SOCK_STREAM } from '../../src/kernel/abi.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { viewKernel } from '../../src/kernel/view.ts';
import { ok, Probe, runProgram } from '../support/process.ts';
import { inetAt, SocketProbe } from './socket-probe.ts';

const BETA = '10.0.0.2';
const PORT = 5000;
const SEEDS = 200;
const BYTES = 20_000;

const pattern = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, (_, i) => (i * 31 + (i >> 8)) & 0xff);

function* readAll(sys: Sys, fd: number): Generator<void, Uint8Array> {
  const pieces: number[] = [];
  const into = new Uint8Array(4096);
  for (;;) {
    const count = ok(yield* sys.read(fd, into));
    if (count === 0) return Uint8Array.from(pieces);
    for (const byte of into.subarray(0, count)) pieces.push(byte);
  }
}

/** Runs a body on another machine. */
function* onHost(p: Probe, name: string, body: (s: SocketProbe) => Generator<void, void>): Generator<void, number> {
  return yield* p.fork(function* (child) {
    ok(yield* child.sys.setns(yield* child.open(`/run/netns/${name}`, 0), 0));
    yield* body(new SocketProbe(child));
  });
}

const losing =
  (loss: number) =>
  ({ network }: Kernel): void => {
    for (const { wire } of network.hosts) wire.loss = loss;
  };

function* dial(s: SocketProbe): Generator<void, number> {
  const client = ok(yield* s.sys.socket(AF_INET, SOCK_STREAM));
  ok(yield* s.sys.connect(client, inetAt(PORT, BETA)));
  return client;
}

function* serve(s: SocketProbe): Generator<void, number> {
  const listener = yield* s.tcp();
  ok(yield* s.sys.bind(listener, inetAt(PORT, '0.0.0.0')));
  yield* s.listen(listener, 5);
  return yield* s.accept(listener);
}

/** Sends bytes to another machine and back, over a wire that loses packets each way. */
function echo(seed: number, loss: number, bytes = BYTES): { readonly back: Uint8Array; readonly kernel: Kernel } {
  const data = pattern(bytes);
  const { value, kernel } = runProgram(
    function* (sys) {
      const p = new Probe(sys);
      const server = yield* onHost(p, 'beta', function* (s) {
        const fd = yield* serve(s);
        const all = yield* readAll(s.sys, fd);
        ok(yield* s.sys.write(fd, all));
        yield* s.sys.close(fd);
      });
      yield* p.sleep(10);
      const client = yield* dial(new SocketProbe(p));
      ok(yield* sys.write(client, data));
      ok(yield* sys.shutdown(client, 1));
      const back = yield* readAll(sys, client);
      yield* p.wait(server);
      return back;
    },
    seed,
    {},
    losing(loss),
  );
  return { back: value, kernel };
}

describe('a wire that loses packets', () => {
  it(`no byte is lost over TCP with 20 % loss, over ${SEEDS} seeds`, { timeout: 120_000 }, () => {
    const data = pattern(BYTES);
    let lost = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const { back, kernel } = echo(seed, 20);
      expect(Buffer.compare(back, data), `seed ${seed}`).toBe(0);
      for (const { type } of kernel.events.since(0)) if (type === 'net.lost') lost++;
    }
    expect(lost).toBeGreaterThan(SEEDS * 5);
  });

  it('the same seed loses the same packets', () => {
    const course = (seed: number): string =>
      JSON.stringify([...echo(seed, 20, 5000).kernel.events.since(0)].map(({ type, time }) => [type, time]));
    for (const seed of [1, 2, 3]) expect(course(seed)).toBe(course(seed));
  });

  it('what is lost is sent again after the retransmission time-out', () => {
    const events = [...echo(5, 20).kernel.events.since(0)];
    expect(events.some((event) => event.type === 'net.send' && event.again)).toBe(true);
  });
});

describe('two machines', () => {
  it('do not see each other’s ports, and have their own names', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const answers: unknown[] = [];
      const other = yield* onHost(p, 'beta', function* (s) {
        const listener = yield* s.listener(PORT);
        answers.push(yield* s.p.contents('/proc/sys/kernel/hostname'), yield* s.state(listener));
        yield* s.p.sleep(100);
      });
      yield* p.sleep(20);
      const s = new SocketProbe(p);
      answers.push(yield* s.connect(yield* s.tcp(), PORT), yield* s.bind(yield* s.tcp(), PORT));
      yield* p.wait(other);
      return answers;
    });
    expect(value).toEqual(['beta\n', 10, 'ECONNREFUSED', 0]);
  });

  it('a packet under way is in the view, with the handshake of three', () => {
    let current: Kernel | undefined;
    const body = function* (sys: Sys): Generator<void, unknown> {
      const p = new Probe(sys);
      yield* onHost(p, 'beta', function* (s) {
        yield* serve(s);
        yield* s.p.sleep(100);
      });
      yield* p.sleep(20);
      yield* dial(new SocketProbe(p));
      return current && viewKernel(current).network.flights.map(({ flags, lost }) => [flags, lost]);
    };
    const { value, kernel } = runProgram(body, 0, {}, (booted) => {
      current = booted;
    });
    expect(value).toEqual([['ACK', false]]);
    const handshake = [...kernel.events.since(0)].flatMap((event) => (event.type === 'net.send' ? [event.flags] : []));
    expect(handshake.slice(0, 3)).toEqual(['SYN', 'SYN ACK', 'ACK']);
  });

  it('a window that is closed opens again: a slow reader gets everything', () => {
    const bytes = 400_000;
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      let got = 0;
      const server = yield* onHost(p, 'beta', function* (s) {
        const fd = yield* serve(s);
        yield* s.p.sleep(5000);
        got = (yield* readAll(s.sys, fd)).length;
      });
      yield* p.sleep(10);
      const client = yield* dial(new SocketProbe(p));
      ok(yield* sys.write(client, new Uint8Array(bytes)));
      yield* sys.close(client);
      yield* p.wait(server);
      return got;
    });
    expect(value).toBe(bytes);
  });

  it('nobody at an address: EHOSTUNREACH; no route: ENETUNREACH', () => {
    const { value } = runProgram(function* (sys) {
      const s = new SocketProbe(new Probe(sys));
      const to = function* (address: string): Generator<void, unknown> {
        const answer = yield* sys.connect(yield* s.tcp(), inetAt(80, address));
        return typeof answer === 'number' ? answer : answer.errno;
      };
      return [yield* to('10.0.0.99'), yield* to('192.0.2.1'), yield* to(BETA)];
    });
    expect(value).toEqual(['EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED']);
  });
});
