/** SIGKILL at every boundary between two durable steps: of a sync, of each action, of an undo. */
import { describe, expect, it } from 'vitest';
import { dieEverywhere } from './campaign.ts';
import { CHAPTERS } from './story.ts';

const REMOTE = ['price.change', 'purchase_order.receive', 'order.tag', 'undo', 'stocktake'];
const STEPS = [
  'before_intent',
  'after_intent',
  'before_send',
  'after_send',
  'after_answer',
  'after_verified',
];

describe('a core killed at every step boundary', () => {
  it('has one effect for each action in the shop, and loses nothing', { timeout: 600_000 }, async () => {
    const { died, met, stories, faults } = await dieEverywhere();
    expect(faults).toEqual([]);
    expect(stories).toBeGreaterThan(1);
    expect([...met].filter((boundary) => !died[boundary])).toEqual([]);
    for (const chapter of CHAPTERS.filter((name) => name !== 'connect'))
      expect(
        Object.keys(died).some((boundary) => boundary.startsWith(`${chapter}: `)),
        chapter,
      ).toBe(true);
    for (const chapter of REMOTE)
      for (const step of STEPS) expect(Object.keys(died)).toContain(`${chapter}: executor.${step}`);
  });

  const sent = 'purchase_order.receive: executor.after_send';

  it('receives goods once though it dies between sending and the answer', { timeout: 120_000 }, async () => {
    const { died, faults } = await dieEverywhere({ only: sent });
    expect(died).toEqual({ [sent]: 1 });
    expect(faults).toEqual([]);
  });

  it('needs its record of intents for that: without it the goods are received twice', {
    timeout: 120_000,
  }, async () => {
    const { died, faults } = await dieEverywhere({ only: sent, withoutIntents: true });
    expect(died).toHaveProperty([sent]);
    expect(faults).toContain('effective writes of inventoryAdjustQuantities: 2 instead of 1');
  });
});
