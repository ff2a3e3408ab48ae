/**
 * Descriptors 0–2 of this process for a machine without a screen. Written to at once and in order; read only when somebody
 * in the machine sleeps for input, so that nothing is taken that the next command could want.
 */
import { fstatSync, read, writeSync } from 'node:fs';
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

export const hostStreams = (): Outside => ({
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
