/** The part of the contract's suite about suppliers, supply terms, purchase orders and stocktakes. */
import { expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/server.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';

export function describePurchasing(of: () => { api: RoyalClient; sandbox: Sandbox; storeId: string }): void {
  it('keeps suppliers and the terms of variants', async () => {
    const { api, storeId } = of();
    const [supplier] = await api.suppliers.list({ storeId });
    const { supplier: name } = supplier!;
    expect(supplier!.defaults).toContain('leadTimeDays');
    const set = await api.suppliers.set({
      storeId,
      supplier: name,
      leadTimeDays: 9,
      email: 'orders@acme.test',
    });
    expect(set).toMatchObject({ leadTimeDays: 9, email: 'orders@acme.test' });
    expect(set.defaults).not.toContain('leadTimeDays');
    expect(await api.suppliers.leadTimes({ storeId, supplier: name })).toMatchObject([
      { set: { meanDays: 9 }, observed: { n: 0, meanDays: null } },
    ]);
    expect(await api.suppliers.budget({ storeId })).toMatchObject({ monthly: null, left: null });
    const budget = { monthly: { minor: 200_000, currency: 'GBP' }, left: { minor: 200_000 } };
    expect(await api.suppliers.setBudget({ storeId, monthly: 200_000 })).toMatchObject(budget);
    expect(await api.suppliers.budget({ storeId })).toMatchObject(budget);
    expect(await api.suppliers.setBudget({ storeId, monthly: null })).toMatchObject({ monthly: null });
    const page = await api.supplyTerms.list({ storeId, limit: 5 });
    expect(page.rows).toHaveLength(5);
    const [first, second] = page.rows;
    expect(first!.sales.minor).toBeGreaterThanOrEqual(second!.sales.minor);
    const [row] = await api.supplyTerms.set({
      storeId,
      rows: [
        { variantId: first!.variantId, packSize: 6, leadTimeDays: 21, unitCost: 250, shelfLifeDays: 90 },
      ],
    });
    expect(row).toMatchObject({
      packSize: { value: 6, source: 'set' },
      unitCost: { source: 'set' },
      shelfLifeDays: { value: 90, source: 'set' },
    });
    const pasted = await api.supplyTerms.paste({
      storeId,
      text: `SKU\tPack size\tUnit cost\n${first!.sku}\t12\t2,50\nnone\t1\t1\n`,
    });
    expect(pasted).toMatchObject({
      rows: [{ variantId: first!.variantId, packSize: 12, unitCost: 250 }],
      refused: [{ line: 3 }],
    });
  });

  it('compares the suppliers of a variant, and orders from another of them', async () => {
    const { api, storeId } = of();
    const { rows } = await api.supplyTerms.list({ storeId, filter: 'all', limit: 100 });
    const { variantId, supplier } = rows.find(({ unitCost }) => unitCost.source === 'shop')!;
    const one = { storeId, variantId };
    const before = await api.supplyOffers.list(one);
    expect(before).toMatchObject([{ supplier: supplier.value, current: true }]);
    const { unitCost } = before[0]!;
    const offers = await api.supplyOffers.set({ ...one, supplier: 'Else', unitCost: 100, leadTimeDays: 3 });
    expect(offers).toHaveLength(2);
    expect(offers.find(({ current }) => !current)).toMatchObject({
      supplier: 'Else',
      leadTimeDays: 3,
      unitCost: { minor: 100 },
      landedUnitCost: { minor: 100 },
      chargeShare: null,
    });
    await expect(api.supplyOffers.set({ ...one, supplier: supplier.value! })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const draft = await api.purchaseOrders.create({
      supplier: 'Else',
      lines: [{ allocations: [{ ...one, quantity: 2 }] }],
    });
    expect(draft.lines).toMatchObject([{ unitCost: { minor: 100 } }]);
    // Who sends it not yet has named no price: that of another is none of theirs.
    const stranger = await api.purchaseOrders.create({
      supplier: 'Nobody yet',
      lines: [{ allocations: [{ ...one, quantity: 2 }] }],
    });
    expect(stranger.lines).toMatchObject([{ unitCost: null, supplierSku: null }]);
    const chosen = await api.supplyOffers.choose({ ...one, supplier: 'Else' });
    expect(chosen.find(({ current }) => current)).toMatchObject({
      supplier: 'Else',
      unitCost: { minor: 100 },
    });
    expect(chosen.find(({ current }) => !current)).toMatchObject({ supplier: supplier.value, unitCost });
    const back = await api.purchaseOrders.create({
      supplier: supplier.value!,
      lines: [{ allocations: [{ ...one, quantity: 2 }] }],
    });
    expect(back.lines).toMatchObject([{ unitCost }]);
    await api.supplyOffers.choose({ ...one, supplier: supplier.value! });
    expect(await api.supplyOffers.remove({ ...one, supplier: 'Else' })).toEqual(before);
    await expect(api.supplyOffers.remove({ ...one, supplier: 'Else' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('plans an order, sends it, and receives it', async () => {
    const { api, storeId } = of();
    const [item] = (await api.supplyTerms.list({ storeId, filter: 'all', limit: 1 })).rows;
    const supplier = item!.supplier.value!;
    const code = item!.sku!;
    const [match] = await api.purchaseOrders.match({ codes: [code] });
    expect(match).toMatchObject({ code, outcome: 'found' });
    const { variantId, locations } = match!.variants[0]!;
    const places = await api.purchaseOrders.locations({ storeId });
    expect(places.map((one) => one.locationId)).toContain(locations[0]!.locationId);
    await api.purchaseOrders.suggest({ supplier });
    const draft = await api.purchaseOrders.create({
      supplier,
      freight: 300,
      lines: [{ unitCost: 250, allocations: [{ storeId, variantId, quantity: 4 }] }],
    });
    expect(draft).toMatchObject({ state: 'draft', version: 1, total: { minor: 1300, currency: 'GBP' } });
    expect(draft.lines[0]).toMatchObject({ landed: { minor: 1300 }, landedUnitCost: { minor: 325 } });
    const edited = await api.purchaseOrders.edit({ id: draft.id, version: 1, note: 'Ring the bell' });
    expect(edited).toMatchObject({ version: 2, note: 'Ring the bell' });
    await expect(api.purchaseOrders.edit({ id: draft.id, version: 1, note: 'No' })).rejects.toMatchObject({
      code: 'stale_value',
    });
    for (const format of ['pdf', 'csv', 'mail'] as const) {
      const file = await api.purchaseOrders.document({ id: draft.id, format });
      expect(file.name).toContain(draft.number);
    }
    const sent = await api.purchaseOrders.send({ id: draft.id, version: 2, to: 'orders@acme.test' });
    expect(sent).toMatchObject({ state: 'sent', sentTo: 'orders@acme.test' });
    const scanned = await api.purchaseOrders.scan({ id: draft.id, code });
    expect(scanned.outcome).toBe('found');
    const allocationId = sent.lines[0]!.allocations[0]!.id;
    const asked = await api.purchaseOrders.receive({ id: draft.id, lines: [{ allocationId, accepted: 5 }] });
    expect(asked).toMatchObject({ outcome: 'confirm', over: [{ ordered: 4, would: 5 }], actions: [] });
    const got = await api.purchaseOrders.receive({
      id: draft.id,
      lines: [{ allocationId, accepted: 2, damaged: 1, short: 1 }],
    });
    expect(got).toMatchObject({ outcome: 'done', order: { state: 'received' } });
    expect(got.actions).toMatchObject([{ storeId, state: 'verified' }]);
    const received = await api.purchaseOrders.show({ id: draft.id });
    // What did not come bears none of the freight.
    expect(received.lines[0]).toMatchObject({ landed: { minor: 1050 }, landedUnitCost: { minor: 350 } });
    expect(received.lines[0]!.allocations[0]).toMatchObject({ landedUnitCost: { minor: 350 } });
    const closed = await api.purchaseOrders.close({ id: draft.id, version: received.version });
    expect(closed.state).toBe('closed');
    const other = await api.purchaseOrders.create({ supplier });
    const cancelled = await api.purchaseOrders.cancel({ id: other.id, version: 1, reason: 'Twice' });
    expect(cancelled.state).toBe('cancelled');
    const page = await api.purchaseOrders.list({ storeId, supplier, states: ['closed'], limit: 10 });
    expect(page.rows.map((row) => row.id)).toContain(draft.id);
  });

  it('counts a location', async () => {
    const { api, storeId } = of();
    const [place] = await api.purchaseOrders.locations({ storeId });
    const { locationId } = place!;
    const begun = await api.stocktakes.create({ storeId, locationId });
    const page = await api.stocktakes.lines({ id: begun.id, filter: 'uncounted', limit: 2 });
    expect(page.total).toBe(begun.lines);
    const [line, other] = page.rows;
    const { lines } = await api.stocktakes.count({
      id: begun.id,
      counts: [
        { lineId: line!.id, quantity: line!.expected + 2 },
        { lineId: other!.id, quantity: other!.expected },
      ],
    });
    expect(lines).toMatchObject([{ difference: 2 }, { difference: 0 }]);
    const done = await api.stocktakes.finish({ id: begun.id, version: begun.version });
    expect(done).toMatchObject({ state: 'finished', counted: 2, different: 1, unitsOver: 2 });
    const second = await api.stocktakes.create({ storeId, locationId, search: line!.sku! });
    await api.stocktakes.cancel({ id: second.id, version: second.version });
    expect(await api.stocktakes.show({ id: second.id })).toMatchObject({ state: 'cancelled' });
    expect((await api.stocktakes.list({ storeId })).total).toBe(2);
  });
}
