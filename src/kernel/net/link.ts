/**
 * A network interface: up or down, what went through it, and the queueing discipline at its way out, which is none, or netem:
 * delay with jitter, loss, duplicates. Leaves out other disciplines, rates, reordering, corruption and multicast.
 * Authority: netdevice(7), tc-netem(8); net/sched/sch_netem.c.
 */
import type { Netem } from '../abi.ts';
import type { Random } from '../random.ts';

interface Traffic {
  bytes: number;
  packets: number;
}

/** What happens to a copy of a packet on its way out. */
export interface Departure {
  /** µs. */
  readonly delay: number;
  readonly lost: boolean;
}

const PERCENT = 10_000;
const HANDLES = 0x8000;

/** A discipline that somebody has set, and what it did. */
interface Discipline {
  readonly handle: number;
  netem: Netem;
  sent: Traffic;
  dropped: number;
}

export class Link {
  readonly index: number;
  readonly name: string;
  readonly mac: string;
  /** Bytes before each packet, which count. */
  readonly header: number;
  mtu: number;
  up = true;
  readonly received: Traffic = { bytes: 0, packets: 0 };
  readonly sent: Traffic = { bytes: 0, packets: 0 };
  discipline: Discipline | undefined;
  /** Packets that the discipline holds back. */
  waiting = 0;
  readonly #random: Random;
  #lastHandle = HANDLES;

  constructor(
    index: number,
    name: string,
    { mac, mtu, header }: { mac: string; mtu: number; header: number },
    random: Random,
  ) {
    this.index = index;
    this.name = name;
    this.mac = mac;
    this.mtu = mtu;
    this.header = header;
    this.#random = random;
  }

  /** Another discipline begins to count anew, under a handle of its own. */
  shape(netem: Netem | undefined): void {
    if (!netem) this.discipline = undefined;
    else if (this.discipline) this.discipline.netem = netem;
    else this.discipline = { handle: ++this.#lastHandle, netem, sent: { bytes: 0, packets: 0 }, dropped: 0 };
  }

  /** What becomes of a packet of so many bytes: as many departures as there are copies. */
  departures(bytes: number): readonly Departure[] {
    if (!this.up) return [{ delay: 0, lost: true }];
    const { discipline } = this;
    if (!discipline) return [{ delay: 0, lost: false }];
    const { loss, duplicate, limit } = discipline.netem;
    const lost = this.#happens(loss) || this.waiting >= limit;
    if (lost) {
      discipline.dropped++;
      return [{ delay: 0, lost }];
    }
    const copies = this.#happens(duplicate) ? 2 : 1;
    discipline.sent.packets += copies;
    discipline.sent.bytes += copies * bytes;
    return Array.from({ length: copies }, () => ({ delay: this.#delay(discipline.netem), lost: false }));
  }

  #happens(percent: number): boolean {
    return percent > 0 && this.#random.below(100 * PERCENT) < percent * PERCENT;
  }

  /** Evenly between delay − jitter and delay + jitter. */
  #delay({ delay, jitter }: Netem): number {
    return jitter === 0 ? delay : Math.max(0, delay - jitter + this.#random.below(2 * jitter));
  }
}
