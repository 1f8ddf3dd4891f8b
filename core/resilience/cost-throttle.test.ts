import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CostThrottle, type QueryCost } from './cost-throttle.ts';

/** A bucket as Shopify keeps it: the requested cost is taken first, what was not used is given back. */
class Bucket {
  spent = 0;
  throttled = 0;
  readonly maximum: number;
  readonly rate: number;
  #level: number;
  #at = performance.now();

  constructor(maximum: number, rate: number) {
    this.maximum = maximum;
    this.rate = rate;
    this.#level = maximum;
  }

  ask(requested: number, actual: number): QueryCost {
    const now = performance.now();
    this.#level = Math.min(this.maximum, this.#level + ((now - this.#at) * this.rate) / 1000);
    this.#at = now;
    const fits = requested <= this.#level;
    if (fits) {
      this.#level -= actual;
      this.spent += actual;
    } else this.throttled += 1;
    return {
      requestedQueryCost: requested,
      actualQueryCost: fits ? actual : null,
      throttleStatus: {
        maximumAvailable: this.maximum,
        currentlyAvailable: Math.floor(this.#level),
        restoreRate: this.rate,
      },
    };
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('CostThrottle', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    [1, 1000, 50, 90],
    [1, 2000, 100, 400],
    [4, 2000, 100, 30],
    [3, 4000, 200, 250],
  ])(
    '%i readers at bucket %i, %i a second, %i ms away: never throttled, at least 95 in 100 points used',
    async (readers, maximum, rate, latency) => {
      const throttle = new CostThrottle();
      const bucket = new Bucket(maximum, rate);
      const seconds = 300;
      const end = performance.now() + seconds * 1000;
      const read = async (key: string, perNode: number) => {
        while (performance.now() < end) {
          const units = throttle.unitsFor(key, 10, 250);
          const slot = await throttle.acquire(key, units, 'normal');
          await wait(latency / 2);
          const cost = bucket.ask(2 + perNode * units, 2 + perNode * units * 0.7);
          await wait(latency / 2);
          slot.settle(cost);
        }
      };
      const all = Promise.all(Array.from({ length: readers }, (_, index) => read(`q${index}`, 3 + index)));
      await vi.advanceTimersByTimeAsync((seconds + 60) * 1000);
      await all;
      expect(bucket.throttled).toBe(0);
      expect(bucket.spent / (rate * seconds)).toBeGreaterThan(0.95);
    },
  );

  it('lets a mutation pass a queue of reads and keeps points for it', async () => {
    const throttle = new CostThrottle();
    const bucket = new Bucket(1000, 50);
    (await throttle.acquire('read', 1, 'normal')).settle(bucket.ask(300, 300));
    (await throttle.acquire('write', 1, 'priority')).settle(bucket.ask(10, 10));
    const order: string[] = [];
    const send = async (name: string, key: string, lane: 'normal' | 'priority', cost: number) => {
      const slot = await throttle.acquire(key, 1, lane);
      order.push(name);
      await wait(10);
      slot.settle(bucket.ask(cost, cost));
    };
    const reads = ['a', 'b', 'c', 'd'].map((name) => send(name, 'read', 'normal', 300));
    const write = send('mutation', 'write', 'priority', 10);
    await vi.advanceTimersByTimeAsync(15);
    await write;
    expect(order).toEqual(['a', 'mutation']);
    await vi.advanceTimersByTimeAsync(60_000);
    await Promise.all(reads);
    expect(order).toEqual(['a', 'mutation', 'b', 'c', 'd']);
    expect(bucket.throttled).toBe(0);
  });

  it('waits exactly for the missing points after THROTTLED, and keeps still while blocked', async () => {
    const throttle = new CostThrottle();
    const slot = await throttle.acquire('q', 1, 'priority');
    slot.settle({
      requestedQueryCost: 400,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 100, restoreRate: 50 },
    });
    const startedAt = performance.now();
    const second = throttle.acquire('q', 1, 'priority');
    await vi.advanceTimersByTimeAsync(10_000);
    (await second).settle();
    expect(performance.now() - startedAt).toBe(10_000);

    throttle.block(2_000);
    let granted = false;
    const third = throttle.acquire('cheap', 1, 'priority').then((one) => {
      granted = true;
      one.settle();
    });
    await vi.advanceTimersByTimeAsync(1_990);
    expect(granted).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    await third;
  });

  it('gives up its place when cancelled', async () => {
    const throttle = new CostThrottle();
    const first = await throttle.acquire('q', 1, 'normal');
    const cancel = new AbortController();
    const second = throttle.acquire('q', 1, 'normal', cancel.signal);
    const third = throttle.acquire('q', 1, 'normal');
    expect(throttle.state().waiting).toBe(2);
    cancel.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    first.settle();
    await expect(third).resolves.toBeDefined();
    await expect(throttle.acquire('q', 1, 'normal', cancel.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
