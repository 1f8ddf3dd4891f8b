import { describe, expect, it } from 'vitest';
import { fromGid, toGid } from './gid.ts';

describe('gids', () => {
  it('carry the integer there and back', () => {
    expect(fromGid(toGid('Order', 1_234_567_890_123))).toBe(1_234_567_890_123);
  });

  it('may have a query behind the id', () => {
    expect(fromGid('gid://shopify/InventoryLevel/12?inventory_item_id=34')).toBe(12);
  });

  it('are refused where the id is no positive integer', () => {
    for (const gid of ['gid://shopify/Order/', 'gid://shopify/Order/abc', 'gid://shopify/Order/0', 'x'])
      expect(() => fromGid(gid), gid).toThrow(RangeError);
  });
});
