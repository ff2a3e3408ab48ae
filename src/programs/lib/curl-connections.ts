/**
 * The connections that curl keeps open from one transfer to the next, to the same place; and the names it has looked up.
 * Leaves out several at a time, and the limit on how many are kept: addresses are asked one after the other.
 * Authority: lib/conncache.c, lib/url.c of 7.88.
 */
import { POLLIN } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import {
  Connection,
  type CurlFailure,
  connect,
  type Link,
  type Note,
  type Target,
  type Timing,
} from './curl-connection.ts';

/** Where libcurl's list of connections to a place would be in memory: -v shows that. */
const BUNDLE = '0x5555555c2cb0';

const keyOf = ({ host, port, unix }: Target): string => unix ?? `${host}:${port}`;

/** What a transfer has to say for itself. */
export interface Asking {
  readonly timing: Timing;
  readonly late: () => CurlFailure;
  readonly note: Note;
  /** The transfer is on its way: the meter begins. */
  readonly begin: () => Generator<void, void>;
}

export class Connections {
  readonly #sys: Sys;
  readonly #idle = new Map<string, Link>();
  readonly #resolved = new Set<string>();
  #made = 0;

  constructor(sys: Sys) {
    this.#sys = sys;
  }

  /** The number of the one that was begun last. */
  get latest(): number {
    return Math.max(0, this.#made - 1);
  }

  /** The one that is open already, or a new one. */
  *open(target: Target, { timing, late, note, begin }: Asking): Generator<void, Connection> {
    const kept = yield* this.#alive(target, note);
    if (kept) {
      yield* begin();
      return new Connection(this.#sys, kept, timing, late, true);
    }
    const number = this.#made++;
    if (target.unix === undefined && this.#resolved.has(target.host))
      yield* note(`Hostname ${target.host} was found in DNS cache`);
    this.#resolved.add(target.host);
    yield* begin();
    const link = yield* connect(this.#sys, target, timing, number, note);
    return new Connection(this.#sys, link, timing, late, false);
  }

  *#alive(target: Target, note: Note): Generator<void, Link | undefined> {
    const key = keyOf(target);
    const link = this.#idle.get(key);
    if (!link) return undefined;
    this.#idle.delete(key);
    yield* note(`Found bundle for host: ${BUNDLE} [serially]`);
    yield* note('Can not multiplex, even if we wanted to');
    const ready = yield* this.#sys.poll([{ fd: link.fd, events: POLLIN }], 0);
    if (!isFailure(ready) && ready[0] === 0) {
      yield* note(`Re-using existing connection #${link.number} with host ${target.host}`);
      return link;
    }
    yield* note(`Connection ${link.number} seems to be dead`);
    yield* this.close(link, note);
    return undefined;
  }

  *keep(target: Target, { link }: Connection, note: Note): Generator<void, void> {
    this.#idle.set(keyOf(target), link);
    yield* note(`Connection #${link.number} to host ${target.host} left intact`);
  }

  *close({ fd, number }: Link, note: Note): Generator<void, void> {
    yield* note(`Closing connection ${number}`);
    yield* this.#sys.close(fd);
  }
}
