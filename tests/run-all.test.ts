/** Running everything at once: what may not run keeps nothing else from running. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Agent } from '../shared/agent.ts';
import { openOwned } from './faults/owned-core.ts';

async function toTheEnd(stream: AsyncIterator<unknown, unknown>): Promise<void> {
  while (!(await stream.next()).done);
}

const named = (id: string, ran: string[] = []): Agent => ({
  id,
  title: id,
  proposes: [],
  schedule: { everyHours: 24 },
  async run({ store }) {
    ran.push(`${id} ${store.id}`);
    return { findings: [], proposals: [], summary: 'Looked.' };
  },
});

it('runs the others where one may not run, and says why that did not', async () => {
  const ran: string[] = [];
  const owned = await openOwned({ agents: [named('first', ran), named('second', ran)] });
  try {
    const { client } = owned;
    await owned.connect();
    await owned.sync();
    await client.agents.pause({ agent: 'first', storeId: 'gbp', reason: 'Not now.' });
    const runs = await client.agents.run({});
    await expect(toTheEnd(runs)).rejects.toMatchObject({ code: 'agent_paused' });
    expect(ran).toEqual(['second gbp']);
  } finally {
    await owned.close();
  }
});

it('says of a store that could not be opened that it was neither synced nor looked at', async () => {
  const owned = await openOwned({ agents: [named('first')] });
  try {
    await owned.connect();
    await owned.stop();
    const file = join(owned.folder, 'secrets.json');
    const secrets = JSON.parse(readFileSync(file, 'utf8'));
    const name = Object.keys(secrets).find((key) => key.endsWith('store.gbp.key'))!;
    delete secrets[name];
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    await owned.start();
    const lost = { code: 'key_lost' };
    await expect(owned.sync()).rejects.toMatchObject(lost);
    await expect(toTheEnd(await owned.client.agents.run({}))).rejects.toMatchObject(lost);
  } finally {
    await owned.close();
  }
});
