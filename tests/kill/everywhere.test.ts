/** SIGKILL at every boundary between two durable steps: of a sync, of each action, of an undo. */
import { afterEach, describe, expect, it } from 'vitest';
import { dieEverywhere, faultsOf, openScene, type Scene, spawnLife } from './campaign.ts';
import type { Death } from './child.ts';
import { CHAPTERS } from './story.ts';

const scenes: Scene[] = [];
async function scene(): Promise<Scene> {
  const opened = await openScene();
  scenes.push(opened);
  return opened;
}
afterEach(async () => {
  for (const opened of scenes.splice(0)) await opened.close();
});

describe('a core killed at every step boundary', () => {
  it('has one effect for each action in the shop, and loses nothing', { timeout: 300_000 }, async () => {
    const opened = await scene();
    const { died, ending } = await dieEverywhere(opened);
    expect(await faultsOf(opened, ending)).toEqual([]);
    const boundaries = Object.keys(died);
    const within = (chapter: string) => boundaries.filter((name) => name.startsWith(`${chapter}: `)).length;
    for (const chapter of CHAPTERS.filter((name) => name !== 'connect'))
      expect({ chapter, died: within(chapter) > 0 }).toEqual({ chapter, died: true });
    for (const step of ['after_intent', 'before_send', 'after_send', 'after_answer', 'after_verified'])
      for (const chapter of ['price.change', 'purchase_order.receive', 'order.tag', 'undo'])
        expect(boundaries, chapter).toContain(`${chapter}: executor.${step}`);
  });

  it('needs its record of intents: without it the same deaths do a thing twice', {
    timeout: 120_000,
  }, async () => {
    const opened = await scene();
    const life = (death: Death) =>
      spawnLife({ folder: opened.folder, plot: opened.plot, death, withoutIntents: true });
    const faults: string[] = [];
    try {
      for (let lives = 0; lives < 40; lives++) {
        const ending = await life({
          how: 'everywhere',
          register: `${opened.folder}.died.json`,
          only: 'after_send',
        });
        if (ending === 'killed') continue;
        faults.push(...(await faultsOf(opened, ending)));
        break;
      }
    } catch (error) {
      faults.push(String(error));
    }
    expect(faults.join('\n')).toContain('effective writes of inventoryAdjustQuantities: 2 instead of 1');
  });
});
