/** The part of the contract's suite that decides: the morning list, the inbox, rules, several at once, the export. */
import { expect } from 'vitest';
import type { RoyalClient } from '../../shared/contract/contract.ts';

const DAY_MS = 86_400_000;

interface Asked {
  api: RoyalClient;
  storeId: string;
  /** The code that a call is refused with. */
  refused(call: Promise<unknown>): Promise<string | undefined>;
}

/** One that waits, of a price of the n-th variant one unit of money higher. */
async function proposePrice({ api, storeId }: Asked, n: number): Promise<{ id: number; price: number }> {
  const variant = (await api.stock.list({ storeId }))[n]!;
  const price = variant.price.minor + 100;
  const { id } = await api.actions.propose({
    type: 'price.change',
    storeId,
    input: { variantId: variant.variantId, price },
  });
  return { id, price };
}

export async function decideOne(asked: Asked): Promise<void> {
  const { api, storeId, refused } = asked;
  const { id, price } = await proposePrice(asked, 1);
  const { input } = await api.actions.show({ id });
  const { variantId } = input as { variantId: number };
  const slip = { id, input: { variantId, price: price * 10 } };
  expect(await refused(api.actions.edit(slip))).toBe('implausible');
  expect((await api.actions.edit({ ...slip, confirm: true })).action.edited).toMatchObject({
    original: input,
  });
  const edited = await api.actions.edit({ id, input: { variantId, price: price + 1 } });
  expect(edited.changes).toEqual([{ field: 'price', of: null, was: price, is: price + 1 }]);
  expect(edited.preview.lines.length).toBeGreaterThan(0);

  const morning = await api.morning.list({ storeId });
  const own = morning.groups.flatMap((group) => group.items).find((item) => item.id === id);
  expect(own).toMatchObject({ edited: true, undoable: true });
  expect(morning.counts.waiting).toBeGreaterThan(0);

  const page = await api.actions.page({ storeId, states: ['proposed'], limit: 1 });
  expect(page.rows).toHaveLength(1);
  expect(page.total).toBe(morning.counts.waiting);
  if (page.next !== null)
    expect((await api.actions.page({ storeId, states: ['proposed'], cursor: page.next })).rows).toHaveLength(
      page.total - 1,
    );
  expect(await refused(api.actions.page({ cursor: 'elsewhere' }))).toBe('invalid_input');
  const pressing = { storeId, states: ['proposed' as const], order: 'pressing' as const };
  const ranked = await api.actions.page(pressing);
  expect(ranked.rows.map((row) => row.id)).toEqual(
    morning.groups.flatMap(({ items }) => items.map((item) => item.id)),
  );
  expect(await refused(api.actions.page({ order: 'pressing' }))).toBe('invalid_input');

  await api.actions.snooze({ id, until: Date.now() + DAY_MS });
  expect((await api.actions.snoozed({ storeId })).map((row) => row.id)).toContain(id);
}

export async function makeRules({ api, storeId, refused }: Asked): Promise<void> {
  const supplier = (await api.stock.list({ storeId })).find((row) => row.vendor !== '')!.vendor;
  const wish = { scope: { storeId, supplier }, reason: 'they closed' };
  expect(await refused(api.rules.create({ scope: { storeId }, reason: 'everything' }))).toBe('invalid_input');
  const never = { scope: { supplier: 'ACME' }, reason: 'for good', until: Number.MAX_SAFE_INTEGER };
  expect(await refused(api.rules.create(never))).toBe('invalid_input');
  expect(await api.rules.list({ storeId })).toEqual([]);
  const { rule, waiting } = await api.rules.create(wish);
  expect(rule).toMatchObject({ state: 'in_force', reason: 'they closed', kept: 0 });
  expect(Array.isArray(waiting)).toBe(true);
  const stream = await api.agents.run({ storeId, agent: 'inventory-forecasting' });
  let step = await stream.next();
  while (!step.done) step = await stream.next();
  const { rows, total } = await api.rules.kept({ ruleId: rule.id });
  expect(rows).toHaveLength(total);
  expect(await api.rules.show({ id: rule.id })).toMatchObject({ kept: total });
  expect(await api.rules.remove({ id: rule.id })).toMatchObject({ state: 'removed' });
  expect(await refused(api.rules.remove({ id: rule.id }))).toBe('invalid_state');
  expect((await api.rules.list({ storeId })).map((one) => one.id)).not.toContain(rule.id);
}

export async function decideSeveral(asked: Asked): Promise<void> {
  const { api, storeId } = asked;
  const [first, second, third] = [
    await proposePrice(asked, 2),
    await proposePrice(asked, 3),
    await proposePrice(asked, 4),
  ] as const;
  const stream = await api.actions.approveMany({ ids: [first.id, second.id] });
  const told: number[] = [];
  let step = await stream.next();
  while (!step.done) {
    told.push(step.value.done);
    step = await stream.next();
  }
  expect(told).toEqual([1, 2]);
  expect(step.value).toEqual({ verified: [first.id, second.id], stoppedAt: null, notDone: [] });
  expect(await api.actions.rejectMany({ ids: [third.id, first.id], reason: 'no' })).toMatchObject({
    rejected: [third.id],
    notDone: [{ id: first.id }],
  });
  const { rows } = await api.actions.history({ storeId, states: ['verified', 'rejected'] });
  expect(rows.map((row) => row.id)).toEqual(expect.arrayContaining([first.id, second.id, third.id]));
  expect((await api.actions.undoable({ storeId })).map(({ action }) => action.id)).toContain(first.id);
  expect(await api.actions.undoPreview({ id: first.id })).toMatchObject({ possible: true, because: null });
  expect(await api.actions.undoPreview({ id: third.id })).toMatchObject({ possible: false });
}

export async function lookBack({ api }: Asked): Promise<void> {
  expect(Array.isArray(await api.unwatched.list({}))).toBe(true);
  const stream = await api.audit.export({ format: 'csv' });
  let text = '';
  let step = await stream.next();
  while (!step.done) {
    text += step.value.text;
    step = await stream.next();
  }
  expect(text.startsWith('number,at,actor_kind')).toBe(true);
  expect(step.value).toMatchObject({ verdict: { ok: true } });
  expect(step.value.rows).toBeGreaterThan(0);
}
