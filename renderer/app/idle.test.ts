import { beforeEach, expect, it, vi } from 'vitest';

let scroll: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  vi.stubGlobal('addEventListener', (_: string, listener: (event: { timeStamp: number }) => void) => {
    scroll = () => listener({ timeStamp: performance.now() });
  });
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

/** Asked while somebody scrolls, a step each 50 ms, for `forMs`: how long it waited. */
async function waited(forMs: number, patienceMs?: number): Promise<number> {
  const { still } = await import('./idle.ts');
  await still();
  scroll();
  const scrolling = setInterval(() => scroll(), 50);
  setTimeout(() => clearInterval(scrolling), forMs);
  const began = performance.now();
  const over = still(patienceMs).then(() => performance.now() - began);
  await vi.advanceTimersByTimeAsync(60_000);
  return over;
}

it('does not wait where nobody scrolls', async () => {
  const { still } = await import('./idle.ts');
  await still();
  scroll();
  await vi.advanceTimersByTimeAsync(500);
  const began = performance.now();
  await still();
  expect(performance.now()).toBe(began);
});

it('waits for the end of a scroll', async () => {
  const ms = await waited(3_000);
  expect(ms).toBeGreaterThan(3_000);
  expect(ms).toBeLessThan(3_500);
});

it('loses its patience with one that does not end', async () => {
  const ms = await waited(30_000, 5_000);
  expect(ms).toBeGreaterThanOrEqual(5_000);
  expect(ms).toBeLessThan(5_500);
});
