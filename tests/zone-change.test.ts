/** A shop that changes its time zone: what is seen of its stock from then on is of its own days. */
import { expect, it } from 'vitest';
import { DAY_MS, formatDay } from '../shared/time.ts';
import { openOwned } from './faults/owned-core.ts';

it('has its stock seen on the days of the new zone, without a restart', { timeout: 60_000 }, async () => {
  // Late in London's evening, and already tomorrow in Tokyo.
  let now = Math.floor(Date.now() / DAY_MS) * DAY_MS + 20 * 3_600_000;
  const tomorrow = Math.floor(now / DAY_MS) + 1;
  const owned = await openOwned({ clock: () => now });
  try {
    const { documents, shops } = owned.sandbox;
    const { shop, storeId } = shops[0]!;
    await owned.connect();
    documents.putShop({ ...documents.shop(shop)!, zone: 'Asia/Tokyo' });
    await owned.sync();
    now += 2 * DAY_MS;
    await owned.sync();
    const [row] = await owned.client.stock.list({ storeId });
    const { stockKnownSince } = await owned.client.products.demand({
      storeId,
      variantId: row!.variantId,
      days: 28,
    });
    expect(stockKnownSince).toBe(formatDay(tomorrow));
  } finally {
    await owned.close();
  }
});
