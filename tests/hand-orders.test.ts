/** Twelve orders worked out by hand, put into a sandbox shop and synced: the mirror comes to the same figures. */
import { expect, it } from 'vitest';
import { handFulfillmentOrder } from '../sandbox/hand-orders/hand-order-form.ts';
import { handOrders } from '../sandbox/hand-orders/hand-orders.ts';
import { startSandbox } from '../sandbox/server.ts';
import { daysOf, mirrorOf, variantDaysOf } from './mirrored.ts';

it.each(handOrders)('$name', async ({ shop, orders, days, variantDays }) => {
  const sandbox = await startSandbox({
    plan: 'enterprise',
    fill(documents) {
      documents.putShop(shop);
      documents.putMany(shop.domain, 'Order', orders);
      documents.putMany(shop.domain, 'FulfillmentOrder', orders.map(handFulfillmentOrder));
    },
  });
  const { mirror, sync, close } = mirrorOf(sandbox, sandbox.shops[0]!);
  try {
    await sync.run();
    expect(daysOf(mirror)).toEqual(days);
    expect(variantDaysOf(mirror)).toEqual(variantDays);
    expect(mirror.counts().orders).toBe(orders.length);
    expect(mirror.check()).toEqual({ ok: true, problems: [] });
    // Taken in again, nothing changes.
    await sync.run({ full: true });
    expect(daysOf(mirror)).toEqual(days);
    expect(variantDaysOf(mirror)).toEqual(variantDays);
  } finally {
    close();
    await sandbox.close();
  }
});
