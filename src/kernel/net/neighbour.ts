/**
 * Who else is on the wire, as the kernel remembers it from what came: ARP without its packets. An address that was heard of
 * counts as reachable for half a minute. Authority: arp(7), ip-neighbour(8).
 */
import type { NeighbourInfo } from '../abi.ts';
import type { Kernel } from '../kernel.ts';

/** µs. */
const REACHABLE_TIME = 30_000_000;

interface Heard {
  readonly mac: string | undefined;
  /** When it was heard of; of one that never was, when the kernel stops to ask. */
  readonly at: number;
}

export class Neighbours {
  readonly #kernel: Kernel;
  readonly #known = new Map<string, Heard>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  heard(address: string, mac: string): void {
    this.#known.set(address, { mac, at: this.#kernel.now });
  }

  /** Nobody has answered so far. */
  asked(address: string, until: number): void {
    if (this.#known.get(address)?.mac === undefined) this.#known.set(address, { mac: undefined, at: until });
  }

  forget(): void {
    this.#known.clear();
  }

  list(link: string): NeighbourInfo[] {
    const { now } = this.#kernel;
    return [...this.#known].map(([address, { mac, at }]) => {
      const known = now - at < REACHABLE_TIME ? 'REACHABLE' : 'STALE';
      return { address, link, mac, state: mac !== undefined ? known : now < at ? 'INCOMPLETE' : 'FAILED' };
    });
  }
}
