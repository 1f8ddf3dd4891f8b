import { describe, expect, it } from 'vitest';
import { type DraftLine, inputOf, isWhole, unitsOf, withVariant } from './draft-lines.ts';

const lamp = { storeId: 'north', variantId: 7, title: 'Lamp', sku: 'L-1', barcode: '400' };

describe('the lines of a draft', () => {
  it('take a variant on a new line, whose cost the terms give', () => {
    const { lines, at } = withVariant([], lamp, 6);
    expect(at).toBe(0);
    expect(inputOf(lines)).toEqual([
      {
        title: 'Lamp',
        sku: 'L-1',
        barcode: '400',
        supplierSku: null,
        allocations: [{ storeId: 'north', variantId: 7, locationId: null, quantity: 6 }],
      },
    ]);
  });

  it('count on where the variant is on the order already', () => {
    const once = withVariant([], lamp, 6).lines;
    const { lines, at } = withVariant(once, lamp, 1);
    expect(at).toBe(0);
    expect(unitsOf(lines[0]!)).toBe(7);
  });

  it('put the same goods of another store on the same line', () => {
    const once = withVariant([], lamp, 6).lines;
    const { lines } = withVariant(once, { ...lamp, storeId: 'south', variantId: 90 }, 4);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.parts.map(({ storeId, quantity }) => [storeId, quantity])).toEqual([
      ['north', 6],
      ['south', 4],
    ]);
  });

  it('keep goods without a code apart', () => {
    const bare = { ...lamp, sku: null, barcode: null };
    const once = withVariant([], bare, 1).lines;
    expect(withVariant(once, { ...bare, variantId: 8 }, 1).lines).toHaveLength(2);
  });

  it('leave out what is still being typed, and are not whole meanwhile', () => {
    const typed: DraftLine[] = [
      {
        title: 'Lamp',
        sku: null,
        barcode: null,
        supplierSku: null,
        unitCost: 250,
        parts: [{ storeId: 'north', variantId: 7, locationId: null, quantity: null }],
      },
    ];
    expect(inputOf(typed)).toEqual([]);
    expect(isWhole(typed)).toBe(false);
    expect(isWhole([])).toBe(true);
  });
});
