/** Running everything at once: what may not run keeps nothing else from running. */
import { expect, it } from 'vitest';
import type { Agent } from '../shared/agent.ts';
import { openOwned } from './faults/owned-core.ts';

it('runs the others where one may not run, and says why that did not', async () => {
  const ran: string[] = [];
  const named = (id: string): Agent => ({
    id,
    title: id,
    proposes: [],
    schedule: { everyHours: 24 },
    async run({ store }) {
      ran.push(`${id} ${store.id}`);
      return { findings: [], proposals: [], summary: 'Looked.' };
    },
  });
  const owned = await openOwned({ agents: [named('first'), named('second')] });
  try {
    const { client } = owned;
    await owned.connect();
    await owned.sync();
    await client.agents.pause({ agent: 'first', storeId: 'gbp', reason: 'Not now.' });
    const runs = await client.agents.run({});
    const toTheEnd = async () => {
      while (!(await runs.next()).done);
    };
    await expect(toTheEnd()).rejects.toMatchObject({ code: 'agent_paused' });
    expect(ran).toEqual(['second gbp']);
  } finally {
    await owned.close();
  }
});
