import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromGid, toGid } from './gid.ts';

describe('gids', () => {
  it('go there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (id) => {
        expect(fromGid(toGid('ProductVariant', id))).toBe(id);
      }),
    );
  });

  it('may carry a query', () => {
    expect(fromGid('gid://shopify/InventoryLevel/12?inventory_item_id=99')).toBe(12);
    expect(fromGid('gid://shopify/Order/12?from=a/b')).toBe(12);
  });

  it.each([
    '',
    'gid://shopify/Order/',
    'gid://shopify/Order/abc',
    'gid://shopify/Order/0',
    'gid://shopify/Order/-4',
    'gid://shopify/Order/1.5',
    'gid://shopify/Order/1e3',
    'gid://shopify/Order/0x10',
    'gid://shopify/Order/ 12',
    'gid://shopify/Order/9007199254740993',
    'gid://shopify/CalculatedOrder/9c1f-22',
    '12',
    'https://example.com/12',
  ])('%j is none', (text) => {
    expect(() => fromGid(text)).toThrow(RangeError);
  });
});
