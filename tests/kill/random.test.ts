/** SIGKILL two hundred times: half at a boundary chosen by chance, half at any moment. */
import { expect, it } from 'vitest';
import { killAtRandom } from './campaign.ts';

const TIMES = 200;

it(`a core killed ${TIMES} times at random neither loses nor repeats anything`, {
  timeout: 600_000,
}, async () => {
  const { kills, stories, faults } = await killAtRandom(TIMES, 20261123);
  expect(faults).toEqual([]);
  expect(kills).toBeGreaterThanOrEqual(TIMES);
  expect(stories).toBeGreaterThan(TIMES / 20);
});
