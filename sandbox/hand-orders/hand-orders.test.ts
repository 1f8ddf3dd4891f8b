import { describe, expect, it } from 'vitest';
import { Documents } from '../documents.ts';
import { truthOf } from '../truth.ts';
import { handFulfillmentOrder } from './hand-order-form.ts';
import { handOrders } from './hand-orders.ts';

describe('truth agrees with the hand', () => {
  it('on twelve cases', () => {
    expect(handOrders).toHaveLength(12);
  });

  it.each(handOrders)('$name', ({ shop, orders, days, variantDays }) => {
    const documents = new Documents();
    documents.putShop(shop);
    documents.putMany(shop.domain, 'Order', orders);
    documents.putMany(shop.domain, 'FulfillmentOrder', orders.map(handFulfillmentOrder));
    const truth = truthOf(documents, shop.domain);
    expect(truth.days).toEqual(days);
    expect(truth.variantDays).toEqual(variantDays);
    expect(truth.counts.orders).toBe(orders.length);
    documents.close();
  });

  it('and every figure of a day adds up', () => {
    for (const { days } of handOrders)
      for (const day of days) expect(day.netSales).toBe(day.grossSales - day.discounts - day.returns);
  });
});
