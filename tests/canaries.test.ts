/** People planted in a shop: nothing of them is found in the clear in any file, error or answer of the program. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inventoryForecasting } from '../agents/inventory-forecasting/agent.ts';
import { idOf } from '../sandbox/model.ts';
import { found, foundIn, PEOPLE, plantPeople } from './canaries/planted.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

let owned: Owned;
beforeEach(async () => {
  owned = await openOwned({ agents: [inventoryForecasting] });
  plantPeople(owned.sandbox);
});
afterEach(() => owned.close());

describe('canaries', () => {
  it('are in no file and no answer, from sync to backup', { timeout: 60_000 }, async () => {
    const { client, sandbox, folder } = owned;
    const access = sandbox.shops[0]!;
    const secrets = [access.clientSecret];
    await owned.connect();
    await owned.sync();
    const answers: unknown[] = [];
    const stream = await client.agents.run({});
    for (;;) {
      const next = await stream.next();
      answers.push(next.value);
      if (next.done) break;
    }
    for (const action of await client.actions.list({ states: ['proposed'] })) {
      answers.push(await client.actions.preview({ id: action.id }));
      answers.push(await client.actions.approve({ id: action.id }));
    }
    const customerId = idOf([...sandbox.documents.iterate(access.shop, 'Customer')][0]!.id);
    const order = [...sandbox.documents.iterate(access.shop, 'Order')][0]!;
    const tag = await client.actions.propose({
      type: 'order.tag',
      storeId: access.storeId,
      input: { orderId: idOf(order.id), tags: ['seen'] },
    });
    const lost = sandbox.faults.add({ kind: 'lost_answer', match: 'TagsAdd' });
    answers.push(await client.actions.approve({ id: tag.id }));
    expect(lost.struck).toBe(1);
    answers.push(await client.customers.remove({ storeId: access.storeId, customerId }).catch(String));
    answers.push(await client.doctor.run({}), await client.figures({ storeId: access.storeId }));
    answers.push(await client.stores.list({}), await client.stores.verify({ storeId: access.storeId }));
    answers.push(await client.events.since({ seq: 0 }), await client.audit.list({}));
    answers.push(await client.agents.findings({}), await client.purchaseOrders.list({}));
    answers.push(await client.backup.create({ path: join(folder, '..', 'backup') }));
    expect(foundIn(answers, [...PEOPLE, ...secrets])).toEqual([]);
    // With the core still open: write-ahead logs and all. The one file that holds secrets is its owner's alone.
    expect(found(folder, PEOPLE)).toEqual([]);
    expect(found(folder, secrets, ['secrets.json'])).toEqual([]);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(found(join(folder, '..', 'backup'), [...PEOPLE, ...secrets])).toEqual([]);
    await owned.stop();
    expect(found(folder, PEOPLE)).toEqual([]);
    // The search can find what is there.
    expect(found(folder, secrets)).toEqual([`secrets.json: ${access.clientSecret}`]);
  });

  it('are in no answer or log where the shop throws them back at us', { timeout: 60_000 }, async () => {
    const { client, sandbox, folder } = owned;
    const access = sandbox.shops[0]!;
    await owned.connect();
    await owned.sync();
    const order = [...sandbox.documents.iterate(access.shop, 'Order')][0]!;
    // A record that can't be read, with a person in it.
    sandbox.documents.put(access.shop, 'Order', {
      ...order,
      updatedAt: sandbox.clock.iso(),
      cancelledAt: `never, says ${PEOPLE[2]}`,
    });
    const told = await owned.sync().catch((error: unknown) => error);
    expect(foundIn([told, await client.sync.status({}), await client.doctor.run({})], PEOPLE)).toEqual([]);
    expect(found(folder, PEOPLE)).toEqual([]);
  });
});
