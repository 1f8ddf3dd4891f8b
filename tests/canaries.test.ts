/** People and secrets planted in a shop: nothing of them is found in the clear in any file or answer of the program. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inventoryForecasting } from '../agents/inventory-forecasting/agent.ts';
import { idOf } from '../sandbox/model.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

const PEOPLE = [
  'Zephyrina',
  'Quackenbush',
  'zephyrina.q@canary-mail.example',
  '+447700900987',
  '17 Canary Wharf Passage',
  'Flat Kanarienvogel',
  'Canaryville',
  'CN9 7RY',
  'Canary & Sons Ltd',
];

let owned: Owned;
beforeEach(async () => {
  owned = await openOwned({ agents: [inventoryForecasting] });
  plant();
});
afterEach(() => owned.close());

function plant(): void {
  const { documents, shops } = owned.sandbox;
  const { shop } = shops[0]!;
  const address = {
    firstName: PEOPLE[0]!,
    lastName: PEOPLE[1]!,
    company: PEOPLE[8]!,
    address1: PEOPLE[4]!,
    address2: PEOPLE[5]!,
    city: PEOPLE[6]!,
    zip: PEOPLE[7]!,
    phone: PEOPLE[3]!,
    countryCodeV2: 'GB',
    provinceCode: 'ENG',
  };
  const customers = [...documents.iterate(shop, 'Customer')];
  expect(customers.length).toBeGreaterThan(3);
  for (const customer of customers)
    documents.put(shop, 'Customer', {
      ...customer,
      firstName: PEOPLE[0]!,
      lastName: PEOPLE[1]!,
      defaultAddress: address,
      defaultEmailAddress: {
        emailAddress: PEOPLE[2]!,
        marketingState: 'SUBSCRIBED',
        marketingUpdatedAt: null,
      },
      defaultPhoneNumber: { phoneNumber: PEOPLE[3]!, smsMarketingConsent: { state: 'SUBSCRIBED' } },
    });
  for (const order of [...documents.iterate(shop, 'Order')])
    documents.put(shop, 'Order', {
      ...order,
      email: PEOPLE[2]!,
      phone: PEOPLE[3]!,
      shippingAddress: address,
      billingAddress: { ...address, firstName: 'Zephyrina B.' },
    });
}

/** Texts found in the clear, as "file: what"; in either of SQLite's and JavaScript's encodings. */
function found(folder: string, canaries: readonly string[], except: readonly string[] = []): string[] {
  const hits: string[] = [];
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const file = join(folder, name);
    if (!statSync(file).isFile() || except.includes(name)) continue;
    const bytes = readFileSync(file);
    for (const canary of canaries)
      for (const encoding of ['utf8', 'utf16le'] as const)
        if (
          bytes.includes(Buffer.from(canary, encoding)) ||
          bytes.includes(Buffer.from(canary.toLowerCase(), encoding))
        )
          hits.push(`${name}: ${canary}`);
  }
  return hits;
}

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
    await fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'answer_lost', count: 1 }),
    });
    answers.push(await client.actions.approve({ id: tag.id }));
    answers.push(await client.customers.remove({ storeId: access.storeId, customerId }).catch(String));
    answers.push(await client.doctor.run({}), await client.figures({ storeId: access.storeId }));
    answers.push(await client.stores.list({}), await client.stores.verify({ storeId: access.storeId }));
    answers.push(await client.events.since({ seq: 0 }), await client.audit.list({}));
    answers.push(await client.agents.findings({}), await client.purchaseOrders.list({}));
    answers.push(await client.backup.create({ path: join(folder, '..', 'backup') }));
    const told = JSON.stringify(answers);
    for (const canary of [...PEOPLE, ...secrets]) expect(told).not.toContain(canary);
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
    const told = await owned.sync().then(
      () => '',
      (error: Error) => JSON.stringify([error.message, error]),
    );
    for (const canary of PEOPLE) expect(told).not.toContain(canary);
    expect(JSON.stringify([await client.sync.status({}), await client.doctor.run({})])).not.toContain(
      'canary-mail',
    );
    expect(found(folder, PEOPLE)).toEqual([]);
  });
});
