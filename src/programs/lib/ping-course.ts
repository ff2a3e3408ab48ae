/** The course of a ping: what went out, what came back and when, and the figures of it. Authority: iputils 20221126, ping_common.c. */

const BYTE_NUMBERS = 0x10000;

export class Course {
  sent = 0;
  received = 0;
  repeats = 0;
  errors = 0;
  /** The most that were on their way at a time. */
  pipe = 0;
  /** Eight times a moving average of the times, µs. */
  smoothed = 0;
  #acknowledged = 0;
  #sum = 0;
  #squares = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = 0;
  readonly #sentAt = new Map<number, number>();
  readonly #heard = new Set<number>();

  get longest(): number {
    return this.#most;
  }

  get underWay(): number {
    return this.sent - this.#acknowledged;
  }

  /** The next number, from 1 on. */
  sends(now: number): number {
    this.sent++;
    this.#sentAt.set(this.sent, now);
    return this.sent % BYTE_NUMBERS;
  }

  hasHeard(sequence: number): boolean {
    return this.#heard.has(sequence);
  }

  #acknowledge(sequence: number): void {
    this.pipe = Math.max(this.pipe, this.sent - sequence + 1);
    this.#acknowledged = Math.max(this.#acknowledged, sequence);
  }

  fails(sequence: number): void {
    this.#acknowledge(sequence);
    this.errors++;
  }

  /** µs that it took, and whether it came before. */
  answers(sequence: number, now: number, timed: boolean): { readonly took: number; readonly again: boolean } {
    this.#acknowledge(sequence);
    const took = Math.round(now - (this.#sentAt.get(sequence) ?? now));
    if (timed) this.#count(took);
    const again = this.#heard.has(sequence);
    this.#heard.add(sequence);
    if (again) this.repeats++;
    else this.received++;
    return { took, again };
  }

  #count(took: number): void {
    this.#sum += took;
    this.#squares += took * took;
    this.#least = Math.min(this.#least, took);
    this.#most = Math.max(this.#most, took);
    this.smoothed = this.smoothed === 0 ? took * 8 : this.smoothed + took - Math.floor(this.smoothed / 8);
  }

  get #mean(): number {
    return Math.floor(this.#sum / (this.received + this.repeats));
  }

  #deviation(): number {
    const total = this.received + this.repeats;
    return Math.floor(Math.sqrt(Math.floor((this.#squares - Math.floor(this.#sum ** 2 / total)) / total)));
  }

  /** After `took` µs from the first to the last; `gaps` tells of the time between two. */
  statistics(name: string, took: number, timed: boolean, gaps: boolean): string {
    const { sent, received, repeats, errors } = this;
    const counts = [
      `${sent} packets transmitted, ${received} received`,
      ...(repeats > 0 ? [`+${repeats} duplicates`] : []),
      ...(errors > 0 ? [`+${errors} errors`] : []),
      ...(sent > 0
        ? [`${general(((sent - received) * 100) / sent)}% packet loss`, `time ${Math.round(took / 1000)}ms`]
        : []),
    ].join(', ');
    const times = [this.#least, this.#mean, this.#most, this.#deviation()].map(fixed).join('/');
    const gap = sent > 1 ? Math.floor(took / (sent - 1)) : 0;
    const figures = [
      ...(received > 0 && timed ? [`rtt min/avg/max/mdev = ${times} ms`] : []),
      ...(this.pipe > 1 ? [`pipe ${this.pipe}`] : []),
      ...(received > 0 && gaps && sent > 1 ? [`ipg/ewma ${fixed(gap)}/${fixed(this.smoothed / 8)} ms`] : []),
    ].join(', ');
    return `\n--- ${name} ping statistics ---\n${counts}\n${figures}\n`;
  }

  /** What SIGQUIT asks for. */
  status(timed: boolean): string {
    const { sent, received } = this;
    const loss = sent > 0 ? Math.floor(((sent - received) * 100) / sent) : 0;
    const times = [this.#least, this.#mean, this.smoothed / 8, this.#most].map(fixed).join('/');
    return `\r${received}/${sent} packets, ${loss}% loss${received > 0 && timed ? `, min/avg/ewma/max = ${times} ms` : ''}\n`;
  }
}

/** ms with three digits behind the point, nothing rounded. */
const fixed = (us: number): string => {
  const whole = Math.floor(us);
  return `${Math.floor(whole / 1000)}.${String(whole % 1000).padStart(3, '0')}`;
};

/** As %g prints it. */
const general = (value: number): string => String(Number(value.toPrecision(6)));

/** ms, with fewer digits the longer it took. */
export function timeText(us: number): string {
  if (us >= 100_000 - 50) return String(Math.floor((us + 500) / 1000));
  if (us >= 10_000 - 5) return (Math.floor((us + 50) / 100) / 10).toFixed(1);
  return us >= 1000 ? (Math.floor((us + 5) / 10) / 100).toFixed(2) : fixed(us);
}
