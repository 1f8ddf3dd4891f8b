/** A run of the inventory agent over a whole core: what the mirror kept of the run before is not worked out again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inventoryForecasting } from '../agents/inventory-forecasting/agent.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

let owned: Owned;
beforeAll(async () => {
  owned = await openOwned({ agents: [inventoryForecasting] });
  await owned.connect();
  await owned.sync();
});
afterAll(() => owned.close());

async function run(): Promise<string> {
  const stream = await owned.client.agents.run({ agent: inventoryForecasting.id });
  let text = '';
  let step = await stream.next();
  for (; !step.done; step = await stream.next()) text = step.value.text;
  expect(step.value).toMatchObject([{ state: 'completed' }]);
  return text;
}

it('takes every forecast from the run before, also after a restart, and shows the same', async () => {
  const first = await run();
  const total = Number(/^(\d+) of \1 variants forecast$/.exec(first)?.[1]);
  expect(total).toBeGreaterThan(3);
  const { storeId } = owned.sandbox.shops[0]!;
  const table = () => owned.client.stockTable.page({ storeId, limit: 200 });
  const { rows } = await table();
  await owned.stop();
  await owned.start();
  expect(await run()).toBe(`${total} of ${total} variants forecast, ${total} of them unchanged`);
  expect((await table()).rows.map(({ daysLeft }) => daysLeft)).toEqual(rows.map(({ daysLeft }) => daysLeft));
});
