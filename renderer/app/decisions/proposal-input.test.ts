import { describe, expect, it } from 'vitest';
import { orderLines, priceOf, slipWords, supplierOf, tagsOf, withLines } from './proposal-input.ts';

const order = {
  supplier: 'ACME',
  expectedAt: 12,
  lines: [
    { variantId: 1, inventoryItemId: 11, title: 'Candle', sku: 'C-1', quantity: 480, unitCost: 250 },
    { variantId: 2, inventoryItemId: 12, title: 'Bunting', sku: null, quantity: 12, unitCost: null },
  ],
};

describe('the input of a proposal', () => {
  it('is read where it is what it is taken for, and is nothing else', () => {
    expect(orderLines(order).map(({ title, unitCost }) => [title, unitCost])).toEqual([
      ['Candle', 250],
      ['Bunting', null],
    ]);
    expect([supplierOf(order), priceOf({ price: 5 }), tagsOf({ tags: ['vip'] })]).toEqual([
      'ACME',
      5,
      ['vip'],
    ]);
    expect([orderLines(null), supplierOf(7), priceOf(order), tagsOf({ tags: [1] })]).toEqual([
      [],
      null,
      null,
      null,
    ]);
  });

  it('is changed line by line; a line taken off is gone, and what was not touched stays as it was', () => {
    const changed = withLines(
      order,
      new Map([
        [1, { quantity: 500 }],
        [2, null],
      ]),
    );
    expect(changed).toEqual({ ...order, lines: [{ ...order.lines[0], quantity: 500 }] });
  });
});

describe('a slip', () => {
  const say = (value: unknown): string => String(value);
  it('is put as a question of how many times', () => {
    expect(slipWords({ of: 'Candle', field: 'lines.1.quantity', was: 480, is: 4800 }, say)).toBe(
      'Candle: quantity 4800 instead of 480: 10 times as much.',
    );
    expect(slipWords({ of: null, field: 'price', was: 1000, is: 50 }, say)).toBe(
      'price 50 instead of 1000: 20 times less.',
    );
    expect(slipWords({ of: null, field: 'price', was: 1000, is: 0 }, say)).toBe('price 0 instead of 1000.');
  });
});
