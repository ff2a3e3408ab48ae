/**
 * Descriptors 0–2 of this process for a machine without a screen. Written to at once and in order; read only when somebody
 * in the machine sleeps for input, so that nothing is taken that the next command could want.
 */
import { fstatSync, read, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outside } from './headless.ts';

const CHUNK = 65536;
const RETRY_MS = 2;
const FDS = { stdout: 1, stderr: 2 } as const;

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** One terminal, file or pipe, as after `2>&1`. */
function sameFile(a: number, b: number): boolean {
  const [one, other] = [fstatSync(a), fstatSync(b)];
  return one.dev === other.dev && one.ino === other.ino;
}

/** A larger file comes through a pipe. */
const LARGEST_FILE = 64 << 20;

/** The null device and a file are the same in the machine, as far as one can tell by reading; undefined for all else. */
function stdin(): Outside['stdin'] {
  const stat = fstatSync(0);
  if (stat.isCharacterDevice() && stat.rdev === statSync(devNull).rdev) return 'null';
  const offset = stat.isFile() ? offsetOf(0) : undefined;
  return offset === undefined || stat.size > LARGEST_FILE ? undefined : { bytes: bytesOf(0, stat.size), offset };
}

/** Only Linux tells it. */
function offsetOf(fd: number): number | undefined {
  try {
    return Number(/^pos:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1]);
  } catch {
    return undefined;
  }
}

/** All of a file; its offset, which others share, does not move. */
function bytesOf(fd: number, size: number): Uint8Array {
  const into = new Uint8Array(size);
  return into.subarray(0, readSync(fd, into, 0, size, 0));
}

/** Moves the offset behind what has been read in the machine: the next command goes on from there. */
function skip(bytes: number): void {
  const into = new Uint8Array(CHUNK);
  for (let left = bytes; left > 0; ) {
    const count = readSync(0, into, 0, Math.min(left, CHUNK), null);
    if (count === 0) return;
    left -= count;
  }
}

const fileInput = (given: Outside['stdin']): Pick<Outside, 'stdin' | 'inputRead'> =>
  typeof given === 'object' ? { stdin: given, inputRead: (end) => skip(end - given.offset) } : { stdin: given };

export const hostStreams = (): Outside => ({
  ...fileInput(stdin()),
  waitsForOutput: fstatSync(FDS.stdout).isFIFO(),
  joined: sameFile(FDS.stdout, FDS.stderr),
  input: () =>
    new Promise((resolve) => {
      const into = new Uint8Array(CHUNK);
      read(0, into, 0, CHUNK, null, (error, bytes) =>
        resolve(error || bytes === 0 ? undefined : into.subarray(0, bytes)),
      );
    }),
  async output(stream, bytes) {
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(FDS[stream], bytes, at);
      } catch (error) {
        if (codeOf(error) !== 'EAGAIN') return false;
        await pause(RETRY_MS);
      }
    }
    return true;
  },
});
