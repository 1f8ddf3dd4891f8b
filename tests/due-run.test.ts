/** A run that is due when the machine wakes looks at the shop as it is now, not as it was when it fell asleep. */
import { expect, it } from 'vitest';
import type { Agent } from '../shared/agent.ts';
import { DAY_MS } from '../shared/time.ts';
import { openOwned } from './faults/owned-core.ts';

it('syncs first where the mirror is two weeks old', async () => {
  const seen: number[] = [];
  const looked = Promise.withResolvers<void>();
  const watcher: Agent = {
    id: 'watcher',
    title: 'Watcher',
    proposes: [],
    schedule: { everyHours: 24, atHour: 6 },
    async run({ mirror, now }) {
      seen.push(Math.round(Math.abs(now - mirror.syncedAt()!) / DAY_MS));
      looked.resolve();
      return { findings: [], proposals: [], summary: 'Looked.' };
    },
  };
  const owned = await openOwned();
  try {
    await owned.connect();
    await owned.sync();
    await owned.stop();
    await owned.start({ agents: [watcher], schedule: true, clock: () => Date.now() + 14 * DAY_MS });
    await looked.promise;
    expect(seen).toEqual([0]);
  } finally {
    await owned.close();
  }
});
