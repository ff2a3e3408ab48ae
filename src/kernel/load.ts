/**
 * The load average: how many tasks were runnable, over one, five and fifteen minutes, damped exponentially.
 * Counted as Linux counts it, in fixed point, from a sample of the run queue every five seconds of virtual time.
 * Leaves out tasks in uninterruptible sleep: nothing here waits for a disk.
 * Authority: kernel/sched/loadavg.c, proc(5), sysinfo(2).
 */

/** Fractional bits. */
const SHIFT = 11;
const ONE = 1 << SHIFT;
/** What is left of a load after five seconds, for each of the three. */
const DECAY = [1884, 2014, 2037] as const;
/** A tick more than five seconds, so that samples do not fall in step with what runs every second. */
const PERIOD_US = 5_004_000;

type Loads = readonly [number, number, number];

function damped(load: number, decay: number, active: number): number {
  const next = load * decay + active * (ONE - decay);
  return Math.floor((active >= load ? next + ONE - 1 : next) / ONE);
}

export class LoadAverage {
  /** In units of 1/2048. */
  #loads: Loads = [0, 0, 0];
  /** Virtual µs of the next sample. */
  due = PERIOD_US;

  /** Takes the samples that are due by `now`; `runnable` tasks were there all the time. */
  sample(now: number, runnable: number): void {
    const active = runnable * ONE;
    while (this.due <= now) {
      if (active === 0 && this.#loads.every((load) => load === 0)) {
        this.due += Math.ceil((now - this.due + 1) / PERIOD_US) * PERIOD_US;
        return;
      }
      const [one, five, fifteen] = this.#loads;
      this.#loads = [damped(one, DECAY[0], active), damped(five, DECAY[1], active), damped(fifteen, DECAY[2], active)];
      this.due += PERIOD_US;
    }
  }

  /** As sysinfo(2) gives them: in units of 1/65536. */
  scaled(): Loads {
    const [one, five, fifteen] = this.#loads;
    return [one << 5, five << 5, fifteen << 5];
  }

  /** `0.52 0.58 0.59` */
  text(): string {
    return this.#loads
      .map((load) => {
        const rounded = load + ONE / 200;
        const hundredths = Math.floor(((rounded % ONE) * 100) / ONE);
        return `${Math.floor(rounded / ONE)}.${String(hundredths).padStart(2, '0')}`;
      })
      .join(' ');
  }
}
