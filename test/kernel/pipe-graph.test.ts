/**
 * Whatever is plumbed together: bytes are neither lost, nor made, nor reordered. A graph is sources that write, relays that
 * copy from one pipe to another, and sinks that collect; all in pieces of their own sizes, in pipes of their own capacities.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { O_NONBLOCK, POLLIN, POLLOUT } from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { ok, Probe, runProgram } from '../support/process.ts';

interface Source {
  readonly bytes: number;
  readonly piece: number;
  /** Index of the pipe it writes to. */
  readonly to: number;
}
interface Relay {
  readonly piece: number;
  /** Waits in poll() with both ends non-blocking, instead of in read and write. */
  readonly polls: boolean;
  /** Pipe k is emptied by relay k, which writes to a pipe with a higher number; the last pipe is read by the sink. */
  readonly to: number;
}
interface Graph {
  readonly seed: number;
  readonly capacities: readonly number[];
  readonly sources: readonly Source[];
  readonly relays: readonly Relay[];
  readonly sinkPiece: number;
}

const MAX_SOURCES = 4;
const piece = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(4095, 4096, 4097, 10000, 70000));

const graphs: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 5 }).chain((pipes) =>
  fc.record({
    seed: fc.integer({ min: 0, max: 1000 }),
    capacities: fc.array(fc.constantFrom(1, 2, 16), { minLength: pipes, maxLength: pipes }),
    sources: fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 100_000 }), piece, to: fc.nat(pipes - 1) }), {
      minLength: 1,
      maxLength: MAX_SOURCES,
    }),
    relays: fc.tuple(
      ...Array.from({ length: pipes - 1 }, (_, at) =>
        fc.record({ piece, polls: fc.boolean(), to: fc.integer({ min: at + 1, max: pipes - 1 }) }),
      ),
    ),
    sinkPiece: piece,
  }),
);

/** Byte number `at` of a source: its own number above, and a count below in which no repetition hides a swap nearby. */
const COUNT = 64;
const PRIME = 61;
const byteOf = (source: number, at: number): number => source * COUNT + (at % PRIME);
const sourceOf = (byte: number): number => Math.floor(byte / COUNT);

function* writeAll(sys: Sys, fd: number, bytes: Uint8Array): Generator<void, void> {
  for (let at = 0; at < bytes.length; ) at += ok(yield* sys.write(fd, bytes.subarray(at)));
}

function* produce(sys: Sys, fd: number, source: Source, number: number): Generator<void, void> {
  for (let at = 0; at < source.bytes; at += source.piece) {
    const length = Math.min(source.piece, source.bytes - at);
    yield* writeAll(
      sys,
      fd,
      Uint8Array.from({ length }, (_, offset) => byteOf(number, at + offset)),
    );
  }
}

/** Waits for the descriptor when a call answered EAGAIN. */
function* patiently(
  sys: Sys,
  fd: number,
  events: number,
  call: () => Generator<void, unknown>,
): Generator<void, number> {
  for (;;) {
    const answer = yield* call();
    if (!isFailure(answer)) return Number(answer);
    if (answer.errno !== 'EAGAIN') throw new Error(`unexpected ${answer.errno}`);
    yield* sys.poll([{ fd, events }], -1);
  }
}

function* copy(sys: Sys, from: number, to: number, { piece: size }: { piece: number }): Generator<void, void> {
  const into = new Uint8Array(size);
  for (;;) {
    const count = yield* patiently(sys, from, POLLIN, () => sys.read(from, into));
    if (count === 0) return;
    for (let at = 0; at < count; )
      at += yield* patiently(sys, to, POLLOUT, () => sys.write(to, into.subarray(at, count)));
  }
}

function* collect(sys: Sys, fd: number, size: number): Generator<void, number[]> {
  const all: number[] = [];
  const into = new Uint8Array(size);
  for (;;) {
    const count = ok(yield* sys.read(fd, into));
    if (count === 0) return all;
    for (const byte of into.subarray(0, count)) all.push(byte);
  }
}

/** Runs the graph; what came out at its end. */
function flow(graph: Graph): readonly number[] {
  const { value } = runProgram(function* (sys) {
    const p = new Probe(sys);
    const pipes: (readonly [number, number])[] = [];
    for (const slots of graph.capacities) pipes.push(yield* p.pipe(0, slots));
    /** A process with no descriptors but those that it needs, so that ends of file come. */
    const stage = (keep: readonly number[], body: (child: Probe) => Generator<void, unknown>) =>
      p.fork(function* (child) {
        for (const fd of pipes.flat()) if (!keep.includes(fd)) yield* child.close(fd);
        yield* body(child);
      });
    for (const [number, source] of graph.sources.entries()) {
      const fd = pipes[source.to]?.[1] ?? -1;
      yield* stage([fd], (child) => produce(child.sys, fd, source, number));
    }
    for (const [at, relay] of graph.relays.entries()) {
      const [from, to] = [pipes[at]?.[0] ?? -1, pipes[relay.to]?.[1] ?? -1];
      yield* stage([from, to], function* (child) {
        if (relay.polls) for (const fd of [from, to]) yield* reopenNonBlocking(child, fd);
        yield* copy(child.sys, from, to, relay);
      });
    }
    const out = pipes.at(-1)?.[0] ?? -1;
    for (const fd of pipes.flat()) if (fd !== out) yield* p.close(fd);
    return yield* collect(sys, out, graph.sinkPiece);
  }, graph.seed);
  return value;
}

/** An open file of its own, as O_NONBLOCK belongs to the open file and would reach the other processes. */
function* reopenNonBlocking(p: Probe, fd: number): Generator<void, void> {
  const flags = ok(yield* p.sys.fcntl(fd, 3));
  const own = ok(yield* p.sys.open(`/proc/self/fd/${fd}`, flags | O_NONBLOCK));
  yield* p.sys.dup2(own, fd);
  yield* p.close(own);
}

describe('bytes in pipes', () => {
  it('are neither lost, nor made, nor reordered in any graph', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const arrived = flow(graph);
        for (const [number, source] of graph.sources.entries()) {
          const own = arrived.filter((byte) => sourceOf(byte) === number);
          expect(own.length).toBe(source.bytes);
          expect(own.findIndex((byte, at) => byte !== byteOf(number, at))).toBe(-1);
        }
        expect(arrived.length).toBe(graph.sources.reduce((sum, { bytes }) => sum + bytes, 0));
      }),
      { numRuns: 100 },
    );
  });

  it('go to exactly one of several readers', { timeout: 60_000 }, () => {
    const shape = fc.record({
      seed: fc.integer({ min: 0, max: 1000 }),
      slots: fc.constantFrom(1, 16),
      pieces: fc.array(piece, { minLength: 1, maxLength: 4 }),
      writes: fc.array(fc.integer({ min: 1, max: 6000 }), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(shape, ({ seed, slots, pieces, writes }) => {
        const taken: number[][] = pieces.map(() => []);
        runProgram(function* (sys) {
          const p = new Probe(sys);
          const [r, w] = yield* p.pipe(0, slots);
          for (const [reader, size] of pieces.entries()) {
            yield* p.fork(function* (child) {
              yield* child.close(w);
              taken[reader] = yield* collect(child.sys, r, size);
            });
          }
          yield* p.close(r);
          let at = 0;
          for (const length of writes) {
            yield* writeAll(
              sys,
              w,
              Uint8Array.from({ length }, (_, offset) => (at + offset) % 251),
            );
            at += length;
          }
          yield* p.close(w);
          for (const _ of pieces) yield* p.wait();
        }, seed);
        const total = writes.reduce((sum, length) => sum + length, 0);
        const counts = new Array<number>(251).fill(0);
        for (const byte of taken.flat()) counts[byte] = (counts[byte] ?? 0) + 1;
        const expected = counts.map((_, byte) => Math.floor((total + 250 - byte) / 251));
        expect(counts).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
