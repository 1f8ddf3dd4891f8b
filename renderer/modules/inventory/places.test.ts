import { describe, expect, it } from 'vitest';
import { placeIn } from '../../app/navigation/place.ts';
import { places, productOf } from './places.ts';

describe('the place of a product', () => {
  it.each([7, 8_012_345_678_901, -1, -9_997_699_684_740, -(2 ** 52)])(
    'is read as it was written, of %i',
    (id) => {
      expect(productOf(placeIn(places.product('main', id))?.path[0])).toBe(id);
    },
  );

  it.each(['product-', 'product--', 'product-7x', 'product-9007199254740993', 'orders', undefined])(
    'is none where it says %s',
    (part) => {
      expect(productOf(part)).toBeNull();
    },
  );
});
