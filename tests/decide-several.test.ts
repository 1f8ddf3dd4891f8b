/** Several decisions at once on a real core beside a real shop: what the shop saw is counted in its own journal. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

const STORE = 'gbp';

let owned: Owned;
let next = 0;
beforeAll(async () => {
  owned = await openOwned();
  await owned.connect();
  await owned.sync();
});
afterAll(() => owned.close());
beforeEach(() => void owned.sandbox.faults.clear());

const lastEntry = (): number => owned.sandbox.journal.entries().at(-1)?.sequence ?? 0;
const writes = (since: number): number =>
  owned.sandbox.journal.entries({ since }).filter((entry) => entry.effective).length;

/** Price changes of variants that no test had before, each resting on the price that the mirror knows. */
async function propose(count: number): Promise<{ id: number; variantId: number; price: number }[]> {
  const stock = (await owned.client.stock.list({ storeId: STORE })).slice(next, next + count);
  next += count;
  expect(stock).toHaveLength(count);
  const made: { id: number; variantId: number; price: number }[] = [];
  for (const { variantId, price } of stock) {
    const input = { variantId, price: price.minor + 50, from: price.minor };
    const { id } = await owned.client.actions.propose({ type: 'price.change', storeId: STORE, input });
    made.push({ id, variantId, price: price.minor });
  }
  return made;
}

type Stream = Awaited<ReturnType<RoyalClient['actions']['approveMany']>>;

async function follow(stream: Stream, onStep: (done: number) => unknown = () => {}) {
  for (;;) {
    const step = await stream.next();
    if (step.done) return step.value;
    await onStep(step.value.done);
  }
}

async function statesOf(proposals: readonly { id: number }[]): Promise<string[]> {
  const states: string[] = [];
  for (const { id } of proposals) states.push((await owned.client.actions.show({ id })).state);
  return states;
}

describe('approving several in a shop', () => {
  it('stops where someone else has changed a price, and writes nothing after it', async () => {
    const proposals = await propose(8);
    const { shop } = owned.sandbox.shops[0]!;
    const other = owned.sandbox.documents.get(shop, 'ProductVariant', proposals[5]!.variantId)!;
    owned.sandbox.documents.put(shop, 'ProductVariant', { ...other, price: '4321.00' });
    const before = lastEntry();
    const result = await follow(
      await owned.client.actions.approveMany({ ids: proposals.map(({ id }) => id) }),
    );
    expect(result!.verified).toEqual(proposals.slice(0, 5).map(({ id }) => id));
    expect(result!.stoppedAt).toMatchObject({ id: proposals[5]!.id, state: 'failed' });
    expect(result!.stoppedAt!.because).toMatch(/by now/);
    expect(result!.notDone.map(({ id }) => id)).toEqual(proposals.slice(6).map(({ id }) => id));
    expect(await statesOf(proposals.slice(6))).toEqual(['proposed', 'proposed']);
    expect(writes(before)).toBe(5);
  });

  it('gets over an answer that was lost: it is read back, written once, and goes on', async () => {
    const proposals = await propose(3);
    owned.sandbox.faults.add({ kind: 'lost_answer', match: 'Price' });
    const before = lastEntry();
    const result = await follow(
      await owned.client.actions.approveMany({ ids: proposals.map(({ id }) => id) }),
    );
    expect(result).toMatchObject({ stoppedAt: null, notDone: [] });
    expect(writes(before)).toBe(3);
  });

  it('stops where the app may not write any more', async () => {
    const proposals = await propose(4);
    const before = lastEntry();
    const result = await follow(
      await owned.client.actions.approveMany({ ids: proposals.map(({ id }) => id) }),
      (done) => done === 2 && owned.sandbox.faults.add({ kind: 'missing_scope', scope: 'write_products' }),
    );
    expect(result!.verified).toHaveLength(2);
    expect(result!.stoppedAt).toMatchObject({ id: proposals[2]!.id, state: 'failed' });
    expect(await statesOf(proposals.slice(3))).toEqual(['proposed']);
    expect(writes(before)).toBe(2);
  });

  it('stops at the emergency stop; after it the rest can be gone on with', async () => {
    const proposals = await propose(4);
    const ids = proposals.map(({ id }) => id);
    const result = await follow(
      await owned.client.actions.approveMany({ ids }),
      (done) => done === 1 && owned.client.stop.pull({ reason: 'look' }),
    );
    expect(result!.stoppedAt).toMatchObject({ state: 'proposed', error: { code: 'stopped' } });
    await owned.client.stop.lift({});
    const rest = await follow(
      await owned.client.actions.approveMany({ ids: result!.notDone.map(({ id }) => id) }),
    );
    expect(rest!.verified).toEqual(ids.slice(1));
  });

  it('ends with the program: what was approved is carried out once, the rest waits for a person', async () => {
    const proposals = await propose(6);
    const before = lastEntry();
    const ids = proposals.map(({ id }) => id);
    let ended: Promise<void> | null = null;
    await follow(await owned.client.actions.approveMany({ ids }), (done) => {
      if (done === 2) ended = owned.stop();
    }).catch(() => null);
    await ended;
    await owned.start();
    const { rows } = await owned.client.actions.page({ storeId: STORE, states: ['approved', 'executing'] });
    for (const { id } of rows)
      await expect.poll(async () => (await owned.client.actions.show({ id })).state).toBe('verified');
    const states = await statesOf(proposals);
    const verified = states.filter((state) => state === 'verified').length;
    expect(verified).toBeGreaterThanOrEqual(2);
    expect(verified).toBeLessThan(6);
    expect(states.slice(verified)).toEqual(Array(6 - verified).fill('proposed'));
    expect(writes(before)).toBe(verified);
    expect(await owned.client.audit.verify()).toMatchObject({ ok: true });
  });
});

describe('an edit', () => {
  it('is what the shop gets', async () => {
    const [one] = await propose(1);
    const { id, variantId, price } = one!;
    await owned.client.actions.edit({ id, input: { variantId, price: price + 7, from: price } });
    expect(await owned.client.actions.approve({ id })).toMatchObject({
      state: 'verified',
      edited: { original: { price: price + 50 } },
    });
    const { shop } = owned.sandbox.shops[0]!;
    const { price: found } = owned.sandbox.documents.get(shop, 'ProductVariant', variantId)!;
    expect(Math.round(Number(found) * 100)).toBe(price + 7);
  });
});
