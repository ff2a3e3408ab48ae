import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Driver } from '../../src/tui/driver.ts';
import { Frames } from '../../src/tui/frames.ts';
import { keep, Store, sameValue } from '../../src/tui/store.ts';
import type { Paced, RunState } from '../../src/tui/workbench.ts';
import { view } from './fixtures.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Limits = NonNullable<Parameters<Paced['run']>[0]>;

/** A machine that notes how it is run; `behave` says what comes of it. */
function machine(behave: (limits: Limits, now: number) => RunState & { now?: number }) {
  const runs: Limits[] = [];
  const fake = {
    now: 0,
    events: { nextSeq: 0, since: () => [] },
    input: vi.fn(),
    resize: vi.fn(),
    view: () => view(),
    run(limits: Limits = {}): RunState {
      runs.push(limits);
      const { now, ...state } = behave(limits, fake.now);
      fake.now = now ?? limits.until ?? fake.now;
      return state;
    },
  };
  return { fake: fake satisfies Paced, runs };
}

const events = (ready = () => true) => ({ ran: vi.fn(), ready, able: () => true });
const idle = (): RunState => ({ state: 'idle', nextTimer: undefined });

describe('the driver', () => {
  test('an idle machine costs nothing', () => {
    const { fake, runs } = machine(idle);
    new Driver(fake, events()).replace(fake);
    expect(runs).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a timer of the kernel comes when the wall clock says so', () => {
    const { fake, runs } = machine(({ until = 0 }) => ({
      state: 'idle',
      nextTimer: until < 2_000_000 ? 2_000_000 : undefined,
    }));
    new Driver(fake, events()).replace(fake);
    vi.advanceTimersByTime(1999);
    expect(runs).toHaveLength(1);
    vi.advanceTimersByTime(2);
    expect(runs).toHaveLength(2);
    expect(fake.now).toBeGreaterThanOrEqual(2_000_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('packets on their way are looked at again and again, until they have arrived', () => {
    const { fake, runs } = machine(({ until = 0 }) =>
      until < 1_000_000 ? { state: 'idle', nextTimer: 1_000_000, flights: 1 } : idle(),
    );
    new Driver(fake, events()).replace(fake);
    vi.advanceTimersByTime(500);
    expect(runs.length).toBeGreaterThan(8);
    expect(fake.now).toBeGreaterThan(400_000);
    vi.advanceTimersByTime(700);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('half speed: twice the time', () => {
    const { fake, runs } = machine(({ until = 0 }) => ({
      state: 'idle',
      nextTimer: until < 1_000_000 ? 1_000_000 : undefined,
    }));
    const driver = new Driver(fake, events());
    driver.speed = 0.5;
    driver.replace(fake);
    vi.advanceTimersByTime(1990);
    expect(runs).toHaveLength(1);
    vi.advanceTimersByTime(20);
    expect(runs.length).toBeGreaterThan(1);
  });

  test('a busy machine rests between slices, and time that it could not keep up with is not caught up', () => {
    const { fake, runs } = machine((_, now) => ({ state: 'busy', nextTimer: undefined, now: now + 10 }));
    const told = events();
    new Driver(fake, told).replace(fake);
    vi.advanceTimersByTime(1000);
    const slices = told.ran.mock.calls.length;
    expect(slices).toBeGreaterThan(50);
    expect(slices).toBeLessThanOrEqual(201);
    for (const { until = 0 } of runs) expect(until).toBeLessThan(fake.now + 10_000);
  });

  test('input comes now, and is worked on at once', () => {
    const order: string[] = [];
    const { fake, runs } = machine(({ until }) => {
      order.push(`run ${until}`);
      return idle();
    });
    const driver = new Driver(fake, events());
    driver.replace(fake);
    vi.advanceTimersByTime(500);
    driver.input(() => order.push('key'));
    expect(order).toEqual(['run 0', 'run 500000', 'key', 'run 502000']);
    expect(runs).toHaveLength(3);
  });

  test('a key among busy processes: time runs ahead until it is answered, but not for ever', () => {
    const { fake, runs } = machine(() => ({ state: 'busy', nextTimer: undefined }));
    const driver = new Driver(fake, events());
    driver.input(
      () => {},
      () => fake.now >= 20_000,
    );
    expect(fake.now).toBeLessThan(25_000);
    driver.input(
      () => {},
      () => false,
    );
    expect(fake.now).toBeLessThan(150_000);
    expect(runs.length).toBeLessThan(80);
  });

  test('settles until nobody goes on by himself, but a flood is not waited for; not at all while paused', () => {
    let left = 3;
    const { fake, runs } = machine(() => ({ state: left-- > 0 ? 'busy' : 'idle', nextTimer: undefined }));
    const driver = new Driver(fake, events());
    driver.settle();
    expect(runs.map(({ until }) => until)).toEqual([2000, 4000, 6000, 8000]);
    left = Number.POSITIVE_INFINITY;
    driver.settle();
    expect(fake.now).toBe(108_000);
    driver.pause();
    driver.settle();
    expect(fake.now).toBe(108_000);
  });

  test('while the screens are behind, the machine waits', () => {
    let ready = false;
    const { fake, runs } = machine(idle);
    const driver = new Driver(
      fake,
      events(() => ready),
    );
    driver.input(() => {});
    vi.advanceTimersByTime(50);
    expect(runs).toHaveLength(0);
    ready = true;
    vi.advanceTimersByTime(10);
    expect(runs).toHaveLength(1);
  });

  test('a slice ends when the screens have enough, and the machine rests twice as long as they took', () => {
    let ready = true;
    const { fake, runs } = machine((_, now) => {
      ready = runs.length < 3;
      return { state: 'busy', nextTimer: undefined, now: now + 10 };
    });
    new Driver(
      fake,
      events(() => ready),
    ).replace(fake);
    vi.advanceTimersByTime(45);
    // The first slice has no time to give.
    expect(runs.map(({ dispatches }) => dispatches)).toEqual([1, 1, 2]);
    ready = true;
    vi.advanceTimersByTime(70);
    expect(runs).toHaveLength(3);
    vi.advanceTimersByTime(20);
    expect(runs).toHaveLength(4);
  });

  test('paused: keys wait, a step is one system call, and the pause is not caught up', () => {
    const { fake, runs } = machine(idle);
    const driver = new Driver(fake, events());
    driver.replace(fake);
    driver.pause();
    driver.input(() => {});
    vi.advanceTimersByTime(60_000);
    expect(runs).toHaveLength(1);
    driver.step();
    expect(runs.at(-1)).toEqual({ calls: 1 });
    driver.stepUntil(() => runs.at(-1)?.event !== undefined);
    expect(runs.at(-1)).toEqual({ event: 0 });
    driver.resume();
    expect(runs.at(-1)?.until).toBe(fake.now);
  });
});

describe('frames', () => {
  test('at most one in 16 ms, but a key does not wait', () => {
    let painted = 0;
    const frames = new Frames(() => painted++);
    vi.advanceTimersByTime(100);
    for (let ms = 0; ms < 160; ms++) {
      frames.request();
      vi.advanceTimersByTime(1);
    }
    expect(painted).toBeLessThanOrEqual(11);
    const before = painted;
    frames.hurry();
    frames.request();
    vi.advanceTimersByTime(0);
    expect(painted).toBe(before + 1);
  });
});

describe('the store', () => {
  test('tells at most 15 times a second, and at once when flushed', () => {
    const store = new Store({ count: 0 });
    const told = vi.fn();
    store.subscribe(told);
    vi.advanceTimersByTime(100);
    for (let i = 0; i < 1000; i++) {
      store.set({ count: i });
      vi.advanceTimersByTime(1);
    }
    expect(told.mock.calls.length).toBeLessThanOrEqual(16);
    const before = told.mock.calls.length;
    store.flush();
    expect(told).toHaveBeenCalledTimes(before + 1);
  });

  test('values that say the same are kept', () => {
    const old = { list: [{ a: 1n, b: undefined }], set: new Uint8Array([1, 2]) };
    expect(keep(old, { list: [{ a: 1n, b: undefined }], set: new Uint8Array([1, 2]) })).toBe(old);
    expect(sameValue(old, { ...old, list: [] })).toBe(false);
    expect(sameValue([1], { 0: 1 })).toBe(false);
  });
});
