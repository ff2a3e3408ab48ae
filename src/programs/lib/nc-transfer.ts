/**
 * What nc does with a connection: standard input goes out, what comes goes to standard output, until the other side ends
 * or nothing happens for too long. Authority: readwrite() of OpenBSD's nc(1).
 */
import { POLLIN, SHUT_WR } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Wish } from './nc-options.ts';
import { writeAll } from './output.ts';

const BUFFER = 16384;
const STDIN = 0;

export function* transfer(sys: Sys, net: number, { has, timeout, quit }: Wish): Generator<void, void> {
  const buffer = new Uint8Array(BUFFER);
  let reading = !has('dontRead');
  /** Virtual µs at which the end of input ends everything. */
  let until: number | undefined;
  for (;;) {
    const now = yield* sys.clock_gettime();
    if (until !== undefined && now >= until) return;
    const left = until === undefined ? timeout : Math.min(until - now, timeout ?? Number.POSITIVE_INFINITY);
    const fds = [{ fd: net, events: POLLIN }, ...(reading ? [{ fd: STDIN, events: POLLIN }] : [])];
    const ready = yield* sys.poll(fds, left === undefined ? -1 : Math.ceil(left / 1000));
    if (isFailure(ready) || ready.every((bits) => bits === 0)) return;
    if (ready[0]) {
      const count = yield* sys.read(net, buffer);
      if (isFailure(count) || (count === 0 && !has('udp'))) return;
      if (yield* writeAll(sys, 1, buffer.subarray(0, count))) return;
    }
    if (!reading || !ready[1]) continue;
    const count = yield* sys.read(STDIN, buffer);
    if (isFailure(count) || count === 0) {
      reading = false;
      if (has('shutdown')) yield* sys.shutdown(net, SHUT_WR);
      if (quit !== undefined) until = (yield* sys.clock_gettime()) + quit;
    } else if (yield* writeAll(sys, net, buffer.subarray(0, count))) return;
  }
}
