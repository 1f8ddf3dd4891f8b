import { expect, it, onTestFinished, vi } from 'vitest';
import { breather } from './breather.ts';

it('goes on at once until the thread was held for a slice, then lets others come in', async () => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const breathe = breather();
  now = 11;
  expect(breathe()).toBeUndefined();
  let others = 0;
  setImmediate(() => {
    others += 1;
  });
  now = 12;
  await breathe();
  expect(others).toBe(1);
  now = 23;
  expect(breathe()).toBeUndefined();
});
