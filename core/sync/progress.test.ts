import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProgressTeller } from './progress.ts';
import type { SyncProgress } from './types.ts';

describe('ProgressTeller', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells at most ten times a second, always the first and the last, and estimates from the speed', () => {
    const told: SyncProgress[] = [];
    const teller = new ProgressTeller('gbp', (event) => told.push(event));
    for (let done = 0; done <= 400; done += 1) {
      teller.tell('orders', done, 400);
      vi.advanceTimersByTime(10);
    }
    expect(told.length).toBeLessThanOrEqual(42);
    expect(told[0]).toEqual({ storeId: 'gbp', phase: 'orders', done: 0, total: 400, etaSeconds: null });
    expect(told.at(-1)).toMatchObject({ done: 400, etaSeconds: 0 });
    // 100 a second: at 200 of 400 there are two seconds left.
    expect(told.find(({ done }) => done === 200)).toMatchObject({ etaSeconds: 2 });
    teller.tell('done', 1, 1);
    expect(teller.last).toMatchObject({ phase: 'done' });
  });

  it('gives no estimate without a total, and begins anew with each phase', () => {
    const teller = new ProgressTeller('gbp', () => {});
    teller.tell('orders', 0);
    vi.advanceTimersByTime(5_000);
    teller.tell('orders', 500);
    expect(teller.last!.etaSeconds).toBeNull();
    teller.tell('customers', 10, 1_000);
    expect(teller.last!.etaSeconds).toBeNull();
    vi.advanceTimersByTime(2_000);
    teller.tell('customers', 110, 1_000);
    expect(teller.last!.etaSeconds).toBe(18);
  });
});
